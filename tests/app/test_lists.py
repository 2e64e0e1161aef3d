"""The visitor list gathers the day as the desk has it."""

import datetime as dt
from pathlib import Path

import pytest

from app import bookings, closing, lists, meetings, minutes, queue, rulings, visits
from app.documents import visitor_list
from app.documents.visitor_list import DayList, Phase
from app.domain.codes import Kind, Priority
from app.office import Office
from tests import make
from tests.app.documents.readers import barcodes, pdfium, poppler
from tests.conftest import MEETING_DAY, Clock
from tests.make import issue, registered


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[DayList]:
    """What was given to be drawn; it is drawn all the same."""
    given: list[DayList] = []
    true = visitor_list.draw

    def draw(data: DayList) -> bytes:
        given.append(data)
        return true(data)

    monkeypatch.setattr(visitor_list, "draw", draw)
    return given


def test_the_list_is_a_pdf_with_a_row_for_each_visit(office: Office, drawn: list[DayList]) -> None:
    for number in (1, 2, 3):
        registered(office, number)
    assert lists.visitor_list(office, MEETING_DAY).startswith(b"%PDF-")
    day = drawn[0]
    assert [row.number for row in day.rows] == [1, 2, 3]
    assert (day.agency, day.date, day.opens, day.closes) == ("شهرداری نخلستان", MEETING_DAY, dt.time(8), dt.time(12))
    row = day.rows[0]
    assert (row.name, row.father, row.subjects) == ("مریم کعبی", "جاسم", ("آسفالت معابر",))
    assert row.history is None
    assert row.state is None


def test_what_does_not_belong_to_the_meeting_is_left_out(office: Office, drawn: list[DayList]) -> None:
    registered(office, 1)
    visits.withdraw(office, registered(office, 2).visit_id)
    registered(office, 3, kind=Kind.DAILY)
    lists.visitor_list(office, MEETING_DAY)
    assert len(drawn[0].rows) == 1


def test_who_came_before_has_a_line_with_what_is_overdue(office: Office, clock: Clock, drawn: list[DayList]) -> None:
    earlier = MEETING_DAY - dt.timedelta(days=28)
    clock.set(9, day=earlier)
    first = registered(office, 1, issues=(issue(subject="روشنایی کوچه"),))
    rulings.give(office, first.issue_ids[0], "رسیدگی شود", due=earlier + dt.timedelta(days=10))
    clock.set(9, day=MEETING_DAY)
    registered(office, 1)
    lists.visitor_list(office, MEETING_DAY)
    assert drawn[0].rows[0].history == "۱ مراجعهٔ پیشین، آخرین بار ۲۵ مرداد؛ مهلت «روشنایی کوچه» ۴ شهریور بوده است"


def test_what_only_the_head_knows_is_not_on_paper(office: Office, drawn: list[DayList]) -> None:
    row = registered(office, 1, issues=(issue(subject="رازی", head_only=True),))
    rulings.give(office, row.issue_ids[0], "دستور پنهان")
    lists.visitor_list(office, MEETING_DAY)
    assert "رازی" not in str(drawn[0])
    assert "دستور پنهان" not in str(drawn[0])
    assert drawn[0].rows[0].subjects == ("محتوای این مورد تنها نزد رئیس دستگاه است.",)


def test_the_state_and_the_ruling_stand_on_a_list_that_is_printed_later(office: Office, drawn: list[DayList]) -> None:
    row = registered(office, 1)
    queue.admit(office, row.visit_id)
    rulings.give(office, row.issue_ids[0], "بازدید شود")
    lists.visitor_list(office, MEETING_DAY)
    assert drawn[0].rows[0].state == "در اتاق"
    assert drawn[0].rows[0].ruling == "بازدید شود"


def test_a_day_without_visitors_gives_an_empty_list(office: Office, drawn: list[DayList]) -> None:
    assert lists.visitor_list(office, MEETING_DAY + dt.timedelta(days=1)).startswith(b"%PDF-")
    assert drawn[0].rows == ()


# three phases -------------------------------------------------------------------------------------------------------


def test_before_the_meeting_it_says_who_is_booked_at_what_hour_and_what_was_promised(
    office: Office, clock: Clock, drawn: list[DayList]
) -> None:
    earlier = MEETING_DAY - dt.timedelta(days=28)
    clock.set(9, day=earlier)
    first = registered(office, 1, issues=(issue(subject="روشنایی کوچه"),))
    rulings.give(office, first.issue_ids[0], "رسیدگی شود", due=earlier + dt.timedelta(days=10))
    new = bookings.NewBooking(make.person(1), subject="مستمری", companions="2", visitor_id=first.visitor_id)
    bookings.book(office, new, MEETING_DAY)
    clock.set(7, day=MEETING_DAY)
    lists.visitor_list(office, MEETING_DAY)
    (day,) = drawn
    assert (day.phase, day.rows) == (Phase.BEFORE, ())
    (booked,) = day.expected
    assert (booked.number, booked.name, booked.with_whom) == (None, "مریم کعبی", "۲ همراه")
    assert booked.history
    assert "روشنایی کوچه" in booked.history


