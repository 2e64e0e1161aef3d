"""Due dates and holidays: how long a unit has, what falls on a closed day, which days are closed."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.codes import ClosedDue
from app.domain.errors import Refused
from app.domain.persian.calendar import long_date
from app.domain.persian.text import latin_digits, normalise, persian_digits
from app.domain.texts import _
from app.holidays import HolidayRow, Known
from app.office_settings import OfficeSettings
from ui.settings.view_model import SettingsModel
from ui.widgets.dates import DateField
from ui.widgets.field import DigitField, TextField
from ui.widgets.locked import lock, lock_box
from ui.widgets.rows import Column
from ui.widgets.segment import Segment
from ui.widgets.table import Table
from ui.widgets.text import Text

NARROW, LONGEST, MOST_CALLS = 180, 365, 9


def days(text: str) -> int:
    """How many days. Raises Refused for none, or for more than a year."""
    value = int(latin_digits(text) or 0)
    if not 1 <= value <= LONGEST:
        raise Refused(_("Write a number of days from 1 to 365."))
    return value


def tries(text: str) -> int:
    """How many calls. Raises Refused for none, or for more than anybody would make."""
    value = int(latin_digits(text) or 0)
    if not 1 <= value <= MOST_CALLS:
        raise Refused(_("Write a number of calls from 1 to 9."))
    return value


def _known(row: HolidayRow) -> str:
    return {
        Known.SOLAR: _("closed every year"),
        Known.MARKED: _("closed by its meeting"),
        Known.CONFIRMED: _("confirmed"),
        Known.PROPOSED: _("an estimate, not confirmed") if row.estimated else _("proposed, not confirmed"),
    }[row.known]


_ICONS = {
    Known.SOLAR: ("checkmark_circle", "muted", False),
    Known.MARKED: ("checkmark_circle", "muted", False),
    Known.CONFIRMED: ("checkmark_circle", "success", True),
    Known.PROPOSED: ("clock", "warning", False),
}


class DaysPage(QWidget):
    """Fields are saved when they are left, or with Enter. In the list Space confirms a day or takes it back."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self._model, self._days = model, model.days
        self._typed: tuple[str, str] | None = None
        self.due_days = DigitField(_("Days for a unit's answer"), "due_days", most=3, rule=days)
        self.climb_days = DigitField(_("Days from a reminder to one level up"), "climb_days", most=3, rule=days)
        self.rule = Segment([(rule, rule.label) for rule in ClosedDue], _("A due date on a closed day"))
        self.thursdays = QCheckBox(_("Offices are closed on Thursdays too"))
        self.calls = DigitField(_("Unanswered calls before a letter"), "calls_before_letter", most=1, rule=tries)
        self._offered = [self._days.year, self._days.year + 1]
        self.years = Segment([(year, persian_digits(year)) for year in self._offered], _("Year"))
        self.table = Table(
            [
                Column("date", _("Day"), lambda row: long_date(row.date), 200),
                Column("name", _("Occasion"), lambda row: row.name, 0, "words", wraps=True),
                Column("known", _("State"), _known, 220, icon=lambda row: _ICONS[row.known]),
            ],
            row_id=lambda row: (row.date, row.name),
            quiet=lambda row: row.known in (Known.SOLAR, Known.MARKED),
            label=_("Days on which offices are closed"),
        )
        self.date = DateField(_("Another closed day"), "date", today=self._days.today)
        self.name = TextField(_("Occasion"), "name", hint=_("Such as a closure for heat; Enter adds it"))
        if "due_days" in model.locked:
            lock(self.due_days)
        self._lay_out()
        self._saves(self.due_days)
        self._saves(self.climb_days)
        self._saves(self.calls)
        self.rule.changed.connect(lambda rule: model.set(closed_due=rule))
        self.thursdays.clicked.connect(lambda on: model.set(thursdays_closed=on))
        self.years.changed.connect(self._days.show)
        self.table.opened.connect(self._days.turn)
        self.table.stepped.connect(self._days.turn)
        self.table.installEventFilter(self)
        self.date.entered.connect(self.name.setFocus)
        self.name.entered.connect(self._add)
        model.office_read.connect(self._show)
        self._days.read_.connect(self._put)
        self._days.refused.connect(self._refused)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(180)
        for field in (self.due_days, self.climb_days, self.calls, self.date):
            field.setFixedWidth(NARROW + 40)
        top = QHBoxLayout()
        top.setSpacing(16)
        for field in (self.due_days, self.climb_days):
            top.addWidget(field)
        top.addStretch(1)
        clock = QHBoxLayout()
        clock.setSpacing(16)
        clock.addWidget(self.rule, 2)
        locked = "thursdays_closed" in self._model.locked
        clock.addWidget(lock_box(self.thursdays) if locked else self.thursdays, 1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Text(_("Days on which offices are closed"), "strong"))
        said = _("The row is confirmed by Space, or taken back. What is only proposed moves no due date.")
        head.addWidget(Text(said, "caption", "muted", wrap=True), 1)
        self.years.setFixedWidth(NARROW)
        head.addWidget(self.years)
        added = QHBoxLayout()
        added.setSpacing(16)
        added.addWidget(self.date, alignment=Qt.AlignmentFlag.AlignTop)
        added.addWidget(self.name, 1)
        column.addLayout(top)
        column.addWidget(Text(_("A due date on a closed day"), "caption", "muted"))
        column.addLayout(clock)
        column.addWidget(self.calls)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(added)

    def _saves(self, field: DigitField) -> None:
        def left() -> None:
            if field.check() and field.text():
                self._model.set(**{field.name: days(field.text())})

        field.left.connect(left)
        field.entered.connect(left)

    def _show(self, settings: OfficeSettings) -> None:
        for field in (self.due_days, self.climb_days, self.calls):
            if not field.edit.hasFocus():
                field.set_text(str(getattr(settings, field.name)))
        self.rule.set_data(settings.closed_due)
        self.thursdays.setChecked(settings.thursdays_closed)

    def _put(self, year: int, rows: list[HolidayRow]) -> None:
        if year not in self._offered:
            self._offered = sorted([*self._offered, year])
            self.years.set_parts([(one, persian_digits(one)) for one in self._offered], year)
        self.years.set_data(year)
        self.table.put(rows)
        ahead = next((row for row in rows if row.date >= self._days.today()), None)
        if self.table.current is None and ahead is not None:
            self.table.choose((ahead.date, ahead.name))

    def _add(self) -> None:
        date, name = self.date.date(), normalise(self.name.text())
        if date is None:
            self.date.say(self.date.ask() or _("Write the day."))
            self.date.setFocus()
        elif not name:
            self.name.say(_("Write what day it is."))
        else:
            self._typed = (self.date.text(), self.name.text())
            self.date.clear()
            self.name.clear()
            self._days.confirm(date, name)
            self.date.setFocus()

    def _refused(self, field: str, reason: str) -> None:
        """What was typed stands in its fields again."""
        found = {"date": self.date, "name": self.name}.get(field)
        typed, self._typed = self._typed, None
        if found is None or typed is None:
            if field:
                self._days.refused.emit("", reason)
            return
        self.date.set_text(typed[0])
        self.name.set_text(typed[1])
        found.say(reason)
        found.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        row = self.table.current
        if (
            row is not None
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
            and row.known is Known.CONFIRMED
        ):
            self._days.turn(row)
            return True
        return super().eventFilter(watched, event)
