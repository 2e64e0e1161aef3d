"""How Didar looks at this moment: colours, measures, text size. One process has one look, as Qt has one application.

`look()` gives it; `Look.put_on` fills resources/style.qss and QPalette from it. Widgets that paint themselves ask
`look()` while they paint and take their sizes in sizeHint: a change of theme, text or compact reaches them as Qt's
StyleChange.
"""

from string import Template
from typing import Final

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleOption, QWidget

from resources import ROOT
from ui import fonts, icons, system_colours
from ui.palette import DARK, LIGHT, Theme, Tokens, from_system, qt_palette
from ui.this_pc import Compact, Settings

NORMAL: Final = {
    "control": 36,
    "small": 32,
    "tall": 40,
    "box": 44,
    "chip": 24,
    "cap": 20,
    "row": 36,
    "head": 32,
    "tab": 48,
    "header": 56,
    "rail": 80,
    "rail_item": 60,
    "status": 28,
    "label": 18,
    "label_gap": 4,
    "row_gap": 8,
    "gap": 8,
    "margin": 16,
    "pad": 16,
}
COMPACT: Final = NORMAL | {
    "control": 32,
    "small": 28,
    "tall": 36,
    "box": 36,
    "chip": 22,
    "row": 28,
    "head": 28,
    "tab": 40,
    "header": 48,
    "rail": 56,
    "rail_item": 40,
    "status": 24,
    "label_gap": 0,
    "row_gap": 4,
    "gap": 4,
    "margin": 8,
    "pad": 12,
}
"""Logical pixels, for text at 100 %."""

_GROW = {"control", "small", "tall", "box", "chip", "cap", "row", "head", "tab", "label", "status", "header"}
"""What holds text, and so grows with it."""
_GROW_WITH_WORDS = {"rail", "rail_item"}
"""Grow with the text too, but in compact there are no words in the rail."""

RADIUS, CARD_RADIUS, CHIP_RADIUS, CAP_RADIUS = 6, 8, 12, 4
COMPACT_BELOW = (1180, 620)


class Look(QObject):
    """The look of the process. Signal `changed` for what is neither painted nor laid out by Qt."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.factor = 1.0
        self.compact = False
        self.caps = True
        self._worn: object = None

    def measure(self, name: str) -> int:
        """A measure of NORMAL or COMPACT in logical pixels, grown with the text where it holds text."""
        pixels = (COMPACT if self.compact else NORMAL)[name]
        grows = name in _GROW or (name in _GROW_WITH_WORDS and not self.compact)
        return round(pixels * max(1.0, self.factor)) if grows else pixels

    def colour(self, role: str) -> QColor:
        return self.tokens.colour(role)

    def font(self, step: str = "body", *, digits: bool = False, tabular: bool = False) -> QFont:
        return fonts.make(step, factor=self.factor, digits=digits, tabular=tabular)

    def sheet(self) -> str:
        """resources/style.qss, filled."""
        values: dict[str, object] = {role: self.tokens[role] for role in Tokens.roles()}
        for name in NORMAL:
            values[name] = self.measure(name)
        for name in ("control", "tall", "box"):
            values[f"{name}_in"] = self.measure(name) - 2
            values[f"{name}_in2"] = self.measure(name) - 4
        values |= {f"text_{step}": round(size * self.factor) for step, (size, _weight) in fonts.STEPS.items()}
        values |= {"family": fonts.FAMILY, "digits_family": fonts.DIGITS}
        return Template((ROOT / "style.qss").read_text(encoding="utf-8")).substitute(values)

    def put_on(self, application: QApplication) -> None:
        """Dress the application in what this look says now. Qt polishes every widget anew, so only where it differs."""
        wanted = (self.tokens, self.factor, self.compact)
        if wanted != self._worn:
            self._worn = wanted
            icons.forget()
            application.setPalette(qt_palette(self.tokens))
            application.setFont(self.font())
            application.setStyleSheet(self.sheet())
        self.changed.emit()

    def choose(self, settings: Settings) -> None:
        """Take theme and text size from the settings of this PC, and high contrast from the system."""
        hints = QGuiApplication.styleHints()
        contrast = hints.accessibility().contrastPreference()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        if contrast == Qt.ContrastPreference.HighContrast:
            self.tokens = from_system(system_colours.palette())
        elif settings.theme is Theme.SYSTEM:
            self.tokens = DARK if dark else LIGHT
        else:
            self.tokens = DARK if settings.theme is Theme.DARK else LIGHT
        self.factor = settings.text_percent / 100
        self.caps = self.factor < 1.4  # they are the first to go when text is large

    def fit(self, width: int, height: int, settings: Settings) -> bool:
        """Whether the compact measures have to change for a window of this size (logical pixels)."""
        small = width < COMPACT_BELOW[0] or height < COMPACT_BELOW[1]
        wanted = {Compact.AUTO: small, Compact.ON: True, Compact.OFF: False}[settings.compact]
        changed = wanted != self.compact
        self.compact = wanted
        return changed


class _Current:
    look: Look | None = None


def look() -> Look:
    """The look of this process."""
    if _Current.look is None:
        _Current.look = Look()
    return _Current.look


class RingStyle(QProxyStyle):
    """Fusion with Didar's focus ring: 2 px in the focus colour of the ground that the widget says it stands on.

    A widget whose ground is not the page says so: setProperty("ring", "focus_on_accent" or "focus_on_rail").
    """

    def __init__(self) -> None:
        super().__init__("fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            role = str(widget.property("ring") or "focus") if widget else "focus"
            ring(painter, option.rect, role)
        elif element == QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            _check_box(painter, option)
        else:
            super().drawPrimitive(element, option, painter, widget)


def ring(painter: QPainter, rect: QRect, role: str = "focus", radius: int = RADIUS) -> None:
    """The focus ring, inside rect."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look().colour(role), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
    painter.restore()


def focus_ring(widget: QWidget, painter: QPainter, rect: QRect | None = None) -> None:
    """Ask the style for the ring: for widgets that paint themselves, when they have the focus."""
    option = QStyleOption()
    option.initFrom(widget)
    option.rect = rect or widget.rect()
    widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, widget)


def _check_box(painter: QPainter, option: QStyleOption) -> None:
    tokens = look().tokens
    on = bool(option.state & QStyle.StateFlag.State_On)
    awake = bool(option.state & QStyle.StateFlag.State_Enabled)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = "disabled_text" if not awake else "accent" if on else "field"
    painter.setPen(QPen(tokens.colour(edge), 1))
    painter.setBrush(tokens.colour("accent" if on and awake else "surface" if awake else "disabled"))
    box = option.rect.adjusted(0, 0, -1, -1)
    painter.drawRoundedRect(box, CAP_RADIUS, CAP_RADIUS)
    if on:
        icons.paint(painter, option.rect, "checkmark", "accent_text" if awake else "disabled_text", tokens, size=16)
    painter.restore()


def dress(application: QApplication, settings: Settings) -> Look:
    """Fonts, style, palette and sheet of the application; and again whenever the system's theme changes."""
    fonts.load()
    style = RingStyle()
    application.setStyle(style)
    style.setParent(application)
    current = look()
    current.choose(settings)
    current.put_on(application)

    def system_changed() -> None:
        current.choose(settings)
        current.put_on(application)

    hints = application.styleHints()
    hints.colorSchemeChanged.connect(system_changed)
    hints.accessibility().contrastPreferenceChanged.connect(system_changed)
    return current
