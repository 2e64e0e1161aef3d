"""The columns of the list of letters."""

from app.domain.codes import Purpose
from app.domain.persian.calendar import numeric, short_date
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import isolate, persian_digits
from app.domain.postal import shown_number
from app.domain.texts import N_, _
from app.letter_drafts import ChosenRow
from app.letter_list import LetterRow, Step
from ui.widgets.chips import State
from ui.widgets.rows import Column

WORDS = {
    Step.WRITE: N_("To be written"),
    Step.NUMBER: N_("To be numbered"),
    Step.POST: N_("To be posted"),
    Step.SENT: N_("Sent"),
}
EMPTY = {
    Step.WRITE: N_("Nobody waits for a letter."),
    Step.NUMBER: N_("No letter waits for its number."),
    Step.POST: N_("No letter waits for the post."),
    Step.SENT: N_("No letter was sent yet."),
}


def columns() -> list[Column]:
    return [
        Column("name", _("Receiver"), lambda row: row.name, font="words", aside=_others),
        Column("purpose", _("Letter"), lambda row: row.purpose.label, 110),
        Column("code", _("Follow-up code"), _code, 120, tabular=True),
        Column("address", _("Address"), lambda _row: "", 150, state=_address),
        Column("number", _("Number and date"), _number, 190),
        Column("registered", _("Number of registered post"), _registered, 290),
    ]


def _others(row: LetterRow) -> tuple[str, str, str] | None:
    if row.came_back is not None:
        return "arrow_undo", _("came back: %(date)s") % {"date": short_date(row.came_back)}, "warning"
    if not row.others:
        return None
    said = _("with %(n)s further matters") % {"n": persian_digits(row.others)}
    return "document_text", said, "muted"


def _code(row: LetterRow | ChosenRow) -> str:
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
    return f"{shown_number(row.number)} · {isolate(persian_digits(numeric(row.date)))}"


def _registered(row: LetterRow) -> str:
    if row.posted_on is None:
        return ""
    if row.handed_to:
        return _("to %(name)s in person · %(date)s") % {"name": row.handed_to, "date": short_date(row.posted_on)}
    return f"{shown_number(row.registered)} · {short_date(row.posted_on)}"


def chosen_columns() -> list[Column]:
    """Of the matters for which letters are wanted."""
    return [
        Column("name", _("Visitor"), lambda row: row.name, font="words"),
        Column("code", _("Follow-up code"), _code, 130, tabular=True),
        Column("to", _("Receiver of the letter"), lambda row: "، ".join(row.units), 220, state=_receiver),
        Column("why", _("Letter"), _writable, wraps=True, colour=_why_colour, icon=_why_icon),
    ]


def _receiver(row: ChosenRow) -> State | None:
    if row.units or row.why:
        return None
    return State(_("the applicant"), "bare") if row.addressed else State(_("no address: by hand"), "warning", "info")


def _writable(row: ChosenRow) -> str:
    return row.why.rstrip(".") if row.why else _("is written")


def _why_colour(row: ChosenRow) -> str:
    return "warning" if row.why else "success"


def _why_icon(row: ChosenRow) -> tuple[str, str, bool]:
    return ("info", "warning", False) if row.why else ("checkmark", "success", False)
