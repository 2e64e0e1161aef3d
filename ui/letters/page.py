"""Letters, over the worklist: which are to be written, numbered, posted; numbers are typed in row by row."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.codes import LetterSize, Purpose
from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from app.letter_list import LetterRow, Step
from ui import keys
from ui.letters.entry import NumberEntry, PostEntry
from ui.letters.rows import columns
from ui.letters.view_model import LettersModel
from ui.preview import Preview, dated
from ui.style import look
from ui.widgets.banner import Bar
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.rows import ROW
from ui.widgets.segment import Segment
from ui.widgets.strip import Strip
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.text import Text, card, rule
from ui.widgets.wrap import Wrap

WORDS = {
    Step.WRITE: N_("To be written"),
    Step.NUMBER: N_("To be numbered"),
    Step.POST: N_("To be posted"),
    Step.SENT: N_("Sent"),
}
EMPTY = {
    Step.WRITE: N_("Nobody waits for a letter."),
    Step.NUMBER: N_("No letter waits for its number."),
    Step.POST: N_("No letter waits for the post."),
    Step.SENT: N_("No letter was sent yet."),
}
PURPOSES = (
    (Purpose.RESULT, N_("The result")),
    (Purpose.INTERIM, N_("Interim word")),
    (Purpose.PAPERS, N_("Papers needed")),
    (Purpose.COVERING, N_("To the unit")),
    (Purpose.REMINDER, N_("Reminder to the unit")),
)


class LettersPage(QFrame):
    """chosen: matters of the worklist for which letters are wanted; purpose: which, None: the user says,
    beginning at the likely one.

    Signals closed (Esc), hints_changed.
    """

    closed = Signal()
    hints_changed = Signal()

    def __init__(
        self,
        model: LettersModel,
        chosen: Sequence[int] = (),
        purpose: Purpose | None = None,
        likely: Purpose = Purpose.RESULT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Letters"))
        self.model, self._chosen, self._at_once = model, tuple(chosen), purpose
        model.setParent(self)
        self._place = 0
        self.tabs = Tabs([(step.value, _(WORDS[step])) for step in Step], _("Steps of the letters"))
        self.table = Table(
            columns(), row_id=lambda row: (row.id, row.issue_id), name="letters.list", label=_("Letters")
        )
        self.size = Segment([(size, size.label) for size in LetterSize], _("Paper of letters"))
        self.purpose = Segment([(one, _(words)) for one, words in PURPOSES], _("What the letter is for"))
        self.purpose.set_data(likely)
        self.wanted = Text("", "strong")
        self.progress = Strip()
        self.number, self.post = NumberEntry(lambda: model.today), PostEntry(lambda: model.today)
        self.bar = Bar()
        self.make = Button(_("Make the letters"), "document_text", kind=FILLED, key="write_letter", on_click=self.write)
        self.print = Button(_("Preview and print"), "print", key="print", on_click=self.preview)
        self.labels = Button(_("Labels"), "mail", key="labels", on_click=self.draw_labels)
        self.list = Button(_("Post office list"), "mail_multiple", key="post_list", on_click=self.draw_list)
        self.back_out = Button(_("Take the letter back"), "arrow_undo", kind=PLAIN, on_click=self.take_back)
        self.pages = QStackedWidget()
        self.panes: list[QWidget] = [self.table, self.number, self.post, self.tabs, self.purpose, self.size]
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.purpose if chosen and purpose is None else self.table)
        model.open()
        self._show_step()
        if chosen and purpose is not None:
            model.make(self._chosen, purpose, LetterSize(self.size.data()))

    # layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(_("Letters"), "title"))
        head.addStretch(1)
        head.addWidget(Text(_("Paper of letters"), "caption", "muted"))
        head.addWidget(self.size)
        head.addWidget(Button(_("Back"), kind=PLAIN, cap="Esc", on_click=self.closed.emit))
        self._for = QWidget()
        about = Wrap(gap=8)
        self._for.setLayout(about)
        about.addWidget(self.wanted)
        about.addWidget(self.purpose)
        list_ = card()
        inner = QVBoxLayout(list_)
        inner.setContentsMargins(1, 0, 1, 8)
        inner.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.addWidget(self.tabs, 1, Qt.AlignmentFlag.AlignLeading)
        inner.addLayout(top)
        inner.addWidget(self.table, 1)
        inner.addWidget(rule())
        for entry in (self.number, self.post):
            inner.addWidget(entry)
        acts = QWidget()
        row = Wrap(gap=8)
        acts.setLayout(row)
        row.setContentsMargins(12, 8, 12, 0)
        for button in (self.make, self.print, self.labels, self.list, self.back_out):
            row.addWidget(button)
        inner.addWidget(acts)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.addLayout(head)
        self._column.addWidget(self._for)
        self._column.addWidget(self.progress)
        self._column.addWidget(list_, 1)
        self.pages.addWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self._measure()

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(look().measure("gap"))

    def _connect(self) -> None:
        model = self.model
        look().changed.connect(self._measure)
        model.shown.connect(self._show)
        model.counted.connect(self._count)
        model.size_read.connect(self.size.set_data)
        model.making.connect(self._making)
        model.ended.connect(lambda: self.progress.say(""))
        model.done.connect(self._done)
        model.refused.connect(self._refused)
        model.drawn.connect(self._preview)
        self.tabs.changed.connect(lambda step: self.go_to(Step(step)))
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self.enter())
        self.purpose.entered.connect(self.write)
        self.number.given.connect(model.number)
        self.post.given.connect(model.post)
        model.not_written.connect(self._not_written)
        for entry in (self.number, self.post):
            entry.left.connect(self.table.setFocus)
            model.written.connect(entry.written)
            entry.stepped.connect(self._step_row)
        for key, act in (
            ("write_letter", self.write),
            ("print", self.preview),
            ("labels", self.draw_labels),
            ("post_list", self.draw_list),
        ):
            keys.action(key, self.pages.widget(0), act)

    # the list ------------------------------------------------------------------------------------------------------

    def go_to(self, step: Step) -> None:
        self._place = 0
        self.tabs.choose(step.value)
        self.model.show(step)
        self._show_step()

    def _show_step(self) -> None:
        step = self.model.step
        self.table.empty = _(EMPTY[step])
        self.number.setVisible(step is Step.NUMBER and self.model.may)
        self.post.setVisible(step is Step.POST and self.model.may)
        self.make.setVisible(self.model.may and (step is Step.WRITE or bool(self._chosen)))
        for button in (self.print, self.labels, self.list):
            button.setVisible(step is not Step.WRITE)
        self.back_out.setVisible(self.model.may and step in {Step.NUMBER, Step.POST})
        self._for.setVisible(bool(self._chosen) and self._at_once is None)
        chosen = persian_digits(_("For %(n)s chosen matters") % {"n": len(self._chosen)})
        self.wanted.setText(chosen)
        self.hints_changed.emit()

    def _show(self, rows: list[LetterRow]) -> None:
        before = self.table.current
        self.table.put(rows)
        if rows and (before is None or not self.table.choose((before.id, before.issue_id))):
            row = rows[min(self._place, len(rows) - 1)]
            self.table.choose((row.id, row.issue_id))
        self._choose(self.table.current)

    def _count(self, counts: dict[Step, int]) -> None:
        for step, count in counts.items():
            self.tabs.set_count(step.value, count)

    def _choose(self, row: LetterRow | None) -> None:
        if row is not None:
            self._place = max(0, self.table.currentIndex().row())
        elif self.number.isAncestorOf(focused := QApplication.focusWidget() or self) or self.post.isAncestorOf(focused):
            self.table.setFocus()  # the last of the pile is done
        for entry in (self.number, self.post):
            entry.show_row(row)

    def _step_row(self, by: int) -> None:
        """From within the entry the rows are gone through, the cursor staying where numbers are typed."""
        rows = self.table.rows
        at = min(max(self.table.currentIndex().row() + by, 0), len(rows) - 1)
        if rows:
            self.table.choose((rows[at].id, rows[at].issue_id))

    def enter(self) -> None:
        """Enter on a row: its number is typed; elsewhere it is looked at."""
        if self.model.step is Step.WRITE:
            self.write()
        elif self.number.isVisible() or self.post.isVisible():
            (self.number if self.number.isVisible() else self.post).take_focus()
        else:
            self.preview()

    @property
    def hints(self) -> list[tuple[str, str]]:
        enter = {Step.WRITE: _("Make the letters"), Step.NUMBER: _("Type the number"), Step.POST: _("Type the number")}
        said = enter.get(self.model.step, _("Preview and print"))
        return [("Enter", said), (keys.cap("next_pane"), _("Next pane")), ("Esc", _("Back"))]

    @property
    def rows(self) -> list[LetterRow]:
        """The chosen rows; with one alone, all of the list are meant by labels and lists."""
        return [index.data(ROW) for index in self.table.selectionModel().selectedRows()]

    @property
    def _many(self) -> list[LetterRow]:
        return self.rows if len(self.rows) > 1 else list(self.table.rows)

    # what is done --------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """The letters of the matters that the worklist gave, else of the chosen rows of the list."""
        size = LetterSize(self.size.data())
        if not self.model.may:
            return
        if self._chosen:
            self.model.make(self._chosen, self._at_once or Purpose(self.purpose.data()), size)
        elif self.model.step is Step.WRITE and self.rows:
            self.model.make([row.issue_id for row in self.rows], Purpose.RESULT, size)
        else:
            self.bar.say(_("Choose the letters first."), role="warning")

    def preview(self) -> None:
        self._with_rows(self.rows, self.model.draw)

    def draw_labels(self) -> None:
        self._with_rows(self._many, partial(self.model.draw_labels, begin=1))

    def draw_list(self) -> None:
        self._with_rows(self._many, self.model.draw_post_list)

    def take_back(self) -> None:
        self._with_rows(self.rows, self.model.take_back)

    def _with_rows(self, rows: list[LetterRow], act: Callable[[list[LetterRow]], object]) -> None:
        if self.model.step is Step.WRITE or not rows:
            self.bar.say(_("Choose the letters first."), role="warning")
        else:
            act(rows)

    def _making(self, done: int, of: int) -> None:
        said = persian_digits(_("Letter %(done)s of %(of)s") % {"done": done, "of": of})
        self.progress.say(said, "plain", "document_text", ((_("Stop"), "", self.model.stop),))

    def _done(self, said: str, undo: Callable[[], object] | None, role: str) -> None:
        self.bar.say(said, undo=partial(self.model.undo, undo) if undo is not None else None, role=role)

    def _refused(self, _field: str, reason: str) -> None:
        self.bar.say(reason, role="warning")

    def _not_written(self, row: LetterRow, field: str, reason: str) -> None:
        entry = self.number if self.number.isVisible() else self.post
        self.table.choose((row.id, row.issue_id))
        if not entry.not_written(row, field, reason):
            self.bar.say(f"{row.name}: {reason}", role="warning")

    def _preview(self, title: str, pdf: bytes, name: str) -> None:
        preview = Preview(title, pdf, dated(name, self.model.today), self.model.worker)
        preview.closed.connect(partial(self._close_preview, preview))
        self.pages.addWidget(preview)
        self.pages.setCurrentWidget(preview)
        preview.setFocus()

    def _close_preview(self, preview: Preview) -> None:
        """Back to the list; where letters were made for chosen matters, to those that wait for their numbers."""
        self.pages.setCurrentIndex(0)
        self.pages.removeWidget(preview)
        preview.deleteLater()
        if self._chosen or self.model.step is Step.WRITE:
            self._chosen, self._at_once = (), None
            self.go_to(Step.NUMBER)
        self.table.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
