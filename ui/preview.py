"""A document before it goes on paper: its pages as pictures, printed or kept as a file. Nothing is written unasked.

The pages are drawn by pdfium, off the UI thread, so what is seen is what any reader will show.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPageLayout, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import UserError
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.files import write_new
from ui import keys
from ui.widgets.banner import Bar
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.text import Text
from ui.worker import Worker

ON_SCREEN, ON_PAPER = 110, 200
"""Dots per inch; on the screen less where the window is narrow."""
POINTS = 72
LONG_SIDE = 11.7
"""Inches of an A4 page's long side."""


def pages_of(pdf: bytes, dpi: float) -> list[QImage]:
    """The pages of a PDF as pictures, in order."""
    import pypdfium2  # noqa: PLC0415 - only when something is previewed

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_picture(page, dpi) for page in document]
    finally:
        document.close()


def _picture(page: Any, dpi: float) -> QImage:
    bitmap = page.render(scale=dpi / POINTS, prefer_bgrx=True, rev_byteorder=True)
    shown = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
    return shown.copy()  # the buffer is pdfium's and goes with it


class Preview(QFrame):
    """title: what it is; pdf: the document; file_name: what a copy is called. Signal closed."""

    closed = Signal()

    def __init__(
        self,
        title: str,
        pdf: bytes,
        file_name: str,
        worker: Worker,
        *,
        ask_printer: Callable[[QWidget], Any] | None = None,
        ask_path: Callable[[QWidget, str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._pdf, self._file_name, self._worker = pdf, file_name, worker
        self._ask_printer, self._ask_path = ask_printer or _ask_printer, ask_path or _ask_path
        self.bar = Bar()
        self.count = Text("", "caption", "muted")
        self.print = Button(_("Print"), "print", kind=FILLED, key="print", on_click=self.print_it)
        self.save = Button(_("Save as a file"), "save", key="save", on_click=self.save_it)
        self.back = Button(_("Close"), kind=PLAIN, cap="Esc", on_click=self.closed.emit)
        self.pages: list[QLabel] = []
        self._lay_out(title)
        keys.action("print", self, self.print_it)
        keys.action("save", self, self.save_it)
        self.panes = [self.scroll]
        self.setFocusProxy(self.scroll)

    def showEvent(self, event: QShowEvent) -> None:
        """The pages are drawn once it is known how wide they may be."""
        super().showEvent(event)
        if not self.pages:
            dpi = min(ON_SCREEN, (self.width() - 64) / LONG_SIDE) * self.devicePixelRatioF()
            self._worker.read(self, partial(pages_of, self._pdf, dpi), self._show, self._say, key="pages")

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(8)
        head.addWidget(Text(title, "title"))
        head.addWidget(self.count)
        head.addStretch(1)
        for button in (self.print, self.save, self.back):
            head.addWidget(button)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(16, 0, 16, 16)
        self._column.setSpacing(12)
        self.scroll = QScrollArea()
        self.scroll.setWidget(inner)
        self.scroll.setWidgetResizable(True)
        self.scroll.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.scroll, 1)
        column.addWidget(self.bar)

    def _show(self, pictures: list[QImage]) -> None:
        if self.pages:
            return
        for picture in pictures:
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            page = QLabel()
            page.setPixmap(QPixmap.fromImage(picture))
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._column.addWidget(page)
            self.pages.append(page)
        self._column.addStretch(1)
        self.count.setText(_("%(n)s pages") % {"n": persian_digits(len(pictures))})

    def _say(self, error: UserError) -> None:
        self.bar.say(error.reason, role="danger")

    def save_it(self) -> None:
        """Ctrl+S: a copy where the user wants it; it holds personal data, so only its owner may read it."""
        chosen = self._ask_path(self, self._file_name)
        if chosen:
            path = Path(chosen)
            said = _("It was saved as %(path)s.") % {"path": path.name}
            job = partial(write_new, path, self._pdf, overwrite=True)
            self._worker.write(self, job, lambda _none: self.bar.say(said), self._say)

    def print_it(self) -> None:
        """Ctrl+P: the printer's own dialog, then the pages as pictures, which any printer can print."""
        printer = self._ask_printer(self)
        if printer is not None:
            self._worker.read(self, partial(pages_of, self._pdf, ON_PAPER), partial(self._on_paper, printer), self._say)

    def _on_paper(self, printer: Any, pictures: list[QImage]) -> None:
        if _paint(printer, pictures):
            self.bar.say(_("It was sent to the printer."))
        else:
            self.bar.say(_("The printer does not answer. Check it and try again."), role="danger")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _paint(printer: Any, pictures: list[QImage]) -> bool:
    """Print the pages, each as large as the paper lets it be. Whether the printer took them."""
    painter = QPainter()
    for place, picture in enumerate(pictures):
        wide = picture.width() > picture.height()
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
        if not (painter.begin(printer) if place == 0 else printer.newPage()):
            return False
        room = QRectF(painter.viewport())
        size = QRectF(picture.rect()).size()
        size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(room.topLeft(), size), picture)
    return painter.end() if painter.isActive() else False


def _ask_printer(parent: QWidget) -> Any:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - only when it is wanted

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    return printer if QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted else None


def _ask_path(parent: QWidget, name: str) -> str:
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as a file"), name, "PDF (*.pdf)")
    return chosen
