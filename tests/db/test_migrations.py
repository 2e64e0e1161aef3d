"""The migrations: each one is reached from the one before, and they end where the models are."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, StaticPool, create_engine

import db.triggers  # noqa: F401 - the metadata's DDL
from app.security import audit
from db import migrate, standing, whole
from db.engine import SCHEMA
from db.models import Base

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"
KEPT = Path(__file__).parent / "kept"
"""What each release wrote, as INSERTs: read by every later one."""


def all_revisions() -> list[str]:
    """The revisions, oldest first, walked from the scripts."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(migrate.configuration())
    return [script.revision for script in scripts.walk_revisions()][::-1]


@pytest.fixture
def store() -> Iterator[Engine]:
    engine = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
    yield engine
    engine.dispose()


def test_the_revisions_are_one_line_of_files_and_end_where_the_program_is() -> None:
    revisions = all_revisions()
    assert revisions == sorted(revisions)
    assert revisions[-1] == SCHEMA
    assert {path.stem for path in VERSIONS.glob("v*.py")} == {f"v{revision}" for revision in revisions}


def test_migrations_end_where_the_models_are(store: Engine) -> None:
    """As sqlite_master has both: CHECKs, triggers and the search's table too, which alembic does not compare."""
    Base.metadata.create_all(store)
    with store.connect() as connection:
        models = whole.schema(connection)
    migrations = whole.schema_of_migrations()
    assert whole.differences(models, migrations) == []
    assert models == migrations
    assert ("trigger", "audit_entry_no_update") in migrations
    assert ("table", "visitor_search") in migrations
    assert any("CHECK" in part for part in migrations["table", "visit"])


@pytest.mark.parametrize("revision", all_revisions())
def test_what_each_release_wrote_is_read_by_this_one(store: Engine, revision: str) -> None:
    migrate.upgrade(store, revision)
    statements = (KEPT / f"{revision}.sql").read_text("utf-8")
    with store.begin() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.executescript(statements)
    migrate.upgrade(store)
    assert migrate.revision(store) == SCHEMA
    from sqlalchemy.orm import Session

    with Session(store) as session:
        stored = whole.schema_of_migrations(revision)
        for mapper in Base.registry.mappers:
            rows = session.query(mapper.class_).all()
            known = ("table", mapper.class_.__tablename__) in stored
            assert rows or not known, f"{mapper.class_.__tablename__} has no row that release {revision} wrote"
        found = session.connection().exec_driver_sql(
            "SELECT rowid FROM visitor_search WHERE visitor_search MATCH '\"کعبی\"*'"
        )
        assert found.scalars().all() == [1]
        assert whole.faults(session.connection()) == []
        audit.check(session.connection())


def test_an_older_store_says_where_its_matters_stand(store: Engine) -> None:
    """As it would if all of it had been done with this release."""
    migrate.upgrade(store, "0003")
    with store.begin() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.executescript((KEPT / "0003.sql").read_text("utf-8"))
    migrate.upgrade(store)
    with store.begin() as connection:
        stand = connection.exec_driver_sql("SELECT * FROM standing ORDER BY issue_id").all()
        standing.write_all(connection)
        assert connection.exec_driver_sql("SELECT * FROM standing ORDER BY issue_id").all() == stand
    assert stand


def test_a_message_about_a_moved_turn_is_linked_to_its_booking(store: Engine) -> None:
    migrate.upgrade(store, "0004")
    with store.begin() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.executescript((KEPT / "0004.sql").read_text("utf-8"))
        booking = "INSERT INTO booking (id, version, agency_id, date, first, first_name, last_name, mobile, companions,"
        booking += " booked_at, moved_from) VALUES (?, 1, 1, '2026-09-27', 0, ?, ?, ?, 0, ?, ?)"
        early, late = "2026-09-01 08:00:00.000000", "2026-09-20 08:00:00.000000"
        for row in (
            (11, "مریم", "کعبی", "09160000011", early, "2026-09-20"),
            (12, "یوسف", "کعبی", "09160000011", early, "2026-09-20"),  # of the same house
            (13, "لیلا", "دهقان", "09160000013", early, None),
            (14, "مریم", "کعبی", "09160000011", late, "2026-09-20"),  # booked after the message
            (10, "یوسف", "کعبی‌زاده", "09160000011", early, None),
        ):
            connection.exec_driver_sql(booking, row)
        message = "INSERT INTO message (id, version, agency_id, purpose, number, text, parts, uid, state, queued_at)"
        message += " VALUES (?, 1, 1, 'moved', ?, ?, 1, ?, 'sent', '2026-09-10 08:00:00.000000')"
        for row in (
            (21, "09160000011", "متقاضی گرامی یوسف کعبی\nنوبت شما منتقل شد.", 21),
            (22, "09160000011", "متقاضی گرامی مریم کعبی\nنوبت شما منتقل شد.", 22),
            (23, "09160000013", "نوبت شما منتقل شد.", 23),
            (24, "09160000011", "نوبت شما منتقل شد.", 24),  # nobody knows whose
            (
                25,
                "09160000011",
                "متقاضی گرامی یوسف کعبی‌زاده\nنوبت شما منتقل شد.",
                25,
            ),  # not of him whose name begins so
        ):
            connection.exec_driver_sql(message, row)
    migrate.upgrade(store)
    with store.connect() as connection:
        asked = "SELECT id, booking_id FROM message WHERE purpose = 'moved' ORDER BY id"
        linked = connection.exec_driver_sql(asked).all()
    assert [tuple(row) for row in linked] == [(21, 12), (22, 11), (23, 13), (24, None), (25, 10)]


