"""With whom and for whom people come: groups, representatives, companies, guardians, foreigners."""

import datetime as dt
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app import corrections, lists, queue, search, visitors, visits, with_whom
from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.calendar import Quarter, jalali, numeric
from app.office import Office
from app.report import data
from db.models import Visit, Visitor
from tests.conftest import MEETING_DAY, Clock
from tests.make import national_id, person, registered, visit

COMPANY = "10380284898"
RUNNING = Quarter(1405, 2)
NO_ID = {"national_id": "", "father_name": ""}


def in_report(office: Office) -> list[dict[str, Any]]:
    return data.build(office, RUNNING, office.now())[0]["visits"]


def refusal(office: Office, **given: Any) -> str | None:
    with pytest.raises(Refused) as refused:
        visits.register(office, visit(**given))
    assert queue.of_day(office, MEETING_DAY) == []
    return refused.value.field


def stored(office: Office) -> Visit:
    with office.read() as session:
        return session.scalars(select(Visit)).one()


# a group ------------------------------------------------------------------------------------------------------------


def test_a_group_is_one_visit_with_one_issue_and_its_companions_are_no_visitors(office: Office) -> None:
    row = registered(office, group_name="هیئت روستای چم‌سرخ", companions="۴")
    assert (row.shown_name, row.name, row.head_count) == ("هیئت روستای چم‌سرخ", "مریم کعبی", 5)
    totals = data.build(office, RUNNING, office.now())[0]["totals"]
    assert (totals["visits"], totals["visitors"], totals["issues"]) == (1, 1, 1)


def test_a_group_without_a_head_count_is_asked_for_it(office: Office) -> None:
    assert refusal(office, group_name="اهالی کوی نرگس") == "companions"
    assert refusal(office, group_name="اهالی کوی نرگس", companions="0") == "companions"


def test_the_report_says_that_the_spokesperson_speaks_for_the_group(office: Office) -> None:
    registered(office, group_name="هیئت روستای چم‌سرخ", companions="4")
    (said,) = in_report(office)
    assert (said["first_name"], said["companions"], said["representing"]) == ("مریم", 4, "هیئت روستای چم‌سرخ")


# a representative ----------------------------------------------------------------------------------------------------


def test_a_representative_is_kept_with_principal_and_power_of_attorney(office: Office) -> None:
    registered(office, representing="یوسف حمیدی", attorney_number="۱۴۰۵/۱۲", attorney_date="1405/6/2")
    kept = stored(office)
    assert (kept.representing, kept.attorney_number) == ("یوسف حمیدی", "۱۴۰۵/۱۲")
    assert kept.attorney_date == jalali(1405, 6, 2)
    assert in_report(office)[0]["representing"] == "یوسف حمیدی"


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"attorney_number": "12"}, "representing"),
        ({"attorney_date": "1405/06/02"}, "representing"),
        ({"representing": "یوسف حمیدی", "attorney_date": "1405/07/31"}, "attorney_date"),
        ({"representing": "یوسف حمیدی", "attorney_date": "دیروز"}, "attorney_date"),
        ({"representing": "یوسف حمیدی", "attorney_date": "1405/06/23"}, "attorney_date"),
        ({"representing": "یوسف\x00حمیدی"}, "representing"),
        ({"representing": "ی" * 20_001}, "representing"),
        ({"representing": "ی" * 10_000, "legal_name": "ی" * 10_000}, "representing"),
    ],
)
def test_a_power_of_attorney_names_its_principal_and_is_of_a_day_that_has_come(
    office: Office, texts: dict[str, str], field: str
) -> None:
    assert refusal(office, **texts) == field


@given(days=st.integers(-20_000, 0))
def test_for_every_day_a_power_of_attorney_is_taken_up_to_today(days: int) -> None:
    date = MEETING_DAY + dt.timedelta(days=days)
    assert with_whom.attorney_date(numeric(date), MEETING_DAY) == date


@given(days=st.integers(1, 20_000))
def test_for_every_day_a_power_of_attorney_is_refused_after_today(days: int) -> None:
    with pytest.raises(Refused):
        with_whom.attorney_date(numeric(MEETING_DAY + dt.timedelta(days=days)), MEETING_DAY)


