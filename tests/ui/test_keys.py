"""The table of keys, and that it works by the key's place under a Persian layout."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.robots.keys import EVDEV, PERSIAN_LETTERS, focused, press_by_place, press_here, type_here
from ui import keys
from ui.keys import DESK, EVERYWHERE, ISSUE, TABLE, Key, PhysicalKeys
from ui.widgets.field import DigitField, TextField
from ui.widgets.segment import Segment

LOOK = {
    EVERYWHERE: (
        "F1 F2 F3 F5 F6 Shift+F6 F11 Shift+F11 Ctrl+1 Ctrl+2 Ctrl+3 Ctrl+4 Ctrl+5 Ctrl+6 Ctrl+7 Ctrl+8 Ctrl+9 Ctrl+K "
        "Ctrl+F Ctrl+N Ctrl+S Ctrl+Return Ctrl+Enter Ctrl+Z Ctrl+E Ctrl+P Ctrl+L Ctrl+B Ctrl+C Ctrl+PgUp Ctrl+PgDown "
        "Ctrl+Home Ctrl++ Ctrl+= Ctrl+- Ctrl+0 Alt+PgUp Alt+PgDown Ctrl+F12 Ctrl+Shift+E Ctrl+Shift+I Ctrl+Shift+K "
        "Ctrl+Shift+T Ctrl+Shift+F12 Ctrl+Shift+S"
    ),
    DESK: (
        "Ctrl+F2 "
        "Shift+F4 Ctrl+F4 Ctrl+F7 Ctrl+F8 Shift+F7 "
        "Shift+F2 F4 F7 F8 Shift+F8 F9 Alt+Home Alt+End F12 Shift+F12 Ctrl+D Ctrl+H Ctrl+I Ctrl+G Ctrl+U Ctrl+W Ctrl+M "
        "Alt+1 Alt+2 Alt+3 Alt+4 Alt+5 Alt+6 Alt+7 Alt+8 Alt+9 Alt+0 Ctrl+F9 Ctrl+Shift+A Ctrl+Shift+D"
    ),
    ISSUE: (
        "Ctrl+J Ctrl+O Ctrl+T Ctrl+R Ctrl+Shift+O Ctrl+Shift+G Ctrl+Shift+J Ctrl+Shift+N Ctrl+Shift+M Ctrl+Shift+W "
        "Ctrl+Shift+H Ctrl+Shift+R Ctrl+Shift+P Ctrl+Shift+L Ctrl+Shift+B Ctrl+Shift+F Ctrl+Shift+U "
        "Ctrl+Shift+V"
    ),
}
SEQUENCES = [(key, sequence) for key in TABLE if not key.held for sequence in key.sequences]
BY_PLACE = [
    (key, sequence)
    for key, sequence in SEQUENCES
    if (last := sequence.rpartition("+")[2]) in EVDEV and ("Ctrl" in sequence or "Alt" in sequence)
]


def test_the_table_holds_every_key_of_the_look_in_its_place() -> None:
    for where, sequences in LOOK.items():
        assert sorted(s for key in TABLE if key.where == where for s in key.sequences) == sorted(sequences.split())


def test_no_two_keys_clash_in_one_place() -> None:
    """The desk shows issues' rows too, so all three places can be one."""
    typed = Counter(QKeySequence(sequence).toString() for key in TABLE for sequence in key.sequences)
    assert not [sequence for sequence, times in typed.items() if times > 1]
    assert len({key.id for key in TABLE}) == len(TABLE)


def test_what_types_letters_or_turns_the_direction_is_kept_free() -> None:
    control, alt, shift = (
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )
    for _key, sequence in SEQUENCES:
        both = QKeySequence(sequence)[0]
        held, key = both.keyboardModifiers(), both.key()
        assert not (held & control and held & alt), sequence
        assert not (held & control and held & shift and Qt.Key.Key_0 <= key <= Qt.Key.Key_9), sequence
        assert held & (control | alt) or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12, sequence
        assert key != Qt.Key.Key_F10


