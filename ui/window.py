"""The window's frame: rail at the right, header, the screen's page, status line; help at the left on F1.

It knows screens only as factories and the office only as an OfficeInfo, so it can be painted before either is loaded.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.domain.texts import _
from ui import keys, mark
from ui.frame import window_keys
from ui.frame.header import Header
from ui.frame.info import OfficeInfo
from ui.frame.pages import Pages
from ui.frame.panes import go_round
from ui.frame.rail import Item, Rail
from ui.frame.room import lay_over
from ui.frame.screens import Screen
from ui.frame.status import Status
from ui.palette import Theme
from ui.style import look
from ui.this_pc import Settings

if TYPE_CHECKING:
    from ui.help import HelpPane

DEFAULT_SIZE, SMALLEST = QSize(1366, 768), QSize(1000, 520)


class Window(QWidget):
    """Signals: painted once, after the first frame; lock_wanted, switch_wanted, backup_wanted, board_wanted,
    papers_wanted, outbox_wanted, phone_wanted with a code; closing before the window goes.
    """

    painted = Signal()
    lock_wanted = Signal()
    switch_wanted = Signal()
    backup_wanted = Signal()
    board_wanted = Signal(str)
    papers_wanted = Signal()
    outbox_wanted = Signal()
    export_wanted = Signal()
    phone_wanted = Signal(str)
    closing = Signal()

    def __init__(self, info: OfficeInfo, settings: Settings, physical: keys.PhysicalKeys | None = None) -> None:
        super().__init__()
        self.info, self.settings, self._physical = info, settings, physical
        self.screens: dict[str, Screen] = {}
        self._widgets: dict[str, QWidget] = {}
        self._drawn = False
        self._covering: QWidget | None = None
        self._over: QHBoxLayout | None = None
        self._came_from: QWidget | None = None
        self.setWindowIcon(mark.icon())
        self.setMinimumSize(SMALLEST)
        self.resize(DEFAULT_SIZE)
        if place := settings.place("main"):
            self.restoreGeometry(place)
        self.header, self.status = Header(info), Status(info)
        self.pages = Pages()
        self.help: HelpPane | None = None  # made when it is first asked for
        self._body = QWidget()
        self.rail = Rail([], _("Screens"))
        self._lay_out()
        self._acts = window_keys.add_keys(self, self._body)
        self.rail.chosen.connect(self._go)
        self.header.lock_wanted.connect(self.lock_wanted)
        self.header.switch_wanted.connect(self.switch_wanted)
        self.header.count_chosen.connect(self._show_count)
        self.header.theme = settings.theme
        self.header.theme_chosen.connect(self._choose_theme)
        self.header.quick.typed.connect(self._find)
        self.header.quick.taken.connect(lambda choice: self._take_found(choice.data))
        self.header.quick.entered.connect(self._search_desk)
        self.header.quick.escaped.connect(self._back_to_screen)
        self.status.act_wanted.connect(lambda act: self._acts[act].trigger())
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

    @property
    def live_keys(self) -> set[str]:
        """Ids of the keys that do something where the user is now."""
        return window_keys.live(self, self._body)

    # Screens

    def put_screens(self, screens: Sequence[Screen]) -> None:
        """The screens of whoever works here; none is built before it is shown."""
        self.empty()
        self.screens = {screen.id: screen for screen in screens}
        self.rail.items = [Item(one.id, one.icon, one.title, one.key, one.foot) for one in screens]
        self.rail.items.append(Item("help", "question_circle", _("Help"), "help", foot=True))
        self.rail.update()
        window_keys.wake(self, self._acts)

    def go(self, screen_id: str) -> bool:
        """Show a screen and let it put the cursor. Whether there is such a screen."""
        screen = self.screens.get(screen_id)
        if screen is None or screen.apart:
            return bool(screen and screen.bring_up())
        if screen_id not in self._widgets:
            made = self._widgets[screen_id] = screen.make()
            for wanted, does in (("over_wanted", self.lay_over), ("front_wanted", partial(self.go, screen_id))):
                if signal := getattr(made, wanted, None):
                    signal.connect(does)
        self.pages.show_screen(self._widgets[screen_id])
        self.rail.choose(screen_id)
        self.header.quick.setVisible(not getattr(self.current, "own_search", False))
        self.status.hint_for(self.current)
        window_keys.wake(self, self._acts)
        if self.help is not None:
            self._tell_help(self.help)
        if not self.ask("arrive"):
            self.current.setFocus()
        return True

    def lay_over(self, page: Any) -> None:
        """Show a page over the current screen until it says `closed`: a document's preview, the new passphrase."""
        self.pages.lay_over(page)
        page.closed.connect(lambda: self.go(self.current_id))
        self.status.hint_for(page)

    @property
    def current(self) -> Any:
        """The screen that is shown, or what lies over it; or None."""
        return self.pages.currentWidget()

    @property
    def current_id(self) -> str:
        return self.rail.current

    def empty(self) -> None:
        """Take every screen off: nothing of the office is left in the window."""
        self.pages.take_off()
        for widget in self._widgets.values():
            if leave := getattr(widget, "leave_screen", None):
                leave()
            self.pages.throw_away(widget)
        self._widgets.clear()
        self.screens.clear()
        self.rail.items.clear()
        self.rail.choose("")
        self.header.quick.clear()
        self._drop_help()

    def cover(self, widget: QWidget) -> None:
        """Show this instead of the frame: the wizard, the unlock card."""
        self.uncover()
        self._drop_help()
        layer = QWidget()
        self._over = QHBoxLayout(layer)
        self._over.setContentsMargins(0, 0, 0, 0)
        self._over.setSpacing(0)
        self._over.addWidget(widget, 1)
        self._covering = widget
        self._layers.addWidget(layer)
        self._layers.setCurrentWidget(layer)
        widget.setFocus()

    def uncover(self) -> None:
        """The frame again; what covered it is thrown away."""
        layer = self._layers.currentWidget()
        if self.covered:
            self._drop_help()
            self._covering = self._over = None
            self._layers.setCurrentWidget(self._body)
            self._layers.removeWidget(layer)
            layer.deleteLater()

    @property
    def covered(self) -> bool:
        return self._covering is not None

    # What the keys do

    def show_help(self) -> None:
        """F1: the page of this screen, at the left; again: away."""
        if self.help is not None:
            self.help.close_pane()
            return
        from ui.help import HelpPane

        self._came_from = QApplication.focusWidget()
        self.help = HelpPane()
        self.help.closed.connect(self._help_closed)
        if self.covered or not lay_over(self.help, self.pages):
            (self._over or self._beside).addWidget(self.help)
        self._tell_help(self.help)
        self.help.show()
        self.help.setFocus()

    def _tell_help(self, pane: "HelpPane") -> None:
        page = getattr(self._covering, "help_page", "didar") if self.covered else self.current_id
        pane.raise_()
        pane.tell(page, self.live_keys, [] if self.covered else list(self.screens))

    def _help_closed(self) -> None:
        self._drop_help()
        self._back_to_screen()

    def _drop_help(self) -> None:
        if self.help is not None:
            self.help.hide()
            self.help.deleteLater()
            self.help = None

    def _go(self, item: str) -> None:
        if item == "help":
            self.show_help()
        else:
            self.go(item)

    def ask(self, what: str, *arguments: object) -> bool:
        """Call what the current screen may have. Whether it has it."""
        act = getattr(self.current, what, None)
        if act is None:
            return False
        act(*arguments)
        return True

    def to_the_box(self) -> None:
        if self.current_id != "desk" or self.pages.covered:
            self.go("desk")
        self.ask("focus_search")

    def search(self) -> None:
        if self.pages.covered:
            self.go(self.current_id)
        if not (getattr(self.current, "own_search", False) and self.ask("focus_search")):
            self._came_from = QApplication.focusWidget()
            self.header.quick.setFocus()
            self.header.quick.line.selectAll()

    def _find(self, text: str) -> None:
        from ui.frame.quick import found

        self.header.quick.offer(found(text, self.screens.values()) if text else [])

    def _take_found(self, found: str | None) -> None:
        if found is None:
            self._search_desk(self.header.quick.text())
            return
        self.header.quick.clear()
        if not self.go(found):
            self.phone_wanted.emit(found)  # it is no screen but a code

    def _search_desk(self, text: str) -> None:
        """Who is meant is found in the desk's own box."""
        self.header.quick.clear()
        if text and self.go("desk"):
            self.current.box.line.setText(text)

    def _back_to_screen(self) -> None:
        """The cursor goes where it came from, or where the screen puts it."""
        came_from, self._came_from = self._came_from, None
        here = self._covering or self.current
        if here is None:
            return
        if came_from is not None and shiboken6.isValid(came_from) and here.isAncestorOf(came_from):
            came_from.setFocus()
        elif self.covered or not self.ask("arrive"):
            here.setFocus()

    def take_back(self) -> None:
        if bar := getattr(self.current, "bar", None):
            bar.take_back()

    def _show_count(self, count: str) -> None:
        if self.go("desk"):
            self.ask("show_count", count)

    def next_pane(self, step: int) -> None:
        panes = [*getattr(self.current, "panes", []), self.help, self.rail]
        go_round([pane for pane in panes if pane is not None and pane.isVisible()], step)

    def size_text(self, step: int) -> None:
        self.settings.text_percent = self.settings.text_percent + step if step else 100
        self.dress()

    def _choose_theme(self, theme: Theme) -> None:
        self.settings.theme = theme
        self.dress()

    def dress(self) -> None:
        self.header.theme = self.settings.theme
        look().fit(self.width(), self.height(), self.settings)
        look().choose(self.settings)
        look().put_on(QApplication.instance())

    def _show_info(self) -> None:
        agency = self.info.shown.agency
        self.setWindowTitle(_("Didar") + (f"، {agency}" if agency else ""))
        for item in self.rail.items:
            self.rail.set_badge(item.id, self.info.shown.badges.get(item.id, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and not event.isAutoRepeat():
            self.ask("unmask", True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and not event.isAutoRepeat():
            self.ask("unmask", False)
        else:
            super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.help is not None and self.help.parent() is self.pages:
            self.help.close_pane()  # its place is another now
        if look().fit(self.width(), self.height(), self.settings):
            look().put_on(QApplication.instance())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WinIdChange and self._physical:
            self._physical.watch(self)
        elif event.type() == QEvent.Type.WindowDeactivate:
            self.ask("unmask", False)  # the key may be let go where this window does not hear it
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
        self.settings.keep_place("main", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)
