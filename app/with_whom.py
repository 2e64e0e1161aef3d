"""With whom, or for whom, somebody came: a group, a principal, a legal person, a guardian.

A visit has one visitor, whom the register names; the others stand beside him and are never counted as visitors.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, func

from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.calendar import numeric, parse_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _, fa
from app.register.rows import check_companions, check_text
from db.models import Visit

KEYS: Final = (
    "companions",
    "representing",
    "group_name",
    "attorney_number",
    "attorney_date",
    "legal_name",
    "legal_id",
    "guardian_name",
    "guardian_id",
)
"""A visit's columns that say it, by which the form's fields are called too."""

SPOKEN_FOR: Final = ("group_name", "representing", "legal_name")
"""For whom or what a visitor speaks; together they are the report's `representing`, and no longer than a text there."""
BETWEEN: Final = "، "

Values = dict[str, Any]


def check(texts: Mapping[str, str], today: dt.date) -> Values:
    """The columns of KEYS from what the form holds. Raises Refused with the field.

    today: no power of attorney is dated later. A group needs a head-count; a document, who gave it; an id, whose it is.
    """
    values: Values = {key: check_text(texts.get(key) or "", key) for key in KEYS}
    values["companions"] = check_companions(texts.get("companions") or "")
    check_text(BETWEEN.join(values[key] or "" for key in SPOKEN_FOR), "representing")
    if values["group_name"] and not values["companions"]:
        raise Refused(_("Write how many came with the spokesperson."), "companions")
    if (values["attorney_number"] or values["attorney_date"]) and not values["representing"]:
        raise Refused(_("Write for whom the representative came."), "representing")
    if values["attorney_date"]:
        values["attorney_date"] = attorney_date(values["attorney_date"], today)
    if values["legal_id"]:
        values["legal_id"] = ids.legal_id(values["legal_id"])
        if not values["legal_name"]:
            raise Refused(_("Write the name of the company or body."), "legal_name")
    if values["guardian_id"]:
        values["guardian_id"] = ids.person_id(values["guardian_id"], field="guardian_id")
        if not values["guardian_name"]:
            raise Refused(_("Write the guardian's name."), "guardian_name")
    return values


def attorney_date(text: str, today: dt.date) -> dt.date:
    """The day of a power of attorney. Raises Refused for what is no day, or one that is still to come."""
    date = parse_date(text, field="attorney_date")
    if date > today:
        raise Refused(_("The power of attorney can't be dated later than today."), "attorney_date")
    return date


def written(visit: Visit) -> Values:
    """What stands in the store, as texts for the form."""
    texts = {key: getattr(visit, key) or "" for key in KEYS}
    texts["companions"] = str(visit.companions) if visit.companions else ""
    texts["attorney_date"] = numeric(visit.attorney_date) if visit.attorney_date else ""
    return texts


def said_on_paper(visit: Visit) -> str | None:
    """One line for the day's list: how many more came, for whom, with which guardian; None for who came alone."""
    parts = []
    if visit.companions:
        parts.append(fa("%(n)s companions") % {"n": persian_digits(visit.companions)})
    spoken_for = [getattr(visit, key) for key in SPOKEN_FOR]
    parts += [fa("for %(whom)s") % {"whom": whom} for whom in spoken_for if whom]
    if visit.guardian_name:
        parts.append(fa("guardian: %(name)s") % {"name": visit.guardian_name})
    return BETWEEN.join(parts) or None


def spoken_for() -> ColumnElement[str | None]:
    """Whom or what the visitor spoke for: what `representing` says in the report (contracts: person, village, company).

    A group's name, the principal, the legal person, whichever there are.
    """
    return func.nullif(func.concat_ws(BETWEEN, *(getattr(Visit, key) for key in SPOKEN_FOR)), "")
