"""What the queue asks for in place: why out of turn, who receives in the second lane, how many turns, a priority."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent

from app.domain.codes import Priority, QueueState
from app.domain.persian.text import latin_digits, persian_digits
from app.domain.texts import N_, _
from app.queue import QueueRow
from app.turns import MOST_TURNS, USUAL_TURNS
from ui.desk.area import DeskArea
from ui.desk.queue_model import QueueModel
from ui.widgets.combo import ComboField
from ui.widgets.field import Field
from ui.widgets.place_form import PlaceForm
from ui.widgets.segment import Segment

USUAL_REASONS = (
    N_("arranged with the head"),
    N_("urgent official business"),
    N_("a short question only"),
    N_("by agreement of those who wait"),
    N_("the one whose turn it is was not there"),
)
"""Why somebody goes before others, never for a bodily cause (e-commerce law, art. 58)."""


class OneField(PlaceForm):
    """One thing is asked for about one row; Enter gives it."""

    def __init__(self, title: str, record: str, part: Field | Segment) -> None:
        super().__init__(title, record)
        self.part = part
        self._give: Callable[[], None] = self.closed.emit
        self.put(part)
        self.body.addStretch(1)

    def ask(self, row: QueueRow, give: Callable[[], None], line: str = "") -> None:
        """give: is called with Enter, once the field is filled in; the form is closed then."""
        self._give = give
        self.about.set_text(row.name)
        self.line.set_text(line)
        if isinstance(self.part, Field):
            self.part.clear()
        self.part.setFocus()

    def save(self) -> None:
        if isinstance(self.part, Field) and not self.part.check():
            self.part.setFocus()
            return
        self.closed.emit()
        self._give()

    def say(self, _field: str, reason: str) -> None:
        self.line.set_text(reason, "danger")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit gives the number of turns at once."""
        digit = latin_digits(event.text())
        if isinstance(self.part, Segment) and digit.isdecimal() and isinstance(self.part.data(), int) and digit != "0":
            self.part.set_data(int(digit))
            self.save()
        else:
            super().keyPressEvent(event)


class QueueForms(QObject):
    """Opens them over the history; each is made when it is first wanted."""

    def __init__(self, area: DeskArea, model: QueueModel) -> None:
        super().__init__(area)
        self._area, self._model = area, model
        model.reason_wanted.connect(self.ask_reason)
        model.lanes_read.connect(self._offer_lanes)

    @cached_property
    def reason_field(self) -> ComboField:
        missing = _("Write the reason.")
        field = ComboField(_("Why out of turn (no bodily cause)"), "out_of_turn", required=True, missing=missing)
        field.set_choices([_(reason) for reason in USUAL_REASONS])
        return field

    @cached_property
    def lane_field(self) -> ComboField:
        return ComboField(_("Who receives"), "lane", required=True, missing=_("Write who receives."))

    @cached_property
    def out_of_turn(self) -> OneField:
        return OneField(_("Out of turn"), _("Record and go on"), self.reason_field)

    @cached_property
    def lane(self) -> OneField:
        return OneField(_("To the second lane"), _("Send"), self.lane_field)

    @cached_property
    def behind(self) -> OneField:
        numbers = [(n, persian_digits(n)) for n in range(1, MOST_TURNS + 1)]
        return OneField(_("Back after some turns"), _("Put behind"), Segment(numbers, _("Turns"), numbered=False))

    @cached_property
    def priority(self) -> OneField:
        causes = [(None, _("without priority")), *((cause, cause.label) for cause in Priority)]
        return OneField(_("Priority"), _("Record the priority"), Segment(causes, _("Priority"), numbered=False))

    def ask_reason(self, row: QueueRow, to: QueueState, said: str) -> None:
        """Somebody else is next: the step is made with the reason."""
        self._area.open_place(self.out_of_turn)
        field = self.reason_field
        self.out_of_turn.ask(row, lambda: self._model.step(row, to, field.text()), said)

    def ask_lane(self, row: QueueRow) -> None:
        self._area.open_place(self.lane)
        field = self.lane_field
        said = _("Not counted in the report.")
        self.lane.ask(row, lambda: self._model.send(row, field.text()), said)
        self._model.read_lanes()

    def _offer_lanes(self, names: tuple[str, ...]) -> None:
        """The first one stands there to be taken with Enter, or typed over."""
        self.lane_field.set_choices(list(names))
        if names and not self.lane_field.text():
            self.lane_field.set_text(names[0])
            self.lane_field.edit.selectAll()

    def ask_turns(self, row: QueueRow) -> None:
        self._area.open_place(self.behind)
        segment = self.behind.part
        assert isinstance(segment, Segment)
        segment.set_data(USUAL_TURNS)
        self.behind.ask(row, lambda: self._model.put_behind(row, segment.data()))

    def ask_priority(self, row: QueueRow) -> None:
        self._area.open_place(self.priority)
        segment = self.priority.part
        assert isinstance(segment, Segment)
        segment.set_data(row.priority)
        self.priority.ask(row, lambda: self._model.set_priority(row, segment.data()))
