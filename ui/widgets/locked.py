"""What the preset of this PC has set: shown with a small lock and by whom, and not to be changed."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app import presets
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
    """The box and the mark under it, for the place of the box."""
    box.setEnabled(False)
    box.setAccessibleDescription(by_whom())
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(box)
    mark = QHBoxLayout()
    mark.addWidget(LockedMark())
    mark.addStretch(1)
    column.addLayout(mark)
    return whole


def tell_waiting(field: Field, now: str) -> None:
    """Of a locked field that says where data goes: whether what was set holds yet."""
    preset = presets.of_this_pc()
    if field.name not in preset.locked:
        return
    waits = preset.value(field.name) != now
    field.note(_("Not taken yet") if waits else by_whom(), icon="clock" if waits else "lock_closed", short=_("Locked"))
