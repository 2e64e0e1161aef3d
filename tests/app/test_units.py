"""Whom one reaches in a unit, who heads it, whether it is another agency."""

import pytest

from app import units, words
from app.domain.errors import Refused
from app.units import UnitParticulars
from app.words import Words

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
