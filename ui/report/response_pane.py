"""How long answers took, in place of the charts: by unit, month and type as bars with the same figures as a table, and
who was not content or objected.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.persian.calendar import MONTH_NAMES, short_date
from app.domain.persian.text import persian_digits
from app.domain.response import Times
from app.domain.texts import _
from app.response_times import Discontent, Measured, ResponseTimes
from ui.report.charts import Bar, SideBars
from ui.report.view_model import Timed
from ui.style import look
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.rows import Column
from ui.widgets.segment import Segment
from ui.widgets.table import Table
from ui.widgets.tabs import LARGE
from ui.widgets.text import Elided, Text

_NONE = "–"
UNITS, MONTHS, TYPES, DISCONTENT = "units", "months", "types", "discontent"
MOST_BARS = 5
"""Of many units the slowest have a bar; the table under it has them all."""


@dataclass(frozen=True)
class Line:
    """A row of figures, and the bar over it: of a unit, a month or a type."""

    key: object
    words: str
    times: Times

    @property
    def half(self) -> int:
        return -1 if self.times.half is None else self.times.half


class ResponsePane(QFrame):
    """Esc or the button leaves it; Enter on a row or a bar opens the issues behind it: `wanted`, title and issues."""

    left = Signal()
    wanted = Signal(str, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._timed: Timed | None = None
        self._lines: tuple[Line, ...] = ()
        parts = [(UNITS, _("By unit")), (MONTHS, _("By month")), (TYPES, _("By type"))]
        self.by = Segment([*parts, (DISCONTENT, _("Not content, or objected"))], _("Response times"))
        self.whole, self.also = Text("", "words", wrap=True), Text("", "caption", "muted", wrap=True)
        self.chart = SideBars(_("Half of the outcomes within so many days"))
        self.under = Elided("", "caption", "muted")
        nothing = _("No outcome is recorded for what was brought in these days.")
        self.table = Table(_columns(), row_id=attrgetter("key"), empty=nothing, label=_("Response times"))
        content = _("Nobody who was asked was discontent, and nobody objected.")
        self.discontent = Table(
            _discontent_columns(),
            row_id=lambda row: (row.issue.issue_id, row.objected),
            empty=content,
            label=_("Not content, or objected"),
        )
        self._tables = QStackedWidget()
        for table in (self.table, self.discontent):
            self._tables.addWidget(table)
        self._lay_out()
        self.by.changed.connect(lambda _part: self._turn())
        self.table.opened.connect(self._open)
        self.chart.chosen.connect(lambda place: self._open(self._barred()[place]))
        self.discontent.opened.connect(lambda row: self.wanted.emit(row.issue.name, [row.issue]))
        look().changed.connect(self._turn)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(_("Response times"), "lead"))
        head.addWidget(
            Elided(_("days of the calendar, without those on which papers were waited for"), "caption", "muted"), 1
        )
        head.addWidget(Button(_("Back"), kind=PLAIN, cap="Esc", on_click=self.left.emit))
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 0, 16, 0)
        inside.setSpacing(6)
        for part in (self.whole, self.also, self.by, self.chart, self.under):
            inside.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 4)
        column.setSpacing(6)
        head.setContentsMargins(16, 6, 8, 0)
        column.addLayout(head)
        column.addLayout(inside)
        column.addWidget(self._tables, 1)

    def arrive(self) -> None:
        """The cursor is in the table, which has what the bars have."""
        self._tables.currentWidget().setFocus()

    def show_times(self, timed: Timed) -> None:
        self._timed = timed
        self.whole.setText(_whole(timed.times))
        self.also.setText(_also(timed))
        self.also.setVisible(bool(self.also.text()))
        self._turn()

    def _turn(self) -> None:
        part, timed = self.by.data(), self._timed
        if timed is None:
            return
        self._lines = _lines(timed, part)
        self.table.put(self._lines)
        self.table.choose_first()
        self.discontent.put(timed.discontent)
        self.discontent.choose_first()
        self._tables.setCurrentWidget(self.discontent if part == DISCONTENT else self.table)
        bars = self._barred()
        self.chart.show_bars(tuple(Bar(line.words, line.half, _days(line.times.half), part) for line in bars))
        self.chart.setVisible(bool(bars))
        many = len([line for line in self._lines if line.half >= 0])
        said = _("The %(n)s slowest of %(all)s; all of them stand in the table.")
        self.under.set_text(said % {"n": persian_digits(len(bars)), "all": persian_digits(many)})
        self.under.setVisible(0 < len(bars) < many)

    def _barred(self) -> list[Line]:
        measured = [line for line in self._lines if line.half >= 0]
        if look().factor > LARGE:  # the room is the table's, which has them all
            return []
        return measured[: MOST_BARS - 2 if look().compact else MOST_BARS]

    def _open(self, line: Line) -> None:
        """The issues of a unit, a month or a type."""
        if self._timed is None:
            return
        of: dict[str, Callable[[Measured], object]] = {
            UNITS: attrgetter("unit"),
            MONTHS: attrgetter("month"),
            TYPES: attrgetter("issue.type"),
        }
        same = of[self.by.data()]
        self.wanted.emit(line.words, [one.issue for one in self._timed.times.issues if same(one) == line.key])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _lines(timed: Timed, part: str) -> tuple[Line, ...]:
    """Units and types the slowest first, months in their order."""
    times = timed.times
    if part == MONTHS:
        return tuple(Line(key, _month(key), row) for key, row in times.months)
    if part == UNITS:
        lines = [Line(key, _unit(key) or _("without a unit"), row) for key, row in times.units]
    elif part == TYPES:
        lines = [Line(key, key.label, row) for key, row in times.types]
    else:
        return ()
    return tuple(sorted(lines, key=lambda line: line.half, reverse=True))


def _unit(name: str | None) -> str:
    """Its name as it is shown: offices type «منطقه 2», as their keyboards do."""
    return persian_digits(name or "")


def _month(key: tuple[int, int]) -> str:
    year, month = key
    return f"{MONTH_NAMES[month - 1]} {persian_digits(year)}"


def _days(number: int | None) -> str:
    return _NONE if number is None else _("%(n)s days") % {"n": persian_digits(number)}


def _whole(found: ResponseTimes) -> str:
    """The quarter in a sentence or two, for who looks for three seconds.

    Days of the calendar are what the report has, and whoever has it can count again. An office that counts its due
    dates in working days is told these too, where they are others.
    """
    times = found.all
    if not times.decided:
        return _("No outcome is recorded for what was brought in these days.")
    said = _("Of %(n)s outcomes half came within %(half)s days of the visit, and nine of ten within %(most)s days.") % {
        "n": persian_digits(times.decided),
        "half": persian_digits(times.half or 0),
        "most": persian_digits(times.most or 0),
    }
    if found.working not in {None, (times.half, times.most)}:
        half, most = found.working or (0, 0)
        working = _("In working days: half within %(half)s, and nine of ten within %(most)s.")
        said += " " + working % {"half": persian_digits(half), "most": persian_digits(most)}
    if times.told:
        told = _("Half of those that were told reached the applicant within %(n)s days more.")
        said += " " + told % {"n": persian_digits(times.told_half or 0)}
    return said


def _also(timed: Timed) -> str:
    times, content = timed.times, timed.times.content
    parts = (
        (
            times.all.in_time + times.all.late,
            _("in time %(n)s, after the due day %(m)s"),
            times.all.in_time,
            times.all.late,
        ),
        (times.all.reopened, _("opened again %(n)s"), times.all.reopened, 0),
        (times.climbed, _("brought before the agency's head as late %(n)s"), times.climbed, 0),
        (
            content.asked,
            _("of those who were asked %(n)s were content, %(m)s were not"),
            content.content,
            content.not_content,
        ),
        (content.objected, _("objected %(n)s"), content.objected, 0),
    )
    said = [words % {"n": persian_digits(n), "m": persian_digits(m)} for shown, words, n, m in parts if shown]
    return "؛ ".join(said)


def _number(get: Callable[[Times], int]) -> Callable[[Line], str]:
    return lambda line: persian_digits(get(line.times))


def _in_days(get: Callable[[Times], int | None]) -> Callable[[Line], str]:
    def said(line: Line) -> str:
        number = get(line.times)
        return _NONE if number is None else persian_digits(number)

    return said


def _columns() -> Sequence[Column]:
    return [
        Column("key", _("Unit, month or type"), lambda line: line.words, 0, "words", wraps=True),
        Column("decided", _("with an outcome"), _number(lambda times: times.decided), 68, tabular=True),
        Column("half", _("half within (days)"), _in_days(lambda times: times.half), 84, tabular=True),
        Column("most", _("nine of ten within (days)"), _in_days(lambda times: times.most), 96, tabular=True),
        Column("in_time", _("in time"), _number(lambda times: times.in_time), 64, tabular=True),
        Column("late", _("late"), _number(lambda times: times.late), 80, tabular=True, colour=_late),
        Column(
            "told",
            _("until told, half (days)"),
            _in_days(lambda times: times.told_half),
            152,
            tabular=True,
            compact=False,
        ),
        Column("reopened", _("opened again"), _number(lambda times: times.reopened), 80, tabular=True, compact=False),
    ]


def _late(line: Line) -> str:
    return "danger" if line.times.late else ""


def _discontent_columns() -> Sequence[Column]:
    return [
        Column("on", _("Date"), lambda row: short_date(row.on), 104),
        Column("name", _("First and last name"), lambda row: row.name, 0, "words"),
        Column("subject", _("Subject"), lambda row: row.issue.subject, 0),
        Column("what", _("State"), _what, 88),
        Column("reason", _("Reason"), lambda row: row.reason or _NONE, 0, wraps=True),
        Column(
            "unit",
            _("Unit"),
            lambda row: _unit(getattr(row, "units", None) or row.issue.unit) or _NONE,
            120,
            compact=False,
        ),
    ]


def _what(row: Discontent) -> str:
    return _("objected") if row.objected else _("not content")
