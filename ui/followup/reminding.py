"""Ctrl+R: the units of the chosen rows are reminded at once, one row or many, with the way back."""

from collections.abc import Sequence
from functools import partial

from app import reminders, worklist
from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import SEVERAL
from app.reminders import Reminded
from app.worklist import Filters, WorkRow
from ui.desk.issue_model import IssueModel


def remind(model: IssueModel, rows: Sequence[WorkRow]) -> None:
    """Each unit at the level whose turn it is; those that are not waited for are left out."""
    office = model.office
    call = partial(reminders.remind_matters, office, [row.issue_id for row in rows])
    model.act(call, _reminded, lambda done: partial(reminders.take_back_remind, office, done.ids))


def remind_late(model: IssueModel, filters: Filters) -> None:
    """All units that are late with an answer, as far as the list is narrowed to them."""
    office = model.office

    def call() -> Reminded:
        late = worklist.late(office, filters)
        if not late:
            raise Refused(_("No unit is late with its answer."), "unit")
        return reminders.remind_matters(office, late, only_late=True)

    model.act(call, _reminded, lambda done: partial(reminders.take_back_remind, office, done.ids))


def _reminded(done: Reminded) -> str:
    if len(done.ids) == 1:
        said = {"unit": SEVERAL.join(done.units) or _("the unit"), "level": done.levels[0].label}
        return _("%(unit)s was reminded; to: %(level)s.") % said
    return persian_digits(_("%(n)s reminders were recorded.") % {"n": len(done.ids)})
