"""The words with which a new office begins."""

import pytest

from app.domain.codes import AgencyKind
from app.domain.persian.text import normalise
from app.starting_lists import for_kind

HEALTH = ("بیمار", "معلول", "جانباز", "درمان", "روانی", "اعتیاد")


@pytest.mark.parametrize("kind", [None, *AgencyKind])
def test_every_kind_of_agency_has_lists_in_stored_form(kind: AgencyKind | None) -> None:
    subjects, units, phrases = for_kind(kind)
    assert all(subjects.values())
    assert len(units) >= 5
    assert len(phrases) >= 5
    words = [*subjects, *(subject for below in subjects.values() for subject in below), *units, *phrases]
    assert words == [normalise(word) for word in words]
    assert len({*units}) == len(units)
    assert len({*phrases}) == len(phrases)


@pytest.mark.parametrize("kind", [None, *AgencyKind])
def test_no_list_asks_for_the_state_of_a_body_or_a_mind(kind: AgencyKind | None) -> None:
    """E-commerce law, art. 58."""
    subjects, units, phrases = for_kind(kind)
    said = " ".join([*subjects, *(subject for below in subjects.values() for subject in below), *units, *phrases])
    assert not [word for word in HEALTH if word in said]


def test_a_kinds_own_words_come_before_the_common_ones() -> None:
    subjects, units, _phrases = for_kind(AgencyKind.MUNICIPALITY)
    assert next(iter(subjects)) == "شهرسازی"
    assert units[0] == "شهرسازی و معماری"
    assert "امور مالی" in units


def test_every_known_kind_has_subjects_of_its_own() -> None:
    common = for_kind(None)[0]
    assert all(for_kind(kind)[0] != common for kind in AgencyKind)


def test_lists_can_be_changed_without_changing_the_next_offices() -> None:
    for_kind(None)[0]["همگانی"].append("x")
    for_kind(None)[1].append("x")
    assert "x" not in for_kind(None)[0]["همگانی"]
    assert "x" not in for_kind(None)[1]
