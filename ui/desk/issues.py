"""The issues of one visit in the form: type, subject from the office's list or free, description; one is open."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.codes import IssueType
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.register.rows import FIELD_CHECKS
from app.visitors import Past
from ui.desk.open_matters import OpenMatters
from ui.style import look
from ui.widgets.buttons import OUTLINED, PLAIN, Button
from ui.widgets.combo import ComboField
from ui.widgets.dropdown import Choice
from ui.widgets.field import AreaField, Field
from ui.widgets.segment import Segment
from ui.widgets.text import Elided, Text


class IssueFields(QWidget):
    """`values` are one mapping an issue; what the form does not show of an issue is kept as it is."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._issues: list[dict[str, Any]] = [{}]
        self._shown = 0
        self._filling = self._low = False
        self._subjects: dict[str, list[str]] = {}
        self.heading = Text("", "strong")
        self._numbers = QHBoxLayout()
        self._buttons: list[Button] = []
        self.more = Button(
            _("One more issue"), "add", kind=PLAIN, key="another_issue", measure="small", on_click=self.add
        )
        self.for_head = Button(
            _("for the head alone"), "lock_closed", kind=PLAIN, key="head_only", measure="small", cap_in_compact=False
        )
        self.for_head.setCheckable(True)
        self.for_head.clicked.connect(self.toggle_head_only)
        self.hint = Elided("", "caption", "muted")
        self.types = Segment([(type_, type_.label) for type_ in IssueType], _("Type of issue"), numbered=True)
        self.subject = ComboField(
            _("Subject"), "subject", required=True, rule=FIELD_CHECKS["subject"], missing=_("Enter the subject.")
        )
        self._short = self._crowded = False
        self.matters = OpenMatters()
        self.matters.taken.connect(self.follow)
        self.description = AreaField(_("Description"), "description", lines=2)
        self._nameless = False
        self.writes_for_head = False
        self.fields: dict[str, Field] = {"subject": self.subject, "description": self.description}
        self._lay_out()
        self.types.changed.connect(self._changed)
        look().changed.connect(self._space)
        self._name()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        self._numbers.setSpacing(4)
        head.addWidget(self.heading)
        head.addLayout(self._numbers)
        head.addStretch(1)
        head.addWidget(self.for_head)
        head.addWidget(self.more)
        self._texts = QGridLayout()
        self._texts.setContentsMargins(0, 0, 0, 0)
        self._texts.setHorizontalSpacing(12)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addWidget(self.types)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.matters)
        self._column.addLayout(self._texts, 1)
        self._space()

    def _space(self) -> None:
        """In a low window subject and description share a row."""
        compact = look().compact or self._low or (self._short and (self._crowded or not self.matters.isHidden()))
        for field in self.fields.values():
            self._texts.removeWidget(field)
        if compact:
            self._texts.addWidget(self.subject, 0, 0, Qt.AlignmentFlag.AlignTop)
            self._texts.addWidget(self.description, 0, 1)
        else:
            self._texts.addWidget(self.subject, 0, 0, 1, 2)
            self._texts.addWidget(self.description, 1, 0, 1, 2)
        self._texts.setColumnStretch(0, 3)
        self._texts.setColumnStretch(1, 7)
        self._texts.setRowStretch(1, 0 if compact else 1)
        self._texts.setVerticalSpacing(look().measure("row_gap"))
        self._column.setSpacing(look().measure("gap") if not compact else 2)

    def set_short(self, *, short: bool) -> None:
        """Whether the window has no room for one row more than the form has as a rule."""
        if short is not self._short:
            self._short = short
            self._space()

    def set_crowded(self, *, crowded: bool) -> None:
        """Whether a line stands over the form that is not there as a rule."""
        self._crowded = crowded
        self._space()

    def set_low(self, *, low: bool) -> None:
        self._low = low
        self.matters.set_low(low=low)
        self._space()

    def set_subjects(self, subjects: dict[str, list[str]]) -> None:
        """The office's own two-level list: a heading's subjects, each with its heading beside it."""
        choices = [
            Choice(name, name, detail=heading) for heading, below in subjects.items() for name in (below or [heading])
        ]
        self.subject.set_choices(choices)

    # values --------------------------------------------------------------------------------------------------------

    def values(self) -> tuple[dict[str, Any], ...]:
        if not self._filling:  # else half of the one before would go into the one that is about to be shown
            self._store()
        return tuple(dict(issue) for issue in self._issues)

    def fill(self, issues: tuple[Mapping[str, Any], ...]) -> None:
        self._issues = [dict(issue) for issue in issues] or [{}]
        self.show_matters(())
        self._show(0)

    def _store(self) -> None:
        self._issues[self._shown] |= {
            "type": str(self.types.data()),
            "subject": self.subject.text(),
            "description": self.description.text(),
        }

    def _show(self, place: int) -> None:
        self._filling = True
        self._shown = place
        issue = self._issues[place]
        self.types.set_data(IssueType(issue.get("type") or IssueType.REQUEST))
        for key, field in self.fields.items():
            field.clear()
            field.set_text(str(issue.get(key) or ""))
        self.matters.show_joined(issue.get("follows"))
        self._filling = False
        self._name()
        self._tell()

    def _name(self) -> None:
        count = len(self._issues)
        names = [_("Issue %(n)s") % {"n": persian_digits(n)} for n in range(1, count + 1)]
        self.heading.setText(names[0])
        self.heading.setVisible(count == 1)
        self.for_head.setText(_("for the head alone") if count < 3 else "")
        for button in self._buttons:
            self._numbers.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for place, name in enumerate(names if count > 1 else []):
            button = Button(name, kind=OUTLINED if place == self._shown else PLAIN, measure="small")
            button.clicked.connect(lambda _checked=False, place=place: self.open_issue(place))
            self._numbers.addWidget(button)
            self._buttons.append(button)

    def _changed(self) -> None:
        self._tell()
        if not self._filling:
            self.changed.emit()

    # for the head alone, and without a name ------------------------------------------------------------------------

    def toggle_head_only(self) -> None:
        """Alt+7: what it is about is told to the head alone; again: not so. Nothing that was typed is lost."""
        issue = self._issues[self._shown]
        if issue.get("hidden"):
            return
        issue["head_only"] = not issue.get("head_only")
        in_description = self.description.edit.hasFocus()
        self._changed()
        if in_description and not self.description.isEnabled():
            self.subject.setFocus()

    def tell_nameless(self, *, nameless: bool) -> None:
        """Whether the form has no name yet: who reports a wrong may not want to give one."""
        self._nameless = nameless
        self._tell()

    def _tell(self) -> None:
        """What the shown issue's kind asks for, in place."""
        issue = self._issues[self._shown]
        head_only, hidden = bool(issue.get("head_only")), bool(issue.get("hidden"))
        closed = head_only and not self.writes_for_head
        self.for_head.setChecked(head_only)
        self.for_head.setEnabled(not hidden)
        self.subject.setEnabled(not hidden)
        self.subject.edit.setPlaceholderText(_("May stay empty") if head_only and not hidden else "")
        self.description.setEnabled(not closed)
        reminder = _("No illness or bodily condition of anybody is written down.")
        self.description.edit.setPlaceholderText(_("The head writes this himself.") if closed else reminder)
        nobody = self._nameless and self.types.data() is IssueType.REPORT
        named = _("The register needs a name; who does not want to be named is left out.")
        self.hint.set_text(named if nobody else "")
        self.hint.setVisible(nobody)

    def add(self) -> None:
        """One more issue in this visit, with the cursor in its subject; first the one before gets its subject."""
        if self.first_refused() is not None:
            self.subject.setFocus()
            return
        self._issues.append({})
        self._show(len(self._issues) - 1)
        self.subject.setFocus()
        self.changed.emit()

    # going on with an open matter ----------------------------------------------------------------------------------

    def show_matters(self, matters: tuple[Past, ...]) -> None:
        """What is open of who is in the form."""
        self.matters.show_matters(matters)
        self._space()

    def forget_matters(self) -> None:
        """It is somebody else: no issue goes on with a matter of the one before."""
        for issue in self._issues:
            issue.pop("follows", None)
        self.matters.show_joined(None)
        self.show_matters(())

    def follow(self, place: int) -> None:
        """Alt+8…: the shown issue goes on with this open matter, in its words where none were typed; again: not so."""
        self._store()
        issue = self._issues[self._shown]
        matter = self.matters.matters[place] if 0 <= place < len(self.matters.matters) else None
        if issue.get("follows") is not None:
            issue["follows"] = None
        elif matter is not None:
            issue |= {"follows": matter.issue_id, "type": str(matter.type)}
            issue["subject"] = issue.get("subject") or matter.subject
            issue["place"] = issue.get("place") or matter.place or ""
        else:
            return
        self._show(self._shown)
        (self.description if self.subject.text() else self.subject).setFocus()
        self._changed()

    def open_issue(self, place: int) -> None:
        if place != self._shown:
            self._store()
            self._show(place)
        self.subject.setFocus()

    def next_issue(self) -> None:
        """Ctrl+Down: the next issue of this visit."""
        self.open_issue((self._shown + 1) % len(self._issues))

    def choose_type(self, type_: IssueType) -> None:
        """Alt+1…6."""
        self.types.set_data(type_)
        self._changed()

    def note_kept(self, *, kept: bool) -> None:
        """Whether what stands here is in the store as a draft."""
        self.description.note(_("Draft kept") if kept else "", icon="save")

    # checks --------------------------------------------------------------------------------------------------------

    def first_refused(self) -> Field | None:
        """Whether each issue has its subject: the first that has none is opened and told."""
        self._store()
        for place, issue in enumerate(self._issues):
            if not (issue.get("head_only") or str(issue.get("subject") or "").strip()):
                if place != self._shown:
                    self._show(place)
                self.subject.check()
                return self.subject
        return None

    def drop_empty(self) -> None:
        """An issue that was begun and left empty is not meant."""
        self._store()
        meant = (*self.fields, "head_only")
        kept = [issue for issue in self._issues if any(str(issue.get(key) or "").strip() for key in meant)]
        if kept and len(kept) < len(self._issues):
            self._issues = kept
            self._show(len(kept) - 1)
