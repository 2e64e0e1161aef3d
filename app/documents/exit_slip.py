"""The slip at the exit: what was ordered, which unit acts, by when, whom to call, the code.

It carries out article 22 of the charter on citizens' rights: people are to know what was decided about them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents import qr
from app.documents.column import Column, document, drawn_width, put
from app.documents.page import MUTED, Align, mm
from app.documents.slip import Place, code_label
from app.domain import digit_groups
from app.domain.codes import PaperSize
from app.domain.persian.calendar import long_date
from app.domain.persian.text import among_words, isolate, persian_digits
from app.domain.texts import fa


@dataclass(frozen=True)
class Ordered:
    """One issue as it left the room. ruling None: nothing is recorded. head_only: its words stay in the room."""

    code: str | None
    ruling: str | None = None
    unit: str | None = None
    due: dt.date | None = None
    head_only: bool = False


MODULE: Final = mm(1) // 2
"""A square of the QR code: four dots of a thermal printer (203 dpi), which blots."""
QUIET: Final = 4 * MODULE


@dataclass(frozen=True)
class Proof:
    """By what the visitor finds out whether the visit was reported (docs/visit-proofs.md).

    text: of the QR code. digits: the same secret for a keyboard. uncounted: why this visit is in no report.
    """

    text: str
    digits: str
    uncounted: str | None = None


@dataclass(frozen=True)
class ExitSlip:
    """name: only if the office wants it on the slip. proof: None where nobody may sign for the desk."""

    where: Place
    number: int | None
    date: dt.date
    ordered: tuple[Ordered, ...]
    made_at: dt.datetime
    name: str | None = None
    proof: Proof | None = None


def draw(data: ExitSlip, size: PaperSize) -> bytes:
    title = fa("exit slip")
    made = document(f"{title} – {long_date(data.date)}", data.made_at, (data, size))
    column = Column(drawn_width(size))
    column.text(data.where.agency, 1000, bold=True)
    column.text(title, 1200, bold=True)
    turn = fa("%(date)s, turn %(n)s") % {"date": long_date(data.date), "n": persian_digits(data.number or 0)}
    column.text(turn if data.number is not None else long_date(data.date), 950)
    if data.name:
        column.text(among_words(data.name), 1100)
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
    if data.proof is not None:
        column.together(_proof(data.proof, column.width))
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
        column.text(among_words(ordered.ruling), 1100, bold=True, align=Align.RIGHT)
    if ordered.unit:
        column.text(fa("Unit that acts: %(unit)s") % {"unit": among_words(ordered.unit)}, 1000, align=Align.RIGHT)
    if ordered.due:
        column.text(fa("Due: %(date)s") % {"date": long_date(ordered.due)}, 1000, align=Align.RIGHT)


def _whom_to_call(where: Place) -> str:
    if where.telephone:
        said = fa("To follow up, call %(number)s and give the follow-up code.")
        return said % {"number": isolate(persian_digits(where.telephone))}
    return fa("To follow up, give the follow-up code to %(agency)s.") % {"agency": among_words(where.agency)}


def _proof(proof: Proof, width: int) -> Column:
    """In one piece: what it is for, the code, and the digits beneath it."""
    part = Column(width)
    part.rule(over=mm(1))
    part.text(fa("Was this visit reported?"), 950, bold=True)
    if proof.uncounted is not None:
        part.text(fa("This visit is not counted in the report."), 1000, bold=True)
        part.text(proof.uncounted, 850)
    told = fa("By this code the inspection office can find out whether this visit is in the agency's quarterly report.")
    part.text(told, 800, grey=MUTED)
    side = len(qr.modules(proof.text)) * MODULE
    part.gap(QUIET)
    part.add(side, lambda page, x, y: qr.draw(page, x + (width - side) // 2, y, proof.text, side))
    part.gap(QUIET)
    for line in digit_groups.lines(proof.digits):
        part.text(f"\u2066{persian_digits(line)}\u2069", 1100, bold=True)
    part.text(fa("Keep this slip, and show the code to nobody but the inspection office."), 800, grey=MUTED)
    return part
