"""After a day in the client, and a crash: whatever it wrote anywhere on the PC, nobody's particulars are in it."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.agency import found
from app.domain.persian.calendar import TEHRAN, weekday
from app.domain.persian.text import persian_digits, search_key
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE
from tests.make import national_id, person
from tests.ui.a_day import VISITORS

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    *(
        text
        for number in (VISITORS.start, VISITORS.stop)
        for text in person(number).values()
        if text != NAKHLESTAN.county
    ),
    *(national_id(number)[1:] for number in (*VISITORS, VISITORS.stop)),
    "آسفالت معابر",
    "کوچه خاکی است",
    "بازدید شود",
    "پس از بازدید",
]
WORDS = sorted({form for text in TEXTS for form in (text, search_key(text), persian_digits(text))})
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1256")


@pytest.fixture
def pc(tmp_path: Path) -> Path:
    """A home, a place for temporary files, and an office whose day is today."""
    for name in ("home", "temp", "runtime"):
        (tmp_path / name).mkdir(mode=0o700)
    today = weekday(dt.datetime.now(TEHRAN).date())
    found(tmp_path / "home" / "office", replace(NAKHLESTAN, weekday=today), PASSPHRASE, kdf=CHEAP)[0].close()
    return tmp_path


@pytest.fixture
def day(pc: Path) -> Iterator["subprocess.Popen[str]"]:
    """The client's process, once its day is done; still running."""
    places = {"HOME": "home", "TMPDIR": "temp", "TEMP": "temp", "TMP": "temp", "XDG_RUNTIME_DIR": "runtime"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment = {**kept, **{name: str(pc / place) for name, place in places.items()}, "QT_QPA_PLATFORM": "offscreen"}
    with (pc / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.a_day", str(pc / "home" / "office")],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "there\n", (pc / "said.txt").read_text()
            yield process
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def traces(place: Path) -> dict[str, list[str]]:
    """By file: the words that are in it, in whatever encoding, or in its name."""
    needles = [(word, word.encode(code, "ignore")) for word in WORDS for code in ENCODINGS]
    found = {}
    for path in place.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        words = {word for word, needle in needles if len(needle) > 3 and needle in data}
        words |= {word for word in WORDS if word in path.name}
        if words:
            found[str(path.relative_to(place))] = sorted(words)
    return found


def test_nothing_that_the_client_writes_tells_who_came(pc: Path, day: "subprocess.Popen[str]") -> None:
    names = {path.name for path in pc.rglob("*")}
    assert {"didar.db", "didar.db-wal", "didar.db-shm", "keys.json", "faults.txt", "copy.didar"} <= names
    (report,) = (pc / "home" / "office").glob("D-*.txt")
    assert "ValueError" in report.read_text()
    assert "a_day.py" in (pc / "said.txt").read_text()
    assert traces(pc) == {}
    day.kill()
    day.wait()
    assert traces(pc) == {}, "after a kill"


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_bytes(b"\0\0" + "مریم".encode("utf-16-le"))
    (tmp_path / "id.bin").write_bytes(b"x" + national_id(VISITORS[3]).encode() + b"y")
    assert traces(tmp_path) == {"log.txt": ["مریم"], "id.bin": [national_id(VISITORS[3])[1:]]}
