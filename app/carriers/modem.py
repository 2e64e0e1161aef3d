"""An SMS modem on a serial port, for offices without internet.

It cannot be asked what became of a message: what it said stands in app/modem_parts.py, written before its next step,
and its delivery reports come unasked, so it wants to be listened to while nothing is sent (`listen`). One process holds
the port. Everything waits for a modem in here on a thread of the outbox's; `cancel` may come from any other.
"""

import re
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from threading import Event, RLock
from typing import Any, Final
from weakref import WeakValueDictionary

from app import carrier_settings, modem_pin
from app.carriers import Answer, Outgoing, ports
from app.carriers.at import InDoubt, Line, Lost, Said, Silent
from app.carriers.modem_words import meaning, no_network, silent, words
from app.carriers.pdu import Report, divide, read_report, submit
from app.carriers.ports import Chosen
from app.domain.codes import CarrierKind, MessageState
from app.domain.errors import Unavailable
from app.modem_parts import REPORTS_COME, Part, Parts
from app.office import Office

PER_MINUTE: Final = 6
"""Parts that go out in a minute: an operator may bar a private SIM card that sends many."""
_SIM_WAKES: Final = 10.0
"""Seconds within which a SIM card that is busy at first is expected to answer."""
_SIM: Final = 10.0
_CLOSES: Final = 0.5
_DOUBTS: Final = 2
"""So many in a row, and somebody should see what is wrong before a third message ends like that."""


__all__ = ["Modem", "State", "words"]


class _Stops(Exception):
    """Nothing goes by this modem until somebody has seen to it. Its code; the words are in modem_words.py."""


@dataclass(frozen=True)
class State:
    """What «آزمایش مودم» shows. trouble: why nothing can be sent, None: all is well; signal: 0 to 100, None: unknown;
    network: the operator's name as the modem says it; model: what the modem calls itself.
    """

    trouble: str | None
    signal: int | None = None
    network: str = ""
    model: str = ""