def test_a_referral_is_linked_to_the_unit_of_its_name_of_today_or_of_then(store: Engine) -> None:
    migrate.upgrade(store, "0004")
    with store.begin() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.executescript((KEPT / "0004.sql").read_text("utf-8"))
        connection.exec_driver_sql(
            "INSERT INTO unit (id, version, agency_id, name, position, active) VALUES"
            " (91, 3, 1, 'معاونت شهرسازی', 91, 1), (92, 1, 1, 'درآمد و نوسازی', 92, 1), (93, 1, 1, 'امور فنی', 93, 1)"
        )
        seq = connection.exec_driver_sql("SELECT max(seq) FROM audit_entry").scalar_one()
        for number, (at, kind, row, column, before, after) in enumerate(
            (
                ("2026-09-01", "unit", 91, "name", None, "امور فنی"),
                ("2026-09-10", "unit", 91, "name", "امور فنی", "معاونت فنی"),
                ("2026-09-10", "referral", 35, "unit", "امور فنی", "معاونت فنی"),  # so it was with what was in hand
                ("2026-09-12", "unit", 93, "name", None, "امور فنی"),
                ("2026-09-20", "unit", 91, "name", "معاونت فنی", "معاونت شهرسازی"),
            ),
            seq + 1,
        ):
            moment = int(dt.datetime.fromisoformat(f"{at}T08:00+00:00").timestamp() * 1_000_000)
            entry = "INSERT INTO audit_entry SELECT ?, v, epoch, ?, \"by\", role, desk, 'words.change', ?, ?,"
            entry += " payload_digest, prev, hash FROM audit_entry WHERE seq = 1"
            connection.exec_driver_sql(entry, (number, moment, kind, row))
            payload = {"before": before and {column: before}, "after": {column: after}}
            connection.exec_driver_sql(
                "INSERT INTO audit_value (seq, salt, payload) VALUES (?, x'', ?)",
                (number, json.dumps(payload).encode()),
            )
        referral = "INSERT INTO referral (id, version, agency_id, issue_id, unit, referred_at, ended_at)"
        referral += " VALUES (?, 1, 1, 1, ?, ?, '2026-09-30 08:00:00.000000')"
        for row in (
            (31, "درآمد و نوسازي", "2026-09-05 08:00:00.000000"),  # another keyboard's letters
            (32, "امور فنی", "2026-09-05 08:00:00.000000"),
            (33, "امور فنی", "2026-09-15 08:00:00.000000"),  # another unit has the name by then
            (34, "شورای شهر", "2026-09-05 08:00:00.000000"),
            (35, "معاونت فنی", "2026-09-05 08:00:00.000000"),
            (36, "معاونت فنی", "2026-09-05 08:00:00.000000"),  # by hand, when no unit was called so
        ):
            connection.exec_driver_sql(referral, row)
    migrate.upgrade(store)
    with store.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id, unit_id FROM referral WHERE id > 30 ORDER BY id").all()
    assert [tuple(row) for row in rows] == [(31, 92), (32, 91), (33, 93), (34, None), (35, 91), (36, None)]


def test_a_store_at_the_newest_revision_is_left_as_it_is(store: Engine) -> None:
    migrate.upgrade(store)
    with store.connect() as connection:
        before = whole.schema(connection)
    migrate.upgrade(store)
    with store.connect() as connection:
        assert whole.schema(connection) == before


def test_an_empty_store_has_no_revision(store: Engine) -> None:
    assert migrate.revision(store) is None


def test_a_revision_of_a_newer_didar_is_not_known() -> None:
    assert migrate.known(SCHEMA)
    assert not migrate.known("9999")


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("CREATE TABLE a (x INTEGER, y TEXT)", "CREATE TABLE a (\n\ty TEXT, \n\tx INTEGER\n)", True),
        ("CREATE TABLE a (x INTEGER)", "CREATE TABLE a (x INTEGER, CHECK (x > 0))", False),
        ("CREATE TABLE a (CHECK (x in (1, 2)))", "CREATE TABLE a (CHECK (x in (2, 1)))", False),
        ("CREATE TABLE a (x TEXT DEFAULT 'a b')", "CREATE TABLE a (x TEXT DEFAULT 'a  b')", False),
        ("CREATE INDEX i ON a (x, y)", "CREATE INDEX i ON a (y, x)", False),
    ],
)
def test_only_what_means_something_makes_a_difference(one: str, other: str, equal: bool) -> None:
    assert (whole.tokens(one) == whole.tokens(other)) is equal
