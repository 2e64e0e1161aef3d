"""Response times by keyboard: opened from the report, read by unit, month and type, and the rows behind them."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app import outcomes, rulings
from app.domain.codes import Status
from app.issues import of_visit
from app.office import Office
from app.security.rights import Right
from app.unlock import unlock
from db.models import Contentment, Outcome
from tests import make
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock
from tests.robots.report import ReportRobot
from ui.report.screen import ReportScreen
from ui.report.view_model import ReportModel
from ui.style import look
from ui.worker import Worker

Opens = Callable[[], ReportRobot]

LONG = "معاونت هماهنگی امور عمرانی، زیربنایی و برنامه‌ریزی شهری منطقه"


@pytest.fixture
def office(home: Path, clock: Clock, worker: Worker) -> Iterator[Office]:
    office = unlock(home, PASSPHRASE, clock=clock, committed=worker.committed.emit)
    yield office
    worker.close()
    office.close()


@pytest.fixture
def opens(qtbot: QtBot, office: Office, worker: Worker, tmp_path: Path) -> Opens:
    """The report's screen, opened once the test has written what it wants to see."""

    def screen() -> ReportRobot:
        settings = QSettings(str(tmp_path / "pc.ini"), QSettings.Format.IniFormat)
        shown = ReportScreen(ReportModel(worker, office, settings))
        shown.resize(1286, 684)
        qtbot.addWidget(shown)
        return ReportRobot(qtbot, shown)

    return screen


def decided(office: Office, clock: Clock, number: int, after: int, unit: str = "درآمد", **given: object) -> int:
    """A matter that the unit saw to, so many days after its visit."""
    clock.set(9, number % 60, day=MEETING_DAY)
    issue = of_visit(office, make.registered(office, number, **given).visit_id)[0].id
    clock.tick()
    rulings.give(office, issue, "اقدام شود", unit=unit, due=MEETING_DAY + dt.timedelta(days=15))
    clock.set(11, day=MEETING_DAY + dt.timedelta(days=after))
    outcomes.record(office, issue, Status.RESOLVED, "انجام شد.")
    return issue


def times_of(report: ReportRobot) -> list[dict[str, str]]:
    """The table as it is read: heading and cell."""
    table = report.screen.times.table
    return [{c.heading: c.words(row) for c in table.model().columns} for row in table.rows]


@pytest.fixture
def three(office: Office, clock: Clock) -> None:
    decided(office, clock, 1, 4)
    decided(office, clock, 2, 20)
    decided(office, clock, 3, 9, "فنی و عمرانی")


@pytest.mark.usefixtures("three")
def test_one_key_opens_the_response_times_and_escape_leads_back(opens: Opens) -> None:
    report = opens()
    report.press_and_wait("Ctrl+Shift+T")
    assert report.sees("از ۳ نتیجه، نیمی تا ۹ روز و نه‌دهم تا ۲۰ روز پس از ملاقات به دست آمد.")
    assert report.sees("در مهلت ۲، پس از مهلت ۱")
    assert report.focus == "زمان پاسخ", "the cursor is in the table"
    report.press("Esc")
    assert report.screen.charts.isVisible()


@pytest.mark.usefixtures("three")
def test_the_slowest_unit_stands_first_with_its_figures(opens: Opens) -> None:
    report = opens()
    report.press_and_wait("Ctrl+Shift+T")
    rows = times_of(report)
    assert [row["واحد، ماه یا نوع"] for row in rows] == ["فنی و عمرانی", "درآمد"]
    assert [(row["با نتیجه"], row["نیمی تا (روز)"], row["نه‌دهم تا (روز)"]) for row in rows] == [
        ("۱", "۹", "۹"), ("۲", "۴", "۲۰"),
    ]  # fmt: skip
    assert [(row["در مهلت"], row["پس از مهلت"]) for row in rows] == [("۱", "۰"), ("۱", "۱")]


@pytest.mark.usefixtures("three")
def test_the_bars_are_read_out_and_have_the_same_figures(opens: Opens) -> None:
    report = opens()
    report.press_and_wait("Ctrl+Shift+T")
    assert report.screen.times.chart.accessibleDescription() == "فنی و عمرانی: ۹ روز؛ درآمد: ۴ روز"


