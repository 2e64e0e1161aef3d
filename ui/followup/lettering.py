"""Ctrl+Shift+P: letters for the chosen rows. What was decided is answered in writing at once, with no more asked."""

from collections.abc import Sequence

from app.domain.codes import Purpose, Stage
from app.office import Office
from app.worklist import UNTOLD, WorkRow
from ui.desk.issue_model import IssueModel
from ui.letters.page import LettersPage
from ui.letters.view_model import LettersModel
from ui.worker import Worker


def want_letters(model: IssueModel, rows: Sequence[WorkRow]) -> None:
    model.letters_wanted.emit(list(rows))


def letters_page(
    office: Office,
    worker: Worker,
    issue_ids: Sequence[int] = (),
    purpose: Purpose | None = None,
    likely: Purpose = Purpose.RESULT,
) -> LettersPage:
    """The page of letters; with matters and a purpose, their letters are made at once."""
    return LettersPage(LettersModel(office, worker), issue_ids, purpose, likely)


def purpose_of(rows: Sequence[WorkRow]) -> Purpose | None:
    """What the letters of these rows are for, where that is plain; else the user says."""
    stages = {row.stage for row in rows}
    if stages <= {*UNTOLD, Stage.TOLD}:
        return Purpose.RESULT
    return Purpose.PAPERS if stages == {Stage.PAPERS} else None


def likely_for(rows: Sequence[WorkRow]) -> Purpose:
    """Where the user says what the letters are for, he begins here: of what is all still open no result can be told."""
    decided = {*UNTOLD, Stage.TOLD}
    return Purpose.RESULT if any(row.stage in decided for row in rows) else Purpose.COVERING
