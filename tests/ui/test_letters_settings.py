"""Letterhead and letters in the settings, by keyboard: saved at once, each change taken back."""

import io

from PIL import Image

from app import office_settings
from tests.ui.test_settings import robot  # noqa: F401 - the same window

GROUP = "نامه و سربرگ"


def page_of(robot):  # noqa: F811
    return next(group.page for group in robot.settings.groups if group.id == "letters")


def test_who_signs_and_from_where_letters_come_is_saved_and_taken_back(robot, desk_office):  # noqa: F811
    robot.open_group(GROUP)
    robot.type("امضاکنندهٔ نامه‌ها", "سارا امینی").press("Enter")
    robot.type("نشانی دستگاه", "اهواز، خیابان امام خمینی").press("Enter")
    robot.type("رونوشت نامه‌های متقاضیان", "بایگانی؛ روابط عمومی").press("Enter")
    kept = office_settings.of(desk_office)
    assert (kept.signer, kept.sender_address) == ("سارا امینی", "اهواز، خیابان امام خمینی")
    assert kept.letter_copies == ("بایگانی", "روابط عمومی")
    robot.press("Esc", "Ctrl+Z")
    assert office_settings.of(desk_office).letter_copies == ()


def test_an_odd_postal_code_is_kept_and_said(robot, desk_office):  # noqa: F811
    robot.open_group(GROUP).type("کد پستی دستگاه", "۰۲۳").press("Enter")
    assert office_settings.of(desk_office).sender_postal_code == "023"
    assert robot.line_beside("کد پستی دستگاه") == "کد پستی ۱۰ رقم است؛ لطفاً بررسی کنید."


def test_a_sheet_of_labels_has_a_label_at_least(robot, desk_office):  # noqa: F811
    robot.open_group(GROUP).type("برچسب در هر ردیف", "0").press("Enter")
    robot.type("حاشیهٔ بالا (میلی‌متر)", "12").press("Enter")
    kept = office_settings.of(desk_office)
    assert (kept.label_columns, kept.label_top) == (1, 12)


def test_an_emblem_is_taken_from_a_file_and_what_is_none_is_said_in_place(robot, desk_office, tmp_path):  # noqa: F811
    file = tmp_path / "emblem.png"
    page = page_of(robot)
    page._ask_file = lambda _parent: str(file)
    file.write_bytes(b"GIF89a")
    robot.open_group(GROUP).go_to("انتخاب نشان").press("Space")
    assert robot.sees("نشان سربرگ باید تصویر PNG یا JPEG باشد.")
    made = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(made, "PNG")
    file.write_bytes(made.getvalue())
    robot.go_to("انتخاب نشان").press("Space")
    robot.wait()
    assert office_settings.of(desk_office).emblem
    assert page.picture.isVisible()
    assert not page.picture.pixmap().isNull()
    robot.press("Ctrl+Z")
    robot.wait()
    assert office_settings.of(desk_office).emblem == ""
    assert not page.picture.isVisible()
