"""The rows behind a figure, in place of the charts; and for what is not counted why, clause and remedy."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.codes import MeetingState, Status
from app.domain.persian.calendar import WEEKDAY_NAMES, short_date, weekday
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import why_not_counted
from app.report.figures import IssueFacts, MeetingRow
from ui.report.left_out import word_of
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.rows import Column
from ui.widgets.table import Table
from ui.widgets.text import Icon, Text

_NONE = "–"
_ACTS = {"ruling": "ruling", "notice": "notice", "id": "correct", "letters": "correct"}


def _numbered(issue: IssueFacts) -> str:
    return persian_digits(issue.number) if issue.number is not None else _NONE


def _told(issue: IssueFacts) -> str:
    if issue.told_on is None or issue.told_by is None:
        return _NONE
    return f"{issue.told_by.label}، {short_date(issue.told_on)}"


def _issue_columns() -> list[Column]:
    return [
        Column("date", _("Date"), lambda issue: short_date(issue.date), 104),
        Column("number", _("Turn"), _numbered, 56, align="middle", tabular=True),
        Column("name", _("First and last name"), lambda issue: issue.name, 0, "words"),
        Column("type", _("Type"), lambda issue: issue.type.label, 84, compact=False),
        Column("subject", _("Subject"), lambda issue: issue.subject, 0),
        Column("status", _("Status"), lambda issue: issue.status.label, 164),
        Column("told", _("Result told"), _told, 152, compact=False),
    ]


def _day_columns() -> list[Column]:
    return [
        Column(
            "date", _("Day"), lambda day: f"{WEEKDAY_NAMES[weekday(day.date)]} {short_date(day.date)}", 160, "words"
        ),
        Column("state", _("State"), lambda day: day.state.label, 184, colour=_state_colour),
        Column("visits", _("contacts"), lambda day: persian_digits(day.visits), 88, tabular=True),
        Column("deputy", _("with the deputy"), lambda day: persian_digits(day.by_deputy), 96, tabular=True),
        Column("reason", _("Reason"), _reason, 0),
    ]


def _state_colour(day: MeetingRow) -> str:
    return "danger" if day.state is MeetingState.NOT_HELD else "" if day.state is MeetingState.HELD else "muted"


def _reason(day: MeetingRow) -> str:
    said = day.reason or (_("substitute meeting") if not day.scheduled else "")
    amended = persian_digits(_("%(n)s amendments after the day was closed") % {"n": day.amendments})
    return "؛ ".join(filter(None, (said, amended if day.amendments else ""))) or _NONE


def _left_out_columns() -> list[Column]:
    return [
        Column("date", _("Date"), lambda issue: short_date(issue.date), 104),
        Column("name", _("First and last name"), lambda issue: issue.name, 0, "words"),
        Column("kind", _("Kind of contact"), _kind, 136),
        Column("subject", _("Subject"), lambda issue: issue.subject, 0),
        Column("status", _("Status"), lambda issue: issue.status.label, 136, compact=False),
    ]


def _kind(issue: IssueFacts) -> str:
    why = issue.uncounted
    return word_of(why.code) if why else _NONE


def act_at_the_desk(issue: IssueFacts, finding: str) -> str:
    """What is to be done about an issue there: what the finding is about, else the next thing that it lacks.

    Letters and ids belong to the visit, which is corrected.
    """
    if finding in _ACTS:
        return _ACTS[finding]
    if issue.status is Status.OPEN:
        return "outcome" if issue.ruling else "ruling"
    return "correct" if issue.told_on else "notice"


class RowsPane(QFrame):
    """Esc or the button leaves it; Enter on an issue is `wanted`, with its IssueFacts: it is mended at the desk."""

    left = Signal()
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.title, self.count = Text("", "lead"), Text("", "caption", "muted")
        self.desk_button = Button(_("Open at the desk"), kind=PLAIN, cap="Enter", on_click=self._open)
        self.close_button = Button(_("Back"), kind=PLAIN, cap="Esc", on_click=self.left.emit)
        self.why = _Why()
        nothing = _("Nothing found")
        self.issues = Table(_issue_columns(), row_id=lambda issue: issue.issue_id, empty=nothing, label=_("issues"))
        self.left_out = Table(
            _left_out_columns(), row_id=lambda issue: issue.issue_id, empty=nothing, label=_("Not counted")
        )
        self.left_out.chosen.connect(self.why.show_why)
        self.days = Table(_day_columns(), row_id=lambda day: day.date, empty=nothing, label=_("Day"))
        self._tables = QStackedWidget()
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 8, 6)
        head.setSpacing(8)
        for part in (self.title, self.count):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.desk_button)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.why)
        self.issues.opened.connect(self.wanted)
        for table in (self.issues, self.left_out, self.days):
            self._tables.addWidget(table)
        column.addWidget(self._tables, 1)

    @property
    def table(self) -> Table:
        return self._tables.currentWidget()

    def show_issues(self, title: str, rows: Sequence[IssueFacts]) -> None:
        self._show(self.issues, title, rows)

    def renew_issues(self, title: str, rows: Sequence[IssueFacts]) -> None:
        """The same rows once more, without those that were mended; the cursor stays at its place."""
        place = max(self.issues.currentIndex().row(), 0)
        self._show(self.issues, title, rows)
        self.issues.choose(rows[min(place, len(rows) - 1)].issue_id)

    def show_left_out(self, title: str, rows: Sequence[IssueFacts]) -> None:
        """Rows that are not counted: over them the chosen one's reason, its clause and what would change it."""
        self._show(self.left_out, title, rows)
        self.why.show_why(self.left_out.current)

    def show_days(self, title: str, days: Sequence[MeetingRow]) -> None:
        self._show(self.days, title, days)

    def _show(self, table: Table, title: str, rows: Sequence[IssueFacts] | Sequence[MeetingRow]) -> None:
        self.why.hide()
        self._tables.setCurrentWidget(table)
        self.desk_button.setVisible(table is self.issues and bool(rows))
        table.put(rows)
        table.choose_first()
        self.title.setText(title)
        self.count.setText(_("%(n)s rows") % {"n": persian_digits(len(rows))})

    def _open(self) -> None:
        if self.issues.current is not None:
            self.wanted.emit(self.issues.current)

    def arrive(self) -> None:
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Why(QFrame):
    """«چرا شمرده نشد؟»: the rule's own answer."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("strip", True)
        self.reason, self.remedy = Text("", "words", wrap=True), Text("", "caption", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.reason)
        words.addWidget(self.remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(Icon("question_circle", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    def show_why(self, issue: IssueFacts | None) -> None:
        why = why_not_counted(issue.kind, issue.presided_by) if issue else None
        if why is None:
            self.hide()
            return
        clause = _("Clause %(clause)s of the circular") % {"clause": persian_digits(why.clause.removeprefix("c"))}
        self.reason.setText(_("Why was it not counted? %(reason)s") % {"reason": why.reason})
        self.remedy.setText(f"{clause}؛ {why.remedy}")
        self.show()
