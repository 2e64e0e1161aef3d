"""The columns of the list of letters."""

from app.domain.codes import Purpose
from app.domain.persian.calendar import numeric, short_date
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.letter_list import LetterRow
from ui.widgets.chips import State
from ui.widgets.rows import Column


def columns() -> list[Column]:
    return [
        Column("name", _("Receiver"), lambda row: row.name, font="words", aside=_others),
        Column("purpose", _("Letter"), lambda row: row.purpose.label, 110, compact=False),
        Column("code", _("Follow-up code"), _code, 120, tabular=True),
        Column("address", _("Address"), lambda _row: "", 150, state=_address),
        Column("number", _("Number and date"), _number, 190),
        Column("registered", _("Number of registered post"), _registered, 290),
    ]


def _others(row: LetterRow) -> tuple[str, str, str] | None:
    if not row.others:
        return None
    said = _("with %(n)s further matters") % {"n": persian_digits(row.others)}
    return "document_text", said, "muted"


def _code(row: LetterRow) -> str:
    return isolate(persian_digits(show_follow_up_code(row.code))) if row.code else ""


def _address(row: LetterRow) -> State | None:
    if not row.goes:
        return State(_("within the agency"), "bare")
    if not row.addressed:
        return State(_("no address"), "warning", "info")
    if not row.postal_code and row.purpose is not Purpose.COVERING:
        return State(_("no postal code"), "plain", "info")
    return State(_("complete"), "success", "checkmark")


def _number(row: LetterRow) -> str:
    if not row.number or row.date is None:
        return ""
    return f"{persian_digits(row.number)} · {isolate(persian_digits(numeric(row.date)))}"


def _registered(row: LetterRow) -> str:
    if row.posted_on is None:
        return ""
    return f"{isolate(persian_digits(row.registered))} · {short_date(row.posted_on)}"
