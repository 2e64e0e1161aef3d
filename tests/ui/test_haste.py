"""The desk under hasty hands: on an old disk the store takes its time, and nobody waits for it between two keys."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from app import corrections, drafts, issues, visits
from app.office import Office
from tests import make
from tests.robots.desk import DeskRobot, Opens
from tests.robots.keys import press_here, type_here
from ui.worker import Worker

NARGES, KAZEM, YOUSEF = (make.national_id(n) for n in (77, 78, 79))
ONE = ("۱", "نرگس شریفی", "در انتظار")


class SlowWorker(Worker):
    """Each write takes a tenth of a second and more."""

    def write(self, owner, job, done=None, failed=None):
        def slowly():
            time.sleep(0.12)
            return job()

        return super().write(owner, slowly, done, failed)


@pytest.fixture
def worker(qapp) -> Iterator[Worker]:
    made = SlowWorker()
    yield made
    made.close()
    qapp.processEvents()


def hasty(*sequences: str) -> None:
    """Keys one after another, without waiting for what they do."""
    for sequence in sequences:
        press_here(sequence)
        QApplication.processEvents()


def burst(text: str) -> None:
    """As a barcode reader types."""
    for letter in text:
        type_here(letter)
        QApplication.processEvents()


def filled(desk: DeskRobot, national_id: str = NARGES, name: str = "نرگس شریفی") -> None:
    first, last = name.split()
    desk.search(national_id).press("Enter")
    desk.type("نام", first).type("نام خانوادگی", last).type("موضوع", "مستمری")


@pytest.mark.parametrize("between", [(), ("F2",), ("Ctrl+N",)])
def test_who_comes_next_is_not_lost_while_the_one_before_is_being_saved(desk: DeskRobot, between) -> None:
    filled(desk)
    hasty("Ctrl+S", *between)
    burst(KAZEM)
    hasty(*([] if "Ctrl+N" in between else ["Enter"]))
    desk.wait()
    assert desk.list_of_the_day == [ONE]
    assert desk.text("شناسه") == KAZEM
    assert desk.aside == ""


def test_what_is_on_its_way_to_the_store_is_not_put_aside_as_well(desk: DeskRobot) -> None:
    filled(desk)
    hasty("Ctrl+S", "Ctrl+W", "Esc")
    desk.wait()
    assert desk.list_of_the_day == [ONE]
    assert (desk.aside, desk.is_empty, desk.is_in_the_box) == ("", True, True)


def test_ctrl_s_pressed_twice_is_one_act_with_its_undo(desk: DeskRobot) -> None:
    filled(desk)
    hasty("Ctrl+S", "Ctrl+S")
    desk.wait()
    hasty("Ctrl+S")
    assert desk.list_of_the_day == [ONE]
    assert desk.says == "نرگس شریفی با نوبت ۱ ثبت شد."
    desk.undo()
    assert desk.list_of_the_day == []


def test_two_forms_saved_in_one_breath_are_both_registered(desk: DeskRobot) -> None:
    filled(desk, KAZEM, "کاظم مرادی")
    hasty("Ctrl+W")
    filled(desk)
    hasty("Ctrl+S")
    desk.desk.of_form.take_up(desk.desk.of_form._aside[0])
    hasty("Ctrl+S")
    desk.wait()
    assert desk.list_of_the_day == [ONE, ("۲", "کاظم مرادی", "در انتظار")]


def test_a_refusal_that_comes_late_does_not_tear_the_cursor_away(desk: DeskRobot) -> None:
    filled(desk)
    desk.press("Ctrl+S")
    desk.search(NARGES).press("Enter").type("موضوع", "سد معبر")
    hasty("Ctrl+S")
    burst(KAZEM)
    desk.wait()
    assert desk.says == ("نرگس شریفی ثبت نشد و کنار فرم ماند: این مراجعه‌کننده امروز ثبت شده است. دوباره ثبت شود؟")
    assert (desk.is_in_the_box, desk.box_text) == (True, KAZEM)
    desk.press("Enter")
    assert desk.text("شناسه") == KAZEM
    assert desk.list_of_the_day == [ONE]
    assert desk.aside == "کنار گذاشته: نرگس شریفی"
    desk.go_to("کنار گذاشته (۱)").press("Enter", "Ctrl+S", "Enter")
    assert [name for _turn, name, _state in desk.list_of_the_day] == ["نرگس شریفی", "نرگس شریفی"]


def test_what_is_refused_while_the_window_goes_is_kept_as_a_draft(
    desk_office: Office, opens: Opens, worker: Worker, qtbot
) -> None:
    make.registered(desk_office, 77)
    desk = opens()
    desk.search(NARGES).press("Enter").type("موضوع", "سد معبر")
    hasty("Ctrl+S")
    desk.screen.empty()
    qtbot.waitUntil(lambda: worker.idle)
    kept = drafts.take(desk_office, "desk")
    assert kept is not None
    assert kept.values["issues"][0]["subject"] == "سد معبر"


def test_f4_f7_f8_in_one_breath_follow_one_another(desk: DeskRobot) -> None:
    for national_id, name in ((NARGES, "نرگس شریفی"), (KAZEM, "کاظم مرادی")):
        filled(desk, national_id, name)
        desk.press("Ctrl+S")
    hasty("F4", "F7", "F8")
    desk.wait()
    assert desk.state_of("نرگس شریفی") == "دیدار کرده"
    hasty("F4", "Shift+F8")
    desk.wait()
    assert desk.state_of("کاظم مرادی") == "رفته"


@pytest.mark.parametrize("key", [Qt.Key.Key_F4, Qt.Key.Key_F5])
def test_a_key_that_is_held_acts_once(desk: DeskRobot, key: Qt.Key) -> None:
    for national_id, name in ((NARGES, "نرگس شریفی"), (KAZEM, "کاظم مرادی")):
        filled(desk, national_id, name)
        desk.press("Ctrl+S")
    acts = [act for act in desk.screen.findChildren(QAction) if key in [s[0].key() for s in act.shortcuts()]]
    assert acts
    assert not any(act.autoRepeat() for act in acts)


def test_the_reason_of_a_correction_waits_with_the_form(desk: DeskRobot, desk_office: Office) -> None:
    filled(desk)
    desk.press("Ctrl+S")
    desk.go_to_row("نرگس شریفی").press("Ctrl+E")
    desk.type("نام پدر", "یوسف").type("علت اصلاح", "جا افتاده بود").press("Ctrl+W")
    desk.undo()
    assert desk.text("علت اصلاح") == "جا افتاده بود"
    desk.press("Ctrl+S")
    written = visits.written(desk_office, desk.desk.model.rows[0].visit_id)
    assert written.new.particulars["father_name"] == "یوسف"


def test_who_is_only_looked_at_is_neither_put_aside_nor_corrected(desk: DeskRobot, desk_office: Office) -> None:
    filled(desk)
    desk.press("Ctrl+S")
    desk.go_to_row("نرگس شریفی").press("Ctrl+E", "Esc")
    assert (desk.aside, desk.is_empty) == ("", True)
    desk.go_to_row("نرگس شریفی").press("Ctrl+E", "Ctrl+S")
    assert desk.says == "چیزی تغییر نکرد."
    assert corrections.of_visit(desk_office, desk.desk.model.rows[0].visit_id) == []


# a ruling or an outcome that is half written --------------------------------------------------------------------------


def in_the_room(desk: DeskRobot) -> None:
    desk.search(NARGES).press("Enter").type("نام", "نرگس").type("نام خانوادگی", "شریفی").type("موضوع", "مستمری")
    desk.press("Ctrl+I").type_on("سد معبر").press("Ctrl+S", "F4", "F7")


def test_enter_pressed_twice_records_one_ruling_and_goes_to_the_next_issue(
    desk: DeskRobot, desk_office: Office
) -> None:
    in_the_room(desk)
    desk.press("F9").type_on("11")
    hasty("Enter", "Enter")
    desk.wait()
    assert "مورد ۲ از ۲" in desk.desk.area.ruling.about.text
    first, second = issues.of_visit(desk_office, desk.desk.model.rows[0].visit_id)
    assert (first.ruling is None, second.ruling) == (False, None)


def test_an_issue_that_was_passed_over_has_its_turn_before_the_strip_goes(desk: DeskRobot) -> None:
    in_the_room(desk)
    desk.press("F9", "Ctrl+Down").type_on("11").press("Enter")
    assert "مورد ۱ از ۲" in desk.desk.area.ruling.about.text
    desk.type_on("2").press("Enter")
    assert desk.is_in_the_box


def test_a_ruling_half_written_is_there_again_after_esc_and_another_issue(desk: DeskRobot) -> None:
    in_the_room(desk)
    desk.press("F9").type_on("21").press("Ctrl+Down").type_on("خودم پیگیری").press("Ctrl+Down", "Esc", "F9")
    strip = desk.desk.area.ruling
    assert (strip.groups[0].picked, strip.groups[1].picked) == ([1], [0])
    assert strip.text.text() == "طبق ضوابط اقدام شود"
    desk.press("Ctrl+Down")
    assert strip.text.text() == "خودم پیگیری"


def test_what_is_half_written_of_an_issue_is_there_again_after_the_lock(
    desk: DeskRobot, opens: Opens, worker: Worker, qtbot
) -> None:
    in_the_room(desk)
    desk.press("F9").type_on("خودم پیگیری می‌کنم").press("Esc", "F8")
    desk.go_to_row("نرگس شریفی").press("Ctrl+O", "Enter").type_on("عوارض از نو")
    desk.screen.empty()
    qtbot.waitUntil(lambda: worker.idle)
    again = opens()
    again.go_to_row("نرگس شریفی").press("F9")
    assert again.desk.area.ruling.text.text() == "خودم پیگیری می‌کنم"
    again.press("Esc").go_to_row("نرگس شریفی").press("Ctrl+O")
    assert again.text("شرح نتیجه برای متقاضی") == "عوارض از نو"


def test_what_was_recorded_leaves_no_draft(desk: DeskRobot, desk_office: Office, worker: Worker, qtbot) -> None:
    in_the_room(desk)
    desk.press("F9").type_on("خودم پیگیری می‌کنم")
    qtbot.waitUntil(lambda: drafts.take(desk_office, "desk.issues") is not None)
    desk.press("Enter")
    qtbot.waitUntil(lambda: drafts.take(desk_office, "desk.issues") is None)
