"""Before signing: what stops the report, what had better be completed, and how long people waited."""

import datetime as dt
from pathlib import Path

import pytest

from app import announcements, meetings, notices, outcomes, preset_taking, queue, report_receiver
from app.domain import texts
from app.domain.codes import About, Kind, Status, Way
from app.domain.persian.calendar import Quarter, jalali
from app.domain.persian.text import plain
from app.office import Office
from app.report import answers, behind, certificates, figures, make, preflight
from app.report.preflight import Level
from app.report_receiver import Receiver
from tests.app.report import envelopes
from tests.conftest import MEETING_DAY, Clock
from tests.make import issue, registered
from tests.presets import Lays, lay

__all__ = ["lay"]

SUMMER = Quarter(1405, 2)


def said(office: Office, level: Level) -> list[str]:
    return [finding.code for finding in preflight.of_span(office, SUMMER).at(level)]


def test_a_day_without_a_reason_is_named_and_stops_nothing(office: Office) -> None:
    found = preflight.of_span(office, SUMMER)
    assert found.stop is None
    assert [finding.day for finding in found.at(Level.BETTER)][:2] == [jalali(1405, 4, 7), jalali(1405, 4, 14)]


def test_a_reason_takes_its_day_off_the_list(office: Office) -> None:
    before = said(office, Level.BETTER).count("reason")
    meetings.give_reason(office, jalali(1405, 4, 7), "مأموریت")
    assert said(office, Level.BETTER).count("reason") == before - 1


def test_totals_that_do_not_add_up_stop_the_signing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    registered(office, 1)
    whole = make.data.build

    def one_too_many(*given: object) -> object:
        report, counted = whole(*given)  # type: ignore[arg-type]
        report["totals"]["visits"] += 1
        return report, counted

    monkeypatch.setattr(preflight.data, "build", one_too_many)
    found = preflight.of_span(office, SUMMER)
    assert found.stop is not None
    assert found.stop.code == "totals"


def test_who_does_not_hold_the_signing_key_is_told_so_before_signing(office: Office) -> None:
    office.keys.sk = None
    found = preflight.of_span(office, SUMMER)
    assert found.stop is not None
    assert found.stop.code == "key"


@pytest.fixture
def receiver(office: Office) -> Receiver:
    return report_receiver.choose(office, *envelopes.chosen(), own_copy=True)


def receivers(office: Office) -> list[tuple[Level, str]]:
    found = preflight.of_span(office, SUMMER).findings
    return [(one.level, one.said) for one in found if one.code == "receiver"]


def test_of_no_receiver_nothing_is_said_before_signing(office: Office) -> None:
    assert receivers(office) == []


def test_a_receiver_that_the_preset_has_locked_and_nobody_has_taken_is_told_before_signing(
    office: Office, lay: Lays, tmp_path: Path
) -> None:
    (tmp_path / "inspection.pem").write_bytes(envelopes.chosen()[0])
    lay("receiver_certificate = inspection.pem\nlock = receiver_certificate")
    assert receivers(office) == [(Level.BETTER, "گیرنده‌ای که واحد فناوری اطلاعات تعیین کرده است هنوز پذیرفته نشده است")]
    preset_taking.take(office, preset_taking.waiting(office))
    assert [level for level, _said in receivers(office)] == [Level.GOOD]


def test_a_receivers_certificate_that_ends_within_thirty_days_had_better_be_renewed_and_an_ended_one_stops(
    office: Office, receiver: Receiver, clock: Clock
) -> None:
    texts.speak("en")
    assert receivers(office) == [(Level.GOOD, "The receiver can open the report")]
    clock.set(9, day=receiver.ends - dt.timedelta(31))
    assert [level for level, _said in receivers(office)] == [Level.GOOD]
    clock.set(9, day=receiver.ends - dt.timedelta(30))
    assert receivers(office) == [(Level.BETTER, "The receiver's certificate ends in 30 days")]
    clock.set(9, day=receiver.ends + dt.timedelta(1))
    assert [level for level, _said in receivers(office)] == [Level.STOP]


def test_a_receivers_key_that_was_changed_is_said_until_a_report_was_signed_for_it(
    office: Office, receiver: Receiver, clock: Clock, tmp_path: Path
) -> None:
    texts.speak("en")
    _private, other = envelopes.on_a_curve()
    heard = certificates.fingerprint(other)[-8:]
    report_receiver.choose(office, other.public_bytes(envelopes.PEM), heard, own_copy=True)
    assert [level for level, _said in receivers(office)] == [Level.BETTER]
    registered(office, 1)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    make.make(office, SUMMER, tmp_path)
    assert [level for level, _said in receivers(office)] == [Level.GOOD]


