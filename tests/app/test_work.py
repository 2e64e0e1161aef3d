"""What one act writes: each new row once in the trail, however it was written; nothing read from end to end for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import meetings, queue, visits
from app.domain.errors import Refused
from app.office import Change, Office
from app.security import audit
from app.security.rights import Right
from db.models import Phrase, Visitor
from tests import make
from tests.conftest import MEETING_DAY, Clock


def trail(office: Office, kind: str, object_id: int) -> list[dict[str, Any]]:
    with office.connection() as connection:
        return [payload for _entry, payload in audit.earlier_values(connection, kind, object_id)]


def test_a_row_that_is_written_at_once_is_whole_and_in_the_trail(office: Office) -> None:
    with office.work("test.write", Right.REGISTER) as work:
        row = work.insert(Phrase, text="بررسی شود", position=90)
    assert row == {"id": row["id"], "version": 1, "agency_id": 1, "text": "بررسی شود", "position": 90, "active": True}
    assert [entry["after"] for entry in trail(office, "phrase", row["id"])] == [row]
    with office.connection() as connection:
        audit.check(connection)


def test_many_rows_at_once_are_each_in_the_trail(office: Office) -> None:
    said: list[list[Change]] = []
    office._committed = said.append
    with office.work("test.write", Right.REGISTER) as work:
        work.insert_all(Phrase, [{"id": 900 + n, "text": f"متن {n}", "position": n} for n in range(3)])
        work.insert_all(Phrase, [])
    assert said == [[Change("phrase", 900 + n) for n in range(3)]]
    assert trail(office, "phrase", 902)[0]["after"]["text"] == "متن 2"
    with office.connection() as connection:
        audit.check(connection)


def test_a_row_that_is_written_and_changed_in_one_act_is_new_with_its_last_values(office: Office) -> None:
    with office.work("test.write", Right.REGISTER) as work:
        row = work.insert(Phrase, text="بررسی شود", position=90)
        work.get_one(Phrase, row["id"]).text = "اقدام شود"
    (entry,) = trail(office, "phrase", row["id"])
    assert (entry["before"], entry["after"]["text"]) == (None, "اقدام شود")


def test_a_row_that_the_store_refuses_is_not_in_the_trail_either(office: Office) -> None:
    with office.connection() as connection:
        before = audit.anchor(connection)
    with pytest.raises(IntegrityError), office.work("test.write", Right.REGISTER) as work:
        work.insert(Phrase, position=90)
    with office.connection() as connection:
        assert audit.anchor(connection) == before


def test_somebody_known_who_comes_again_is_not_written_again(office: Office, clock: Clock) -> None:
    first = make.registered(office)
    clock.set(9, 42, day=MEETING_DAY.replace(day=MEETING_DAY.day + 7))
    again = make.registered(office, particulars={"county": ""})
    assert again.visitor_id == first.visitor_id
    assert len(trail(office, "visitor", first.visitor_id)) == 1


def test_new_particulars_of_somebody_known_are_the_latest_and_found(office: Office, clock: Clock) -> None:
    first = make.registered(office)
    clock.set(9, 42, day=MEETING_DAY.replace(day=MEETING_DAY.day + 7))
    make.registered(office, particulars={"last_name": "کعب‌عمیر", "address": ""})
    _new, changed = trail(office, "visitor", first.visitor_id)
    assert changed["before"]["last_name"] == "کعبی"
    with office.read() as session:
        latest = session.scalars(select(Visitor)).one()
        assert (latest.last_name, latest.address, latest.version) == ("کعب‌عمیر", "خیابان نرگس، پلاک ۱۷", 2)
        assert "کعب" in latest.search


@contextmanager
def overheard(office: Office) -> Iterator[list[str]]:
    """Every statement that the driver is given, with its values in it."""
    asked: list[str] = []
    for listener in (asked.append, None):
        with office.connection() as connection:  # the pool's only one
            connection.connection.driver_connection.set_trace_callback(listener)
        if listener is not None:
            yield asked


def test_no_table_that_grows_is_read_from_end_to_end_at_the_desk(office: Office) -> None:
    """With 200,000 visits in the store, that is what would be felt."""
    make.registered(office, 1)
    with overheard(office) as asked:
        row = make.registered(office, 2)
        foreign = {"national_id": "", "foreign_id": "112233445566"}
        make.registered(office, 3, particulars=foreign)
        with pytest.raises(Refused):
            make.registered(office, 3, particulars=foreign)
        visits.correct(office, row.visit_id, make.visit(2, arrived="09:30"))
        queue.admit(office, row.visit_id, "با هماهنگی رئیس دستگاه")
        queue.of_day(office, office.today())
        meetings.today(office)
    asked = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(asked) > 20
    with office.connection() as connection:
        for statement in asked:
            plan = [step[3] for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
            grown = ("SCAN visit", "SCAN visitor", "SCAN issue", "SCAN meeting")
            assert not [step for step in plan if step.startswith(grown)], statement
