"""The queue's columns: turn, name with priority and group, subject, hours, waiting time, state."""

import datetime as dt
from collections.abc import Callable

from app.domain.codes import Kind, QueueState
from app.domain.persian.calendar import clock
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from ui.desk.queue_words import beside_name
from ui.widgets.chips import State
from ui.widgets.rows import Column

LONG_WAIT = 45  # minutes: from here on the waiting time warns

Clock = Callable[[], dt.time]

TABS: dict[str, tuple[QueueState, ...] | None] = {
    "all": None,
    "waiting": (QueueState.WAITING, QueueState.CALLED),
    "seen": (QueueState.SEEN,),
    "left": (QueueState.LEFT,),
}
"""The queue's tabs: which states each shows; None: all, the contacts that do not count too."""

STATES = {
    QueueState.WAITING: ("bare", "clock", False),
    QueueState.CALLED: ("accent", "megaphone_loud", False),
    QueueState.IN_ROOM: ("accent", "door_arrow_right", True),
    QueueState.SEEN: ("success", "checkmark", False),
    QueueState.LEFT: ("bare", "sign_out", False),
}
"""Role, icon, and whether the chip is solid."""


def in_tab(row: QueueRow, tab: str) -> bool:
    states = TABS[tab]
    return states is None or (row.state in states and row.kind is Kind.WEEKLY)


def in_room(row: QueueRow) -> bool:
    return row.kind is Kind.WEEKLY and row.state is QueueState.IN_ROOM


def gone(row: QueueRow) -> bool:
    return row.state is QueueState.LEFT


def columns(now: Clock) -> list[Column]:
    """now: the hour on the wall, by which people wait."""
    return [
        Column("number", _("Turn"), _number, 56, font="words", align="middle"),
        Column("name", _("First and last name"), lambda row: row.name, font="words", aside=beside_name, wraps=True),
        Column("subject", _("Subject"), subjects_of, 140, compact=False, wraps=True),
        Column("arrived", _("Arrived at"), _arrived, 66, align="middle", compact=False),
        Column(
            "waited",
            _("Wait"),
            lambda row: _waited(row, now()),
            112,
            colour=lambda row: "warning" if waits_long(row, now()) else "",
            icon=lambda row: ("clock", "warning", True) if waits_long(row, now()) else None,
            stacks=True,
        ),
        Column("state", _("Status"), lambda row: state_of(row).text, 132, state=state_of),
    ]


def waits_long(row: QueueRow, now: dt.time) -> bool:
    return in_tab(row, "waiting") and row.waited(now) >= LONG_WAIT


def state_of(row: QueueRow) -> State:
    """The chip: the state in the queue; of who the deputy received and of other contacts, that they do not count."""
    if row.kind is not Kind.WEEKLY:
        return State(row.kind.label, "warning", "info")
    role, icon, solid = STATES[row.state]
    if row.uncounted and row.lane is not None:
        return State(row.state.label, "warning", icon)  # who receives stands beside the name
    if row.uncounted and row.state in (QueueState.SEEN, QueueState.IN_ROOM):
        return State(_("%(state)s; with the deputy") % {"state": row.state.label}, "warning", icon)
    return State(row.state.label, role, icon, solid=solid, filled=solid)


def subjects_of(row: QueueRow) -> str:
    """The subjects of a row's issues; what is for the head alone is not said."""
    return _(", ").join(subject or _("for the head alone") for subject in row.subjects)


def _number(row: QueueRow) -> str:
    return "" if row.number is None else persian_digits(row.number)


def _arrived(row: QueueRow) -> str:
    return clock(row.arrived)


def _waited(row: QueueRow, now: dt.time) -> str:
    return persian_digits(_("%(n)s minutes") % {"n": row.waited(now)}) if row.kind is Kind.WEEKLY else ""
