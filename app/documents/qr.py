"""QR codes, drawn as vectors: black squares on the page, rows of them joined, so that a print stays sharp."""

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from app.documents.page import BLACK, Page


@cache
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The squares, row by row. Level M: a seventh of the code may be soiled."""
    encoder = _encoder()
    code = encoder.QRCode(None, encoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    side = range(code.getModuleCount())
    return tuple(tuple(bool(code.isDark(row, column)) for column in side) for row in side)


@cache
def _encoder() -> Any:
    """reportlab's encoder by itself: the package round it loads all other barcodes, which takes a tenth of a second."""
    from reportlab import graphics

    path = Path(graphics.__path__[0]) / "barcode" / "qrencoder.py"
    spec = spec_from_file_location("reportlab_qrencoder", path)
    assert spec is not None
    assert spec.loader is not None
    encoder = module_from_spec(spec)
    spec.loader.exec_module(encoder)
    return encoder


def draw(page: Page, x: int, y: int, text: str, size: int) -> None:
    """x: its left edge; y: its top; size: its side; the caller leaves white around, four modules at least."""
    rows = modules(text)
    module = size // len(rows)
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate((*row, False)):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                page.fill(x + start * module, y + down * module, (across - start) * module, module, BLACK)
                start = None
