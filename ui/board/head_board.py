"""The head's board: who is in the room, who comes next, and at its foot the ruling in four keys."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.agency import WordLists
from app.domain.codes import QueueState
from app.domain.texts import _
from app.issues import IssueRow
from ui import keys
from ui.board.header import EDGE, BoardHeader
from ui.board.next_ones import NextOnes
from ui.board.paragraph import Paragraph
from ui.board.place import BoardWindow
from ui.board.seat import SeatCard
from ui.board.view_model import BoardModel, Now
from ui.board.words import gone, instead, presence
from ui.desk.issue_forms import ConfidentialForm
from ui.desk.issue_model import IssueModel
from ui.help import HelpPane
from ui.ruling.strip import RulingStrip
from ui.style import look
from ui.this_pc import Settings
from ui.widgets.strip import Strip

NEXT_WIDTH, LOW = 392, 700


class HeadBoard(BoardWindow):
    """Shows nobody unless `follow` gave it a desk that is open. desk_wanted: the user asks for the desk's window."""

    lock_wanted = Signal()
    desk_wanted = Signal()
    hall_wanted = Signal()

    def __init__(
        self,
        settings: Settings,
        desk: Callable[[], QScreen],
        physical: keys.PhysicalKeys | None = None,
    ) -> None:
        super().__init__("board", settings, desk, physical)
        self.setWindowTitle(_("Didar, the head's board"))
        self._model: BoardModel | None = None
        self._issues: IssueModel | None = None
        self._asked: list[int] = []
        self.strip: RulingStrip | None = None
        self.help: HelpPane | None = None
        self.form: ConfidentialForm | None = None
        self.header, self.seat, self.next = BoardHeader(), SeatCard(), NextOnes()
        self.presence = Strip()
        self.gone = Paragraph("subject", most=3, align="middle")
        self.bar = self.header.bar
        self._lay_out()
        self._add_keys()
        self.seat.write_wanted.connect(self.write_secret)
        self.seat.reveal.connect(lambda on: self.seat.set_revealed(on=on))
        look().changed.connect(self._space)
        self.let_go(None)

    def _lay_out(self) -> None:
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._row = QHBoxLayout()
        self._row.addWidget(self.seat, 1)
        self._row.addWidget(self.next)
        self._column.addWidget(self.presence)
        self._column.addLayout(self._row, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self._body, 1)
        self._away = QWidget()
        away = QVBoxLayout(self._away)
        away.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        away.addStretch(1)
        away.addWidget(self.gone)
        away.addStretch(1)
        page.addWidget(self._away, 1)

    def _add_keys(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "call_next": partial(self._step, QueueState.CALLED),
            "admit": partial(self._step, QueueState.IN_ROOM),
            "finish": partial(self._step, QueueState.SEEN),
            "leave": partial(self._step, QueueState.LEFT),
            "over_and_next": lambda: self._model and self._model.queue.over_and_next(),
            "call_again": lambda: self._model and self._model.queue.call_again(),
            "behind": lambda: self._model and self._model.queue.put_behind(None),
            "ruling": self.rule,
            "correct": self.write_secret,
            "head_came": lambda: self._model and self._model.acts.head_came(),
            "head_left": lambda: self._model and self._model.acts.head_left(),
            "undo": self.bar.take_back,
            "refresh": lambda: self._model and self._model.read(),
            "help": self.show_help,
            "lock": self.lock_wanted.emit,
            "box": self.desk_wanted.emit,
            "board": self.cycle,
            "hall_board": self.hall_wanted.emit,
        }
        for key, slot in slots.items():
            keys.action(key, self, slot, context=Qt.ShortcutContext.WindowShortcut)

    # with the desk, and without ------------------------------------------------------------------------------------

    def follow(self, model: BoardModel, issues: IssueModel) -> None:
        """A desk is open: show its day."""
        self._model, self._issues = model, issues
        self.strip = RulingStrip(issues, board=True)
        self._column.addWidget(self.strip)
        self.strip.closed.connect(self._escape)
        self.strip.issue_shown.connect(self.seat.show_issue)
        self.strip.left_unfinished.connect(self._say_unfinished)
        issues.words_read.connect(self._show_words)
        issues.done.connect(self._recorded)
        issues.refused.connect(self._refused)
        model.shown.connect(self._show)
        model.failed.connect(self._say_failed)
        for said, failed in ((model.acts.said, model.acts.failed), (model.queue.done, model.queue.failed)):
            said.connect(self._say_done)
            failed.connect(self._say_failed)
        self._space()
        if model.now is not None:
            self._show(model.now)

    def let_go(self, at: dt.datetime | None) -> None:
        """The desk is locked or closed: nobody's name stays on the board, and nothing can be written."""
        self._close_form()
        self._model = self._issues = None
        self._asked = []
        if self.strip is not None:
            self.strip.blockSignals(True)  # it says nothing any more, least of all a name
            self.strip.sleep()
            self.strip.hide()
            self._column.removeWidget(self.strip)
            self.strip.deleteLater()
            self.strip = None
        self.seat.empty("")
        self.next.put((), dt.time())
        self.presence.say("")
        self.header.put(None, dt.time())
        self.bar.put("")
        self._drop_help()
        self.gone.set_text(gone(at))
        self._body.hide()
        self._away.show()
        self.setFocus()
        self.repaint()  # at once, whatever else the program has to do now

    # what is shown -------------------------------------------------------------------------------------------------

    def _show_words(self, words: WordLists) -> None:
        if self.strip is not None:
            self.strip.set_words(words)

    def _show(self, now: Now) -> None:
        if self._model is None or self.strip is None:
            return
        time = self._model.time
        self._away.hide()
        self._body.show()
        self.header.put(now, time)
        self.next.put(now.coming, time)
        said = presence(now)
        came = (_("The head came"), "head_came", self._model.acts.head_came)
        if said != self.presence.text:
            self.presence.say(said, "warning", "person_swap", (came,) if said else ())
        self.strip.set_by(now.title)
        if now.seat is None:
            self._asked = []
            self._close_form()
            self.seat.empty(instead(now, time))
            self.strip.sleep()
            self.setFocus()
            return
        self.seat.put(now.seat, time, self._model.today)
        self._ask(list(now.seat.issues))

    def _ask(self, issues: list[IssueRow]) -> None:
        """The strip is about these: anew for somebody else, as it stands for the same ones."""
        if self.strip is None:
            return
        ids = [issue.id for issue in issues]
        self.strip.setEnabled(bool(issues))
        if ids == self._asked:
            self.strip.refresh(issues)
        else:
            self._asked = ids
            self._close_form()
            self.strip.show_issues(issues)

    def _recorded(self, said: str, undo: object) -> None:
        if self.form is not None:
            self._close_form()
        elif self.strip is not None:
            self.strip.done()
        self._say_done(said, undo)

    def _refused(self, field: str, reason: str) -> None:
        if self.form is not None:
            self.form.say(field, reason)
        elif self.strip is not None and self.strip.isEnabled():
            self.strip.say(field, reason)

    def _say_done(self, text: str, undo: object) -> None:
        model = self._model
        self.bar.say(text, undo=partial(model.acts.undo, undo) if model and undo else None)

    def _say_unfinished(self, name: str) -> None:
        self.bar.say(_("The ruling for %(name)s was left unfinished; it is kept.") % {"name": name}, role="warning")

    def _say_failed(self, reason: str) -> None:
        self.bar.say(reason, role="danger")

    # what is done --------------------------------------------------------------------------------------------------

    def _step(self, to: QueueState) -> None:
        if self._model is not None:
            self._model.queue.step_next(to)

    def rule(self) -> None:
        """F9: the cursor is in the strip; with the room empty, for who has just left it."""
        if self._model is None or self._model.now is None or self.strip is None:
            return
        now = self._model.now
        if now.seat is not None:
            self.strip.setFocus()
        elif now.last_seen is not None:
            self._model.hold(now.last_seen.visit_id)
        else:
            self.bar.say(_("Nobody has been in the room yet."), role="warning")

    def write_secret(self) -> None:
        """Ctrl+E: the head writes down a matter for his eyes only, in the strip's place; half written, it is kept."""
        secret = self.seat.secret
        if secret is None or self._issues is None or self.strip is None or self.form is not None:
            return
        self.form = ConfidentialForm(self._issues)
        self.form.setProperty("card", True)
        self.form.closed.connect(self._close_form)
        self.strip.hide()
        self._column.addWidget(self.form)
        self.form.show()
        self.form.show_issue(secret)

    def _close_form(self) -> None:
        if self.form is not None and self.strip is not None:
            form, self.form = self.form, None
            form.forget()
            form.hide()
            self._column.removeWidget(form)
            form.deleteLater()
            self.strip.show()
            self.strip.setFocus()

    def show_help(self) -> None:
        """F1: the board's page at the left, over who comes next; again, or Esc: away."""
        if self.help is not None:
            self._drop_help()
            return
        self.help = HelpPane(self)
        self.help.closed.connect(self._drop_help)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.help.setGeometry(0 if rtl else self.width() - self.help.width(), 0, self.help.width(), self.height())
        self.help.tell("board", {act.objectName() for act in self.actions()} | {"unmask"})
        self.help.show()
        self.help.setFocus()

    def _drop_help(self) -> None:
        if self.help is not None:
            self.help.hide()
            self.help.deleteLater()
            self.help = None
            (self.strip if self.strip is not None and self.strip.isEnabled() else self).setFocus()

    def _escape(self) -> None:
        """Away from who has left the room already; else out of the full screen."""
        now = self._model.now if self._model else None
        if self._model and now and now.seat and not now.in_room:
            self._model.hold(None)
        else:
            self.leave_full_screen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and not event.isAutoRepeat():
            self.seat.set_revealed(on=True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and not event.isAutoRepeat():
            self.seat.set_revealed(on=False)
        else:
            super().keyReleaseEvent(event)

    def event(self, event) -> bool:  # noqa: ANN001
        if event.type() == event.Type.WindowDeactivate:
            self.seat.set_revealed(on=False)  # the key may be let go where this window does not hear it
        return super().event(event)

    # room ----------------------------------------------------------------------------------------------------------

    def _space(self) -> None:
        small = self.height() < LOW * max(1.0, look().factor) or look().compact
        edge, gap = (8, 8) if small else (EDGE, 12)
        self._column.setContentsMargins(edge, gap, edge, gap if small else 16)
        self._column.setSpacing(gap)
        self._row.setSpacing(gap)
        self.next.setFixedWidth(round((300 if self.width() < 1180 else NEXT_WIDTH) * min(1.25, look().factor)))
        if self.strip is not None:
            self.strip.set_small(small=small)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drop_help()  # its place is another now
        self._space()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), look().colour("window"))