def test_a_seen_visitor_without_a_ruling_and_an_untold_result_lead_to_their_rows(office: Office, clock: Clock) -> None:
    row = registered(office, 1)
    queue.call(office, row.visit_id)
    queue.admit(office, row.visit_id)
    issue = figures.count(office, SUMMER).counted()[0].issue_id
    outcomes.record(office, issue, Status.RESOLVED, "آسفالت شد")
    findings = {finding.code: finding for finding in preflight.of_span(office, SUMMER).at(Level.BETTER)}
    assert findings["ruling"].issues == (issue,)
    assert findings["notice"].issues == (issue,)


def test_letters_that_will_not_print_are_named_and_lead_to_their_rows(office: Office) -> None:
    registered(office, 1)
    registered(office, 2, issues=(issue(description="نامهٔ شرکت 漢字 ضمیمه است"),))
    found = [finding for finding in preflight.of_span(office, SUMMER).at(Level.BETTER) if finding.code == "letters"]
    assert [plain(finding.detail) for finding in found] == ["漢 (U+6F22)، 字 (U+5B57)"]
    assert found[0].issues == (figures.count(office, SUMMER).counted()[1].issue_id,)


def test_of_letters_that_print_nothing_is_said(office: Office) -> None:
    registered(office, 1, particulars={"address": "کوچهٔ ۵، Əliyev، ڕێگای نوێ"})
    assert "letters" not in said(office, Level.BETTER)


def test_an_announcement_that_nobody_can_look_up_is_named(office: Office) -> None:
    """The report says of each whether there is evidence; it had better say where."""
    announcements.announce(office, About.MEETINGS, MEETING_DAY, "تارنمای شهرداری", "nakhlestan.ir/17")
    announcements.announce(office, About.SAMAD, MEETING_DAY, "کانال ایتا")
    found = [one for one in preflight.of_span(office, SUMMER).findings if one.code == "announcement"]
    assert [(one.level, plain(one.said), one.detail) for one in found] == [
        (Level.GOOD, "برنامهٔ دیدارها در ۱ رسانه اعلام شده است", ""),
        (Level.BETTER, "۱ اعلان مستند انتشار ندارد", "کانال ایتا"),
    ]


def test_an_untouched_trail_is_confirmed(office: Office) -> None:
    assert preflight.audit_trail(office).level is Level.GOOD


def test_a_signed_quarter_is_known_as_signed_and_as_changed_since(office: Office, clock: Clock, tmp_path: Path) -> None:
    registered(office, 1)
    assert preflight.of_span(office, SUMMER).signed is None
    clock.set(11, 20, day=jalali(1405, 7, 4))
    make.make(office, SUMMER, tmp_path / "out")
    signed = preflight.of_span(office, SUMMER).signed
    assert signed is not None
    assert (signed.number, signed.differs) == (0, False)
    assert signed.at == clock.at
    meetings.give_reason(office, jalali(1405, 4, 7), "مأموریت")
    changed = preflight.of_span(office, SUMMER).signed
    assert changed is not None
    assert changed.differs


def test_each_figure_shows_as_many_rows_as_it_says(office: Office) -> None:
    seen = registered(office, 1)
    queue.call(office, seen.visit_id)
    queue.admit(office, seen.visit_id)
    registered(office, 2, issues=({"type": "request", "subject": "آب"}, {"type": "complaint", "subject": "برق"}))
    registered(office, 3, kind=Kind.DAILY)
    summer = figures.count(office, SUMMER)
    totals = summer.totals
    for figure in ("visits", "seen", "visitors", "issues", "notified"):
        assert len(behind.rows(summer, figure)) == getattr(totals, figure), figure
    for code, count in totals.by_type.items():
        assert len(behind.rows(summer, f"type.{code}")) == count
    for code, count in totals.by_status.items():
        assert len(behind.rows(summer, f"status.{code}")) == count
    for code, count in summer.excluded.items():
        assert len(behind.rows(summer, code)) == count
    assert len(behind.rows(summer, "unseen")) == totals.visits - totals.seen


def test_the_days_to_an_answer_are_the_median_of_the_visits_month(office: Office, clock: Clock) -> None:
    days = []
    for number, later in enumerate((3, 5, 10), 1):
        clock.set(9, number, day=MEETING_DAY)
        registered(office, number)
        issue = figures.count(office, SUMMER).counted()[-1].issue_id
        clock.set(9, 30, day=MEETING_DAY + dt.timedelta(days=later))
        outcomes.record(office, issue, Status.RESOLVED, "انجام شد")
        notices.record(office, issue, Way.CALL, office.today())
        days.append(later)
    months = answers.by_month(figures.count(office, SUMMER))
    assert [(month.month, month.days, month.told) for month in months] == [(4, None, 0), (5, None, 0), (6, 5, 3)]