class Modem:
    """At the port that this PC has chosen. per_minute: parts."""

    kind: Final = CarrierKind.MODEM
    line: Final = None
    window: Final = REPORTS_COME.total_seconds() / 3600

    def __init__(
        self,
        office: Office,
        chosen: Chosen,
        *,
        per_minute: float = PER_MINUTE,
    ) -> None:
        self._office = office
        self._parts = Parts(office)
        self._chosen = chosen
        self._given = ""
        self._pause = 60 / per_minute
        self._next_at = 0.0
        self._one = RLock()
        self._stopping, self._asked = Event(), Event()
        self._port: Any = None
        self._talk: Line | None = None
        self._acknowledges = False
        self._away, self._back = False, False
        self._doubts = 0
        self._news: list[int] = []
        self._codes: dict[int, str] = {}

    # what the outbox asks of a carrier ------------------------------------------------------------------------------

    def send(self, outgoing: Outgoing) -> Answer:
        """As Carrier.send. Parts that are out already stay so: only what is missing goes."""
        with self._one:
            texts = divide(outgoing.text)
            parts = self._parts.begin(outgoing.uid, len(texts))
            if len(parts) != len(texts):  # laid out by a Didar that divided otherwise, and partly out
                return replace(self._parts.fate(outgoing.uid), state=MessageState.UNKNOWN)
            missing = [part for part in parts if part.state is MessageState.WAITING]
            in_doubt = any(part.state is MessageState.SENDING for part in parts)
            if in_doubt or not missing or self._stopping.is_set():
                return self._parts.fate(outgoing.uid)
            try:
                talk = self._ready()
                self._see_network(talk)
                for part in missing:
                    self._wait_turn(talk)
                    if self._stopping.is_set():
                        break
                    if (answer := self._hand_over(talk, outgoing, texts, part)) is not None:
                        return answer
            except _Stops as stop:
                return Answer(MessageState.WAITING, code=str(stop), words=words(str(stop)), stops=True)
            except Lost:
                self._drop()
                raise Unavailable(ports.missing()) from None
            except Silent:
                self._drop()
                raise Unavailable(silent()) from None
            return self._parts.fate(outgoing.uid)

    def ask(self, uid: int, _their_id: str | None) -> Answer:
        """As Carrier.ask, from what was written down: nothing goes over the air."""
        fate = self._parts.fate(uid)
        code = self._codes.pop(uid, None)
        return replace(fate, code=code, words=words(code)) if code else fate

    def listen(self, seconds: float) -> list[int]:
        """Hear delivery reports for so long, or until there is one: the uids of messages of which there is news.

        Without a modem it only waits. Never raises.
        """
        while self._asked.is_set() and not self._stopping.wait(0.02):
            pass
        with self._one:
            try:
                talk = self._ready()
                talk.hear(seconds, self._asked.is_set)
                self._take_reports(talk)
            except (Lost, Silent):
                self._drop()
            except (Unavailable, _Stops):
                self._stopping.wait(seconds)
            news, self._news = self._news, []
            return news

    def is_back(self) -> bool:
        """Whether a modem that could not be made ready was, since that was last asked."""
        back, self._back = self._back, False
        return back

    # what the settings ask ------------------------------------------------------------------------------------------

    def state(self) -> State:
        """Whether messages could go out now, and how well. Raises Unavailable without a modem that answers."""
        self._asked.set()
        with self._one:
            self._asked.clear()
            try:
                talk = self._ready()
                model = next(iter(_said(talk, "AT+CGMM")), "")
                found = _found(talk, "AT+CSQ", r"\+CSQ: ?(\d+),.*")
                signal = int(found) * 100 // 31 if found and int(found) <= 31 else None
                try:
                    self._see_network(talk)
                except Unavailable as error:
                    return State(error.reason, signal, "", model)
                operator = _found(talk, "AT+COPS?", r'\+COPS: ?\d,\d,"([^"]*)".*') or ""
                return State(None, signal, operator, model)
            except _Stops as stop:
                return State(words(str(stop)))
            except Lost:
                self._drop()
                raise Unavailable(ports.missing()) from None
            except Silent:
                self._drop()
                raise Unavailable(silent()) from None

    @classmethod
    def state_at(cls, office: Office, chosen: Chosen) -> State:
        """As `state`, by the outbox's own modem where that has the port. Raises Unavailable."""
        held = _HELD.get(chosen.name)
        if held is not None:
            return held.state()
        modem = cls(office, chosen)
        try:
            return modem.state()
        finally:
            modem.close()

    def cancel(self) -> None:
        """Stop waiting. A part that is going out is still waited for, a little."""
        self._stopping.set()

    def close(self) -> None:
        """Let go of the port. Where a part is still going out, the end of the process does that."""
        self.cancel()
        if self._one.acquire(timeout=_CLOSES):
            self._drop()
            self._one.release()

    # the modem is made ready ----------------------------------------------------------------------------------------

    def _ready(self) -> Line:
        """The dialogue with a modem that is there, unlocked, and set to give reports. Raises Unavailable, _Stops, Lost,
        Silent.
        """
        if self._talk is None:
            away, self._away = self._away, True
            self._port = ports.open_port(self._chosen)
            talk = Line(self._port, self._stopping.is_set)
            try:
                talk.wake()
                talk.quiet("ATE0")
                talk.quiet("AT+CMEE=1")
                self._unlock(talk)
                if not talk.quiet("AT+CMGF=0"):
                    raise _Stops("CMGF")
                self._want_reports(talk)
            except BaseException:
                self._drop()
                raise
            self._talk = talk
            self._away, self._back = False, self._back or away
            _HELD[self._chosen.name] = self
        return self._talk

    def _unlock(self, talk: Line) -> None:
        """Never the same PIN twice unless it opened the card: after three wrong ones it locks itself."""
        until = time.monotonic() + _SIM_WAKES
        while (state := _sim(talk)) != "READY":
            pin = modem_pin.of(self._office) if state == "SIM PIN" else ""
            if pin and pin != self._given:
                self._given = pin
                if not talk.quiet(f'AT+CPIN="{pin}"', _SIM):
                    carrier_settings.forget_secret(self._office, self.kind)
                    raise _Stops("CME 16")
            elif state not in _WAKING:
                raise _Stops(_STOPS.get(state, state))
            elif time.monotonic() > until:
                raise Unavailable(words(state))
            self._stopping.wait(0.5)
        self._given = ""

    def _want_reports(self, talk: Line) -> None:
        """Delivery reports come as they are, or, where the modem can't, by way of its memory."""
        if _found(talk, "AT+CSMS?", r"\+CSMS: ?(\d).*") == "1":  # each report must be acknowledged, or no more come
            self._acknowledges = not talk.quiet("AT+CSMS=0")
        if not talk.quiet("AT+CNMI=2,1,0,1,0"):
            talk.quiet("AT+CNMI=2,1,0,2,0")

    def _see_network(self, talk: Line) -> None:
        states = {_found(talk, f"AT+{area}?", rf"\+{area}: ?\d,(\d).*") for area in ("CREG", "CEREG")} - {None}
        if "3" in states and not states & _REGISTERED:
            raise _Stops("CREG 3")
        if states and not states & _REGISTERED:
            raise Unavailable(no_network())

    def _drop(self) -> None:
        port, self._port, self._talk = self._port, None, None
        if _HELD.get(self._chosen.name) is self:
            del _HELD[self._chosen.name]
        if port is not None:
            ports.close_port(port)

    # parts and reports ----------------------------------------------------------------------------------------------

    def _wait_turn(self, talk: Line) -> None:
        while (left := self._next_at - time.monotonic()) > 0 and not self._stopping.is_set():
            talk.hear(left, lambda: False)
            self._take_reports(talk)
        self._next_at = time.monotonic() + self._pause

    def _hand_over(self, talk: Line, outgoing: Outgoing, texts: list[str], part: Part) -> Answer | None:
        """None: the part is out, and written down so."""
        uid = outgoing.uid
        content = submit(outgoing.number, texts, part.number - 1, part.reference)
        going = False

        def before_the_end() -> None:
            nonlocal going
            self._parts.going(uid, part.number)
            going = True

        try:
            mr = talk.hand_over(content, before_the_end)
        except Said as refusal:
            if going:
                self._parts.not_out(uid, part.number)
            else:
                self._drop()  # it was broken off half-way: what the modem still says to that belongs to nothing
            return self._refused(refusal.code)
        except Unavailable:  # the store could not note that it goes
            self._drop()
            raise
        except InDoubt as doubt:
            self._drop()
            self._doubts += 1
            fate = self._parts.fate(uid)
            code = " ".join(filter(None, (doubt.code, fate.code)))
            return replace(fate, code=code, stops=self._doubts >= _DOUBTS)
        self._doubts = 0
        self._parts.out(uid, part.number, mr)
        self._take_reports(talk)
        return None

    def _refused(self, code: str) -> Answer:
        why = meaning(code)
        if why.locked:
            self._drop()  # the SIM card is looked at again before the next one
        if why.nobody:
            raise Unavailable(why.words)
        state = MessageState.FAILED if why.for_good else MessageState.WAITING
        return Answer(state, code=code, words=why.words, stops=why.stops)

    def _take_reports(self, talk: Line) -> None:
        """Write down what was heard; only then may the modem forget it."""
        while talk.stored:
            memory, place = talk.stored[0]
            if (report := _stored(talk, memory, place)) is not None:
                self._note(report)
            talk.quiet(f"AT+CMGD={place}")
            del talk.stored[0]
        while talk.reports:
            self._note(talk.reports[0])
            del talk.reports[0]
        while talk.unacknowledged:
            if self._acknowledges:
                talk.quiet("AT+CNMA")
            talk.unacknowledged -= 1

    def _note(self, report: Report) -> None:
        uid = self._parts.report(report)
        if uid is not None:
            self._news.append(uid)
            if report.fate is MessageState.FAILED:
                self._codes[uid] = f"ST {report.status:02X}"


