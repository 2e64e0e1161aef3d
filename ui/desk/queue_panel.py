"""The day's queue: who presides, tabs with counts, the rows, and the acts of the five F-keys."""

import datetime as dt

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from app.domain.codes import Kind, PresidedBy
from app.domain.persian.calendar import long_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.meetings import Day
from app.queue import QueueRow
from ui.desk.queue_delegate import QueueDelegate
from ui.desk.queue_model import COMPACT, TABS, WIDE, QueueModel, RowRole, in_tab
from ui.desk.strip import Strip
from ui.desk.tabs import Tabs
from ui.style import look
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.text import Text, card

MARKED_MS = 600


class QueueTable(QTableView):
    """The rows. Space asks for a row's natural next step, the menu key for all its acts."""

    stepped = Signal(object)
    menu_wanted = Signal(object, QPoint)
    opened = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = QueueModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(QueueDelegate(self))
        self.setAccessibleName(_("Queue today"))
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self._menu(self.indexAt(point).row(), point))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(RowRole)))

    def lay_out(self, *, compact: bool) -> None:
        self.rows.set_columns(COMPACT if compact else WIDE)
        head = self.horizontalHeader()
        for place, column in enumerate(self.rows.columns):
            fixed = column.width is not None
            head.setSectionResizeMode(
                place, QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Stretch
            )
            if fixed:
                self.setColumnWidth(place, round((column.width or 0) * max(1.0, look().factor)))
        head.setFixedHeight(look().measure("head"))
        self.verticalHeader().setDefaultSectionSize(look().measure("row"))
        self.verticalHeader().setMinimumSectionSize(look().measure("row"))

    @property
    def chosen(self) -> QueueRow | None:
        """The selected row, whether the list has the focus or not."""
        rows = self.selectionModel().selectedRows()
        return rows[0].data(RowRole) if rows else None

    def choose(self, visit_id: int) -> None:
        place = self.rows.row_of(visit_id)
        if place is None:
            return
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.rows.index(place, 0), how)
        self.scrollTo(self.rows.index(place, 0))

    def set_rows(self, rows: list[QueueRow]) -> None:
        """Another list; the same visit stays chosen."""
        kept = self.chosen
        self.rows.set_rows(rows)
        if kept is not None and (self.chosen is None or self.chosen.visit_id != kept.visit_id):
            self.choose(kept.visit_id)

    def _menu(self, place: int, point: QPoint) -> None:
        if 0 <= place < self.rows.rowCount():
            row = self.rows.index(place, 0).data(RowRole)
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(point))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.chosen
        match event.key():
            case Qt.Key.Key_Space if row is not None:
                self.stepped.emit(row)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if row is not None:
                self.opened.emit(row)
            case Qt.Key.Key_Menu if row is not None:
                place = self.currentIndex()
                self.menu_wanted.emit(row, self.viewport().mapToGlobal(self.visualRect(place).center()))
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)
        if self.chosen is None and self.rows.rowCount():
            self.choose(self.rows.index(0, 0).data(RowRole).visit_id)


