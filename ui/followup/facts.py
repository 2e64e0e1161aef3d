"""What is known of a matter, in a few lines: where it stands, the ruling, the unit, what came of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.persian.calendar import short_date
from app.domain.texts import _
from app.worklist import Matter
from ui.widgets.text import Text


class Facts(QWidget):
    """Lines of a caption and words; what is not there has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("The matter"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._parts: list[QWidget] = []

    def show_matter(self, matter: Matter) -> None:
        issue, row = matter.issue, matter.row
        told = ""
        if issue.told_by and issue.told_on:
            told = f"{issue.told_by.label}، {short_date(issue.told_on)}"
        lines = (
            (_("Stage"), row.stage.label if row else issue.status.label),
            (_("Description"), issue.description or ""),
            (_("Ruling"), issue.ruling or ""),
            (_("Unit"), issue.unit or ""),
            (_("Due date"), short_date(row.due) if row and row.due else ""),
            (_("Outcome"), issue.outcome or ""),
            (_("Result told"), told),
        )
        for part in self._parts:
            self._column.removeWidget(part)
            part.deleteLater()
        self._parts = []
        for label, words in lines:
            if words:
                self._parts += [Text(label, "caption", "muted"), Text(words, wrap=True)]
        for place, part in enumerate(self._parts):
            self._column.insertWidget(place, part)
        self.setAccessibleDescription("، ".join(f"{label} {words}" for label, words in lines if words))