def test_a_cap_is_latin_and_a_tooltip_isolates_it() -> None:
    assert keys.cap("save") == "Ctrl+S"
    assert keys.cap("later") == "Ctrl+PgDn"
    assert keys.tooltip("save", "ثبت") == "ثبت (\u2066Ctrl+S\u2069)"
    assert all(keys.cap(key.id).isascii() for key in TABLE)


class Desk(QWidget):
    """A window with a line and every act of the table; it counts what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.done = TextField("نام", "name"), Counter[str]()
        QVBoxLayout(self).addWidget(self.name)
        for key in TABLE:
            if not key.held:
                keys.action(key.id, self, lambda key=key: self.did(key), context=Qt.ShortcutContext.WindowShortcut)

    def did(self, key: Key) -> None:
        self.done[key.id] += 1


@pytest.fixture
def desk(show: Callable[[QWidget], QWidget]) -> Desk:
    shown = Desk()
    shown.physical = PhysicalKeys(shown, platform="linux")
    show(shown)
    shown.physical.watch(shown)
    shown.physical.watch(shown)  # as the window does at each showing: still once
    shown.name.setFocus()
    return shown


@pytest.mark.parametrize(("key", "sequence"), SEQUENCES, ids=[s for _key, s in SEQUENCES])
def test_each_key_acts_once_as_the_latin_layout_sends_it(desk: Desk, key: Key, sequence: str) -> None:
    both = QKeySequence(sequence)[0]
    if key.id == "undo":
        desk.setFocus()  # with nothing to undo in text it is the bar's, see the fields' tests
    QTest.keyClick(desk.windowHandle(), both.key(), both.keyboardModifiers())
    if key.id in {"copy", "today"}:
        assert not desk.done  # the line with the focus keeps copying and its own beginning
    else:
        assert desk.done == {key.id: 1}


@pytest.mark.parametrize(("key", "sequence"), BY_PLACE, ids=[s for _key, s in BY_PLACE])
def test_each_key_acts_once_under_a_persian_layout(desk: Desk, key: Key, sequence: str) -> None:
    press_by_place(desk, sequence)
    assert desk.done == ({} if key.id == "copy" else {key.id: 1})


@pytest.mark.parametrize(("key", "sequence"), BY_PLACE, ids=[s for _key, s in BY_PLACE])
def test_windows_tells_the_place_by_its_virtual_key(desk: Desk, key: Key, sequence: str) -> None:
    desk.physical._platform = "win32"
    press_by_place(desk, sequence, scan_code=0)
    assert desk.done == ({} if key.id == "copy" else {key.id: 1})


def test_a_latin_layout_is_taken_at_its_letter_not_by_the_place(desk: Desk) -> None:
    """On a Dvorak keyboard S lies elsewhere."""
    press_by_place(desk, "Ctrl+K", letter="S")
    assert desk.done == {"save": 1}


def test_a_sleeping_act_and_one_of_another_place_do_not_answer(desk: Desk) -> None:
    for action in desk.actions():
        if action.objectName() == "save":
            action.setEnabled(False)
    press_by_place(desk, "Ctrl+S")
    inner = TextField("موضوع", "subject")
    desk.layout().addWidget(inner)
    inner.show()
    keys.action("find_in_list", inner, lambda: desk.did(keys.BY_ID["box"]))
    for action in desk.actions():
        if action.objectName() == "find_in_list":
            desk.removeAction(action)
    press_by_place(desk, "Ctrl+F")
    assert not desk.done
    inner.setFocus()
    press_by_place(desk, "Ctrl+F")
    assert desk.done == {"box": 1}


def test_typing_ctrl_alt_and_no_modifier_stay_typing(desk: Desk) -> None:
    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        event = QKeyEvent(QEvent.Type.KeyPress, 0x633, held, EVDEV["S"] + 8, ord("S"), 0, "س")
        QCoreApplication.sendEvent(desk.windowHandle(), event)
    assert not desk.done
    assert desk.name.text() == "سس"


def test_copying_cutting_pasting_all_undo_and_redo_work_in_text_by_place(desk: Desk) -> None:
    line = desk.name.edit
    type_here("مریم")
    press_by_place(desk, "Ctrl+A")
    assert line.selectedText() == "مریم"
    press_by_place(desk, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "مریم"
    press_by_place(desk, "Ctrl+X")
    assert line.text() == ""
    press_by_place(desk, "Ctrl+V")
    press_by_place(desk, "Ctrl+V")
    assert line.text() == "مریممریم"
    press_by_place(desk, "Ctrl+Z")
    assert line.text() == "مریم"
    press_by_place(desk, "Ctrl+Y")
    assert line.text() == "مریممریم"
    assert not desk.done


def test_undo_is_the_bars_when_the_text_has_nothing_to_undo(desk: Desk) -> None:
    press_by_place(desk, "Ctrl+Z")
    press_here("Ctrl+Z")
    assert desk.done == {"undo": 2}
    type_here("م")
    press_by_place(desk, "Ctrl+Z")
    assert desk.name.text() == ""
    assert desk.done == {"undo": 2}


def test_the_persian_letters_of_this_test_are_those_of_the_layout() -> None:
    assert len(set(PERSIAN_LETTERS.values())) == len(PERSIAN_LETTERS) == 26


@pytest.mark.parametrize("digits", ["0916", "۰۹۱۶", "٠٩١٦"])
def test_digits_are_read_in_all_three_scripts(show: Callable[[QWidget], QWidget], digits: str) -> None:
    field = show(DigitField("نوبت", "number"))
    type_here(digits)
    assert field.text() == "0916"


@pytest.mark.parametrize("digit", ["3", "۳", "٣"])
def test_a_digit_takes_its_part_of_a_numbered_row(show: Callable[[QWidget], QWidget], digit: str) -> None:
    row = show(Segment([("a", "درخواست"), ("b", "شکایت"), ("c", "پیشنهاد")], "نوع", numbered=True))
    type_here(digit)
    assert (row.data(), focused()) == ("c", row)


# a held key under X11, which Qt may not know to be repeated ----------------------------------------------------------


def hold(desk: Desk, sequence: str, letter: str = "", *, times: int = 3) -> list[bool]:
    """The key's repeats as X11 sends them: release and press of one moment. Whether each was kept from shortcuts."""
    both, kept = QKeySequence(sequence)[0], []
    for moment in range(1000, 1000 + 40 * times, 40):
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, both.key(), both.keyboardModifiers(), 70, 0, 0, letter)
            event.setTimestamp(moment)
            event.ignore()
            QCoreApplication.sendEvent(desk.windowHandle(), event)
            if kind is QEvent.Type.ShortcutOverride:
                kept.append(event.isAccepted())
    return kept


def test_a_hand_resting_on_f4_calls_nobody_more(desk: Desk) -> None:
    assert all(hold(desk, "F4"))
    assert desk.done == {}


def test_what_goes_on_while_the_key_is_held_goes_on(desk: Desk) -> None:
    hold(desk, "Ctrl+PgDown")
    assert desk.done == {"later": 3}


def test_a_held_letter_is_typed_and_known_to_be_repeated(desk: Desk) -> None:
    desk.name.setFocus()
    hold(desk, "A", "a")
    assert desk.name.text() == "aaa"


def test_two_presses_are_two(desk: Desk) -> None:
    both = QKeySequence("F4")[0]
    for kind, moment in ((QEvent.Type.KeyRelease, 1000), (QEvent.Type.ShortcutOverride, 1090)):
        event = QKeyEvent(kind, both.key(), both.keyboardModifiers(), 70, 0, 0)
        event.setTimestamp(moment)
        event.ignore()
        QCoreApplication.sendEvent(desk.windowHandle(), event)
    assert not event.isAccepted()
