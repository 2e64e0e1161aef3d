"""The settings by keyboard: saved at once, each change taken back in one press, and nothing typed is lost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app import holidays, office_settings, report_receiver, signing_settings, units, words
from app.domain.codes import ClosedDue
from app.domain.persian.calendar import jalali
from app.report import certificates
from app.security.rights import Role
from app.signing_settings import SigningSettings
from app.units import UnitParticulars
from app.words import Words
from tests.app.report import envelopes, hostile
from tests.app.report.softhsm import LIBRARY, person, plugged_in
from tests.robots.settings import SettingsRobot
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.palette import Theme
from ui.settings.screen import SettingsScreen
from ui.settings.view_model import SettingsModel
from ui.this_pc import AS_FILES
from ui.window import Screen, Window


@pytest.fixture
def robot(desk_office, worker, settings, qtbot) -> Iterator[SettingsRobot]:
    window = Window(OfficeInfo(), settings, PhysicalKeys())
    qtbot.addWidget(window)
    window.resize(1366, 768)

    def make() -> SettingsScreen:
        model = SettingsModel(desk_office, worker, settings, printers=lambda: ["پذیرش", "دفتر"])
        model.look_changed.connect(window.dress)
        return SettingsScreen(model)

    window.put_screens([Screen("settings", "settings", "تنظیمات", make, foot=True)])
    window.go("settings")
    yield SettingsRobot(qtbot, window, worker)
    settings.theme, settings.text_percent = Theme.LIGHT, 100
    window.dress()
    window.empty()


def texts(office, which):
    return [entry.text for entry in words.entries(office, which)]


def test_the_first_group_is_chosen_on_arrival_so_that_the_cursor_is_seen(robot):
    assert robot.focused is robot.settings.list
    assert robot.settings.list.current.title == "نوبت و صف"
    assert robot.settings.list.selectionModel().hasSelection()


def test_a_capacity_is_saved_by_enter_and_taken_back_by_ctrl_z(robot, desk_office):
    robot.open_group("نوبت و صف").type("ظرفیت نوبت قبلی در هر روز دیدار", "۴۰").press("Enter")
    assert office_settings.of(desk_office).capacity == 40
    assert robot.said == "ذخیره شد."
    robot.press("Escape", "Ctrl+Z")
    assert office_settings.of(desk_office).capacity == 0


def test_a_slip_of_the_finger_is_said_beside_the_field_and_not_saved(robot, desk_office):
    field = "نوبت در هر نیم‌ساعت"
    robot.open_group("نوبت و صف").type(field, "900").press("Enter")
    assert robot.line_beside(field) == "حداکثر ۵۰۰ نوبت در یک روز."
    assert robot.text(field) == "900"
    assert office_settings.of(desk_office).per_half_hour == 0


def test_the_second_lane_is_named_one_a_line(robot, desk_office):
    robot.open_group("نوبت و صف").type("پذیرندگان در کنار رئیس دستگاه", "کارشناس حقوقي\n\nمعاون\nمعاون").press("Tab")
    assert office_settings.of(desk_office).lanes == ("کارشناس حقوقی", "معاون")


def test_a_new_phrase_gets_the_next_digit_and_is_taken_back(robot, desk_office):
    before = texts(desk_office, Words.PHRASES)
    robot.open_group("عبارت‌ها و واحدها").type_on("به کمیسیون برود").press("Enter")
    assert texts(desk_office, Words.PHRASES) == [*before, "به کمیسیون برود"]
    assert robot.said == "«به کمیسیون برود» افزوده شد."
    robot.press("Ctrl+Z")
    assert texts(desk_office, Words.PHRASES) == before


def test_what_is_there_already_stays_typed_with_the_reason(robot, desk_office):
    words.add(desk_office, Words.PHRASES, "بررسی شود")
    robot.open_group("عبارت‌ها و واحدها").type_on("بررسي شود").press("Enter")
    assert robot.line_beside("عبارت تازه") == "«بررسی شود» در فهرست هست."
    assert robot.text("عبارت تازه") == "بررسی شود"
    assert robot.focus == "عبارت تازه"


def test_a_unit_is_moved_reworded_and_put_away_by_the_keys_of_the_list(robot, desk_office):
    for text in ("یک", "دو"):
        words.add(desk_office, Words.UNITS, text)
    last = len(texts(desk_office, Words.UNITS))
    robot.wait()
    robot.open_group("عبارت‌ها و واحدها").go_to("واحدهای اقدام‌کننده").press("End", "Alt+Up")
    assert texts(desk_office, Words.UNITS)[-2:] == ["دو", "یک"]
    robot.press("Enter", "Ctrl+A").type_on("دوم").press("Enter")
    assert texts(desk_office, Words.UNITS)[-2:] == ["دوم", "یک"]
    robot.press("Delete")
    assert len(texts(desk_office, Words.UNITS)) == last - 1
    robot.press("Ctrl+Z")
    assert texts(desk_office, Words.UNITS)[-2:] == ["دوم", "یک"]


def test_escape_leaves_the_wording_and_then_the_group(robot, desk_office):
    words.add(desk_office, Words.PHRASES, "بررسی شود")
    robot.wait()
    robot.open_group("عبارت‌ها و واحدها").go_to("عبارت‌های دستور").press("End", "Enter")
    assert robot.text("عبارت تازه") == "بررسی شود"
    robot.press("Escape")
    assert robot.text("عبارت تازه") == ""
    robot.press("Escape")
    assert robot.focus == "گروه‌های تنظیمات"


def test_the_look_of_this_pc_changes_at_once_and_back(robot, settings):
    robot.open_group("نما").press("Left", "Space")
    assert settings.theme is Theme.DARK
    robot.press("Escape", "Ctrl+Z")
    assert settings.theme is Theme.LIGHT


def test_where_nothing_can_be_kept_what_was_chosen_is_not_said_to_be(robot, settings, monkeypatch):
    monkeypatch.setattr(settings.store, "isWritable", lambda: False)
    robot.open_group("نما").press("Left", "Space")
    assert settings.theme is Theme.DARK
    assert robot.said.startswith("تا بستن دیدار برقرار است؛ تنظیمات این رایانه ذخیره نمی‌شود.")


def test_text_made_larger_by_ctrl_plus_is_shown_as_such(robot, settings):
    robot.open_group("نما").press("Ctrl++")
    robot.settings.refresh()
    assert settings.text_percent == 110
    robot.open_group("نما")
    assert robot.settings.groups[-1].page.text.data() == 110


def test_the_printer_of_slips_is_chosen_and_taken_back(robot, settings):
    robot.open_group("برگه‌ها و چاپگر")
    assert robot.text("چاپگر برگه‌های نوبت") == "بدون چاپگر"
    robot.go_to("چاپگر برگه‌های نوبت").press("Down")
    assert settings.printer == "پذیرش"
    robot.press("Escape", "Ctrl+Z")
    assert settings.printer == ""
    robot.open_group("برگه‌ها و چاپگر")
    assert robot.text("چاپگر برگه‌های نوبت") == "بدون چاپگر"


def test_a_printer_that_is_away_stays_chosen(robot, settings):
    settings.printer = "طبقهٔ دوم"
    robot.settings.refresh()
    robot.wait().open_group("برگه‌ها و چاپگر")
    assert robot.text("چاپگر برگه‌های نوبت") == "طبقهٔ دوم"


def test_papers_as_files_need_a_folder(robot, settings, tmp_path):
    settings.printer = AS_FILES
    robot.settings.refresh()
    robot.wait().open_group("برگه‌ها و چاپگر")
    page = robot.settings.pages.currentWidget().widget()
    page._ask_folder = lambda _parent, _before: str(tmp_path)
    robot.go_to("پوشهٔ پرونده‌ها").press("Enter")
    assert settings.files_folder == str(tmp_path)


def test_what_stands_on_slips_is_the_offices(robot, desk_office):
    robot.open_group("برگه‌ها و چاپگر").type("تلفن دفتر", "۰۶۱-۳۳۲۲۴۴۵۵").press("Enter")
    robot.go_to("نام مراجعه‌کننده روی برگه‌ها نوشته شود").press("Space")
    kept = office_settings.of(desk_office)
    assert (kept.telephone, kept.name_on_slip) == ("۰۶۱-۳۳۲۲۴۴۵۵", True)


def test_this_pc_prints_when_it_is_told_to(robot, settings):
    robot.open_group("برگه‌ها و چاپگر").go_to("هنگام ثبت مراجعه‌کننده، برگهٔ نوبت چاپ شود").press("Space")
    assert not settings.print_at_registration
    robot.go_to("پایان ملاقات دارای دستور، برگهٔ پایان ملاقات چاپ شود").press("Space")
    assert settings.print_at_exit


# the receiver of reports

LETTERS = "هشت نویسهٔ پایانی اثر انگشت"


def offers(robot, folder, made=None):
    """A certificate's file is chosen. What its receiver reads out of the fingerprint."""
    made = made or envelopes.certificate()
    (folder / "receiver.pem").write_bytes(made.public_bytes(envelopes.PEM))
    robot.offer_receiver(folder / "receiver.pem")
    return certificates.fingerprint(made)[-8:]


