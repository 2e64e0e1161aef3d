"""What a kill -9 in the middle of saving leaves: no acknowledged visit is lost, none is torn, the chain is whole."""

import datetime as dt
import multiprocessing
import random
import shutil
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import select

from app import queue, rulings
from app.domain.persian.calendar import TEHRAN
from app.security import backup
from app.unlock import unlock
from db.models import Issue, Visit
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock
from tests.make import issue, registered
from tests.processes import forked

KILLS = 30


def save(folder: Path, first: int, said: Connection) -> None:
    """The process that is killed: it says the id of each visit after it was saved."""
    office = unlock(folder, PASSPHRASE, clock=lambda: dt.datetime.combine(MEETING_DAY, dt.time(9), TEHRAN))
    with office.connection() as connection:  # so that kills fall into checkpoints too
        connection.connection.driver_connection.execute("PRAGMA wal_autocheckpoint = 20")  # type: ignore[union-attr]
    for number in range(first, first + 100_000):
        row = registered(office, number, issues=(issue(), issue(subject="مورد دوم")))
        said.send(row.visit_id)
        queue.admit(office, row.visit_id, reason="کارش کوتاه است")
        rulings.give(office, row.issue_ids[0], "بررسی شود", unit="فنی و عمرانی", due=MEETING_DAY)


def killed(folder: Path, first: int, visits: int, seconds: float) -> list[int]:
    """What a process said until it was killed, so long after so many visits: after two it knows its statements."""
    hear, say = multiprocessing.Pipe(duplex=False)
    process = forked(save, folder, first, say)
    process.start()
    say.close()
    heard = []
    try:
        heard += [hear.recv() for _visit in range(visits)]
        time.sleep(seconds)
        process.kill()
        while True:
            heard.append(hear.recv())
    except (EOFError, OSError):  # OSError: in the middle of a message
        return heard
    finally:
        hear.close()
        process.join()
        process.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the process is forked, so that thirty take seconds")
def test_no_acknowledged_visit_is_lost_by_a_kill(home: Path, clock: Clock, tmp_path: Path) -> None:
    chance = random.Random()
    acknowledged: list[int] = []
    for kill in range(KILLS):
        acknowledged += killed(home, kill * 100_000 + 1, chance.randint(2, 4), chance.uniform(0.005, 0.12))
    assert len(acknowledged) > 2 * KILLS
    copy = shutil.copytree(home, tmp_path / "copy")
    assert (copy / "didar.db-wal").stat().st_size > 0
    for folder in (home, copy):  # the copy too: it has nothing of the shared memory
        (folder / "didar.db-shm").unlink(missing_ok=folder == home)
        with unlock(folder, PASSPHRASE, clock=clock) as office:
            backup.check(office)
            rows = queue.of_day(office, MEETING_DAY)
            assert {row.visit_id for row in rows} >= set(acknowledged)
            assert len(rows) - len(acknowledged) <= KILLS  # committed, killed before it could say so
            assert sorted(row.number or 0 for row in rows) == list(range(1, len(rows) + 1))
            assert all(len(row.issue_ids) == 2 for row in rows)
            with office.read() as session:
                assert len(session.scalars(select(Visit.id)).all()) * 2 == len(session.scalars(select(Issue.id)).all())
