"""Who may be the same person: what the secretary is asked about before saving."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.likeness import Particulars, Why, ids_one_off, near, one_off, why
from tests.make import national_id

MARYAM = Particulars("مریم", "کعبی", "جاسم", "09160000001", "اهواز", id=national_id(1))
NO_ID = Particulars("مریم", "کعبی", "جاسم", "09160000001", "اهواز")


def typed(**given: str) -> Particulars:
    return Particulars(**{"first_name": "مریم", "last_name": "کعبی", **given})


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"mobile": "09160000001"}, Why.MOBILE),
        ({"mobile": "09160000001", "first_name": "مريم", "last_name": "كعبي"}, Why.MOBILE),  # Arabic letters
        ({"mobile": "09160000001", "first_name": "زهرا"}, None),  # a sister with the same telephone
        ({"mobile": "09169999999"}, None),
        ({"father_name": "جاسم", "county": "اهواز"}, Why.FATHER),
        ({"father_name": "جاسم"}, Why.FATHER),  # the county is not typed yet
        ({"father_name": "جاسم", "county": "شوش"}, None),
        ({"father_name": "قاسم", "county": "اهواز"}, None),  # a name of four letters is another name
        ({"county": "اهواز"}, None),
        ({}, None),
    ],
)
def test_name_with_mobile_or_with_the_fathers_name_is_asked_about(given, because):
    assert why(typed(**given), MARYAM) is because


def test_a_name_that_is_spelled_otherwise_is_the_same_with_father_and_county():
    known = Particulars("عبدالرضا", "سواری", "ابراهیم", county="اهواز")
    assert why(Particulars("عبدالرضا", "سواریی", "ابراهیم", county="اهواز"), known) is Why.FATHER
    assert why(Particulars("عبدالرضا", "سواریی", "ابراهیم"), known) is None


def test_an_id_that_is_nearly_that_persons_is_asked_about():
    off = national_id(1)[:-1] + ("0" if national_id(1)[-1] != "0" else "1")
    assert why(typed(typed_id=off), MARYAM) is Why.ID
    assert why(typed(typed_id=off, first_name="زهرا"), MARYAM) is None


def test_two_right_ids_are_two_people_whatever_else_is_the_same():
    other = replace(MARYAM, id=national_id(2))
    assert why(other, MARYAM) is None


def test_who_came_without_an_id_may_be_one_with_an_id():
    assert why(NO_ID, MARYAM) is Why.MOBILE
    assert why(MARYAM, NO_ID) is Why.MOBILE


DIGITS = st.text("0123456789", min_size=2, max_size=10)
LETTERS = st.text("ابپتجدرسعمنوهی", max_size=8)


@given(DIGITS)
def test_for_every_number_those_one_digit_off_are_just_the_ones_that_are_made(digits):
    made = ids_one_off(digits)
    assert all(one_off(digits, one) and one_off(one, digits) for one in made)
    assert digits not in made
    assert len(made) >= 9 * len(digits)


@given(LETTERS, LETTERS)
def test_to_be_near_is_mutual(one, other):
    assert near(one, other) == near(other, one)


@given(st.text("ابپتجدرسعمنوهی", min_size=6, max_size=9), st.integers(0, 4), st.sampled_from("ابتر"))
def test_for_every_longer_name_one_slip_of_the_hand_is_near(name, at, letter):
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    for slip in (
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
        swapped,
    ):
        assert near(name, slip)


def test_a_number_is_not_one_off_from_itself_nor_from_one_of_another_length():
    assert not one_off("0012345679", "0012345679")
    assert not one_off("0012345679", "001234567")
