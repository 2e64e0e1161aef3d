"""What goes to a printer goes as pictures, drawn by pdfium: no printer has to know Persian letters. Or to a file.

Everything here may take as long as a printer takes: it belongs on a thread of its own (ui/printer_thread.py).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from app.domain.errors import Unavailable
from app.domain.persian.text import isolate
from app.domain.texts import _
from app.files import write_new
from ui.this_pc import AS_FILES

POINTS: Final = 72
MM: Final = 25.4
FINEST: Final = 400
"""Dots per inch of a picture, whatever the printer can: more is not seen, and takes memory."""
ROLL: Final = 82
"""Millimetres: what is no wider is printed on a roll, by a head that knows black and white only."""
A4: Final = 297

_PDFIUM: Final = Lock()
"""pdfium works for one thread at a time, whatever the document."""


@dataclass(frozen=True)
class Target:
    """printer: the system's name of it, or AS_FILES; then the paper becomes the file `name` in `folder`."""

    printer: str
    folder: str
    name: str


def send(pdf: bytes, to: Target) -> None:
    """Print it there. Raises Unavailable when the printer, or the folder, does not take it."""
    if to.printer == AS_FILES:
        if not to.folder:
            raise Unavailable(_("Choose the folder for the papers' files in the settings."))
        write_new(Path(to.folder) / to.name, pdf, overwrite=True)
        return
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415 - only when something is printed

    info = QPrinterInfo.printerInfo(to.printer)
    if info.isNull():
        raise Unavailable(_("The printer %(name)s is not to be found.") % {"name": isolate(to.printer)})
    if info.state() == QPrinter.PrinterState.Error:
        raise _silent()
    paint(QPrinter(info, QPrinter.PrinterMode.HighResolution), pdf)


def names() -> list[str]:
    """The printers that the system knows. May wait for the network."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - only where a printer is chosen

    return list(QPrinterInfo.availablePrinterNames())


@dataclass(frozen=True)
class Glance:
    """A document at first sight: of each page its size in dots, of the first ones the picture."""

    sizes: list[QSize]
    pictures: list[QImage]


def glance(pdf: bytes, dpi: float, first: int) -> Glance:
    """The first pages of a PDF as pictures, and how large the others will be: hundreds at once would take all memory.

    A picture is one page. Raises Unavailable for what is neither.
    """
    if not pdf.startswith(b"%PDF"):
        picture = _one_picture(pdf, dpi)
        return Glance([picture.size()], [picture])
    with _opened(pdf) as document:
        with _PDFIUM:
            points = [document.get_page_size(number) for number in range(len(document))]
        sizes = [QSize(round(width * dpi / POINTS), round(height * dpi / POINTS)) for width, height in points]
        return Glance(sizes, [_locked(document, number, dpi) for number in range(min(first, len(sizes)))])


def some_of(pdf: bytes, dpi: float, numbers: Sequence[int]) -> dict[int, QImage]:
    """Those pages of a PDF as pictures, the first page being 0."""
    with _opened(pdf) as document:
        return {number: _locked(document, number, dpi) for number in numbers}


def _one_picture(content: bytes, dpi: float) -> QImage:
    picture = QImage.fromData(content)
    if picture.isNull():
        raise Unavailable(_("This file cannot be shown: it is damaged."))
    longest = round(A4 / MM * dpi)
    if max(picture.width(), picture.height()) <= longest:
        return picture
    how = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return picture.scaled(longest, longest, *how)


def _each_page(pdf: bytes, dpi: float) -> Iterator[QImage]:
    with _opened(pdf) as document:
        with _PDFIUM:
            pages = len(document)
        for number in range(pages):
            yield _locked(document, number, dpi)


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # noqa: PLC0415 - only when something is drawn

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise Unavailable(_("This file cannot be shown: it is damaged.")) from error
    try:
        yield document
    finally:
        with _PDFIUM:
            document.close()


def _locked(document: Any, number: int, dpi: float) -> QImage:
    with _PDFIUM:
        return _picture(document, number, dpi)


def _picture(document: Any, number: int, dpi: float) -> QImage:
    page = document[number]
    bitmap = page.render(scale=dpi / POINTS, prefer_bgrx=True, rev_byteorder=True)
    shown = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888).copy()
    bitmap.close()  # the buffer is pdfium's and goes with it
    page.close()
    return shown


def paint(printer: Any, pdf: bytes) -> None:
    """The pages in their own size, drawn dot by dot where the printer's dots allow it; smaller where they don't fit.

    Raises Unavailable when the printer does not take them.
    """
    dpi = min(printer.resolution(), FINEST)
    painter = QPainter()
    printer.setFullPage(True)
    try:
        for picture in _each_page(pdf, dpi):
            _choose_paper(printer, QSizeF(picture.size()) * (MM / dpi))
            if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
                raise _silent()
            _place(printer, painter, picture, dpi)
    finally:
        done = painter.isActive() and painter.end()
    if not done or printer.printerState().name in ("Error", "Aborted"):
        raise _silent()


def _silent() -> Unavailable:
    return Unavailable(_("The printer does not answer."))


def _choose_paper(printer: Any, size: QSizeF) -> None:
    """The paper that the page was drawn for; what is of A4's size goes on what the printer's dialog was told."""
    from PySide6.QtGui import QPageLayout, QPageSize  # noqa: PLC0415 - a long list of sizes, that the desk can wait for

    long, short = max(size.width(), size.height()), min(size.width(), size.height())
    if short > ROLL and long >= A4 - 1:
        wide = size.width() > size.height()
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
        return
    own = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(own)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def _place(printer: Any, painter: QPainter, picture: QImage, dpi: float) -> None:
    paper = QRectF(painter.viewport())
    across, down = printer.logicalDpiX() / dpi, printer.logicalDpiY() / dpi
    size = QSizeF(picture.width() * across, picture.height() * down)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    if picture.width() / dpi * MM <= ROLL:
        _unroll(printer, painter, picture.convertToFormat(QImage.Format.Format_Mono, _BLACK_OR_WHITE), size, paper)
        return
    if size.width() > paper.width() + 1 or size.height() > paper.height() + 1:
        size.scale(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRectF(_middle(paper, size), size), picture)


_BLACK_OR_WHITE: Final = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.ThresholdDither


def _unroll(printer: Any, painter: QPainter, picture: QImage, size: QSizeF, paper: QRectF) -> None:
    """Piece by piece, where the driver's paper is shorter than what is printed."""
    part = picture.height() * min(1.0, paper.height() / size.height())
    top = 0.0
    while top < picture.height() - 1:
        if top and not printer.newPage():
            raise _silent()
        height = min(part, picture.height() - top)
        shown = QSizeF(size.width(), size.height() * height / picture.height())
        painter.drawImage(QRectF(_middle(paper, size), shown), picture, QRectF(0, top, picture.width(), height))
        top += height


def _middle(paper: QRectF, size: QSizeF) -> QPointF:
    """At the top, in the middle: a driver that knows 72 mm of the roll leaves out the white beside them."""
    return QPointF(round(paper.left() + (paper.width() - size.width()) / 2), paper.top())
