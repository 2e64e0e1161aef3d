"""The window's frame (look 3): rail at the right, header, the screen's page, status line; help at the left on F1.

It knows screens only as factories and the office only as an OfficeInfo, so it can be painted before either is loaded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.persian.text import search_key
from app.domain.texts import N_, _
from ui import keys, mark
from ui.frame.header import Header
from ui.frame.info import OfficeInfo
from ui.frame.rail import Item, Rail
from ui.frame.status import Status
from ui.settings import STEP, Settings
from ui.style import look
from ui.widgets.dropdown import Choice

if TYPE_CHECKING:
    from ui.help import HelpPane

DEFAULT_SIZE = QSize(1366, 768)
SMALLEST = QSize(1000, 520)
PLACES = ("desk", "board", "followup", "calendar", "announcements", "samad", "report", "verify")
"""The order of Ctrl+1…8, whether the screen is there yet or not (look 3)."""


@dataclass(frozen=True)
class Screen:
    """A screen for the rail. make: builds its widget when it is first shown. foot: at the rail's lower end.

    The widget may have, and the window then uses: arrive() when shown · refresh() F5 · own_search and focus_search()
    F2 and Ctrl+K · panes, a list of widgets for F6 · bar, whose undo is Ctrl+Z · unmask(bool) F3 · hints, a list of
    (cap, words) · show_count(id) for the header's numbers.
    """

    id: str
    icon: str
    title: str
    make: Callable[[], QWidget]
    foot: bool = False

    @property
    def key(self) -> str:
        if self.id in PLACES:
            return f"screen_{PLACES.index(self.id) + 1}"
        return "screen_settings" if self.id == "settings" else ""


class Window(QWidget):
    """Signals: painted once, after the first frame; lock_wanted, switch_wanted, backup_wanted, board_wanted;
    closing before the window goes.
    """

    painted = Signal()
    lock_wanted = Signal()
    switch_wanted = Signal()
    backup_wanted = Signal()
    board_wanted = Signal()
    closing = Signal()

    def __init__(self, info: OfficeInfo, settings: Settings, physical: keys.PhysicalKeys | None = None) -> None:
        super().__init__()
        self.info, self._settings, self._physical = info, settings, physical
        self.screens: dict[str, Screen] = {}
        self._widgets: dict[str, QWidget] = {}
        self._drawn = False
        self.setWindowIcon(mark.icon())
        self.setMinimumSize(SMALLEST)
        self.resize(DEFAULT_SIZE)
        if place := settings.place("main"):
            self.restoreGeometry(place)
        self.header, self.status = Header(info), Status(info)
        self.pages = QStackedWidget()
        self.help: HelpPane | None = None  # made when it is first asked for
        self._body = QWidget()
        self.rail = Rail([], _("Screens"))
        self._lay_out()
        self._keys()
        self.rail.chosen.connect(self._go)
        self.header.lock_wanted.connect(self.lock_wanted)
        self.header.switch_wanted.connect(self.switch_wanted)
        self.header.count_chosen.connect(self._show_count)
        self.header.quick.typed.connect(self._find_screens)
        self.header.quick.taken.connect(self._take_found)
        self.header.quick.escaped.connect(self._back_to_screen)
        self.status.act_wanted.connect(lambda act: self.backup_wanted.emit() if act == "backup" else None)
        info.changed.connect(self._show_info)
        self._show_info()

    def _lay_out(self) -> None:
        self._beside = QHBoxLayout()
        self._beside.setSpacing(0)
        self._beside.addWidget(self.pages, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._beside, 1)
        column.addWidget(self.status)
        frame = QHBoxLayout(self._body)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.addWidget(self.rail)
        frame.addLayout(column, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._body)

    def _keys(self) -> None:
        window = Qt.ShortcutContext.WindowShortcut
        acts: dict[str, Callable[[], object]] = {
            "help": self.show_help,
            "box": self._box,
            "refresh": lambda: self._ask("refresh"),
            "next_pane": lambda: self._pane(1),
            "previous_pane": lambda: self._pane(-1),
            "board": self.board_wanted.emit,
            "quick_search": self._search,
            "undo": self._undo,
            "lock": self.lock_wanted.emit,
            "backup": self.backup_wanted.emit,
            "text_larger": lambda: self._text(STEP),
            "text_smaller": lambda: self._text(-STEP),
            "text_normal": lambda: self._text(0),
            "screen_settings": lambda: self.go("settings"),
        }
        acts |= {f"screen_{at}": lambda place=place: self.go(place) for at, place in enumerate(PLACES, 1)}
        for key, act in acts.items():
            keys.action(key, self._body, act, context=window)

    # Screens

    def put_screens(self, screens: Sequence[Screen]) -> None:
        """The screens of whoever works here; none is built before it is shown."""
        self.empty()
        self.screens = {screen.id: screen for screen in screens}
        self.rail.items = [Item(one.id, one.icon, one.title, one.key, one.foot) for one in screens]
        self.rail.items.append(Item("help", "question_circle", _("Help"), "help", foot=True))
        self.rail.update()

    def go(self, screen_id: str) -> bool:
        """Show a screen and let it put the cursor. Whether there is such a screen."""
        screen = self.screens.get(screen_id)
        if screen is None:
            return False
        if screen_id not in self._widgets:
            self._widgets[screen_id] = screen.make()
            self.pages.addWidget(self._widgets[screen_id])
        self.pages.setCurrentWidget(self._widgets[screen_id])
        self.rail.choose(screen_id)
        self.header.quick.setVisible(not getattr(self.current, "own_search", False))
        self.status.hint(getattr(self.current, "hints", None) or _usual_hints())
        if self.help is not None and self.help.isVisible():
            self.help.tell(screen_id)
        if not self._ask("arrive"):
            self.current.setFocus()
        return True

    @property
    def current(self) -> Any:
        """The screen that is shown, or None."""
        return self.pages.currentWidget()

    @property
    def current_id(self) -> str:
        return self.rail.current

    def empty(self) -> None:
        """Take every screen off: nothing of the office is left in the window."""
        for widget in self._widgets.values():
            self.pages.removeWidget(widget)
            widget.deleteLater()
        self._widgets.clear()
        self.screens.clear()
        self.rail.items.clear()
        self.rail.choose("")

    def cover(self, widget: QWidget) -> None:
        """Show this instead of the frame: the wizard, the unlock card."""
        self.uncover()
        self._layers.addWidget(widget)
        self._layers.setCurrentWidget(widget)
        widget.setFocus()

    def uncover(self) -> None:
        """The frame again; what covered it is thrown away."""
        covering = self._layers.currentWidget()
        if covering is not self._body:
            self._layers.setCurrentWidget(self._body)
            self._layers.removeWidget(covering)
            covering.deleteLater()

    @property
    def covered(self) -> bool:
        return self._layers.currentWidget() is not self._body

    # What the keys do

    def show_help(self) -> None:
        """F1: the page of this screen, at the left; again: away."""
        if self.help is not None and self.help.isVisible():
            self.help.close_pane()
            return
        if self.help is None:
            from ui.help import HelpPane

            self.help = HelpPane()
            self.help.closed.connect(self._back_to_screen)
            self._beside.addWidget(self.help)
        self.help.tell(self.current_id or "desk")
        self.help.show()
        self.help.setFocus()

    def _go(self, item: str) -> None:
        if item == "help":
            self.show_help()
        else:
            self.go(item)

    def _ask(self, what: str, *arguments: object) -> bool:
        """Call what the current screen may have. Whether it has it."""
        act = getattr(self.current, what, None)
        if act is None:
            return False
        act(*arguments)
        return True

    def _box(self) -> None:
        if "desk" not in self.screens:
            return
        if self.current_id != "desk":
            self.go("desk")
        self._ask("focus_search")

    def _search(self) -> None:
        if not (getattr(self.current, "own_search", False) and self._ask("focus_search")):
            self.header.quick.setFocus()
            self.header.quick.line.selectAll()

    def _find_screens(self, text: str) -> None:
        key = search_key(text)
        found = [s for s in self.screens.values() if key and key in search_key(s.title)]
        self.header.quick.offer([Choice(s.title, s.id, icon=s.icon) for s in found])

    def _take_found(self, choice: Choice) -> None:
        self.header.quick.clear()
        if isinstance(choice.data, str):
            self.go(choice.data)

    def _back_to_screen(self) -> None:
        if self.current is not None and not self._ask("arrive"):
            self.current.setFocus()

    def _undo(self) -> None:
        if bar := getattr(self.current, "bar", None):
            bar.undo()

    def _show_count(self, count: str) -> None:
        if self.go("desk"):
            self._ask("show_count", count)

    def _pane(self, step: int) -> None:
        panes = [pane for pane in [*getattr(self.current, "panes", []), self.rail] if pane.isVisible()]
        focused = QApplication.focusWidget()
        here = next((at for at, pane in enumerate(panes) if focused and _within(pane, focused)), -1 if step > 0 else 0)
        enter(panes[(here + step) % len(panes)])

    def _text(self, step: int) -> None:
        self._settings.text_percent = self._settings.text_percent + step if step else 100
        look().choose(self._settings)
        look().put_on(QApplication.instance())

    # The window itself

    def _show_info(self) -> None:
        agency = self.info.shown.agency
        self.setWindowTitle(_("Didar") + (f"، {agency}" if agency else ""))
        for item, count in self.info.shown.badges.items():
            self.rail.set_badge(item, count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and not event.isAutoRepeat():
            self._ask("unmask", True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and not event.isAutoRepeat():
            self._ask("unmask", False)
        else:
            super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if look().fit(self.width(), self.height(), self._settings):
            look().put_on(QApplication.instance())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WinIdChange and self._physical:
            self._physical.watch(self)
        return super().event(event)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._physical:
            self._physical.watch(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._drawn:
            self._drawn = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.keep_place("main", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)


def enter(pane: QWidget) -> None:
    """Put the focus into the pane: on itself, or its first part that takes it."""
    parts = [pane, *pane.findChildren(QWidget)]
    takes = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible()]
    for part in [part for part in takes if part.isEnabled()][:1]:
        part.setFocus(Qt.FocusReason.TabFocusReason)


def _within(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


_USUAL = (("box", N_("Search")), ("next_pane", N_("Next pane")), ("help", N_("Help")))


def _usual_hints() -> list[tuple[str, str]]:
    return [(keys.cap(key), _(words)) for key, words in _USUAL]
