"""The bookings of one day: how many of how many, who, what can be done with each; the form of a new one under it."""

import datetime as dt
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.booking_days import BookedDay
from app.booking_moves import Telling
from app.bookings import BookingRow
from app.domain.persian.calendar import WEEKDAY_NAMES, short_date, weekday
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui import keys
from ui.bookings.form import BookingForm
from ui.bookings.rows import columns
from ui.bookings.view_model import Shown
from ui.style import look
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.strip import Strip
from ui.widgets.table import Table
from ui.widgets.tabs import LARGE
from ui.widgets.text import Elided, Text


class BookingsPanel(QFrame):
    """The list. Acts are the screen's; here they are only asked for."""

    day_wanted = Signal(object)
    correct_wanted = Signal(object)
    cancel_wanted = Signal(object)
    arrive_wanted = Signal(object)
    print_wanted = Signal(object)
    texts_wanted = Signal(object)
    record_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(_("Bookings of the day"))
        self.masked = True
        self._shown: Shown | None = None
        self._today: dt.date | None = None
        self._to_mark: int | None = None
        self._to_tell: tuple[BookingRow, ...] = ()
        self.title = Text("", "strong")
        self.count = Elided("", "body", "muted")
        self.earlier = Button(icon="chevron_left", kind=PLAIN, name=_("Earlier day"), measure="small")
        self.later = Button(icon="chevron_right", kind=PLAIN, name=_("Later day"), measure="small")
        self.earlier.setToolTip(keys.tooltip("earlier", _("Earlier day")))
        self.later.setToolTip(keys.tooltip("later", _("Later day")))
        self.print = Button(
            _("List for the gate"), "print", kind=PLAIN, key="print", measure="small", cap_in_compact=False
        )
        self.tell = Strip(wrap=True)
        self.table = Table(
            columns(lambda: self.masked, lambda: self._today or dt.date.min),
            row_id=lambda row: row.booking_id,
            strong=lambda row: row.first,
            quiet=lambda row: row.came,
            name="desk.bookings",
            label=_("Bookings of the day"),
        )
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # the head keeps its lines
        self._lay_out()
        self.earlier.clicked.connect(partial(self.step, -1))
        self.later.clicked.connect(partial(self.step, 1))
        self.print.clicked.connect(self.print_it)
        self.table.opened.connect(self.correct_wanted)
        self.table.stepped.connect(self._step)
        self.table.menu_wanted.connect(self._menu)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 12, 0)
        head.setSpacing(8)
        for part in (self.earlier, self.title, self.later):
            head.addWidget(part)
        head.addWidget(self.count, 1)
        head.addWidget(self.print)
        self._head = QWidget()
        self._head.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 4)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.tell)
        column.addWidget(self.table, 1)
        look().changed.connect(self._space)
        self._space()

    def _space(self) -> None:
        self._head.setMinimumHeight(look().measure("tab"))
        self.title.setWordWrap(look().factor > LARGE)
        self.table.setMinimumHeight(3 * look().measure("row"))
        short = look().compact or look().factor > LARGE
        self.print.setText("" if short else self.print.accessibleName())
        self.print.updateGeometry()

    def least_height(self, width: int) -> int:
        """Pixels that the head, what is said under it and two rows need in this width."""
        return self.layout().totalMinimumHeightForWidth(width)

    # what is shown -------------------------------------------------------------------------------------------------

    def show_day(self, shown: Shown, today: dt.date) -> None:
        self._shown, self._today = shown, today
        day = shown.day
        words = {"weekday": WEEKDAY_NAMES[weekday(day.date)], "date": short_date(day.date)}
        self.title.setText(_("Bookings of %(weekday)s, %(date)s") % words)
        self.count.set_text(_counted(day))
        empty = _("Nobody is booked for this day yet.")
        self.table.empty = empty if day.meeting else _("There is no meeting on this day.")
        if list(shown.rows) != self.table.rows:
            self.table.put(shown.rows)
        dates = [other.date for other in shown.days]
        self.earlier.setEnabled(any(date < day.date for date in dates))
        self.later.setEnabled(any(date > day.date for date in dates))
        self._mark()

    def step(self, by: int) -> None:
        """Ctrl+PgUp, Ctrl+PgDn: the meeting day before or after this one."""
        if self._shown is None:
            return
        here = self._shown.day.date
        dates = [day.date for day in self._shown.days]
        found = [date for date in dates if date > here][:1] if by > 0 else [date for date in dates if date < here][-1:]
        if found:
            self.day_wanted.emit(found[0])

    def mark(self, booking_id: int) -> None:
        self._to_mark = booking_id
        self._mark()

    def _mark(self) -> None:
        if self._to_mark is not None and self.table.choose(self._to_mark):
            self.table.mark(self._to_mark)
            self._to_mark = None

    def unmask(self, on: bool) -> None:
        self.masked = not on
        self.table.viewport().update()

    def print_it(self) -> None:
        if self._shown is not None:
            self.print_wanted.emit(self._shown.day.date)

    # whom to tell --------------------------------------------------------------------------------------------------

    def say_moved(self, rows: tuple[BookingRow, ...]) -> None:
        """These were moved with their day: their people have to be told; who has no phone is named."""
        self._to_tell = rows
        silent = [row.name for row in rows if not row.mobile]
        said = persian_digits(_("%(n)s people have to be told of the move.") % {"n": len(rows)})
        if silent:
            said += " " + _("Without a phone: %(names)s") % {"names": _(", ").join(silent)}
        acts = ((_("Copy names, phones and texts"), "", lambda: self.texts_wanted.emit(self._to_tell)),)
        self.tell.say(said, "warning", "call", acts)

    def copy_texts(self, tellings: list[Telling]) -> None:
        """For a spreadsheet or an SMS panel: a line each."""
        lines = ["\t".join((_("First and last name"), _("Mobile"), _("Text")))]
        lines += ["\t".join((one.name, one.mobile or "", one.text.replace("\n", " "))) for one in tellings]
        QGuiApplication.clipboard().setText("\n".join(lines))

    # acts of a row -------------------------------------------------------------------------------------------------

    def _step(self, row: BookingRow) -> None:
        """Space: the natural next step. Of today's list that somebody has come, else to look at it."""
        if row.date == self._today and not row.came:
            self.arrive_wanted.emit(row)
        else:
            self.correct_wanted.emit(row)

    def _menu(self, row: BookingRow, point: QPoint) -> None:
        menu = row_menu(self, row, today=row.date == self._today)
        if menu.actions():
            menu.popup(point)


