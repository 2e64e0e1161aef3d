"""The window onto which reports, receipts and lists of keys are dropped."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.report.verdict import isolated
from app.senders import Sender
from ui import keys
from ui.style import CARD_RADIUS, focus_ring, look
from ui.verify import words
from ui.verify.details import Details
from ui.verify.rows import FileRow, Stage, columns, headline
from ui.verify.view_model import VerifyModel
from ui.widgets.announce import announce
from ui.widgets.banner import Bar, ProgressLine
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.drawing import write
from ui.widgets.table import Table
from ui.widgets.text import Text, card

OPEN = "Ctrl+O"


class DropZone(QWidget):
    """Dashed; files are dropped on the whole screen. Enter, Space or a click opens the file choice."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.over = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Drop the report's file here, or press %(key)s.") % {"key": OPEN})
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(round((48 if look().compact else 88) * max(1.0, look().factor)))

    def mark(self, *, over: bool) -> None:
        self.over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look().colour("accent_soft" if self.over else "surface"))
        painter.setPen(QPen(look().colour("accent" if self.over else "field"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(3, 3, -3, -3), CARD_RADIUS, CARD_RADIUS)
        said = _("Drop the report's file here, or press %(key)s.") % {"key": f"\u2066{OPEN}\u2069"}
        place = self.rect().adjusted(12, 0, -12, 0)
        write(painter, place, said, look().font("lead"), look().colour("text"), align="middle")
        if self.hasFocus():
            focus_ring(self, painter, self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus()
        self.wanted.emit()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()


class VerifyScreen(QWidget):
    """Ctrl+O chooses files, Enter on a row goes to its next act, Delete takes it off, Esc stops and then clears."""

    def __init__(self, model: VerifyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self.setAcceptDrops(True)
        self.zone, self.details, self.bar = DropZone(), Details(model), Bar()
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
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
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
        inner.addWidget(self.table, 1)
        inner.addWidget(self.progress)
        main = QVBoxLayout()
        main.setSpacing(12)
        main.addWidget(self.zone)
        main.addWidget(files, 1)
        self._body = QHBoxLayout()
        self._body.addLayout(main, 1)
        self._body.addWidget(self.details)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(self._body, 1)
        self._column.addWidget(self.bar)
        self._measure()

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(margin // 2)
        self._body.setSpacing(margin)
        self.details.fit()
        self.zone.fit()

    def _connect(self) -> None:
        model, details = self.model, self.details
        model.added.connect(self._added)
        model.changed.connect(self._changed)
        model.busy_changed.connect(self._busy)
        model.said.connect(lambda text, role: self.bar.say(text, role=role))
        model.refused.connect(self._refused)
        model.confirmed.connect(self._confirmed)
        self.zone.wanted.connect(self.choose)
        self.progress.stopped.connect(model.stop)
        self.table.chosen.connect(details.show_row)
        self.table.opened.connect(lambda _row: details.arrive())
        self.table.stepped.connect(lambda _row: details.arrive())
        details.confirm_wanted.connect(model.confirm)
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
        return [self.zone, self.table, *([self.details.copy] if self.details.row else [])]

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [(OPEN, _("Choose files")), (keys.cap("help"), _("Help"))]

    def leave_screen(self) -> None:
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
            announce(self, f"{isolated(row.path.name)}: {headline(row)}")

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
        self.bar.say(said, undo=lambda: self.model.take_back(sender))
        self.table.setFocus()

    def _refused(self, field: str, reason: str) -> None:
        if not self.details.refuse(field, reason):
            self.bar.say(reason, role="danger")

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
