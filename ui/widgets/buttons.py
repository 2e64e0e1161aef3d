"""Buttons: filled (one a screen), outlined, plain; each with its icon and its key cap. And the cap by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import icons, keys
from ui.style import focus_ring, look
from ui.widgets.drawing import Flow, cap_size, paint_box, paint_cap, width_of, write

FILLED, OUTLINED, PLAIN = "filled", "outlined", "plain"
_PAD = {FILLED: 12, OUTLINED: 12, PLAIN: 8}
_COMPACT_PAD = {FILLED: 12, OUTLINED: 8, PLAIN: 6}
_ICON = 20


def _icon_gap() -> int:
    return 6 if look().compact else 8


def _cap_gap() -> int:
    return 6 if look().compact else 10


class Button(QPushButton):
    """A button. Without words it is an icon button, and `name` is what a screen reader says.

    key: id of ui/keys.py whose cap is shown and told in the tooltip; cap: another text for the cap («Enter»).
    role: colour of the words where it is not the kind's own (danger, warning). pad: at both ends, if not the kind's.
    """

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        *,
        kind: str = OUTLINED,
        key: str = "",
        cap: str = "",
        name: str = "",
        role: str = "",
        measure: str = "control",
        filled_icon: bool = False,
        icon_last: bool = False,
        pad: int | None = None,
        cap_in_compact: bool = True,
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind, self._icon, self._role, self._measure = kind, icon, role, measure
        self._cap = cap or (keys.cap(key) if key else "")
        self._filled_icon, self._icon_last, self._own_pad = filled_icon, icon_last, pad
        self._cap_in_compact = cap_in_compact
        self._hinted, self._hinted_for = QSize(), ()
        self.setAccessibleName(name or text)
        if key or (name and not text):
            self.setToolTip(keys.tooltip(key, name or text) if key else name)
        self.set_kind(kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        if on_click:
            self.clicked.connect(lambda: on_click())  # noqa: PLW0108 - Qt would hand `checked` on

    def set_text(self, text: str, icon: str | None = None) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._icon = self._icon if icon is None else icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        self.kind = kind
        self.setProperty("ring", "focus_on_accent" if kind == FILLED else "focus")
        self.updateGeometry()
        self.update()

    def set_measure(self, measure: str) -> None:
        self._measure = measure
        self.updateGeometry()

    @property
    def _shown_cap(self) -> str:
        return self._cap if look().caps and (self._cap_in_compact or not look().compact) else ""

    @property
    def _pad(self) -> int:
        if self._own_pad is not None:
            return self._own_pad
        return (_COMPACT_PAD if look().compact else _PAD)[self.kind]

    def sizeHint(self) -> QSize:
        """Kept until what it follows from changes: layouts ask for it again and again, and shaping words is dear."""
        now = (self.text(), self._icon, self._shown_cap, self._pad, look().measure(self._measure), look().factor)
        if now != self._hinted_for:
            self._hinted_for, self._hinted = now, self._wanted()
        return self._hinted

    def _wanted(self) -> QSize:
        width = 2 * self._pad
        if self._icon:
            width += _ICON + (_icon_gap() if self.text() else 0)
        if self.text():
            width += width_of(self.text(), look().font("words"))
        if self._shown_cap:
            width += cap_size(self._shown_cap).width() + (_cap_gap() if self.text() or self._icon else 0)
        height = look().measure(self._measure)
        return QSize(max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "disabled_text"
        return self._role or {FILLED: "accent_text", OUTLINED: "text", PLAIN: "link"}[self.kind]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        flow = Flow(self.rect(), self.layoutDirection())
        pad, ink = self._pad, self._ink()
        words = look().font("words")
        needed = self.sizeHint().width()
        spare = max(0, self.width() - needed) // 2
        flow.take(pad + spare)
        flow.take_end(pad + spare)
        icon_end: QRect | None = None
        if self._shown_cap:
            cap = cap_size(self._shown_cap)
            on_accent = self.kind == FILLED
            edge = ink if on_accent or not self.isEnabled() else "field"
            paint_cap(
                painter,
                flow.take_end(cap.width()),
                self._shown_cap,
                edge=edge,
                ground="" if on_accent or not self.isEnabled() else "raised",
            )
            flow.take_end(_cap_gap())
        if self._icon and self.text() and self._icon_last:
            icon_end = flow.take_end(_ICON)
            flow.take_end(_icon_gap())
        elif self._icon:
            icon_end = flow.take(_ICON) if self.text() else self._icon_place(flow)
            flow.take(_icon_gap() if self.text() else 0)
        if icon_end:
            icons.paint(painter, icon_end, self._icon, ink, look().tokens, filled=self._filled_icon)
        if self.text():
            write(painter, flow.rect, self.text(), words, look().colour(ink), rtl=flow.rtl)
        if self.hasFocus():
            focus_ring(self, painter, self.rect().adjusted(2, 2, -2, -2) if self.kind == FILLED else self.rect())

    def _icon_place(self, flow: Flow) -> QRect:
        return flow.take(_ICON) if self._shown_cap else flow.rect

    def _paint_ground(self, painter: QPainter) -> None:
        down, over = self.isDown() or self.isChecked(), self.underMouse() and self.isEnabled()
        if self.kind == FILLED:
            ground = "disabled" if not self.isEnabled() else "accent_hover" if down or over else "accent"
            paint_box(painter, self.rect(), ground=ground, edge="" if self.isEnabled() else "border")
        elif self.kind == OUTLINED:
            ground = "disabled" if not self.isEnabled() else "accent_soft" if down else "raised" if over else "surface"
            paint_box(painter, self.rect(), ground=ground, edge="field" if self.isEnabled() else "border")
        elif (down or over) and self.isEnabled():
            paint_box(painter, self.rect(), ground="accent_soft")


class KeyCap(QWidget):
    """A key as drawn on the keyboard."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return cap_size(self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_cap(QPainter(self), self.rect(), self._text)
