"""How a person is reached: whose number it is, what he wants, kept with him through all his records."""

from dataclasses import replace

import pytest

from app import merging, reach, search, visits
from app.domain.codes import Way
from app.domain.errors import Refused
from tests import make


@pytest.fixture
def visitor_id(office):
    return make.registered(office).visitor_id


def test_what_was_never_noted_is_what_the_visit_gave(office, visitor_id):
    stands = reach.of_person(office, visitor_id)
    assert (stands.name, stands.mobile, stands.address) == ("مریم کعبی", "09160000001", "خیابان نرگس، پلاک ۱۷")
    assert (stands.mobile_of, stands.no_sms, stands.prefers, stands.landline) == (None, False, None, None)


def test_a_relatives_number_and_a_wish_are_kept(office, visitor_id):
    stands = reach.of_person(office, visitor_id)
    wanted = replace(
        stands, mobile_of="پسر", no_sms=True, prefers=Way.CALL, landline="۰۶۱۳ ۳۳۳ ۴۴۴۴", postal_code="6135712345"
    )
    before = reach.change(office, visitor_id, wanted)
    assert reach.of_person(office, visitor_id) == replace(wanted, landline="06133334444")
    assert before == stands
    reach.change(office, visitor_id, before)
    assert reach.of_person(office, visitor_id) == stands


def test_another_mobile_is_the_persons_latest_and_finds_him(office, visitor_id):
    stands = reach.of_person(office, visitor_id)
    reach.change(office, visitor_id, replace(stands, mobile="۰۹۱۲ ۵۵۵ ۶۶۷۷"))
    assert reach.of_person(office, visitor_id).mobile == "09125556677"
    assert [hit.id for hit in search.find(office, "09125556677").hits] == [visitor_id]


def test_who_gives_another_number_at_his_next_visit_gives_his_own_but_still_wants_no_sms(office, visitor_id):
    stands = reach.of_person(office, visitor_id)
    reach.change(office, visitor_id, replace(stands, mobile_of="همسایه", no_sms=True, blocked_line="3000"))
    visits.register(office, make.visit(1, particulars={"mobile": "09125556677"}, again=True))
    later = reach.of_person(office, visitor_id)
    assert (later.mobile, later.mobile_of, later.blocked_line, later.no_sms) == ("09125556677", None, None, True)


def test_what_another_noted_while_the_form_stood_open_is_not_lost(office, visitor_id):
    seen = reach.of_person(office, visitor_id)
    with office.work("test", reach.Right.FOLLOW_UP) as work:
        reach._line_blocked(work, visitor_id, "3000")
    wanted = replace(seen, address="کوی نخل")
    with pytest.raises(Refused):
        reach.change(office, visitor_id, wanted, seen)
    stands = reach.of_person(office, visitor_id)
    assert (stands.address, stands.blocked_line) == (seen.address, "3000")
    reach.change(office, visitor_id, replace(stands, address="کوی نخل"), stands)
    assert reach.of_person(office, visitor_id) == replace(stands, address="کوی نخل")


def test_a_blocked_line_is_of_that_line_and_number_alone(office, visitor_id):
    with office.work("test", reach.Right.FOLLOW_UP) as work:
        reach._line_blocked(work, visitor_id, "3000")
    stands = reach.of_person(office, visitor_id)
    assert stands.is_blocked_for("3000")
    assert not stands.is_blocked_for("5000")
    reach.change(office, visitor_id, replace(stands, mobile="09125556677"))
    assert not reach.of_person(office, visitor_id).is_blocked_for("3000")


def test_records_that_are_one_person_share_it_and_part_with_it(office, visitor_id):
    other = make.registered(office, 2, particulars={"national_id": "", "no_id_reason": "همراه نداشت"}).visitor_id
    stands = reach.of_person(office, other)
    reach.change(office, other, replace(stands, mobile_of="پسر", prefers=Way.LETTER))
    merging.merge(office, visitor_id, other)
    assert reach.of_person(office, other).visitor_id == visitor_id
    assert reach.of_person(office, visitor_id).prefers is Way.LETTER
    merging.unmerge(office, other)
    assert reach.of_person(office, other).mobile_of == "پسر"
    assert reach.of_person(office, visitor_id).prefers is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"mobile": "0916"}, "mobile"),
        ({"landline": "۰۹۱۶۳۰۰۴۱۷۲"}, "landline"),
        ({"landline": "شماره"}, "landline"),
        ({"mobile": None, "mobile_of": "پسر"}, "mobile_of"),
        ({"mobile_of": "a\0b"}, "mobile_of"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(office, visitor_id, wrong, field):
    stands = reach.of_person(office, visitor_id)
    with pytest.raises(Refused) as refused:
        reach.change(office, visitor_id, replace(stands, **wrong))
    assert refused.value.field == field
    assert reach.of_person(office, visitor_id) == stands
