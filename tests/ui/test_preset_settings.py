"""The settings on a PC with a preset: what is locked is shown with its lock, can't be typed into, and is told of."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from app import backup_folder, office_settings, preset_taking, report_receiver, signing_settings
from app.domain.codes import Role
from app.office import Office, SignedIn
from app.report import certificates
from app.signing_settings import SigningSettings
from tests.app.report import envelopes
from tests.presets import Lays, lay
from tests.robots.settings import SettingsRobot
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.settings.screen import SettingsScreen
from ui.settings.view_model import SettingsModel
from ui.style import look
from ui.this_pc import Settings
from ui.widgets.row_lines import broken
from ui.window import Screen, Window
from ui.worker import Worker

__all__ = ["lay"]

DAYS, SIGNING, RECEIVER, BACKUP, PRESET = "مهلت و تعطیلات", "امضا", "گیرندهٔ گزارش", "پشتیبان", "واحد فناوری اطلاعات"
DUE = "مهلت پاسخ واحد (روز)"
BY_WHOM = "واحد فناوری اطلاعات تعیین کرده است"
FOLDER = "پوشهٔ نسخه‌های پشتیبان"
Opens = Callable[[], SettingsRobot]


@pytest.fixture
def opens(desk_office: Office, worker: Worker, settings: Settings, qtbot: QtBot) -> Iterator[Opens]:
    """Open the settings, after the preset was laid."""
    windows: list[Window] = []

    def open_() -> SettingsRobot:
        window = Window(OfficeInfo(), settings, PhysicalKeys())
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(1366, 768)
        make = lambda: SettingsScreen(SettingsModel(desk_office, worker, settings, printers=list))  # noqa: E731
        window.put_screens([Screen("settings", "settings", "تنظیمات", make, foot=True)])
        window.go("settings")
        return SettingsRobot(qtbot, window, worker)

    yield open_
    for window in windows:
        window.empty()


def box(robot: SettingsRobot, text: str) -> QCheckBox:
    return next(one for one in robot.screen.findChildren(QCheckBox) if one.text() == text)


def test_a_locked_number_of_days_is_passed_over_and_a_locked_switch_is_asleep(opens: Opens, lay: Lays) -> None:
    lay("due_days = 15\nthursdays_closed = no\nlock = due_days, thursdays_closed")
    robot = opens().open_group(DAYS)
    assert robot.focus != DUE
    days = robot.field(DUE)
    assert (days.text(), days.edit.isReadOnly(), days.edit.focusPolicy()) == ("15", True, Qt.FocusPolicy.NoFocus)
    assert robot.sees(BY_WHOM)
    assert not box(robot, "پنج‌شنبه‌ها نیز تعطیل است").isEnabled()


def test_where_the_library_and_the_authority_are_locked_neither_is_chosen_and_the_file_still_is(
    opens: Opens, lay: Lays, desk_office: Office, tmp_path: Path
) -> None:
    (tmp_path / "token.so").touch()
    lay(f"pkcs11 = {tmp_path / 'token.so'}\ntsa = https://tsa.example.ir/\nlock = pkcs11, tsa")
    preset_taking.take(desk_office, preset_taking.waiting(desk_office))
    robot = opens().open_group(SIGNING)
    assert robot.focus != "کتابخانهٔ توکن (PKCS#11)"
    robot.type("پروندهٔ گواهی معمول (\u2066.p12, .pfx\u2069)", __file__).press("Enter")
    assert signing_settings.of(desk_office) == SigningSettings(
        str(tmp_path / "token.so"), __file__, "https://tsa.example.ir/"
    )


def test_what_was_not_taken_yet_is_said_at_its_locked_field(opens: Opens, lay: Lays, desk_office: Office) -> None:
    lay("tsa = https://tsa.example.ir/\nlock = tsa")
    robot = opens().open_group(SIGNING)
    assert robot.text("نشانی مرجع مهر زمان") == ""
    assert robot.sees("هنوز پذیرفته نشده است")
    preset_taking.take(desk_office, preset_taking.waiting(desk_office))
    robot.settings.refresh()
    robot.wait()
    assert robot.text("نشانی مرجع مهر زمان") == "https://tsa.example.ir/"
    assert not robot.sees("هنوز پذیرفته نشده است")


def test_a_locked_receiver_is_shown_and_can_not_be_replaced_or_taken_out(
    opens: Opens, lay: Lays, desk_office: Office, tmp_path: Path
) -> None:
    (tmp_path / "inspection.pem").write_bytes(envelopes.certificate().public_bytes(envelopes.PEM))
    lay(
        "receiver_certificate = inspection.pem\nconfidential_reports = no\n"
        "lock = receiver_certificate, confidential_reports"
    )
    preset_taking.take(desk_office, preset_taking.waiting(desk_office))
    robot = opens().open_group(RECEIVER)
    assert robot.sees("دفتر بازرسی استانداری")
    assert robot.sees("گیرنده را واحد فناوری اطلاعات تعیین کرده است.")
    page = robot.page("receiver")
    assert not page.choose.isVisible()
    assert not page.remove.isVisible()
    assert not page.confidential.isEnabled()
    copy = page.own_copy.text()
    robot.go_to(copy).press("Space")
    usual = report_receiver.usual(desk_office)
    assert usual is not None
    assert usual.own_copy is False, "who else can read is still the office's"


def test_what_is_locked_without_a_value_can_not_be_typed_into_either(opens: Opens, lay: Lays) -> None:
    lay(
        "due_days = 0\nthursdays_closed = x\ntsa = x\nbackup_folder = x\n"
        "lock = due_days, thursdays_closed, tsa, backup_folder"
    )
    robot = opens().open_group(DAYS)
    assert robot.field(DUE).locked
    assert not box(robot, "پنج‌شنبه‌ها نیز تعطیل است").isEnabled()
    robot.open_group(SIGNING)
    assert robot.field("نشانی مرجع مهر زمان").locked
    robot.open_group(BACKUP)
    assert robot.field(FOLDER).locked


HELD = "receiver_certificate = none.pem\nlock = receiver_certificate"


def test_a_receiver_that_is_locked_without_a_value_stays_and_only_its_renewed_certificate_is_taken(
    opens: Opens, lay: Lays, desk_office: Office, tmp_path: Path
) -> None:
    first, renewed = envelopes.certificate(), envelopes.certificate(days=3651)
    another = envelopes.on_a_curve()[1]
    its_own, other = tmp_path / "renewed.pem", tmp_path / "another.pem"
    its_own.write_bytes(renewed.public_bytes(envelopes.PEM))
    other.write_bytes(another.public_bytes(envelopes.PEM))
    typed = certificates.fingerprint(first)[-8:]
    report_receiver.choose(desk_office, first.public_bytes(envelopes.PEM), typed, own_copy=True)
    lay(HELD)
    robot = opens()
    robot.open_group(RECEIVER)
    assert robot.sees("«گیرندهٔ گزارش» را قفل کرده است")
    assert robot.sees("گواهی تازهٔ همین کلید را می‌توانید برگزینید.")
    assert not robot.page("receiver").remove.isVisible()
    robot.offer_receiver(other).type_on(certificates.fingerprint(another)[-8:]).press("Enter")
    assert robot.page("receiver").refused.words.text().startswith("واحد فناوری اطلاعات «گیرندهٔ گزارش» را قفل کرده است")
    robot.offer_receiver(its_own).type_on(typed).press("Enter")
    usual = report_receiver.usual(desk_office)
    assert usual is not None
    assert usual.pem == renewed.public_bytes(envelopes.PEM).decode()


def test_where_nobody_was_chosen_before_such_a_lock_nobody_can_be(
    opens: Opens, lay: Lays, desk_office: Office, tmp_path: Path
) -> None:
    lay(HELD)
    (tmp_path / "receiver.pem").write_bytes(envelopes.certificate().public_bytes(envelopes.PEM))
    robot = opens().offer_receiver(tmp_path / "receiver.pem")
    assert robot.sees("گزارش‌ها بدون رمز تهیه می‌شود")
    assert robot.sees("«گیرندهٔ گزارش» را قفل کرده است")
    assert not robot.sees("گواهی تازهٔ همین کلید")
    assert not robot.page("receiver").choose.isVisible()
    assert not robot.page("receiver").offered.isVisible()


def test_the_backups_folder_is_kept_by_enter_and_taken_back(opens: Opens, desk_office: Office) -> None:
    robot = opens().open_group(BACKUP)
    assert robot.sees("هنوز نسخهٔ پشتیبان گرفته نشده است.")
    robot.type(FOLDER, "Backups").press("Enter")
    assert robot.line_beside(FOLDER) == "پوشه را با نشانی کامل آن برگزینید."
    robot.type(FOLDER, "/media/usb").press("Enter")
    assert backup_folder.of(desk_office) == "/media/usb"
    robot.press("Escape", "Ctrl+Z")
    assert backup_folder.of(desk_office) == ""


def test_a_folder_that_this_user_may_not_change_is_shown(opens: Opens, lay: Lays, desk_office: Office) -> None:
    backup_folder.change(desk_office, "/media/usb")
    desk_office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    robot = opens()
    robot.settings.go_to("backup")
    assert robot.text(FOLDER) == "/media/usb"
    assert robot.sees("تنها مدیر سامانه تغییر می‌دهد")
    assert robot.field(FOLDER).edit.isReadOnly()


def test_a_group_of_its_own_tells_what_holds_what_waits_and_what_was_bad(
    opens: Opens, lay: Lays, desk_office: Office
) -> None:
    lay("due_days = 10\nthursdays_closed = yes\ntsa = https://tsa.example.ir/\nweekday = some\nlock = due_days")
    preset_taking.follow(desk_office)
    robot = opens()
    robot.settings.go_to("preset")
    robot.wait()
    page = robot.page("preset")
    model = page.table.model()
    rows = [[column.get(row) for column in model.columns] for row in page.table.rows]
    assert [(row[1].strip("\u2069\u2066"), *row[2:]) for row in rows] == [
        ("۱۰", "به کار می‌رود", "قفل"),
        ("بله", "دفتر مقدار خود را دارد", ""),
        ("https://tsa.example.ir/", "منتظر مدیر سامانه", ""),
    ]
    assert robot.sees("سطر ۴")
    assert robot.sees("didar-preset.ini")
    assert office_settings.of(desk_office).due_days == 10


def test_without_a_preset_there_is_no_such_group(opens: Opens) -> None:
    assert PRESET not in [group.title for group in opens().settings.groups]


def test_no_part_of_the_settings_comes_up_as_a_window_of_its_own(opens: Opens) -> None:
    robot = opens()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [robot.screen]
    assert QApplication.activeWindow() is robot.screen


def test_a_path_of_persian_letters_keeps_its_parts_in_order_and_both_its_ends(opens: Opens, lay: Lays) -> None:
    folder = "/srv/نسخه های پشتیبان/شهرداری نخلستان/" + "x" * 90
    lay(f"backup_folder = {folder}")
    robot = opens()
    robot.settings.go_to("preset")
    robot.wait()
    page = robot.page("preset")
    (row,) = page.table.rows
    words = page.table.model().columns[1].get(row)
    assert words == "\u2066/\u200esrv/\u200eنسخه های پشتیبان/\u200eشهرداری نخلستان/\u200e" + "x" * 90 + "\u2069"
    assert broken(words, look().font("words"), 200) == (words,), "half of it in a second line would turn round"


def test_of_a_wrong_file_with_thousands_of_lines_some_are_shown_and_the_rest_is_counted(
    opens: Opens, lay: Lays
) -> None:
    lay("چیز دیگری\n" * 5000)
    robot = opens()
    robot.settings.go_to("preset")
    robot.wait()
    assert robot.sees("سطر ۲۰")
    assert not robot.sees("سطر ۲۱")
    assert robot.sees("و ۴۹۸۰ مورد دیگر")
