"""Slip, exit slip, ruling sheet, blank slips and the head's strip: what is on them, and that it stays on the paper."""

import datetime as dt
from dataclasses import replace

import pytest

from app.documents import blank_slips, exit_slip, head_strip, ruling_sheet, slip
from app.documents.blank_slips import BlankSlips
from app.documents.exit_slip import ExitSlip, Ordered
from app.documents.head_strip import HeadStrip, Promise
from app.documents.ruling_sheet import Matter, RulingSheet
from app.documents.slip import Place, Slip
from app.domain.codes import PaperSize
from app.domain.errors import Refused
from app.domain.persian.ids import follow_up_code, is_follow_up_code
from tests.app.documents.ink import margins, scanned, sizes
from tests.app.documents.readers import pdfium, poppler_turned

DAY = dt.date(2026, 9, 13)
MADE = dt.datetime(2026, 9, 13, 6, 12, tzinfo=dt.UTC)
CODE, OTHER = follow_up_code(21), follow_up_code(22)
SHOWN = "۲۵۰۵-۴۰۰۸"
HERE = Place("شهرداری نخلستان", dt.time(8), dt.time(12))
FAR = Place(
    "ادارهٔ کل حفاظت محیط زیست و منابع طبیعی و آبخیزداری استان خوزستان، معاونت توسعهٔ مدیریت",
    dt.time(8),
    dt.time(12),
    "خیابان امام خمینی، روبه‌روی پارک شهر، ساختمان شمارهٔ ۲، طبقهٔ سوم، اتاق ۳۱۲",
    "061-33224455",
)
LONG_UNIT = "معاونت برنامه‌ریزی و توسعهٔ سرمایهٔ انسانی و امور پشتیبانی"
SLIP = Slip(HERE, 21, DAY, dt.time(9, 42), (CODE,), MADE, before=6)
LONG_SLIP = Slip(
    FAR, 137, DAY, dt.time(11, 5), (CODE, OTHER), MADE, before=42, wait=130, name="سیدمحمدحسین موسوی‌نژاد بهبهانی"
)
EXIT = ExitSlip(
    replace(HERE, telephone="061-33224455"),
    21,
    DAY,
    (Ordered(CODE, "ظرف ۱۰ روز بازدید و اقدام شود", "فنی و عمرانی", dt.date(2026, 9, 23)),),
    MADE,
)
LONG_EXIT = ExitSlip(
    FAR,
    137,
    DAY,
    (
        Ordered(CODE, "موضوع در نخستین جلسهٔ کمیسیون بررسی و نتیجه اعلام شود. " * 6, LONG_UNIT, dt.date(2026, 9, 28)),
        Ordered(OTHER, head_only=True),
        Ordered(follow_up_code(3)),
    ),
    MADE,
)
SHEET = RulingSheet(
    "شهرداری نخلستان",
    "شهردار",
    21,
    DAY,
    dt.time(9, 42),
    "مریم کعبی",
    "فرزند جاسم، اهواز",
    "",
    (Matter(CODE, "درخواست", "آسفالت معابر", "کوچه خاکی است."),),
    ("۲۵ مرداد: آسفالت معابر؛ «بررسی و اقدام شود»؛ ۱۲ روز تأخیر",),
    ("فنی و عمرانی", "خدمات شهری"),
    ("۳ روز", "یک هفته", "بدون مهلت"),
    MADE,
)
LONG_SHEET = replace(
    SHEET,
    agency=FAR.agency,
    name="سیدمحمدحسین موسوی‌نژاد بهبهانی",
    with_whom="اهالی روستای دب حردان، ۱۲ نفر",
    matters=(Matter(CODE, "شکایت", "قطع مکرر آب", "شرح " * 300), Matter(OTHER, "گزارش", None)),
    earlier=SHEET.earlier * 5,
    units=(LONG_UNIT, *("خدمات شهری",) * 13),
)
BLANKS = BlankSlips("شهرداری نخلستان", DAY, 1, 8, MADE)
STRIP = HeadStrip(
    "شهرداری نخلستان",
    "شهردار: فرهاد بهرامی",
    DAY,
    38,
    21,
    3,
    (
        *(Promise(n, "بررسی و اقدام شود", "مریم کعبی", LONG_UNIT, dt.date(2026, 9, 23)) for n in range(1, 24)),
        Promise(24, None),
    ),
    MADE,
)
SMALL = (PaperSize.ROLL, PaperSize.A6)


def words(data: bytes) -> str:
    return "\n".join(line for page in pdfium(data) for line in page)


