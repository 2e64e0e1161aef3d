"""What is written down at the end of a day: the head's hours, who sat in, orders given by telephone."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.closing import DayEnd, Minutes
from app.domain.texts import _
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.dates import TimeField
from ui.widgets.field import AreaField
from ui.widgets.form import Form
from ui.widgets.text import Text

MOST_OFFERED = 6


class MinutesFields(QFrame):
    """Enter goes on, and in the last field closes the day. Names that sat in before are a press of a button each.

    Signals: changed; entered: Enter in the last field; left: Esc with nothing to take back.
    """

    changed = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(_("Minutes"))
        self.head_from = TimeField(_("The head came at"), "head_from")
        self.head_to = TimeField(_("The head left at"), "head_to")
        hint = _("One a line (Shift+Enter), or with «؛» between.")
        self.sat_in = AreaField(_("Who sat in"), "sat_in", lines=3, hint=hint)
        self.orders = AreaField(_("Ordered by telephone on the spot"), "telephone_orders", lines=3)
        self.offered = QHBoxLayout()
        self.offered.setSpacing(4)
        self._offers = QWidget()
        self._offers.setLayout(self.offered)
        self.offered.setContentsMargins(0, 0, 0, 0)
        self._offers.hide()
        self._filling = False
        self._usual: tuple[str, ...] = ()
        self.form = Form([self.head_from, self.head_to, self.sat_in, self.orders], self.entered.emit, self)
        self.form.changed.connect(self._changed)
        self.form.aside.connect(self.left)
        self.setFocusProxy(self.sat_in)
        hours = QHBoxLayout()
        hours.setSpacing(12)
        hours.addWidget(self.head_from)
        hours.addWidget(self.head_to)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(Text(_("Minutes"), "strong"))
        column.addLayout(hours)
        column.addWidget(self.sat_in, 1)
        column.addWidget(self._offers)
        column.addWidget(self.orders, 1)

    def minutes(self) -> Minutes:
        """As typed."""
        return Minutes(self.sat_in.text(), self.orders.text(), self.head_from.text(), self.head_to.text())

    def fill(self, typed: Minutes) -> None:
        self._filling = True
        for key, field in self.form.fields.items():
            field.set_text(getattr(typed, key))
        self._filling = False

    def show_end(self, end: DayEnd) -> None:
        """What stands in the store; what is typed here already is left as it is."""
        stored = Minutes(
            "\n".join(end.sat_in),
            "\n".join(end.telephone_orders),
            f"{end.day.head_from:%H:%M}" if end.day.head_from else "",
            f"{end.day.head_to:%H:%M}" if end.day.head_to else "",
        )
        self._filling = True
        for key, field in self.form.fields.items():
            if not field.text() or field.text() == getattr(self._stored, key):
                field.set_text(getattr(stored, key))
        self._filling = False
        self._stored = stored
        self._offer(end.usual)

    _stored = Minutes()

    def _offer(self, usual: tuple[str, ...]) -> None:
        if usual == self._usual:
            return
        self._usual = usual
        for name in usual[:MOST_OFFERED]:
            add = partial(self._add, name)
            self.offered.addWidget(Button(name, "add", kind=PLAIN, measure="small", on_click=add))
        self.offered.addStretch(1)
        self._offers.setVisible(bool(usual))

    def _add(self, name: str) -> None:
        """One more who sat in; a second press takes the name out again."""
        names = [line for line in self.sat_in.text().split("\n") if line.strip()]
        kept = [line for line in names if line != name] if name in names else [*names, name]
        self.sat_in.edit.setText("\n".join(kept))

    def _changed(self) -> None:
        if not self._filling:
            self.changed.emit()

    def focus_hours(self) -> None:
        (self.head_to if self.head_from.text() else self.head_from).setFocus()

    def check(self) -> bool:
        return self.form.check()

    def say(self, field: str, reason: str) -> bool:
        return self.form.say(field, reason)
