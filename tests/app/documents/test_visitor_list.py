"""The visitor list of a meeting day."""

import datetime as dt
from dataclasses import replace

from app.documents.visitor_list import DayList, DayRow, draw
from tests.app.documents.readers import pdfium, poppler

DAY = DayList(
    agency="فرمانداری شوش",
    date=dt.date(2026, 9, 13),
    opens=dt.time(8),
    closes=dt.time(12),
    made_at=dt.datetime(2026, 9, 13, 4, 0, tzinfo=dt.UTC),
    rows=(
        DayRow(1, "مریم کعبی", "حسن", "1990427316", "09163004172", ("انشعاب آب روستا", "آسفالت کوچه"), "نخستین مراجعه"),
        DayRow(2, "کاظم سواری", None, None, None, ("وام خوداشتغالی",), None, "دیدار کرده", "بررسی شود."),
    ),
)


def test_it_says_who_comes_with_what_on_which_day():
    (page,) = pdfium(draw(DAY))
    text = "\n".join(page)
    for words in (
        "فهرست مراجعه‌کنندگان", "فرمانداری شوش", "یکشنبه ۲۲ شهریور", "مریم کعبی", "فرزند حسن", "۱۹۹۰۴۲۷۳۱۶",
        "۰۹۱۶۳۰۰۴۱۷۲", "انشعاب آب روستا", "آسفالت کوچه", "نخستین مراجعه", "کاظم سواری", "بررسی شود.", "دیدار کرده",
    ):  # fmt: skip
        assert words in text


def test_a_long_day_has_its_heading_and_its_number_on_every_page(tmp_path):
    rows = tuple(replace(DAY.rows[0], number=number) for number in range(1, 61))
    data = draw(replace(DAY, rows=rows))
    pages = pdfium(data)
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert sum("نوبت" in line and "دستور" in line for line in page) == 1
        assert any(set(line.split()) >= {"صفحهٔ", "از"} for line in page), number
    assert sum("کعبی" in line for line in poppler(data, tmp_path)) == 60


def test_there_are_lines_for_the_pen_where_nothing_was_ruled():
    ruled = replace(DAY, rows=tuple(replace(row, ruling="بررسی شود.") for row in DAY.rows))
    assert draw(DAY) != draw(ruled)
    assert len(pdfium(draw(ruled))) == 1


def test_an_empty_day_says_so():
    (page,) = pdfium(draw(replace(DAY, rows=())))
    assert any("هنوز مراجعه‌کننده‌ای ثبت نشده است" in line for line in page)


def test_the_same_day_gives_the_same_bytes():
    assert draw(DAY) == draw(replace(DAY))


def test_what_was_typed_in_latin_keeps_its_brackets(tmp_path):
    latin = DayRow(1, "مریم کعبی", "حسن", None, None, ("(B/12",), None)
    assert any("(B/12" in line for line in poppler(draw(replace(DAY, rows=(latin,))), tmp_path))
