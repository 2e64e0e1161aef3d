"""The packed program, walked through by its own Python under Wine: nothing that it needs was left out of the tree."""

import importlib.util
import shutil
import sys
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

from tests.installer import walk

ROOT = Path(__file__).parents[2]
NOT_PACKED = ("PySide6/QtTest.pyd", "PySide6/Qt6Test.dll")
"""By which our makers of screens press keys."""
TOGETHER = 2 if walk.WHOLE else 1
"""Processes that share the stops between them."""


class There(PureWindowsPath):
    """A path of another PC's disk."""

    def absolute(self):
        return self

    def resolve(self, **_strict):
        return self


class Link(There):
    def resolve(self, **_strict):
        return There(r"D:\Shared\didar-preset.ini")


FILE = There(r"C:\Program Files\Didar\didar-preset.ini")
LEVELS = [FILE, *FILE.parents]
ANYBODY = ("S-1-5-21-1-2-3-1001", "S-1-5-32-545", "S-1-5-11", "S-1-1-0")
OURS = ("S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464")
OWNER, PACKAGE = "S-1-3-0", "S-1-15-2-1"
ADDING_FOLDERS = 0x4
WRITING = (0x2, ADDING_FOLDERS, 0x10, 0x40, 0x100, 0x10000, 0x40000, 0x80000, 0x40000000, 0x10000000)
READING = (0x1, 0x8, 0x20, 0x80, 0x20000, 0x100000, 0x80000000, 0x20000000)
"""As Windows numbers rights, one bit each: written here anew, lest a slip in app.access be taken for right."""


@pytest.fixture
def repository(tmp_path, whole_tree, cache):
    """The tests, and what they need besides the tree."""
    shutil.copytree(ROOT / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__", "kept"))
    (tmp_path / "more").mkdir()
    with zipfile.ZipFile(next((cache / "wheels").glob("pyside6_essentials-*.whl"))) as wheel:
        for name in NOT_PACKED:
            (tmp_path / "more" / Path(name).name).write_bytes(wheel.read(name))
    return tmp_path


@pytest.mark.longest
def test_the_packed_program_goes_all_its_ways(windows, whole_tree, repository):
    python, script = whole_tree / "runtime" / "python.exe", repository / "tests" / "installer" / "walk.py"
    stops = list(walk.stops())
    started = [
        windows.start(python, "-X", "utf8", script, f"Z:{repository}", f"C:\\walk {share}", *stops[share::TOGETHER])
        for share in range(TOGETHER)
    ]
    said = [process.end(1200).said for process in started]
    passed = {line.split()[1] for text in said for line in text.splitlines() if line.startswith("ok ")}
    assert passed == set(stops), "\n".join(said)


@pytest.fixture
def access(monkeypatch):
    """app.access as it is on Windows."""
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location("access_of_windows", ROOT / "app" / "access.py")
    access = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(access)
    return access


@pytest.fixture
def trusted(access):
    """trusted(...): whether a preset is, with other rights at one level of its path than Windows gives."""

    def trusted(path=FILE, at=None, may=(), **other):
        def rights(each):
            usual = walk.rights_of_windows(access, each)
            return usual._replace(**({"allowed": [*usual.allowed, may]} if may else other)) if each == at else usual

        with walk.put_in(vars(access), "_rights", rights):
            return access.administrators_alone_write(path)

    return trusted


@pytest.mark.parametrize("at", LEVELS, ids=str)
def test_a_preset_is_trusted_only_where_each_level_is_an_administrators(trusted, at):
    assert trusted()
    for owner in OURS:
        assert trusted(at=at, owner=owner), owner
    for owner in (*ANYBODY, OWNER, PACKAGE):
        assert not trusted(at=at, owner=owner), owner


@pytest.mark.parametrize("at", LEVELS, ids=str)
def test_a_preset_is_trusted_only_where_nobody_else_may_write_at_any_level(trusted, at):
    assert not trusted(at=at, allowed=None)  # no list: whoever comes
    for who in ANYBODY:
        for right in READING:
            assert trusted(at=at, may=(who, right)), (who, right)
        for right in WRITING:
            harmless = right == ADDING_FOLDERS and at == LEVELS[-1]
            assert trusted(at=at, may=(who, right)) == harmless, (who, right)
    for who in (*OURS, OWNER, PACKAGE):
        assert all(trusted(at=at, may=(who, right)) for right in WRITING), who


def test_a_preset_is_trusted_only_where_both_its_link_and_what_it_leads_to_are(trusted, access):
    assert trusted(Link(FILE))
    assert not trusted(Link(FILE), at=FILE.parent, owner=ANYBODY[0])
    assert not trusted(Link(FILE), at=There("D:\\Shared"), owner=ANYBODY[0])
    assert not trusted(There(r"\\server\share\didar-preset.ini"))  # another PC's administrators

    def unreadable(_path):
        raise PermissionError

    with walk.put_in(vars(access), "_rights", unreadable):
        assert not access.administrators_alone_write(FILE)