class QueuePanel(QFrame):
    """What the day is, and its queue. Acts are the screen's; here they are only asked for."""

    head_came = Signal()
    head_left = Signal()
    deputy_presides = Signal()
    substitute_wanted = Signal()
    contact_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(_("Queue today"))
        self._rows: tuple[QueueRow, ...] = ()
        self._day: Day | None = None
        self._over_hours = False
        self.title = Text(_("Queue today"), "strong")
        words = {"all": _("All"), "waiting": _("waiting"), "seen": _("seen"), "left": _("left unseen")}
        self.tabs = Tabs(words)
        self.came = Button(_("The head came"), "person_available", kind=PLAIN, filled_icon=True, measure="small")
        self.gone = Button(_("The head left"), "sign_out", kind=PLAIN, measure="small")
        self.deputy = Button(_("The deputy presides"), "person_swap", kind=PLAIN, measure="small")
        self.hours = Strip()
        self.presence = Strip()
        self.table = QueueTable()
        self.empty = Text("", "body", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.no_day = NoMeetingDay()
        self._lay_out()
        self.tabs.chosen.connect(lambda _tab: self._show())
        self.came.clicked.connect(self.head_came)
        self.gone.clicked.connect(self.head_left)
        self.deputy.clicked.connect(self.deputy_presides)
        self.no_day.substitute.clicked.connect(self.substitute_wanted)
        self.no_day.contact.clicked.connect(self.contact_wanted)

    def _lay_out(self) -> None:
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.tabs)
        row.addStretch(1)
        for button in (self.came, self.gone, self.deputy):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 4)
        column.setSpacing(0)
        for part in (self.head, self.presence, self.hours):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.no_day, 1)

    def set_compact(self, *, compact: bool) -> None:
        self.tabs.hide_tabs({"left"} if compact else set())
        self.title.setVisible(not compact)
        self.table.lay_out(compact=compact)

    # what is shown -------------------------------------------------------------------------------------------------

    def show_rows(self, rows: tuple[QueueRow, ...]) -> None:
        self._rows = rows
        self.tabs.set_counts({tab: sum(in_tab(row, tab) for row in rows) for tab in TABS})
        self._show()

    def show_day(self, day: Day) -> None:
        if self._day is None or self._day.date != day.date:
            self._over_hours = False
        self._day = day
        by_deputy = day.presided_by is PresidedBy.DEPUTY
        present = day.head_from is not None and day.head_to is None and not by_deputy
        self.came.setVisible(day.meeting and not present)
        self.gone.setVisible(day.meeting and present)
        self.deputy.setVisible(day.meeting and not present and not by_deputy)
        if day.meeting and by_deputy:
            self.presence.say(_("With the deputy; not counted in the report"), "warning", "person_swap")
        else:
            self.presence.say("")
        self.no_day.show_next(day.next_meeting)
        self._show()

    def set_now(self, now: dt.time) -> None:
        """Waiting times to the minute; the closing hour with people waiting."""
        self.table.rows.set_now(now)
        day = self._day
        waiting = sum(in_tab(row, "waiting") for row in self._rows)
        if day and day.meeting and day.closes and now >= day.closes and waiting and not self._over_hours:
            said = persian_digits(_("The meeting's hours are over; %(n)s people are waiting.") % {"n": waiting})
            self.hours.say(said, "warning", "clock", ((_("Go on with the meeting"), "", self._go_on),), filled=True)
        else:
            self.hours.say("")

    def _go_on(self) -> None:
        self._over_hours = True
        self.hours.say("")
        self.table.setFocus()

    def _show(self) -> None:
        meeting = self._day is None or self._day.meeting
        shown = [row for row in self._rows if in_tab(row, self.tabs.current)]
        self.table.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.no_day.setVisible(not meeting)
        self.empty.setVisible(meeting and not shown and self._day is not None)
        if self.tabs.current == "all":
            self.empty.setText(_("Nobody has come yet. Register the first visitor with F2."))
        else:
            self.empty.setText(_("Nobody is in this tab."))

    @property
    def chosen(self) -> QueueRow | None:
        return self.table.chosen

    @property
    def held(self) -> QueueRow | None:
        """The chosen row while the list has the focus: the one that is meant."""
        return self.table.chosen if self.table.hasFocus() else None


class NoMeetingDay(QWidget):
    """The queue's place on a day without a meeting: what day it is not, and the two ways on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Text("", "lead", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.substitute = Button(_("Hold a substitute meeting"), "calendar_checkmark")
        self.contact = Button(_("Register a contact outside the meeting"), "person")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.substitute)
        buttons.addWidget(self.contact)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addSpacing(12)
        column.addLayout(buttons)
        column.addStretch(2)
        self.hide()

    def show_next(self, date: dt.date | None) -> None:
        if date is None:
            self.words.setText(_("Today is no meeting day."))
        else:
            self.words.setText(_("Today is no meeting day. Next meeting: %(date)s") % {"date": long_date(date)})
        self.setAccessibleName(self.words.text())