# a legal person ------------------------------------------------------------------------------------------------------


def test_a_company_is_kept_with_its_id_and_who_came_for_it(office: Office) -> None:
    registered(office, legal_name="شرکت آب نخلستان", legal_id="۱۰۳۸۰۲۸۴۸۹۸")
    kept = stored(office)
    assert (kept.legal_name, kept.legal_id, kept.first_name) == ("شرکت آب نخلستان", COMPANY, "مریم")
    (said,) = in_report(office)
    assert said["representing"] == "شرکت آب نخلستان"
    assert COMPANY not in repr(said)


def test_a_lawyer_of_a_company_speaks_for_both_in_the_report(office: Office) -> None:
    registered(office, legal_name="شرکت آب نخلستان", representing="مدیرعامل شرکت")
    assert in_report(office)[0]["representing"] == "مدیرعامل شرکت، شرکت آب نخلستان"


def test_a_companys_id_is_checked_and_belongs_to_a_name(office: Office) -> None:
    assert refusal(office, legal_name="شرکت آب", legal_id="10380284899") == "legal_id"
    assert refusal(office, legal_id=COMPANY) == "legal_name"


@given(first=st.text("0123456789", min_size=10, max_size=10))
def test_of_every_ten_digits_one_last_digit_makes_a_companys_id(first: str) -> None:
    def is_right(digits: str) -> bool:
        try:
            return ids.legal_id(digits) == digits
        except Refused:
            return False

    assert sum(is_right(first + last) for last in "0123456789") == 1


# a child -------------------------------------------------------------------------------------------------------------


def test_a_child_comes_with_a_guardian(office: Office) -> None:
    row = registered(office, guardian_name="جاسم کعبی", guardian_id=national_id(9))
    assert row.guardian_name == "جاسم کعبی"
    assert (stored(office).guardian_id, row.name) == (national_id(9), "مریم کعبی")


def test_a_guardian_may_be_a_foreigner_and_may_have_no_id_but_has_a_name(office: Office) -> None:
    assert refusal(office, guardian_id=national_id(9)) == "guardian_name"
    assert refusal(office, guardian_name="جاسم کعبی", guardian_id="0012345678") == "guardian_id"
    registered(office, 1, guardian_name="جاسم کعبی", guardian_id="101234567890")
    registered(office, 2, guardian_name="جاسم کعبی")


# foreigners and people without an id ---------------------------------------------------------------------------------


def test_a_foreigner_with_a_passport_needs_neither_id_nor_fathers_name(office: Office) -> None:
    row = registered(office, particulars={**NO_ID, "document": " p-0123 4567 "})
    assert (stored(office).document, row.father_name) == ("P01234567", None)


def test_the_same_passport_is_the_same_person_however_it_is_typed(office: Office, clock: Clock) -> None:
    first = registered(office, 1, particulars={**NO_ID, "document": "P 0123456"})
    clock.set(9, day=jalali(1405, 6, 29))
    again = registered(office, 2, particulars={**NO_ID, "document": "p-۰۱۲۳۴۵۶"})
    other = registered(office, 3, particulars={**NO_ID, "document": "P0123457"})
    assert first.visitor_id == again.visitor_id != other.visitor_id
    assert visitors.known(office, document="P0123456").id == first.visitor_id
    assert [hit.id for hit in search.find(office, "p0123456").hits] == [first.visitor_id]


def test_the_report_says_why_there_is_no_id_and_does_not_put_the_passports_number_there(office: Office) -> None:
    registered(office, particulars={**NO_ID, "document": "P0123456"})
    (said,) = in_report(office)
    assert (said["national_id"], said["foreign_id"]) == (None, None)
    assert said["no_id_reason"] == "تبعهٔ خارجی با گذرنامه یا کارت آمایش"
    assert "0123456" not in repr(said)


def test_with_a_passport_alone_each_visit_counts_as_one_visitor_as_whoever_reads_the_report_counts(
    office: Office, clock: Clock
) -> None:
    registered(office, 1, particulars={**NO_ID, "document": "P0123456"})
    clock.set(9, day=jalali(1405, 6, 29))
    registered(office, 1, particulars={**NO_ID, "document": "P0123456"})
    assert data.build(office, RUNNING, office.now())[0]["totals"]["visitors"] == 2


