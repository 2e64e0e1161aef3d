"""What the program starts, from its sources and where it is installed."""

import ctypes
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import program
from app.report import verify_worker


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """As the setup leaves it: the launcher, and below it a version with a Python of its own."""
    version = tmp_path / "دیدار" / "0.1.0-1"
    (version / "runtime").mkdir(parents=True)
    (version.parent / "Didar.exe").touch()
    monkeypatch.setattr(program, "_VERSION", version)
    monkeypatch.setattr(sys, "executable", str(version.parent / "Didar.exe"))
    return version


def test_from_its_sources_it_is_not_installed():
    assert not program.is_installed()
    assert program.folder() is None


def test_from_its_sources_this_python_starts_it_anew():
    assert program.interpreter() == sys.executable
    assert program.restart(["demo"]) == (sys.executable, ["-m", "ui.start", "demo"])


def test_an_installation_knows_its_folder(installed):
    assert program.is_installed()
    assert program.folder() == installed.parent


def test_an_installation_starts_its_own_python(installed):
    assert Path(program.interpreter()) == installed / "runtime" / "python.exe"


def test_an_installation_is_opened_anew_by_its_launcher(installed):
    assert program.restart(["demo"]) == (str(installed.parent / "Didar.exe"), ["demo"])


def test_a_version_without_its_launcher_is_not_installed(installed):
    (installed.parent / "Didar.exe").unlink()
    assert not program.is_installed()


def test_a_folder_without_a_runtime_is_not_installed(installed):
    (installed / "runtime").rmdir()
    assert not program.is_installed()


@pytest.mark.parametrize("by_folder", [False, True])
@pytest.mark.parametrize("by_registry", [False, True])
def test_it_is_for_all_users_by_its_folder_or_by_what_the_setup_wrote(installed, monkeypatch, by_folder, by_registry):
    monkeypatch.setattr("app.access.administrators_alone_write", lambda path: by_folder and path == installed.parent)
    monkeypatch.setattr(program, "_is_in_the_machine_s_part", lambda: by_registry)
    assert program.is_for_all_users() is (by_folder or by_registry)


def test_what_is_not_installed_is_for_nobody_else(monkeypatch):
    monkeypatch.setattr(program, "_is_in_the_machine_s_part", lambda: True)
    assert not program.is_for_all_users()


def test_windows_sends_away_no_heap_of_the_process_that_reads_with_a_private_key(monkeypatch):
    class Stopped(Exception):
        pass

    def stops():
        raise Stopped

    asked = []
    kernel = SimpleNamespace(WerSetFlags=asked.append)
    monkeypatch.setattr(ctypes, "WinDLL", {"kernel32": kernel}.__getitem__, raising=False)
    monkeypatch.setattr(verify_worker, "_limit_memory", stops)
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(Stopped):
        verify_worker.main()
    assert asked == [1]


def test_elsewhere_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(ctypes, "WinDLL", None, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    program.keep_heap_at_home()
