"""Common matters at the worklist (Ctrl+Shift+G): several chosen rows are made one at once; of a single row it is shown
who brought the same, who else might have, and each joins or goes on alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app import common_matters
from app.common_matters import CommonMatter, Linked, OfMany, Unlinked
from app.domain.codes import Stage
from app.domain.persian.calendar import short_date
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import IssueRow
from app.office import Office
from app.worklist import WorkRow
from ui.desk.issue_model import IssueModel
from ui.widgets.place_form import PlaceForm
from ui.widgets.rows import ROW, Column
from ui.widgets.table import Table

_NOT_REFERRED = (Stage.UNRULED, Stage.UNREFERRED)
"""One that is with a unit already leads, so that nobody has to be asked again."""


def link_rows(model: IssueModel, rows: Sequence[WorkRow]) -> None:
    """The chosen rows are one matter from now on. The lead: a common one, else who is farthest, else who came first."""
    lead = min(rows, key=lambda row: (row.people == 1, row.stage in _NOT_REFERRED, row.date))
    _link(model, [row.issue_id for row in rows], lead.issue_id)


def _link(model: IssueModel, issue_ids: Sequence[int], lead_id: int) -> None:
    call = partial(common_matters.link, model.office, issue_ids, lead_id)
    model.act(call, linked, lambda done: partial(common_matters.take_link_back, model.office, done))


def linked(done: Linked) -> str:
    said = _("%(n)s matters were joined to the common one; each person is told by himself.")
    return persian_digits(said % {"n": len(done.issue_ids)})


@dataclass(frozen=True)
class _Row:
    """One who brought the same, or (inside is False) who might have."""

    person: OfMany
    inside: bool
    lead: bool

    @property
    def id(self) -> int:
        return self.person.issue_id

    @property
    def words(self) -> str:
        if not self.inside:
            return _("same subject and place")
        if self.person.told_on is not None and self.person.told_by is not None:
            told = {"way": self.person.told_by.label, "date": short_date(self.person.told_on)}
            return _("told by %(way)s, %(date)s") % told
        return _("leads") if self.lead else _("not told")


class CommonForm(PlaceForm):
    """Enter: who is not of it joins, who is goes on alone."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Common matter"), _("Join"), parent)
        self._model = model
        self._issue: IssueRow | None = None
        columns = [
            Column("name", _("Visitor"), lambda row: row.person.name, 0, "words", wraps=True),
            Column("words", _("State"), lambda row: row.words, 132, wraps=True),
        ]
        self.table = Table(
            columns,
            row_id=lambda row: row.id,
            quiet=lambda row: not row.inside,
            empty=_("Nobody else brought this from this place. Choose several rows in the list instead."),
            label=_("Who brought the same"),
        )
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.said)
        self.setFocusProxy(self.table)
        self.table.opened.connect(lambda _row: self.save())
        self.table.chosen.connect(lambda _row: self._name_act())
        self.table.installEventFilter(self)

    def show_issue(self, issue: IssueRow) -> None:
        self._issue = issue
        self.about.set_text(issue.subject)
        self.tell("")
        self.table.put([])
        self._model.read("common", partial(_both, self._model.office, issue.id), partial(self._show, issue))
        self.table.setFocus()

    def _show(self, issue: IssueRow, found: tuple[CommonMatter | None, tuple[OfMany, ...]]) -> None:
        common, alike = found
        if self._issue is None or issue.id != self._issue.id:
            return
        people = common.people if common else ()
        rows = [_Row(one, True, place == 0) for place, one in enumerate(people)]
        self.table.put([*rows, *(_Row(one, False, False) for one in alike)])
        if common:
            count = _("%(n)s people, one matter") % {"n": persian_digits(len(people))}
            self.about.set_text(f"{issue.subject}؛ {count}")
        joins = next((row.id for row in self.table.rows if not row.inside), None)
        if joins is not None:
            self.table.choose(joins)
        elif self.table.rows:  # the cursor alone: nobody goes on alone unless he was chosen
            index = self.table.model().index(0, 0)
            self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._name_act()

    @property
    def _marked(self) -> list[_Row]:
        return [index.data(ROW) for index in self.table.selectionModel().selectedRows()]

    def _name_act(self) -> None:
        current = self.table.current if self._marked else None
        self.record.setEnabled(current is not None)
        self.record.set_text(_("Let it go on alone") if current is not None and current.inside else _("Join"))
        code = current.person.code if current is not None else None
        self.line.set_text(show_follow_up_code(code) if code else "")

    def save(self) -> None:
        current, issue, office = self.table.current, self._issue, self._model.office
        if current is None or issue is None:
            return
        if not self._marked:
            self.tell(_("Choose by the arrows who goes on alone, then Enter."))
            return
        if not current.inside:
            _link(self._model, [row.id for row in self._marked if not row.inside], issue.id)
            return
        call = partial(common_matters.unlink, office, current.id)
        said = _("The matter of %(name)s goes on alone, with all that stands.") % {"name": current.person.name}

        def undo(done: Unlinked) -> partial[None]:
            return partial(common_matters.take_unlink_back, office, done)

        self._model.write("common", issue, call, said, undo)

    def say(self, _field: str, reason: str) -> None:
        self.tell(reason, "danger")
        self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the table is the form's."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return True
        return super().eventFilter(watched, event)


def _both(office: Office, issue_id: int) -> tuple[CommonMatter | None, tuple[OfMany, ...]]:
    return common_matters.of_issue(office, issue_id), common_matters.alike(office, issue_id)
