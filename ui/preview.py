"""A document before it goes on paper: its pages as pictures, printed or kept as a file. Nothing is written unasked.

The pages are drawn by pdfium, off the UI thread, so what is seen is what any reader will show.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import UserError
from app.domain.persian.calendar import to_jalali
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.files import write_new
from ui import keys
from ui.printer_thread import PrinterThread
from ui.printers import Glance, glance, paint, some_of
from ui.widgets.banner import Bar
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.text import Text
from ui.worker import Worker

ON_SCREEN = 110
"""Dots per inch; on the screen less where the window is narrow."""
FIRST, KEPT = 3, 8
"""Pages that are drawn at once; on each side of those in sight that stay drawn."""
LONG_SIDE = 11.7
"""Inches of an A4 page's long side."""


def dated(name: str, date: dt.date) -> str:
    """What a copy of a day's paper is called: «didar-list-1405-06-31.pdf»."""
    return "{}-{}-{:02}-{:02}.pdf".format(name, *to_jalali(date))


class Preview(QFrame):
    """title: what it is; pdf: the document; file_name: what a copy is called. Signals closed, and went_out: it was
    printed, or kept as a file.

    on_print: prints it where papers of its kind are printed; None: the printer's own dialog asks.
    """

    closed = Signal()
    went_out = Signal()

    def __init__(
        self,
        title: str,
        pdf: bytes,
        file_name: str,
        worker: Worker,
        *,
        on_print: Callable[[], object] | None = None,
        ask_printer: Callable[[QWidget], Any] | None = None,
        ask_path: Callable[[QWidget, str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._pdf, self._file_name, self._worker = pdf, file_name, worker
        self._ask_printer, self._ask_path = ask_printer or _ask_printer, ask_path or _ask_path
        self._on_print = on_print
        self._printer = PrinterThread(self)
        self.bar = Bar()
        self.count = Text("", "caption", "muted")
        self.print = Button(_("Print"), "print", kind=FILLED, key="print", on_click=self.print_it)
        self.save = Button(_("Save as a file"), "save", key="save", on_click=self.save_it)
        self.back = Button(_("Close"), kind=PLAIN, cap="Esc", on_click=self.closed.emit)
        self.pages: list[QLabel] = []
        self._lay_out(title)
        keys.action("print", self, self.print_it)
        keys.action("save", self, self.save_it)
        self._dpi = float(ON_SCREEN)
        for moved in (self.scroll.verticalScrollBar().valueChanged, self.scroll.verticalScrollBar().rangeChanged):
            moved.connect(lambda *_how: self._look_on())
        self.panes = [self.scroll]
        self.setFocusProxy(self.scroll)

    def showEvent(self, event: QShowEvent) -> None:
        """The pages are drawn once it is known how wide they may be."""
        super().showEvent(event)
        if not self.pages:
            self._dpi = min(ON_SCREEN, (self.width() - 64) / LONG_SIDE) * self.devicePixelRatioF()
            self._worker.read(self, partial(glance, self._pdf, self._dpi, FIRST), self._show, self._say, key="pages")

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

    def _show(self, seen: Glance) -> None:
        if self.pages:
            return
        ratio = self.devicePixelRatioF()
        for size in seen.sizes:
            page = QLabel()
            page.setFixedSize(round(size.width() / ratio), round(size.height() / ratio))
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
            self.pages.append(page)
        self._column.addStretch(1)
        self._put(dict(enumerate(seen.pictures)))
        self.count.setText(_("%(n)s pages") % {"n": persian_digits(len(self.pages))})

    def _put(self, pictures: dict[int, QImage]) -> None:
        for number, picture in pictures.items():
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self.pages[number].setPixmap(QPixmap.fromImage(picture))

    def _look_on(self) -> None:
        """Draw the pages that come into sight, and let go those that are far from it."""
        top = self.scroll.verticalScrollBar().value()
        bottom = top + self.scroll.viewport().height()
        near = [
            number for number, page in enumerate(self.pages) if page.y() < bottom and page.geometry().bottom() > top
        ]
        if not near:
            return
        wanted = range(max(near[0] - 1, 0), min(near[-1] + 2, len(self.pages)))
        for number, page in enumerate(self.pages):
            if number not in range(near[0] - KEPT, near[-1] + KEPT + 1) and not page.pixmap().isNull():
                page.clear()
        missing = [number for number in wanted if self.pages[number].pixmap().isNull()]
        if missing:
            self._worker.read(self, partial(some_of, self._pdf, self._dpi, missing), self._put, self._say, key="pages")

    def _say(self, error: UserError) -> None:
        self.bar.say(error.reason, role="danger")

    def save_it(self) -> None:
        """Ctrl+S: a copy where the user wants it; it holds personal data, so only its owner may read it."""
        chosen = self._ask_path(self, self._file_name)
        if chosen:
            path = Path(chosen)
            said = _("It was saved as %(path)s.") % {"path": path.name}
            job = partial(write_new, path, self._pdf, overwrite=True)
            self._worker.write(self, job, lambda _none: self._gone_out(said), self._say)

    def print_it(self) -> None:
        """Ctrl+P: the pages as pictures, which any printer can print."""
        if self._on_print is not None:
            self._on_print()
            return
        printer = self._ask_printer(self)
        if printer is not None:
            self.bar.say(_("Printing …"), role="plain")
            self._printer.run(partial(paint, printer, self._pdf), self._printed)

    def tell(self, text: str, role: str) -> None:
        """What became of a paper that was printed elsewhere."""
        self.bar.say(text, role=role)

    def _printed(self, error: UserError | None) -> None:
        if error is None:
            self._gone_out(_("It was sent to the printer."))
        else:
            self._say(error)

    def _gone_out(self, said: str) -> None:
        self.bar.say(said)
        self.went_out.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _ask_printer(parent: QWidget) -> Any:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - only when it is wanted

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    return printer if QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted else None


def _ask_path(parent: QWidget, name: str) -> str:
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as a file"), name, "PDF (*.pdf)")
    return chosen
