"""The end of a meeting day, over the desk: what is missing and its mend, what is written down, closing, the papers."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.closing import DayEnd, still_open
from app.domain.codes import PaperSize
from app.domain.persian.calendar import TEHRAN, clock, long_date, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import IssueRow
from app.lists import amended, in_words
from ui import keys
from ui.amendment import AmendmentForm
from ui.closing.fields import MinutesFields
from ui.closing.missing import Lack, What, columns, lacks
from ui.closing.view_model import ClosingModel
from ui.desk.issue_model import IssueModel
from ui.preview import Preview, dated
from ui.ruling.strip import RulingStrip
from ui.style import look
from ui.widgets.banner import Bar
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.scroll import Yielding
from ui.widgets.strip import Strip
from ui.widgets.table import Table
from ui.widgets.tabs import LARGE
from ui.widgets.text import Text, card
from ui.worker import ReasonWanted

RIGHT_SHARE, LEFT_SHARE = 11, 9
LEAST_LIST = 72


class ClosingPage(QFrame):
    """Enter on what is missing mends it, in place where that can be; Ctrl+S closes the day. Signal closed (Esc)."""

    closed = Signal()
    day_wanted = Signal(object)
    """Another meeting day is wanted in place of this one (Ctrl+PgUp, Ctrl+PgDown)."""

    def __init__(self, model: ClosingModel, *, size: PaperSize = PaperSize.ROLL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self._size = model, size
        model.setParent(self)
        self._end: DayEnd | None = None
        self.setAccessibleName(_("Close the day"))
        self.issue_model = IssueModel(model.office, model.worker, self, form="closing.issues")
        self.title = Text(_("End of the meeting of %(date)s") % {"date": long_date(model.date)}, "title")
        self.state = Strip(wrap=True)
        self.missing = Table(columns(), row_id=lambda lack: lack.id, label=_("What is missing"))
        self.missing.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.missing.setMinimumHeight(LEAST_LIST)
        self.fields = MinutesFields()
        self.numbers = Text("", "body", "muted", wrap=True)
        self.amended = Text("", "caption", "warning", wrap=True)
        self.ruling = RulingStrip(self.issue_model)
        self.reason = AmendmentForm()
        self.place = Yielding()
        self.bar = Bar()
        self.close_day = Button(_("Close the day"), "checkmark_circle", kind=FILLED, key="save", on_click=self.save)
        self.minutes = Button(_("Minutes"), "document_text", key="print", on_click=model.make_minutes)
        self.list = Button(_("Day's list"), "document_pdf", key="days_list", on_click=model.make_list)
        self.strip = Button(_("The head's strip"), "print", key="print_slip", on_click=self._make_strip)
        self.carry = Button(_("All to the next meeting"), "arrow_export_ltr", key="carry", on_click=self._carry_all)
        self.back = Button(_("Back"), kind=PLAIN, cap="Esc", on_click=self.leave)
        self.earlier = self._step_button(_("Earlier meeting day"), "earlier", "chevron_left", later=False)
        self.later = self._step_button(_("Later meeting day"), "later", "chevron_right", later=True)
        self.pages = QStackedWidget()
        self.panes: list[QWidget] = [self.missing, self.fields]
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.missing)
        model.open()
        self.issue_model.open()

    def _step_button(self, name: str, key: str, icon: str, *, later: bool) -> Button:
        go = partial(self.model.go, later=later)
        return Button(icon=icon, kind=PLAIN, key=key, name=name, cap_in_compact=False, on_click=go)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        for button in (self.earlier, self.later):
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.back)
        self._lacking = card()
        column = QVBoxLayout(self._lacking)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(8)
        column.addWidget(self.missing, 1)
        said = QVBoxLayout()
        said.setContentsMargins(16, 0, 16, 0)
        said.setSpacing(4)
        said.addWidget(self.numbers)
        said.addWidget(self.amended)
        column.addLayout(said)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self._lacking, RIGHT_SHARE)
        self._columns.addWidget(self.fields, LEFT_SHARE)
        self._acts = QWidget()
        acts = QHBoxLayout(self._acts)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(8)
        for button in (self.close_day, self.minutes, self.list, self.strip, self.carry):
            acts.addWidget(button)
        acts.addStretch(1)
        for form in (self.ruling, self.reason):
            form.setProperty("card", True)
            self.place.addWidget(form)
        self.place.hide()
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.addLayout(head)
        self._body.addWidget(self.state)
        self._body.addLayout(self._columns, 1)
        self._body.addWidget(self.place)
        self._body.addWidget(self._acts)
        self.pages.addWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self._space()

    def _space(self) -> None:
        edge = look().measure("margin")
        self._body.setContentsMargins(edge, edge, edge, edge)
        self._body.setSpacing(look().measure("gap"))
        self._columns.setSpacing(look().measure("gap"))

    def _connect(self) -> None:
        model = self.model
        look().changed.connect(self._space)
        model.read_.connect(self.show_end)
        model.draft_found.connect(self.fields.fill)
        model.said.connect(lambda text, undo: self.bar.say(text, undo=partial(model.undo, undo) if undo else None))
        model.refused.connect(self._refused)
        model.drawn.connect(self._preview)
        model.day_wanted.connect(self.day_wanted)
        self.missing.opened.connect(self.mend)
        self.missing.stepped.connect(self.mend)
        self.fields.changed.connect(lambda: model.typed(self.fields.minutes()))
        self.fields.entered.connect(self.save)
        self.fields.left.connect(self.missing.setFocus)
        self.issue_model.words_read.connect(self.ruling.set_words)
        self.issue_model.shown.connect(self._show_ruling)
        self.issue_model.done.connect(self._ruled)
        self.issue_model.refused.connect(self.ruling.say)
        self.ruling.closed.connect(self._put_away)
        self.reason.wanted.connect(partial(self._put_forward, self.reason))
        self.reason.closed.connect(self._put_away)
        model.worker.reason_wanted.connect(self._ask)
        slots = {
            "save": self.save,
            "earlier": partial(model.go, later=False),
            "later": partial(model.go, later=True),
            "print": model.make_minutes,
            "days_list": model.make_list,
            "print_slip": self._make_strip,
            "carry": self._carry_all,
            "leave": self._left,
            "ruling": self._rule,
            "finish": self._finish,
        }
        for key, slot in slots.items():
            keys.action(key, self.pages.widget(0), slot)

    def _ask(self, wanted: ReasonWanted) -> None:
        if self.isVisible():
            self.reason.ask(wanted)

    def set_title(self, title: str) -> None:
        """The head's, by whose order rulings are."""
        self.ruling.set_by(title)

    # what is shown -------------------------------------------------------------------------------------------------

    def show_end(self, end: DayEnd) -> None:
        first = self._end is None
        self._end = end
        self.missing.empty = _("Nothing is missing.")
        rows = lacks(end.missing)
        at = self.missing.current
        if rows != self.missing.rows:
            self.missing.put(rows)
            if not (at and self.missing.choose(at.id)):
                self.missing.choose_first()
        self.fields.show_end(end)
        self.numbers.setText(_numbers(end))
        self.amended.setText(_amended(end))
        self.amended.setVisible(bool(end.amendments))
        self.carry.setVisible(any(lack.what is What.WAITS for lack in rows))
        closed = end.closed_at is not None
        self.close_day.set_text(_("Write down") if closed else _("Close the day"))
        self._say_state(end, holds_up=sum(lack.holds_up for lack in rows))
        if first and self.isVisible() and self.pages.currentIndex() == 0:
            (self.missing if rows else self.fields).setFocus()

    def _say_state(self, end: DayEnd, *, holds_up: int) -> None:
        if end.closed_at is not None and end.anchor is not None:
            at = end.closed_at.astimezone(TEHRAN)
            words = {
                "date": short_date(at.date()),
                "hour": clock(at.time()),
                "seq": persian_digits(end.anchor.seq),
                "words": " · ".join(end.anchor.words),
            }
            acts = () if end.amendments else ((_("Open the day again"), "", self.model.reopen),)
            if end.anchor.holds:
                said = _("Closed on %(date)s at %(hour)s; the trail holds it. Entry %(seq)s in words: %(words)s")
                self.state.say(said % words, "success", "shield_checkmark", acts)
            else:
                said = _("The audit trail does not hold this day's paper any more: entry %(seq)s, %(words)s.")
                self.state.say(said % words, "danger", "warning", filled=True)
        elif holds_up:
            self.state.say(still_open(holds_up), "warning", "clock")
        else:
            self.state.say(_("From the closing on, a change of this day is an amendment with its reason."), "plain")

    # the acts ------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+S: close the day; on one that is closed write down what was typed, which is an amendment."""
        if self._end is None or not self.fields.check():
            return
        typed = self.fields.minutes()
        if self._end.closed_at is not None:
            self.model.note(typed)
        else:
            self.model.close_day(typed)

    def mend(self, lack: Lack) -> None:
        """Enter, Space: do what that row needs."""
        match lack.what:
            case What.HOURS:
                self.fields.focus_hours()
            case What.IN_ROOM if lack.row is not None:
                self.model.finish(lack.row)
            case What.WAITS if lack.row is not None:
                self.model.carry(lack.row)
            case What.UNRULED if lack.row is not None:
                self.issue_model.of_visit(lack.row.visit_id)

    def _chosen(self, *kinds: What) -> Lack | None:
        lack = self.missing.current
        return lack if lack is not None and lack.what in kinds else None

    def _left(self) -> None:
        """Shift+F8."""
        if (lack := self._chosen(What.WAITS)) and lack.row is not None:
            self.model.leave(lack.row)

    def _finish(self) -> None:
        """F8."""
        if (lack := self._chosen(What.IN_ROOM)) and lack.row is not None:
            self.model.finish(lack.row)

    def _rule(self) -> None:
        """F9."""
        if lack := self._chosen(What.UNRULED):
            self.mend(lack)

    def _carry_all(self) -> None:
        waiting = [lack.row for lack in self.missing.rows if lack.what is What.WAITS and lack.row is not None]
        if waiting:
            self.model.carry(*waiting)

    def _make_strip(self) -> None:
        self.model.make_strip(self._size)

    def _refused(self, field: str, reason: str) -> None:
        if not self.fields.say(field, reason):
            self.bar.say(reason, role="danger")

    # a form in place -----------------------------------------------------------------------------------------------

    def _put_forward(self, form: QWidget) -> None:
        """A form takes the height it needs; the ruling strip the fields' room too, in a low window all of it."""
        self.place.setCurrentWidget(form)
        self.place.setMaximumHeight(form.sizeHint().height())
        self._give_room(ruling=form is self.ruling)
        self.place.show()

    def _give_room(self, *, ruling: bool) -> None:
        low = ruling and (look().compact or look().factor > LARGE)
        self.fields.setVisible(not ruling)
        self._acts.setVisible(not ruling)
        self._lacking.setVisible(not low)
        self.numbers.setVisible(not ruling)
        self.state.setVisible(not low)

    def _put_away(self) -> None:
        self.place.hide()
        self._give_room(ruling=False)
        self.missing.setFocus()

    def _show_ruling(self, issues: list[IssueRow]) -> None:
        self._put_forward(self.ruling)
        self.ruling.show_issues(issues)

    def _ruled(self, said: str, undo: object) -> None:
        self.bar.say(said, undo=partial(self.model.undo, undo))
        if not self.ruling.done():
            self._put_away()

    # the papers ----------------------------------------------------------------------------------------------------

    def _preview(self, title: str, pdf: bytes, name: str) -> None:
        preview = Preview(title, pdf, dated(name, self.model.date), self.model.worker)
        preview.closed.connect(partial(self._close_preview, preview))
        self.pages.addWidget(preview)
        self.pages.setCurrentWidget(preview)
        preview.setFocus()

    def _close_preview(self, preview: Preview) -> None:
        self.pages.removeWidget(preview)
        preview.deleteLater()
        self.setFocus()

    def leave(self) -> None:
        """Esc: back to the desk."""
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """The page goes, by Esc, another screen or the lock: what was typed is kept now."""
        super().hideEvent(event)
        self.model.keep_now()
        self.issue_model.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _numbers(end: DayEnd) -> str:
    return " · ".join(in_words(end.numbers, absent=len(end.missing.absent)))


def _amended(end: DayEnd) -> str:
    lines = amended(end)
    said = _("Amended %(n)s times after the closing:") % {"n": persian_digits(len(lines))}
    return "\n".join([said, *lines]) if lines else ""
