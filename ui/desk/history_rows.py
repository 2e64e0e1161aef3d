"""The columns of a person's history: date, issue, ruling, unit, state; rows that do not count say so."""

import datetime as dt
from collections.abc import Callable

from app.domain.codes import Status
from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.visitors import Past
from ui.widgets.chips import State
from ui.widgets.rows import Column


def columns(today: Callable[[], dt.date]) -> list[Column]:
    return [
        Column("date", _("Date"), lambda past: short_date(past.date), 84),
        Column("subject", _("Subject"), _subject, font="words", aside=_beside, wraps=True),
        Column("ruling", _("Ruling"), lambda past: past.ruling or "", wraps=True, stacks=True),
        Column(
            "unit", _("Unit"), lambda past: past.unit or "", 84, colour=lambda _past: "muted", compact=False, wraps=True
        ),
        Column(
            "state",
            _("Status"),
            lambda past: state_of(past, today()).text,
            188,
            state=lambda past: state_of(past, today()),
        ),
    ]


def state_of(past: Past, today: dt.date) -> State:
    """Where the issue stands: late, under way, or its result with the way it was told."""
    if late := past.days_late(today):
        return State(persian_digits(_("%(n)s days late") % {"n": late}), "danger", "warning", filled=True)
    if past.status is Status.OPEN:
        return State(past.status.label, "accent", "clock")
    if past.told_by:
        said = _("%(status)s; %(way)s") % {"status": past.status.label, "way": past.told_by.label}
        return State(said, "success", "checkmark")
    return State(_("%(status)s; not told yet") % {"status": past.status.label}, "warning", "clock")


def _beside(past: Past) -> tuple[str, str, str] | None:
    """A contact that is not counted is marked as such wherever it is seen; a matter that was brought again, too."""
    if past.uncounted:
        return "info", _("excluded"), "warning"
    again = persian_digits(_("%(n)s visits") % {"n": past.visits})
    return ("history", again, "muted") if past.visits > 1 else None


def _subject(past: Past) -> str:
    return _("for the head alone") if past.head_only else past.subject
