"""Closing the day: what is missing is asked for, the trail's head is anchored, and a change afterwards has a reason."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import text

from app import closing, issues, meetings, pauses, queue, referrals, rulings, visits
from app.closing import Minutes
from app.domain import anchor
from app.domain.codes import PresidedBy
from app.domain.errors import Refused
from app.office import Office
from app.queue import QueueRow
from app.reasons import because
from app.register.load import load
from app.security import audit
from db.models import Booking
from tests.conftest import MEETING_DAY, Clock
from tests.make import issue, registered, visit

WHY = "نشانی نادرست نوشته شده بود"


def entries(office: Office) -> list[tuple[int, str, str]]:
    with office.connection() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT seq, act, kind FROM audit_entry ORDER BY seq"))]


def seen(office: Office, number: int = 1, **given: object) -> QueueRow:
    """A visitor who was received, with a ruling."""
    row = registered(office, number, **given)
    queue.admit(office, row.visit_id)
    rulings.give(office, row.issue_ids[0], "بررسی و اقدام شود", unit="فنی و عمرانی")
    return queue.finish(office, row.visit_id)


@pytest.fixture
def closed(office: Office, clock: Clock) -> QueueRow:
    """A day that was closed at half past twelve; the visitor whom the head received."""
    meetings.head_came(office)
    row = seen(office)
    clock.set(12, 30)
    meetings.head_left(office)
    closing.close(office, MEETING_DAY)
    return row


def test_what_is_missing_is_named(office: Office, clock: Clock) -> None:
    meetings.head_came(office)
    unruled, waits = registered(office, 1), registered(office, 2)
    queue.admit(office, unruled.visit_id)
    queue.finish(office, unruled.visit_id)
    found = closing.missing(office, MEETING_DAY)
    assert [row.number for row in found.unruled] == [1]
    assert [row.visit_id for row in found.waiting] == [waits.visit_id]
    assert found.hours
    assert not found.nothing


def test_a_day_that_lacks_nothing(office: Office, clock: Clock) -> None:
    meetings.head_came(office)
    seen(office)
    clock.set(12)
    meetings.head_left(office)
    assert closing.missing(office, MEETING_DAY).nothing


def test_who_was_booked_and_has_not_come_is_named(office: Office) -> None:
    with office.work("bookings.book", closing.Right.REGISTER) as work:
        for first in ("نرگس", "کاظم"):
            booked = {"date": MEETING_DAY, "first_name": first, "last_name": "سواری", "first": False, "companions": 0}
            row = work.insert(Booking, **booked, booked_at=office.now())
    registered(office, 1, booking_id=row["id"])
    assert closing.missing(office, MEETING_DAY).absent == ("نرگس سواری",)


def test_a_day_is_not_closed_while_somebody_waits(office: Office) -> None:
    registered(office)
    with pytest.raises(Refused, match="۱ نفر") as refused:
        closing.close(office, MEETING_DAY)
    assert refused.value.field == "waiting"


def test_what_was_written_down_at_the_end_stands_before_the_closing(office: Office) -> None:
    seen(office)
    noted = closing.note(office, MEETING_DAY, Minutes("علی رضایی\n\n  مینا کریمی ", "فوراً آب وصل شود", "8:10", "۱۲:۰۵"))
    assert noted.sat_in == ("علی رضایی", "مینا کریمی")
    assert (noted.day.head_from, noted.day.head_to) == (dt.time(8, 10), dt.time(12, 5))
    done = closing.close(office, MEETING_DAY)
    assert done.telephone_orders == ("فوراً آب وصل شود",)
    (*_, last, own) = entries(office)
    assert last[1:] == ("closing.note", "meeting")
    assert own[1:] == ("closing.close", "meeting")
    assert done.anchor
    assert done.anchor.seq == last[0]


def test_writing_the_same_again_writes_nothing(office: Office) -> None:
    closing.note(office, MEETING_DAY, Minutes("علی رضایی"))
    before = entries(office)
    closing.note(office, MEETING_DAY, Minutes("علی رضایی"))
    assert entries(office) == before


@pytest.mark.parametrize(("come", "gone"), [("", "11:00"), ("10:00", "9:00")])
def test_the_head_does_not_leave_before_coming(office: Office, come: str, gone: str) -> None:
    with pytest.raises(Refused) as refused:
        closing.note(office, MEETING_DAY, Minutes(head_from=come, head_to=gone))
    assert refused.value.field == "head_to"


def test_the_numbers_of_the_morning(office: Office, clock: Clock) -> None:
    meetings.head_came(office)
    first = seen(office, 1)
    rulings.give(office, first.issue_ids[0], "ظرف ده روز", unit="درآمد", due=MEETING_DAY + dt.timedelta(days=10))
    queue.leave(office, registered(office, 2).visit_id)
    meetings.head_left(office)
    seen(office, 3)
    numbers = closing.of_day(office, MEETING_DAY).numbers
    assert (numbers.registered, numbers.seen, numbers.left, numbers.deputy) == (3, 1, 1, 1)
    assert (numbers.ruled, numbers.referred, numbers.promised) == (1, 1, 1)


def test_the_anchor_is_the_entry_before_the_closings_own(office: Office, closed: QueueRow) -> None:
    with office.connection() as connection:
        head = connection.execute(text("SELECT seq, prev FROM audit_entry WHERE act = 'closing.close'")).one()
    done = closing.of_day(office, MEETING_DAY)
    assert done.anchor
    assert (done.anchor.seq, done.anchor.head) == (head[0] - 1, head[1])
    assert done.anchor.text == f"didar-day:1:102168:1405-06-22:{office.epoch}:{done.anchor.seq}:{done.anchor.head}"
    assert done.anchor.words == anchor.words(done.anchor.head)
    assert done.anchor.holds


def test_a_trail_that_was_written_anew_does_not_hold_the_paper(office: Office, closed: QueueRow) -> None:
    with office.connection() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.execute(text("UPDATE audit_entry SET hash = 'x' WHERE act = 'meetings.head_left'"))
        connection.commit()
    shown = closing.of_day(office, MEETING_DAY).anchor
    assert shown is not None
    assert not shown.holds


def test_an_open_day_has_no_anchor(office: Office) -> None:
    registered(office)
    assert closing.of_day(office, MEETING_DAY).anchor is None


def test_a_closed_day_is_not_closed_again(office: Office, closed: QueueRow) -> None:
    with pytest.raises(Refused, match="بسته شده"):
        closing.close(office, MEETING_DAY)


def test_a_closing_is_taken_back_while_nothing_was_amended(office: Office, closed: QueueRow) -> None:
    assert closing.reopen(office, MEETING_DAY).closed_at is None
    visits.set_presided_by(office, closed.visit_id, PresidedBy.DEPUTY)
    assert closing.close(office, MEETING_DAY).amendments == ()


def test_an_amended_day_stays_closed(office: Office, closed: QueueRow) -> None:
    visits.set_presided_by(office, closed.visit_id, PresidedBy.DEPUTY, WHY)
    with pytest.raises(Refused):
        closing.reopen(office, MEETING_DAY)


def test_yesterdays_forgotten_day_is_said(office: Office, clock: Clock) -> None:
    seen(office)
    assert closing.forgotten(office) is None
    clock.set(8, day=MEETING_DAY + dt.timedelta(days=1))
    assert closing.forgotten(office) == MEETING_DAY
    closing.close(office, MEETING_DAY)
    assert closing.forgotten(office) is None


def test_a_day_long_past_is_not_nagged_about(office: Office, clock: Clock) -> None:
    seen(office)
    clock.set(8, day=MEETING_DAY + dt.timedelta(days=30))
    assert closing.forgotten(office) is None


def test_who_sat_in_before_is_offered(office: Office, clock: Clock) -> None:
    closing.note(office, MEETING_DAY, Minutes("علی رضایی\nمینا کریمی"))
    clock.set(9, day=MEETING_DAY + dt.timedelta(days=7))
    assert closing.of_day(office, office.today()).usual == ("علی رضایی", "مینا کریمی")


# what is changed afterwards -----------------------------------------------------------------------------------------

CHANGES = {
    "visits.correct": lambda office, row: visits.correct(office, row.visit_id, visit(arrived="9:00")),
    "visits.set_presided_by": lambda office, row: visits.set_presided_by(office, row.visit_id, PresidedBy.DEPUTY),
    "visits.register": lambda office, _row: registered(office, 9),
    "queue.step_back": lambda office, row: queue.step_back(office, row.visit_id),
    "rulings.take_back": lambda office, row: rulings.take_back(office, row.issue_ids[0]),
    "meetings.give_reason": lambda office, _row: meetings.give_reason(office, MEETING_DAY, "مأموریت"),
    "meetings.head_came": lambda office, _row: meetings.head_came(office),
    "closing.note": lambda office, _row: closing.note(office, MEETING_DAY, Minutes("علی رضایی")),
}


@pytest.mark.parametrize("act", CHANGES)
def test_a_change_of_a_closed_day_asks_for_its_reason_and_is_kept_with_it(
    office: Office, closed: QueueRow, act: str
) -> None:
    before = entries(office)
    with pytest.raises(Refused) as refused:
        CHANGES[act](office, closed)
    assert refused.value.field == "amendment"
    assert "۲۲ شهریور" in refused.value.reason
    assert entries(office) == before
    because(WHY, lambda: CHANGES[act](office, closed))
    (amendment,) = closing.of_day(office, MEETING_DAY).amendments
    assert (amendment.act, amendment.reason, amendment.by) == (act, WHY, "زهرا موسوی")
    assert (amendment.number is None) == act.startswith(("meetings", "closing"))
    with office.connection() as connection:
        audit.check(connection)
        assert audit.earlier_values(connection, "amendment", 1)[0][1]["reason"] == WHY


def test_the_reason_that_a_correction_was_given_with_is_the_amendments(office: Office, closed: QueueRow) -> None:
    visits.correct(office, closed.visit_id, visit(arrived="9:00"), WHY)
    assert [row.reason for row in closing.of_day(office, MEETING_DAY).amendments] == [WHY]


def test_an_empty_reason_is_none(office: Office, closed: QueueRow) -> None:
    with pytest.raises(Refused) as refused:
        because("  ", lambda: queue.step_back(office, closed.visit_id))
    assert refused.value.field == "amendment"


def test_a_late_entry_is_not_taken_for_an_amendment(office: Office, closed: QueueRow) -> None:
    late = seen(office, 5, arrived="9:10", late_entry=True)
    visits.correct(office, late.visit_id, visit(5, arrived="9:20", late_entry=True))
    done = closing.of_day(office, MEETING_DAY)
    assert done.amendments == ()
    assert done.numbers.late == 1


def test_a_ruling_that_is_keyed_in_later_is_the_issues_own_way_on(office: Office, closed: QueueRow) -> None:
    rulings.give(office, closed.issue_ids[0], "بازدید شود", unit="درآمد", due=MEETING_DAY + dt.timedelta(days=3))
    rulings.take_back(office, closed.issue_ids[0])  # it did not stand on the list
    assert closing.of_day(office, MEETING_DAY).amendments == ()


def test_a_due_date_that_is_moved_later_with_its_reason_is_the_issues_own_way_on(
    office: Office, clock: Clock, closed: QueueRow
) -> None:
    (given,) = referrals.of_issue(office, closed.issue_ids[0])
    later = MEETING_DAY + dt.timedelta(days=20)
    move = referrals.move_due(office, given.id, later, "واحد مهلت خواست")
    referrals.take_back_move_due(office, move)
    referrals.move_due(office, given.id, later, "واحد مهلت خواست")
    pauses.pause(office, closed.issue_ids[0], "سند مالکیت")
    clock.set(9, day=MEETING_DAY + dt.timedelta(days=3))
    assert pauses.resume(office, closed.issue_ids[0]).moved == 1
    referrals.refer_again(office, given.id, "حقوقی")
    assert closing.of_day(office, MEETING_DAY).amendments == ()


def test_one_more_matter_of_a_visitor_is_an_amendment(office: Office, closed: QueueRow) -> None:
    more = visit(issues=(issue(), issue(subject="عوارض نوسازی")), arrived="9:42")
    visits.correct(office, closed.visit_id, more, WHY)
    assert len(closing.of_day(office, MEETING_DAY).amendments) == 1


def test_what_the_list_does_not_say_is_changed_without_a_reason(office: Office, closed: QueueRow) -> None:
    visits.correct(office, closed.visit_id, visit(issues=(issue(description="کوچه آسفالت نیست."),), arrived="9:42"))
    assert closing.of_day(office, MEETING_DAY).amendments == ()


def test_another_day_is_not_held_up(office: Office, clock: Clock, closed: QueueRow) -> None:
    clock.set(9, day=MEETING_DAY + dt.timedelta(days=7))
    seen(office, 2)
    assert closing.of_day(office, MEETING_DAY).amendments == ()


def test_the_words_of_a_hash_stay_the_same_for_ever() -> None:
    """A paper that was printed today is compared in years."""
    assert anchor.words("0" * 64) == ("آبرنگ",) * 6
    assert len(set(anchor._listed())) == anchor.LISTED == 2048
    assert hashlib.sha256("\n".join(anchor._listed()).encode()).hexdigest()[:16] == "864af944f032b4f4"


def test_a_register_that_adds_to_a_closed_day_amends_it(office: Office, closed: QueueRow, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    head = "kind,date,arrived,presided_by,first_name,last_name,no_id_reason,type,subject,status"
    path.write_text(f"{head}\nweekly,1405/06/22,9:00,head,نرگس,سواری,همراه نداشت,request,آب,open\n", "utf-8")
    load(office, path)
    (amendment,) = closing.of_day(office, MEETING_DAY).amendments
    assert (amendment.act, amendment.name) == ("register.load", "نرگس سواری")
    assert "register.csv" in amendment.reason


def test_the_head_writes_down_a_matter_for_his_eyes_after_the_day_was_closed(office: Office) -> None:
    row = registered(office, issues=(issue(subject="محرمانه", head_only=True),))
    queue.leave(office, row.visit_id)
    closing.close(office, MEETING_DAY)
    issues.write_confidential(office, row.issue_ids[0], "موضوع محرمانه", "شرح")
    assert closing.of_day(office, MEETING_DAY).amendments == ()
