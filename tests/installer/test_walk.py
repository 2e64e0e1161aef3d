"""The packed program, walked through by its own Python under Wine: nothing that it needs was left out of the tree."""

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.installer import walk

ROOT = Path(__file__).parents[2]
NOT_PACKED = ("PySide6/QtTest.pyd", "PySide6/Qt6Test.dll")
"""By which our makers of screens press keys."""
TOGETHER = 2 if walk.WHOLE else 1
"""Processes that share the stops between them."""


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
