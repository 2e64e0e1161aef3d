"""Late entry: while it is on, each registration asks for what the paper slip says. Its line stays until it is ended."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.codes import PresidedBy
from app.domain.texts import _
from ui.widgets.dates import DateField, TimeField
from ui.widgets.field import DigitField, Field
from ui.widgets.segment import Segment
from ui.widgets.strip import Strip

STAYS = ("date",)
"""What the next slip says too, most likely."""


class LateFields(QWidget):
    """Date, number and the three hours of a slip; who presided only where the office does not know."""

    ended = Signal()

    def __init__(self, today: Callable[..., object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Late entry"))
        self.banner = Strip(wrap=True)
        self.fields: dict[str, Field] = {
            "date": DateField(_("Date"), "date", today=today, placeholder=_("Today")),
            "number": DigitField(_("Number of the slip"), "number", most=4),
            "arrived": TimeField(_("Arrived"), "arrived", required=True, missing=_("Write the hour of arrival.")),
            "admitted": TimeField(_("Admitted"), "admitted"),
            "departed": TimeField(_("Left at"), "departed"),
        }
        who = [(one, one.label) for one in PresidedBy]
        self.presided_by = Segment(who, _("Received by"), numbered=False)
        self._asked = False
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field in self.fields.values():
            row.addWidget(field, 3 if field.name == "date" else 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.banner)
        column.addLayout(row)
        column.addWidget(self.presided_by)
        self.presided_by.hide()
        self.hide()

    @property
    def parts(self) -> tuple[Field | Segment, ...]:
        """In the order of the paper."""
        return (*self.fields.values(), self.presided_by)

    @property
    def on(self) -> bool:
        return self.isVisibleTo(self.parentWidget()) if self.parentWidget() else not self.isHidden()

    def turn(self, *, on: bool) -> None:
        said = _("Late entry: write the true hours from the paper slip.")
        self.setVisible(on)
        self._say(said if on else "")
        if not on:
            self._clear((*self.fields,))

    def _say(self, text: str) -> None:
        self.banner.say(text, "warning", "history", ((_("End late entry"), "late_entry", self.ended.emit),))

    def values(self) -> dict[str, str] | None:
        """As typed; None while it is off."""
        if not self.on:
            return None
        said = str(self.presided_by.data()) if self._asked else ""
        return {**{key: field.text() for key, field in self.fields.items()}, "presided_by": said}

    def fill(self, slip: Mapping[str, str] | None) -> None:
        """A slip that was put aside or refused; None for the next one, of the same day."""
        self._clear(tuple(key for key in self.fields if key not in STAYS))
        if slip is None:
            return
        self.turn(on=True)
        for key, field in self.fields.items():
            field.set_text(slip.get(key, ""))
        if slip.get("presided_by"):
            self._ask()
            self.presided_by.set_data(PresidedBy(slip["presided_by"]))

    def _clear(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self.fields[key].clear()
        self._asked = False
        self.presided_by.hide()
        if self.on:
            self._say(_("Late entry: write the true hours from the paper slip."))

    def _ask(self) -> None:
        self._asked = True
        self.presided_by.show()

    def first_refused(self) -> Field | None:
        """Ask every field; the first that is refused."""
        refused = [field for field in self.fields.values() if not field.check()] if self.on else []
        return refused[0] if refused else None

    def say(self, key: str, reason: str) -> bool:
        """A refusal at its field. Whether it is one of the slip's."""
        if not self.on or key not in (*self.fields, "presided_by"):
            return False
        self._say(reason)  # whole: over an hour's narrow field there is no room for it
        if key == "presided_by":
            self._ask()
            self.presided_by.setFocus()
        else:
            self.fields[key].say(reason)
            self.fields[key].setFocus()
        return True
