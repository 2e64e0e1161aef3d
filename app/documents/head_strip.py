"""The strip that the head takes along when the day is closed: who was received, what was promised, one line each."""

import datetime as dt
from dataclasses import dataclass

from app.documents.column import Column, document, drawn_width, put
from app.documents.page import MUTED, Align, mm
from app.domain.codes import PaperSize, QueueState
from app.domain.persian.calendar import long_date, short_date
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import fa

_INDENT = mm(9)


@dataclass(frozen=True)
class Promise:
    """One thing that the head ordered. text None: it is for his eyes alone, and the strip says only that there is one.

    who: the visitor as the strip shows him, or None.
    """

    number: int | None
    text: str | None
    who: str | None = None
    unit: str | None = None
    due: dt.date | None = None


@dataclass(frozen=True)
class HeadStrip:
    """A day's sum. seen: received by the head; referred: issues that a unit got; left: gone without being received."""

    agency: str
    head: str
    date: dt.date
    seen: int
    referred: int
    left: int
    promises: tuple[Promise, ...]
    made_at: dt.datetime


def draw(data: HeadStrip, size: PaperSize) -> bytes:
    title = fa("The head's strip")
    made = document(f"{title} – {long_date(data.date)}", data.made_at, (data, size))
    column = Column(drawn_width(size))
    column.text(data.agency, 1000, bold=True)
    column.text(long_date(data.date), 1100)
    column.text(data.head, 950, grey=MUTED)
    column.rule()
    for words, count in (
        (fa(QueueState.SEEN.word), data.seen),
        (fa("Referral"), data.referred),
        (fa("Promise"), len(data.promises)),
        (fa(QueueState.LEFT.word), data.left),
    ):
        _count(column, words, count)
    if data.promises:
        column.rule()
        column.text(fa("Promises"), 1100, bold=True, align=Align.RIGHT)
    for promise in data.promises:
        _add(column, promise)
    put(made, size, column)
    return made.done()


def _count(column: Column, words: str, count: int) -> None:
    line, number = Column(column.width), Column(column.width)
    line.text(words, 1100, align=Align.RIGHT)
    number.text(persian_digits(count), 1100, bold=True, align=Align.LEFT)
    column.beside(line, number)


def _add(column: Column, promise: Promise) -> None:
    line, number = Column(column.width), Column(column.width)
    number.text("•" if promise.number is None else persian_digits(promise.number), 1100, bold=True, align=Align.RIGHT)
    if promise.text is None:
        words = fa("Only the head knows the content of this issue.")
    else:
        due = fa("by %(date)s") % {"date": short_date(promise.due)} if promise.due else None
        said = filter(None, (promise.text.rstrip(" ."), promise.unit))
        words = "؛ ".join(filter(None, (*map(among_words, said), due)))
    line.text(f"{among_words(promise.who)}: {words}" if promise.who else words, 1100, align=Align.RIGHT, indent=_INDENT)
    line.gap(mm(1))
    column.beside(line, number)
