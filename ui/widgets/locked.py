"""What the preset of this PC has set: shown with a small lock and by whom, and not to be changed."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.domain.texts import _
from ui.widgets.field import Field
from ui.widgets.text import Icon, Text


def by_whom() -> str:
    return _("Set by the IT department")


def lock(field: Field) -> None:
    field.lock(by_whom(), short=_("Locked"))


class LockedMark(QWidget):
    """The same beside what has no label line. said: other words than by whom."""

    def __init__(self, said: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Icon("lock_closed", "muted", size=16))
        row.addWidget(Text(said or by_whom(), "caption", "muted"))


def lock_box(box: QCheckBox) -> QWidget:
    """The box and the mark in one row, for the place of the box."""
    box.setEnabled(False)
    box.setAccessibleDescription(by_whom())
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(box)
    row.addWidget(LockedMark())
    row.addStretch(1)
    return whole
