"""What can be done with a matter of the worklist, each by a small form in the pane beside the list.

An act stands here from when its form is there: its key, its button and its place in the row's menu follow from this
table alone. The first act that fits a row's stage is the next one, and its button the filled one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.codes import Stage
from app.domain.texts import N_
from app.issues import IssueRow
from app.security.rights import Right
from app.worklist import UNTOLD, WorkRow
from ui.desk.issue_forms import NoticeForm
from ui.desk.issue_model import IssueModel
from ui.followup.outcome_forms import OutcomeForm, ReopenForm
from ui.widgets.place_form import PlaceForm


class IssueForm(Protocol):
    """What a form has, beside what every PlaceForm has (closed, save, Esc).

    It writes through `IssueModel.write`, whose `done` closes it; drafts are kept by `IssueModel.typed`.
    """

    def show_issue(self, issue: IssueRow) -> None:
        """Fill it and take the focus."""

    def say(self, field: str, reason: str) -> None:
        """A refusal of what it asked for, at the field."""


@dataclass(frozen=True)
class Act:
    """key: its id in ui/keys.py. words: on its button. fits: whether it makes sense for a row. first: the stages in
    which it is the next thing to do. make: its form, when it is first wanted.
    """

    key: str
    words: str
    icon: str
    make: Callable[[IssueModel], PlaceForm]
    fits: Callable[[WorkRow], bool]
    first: tuple[Stage, ...] = ()
    right: Right = Right.FOLLOW_UP


def _open(row: WorkRow) -> bool:
    return row.stage not in (*UNTOLD, Stage.TOLD)


def _decided(row: WorkRow) -> bool:
    return not _open(row)


ACTS: tuple[Act, ...] = (
    Act("outcome", N_("Outcome"), "checkmark_circle", OutcomeForm, _open, (Stage.ANSWERED,)),
    Act("notice", N_("Tell the result"), "send", NoticeForm, _decided, UNTOLD),
    Act("reopen", N_("Reopen"), "arrow_undo", ReopenForm, _decided),
)


def acts_for(row: WorkRow, may: Callable[[Right], bool]) -> list[Act]:
    """What may be done with a row, the next thing first."""
    fitting = [act for act in ACTS if act.fits(row) and may(act.right)]
    return sorted(fitting, key=lambda act: row.stage not in act.first)