def test_who_came_is_not_among_the_booked_any_more(office: Office, drawn: list[DayList]) -> None:
    booking = bookings.book(office, bookings.NewBooking(make.person(1)), MEETING_DAY)
    registered(office, 1, booking_id=booking.booking_id)
    lists.visitor_list(office, MEETING_DAY)
    assert (drawn[0].phase, len(drawn[0].rows), drawn[0].expected) == (Phase.DURING, 1, ())


def test_after_the_meeting_it_says_what_was_ordered_to_whom_and_by_when(office: Office, drawn: list[DayList]) -> None:
    row = registered(office, 1, priority=Priority.ELDERLY, companions="3", late_entry=True, arrived="9:00")
    queue.admit(office, row.visit_id)
    due = MEETING_DAY + dt.timedelta(days=10)
    rulings.give(office, row.issue_ids[0], "بازدید شود", unit="درآمد", due=due)
    queue.finish(office, row.visit_id)
    closing.close(office, MEETING_DAY)
    lists.visitor_list(office, MEETING_DAY)
    (day,) = drawn
    assert day.phase is Phase.AFTER
    assert day.rows[0].ruling == "بازدید شود؛ درآمد؛ تا ۱ مهر"
    assert day.rows[0].state == "دیدار کرده، ساعت ۰۹:۴۲"
    assert day.rows[0].marks == ("اولویت: سالمند", "ثبت دیرهنگام")
    assert {"ثبت‌شده: ۱", "همراهان: ۳", "دیدار کرده: ۱", "مورد ارجاع‌شده: ۱", "مورد با مهلت: ۱"} <= set(day.totals)


def test_who_was_not_with_the_head_is_told_apart(office: Office, drawn: list[DayList]) -> None:
    meetings.deputy_presides(office)
    row = registered(office, 1)
    queue.admit(office, row.visit_id)
    lists.visitor_list(office, MEETING_DAY)
    assert drawn[0].rows[0].marks == ("دیدار با جانشین؛ در گزارش شمرده نمی‌شود",)
    assert "نزد جانشین (شمرده‌نشده): ۱" in drawn[0].totals


def test_a_closed_days_list_bears_the_trails_head_for_eye_and_for_scanner(office: Office, drawn: list[DayList]) -> None:
    row = registered(office, 1)
    queue.leave(office, row.visit_id)
    assert barcodes(lists.visitor_list(office, MEETING_DAY)) == []
    done = closing.close(office, MEETING_DAY)
    assert done.anchor
    pdf = lists.visitor_list(office, MEETING_DAY)
    assert barcodes(pdf) == [done.anchor.text]
    text = "\n".join(line for page in pdfium(pdf) for line in page)
    assert all(word in text for word in done.anchor.words)
    assert "فرهاد بهرامی" in text


def test_what_was_amended_stands_on_the_list_with_its_reason(office: Office, drawn: list[DayList]) -> None:
    row = registered(office, 1)
    queue.leave(office, row.visit_id)
    closing.close(office, MEETING_DAY)
    visits.correct(office, row.visit_id, make.visit(1, arrived="9:00"), "ساعت نادرست بود")
    lists.visitor_list(office, MEETING_DAY)
    assert drawn[0].amendments == ("۲۲ شهریور، ساعت ۰۹:۴۲، زهرا موسوی؛ ۱ مریم کعبی: ساعت نادرست بود",)


def test_the_minutes_say_who_sat_in_what_was_ordered_and_who_signs(office: Office) -> None:
    meetings.head_came(office)
    row = registered(office, 1, issues=(issue(), issue(subject="رازی", head_only=True)))
    queue.admit(office, row.visit_id)
    for issue_id in row.issue_ids:
        rulings.give(office, issue_id, "بازدید شود", unit="درآمد")
    queue.finish(office, row.visit_id)
    closing.note(office, MEETING_DAY, closing.Minutes("علی رضایی", "آب روستا فوراً وصل شود", "8:05", "11:50"))
    text = "\n".join(line for page in pdfium(minutes.minutes(office, MEETING_DAY)) for line in page)
    assert "پیش‌نویس" in text
    done = closing.close(office, MEETING_DAY)
    pdf = minutes.minutes(office, MEETING_DAY)
    text = "\n".join(line for page in pdfium(pdf) for line in page)
    for words in ("صورت‌جلسه", "شهرداری نخلستان", "علی رضایی", "آب روستا", "مریم کعبی", "بازدید شود", "۸:۰۵", "۱۱:۵۰"):
        assert words in text, words
    assert "رازی" not in text
    assert "پیش‌نویس" not in text
    assert done.anchor
    assert barcodes(pdf) == [done.anchor.text]
    assert minutes.minutes(office, MEETING_DAY) == pdf


def test_a_long_morning_keeps_its_rows_whole_and_its_signatures_together(office: Office, tmp_path: Path) -> None:
    for number in range(1, 61):
        queue.leave(office, registered(office, number).visit_id)
    closing.note(office, MEETING_DAY, closing.Minutes("\n".join(f"عضو {n}" for n in range(5))))
    closing.close(office, MEETING_DAY)
    pdf = minutes.minutes(office, MEETING_DAY)
    assert sum("کعبی" in line for line in poppler(pdf, tmp_path)) == 60
    assert len(barcodes(pdf)) == 1
