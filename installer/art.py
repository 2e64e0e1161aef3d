"""The icon and the pictures of the setup, drawn by the product's own hand (ui/mark.py)."""

import io
import struct
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from ui import mark
from ui.palette import LIGHT

SIDES = (16, 24, 32, 48, 64, 256)
SCALE = 2
"""Windows shrinks a large picture better than it enlarges a small one: screens at 150 and 200 % are common."""


def draw(folder: Path) -> None:
    """Write didar.ico, side.bmp (welcome and end) and head.bmp (the other pages); needs a QGuiApplication."""
    icon = mark.icon()
    (folder / "didar.ico").write_bytes(_ico([_taken(icon.pixmap(side, side).toImage()) for side in SIDES]))
    side = _picture(164, 314, LIGHT.rail, QRectF(46, 56, 72, 72), on_paper=False)
    side.convert("RGB").save(folder / "side.bmp")
    head = _picture(150, 57, "#FFFFFF", QRectF(57, 10, 36, 36), on_paper=True)
    head.convert("RGB").save(folder / "head.bmp")


def _picture(width: int, height: int, ground: str, at: QRectF, *, on_paper: bool) -> Image.Image:
    drawn = QImage(width * SCALE, height * SCALE, QImage.Format.Format_RGBA8888)
    drawn.fill(QColor(ground))
    painter = QPainter(drawn)
    painter.scale(SCALE, SCALE)
    mark.paint(painter, at, on_paper=on_paper)
    painter.end()
    return _taken(drawn)


def _taken(image: QImage) -> Image.Image:
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (plain.width(), plain.height()), bytes(plain.constBits()))


def _ico(images: list[Image.Image]) -> bytes:
    """All as plain bitmaps but the largest: what shows icons at 16 and 32 knows no PNG in them everywhere."""
    bodies = [_png(image) if image.width == SIDES[-1] else _bitmap(image) for image in images]
    head, at = struct.pack("<HHH", 0, 1, len(bodies)), 6 + 16 * len(bodies)
    for image, body in zip(images, bodies, strict=True):
        side = image.width % 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(body), at)
        at += len(body)
    return head + b"".join(bodies)


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _bitmap(image: Image.Image) -> bytes:
    width, height = image.size
    rows: bytes = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).tobytes("raw", "BGRA")
    mask = bytes((width + 31) // 32 * 4 * height)  # the alpha says it all
    return struct.pack("<IiiHHIIiiII", 40, width, height * 2, 1, 32, 0, len(rows) + len(mask), 0, 0, 0, 0) + rows + mask


if __name__ == "__main__":
    application = QGuiApplication(["art", "-platform", "offscreen"])
    draw(Path(sys.argv[1]))
