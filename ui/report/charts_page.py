"""The quarter in bars: each meeting day, the types, the states, and how long people waited for an answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.codes import IssueType, Status
from app.domain.persian.calendar import MONTH_NAMES, WEEKDAY_NAMES, weekday
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.report import answers
from app.report.figures import Figures
from ui.report.charts import Bar, DayBars, SideBars
from ui.report.figure_cards import DAYS
from ui.style import look
from ui.widgets.text import Elided, Text, card

_STATE_ROLES = {Status.RESOLVED: "success", Status.OPEN: "warning"}


class ChartsPage(QWidget):
    """`chosen` carries what to open: the meeting days, or a type or state of issues. The days to an answer open all
    response times.
    """

    chosen = Signal(str)
    times_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text("", "lead")
        self.days = DayBars()
        self.types = SideBars(_("Types of issues"))
        self.states = SideBars(_("States of issues"))
        self.answers = SideBars(_("Days to an answer"))
        self.days.chosen.connect(lambda _position: self.chosen.emit(DAYS))
        for chart in (self.types, self.states):
            chart.chosen.connect(lambda position, chart=chart: self.chosen.emit(chart.bar(position).opens))
        self.answers.chosen.connect(lambda _position: self.times_wanted.emit())
        self._column, self._row = QVBoxLayout(self), QHBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._day_card(), 1)
        for chart, under in ((self.types, ""), (self.states, ""), (self.answers, _("Median, from visit to notice"))):
            self._row.addWidget(self._side_card(chart, under), 1)
        self._column.addLayout(self._row)
        self._measure()
        look().changed.connect(self._measure)

    def _measure(self) -> None:
        """Compact screens have room for all bars when the air between them goes."""
        gap, pad, space = (8, 4, 2) if look().compact else (12, 10, 8)
        for layout in (self._column, self._row):
            layout.setSpacing(gap)
        for frame in self.findChildren(QFrame, options=Qt.FindChildOption.FindDirectChildrenOnly):
            frame.layout().setContentsMargins(16, pad, 16, pad)
            frame.layout().setSpacing(space)

    def _day_card(self) -> QFrame:
        frame = card()
        column = QVBoxLayout(frame)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(Elided(_("only the meetings that the head held in person"), "caption", "muted"), 1)
        column.addLayout(row)
        column.addWidget(self.days, 1)
        return frame

    @staticmethod
    def _side_card(chart: SideBars, under: str) -> QFrame:
        frame = card()
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(frame)
        column.addWidget(Text(chart.accessibleName(), "lead"))
        column.addWidget(chart)
        column.addStretch(1)
        if under:
            column.addWidget(Elided(under, "caption", "muted"))
        return frame

    def show_figures(self, figures: Figures) -> None:
        on = {weekday(day.date) for day in figures.meetings}
        self._title.setText(
            _("Visits on each %(weekday)s") % {"weekday": WEEKDAY_NAMES[on.pop()]}
            if len(on) == 1
            else _("Visits on each meeting day")
        )
        self.days.show_days(figures.meetings)
        totals = figures.totals
        self.types.show_bars(
            tuple(_bar(code.label, totals.by_type[code], f"type.{code}", "accent") for code in IssueType)
        )
        self.states.show_bars(
            tuple(
                _bar(code.label, totals.by_status[code], f"status.{code}", _STATE_ROLES.get(code, "accent"))
                for code in (Status.RESOLVED, Status.REJECTED, Status.REDIRECTED, Status.OPEN)
            )
        )
        self.answers.show_bars(tuple(_waited(month) for month in answers.by_month(figures)))


def _bar(label: str, count: int, opens: str, role: str) -> Bar:
    return Bar(label, count, persian_digits(count), opens, role)


def _waited(month: answers.MonthAnswers) -> Bar:
    said = _("none told") if month.days is None else _("%(n)s days") % {"n": _days(month.days)}
    return Bar(MONTH_NAMES[month.month - 1], month.days or 0, said, "notified")


def _days(days: float) -> str:
    """Half days come of an even number of notices: ۱۰٫۵."""
    return persian_digits(f"{days:g}".replace(".", "٫"))
