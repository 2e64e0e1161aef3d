"""The way through the packed program, run by its own Python: `python.exe walk.py REPOSITORY FOLDER [STOP...]`.

What was left out of the tree is missed here by its name. Each stop says "ok NAME" or "FAILED NAME" and why.
"""

import ast
import contextlib
import importlib
import io
import os
import pkgutil
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from functools import partial
from pathlib import Path, PurePath
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # set here, as Wine takes QT_* out of what it is given

POSIX_ALONE = {"fcntl", "resource", "termios"}
WHOLE = bool(os.environ.get("DIDAR_WALK_WHOLE"))
"""Every state of every screen, as installer/test has it. Else each screen once, and each group of the settings."""
KILLS = 6 if WHOLE else 3
THOROUGHLY = ("settings", "setup")
USERS = "S-1-5-32-545"
Stop = Callable[[Path], object]


def imports(_folder: Path) -> None:
    """Every module of the program, and whatever its functions import later."""
    missing = []
    for name in sorted(set(_ours()) | set(_imported_somewhere())):
        try:
            importlib.import_module(name)
        except ImportError as error:
            missing.append(f"{name}: {error}")
        except AttributeError as error:
            if name != "serial.tools.list_ports":  # this Wine lacks a function that it asks for; Windows has it
                missing.append(f"{name}: {error}")
    assert not missing, missing


