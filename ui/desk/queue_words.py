"""What is said of a row's place in the queue: why it stands there, how long still, and what became of its turn."""

import datetime as dt

from app.domain.codes import Kind, Priority
from app.domain.persian.calendar import clock, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from app.queue_order import Why, why
from app.turns import WAITING
from app.waiting import Outlook, Wait


def place_of(row: QueueRow, outlook: Outlook | None, now: dt.time) -> str:
    """The line under the queue for the chosen row; a quarrel over the order is answered from it."""
    if row.kind is not Kind.WEEKLY:
        return ""
    said = [persian_digits(_("Turn %(n)s") % {"n": row.number or 0})]
    if row.group_name:
        said.append(row.group_name)
    if row.state in WAITING:
        wait = outlook.waits.get(row.visit_id) if outlook else None
        said += [_why(row, now), _ahead(wait), _minutes(wait)]
    elif row.lane is not None:
        said.append(_why(row, now))
    if row.out_of_turn:
        said.append(_("out of turn: %(reason)s") % {"reason": row.out_of_turn})
    if row.carried_on is not None:
        said.append(_("first place at the meeting of %(date)s") % {"date": short_date(row.carried_on)})
    return _("; ").join(filter(None, said)) if len(said) > 1 else ""


def next_place(number: int, outlook: Outlook | None) -> str:
    """The same for who would come now."""
    if outlook is None:
        return ""
    said = [persian_digits(_("Next turn %(n)s") % {"n": number}), _ahead(outlook.next), _minutes(outlook.next)]
    return _("; ").join(filter(None, said))


def _why(row: QueueRow, now: dt.time) -> str:
    match why(row, now):
        case Why.FIRST_PLACE:
            return _("first place from the last meeting")
        case Why.PRIORITY:
            unsaid = row.priority is None or row.priority is Priority.UNSAID
            return _("priority") if unsaid or row.priority is None else _priority(row.priority)
        case Why.HOUR:
            return _("the hour that was given: %(hour)s") % {"hour": clock(row.hour or now)}
        case Why.BEHIND:
            return persian_digits(_("after %(n)s more turns") % {"n": row.after})
        case Why.LANE:
            return _("with %(lane)s; not counted in the report") % {"lane": row.lane}
        case _:
            return _("by number")


def _priority(cause: Priority) -> str:
    return _("priority: %(cause)s") % {"cause": cause.label}


def _ahead(wait: Wait | None) -> str:
    if wait is None:
        return ""
    if not wait.ahead:
        return _("nobody before")
    return persian_digits(_("%(n)s people before") % {"n": wait.ahead})


def _minutes(wait: Wait | None) -> str:
    """«انتظار تقریبی ۳۵ دقیقه»; nothing where nothing tells, or the turn has come."""
    if wait is None or not wait.minutes:
        return ""
    return persian_digits(_("about %(n)s minutes to wait") % {"n": wait.minutes})


def beside_name(row: QueueRow) -> tuple[str, str, str] | None:
    """Icon, words and role beside the name: what makes this row another than its neighbours."""
    parts = [part for part in (_first(row), _other_way(row), _people(row)) if part is not None]
    if not parts:
        return None
    icon, _words, role = parts[0]
    return icon, _(", ").join(filter(None, (words for _icon, words, _role in parts))), role


def _first(row: QueueRow) -> tuple[str, str, str] | None:
    if row.first or row.priority is Priority.EARLIER_TURN:
        return "star", Priority.EARLIER_TURN.label, "warning"
    if row.priority is not None:
        return "star", "" if row.priority is Priority.UNSAID else row.priority.label, "warning"
    return None


def _other_way(row: QueueRow) -> tuple[str, str, str] | None:
    """What happened to the turn beside the usual steps."""
    if row.lane is not None:
        return "person_swap", row.lane, "warning"
    if row.after:
        return "arrow_undo", persian_digits(_("after %(n)s more turns") % {"n": row.after}), "muted"
    if row.carried_on is not None:
        return "calendar", short_date(row.carried_on), "muted"
    if row.out_of_turn:
        return "arrow_up", _("out of turn"), "warning"
    return ("history", _("late entry"), "muted") if row.late_entry else None


def _people(row: QueueRow) -> tuple[str, str, str] | None:
    """How many, and for which group the one who is called speaks; what has no room is in the line under the list."""
    people = persian_digits(_("%(n)s people") % {"n": row.head_count}) if row.companions else ""
    words = _(", ").join(filter(None, (people, row.group_name)))
    return ("people", words, "muted") if words else None