def test_a_receiver_is_taken_by_who_types_what_was_read_out_and_given_back_by_ctrl_z(robot, desk_office, tmp_path):
    robot.open_group("گیرندهٔ گزارش")
    assert robot.sees("گزارش‌ها بدون رمز تهیه می‌شود")
    heard = offers(robot, tmp_path)
    assert robot.focus == LETTERS
    robot.type_on(heard).press("Enter")
    usual = report_receiver.usual(desk_office)
    assert (usual.name, usual.own_copy) == ("دفتر بازرسی استانداری", True)
    assert "دفتر بازرسی استانداری" in robot.said
    assert robot.sees("تنها گیرنده می‌تواند آن‌ها را باز کند")
    robot.press("Ctrl+Z")
    assert report_receiver.usual(desk_office) is None


def test_the_letters_that_are_asked_for_stand_nowhere_on_the_screen(robot, tmp_path):
    heard = offers(robot, tmp_path)
    assert not robot.sees(heard[:4])
    assert not robot.sees(heard[4:])


def test_letters_that_are_not_the_fingerprints_are_said_at_the_field_and_stay_typed(robot, desk_office, tmp_path):
    offers(robot, tmp_path)
    robot.type_on("0123").press("Enter")
    assert robot.line_beside(LETTERS) == "هشت نویسه است: رقم‌ها و حرف‌های a تا f."
    robot.press("End").type_on("4567").press("Enter")
    assert robot.line_beside(LETTERS).startswith("این، هشت نویسهٔ پایانی اثر انگشت نیست")
    assert (robot.text(LETTERS), robot.focus) == ("01234567", LETTERS)
    assert report_receiver.usual(desk_office) is None


