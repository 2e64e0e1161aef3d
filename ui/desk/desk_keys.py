"""The desk's keys, and what each of them does there (which key it is: ui/keys.py)."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.domain.codes import IssueType
from ui import keys
from ui.desk.open_matters import MOST

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen


def add_keys(screen: "DeskScreen") -> None:
    slots = {
        **screen.of_queue.keys,
        "ruling": screen.issues.open_ruling,
        "key_in": screen.keying.ask,
        "attach": screen.area.attach_scan,
        "head_came": screen.model.head_came,
        "head_left": screen.model.head_left,
        "referral": screen.issues.open_referral,
        "outcome": screen.issues.open_outcome,
        "notice": screen.issues.open_notice,
        "common": screen.common.join,
        "reach": screen.issues.open_reach,
        "reopen": screen.issues.open_reopen,
        "person_record": screen.issues.open_person_record,
        "days_list": screen.model.make_list,
        "close_day": screen.closing.open,
        "history": screen.area.open_history,
        "another_issue": screen.form.issues.add,
        "companions": screen.form.with_whom.ask,
        "head_only": screen.form.issues.toggle_head_only,
        "same_person": screen.same_person.act,
        "put_aside": screen.of_form.put_aside,
        "save": partial(_save, screen),
        "print": lambda: screen.bookings.print_list() or screen.papers.look(),
        "print_slip": screen.papers.print_slip,
        "print_exit_slip": screen.papers.print_exit_slip,
        "correct": lambda: screen.bookings.correct_chosen() or screen.of_form.correct(),
        "new": screen.of_form.begin_new,
        "book": screen.bookings.open,
        "next_record": lambda: screen.keying.go(1) if screen.keying.running else screen.form.issues.next_issue(),
        "previous_record": lambda: screen.keying.go(-1),
    }
    slots |= {f"type_{n}": partial(screen.form.issues.choose_type, type_) for n, type_ in enumerate(IssueType, 1)}
    slots |= {f"open_matter_{n}": partial(screen.form.issues.follow, n - 1) for n in range(1, MOST + 1)}
    for key, slot in slots.items():
        keys.action(key, screen, slot, context=Qt.ShortcutContext.WindowShortcut)


def _save(screen: "DeskScreen") -> None:
    """Ctrl+S saves the form that has the cursor."""
    focus = screen.focusWidget()
    form = screen.area.form
    if form is not None and focus is not None and (form is focus or form.isAncestorOf(focus)):
        form.save()
    elif screen.bookings.has_focus:
        screen.bookings.save()
    else:
        screen.of_form.save()
