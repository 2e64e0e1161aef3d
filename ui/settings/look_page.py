"""How Didar looks on this PC: light or dark, size of the text, measures for a small screen."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui.palette import Theme
from ui.settings.view_model import SettingsModel
from ui.style import look
from ui.this_pc import LARGEST, SMALLEST, STEP, Compact
from ui.widgets.segment import Segment
from ui.widgets.text import Text

WIDEST = 720


class LookPage(QWidget):
    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self._model = model
        themes = [(Theme.LIGHT, _("Light")), (Theme.DARK, _("Dark")), (Theme.SYSTEM, _("Like Windows"))]
        self.theme = Segment(themes, _("Colours"))
        sizes = [(percent, _percent(percent)) for percent in range(SMALLEST, LARGEST + 1, STEP)]
        self.text = Segment(sizes, _("Size of the text"))
        measures = [
            (Compact.AUTO, _("By the window's size")),
            (Compact.ON, _("Always compact")),
            (Compact.OFF, _("Never compact")),
        ]
        self.compact = Segment(measures, _("Measures"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for title, segment in (
            (_("Colours"), self.theme),
            (_("Size of the text"), self.text),
            (_("Measures"), self.compact),
        ):
            segment.setMaximumWidth(WIDEST)
            column.addWidget(Text(title, "caption", "muted"))
            column.addWidget(segment)
            column.addSpacing(12)
        column.addStretch(1)
        self.theme.changed.connect(lambda theme: model.dress(theme=theme))
        self.text.changed.connect(lambda percent: model.dress(text_percent=percent))
        self.compact.changed.connect(lambda compact: model.dress(compact=compact))
        look().changed.connect(self.show_pc)
        self.show_pc()

    def show_pc(self) -> None:
        """As this PC has it; the keys Ctrl+plus and Ctrl+minus may have changed it meanwhile."""
        pc = self._model.pc
        self.theme.set_data(pc.theme)
        self.text.set_data(min(LARGEST, max(SMALLEST, round(pc.text_percent / STEP) * STEP)))
        self.compact.set_data(pc.compact)


def _percent(percent: int) -> str:
    return _("%(n)s %%") % {"n": persian_digits(percent)}
