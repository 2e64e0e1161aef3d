"""The meeting-day screen: box and form at the right, the queue and the history at the left."""

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.agency import Details, WordLists
from app.attachments import Scan
from app.domain import places
from app.domain.codes import Kind, head_title
from app.domain.persian.calendar import long_date
from app.domain.texts import _
from app.meetings import Day
from app.office import Office
from app.security.rights import Right
from ui import keys
from ui.bookings.acts import BookingActs
from ui.bookings.view_model import BookingsModel
from ui.desk.area import DeskArea
from ui.desk.box import Box
from ui.desk.box_model import BoxModel
from ui.desk.closing_acts import ClosingActs
from ui.desk.common_acts import CommonActs
from ui.desk.desk_keys import add_keys
from ui.desk.form import DeskForm
from ui.desk.form_acts import FormActs
from ui.desk.history_model import HistoryModel
from ui.desk.issue_acts import IssueActs
from ui.desk.issue_model import IssueModel
from ui.desk.keying import Keying
from ui.desk.layout import DeskLayout
from ui.desk.likeness_model import LikenessModel
from ui.desk.print_acts import PrintActs
from ui.desk.queue_acts import QueueActs
from ui.desk.queue_model import QueueModel
from ui.desk.queue_panel import QueuePanel
from ui.desk.queue_rows import TABS
from ui.desk.row_menu import row_menu
from ui.desk.same_person import SamePerson
from ui.desk.scan_model import ScanModel
from ui.desk.view_model import DeskModel
from ui.printing import Printing
from ui.scanner import Scanner
from ui.style import look
from ui.widgets.banner import Bar
from ui.widgets.buttons import Button
from ui.worker import Worker


