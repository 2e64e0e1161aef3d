"""Throw-away Windows: a Wine prefix in a home of its own, with the stubs that this Wine lacks, under its own screen.

The stubs (icuuc, mscms, bcryptprimitives) exist in every Windows 10. They are built into the prefix and never shipped.
"""

import contextlib
import fcntl
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).resolve().parent
STUBS = {"icuuc": (), "mscms": (), "bcryptprimitives": ("-ladvapi32",)}
NEEDED = ("makensis", "x86_64-w64-mingw32-gcc", "Xvfb", "import", "convert", "xdotool")
SCREEN = "1366x768x24"


def wine() -> str | None:
    """Debian keeps the 64-bit one beside the path."""
    return shutil.which("wine64") or shutil.which("wine64", path="/usr/lib/wine") or shutil.which("wine")


def missing() -> list[str]:
    """What a Debian lacks: apt-get install wine64 wine64-preloader nsis gcc-mingw-w64-x86-64 xvfb xdotool imagemagick.

    Without the preloader one program in some thousands ends with 1 and in silence: what Linux loads at random lies
    where Windows has something of its own.
    """
    return [*(["wine64"] if wine() is None else []), *(tool for tool in NEEDED if not shutil.which(tool))]


@dataclass(frozen=True)
class Ran:
    code: int
    said: str


