"""A small form in place, over the desk's history or beside what it is about: Enter records, Esc closes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.texts import _
from ui.widgets.buttons import OUTLINED, Button
from ui.widgets.field import Field, TextField
from ui.widgets.scroll import Body
from ui.widgets.segment import Segment
from ui.widgets.text import Elided, Text


class PlaceForm(QFrame):
    """A small form over the history. Enter in its last field records; Esc goes back, the text kept."""

    closed = Signal()

    def __init__(self, title: str, record: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.heading = Text(title, "strong")
        self.about = Elided("", "words")
        self.line = Elided("", "caption", "muted")
        self.said = Text("", "caption", "danger", wrap=True, parent=self)
        """What went wrong, whole, for a form without a field to say it at: such a form puts it into its body."""
        self.said.hide()
        self.record = Button(record, "checkmark", cap="Enter", kind=OUTLINED, on_click=self.save)
        self.back = Button(_("Close"), cap="Esc", on_click=self.closed.emit)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.heading)
        head.addWidget(self.about, 1)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(6)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.record)
        foot.addWidget(self.back)
        foot.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(Body(inner), 1)
        column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes as one reads: through what a form of its own kind put in, then to the buttons at its foot."""
        super().showEvent(event)
        last, after = None, self.nextInFocusChain()
        while self.isAncestorOf(after):
            if after not in (self.record, self.back) and after.focusPolicy() & Qt.FocusPolicy.TabFocus:
                last = after
            after = after.nextInFocusChain()
        if last is not None:
            QWidget.setTabOrder(last, self.record)
            QWidget.setTabOrder(self.record, self.back)

    def save(self) -> None:
        raise NotImplementedError

    def tell(self, text: str, role: str = "muted") -> None:
        """Say it in `said`; nothing: away with it."""
        self.said.setText(text)
        self.said.set_role(role)
        self.said.setVisible(bool(text))

    def put(self, *parts: Field | Segment, beside: bool = False) -> None:
        """The form's parts in their order: Enter goes to the next, in the last it records. beside: in one row."""
        row = QHBoxLayout() if beside else self.body
        if beside:
            row.setSpacing(12)
            self.body.addLayout(row)
        for part, after in zip(parts, (*parts[1:], None), strict=True):
            row.addWidget(part)
            part.entered.connect(after.setFocus if after is not None else self.save)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class ReasonForm(PlaceForm):
    """One reason for one act: a substitute meeting, a correction of who received a visitor."""

    given = Signal(str, object)
    """The reason, and the date of the other field where there is one."""

    def __init__(self, title: str, record: str, label: str, *, date: Field | None = None) -> None:
        super().__init__(title, record)
        self.reason = TextField(label, "reason", required=True, missing=_("Write the reason."))
        self.date = date
        self.put(self.reason, *([date] if date is not None else []), beside=True)
        self.body.addStretch(1)

    def save(self) -> None:
        checked = [self.reason.check(), self.date is None or self.date.check()]
        if not checked[0]:
            self.reason.setFocus()
        elif self.date is not None and not checked[1]:
            self.date.setFocus()
        else:
            self.given.emit(self.reason.text(), self.date.value() if self.date is not None else None)

    def say(self, field: str, reason: str) -> None:
        at = self.date if self.date is not None and field == self.date.name else self.reason
        at.say(reason)
        at.setFocus()
