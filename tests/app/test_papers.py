"""The small papers gather a visit as the store has it, and say no more than the office wants."""

from dataclasses import replace

import pytest

from app import office_settings, papers, queue, rulings, visits
from app.domain.codes import Kind, Paper, PaperSize, Priority, Role
from app.domain.errors import Refused
from app.office import Office, SignedIn
from app.office_settings import OfficeSettings
from tests.app.documents.readers import pdfium
from tests.conftest import MEETING_DAY, Clock
from tests.make import issue, registered

SECRET = "رفتار ناشایست مدیر"


def words(data: bytes) -> str:
    return " ".join(line for page in pdfium(data) for line in page)


def slip(office: Office, visit_id: int) -> str:
    return words(papers.slip(office, visit_id, PaperSize.ROLL))


def test_there_is_neither_name_nor_subject_on_a_slip(office: Office) -> None:
    text = slip(office, registered(office).visit_id)
    assert "شهرداری نخلستان" in text
    assert "ساعت ورود ۰۹:۴۲" in text
    for personal in ("مریم", "کعبی", "آسفالت", "۰۹۱۶", "جاسم"):
        assert personal not in text


def test_the_name_is_on_it_when_the_office_wants_it(office: Office) -> None:
    office_settings.change(office, OfficeSettings(name_on_slip=True))
    row = registered(office)
    assert "مریم کعبی" in slip(office, row.visit_id)
    assert "مریم کعبی" in words(papers.exit_slip(office, row.visit_id, PaperSize.A6))
    assert "آسفالت" not in slip(office, row.visit_id)


def test_place_and_telephone_of_the_settings_stand_on_it(office: Office) -> None:
    office_settings.change(office, OfficeSettings(place="ساختمان مرکزی", telephone="061-33224455"))
    row = registered(office)
    assert "ساختمان مرکزی" in words(papers.slip(office, row.visit_id, PaperSize.A6))
    assert "۰۶۱-۳۳۲۲۴۴۵۵" in words(papers.exit_slip(office, row.visit_id, PaperSize.ROLL))


def test_it_says_how_many_turns_go_before(office: Office) -> None:
    rows = [registered(office, number) for number in range(1, 5)]
    assert "نوبت‌های پیش از شما: ۳" in slip(office, rows[3].visit_id)
    queue.call(office, rows[0].visit_id)
    queue.admit(office, rows[0].visit_id)
    visits.withdraw(office, rows[1].visit_id)
    assert "نوبت‌های پیش از شما: ۱" in slip(office, rows[3].visit_id)
    hurried = registered(office, 9, priority=Priority.ELDERLY)
    assert "نوبت‌های پیش از شما: ۰" in slip(office, hurried.visit_id)
    assert "نوبت‌های پیش از شما: ۲" in slip(office, rows[3].visit_id)


def test_it_says_about_how_long_the_wait_is_once_the_day_tells(office: Office, clock: Clock) -> None:
    for number in range(1, 4):
        row = registered(office, number)
        queue.call(office, row.visit_id)
        queue.admit(office, row.visit_id)
        clock.tick(10)
        queue.finish(office, row.visit_id)
    assert "انتظار" not in slip(office, registered(office, 4).visit_id)
    assert "انتظار: نزدیک به ۱۰ دقیقه" in slip(office, registered(office, 5).visit_id)


def test_who_does_not_wait_any_more_has_nobody_before_him(office: Office) -> None:
    row = registered(office)
    queue.call(office, row.visit_id)
    assert "نوبت‌های پیش از شما" not in slip(office, row.visit_id)


def test_a_contact_outside_the_meeting_gets_its_code(office: Office) -> None:
    text = slip(office, registered(office, kind=Kind.DAILY).visit_id)
    assert "شمارهٔ نوبت" not in text
    assert "کد پیگیری" in text


def test_the_exit_slip_tells_what_was_ordered(office: Office) -> None:
    row = registered(office)
    due = MEETING_DAY.replace(day=MEETING_DAY.day + 10)
    rulings.give(office, row.issue_ids[0], "بررسی و اقدام شود", unit="فنی و عمرانی", due=due)
    text = words(papers.exit_slip(office, row.visit_id, PaperSize.ROLL))
    for said in ("بررسی و اقدام شود", "فنی و عمرانی", "مهلت: چهارشنبه ۱ مهر ۱۴۰۵", "کد پیگیری"):
        assert said in text
    assert "آسفالت" not in text
    assert "کعبی" not in text


@pytest.mark.parametrize("role", [Role.HEAD, Role.SECRETARY])
def test_what_only_the_head_may_know_is_on_no_paper_whoever_prints_it(office: Office, role: Role) -> None:
    row = registered(office, issues=(issue(subject=SECRET, description=SECRET, head_only=True),))
    rulings.give(office, row.issue_ids[0], "دستور محرمانه", unit="حراست")
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (role,))
    for data in (
        papers.slip(office, row.visit_id, PaperSize.ROLL),
        papers.exit_slip(office, row.visit_id, PaperSize.ROLL),
        papers.ruling_sheet(office, row.visit_id),
    ):
        for secret in ("ناشایست", "محرمانه", "حراست"):
            assert secret not in words(data)
    assert "تنها نزد رئیس دستگاه است" in words(papers.ruling_sheet(office, row.visit_id))


def test_the_ruling_sheet_shows_what_was_promised_before(office: Office, clock: Clock) -> None:
    first = registered(office)
    rulings.give(office, first.issue_ids[0], "بررسی و اقدام شود", unit="درآمد", due=MEETING_DAY)
    hidden = registered(office, again=True, issues=(issue(subject=SECRET, head_only=True),))
    assert hidden.number == 2
    clock.set(9, day=MEETING_DAY.replace(day=MEETING_DAY.day + 7))
    row = registered(office, issues=(issue(subject="عوارض نوسازی"),), companions="4")
    text = words(papers.ruling_sheet(office, row.visit_id))
    for said in (
        "مریم کعبی", "فرزند جاسم", "۴ همراه", "«بررسی و اقدام شود»", "۷ روز تأخیر", "عوارض نوسازی", "دستور شهردار:",
        "فنی و عمرانی", "خدمات شهری", "یک ماه",
    ):  # fmt: skip
        assert said in text
    assert "ناشایست" not in text


def test_blank_slips_are_for_a_day_or_for_any(office: Office) -> None:
    assert "۲۲ شهریور" in words(papers.blank_slips(office, 1, 3, PaperSize.ROLL, MEETING_DAY))
    assert "تاریخ:" in words(papers.blank_slips(office, 1, 3, PaperSize.A4))


def test_a_registration_that_was_taken_back_has_no_papers(office: Office) -> None:
    row = registered(office)
    visits.withdraw(office, row.visit_id)
    for draw in (
        lambda: papers.slip(office, row.visit_id, PaperSize.ROLL),
        lambda: papers.exit_slip(office, row.visit_id, PaperSize.ROLL),
        lambda: papers.ruling_sheet(office, row.visit_id),
    ):
        with pytest.raises(Refused):
            draw()


def test_the_other_settings_stay_when_one_is_changed(office: Office) -> None:
    office_settings.change(office, OfficeSettings(telephone="111"))
    office_settings.change(office, replace(office_settings.of(office), capacity=40))
    assert office_settings.of(office).telephone == "111"


def test_a_papers_file_is_called_by_day_and_turn(office: Office) -> None:
    row = registered(office)
    assert papers.file_name(office, row.visit_id, Paper.EXIT_SLIP) == "didar-exit-slip-1405-06-22-1.pdf"
