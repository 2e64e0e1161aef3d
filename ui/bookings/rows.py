"""The columns of bookings: hour, name with the first place and companions, subject, phone, what became of it."""

import datetime as dt
from collections.abc import Callable

from app.bookings import BookingRow
from app.domain.persian.calendar import clock, short_date
from app.domain.persian.ids import masked_mobile, show_mobile
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from ui.widgets.chips import State
from ui.widgets.rows import Column


def columns(masked: Callable[[], bool], today: Callable[[], dt.date] | None = None) -> list[Column]:
    """masked: whether phones are hidden just now. today: tells who came from who is expected; None: all are."""
    shown = [
        Column("hour", _("Hour"), hour_of, 64, align="middle", font="words"),
        Column("name", _("First and last name"), lambda row: row.name, font="words", aside=_beside_name, wraps=True),
        Column("subject", _("Subject"), lambda row: row.subject or "", 150, compact=False, wraps=True),
        Column("mobile", _("Mobile"), lambda row: phone(row, masked=masked()), 116, stacks=True),
    ]
    if today is None:
        return shown

    def state(row: BookingRow) -> State | None:
        return state_of(row, today())

    return [*shown, Column("state", _("Status"), lambda _row: "", 124, state=state)]


def phone(row: BookingRow, *, masked: bool) -> str:
    if not row.mobile:
        return "—"
    return isolate(persian_digits(masked_mobile(row.mobile) if masked else show_mobile(row.mobile)))


def hour_of(row: BookingRow) -> str:
    return clock(row.hour) if row.hour else "—"


def state_of(row: BookingRow, today: dt.date) -> State | None:
    """Of a coming day there is nothing to tell but that somebody was moved."""
    if row.came:
        return State(_("has come"), "success", "checkmark")
    if row.moved_from is not None:
        return State(_("moved from %(date)s") % {"date": short_date(row.moved_from)}, "plain", "calendar")
    if row.date == today:
        return State(_("expected"), "bare", "clock")
    return State(_("did not come"), "bare", "sign_out") if row.date < today else None


def _beside_name(row: BookingRow) -> tuple[str, str, str] | None:
    people = persian_digits(_("%(n)s people") % {"n": row.companions + 1}) if row.companions else ""
    if row.first:
        return "star", _(", ").join(filter(None, (_("first place"), people))), "warning"
    return ("people", people, "muted") if people else None
