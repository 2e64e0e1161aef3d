"""Icons: one path each, in the colour of a role, drawn by QtSvg at the screen's own pixel ratio.

Files: resources/icons/<name>_<size>_<regular or filled>.svg, Fluent System Icons 1.1.343 (MIT). In a right-to-left
window what points (arrows, doors, send, exit) is mirrored here, so names are those of a left-to-right one:
"arrow_right" is always onward.
"""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from resources import ROOT

if TYPE_CHECKING:
    from ui.palette import Tokens

FOLDER: Final = ROOT / "icons"
SIZES: Final = (20, 24, 16)
_MIRRORED: Final = ("arrow_left", "arrow_right", "arrow_undo", "arrow_export", "chevron_left", "chevron_right", "door_")
_MIRRORED_WHOLE: Final = {"send", "sign_out"}


def mirrored(name: str) -> bool:
    """Whether this icon points somewhere and is turned in a right-to-left window."""
    return name in _MIRRORED_WHOLE or name.startswith(_MIRRORED)


def source(name: str, size: int = 20, *, filled: bool = False) -> str:
    """The SVG text of the drawing nearest in size, in the other style if there is but that.

    Raises FileNotFoundError if there is no such icon.
    """
    for style in ("filled", "regular") if filled else ("regular", "filled"):
        for drawn in sorted(SIZES, key=lambda drawn: abs(drawn - size)):
            path = FOLDER / f"{name}_{drawn}_{style}.svg"
            if path.exists():
                return path.read_text(encoding="utf-8")
    raise FileNotFoundError(f"icon {name}")


def pixmap(name: str, colour: str, size: int = 20, *, filled: bool = False, ratio: float | None = None) -> QPixmap:
    """The icon in a colour (#RRGGBB), size in logical pixels, ratio: of the device, or the application's."""
    application = QGuiApplication.instance()
    ratio = ratio or application.devicePixelRatio()
    turn = mirrored(name) and application.layoutDirection() == Qt.LayoutDirection.RightToLeft
    key = f"didar-icon/{name}/{colour}/{size}/{filled}/{ratio}/{turn}"
    if kept := QPixmapCache.find(key):
        return kept
    side = round(size * ratio)
    drawn = QPixmap(QSize(side, side))
    drawn.fill(Qt.GlobalColor.transparent)
    svg = source(name, size, filled=filled).replace("<svg ", f'<svg fill="{colour}" ', 1)
    painter = QPainter(drawn)
    if turn:
        painter.translate(side, 0)
        painter.scale(-1, 1)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def paint(
    painter: QPainter, rect: QRect, name: str, role: str, tokens: "Tokens", *, size: int = 20, filled: bool = False
) -> None:
    """Draw the icon in the middle of rect."""
    ratio = painter.device().devicePixelRatio()
    drawn = pixmap(name, tokens[role], size, filled=filled, ratio=ratio)
    painter.drawPixmap(rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2, drawn)


def icon(name: str, colour: str, size: int = 20, *, filled: bool = False, disabled: str | None = None) -> QIcon:
    """For menus and actions."""
    made = QIcon(pixmap(name, colour, size, filled=filled))
    if disabled:
        made.addPixmap(pixmap(name, disabled, size, filled=filled), QIcon.Mode.Disabled)
    return made


def forget() -> None:
    """Drop what was drawn: the colours have changed."""
    QPixmapCache.clear()
