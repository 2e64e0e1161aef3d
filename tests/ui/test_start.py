"""The program's entry: what is said when no window can open, what is loaded before the first frame, what is timed."""

import json
import os
import subprocess
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest

from app import cli
from tests.conftest import PASSPHRASE
from ui import start

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE, encoding="utf-8")
    path.chmod(0o600)
    return path


def didar(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """A whole process, as the user starts it."""
    surroundings = {**os.environ, "DIDAR_HOME": str(home), "XDG_CONFIG_HOME": str(home.parent / "pc")}
    surroundings.pop("DIDAR_PASSPHRASE_FILE", None)
    command = [sys.executable, "-m", "ui.start", "--lang", "en", *words]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("words", [[], ["demo"], ["--time-startup", "--passphrase-file", "f"]])
def test_without_a_display_one_line_says_so_and_names_the_verbs_that_work(words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    assert start.main(["--lang", "en", *words]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("There is no display")
    assert all(verb in line for verb in cli.WITHOUT_SCREEN)
    assert set(cli.WITHOUT_SCREEN) == set(cli.VERBS)


@pytest.mark.parametrize("name", DISPLAYS)
def test_any_kind_of_display_will_do(name, monkeypatch):
    for each in DISPLAYS:
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, "offscreen")
    assert start.has_display()


class NoLibrary(MetaPathFinder):
    """A PC on which one of Qt's system libraries is missing."""

    def find_spec(self, name, *_where):
        if name == "PySide6.QtWidgets":
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")


def test_a_missing_system_library_is_named_in_one_line_with_what_to_install(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "PySide6.QtWidgets", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoLibrary(), *sys.meta_path])
    monkeypatch.setattr("gc.disable", lambda: None)
    assert start.main(["--lang", "en"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "libEGL.so.1" in line
    assert start.SYSTEM_PACKAGES in line
    assert "shared object" not in line


def test_on_windows_the_setup_is_named_as_all_comes_with_it(monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delitem(sys.modules, "PySide6.QtWidgets", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoLibrary(), *sys.meta_path])
    monkeypatch.setattr("gc.disable", lambda: None)
    assert start.main(["--lang", "en"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "Run its setup again" in line
    assert "Debian" not in line


def test_a_display_that_does_not_answer_is_one_line_too(tmp_path, monkeypatch):
    """Without this Qt aborts: as it does where libxcb-cursor0 is missing."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":9876")
    ended = didar(home=tmp_path / "home")
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith("The window cannot be opened (")
    assert start.X11_PACKAGES in line


def test_the_version_is_told_without_a_display(monkeypatch, capsys):
    for name in DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit) as end:
        start.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == "didar 0.1.0\n"


def loaded_by(program: str) -> set[str]:
    """The modules of a fresh process after this."""
    command = [sys.executable, "-c", f"{program}; import sys; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_the_first_frame_waits_for_nothing_of_the_store():
    loaded = loaded_by("import ui.main")
    assert "PySide6.QtWidgets" in loaded
    assert not loaded & {"sqlalchemy", "sqlcipher3", "cryptography", "db", "app.office", "app.unlock", "ui.desk"}
    assert not loaded & {"PySide6.QtNetwork", "ui.help", "reportlab", "pyhanko"}


def test_the_card_waits_for_nothing_of_the_store_either():
    assert not loaded_by("import ui.setup.unlock") & {"sqlalchemy", "sqlcipher3", "db", "app.office", "app.unlock"}


def test_a_store_is_opened_without_what_only_signing_and_reports_need():
    loaded = loaded_by("import app.unlock, ui.frame.office, ui.desk.screen")
    assert "sqlalchemy.orm" in loaded
    assert not loaded & {"cryptography.x509", "pyhanko", "asn1crypto", "reportlab", "openpyxl", "xlsxwriter", "alembic"}


def test_what_is_loaded_behind_qt_is_not_read_as_source():
    """PySide's own `import` looks through each module's source; the cache of sources tells that it was not asked."""
    sources = "import linecache; print(*linecache.cache)"
    loading = "import PySide6.QtWidgets; from ui import start; start.import_plainly(); import ui.window, app.unlock"
    command = [sys.executable, "-c", f"{loading}; {sources}"]
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "ui/window.py" not in read
    assert "sqlalchemy/orm/session.py" not in read


def test_start_up_is_timed_from_the_process_to_the_desk(home, passphrase_file):
    done = didar("--time-startup", "--passphrase-file", str(passphrase_file), home=home)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    told = json.loads(line)
    assert list(told) == ["first_paint_s", "unlock_s", "usable_s", "rss_mib"]
    assert 0 < told["first_paint_s"] < told["usable_s"]
    assert told["unlock_s"] > 0
    assert told["rss_mib"] > 0


def test_without_a_passphrase_file_nothing_is_timed(home):
    done = didar("--time-startup", home=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert "DIDAR_PASSPHRASE_FILE" in done.stderr


def test_a_wrong_passphrase_a_missing_file_and_a_missing_store_end_the_timing_with_the_reason(
    home, tmp_path, passphrase_file
):
    wrong = tmp_path / "wrong"
    wrong.write_text("گذرواژهٔ دیگری برای آزمون", encoding="utf-8")
    wrong.chmod(0o600)
    for file, place, reason in (
        (wrong, home, "passphrase"),
        (tmp_path / "nowhere", home, "nowhere"),
        (passphrase_file, tmp_path / "empty", "no office's store"),
    ):
        done = didar("--time-startup", "--passphrase-file", str(file), home=place)
        assert (done.returncode, done.stdout) == (1, ""), done.stderr
        assert reason in done.stderr
        assert len(done.stderr.splitlines()) == 1
