"""The dialogue with a modem on a line: commands and their answers, a part handed over, reports that come unasked.

It knows no messages and no store. A line that breaks is `Lost`, an answer that does not come `Silent`, the modem's own
refusal `Said`. Nothing of what is written is ever logged: it may be a SIM card's PIN or a person's number.
"""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from app.carriers.pdu import Report, Submit, read_report, read_text_report

try:
    import termios
except ImportError:  # Windows
    _BROKEN: tuple[type[Exception], ...] = (OSError,)
else:  # a terminal that is gone makes pyserial raise termios.error, which is no OSError
    _BROKEN = (OSError, termios.error)

END, ESCAPE = b"\x1a", b"\x1b"
USUAL: Final = 5.0
"""Seconds within which a command is answered."""
PROMPT: Final = 15.0
AT_THE_OPERATOR: Final = 90.0
"""Modems' own handbooks speak of 60 seconds and more for AT+CMGS."""
GRACE: Final = 10.0
"""Once somebody wants to stop: how long the answer to a part that is going out is still waited for."""
_PROMPT_SIGN: Final = "> "
_LONGEST: Final = 4096
_NOISE: Final = re.compile(rb"[^\x20-\x7e\r\n]")


class Lost(Exception):
    """The line broke: unplugged, or the driver failed."""


class Silent(Exception):
    """No answer came in time."""


