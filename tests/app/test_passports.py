"""A passport or a card is renewed: who comes with another number is the same, and is found by each that he gave."""

import pytest

from app import arrivals, search, turns, visitors, visits
from app.domain.persian.calendar import jalali
from app.merging import merge
from app.office import Office
from tests.conftest import Clock
from tests.make import person, registered, visit

OLD, NEW = "P0123456", "P9876543"


def given(document: str, **more: str) -> dict[str, str]:
    return {"national_id": "", "document": document, **more}


def found(office: Office, typed: str) -> list[tuple[int, str | None]]:
    return [(hit.id, hit.document) for hit in search.find(office, typed).hits]


@pytest.fixture
def renewed(office: Office, clock: Clock) -> int:
    """The id of somebody who came with one passport, and a week later, taken from the box, with another."""
    first = registered(office, 1, particulars=given(OLD))
    clock.set(9, day=jalali(1405, 6, 29))
    again = registered(office, 1, particulars=given(NEW), visitor_id=first.visitor_id)
    assert again.visitor_id == first.visitor_id
    return first.visitor_id


def test_a_person_is_found_by_each_number_and_shown_with_the_newest(office: Office, renewed: int) -> None:
    assert found(office, OLD) == found(office, NEW) == found(office, "p-۰۱۲۳") == [(renewed, NEW)]
    for number in (OLD, NEW):
        known = visitors.known(office, document=number)
        assert known is not None
        assert (known.id, known.document) == (renewed, NEW)
    assert visitors.known(office, document="P1111111") is None


def test_who_shows_the_old_one_again_is_known_by_it_and_the_newest_stays(
    office: Office, clock: Clock, renewed: int
) -> None:
    clock.set(9, day=jalali(1405, 7, 5))
    row = registered(office, 1, particulars=given(OLD, mobile="09161112233"))
    assert row.visitor_id == renewed
    assert found(office, OLD) == found(office, NEW) == found(office, "09161112233") == [(renewed, NEW)]
    assert visits.written(office, row.visit_id).new.particulars["document"] == OLD


def test_what_is_changed_otherwise_leaves_the_old_number_findable(office: Office, clock: Clock, renewed: int) -> None:
    clock.set(9, day=jalali(1405, 7, 5))
    registered(office, 1, particulars={**given(NEW), "last_name": "کعب‌عمیر"})
    assert found(office, OLD) == [(renewed, NEW)]


def test_a_slip_that_was_corrected_is_no_number_of_anybody(office: Office) -> None:
    row = registered(office, 1, particulars=given("P0123465"))
    mended = visit(1, particulars=given(OLD), visitor_id=row.visitor_id, arrived="9:42")
    visits.correct(office, row.visit_id, mended)
    assert found(office, OLD) == [(row.visitor_id, OLD)]
    assert found(office, "P0123465") == []
    assert visitors.known(office, document="P0123465") is None


def test_an_earlier_visits_slip_that_is_corrected_leaves_the_newest_number(office: Office, renewed: int) -> None:
    first = min(row.visit_id for row in _visits(office, renewed))
    mended = visit(1, particulars=given("P0000001"), visitor_id=renewed, arrived="9:42")
    visits.correct(office, first, mended)
    assert found(office, "P0000001") == [(renewed, NEW)]
    assert found(office, OLD) == []


def _visits(office: Office, visitor_id: int) -> list[visits.Written]:
    return [one for one in (visits.written(office, id_) for id_ in (1, 2)) if one.visitor_id == visitor_id]


def test_a_record_that_went_into_another_brings_its_numbers_along(office: Office, clock: Clock) -> None:
    one = registered(office, 1, particulars=given(OLD))
    clock.set(9, day=jalali(1405, 6, 29))
    other = registered(office, 1, particulars=given(NEW))
    assert one.visitor_id != other.visitor_id
    merge(office, one.visitor_id, other.visitor_id)
    clock.set(9, day=jalali(1405, 7, 5))
    assert registered(office, 1, particulars=given(OLD)).visitor_id == other.visitor_id
    assert found(office, OLD) == found(office, NEW) == [(other.visitor_id, NEW)]


def test_who_is_carried_to_the_next_meeting_arrives_with_the_passport(office: Office, clock: Clock) -> None:
    row = registered(office, 1, particulars=given(OLD))
    (carried,) = turns.carry(office, (row.visit_id,)).rows
    clock.set(9, day=jalali(1405, 6, 29))
    new = arrivals.arriving(office, carried.carried_to or 0)
    assert new.particulars["document"] == OLD
    assert visits.register(office, new).visitor_id == row.visitor_id


def test_the_newest_number_is_the_persons_though_another_id_is_there_too(office: Office, clock: Clock) -> None:
    row = registered(office, 1, particulars=given(OLD))
    with_id = {**person(1), "foreign_id": "101234567890", "national_id": ""}
    visits.correct(office, row.visit_id, visit(arrived="9:42", particulars=with_id, visitor_id=row.visitor_id))
    assert found(office, OLD) == found(office, "101234567890") == [(row.visitor_id, OLD)]
