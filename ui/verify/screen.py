"""The window onto which reports, receipts and lists of keys are dropped."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.report.verdict import isolated
from app.sealed_reports import plain_name
from app.senders import Sender
from ui import keys
from ui.style import look
from ui.verify import senders, words
from ui.verify.details import Details
from ui.verify.rows import FileRow, Stage, columns, headline
from ui.verify.view_model import VerifyModel
from ui.verify.visit_field import VisitField
from ui.verify.zone import OPEN, DropZone
from ui.widgets.announce import announce
from ui.widgets.banner import Bar, ProgressLine
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.text import Text, card

FILES, KEYS = "files", "keys"


class VerifyScreen(QWidget):
    """Ctrl+O chooses files, Enter on a row goes to its next act, Delete takes it off, Esc stops and then clears.

    The other tab lists the keys of all senders. ask_place: where a plain file is saved; the tests have their own.
    """

    def __init__(self, model: VerifyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self.setAcceptDrops(True)
        self.zone, self.details, self.bar = DropZone(), Details(model), Bar()
        self.visit, self.ask_place = VisitField(model), _ask_place
        self.tabs = Tabs([(FILES, _("Files")), (KEYS, _("Senders' keys"))], _("Files or senders"))
        self.progress = ProgressLine()
        self.progress.hide()
        self.table = Table(
            columns(),
            row_id=lambda row: row.number,
            strong=lambda row: row.is_loud,
            name="verify.files",
            label=_("Files that were checked"),
            empty=_("No file has been chosen."),
        )
        self.senders = Table(
            senders.columns(),
            row_id=senders.id_of,
            name="verify.senders",
            label=_("Keys of senders"),
            empty=_("No report of another office has come yet."),
        )
        self.sender = senders.SenderDetails(model.keys)
        for table in (self.table, self.senders):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.setFocusProxy(self.zone)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(_("Verification"), "title"))
        head.addStretch(1)
        head.addWidget(Button(_("Choose files"), "folder_open", kind=PLAIN, cap=OPEN, on_click=self.choose))
        files = card()
        inner = QVBoxLayout(files)
        inner.setContentsMargins(1, 8, 1, 8)
        heading = QHBoxLayout()
        heading.setContentsMargins(8, 0, 8, 0)
        heading.addWidget(self.tabs)
        heading.addStretch(1)
        inner.addLayout(heading)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.senders, 1)
        inner.addWidget(self.progress)
        main = QVBoxLayout()
        main.setSpacing(12)
        main.addWidget(self.zone)
        main.addWidget(self.visit)
        main.addWidget(files, 1)
        self._body = QHBoxLayout()
        self._body.addLayout(main, 1)
        self._body.addWidget(self.details)
        self._body.addWidget(self.sender)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(self._body, 1)
        self._column.addWidget(self.bar)
        self._show_tab(FILES)
        self._measure()

    def _show_tab(self, tab: str) -> None:
        for part in (self.table, self.details):
            part.setVisible(tab == FILES)
        for part in (self.senders, self.sender):
            part.setVisible(tab == KEYS)
        if tab == KEYS:
            self.model.keys.ask()

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(margin // 2)
        self._body.setSpacing(margin)
        self.details.fit()
        self.sender.fit()
        self.zone.fit()

    def _connect(self) -> None:
        model, details = self.model, self.details
        model.added.connect(self._added)
        model.changed.connect(self._changed)
        model.busy_changed.connect(self._busy)
        model.said.connect(lambda text, role: self.bar.say(text, role=role))
        model.refused.connect(self._refused)
        model.keys.confirmed.connect(self._confirmed)
        model.keys.revoked.connect(self._revoked)
        model.keys.refused.connect(self._refused)
        model.keys.read.connect(self._show_senders)
        model.keyring.changed.connect(self._opened_with)
        self.tabs.changed.connect(self._show_tab)
        self.senders.chosen.connect(self.sender.show_sender)
        self.senders.opened.connect(lambda _row: self.sender.arrive())
        self.sender.left.connect(self.senders.setFocus)
        self.zone.wanted.connect(self.choose)
        self.progress.stopped.connect(model.stop)
        self.table.chosen.connect(details.show_row)
        self.table.opened.connect(lambda _row: details.arrive())
        self.table.stepped.connect(lambda _row: details.arrive())
        details.confirm_wanted.connect(model.confirm)
        details.revoke_wanted.connect(lambda row, how, since: model.keys.revoke(*words.key_of(row), how, since))
        details.save_wanted.connect(self._save)
        details.receipt_wanted.connect(model.make_receipt)
        details.open_wanted.connect(self._open)
        details.copy_wanted.connect(self._copy)
        details.left.connect(self.table.setFocus)
        look().changed.connect(self._measure)
        keys.action("new", self, self.choose)
        opens = QAction(_("Choose files"), self)
        opens.setObjectName("open_files")
        opens.setShortcut(QKeySequence(OPEN))
        opens.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        opens.triggered.connect(self.choose)
        self.addAction(opens)

    # what the window asks

    def arrive(self) -> None:
        (self.table if self.table.rows else self.zone).setFocus()

    @property
    def panes(self) -> list[QWidget]:
        """For F6."""
        beside = self.details.copy if self.tabs.current == FILES and self.details.row else self.sender.revoke
        shown = self.table if self.tabs.current == FILES else self.senders
        return [self.zone, self.visit, shown, *([beside] if beside.isVisible() else [])]

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [(OPEN, _("Choose files")), (keys.cap("help"), _("Help"))]

    def leave_screen(self) -> None:
        self.visit.forget()
        self.model.clear()

    # files come

    def choose(self) -> None:
        """Ctrl+O: as many as there are."""
        names = _("Reports and receipts") + " (*.pdf *.json *.p7m)"
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Choose files"), "", names)
        self.take([Path(name) for name in chosen])

    def take(self, paths: list[Path]) -> None:
        """Each becomes a row at once; the cursor goes to the list."""
        if paths:
            self.tabs.choose(FILES)
            self.model.add(paths)
            self.table.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.zone.mark(over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.zone.mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.zone.mark(over=False)
        event.acceptProposedAction()
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _added(self, row: FileRow) -> None:
        self.table.append([row], more=False)
        if len(self.table.rows) == 1:
            self.table.choose_first()

    def _changed(self, row: FileRow) -> None:
        self.table.replace(row)
        current = self.details.row
        if current is not None and current.number == row.number:
            self.details.show_row(row)
        if row.stage is Stage.DONE:
            of_visit = [said for _look, said in words.visit(row)[:1]]
            announce(self, f"{isolated(row.path.name)}: {' '.join([headline(row), *of_visit])}")
            self.visit.tell(self.table.rows)

    def _busy(self, busy: bool) -> None:
        rows = self.table.rows
        done = sum(row.stage is Stage.DONE for row in rows)
        if not busy:
            self.progress.hide()
        elif len(rows) > 1:
            said = _("File %(n)s of %(of)s") % {"n": persian_digits(done + 1), "of": persian_digits(len(rows))}
            if self.progress.isHidden():
                self.progress.start(said)
            self.progress.step(done, len(rows), said)

    # acts

    def _confirmed(self, sender: Sender) -> None:
        said = _("%(name)s is confirmed as a sender.") % {"name": isolated(sender.name)}
        self.bar.say(said, undo=lambda: self.model.keys.take_back(sender))
        self._back_to_the_list()

    def _revoked(self, before: Sender | None, now: Sender) -> None:
        said = _("The key of %(name)s was revoked.") % {"name": isolated(now.name)}
        undo = None if before is None else lambda: self.model.keys.undo_revocation(before)
        self.bar.say(said, role="warning", undo=undo)
        for form in (self.details.revoking, self.sender.revoking):
            form.hide()
        self._back_to_the_list()

    def _back_to_the_list(self) -> None:
        (self.table if self.tabs.current == FILES else self.senders).setFocus()

    def _show_senders(self, known: list[Sender]) -> None:
        current = self.senders.current
        self.senders.put(known)
        if current is None or not self.senders.choose(senders.id_of(current)):
            self.senders.choose_first()
        self.sender.show_sender(self.senders.current)

    def _opened_with(self) -> None:
        key = self.model.keyring.key
        if key is not None:
            self.bar.say(_("Files are being opened with %(key)s.") % {"key": isolated(key.name)})
            self.table.setFocus()

    def _refused(self, field: str, reason: str) -> None:
        pane = self.details if self.tabs.current == FILES else self.sender
        if not pane.refuse(field, reason):
            self.bar.say(reason, role="danger")

    def _save(self, row: FileRow) -> None:
        place = self.ask_place(self, plain_name(row.path))
        if place:
            self.model.save_plain(row, Path(place))

    def _open(self, row: FileRow) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.path)))

    def _copy(self, row: FileRow) -> None:
        QGuiApplication.clipboard().setText(words.copied(row))
        self.bar.say(_("The details were copied."))

    def _take_off(self) -> None:
        row = self.table.current
        if row is not None and row.stage is Stage.DONE:
            self.model.rows.pop(row.number, None)
            self.table.model().remove(row.number)
            self.details.show_row(self.table.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._take_off()
        elif event.key() == Qt.Key.Key_Escape and self.model.is_busy:
            self.model.stop()
        elif event.key() == Qt.Key.Key_Escape and self.table.rows:
            self.model.clear()
            self.table.put([])
            self.details.show_row(None)
            self.zone.setFocus()
        else:
            super().keyPressEvent(event)


def _ask_place(parent: QWidget, name: str) -> str:
    return QFileDialog.getSaveFileName(
        parent, _("Save in plain"), name, options=QFileDialog.Option.DontConfirmOverwrite
    )[0]
