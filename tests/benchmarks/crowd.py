"""A store with a crowd in it, for searching among many: written by the driver, without an audit trail.

DIDAR_BENCH_PEOPLE: how many (a million). DIDAR_BENCH_STORE: a folder where the store is kept for the next run.
"""

import datetime as dt
import os
import random
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from app.demo_crowd import people
from app.domain.codes import IssueType, Kind, PresidedBy, QueueState, Status
from app.domain.persian.ids import follow_up_code
from app.domain.persian.text import search_words
from app.unlock import unlock
from app.visitors import index_of
from db.engine import PRAGMAS
from db.engine import unlock as give_key
from db.models import Visitor
from tests.conftest import MEETING_DAY, PASSPHRASE

PEOPLE = int(os.environ.get("DIDAR_BENCH_PEOPLE", "1_000_000"))
CHUNK = 20_000
MATTERS = (
    ("حفر چاه آب", "چاه روستا خشک شده و آب‌رسانی با تانکر است."),
    ("آسفالت معابر", "کوچه خاکی است."),
    ("عوارض نوسازی", "درخواست تقسیط بدهی دارد."),
    ("پروانهٔ ساختمان", "نقشه در انتظار تأیید است."),
    ("مستمری", "سرپرست خانوار است و درآمدی ندارد."),
    ("روشنایی معابر", "تیر چراغ برق کوچه افتاده است."),
)
"""What they came for; the first one is rare."""

Row = dict[str, Any]


def raw(folder: Path, key: str) -> Any:
    """A connection of the driver's own on the office's file, set as the store's are."""
    connection = sqlcipher.connect(str(folder / "didar.db"), isolation_level=None)
    give_key(connection, key)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def crowded(founded: Path, folder: Path, number: int = PEOPLE) -> Path:
    """The tests' office with so many people, each with a visit or two; the one that was kept, if there is one."""
    kept = os.environ.get("DIDAR_BENCH_STORE")
    place = Path(kept) / f"people-{number}" if kept else folder / "crowd"
    if not (place / "full").exists():
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(founded, place)
        with unlock(place, PASSPHRASE) as office:
            connection = raw(place, office.keys.store_key())
            _fill(connection, number)
            connection.close()
        (place / "full").touch()
    return place


def _fill(connection: Any, number: int) -> None:
    connection.execute("PRAGMA synchronous = OFF")
    chance = random.Random(1)
    made = people(number)
    visit_id = 0
    visitor_id = 0
    while chunk := list(islice(made, CHUNK)):
        rows: dict[str, list[Row]] = {"visitor": [], "visit": [], "issue": []}
        for person in chunk:
            visitor_id += 1
            search, sort_key = index_of(Visitor(**person))
            rows["visitor"].append(
                {"id": visitor_id, "version": 1, "agency_id": 1, **person, "search": search, "sort_key": sort_key}
            )
            for _visit in range(1 + (chance.random() < 0.1)):
                visit_id += 1
                rows["visit"].append(_visit_row(visit_id, visitor_id, person, chance))
                rows["issue"].append(_issue_row(visit_id, chance))
        connection.execute("BEGIN IMMEDIATE")
        for table, many in rows.items():
            names, marks = ", ".join(many[0]), ", ".join("?" * len(many[0]))
            connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", [tuple(row.values()) for row in many]
            )
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.execute("PRAGMA optimize").fetchall()


def _visit_row(visit_id: int, visitor_id: int, person: Row, chance: random.Random) -> Row:
    return {
        "id": visit_id,
        "version": 1,
        "agency_id": 1,
        "visitor_id": visitor_id,
        **person,
        "kind": Kind.DAILY.value,
        "presided_by": PresidedBy.HEAD.value,
        "date": (MEETING_DAY - dt.timedelta(days=chance.randrange(1, 3_000))).isoformat(),
        "state": QueueState.SEEN.value,
        "arrived": "09:00:00.000000",
        "companions": 0,
        "late_entry": 0,
    }


def _issue_row(visit_id: int, chance: random.Random) -> Row:
    subject, description = MATTERS[0] if chance.random() < 0.0005 else chance.choice(MATTERS[1:])
    return {
        "id": visit_id,
        "version": 1,
        "agency_id": 1,
        "visit_id": visit_id,
        "position": 1,
        "code": follow_up_code(visit_id),
        "type": IssueType.REQUEST.value,
        "subject": subject,
        "description": description,
        "head_only": 0,
        "status": Status.OPEN.value,
        "search": _words(subject, description),
    }


@cache
def _words(subject: str, description: str) -> str:
    return " ".join(sorted({*search_words(subject), *search_words(description)}))


def keys_of(text: str) -> Iterator[str]:
    """What the box holds after each key."""
    return (text[:end] for end in range(1, len(text) + 1))
