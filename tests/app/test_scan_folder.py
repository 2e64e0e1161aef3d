"""The scanner's folder: only whole scans are taken, by what they hold, and none is removed that is not kept."""

import os
import time
from pathlib import Path

import pytest

from app import attachments, scan_folder
from app.domain.errors import Refused, Unavailable
from app.office import Office
from app.scan_folder import FileState
from tests.make import registered

PDF = b"%PDF-1.7\nx\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\nxxIEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0xx\xff\xd9"


@pytest.fixture
def matter(office: Office) -> int:
    return registered(office).issue_ids[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scans"
    made.mkdir()
    return made


def put(folder: Path, name: str, content: bytes, *, seconds: float = 5) -> Path:
    """A file that was last written so many seconds ago."""
    path = folder / name
    path.write_bytes(content)
    at = time.time() - seconds
    os.utime(path, (at, at))
    return path


def states(office: Office, folder: Path) -> dict[str, FileState]:
    return {one.name: one.state for one in scan_folder.look(office, folder)}


def test_scans_are_known_by_what_they_hold_the_newest_first(office, folder):
    put(folder, "a.pdf", PDF, seconds=50)
    put(folder, "b.txt", PNG, seconds=10)
    put(folder, "c.jpg", JPEG, seconds=20)
    put(folder, "letter.pdf", b"MZ no scan")
    put(folder, ".hidden.pdf", PDF)
    (folder / "sub.pdf").mkdir()
    assert list(states(office, folder)) == ["b.txt", "c.jpg", "a.pdf"]


@pytest.mark.parametrize("whole", [PDF, PNG, JPEG])
def test_what_is_still_being_written_waits(office, matter, folder, whole):
    half = put(folder, "half", whole[:-3])
    fresh = put(folder, "fresh", whole, seconds=0)
    assert states(office, folder) == {"half": FileState.GROWING, "fresh": FileState.GROWING}
    for path in (half, fresh):
        with pytest.raises(Refused):
            scan_folder.take(office, matter, path)
    os.utime(fresh, (0, 0))
    assert scan_folder.take(office, matter, fresh).size == len(whole)


def test_what_is_too_large_is_said_and_refused(office, matter, folder):
    path = put(folder, "large.pdf", b"%PDF-1.7" + bytes(attachments.LARGEST) + b"%%EOF")
    assert states(office, folder) == {"large.pdf": FileState.TOO_LARGE}
    with pytest.raises(Refused, match="۱۰"):
        scan_folder.take(office, matter, path)


def test_what_was_taken_stays_in_the_folder_and_is_known_as_kept(office, matter, folder):
    path = put(folder, "a.pdf", PDF)
    scan = scan_folder.take(office, matter, path)
    assert attachments.content(office, scan.id) == PDF
    assert path.exists()
    assert states(office, folder) == {"a.pdf": FileState.KEPT}
    attachments.take_back(office, scan.id)
    assert states(office, folder) == {"a.pdf": FileState.READY}


def test_a_file_is_removed_only_when_the_store_has_its_bytes(office, matter, folder):
    path = put(folder, "a.pdf", PDF)
    with pytest.raises(Refused):
        scan_folder.remove(office, path)
    scan_folder.take(office, matter, path)
    put(folder, "a.pdf", PDF + b" ", seconds=4)
    with pytest.raises(Refused):
        scan_folder.remove(office, path)
    put(folder, "a.pdf", PDF, seconds=3)
    scan_folder.remove(office, path)
    assert not path.exists()


def test_a_folder_that_is_gone_is_said_so(office, matter, folder):
    with pytest.raises(Unavailable):
        scan_folder.look(office, folder / "gone")
    with pytest.raises(Unavailable):
        scan_folder.take(office, matter, folder / "gone.pdf")
