"""Saving a visit, against a raw commit of the same rows on the same encrypted file (goal: 2x at p99)."""

import datetime as dt
import gc
import os
import time
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from app import visits
from app.domain.persian.ids import follow_up_code
from app.queue import QueueRow
from db.engine import PRAGMAS
from db.engine import unlock as give_key
from tests import make
from tests.conftest import MEETING_DAY

ROUNDS = 500
WARM_UP = 20


def percentile(samples: list[float], share: float) -> float:
    return sorted(samples)[min(int(len(samples) * share), len(samples) - 1)]


@pytest.fixture
def raw(office):
    """A connection of the driver's own on the office's file, set as the store's are."""
    connection = sqlcipher.connect(str(office.folder / "didar.db"), isolation_level=None)
    give_key(connection, office.keys.store_key())
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    yield connection
    connection.close()


class Floor:
    """The rows of one registration, written again under the ids that come next: nothing is read, checked or hashed.

    The search index follows by its trigger. `prepare` stands outside of what is measured; `write` alone is in it.
    """

    def __init__(self, raw: Any, *, known: bool) -> None:
        """known: the visitor was there already, so no row of his is written."""
        self._raw = raw
        acts = 2 if known else 3
        tables = {"visitor": 0 if known else 1, "visit": 1, "issue": 1, "audit_entry": acts, "audit_value": acts}
        self._rows = {table: self._last(table, count) for table, count in tables.items() if count}
        self._acts = acts
        self._seq = int(self._rows["audit_entry"][-1]["seq"])
        self._prepared: list[tuple[str, list[tuple[Any, ...]]]] = []

    def _last(self, table: str, count: int) -> list[dict[str, Any]]:
        cursor = self._raw.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT {count}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in reversed(cursor.fetchall())]

    def prepare(self, before: QueueRow, visitor_id: int, national_id: str) -> None:
        """The rows of the one who comes after `before`; the next registration goes on after them."""
        visit_id, issue_id = before.visit_id + 1, before.issue_ids[0] + 1
        seq = self._seq + 1  # not asked: that would warm the floor's pages
        self._seq += 2 * self._acts  # these, and the next registration's
        self._prepared = []
        for table, rows in self._rows.items():
            fresh = []
            for place, row in enumerate(rows):
                now = {
                    "visitor": {"id": visitor_id, "national_id": national_id},
                    "visit": {"id": visit_id, "visitor_id": visitor_id, "national_id": national_id},
                    "issue": {"id": issue_id, "visit_id": visit_id, "code": follow_up_code(issue_id)},
                    "audit_entry": {"seq": seq + place},
                    "audit_value": {"seq": seq + place, "salt": os.urandom(32)},
                }[table]
                if table == "visitor":
                    now["search"] = row["search"].replace(row["national_id"], national_id)
                if table == "visit":
                    now["number"] = before.number + 1
                fresh.append(tuple({**row, **now}.values()))
            names = ", ".join(f'"{name}"' for name in rows[0])
            marks = ", ".join("?" * len(rows[0]))
            self._prepared.append((f"INSERT INTO {table} ({names}) VALUES ({marks})", fresh))

    def write(self) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        for statement, rows in self._prepared:
            self._raw.executemany(statement, rows)
        self._raw.execute("COMMIT")


@pytest.mark.parametrize("known", [False, True], ids=["somebody-new", "somebody-known"])
def test_saving_a_visit_against_a_raw_commit_of_the_same_rows(office, clock, raw, benchmark, known):
    numbers = range(1, 2 * (ROUNDS + WARM_UP) + 1)
    visitors = {}
    if known:  # they came a week before
        clock.set(9, 42, day=MEETING_DAY - dt.timedelta(days=7))
        visitors = {number: visits.register(office, make.visit(number)).visitor_id for number in numbers}
        clock.set(9, 42, day=MEETING_DAY)
    coming = iter(numbers)
    floor = None
    ours_took, floor_took = [], []
    gc.collect()
    gc.freeze()  # as the client does once it is there
    for _round in range(ROUNDS + WARM_UP):  # in turn, so that the machine's moods fall on both
        new = make.visit(next(coming))
        begun = time.perf_counter()
        row = visits.register(office, new)
        ours_took.append(time.perf_counter() - begun)
        floor = floor or Floor(raw, known=known)
        number = next(coming)
        floor.prepare(row, visitors.get(number, row.visitor_id + 1), make.national_id(number))
        begun = time.perf_counter()
        floor.write()
        floor_took.append(time.perf_counter() - begun)
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        a, b = percentile(ours_took[WARM_UP:], share) * 1000, percentile(floor_took[WARM_UP:], share) * 1000
        said = f"{a:.2f} ms; raw commit of the same rows: {b:.2f} ms; ratio {a / b:.2f} (goal 2 at p99)"
        benchmark.extra_info[name] = said
        print(f"\nsaving a visit of {'somebody known' if known else 'somebody new'}, {name}: {said}")
    others = iter(range(10_000, 20_000))
    benchmark.pedantic(lambda: visits.register(office, make.visit(next(others))), rounds=50)
