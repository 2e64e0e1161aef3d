"""What the keys and the rows of the queue do: the steps, the turns taken otherwise, and all acts of one row."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.domain.codes import QueueState
from app.domain.texts import _
from app.queue import QueueRow
from ui.desk.queue_forms import QueueForms
from ui.desk.queue_model import QueueModel
from ui.desk.row_menu import with_key
from ui.keys import BY_ID
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen

WAITING = (QueueState.CALLED, QueueState.WAITING)
NOT_RECEIVED = (*WAITING, QueueState.LEFT)


class QueueActs:
    """home: where the cursor goes after an act."""

    def __init__(
        self, screen: "DeskScreen", model: QueueModel, *, home: Callable[[], None], menu_of: Callable[[QueueRow], QMenu]
    ) -> None:
        self._screen, self._queue, self._home, self._menu_of = screen, screen.queue, home, menu_of
        self.model = model
        self.forms = QueueForms(screen.area, model)
        table = self._queue.table
        table.stepped.connect(model.next_step)
        table.menu_wanted.connect(self._menu)
        model.done.connect(screen.say_done)
        model.failed.connect(screen.fail)
        self._queue.carry_wanted.connect(model.carry)
        self._queue.carry_wanted.connect(home)  # the button that was pressed goes with what it said
        day = screen.model
        day.outlook_changed.connect(self._queue.show_outlook)
        day.number_changed.connect(self._queue.set_number)
        self.more = Button(icon="more_horizontal", name=_("More of the queue"), on_click=self._more)

    @property
    def keys(self) -> dict[str, Callable[[], object]]:
        """By their ids in ui/keys.py."""
        return {
            "call_next": self.call_next,
            "admit": self.admit,
            "finish": self.finish,
            "leave": self.leave,
            "over_and_next": self.over_and_next,
            "call_again": self.call_again,
            "behind": self.put_behind,
            "second_lane": self.second_lane,
            "carry": self.carry,
            "priority": self.priority,
            "late_entry": self._screen.form.turn_late,
        }

    def call_next(self) -> None:
        """F4: who is next (app/queue_order.py); with a waiting row held in the list, that one; a called one again."""
        held = self._held(QueueState.CALLED)
        if held is not None:
            self.model.call_again(held)
            self._home()
        else:
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

    def over_and_next(self) -> None:
        """Shift+F4: out of the room, and the next is called or goes in."""
        self.model.over_and_next()
        self._home()

    def call_again(self) -> None:
        """Ctrl+F7."""
        self.model.call_again(self._held(QueueState.CALLED))
        self._home()

    def put_behind(self) -> None:
        """Ctrl+F8: who was called and is not there, or the row."""
        self.model.put_behind(self._held(*WAITING))
        self._home()

    def second_lane(self) -> None:
        """Shift+F7: a row that waits for the head is sent there; a row of that lane, or else the lane, goes on."""
        held = self._held(*WAITING, QueueState.IN_ROOM)
        if held is None:
            self.model.lane_goes_on()
            self._home()
        elif held.lane is not None:
            self.model.next_step(held)
        else:
            self.forms.ask_lane(held)

    def carry(self) -> None:
        """Ctrl+F4."""
        held = self._held(*NOT_RECEIVED)
        if held is None:
            self._screen.say(_("Choose a row of the queue first."))
        else:
            self.model.carry(held)

    def priority(self) -> None:
        """Ctrl+U: of the row that is held in the list, else of who stands in the form."""
        held = self._held(*WAITING)
        if held is None:
            self._screen.form.ask_priority()
        else:
            self.forms.ask_priority(held)

    def _held(self, *states: QueueState) -> QueueRow | None:
        """The row that the cursor is on in the list, in one of these states."""
        held = self._queue.held
        return held if held is not None and held.number is not None and held.state in states else None

    def _step(self, states: tuple[QueueState, ...], to: QueueState) -> None:
        """The row that the cursor is on in the list, if the act is for such a one; else whose turn it is."""
        held = self._held(*states)
        if held is not None:
            self.model.step(held, to)
        else:
            self.model.step_next(to)
        self._home()

    def _more(self) -> None:
        """What the four buttons leave out, each with its key."""
        menu = QMenu(self.more)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in ("over_and_next", "leave", "call_again", "behind", "second_lane", "carry", "late_entry"):
            with_key(menu.addAction(_(BY_ID[key].name), self.keys[key]), key)
        menu.popup(self.more.mapToGlobal(self.more.rect().topLeft()) - QPoint(0, menu.sizeHint().height()))

    def _menu(self, row: QueueRow, point: QPoint) -> None:
        menu = self._menu_of(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)
