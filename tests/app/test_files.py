"""Files that the program writes while another one, a virus scanner, holds them for a moment as Windows lets it."""

import errno

import pytest

from app import files
from app.domain.errors import Unavailable
from app.files import patiently, write_new


def held(winerror):
    error = PermissionError(errno.EACCES, "held")
    error.winerror = winerror
    return error


@pytest.fixture
def pauses(monkeypatch):
    waited = []
    monkeypatch.setattr(files.time, "sleep", waited.append)
    return waited


@pytest.fixture
def scanner(monkeypatch, pauses):
    """Holds each file for so many attempts to rename it."""
    real = files.Path.replace

    def holds(attempts):
        left = [attempts]

        def replace(path, target):
            if left[0]:
                left[0] -= 1
                raise held(32)
            return real(path, target)

        monkeypatch.setattr(files.Path, "replace", replace)

    return holds


def test_a_file_that_a_scanner_holds_for_a_moment_is_written(tmp_path, scanner, pauses):
    path = tmp_path / "keys.json"
    path.write_bytes(b"before")
    scanner(3)
    write_new(path, b"after", overwrite=True)
    assert path.read_bytes() == b"after"
    assert len(pauses) == 3


def test_a_file_that_is_held_on_and_on_is_said_and_the_old_one_stays(tmp_path, scanner, pauses):
    path = tmp_path / "keys.json"
    path.write_bytes(b"before")
    scanner(100)
    with pytest.raises(Unavailable, match="نوشته نشد"):
        write_new(path, b"after", overwrite=True)
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]
    assert sum(pauses) < 3


def test_what_is_refused_for_good_is_not_waited_for(pauses):
    def refused():
        raise PermissionError(errno.EACCES, "no")

    with pytest.raises(PermissionError):
        patiently(refused)
    assert not pauses
