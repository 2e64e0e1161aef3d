"""The report screen by keyboard: figures with their rows, what is missing and mended in place, signing and stopping."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app import announcements, meetings, outcomes, queue, receipts, senders
from app.domain.codes import Kind, MeetingState, Status
from app.domain.persian.calendar import Quarter, jalali
from app.domain.persian.text import persian_digits
from app.office import Office
from app.report import make as making
from app.report import verify
from app.report.figures import count
from app.report.preflight import Level
from app.unlock import unlock
from tests.app import senders as others
from tests.app.documents.readers import pdfium
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock
from tests.make import registered
from tests.robots.report import ReportRobot
from ui.report.screen import ReportScreen
from ui.report.view_model import ReportModel
from ui.style import look
from ui.worker import Worker

SUMMER = Quarter(1405, 2)
AFTER_SUMMER = jalali(1405, 7, 4)
Opens = Callable[[], ReportRobot]


@pytest.fixture
def office(home: Path, clock: Clock, worker: Worker) -> Iterator[Office]:
    office = unlock(home, PASSPHRASE, clock=clock, committed=worker.committed.emit)
    yield office
    worker.close()
    office.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def opens(qtbot: QtBot, office: Office, worker: Worker, tmp_path: Path, out: Path) -> Opens:
    """The screen, opened once the test has written what it wants to see."""

    def screen() -> ReportRobot:
        settings = QSettings(str(tmp_path / "pc.ini"), QSettings.Format.IniFormat)
        model = ReportModel(worker, office, settings)
        model.choose_folder(out)
        shown = ReportScreen(model)
        shown.resize(1286, 684)
        qtbot.addWidget(shown)
        return ReportRobot(qtbot, shown)

    return screen


def a_days_work(office: Office) -> None:
    """Three visitors with the head, one of them with two issues, and one contact that does not count."""
    for number in (1, 2):
        row = registered(office, number)
        queue.call(office, row.visit_id)
        queue.admit(office, row.visit_id)
        queue.finish(office, row.visit_id)
    registered(office, 3, issues=({"type": "request", "subject": "آب"}, {"type": "complaint", "subject": "برق"}))
    registered(office, 4, kind=Kind.CEREMONY)


def test_in_the_first_month_of_a_quarter_the_one_before_is_shown(opens: Opens, clock: Clock) -> None:
    clock.set(11, 20, day=AFTER_SUMMER)
    assert opens().quarter == "تابستان ۱۴۰۵"


def test_the_figures_are_those_of_the_use_case(opens: Opens, office: Office) -> None:
    a_days_work(office)
    assert opens().figures == {
        "دیدار برگزارشده": "۱",
        "مراجعه": "۳",
        "دیدار کرده": "۲",
        "مراجعه‌کننده": "۳",
        "مورد": "۴",
        "اطلاع‌داده‌شده": "۰",
    }


def test_the_arrows_go_through_the_quarters_and_never_past_the_present_one(opens: Opens) -> None:
    report = opens()
    report.press_and_wait("Ctrl+PgUp")
    assert report.quarter == "بهار ۱۴۰۵"
    report.press_and_wait("Ctrl+PgDown").press_and_wait("Ctrl+PgDown")
    assert report.quarter == "تابستان ۱۴۰۵"


def test_a_quarter_without_a_meeting_says_what_becomes_of_its_report(opens: Opens) -> None:
    report = opens()
    assert report.sees("در این فصل دیداری ثبت نشده است؛ گزارش با ذکر علت برگزار نشدن تهیه می‌شود.")


def test_a_figure_opens_its_rows_and_escape_brings_the_cursor_back_to_it(opens: Opens, office: Office) -> None:
    a_days_work(office)
    report = opens().open_figure("مورد")
    assert [row["موضوع"] for row in report.rows] == ["آسفالت معابر", "آسفالت معابر", "آب", "برق"]
    report.press("Esc")
    assert not report.is_showing_rows
    assert report.focus.startswith("مورد")


@pytest.mark.parametrize(
    ("word", "rows"),
    [("دیدار برگزارشده", 12), ("مراجعه", 3), ("دیدار کرده", 2), ("مراجعه‌کننده", 3), ("مورد", 4), ("اطلاع‌داده‌شده", 0)],
)
def test_each_of_the_six_figures_opens_its_rows(opens: Opens, office: Office, word: str, rows: int) -> None:
    a_days_work(office)
    report = opens().open_figure(word)
    assert report.is_showing_rows
    assert len(report.rows) == rows  # of the days all are shown, the missed ones as such


def test_a_bar_opens_the_rows_that_it_counts(opens: Opens, office: Office) -> None:
    a_days_work(office)
    report = opens().go_to("نوع موردها").press("Down", "Return")
    assert [row["موضوع"] for row in report.rows] == ["برق"]  # the second type: complaints
    report.press("Esc")
    assert report.focus == "نوع موردها"


def test_the_folder_of_reports_is_opened_even_before_the_first_one(
    opens: Opens, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    opens().go_to("پوشهٔ گزارش‌ها").press("Space")
    assert opened == [str(out)]
    assert out.is_dir()


def test_the_days_are_a_table_too(opens: Opens, office: Office) -> None:
    a_days_work(office)
    report = opens().open_figure("دیدار برگزارشده")
    by_day = {row["روز"]: row for row in report.rows}
    assert by_day["یکشنبه ۲۲ شهریور"]["مراجعه"] == "۳"
    assert by_day["یکشنبه ۸ شهریور"]["وضعیت"] == "برگزار نشد"


def test_what_is_not_counted_says_why_by_which_clause_and_what_mends_it(opens: Opens, office: Office) -> None:
    a_days_work(office)
    report = opens()
    report.go_to("چرا شمرده نشد؟").press("Space")
    assert [row["موضوع"] for row in report.rows] == ["آسفالت معابر"]
    assert report.sees("پاسخگویی در مراسم و مناسبت‌ها دیدار چهره‌به‌چهره شمرده نمی‌شود.")
    assert report.sees("بند ۲ بخشنامه")


def test_each_contact_that_is_not_counted_says_its_own_why(opens: Opens, office: Office, clock: Clock) -> None:
    reasons = {
        Kind.CEREMONY: ("مراسم", "پاسخگویی در مراسم و مناسبت‌ها", "بند ۲", "دیدار هفتگی"),
        Kind.TOUR: ("بازدید", "پاسخگویی در بازدیدهای عمومی", "بند ۲", "دیدار هفتگی"),
        Kind.SPEECH: ("سخنرانی", "سخنرانی", "بند ۲", "دیدار هفتگی"),
        Kind.DAILY: ("پاسخگویی روزانه", "پاسخگویی موردی و روزانه", "بند ۲", "دیدار هفتگی"),
        Kind.WEEKLY: ("با جانشین", "جانشین", "بند ۱", "برگزارکننده"),
    }
    meetings.deputy_presides(office)
    for number, kind in enumerate(reasons):
        registered(office, number, kind=kind)
        clock.tick()
    report = opens()
    report.go_to("چرا شمرده نشد؟").press("Space")
    assert [row["نوع دیدار"] for row in report.rows] == [word for word, *_why in reasons.values()]
    for word, why, clause, remedy in reasons.values():
        assert report.why.startswith("چرا شمرده نشد؟"), word
        for said in (why, clause, remedy):
            assert said in report.why, word
        report.press("Down")


def test_on_a_small_screen_what_is_not_counted_can_still_be_asked_why(opens: Opens, office: Office) -> None:
    a_days_work(office)
    look().compact = True
    report = opens().go_to("چرا شمرده نشد؟").press("Space")
    assert [row["موضوع"] for row in report.rows] == ["آسفالت معابر"]


def test_the_reason_of_a_day_is_written_in_place(opens: Opens, office: Office) -> None:
    report = opens()
    missing = "یکشنبه ۷ تیر ۱۴۰۵"
    report.go_to_finding(missing).press("Enter")
    report.press_and_wait("Enter")
    assert report.line_beside("علت") == "علت را بنویسید."
    report.type("علت", "مأموریت استانی").press_and_wait("Enter")
    assert not any(missing in words for _level, words in report.findings)
    assert meetings.on(office, jalali(1405, 4, 7)).reason == "مأموریت استانی"
    assert report.focus == "پیش از امضا"


def test_a_day_can_be_marked_as_an_official_holiday(opens: Opens, office: Office) -> None:
    report = opens()
    report.go_to_finding("یکشنبه ۷ تیر ۱۴۰۵").press("Enter")
    report.type("علت", "تاسوعا").go_to("تعطیل رسمی").press("Space").press_and_wait("Enter")
    assert meetings.on(office, jalali(1405, 4, 7)).mark is MeetingState.HOLIDAY


def test_escape_leaves_the_reason_and_keeps_what_was_typed(opens: Opens) -> None:
    report = opens()
    report.go_to_finding("یکشنبه ۷ تیر ۱۴۰۵").press("Enter").type("علت", "مأمور")
    report.press("Esc")
    if report.focus != "پیش از امضا":
        report.press("Esc")
    report.go_to_finding("یکشنبه ۷ تیر ۱۴۰۵").press("Enter")
    assert report.focus == "علت"


def test_a_seen_visitor_without_a_ruling_leads_to_the_rows(opens: Opens, office: Office) -> None:
    a_days_work(office)
    report = opens()
    report.go_to_finding("۲ مورد بدون دستور است").press("Enter")
    assert len(report.rows) == 2


def test_a_quarter_under_way_gives_a_draft_and_the_signing_sleeps(opens: Opens, office: Office, out: Path) -> None:
    a_days_work(office)
    report = opens()
    assert not report.is_awake("بازبینی و امضا")
    assert report.sees("این فصل هنوز به پایان نرسیده است؛ گزارش پیش‌نویس خواهد بود.")
    with report.qtbot.waitSignal(report.screen.model.made, timeout=30_000):
        report.press("Ctrl+S")
    report.wait()
    assert [path.name for path in out.glob("*.pdf")] == ["didar-102168-1405-2-draft.pdf"]
    assert report.sees("پیش‌نویس ذخیره شد")


def test_a_second_draft_is_not_written_over_the_first_and_another_folder_is_offered(
    opens: Opens, office: Office, out: Path, tmp_path: Path, monkeypatch
) -> None:
    a_days_work(office)
    report = opens()
    with report.qtbot.waitSignal(report.screen.model.made, timeout=30_000):
        report.press("Ctrl+S")
    report.wait()
    with report.qtbot.waitSignal(report.screen.model.refused, timeout=30_000):
        report.press("Ctrl+S")
    assert report.sees("از پیش هست و روی آن نوشته نشد؛ پوشهٔ دیگری برگزینید.")
    (tmp_path / "other").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path / "other"))
    report.go_to("پوشهٔ دیگر").press("Enter")
    assert report.focus == "تهیهٔ پیش‌نویس"
    with report.qtbot.waitSignal(report.screen.model.made, timeout=30_000):
        report.press("Enter")
    report.wait()
    assert len(list((tmp_path / "other").glob("*-draft.pdf"))) == 1


def test_signing_is_asked_once_more_then_done_and_said(opens: Opens, office: Office, clock: Clock, out: Path) -> None:
    a_days_work(office)
    clock.set(11, 20, day=AFTER_SUMMER)
    report = opens()
    report.press("Ctrl+S")
    assert report.sees("پس از امضا، تغییر تنها با اصلاحیه ممکن است.")
    assert report.focus == "امضای گزارش"
    with report.qtbot.waitSignal(report.screen.model.made, timeout=30_000):
        report.press("Space")
    report.wait()
    assert (out / "didar-102168-1405-2.pdf").exists()
    assert report.screen.pane.signed.words.text() == "امضا شد: ۴ مهر ۱۴۰۵، ۱۱:۲۰؛ تغییر فقط با اصلاحیهٔ شمارهٔ ۱"


def test_escape_leaves_the_review_and_nothing_is_signed(opens: Opens, office: Office, clock: Clock, out: Path) -> None:
    clock.set(11, 20, day=AFTER_SUMMER)
    report = opens()
    report.press("Ctrl+S", "Esc")
    assert "امضای گزارش" not in report.buttons
    assert not out.exists()


def test_an_amendment_wants_its_reason(opens: Opens, office: Office, clock: Clock, out: Path) -> None:
    a_days_work(office)
    issue = count(office, opens().screen.model.span).counted()[0].issue_id
    clock.set(11, 20, day=AFTER_SUMMER)
    making.make(office, opens().screen.model.span, out)
    outcomes.record(office, issue, Status.RESOLVED, "انجام شد")
    report = opens()
    report.press("Ctrl+S")
    assert report.focus == "علت اصلاحیه"
    report.press("Enter")
    assert report.line_beside("علت اصلاحیه") == "علت را بنویسید."
    report.type("علت اصلاحیه", "نتیجهٔ یک مورد رسید")
    with report.qtbot.waitSignal(report.screen.model.made, timeout=30_000):
        report.press("Enter")
    assert (out / "didar-102168-1405-2-a1.pdf").exists()


def test_a_report_that_is_there_is_said_in_place_and_never_overwritten(
    opens: Opens, office: Office, clock: Clock, out: Path
) -> None:
    clock.set(11, 20, day=AFTER_SUMMER)
    out.mkdir()
    there = out / "didar-102168-1405-2.pdf"
    there.write_bytes(b"kept")
    report = opens()
    report.press("Ctrl+S").press_and_wait("Space")
    assert report.screen.pane.note.words.text().endswith("از پیش هست و روی آن نوشته نشد؛ پوشهٔ دیگری برگزینید.")
    assert there.read_bytes() == b"kept"


def test_the_making_tells_each_page_of_how_many(
    opens: Opens, office: Office, clock: Clock, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_days_work(office)
    clock.set(11, 20, day=AFTER_SUMMER)
    report = opens()
    told: list[str] = []
    report.screen.model.making.connect(lambda _page, _of: told.append(report.screen.pane.progress))
    report.press("Ctrl+S")
    with report.qtbot.waitSignal(report.screen.model.made, timeout=30_000):
        report.press("Space")
    pages = len(pdfium((out / "didar-102168-1405-2.pdf").read_bytes()))
    total = persian_digits(pages)
    assert told[0] == "داده‌ها گردآوری می‌شود…"
    said = list(dict.fromkeys(words for words in told if words != told[0]))
    assert said == [f"صفحهٔ {persian_digits(page)} از {total}" for page in range(1, pages + 1)]


def test_stopping_the_making_writes_nothing(
    opens: Opens, office: Office, clock: Clock, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_days_work(office)
    clock.set(11, 20, day=AFTER_SUMMER)
    report = opens()
    model = report.screen.model
    model.making.connect(lambda page, _of: page == 1 and report.press("Esc"))
    whole = ReportModel._page_drawn

    def slowly(self: ReportModel, page: int, pages: int | None) -> None:
        whole(self, page, pages)
        if page == 1:
            assert self._stop.wait(5)

    monkeypatch.setattr(ReportModel, "_page_drawn", slowly)
    report.press("Ctrl+S")
    with report.qtbot.waitSignal(model.stopped, timeout=30_000):
        report.press("Space")
    assert not list(out.glob("*")) if out.exists() else True
    assert report.screen.pane.note.words.text() == "تهیهٔ گزارش متوقف شد؛ چیزی نوشته نشد."


def test_who_cannot_sign_is_told_why_and_the_signing_sleeps(opens: Opens, office: Office, clock: Clock) -> None:
    clock.set(11, 20, day=AFTER_SUMMER)
    office.keys.sk = None
    report = opens()
    assert not report.is_awake("بازبینی و امضا")
    assert (Level.STOP, "تنها دارندهٔ کلید امضا می‌تواند امضا کند؛ با نام کاربری او وارد شوید.") in report.findings


def test_what_another_screen_saves_is_counted_here_at_once(opens: Opens, office: Office) -> None:
    report = opens()
    assert report.figures["مراجعه"] == "۰"
    registered(office, 1)
    report.qtbot.waitUntil(lambda: report.figures["مراجعه"] == "۱", timeout=10_000)


def test_the_chart_is_read_out_day_by_day(opens: Opens, office: Office) -> None:
    a_days_work(office)
    described = opens().screen.charts.days.accessibleDescription()
    assert "۲۲ شهریور: مراجعه ۳" in described
    assert jalali(1405, 6, 22) == MEETING_DAY


# other days than a quarter's


def test_a_month_is_shown_and_only_as_a_draft(opens: Opens, office: Office, out: Path) -> None:
    registered(office)
    report = opens()
    report.press("Ctrl+N").type("روزهای دیگر", "شهریور").press_and_wait("Enter")
    assert report.quarter == "شهریور ۱۴۰۵"
    assert report.figures["مراجعه"] == "۱"
    assert "تنها گزارش فصل امضا می‌شود" in report.screen.pane.note.words.text()
    assert not report.screen.pane.sign.isEnabled()
    report.press_and_wait("Ctrl+S")
    assert {path.name for path in out.iterdir()} == {f"didar-102168-1405-06-draft.{kind}" for kind in ("pdf", "xlsx")}


def test_the_arrows_go_from_month_to_month_and_nothing_typed_brings_the_quarter_back(opens: Opens) -> None:
    report = opens()
    report.press("Ctrl+N").type("روزهای دیگر", "1405/05").press_and_wait("Enter")
    assert report.press_and_wait("Ctrl+PgUp").quarter == "تیر ۱۴۰۵"
    report.press("Ctrl+N").press_and_wait("Enter")
    assert report.quarter == "تابستان ۱۴۰۵"


def test_days_that_are_none_are_said_at_their_field_and_escape_leaves_it(opens: Opens) -> None:
    report = opens()
    report.press("Ctrl+N").type("روزهای دیگر", "1405/13").press("Enter")
    assert "ماه را مانند" in report.screen.other.refused
    assert report.quarter == "تابستان ۱۴۰۵"
    report.press("Escape")
    assert report.screen.other.isHidden()


def test_the_page_for_the_public_is_one_button(opens: Opens, office: Office, out: Path) -> None:
    registered(office)
    report = opens()
    report.go_to("برگهٔ همگانی").press_and_wait("Space")
    assert [path.name for path in out.iterdir()] == ["didar-102168-1405-2-public.pdf"]
    assert "برگهٔ همگانی ذخیره شد" in report.screen.pane.note.words.text()


# what was announced


def test_the_missing_announcement_leads_to_where_it_is_noted(opens: Opens, office: Office) -> None:
    report = opens()
    report.go_to_finding("اعلام برنامهٔ دیدارها سند ندارد").press_and_wait("Enter")
    report.type("تاریخ", "1405/06/20").type("رسانه", "کانال ایتای شهرداری").type(
        "نشانی یا شمارهٔ آگهی", "eitaa.com/x/17"
    )
    report.press_and_wait("Enter")
    (told,) = announcements.of_span(office, SUMMER).announced
    assert (told.medium, told.evidence) == ("کانال ایتای شهرداری", "eitaa.com/x/17")
    assert any("در ۱ رسانه اعلام شده است" in said for _level, said in report.findings)


def test_an_announcement_without_a_medium_is_refused_at_its_field(opens: Opens, office: Office) -> None:
    report = opens()
    report.go_to_finding("اعلام برنامهٔ دیدارها سند ندارد").press_and_wait("Enter")
    report.type("تاریخ", "1405/06/20").type("نشانی یا شمارهٔ آگهی", "x").press_and_wait("Enter")
    assert "بنویسید کجا اعلام شد" in report.field("رسانه").refused
    assert report.field("نشانی یا شمارهٔ آگهی").text() == "x"


def test_hours_at_samad_are_noted_and_taken_back(opens: Opens, office: Office) -> None:
    report = opens()
    report.go_to_finding("اعلام برنامهٔ دیدارها سند ندارد").press_and_wait("Enter")
    report.press("Shift+Tab", "Left", "Left", "Space")
    report.type("تاریخ", "1405/06/20").type("از", "10").type("تا", "11:30").type("تماس‌های پاسخ‌داده‌شده", "14")
    report.press_and_wait("Enter")
    (hours,) = announcements.of_span(office, SUMMER).samad
    assert (f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}", hours.calls) == ("10:00", "11:30", 14)
    report.go_to("اعلام‌شده").press("Home").press_and_wait("Delete")
    assert announcements.of_span(office, SUMMER).samad == ()


def test_a_receipt_that_came_is_told_beside_what_was_signed(opens, office, worker, clock, out: Path) -> None:
    clock.set(9, day=AFTER_SUMMER)
    out.mkdir()
    made = making.make(office, Quarter(1405, 1), out)
    (verdict,) = verify.verify_files([made.pdf])
    assert verdict.facts
    filed = receipts.file(office, others.receipt(data_digest=verdict.facts.data_digest))
    screen = opens()
    screen.press_and_wait("Ctrl+PgUp")
    said = screen.screen.pane.receipt.words.text()
    assert "رسید دریافت شد" in said
    assert others.NAME in said
    assert "هنوز تأیید نشده" in said
    senders.confirm(office, others.CODE, filed.fingerprint, "تلفن")
    screen.screen.refresh()
    screen.wait()
    assert "هنوز تأیید نشده" not in screen.screen.pane.receipt.words.text()
