"""What the F-keys and the rows of the queue do: called, in the room, over, left; and all acts of one row."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.domain.codes import QueueState
from app.queue import QueueRow
from ui.desk.queue_panel import QueuePanel
from ui.desk.view_model import DeskModel

WAITING = (QueueState.CALLED, QueueState.WAITING)


class QueueActs:
    """home: where the cursor goes after an act."""

    def __init__(
        self,
        queue: QueuePanel,
        model: DeskModel,
        *,
        home: Callable[[], None],
        menu_of: Callable[[QueueRow], QMenu],
    ) -> None:
        self._queue, self._model, self._home, self._menu_of = queue, model, home, menu_of
        queue.table.stepped.connect(model.next_step)
        queue.table.menu_wanted.connect(self._menu)

    def call_next(self) -> None:
        """F4: who is next, by priority and number; with a waiting row held in the list, that one."""
        self._step((QueueState.WAITING, QueueState.LEFT), QueueState.CALLED)

    def admit(self) -> None:
        """F7: the one who was called goes in."""
        self._step(WAITING, QueueState.IN_ROOM)

    def finish(self) -> None:
        """F8: the visit of who is in the room is over."""
        self._step((QueueState.IN_ROOM,), QueueState.SEEN)

    def leave(self) -> None:
        """Shift+F8: left without having been seen."""
        self._step(WAITING, QueueState.LEFT)

    def _step(self, states: tuple[QueueState, ...], to: QueueState) -> None:
        """The row that the cursor is on in the list, if the act is for such a one; else whose turn it is."""
        held = self._queue.held
        if held is not None and held.number is not None and held.state in states:
            self._model.step(held, to)
        else:
            self._model.step_next(to)
        self._home()

    def _menu(self, row: QueueRow, point: QPoint) -> None:
        menu = self._menu_of(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)
