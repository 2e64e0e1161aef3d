import datetime as dt
import json
import os

import pytest

from app.domain.errors import Refused
from app.domain.texts import speak
from app.security.attempts import Attempts, pause


class Clock:
    def __init__(self):
        self.at = dt.datetime(2026, 9, 13, 6, 12, tzinfo=dt.UTC)

    def __call__(self):
        return self.at

    def tick(self, seconds):
        self.at += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def attempts(tmp_path, clock):
    return Attempts(tmp_path, clock)


def fail(attempts, times):
    for _time in range(times):
        attempts.failed()


def test_pauses_grow_to_a_ceiling():
    assert [pause(count) for count in range(10)] == [0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


def test_two_wrong_ones_are_free(attempts):
    attempts.check()
    fail(attempts, 2)
    attempts.check()


def test_the_fourth_has_to_wait_thirty_seconds(attempts, clock):
    fail(attempts, 3)
    with pytest.raises(Refused) as refused:
        attempts.check()
    assert refused.value.reason == "چند بار گذرواژهٔ نادرست وارد شد؛ ۳۰ ثانیه صبر کنید."
    assert refused.value.field == "passphrase"
    clock.tick(20)
    speak("en")
    with pytest.raises(Refused, match="wait 10 seconds"):
        attempts.check()
    clock.tick(10)
    attempts.check()


def test_a_restart_does_not_forget(attempts, tmp_path, clock):
    fail(attempts, 5)
    with pytest.raises(Refused, match="۱۲۰"):
        Attempts(tmp_path, clock).check()


def test_the_right_one_forgets_all(attempts, tmp_path):
    fail(attempts, 4)
    attempts.succeeded()
    attempts.check()
    attempts.succeeded()
    assert list(tmp_path.iterdir()) == []


def test_the_file_holds_a_count_and_a_time_only(attempts, tmp_path, clock):
    fail(attempts, 2)
    assert json.loads((tmp_path / "attempts.json").read_bytes()) == {"count": 2, "at": int(clock.at.timestamp())}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 900,
        b"x" * 5000,
        b"[]",
        b'{"count": 5}',
        b'{"count": -5, "at": 4000000000}',
        b'{"count": "5", "at": 4000000000}',
        b'{"count": 5, "at": 1e400}',
    ],
)
def test_a_file_that_makes_no_sense_is_no_pause(attempts, tmp_path, content):
    (tmp_path / "attempts.json").write_bytes(content)
    attempts.check()


def test_a_made_up_count_and_time_cost_one_longest_pause(attempts, tmp_path, clock):
    (tmp_path / "attempts.json").write_text(json.dumps({"count": 10**300, "at": 10**300}))
    with pytest.raises(Refused, match="۹۰۰"):
        attempts.check()
    clock.tick(900)
    attempts.check()


def test_a_clock_put_back_neither_ends_a_pause_nor_makes_it_endless(attempts, clock):
    fail(attempts, 3)
    clock.tick(-86400)
    with pytest.raises(Refused, match="۳۰"):
        attempts.check()
    clock.tick(30)
    attempts.check()


def test_a_folder_that_cannot_be_written_hides_no_answer(tmp_path, clock, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr("pathlib.Path.unlink", full)
    attempts = Attempts(tmp_path / "missing", clock)
    attempts.failed()
    attempts.succeeded()
    attempts.check()