def test_the_letters_may_come_from_a_keyboard_that_stands_on_persian(robot, desk_office, tmp_path):
    heard = offers(robot, tmp_path).translate(str.maketrans("0123456789abcdef", "۰۱۲۳۴۵۶۷۸۹شذزیثب"))
    robot.type_on(heard).press("Enter")
    assert report_receiver.usual(desk_office) is not None


def test_another_key_in_the_receivers_place_is_said_with_both_fingerprints(robot, desk_office, tmp_path):
    before = report_receiver.choose(desk_office, *envelopes.chosen(), own_copy=True)
    heard = offers(robot, tmp_path, envelopes.on_a_curve()[1])
    assert robot.sees("این کلید با کلید کنونی یکی نیست")
    robot.type_on(heard).press("Enter")
    assert report_receiver.usual(desk_office).replaced == before.fingerprint
    assert robot.sees("این کلید جای کلید دیگری را گرفته است")
    assert robot.sees(before.fingerprint[:4])


def test_a_file_that_is_no_certificate_is_said_in_place(robot, desk_office, tmp_path):
    (tmp_path / "letter.pem").write_text("نامه")
    robot.offer_receiver(tmp_path / "letter.pem")
    assert robot.sees("پروندهٔ گیرنده گواهی ندارد")
    robot.press("Escape")
    assert robot.focus == "گروه‌های تنظیمات"


def test_escape_lets_an_offered_certificate_go(robot, desk_office, tmp_path):
    offers(robot, tmp_path)
    robot.press("Escape")
    assert robot.focus == "انتخاب پروندهٔ گواهی"
    assert not robot.sees("گواهی درون پرونده")


def test_the_offices_own_copy_and_the_receiver_himself_are_taken_out_with_a_way_back(robot, desk_office):
    report_receiver.choose(desk_office, *envelopes.chosen(), own_copy=True)
    robot.wait()
    robot.open_group("گیرندهٔ گزارش")
    robot.go_to("دفتر نیز با کلید خودش بتواند گزارش‌هایش را باز کند").press("Space")
    assert not report_receiver.usual(desk_office).own_copy
    robot.press("Ctrl+Z")
    assert report_receiver.usual(desk_office).own_copy
    robot.go_to("از این پس بدون گیرنده").press("Space")
    assert report_receiver.usual(desk_office) is None
    robot.press("Ctrl+Z")
    assert report_receiver.usual(desk_office).own_copy


