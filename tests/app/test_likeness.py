"""Somebody known is noticed before the same person is registered a second time."""

import pytest

from app import likeness, merging, visits
from app.domain.likeness import Why
from app.office import Office
from tests import make

NO_ID = {"national_id": "", "no_id_reason": "مدرک همراه نداشت"}


@pytest.fixture
def maryam(office: Office) -> int:
    return make.registered(office, 1).visitor_id


def noticed(office: Office, **typed: str) -> tuple[int, Why | None] | None:
    found = likeness.notice(office, {"first_name": "مریم", "last_name": "کعبی", **typed})
    return (found.person.id, found.why) if found else None


def test_who_has_the_name_and_the_phone_is_noticed(office: Office, maryam: int) -> None:
    assert noticed(office, mobile="۰۹۱۶ ۰۰۰ ۰۰۰۱") == (maryam, Why.MOBILE)
    assert noticed(office, mobile="09160000002") is None


def test_who_has_the_name_and_the_fathers_name_is_noticed(office: Office, maryam: int) -> None:
    assert noticed(office, father_name="جاسم", county="اهواز") == (maryam, Why.FATHER)


def test_who_has_the_name_and_an_id_one_digit_off_is_noticed(office: Office, maryam: int) -> None:
    right = make.national_id(1)
    assert noticed(office, national_id=right[:8] + right[9] + right[8]) == (maryam, Why.ID)


def test_nobody_is_noticed_without_a_name_or_with_the_id_that_he_has(office: Office, maryam: int) -> None:
    assert likeness.notice(office, {"first_name": "مریم", "mobile": "09160000001"}) is None
    assert noticed(office, national_id=make.national_id(1), mobile="09160000001") is None


def test_who_has_another_right_id_is_somebody_else(office: Office, maryam: int) -> None:
    assert noticed(office, national_id=make.national_id(2), mobile="09160000001") is None


def test_of_merged_records_the_one_who_stands_is_noticed_with_all_visits(office: Office, maryam: int) -> None:
    other = make.registered(office, 5, particulars=NO_ID).visitor_id
    merging.merge(office, maryam, other)
    found = likeness.notice(office, {"first_name": "مریم", "last_name": "کعبی", "mobile": "09160000005"})
    assert (found.person.id, found.visits) == (maryam, 2)
    right = make.national_id(2)
    assert noticed(office, mobile="09160000005", national_id=right) is None


def test_who_stands_in_the_form_is_not_noticed_again(office: Office, maryam: int) -> None:
    typed = {"first_name": "مریم", "last_name": "کعبی", "mobile": "09160000001"}
    assert likeness.notice(office, typed, but=maryam) is None


def test_whose_registration_was_taken_back_is_not_noticed(office: Office) -> None:
    row = make.registered(office, 1, particulars=NO_ID)
    visits.withdraw(office, row.visit_id)
    assert noticed(office, mobile="09160000001") is None


def test_all_who_are_alike_are_told_the_surest_first(office: Office) -> None:
    father = make.registered(office, 3, particulars={**NO_ID, "mobile": ""}).visitor_id
    phone = make.registered(office, 4, particulars={**NO_ID, "father_name": ""}).visitor_id
    found = likeness.alike(office, make.person(9, mobile="09160000004", national_id=""))
    assert [one.person.id for one in found] == [phone, father]