@pytest.mark.parametrize("typed", ["123", "گذرنامه", "P" * 21, "P01_23456"])
def test_what_is_no_number_of_a_document_is_refused(office: Office, typed: str) -> None:
    assert refusal(office, particulars={**NO_ID, "document": typed}) == "document"


@given(st.text("abcXYZ0123456789 -", min_size=1, max_size=24))
def test_a_documents_number_is_kept_in_one_form(typed: str) -> None:
    try:
        kept = ids.document(typed)
    except Refused:
        return
    assert ids.document(kept) == kept == ids.document(f" {typed.lower()} ")


def test_without_any_id_a_reason_is_asked_for_and_no_number_is_made_up(office: Office) -> None:
    assert refusal(office, particulars={"national_id": ""}) == "national_id"
    registered(office, particulars={"national_id": "", "no_id_reason": "از دادن شناسه خودداری کرد"})
    assert (stored(office).national_id, stored(office).no_id_reason) == (None, "از دادن شناسه خودداری کرد")


def test_who_gets_an_id_later_loses_the_reason_and_keeps_the_passport(office: Office) -> None:
    row = registered(office, particulars={**NO_ID, "document": "P0123456"})
    corrected = {**person(1), "foreign_id": "101234567890", "national_id": ""}
    visits.correct(office, row.visit_id, visit(arrived="9:42", particulars=corrected, visitor_id=row.visitor_id))
    kept = stored(office)
    assert (kept.foreign_id, kept.no_id_reason, kept.visitor_id) == ("101234567890", None, row.visitor_id)
    with office.read() as session:
        assert session.get_one(Visitor, row.visitor_id).document == "P0123456"


# correcting and paper ------------------------------------------------------------------------------------------------

ALL = {
    "companions": "4",
    "group_name": "هیئت روستای چم‌سرخ",
    "representing": "یوسف حمیدی",
    "attorney_number": "12",
    "attorney_date": "1405/06/02",
    "legal_name": "شرکت آب نخلستان",
    "legal_id": COMPANY,
    "guardian_name": "جاسم کعبی",
    "guardian_id": national_id(9),
}


def test_all_of_it_stands_in_the_form_again_to_be_corrected(office: Office) -> None:
    row = registered(office, **ALL)
    form = visits.written(office, row.visit_id).new
    assert {key: getattr(form, key) for key in ALL} == ALL
    visits.correct(office, row.visit_id, form)
    assert corrections.of_visit(office, row.visit_id) == []


def test_what_was_corrected_is_found_with_its_name_and_its_earlier_value(office: Office) -> None:
    row = registered(office, **ALL)
    visits.correct(office, row.visit_id, visit(arrived="9:42"))
    earlier = {one.field: one.before for one in corrections.of_visit(office, row.visit_id)}
    assert earlier == {
        "همراهان (نفر)": "4",
        "هیئت": "هیئت روستای چم‌سرخ",
        "به نمایندگی از": "یوسف حمیدی",
        "شمارهٔ وکالت‌نامه": "12",
        "تاریخ وکالت‌نامه": "1405/06/02",
        "شخص حقوقی": "شرکت آب نخلستان",
        "شناسهٔ ملی شخص حقوقی": COMPANY,
        "ولی یا سرپرست": "جاسم کعبی",
        "شناسهٔ ولی یا سرپرست": national_id(9),
    }


def test_the_days_list_says_with_whom_and_for_whom(office: Office) -> None:
    registered(office, 1, group_name="هیئت چم‌سرخ", companions="4")
    registered(office, 2, guardian_name="جاسم کعبی")
    drawn = pypdfium2.PdfDocument(lists.visitor_list(office, MEETING_DAY))
    said = " ".join(drawn[0].get_textpage().get_text_range().split())
    drawn.close()
    assert "۴ همراه، به نمایندگی از هیئت چم" in said
    assert "با سرپرستی جاسم کعبی" in said
