"""Turns: how many a day takes, how many in each half hour, who receives beside the head, what the hall shows."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.errors import Refused
from app.domain.persian.text import latin_digits, normalise
from app.domain.texts import _
from app.office_settings import MOST_BOOKINGS, OfficeSettings
from ui.settings.view_model import SettingsModel
from ui.widgets.field import AreaField, DigitField, Field

WIDEST = 560


def number(text: str) -> int:
    """How many; nothing typed is no bound. Raises Refused for more than a day could hold."""
    value = int(latin_digits(text) or 0)
    if value > MOST_BOOKINGS:
        raise Refused(_("At most 500 in a day."))
    return value


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, empty lines and repeated ones left out."""
    return tuple(dict.fromkeys(filter(None, map(normalise, text.splitlines()))))


class TurnsPage(QWidget):
    """Each field is saved when it is left, or with Enter."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self._model = model
        self.capacity = DigitField(
            _("Bookings that a meeting day takes"), "capacity", most=3, rule=number, hint=_("Empty: no bound")
        )
        self.per_half_hour = DigitField(
            _("Bookings in each half hour"), "per_half_hour", most=3, rule=number, hint=_("Empty: no hours are given")
        )
        said = _("One a line, such as «legal expert»; who goes to them is not counted in the report")
        self.lanes = AreaField(_("Who receives beside the head"), "lanes", lines=3, hint=said)
        self.initials = QCheckBox(_("The hall board shows initials beside the numbers"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for field in (self.capacity, self.per_half_hour, self.lanes):
            field.setMaximumWidth(WIDEST)
            column.addWidget(field)
        column.addWidget(self.initials)
        column.addStretch(1)
        self._saves(self.capacity, lambda: model.set(capacity=number(self.capacity.text())))
        self._saves(self.per_half_hour, lambda: model.set(per_half_hour=number(self.per_half_hour.text())))
        self._saves(self.lanes, lambda: model.set(lanes=lines(self.lanes.text())))
        self.initials.clicked.connect(lambda on: model.set(initials_in_hall=on))
        model.office_read.connect(self._show)

    @staticmethod
    def _saves(field: Field, save: Callable[[], object]) -> None:
        def left() -> None:
            if field.check():
                save()

        field.left.connect(left)
        field.entered.connect(left)

    def _show(self, settings: OfficeSettings) -> None:
        for field, text in (
            (self.capacity, str(settings.capacity or "")),
            (self.per_half_hour, str(settings.per_half_hour or "")),
            (self.lanes, "\n".join(settings.lanes)),
        ):
            if not field.edit.hasFocus():
                field.set_text(text)
        self.initials.setChecked(settings.initials_in_hall)
