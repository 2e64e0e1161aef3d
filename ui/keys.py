"""Every key of Didar in one table. It feeds actions, tooltips, key caps, the F1 page and the tests.

Qt matches shortcuts by character, so with the Persian layout Ctrl+S may arrive as Ctrl+س and do nothing:
`PhysicalKeys` on each window takes such a press by the key's place on the keyboard.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.texts import N_, _

EVERYWHERE, DESK, ISSUE = "everywhere", "desk", "issue"


@dataclass(frozen=True)
class Key:
    """One act and its keys.

    where: everywhere, on the desk and board, or on an issue's row (worklist, history, timeline).
    name: English msgid of what it does. held: shown while the key is down, so it is no action.
    """

    id: str
    sequences: tuple[str, ...]
    where: str
    name: str
    held: bool = False


TABLE: Final = (
    Key("help", ("F1",), EVERYWHERE, N_("Help on this screen")),
    Key("box", ("F2",), EVERYWHERE, N_("Meeting desk, cursor in the box")),
    Key("unmask", ("F3",), EVERYWHERE, N_("Held: show masked ids and phones"), held=True),
    Key("refresh", ("F5",), EVERYWHERE, N_("Read this list again")),
    Key("next_pane", ("F6",), EVERYWHERE, N_("Next pane")),
    Key("previous_pane", ("Shift+F6",), EVERYWHERE, N_("Previous pane")),
    Key("board", ("F11",), EVERYWHERE, N_("Board: show, full screen, hide")),
    Key("hall_board", ("Shift+F11",), EVERYWHERE, N_("Hall board: show, full screen, hide")),
    *(Key(f"screen_{n}", (f"Ctrl+{n}",), EVERYWHERE, N_("Go to a screen")) for n in range(1, 9)),
    Key("screen_settings", ("Ctrl+9",), EVERYWHERE, N_("Settings")),
    Key("quick_search", ("Ctrl+K",), EVERYWHERE, N_("Quick search")),
    Key("phone", ("Ctrl+Shift+K",), EVERYWHERE, N_("On the phone: what became of it?")),
    Key("find_in_list", ("Ctrl+F",), EVERYWHERE, N_("Search in this list")),
    Key("new", ("Ctrl+N",), EVERYWHERE, N_("New thing of this screen")),
    Key("save", ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"), EVERYWHERE, N_("Save this form")),
    Key("undo", ("Ctrl+Z",), EVERYWHERE, N_("Undo")),
    Key("correct", ("Ctrl+E",), EVERYWHERE, N_("Correct the row (the earlier value is kept)")),
    Key("export", ("Ctrl+Shift+E",), EVERYWHERE, N_("This list as a sheet (.xlsx)")),
    Key("print", ("Ctrl+P",), EVERYWHERE, N_("Print or preview what is here")),
    Key("response_times", ("Ctrl+Shift+T",), EVERYWHERE, N_("Response times, on the report's page")),
    Key("lock", ("Ctrl+L",), EVERYWHERE, N_("Lock")),
    Key("backup", ("Ctrl+B",), EVERYWHERE, N_("Back up now")),
    Key("copy", ("Ctrl+C",), EVERYWHERE, N_("Copy the rows")),
    Key("earlier", ("Ctrl+PgUp",), EVERYWHERE, N_("Earlier day, month or quarter")),
    Key("later", ("Ctrl+PgDown",), EVERYWHERE, N_("Later day, month or quarter")),
    Key("today", ("Ctrl+Home",), EVERYWHERE, N_("Today")),
    Key("text_larger", ("Ctrl++", "Ctrl+="), EVERYWHERE, N_("Larger text")),
    Key("text_smaller", ("Ctrl+-",), EVERYWHERE, N_("Smaller text")),
    Key("text_normal", ("Ctrl+0",), EVERYWHERE, N_("Normal text")),
    Key("previous_record", ("Alt+PgUp",), EVERYWHERE, N_("Previous record, from its detail")),
    Key("next_record", ("Alt+PgDown",), EVERYWHERE, N_("Next record, from its detail")),
    Key("test_modem", ("Ctrl+Shift+I",), EVERYWHERE, N_("Test the SMS modem, in its settings")),
    Key("call_next", ("F4",), DESK, N_("Call next number")),
    Key("admit", ("F7",), DESK, N_("The one called goes in")),
    Key("finish", ("F8",), DESK, N_("End visit")),
    Key("book", ("Shift+F2",), DESK, N_("Book a turn; again: for who is in the form")),
    Key("leave", ("Shift+F8",), DESK, N_("Left unseen")),
    Key("late_entry", ("Ctrl+F2",), DESK, N_("Late entry: true hours from paper slips, on and off")),
    Key("over_and_next", ("Shift+F4",), DESK, N_("Over, and the next one")),
    Key("call_again", ("Ctrl+F7",), DESK, N_("Call again")),
    Key("behind", ("Ctrl+F8",), DESK, N_("Not there: back after three turns")),
    Key("second_lane", ("Shift+F7",), DESK, N_("Second lane: send the row there, or its next step")),
    Key("carry", ("Ctrl+F4",), DESK, N_("The row to the next meeting, with the first place")),
    Key("ruling", ("F9",), DESK, N_("Ruling for who is in the room, or for the row")),
    Key("key_in", ("Ctrl+F9",), DESK, N_("Key in the handwritten rulings, in the list's order")),
    Key("attach", ("Ctrl+Shift+A",), DESK, N_("Attach a scan to the issue that is being ruled on")),
    Key("head_came", ("Alt+Home",), DESK, N_("The head came")),
    Key("head_left", ("Alt+End",), DESK, N_("The head left")),
    Key("print_slip", ("F12",), DESK, N_("Print the slip again")),
    Key("print_exit_slip", ("Shift+F12",), DESK, N_("Print the exit slip")),
    Key("outbox", ("Ctrl+Shift+F12",), EVERYWHERE, N_("SMS outbox: what waits, and what became of each")),
    Key("send_here", ("Ctrl+Shift+S",), EVERYWHERE, N_("In the SMS outbox: send from this PC")),
    Key("papers", ("Ctrl+F12",), EVERYWHERE, N_("Papers that wait for the printer, blank slips")),
    Key("days_list", ("Ctrl+D",), DESK, N_("The day's list: preview, print")),
    Key("close_day", ("Ctrl+Shift+D",), DESK, N_("Close the day: what is missing, minutes")),
    Key("history", ("Ctrl+H",), DESK, N_("The person's history")),
    Key("another_issue", ("Ctrl+I",), DESK, N_("One more issue in this visit")),
    Key("companions", ("Ctrl+G",), DESK, N_("Escorts, group, representative, guardian")),
    Key("priority", ("Ctrl+U",), DESK, N_("Priority, with reason")),
    Key("put_aside", ("Ctrl+W",), DESK, N_("Put the draft aside")),
    Key("same_person", ("Ctrl+M",), DESK, N_("Same person: merge")),
    Key("open_matter_1", ("Alt+8",), DESK, N_("Go on with an open matter")),
    Key("open_matter_2", ("Alt+9",), DESK, N_("Go on with an open matter")),
    Key("open_matter_3", ("Alt+0",), DESK, N_("Go on with an open matter")),
    *(Key(f"type_{n}", (f"Alt+{n}",), DESK, N_("Type of issue")) for n in range(1, 7)),
    Key("head_only", ("Alt+7",), DESK, N_("The issue is for the head alone")),
    Key("referral", ("Ctrl+J",), ISSUE, N_("Refer to unit")),
    Key("outcome", ("Ctrl+O",), ISSUE, N_("Record outcome")),
    Key("notice", ("Ctrl+T",), ISSUE, N_("Tell the applicant")),
    Key("unit_answer", ("Ctrl+Shift+J",), ISSUE, N_("Unit's answer, or it returned the matter")),
    Key("letter_number", ("Ctrl+Shift+N",), ISSUE, N_("Number of the covering letter")),
    Key("move_due", ("Ctrl+Shift+M",), ISSUE, N_("Move the due date")),
    Key("applicant_papers", ("Ctrl+Shift+W",), ISSUE, N_("Wait for the applicant's papers; they came")),
    Key("remind", ("Ctrl+R",), ISSUE, N_("Remind the unit")),
    Key("common", ("Ctrl+Shift+G",), ISSUE, N_("Common matter: make the chosen rows one, or who brought the same")),
    Key("reach", ("Ctrl+Shift+R",), ISSUE, N_("How the applicant is reached")),
    Key("write_letter", ("Ctrl+Shift+P",), ISSUE, N_("Letter: the answer in writing, or to the unit")),
    Key("letters", ("Ctrl+Shift+L",), ISSUE, N_("Letters: to write, to number, to post")),
    Key("labels", ("Ctrl+Shift+B",), ISSUE, N_("Address labels of the letters")),
    Key("post_list", ("Ctrl+Shift+F",), ISSUE, N_("List of the letters for the post office")),
    Key("hand_over", ("Ctrl+Shift+V",), ISSUE, N_("Letter handed over in person, or posted after all")),
    Key("remind_all", ("Ctrl+Shift+U",), ISSUE, N_("Remind all units that are late")),
    Key("reopen", ("Ctrl+Shift+O",), ISSUE, N_("Reopen the issue")),
    Key("person_record", ("Ctrl+Shift+H",), ISSUE, N_("The person's own record, on paper")),
)
BY_ID: Final = {key.id: key for key in TABLE}


_REPEATED: Final = {"earlier", "later", "previous_record", "next_record", "text_larger", "text_smaller"}
"""What goes on while the key is held. All else happens once a press: a hand resting on F4 calls one person."""


def cap(key_id: str) -> str:
    """What a key cap shows: Latin, as printed on the keyboard."""
    return BY_ID[key_id].sequences[0].replace("PgDown", "PgDn").replace("Ctrl++", "Ctrl +").replace("Ctrl+-", "Ctrl -")


def tooltip(key_id: str, text: str = "") -> str:
    """«Save this form (Ctrl+S)», the key isolated from the Persian around it."""
    return f"{text or _(BY_ID[key_id].name)} (\u2066{cap(key_id)}\u2069)"


def action(
    key_id: str,
    widget: QWidget,
    slot: Callable[[], object],
    *,
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> QAction:
    """An action of this widget under the table's keys.

    context: as a rule while the focus is inside the widget; WindowShortcut for the window's own acts.
    """
    made = QAction(_(BY_ID[key_id].name), widget)
    made.setObjectName(key_id)
    made.setShortcuts([QKeySequence(sequence) for sequence in BY_ID[key_id].sequences])
    made.setShortcutContext(context)
    made.setAutoRepeat(key_id in _REPEATED)
    made.setToolTip(tooltip(key_id))
    made.triggered.connect(lambda: slot())  # noqa: PLW0108 - Qt would hand `checked` to the slot
    widget.addAction(made)
    return made


# Linux's own numbers of the keys (input-event-codes.h), row by row; X11 and Wayland add 8.
_EVDEV: Final = {
    **{code: str(code - 1) for code in range(2, 11)},
    11: "0",
    **dict(zip(range(16, 26), "QWERTYUIOP", strict=True)),
    **dict(zip(range(30, 39), "ASDFGHJKL", strict=True)),
    **dict(zip(range(44, 51), "ZXCVBNM", strict=True)),
}
_EDITING: Final = "CVXAZY"


def latin_key(event: QKeyEvent, platform: str = sys.platform) -> str:
    """The Latin letter or digit of the pressed key's place, or nothing."""
    if platform == "win32":
        code = event.nativeVirtualKey()
        return chr(code) if 0x30 <= code <= 0x39 or 0x41 <= code <= 0x5A else ""
    return _EVDEV.get(event.nativeScanCode() - 8, "")


