"""A sentence of its own in place: an icon and words that may go on in further lines."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.widgets.text import Icon, Text


class Note(QWidget):
    """An icon and a sentence that may wrap."""

    def __init__(self, icon: str = "info", role: str = "muted") -> None:
        super().__init__()
        self.icon = Icon(icon, role)
        self.words = Text("", "caption", role, wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def say(self, text: str, role: str = "muted", icon: str = "info") -> None:
        self.words.setText(text)
        self.words.set_role(role)
        self.icon.set_icon(icon, role, filled=role in ("danger", "success"))
        self.setVisible(bool(text))