@pytest.mark.parametrize("size", SMALL)
def test_the_slip_says_number_day_hour_and_code(size, tmp_path):
    data = slip.draw(SLIP, size)
    lines = pdfium(data)[0]
    assert lines[:3] == ["شهرداری نخلستان", "شمارهٔ نوبت", "۲۱"]
    assert set(lines[3].replace("،", " ").split()) == {"یکشنبه", "۲۲", "شهریور", "۱۴۰۵", "ساعت", "ورود", "۰۹:۴۲"}
    told = "نتیجه با پیامک، نامه یا تماس به شما اطلاع داده می‌شود."
    assert lines[4:8] == ["نوبت‌های پیش از شما: ۶", "کد پیگیری", SHOWN, told]
    read = " ".join(poppler_turned(data, tmp_path))
    for word in ("شهرداری", "نخلستان", "۲۱", "شهریور", "کد", "پیگیری", SHOWN):
        assert word in read


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize(
    ("draw", "data", "codes"),
    [
        (slip.draw, SLIP, [CODE]),
        (slip.draw, LONG_SLIP, [CODE, OTHER]),
        (exit_slip.draw, EXIT, [CODE]),
        (exit_slip.draw, LONG_EXIT, [CODE, OTHER, follow_up_code(3)]),
    ],
)
def test_a_scanner_reads_the_codes_and_their_last_digit_is_right(draw, data, codes, size):
    assert scanned(draw(data, size)) == codes
    assert all(is_follow_up_code(code) for code in codes)


def test_the_ruling_sheets_bars_lead_back_to_each_issue():
    assert scanned(ruling_sheet.draw(LONG_SHEET)) == [CODE, OTHER]


@pytest.mark.parametrize(
    "data",
    [
        slip.draw(SLIP, PaperSize.ROLL),
        slip.draw(LONG_SLIP, PaperSize.ROLL),
        exit_slip.draw(LONG_EXIT, PaperSize.ROLL),
        head_strip.draw(STRIP, PaperSize.ROLL),
        blank_slips.draw(BLANKS, PaperSize.ROLL),
    ],
)
def test_on_a_roll_72_of_80_millimetres_are_drawn_and_6_are_left_for_the_cut(data):
    assert all(width == 80 for width, _height in sizes(data))
    left, _top, right, foot = margins(data)
    assert min(left, right) >= 3.8
    assert foot >= 6


@pytest.mark.parametrize(
    "data",
    [
        slip.draw(SLIP, PaperSize.A6),
        slip.draw(LONG_SLIP, PaperSize.A6),
        exit_slip.draw(LONG_EXIT, PaperSize.A6),
        head_strip.draw(STRIP, PaperSize.A6),
        blank_slips.draw(BLANKS, PaperSize.A6),
    ],
)
def test_on_a6_there_are_8_millimetres_of_white_all_round(data):
    assert set(sizes(data)) == {(105, 148)}
    assert min(margins(data)) >= 7.8


@pytest.mark.parametrize("data", [ruling_sheet.draw(SHEET), ruling_sheet.draw(LONG_SHEET)])
def test_the_ruling_sheet_is_a5(data):
    assert set(sizes(data)) == {(148, 210)}
    assert min(margins(data)) >= 9.5


def test_a_long_slip_is_longer_and_a_roll_never_breaks_it():
    short, long = slip.draw(SLIP, PaperSize.ROLL), exit_slip.draw(LONG_EXIT, PaperSize.ROLL)
    assert len(sizes(short)) == len(sizes(long)) == 1
    assert sizes(short)[0][1] < 100 < sizes(long)[0][1]


def test_nothing_is_lost_where_a6_breaks():
    text = words(exit_slip.draw(LONG_EXIT, PaperSize.A6))
    assert len(sizes(exit_slip.draw(LONG_EXIT, PaperSize.A6))) > 1
    assert text.count("کد پیگیری مورد") == 3
    assert text.count("نخستین جلسهٔ") + text.count("نخستین\nجلسهٔ") == 6
    strip = words(head_strip.draw(STRIP, PaperSize.A6))
    assert strip.count("مریم کعبی") == 23


def test_a6_has_hours_place_and_telephone_at_its_foot():
    text = words(slip.draw(LONG_SLIP, PaperSize.A6))
    for said in ("ساعت دیدار: ۰۸:۰۰ تا ۱۲:۰۰", "خیابان امام خمینی", "تلفن: ۰۶۱-۳۳۲۲۴۴۵۵"):
        assert said in text
    assert "ساعت دیدار" not in words(slip.draw(LONG_SLIP, PaperSize.ROLL))