_OF_KEYS: Final = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}


class PhysicalKeys(QObject):
    """Event filter on windows (not on the application: there Python would see every paint)."""

    def __init__(self, parent: QObject | None = None, platform: str = sys.platform) -> None:
        super().__init__(parent)
        self._platform = platform
        self._let_go = (0, 0)  # the key that was let go last, and when

    def watch(self, top: QWidget) -> None:
        """Listen to this top-level widget's window; it is made if it is not there yet."""
        top.winId()
        handle = top.windowHandle()
        handle.removeEventFilter(self)  # else a second call would hear each press twice
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _OF_KEYS or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyRelease:
            self._let_go = (event.nativeScanCode(), event.timestamp())
            return False
        unsaid = self._repeats_unsaid(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            if unsaid:
                event.accept()  # no shortcut then: it comes here as a press
            return unsaid
        held = event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        alternate = bool(held & Qt.KeyboardModifier.AltModifier)
        if control != alternate and not _is_latin(event.key()):
            letter = latin_key(event, self._platform)
            if letter and self._act(letter, held, repeated=unsaid or event.isAutoRepeat()):
                return True
        return unsaid and _say_repeated(watched, event)

    def _repeats_unsaid(self, event: QKeyEvent) -> bool:
        """X11 repeats a held key as release and press of one moment, and Qt notices only when both are there at once.

        Else a hand resting on F4 would call everybody.
        """
        now = (event.nativeScanCode(), event.timestamp())
        return not event.isAutoRepeat() and event.timestamp() > 0 and now == self._let_go

    def _act(self, letter: str, held: Qt.KeyboardModifier, *, repeated: bool) -> bool:
        key = Qt.Key(ord(letter))
        focused = QApplication.focusWidget()
        if letter in _EDITING and held == Qt.KeyboardModifier.ControlModifier and _edits(focused, key, held):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(focused, QKeyEvent(kind, key, held, ""))
            return True
        found = action_for(QKeySequence(QKeyCombination(held, key)), focused)
        if found and (found.autoRepeat() or not repeated):
            found.trigger()
        return bool(found)


def _say_repeated(window: QObject, event: QKeyEvent) -> bool:
    """Act on a held key's next press as Qt does on one that it knows to be repeated."""
    if found := action_for(QKeySequence(event.keyCombination()), QApplication.focusWidget()):
        if found.autoRepeat():
            found.trigger()
        return True
    native = event.nativeScanCode(), event.nativeVirtualKey(), event.nativeModifiers()
    again = QKeyEvent(event.type(), event.key(), event.modifiers(), *native, event.text(), True)
    again.setTimestamp(event.timestamp())
    QCoreApplication.sendEvent(window, again)
    return True


def action_for(sequence: QKeySequence, focused: QWidget | None) -> QAction | None:
    """The action that Qt would have taken for this sequence with the focus here."""
    top = QApplication.activeWindow() or (focused.window() if focused else None)
    if top is None:
        return None
    for widget in [*_ancestry(focused), top, *top.findChildren(QWidget)]:
        if not widget.isVisible() or not widget.isEnabled():
            continue
        for candidate in widget.actions():
            if candidate.isEnabled() and sequence in candidate.shortcuts() and _in_reach(candidate, widget, focused):
                return candidate
    return None


def _in_reach(candidate: QAction, widget: QWidget, focused: QWidget | None) -> bool:
    context = candidate.shortcutContext()
    if context == Qt.ShortcutContext.WidgetShortcut:
        return widget is focused
    if context == Qt.ShortcutContext.WidgetWithChildrenShortcut:
        return focused is not None and (widget is focused or widget.isAncestorOf(focused))
    return True


def _ancestry(widget: QWidget | None) -> list[QWidget]:
    line = []
    while widget is not None:
        line.append(widget)
        widget = None if widget.isWindow() else widget.parentWidget()
    return line


def _edits(widget: QWidget | None, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
    """Whether the widget says, as Qt asks it, that this press is its own (nothing to undo: it is not)."""
    if widget is None:
        return False
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, held, "")
    asked.ignore()
    QCoreApplication.sendEvent(widget, asked)
    return asked.isAccepted()


def _is_latin(key: int) -> bool:
    return ord("0") <= key <= ord("9") or ord("A") <= key <= ord("Z")
