"""The first start: three pages by keyboard, each refusal at its field, and the recovery code asked back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app import agency, home, presets, recovery_code
from app.domain.codes import AgencyKind, Weekday
from app.domain.counting import BEGINNING
from app.domain.persian.calendar import jalali
from app.office import Office
from app.presets import Preset
from app.unlock import unlock
from tests.conftest import CHEAP, PASSPHRASE, Clock
from tests.presets import NOW, Lays, lay, places
from tests.robots.setup import SetupRobot
from ui.setup.screen import SetupScreen
from ui.setup.view_model import WizardModel
from ui.worker import Worker

__all__ = ["lay"]

CONTINUE, BEGIN = "ادامه", "آغاز کار"
HEAD = "نام و نام خانوادگی رئیس دستگاه"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def wizard(qtbot: QtBot, worker: Worker, folder: Path, clock: Clock) -> SetupRobot:
    printed: list[str] = []
    screen = SetupScreen(
        WizardModel(worker, folder, clock=clock, kdf=CHEAP),
        worker,
        print_code=lambda _parent, _agency, code: not printed.append(code),
    )
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    robot = SetupRobot(qtbot, screen)
    robot.printed = printed
    return robot


def to_the_code(wizard: SetupRobot) -> SetupRobot:
    wizard.agency().go_to("نوع دستگاه").press("Enter")
    wizard.go_to("از تاریخ").press("Enter")
    wizard.user(PASSPHRASE).press("Enter")
    wizard.wait_to_see("کد بازیابی")
    return wizard


def opened(wizard: SetupRobot, act: str) -> Office:
    with wizard.qtbot.waitSignal(wizard.screen.opened) as signal:
        wizard.press(act)
    return signal.args[0]


def test_three_pages_by_keyboard_end_in_an_open_office(wizard: SetupRobot, folder: Path) -> None:
    to_the_code(wizard)
    code = wizard.code
    wizard.go_to("آن را در جای امنی گذاشتم").press("Space")
    for label, place in wizard.asked_back.items():
        wizard.type(label, code[place])
    with opened(wizard, "Enter") as office:
        details = agency.details(office)
        assert (details.name, details.code, details.county) == ("شهرداری نخلستان", "102168", "اهواز")
        assert agency.terms(office)[0].weekday is Weekday.SUN
        assert agency.terms(office)[0].since == BEGINNING
        assert agency.heads(office)[0].name == "فرهاد بهرامی"
        assert (office.user.login, office.user.name) == ("zahra", "زهرا موسوی")
        assert agency.word_lists(office).units
    with unlock(folder, PASSPHRASE, "zahra") as office:
        assert not recovery_code.is_due(office)


def test_enter_goes_through_the_fields_and_then_on(wizard: SetupRobot) -> None:
    wizard.agency().go_to("نام دستگاه").press("Enter", "Enter", "Enter", "Enter", "Enter")
    assert wizard.focus == "نوع دستگاه"
    wizard.press("Enter")
    assert wizard.sees("روز و ساعت دیدار")


def test_each_empty_field_is_refused_at_its_place_and_the_cursor_is_in_the_first(wizard: SetupRobot) -> None:
    wizard.type("کد دستگاه", "کد ۱").go_to("نوع دستگاه").press("Enter")
    assert wizard.sees("دستگاه شما")
    assert wizard.line_beside("نام دستگاه") == "نام دستگاه را وارد کنید."
    assert wizard.line_beside("کد دستگاه") == "کد باید ۱ تا ۳۲ حرف لاتین، رقم یا - باشد."
    assert wizard.line_beside("استان") == "استان را وارد کنید."
    assert wizard.line_beside("شهرستان") == "شهرستان را وارد کنید."
    assert wizard.line_beside(HEAD) == "نام و نام خانوادگی رئیس دستگاه را وارد کنید."
    assert wizard.focus == "نام دستگاه"
    assert wizard.text("کد دستگاه") == "کد ۱"


def test_the_county_list_is_the_provinces_and_takes_one_that_is_not_on_it(wizard: SetupRobot) -> None:
    wizard.agency(شهرستان="کنارک نو").go_to("نوع دستگاه").press("Enter")
    assert wizard.sees("روز و ساعت دیدار")
    wizard.press("Esc")
    assert wizard.text("شهرستان") == "کنارک نو"
    assert {choice.text for choice in wizard.field("شهرستان").edit.choices} > {"اهواز", "دزفول"}


def test_the_kind_of_agency_is_chosen_by_arrows(wizard: SetupRobot, folder: Path) -> None:
    wizard.agency().go_to("نوع دستگاه")
    while wizard.text("نوع دستگاه") != "شهرداری":
        wizard.press("Down")
    assert wizard.screen.model.answers["kind"] == AgencyKind.MUNICIPALITY


def test_escape_goes_a_page_back_and_keeps_all(wizard: SetupRobot) -> None:
    wizard.agency().go_to("نوع دستگاه").press("Enter")
    wizard.type("تا ساعت", "13:30").press("Enter")
    wizard.go_to("از تاریخ").press("Esc")
    assert wizard.text("نام دستگاه") == "شهرداری نخلستان"
    wizard.go_to("نوع دستگاه").press("Enter")
    assert wizard.text("تا ساعت") == "13:30"


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("از ساعت", "25:00", "ساعت درست نیست؛ مانند ۰۹:۳۰ بنویسید."),
        ("تا ساعت", "07:00", "پایان دیدار باید پس از آغاز آن باشد."),
        ("از تاریخ", "1405/07/31", "چنین روزی در تقویم نیست؛ ماه مهر در سال ۱۴۰۵، ۳۰ روز دارد."),
    ],
)
def test_an_hour_or_a_date_that_is_none_is_refused_at_its_field(
    wizard: SetupRobot, label: str, typed: str, said: str
) -> None:
    wizard.agency().go_to("نوع دستگاه").press("Enter")
    wizard.type(label, typed).go_to("از تاریخ").press("Enter")
    assert wizard.line_beside(label) == said
    assert wizard.focus == label


def test_the_weekday_by_arrows_the_hours_and_the_start_date_are_the_schedules(wizard: SetupRobot) -> None:
    wizard.agency().go_to("نوع دستگاه").press("Enter")
    wizard.go_to("روز دیدار").press("Left", "Space")
    wizard.type("از ساعت", "۹").type("از تاریخ", "۱۴۰۵/۰۴/۰۱")
    assert wizard.sentence == "شهرداری نخلستان، هر دوشنبه از ۹ تا ۱۲، مردم را چهره‌به‌چهره می‌پذیرد."
    new, _said = wizard.screen.model._read()
    assert (new.weekday, new.opens.hour, new.since) == (Weekday.MON, 9, jalali(1405, 4, 1))


def test_the_sentence_grows_with_the_answers(wizard: SetupRobot) -> None:
    assert wizard.sentence.startswith("دستگاه شما، هر یکشنبه از ۸ تا ۱۲")
    wizard.type("نام دستگاه", "بانک نخل")
    assert wizard.sentence.startswith("بانک نخل، هر یکشنبه از ۸ تا ۱۲")


@pytest.mark.parametrize(
    ("passphrase", "again", "label", "said"),
    [
        ("کوتاه", "کوتاه", "گذرواژه", "گذرواژه دست‌کم ۱۲ نویسه یا چهار واژهٔ پیشنهادی برنامه است."),
        ("شهرداری نخلستان", "شهرداری نخلستان", "گذرواژه", "نام دستگاه زود حدس زده می‌شود؛ گذرواژهٔ دیگری برگزینید."),
        (PASSPHRASE, "چیز دیگری است", "تکرار گذرواژه", "دو گذرواژه یکسان نیست؛ دوباره وارد کنید."),
    ],
)
def test_a_weak_passphrase_or_two_that_differ_are_refused(
    wizard: SetupRobot, folder: Path, passphrase: str, again: str, label: str, said: str
) -> None:
    wizard.agency().go_to("نوع دستگاه").press("Enter")
    wizard.go_to("از تاریخ").press("Enter")
    wizard.user(passphrase, again).press("Enter")
    assert wizard.line_beside(label) == said
    assert wizard.focus == label
    assert not home.has_store(folder)


def test_the_strength_of_the_passphrase_is_told_in_words(wizard: SetupRobot) -> None:
    wizard.agency().go_to("نوع دستگاه").press("Enter")
    wizard.go_to("از تاریخ").press("Enter")
    wizard.type("گذرواژه", "کوتاه")
    assert wizard.field("گذرواژه").line.note.text() == "ضعیف؛ دست‌کم ۱۲ نویسه یا چهار واژه بنویسید."
    wizard.type("گذرواژه", "یک جملهٔ دراز از خودم")
    assert wizard.field("گذرواژه").line.note.text() == "قوی"


def test_the_tick_wakes_the_beginning_and_covers_the_code(wizard: SetupRobot) -> None:
    to_the_code(wizard)
    assert all(len(group) == 6 and group.isdecimal() for group in wizard.code)
    assert len(wizard.code) == 8
    assert not wizard.is_awake(BEGIN)
    wizard.go_to("آن را در جای امنی گذاشتم").press("Space")
    assert wizard.is_awake(BEGIN)
    assert not any(group.isdecimal() for group in wizard.code)


def test_a_wrong_group_is_refused_at_its_field_and_the_work_does_not_begin(wizard: SetupRobot) -> None:
    to_the_code(wizard)
    code = wizard.code
    wizard.go_to("آن را در جای امنی گذاشتم").press("Space")
    first, second = wizard.asked_back
    wizard.type(first, code[wizard.asked_back[first]])
    wizard.type(second, "000000")
    with wizard.qtbot.assertNotEmitted(wizard.screen.opened, wait=50):
        wizard.press("Enter")
    assert wizard.line_beside(second).endswith("کد این نیست؛ با نسخهٔ خود مقایسه کنید.")
    assert wizard.focus == second
    wizard.screen.model.abandon()


def test_a_code_that_was_copied_leaves_the_clipboard_when_the_work_begins(wizard: SetupRobot) -> None:
    to_the_code(wizard)
    code = wizard.code
    wizard.go_to("کپی").press("Space")
    wizard.go_to("آن را در جای امنی گذاشتم").press("Space")
    for label, place in wizard.asked_back.items():
        wizard.type(label, code[place])
    with opened(wizard, "Enter"):
        assert QGuiApplication.clipboard().text() == ""


def test_the_code_is_copied_and_printed(wizard: SetupRobot) -> None:
    to_the_code(wizard)
    code = "-".join(wizard.code)
    wizard.go_to("کپی").press("Space")
    assert QGuiApplication.clipboard().text() == code
    wizard.go_to("چاپ").press("Space")
    assert wizard.printed == [code]
    wizard.screen.model.abandon()


def test_a_folder_that_cannot_be_written_is_said_over_the_buttons_and_all_is_kept(
    wizard: SetupRobot, folder: Path
) -> None:
    folder.parent.mkdir(exist_ok=True)
    (folder).mkdir()
    home.store(folder).write_bytes(b"")
    wizard.agency().go_to("نوع دستگاه").press("Enter")
    wizard.go_to("از تاریخ").press("Enter")
    wizard.user(PASSPHRASE).press("Enter")
    wizard.wait_to_see("در این پوشه پایگاه دادهٔ دفتر هست و به آن دست زده نشد.")
    assert wizard.text("نام کاربری") == "zahra"


def test_a_window_that_is_closed_on_the_codes_page_leaves_the_code_to_be_made_anew(
    wizard: SetupRobot, folder: Path
) -> None:
    to_the_code(wizard)
    wizard.screen.model.abandon()
    with unlock(folder, PASSPHRASE, "zahra") as office:
        assert recovery_code.is_due(office)


# what the IT department has set


@pytest.fixture
def preset(lay: Lays) -> Preset:
    return lay("province = خوزستان\ncounty = شوش\nweekday = tue\nhours = 8:30-12:00\nlock = province, weekday, hours")


def test_a_preset_has_filled_the_fields_in(preset: Preset, wizard: SetupRobot) -> None:
    assert (wizard.text("استان"), wizard.text("شهرستان")) == ("خوزستان", "شوش")
    assert wizard.sentence.startswith("دستگاه شما، هر سه‌شنبه از ۰۸:۳۰ تا ۱۲")
    wizard.type("شهرستان", "اهواز")
    assert wizard.text("شهرستان") == "اهواز", "what is not locked is only offered"


def test_the_keys_pass_over_what_is_locked_and_the_mouse_does_not_open_it(
    preset: Preset, wizard: SetupRobot, qtbot: QtBot
) -> None:
    wizard.go_to("کد دستگاه").press("Enter")
    assert wizard.focus == "شهرستان"
    wizard.press("Shift+Tab")
    assert wizard.focus == "کد دستگاه"
    province = wizard.field("استان")
    qtbot.mouseClick(province.edit, Qt.MouseButton.LeftButton, pos=QPoint(12, 20))
    assert not province.edit.open
    assert wizard.focus == "کد دستگاه"
    assert wizard.sees("واحد فناوری اطلاعات تعیین کرده است")


def test_the_locked_day_is_shown_and_not_to_be_chosen(preset: Preset, wizard: SetupRobot, qtbot: QtBot) -> None:
    texts = {"نام دستگاه": "شهرداری نخلستان", "کد دستگاه": "102168", HEAD: "فرهاد بهرامی"}
    for label, text in texts.items():
        wizard.type(label, text)
    wizard.go_to("نوع دستگاه").press("Enter")
    assert wizard.focus == "از تاریخ", "the one field of this page that is asked"
    day = wizard.screen.asking[1].weekday
    qtbot.mouseClick(day, Qt.MouseButton.LeftButton, pos=QPoint(day.width() - 10, 10))
    assert day.data() == Weekday.TUE
    wizard.press("Enter")
    wizard.user(PASSPHRASE).press("Enter")
    wizard.wait_to_see("کد بازیابی")
    new, _said = wizard.screen.model._read()
    assert (new.weekday, f"{new.opens:%H:%M}", new.county) == (Weekday.TUE, "08:30", "شوش")


def test_a_preset_that_anybody_could_have_written_is_named_and_fills_nothing_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "didar-preset.ini"
    path.write_text("province = یزد\nlock = province", encoding="utf-8")
    found = presets.read(places(path, trusted=lambda _path: False), NOW)
    monkeypatch.setattr(presets, "of_this_pc", lambda: found)
    wizard: SetupRobot = request.getfixturevalue("wizard")
    assert wizard.sees(str(path))
    assert wizard.sees("کاربران عادی")
    assert wizard.text("استان") == ""
    wizard.agency().go_to("نوع دستگاه").press("Enter")
    assert not wizard.sees("کاربران عادی")
