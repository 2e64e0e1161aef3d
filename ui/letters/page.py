"""Letters, over the worklist: which are to be written, numbered, posted; numbers are typed in row by row."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.codes import LetterSize, Purpose
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.letter_drafts import ChosenRow
from app.letter_list import LetterRow, Step
from ui import keys
from ui.letters.chosen import ChosenPanel
from ui.letters.entries import Entries
from ui.letters.rows import EMPTY, WORDS, columns
from ui.letters.sheet import LabelsPanel, after
from ui.letters.view_model import LABELS, LettersModel
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


class LettersPage(QFrame):
    """chosen: matters of the worklist for which letters are wanted; purpose: which, None: the user says,
    beginning at the likely one. Letters whose purpose is plain are made at once, unless one of them cannot be.

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
        self.model, self._at_once = model, purpose is not None
        model.setParent(self)
        self._place, self._wanted_row = 0, (0, 0)
        self.chosen = ChosenPanel(chosen, purpose or likely)
        self.tabs = Tabs([(step.value, _(WORDS[step])) for step in Step], _("Steps of the letters"))
        self.table = Table(
            columns(), row_id=lambda row: (row.id, row.issue_id), name="letters.list", label=_("Letters")
        )
        self.labels_panel = LabelsPanel()
        self.entries = Entries(self.table, model, Button("", key="hand_over", on_click=self.turn_way))
        self.progress = Strip()
        self.bar = Bar()
        self.make = Button(_("Make the letters"), "document_text", kind=FILLED, key="write_letter", on_click=self.write)
        self.print = Button(_("Preview and print"), "print", key="print", on_click=self.preview)
        self.labels = Button(_("Labels"), "mail", key="labels", on_click=self.ask_labels)
        self.list = Button(_("Post office list"), "mail_multiple", key="post_list", on_click=self.draw_list)
        self.mend = Button("", kind=PLAIN, key="correct", on_click=self.correct)
        self.back_out = Button(_("Take the letter back"), kind=PLAIN, cap="Del", on_click=self.take_back)
        self.size = Segment([(size, size.label) for size in LetterSize], _("Paper of letters"))
        self.pages, self.lists = QStackedWidget(), QStackedWidget()
        self.panes: list[QWidget] = [self.table, *self.entries.all, self.labels_panel, self.chosen.table]
        self.panes += [self.tabs, self.chosen.purpose, self.size]
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.chosen if chosen else self.table)
        model.open()
        self._show_step()
        if chosen:
            self._ask()

    # layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(_("Letters"), "title"))
        head.addStretch(1)
        head.addWidget(Text(_("Paper of letters"), "caption", "muted"))
        head.addWidget(self.size)
        back = Button(_("Back"), kind=PLAIN, cap="Esc", on_click=self.closed.emit)
        head.addWidget(back)
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
        for below in (self.entries, self.labels_panel):
            inner.addWidget(below)
        acts = QWidget()
        row = Wrap(gap=8)
        acts.setLayout(row)
        row.setContentsMargins(12, 8, 12, 0)
        for button in (self.make, self.print, self.labels, self.list, self.mend, self.back_out):
            row.addWidget(button)
        inner.addWidget(acts)
        self.lists.addWidget(list_)
        self.lists.addWidget(self.chosen)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.addLayout(head)
        self._column.addWidget(self.progress)
        self._column.addWidget(self.lists, 1)
        self.pages.addWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        chosen = self.chosen
        then = (self.back_out, chosen.purpose, chosen.table, chosen.make, chosen.off, self.tabs, self.size, back)
        for before, after_ in pairwise(then):  # Tab comes in at the list and would never reach what lies above it
            self.setTabOrder(before, after_)
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
        self.chosen.asked.connect(self._ask)
        self.chosen.wanted.connect(self.write)
        self.chosen.taken_off.connect(lambda said, undo: self.bar.say(said, undo=undo, role="plain"))
        model.asked.connect(self._asked)
        model.came_back.connect(self._came_back)
        self.entries.said.connect(lambda said: self.bar.say(said, role="warning"))
        self.labels_panel.wanted.connect(self.draw_labels)
        self.labels_panel.left.connect(self._leave_labels)
        for key, act in (
            ("write_letter", self.write),
            ("print", self.preview),
            ("labels", self.ask_labels),
            ("post_list", self.draw_list),
            ("hand_over", self.turn_way),
            ("correct", self.correct),
        ):
            keys.action(key, self.pages.widget(0), act)

    # the list ------------------------------------------------------------------------------------------------------

    def go_to(self, step: Step) -> None:
        self._place = 0
        self.tabs.choose(step.value)
        self.model.show(step)
        self._show_step()

    def _show_step(self) -> None:
        step, may = self.model.step, self.model.may
        self.lists.setCurrentIndex(1 if self.chosen.issue_ids else 0)
        self.table.empty = _(EMPTY[step])
        self.labels_panel.hide()
        self.entries.put_aside(aside=False)
        self.make.setVisible(may and step is Step.WRITE)
        self.print.setVisible(step is not Step.WRITE)
        for button in (self.labels, self.list):
            button.setVisible(step in {Step.POST, Step.SENT})
        self.mend.setVisible(may and step in {Step.POST, Step.SENT})
        self.mend.set_text(_("Not sent after all") if step is Step.SENT else _("Correct the number"))
        self.back_out.setVisible(may and step is not Step.WRITE)
        self.back_out.set_text(_("It came back") if step is Step.SENT else _("Take the letter back"))
        self.hints_changed.emit()

    def _show(self, rows: list[LetterRow]) -> None:
        before = self.table.current
        self.table.put(rows)
        if self.table.choose(self._wanted_row):
            self._wanted_row = (0, 0)
        elif rows and (before is None or not self.table.choose((before.id, before.issue_id))):
            row = rows[min(self._place, len(rows) - 1)]
            self.table.choose((row.id, row.issue_id))
        self._choose(self.table.current)

    def _count(self, counts: dict[Step, int]) -> None:
        for step, count in counts.items():
            self.tabs.set_count(step.value, count)

    def _choose(self, row: LetterRow | None) -> None:
        if row is not None:
            self._place = max(0, self.table.currentIndex().row())
        self.entries.show_row()

    def enter(self) -> None:
        """Enter on a row: its number, or who took it, is typed; elsewhere it is looked at."""
        entry = self.entries.shown
        if self.model.step is Step.WRITE:
            self.write()
        elif entry is not None:
            entry.take_focus()
        else:
            self.preview()

    def turn_way(self) -> None:
        """Ctrl+Shift+V."""
        if self.model.step is not Step.POST or self.table.current is None or not self.model.may:
            self.bar.say(_("A letter is handed over once it has its number."), role="warning")
            return
        self._leave_labels()
        self.entries.turn_way()

    def correct(self) -> None:
        """Ctrl+E: the number is typed anew; what was sent is said to wait again."""
        row = self.table.current
        if row is not None and self.model.may and self.model.step is Step.SENT:
            self.model.not_sent(row)
        elif row is not None and self.model.may and self.model.step is Step.POST:
            self._leave_labels()
            self.entries.correct()

    def _came_back(self, row: LetterRow) -> None:
        """What was undone is under the cursor, if it is in this list, wherever the next one stood."""
        self._wanted_row = (row.id or 0, row.issue_id)
        if self.table.choose(self._wanted_row):
            self._wanted_row = (0, 0)

    def refresh(self) -> None:
        """F5."""
        self.model.read()

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
        """What labels and lists are of. Of what was sent only the chosen row's day: the pile that went out with it."""
        if len(self.rows) > 1:
            return self.rows
        current, rows = self.table.current, list(self.table.rows)
        if self.model.step is not Step.SENT or current is None:
            return rows
        return [row for row in rows if row.posted_on == current.posted_on]

    # what is done --------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.model.ask(self.chosen.issue_ids, Purpose(self.chosen.purpose.data()))

    def _asked(self, rows: list[ChosenRow]) -> None:
        """All as it should be and nothing to ask: the letters; else the list says what cannot be."""
        self.chosen.put(rows)
        at_once, self._at_once = self._at_once, False
        if at_once and all(row.why is None for row in rows):
            self.write()
        elif rows and all(row.why is not None for row in rows):
            self.bar.say(rows[0].why or "", role="warning")

    def write(self) -> None:
        """The letters of the matters that the worklist gave, else of the chosen rows of the list."""
        size = LetterSize(self.size.data())
        if not self.model.may:
            return
        if self.chosen.issue_ids:
            self.model.make(self.chosen.issue_ids, Purpose(self.chosen.purpose.data()), size)
        elif self.model.step is Step.WRITE and self.rows:
            self.model.make([row.issue_id for row in self.rows], Purpose.RESULT, size)
        else:
            self.bar.say(_("Choose the letters first."), role="warning")

    def preview(self) -> None:
        self._with_rows(self.rows, self.model.draw)

    def ask_labels(self) -> None:
        """Which label of the sheet in the printer is the first free one: where the last ones on this PC ended."""
        self._with_rows(self._many, self._show_labels)

    def _show_labels(self, rows: list[LetterRow]) -> None:
        count = sum(row.addressed for row in rows) or len(rows)
        self.labels_panel.put(self.model.sheet, self._first_label, count)
        self.labels_panel.show()
        self.entries.put_aside(aside=True)
        self.labels_panel.setFocus()

    def _leave_labels(self) -> None:
        if not self.labels_panel.isHidden():
            self.labels_panel.hide()
            self.entries.put_aside(aside=False)
            self.table.setFocus()

    def draw_labels(self, place: int) -> None:
        self._begin = place
        self._with_rows(self._many, partial(self.model.draw_labels, begin=place))

    @property
    def _first_label(self) -> int:
        pc = getattr(self.window(), "settings", None)
        return pc.first_label(self.model.sheet) if pc is not None else 1

    def _labels_went_out(self, count: int) -> None:
        pc = getattr(self.window(), "settings", None)
        if pc is not None:
            pc.keep_first_label(self.model.sheet, after(self.model.sheet, self._begin, count))

    def draw_list(self) -> None:
        self._with_rows(self._many, self.model.draw_post_list)

    def take_back(self) -> None:
        """Del: what was not sent is put aside; of what was sent it is noted that the post brought it back."""
        if self.model.may and self.model.step is Step.SENT and self.table.current is not None:
            self.model.brought_back(self.table.current)
        elif self.model.may and self.model.step in {Step.NUMBER, Step.POST}:
            self._with_rows(self.rows, self.model.take_back)

    def _with_rows(self, rows: list[LetterRow], act: Callable[[list[LetterRow]], object]) -> None:
        if self.model.step is Step.WRITE or self.chosen.issue_ids or not rows:
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

    def _preview(self, title: str, pdf: bytes, name: str, count: int) -> None:
        preview = Preview(title, pdf, dated(name, self.model.today), self.model.worker)
        preview.closed.connect(partial(self._close_preview, preview))
        if name == LABELS:
            preview.went_out.connect(partial(self._labels_went_out, count))
        self.pages.addWidget(preview)
        self.pages.setCurrentWidget(preview)
        preview.setFocus()

    def _close_preview(self, preview: Preview) -> None:
        """Back to the list; where letters were just made, to those that wait for their numbers."""
        self.pages.setCurrentIndex(0)
        self.pages.removeWidget(preview)
        preview.deleteLater()
        if self.chosen.issue_ids or self.model.step is Step.WRITE:
            self.chosen.issue_ids = ()
            self.go_to(Step.NUMBER)
        self._leave_labels()
        self.table.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: what is being made is stopped; else back."""
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.take_back()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.model.busy:
            self.model.stop()
        else:
            self.closed.emit()
