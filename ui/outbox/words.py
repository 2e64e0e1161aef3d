"""What the outbox says: a message's state as a chip, its fate in a sentence, the outbox in the status line."""

from app.domain.codes import CarrierKind, MessageState
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.outbox import MessageRow, Summary
from ui.frame.info import Note
from ui.widgets.chips import State

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


def note_of(summary: Summary | None) -> Note | None:
    """The outbox in the status line; None while there is nothing to be said of it."""
    if summary is None:
        return None
    count = persian_digits(summary.waiting)
    if summary.stopped and summary.waiting:
        words = _("%(n)s SMS wait; sending stands") % {"n": count}
    elif summary.unknown:
        words = _("Not known whether %(n)s SMS were sent") % {"n": persian_digits(summary.unknown)}
    elif not summary.waiting:
        return None
    elif summary.by_hand:
        return Note(_("%(n)s SMS wait to be sent by hand") % {"n": count}, "mail", "muted", act="outbox")
    elif summary.offline and summary.carrier is CarrierKind.MODEM:
        words = _("%(n)s SMS wait; the modem does not answer") % {"n": count}
    elif summary.offline and summary.why:
        words = _("%(n)s SMS wait; sending stands") % {"n": count}
    elif summary.offline:
        words = _("%(n)s SMS wait; the internet is cut off") % {"n": count}
    else:
        return Note(_("%(n)s SMS wait") % {"n": count}, "mail", "muted", act="outbox")
    return Note(words, "warning", "warning", act="outbox")
