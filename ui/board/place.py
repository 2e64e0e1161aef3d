"""A board's window and its place: shown, over the whole screen, hidden; on the monitor where it was put.

When its monitor is away the board stands beside the desk, in a window: over the whole screen it would hide the desk.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QWidget

from ui import mark
from ui.this_pc import Settings

if TYPE_CHECKING:
    from ui.keys import PhysicalKeys

USUAL = QSize(1280, 720)
SMALLEST = QSize(900, 500)


def sign_of(screen: QScreen) -> str:
    """By what a monitor is known again: where it is plugged in, and its maker's number if it tells one."""
    return f"{screen.name()} {screen.serialNumber()}".strip()


def home_of(kept: str, there: Sequence[str], desk: str) -> str:
    """Where a board stands: on its own monitor; not placed yet, on one beside the desk's; else on the desk's."""
    if kept in there:
        return kept
    return next((one for one in there if not kept and one != desk), desk)


class BoardWindow(QWidget):
    """name: under which its place is kept. desk: the screen of the desk. Never a person's name in its title."""

    closing = Signal()

    def __init__(
        self, name: str, settings: Settings, desk: Callable[[], QScreen], physical: "PhysicalKeys | None" = None
    ) -> None:
        super().__init__()
        self._name, self._settings, self._desk, self._physical = name, settings, desk, physical
        self.setWindowIcon(mark.icon())
        self.setMinimumSize(SMALLEST)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # while there is nothing to type into; Tab passes it over
        application = QGuiApplication.instance()
        application.screenAdded.connect(self._screens_changed)
        application.screenRemoved.connect(self._screens_changed)

    # shown, full, hidden -------------------------------------------------------------------------------------------

    def cycle(self) -> None:
        """F11: show, over the whole screen, hide."""
        if not self.isVisible():
            self.come(full=False)
        elif not self.isFullScreen():
            self.showFullScreen()
            self._keep()
        else:
            self.put_away()

    def come(self, *, full: bool, active: bool = False) -> None:
        """Show it in its place. active: take the keyboard too; beside the desk on another monitor it does not."""
        screen = self._home()
        alone = screen is self._desk()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not (active or alone))
        self._stand_on(screen)
        if full:
            self.showFullScreen()
        else:
            self.showNormal()
        if active or alone:
            self.raise_()
            self.activateWindow()
        self._keep()

    def come_back(self) -> None:
        """Somebody signed in: as it stood when it was last seen."""
        _monitor, mode = self._settings.board(self._name)
        if mode:
            here = self._settings.board(self._name)[0] in map(sign_of, QGuiApplication.screens())
            self.come(full=mode == "full" and here)

    def put_away(self) -> None:
        self._keep(mode="")
        self.hide()

    def leave_full_screen(self) -> None:
        """Esc."""
        if self.isFullScreen():
            self.showNormal()
            self._keep()

    # its monitor ---------------------------------------------------------------------------------------------------

    def _home(self) -> QScreen:
        there = {sign_of(screen): screen for screen in QGuiApplication.screens()}
        desk = self._desk()
        kept, _mode = self._settings.board(self._name)
        return there.get(home_of(kept, list(there), sign_of(desk)), desk)

    def _stand_on(self, screen: QScreen) -> None:
        room = screen.availableGeometry()
        kept = self._settings.place(self._name)
        if kept is not None and self.restoreGeometry(kept) and self.screen() is screen and not self.isFullScreen():
            return
        place = QRect(QPoint(), USUAL.boundedTo(room.size() * 0.9))  # the frame around it has to be reached, too
        place.moveCenter(room.center())
        self.setScreen(screen)
        self.setGeometry(place)

    def _keep(self, mode: str | None = None) -> None:
        """Where and how it stands; a monitor that is away just now is not forgotten."""
        kept, _mode = self._settings.board(self._name)
        there = [sign_of(screen) for screen in QGuiApplication.screens()]
        away = bool(kept) and kept not in there
        if away and mode is None:
            return  # it stands beside the desk for the time being
        monitor = kept if away else sign_of(self.screen())
        how = ("full" if self.isFullScreen() else "window") if mode is None else mode
        self._settings.keep_board(self._name, monitor, how)
        if not self.isFullScreen():
            self._settings.keep_place(self._name, self.saveGeometry())

    def _screens_changed(self, _screen: QScreen) -> None:
        """Its monitor went, or is there again."""
        if not self.isVisible():
            return
        kept, mode = self._settings.board(self._name)
        there = [sign_of(screen) for screen in QGuiApplication.screens()]
        if kept in there and self.screen() is not self._home():
            self.come(full=mode == "full")
        elif kept not in there and self.isFullScreen():
            self.showNormal()
            self._stand_on(self._desk())

    # the window itself ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave_full_screen()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._physical:
            self._physical.watch(self)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WinIdChange and self._physical:
            self._physical.watch(self)
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Its own cross puts it away; the program goes on at the desk."""
        event.ignore()
        self.put_away()

    def go(self) -> None:
        """The program ends: where it stood is kept, and it comes back there."""
        if self.isVisible():
            self._keep()
        self.hide()
        application = QGuiApplication.instance()
        application.screenAdded.disconnect(self._screens_changed)
        application.screenRemoved.disconnect(self._screens_changed)
        self.deleteLater()
