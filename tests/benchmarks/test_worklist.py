"""The worklist on 200,000 matters: a page, counts under a filter, the badge, against the raw SQL on the same file.

The floor is the shortest SQL that gives the same rows or figures, run by the driver. Goal: a frame (16 ms) at the
99th percentile. DIDAR_BENCH_STORE: where the store is kept for the next run.
"""

import datetime as dt
import gc
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import worklist
from app.domain.codes import IssueType
from app.office import Office
from app.search import list_words
from app.unlock import unlock
from app.worklist import Cursor, Filters, Tab
from db import standing
from tests.benchmarks.crowd import crowded, raw
from tests.benchmarks.test_saving import percentile
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock

PEOPLE = int(os.environ.get("DIDAR_BENCH_MATTERS", "182_000"))
"""A tenth of them came twice, so that these are 200,000 matters."""
LISTED = float(os.environ.get("DIDAR_BENCH_LISTED", "0.2"))
"""Which share of all that was ever brought is not told yet."""
UNITS = tuple(f"واحد {number}" for number in range(1, 21))
ROUNDS, WARM_UP = 300, 20
SHOWN = "issue_id, stage, people, date, due, unit, outside, reminders, type, code, subject, head_only, name"
OPEN = "lead IS NULL AND stage <> 'told'"


