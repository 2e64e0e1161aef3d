"""The slip that the visitor takes from the desk: turn number, day and hour, follow-up code.

No name unless the office wants it, and never a subject: it lies about in a waiting room.
"""

import datetime as dt
from dataclasses import dataclass

from app.documents.column import Column, document, drawn_width, put
from app.documents.page import MUTED, mm
from app.domain.codes import PaperSize
from app.domain.persian.calendar import clock, long_date
from app.domain.persian.text import among_words, isolate, persian_digits
from app.domain.texts import fa


@dataclass(frozen=True)
class Place:
    """What a slip says of where it comes from. place, telephone: empty where the office gave none."""

    agency: str
    opens: dt.time
    closes: dt.time
    place: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Slip:
    """number: None for a contact outside the meeting. before: turns before this one, wait: minutes to be expected,
    None where nothing is said of them. codes: one an issue. name: only if the office wants it on the slip.
    """

    where: Place
    number: int | None
    date: dt.date
    arrived: dt.time
    codes: tuple[str, ...]
    made_at: dt.datetime
    before: int | None = None
    wait: int | None = None
    name: str | None = None


def draw(data: Slip, size: PaperSize) -> bytes:
    title = fa("slip")
    made = document(f"{title} – {long_date(data.date)}", data.made_at, (data, size))
    column = Column(drawn_width(size))
    column.text(data.where.agency, 1000, bold=True)
    column.rule()
    if data.number is not None:
        column.text(fa("Turn number"), 1000)
        column.text(persian_digits(data.number), 4400, bold=True, leading=4800)
    if data.name:
        column.text(among_words(data.name), 1100)
    day = fa("%(date)s, arrived at %(hour)s")
    column.text(day % {"date": long_date(data.date), "hour": clock(data.arrived)}, 950)
    if data.before is not None:
        column.text(fa("Turns before yours: %(n)s") % {"n": persian_digits(data.before)}, 950)
    if data.wait is not None:
        column.text(fa("Expected wait: about %(n)s minutes") % {"n": persian_digits(data.wait)}, 950)
    column.rule()
    for place, code in enumerate(data.codes, 1):
        column.code(code_label(place, len(data.codes)), code)
    column.text(fa("You will be told the result by SMS, letter or phone call."), 850)
    put(made, size, column, _foot(data, size))
    return made.done()


def code_label(place: int, of: int) -> str:
    """«کد پیگیری»; with several issues, of which."""
    if of == 1:
        return fa("Follow-up code")
    return fa("Follow-up code of issue %(n)s") % {"n": persian_digits(place)}


def _foot(data: Slip, size: PaperSize) -> Column:
    """On A6, where there is room for it: hours, place, telephone."""
    foot = Column(drawn_width(size))
    if size is PaperSize.ROLL:
        return foot
    where = data.where
    foot.rule(over=mm(1))
    hours = {"opens": clock(where.opens), "closes": clock(where.closes)}
    foot.text(fa("Meeting hours: %(opens)s to %(closes)s") % hours, 900, grey=MUTED)
    if where.place:
        foot.text(fa("Place: %(place)s") % {"place": where.place}, 900, grey=MUTED)
    if where.telephone:
        foot.text(telephone_line(where.telephone), 900, grey=MUTED)
    return foot


def telephone_line(telephone: str) -> str:
    return fa("Telephone: %(number)s") % {"number": isolate(persian_digits(telephone))}
