"""Kavenegar's gateway: REST, with the key in the address, and our own number of each message as `localid`.

Source: kavenegar.com/rest.html and the maker's own clients. `statuslocalmessageid` knows the last twelve hours.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from app.carriers import Answer, Outgoing
from app.carriers.http import Gateway, Reply, unreachable
from app.domain.codes import CarrierKind, MessageState
from app.domain.errors import Refused
from app.domain.texts import N_, _

USUAL: Final = "https://api.kavenegar.com/v1/"

_STOPS: Final = {
    "401": N_("The account at the gateway is closed."),
    "403": N_("The gateway did not accept the key."),
    "407": N_("The gateway lets this PC's address not in; its panel has a list of allowed ones."),
    "412": N_("The line's number is not one of this account."),
    "416": N_("The gateway lets this PC's address not in; its panel has a list of allowed ones."),
    "418": N_("The credit at the SMS gateway is not enough."),
    "430": N_("The account at the gateway has not been identified yet."),
}
_PASSES: Final = {"409": N_("The gateway is busy; it is tried again.")}
_LATER: Final = {"402": N_("The gateway could not do it; it is tried again."), **_PASSES}
_NEVER: Final = {
    "400": N_("The gateway found the message incomplete."),
    "411": N_("The receiver's number is wrong."),
    "413": N_("The text is empty or too long."),
    "414": N_("The gateway found the message incomplete."),
    "417": N_("The gateway found the message incomplete."),
    "419": N_("The gateway found the message incomplete."),
    "422": N_("The text has a letter that the gateway does not take."),
    "424": N_("The gateway found the message incomplete."),
    "431": N_("The gateway found the message incomplete."),
    "607": N_("The gateway found the message incomplete."),
}
_ON_ITS_WAY: Final = {
    "1": N_("In the gateway's queue."),
    "2": N_("In the gateway's queue."),
    "4": N_("Handed over to the operator."),
    "5": N_("Handed over to the operator."),
}
_ARRIVED: Final = {"10": N_("Delivered to the phone.")}
_BLOCKED: Final = {
    "14": N_("The receiver has stopped messages from this line; tell the result by a call or a letter."),
}
_NOT_ARRIVED: Final = {
    "6": N_("The operator could not deliver it."),
    "11": N_("The phone was not reached."),
    "13": N_("It was cancelled at the gateway."),
    **_BLOCKED,
}
_WORDS: Final = {**_STOPS, **_LATER, **_NEVER, **_ON_ITS_WAY, **_ARRIVED, **_NOT_ARRIVED}


def words(code: str) -> str:
    """What a code of this gateway means."""
    return _(_WORDS[code]) if code in _WORDS else ""


@dataclass(frozen=True)
class Kavenegar:
    """line: the sender's number; empty: the account's usual one."""

    key: str = field(repr=False)
    line: str | None = None
    base: str = field(default=USUAL, repr=False)
    gateway: Gateway | None = field(default=None, repr=False)

    kind = CarrierKind.KAVENEGAR
    window = 12.0

    def send(self, outgoing: Outgoing) -> Answer:
        form = {"receptor": outgoing.number, "message": outgoing.text, "localid": str(outgoing.uid)}
        if self.line:
            form["sender"] = self.line
        reply = self._call("sms/send", form)
        code = _code(reply)
        if reply is None or code is None:
            return Answer(MessageState.UNKNOWN)
        if code == "200":
            entry = _entry(reply)
            return _delivery(entry) if entry else Answer(MessageState.UNKNOWN)
        if code in _STOPS or code in _LATER:
            passes = code in _PASSES
            return Answer(MessageState.WAITING, None, code, words(code), stops=code in _STOPS, patient=passes)
        return Answer(MessageState.FAILED if code in _NEVER else MessageState.UNKNOWN, None, code, words(code) or None)

    def ask(self, uid: int, their_id: str | None) -> Answer:
        if their_id:
            reply = self._call("sms/status", {"messageid": their_id})
        else:
            reply = self._call("sms/statuslocalmessageid", {"localid": str(uid)})
        code = _code(reply)
        if reply is None or code is None:
            raise unreachable()
        entry = _entry(reply) if code == "200" else None
        if entry is None or not _is_of(entry, uid, their_id):
            return Answer(MessageState.UNKNOWN, code=code, words=words(code) or None)
        return _delivery(entry)

    def credit(self) -> str:
        """The rials that are left, ASCII digits. Raises Refused with the gateway's words, Unavailable."""
        reply = self._call("account/info", {})
        code = _code(reply)
        if reply is None or code is None:
            raise unreachable()
        if code != "200":
            raise Refused(words(code) or _("The gateway answered with code %(code)s.") % {"code": code}, "secret")
        entries = reply.body.get("entries")
        return str(entries.get("remaincredit", "")) if isinstance(entries, dict) else ""

    def _call(self, method: str, form: dict[str, str]) -> Reply | None:
        gateway = self.gateway or Gateway(self.base)
        return gateway.ask(f"{quote(self.key, safe='')}/{method}.json", form=form)


def _code(reply: Reply | None) -> str | None:
    said = reply.body.get("return") if reply else None
    status = said.get("status") if isinstance(said, dict) else None
    return str(status) if isinstance(status, int) else None


def _entry(reply: Reply) -> dict[str, Any] | None:
    entries = reply.body.get("entries")
    entry = entries[0] if isinstance(entries, list) and len(entries) == 1 else None
    return entry if isinstance(entry, dict) else None


def _is_of(entry: dict[str, Any], uid: int, their_id: str | None) -> bool:
    """Whether it speaks of the message that was asked for: another one's delivery tells nothing of ours."""
    if their_id:
        return str(entry.get("messageid", their_id)) in (their_id, "0")
    return str(entry.get("localid", uid)) == str(uid)


def _delivery(entry: dict[str, Any]) -> Answer:
    """What the entry of one message says. An id that the gateway does not know (100) is no answer at all."""
    code, number = str(entry.get("status")), entry.get("messageid")
    their_id = str(number) if isinstance(number, int) and number > 0 else None
    if code in _ARRIVED:
        state = MessageState.DELIVERED
    elif code in _NOT_ARRIVED:
        state = MessageState.FAILED
    elif code in _ON_ITS_WAY and their_id:
        state = MessageState.SENT
    else:
        state = MessageState.UNKNOWN
    return Answer(state, their_id, code, words(code) or None, blocked=code in _BLOCKED)
