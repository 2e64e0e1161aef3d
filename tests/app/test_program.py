"""What the program starts, from its sources and where it is installed."""

import ctypes
import sys
from contextlib import contextmanager
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


class Registry:
    """The machine's part of it, with this value of the setup for all users; None: without any."""

    HKEY_LOCAL_MACHINE, KEY_READ = "HKLM", 0x20019

    def __init__(self, install_dir):
        self.install_dir = install_dir

    @contextmanager
    def OpenKey(self, root, key, _reserved, access):
        assert (root, key, access & 0x100) == ("HKLM", r"Software\Didar", 0x100)
        yield self

    def QueryValueEx(self, _key, name):
        if self.install_dir is None or name != "InstallDir":
            raise FileNotFoundError(name)
        return self.install_dir, 1


@pytest.mark.parametrize(
    ("told", "is_there", "for_all"),
    [("machine", True, True), ("machine", False, False), ("", True, False), (None, True, False)],
)
def test_the_registry_says_so_if_a_launcher_is_where_the_setup_installed(
    installed, tmp_path, monkeypatch, told, is_there, for_all
):
    """As the setup for one user asks: what a removal left of its key says nothing."""
    (tmp_path / "machine").mkdir()
    if is_there:
        (tmp_path / "machine" / "Didar.exe").touch()
        (tmp_path / "Didar.exe").touch()
    monkeypatch.chdir(tmp_path)  # a name without a folder is no place
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("app.access.administrators_alone_write", lambda _path: False)
    monkeypatch.setitem(sys.modules, "winreg", Registry(told and str(tmp_path / told)))
    assert program.is_for_all_users() is for_all


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
