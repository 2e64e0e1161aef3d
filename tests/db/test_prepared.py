"""Statements that are made once: they ask and write what SQLAlchemy's own would, and fail as its own do."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import IntegrityError

from app.domain.codes import MeetingState, PresidedBy
from db import migrate, prepared
from db.engine import open_engine, writing
from db.models import Agency, Base, Meeting, Phrase

MEETINGS, PHRASES = Base.metadata.tables["meeting"], Base.metadata.tables["phrase"]
DAY = dt.date(2026, 9, 13)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(tmp_path / "store.db", "5e" * 32, create=True)
    migrate.upgrade(engine)
    with writing(engine).begin() as connection:
        agency = {"id": 1, "version": 1, "code": "1", "name": "الف", "kind": None, "province": "ب", "county": "پ"}
        prepared.insert(connection, Base.metadata.tables[Agency.__tablename__], [agency])
        yield connection
    engine.dispose()


def meeting(**given: Any) -> dict[str, Any]:
    empty = dict.fromkeys(MEETINGS.columns.keys())
    hours = {"opens": dt.time(8), "closes": dt.time(12, 30)}
    return {**empty, **hours, "version": 1, "agency_id": 1, "date": DAY, "presided_by": PresidedBy.DEPUTY, **given}


def phrase(number: int, **given: Any) -> dict[str, Any]:
    return {"id": number, "version": 1, "agency_id": 1, "text": "متن", "position": number, "active": True, **given}


def test_what_was_written_is_read_as_sqlalchemy_reads_it(connection: Connection) -> None:
    row = meeting(mark=MeetingState.HOLIDAY, reason="عید")
    row["id"] = prepared.insert(connection, MEETINGS, [row])
    assert connection.execute(select(MEETINGS)).mappings().one() == row
    found = prepared.first(connection, select(MEETINGS).where(MEETINGS.c.date == bindparam("date")), date=DAY)
    assert found is not None
    assert found._asdict() == row


def test_nothing_found_is_none(connection: Connection) -> None:
    asked = select(Meeting.id).where(Meeting.date == bindparam("date"), Meeting.presided_by == PresidedBy.HEAD)
    prepared.insert(connection, MEETINGS, [meeting()])
    assert prepared.first(connection, asked, date=DAY) is None


def test_many_rows_go_in_by_one_statement(connection: Connection) -> None:
    prepared.insert(connection, PHRASES, [phrase(number) for number in range(1, 4)])
    prepared.insert(connection, PHRASES, [])
    assert connection.scalars(select(Phrase.position).order_by(Phrase.id)).all() == [1, 2, 3]


@pytest.mark.parametrize("rows", [[phrase(1, agency_id=7)], [phrase(1), phrase(1)]])
def test_a_refusal_is_sqlalchemys_error_with_sqlites_name(connection: Connection, rows: list[dict[str, Any]]) -> None:
    with pytest.raises(IntegrityError) as raised:
        prepared.insert(connection, PHRASES, rows)
    assert getattr(raised.value.orig, "sqlite_errorname", "").startswith("SQLITE_CONSTRAINT")
    assert "متن" not in str(raised.value)


def test_a_nul_in_a_text_is_refused_here_too(connection: Connection) -> None:
    with pytest.raises(ValueError, match="NUL"):
        prepared.insert(connection, PHRASES, [phrase(1, text="م\0")])
