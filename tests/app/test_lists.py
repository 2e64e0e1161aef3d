"""The visitor list gathers the day as the desk has it."""

import datetime as dt

import pytest

from app import lists, queue, rulings, visits
from app.documents import visitor_list
from app.documents.visitor_list import DayList
from app.domain.codes import Kind
from app.office import Office
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