def row_menu(panel: "BookingsPanel", row: BookingRow, *, today: bool) -> QMenu:
    """All acts of a booking; one that was ticked in has none: its visit stands in the queue."""
    menu = QMenu(panel)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if row.came:
        return menu
    if today:
        menu.addAction(_("Has come: into the visitor's form"), partial(panel.arrive_wanted.emit, row))
    menu.addAction(_("Correct or move the booking"), partial(panel.correct_wanted.emit, row))
    menu.addAction(_("Cancel the booking"), partial(panel.cancel_wanted.emit, row))
    if row.moved_from is not None:
        menu.addAction(_("Copy the text for the applicant"), partial(panel.texts_wanted.emit, (row,)))
    menu.addAction(_("The person's own record, on paper"), partial(panel.record_wanted.emit, row))
    return menu


class BookingsView(QWidget):
    """Takes the queue's place while bookings are taken or looked through: the day's list, and the form under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Bookings"))
        self.panel = BookingsPanel()
        self.form = BookingForm()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.panel, 1)
        self._column.addWidget(self.form)
        look().changed.connect(self._space)
        self._space()

    def _space(self) -> None:
        self._column.setSpacing(look().measure("gap"))
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._share()
        return super().event(event)

    def _share(self) -> None:
        """In a low window with large text an open form has the whole place: a list of half a row helps nobody."""
        least = self.panel.least_height(self.width())
        self.panel.setMinimumHeight(least)  # what wraps in it would else count by its first line
        both = least + self._column.spacing() + self.form.minimumSizeHint().height()
        self.panel.setVisible(self.form.isHidden() or both <= self.height())


def _counted(day: BookedDay) -> str:
    words = {"n": day.booked, "of": day.capacity, "came": day.came}
    said = _("%(n)s of %(of)s") if day.capacity else _("%(n)s bookings")
    if day.came:
        said = _("%(n)s of %(of)s, %(came)s have come") if day.capacity else _("%(n)s bookings, %(came)s have come")
    return persian_digits(said % words)
