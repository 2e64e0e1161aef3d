"""The header: day and hour, state of the day, counts; at the other end quick search, who works here, and the lock."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from ui import icons
from ui.frame.info import Count, OfficeInfo
from ui.palette import Theme
from ui.style import focus_ring, look
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.drawing import Flow, paint_box, width_of, write
from ui.widgets.search import SearchBox
from ui.widgets.text import Text, rule

_QUICK = 312
_THEMES = {Theme.LIGHT: N_("Light"), Theme.DARK: N_("Dark"), Theme.SYSTEM: N_("Like Windows")}


class CountButton(QAbstractButton):
    """«۷ در انتظار»: a click filters the queue."""

    def __init__(self, count: Count) -> None:
        super().__init__()
        self.count = count
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.put(count)

    def put(self, count: Count) -> None:
        self.count = count
        self.setAccessibleName(f"{persian_digits(count.number)} {count.words}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        number = width_of(persian_digits(self.count.number), look().font("title"))
        return QSize(number + 8 + width_of(self.count.words, look().font("caption")) + 16, look().measure("small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            paint_box(painter, self.rect(), ground="accent_soft")
        number = persian_digits(self.count.number)
        flow = Flow(self.rect(), self.layoutDirection())
        flow.take(8)
        font = look().font("title")
        write(painter, flow.take(width_of(number, font)), number, font, look().colour(self.count.role))
        flow.take(8)
        write(painter, flow.rect, self.count.words, look().font("caption"), look().colour("muted"), rtl=flow.rtl)
        if self.hasFocus():
            focus_ring(self, painter)


class UserButton(QAbstractButton):
    """Who works here and in which role; opens the menu."""

    def __init__(self) -> None:
        super().__init__()
        self._user = self._role = ""
        self._worded = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def put(self, user: str, role: str) -> None:
        self._user, self._role = user, role
        self.setAccessibleName(f"{user}، {role}")
        self.setToolTip(f"{user}، {role}")
        self.setVisible(bool(user))
        self.updateGeometry()
        self.update()

    def set_worded(self, worded: bool) -> None:
        """Name and role beside the icon, or in the tooltip alone where room is short."""
        self._worded = worded
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._worded:
            return QSize(24 + 16, look().measure("header") - 12)
        words = max(width_of(self._user, look().font("words")), width_of(self._role, look().font("caption")))
        return QSize(words + 24 + 10 + 16, look().measure("header") - 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            paint_box(painter, self.rect(), ground="accent_soft")
        flow = Flow(self.rect(), self.layoutDirection())
        flow.take(8)
        icons.paint(painter, flow.take(24), "person_circle", "text", look().tokens, size=24)
        if self._worded:
            flow.take(10)
            self._paint_words(painter, flow)
        if self.hasFocus():
            focus_ring(self, painter)

    def _paint_words(self, painter: QPainter, flow: Flow) -> None:
        place = flow.rect
        half = place.height() // 2
        name, role = place.adjusted(0, 0, 0, -half), place.adjusted(0, half, 0, 0)
        write(painter, name, self._user, look().font("words"), look().colour("text"), rtl=flow.rtl)
        write(painter, role, self._role, look().font("caption"), look().colour("muted"), rtl=flow.rtl)


class Header(QWidget):
    """Signals: count_chosen(id), lock_wanted, switch_wanted, passphrase_wanted, theme_chosen(Theme).

    theme: the one that is chosen now.
    """

    count_chosen = Signal(str)
    theme_chosen = Signal(object)
    lock_wanted = Signal()
    switch_wanted = Signal()
    passphrase_wanted = Signal()

    def __init__(self, info: OfficeInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info, self.theme = info, Theme.SYSTEM
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.date, self.clock = Text("", "strong"), Text("", "caption", "muted")
        self.chip: Chip | None = None
        self.counts: dict[str, CountButton] = {}
        self.quick = SearchBox(_("Name, id, phone or name of a screen"), key="quick_search", name=_("Quick search"))
        self.quick.setMaximumWidth(_QUICK)
        self.user = UserButton()
        self.user.clicked.connect(self._menu)
        self.lock = Button("", "lock_closed", key="lock", name=_("Lock"), on_click=self.lock_wanted.emit)
        self._when = when = QVBoxLayout()
        when.setSpacing(0)
        when.addStretch(1)
        when.addWidget(self.date)
        when.addWidget(self.clock)
        when.addStretch(1)
        self._rule = rule()
        self._rule.setFixedSize(1, 32)
        self._rule.setStyleSheet("max-height: 32px; min-height: 32px;")
        self._middle = QHBoxLayout()
        self._middle.setSpacing(8)
        row = QHBoxLayout(self)
        row.setSpacing(16)
        row.addLayout(when)
        row.addWidget(self._rule)
        row.addLayout(self._middle)
        row.addStretch(1)
        row.addWidget(self.quick, 1000)
        row.addWidget(self.user)
        row.addWidget(self.lock)
        info.changed.connect(self.show_info)
        look().changed.connect(self._measure)
        self._measure()
        self.show_info()

    def _measure(self) -> None:
        margin = look().measure("margin") if not look().compact else 12
        self.layout().setContentsMargins(margin, 0, margin, 1)
        self._fit()

    def _fit(self) -> None:
        """Large text in a narrow window: the user's name gives way to its icon, then how long it still takes."""
        clock = self._info.shown.clock
        self.user.set_worded(True)
        self.clock.setText(clock)
        self.clock.setToolTip(clock)
        if self._is_crowded():
            self.user.set_worded(False)
        if self._is_crowded():
            self.clock.setText(clock.partition("؛")[0])

    def _is_crowded(self) -> bool:
        for layout in (self._when, self.layout()):
            layout.invalidate()  # parts that have not been shown yet do not say that they have changed
        return self.layout().minimumSize().width() > self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(800, look().measure("header"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_info(self) -> None:
        shown = self._info.shown
        self.date.setText(shown.date)
        self.user.put(shown.user, shown.role)
        if shown.state is not None and self.chip is None:
            self.chip = Chip(shown.state)
            self._middle.insertWidget(0, self.chip)
        elif shown.state is not None and self.chip is not None:
            self.chip.set_state(shown.state)
        if self.chip is not None:
            self.chip.setVisible(shown.state is not None)
        self._rule.setVisible(bool(shown.date))
        self._put_counts(shown.counts)
        self._fit()

    def _put_counts(self, counts: tuple[Count, ...]) -> None:
        for gone in set(self.counts) - {count.id for count in counts}:
            self.counts.pop(gone).deleteLater()
        for count in counts:
            if count.id in self.counts:
                self.counts[count.id].put(count)
            else:
                button = CountButton(count)
                button.clicked.connect(lambda _checked=False, wanted=count.id: self.count_chosen.emit(wanted))
                self.counts[count.id] = button
                self._middle.addWidget(button)

    def _menu(self) -> None:
        menu = QMenu(self)
        for words, signal in (
            (_("Lock"), self.lock_wanted),
            (_("Switch user"), self.switch_wanted),
            (_("Change passphrase"), self.passphrase_wanted),
        ):
            menu.addAction(words, signal.emit)
        menu.addSeparator()
        for theme, words in _THEMES.items():
            act = QAction(_(words), menu, checkable=True, checked=theme is self.theme)
            act.triggered.connect(lambda _checked, theme=theme: self.theme_chosen.emit(theme))
            menu.addAction(act)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.user.mapToGlobal(QPoint(0, self.user.height())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look().colour("border"))
