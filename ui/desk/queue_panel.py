"""The day's queue: who presides, tabs with counts, the rows, and the acts of the five F-keys."""

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.bookings import BookingRow
from app.domain.codes import PresidedBy
from app.domain.persian.calendar import long_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.meetings import Day
from app.queue import QueueRow
from app.waiting import Outlook
from ui import keys
from ui.bookings.rows import columns as booking_columns
from ui.desk.queue_rows import TABS, Clock, columns, gone, in_room, in_tab
from ui.desk.queue_words import next_place, place_of
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.scroll import Body
from ui.widgets.strip import Strip
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.text import Elided, Text
from ui.widgets.wrap import Wrap

NARROWEST = 320  # else the widest head would push the form out of the window


class QueuePanel(QFrame):
    """What the day is, and its queue. Acts are the screen's; here they are only asked for."""

    head_came = Signal()
    head_left = Signal()
    deputy_presides = Signal()
    list_wanted = Signal()
    substitute_wanted = Signal()
    contact_wanted = Signal()
    booking_wanted = Signal()
    arrived = Signal(object)
    """The BookingRow of who has come."""
    carry_wanted = Signal()

    def __init__(self, now: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(_("Queue today"))
        self._rows: tuple[QueueRow, ...] = ()
        self._day: Day | None = None
        self._over_hours = False
        self._to_mark: int | None = None
        self._masked, self._compact = True, False
        self._now = now
        self._number = 1
        self._outlook: Outlook | None = None
        self.title = Text(_("Queue today"), "strong")
        self.tabs = Tabs(
            [
                ("all", _("All")),
                ("waiting", _("waiting")),
                ("seen", _("seen")),
                ("left", _("left unseen")),
                ("booked", _("booked")),
            ]
        )
        self.tabs.show_tab("booked", on=False)
        self.list = Button(
            icon="print", kind=PLAIN, key="days_list", name=_("Day's list"), measure="small", cap_in_compact=False
        )
        self.gone = Button(_("The head left"), "sign_out", kind=PLAIN, measure="small")
        self.gone.setToolTip(keys.tooltip("head_left"))  # its cap would push a tab out of the row
        self.hours = Strip(wrap=True)
        self.presence = Strip(wrap=True)
        self.table = Table(
            columns(now),
            row_id=lambda row: row.visit_id,
            strong=in_room,
            quiet=gone,
            name="desk.queue",
            label=_("Queue today"),
        )
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.booked = Table(
            booking_columns(lambda: self._masked),
            row_id=lambda row: row.booking_id,
            strong=lambda row: row.first,
            name="desk.booked",
            label=_("Booked for today"),
            empty=_("Everybody who was booked has come."),
        )
        self.booked.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.place = Elided("", "caption", "muted")
        self.no_day = NoMeetingDay()
        self._lay_out()
        self.setMinimumWidth(NARROWEST)
        self.tabs.changed.connect(lambda _tab: self._show())
        self.table.chosen.connect(lambda _row: self._show_place())
        self.list.clicked.connect(self.list_wanted)
        self.gone.clicked.connect(self.head_left)
        self.no_day.substitute.clicked.connect(self.substitute_wanted)
        self.no_day.contact.clicked.connect(self.contact_wanted)
        self.no_day.booking.clicked.connect(self.booking_wanted)
        self.booked.opened.connect(self.arrived)
        self.booked.stepped.connect(self.arrived)

    def _lay_out(self) -> None:
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.addWidget(self.title)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.list)
        row.addWidget(self.gone)
        self.gone.hide()  # until the day is known
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 4)
        column.setSpacing(0)
        for part in (self.head, self.presence, self.hours):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.booked, 1)
        self.booked.hide()
        column.addWidget(self.no_day, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.place)
        column.addLayout(foot)

    def set_compact(self, *, compact: bool) -> None:
        self._compact = compact
        self._give_room()

    def _give_room(self) -> None:
        """The tab of those who are booked needs the title's room."""
        short = self._compact or bool(self.booked.rows)
        self.title.setVisible(not short)
        self.gone.setText("" if short else self.gone.accessibleName())
        self.gone.updateGeometry()
        close = short and self._compact
        self.head.layout().setContentsMargins(8 if close else 14, 0, 4 if close else 8, 0)
        self.head.layout().setSpacing(2 if close else 4)

    # what is shown -------------------------------------------------------------------------------------------------

    def show_rows(self, rows: tuple[QueueRow, ...]) -> None:
        self._rows = rows
        for tab in TABS:
            self.tabs.set_count(tab, sum(in_tab(row, tab) for row in rows))
        self._show()

    def show_booked(self, rows: tuple[BookingRow, ...]) -> None:
        """Who is booked for today and has not come yet; without such bookings there is no tab for them."""
        if list(rows) != self.booked.rows:
            self.booked.put(rows)
        self.tabs.set_count("booked", len(rows))
        self._show()

    def unmask(self, on: bool) -> None:
        """F3 held: phones are shown whole."""
        self._masked = not on
        self.booked.viewport().update()

    def show_day(self, day: Day) -> None:
        if self._day is None or self._day.date != day.date:
            self._over_hours = False
        self._day = day
        self._show_presence(day)
        self.no_day.show_next(day.next_meeting)
        self._show()

    def _show_presence(self, day: Day) -> None:
        """Who holds the meeting: the head whose coming is not noted yet, the head himself, or the deputy (c1)."""
        by_deputy = day.presided_by is PresidedBy.DEPUTY
        present = day.head_from is not None and day.head_to is None and not by_deputy
        self.gone.setVisible(day.meeting and present)
        came = (_("The head came"), "head_came", self.head_came.emit)
        if not day.meeting or present or day.closed:
            self.presence.say("")
        elif by_deputy:
            self.presence.say(_("With the deputy; not counted in the report"), "warning", "person_swap", (came,))
        else:
            deputy = (_("The deputy presides"), "", self.deputy_presides.emit)
            self.presence.say(_("The head's presence is not noted yet."), "plain", "person", (came, deputy))

    def set_now(self, now: dt.time) -> None:
        """Waiting times to the minute; the closing hour with people waiting."""
        self.table.viewport().update()
        self._show_place()
        day = self._day
        waiting = sum(in_tab(row, "waiting") for row in self._rows)
        if day and day.meeting and day.closes and now >= day.closes and waiting and not self._over_hours:
            said = persian_digits(_("The meeting's hours are over; %(n)s people are waiting.") % {"n": waiting})
            to_next = (_("To the next meeting with the first place"), "", self.carry_wanted.emit)
            acts = ((_("Go on with the meeting"), "", self._go_on), to_next)
            self.hours.say(said, "warning", "clock", acts, filled=True)
        else:
            self.hours.say("")

    def _go_on(self) -> None:
        self._over_hours = True
        self.hours.say("")
        self.table.setFocus()

    def _show(self) -> None:
        meeting = self._day is None or self._day.meeting
        booked = self.tabs.current == "booked"
        self.tabs.show_tab("booked", on=bool(self.booked.rows))
        self._give_room()
        shown = [row for row in self._rows if booked or in_tab(row, self.tabs.current)]
        nobody = _("Nobody has come yet. Register the first visitor with F2.")
        self.table.empty = (
            "" if self._day is None else nobody if self.tabs.current == "all" else _("Nobody is in this tab.")
        )
        if shown != self.table.rows:
            self.table.put(shown)
        self._mark()
        self._show_place()
        self.table.setVisible((meeting or bool(shown)) and not booked)
        self.booked.setVisible(booked)
        self.no_day.setVisible(not meeting)

    def set_number(self, number: int) -> None:
        """The number that the next visitor gets."""
        self._number = number
        self._show_place()

    def show_outlook(self, outlook: Outlook) -> None:
        """How long everybody waits."""
        self._outlook = outlook
        self._show_place()

    def _show_place(self) -> None:
        """Under the list: why the chosen row stands where it stands; else what the next visitor has before him."""
        row, day = self.chosen, self._day
        said = place_of(row, self._outlook, self._now()) if row is not None else ""
        if not said and day is not None and day.meeting:
            said = next_place(self._number, self._outlook)
        self.place.set_text(said)
        self.place.setVisible(bool(said))

    def mark(self, visit_id: int) -> None:
        """The row that was just saved, as soon as it is in the list."""
        self._to_mark = visit_id
        self._mark()

    def _mark(self) -> None:
        if self._to_mark is not None and self.table.choose(self._to_mark):
            self.table.mark(self._to_mark)
            self._to_mark = None

    @property
    def chosen(self) -> QueueRow | None:
        """The selected row, whether the list has the focus or not."""
        return self.table.current

    @property
    def held(self) -> QueueRow | None:
        """The chosen row while the list has the focus: the one that is meant."""
        return self.table.current if self.table.hasFocus() else None


class NoMeetingDay(Body):
    """The queue's place on a day without a meeting: what day it is not, and the two ways on."""

    def __init__(self) -> None:
        inner = QWidget()
        super().__init__(inner)
        self.words = Text("", "lead", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.substitute = Button(_("Hold a substitute meeting"), "calendar_checkmark")
        self.contact = Button(_("Register a contact outside the meeting"), "person")
        self.booking = Button(_("Book a turn"), "call", key="book")
        buttons = Wrap(centred=True)
        buttons.addWidget(self.substitute)
        buttons.addWidget(self.contact)
        by_phone = QHBoxLayout()
        by_phone.addStretch(1)
        by_phone.addWidget(self.booking)
        by_phone.addStretch(1)
        column = QVBoxLayout(inner)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addSpacing(12)
        column.addLayout(buttons)
        column.addSpacing(8)
        column.addLayout(by_phone)
        column.addStretch(2)
        self.hide()

    def show_next(self, date: dt.date | None) -> None:
        if date is None:
            self.words.setText(_("Today is no meeting day."))
        else:
            self.words.setText(_("Today is no meeting day. Next meeting: %(date)s") % {"date": long_date(date)})
        self.setAccessibleName(self.words.text())
