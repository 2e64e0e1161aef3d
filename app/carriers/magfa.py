"""Magfa's gateway, HTTP v2: JSON with HTTP Basic, and our own number of each message as `uid`.

Source: messaging.magfa.com, wiki http_v2. `mid/{uid}` finds a message by our number; both it and `statuses` know a
day. Delivery codes stand here with a d before them, as the same numbers mean other things of a sending.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from app.carriers import Answer, Outgoing
from app.carriers.http import Gateway, Reply, unreachable
from app.domain.codes import CarrierKind, MessageState
from app.domain.errors import Refused
from app.domain.texts import N_, _

USUAL: Final = "https://sms.magfa.com/api/http/sms/v2/"

_STOPS: Final = {
    "2": N_("The line's number is wrong."),
    "14": N_("The credit at the SMS gateway is not enough."),
    "18": N_("The gateway did not accept the user name or the password."),
    "19": N_("The account at the gateway is closed."),
    "20": N_("The line's number is not one of this account."),
    "29": N_("The gateway lets this PC's address not in; its panel has a list of allowed ones."),
    "34": N_("The line's particulars have not been approved yet."),
}
_LATER: Final = {
    "8": N_("This line may send only from 7 to 22; it is tried again."),
    "15": N_("The gateway is busy; it is tried again."),
    "23": N_("The gateway is busy; it is tried again."),
}
_BLOCKED: Final = {
    "27": N_("The receiver takes no messages from such lines; tell the result by a call or a letter."),
    "33": N_("The receiver has stopped messages from this line; tell the result by a call or a letter."),
}
_NEVER: Final = {
    "1": N_("The receiver's number is wrong."),
    "30": N_("The text is empty or too long."),
    **{str(code): N_("The gateway found the message incomplete.") for code in range(101, 111)},
    **_BLOCKED,
}
_ON_ITS_WAY: Final = {"d0": N_("In the gateway's queue."), "d8": N_("Handed over to the operator.")}
_ARRIVED: Final = {"d1": N_("Delivered to the phone.")}
_NOT_ARRIVED: Final = {"d2": N_("The phone was not reached."), "d16": N_("The operator could not deliver it.")}
_OLD: Final = {"24": N_("The gateway does not know this message any more.")}
_WORDS: Final = {**_STOPS, **_LATER, **_NEVER, **_ON_ITS_WAY, **_ARRIVED, **_NOT_ARRIVED, **_OLD}


def words(code: str) -> str:
    """What a code of this gateway means."""
    return _(_WORDS[code]) if code in _WORDS else ""


@dataclass(frozen=True)
class Magfa:
    """login: "user name/domain"; line: the sender's number."""

    login: str
    password: str = field(repr=False)
    line: str | None = None
    base: str = USUAL
    gateway: Gateway | None = field(default=None, repr=False)

    kind = CarrierKind.MAGFA
    window = 24.0

    def send(self, outgoing: Outgoing) -> Answer:
        wanted = {
            "senders": [self.line or ""],
            "recipients": [outgoing.number],
            "messages": [outgoing.text],
            "uids": [outgoing.uid],
        }
        reply = self._call("send", wanted)
        code = _status(reply)
        if reply is not None and code == "0":
            message = _only(reply, "messages") or {}
            code, number = _plain(message.get("status")), message.get("id")
            if code == "0" and isinstance(number, int) and number > 0:
                return Answer(MessageState.SENT, str(number), "d0", words("d0"))
        return _refusal(code)

    def ask(self, uid: int, their_id: str | None) -> Answer:
        if not their_id:
            reply = self._answered(f"mid/{uid}")
            number = reply.body.get("mid")
            if _status(reply) != "0" or not isinstance(number, int) or number <= 0:
                return Answer(MessageState.UNKNOWN, code=_status(reply))
            their_id = str(number)
        reply = self._answered(f"statuses/{their_id}")
        found = _only(reply, "dlrs") if _status(reply) == "0" else None
        if found and str(found.get("mid", their_id)) != their_id:  # another one's delivery tells nothing of ours
            found = None
        code = f"d{_plain(found.get('status'))}" if found else _status(reply) or ""
        if code in _ARRIVED:
            state = MessageState.DELIVERED
        elif code in _NOT_ARRIVED:
            state = MessageState.FAILED
        else:  # it has a number of theirs, so they took it
            state = MessageState.SENT
        return Answer(state, their_id, code, words(code) or None)

    def credit(self) -> str:
        """What is left, ASCII digits. Raises Refused with the gateway's words, Unavailable."""
        reply = self._answered("balance")
        code = _status(reply) or ""
        if code != "0":
            raise Refused(words(code) or _("The gateway answered with code %(code)s.") % {"code": code}, "secret")
        return str(reply.body.get("balance", ""))

    def _call(self, path: str, json: Any = None) -> Reply | None:
        gateway = self.gateway or Gateway(self.base, self.login, self.password)
        return gateway.ask(path, json=json)

    def _answered(self, path: str) -> Reply:
        reply = self._call(path)
        if reply is None or _status(reply) is None:
            raise unreachable()
        return reply


def _refusal(code: str | None) -> Answer:
    """A message that was not taken, or of which nobody knows."""
    if code in _STOPS or code in _LATER:
        return Answer(MessageState.WAITING, None, code, words(code), stops=code in _STOPS, patient=code in _LATER)
    if code in _NEVER:
        return Answer(MessageState.FAILED, None, code, words(code), blocked=code in _BLOCKED)
    return Answer(MessageState.UNKNOWN, code=code)


def _status(reply: Reply | None) -> str | None:
    if reply is not None and reply.http == 401:
        return "18"
    return _plain(reply.body.get("status")) if reply else None


def _plain(status: Any) -> str | None:
    return str(status) if isinstance(status, int) else None


def _only(reply: Reply, key: str) -> dict[str, Any] | None:
    many = reply.body.get(key)
    one = many[0] if isinstance(many, list) and len(many) == 1 else None
    return one if isinstance(one, dict) else None