def test_confidential_is_wanted_and_taken_back(robot, desk_office):
    robot.open_group("گیرندهٔ گزارش").go_to("«محرمانه» در همهٔ صفحه‌های گزارش نوشته شود").press("Space")
    assert office_settings.of(desk_office).confidential_reports
    robot.press("Ctrl+Z")
    assert not office_settings.of(desk_office).confidential_reports


def test_who_does_not_administer_sees_the_receiver_and_changes_nothing(desk_office, worker, settings, qtbot):
    receiver = report_receiver.choose(desk_office, *envelopes.chosen(), own_copy=True)
    desk_office.user = replace(desk_office.user, roles=(Role.SECRETARY,))
    model = SettingsModel(desk_office, worker, settings, printers=list)
    screen = SettingsScreen(model)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: worker.idle)
    screen.go_to("receiver")
    page = next(group.page for group in screen.groups if group.id == "receiver")
    assert receiver.name in page.usual.name.text()
    assert page.choose.isHidden()
    assert page.remove.isHidden()
    assert not page.own_copy.isEnabled()
    assert "گیرنده را تنها مدیر سامانه تغییر می‌دهد." in page.state.words.text()


# signing

LIBRARY_FIELD, TSA_FIELD = "کتابخانهٔ توکن (PKCS#11)", "نشانی مرجع مهر زمان"


def test_how_the_office_signs_is_saved_by_enter_and_taken_back(robot, desk_office):
    robot.open_group("امضا").type(TSA_FIELD, "https://tsa.example/").press("Enter")
    assert signing_settings.of(desk_office).tsa == "https://tsa.example/"
    assert robot.said == "ذخیره شد."
    robot.press("Escape", "Ctrl+Z")
    assert signing_settings.of(desk_office).tsa == ""
    assert robot.text(TSA_FIELD) == ""


def test_what_no_authority_or_library_could_be_is_said_at_its_field_and_stays_typed(robot, desk_office):
    robot.open_group("امضا").type(TSA_FIELD, "ftp://x").press("Enter")
    assert robot.line_beside(TSA_FIELD)
    assert robot.text(TSA_FIELD) == "ftp://x"
    robot.type(LIBRARY_FIELD, "/none/there.so").press("Enter")
    assert robot.line_beside(LIBRARY_FIELD) == "پرونده‌ای با این نام نیست."
    assert signing_settings.of(desk_office) == SigningSettings()


def test_tokens_are_seen_with_the_library_that_was_typed(robot, desk_office, tmp_path, monkeypatch):
    if LIBRARY is None:
        pytest.skip("softhsm2 IS MISSING: no token was looked for")
    hsm = plugged_in(tmp_path / "hsm", monkeypatch)
    hsm.token()
    hsm.hold(person(hostile.key(2)), hostile.key(2))
    robot.open_group("امضا").type(LIBRARY_FIELD, hsm.library).press("Ctrl+N")
    page = next(group.page for group in robot.settings.groups if group.id == "signing")
    robot.qtbot.waitUntil(lambda: bool(page.table.rows), timeout=10_000)
    (owner,) = page.table.rows
    assert (owner.label, owner.name) == ("didar", "عدنان غزی")
    assert signing_settings.of(desk_office).pkcs11 == hsm.library


def test_a_file_that_is_no_token_library_is_said_at_the_field(robot, tmp_path):
    (tmp_path / "a.so").write_bytes(b"no library")
    robot.open_group("امضا").type(LIBRARY_FIELD, str(tmp_path / "a.so")).press("Ctrl+N")
    robot.qtbot.waitUntil(lambda: bool(robot.line_beside(LIBRARY_FIELD)), timeout=10_000)
    assert "کتابخانهٔ توکن (PKCS#11) نیست" in robot.line_beside(LIBRARY_FIELD)


def test_only_who_administers_sees_how_the_office_signs(desk_office, worker, settings, qtbot):
    desk_office.user = replace(desk_office.user, roles=(Role.HEAD,))
    screen = SettingsScreen(SettingsModel(desk_office, worker, settings, printers=list))
    qtbot.addWidget(screen)
    assert "signing" not in [group.id for group in screen.groups]
    screen.show()
    qtbot.waitUntil(lambda: worker.idle)