@pytest.mark.usefixtures("three")
def test_enter_on_a_unit_opens_its_issues_and_escape_leads_back_to_it(opens: Opens) -> None:
    report = opens()
    report.press_and_wait("Ctrl+Shift+T").press("Down").press("Enter")
    assert report.screen.rows.title.text() == "درآمد"
    assert len(report.rows) == 2
    report.press("Esc")
    assert report.screen.times.isVisible()
    assert report.focus == "زمان پاسخ"


@pytest.mark.usefixtures("three")
def test_months_are_a_table_of_their_own_and_another_quarter_has_none(opens: Opens) -> None:
    report = opens()
    report.press_and_wait("Ctrl+Shift+T")
    report.screen.times.by.take(1)
    assert [row["واحد، ماه یا نوع"] for row in times_of(report)] == ["شهریور ۱۴۰۵"]
    report.press_and_wait("Ctrl+PgUp")
    report.press_and_wait("Ctrl+Shift+T")
    assert report.sees("برای موردهای این روزها هنوز نتیجه‌ای ثبت نشده است.")
    assert times_of(report) == []


def test_of_forty_units_the_slowest_have_a_bar_and_the_table_has_all(
    opens: Opens, office: Office, clock: Clock
) -> None:
    for number in range(1, 41):
        decided(office, clock, number, number % 30 + 1, f"{LONG} {number}")
    report = opens()
    report.press_and_wait("Ctrl+Shift+T")
    assert len(times_of(report)) == 40
    assert report.screen.times.chart.count() == 5
    assert report.sees("۵ ردیف کندتر از ۴۰ ردیف؛ همه در جدول آمده است.")


def test_digits_of_a_units_name_are_persian_wherever_it_stands(opens: Opens, office: Office, clock: Clock) -> None:
    """The offices write «اداره آب منطقه 2», as their keyboards do."""
    issue = decided(office, clock, 1, 3, "اداره آب منطقه 2")
    with office.work("test.rows", Right.FOLLOW_UP) as session:
        session.add(Contentment(agency_id=office.agency_id, issue_id=issue, content=False, asked_at=office.now()))
    report = opens()
    report.press_and_wait("Ctrl+Shift+T")
    pane = report.screen.times
    assert [row["واحد، ماه یا نوع"] for row in times_of(report)] == ["اداره آب منطقه ۲"]
    assert pane.chart.accessibleDescription() == "اداره آب منطقه ۲: ۳ روز"
    report.press("Enter")
    assert report.screen.rows.title.text() == "اداره آب منطقه ۲"
    assert len(report.rows) == 1
    report.press("Esc")
    pane.by.take(3)
    (row,) = pane.discontent.rows
    assert pane.discontent.model().columns[-1].words(row) == "اداره آب منطقه ۲"


def test_who_was_not_content_is_listed_with_his_reason(opens: Opens, office: Office, clock: Clock) -> None:
    issue = decided(office, clock, 1, 3)
    with office.work("test.rows", Right.FOLLOW_UP) as session:
        at, of = office.now(), {"agency_id": office.agency_id, "issue_id": issue}
        session.add(Contentment(**of, content=False, reason="دیر رسیدگی شد.", asked_at=at))
        again = {"status": Status.OPEN, "text": "محل بازدید نشده است.", "objected": True}
        session.add(Outcome(**of, **again, recorded_at=at + dt.timedelta(minutes=1)))
    report = opens()
    report.press_and_wait("Ctrl+Shift+T")
    report.screen.times.by.take(3)
    table = report.screen.times.discontent
    assert [(row.reason, row.objected) for row in table.rows] == [
        ("محل بازدید نشده است.", True), ("دیر رسیدگی شد.", False),
    ]  # fmt: skip
    assert report.sees("از پرسیده‌شدگان ۰ نفر راضی و ۱ نفر ناراضی")


@pytest.mark.usefixtures("three")
def test_with_large_text_the_table_keeps_its_room_and_nothing_is_cut(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 150 % the six figures and the bars left the table none, and the sentences half of theirs."""
    monkeypatch.setattr(look(), "factor", 1.5)
    report = opens()
    report.press_and_wait("Ctrl+Shift+T")
    pane = report.screen.times
    report.qtbot.waitUntil(lambda: pane.table.viewport().height() >= 2 * look().measure("row"), timeout=10_000)
    for part in (pane.whole, pane.also, pane.by):
        assert part.height() >= part.minimumSizeHint().height()
    report.press("Esc")
    assert report.screen.figures.isVisible()
    assert report.screen.left_out.isVisible()
