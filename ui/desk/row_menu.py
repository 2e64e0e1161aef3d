"""All acts of one row of the queue (Menu key, right click)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.domain.codes import Kind, PresidedBy, QueueState
from app.domain.texts import _
from app.queue import QueueRow
from ui.desk.view_model import FOLLOWS

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen

WAITING = (QueueState.WAITING, QueueState.CALLED)


def row_menu(screen: "DeskScreen", row: QueueRow) -> QMenu:
    """Only what can be done with this row now stands in it."""
    menu = QMenu(screen)
    for words, act in _acts(screen, row):
        menu.addAction(words, act)
    return menu


def _acts(screen: "DeskScreen", row: QueueRow) -> list[tuple[str, Callable[[], object]]]:
    model, issues = screen.model, screen.issues
    weekly = row.kind is Kind.WEEKLY
    acts: list[tuple[str, Callable[[], object]]] = []
    if weekly:
        if FOLLOWS.get(row.state) is QueueState.CALLED:
            acts.append((_("Call"), partial(model.step, row, QueueState.CALLED)))
        if row.state in WAITING:
            acts.append((_("Admit"), partial(model.step, row, QueueState.IN_ROOM)))
        if row.state is QueueState.IN_ROOM:
            acts.append((_("End visit"), partial(model.step, row, QueueState.SEEN)))
        if row.state in WAITING:
            acts.append((_("left unseen"), partial(model.step, row, QueueState.LEFT)))
        if row.state is not QueueState.WAITING:
            acts.append((_("Step back"), partial(model.step_back, row)))
    acts += [
        (_("Record ruling"), partial(issues.open_for, "ruling", row)),
        (_("Record outcome"), partial(issues.open_for, "outcome", row)),
        (_("Tell the result"), partial(issues.open_for, "notice", row)),
        *(
            [(_("Matter for the head alone"), partial(issues.open_for, "confidential", row))]
            if screen.may_read_confidential and None in row.subjects
            else []
        ),
        (_("History"), partial(screen.of_form.show_history_of, row)),
        (_("Make one with another record"), partial(screen.same_person.open_of, row)),
        (_("Correct the row"), partial(model.correct, row.visit_id)),
        (_("Earlier values"), partial(_earlier, screen, row)),
    ]
    acts += screen.papers.of_row(row)
    if weekly and row.presided_by is PresidedBy.DEPUTY:
        acts.append((_("The head himself received this visitor"), partial(screen.area.open_received, row)))
    if row.state in WAITING or not weekly:
        acts.append((_("Take the registration back"), partial(model.withdraw, row)))
    return acts


def _earlier(screen: "DeskScreen", row: QueueRow) -> None:
    screen.area.open_earlier(row)
    screen.model.read_earlier(row)
