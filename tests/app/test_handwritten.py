"""The head who writes by hand: whose ruling still waits to be keyed in, and in which order."""

from app import handwritten, queue, rulings
from app.domain.codes import Kind
from tests.make import registered


def received(office, number, **more):
    row = registered(office, number, **more)
    queue.admit(office, row.visit_id)
    return queue.finish(office, row.visit_id)


def numbers(office):
    return [row.number for row in handwritten.to_key_in(office)]


def test_who_was_received_waits_for_a_ruling_by_turn(office):
    for number in (1, 2, 3):
        received(office, number)
    registered(office, 4)
    assert numbers(office) == [1, 2, 3]
    rulings.give(office, handwritten.to_key_in(office)[1].issue_ids[0], "بررسی شود")
    assert numbers(office) == [1, 3]


def test_a_visit_waits_until_each_of_its_matters_has_a_ruling(office):
    from tests.make import issue

    row = received(office, 1, issues=(issue(), issue(subject="آب")))
    rulings.give(office, row.issue_ids[0], "بررسی شود")
    assert numbers(office) == [1]
    rulings.give(office, row.issue_ids[1], "بررسی شود")
    assert numbers(office) == []


def test_a_ruling_that_was_taken_back_waits_again(office):
    row = received(office, 1)
    rulings.give(office, row.issue_ids[0], "بررسی شود")
    rulings.take_back(office, row.issue_ids[0])
    assert numbers(office) == [1]


def test_contacts_outside_the_meeting_are_not_on_the_pile(office):
    registered(office, 1, kind=Kind.DAILY)
    assert numbers(office) == []


def test_the_pile_of_the_last_meeting_is_keyed_in_the_next_day_and_not_for_ever(office, clock):
    from datetime import timedelta

    received(office, 1)
    clock.at += timedelta(days=1)
    assert numbers(office) == [1]
    clock.at += timedelta(days=30)
    assert numbers(office) == []
