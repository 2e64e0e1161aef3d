"""The window's own keys, what each of them does, and which are awake (which key it is: ui/keys.py)."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui import keys
from ui.frame.screens import PLACES, SCREEN_OF_KEY
from ui.this_pc import STEP

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.window import Window

Acts = dict[str, QAction]


def add_keys(window: "Window", body: QWidget) -> Acts:
    """The acts of the frame, which sleep while something covers it. body: the frame."""
    context = Qt.ShortcutContext.WindowShortcut
    always: dict[str, Callable[[], object]] = {
        "help": window.show_help,
        **{
            f"text_{to}": partial(window.size_text, n)
            for to, n in (("larger", STEP), ("smaller", -STEP), ("normal", 0))
        },
    }
    acts: dict[str, Callable[[], object]] = {
        "box": window.to_the_box,
        "refresh": lambda: window.ask("refresh"),
        "next_pane": lambda: window.next_pane(1),
        "previous_pane": lambda: window.next_pane(-1),
        "board": lambda: window.board_wanted.emit("board"),
        "hall_board": lambda: window.board_wanted.emit("hall"),
        "quick_search": window.search,
        "undo": window.take_back,
        "phone": lambda: window.phone_wanted.emit(""),
        "lock": window.lock_wanted.emit,
        "backup": window.backup_wanted.emit,
        "papers": window.papers_wanted.emit,
        "outbox": window.outbox_wanted.emit,
        "export": window.export_wanted.emit,
        "screen_settings": lambda: window.go("settings"),
    }
    acts |= {f"screen_{at}": lambda place=place: window.go(place) for at, place in enumerate(PLACES, 1)}
    for key, act in always.items():  # in the wizard and on the unlock card too
        keys.action(key, window, act, context=context)
    return {key: keys.action(key, body, act, context=context) for key, act in acts.items()}


def wake(window: "Window", acts: Acts) -> None:
    """A key of a screen that is not there, or of something that this screen has not, is free."""
    for act, what in (("refresh", "refresh"), ("undo", "bar")):
        acts[act].setEnabled(hasattr(window.current, what))
    for act, screen in SCREEN_OF_KEY.items():
        acts[act].setEnabled(screen in window.screens)


def live(window: "Window", body: QWidget) -> set[str]:
    """Ids of the keys that do something where the user is now."""
    where = [window] if window.covered else [window, body, *filter(None, [window.current])]
    acts = [act for widget in where for act in widget.actions()]
    if window.current and not window.covered:
        acts += window.current.findChildren(QAction)
    held = {"unmask"} if hasattr(window.current, "unmask") and not window.covered else set()
    return {act.objectName() for act in acts if act.isEnabled()} | held
