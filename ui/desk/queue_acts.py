"""What the F-keys and the rows of the queue do: called, in the room, over, left; and all acts of one row."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.domain.codes import QueueState
from app.domain.texts import _
from app.queue import QueueRow
from ui.desk.queue_panel import QueuePanel
from ui.desk.view_model import DeskModel

WAITING = (QueueState.CALLED, QueueState.WAITING)


class QueueActs:
    """say: a line at the page's foot for what could not be done. home: where the cursor goes after an act."""

    def __init__(
        self,
        queue: QueuePanel,
        model: DeskModel,
        *,
        say: Callable[[str], None],
        home: Callable[[], None],
        menu_of: Callable[[QueueRow], QMenu],
    ) -> None:
        self._queue, self._model, self._say, self._home, self._menu_of = queue, model, say, home, menu_of
        queue.table.stepped.connect(model.next_step)
        queue.table.menu_wanted.connect(self._menu)

    def call_next(self) -> None:
        """F4: who is next, by priority and number; with a waiting row held in the list, that one."""
        held = self._held((QueueState.WAITING, QueueState.LEFT))
        if held is not None:
            self._model.step(held, QueueState.CALLED)
        else:
            self._model.call_next()
        self._home()

    def admit(self) -> None:
        """F7: the one who was called goes in."""
        row = self._held(WAITING) or self._model.first_in((QueueState.CALLED,))
        self._step(row, QueueState.IN_ROOM, _("Nobody has been called. Call the next one with F4."))

    def finish(self) -> None:
        """F8: the visit of who is in the room is over."""
        row = self._held((QueueState.IN_ROOM,)) or self._model.first_in((QueueState.IN_ROOM,))
        self._step(row, QueueState.SEEN, _("Nobody is in the room."))

    def leave(self) -> None:
        """Shift+F8: left without having been seen."""
        row = self._held(WAITING) or self._model.first_in((QueueState.CALLED,))
        self._step(row, QueueState.LEFT, _("Choose the row of who left first."))

    def _held(self, states: tuple[QueueState, ...]) -> QueueRow | None:
        """The row that the cursor is on in the list, if the act is for such a one."""
        held = self._queue.held
        return held if held is not None and held.number is not None and held.state in states else None

    def _step(self, row: QueueRow | None, to: QueueState, nobody: str) -> None:
        if row is None:
            self._say(nobody)
        else:
            self._model.step(row, to)
        self._home()

    def _menu(self, row: QueueRow, point: QPoint) -> None:
        menu = self._menu_of(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)
