"""Head's board and hall board beside the desk's window: made when first wanted, following the desk that is open.

They outlive a lock: the head's board is emptied at once, the hall's keeps its numbers; both come back by themselves.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ui.keys import PhysicalKeys
from ui.this_pc import Settings

if TYPE_CHECKING:
    from app.office import Office
    from ui.board.hall import HallBoard
    from ui.board.head_board import HeadBoard
    from ui.board.view_model import BoardModel
    from ui.desk.issue_model import IssueModel
    from ui.window import Window

HALF_WRITTEN = "board.issues"


class Boards(QObject):
    """window: the desk's. made: a window that others have to watch too. What needs the store is loaded when wanted."""

    lock_wanted = Signal()
    desk_wanted = Signal()
    made = Signal(object)

    def __init__(
        self,
        settings: Settings,
        worker: Any,
        window: "Window",
        physical: PhysicalKeys | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._worker, self._window, self._physical = settings, worker, window, physical
        self._office: Office | None = None
        self._model: BoardModel | None = None
        self._issues: IssueModel | None = None
        self.head: HeadBoard | None = None
        self.hall: HallBoard | None = None
        window.board_wanted.connect(lambda which: self.cycle_hall() if which == "hall" else self.cycle_head())

    # with the office -----------------------------------------------------------------------------------------------

    def follow(self, office: "Office") -> None:
        """Somebody signed in: what stood open before comes back."""
        self._office = office
        for name, come in (("board", self._head), ("hall", self._hall)):
            if self._settings.board(name)[1]:
                come().come_back()
        for window in (self.head, self.hall):
            if window is not None:
                self._begin(window)

    def let_go(self) -> None:
        """Locked, or at the end: at once, before anything else is done."""
        office, self._office = self._office, None
        at = office.now() if office is not None else None
        if self._issues is not None:
            self._issues.close()
            self._issues.deleteLater()
        if self._model is not None:
            self._model.close()
            self._model.deleteLater()
        self._issues = self._model = None
        for window in (self.head, self.hall):
            if window is not None:
                window.let_go(at)

    def close(self) -> None:
        """The program ends."""
        self.let_go()
        for window in (self.head, self.hall):
            if window is not None:
                window.go()
        self.head = self.hall = None

    def _begin(self, window: "HeadBoard | HallBoard") -> None:
        """Let a window follow the desk that is open. One model serves both, read only while there is a board."""
        if self._office is None:
            return
        from ui.board.view_model import BoardModel
        from ui.desk.issue_model import IssueModel

        first = self._model is None
        self._model = self._model or BoardModel(self._office, self._worker, self)
        if window is self.head:
            self._issues = IssueModel(self._office, self._worker, self, form=HALF_WRITTEN)
            window.follow(self._model, self._issues)
            self._issues.open()
        else:
            window.follow(self._model)
        if first:
            self._model.open()

    # the windows ---------------------------------------------------------------------------------------------------

    def cycle_head(self) -> None:
        """F11."""
        self._wanted(self._head).cycle()

    def cycle_hall(self) -> None:
        """Shift+F11."""
        self._wanted(self._hall).cycle()

    def raise_head(self) -> None:
        """Ctrl+2, or the rail: it comes to the front with the keyboard."""
        board = self._wanted(self._head)
        board.come(full=board.isFullScreen(), active=True)

    def _wanted(self, make: Callable[[], Any]) -> Any:
        there = (self.head, self.hall)
        window = make()
        if window not in there:
            self._begin(window)
        return window

    def _head(self) -> "HeadBoard":
        if self.head is None:
            from ui.board.head_board import HeadBoard

            self.head = HeadBoard(self._settings, self._window.screen, self._physical)
            self.head.hall_wanted.connect(self.cycle_hall)
            self._wire(self.head)
        return self.head

    def _hall(self) -> "HallBoard":
        if self.hall is None:
            from ui.board.hall import HallBoard

            self.hall = HallBoard(self._settings, self._window.screen, self._physical)
            self.hall.board_wanted.connect(self.cycle_head)
            self._wire(self.hall)
        return self.hall

    def _wire(self, window: "HeadBoard | HallBoard") -> None:
        window.lock_wanted.connect(self.lock_wanted)
        window.desk_wanted.connect(self.desk_wanted)
        window.desk_wanted.connect(lambda: self._window.go("desk"))
        self.made.emit(window)
