"""The store's file: how it is opened, and that nobody reads it without the key."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from app import notices, outcomes, queue, rulings
from app.domain.codes import Status, Way
from app.domain.persian.text import search_key
from app.office import Office
from db import migrate
from db.engine import open_engine, writing
from tests.make import national_id, registered

KEY = "5e" * 32
PARTICULARS = [
    "مریم",
    "کعبی",
    "جاسم",
    "خیابان نرگس",
    "کوچه خاکی است",
    "آسفالت معابر",
    "فوری بازدید شود",
    "پس از بازدید",
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "store.db", KEY, create=True)
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("cipher_page_size", "4096"),
        ("busy_timeout", 10_000),
    ],
)
def test_every_connection_keeps_what_is_committed(engine: Engine, pragma: str, value: object) -> None:
    """synchronous 2 is FULL; temp_store 2 is memory."""
    with engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_store_needs_its_key(engine: Engine, tmp_path: Path) -> None:
    engine.dispose()
    wrong = open_engine(tmp_path / "store.db", "00" * 32)
    with pytest.raises(DBAPIError) as raised, wrong.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    assert getattr(raised.value.orig, "sqlite_errorname", "") == "SQLITE_NOTADB"
    wrong.dispose()


def test_a_wrong_key_says_nothing_on_the_terminal(
    engine: Engine, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.dispose()
    wrong = open_engine(tmp_path / "store.db", "00" * 32)
    with pytest.raises(DBAPIError), wrong.connect():
        pass
    assert capfd.readouterr() == ("", "")
    wrong.dispose()


def test_plain_sqlite_does_not_read_it(engine: Engine, tmp_path: Path) -> None:
    engine.dispose()
    with sqlite3.connect(tmp_path / "store.db") as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()


def test_a_store_that_is_not_there_is_not_made_by_opening(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "none.db", KEY)
    with pytest.raises(DBAPIError), engine.connect():
        pass
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("name", ["با فاصله و فارسی.db", "100%.db", "a#b?c.db", "it's.db"])
def test_a_folder_or_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "پوشهٔ من"
    folder.mkdir()
    engine = open_engine(folder / name, KEY, create=True)
    migrate.upgrade(engine)
    assert migrate.revision(engine) == migrate.SCHEMA
    engine.dispose()
    assert [path.name for path in folder.iterdir()] == [name]


def test_a_row_without_its_parent_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO unit (agency_id, version, name, position, active) VALUES (7, 1, 'x', 1, 1)"
        )


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET by = 'x'", "DELETE FROM audit_entry"])
def test_the_trail_is_append_only(office: Office, statement: str) -> None:
    with office.connection() as connection, pytest.raises(IntegrityError, match="append only"):
        connection.exec_driver_sql(statement)


def test_two_who_write_queue_up_and_a_reader_does_not_wait(engine: Engine) -> None:
    writer = writing(engine)
    with writer.connect() as one, engine.connect() as reader:
        one.begin()
        one.exec_driver_sql("INSERT INTO store_state VALUES ('a', '1')")
        assert reader.exec_driver_sql("SELECT count(*) FROM store_state").scalar() == 0
        with writer.connect() as two:
            two.connection.driver_connection.execute("PRAGMA busy_timeout = 50")  # type: ignore[union-attr]
            with pytest.raises(DBAPIError) as raised:
                two.begin()
            assert getattr(raised.value.orig, "sqlite_errorname", "") == "SQLITE_BUSY"
            two.connection.driver_connection.execute("PRAGMA busy_timeout = 10000")  # type: ignore[union-attr]
        one.commit()


def test_a_search_of_the_offices_files_finds_nobody(office: Office, home: Path) -> None:
    """Store, WAL and shared memory, key file, locks, log: whatever lies in the folder, while open and after."""
    for number in range(1, 60):
        row = registered(office, number)
    queue.admit(office, row.visit_id, reason="کارش کوتاه است")
    rulings.give(office, row.issue_ids[0], "فوری بازدید شود", unit="فنی و عمرانی")
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "پس از بازدید انجام شد")
    notices.record(office, row.issue_ids[0], Way.CALL, office.today())
    words = [*PARTICULARS, *map(search_key, PARTICULARS), national_id(1), national_id(59), "09160000001", "0916000"]
    for closed in (False, True):
        if closed:
            office.close()
        names = {path.name for path in home.rglob("*")}
        assert "keys.json" in names
        assert ("didar.db-wal" in names) is not closed
        for path in home.rglob("*"):
            if path.is_dir():
                continue
            data = path.read_bytes()
            found = [word for word in words for code in ("utf-8", "utf-16-le", "cp1256") if _in(word, code, data)]
            assert not found, path.name


def _in(word: str, code: str, data: bytes) -> bool:
    encoded = word.encode(code, "ignore")
    return len(encoded) > 3 and encoded in data


def test_instants_come_back_as_they_went_in(office: Office) -> None:
    row = registered(office, 1)
    rulings.give(office, row.issue_ids[0], "بررسی شود")
    with office.read() as session:
        from sqlalchemy import select

        from db.models import Ruling

        given = session.scalars(select(Ruling.given_at)).one()
    assert given == office.now()
    assert given.tzinfo is dt.UTC