class Said(Exception):
    """The modem refused. code: as `CMS 331`, or `ERROR` where it gave none."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class InDoubt(Exception):
    """A part may have gone out, and may not. code: what the modem said, if anything."""

    def __init__(self, code: str | None = None) -> None:
        super().__init__(code)
        self.code = code


SURE: Final = re.compile(r"CMS (?!332$)[1-4]?\d?\d|CME 1[0-5]|CME 30")
"""Refusals after which a part is certainly not out. With 332 the network's own answer was lost; from 500 on, and by a
bare ERROR, no cause is said.
"""


class Line:
    """port: pyserial's, or anything with read, write, in_waiting, timeout. stopping: whether somebody wants to stop."""

    def __init__(self, port: Any, stopping: Callable[[], bool] = lambda: False) -> None:
        self._port = port
        self._stopping = stopping
        self._bytes = b""
        self._report_octets: int | None = None
        self.reports: list[Report] = []
        self.stored: list[tuple[str, int]] = []
        """Reports that the modem keeps: memory and place."""
        self.unacknowledged = 0

    def command(self, words: str, seconds: float = USUAL) -> list[str]:
        """Give a command; what the modem said before its OK. Raises Said, Silent, Lost."""
        self._clear()
        self._write(words.encode("ascii") + b"\r")
        return self._until_ok(time.monotonic() + seconds)

    def quiet(self, words: str, seconds: float = USUAL) -> bool:
        """Give a command that a modem may do without; whether it took it. Raises Silent, Lost."""
        with suppress(Said):
            self.command(words, seconds)
            return True
        return False

    def wake(self) -> None:
        """Whatever was begun on this line before is broken off, and the modem answers. Raises Silent, Lost."""
        self._write(ESCAPE + b"\r")
        self._settle()
        for _attempt in range(3):
            with suppress(
                Said, Silent
            ):  # what is left of an earlier talk; or the modem finds its speed by the first AT
                self.command("AT", 1.0)
                return
        raise Silent

    def hand_over(self, part: Submit, before_the_end: Callable[[], None]) -> int:
        """Give a part to the modem. The modem's number of it.

        before_the_end is called when all but the last byte, which makes it go out, has been written. Raises Said,
        Silent, Lost and whatever before_the_end raises: it certainly did not go out; InDoubt: nobody can tell.
        """
        self._clear()
        try:
            self._write(f"AT+CMGS={part.octets}\r".encode("ascii"))
            self._until_prompt(time.monotonic() + PROMPT)
            self._write(part.hex.encode("ascii"))
            self._read()  # a line that broke meanwhile says so now, before there can be any doubt
            before_the_end()
        except Exception:
            with suppress(Lost):
                self._write(ESCAPE)
            raise
        return self._let_go(time.monotonic() + AT_THE_OPERATOR)

    def _let_go(self, until: float) -> int:
        try:
            self._write(END)
            while (line := self._next(until, GRACE)) != "OK":  # without a number before it, it may be an earlier one
                if found := re.match(r"\+CMGS: ?(\d+)", line):
                    with suppress(Said, Silent, Lost):  # it is out, whatever becomes of the line now
                        self._until_ok(time.monotonic() + USUAL)
                    return int(found[1]) % 256
                if refusal := _refusal(line):
                    raise Said(refusal) if SURE.fullmatch(refusal) else InDoubt(refusal)
        except (Lost, Silent):
            raise InDoubt from None
        raise InDoubt

    def hear(self, seconds: float, enough: Callable[[], bool]) -> None:
        """Listen to what comes unasked, until there is a report, it is enough or the time is over. Raises Lost."""
        until = time.monotonic() + seconds
        self._take_unasked()
        while not (self.reports or self.stored or enough() or self._stopping()) and time.monotonic() < until:
            self._read()
            self._take_unasked()

    # -----------------------------------------------------------------------------------------------------------------

    def _until_ok(self, until: float) -> list[str]:
        said = []
        while (line := self._next(until)) != "OK":
            if refusal := _refusal(line):
                raise Said(refusal)
            said.append(line)
        return said

    def _until_prompt(self, until: float) -> None:
        while (line := self._next(until)) != _PROMPT_SIGN:
            if refusal := _refusal(line):
                raise Said(refusal)

    def _next(self, until: float, grace: float = 0.0) -> str:
        """The next line that answers, or the sign that the modem waits for a part. Raises Silent when time is over.

        grace: seconds for which is waited all the same once somebody wants to stop.
        """
        stopped = False
        while True:
            line = self._taken()
            if line is None:
                if not stopped and self._stopping():
                    stopped, until = True, min(until, time.monotonic() + grace)
                if time.monotonic() >= until:
                    raise Silent
                self._read()
            elif line and not self._is_unasked(line):
                return line

    def _settle(self) -> None:
        """Wait until nothing comes any more: an answer to what was asked before would be taken for a later one."""
        until = time.monotonic() + USUAL
        while self._read() and time.monotonic() < until:
            pass

    def _clear(self) -> None:
        """Of what has come already only what nobody asked for means anything: an answer would be a late one."""
        while self._waiting():
            self._read()
        self._take_unasked()

    def _waiting(self) -> int:
        try:
            return int(self._port.in_waiting)
        except _BROKEN:
            raise Lost from None

    def _take_unasked(self) -> None:
        while (line := self._taken()) is not None:
            self._is_unasked(line)

    def _taken(self) -> str | None:
        """A line of what has been read, without its end; None: there is no whole one."""
        start = self._bytes.lstrip(b"\r\n")
        if start.startswith(b">"):
            self._bytes = start[1:]
            return _PROMPT_SIGN
        line, end, rest = self._bytes.partition(b"\n")
        if not end:
            return None
        self._bytes = rest
        return line.decode("ascii").strip()

    def _is_unasked(self, line: str) -> bool:
        octets, self._report_octets = self._report_octets, None
        if octets is not None and re.fullmatch("(?:[0-9A-Fa-f]{2})+", line):
            self._put(read_report(line, octets))
            return True
        if found := re.fullmatch(r"\+CDS: ?(\d+)", line):
            self._report_octets = int(found[1])
        elif line.startswith("+CDS:"):
            self._put(read_text_report(line.removeprefix("+CDS:")))
        elif found := re.fullmatch(r'\+CDSI: ?"(\w+)", ?(\d+)', line):
            self.stored.append((found[1], int(found[2])))
        else:
            return False
        return True

    def _put(self, report: Report | None) -> None:
        if report is not None:
            self.reports.append(report)
            self.unacknowledged += 1

    def _write(self, content: bytes) -> None:
        try:
            self._port.write(content)
        except _BROKEN:
            raise Lost from None

    def _read(self) -> bool:
        """Take what is there, or what comes within the port's own short time-out, without what no modem says; whether
        anything came.
        """
        try:
            content = self._port.read(max(1, self._waiting()))
        except _BROKEN:
            raise Lost from None
        self._bytes = (self._bytes + _NOISE.sub(b"", content))[-_LONGEST:]
        return bool(content)


def _refusal(line: str) -> str | None:
    """`CMS 331` of `+CMS ERROR: 331`; `ERROR`; None: it is none."""
    found = re.fullmatch(r"\+(CM[ES]) ERROR: ?(.*)", line)
    return f"{found[1]} {found[2]}" if found else "ERROR" if line == "ERROR" else None
