"""The slip at the exit: what was ordered, which unit acts, by when, whom to call, the code.

It carries out article 22 of the charter on citizens' rights: people are to know what was decided about them.
"""

import datetime as dt
from dataclasses import dataclass

from app.documents.column import Column, document, drawn_width, put
from app.documents.page import MUTED, Align, mm
from app.documents.slip import Place, code_label
from app.domain.codes import PaperSize
from app.domain.persian.calendar import long_date
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import fa


@dataclass(frozen=True)
class Ordered:
    """One issue as it left the room. ruling None: nothing is recorded. head_only: its words stay in the room."""

    code: str | None
    ruling: str | None = None
    unit: str | None = None
    due: dt.date | None = None
    head_only: bool = False


@dataclass(frozen=True)
class ExitSlip:
    """name: only if the office wants it on the slip."""

    where: Place
    number: int | None
    date: dt.date
    ordered: tuple[Ordered, ...]
    made_at: dt.datetime
    name: str | None = None


def draw(data: ExitSlip, size: PaperSize) -> bytes:
    title = fa("exit slip")
    made = document(f"{title} – {long_date(data.date)}", data.made_at, (data, size))
    column = Column(drawn_width(size))
    column.text(data.where.agency, 1000, bold=True)
    column.text(title, 1200, bold=True)
    turn = fa("%(date)s, turn %(n)s") % {"date": long_date(data.date), "n": persian_digits(data.number or 0)}
    column.text(turn if data.number is not None else long_date(data.date), 950)
    if data.name:
        column.text(data.name, 1100)
    for place, ordered in enumerate(data.ordered, 1):
        part = Column(column.width)
        part.rule()
        _add(part, ordered)
        if ordered.code:
            part.gap(mm(1))
            part.code(code_label(place, len(data.ordered)), ordered.code)
        column.together(part)
    column.rule(over=mm(1))
    column.text(_whom_to_call(data.where), 950, bold=True)
    column.text(fa("So that you know what was decided (charter on citizens' rights, article 22)."), 800, grey=MUTED)
    put(made, size, column)
    return made.done()


def _add(column: Column, ordered: Ordered) -> None:
    if ordered.head_only:
        column.text(fa("Only the head knows the content of this issue."), 1000, align=Align.RIGHT)
        return
    if ordered.ruling is None:
        column.text(fa("No ruling is recorded for this issue yet."), 1000, align=Align.RIGHT)
    else:
        column.text(fa("What was ordered:"), 850, align=Align.RIGHT, grey=MUTED)
        column.text(ordered.ruling, 1100, bold=True, align=Align.RIGHT)
    if ordered.unit:
        column.text(fa("Unit that acts: %(unit)s") % {"unit": ordered.unit}, 1000, align=Align.RIGHT)
    if ordered.due:
        column.text(fa("Due: %(date)s") % {"date": long_date(ordered.due)}, 1000, align=Align.RIGHT)


def _whom_to_call(where: Place) -> str:
    if where.telephone:
        said = fa("To follow up, call %(number)s and give the follow-up code.")
        return said % {"number": isolate(persian_digits(where.telephone))}
    return fa("To follow up, give the follow-up code to %(agency)s.") % {"agency": where.agency}
