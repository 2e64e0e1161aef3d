"""The process in which strangers' files are read: it may take 10 s of CPU and 600 MiB a file, or it dies (rule 1)."""

import base64
import datetime as dt
import json
import os
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import astuple
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from app import program
from app.domain import texts
from app.report import limits
from app.report.trust import Pin, Trust
from app.report.verdict import Verdict, said

if TYPE_CHECKING:
    from app.report.envelope import Key

# the path is given, not inherited: the child finds the same modules as we do, however we were started
_START = "import json,sys; sys.path[:] = json.loads(sys.argv[1]); from app.report.verify_worker import main; main()"
WALL_SECONDS = 6 * limits.CPU_SECONDS
"""Where a process's own CPU can't be limited (Windows), and for one that sleeps."""


class Worker:
    """The parent's side: starts the process, and again after its death."""

    def __init__(self, trusted: Trust, now: dt.datetime, key: "Key | None" = None, visit: str | None = None) -> None:
        self._orders = json.dumps({**_packed(trusted, now, key), "visit": visit}).encode() + b"\n"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def verdict(self, path: str) -> Verdict:
        """The verdict on one file. A death, or no answer in time, refuses this file only."""
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the pipes were asked for")
        alarm = threading.Timer(WALL_SECONDS, process.kill)
        alarm.start()
        try:
            process.stdin.write(json.dumps(path).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            alarm.cancel()
            alarm.join()
        if not line.endswith(b"\n"):
            self._stop()
            return Verdict(path, reason=said(1), rule=1, detail="the process that read it died")
        return Verdict.unpacked(json.loads(line))

    def kill(self) -> None:
        """From another thread: the file in hand is given up, and refused as one that took the process down."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Nothing is left running."""
        self._stop()

    @property
    def process_id(self) -> int | None:
        """Of the process that runs; None before the first file and after a death."""
        return self._process.pid if self._process else None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(
                [program.interpreter(), "-c", _START, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback over a stranger's file may hold its words
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            if self._process.stdin is not None:
                with suppress(BrokenPipeError):  # it was killed already; the next write says so too
                    self._process.stdin.write(self._orders)
        return self._process

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _closed(pipe)
        self._process = None


def _closed(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # what was not sent to a dead process is not missed


def _packed(trusted: Trust, now: dt.datetime, key: "Key | None") -> dict[str, Any]:
    """The key goes through the pipe alone, never to a disk or into arguments."""
    return {
        "language": texts.language(),
        "now": now.isoformat(),
        "certificates": [base64.b64encode(der).decode() for der in trusted.certificates],
        "key": base64.b64encode(_pkcs8(key)).decode() if key else None,
        "pins": {code: [astuple(pin) for pin in pins] for code, pins in trusted.pins.items()},
    }


def _pkcs8(key: "Key") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _key(packed: str | None) -> "Key | None":
    if packed is None:
        return None
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    return load_der_private_key(base64.b64decode(packed), None)  # type: ignore[return-value]  # checked when it was read


def main() -> None:
    """The child's side: a line of orders, then a path a line, a verdict a line."""
    program.keep_heap_at_home()
    _limit_memory()
    from app import visit_slips
    from app.report.verify import verify

    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    orders = json.loads(sys.stdin.buffer.readline())
    texts.speak(orders["language"])
    trusted = Trust(
        frozenset(base64.b64decode(der) for der in orders["certificates"]),
        {code: tuple(Pin(*pin) for pin in pins) for code, pins in orders["pins"].items()},
    )
    now, key = dt.datetime.fromisoformat(orders["now"]), _key(orders["key"])
    visit = visit_slips.read(orders["visit"]) if orders["visit"] else None
    for line in sys.stdin.buffer:
        path = json.loads(line)
        _limit_time()
        data = read(path)
        asked = partial(verify, trusted=trusted, name=path, now=now, key=key, visit=visit)
        verdict = data if isinstance(data, Verdict) else asked(data)
        _answer(answers, verdict)


def _answer(answers: BinaryIO, verdict: Verdict) -> None:
    answers.write(json.dumps(verdict.packed()).encode() + b"\n")
    answers.flush()


def read(path: str) -> bytes | Verdict:
    """A file's bytes, read once; or the verdict on what is no regular file within the limit, or can't be read."""
    try:
        before = os.lstat(path)
        if not stat.S_ISREG(before.st_mode) or before.st_size > limits.FILE:
            return Verdict(path, reason=said(1), rule=1, detail="not a regular file, or too large")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            if not os.path.samestat(before, os.fstat(handle)):
                return Verdict(path, reason=said(1), rule=1, detail="another file by now")
            return file.read(limits.FILE + 1)
    except OSError:
        return Verdict(path, reason=texts._("The file can't be read."), rule=1, detail="not readable")


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time() -> None:
    """So many seconds of CPU from here on."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + 1 + limits.CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
