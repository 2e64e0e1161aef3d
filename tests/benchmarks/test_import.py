"""A register of 5,000 rows by the command line, whole process, against the same rows by the driver's executemany."""

import gc
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from app.domain.codes import IssueType, Status, Way
from app.domain.persian.calendar import numeric
from db.engine import unlock as give_key
from resources import ROOT
from tests.app.register.registers import as_csv, row
from tests.conftest import MEETING_DAY, PASSPHRASE
from tests.make import national_id

ROWS = 5_000
PEOPLE = 3_000
WEEKS = 130
TABLES = (
    "meeting",
    "visitor",
    "visit",
    "issue",
    "ruling",
    "referral",
    "outcome",
    "notice",
    "audit_entry",
    "audit_value",
)


def a_row(number: int) -> dict[str, str]:
    """As registers are: people come again, two thirds of the issues have a ruling, half are done and told."""
    day = numeric(MEETING_DAY.fromordinal(MEETING_DAY.toordinal() - 7 * (number % WEEKS)))
    minute = 8 * 60 + number // WEEKS * 5 % 200
    done, ruled = number % 2 == 0, number % 3 > 0
    return row(
        number % PEOPLE,
        national_id=national_id(number % PEOPLE * 7919),
        date=day,
        arrived=f"{minute // 60:02}:{minute % 60:02}",
        admitted=f"{minute // 60 + 1:02}:{minute % 60:02}",
        father_name="جاسم",
        county="اهواز",
        address=f"خیابان نادری، پلاک {number}",
        type=str(list(IssueType)[number % len(IssueType)]),
        subject=f"آسفالت معابر، پروندهٔ شمارهٔ {number}",
        ruling="طبق ضوابط اقدام و نتیجه گزارش شود" if ruled else "",
        unit="فنی و عمرانی" if ruled else "",
        due=numeric(MEETING_DAY) if ruled else "",
        status=str(Status.RESOLVED if done else Status.OPEN),
        outcome="انجام شد" if done else "",
        notified_by=str(list(Way)[number % len(Way)]) if done else "",
        notified_on=numeric(MEETING_DAY) if done else "",
    )


@pytest.fixture
def register(tmp_path) -> Path:
    return as_csv(tmp_path, map(a_row, range(ROWS)), encoding="utf-8-sig")


def imported(home: Path, register: Path) -> tuple[float, dict]:
    """Seconds of the whole process, and what it says."""
    passphrase = home / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    passphrase.chmod(0o600)
    named = {"DIDAR_HOME": str(home), "DIDAR_PASSPHRASE_FILE": str(passphrase), "PYTHONPATH": str(ROOT.parent)}
    command = [sys.executable, "-m", "ui.start", "import", str(register), "--json"]
    begun = time.perf_counter()
    done = subprocess.run(command, env={**os.environ, **named}, capture_output=True, check=True)
    return time.perf_counter() - begun, json.loads(done.stdout)


def raw(home: Path, key: str) -> sqlcipher.Connection:
    """A connection of the driver's own, set as the store's are."""
    connection = sqlcipher.connect(str(home / "didar.db"), isolation_level=None)
    give_key(connection, key)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def copied(connection: sqlcipher.Connection, rows: dict[str, list[tuple]]) -> float:
    """Seconds in which these rows are written in one transaction."""
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    connection.execute("COMMIT")
    return time.perf_counter() - begun


def test_importing_five_thousand_rows_against_a_raw_commit_of_the_same_rows(office, register, tmp_path, benchmark):
    key = office.keys.store_key()
    empty = shutil.copytree(office.folder, tmp_path / "empty")
    ours, told = imported(office.folder, register)
    assert (told["read"], told["stored"]) == (ROWS, ROWS)
    again, told = imported(office.folder, register)
    assert (told["stored"], told["unchanged"]) == (0, ROWS)
    floors = []
    for number in range(3):
        with_rows, without = raw(office.folder, key), raw(shutil.copytree(empty, tmp_path / f"raw{number}"), key)
        order = {table: "seq" if table.startswith("audit") else "id" for table in TABLES}
        newest = {
            table: without.execute(f"SELECT coalesce(max({by}), 0) FROM {table}").fetchone()
            for table, by in order.items()
        }
        rows = {
            table: with_rows.execute(f"SELECT * FROM {table} WHERE {by} > ?", newest[table]).fetchall()
            for table, by in order.items()
        }
        gc.collect()
        floors.append(copied(without, rows))
        assert without.execute("SELECT count(*) FROM issue").fetchone() == (ROWS,)
    written = sum(map(len, rows.values()))
    print(
        f"\nimporting {ROWS} rows, whole process: {ours:.2f} s (goal 4), a second time {again:.2f} s; "
        f"raw executemany of the same {written} rows: {min(floors):.2f} s; ratio {ours / min(floors):.1f}"
    )
    benchmark.extra_info |= {"import_s": ours, "again_s": again, "raw_s": min(floors), "rows": written}
    benchmark.pedantic(imported, args=(office.folder, register), rounds=1)