_HELD: Final[WeakValueDictionary[str, Modem]] = WeakValueDictionary()
"""By port. A port is opened once, so in this process whoever wants to know something asks the modem that has it."""


_REGISTERED: Final = {"1", "5", "6", "7"}
_WAKING: Final = {"CME 14", "CMS 314"}
_STOPS: Final = {"ERROR": "CME 10", "SIM PIN": "CME 11", "SIM PUK": "CME 12", "CMS 310": "CME 10", "CMS 311": "CME 11"}


def _sim(talk: Line) -> str:
    """READY, SIM PIN, SIM PUK, another lock, or the refusal's code."""
    try:
        said = talk.command("AT+CPIN?", _SIM)
    except Said as refusal:
        return refusal.code
    return next((line[6:].strip() for line in said if line.startswith("+CPIN:")), "ERROR")


def _said(talk: Line, command: str) -> list[str]:
    """What a modem answers that may not know the command."""
    with suppress(Said):
        return talk.command(command)
    return []


def _found(talk: Line, command: str, pattern: str) -> str | None:
    found = next(filter(None, map(partial(re.fullmatch, pattern), _said(talk, command))), None)
    return found[1] if found else None


def _stored(talk: Line, memory: str, place: int) -> Report | None:
    talk.quiet(f'AT+CPMS="{memory}"')
    said = _said(talk, f"AT+CMGR={place}")
    for heading, line in pairwise(said):
        if found := re.fullmatch(r"\+CMGR: ?.*?(\d+)", heading):
            return read_report(line, int(found[1]))
    return None
