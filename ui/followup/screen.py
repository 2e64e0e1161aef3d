"""The worklist: tabs by what hurts, filters, the list at the right; beside it the chosen matter and its acts."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.attachments import Scan
from app.domain.codes import Purpose
from app.domain.persian.text import isolate
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from app.timeline import Story
from app.worklist import Counts, Matter, Tab, WorkRow
from ui import keys
from ui.desk.issue_model import IssueModel
from ui.desk.row_menu import with_key
from ui.desk.scan_model import ScanModel
from ui.followup.acts import ACTS, Act, acts_for
from ui.followup.copies import ListCopies
from ui.followup.lettering import letters_page, likely_for, purpose_of
from ui.followup.list_card import ListCard
from ui.followup.pane import FollowUpPane
from ui.followup.reminding import remind_late
from ui.followup.view_model import FollowUpModel
from ui.preview import Preview
from ui.style import look
from ui.widgets.banner import Bar
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.rows import ROW
from ui.widgets.text import Elided, Text
from ui.worker import Worker

AT_ONCE = {act.key: act for act in ACTS if act.at_once is not None}


class FollowUpScreen(QWidget):
    """Lays the parts out and wires them. Its bar has the undo. over_wanted(widget): to be laid over the screen.

    ruling_wanted(issue id): it is written down at the desk.
    """

    over_wanted = Signal(object)
    ruling_wanted = Signal(int)

    def __init__(self, office: Office, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Follow-up"))
        self.model = FollowUpModel(office, worker, self)
        self.issues = IssueModel(office, worker, self, form="followup.issues")
        self.scans = ScanModel(office, worker, self)
        self._worker = worker
        self.bar = Bar(self)
        self._wanted = ("", 0)  # the act to be opened once the matter of this issue is read
        self._place = 0
        self._rejected: int | None = None  # the matter that was refused just now, for the answer in writing
        self._looks_at_scan = False
        self._without_form = False  # what is being done is done at once, whatever form stands open
        self.card = ListCard(lambda: self.model.today)
        self.tabs, self.filters, self.table = self.card.tabs, self.card.filters, self.card.table
        self.letters = Button(_("Letters"), "document_text", kind=PLAIN, key="letters", on_click=self.show_letters)
        self.copies = ListCopies(self.model, lambda: self._chosen, self)
        self.pane = FollowUpPane(self.issues, lambda: self.model.today, self.model.may)
        self._lay_out()
        self._connect()
        self.issues.open()

    # layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(_("Follow-up"), "title"))
        head.addWidget(Elided(_("What was promised and is not done yet"), "body", "muted"), 1)
        head.addWidget(self.letters)
        self.remind_button = Button(
            _("Remind all units"), "mail_multiple", kind=PLAIN, key="remind_all", on_click=self.remind_all
        )
        self.remind_button.setVisible(self.model.may(Right.FOLLOW_UP))
        buttons = (self.letters, self.copies.print_button, self.copies.sheet_button, self.remind_button)
        for button in buttons[1:]:
            head.addWidget(button)
        self._body = QHBoxLayout()
        self._body.addWidget(self.card, 1)
        self._body.addWidget(self.pane)
        self._column = QVBoxLayout()
        self._column.addLayout(head)
        self._column.addLayout(self._body, 1)
        self._column.addWidget(self.copies.progress)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(self._column, 1)
        page.addWidget(self.bar)
        for before, button in pairwise(buttons):  # some of them were made before others
            self.setTabOrder(before, button)
        self._measure()

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(margin // 2)
        self._body.setSpacing(margin)
        self.pane.fit()

    def _connect(self) -> None:
        model = self.model
        look().changed.connect(self._measure)
        model.shown.connect(self._show)
        model.added.connect(lambda rows, more: self.table.append(rows, more=more))
        model.counted.connect(self._show_counts)
        model.units_read.connect(self.filters.set_units)
        model.matter_read.connect(self._show_matter)
        model.failed.connect(partial(self.bar.say, role="danger"))
        model.undone.connect(lambda: self.bar.say(_("Undone.")))
        self.copies.made.connect(self.over_wanted)
        self.copies.said.connect(lambda text, role: self.bar.say(text, role=role))
        self.tabs.changed.connect(lambda _tab: self._read_anew())
        self.filters.changed.connect(self._read_anew)
        self.filters.search.escaped.connect(self.table.setFocus)
        self.filters.search.entered.connect(lambda _text: self.table.setFocus())
        self.table.wanted.connect(model.next_page)
        self.table.chosen.connect(self._choose)
        self.table.menu_wanted.connect(self._menu)
        self.table.opened.connect(lambda _row: self.show_whole())
        self.pane.left.connect(self._leave_pane)
        self.pane.wanted.connect(self.act)
        self.pane.more_wanted.connect(self._more)
        self.pane.story.scan_wanted.connect(self.scans.open)
        self.scans.opened.connect(self._show_scan)
        self.scans.not_opened.connect(self.pane.story.say_scan)
        self.issues.done.connect(self._done)
        self.issues.refused.connect(self._refused)
        self.issues.paper_made.connect(lambda *paper: self.over_wanted.emit(Preview(*paper, self._worker)))
        self.issues.letters_wanted.connect(self._write_letters)
        self.issues.ruling_wanted.connect(self._rule)
        keys.action("save", self, self._save)
        keys.action("find_in_list", self, self.filters.search.setFocus)
        keys.action("letters", self, self.show_letters)
        keys.action("print", self, self.copies.print_list)
        if model.may(Right.FOLLOW_UP):
            keys.action("remind_all", self, self.remind_all)
        for act in ACTS:
            keys.action(act.key, self, partial(self.act, act.key))

    # coming and going ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.active = True
        if self.model.stale:
            self.model.read()
            self.model.read_units()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.active = False

    def arrive(self) -> None:
        """The cursor is in the first row, or where it was."""
        looked, self._looks_at_scan = self._looks_at_scan, False
        if self.pane.form is not None:
            self.pane.form.setFocus()
        else:
            (self.pane.story if looked else self.table).setFocus()

    def refresh(self) -> None:
        """F5."""
        self.model.read()
        self.model.read_units()

    def unmask(self, on: bool) -> None:
        """F3 held."""
        self.pane.unmask(on)

    def leave_screen(self) -> None:
        """The window closes or locks: what was typed is kept now."""
        self.issues.close()

    @property
    def panes(self) -> list[QWidget]:
        """F6 goes round these; where no row is chosen, there is nothing beside the list to stop at."""
        return [self.table, *([self.pane] if self.pane.matter is not None else []), self.tabs]

    @property
    def hints(self) -> list[tuple[str, str]]:
        words = (("find_in_list", _("Search")), ("next_pane", _("Next pane")), ("help", _("Help")))
        return [(keys.cap(key), said) for key, said in words]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the list: all of it again, where it was narrowed."""
        if event.key() == Qt.Key.Key_Escape:
            self.filters.clear()
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    # the list ------------------------------------------------------------------------------------------------------

    def _read_anew(self) -> None:
        self.table.loading(on=True)
        self._place = 0
        self.model.show(Tab(self.tabs.current), self.filters.filters)

    def _show(self, rows: list[WorkRow], more: bool) -> None:
        """The cursor stays at its row; where that is done with, at its place."""
        self.card.put(self.model.tab, rows, more=more, narrow=self.model.filters.narrow)
        if rows and self.table.current is None:
            self.table.choose(rows[min(self._place, len(rows) - 1)].issue_id)
        if not rows:
            self.pane.show_matter(None)
        self._choose(self.table.current)

    def _show_counts(self, counts: Counts) -> None:
        self.card.show_counts(self.model.tab, counts)

    def _choose(self, row: WorkRow | None) -> None:
        if row is not None:
            self._place = max(0, self.table.currentIndex().row())
            if self.pane.form is None:
                self.model.read_matter(row.issue_id)

    def _show_matter(self, matter: Matter, story: Story) -> None:
        row = self.table.current
        if self.pane.form is not None or row is None or matter.issue.id != row.issue_id:
            return
        self.pane.show_matter(matter, story)
        (wanted, whose), self._wanted = self._wanted, ("", 0)
        if wanted and whose == row.issue_id:
            self._open(wanted)

    def show_whole(self) -> None:
        """The chosen matter alone, as wide as the page, with the cursor at its next act; Esc: beside the list again."""
        if self.pane.matter is not None:
            self.card.hide()
            self.pane.set_whole(on=True)
            self.pane.take_focus()

    def _is_shown(self, row: WorkRow) -> bool:
        return self.pane.matter is not None and self.pane.matter.issue.id == row.issue_id

    def _leave_pane(self) -> None:
        if self.pane.form is None:
            self.card.show()
            self.pane.set_whole(on=False)
            self.table.setFocus()
            if (row := self.table.current) is not None and not self._is_shown(row):
                self._choose(row)  # the cursor went on while the form stood open

    def _show_scan(self, scan: Scan, content: bytes) -> None:
        """In memory alone: nothing of it is written anywhere."""
        self._looks_at_scan = True
        self.over_wanted.emit(Preview(scan.name, content, scan.name, self._worker))

    def _more(self, at: QPoint) -> None:
        if (row := self.table.current) is not None:
            self._menu(row, at)

    def _menu(self, row: WorkRow, at: QPoint) -> None:
        """All that can be done with the row now, each with its key."""
        self._wanted = ("", 0)
        menu = QMenu(self)
        for act in acts_for(row, self.model.may):
            with_key(menu.addAction(_(act.words), partial(self.act, act.key)), act.key)
        with_key(menu.addAction(_("Print the list"), self.copies.print_list), "print")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    # what is done --------------------------------------------------------------------------------------------------

    def show_letters(self) -> None:
        """The page of letters over the list: which are to be written, numbered, posted."""
        self.over_wanted.emit(letters_page(self.model.office, self._worker))

    def _write_letters(self, rows: Sequence[WorkRow]) -> None:
        """Letters for these rows. Straight after a refusal: the answer in writing to who was refused."""
        refused, self._rejected = self._rejected if self.bar.isVisible() else None, None
        self._without_form = False
        if refused is not None:
            page = letters_page(self.model.office, self._worker, [refused], Purpose.RESULT)
        else:
            ids = [row.issue_id for row in rows]
            page = letters_page(self.model.office, self._worker, ids, purpose_of(rows), likely_for(rows))
        self.over_wanted.emit(page)

    def _rule(self, issue_id: int) -> None:
        self._without_form = False
        self.ruling_wanted.emit(issue_id)

    def act(self, key: str) -> None:
        """The form of this act for the chosen row; at once, or when the row's matter has been read."""
        row, at_once = self.table.current, AT_ONCE.get(key)
        if key == "write_letter" and self._rejected is not None and self.bar.isVisible():
            self._write_letters([])
        elif row is None:
            self.bar.add(_("Choose a row first."))
        elif at_once is not None and (at_once.make is None or len(self._chosen) > 1):
            self._do_at_once(at_once)
        elif self._is_shown(row):
            self._open(key)
        else:
            self._wanted = (key, row.issue_id)  # opened when its matter is read
            self.pane.close_form()  # of another row: what was typed is kept

    @property
    def _chosen(self) -> list[WorkRow]:
        """The selected rows; the one with the cursor, where none is."""
        return [index.data(ROW) for index in self.table.selectionModel().selectedRows()] or [self.table.current]

    def write_sheet(self, folder: Path) -> None:
        """Ctrl+Shift+E, from the window."""
        self.copies.write_sheet(folder)

    def remind_all(self) -> None:
        """Ctrl+Shift+U: every unit that is late, as far as the list is narrowed."""
        self._without_form = True
        remind_late(self.issues, self.model.filters)

    def _save(self) -> None:
        """Ctrl+S: the form that stands open, from any of its fields."""
        if self.pane.form is not None:
            self.pane.form.save()

    def _do_at_once(self, act: Act) -> None:
        """To all the chosen rows that it fits."""
        rows = [row for row in self._chosen if act.fits(row)]
        if rows and act.at_once is not None and self.model.may(act.right):
            self._without_form = True
            act.at_once(self.issues, rows)
        else:
            self.bar.add(_("That is not to be done with this matter now."))

    def _open(self, key: str) -> None:
        if not self.pane.open(key):
            self.bar.add(_("That is not to be done with this matter now."))

    def _done(self, said: str, undo: Any) -> None:
        if not self._without_form:
            self.pane.done()  # a form that stands open while rows are reminded stays
        self._without_form = False
        self._rejected = self.issues.rejected
        if self._rejected is not None:
            offer = _("The answer in writing: %(key)s") % {"key": isolate(keys.cap("write_letter"))}
            said = f"{said} {offer}"
        self.bar.say(said, undo=partial(self._undo, undo) if undo else None)

    def _undo(self, undo: Callable[[], object]) -> None:
        self._rejected = None
        self.model.undo(undo)

    def _refused(self, field: str, reason: str) -> None:
        if self.pane.form is not None and not self._without_form:
            self.pane.form.say(field, reason)
        else:
            self.bar.say(reason, role="warning")
        self._without_form = False