def _ours() -> Iterator[str]:
    import app
    import db
    import ui

    for package in (app, db, ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith("db.migrations."):  # which alembic reads by itself
                yield module.name


def _imported_somewhere() -> Iterator[str]:
    import app

    for room in ("app", "db", "ui"):
        for path in (Path(app.__file__).parents[1] / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from {alias.name for alias in node.names} - POSIX_ALONE
                elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module not in POSIX_ALONE:
                    yield str(node.module)


def quietly(folder: Path) -> None:
    """What Qt looks for by itself, and goes on without when it is not there."""
    from PySide6.QtCore import QBuffer, QLibraryInfo, QTranslator
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from tests.screens.render import settings
    from ui.main import application

    _app = QApplication.instance() or application(settings(folder / ".settings"))
    own_words = QTranslator()
    assert own_words.load("qtbase_fa", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert own_words.translate("QPlatformTheme", "Cancel") == "انصراف"
    photo = QBuffer()
    assert QImage(8, 8, QImage.Format.Format_RGB32).save(photo, "JPEG")  # as papers that come with a visit are
    assert not QImage.fromData(photo.data()).isNull()


def verbs(folder: Path) -> None:
    """From the first start to the report's receipt, in a folder whose name has Persian letters and spaces."""
    from tests.app.report import envelopes
    from tests.app.test_cli import BAD, GOOD, HEADING, INIT

    office = folder / "دفتر من ۱"
    office.mkdir()
    passphrase = office / "رمز.txt"
    passphrase.write_text("چهار واژهٔ دور از هم\n", encoding="utf-8")
    from app.access import keep_private

    keep_private(passphrase)
    os.environ |= {"DIDAR_HOME": str(office / "store"), "DIDAR_PASSPHRASE_FILE": str(passphrase)}
    _says(INIT)
    register = office / "ثبت.csv"
    typed = f"{HEADING}\n{GOOD}\n{BAD}".replace("ی", "ي")  # as spreadsheets on an old Windows write it
    register.write_text(f"{typed}\n", encoding="cp1256")
    assert "0012345678" not in _says(["import", register, "--skip-bad", "--json"])
    assert "پرونده" not in _says(["check"])
    _says(["import", _as_sheet(register), "--json", "--skip-bad"])
    out = office / "گزارش"
    made = _says(["report", "1405-2", "--out", out, "--json"])
    assert '"draft": false' in made
    pdf = out / "didar-102168-1405-2.pdf"
    assert '"ok": true' in _says(["verify", pdf, "--json"])
    assert '"ok": false' in _says(["verify", register, "--json"], code=1)
    cert = office / "receiver.pem"
    cert.write_bytes(envelopes.chosen()[0])
    _says(["report", "1405-2", "--out", office / "sealed", "--encrypt-to", cert])
    key = envelopes.written(office)
    _says(["open", office / "sealed" / f"{pdf.name}.p7m", "--key", key, "--out", office / "opened.pdf"])
    _says(["verifier", office / "verifier.html"])
    _says(["list", "1405/04/07", "--out", office / "day.pdf"])
    token = ["--pkcs11", office / "no.dll", "--token", "t", "--pin-file", passphrase]
    said = _says(["report", "1405-1", "--out", out, *token], code=1)
    assert "Traceback" not in said
    _says(["backup", office / "پشتیبان.didar"])
    _says(["restore", office / "پشتیبان.didar"])
    _says(["check"])
    assert (office / "day.pdf").read_bytes().startswith(b"%PDF")


def _says(words: list[str | Path], code: int = 0) -> str:
    from app import cli
    from app.domain.texts import speak

    speak("en")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        ended = cli.main([str(word) for word in words])
    assert ended == code, f"{words[0]}: {said.getvalue()}"
    assert "Others on this PC" not in said.getvalue()
    return said.getvalue()


def _as_sheet(register: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for line in register.read_text(encoding="cp1256").splitlines():
        book.active.append(line.split(","))
    path = register.with_suffix(".xlsx")
    book.save(path)
    return path


def private(folder: Path) -> None:
    """Rights: the folder of the store is this user's alone; what others can read is known."""
    from app import access

    kept, file = folder / "private", folder / "open.txt"
    kept.mkdir()
    file.write_text("x")
    assert access.others_can_read(file)
    access.keep_private(kept)
    access.keep_private(file)
    assert not access.others_can_read(file)
    assert access._rights(kept).allowed, "a list, not everybody"
    ours = {access._this_user(), access.SYSTEM, access.ADMINISTRATORS}
    assert not access._rights(kept).has_others(access._READ, ours)
    assert not access.administrators_alone_write(file)


def rights_of_windows(access: Any, path: PurePath) -> Any:
    """Owner and list as Windows gives them to Program Files and what is in it, and to the root of the drive."""
    usual = [(access.SYSTEM, 0x1F01FF), (access.ADMINISTRATORS, 0x1F01FF), (USERS, 0x1200A9)]
    top = [("S-1-5-11", 0x4)] if path == path.parent else []  # whoever has signed in may add folders
    return access._Rights(access.INSTALLER, usual + top)


@contextlib.contextmanager
def put_in(names: MutableMapping[str, Any], name: str, value: object) -> Iterator[None]:
    """Of a module, or of the environment."""
    real = names[name]
    names[name] = value
    try:
        yield
    finally:
        names[name] = real


def preset(folder: Path) -> None:
    """Beside a machine-wide installation it is taken, and named only once an ordinary user could have written it."""
    import datetime as dt
    import winreg

    from app import access, preset_sources, presets, program

    installation = folder / "Program Files" / "Didar"
    version, file = installation / "0.1.0-1", installation / preset_sources.FILE
    (version / "runtime").mkdir(parents=True)
    (installation / program.LAUNCHER).touch()
    shared = folder / "ProgramData" / "Didar" / preset_sources.FILE
    shared.parent.mkdir(parents=True)
    shared.write_text("due_days = 3\n", encoding="utf-8")

    def found(weak: Path | None = None) -> tuple[list[str], list[str]]:
        """The values that are taken, and what is named, if an ordinary user may write there."""

        def rights(path: Path) -> Any:
            usual = rights_of_windows(access, path)
            return usual._replace(allowed=[(USERS, 0x2)]) if path == weak else usual

        laid = put_in(vars(program), "_VERSION", version)
        elsewhere = put_in(os.environ, "PROGRAMDATA", str(shared.parents[1]))
        with laid, elsewhere, put_in(vars(access), "_rights", rights):
            read = presets.read(preset_sources.of_this_pc(), dt.datetime.now(dt.UTC))
            assert program.is_for_all_users() == (weak in (None, file))
        return list(read.given), [one.path for one in read.ignored]

    assert found() == ([], [str(shared)])
    file.write_text("due_days = 5\n", encoding="utf-8")
    assert found() == (["due_days"], [str(shared)])
    for weak in (file, installation, installation.parent):
        assert found(weak) == ([], [str(file), str(shared)]), weak
    with put_in(vars(program), "_VERSION", version):
        assert not program.is_for_all_users()
        with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, r"Software\Didar", 0, winreg.KEY_WRITE | 0x100) as key:
            winreg.SetValueEx(key, "InstallDir", 0, winreg.REG_SZ, str(folder))
        assert not program.is_for_all_users()  # nothing of it is there
        for left in (program.LAUNCHER, program.REMOVER):
            (folder / left).write_text("")
            assert program.is_for_all_users(), left
            (folder / left).unlink()
        (folder / "0.1.0-1" / "runtime").mkdir(parents=True)
        assert program.is_for_all_users()
        winreg.DeleteKeyEx(winreg.HKEY_LOCAL_MACHINE, r"Software\Didar", 0x100, 0)


def locks(folder: Path) -> None:
    """Of two processes: who has the desk, who has the store; a killed one lets go."""
    from app.domain.errors import Unavailable
    from app.security import store_lock

    def free(kind: str) -> bool:
        try:
            getattr(store_lock, kind)(folder).release()
        except Unavailable:
            return False
        return True

    for held, expected in {
        "share": {"share": True, "whole": False, "desk": True},
        "whole": {"share": False, "whole": False, "desk": True},
        "desk": {"desk": False, "share": True, "outbox": True},
    }.items():
        other = _another("held", folder, held)
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        found = {kind: free(kind) for kind in expected}
        other.kill()
        other.wait()
        other.stdout.close()
        assert found == expected, (held, found)
        assert free("whole")
        assert free("desk")


def held(folder: Path, kind: str) -> None:
    from app.security import store_lock

    lock = getattr(store_lock, kind)(folder)
    _say("held")
    time.sleep(120)
    lock.release()


def kills(folder: Path) -> None:
    """Whatever moment of saving a process is ended at: no acknowledged visit is lost, the trail is whole."""
    from app import queue
    from app.agency import found
    from app.security import backup
    from app.unlock import unlock
    from tests.conftest import CHEAP, MEETING_DAY, NAKHLESTAN, PASSPHRASE

    home, chance, said = folder / "store", random.Random(), []
    found(home, NAKHLESTAN, PASSPHRASE, kdf=CHEAP)[0].close()
    for kill in range(KILLS):
        saver = _another("saving", home, str(kill * 100_000 + 1))
        assert saver.stdout is not None
        said += [int(saver.stdout.readline()) for _visit in range(chance.randint(2, 4))]
        time.sleep(chance.uniform(0.005, 0.2))
        saver.kill()
        said += [int(line) for line in saver.stdout.read().split("\n") if line]
        saver.wait()
        saver.stdout.close()
    with unlock(home, PASSPHRASE) as office:
        backup.check(office)
        rows = queue.of_day(office, MEETING_DAY)
    assert {row.visit_id for row in rows} >= set(said)
    assert len(rows) - len(said) <= KILLS


def saving(home: Path, first: str) -> None:
    from tests.db.test_kill import save

    class Said:
        def send(self, visit: int) -> None:
            _say(str(visit))

    save(home, int(first), Said())  # type: ignore[arg-type]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _another(stop: str, *words: str | Path) -> "subprocess.Popen[str]":
    from app import program

    command = [program.interpreter(), "-X", "utf8", __file__, sys.argv[1], f"{stop}:", *map(str, words)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, encoding="utf-8")


class _EnoughError(Exception):
    """As many states of a screen were opened as were wanted."""


@contextlib.contextmanager
def _states(wanted: int | None) -> Iterator[list[Path]]:
    """The pictures of what is opened meanwhile: so many states, or all."""
    from tests.screens import render

    real, opened = render.render, []

    def counted(*words: Any, **named: Any) -> Path:
        if wanted is not None and len(opened) >= wanted:
            raise _EnoughError
        opened.append(real(*words, **named))
        return opened[-1]

    makers = [module for module in list(sys.modules.values()) if vars(module).get("render") is real]
    for module in makers:
        vars(module)["render"] = counted
    try:
        yield opened
    finally:
        for module in makers:
            vars(module)["render"] = real


def _screen(name: str) -> Stop:
    def drawn(folder: Path) -> None:
        from ui.start import import_plainly

        import_plainly()
        screen = importlib.import_module(f"tests.screens.{name}")
        with _states(None if WHOLE or name in THOROUGHLY else 1) as opened, contextlib.suppress(_EnoughError):
            list(screen.pictures(folder, "light"))
        assert opened

    return drawn


def stops() -> dict[str, Stop]:
    from tests.screens.__main__ import SCREENS

    own: tuple[Stop, ...] = (imports, quietly, verbs, private, preset, locks, kills)
    return {stop.__name__: stop for stop in own} | {name: _screen(name) for name in SCREENS}


def main(repository: str, folder: str, *wanted: str) -> int:
    # behind the tree's own, which has neither pytest nor our tests
    sys.path += [repository, str(Path(repository) / "tests" / "installer")]
    importlib.import_module("stand_ins").install(Path(repository) / "more")
    # the makers of screens leave their folder while the store in it is still being read: Windows removes no open file
    vars(tempfile)["TemporaryDirectory"] = partial(tempfile.TemporaryDirectory, ignore_cleanup_errors=True)
    if folder in ("held:", "saving:"):
        {"held:": held, "saving:": saving}[folder](Path(wanted[0]), wanted[1])
        return 0
    failed = 0
    for name, stop in stops().items():
        if wanted and name not in wanted:
            continue
        since = time.monotonic()
        place = Path(folder) / name
        place.mkdir(parents=True)
        try:
            stop(place)
        except BaseException:  # noqa: BLE001 - the next stop is told of too
            failed += 1
            _say(f"FAILED {name}\n{traceback.format_exc()}")
        else:
            _say(f"ok {name} {time.monotonic() - since:.1f} s")
    return failed


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