@pytest.fixture(scope="module")
def busy(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The crowd's store, with what became of each matter."""
    place = crowded(founded, tmp_path_factory.mktemp("crowd"), PEOPLE)
    if not (place / "busy").exists():
        with unlock(place, PASSPHRASE) as office:
            connection = raw(place, office.keys.store_key())
            _fill(connection)
            connection.close()
        (place / "busy").touch()
    return place


def _fill(connection: Any) -> None:
    chance, at = random.Random(2), f"{MEETING_DAY - dt.timedelta(days=40)} 09:00:00.000000"
    referrals, outcomes, notices, statuses = [], [], [], []
    for (issue_id,) in connection.execute("SELECT id FROM issue").fetchall():
        days, fate = chance.randrange(-90, 60), chance.random()
        due = str(MEETING_DAY + dt.timedelta(days=days)) if chance.random() < 0.9 else None
        if fate > LISTED / 10:
            referrals.append((issue_id, chance.choice(UNITS), due, at))
        if fate > LISTED * 0.7:
            outcomes.append((issue_id, at))
            statuses.append((issue_id,))
        if fate > LISTED:
            notices.append((issue_id, str(MEETING_DAY - dt.timedelta(days=30))))
    connection.execute("BEGIN IMMEDIATE")
    common = "version, agency_id, issue_id"
    connection.executemany(
        f"INSERT INTO referral ({common}, unit, due, referred_at) VALUES (1, 1, ?, ?, ?, ?)", referrals
    )
    connection.executemany(
        f"INSERT INTO outcome ({common}, status, recorded_at) VALUES (1, 1, ?, 'resolved', ?)", outcomes
    )
    connection.executemany("UPDATE issue SET status = 'resolved' WHERE id = ?", statuses)
    connection.executemany(f"INSERT INTO notice ({common}, way, date) VALUES (1, 1, ?, 'call', ?)", notices)
    begun = time.perf_counter()
    connection.execute("DELETE FROM standing")
    connection.execute(standing.ALL)
    print(f"\nwhere all matters stand, worked out anew: {time.perf_counter() - begun:.1f} s")
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@pytest.fixture
def office(busy: Path, clock: Clock) -> Iterator[Office]:
    with unlock(busy, PASSPHRASE, clock=clock) as office:
        yield office


@pytest.fixture
def floor(office: Office) -> Iterator[Any]:
    connection = raw(office.folder, office.keys.store_key())
    yield connection
    connection.close()


def _measured(ours: Callable[[int], Any], floor: Callable[[int], Any], name: str, benchmark: Any) -> None:
    """Both in turn, so that the machine's moods fall on both."""
    gc.collect()
    gc.freeze()
    took: dict[str, list[float]] = {"ours": [], "floor": []}
    for number in range(ROUNDS + WARM_UP):
        for who, job in (("ours", ours), ("floor", floor)):
            begun = time.perf_counter()
            job(number)
            took[who].append((time.perf_counter() - begun) * 1000)
    gc.unfreeze()
    for share, at in ((0.5, "p50"), (0.99, "p99")):
        a, b = (percentile(took[who][WARM_UP:], share) for who in ("ours", "floor"))
        said = f"{a:.2f} ms; raw SQL: {b:.2f} ms; ratio {a / b:.2f} (a frame: 16 ms)"
        print(f"\n{name}, {at}: {said}")
        if benchmark is not None:
            benchmark.extra_info[f"{name} {at}"] = said
    if benchmark is not None:
        benchmark.pedantic(lambda: ours(0), rounds=20)


def test_scrolling_through_all_that_is_open(office: Office, floor: Any, benchmark: Any) -> None:
    after: list[Cursor | None] = [None]
    last: list[tuple[Any, ...]] = [("0000-00-00", "", 0)]
    asked = f"""SELECT {SHOWN} FROM standing WHERE {OPEN} AND due <= ? AND (due, date, issue_id) > (?, ?, ?)
     ORDER BY due, date, issue_id LIMIT 101"""

    def ours(_number: int) -> None:
        page = worklist.page(office, Tab.OPEN, after=after[0])
        after[0] = page.after if page.after and page.after[0] == 0 else None

    def plain(_number: int) -> None:
        rows = floor.execute(asked, (str(MEETING_DAY), *last[0])).fetchall()
        last[0] = (rows[99][4], rows[99][3], rows[99][0]) if len(rows) > 100 else ("0000-00-00", "", 0)

    _measured(ours, plain, "a page of all that is open", benchmark)


FILTERS = (
    Filters(),
    Filters(unit=UNITS[3]),
    Filters(type=IssueType.REQUEST),
    Filters(since=MEETING_DAY - dt.timedelta(days=365)),
    Filters(unit=UNITS[7], since=MEETING_DAY - dt.timedelta(days=365)),
)


def _where(filters: Filters) -> tuple[str, tuple[str, ...]]:
    said = (("unit = ?", filters.unit), ("type = ?", filters.type), ("date >= ?", filters.since))
    parts = [(part, str(value)) for part, value in said if value]
    return "".join(f" AND {part}" for part, _value in parts), tuple(value for _part, value in parts)


def test_counting_under_a_filter(office: Office, floor: Any, benchmark: Any) -> None:
    waits, untold = "'referred', 're_referred', 'partial'", "'decided', 'telling', 'unreached'"

    def plain(number: int) -> None:
        where, values = _where(FILTERS[number % len(FILTERS)])
        today = str(MEETING_DAY)
        parts = ("due < ?", (today,)), ("due = ?", (today,)), (f"stage IN ({waits})", ()), (f"stage IN ({untold})", ())
        for part, given in (*parts, ("1", ())):
            asked = f"SELECT count(*) FROM standing WHERE {OPEN} AND {part}{where}"
            floor.execute(asked, (*given, *values)).fetchall()

    _measured(
        lambda number: worklist.counts(office, FILTERS[number % len(FILTERS)]),
        plain,
        "the counts of all tabs",
        benchmark,
    )


def test_a_page_under_a_filter(office: Office, floor: Any, benchmark: Any) -> None:
    def plain(number: int) -> None:
        where, values = _where(FILTERS[number % len(FILTERS)])
        floor.execute(
            f"""SELECT {SHOWN} FROM standing WHERE {OPEN} AND due < ?{where}
             ORDER BY due, date, issue_id LIMIT 101""",
            (str(MEETING_DAY), *values),
        ).fetchall()

    _measured(
        lambda number: worklist.page(office, Tab.OVERDUE, FILTERS[number % len(FILTERS)]),
        plain,
        "the first page of what is overdue, filtered",
        benchmark,
    )


def test_searching_in_the_list(office: Office, floor: Any, benchmark: Any) -> None:
    names = [name for (name,) in floor.execute("SELECT name FROM standing ORDER BY issue_id DESC LIMIT 400").fetchall()]

    def plain(number: int) -> None:
        floor.execute(
            f"SELECT {SHOWN} FROM standing WHERE {OPEN} AND due < ? AND name LIKE ? LIMIT 101",
            (str(MEETING_DAY), f"%{names[number % 400]}%"),
        ).fetchall()

    _measured(
        lambda number: worklist.page(office, Tab.OVERDUE, Filters(text=names[number % 400])),
        plain,
        "the first page of what is overdue, searched by name",
        benchmark,
    )


def test_searching_for_a_first_name_that_every_twentieth_has(office: Office, floor: Any, benchmark: Any) -> None:
    """Against finding the people and their matters' numbers alone."""
    often = "SELECT first_name FROM visitor GROUP BY 1 ORDER BY count(*) DESC LIMIT 3"
    names = [name for (name,) in floor.execute(often).fetchall()]
    found = """SELECT i.id FROM visitor_search AS f CROSS JOIN visit AS t ON t.visitor_id = f.rowid
     CROSS JOIN issue AS i ON i.visit_id = t.id WHERE visitor_search MATCH ?"""

    def plain(number: int) -> None:
        floor.execute(found, (list_words(names[number % 3])[0],)).fetchall()

    for ask, name in ((worklist.page, "the first page of a common name"), (worklist.counts, "its counts")):
        given = (Tab.OVERDUE,) if ask is worklist.page else ()
        _measured(
            lambda number, ask=ask, given=given: ask(office, *given, Filters(text=names[number % 3])),
            plain,
            name,
            benchmark if ask is worklist.counts else None,
        )


def test_the_badge(office: Office, floor: Any, benchmark: Any) -> None:
    asked = f"SELECT count(*) FROM standing WHERE {OPEN} AND due <= ?"
    _measured(
        lambda _number: worklist.pressing(office),
        lambda _number: floor.execute(asked, (str(MEETING_DAY),)).fetchall(),
        "the badge",
        benchmark,
    )
