import pytest

from app.domain.errors import Refused
from app.register import headings
from app.register.rows import KEYS


def test_the_persian_headings_are_those_of_the_contract_in_its_order():
    assert list(headings.PERSIAN) == list(KEYS)
    assert headings.PERSIAN["kind"] == "نوع دیدار"
    assert headings.PERSIAN["arrived"] == "ساعت ورود"
    assert headings.PERSIAN["foreign_id"] == "شناسهٔ اتباع"
    assert headings.PERSIAN["type"] == "نوع"
    assert headings.PERSIAN["notified_on"] == "تاریخ اطلاع‌رسانی"
    assert headings.PERSIAN["samad_code"] == "کد رهگیری سامد"


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("national_id", "national_id"),
        (" National_ID ", "national_id"),
        ("كد ملي", "national_id"),
        ("کدملی", "national_id"),
        ("شناسه اتباع", "foreign_id"),
        ("واحد اقدام کننده", "unit"),
        ("تاريخ اطلاع رساني", "notified_on"),
    ],
)
def test_a_heading_is_its_key_or_its_persian_words_however_they_are_spelt(cell, key):
    assert headings.read([cell]).keys == (key,)


def test_unknown_columns_are_named_and_left_but_not_those_that_we_put_in_front():
    heading = headings.read(["line", "Reason", "kind", "ملاحظات", ""])
    assert heading.unknown == ("ملاحظات",)
    assert heading.by_key(["7", "x", "weekly", "خوب", ""]) == {"kind": "weekly"}


def test_a_column_that_is_there_twice_is_refused_even_in_the_other_language():
    with pytest.raises(Refused, match="نوع دیدار"):
        headings.read(["kind", "date", "نوع دیدار"])


def test_a_first_row_without_any_heading_of_the_register_is_refused():
    with pytest.raises(Refused):
        headings.read(["weekly", "1405/06/22"])