def test_whom_one_reaches_in_a_unit_is_written_down_field_by_field_and_taken_back(robot, desk_office):
    robot.open_group("واحدها").press("Tab", "Enter")
    robot.type_on("خانم سواری").press("Enter").type_on("۰۶۱۳۳۳۳۴۴۴۴").press("Enter")
    robot.type_on("مهندس چنانی").press("Enter", "Tab")
    first = units.of_office(desk_office)[0]
    assert first.particulars == UnitParticulars("خانم سواری", "۰۶۱۳۳۳۳۴۴۴۴", "مهندس چنانی")
    robot.press("Escape", "Ctrl+Z")
    assert units.of_office(desk_office)[0].particulars.head == ""


def test_the_cursor_stays_in_the_list_of_units_while_its_fields_follow_the_row(robot, desk_office):
    described = units.of_office(desk_office)[1]
    units.describe(desk_office, described.id, UnitParticulars("آقای حمیدی"))
    robot.wait().open_group("واحدها").press("Tab", "Down")
    assert robot.text("رابط") == "آقای حمیدی"
    robot.press("Up")
    assert robot.text("رابط") == ""


def test_a_unit_that_is_there_already_stands_in_its_field_again(robot):
    robot.open_group("واحدها").type_on("درآمد").press("Enter")
    assert robot.line_beside("واحد تازه") == "«درآمد» در فهرست هست."
    assert robot.text("واحد تازه") == "درآمد"


def test_a_proposed_holiday_is_confirmed_by_space_and_taken_back(robot, desk_office):
    page = next(group.page for group in robot.settings.groups if group.id == "days")
    robot.open_group("مهلت و تعطیلات")
    ashura = next(row for row in page.table.rows if row.name == "عاشورا")
    page.table.setFocus()
    page.table.choose((ashura.date, ashura.name))
    assert not holidays.office_days(desk_office).closed(ashura.date)
    robot.press("Space")
    assert robot.said == "تعطیلی ۴ تیر تأیید شد."
    assert holidays.office_days(desk_office).closed(ashura.date)
    robot.press("Delete")
    assert not holidays.office_days(desk_office).closed(ashura.date)
    robot.press("Ctrl+Z")
    assert holidays.office_days(desk_office).closed(ashura.date)


def test_a_closure_is_added_by_its_day_and_name_and_a_day_twice_is_refused(robot, desk_office):
    page = next(group.page for group in robot.settings.groups if group.id == "days")
    robot.open_group("مهلت و تعطیلات")
    for _time in range(2):
        page.date.setFocus()
        robot.type_on("1405/07/05").press("Enter").type_on("تعطیلی به علت گرما").press("Enter")
    assert [row.name for row in page.table.rows if row.date == jalali(1405, 7, 5)] == ["تعطیلی به علت گرما"]
    assert robot.text("روز تعطیل دیگر") == "1405/07/05"
    assert "در فهرست هست" in robot.line_beside("روز تعطیل دیگر")


def test_the_clock_of_due_dates_is_the_offices_to_set(robot, desk_office):
    robot.open_group("مهلت و تعطیلات").type("مهلت پاسخ واحد (روز)", "10").press("Enter")
    robot.go_to("مهلتی که به روز تعطیل می‌افتد").press("Left", "Space")
    kept = office_settings.of(desk_office)
    assert (kept.due_days, kept.closed_due) == (10, ClosedDue.AS_IS)
    robot.type("مهلت پاسخ واحد (روز)", "0").press("Enter")
    assert robot.line_beside("مهلت پاسخ واحد (روز)") == "شمار روزها را از ۱ تا ۳۶۵ بنویسید."
    assert office_settings.of(desk_office).due_days == 10


def test_how_many_calls_come_before_a_letter_is_the_offices_to_set(robot, desk_office):
    robot.open_group("مهلت و تعطیلات").type("تماس‌های بی‌پاسخ پیش از نامه", "2").press("Enter")
    assert office_settings.of(desk_office).calls_before_letter == 2
    robot.type("تماس‌های بی‌پاسخ پیش از نامه", "0").press("Enter")
    assert robot.line_beside("تماس‌های بی‌پاسخ پیش از نامه") == "تعداد تماس را از ۱ تا ۹ بنویسید."
    assert office_settings.of(desk_office).calls_before_letter == 2
