"""The issues of one visit in the form: type, subject from the office's list or free, description; one is open at a time."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.codes import IssueType
from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.register.rows import FIELD_CHECKS
from ui.desk.parts import Combo, Field, Lines, Segment, key_button, title

TEXTS = ("type", "subject", "place", "description", "words", "notes", "samad_code", "head_only")


class IssueFields(QWidget):
    """`values` are one mapping an issue; what the form does not show of an issue is kept as it is."""

    edited = Signal()
    one_more = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._issues: list[dict[str, Any]] = [{}]
        self._shown = 0
        self.heading = title("")
        self.tabs = Segment([])
        self.more = key_button(_("One more issue"), "desk.issue", "add", plain=True)
        self.types = Segment([type_.label for type_ in IssueType], numbered=True)
        self.subject = Combo([])
        self.description = Lines()
        self.kept = title("", small=True)
        self.fields = {
            "subject": Field(_("Subject"), self.subject),
            "description": Field(_("Description"), self.description),
        }
        self.types.setAccessibleName(_("Type of issue"))
        self._lay_out()
        self.tabs.chosen.connect(self.open_issue)
        self.more.clicked.connect(self.add)
        self.types.chosen.connect(lambda _place: self.edited.emit())
        self.subject.editTextChanged.connect(self._subject_edited)
        self.description.textChanged.connect(self.edited)
        self._name()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.more)
        self.texts = QGridLayout()
        self.texts.setContentsMargins(0, 0, 0, 0)
        self.texts.setHorizontalSpacing(12)
        self.texts.setVerticalSpacing(4)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addLayout(head)
        self.column.addWidget(self.types)
        self.column.addLayout(self.texts, 1)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """In a low window subject and description share a row."""
        for field in self.fields.values():
            self.texts.removeWidget(field)
        if compact:
            self.texts.addWidget(self.fields["subject"], 0, 0)
            self.texts.addWidget(self.fields["description"], 0, 1)
        else:
            self.texts.addWidget(self.fields["subject"], 0, 0, 1, 2)
            self.texts.addWidget(self.fields["description"], 1, 0, 1, 2)
        self.texts.setColumnStretch(0, 3)
        self.texts.setColumnStretch(1, 7)
        self.texts.setRowStretch(1, 0 if compact else 1)

    # values --------------------------------------------------------------------------------------------------------

    def values(self) -> tuple[dict[str, Any], ...]:
        self._store()
        return tuple(dict(issue) for issue in self._issues)

    def fill(self, issues: tuple[Mapping[str, Any], ...]) -> None:
        self._issues = [dict(issue) for issue in issues] or [{}]
        self._show(0)

    def _store(self) -> None:
        self._issues[self._shown] |= {
            "type": list(IssueType)[self.types.current].value,
            "subject": self.subject.currentText(),
            "description": self.description.toPlainText(),
        }

    def _show(self, place: int) -> None:
        self._shown = place
        issue = self._issues[place]
        blocked = [part.blockSignals(True) for part in (self.subject, self.description)]
        self.types.set_current(list(IssueType).index(IssueType(issue.get("type") or IssueType.REQUEST)))
        self.subject.setEditText(issue.get("subject") or "")
        self.description.setPlainText(issue.get("description") or "")
        for part, was in zip((self.subject, self.description), blocked, strict=True):
            part.blockSignals(was)
        for field in self.fields.values():
            field.say("")
        self._name()

    def _name(self) -> None:
        count = len(self._issues)
        names = [_("Issue %(n)s") % {"n": persian_digits(n)} for n in range(1, count + 1)]
        self.heading.setText(names[0])
        self.heading.setVisible(count == 1)
        self.tabs.set_choices(names)
        self.tabs.set_current(self._shown)
        self.tabs.setVisible(count > 1)

    def add(self) -> None:
        """One more issue in this visit, with the cursor in its subject."""
        self._store()
        if any(not str(issue.get("subject") or "").strip() for issue in self._issues):
            self.check()
            return
        self._issues.append({})
        self._show(len(self._issues) - 1)
        self.subject.setFocus()
        self.edited.emit()

    def open_issue(self, place: int) -> None:
        if place != self._shown:
            self._store()
            self._show(place)

    def choose_type(self, place: int) -> None:
        """Alt+1…6."""
        self.types.set_current(place)
        self.edited.emit()

    # checks --------------------------------------------------------------------------------------------------------

    def say(self, key: str, reason: str) -> bool:
        field = self.fields.get(key)
        if field is None:
            return False
        field.say(reason)
        field.take_focus()
        return True

    def check(self) -> bool:
        """Whether each issue has its subject; the first that has none is opened and told."""
        self._store()
        for place, issue in enumerate(self._issues):
            try:
                FIELD_CHECKS["subject"](issue.get("subject") or "")
            except Refused as refused:
                self.open_issue(place)
                self.fields["subject"].say(refused.reason)
                return False
        return True

    def _subject_edited(self) -> None:
        if self.fields["subject"].said:
            self.fields["subject"].say("")
        self.edited.emit()

    def drop_empty(self) -> None:
        """An issue that was begun with Ctrl+I and left empty is not meant."""
        self._store()
        kept = [
            issue for issue in self._issues if any(str(issue.get(key) or "").strip() for key in ("subject", "description"))
        ]
        if kept and len(kept) < len(self._issues):
            self._issues = kept
            self._show(len(kept) - 1)
