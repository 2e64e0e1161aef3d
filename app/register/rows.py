"""One row of a register, or one form of the desk, checked: the same code for both (contracts, "Register").

Checks run in the order of the contracts' table, so that the first fault is the one that is told.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.domain.codes import IssueType, Kind, PresidedBy, Status, Way
from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.calendar import parse_date, parse_time
from app.domain.persian.text import latin_digits, normalise, refuse_nul
from app.domain.texts import _, fa
from app.register.codes import code

MOST_COMPANIONS = 100_000
LONGEST_FIELD = 32 * 1024
LONGEST_TEXT = 20_000
"""Letters that report.json takes in one text (docs/report-format.md, rule 19): what is longer could never be signed."""
"""Bytes of UTF-8 in one cell."""


@dataclass(frozen=True)
class Person:
    """Who came, in stored form. One of national_id, foreign_id and no_id_reason is there.

    document: of a foreigner without an id; no_id_reason says so, without the number: the register has
    no place for it.
    """

    first_name: str
    last_name: str
    father_name: str | None
    national_id: str | None
    foreign_id: str | None
    document: str | None
    no_id_reason: str | None
    mobile: str | None
    county: str | None
    address: str | None


@dataclass(frozen=True)
class RegisterRow:
    """A checked row: one issue that someone brought. line: the physical line (in .xlsx the sheet's row)."""

    line: int
    kind: Kind
    date: dt.date
    arrived: dt.time
    admitted: dt.time | None
    presided_by: PresidedBy
    first_name: str
    last_name: str
    father_name: str | None
    national_id: str | None
    foreign_id: str | None
    no_id_reason: str | None
    mobile: str | None
    county: str | None
    address: str | None
    companions: int
    representing: str | None
    type: IssueType
    subject: str
    description: str | None
    ruling: str | None
    unit: str | None
    due: dt.date | None
    status: Status
    outcome: str | None
    notified_by: Way | None
    notified_on: dt.date | None
    samad_code: str | None


KEYS = tuple(field.name for field in fields(RegisterRow))[1:]
"""The register's keys, in the order of the contracts' table."""

PERSON = tuple(field.name for field in fields(Person))

Values = dict[str, Any]
Raw = Mapping[str, str]


def check(raw: Raw, line: int) -> RegisterRow:
    """A row as typed, by key, made into stored form. Raises Refused with the field of its first fault."""
    return RegisterRow(line=line, **_checked(raw, KEYS))


def check_visitor(raw: Raw) -> Person:
    """The particulars of a form. Raises Refused with the field."""
    return Person(**_checked(_with_reason(raw), PERSON))


def _with_reason(raw: Raw) -> Raw:
    """A passport or an آمایش card stands where the register asks why there is no id."""
    has_id = any(_given(raw.get(key)) for key in ("national_id", "foreign_id", "no_id_reason"))
    if has_id or not _given(raw.get("document")):
        return raw
    return {**raw, "no_id_reason": fa("Foreign national with a passport or an Amayesh card")}


def check_issue(raw: Raw) -> Values:
    """Type, subject, description and SAMAD code of an issue in a form. Raises Refused with the field."""
    return _checked(raw, ("type", "subject", "description", "samad_code"))


def check_companions(text: str) -> int:
    """How many more came. Raises Refused for what is no whole number from 0."""
    return _companions(text, {}, {})


def check_text(text: str, field: str, *, lines: bool = False) -> str | None:
    """Words as they are stored; None where there is nothing. Raises Refused with the field."""
    return normalise(_bounded(refuse_nul(text, field), field), lines=lines) or None


def _checked(raw: Raw, keys: tuple[str, ...]) -> Values:
    values: Values = {}
    for key in keys:
        text = raw.get(key) or ""
        values[key] = READERS[key](_bounded(refuse_nul(text, key), key) if text else text, values, raw)
    return values


def _bounded(text: str, field: str) -> str:
    """The text itself. Raises Refused for one that no register holds: a quotation mark is missing, or worse."""
    if len(text) > LONGEST_FIELD // 4 and len(text.encode("utf-8", "surrogatepass")) > LONGEST_FIELD:
        raise Refused(_("This text is too long: a cell holds at most 32 kilobytes. Shorten it."), field)
    if len(text) > LONGEST_TEXT:
        raise Refused(_("This text is too long: at most 20,000 letters go into a report. Shorten it."), field)
    return text


Reader = Callable[[str, Values, Raw], Any]


def _given(text: str | None) -> bool:
    """Whether a cell holds anything; most of the register's cells are plainly empty."""
    return bool(text) and bool(normalise(text or ""))


def _required(text: str, field: str) -> str:
    text = normalise(text)
    if not text:
        raise Refused(_missing(field), field)
    return text


def _missing(field: str) -> str:
    reasons = {
        "first_name": _("Enter the first name."),
        "last_name": _("Enter the last name."),
        "subject": _("Enter the subject."),
        "date": _("Enter the date."),
        "arrived": _("Enter the hour of arrival."),
    }
    return reasons.get(field) or _("This cell must not be empty.")


def _name(field: str) -> Reader:
    def read(text: str, _values: Values, _raw: Raw) -> str:
        return _required(text, field)

    return read


def _text(*, lines: bool = False) -> Reader:
    def read(text: str, _values: Values, _raw: Raw) -> str | None:
        return (normalise(text, lines=lines) or None) if text else None

    return read


def _coded(kind: type[Any], field: str) -> Reader:
    def read(text: str, _values: Values, _raw: Raw) -> Any:
        return code(kind, _required(text, field), field)

    return read


def _date(text: str, _values: Values, _raw: Raw) -> dt.date:
    return parse_date(_required(text, "date"), field="date")


def _arrived(text: str, _values: Values, _raw: Raw) -> dt.time:
    return parse_time(_required(text, "arrived"), field="arrived")


def _admitted(text: str, values: Values, _raw: Raw) -> dt.time | None:
    if not _given(text):
        return None
    admitted = parse_time(text, field="admitted")
    if admitted < values["arrived"]:
        raise Refused(_("The hour of admission cannot be before that of arrival."), "admitted")
    return admitted


def _national_id(text: str, _values: Values, raw: Raw) -> str | None:
    if _given(text):
        return ids.national_id(text)
    if not _given(raw.get("foreign_id")) and not _given(raw.get("no_id_reason")):
        raise Refused(
            _("Enter the national id, or the foreign national's id, or write why there is none."),
            "national_id",
        )
    return None


def _foreign_id(text: str, values: Values, _raw: Raw) -> str | None:
    if not _given(text):
        return None
    if values["national_id"] is not None:
        raise Refused(
            _("A national id and a foreign national's id are both there; leave one of them empty."),
            "foreign_id",
        )
    return ids.foreign_id(text)


def _document(text: str, _values: Values, _raw: Raw) -> str | None:
    return ids.document(text) if _given(text) else None


def _mobile(text: str, _values: Values, _raw: Raw) -> str | None:
    return ids.mobile(text) if _given(text) else None


def _companions(text: str, _values: Values, _raw: Raw) -> int:
    typed = latin_digits(normalise(text))
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 6 or int(typed) > MOST_COMPANIONS:
        raise Refused(_("The number of companions must be a whole number from 0."), "companions")
    return int(typed)


def _due(text: str, values: Values, _raw: Raw) -> dt.date | None:
    if not _given(text):
        return None
    due = parse_date(text, field="due")
    if due < values["date"]:
        raise Refused(_("The due date cannot be before the day of the visit."), "due")
    return due


def _notified_by(text: str, values: Values, raw: Raw) -> Way | None:
    if not _given(text):
        if _given(raw.get("notified_on")):
            raise Refused(_("The notice has a date but no way; write SMS, letter or phone call."), "notified_by")
        return None
    way = code(Way, text, "notified_by")
    if values["status"] is Status.OPEN:
        raise Refused(_("Record the outcome first, then tell it."), "notified_by")
    return way


def _notified_on(text: str, values: Values, _raw: Raw) -> dt.date | None:
    if not _given(text):
        if values["notified_by"] is not None:
            raise Refused(_("The notice has a way but no date; write its date."), "notified_on")
        return None
    on = parse_date(text, field="notified_on")
    if on < values["date"]:
        raise Refused(_("The notice's date cannot be before the day of the visit."), "notified_on")
    return on


READERS: dict[str, Reader] = {
    "kind": _coded(Kind, "kind"),
    "date": _date,
    "arrived": _arrived,
    "admitted": _admitted,
    "presided_by": _coded(PresidedBy, "presided_by"),
    "first_name": _name("first_name"),
    "last_name": _name("last_name"),
    "father_name": _text(),
    "national_id": _national_id,
    "foreign_id": _foreign_id,
    "document": _document,
    "no_id_reason": _text(),
    "mobile": _mobile,
    "county": _text(),
    "address": _text(),
    "companions": _companions,
    "representing": _text(),
    "type": _coded(IssueType, "type"),
    "subject": _name("subject"),
    "description": _text(lines=True),
    "ruling": _text(lines=True),
    "unit": _text(),
    "due": _due,
    "status": _coded(Status, "status"),
    "outcome": _text(lines=True),
    "notified_by": _notified_by,
    "notified_on": _notified_on,
    "samad_code": _text(),
}

FIELD_CHECKS: dict[str, Callable[[str], Any]] = {
    "national_id": ids.national_id,
    "foreign_id": ids.foreign_id,
    "document": ids.document,
    "mobile": ids.mobile,
    "companions": check_companions,
    "first_name": lambda text: _required(text, "first_name"),
    "last_name": lambda text: _required(text, "last_name"),
    "subject": lambda text: _required(text, "subject"),
    "arrived": lambda text: parse_time(text, field="arrived"),
}
"""What a form asks of one field while it is typed: the same rules, raising Refused."""
