"""What can be done with a matter of the worklist, each by a small form in the pane beside the list.

An act stands here from when its form is there: its key, its button and its place in the row's menu follow from this
table alone. What a stage waits for (`app.timeline.NEXT`) comes first, and its button is the filled one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.codes import Stage
from app.domain.texts import N_
from app.issues import IssueRow
from app.security.rights import Right
from app.timeline import NEXT
from app.worklist import UNTOLD, WAITING, WorkRow
from ui.desk.issue_model import IssueModel
from ui.followup.clock_forms import MoveDueForm, PapersForm
from ui.followup.common_form import CommonForm, link_rows
from ui.followup.lettering import want_letters
from ui.followup.outcome_forms import OutcomeForm, ReopenForm
from ui.followup.person_record_form import PersonRecordForm
from ui.followup.referral_forms import AnswerForm, LetterNumberForm, ReferForm
from ui.followup.reminding import remind
from ui.followup.scan_form import ScanForm
from ui.telling.form import TellingForm
from ui.telling.many import tell_rows
from ui.telling.reach_form import ReachForm
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
    """key: its id in ui/keys.py. words: on its button. fits: whether it makes sense for a row. make: its form, when it
    is first wanted; None: it is done without one, `at_once`, to all the chosen rows that it fits.
    """

    key: str
    words: str
    icon: str
    make: Callable[[IssueModel], PlaceForm] | None
    fits: Callable[[WorkRow], bool]
    right: Right = Right.FOLLOW_UP
    at_once: Callable[[IssueModel, Sequence[WorkRow]], None] | None = None
    rare: bool = False
    """Its button is a quiet one."""


def want_ruling(model: IssueModel, rows: Sequence[WorkRow]) -> None:
    """At the desk, where rulings are written down."""
    model.ruling_wanted.emit(rows[0].issue_id)


def _open(row: WorkRow) -> bool:
    return row.stage not in (*UNTOLD, Stage.TOLD)


def _decided(row: WorkRow) -> bool:
    return not _open(row)


def _waiting(row: WorkRow) -> bool:
    return row.stage in WAITING


def _referred(row: WorkRow) -> bool:
    return row.stage in (*WAITING, Stage.ANSWERED, Stage.RETURNED, Stage.PAPERS)


ACTS: tuple[Act, ...] = (
    Act("ruling", N_("Ruling"), "edit", None, _open, right=Right.RULE, at_once=want_ruling, rare=True),
    Act("remind", N_("Remind"), "alert", None, _waiting, at_once=remind),
    Act("unit_answer", N_("Unit's answer"), "mail", AnswerForm, _referred),
    Act("referral", N_("Refer"), "send", ReferForm, _open),
    Act("outcome", N_("Outcome"), "checkmark_circle", OutcomeForm, _open),
    Act("move_due", N_("Move the due date"), "calendar", MoveDueForm, _waiting, rare=True),
    Act("applicant_papers", N_("Papers"), "clipboard_task", PapersForm, _open, rare=True),
    Act("letter_number", N_("Letter number"), "number_symbol", LetterNumberForm, _referred, rare=True),
    Act("notice", N_("Tell the result"), "send", TellingForm, _decided, at_once=tell_rows),
    Act("common", N_("Common matter"), "people", CommonForm, lambda _row: True, at_once=link_rows, rare=True),
    Act("reach", N_("How he is reached"), "call", ReachForm, lambda _row: True, rare=True),
    Act("write_letter", N_("Letter"), "document_text", None, lambda _row: True, at_once=want_letters, rare=True),
    Act("attach", N_("Scan"), "document_text", ScanForm, lambda _row: True, right=Right.ATTACH, rare=True),
    Act("reopen", N_("Reopen"), "arrow_undo", ReopenForm, _decided),
    Act("person_record", N_("Person's record"), "document_text", PersonRecordForm, lambda _row: True, rare=True),
)


def acts_for(row: WorkRow, may: Callable[[Right], bool]) -> list[Act]:
    """What may be done with a row, the next thing first."""
    fitting = [act for act in ACTS if act.fits(row) and may(act.right)]
    return sorted(fitting, key=lambda act: act.key != NEXT[row.stage])
