"""All acts of one row of the queue (Menu key, right click), each with its key."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from app.domain.codes import Kind, PresidedBy, QueueState
from app.domain.texts import _
from app.queue import QueueRow
from ui import keys

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen

WAITING = (QueueState.WAITING, QueueState.CALLED)

Act = tuple[str, str, Callable[[], object]]
"""Words, the id of its key in ui/keys.py or "", and what it does."""


def row_menu(screen: "DeskScreen", row: QueueRow) -> QMenu:
    """Only what can be done with this row now stands in it."""
    menu = QMenu(screen)
    for words, key, act in [*_turn(screen, row), *_matter(screen, row)]:
        with_key(menu.addAction(words, act), key)
    return menu


def with_key(action: QAction, key: str) -> None:
    """The line shows its key; pressed, that is the desk's own."""
    if key:
        action.setShortcut(QKeySequence(keys.BY_ID[key].sequences[0]))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)


def _turn(screen: "DeskScreen", row: QueueRow) -> list[Act]:
    """What becomes of the turn."""
    model, forms = screen.of_queue.model, screen.of_queue.forms
    if row.kind is not Kind.WEEKLY:
        return []
    state, second, waits = row.state, row.lane is not None, row.state in WAITING
    left, inside = state is QueueState.LEFT, state is QueueState.IN_ROOM
    to_next = _("To the next meeting with the first place")
    acts: list[tuple[bool, Act]] = [
        (left or state is QueueState.WAITING, (_("Call"), "call_next", partial(model.step, row, QueueState.CALLED))),
        (state is QueueState.CALLED, (_("Call again"), "call_again", partial(model.call_again, row))),
        (waits, (_("Admit"), "admit", partial(model.step, row, QueueState.IN_ROOM))),
        (waits, (_("left unseen"), "leave", partial(model.step, row, QueueState.LEFT))),
        (waits and not second, (_("Back after some turns"), "behind", partial(forms.ask_turns, row))),
        (waits and not second, (_("To the second lane"), "second_lane", partial(forms.ask_lane, row))),
        (waits and second, (_("Back to the head's queue"), "", partial(model.take_back, row))),
        (waits, (_("Priority"), "priority", partial(forms.ask_priority, row))),
        (inside, (_("End visit"), "finish", partial(model.step, row, QueueState.SEEN))),
        (left, (_("Back in the queue"), "", partial(model.come_back, row))),
        ((waits or left) and row.carried_to is None, (to_next, "carry", partial(model.carry, row))),
        (state is not QueueState.WAITING, (_("Step back"), "", partial(model.step_back, row))),
    ]
    return [act for fits, act in acts if fits]


def _matter(screen: "DeskScreen", row: QueueRow) -> list[Act]:
    """What the visit is about, and what stands in it."""
    model, issues = screen.model, screen.issues
    acts: list[Act] = [
        (_("Record ruling"), "ruling", partial(issues.open_for, "ruling", row)),
        (_("Refer to unit"), "referral", partial(issues.open_for, "referral", row)),
        (_("Record outcome"), "outcome", partial(issues.open_for, "outcome", row)),
        (_("Tell the result"), "notice", partial(issues.open_for, "notice", row)),
        (_("Common matter"), "common", partial(screen.common.offer, row)),
        *(
            [(_("Matter for the head alone"), "", partial(issues.open_for, "confidential", row))]
            if screen.may_read_confidential and None in row.subjects
            else []
        ),
        (_("History"), "", partial(screen.of_form.show_history_of, row)),
        (_("The person's own record, on paper"), "person_record", partial(issues.open_for, "person_record", row)),
        (_("Make one with another record"), "same_person", partial(screen.same_person.open_of, row)),
        (_("Correct the row"), "correct", partial(model.correct, row.visit_id)),
        (_("Earlier values"), "", partial(_earlier, screen, row)),
    ]
    acts += screen.papers.of_row(row)
    if row.kind is Kind.WEEKLY and row.presided_by is PresidedBy.DEPUTY:
        acts.append((_("The head himself received this visitor"), "", partial(screen.area.open_received, row)))
    if row.state in WAITING or row.kind is not Kind.WEEKLY:
        acts.append((_("Take the registration back"), "", partial(model.withdraw, row)))
    return acts


def _earlier(screen: "DeskScreen", row: QueueRow) -> None:
    screen.area.open_earlier(row)
    screen.model.read_earlier(row)
