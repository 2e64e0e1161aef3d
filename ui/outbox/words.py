"""What the outbox says: a message's state as a chip, its fate in a sentence, the outbox in the status line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.codes import CarrierKind, MessageState
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.outbox import MessageRow, Summary
from ui.frame.info import Note
from ui.widgets.chips import State

if TYPE_CHECKING:
    from ui.outbox.runner import Outbox
    from ui.this_pc import Settings

_CHIPS = {
    MessageState.WAITING: ("plain", "clock"),
    MessageState.SENDING: ("accent", "send"),
    MessageState.SENT: ("accent", "checkmark"),
    MessageState.DELIVERED: ("success", "checkmark_circle"),
    MessageState.FAILED: ("danger", "error_circle"),
    MessageState.UNKNOWN: ("warning", "warning"),
    MessageState.CANCELLED: ("bare", ""),
}


def chip(row: MessageRow) -> State:
    role, icon = _CHIPS[row.state]
    return State(row.state.label, role, icon, filled=row.state in (MessageState.FAILED, MessageState.UNKNOWN))


def fate(row: MessageRow) -> str:
    """The carrier's last answer in plain words with its code; or what is known without one."""
    said = row.words
    if row.state is MessageState.UNKNOWN:
        parts = row.words if row.carrier is CarrierKind.MODEM else ""  # it knows how far it came
        said = (
            _("The gateway is asked whether it has it.") if row.asked else parts or _("Look before it is sent again.")
        )
    elif row.state is MessageState.SENT and row.settled_at is not None:
        said = _("Whether it was delivered did not become known.")
    elif row.state is MessageState.SENT and row.carrier is CarrierKind.BY_HAND:
        said = _("Sent by hand; say when it was delivered.")
    if row.code and row.state in (MessageState.FAILED, MessageState.WAITING):
        said = _("%(words)s Code %(code)s") % {"words": said, "code": persian_digits(row.code)}
    return said.strip()


def doubt(pc: "Settings") -> str:
    """Why this PC may be taken for another one than the one that sent so far; nothing where it can't be."""
    if not pc.is_kept:
        return _("This PC's settings can't be written, so at each start it passes for another PC.")
    if pc.is_new:
        return _("This PC's settings are new, so Didar does not know whether SMS went from here.")
    return ""


@dataclass(frozen=True)
class Hindrance:
    """What stands in the way of all messages. line: over the list; status: in the status line, with how many wait."""

    line: str
    status: str
    role: str = "warning"
    can_retry: bool = False


def hindrance(summary: Summary | None, sender: "Outbox | None" = None) -> Hindrance | None:
    """None: nothing does, or there is nothing to be sent."""
    if summary is None:
        return None
    here = _of_this_pc(summary, sender) if sender is not None else None
    if here is not None:
        return here
    if summary.stopped:
        line = _("Sending stands: %(reason)s") % {"reason": summary.stopped}
        return Hindrance(line, _("%(n)s SMS wait; sending stands"), can_retry=True)
    return _while_waiting(summary) if summary.waiting else None


def _of_this_pc(summary: Summary, sender: "Outbox") -> Hindrance | None:
    if sender.elsewhere and not summary.by_hand:  # then people send, at whichever PC
        because = sender.doubt() or _("SMS go from another PC.")
        line = " ".join((because, _("If this one sends, what waits is asked for first.")))
        return Hindrance(line, _("%(n)s SMS wait; another PC sends"))
    if sender.lacks_modem:
        line = _("This PC has no SMS modem. Choose its port in the settings, or open Didar where it is.")
        return Hindrance(line, _("%(n)s SMS wait; this PC has no modem"))
    return None


def _while_waiting(summary: Summary) -> Hindrance | None:
    if summary.offline:
        usual = _("The SMS gateway could not be reached; the message stays in the outbox.")
        status = _("%(n)s SMS wait; the internet is cut off")
        if summary.carrier is CarrierKind.MODEM:
            status = _("%(n)s SMS wait; the modem does not answer")
        elif summary.why:
            status = _("%(n)s SMS wait; sending stands")
        return Hindrance(summary.why or usual, status, can_retry=True)
    if summary.by_hand:
        line = _("Messages go by hand: copy the text, send it from the office's phone, and say here that it was sent.")
        return Hindrance(line, _("%(n)s SMS wait to be sent by hand"), "plain")
    if summary.hours:
        opens, closes = map(persian_digits, summary.hours)
        line = _("SMS go from %(opens)s to %(closes)s o'clock; what waits goes then.")
        status = _("%(n)s SMS wait till %(hour)s").replace("%(hour)s", opens)
        return Hindrance(line % {"opens": opens, "closes": closes}, status, "plain")
    return None


def note_of(summary: Summary | None, sender: "Outbox | None" = None) -> Note | None:
    """The outbox in the status line; None while there is nothing to be said of it."""
    if summary is None:
        return None
    found = hindrance(summary, sender) if summary.waiting else None
    count, icon, role = persian_digits(summary.waiting), "mail", "muted"
    if found is not None and found.role == "warning" and (summary.stopped or not summary.unknown):
        words, icon, role = found.status % {"n": count}, "warning", "warning"
    elif summary.unknown:
        words = _("Not known whether %(n)s SMS were sent") % {"n": persian_digits(summary.unknown)}
        icon = role = "warning"
    elif summary.waiting:
        words = (found.status if found is not None else _("%(n)s SMS wait")) % {"n": count}
    else:
        return None
    return Note(words, icon, role, act="outbox")
