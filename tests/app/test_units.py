"""Whom one reaches in a unit, who heads it, whether it is another agency."""

import pytest

from app import closing, issues, outcomes, queue, referrals, rulings, timeline, units, words, worklist
from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.report import data
from app.story import What
from app.units import UnitParticulars
from app.words import Words
from app.worklist import Filters, Tab
from tests import make

QUARTER = Quarter(1405, 2)
KNOWN = UnitParticulars("خانم سواری", "۰۶۱ ۳۳۳۳ ۴۴۴۴", "مهندس چنانی", outside=True)


def test_what_is_known_of_a_unit_is_kept_and_emptied_again(office):
    first = units.of_office(office)[0]
    assert (first.name, first.place, first.particulars) == ("فنی و عمرانی", 1, UnitParticulars())
    assert units.describe(office, first.id, KNOWN)[0].particulars == KNOWN
    assert units.describe(office, first.id, UnitParticulars())[0].particulars == UnitParticulars()


def test_another_name_keeps_what_is_known_of_the_unit(office):
    first = units.of_office(office)[0]
    units.describe(office, first.id, KNOWN)
    words.change(office, Words.UNITS, first.id, "معاونت فنی")
    assert units.of_office(office)[0].particulars == KNOWN


def test_a_unit_that_is_offered_no_more_is_not_described(office):
    first = units.of_office(office)[0]
    words.put_away(office, Words.UNITS, first.id)
    with pytest.raises(Refused):
        units.describe(office, first.id, KNOWN)


def test_what_is_too_long_is_refused_at_its_field(office):
    with pytest.raises(Refused) as refused:
        units.describe(office, units.of_office(office)[0].id, UnitParticulars(contact="ن" * 201))
    assert refused.value.field == "contact"


# another name --------------------------------------------------------------------------------------------------------


@pytest.fixture
def unit(office):
    first = units.of_office(office)[0]
    units.describe(office, first.id, KNOWN)
    return first


def test_what_a_unit_has_in_hand_goes_by_its_new_name(office, clock, unit):
    issue_id, decided = (make.registered(office, number).issue_ids[0] for number in (1, 2))
    for one in (issue_id, decided):
        referrals.refer(office, one, [unit.name, "درآمد"])
    outcomes.record(office, decided, Status.RESOLVED)
    clock.tick()
    words.change(office, Words.UNITS, unit.id, "معاونت فنی")
    row = referrals.of_issue(office, issue_id)[0]
    assert (row.unit, row.of_unit) == ("معاونت فنی", KNOWN)
    assert set(worklist.units(office)) == {"معاونت فنی", unit.name}  # what is decided keeps the name of then
    assert [row.outside for row in worklist.page(office, Tab.OPEN, Filters(unit="معاونت فنی")).rows] == [True]
    (told,) = [one for one in timeline.of_issue(office, issue_id).events if "معاونت فنی" in one.what and not one.ahead]
    assert f"«{unit.name}»" in told.detail


def test_the_name_is_taken_back_and_what_another_had_stays_there(office, unit):
    theirs, others = (make.registered(office, number).issue_ids[0] for number in (1, 2))
    referrals.refer(office, theirs, unit.name)
    referrals.refer(office, others, "معاونت فنی")
    words.change(office, Words.UNITS, unit.id, "معاونت فنی")
    words.change(office, Words.UNITS, unit.id, unit.name)
    assert referrals.of_issue(office, theirs)[0].unit == unit.name
    assert referrals.of_issue(office, others)[0].unit == "معاونت فنی"
    assert all("«" not in one.detail for one in timeline.of_issue(office, theirs).events if one.kind is What.REFERRAL)


def test_another_name_of_its_unit_amends_no_closed_day(office, unit):
    row = make.registered(office)
    rulings.give(office, row.issue_ids[0], "اقدام شود", unit=unit.name)
    queue.leave(office, row.visit_id)
    closing.close(office, office.today())
    words.change(office, Words.UNITS, unit.id, "معاونت فنی")
    assert referrals.of_issue(office, row.issue_ids[0])[0].unit == "معاونت فنی"
    assert closing.of_day(office, office.today()).amendments == ()


def test_a_matter_that_is_reopened_goes_on_with_its_unit_under_the_name_that_it_has_by_then(office, clock, unit):
    issue_id = make.registered(office).issue_ids[0]
    referrals.refer(office, issue_id, [unit.name, "درآمد"])
    outcomes.record(office, issue_id, Status.RESOLVED)
    clock.tick()
    for name in ("معاونت فنی", "معاونت فنی و شهرسازی"):
        words.change(office, Words.UNITS, unit.id, name)
    clock.tick()
    outcomes.reopen(office, issue_id, "کار نیمه‌تمام است")
    row, other = referrals.of_issue(office, issue_id)
    assert (row.unit, row.of_unit, other.unit) == ("معاونت فنی و شهرسازی", KNOWN, "درآمد")
    assert f"«{unit.name}»" in repr(timeline.of_issue(office, issue_id))
    outcomes.take_back(office, issue_id)
    assert referrals.of_issue(office, issue_id)[0].unit == unit.name


def test_a_name_that_was_taken_back_leaves_alone_who_was_asked_under_it(office, clock, unit):
    issue_id = make.registered(office).issue_ids[0]
    referrals.refer(office, issue_id, "معاونت فنی")
    outcomes.record(office, issue_id, Status.RESOLVED)
    clock.tick()
    for name in ("معاونت فنی", unit.name):
        words.change(office, Words.UNITS, unit.id, name)
    outcomes.reopen(office, issue_id, "کار نیمه‌تمام است")
    assert [row.unit for row in referrals.of_issue(office, issue_id)] == ["معاونت فنی"]


def test_a_unit_that_was_put_into_the_list_later_takes_along_what_was_given_to_it_by_hand(office):
    issue_id = make.registered(office).issue_ids[0]
    rulings.give(office, issue_id, "اقدام شود", unit="امور  شهروندان")
    added = words.add(office, Words.UNITS, "امور شهروندان")[-1]
    words.change(office, Words.UNITS, added.id, "امور مردم")
    assert referrals.of_issue(office, issue_id)[0].unit == "امور مردم"
    assert issues.one(office, issue_id).unit == "امور مردم"


def test_what_is_signed_and_exported_has_the_unit_in_the_words_of_then(office, unit):
    issue_id = make.registered(office).issue_ids[0]
    rulings.give(office, issue_id, "اقدام شود", unit=unit.name)
    before = data.build(office, QUARTER, office.now())[0]["visits"]
    words.change(office, Words.UNITS, unit.id, "معاونت فنی")
    assert data.build(office, QUARTER, office.now())[0]["visits"] == before
    assert issues.one(office, issue_id).unit == "معاونت فنی"
    outcomes.record(office, issue_id, Status.RESOLVED)
    assert issues.one(office, issue_id).unit == unit.name  # it is over, and was given to the unit of that name
