"""What others read in a PDF: poppler's pdftotext and pdfium, without the marks of direction they put in."""

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TURNED = str.maketrans("()[]«»", ")(][»«")  # poppler turns a right-to-left run round, but not its brackets


def poppler(data: bytes, folder: Path, *options: str) -> list[str]:
    """Lines as pdftotext reads them; skips the test, with the reason, where poppler is not installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is missing (apt install poppler-utils): what pdftotext reads was NOT tested")
    file = folder / "pages.pdf"
    file.write_bytes(data)
    run = subprocess.run(["pdftotext", *options, file, "-"], capture_output=True, check=True, text=True)
    return [line.strip() for line in _MARKS.sub("", run.stdout).replace("\f", "\n").split("\n") if line.strip()]


def poppler_turned(data: bytes, folder: Path, *options: str) -> list[str]:
    return [line.translate(_TURNED) for line in poppler(data, folder, *options)]


def pdfium(data: bytes) -> list[list[str]]:
    """Lines of each page as pdfium reads them."""
    document = pypdfium2.PdfDocument(data)
    pages = []
    for page in document:
        text = page.get_textpage()
        pages.append(_MARKS.sub("", text.get_text_range()).replace("\r", "").split("\n"))
        text.close()
        page.close()
    document.close()
    return [[line.strip() for line in lines if line.strip()] for lines in pages]


def barcodes(data: bytes, *, dpi: int = 200) -> list[str]:
    """What a scanner of others' making reads on each page in turn, as printed at this resolution."""
    import zxingcpp

    found = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        picture = memoryview(bytes(bitmap.buffer)).cast("B", (bitmap.height, bitmap.stride))
        found += [code.text for code in zxingcpp.read_barcodes(picture)]
        page.close()
    document.close()
    return found
