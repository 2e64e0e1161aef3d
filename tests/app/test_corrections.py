"""A correction leaves the earlier value findable: who changed what, when and why, also of what was taken back."""

from app import corrections, notices, outcomes, queue, rulings, visits
from app.domain.codes import Kind, PresidedBy, QueueState, Role, Status, Way
from app.office import Office, SignedIn
from app.security import audit, backup
from tests.conftest import MEETING_DAY, Clock
from tests.make import issue, registered, visit


def told(office: Office, visit_id: int) -> list[tuple[str, str | None, str | None]]:
    return [(one.field, one.before, one.after) for one in corrections.of_visit(office, visit_id)]


def test_what_was_corrected_is_told_with_by_whom_when_and_why(office: Office, clock: Clock) -> None:
    row = registered(office)
    assert corrections.of_visit(office, row.visit_id) == []
    clock.set(10, 30)
    changed = visit(particulars={"last_name": "کعب‌عمیر", "address": ""}, arrived="9:30", issues=(issue(type="thanks"),))
    visits.correct(office, row.visit_id, changed, reason="در شناسنامه چنین است")
    said = {one.field: one for one in corrections.of_visit(office, row.visit_id)}
    assert {name: (one.before, one.after) for name, one in said.items()} == {
        "نام خانوادگی": ("کعبی", "کعب‌عمیر"),
        "نشانی": ("خیابان نرگس، پلاک ۱۷", None),
        "ساعت ورود": ("09:42", "09:30"),
        "نوع": ("درخواست", "تقدیر"),
    }
    one = said["نام خانوادگی"]
    assert (one.by, one.reason, one.issue) == ("زهرا موسوی", "در شناسنامه چنین است", None)
    assert (one.at.hour, one.at.minute, one.at.date()) == (10, 30, MEETING_DAY)
    assert said["نوع"].issue == 1


def test_who_was_taken_for_a_daily_contact_by_mistake_waits_in_the_queue_once_that_is_corrected(office: Office) -> None:
    registered(office, 1)
    row = registered(office, 2, kind=Kind.DAILY)
    mended = visits.correct(office, row.visit_id, visit(2, arrived="9:42"))
    assert (mended.kind, mended.number, mended.state) == (Kind.WEEKLY, 2, QueueState.WAITING)
    assert mended.uncounted is None
    assert queue.admit(office, row.visit_id, "با هماهنگی رئیس دستگاه").state is QueueState.IN_ROOM


def test_who_is_no_weekly_visitor_after_all_waits_no_more_and_waits_again_when_that_is_undone(office: Office) -> None:
    row = registered(office)
    queue.call_next(office)
    as_daily = visits.correct(office, row.visit_id, visit(arrived="9:42", kind=Kind.DAILY))
    assert (as_daily.state, as_daily.number) == (QueueState.SEEN, None)
    back = visits.correct(office, row.visit_id, visit(arrived="9:42"))
    assert (back.state, back.number) == (QueueState.CALLED, 1)


def test_a_contact_of_an_earlier_day_becomes_a_visit_of_that_days_meeting(office: Office, clock: Clock) -> None:
    row = registered(office, kind=Kind.DAILY)
    clock.tick(7 * 24 * 60)
    mended = visits.correct(office, row.visit_id, visit(arrived="9:42"))
    assert (mended.number, mended.state) == (1, QueueState.SEEN)
    assert [one.visit_id for one in queue.of_day(office, MEETING_DAY)] == [row.visit_id]


def test_the_latest_correction_stands_first_and_none_is_forgotten(office: Office, clock: Clock) -> None:
    row = registered(office)
    for name in ("الف", "ب"):
        clock.tick()
        visits.correct(office, row.visit_id, visit(particulars={"first_name": name}, arrived="9:42"))
    assert told(office, row.visit_id) == [("نام", "الف", "ب"), ("نام", "مریم", "الف")]


def test_steps_in_the_queue_are_no_corrections_but_who_received_is(office: Office) -> None:
    row = registered(office)
    for step in (queue.call, queue.admit, queue.finish):
        step(office, row.visit_id)
    assert told(office, row.visit_id) == []
    visits.set_presided_by(office, row.visit_id, PresidedBy.DEPUTY, "رئیس در جلسه بود")
    visits.correct(office, row.visit_id, visit(arrived="9:42", kind=Kind.TOUR))
    assert ("برگزارکننده", "رئیس دستگاه", "جانشین") in told(office, row.visit_id)
    assert ("نوع دیدار", "دیدار هفتگی", "بازدید") in told(office, row.visit_id)


def test_rulings_outcomes_and_notices_that_were_taken_back_are_told(office: Office) -> None:
    row = registered(office)
    issue_id = row.issue_ids[0]
    rulings.give(office, issue_id, "بررسی شود", unit="فنی و عمرانی")
    outcomes.record(office, issue_id, Status.RESOLVED)
    notices.record(office, issue_id, Way.CALL, MEETING_DAY)
    for take_back in (notices.take_back, outcomes.take_back, rulings.take_back):
        take_back(office, issue_id)
    assert set(told(office, row.visit_id)) == {
        ("دستور", "بررسی شود", None),
        ("نتیجه", "رسیدگی شد", None),
        ("اطلاع‌رسانی نتیجه", "تماس تلفنی، ۲۲ شهریور", None),
    }


def test_what_only_the_head_may_know_stays_hidden_here_too(office: Office) -> None:
    row = registered(office, issues=(issue(subject="راز", head_only=True), issue()))
    visits.correct(office, row.visit_id, visit(issues=(issue(subject="راز دیگر"), issue()), arrived="9:42"))
    assert ("موضوع", "راز", "راز دیگر") in told(office, row.visit_id)
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    assert "راز" not in str(told(office, row.visit_id))


def test_looking_changes_nothing(office: Office) -> None:
    row = registered(office)
    visits.correct(office, row.visit_id, visit(particulars={"first_name": "نرگس"}, arrived="9:42"))
    with office.connection() as connection:
        before = audit.anchor(connection)
    corrections.of_visit(office, row.visit_id)
    with office.connection() as connection:
        assert audit.anchor(connection) == before
    assert backup.check(office)
