"""The list for the guard says who is let in first, and nothing that a passer-by must not read."""

import datetime as dt

from app import bookings, gate
from app.bookings import NewBooking
from app.documents.gate_list import GateList, GateRow, draw
from app.office import Office
from tests.app.documents.readers import pdfium
from tests.conftest import MEETING_DAY
from tests.make import national_id

DAY = GateList(
    agency="فرمانداری شوش",
    date=dt.date(2026, 9, 13),
    opens=dt.time(8),
    closes=dt.time(12),
    made_at=dt.datetime(2026, 9, 13, 4, 0, tzinfo=dt.UTC),
    rows=(
        GateRow("نرگس شریفی", first=True),
        GateRow("مریم کعبی", dt.time(8, 30), companions=4),
        GateRow("کاظم سواری", dt.time(9), came=True),
    ),
)


def test_it_says_number_hour_name_and_companions_of_each() -> None:
    (page,) = pdfium(draw(DAY))
    text = "\n".join(page)
    for words in ("فهرست نگهبانی", "فرمانداری شوش", "یکشنبه ۲۲ شهریور", "نرگس شریفی", "نوبت اول", "مریم کعبی", "۰۸:۳۰"):
        assert words in text
    assert any("کاظم سواری" in line and "آمده" in line for line in page)
    assert any("مریم کعبی" in line and "۴" in line for line in page)


def test_there_are_empty_lines_for_those_who_come_without_a_booking() -> None:
    (page,) = pdfium(draw(DAY))
    assert any(line.strip() == "۱۵" for line in page)
    assert not any(line.strip() == "۱۶" for line in page)


def test_a_long_day_goes_on_with_its_heading_on_every_page() -> None:
    pages = pdfium(draw(GateList(**{**vars(DAY), "rows": DAY.rows * 20})))
    assert len(pages) > 2
    assert all(sum("نام خانوادگی" in line for line in page) == 1 for page in pages)


def test_the_same_day_gives_the_same_bytes() -> None:
    assert draw(DAY) == draw(GateList(**vars(DAY)))


def test_no_id_no_phone_and_no_matter_stand_in_it(office: Office) -> None:
    given = {"first_name": "مریم", "last_name": "کعبی", "mobile": "09163004172", "national_id": national_id(1)}
    bookings.book(office, NewBooking(given, subject="شکایت از همسایه", note="یادداشت"), MEETING_DAY)
    text = "\n".join(line for page in pdfium(gate.gate_list(office, MEETING_DAY)) for line in page)
    assert "مریم کعبی" in text
    for part in ("همسایه", "یادداشت", "۰۹۱۶", "09163004172", "۴۱۷۲", national_id(1)):
        assert part not in text
