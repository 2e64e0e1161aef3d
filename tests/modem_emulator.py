"""A modem of the tests' own: it speaks AT on a pty, or behind a socket where there is none, and reads PDUs by
python-gsmmodem's code, not ours. What it gives to its "operator" stands in `accepted`; what it does with the next parts
is said in `acts`.
"""

import datetime as dt
import threading
import time
from dataclasses import dataclass, field
from typing import Self

from gsmmodem import pdu

from tests.modem_ends import Ends, Pty, Socket

END, ESCAPE = b"\x1a", b"\x1b"
OK = "OK"
TEHRAN = dt.timezone(dt.timedelta(hours=3, minutes=30))


@dataclass(frozen=True)
class Accepted:
    """A part that the operator has. number: +98…; reference, total, index: of its header, None for one alone."""

    mr: int
    number: str
    text: str
    validity: dt.timedelta | None
    reference: int | None = None
    total: int | None = None
    index: int | None = None


@dataclass
class Emulator:
    """acts: for each next part one of: "ok" · "no prompt" (never asks for the part) · "slow" (answers letter by letter)
    · "gone" (answers, and then the line breaks)
    · "garbage" (noise around its answers) · "report first" (the report comes before the answer) · "mute" (takes it and
    says nothing) · "cut" (the line breaks while the part is written) · "cut taken" and "cut lost" (the line breaks at
    the last byte, the operator has it or not) · (code, taken): +CMS ERROR, and whether the operator has it even so.

    reports: how delivery reports come: "pdu", "text", "stored" (+CDSI) or "none"; each: by itself with this TP-ST.
    """

    acts: list = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    sim: str = "READY"
    pin: str = "1234"
    tries: int = 3
    creg: int = 1
    csq: int = 18
    csms: str = "0"
    csms_stuck: bool = False
    reports: str = "pdu"
    each: int | None = None
    chatty: bool = False
    mute: bool = False
    pdu_mode_known: bool = True
    mr: int = 10
    unacknowledged: int = 0
    _echo: bool = True
    _buffer: bytes = b""
    _octets: int | None = None
    _act: object = "ok"
    _memory: dict[int, str] = field(default_factory=dict)
    _told_to_report: bool = False
    _held: list[str] = field(default_factory=list)
    _ends: Ends | None = None
    _thread: threading.Thread | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    # plugging --------------------------------------------------------------------------------------------------------

    def on_pty(self) -> str:
        """Plug it in; the port's name."""
        return self._plug(Pty())

    def on_socket(self, again: str = "") -> str:
        """again: where it was before."""
        return self._plug(Socket(int(again.rpartition(":")[2] or 0)))

    def _plug(self, ends: Ends) -> str:
        self.restart()
        self._ends = ends
        self._thread = threading.Thread(target=self._serve, args=(ends,), daemon=True)
        self._thread.start()
        return ends.name

    def unplug(self) -> None:
        """The line breaks. Without power it forgets what it was told, but not its numbers: the SIM has them."""
        ends, self._ends = self._ends, None
        if ends is not None:
            ends.close()

    def restart(self) -> None:
        self._echo, self._buffer, self._octets, self._told_to_report = True, b"", None, False
        if self.pin and self.sim == "UNLOCKED":
            self.sim = "SIM PIN"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()
        if self._thread is not None:
            self._thread.join(5)

    # the operator ----------------------------------------------------------------------------------------------------

    def report(self, number: str, mr: int, status: int = 0, *, damaged: bool = False) -> None:
        """A delivery report comes in, as the operator sends it."""
        at = dt.datetime.now(TEHRAN).replace(microsecond=0)
        if self.reports == "none" or not self._told_to_report:
            return  # and it is lost
        if self.reports == "text":
            stamp = f"{at:%y/%m/%d,%H:%M:%S}+14"
            self._say(f'+CDS: 6,{mr},"{number}",145,"{stamp}","{stamp}",{status}')
            return
        tpdu = bytes((6, mr)) + bytes(pdu._encodeAddressField(number)) + bytes(pdu._encodeTimestamp(at)) * 2
        content = (b"\0" + tpdu + bytes((status,))).hex().upper()
        if self.reports == "stored":
            place = len(self._memory) + 1
            self._memory[place] = f"+CMGR: 0,,{len(tpdu) + 1}\r\n{content}"
            self._say(f'+CDSI: "SR",{place}')
            return
        with self._lock:
            self._held.append(f"+CDS: {len(tpdu) + 1}\r\n{content[:-6] if damaged else content}")
            if self.csms == "0" or not self.unacknowledged:
                self._next_report()

    def _next_report(self) -> None:
        """Where each must be acknowledged, the operator keeps the next one until the last was."""
        with self._lock:
            if self._held:
                self.unacknowledged += 1
                self._say(self._held.pop(0))

    def read_by(self, number: str) -> list[str]:
        """What stands on the receiver's phone: parts of one reference are one message, the same part twice is one."""
        joined: dict[tuple, dict[int, str]] = {}
        for place, part in enumerate(self.accepted):
            if part.number == number:
                key = (part.reference, part.total) if part.total else (None, place)
                joined.setdefault(key, {})[part.index or 1] = part.text
        whole = ((key[1] if key[0] is not None else 1, parts) for key, parts in joined.items())
        return ["".join(parts[index] for index in sorted(parts)) for total, parts in whole if len(parts) == total]

    # the modem -------------------------------------------------------------------------------------------------------

    def _serve(self, ends: Ends) -> None:
        while self._ends is ends:
            content = ends.read()
            if content is None:
                return
            for byte in content:
                self._take(bytes((byte,)))
                if self._ends is not ends:
                    return

    def _take(self, byte: bytes) -> None:
        if self.mute:
            return
        if self._octets is None:
            if byte == ESCAPE:
                self._buffer = b""
            elif byte == b"\r":
                command, self._buffer = self._buffer.decode("ascii", "replace").strip(), b""
                if self._echo:
                    self._write(command.encode() + b"\r")
                if command:
                    self._command(command)
            else:
                self._buffer += byte
        elif byte == ESCAPE:
            self._octets, self._buffer = None, b""
            self._say(OK)
        elif byte == END:
            octets, content = self._octets, self._buffer
            self._octets, self._buffer = None, b""
            self._part(octets, content)
        else:
            self._buffer += byte
            if self._act == "cut" and len(self._buffer) > 9:
                self.unplug()

    def _command(self, words: str) -> None:
        self.said.append(words)
        if self.chatty:
            self._say("^RSSI:18")
        self._echo = self._echo and words != "ATE0"
        name, equals, value = words.partition("=")
        acts = {
            "AT+CPIN": lambda: self._try_pin(value.strip('"')),
            "AT+CSMS": self._set_csms,
            "AT+CNMI": lambda: self._set_cnmi(value.split(",")[3]),
            "AT+CPMS": lambda: self._say("+CPMS: 1,20,1,20,1,20", OK),
            "AT+CMGR": lambda: self._say(self._memory.get(int(value), "+CMS ERROR: 321"), OK),
            "AT+CMGD": lambda: self._say(OK if self._memory.pop(int(value), None) else "+CMS ERROR: 321"),
            "AT+CMGS": lambda: self._wait_for_part(int(value)),
        }
        answers = {
            "AT": (OK,),
            "ATE0": (OK,),
            "AT+CMEE=1": (OK,),
            "AT+CMGF=0": (OK if self.pdu_mode_known else "ERROR",),
            "AT+CPIN?": self._sim_says(),
            "AT+CREG?": (f"+CREG: 0,{self.creg}", OK),
            "AT+CSQ": (f"+CSQ: {self.csq},99", OK),
            "AT+COPS?": ('+COPS: 0,0,"IR-MCI",2', OK),
            "AT+CGMM": ("E173", OK),
            "AT+CSMS?": (f"+CSMS: {self.csms},1,1,1", OK),
        }
        if words == "AT+CNMA":
            self._say(OK if self.unacknowledged else "+CMS ERROR: 340")
            self.unacknowledged = max(0, self.unacknowledged - 1)
            self._next_report()
        elif equals and name in acts:
            acts[name]()
        else:
            self._say(*answers.get(words, ("ERROR",)))

    def _set_csms(self) -> None:
        self.csms = "1" if self.csms_stuck else "0"
        self._say("ERROR" if self.csms_stuck else OK)

    def _set_cnmi(self, wanted: str) -> None:
        self._told_to_report = wanted == {"stored": "2"}.get(self.reports, "1")
        self._say(OK if self._told_to_report else "+CMS ERROR: 303")

    def _sim_says(self) -> tuple[str, ...]:
        codes = {"absent": 10, "failing": 13, "busy": 14}
        if self.sim in codes:
            return (f"+CME ERROR: {codes[self.sim]}",)
        return (f"+CPIN: {'READY' if self.sim == 'UNLOCKED' else self.sim}", OK)

    def _try_pin(self, pin: str) -> None:
        if pin == self.pin:
            self.sim, self.tries = "UNLOCKED", 3
            self._say(OK)
            return
        self.tries -= 1
        if not self.tries:
            self.sim = "SIM PUK"
        self._say("+CME ERROR: 16")

    def _wait_for_part(self, octets: int) -> None:
        self._act = self.acts.pop(0) if self.acts else "ok"
        if self.sim not in ("READY", "UNLOCKED"):
            self._say("+CMS ERROR: 310")
        elif self._act == "no prompt":
            pass
        elif self._act == "busy":
            self._say("+CMS ERROR: 314")
        else:
            self._octets, self._buffer = octets, b""
            self._write((b"\xf8\x00\xff" if self._act == "garbage" else b"") + b"\r\n> ")

    def _part(self, octets: int, content: bytes) -> None:
        act = self._act
        try:
            part = self._read(octets, content.decode("ascii"))
        except Exception:  # noqa: BLE001 - the library fails in many ways, a modem in one
            self._say("+CMS ERROR: 304")
            return
        if act == "cut lost":
            self.unplug()
            return
        if isinstance(act, tuple):
            code, taken = act
            if taken:
                self.accepted.append(part)
            self._say("ERROR" if code is None else f"+CMS ERROR: {code}")
            return
        self.accepted.append(part)
        if act == "cut taken":
            self.unplug()
            return
        if act == "mute":
            return
        self._answer(part, act)

    def _answer(self, part: Accepted, act: object) -> None:
        if self.chatty:
            self._say("RING")
            self._say("+CREG: 1")
        if act == "report first":
            self.report(part.number, part.mr)
        answer = f"\r\n+CMGS: {part.mr}\r\n\r\nOK\r\n".encode()
        if act == "slow":
            for byte in answer:
                self._write(bytes((byte,)))
                time.sleep(0.01)
        elif act == "garbage":
            self._write(b"\xfe\x00\x80\r\n\xff" + answer + b"\x7f\xc3(")
        else:
            self._write(answer)
        if act == "gone":
            time.sleep(0.3)
            self.unplug()
        if self.each is not None and act != "report first":
            self.report(part.number, part.mr, self.each)

    def _read(self, octets: int, content: str) -> Accepted:
        """As a real modem does: the length must be that of the PDU, and the PDU must be one."""
        whole = bytes.fromhex(content)
        if len(whole) - 1 - whole[0] != octets:
            raise ValueError("wrong length")
        read = pdu.decodeSmsPdu(content)
        if read["type"] != "SMS-SUBMIT":
            raise ValueError("no SUBMIT")
        first, coding = whole[1 + whole[0]], whole[1 + whole[0] + 5 + (whole[1 + whole[0] + 2] + 1) // 2]
        if not first & 0x20:
            raise ValueError("no report asked for")
        self.mr = (self.mr + 1) % 256
        header = next(iter(read.get("udh", [])), None)
        return Accepted(
            self.mr,
            read["number"],
            _as_read(read["text"], coding, _septets(whole)),
            read.get("validity"),
            *((header.reference, header.parts, header.number) if header else ()),
        )

    def _say(self, *lines: str) -> None:
        for words in lines:
            self._write(f"\r\n{words}\r\n".encode())

    def _write(self, content: bytes) -> None:
        ends = self._ends
        if ends is not None:
            with self._lock:
                ends.write(content)


def _as_read(text: str, coding: int, septets: int) -> str:
    """The library gives halves of letters beyond the basic plane, takes the § of GSM-7 for another, and loses an @ (the
    septet 0) that ends a text of eight septets or a multiple of eight.
    """
    if coding == 8:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    there = sum(2 if letter in "^{}\\[~]|€" else 1 for letter in text)
    return text.replace("`", "§") + "@" * (septets - there)


def _septets(whole: bytes) -> int:
    """How many septets the text of a SUBMIT has, by its own word; a header takes as many as cover its octets."""
    at = 1 + whole[0]
    length = at + 7 + (whole[at + 2] + 1) // 2
    header = whole[length + 1] + 1 if whole[at] & 0x40 else 0
    return whole[length] - -(-header * 8 // 7)
