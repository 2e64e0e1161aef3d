"""The order in which an applicant is told: SMS, a call, a letter, and only then that he could not be."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import Way
from app.domain.ways import ORDER, Known, Why, following, is_exhausted, obstacle

EASY = Known(mobile=True, address=True)
KNOWN = st.builds(
    Known,
    mobile=st.booleans(),
    relatives=st.booleans(),
    no_sms=st.booleans(),
    blocked=st.booleans(),
    landline=st.booleans(),
    address=st.booleans(),
    prefers=st.sampled_from([None, *Way]),
    under_way=st.booleans(),
    undelivered=st.integers(0, 2),
    unanswered=st.integers(0, 5),
    came_back=st.booleans(),
    calls=st.integers(1, 5),
)


def test_an_sms_comes_first_where_there_is_a_mobile() -> None:
    assert following(EASY) is Way.SMS


def test_while_an_sms_is_under_way_nothing_else_is_due() -> None:
    assert following(replace(EASY, under_way=True)) is None
    assert not is_exhausted(replace(EASY, under_way=True))


def test_an_sms_that_was_not_delivered_leads_to_a_call() -> None:
    tried = replace(EASY, undelivered=1)
    assert (obstacle(tried, Way.SMS), following(tried)) == (Why.NOT_DELIVERED, Way.CALL)


def test_calls_that_nobody_answers_lead_to_a_letter_after_as_many_as_the_office_makes() -> None:
    tried = replace(EASY, undelivered=1, unanswered=2, calls=3)
    assert following(tried) is Way.CALL
    assert following(replace(tried, unanswered=3)) is Way.LETTER
    assert following(replace(tried, calls=2)) is Way.LETTER


def test_a_relatives_number_one_that_wants_no_sms_and_a_blocked_line_are_called_instead() -> None:
    for fact, why in (("relatives", Why.RELATIVES), ("no_sms", Why.WANTS_NONE), ("blocked", Why.BLOCKED)):
        known = replace(EASY, **{fact: True})
        assert (obstacle(known, Way.SMS), following(known)) == (why, Way.CALL)


def test_a_landline_is_called_but_gets_no_sms() -> None:
    known = Known(landline=True)
    assert (obstacle(known, Way.SMS), following(known)) == (Why.NO_MOBILE, Way.CALL)


def test_the_way_that_he_asked_for_comes_first_as_long_as_it_can_be_gone() -> None:
    assert following(replace(EASY, prefers=Way.LETTER)) is Way.LETTER
    assert following(replace(EASY, prefers=Way.CALL)) is Way.CALL
    assert following(replace(EASY, prefers=Way.LETTER, address=False)) is Way.SMS
    assert following(replace(EASY, prefers=Way.CALL, unanswered=3)) is Way.SMS


def test_without_number_and_address_he_cannot_be_told() -> None:
    assert is_exhausted(Known())


def test_that_he_could_not_be_told_is_said_after_all_ways_led_nowhere() -> None:
    tried = replace(EASY, undelivered=1, unanswered=3)
    assert not is_exhausted(tried)
    assert is_exhausted(replace(tried, came_back=True))
    assert is_exhausted(replace(tried, address=False))


@given(KNOWN)
def test_no_sms_with_a_result_ever_goes_where_it_must_not(known: Known) -> None:
    forbidden = not known.mobile or known.relatives or known.no_sms or known.blocked
    assert not (following(known) is Way.SMS and forbidden)


@given(KNOWN)
def test_the_next_way_can_be_gone_and_there_is_none_only_when_none_can(known: Known) -> None:
    way = following(known)
    if way is not None:
        assert obstacle(known, way) is None
    assert is_exhausted(known) is (not known.under_way and all(obstacle(known, one) for one in ORDER))


@given(KNOWN)
def test_one_more_try_that_led_nowhere_never_brings_back_a_way(known: Known) -> None:
    ways = {way for way in ORDER if obstacle(known, way) is None}
    for change in ({"unanswered": known.unanswered + 1}, {"undelivered": known.undelivered + 1}, {"came_back": True}):
        after = replace(known, **change)
        assert {way for way in ORDER if obstacle(after, way) is None} <= ways


@given(KNOWN)
def test_whoever_goes_on_comes_to_an_end(known: Known) -> None:
    known = replace(known, under_way=False)
    for _step in range(known.calls + 3):
        match following(known):
            case None:
                assert is_exhausted(known)
                return
            case Way.SMS:
                known = replace(known, undelivered=known.undelivered + 1)
            case Way.CALL:
                known = replace(known, unanswered=known.unanswered + 1)
            case Way.LETTER:
                known = replace(known, came_back=True)
    raise AssertionError(known)