class Running:
    """A program under way. What it says is read as it comes: what it starts holds the same pipe, and may outlive it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self._said = b""
        self._reading = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        pipe = self.process.stdout
        assert pipe is not None
        while select.select([pipe], [], []):
            with self._reading:
                come = os.read(pipe.fileno(), 1 << 16)
                self._said += come
                if not come:
                    pipe.close()  # here, as who looks how much is unread must not find it closed under his hands
                    return

    @property
    def said(self) -> str:
        return self._said.decode("utf-8", "replace").replace("\r\n", "\n")

    def says(self, word: str = "\n", seconds: float = 60) -> None:
        """Wait until it has said this."""
        until = time.monotonic() + seconds
        while word not in self.said:
            if time.monotonic() > until:
                raise TimeoutError(f"not said within {seconds} s: {word!r}")
            time.sleep(0.05)

    def end(self, seconds: float = 300) -> Ran:
        code = self.process.wait(seconds)
        while self._reader.is_alive() and self._unread():
            time.sleep(0.01)
        return Ran(code, self.said)

    def _unread(self) -> bool:
        assert self.process.stdout is not None
        with self._reading:
            if self.process.stdout.closed:
                return False
            (size,) = struct.unpack("i", fcntl.ioctl(self.process.stdout, termios.FIONREAD, bytes(4)))
            return bool(size)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """It stands still meanwhile."""
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)
        self._reader.join(5)


@dataclass
class Prefix:
    folder: Path
    display: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    """Variables of the environment for what is run."""
    started: "list[Running]" = field(default_factory=list)

    @property
    def drive(self) -> Path:
        return self.folder / "prefix" / "drive_c"

    @cached_property
    def user(self) -> Path:
        """The user's own folder."""
        (found,) = (each for each in (self.drive / "users").iterdir() if each.name != "Public")
        return found

    @property
    def local(self) -> Path:
        return self.user / "AppData" / "Local"

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "PYTHON", "WINE"))}
        overrides = "mscoree,mshtml=;winemenubuilder.exe=d;" + ",".join(STUBS) + "=n,b"
        own = {"HOME": str(self.folder), "WINEPREFIX": str(self.folder / "prefix"), "WINEARCH": "win64"}
        return {
            **kept,
            **own,
            "LC_ALL": "C.UTF-8",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": overrides,
            "DISPLAY": self.display,
            **self.more,
        }

    def start(self, *words: str | Path) -> "Running":
        """Wine's Python dies with a plain file as its output or a terminal as its input: a pipe and nothing."""
        self._stay()
        process = subprocess.Popen(
            [str(wine()), *map(str, words)],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
        )
        running = Running(process)
        self.started.append(running)
        return running

    def run(self, *words: str | Path, seconds: float = 300) -> Ran:
        """Wait for its end, and not for that of what it may have started."""
        running = self.start(*words)
        try:
            return running.end(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            raise

    def _stay(self) -> None:
        """Keep Windows up between programs, as it is on a PC: Debian's ends with each of them, and a boot takes 2 s."""
        nothing = subprocess.DEVNULL
        command = (self._server, "-p60")  # seconds, after which what a run left behind ends by itself
        subprocess.run(command, env=self.environment(), stdin=nothing, stdout=nothing, stderr=nothing, check=False)

    def wait(self, seconds: float = 120) -> None:
        """Until all that was started in it has ended (an Uninstall.exe goes on as a copy of itself)."""
        until = time.monotonic() + seconds
        while left := [program for process in self._processes() if (program := _program(process)) not in _WINDOWS]:
            if time.monotonic() > until:
                raise TimeoutError(f"still at work: {', '.join(left)}")
            time.sleep(0.1)

    def has_loaded(self, library: Path) -> bool:
        """Whether something in it runs with this library."""
        for process in self._processes():
            with contextlib.suppress(OSError):
                if str(library).encode() in (process / "maps").read_bytes():
                    return True
        return False

    def _processes(self) -> Iterator[Path]:
        mark = f"WINEPREFIX={self.folder / 'prefix'}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # ended meanwhile
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    yield process

    def stop(self) -> None:
        """End all that runs in it at once, as a power cut would."""
        for process in self._processes():
            with contextlib.suppress(OSError):
                os.kill(int(process.name), signal.SIGKILL)
        while self.started:
            self.started.pop().kill()

    @property
    def _server(self) -> str:
        return shutil.which("wineserver") or str(shutil.which("wineserver", path="/usr/lib/wine"))

    def shut_down(self) -> None:
        """End all that runs in it, with its registry written."""
        subprocess.run([self._server, "-k"], env=self.environment(), check=False, capture_output=True, timeout=60)
        subprocess.run([self._server, "-w"], env=self.environment(), check=False, capture_output=True, timeout=60)

    def copy(self, folder: Path) -> "Prefix":
        self.shut_down()
        shutil.copytree(self.folder, folder, symlinks=True)
        return Prefix(folder, self.display, self.more)

    def screenshot(self, to: Path) -> Path:
        subprocess.run(["import", "-display", self.display, "-window", "root", str(to)], check=True, timeout=60)
        return to

    def press(self, *keys: str, pause: float = 0.4) -> None:
        """On the window that has the keyboard."""
        for key in keys:
            subprocess.run(["xdotool", "key", "--clearmodifiers", key], env=self.environment(), check=True, timeout=30)
            time.sleep(pause)

    def height(self, number: str) -> int:
        """Of a window, in dots."""
        words = ("xdotool", "getwindowgeometry", "--shell", number)
        told = subprocess.run(
            words, env=self.environment(), capture_output=True, text=True, check=True, timeout=30
        ).stdout
        return int(told.partition("HEIGHT=")[2].split()[0])

    def window(self, title: str, seconds: float = 60) -> str:
        """Wait for a window whose title matches; the number of the one that lies over the others."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            words = ("xdotool", "search", "--onlyvisible", "--name", title)
            found = subprocess.run(
                words, env=self.environment(), capture_output=True, text=True, check=False, timeout=30
            )
            if found.stdout.split():
                return found.stdout.split()[-1]
            time.sleep(0.3)
        raise TimeoutError(f"no window {title!r} within {seconds} s")


_WINDOWS = {
    *("wineserver", "wineserver64", "services.exe", "winedevice.exe", "plugplay.exe", "svchost.exe", "explorer.exe"),
    *("rpcss.exe", "conhost.exe", "start.exe", ""),
}
"""What is always at work in a Windows of Wine; a process that has just ended has no name."""


def _program(process: Path) -> str:
    with contextlib.suppress(OSError):
        first = (process / "cmdline").read_bytes().split(b"\0")[0].decode("utf-8", "replace")
        return re.split(r"[/\\]", first)[-1].lower()
    return ""


def make(folder: Path, display: str) -> Prefix:
    """A fresh one; about twenty seconds."""
    folder.mkdir(parents=True)
    prefix = Prefix(folder, display)
    prefix.run("wineboot", "-i")
    prefix.run("winecfg", "-v", "win10")  # this Wine takes itself for Windows 7
    prefix.shut_down()
    for link in prefix.user.iterdir():
        if link.is_symlink():  # Desktop and the like, which lead to the home
            link.unlink()
            link.mkdir()
    for stub, words in STUBS.items():
        built = prefix.drive / "windows" / "system32" / f"{stub}.dll"
        built.unlink(missing_ok=True)
        command = ("x86_64-w64-mingw32-gcc", "-O1", "-s", "-shared", str(HERE / f"{stub}.c"), "-o", str(built), *words)
        subprocess.run(command, check=True, timeout=60)
    return prefix


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """An X server of its own; its name."""
    reads, writes = os.pipe()
    command = ("Xvfb", "-displayfd", str(writes), "-screen", "0", SCREEN, "-nolisten", "tcp")
    server = subprocess.Popen(command, pass_fds=(writes,), stderr=subprocess.DEVNULL)
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        yield f":{number}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
