"""The worklist on paper, a part for each unit: what one goes through with a unit, on the telephone or at its desk."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents.page import A4_LANDSCAPE, MUTED, ZEBRA, Align, Document, Page, identity_of, mm
from app.documents.table import Column, Columns, Flow, Row, Style
from app.documents.text import setter
from app.domain.persian.calendar import long_date, short_date
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import fa

_SIDE: Final = mm(12)
_WIDTH: Final = A4_LANDSCAPE[0] - 2 * _SIDE
_RIGHT: Final = A4_LANDSCAPE[0] - _SIDE
_HEAD: Final = mm(16)
_STYLE: Final = Style(950, 1350, 300, 250)
_ROW: Final = mm(9)


@dataclass(frozen=True)
class Line:
    """One matter. late: how many days its due date has passed; subject, ruling: as they may stand on paper."""

    name: str
    people: int
    subject: str
    ruling: str | None
    stage: str
    due: dt.date | None
    late: int
    reminders: int
    code: str | None


@dataclass(frozen=True)
class UnitPart:
    """A unit's matters, what hurts most first. unit: empty where nobody acts yet; reach: whom one reaches there."""

    unit: str
    reach: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class FollowUpList:
    """title: of the tab; narrowed: to what, or empty. made_at: when it is printed, aware."""

    agency: str
    title: str
    narrowed: str
    parts: tuple[UnitPart, ...]
    made_at: dt.datetime


def draw(data: FollowUpList) -> bytes:
    """The list as a PDF, A4 landscape; the same data give the same bytes."""
    title = fa("Follow-up: %(title)s") % {"title": data.title}
    day = long_date(data.made_at.date())
    document = Document(f"{title} – {day} – {data.agency}", data.made_at, identity_of(data), foot=_foot)
    columns = _columns()

    def start() -> tuple[Page, int, int]:
        page = document.page(A4_LANDSCAPE)
        regular, y = setter("F1"), mm(10) + mm(6)
        page.text(_RIGHT, y, "؛ ".join(filter(None, (title, data.narrowed))), setter("F2"), 1400)
        page.text(page.width // 2 - mm(20), y, data.agency, regular, 1100, align=Align.CENTRE)
        page.text(_SIDE, y, day, regular, 1100, align=Align.LEFT)
        page.accent(_SIDE, mm(10) + _HEAD - mm(5), _WIDTH)
        return page, mm(10) + _HEAD - mm(3), page.height - mm(17)

    flow = Flow(start, left=_SIDE, width=_WIDTH, head=lambda: [columns.heading()])
    number = 0
    for part in data.parts:
        flow.block([_heading(part)])
        for place, line in enumerate(part.lines):
            number += 1
            flow.block([_row(columns, number, line, ZEBRA if place % 2 else None)])
    return document.done()


def _heading(part: UnitPart) -> Row:
    counted = persian_digits(fa("%(n)s matters") % {"n": len(part.lines)})
    words = " · ".join(filter(None, (among_words(part.unit) or fa("No unit yet"), part.reach, counted)))
    return Columns(_RIGHT, [Column("", _WIDTH, bold=True)], _STYLE).row([words], fill=93, least=_ROW)


def _columns() -> Columns:
    number, due, name, stage, code, notes = mm(11), mm(27), mm(42), mm(30), mm(24), mm(50)
    rest = _WIDTH - number - due - name - stage - code - notes
    return Columns(
        _RIGHT,
        [
            Column(fa("Row"), number, Align.CENTRE),
            Column(fa("Late or due"), due),
            Column(fa("Visitor"), name, bold=True),
            Column(fa("Subject and ruling"), rest),
            Column(fa("Stage"), stage),
            Column(fa("Follow-up code"), code, Align.CENTRE),
            Column(fa("Unit's answer"), notes),
        ],
        _STYLE,
    )


def _row(columns: Columns, number: int, line: Line, fill: int | None) -> Row:
    people = persian_digits(fa("%(n)s people") % {"n": line.people}) if line.people > 1 else ""
    reminded = persian_digits(fa("%(n)s reminders") % {"n": line.reminders}) if line.reminders else ""
    late = persian_digits(fa("%(n)s days late") % {"n": line.late}) if line.late else ""
    ruling = fa("«%(ruling)s»") % {"ruling": among_words(line.ruling)} if line.ruling else ""
    cells = [
        persian_digits(number),
        "\n".join(filter(None, (late, short_date(line.due) if line.due else ""))) or "—",
        "\n".join(filter(None, (among_words(line.name), people))),
        "\n".join(filter(None, (among_words(line.subject), ruling))),
        "\n".join(filter(None, (line.stage, reminded))),
        persian_digits(show_follow_up_code(line.code)) if line.code else "—",
        "",
    ]
    return columns.row(cells, fill=fill, top_rule=50, least=_ROW)


def _foot(page: Page, number: int, total: int) -> None:
    y = page.height - mm(9)
    words = fa("Page %(number)s of %(total)s") % {"number": persian_digits(number), "total": persian_digits(total)}
    page.text(_SIDE, y, words, setter("F1"), 850, align=Align.LEFT)
    said = fa("Holds personal particulars; for the office's own use")
    page.text(_RIGHT, y, said, setter("F1"), 850, grey=MUTED)
