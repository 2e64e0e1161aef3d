"""A day's list is read by its date: a store of many years must not be gone through for it."""

import pytest
from sqlalchemy import event

from app import lists, meetings, queue, whole_day
from tests import make

READS = {
    "the day": meetings.today,
    "its list": lambda office: queue.of_day(office, office.today()),
    "the next number": lambda office: queue.next_number(office, office.today()),
    "all that the desk shows of it": lambda office: whole_day.of(office, office.today()),
    "the list on paper": lambda office: lists.visitor_list(office, office.today()),
}


@pytest.mark.parametrize("read", READS)
def test_a_day_is_read_by_its_date_alone(office, read):
    make.registered(office)
    asked = []

    @event.listens_for(office._engine, "before_cursor_execute")
    def keep(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    READS[read](office)
    event.remove(office._engine, "before_cursor_execute", keep)
    asked = [(statement, parameters) for statement, parameters in asked if " visit" in statement]
    assert asked
    with office.connection() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            steps = [step for *_place, step in plan]
            assert not [step for step in steps if step.startswith(("SCAN visit", "SCAN issue"))], statement