class DeskScreen(QWidget):
    """Lays the parts out and wires the view models to them; what acts do is in `*_acts`. Its bar has the undo."""

    day_shown = Signal(object)
    """meetings.Day, for the window's header."""

    front_wanted = Signal()
    """The desk should be what is seen: a scanner has read somebody's number."""

    over_wanted = Signal(object)
    """A page to lie over the desk: the preview of the day's list."""

    opened = Signal()
    """The day was read for the first time, or could not be: whatever is less urgent may follow."""

    own_search = True

    usable = False
    """The day's list is there and the box takes keys."""

    def __init__(
        self, office: Office, worker: Worker, parent: QWidget | None = None, *, printing: Printing | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Meeting desk"))
        self.bar = Bar(self)
        self._right, self._left = QWidget(self), QWidget(self)  # the parts are born in them: dressed only once
        self._day: Day | None = None
        self.worker = worker
        self.model = DeskModel(office, worker, self)
        self.history_model = HistoryModel(office, worker, self)
        self.issue_model = IssueModel(office, worker, self)
        self.scan_model = ScanModel(office, worker, self)
        self.box_model = BoxModel(office, worker, self)
        self.box = Box(self.box_model, self._right)
        self.scanner = Scanner(self)
        self.likeness = LikenessModel(office, worker, self)
        self.form = DeskForm(lambda: self.model.today, self._right)
        self.queue = QueuePanel(lambda: self.model.now, self._left)
        self.area = DeskArea(self.issue_model, self.scan_model, self._left)
        self.of_form = FormActs(
            self.form,
            self.box,
            self.queue,
            self.area,
            self.bar,
            self.model,
            self.history_model,
            home=self.go_home,
        )
        self.queue_model = QueueModel(office, worker, self)
        self.of_queue = QueueActs(
            self, self.queue_model, home=self._home_unless_typing, menu_of=partial(row_menu, self)
        )
        self.issues = IssueActs(self)
        self.common = CommonActs(self)
        self.papers = PrintActs(self, printing or Printing(office, worker, parent=self))
        self.keying = Keying(self)
        self.same_person = SamePerson(self)
        self.bookings = BookingActs(self, BookingsModel(office, worker, self))
        self.closing = ClosingActs(self, office, worker)
        self.acts = [
            Button(_("Call next number"), "megaphone_loud", key="call_next", on_click=self.of_queue.call_next),
            Button(_("Admit"), "door_arrow_right", key="admit", on_click=self.of_queue.admit),
            Button(_("End visit"), "checkmark_circle", key="finish", on_click=self.of_queue.finish),
            Button(_("Ruling"), "edit", key="ruling", on_click=self.issues.open_ruling),
        ]
        self._usual_panes = [self.box, self.form, self.queue.table, self.queue.booked, self.area]
        self.panes = self._usual_panes
        self._layout = DeskLayout(self, self._right, self._left)
        self._connect()
        add_keys(self)
        self._space()
        self.may_read_confidential = office.may(Right.CONFIDENTIAL)
        self.form.issues.writes_for_head = self.may_read_confidential
        self.model.open()

    def _open_the_rest(self) -> None:
        """The day's list stands: now what else the desk shows."""
        self.opened.emit()
        self.issue_model.open()
        self.papers.printing.read()
        self.bookings.model.open()

    def prepare(self) -> None:
        """In a quiet moment: what is built when it is first wanted, and whose building would be felt then."""
        _ = self.bookings.view

    def put_beside(self, view: QWidget) -> None:
        """What may take the queue's place."""
        self._layout.put_beside(view)

    def _space(self) -> None:
        self._layout.space()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout.fit_height()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scanner.watch(self.window())

    def _now_usable(self) -> None:
        self.usable = self.box.isEnabled()

    def _connect(self) -> None:
        look().changed.connect(self._space)
        self.scanner.scanned.connect(self._scanned)
        model = self.model
        model.opened.connect(self._open_the_rest)
        model.day_changed.connect(self._show_day)
        model.queue_changed.connect(self.queue.show_rows)
        model.queue_changed.connect(lambda _rows: self.queue.set_now(model.now))
        model.queue_changed.connect(self._now_usable)
        model.minute_passed.connect(self._minute)
        model.number_changed.connect(self.form.set_number)
        model.agency_read.connect(self._show_agency)
        model.list_made.connect(self._preview)
        self.queue.list_wanted.connect(model.make_list)
        model.said.connect(self.say_done)
        model.earlier_read.connect(self.area.show_earlier)
        model.refused.connect(self.area.say)
        model.failed.connect(self.fail)
        self.issue_model.words_read.connect(self._show_words)
        self.scan_model.done.connect(self.say_done)
        self.scan_model.opened.connect(self._show_scan)
        self.issue_model.paper_made.connect(self._show_paper)
        for asked, act in (
            (self.queue.head_came, model.head_came),
            (self.queue.head_left, model.head_left),
            (self.queue.deputy_presides, model.deputy_presides),
        ):
            asked.connect(act)
            asked.connect(self.go_home)  # the button that was pressed goes with what it said
        self.queue.substitute_wanted.connect(lambda: self.area.open_substitute(self._day))
        self.queue.contact_wanted.connect(self.of_form.begin_contact)
        self.queue.booking_wanted.connect(self.bookings.open)
        self.queue.arrived.connect(self.bookings.arrive)
        self.queue.table.opened.connect(self.of_form.show_history_of)
        self.area.opening.connect(self.bookings.give_way)
        self.area.closed.connect(self._home_unless_typing)
        self.area.fitted.connect(lambda: self.queue.setVisible(not self.area.wants_all))
        self.area.substitute_given.connect(model.hold_substitute)
        self.area.head_received.connect(model.received_by_head)

    # coming and going ----------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """F2, and whenever the desk is opened: the cursor is in the box, its text selected."""
        self.papers.printing.changed.emit()  # this PC's settings may be others by now
        self.issues.stay()
        self.box.setFocus()
        self.box.line.selectAll()

    def focus_search(self) -> None:
        """F2, Ctrl+K."""
        self.arrive()

    def _scanned(self, digits: str) -> None:
        """A card or a slip was held before the scanner, on whatever screen: whose it is, is taken."""
        self.front_wanted.emit()
        self.box.scan(digits)

    def refresh(self) -> None:
        """F5."""
        self.model.read()
        self.history_model.read()
        self.bookings.model.read()

    def show_count(self, count: str) -> None:
        """A number of the header was pressed: the queue shows those."""
        self.queue.tabs.choose(count if count in TABS else "all")
        self.queue.table.setFocus()

    def unmask(self, on: bool) -> None:
        """F3 held: ids in the list under the box are shown whole."""
        self.box.offers.unmask(on)
        self.queue.unmask(on)
        self.bookings.unmask(on)

    def leave_screen(self) -> None:
        """The window closes or locks: what was typed is kept now."""
        self.box_model.close()
        self.model.close()
        self.likeness.stop()
        self.issue_model.close()
        self.bookings.model.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in a list: back to the box; of the bookings, the queue is back too."""
        if event.key() == Qt.Key.Key_Escape:
            if self.bookings.is_open:
                self.bookings.close()
            self.go_home()
        else:
            super().keyPressEvent(event)

    def go_home(self) -> None:
        self.box.setFocus()

    def show_bookings(self, *, on: bool) -> None:
        """The bookings take the queue's place, or give it back."""
        view = self.bookings.view
        self._left.setVisible(not on)
        view.setVisible(on)
        self.panes = [self.box, self.form, view.form, view.panel.table] if on else self._usual_panes

    @property
    def hints(self) -> list[tuple[str, str]]:
        words = (("box", _("Search")), ("book", _("Book a turn")), ("next_pane", _("Next pane")), ("help", _("Help")))
        return [(keys.cap(key), said) for key, said in words]

    @property
    def has_meeting(self) -> bool:
        """Whether people are waiting for their turn today, so that the queue has to be in sight."""
        return self._day is not None and self._day.meeting

    def _home_unless_typing(self) -> None:
        """An act ends in the box; but who is typing into a form, or goes through the list, is not torn away."""
        focus = self.focusWidget()
        if focus is None:
            self.go_home()
            return
        rules = self.area.form is not None and self.area.form.isAncestorOf(focus)
        stays = rules or self.form.isAncestorOf(focus) or self.bookings.has_focus or focus is self.queue.table
        if not stays:
            self.go_home()

    # the day and the queue -----------------------------------------------------------------------------------------

    def _show_day(self, day: Day) -> None:
        before, self._day = self._day, day
        if before is None or before.date != day.date or day.meeting:
            self.of_form.usual_kind(Kind.WEEKLY)
        self.queue.show_day(day)
        self.queue.set_now(self.model.now)
        for button in self.acts:
            button.setEnabled(day.meeting or bool(self.model.rows))
        if before is None or before.date != day.date or before.closed != day.closed:
            self.closing.read()
        if self.area.asks_for_substitute and day.meeting:
            self.area.close_form()
        if before is not None and before.date != day.date:
            self.bookings.model.read()
        self.day_shown.emit(day)

    @property
    def day(self) -> Day | None:
        """Today, as it was read last."""
        return self._day

    def _minute(self) -> None:
        self.queue.set_now(self.model.now)
        if self._day is not None:
            self.day_shown.emit(self._day)

    def _show_agency(self, details: Details) -> None:
        self.form.person.set_counties(places.counties(details.province), details.county)
        self.area.set_by(_(head_title(details.kind)))
        self.closing.set_head(_(head_title(details.kind)))

    def _show_words(self, words: WordLists) -> None:
        self.form.issues.set_subjects(words.subjects)
        self.bookings.set_subjects(words.subjects)
        self.area.set_words(words)

    def _preview(self, pdf: bytes, date: dt.date) -> None:
        from ui.preview import Preview, dated  # noqa: PLC0415 - only when a paper is looked at

        title = _("Visitor list of %(date)s") % {"date": long_date(date)}
        self.over_wanted.emit(Preview(title, pdf, dated("didar-list", date), self.worker))

    def _show_scan(self, scan: Scan, content: bytes) -> None:
        self._show_paper(scan.name, content, scan.name)

    def _show_paper(self, title: str, content: bytes, name: str) -> None:
        from ui.preview import Preview  # noqa: PLC0415 - only when a paper is looked at

        self.over_wanted.emit(Preview(title, content, name, self.worker))

    def say(self, reason: str) -> None:
        """What could not be done, and what to do now."""
        self.bar.say(reason, role="warning")

    def fail(self, reason: str) -> None:
        """What went wrong, and what to do now."""
        self.bar.say(reason, role="danger")

    def say_done(self, text: str, undo: Any) -> None:
        """What was done, with the way back."""
        self.bar.say(text, undo=partial(self.model.undo, undo) if undo else None)
