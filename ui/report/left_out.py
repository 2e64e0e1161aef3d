"""What is not counted, on the office's own screen only (circular, c2): how much of each, and why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.codes import Kind, PresidedBy
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.report.behind import ALL_LEFT_OUT, LEFT_OUT
from ui.style import look
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.text import Icon, Text
from ui.widgets.wrap import Wrap


def word_of(code: str) -> str:
    """«مراسم», «با جانشین»; of all of them what they have in common."""
    if code == ALL_LEFT_OUT:
        return _("Not counted")
    return _("with the deputy") if code == PresidedBy.DEPUTY else Kind(code).label


class LeftOut(QFrame):
    """Each kind is a button that opens its rows and the reason."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.buttons: dict[str, Button] = {}
        self._excluded = dict.fromkeys(LEFT_OUT, 0)
        look().changed.connect(self._again)
        said = QWidget()
        beside = QHBoxLayout(said)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(Icon("eye_off", "muted"))
        beside.addWidget(Text(_("Not counted in the report:"), "words"))
        row = Wrap(gap=0)
        row.addWidget(said)
        for code in LEFT_OUT:
            button = Button(
                word_of(code), kind=PLAIN, measure="small", on_click=lambda code=code: self.chosen.emit(code)
            )
            self.buttons[code] = button
            row.addWidget(button)
        self.why = Button(
            _("Why not counted?"),
            "question_circle",
            kind=PLAIN,
            measure="small",
            on_click=lambda: self.chosen.emit(ALL_LEFT_OUT),
        )
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 2, 8, 2)
        row.addWidget(self.why)
        whole.addLayout(row, 1)

    def show_excluded(self, excluded: dict[str, int]) -> None:
        self._excluded = excluded
        for code, button in self.buttons.items():
            count = excluded[code]
            button.set_text(_("%(what)s %(n)s") % {"what": word_of(code), "n": persian_digits(count)})
            button.setEnabled(bool(count))
            button.setVisible(bool(count) or not look().compact)
        some = any(excluded.values())
        self.why.setEnabled(some)
        self.setVisible(some or not look().compact)

    def _again(self) -> None:
        self.show_excluded(self._excluded)
