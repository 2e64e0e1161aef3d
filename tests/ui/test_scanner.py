"""A barcode scanner's digits mean somebody, on every screen and in every field; a hand is never taken for one."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.persian.ids import follow_up_code
from app.domain.persian.text import persian_digits
from app.office import Office
from tests import make
from tests.robots.desk import DeskRobot, Opens
from ui.scanner import BETWEEN
from ui.widgets.field import TextField
from ui.window import Screen, Window

KNOWN, NEW = make.national_id(1), make.national_id(77)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FAST, HAND = 4, 60


class Reader:
    """Sends keys to the window as the system does, each with its moment."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.at = 1_000

    def key(self, key: int, text: str, *, after: int = FAST, repeated: bool = False) -> None:
        self.at += after
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, repeated)
            event.setTimestamp(self.at)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def type(self, text: str, *, after: int = FAST, repeated: bool = False) -> "Reader":
        for letter in text:
            self.key(ord(letter), letter, after=after, repeated=repeated)
        return self

    def enter(self, *, after: int = FAST) -> "Reader":
        self.key(Qt.Key.Key_Return, "\r", after=after)
        return self


@pytest.fixture
def desk(desk_office: Office, opens: Opens) -> DeskRobot:
    make.registered(desk_office, 1)
    return opens()


@pytest.fixture
def reader(desk: DeskRobot) -> Reader:
    return Reader(desk.screen)


def rest(qtbot: QtBot) -> None:
    """Until no key waits any more."""
    qtbot.wait(3 * BETWEEN)


class OtherScreen(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.note = TextField("یادداشت", "note")
        self.note.setParent(self)
        self.note.resize(300, 60)

    def arrive(self) -> None:
        self.note.setFocus()


@pytest.fixture
def elsewhere(desk: DeskRobot) -> Iterator[OtherScreen]:
    """Another screen than the desk, with half a sentence in its field."""
    other = OtherScreen()
    desk.screen.screens["report"] = Screen("report", "document_text", "گزارش", lambda: other)
    desk.screen.go("report")
    desk.type_on("نیمه")
    yield other
    other.deleteLater()


Script = Callable[[str], str]
SCRIPTS: list[Script] = [str, persian_digits, lambda digits: digits.translate(ARABIC)]


@pytest.mark.parametrize("script", SCRIPTS, ids=["latin", "persian", "arabic"])
def test_a_card_read_on_another_screen_puts_the_person_into_the_form(
    desk: DeskRobot, reader: Reader, elsewhere: OtherScreen, qtbot: QtBot, script: Script
) -> None:
    reader.type(script(KNOWN)).enter()
    qtbot.waitUntil(lambda: desk.title == "مریم کعبی")
    assert desk.screen.current_id == "desk"
    assert desk.focus == "موضوع"
    assert elsewhere.note.text() == "نیمه"


def test_a_card_of_somebody_new_begins_a_form_with_the_id(
    desk: DeskRobot, reader: Reader, elsewhere: OtherScreen, qtbot: QtBot
) -> None:
    reader.type(NEW).enter()
    qtbot.waitUntil(lambda: desk.text("شناسه") == NEW)
    assert desk.focus == "تلفن همراه"


def test_in_a_field_of_the_form_the_digits_are_not_typed_and_what_stands_there_waits_beside(
    desk: DeskRobot, reader: Reader, qtbot: QtBot
) -> None:
    desk.search(NEW).press("Enter").type("نام", "نرگس").type("موضوع", "سد معبر")
    reader.type(KNOWN).enter()
    qtbot.waitUntil(lambda: desk.title == "مریم کعبی")
    assert desk.text("موضوع") == ""
    assert "نرگس" in desk.aside


def test_in_the_box_what_was_half_typed_comes_back(desk: DeskRobot, reader: Reader, qtbot: QtBot) -> None:
    desk.search("شریف")
    reader.type(persian_digits(KNOWN)).enter()
    qtbot.waitUntil(lambda: desk.title == "مریم کعبی")
    desk.wait()
    assert (desk.box_text, desk.offers, desk.focus) == ("شریف", [], "موضوع")


def test_the_code_of_a_slip_shows_the_history_at_that_matter(
    desk_office: Office, desk: DeskRobot, reader: Reader, elsewhere: OtherScreen, qtbot: QtBot
) -> None:
    matters = (make.issue(), make.issue(subject="حفر چاه"))
    row = make.registered(desk_office, 2, particulars={"last_name": "دریس"}, issues=matters)
    reader.type(follow_up_code(row.issue_ids[1])).enter()
    qtbot.waitUntil(lambda: desk.title == "مریم دریس")
    desk.wait()
    assert desk.desk.area.history.table.current.subject == "حفر چاه"


def test_a_misread_number_takes_nobody_and_stands_in_the_box(desk: DeskRobot, reader: Reader, qtbot: QtBot) -> None:
    wrong = KNOWN[:9] + str((int(KNOWN[9]) + 1) % 10)
    reader.type(wrong).enter()
    desk.wait()
    qtbot.waitUntil(lambda: bool(desk.offers))
    assert (desk.box_text, desk.is_empty) == (wrong, True)


@pytest.mark.parametrize("after", [BETWEEN + 1, HAND])
def test_a_fast_hand_is_no_scanner(
    desk: DeskRobot, reader: Reader, elsewhere: OtherScreen, qtbot: QtBot, after: int
) -> None:
    reader.type(KNOWN, after=after).enter(after=after)
    rest(qtbot)
    assert desk.screen.current_id == "report"
    assert elsewhere.note.text() == f"نیمه{KNOWN}"


def test_a_key_that_is_held_down_is_no_scanner(
    desk: DeskRobot, reader: Reader, elsewhere: OtherScreen, qtbot: QtBot
) -> None:
    reader.type("1111111111", after=30, repeated=True).enter(after=30)
    rest(qtbot)
    assert (desk.screen.current_id, elsewhere.note.text()) == ("report", "نیمه1111111111")


@pytest.mark.parametrize("typed", ["12345", "1234567890123", "199a42731", "1990427316x"])
def test_a_burst_that_is_no_number_of_a_person_is_typed_in_its_order(
    desk: DeskRobot, reader: Reader, elsewhere: OtherScreen, qtbot: QtBot, typed: str
) -> None:
    reader.type(typed).enter()
    rest(qtbot)
    assert (desk.screen.current_id, elsewhere.note.text()) == ("report", f"نیمه{typed}")


def test_a_burst_without_enter_is_typed(desk: DeskRobot, reader: Reader, elsewhere: OtherScreen, qtbot: QtBot) -> None:
    reader.type(KNOWN)
    assert elsewhere.note.text() == "نیمه"
    rest(qtbot)
    assert elsewhere.note.text() == f"نیمه{KNOWN}"


def test_two_cards_one_after_the_other_are_two_people(
    desk_office: Office, desk: DeskRobot, reader: Reader, qtbot: QtBot
) -> None:
    make.registered(desk_office, 2, particulars={"last_name": "دریس"})
    reader.type(KNOWN).enter()
    qtbot.waitUntil(lambda: desk.title == "مریم کعبی")
    reader.type(make.national_id(2), after=FAST).enter()
    qtbot.waitUntil(lambda: desk.title == "مریم دریس")
    assert QApplication.focusWidget() is not None