def test_a_contact_outside_the_meeting_has_no_number():
    text = words(slip.draw(replace(SLIP, number=None, before=None), PaperSize.ROLL))
    assert "نوبت" not in text
    assert SHOWN in text


@pytest.mark.parametrize("size", SMALL)
def test_the_exit_slip_says_what_was_ordered_which_unit_by_when_and_whom_to_call(size):
    text = words(exit_slip.draw(EXIT, size)).replace("\n", " ")
    for said in (
        "برگهٔ پایان ملاقات", "ظرف ۱۰ روز بازدید و اقدام شود", "واحد اقدام‌کننده: فنی و عمرانی",
        "مهلت: چهارشنبه ۱ مهر ۱۴۰۵", "برای پیگیری با ۰۶۱-۳۳۲۲۴۴۵۵ تماس بگیرید و کد پیگیری را بگویید.", SHOWN,
    ):  # fmt: skip
        assert said in text


def test_without_a_telephone_the_exit_slip_leads_to_the_agency():
    data = replace(EXIT, where=HERE)
    text = words(exit_slip.draw(data, PaperSize.A6)).replace("\n", " ")
    assert "برای پیگیری، کد پیگیری را به شهرداری نخلستان بگویید." in text


def test_of_a_matter_for_the_head_alone_the_exit_slip_says_only_that_there_is_one():
    text = words(exit_slip.draw(LONG_EXIT, PaperSize.ROLL))
    assert "محتوای این مورد تنها نزد رئیس دستگاه است." in text
    assert "برای این مورد هنوز دستوری ثبت نشده است." in text


def test_the_ruling_sheet_has_history_matter_boxes_and_code():
    text = words(ruling_sheet.draw(SHEET))
    for said in (
        "مریم کعبی", "فرزند جاسم، اهواز", "۱۲ روز تأخیر", "درخواست: آسفالت معابر", "کوچه خاکی است.", "دستور شهردار:",
        "فنی و عمرانی", "خدمات شهری", "یک هفته", "بدون مهلت", "امضا:", SHOWN, "نوبت ۲۱",
    ):  # fmt: skip
        assert said in text


def test_a_visitor_with_two_issues_has_a_sheet_for_each():
    first, second = (" ".join(page) for page in pdfium(ruling_sheet.draw(LONG_SHEET)))
    assert "مورد ۱ از ۲" in first
    assert "بقیهٔ شرح در برنامه است." in first
    assert "محتوای این مورد تنها نزد رئیس دستگاه است." in second


@pytest.mark.parametrize("size", PaperSize)
def test_blank_slips_are_numbered_through_with_room_for_the_pen(size):
    text = words(blank_slips.draw(BLANKS, size))
    for number in "۱۲۳۴۵۶۷۸":
        assert f"شمارهٔ نوبت: {number}" in text
    assert text.count("ساعت ورود") == text.count("موضوع") == 8
    assert text.count("یکشنبه ۲۲ شهریور ۱۴۰۵") == 16
    assert len(sizes(blank_slips.draw(BLANKS, size))) == (2 if size is PaperSize.A4 else 8)


def test_without_a_day_the_date_is_left_to_the_pen():
    assert words(blank_slips.draw(replace(BLANKS, date=None), PaperSize.ROLL)).count("تاریخ:") == 16


@pytest.mark.parametrize(("first", "last"), [(0, 5), (5, 4), (1, 301), (-3, -1)])
def test_numbers_that_are_none_are_refused(first, last):
    with pytest.raises(Refused) as refused:
        blank_slips.draw(replace(BLANKS, first=first, last=last), PaperSize.ROLL)
    assert refused.value.field == "last"


@pytest.mark.parametrize("size", SMALL)
def test_the_heads_strip_sums_the_day_and_has_a_line_a_promise(size):
    text = words(head_strip.draw(STRIP, size))
    for said in ("دیدار کرده", "۳۸", "ارجاع", "۲۱", "وعده", "۲۴", "رفته", "شهردار: فرهاد بهرامی"):
        assert said in text
    assert "محتوای این مورد تنها نزد رئیس" in text


def test_a_phrase_that_ends_with_a_full_stop_goes_on_to_its_unit_as_one_sentence():
    promise = Promise(1, "بررسی و اقدام شود.", "مریم کعبی", "شهرسازی", dt.date(2026, 9, 23))
    text = words(head_strip.draw(replace(STRIP, promises=(promise,)), PaperSize.ROLL))
    assert "اقدام شود؛ شهرسازی؛" in text.replace("\n", " ")


@pytest.mark.parametrize("size", SMALL)
def test_the_same_slip_gives_the_same_bytes(size):
    assert slip.draw(SLIP, size) == slip.draw(replace(SLIP), size)
