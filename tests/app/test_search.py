"""One box finds everything: people however they are typed, matters by code and words, and what comes near."""

import pytest
from sqlalchemy import select, update

from app import outcomes, rulings, search, visitors, visits
from app.domain.codes import Role, Status
from app.domain.persian.ids import follow_up_code
from app.security.rights import Right
from db.models import AuditValue, Issue, Visitor
from tests import make


@pytest.fixture
def people(office):
    make.registered(office, 1, particulars={"first_name": "مریم", "last_name": "علی‌پور", "father_name": "جاسم"})
    make.registered(office, 2, particulars={"first_name": "احمد", "last_name": "احمدی", "father_name": "عبدالله"})
    make.registered(office, 3, particulars={"first_name": "سید رضا", "last_name": "آل‌کثیر", "father_name": ""})
    four = make.registered(office, 4, particulars={"first_name": "هانی", "last_name": "رؤوف‌نیا", "father_name": ""})
    with office.work("test.document", Right.REGISTER) as work:
        visitor = work.get_one(Visitor, four.visitor_id)
        visitor.document = "A1234567"
        visitor.search, visitor.sort_key = visitors.index_of(visitor)
    return office


def found(office, text: str) -> list[str]:
    return [hit.last_name for hit in search.find(office, text).hits]


def near(office, text: str) -> list[str]:
    answer = search.more(office, text, nobody=True)
    assert answer.near
    return [hit.last_name for hit in answer.hits]


def matters(office, text: str) -> list[tuple[str, str]]:
    """Whose they are and what they are about."""
    return [(hit.person.name, hit.subject) for hit in search.more(office, text, nobody=False).issues]


@pytest.mark.parametrize(
    ("typed", "last_name"),
    [
        ("علیپور", "علی‌پور"),  # joined
        ("علی پور", "علی‌پور"),  # apart
        ("پور مريم", "علی‌پور"),  # parts in any order, Arabic ye
        ("جاسم", "علی‌پور"),  # the father's name
        ("عبد الله", "احمدی"),
        ("رضا ال", "آل‌کثیر"),  # alef without its hat, سید left out
        ("hplnd", "احمدی"),  # the keyboard was English
        ("۰۹۱۶۰۰۰۰۰۰۲", "احمدی"),  # the phone, in Persian digits
        ("9160000002", "احمدی"),
        ("+98 916 000 0002", "احمدی"),
        ("0000002", "احمدی"),  # the parts of the phone, as it is said aloud
        ("ال کثیر", "آل‌کثیر"),
        ("الکثیر", "آل‌کثیر"),
        ("سید رضا", "آل‌کثیر"),
        ("كثير سيد رضا", "آل‌کثیر"),  # سید in the middle, Arabic kaf and ye
        ("سیدرضا آل کثیر", "آل‌کثیر"),
        ("lvdl m,v", "علی‌پور"),  # where و is, Latin has a comma
        ("hplnd احمد", "احمدی"),  # the language was changed on the way
        ("ahmad hplnd", ""),
        ("رءوف", "رؤوف‌نیا"),
        ("روف", "رؤوف‌نیا"),
        ("رئوف", "رؤوف‌نیا"),
        ("A1234567", "رؤوف‌نیا"),  # the passport
        ("ش۱۲۳۴۵۶۷", "رؤوف‌نیا"),  # the same with the keyboard in Persian
    ],
)
def test_people_are_found_however_they_are_typed(people, typed, last_name):
    assert found(people, typed)[:1] == [last_name] if last_name else found(people, typed) == []


def test_people_are_found_by_the_id_while_it_is_typed(people):
    assert found(people, make.national_id(3)[:6]) == ["آل‌کثیر"] or "آل‌کثیر" in found(people, make.national_id(3))


def test_when_nothing_fits_those_who_share_a_word_are_offered_as_near(people):
    assert search.find(people, "مریم بهرامی").hits == ()
    answer = search.more(people, "مریم بهرامی", nobody=True)
    assert (answer.near, [hit.last_name for hit in answer.hits]) == (True, ["علی‌پور"])


@pytest.mark.parametrize("typed", ["", "   ", '"', "*", "a AND", "NEAR(", "'; DROP TABLE visitor", "\u200c", "-"])
def test_what_is_no_word_finds_nothing_and_harms_nothing(people, typed):
    assert search.find(people, typed).hits == ()


def test_a_hit_tells_how_often_and_when_the_person_came(people):
    (hit,) = search.find(people, "احمدی").hits
    assert (hit.visits, hit.last_visit) == (1, people.today())


# matters -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def well(people):
    """A man who came about a well."""
    given = {"first_name": "هاشم", "last_name": "دریس", "father_name": "خلف"}
    matter = make.issue(
        subject="حفر چاه", description="چشمهٔ روستا خشکیده و آب‌رسانی با تانکر است.", samad_code="88-4412"
    )
    return make.registered(people, 7, particulars=given, issues=(matter,))


@pytest.mark.parametrize(
    "typed", ["چاه", "حفر", "چشمه روستا", "تانکر چاه", "ابرسانی", "آب رسانی", "]hi", "۸۸۴۴۱۲", "88-44"]
)
def test_the_man_about_the_well_is_found_by_the_words_of_his_matter(people, well, typed):
    assert matters(people, typed) == [("هاشم دریس", "حفر چاه")]


def test_a_matter_is_found_by_its_ruling_and_its_outcome_as_long_as_they_stand(people, well):
    (issue,) = well.issue_ids
    rulings.give(people, issue, "کارشناس حفاری بازدید کند")
    assert matters(people, "حفاری") == [("هاشم دریس", "حفر چاه")]
    outcomes.record(people, issue, Status.RESOLVED, "پروانهٔ بهره‌برداری داده شد")
    assert matters(people, "بهره‌برداری حفاری") == [("هاشم دریس", "حفر چاه")]
    outcomes.take_back(people, issue)
    rulings.take_back(people, issue)
    assert matters(people, "بهره‌برداری") == matters(people, "حفاری") == []
    assert matters(people, "چاه") == [("هاشم دریس", "حفر چاه")]


def test_a_corrected_matter_is_found_by_its_new_words_alone(people, well):
    kept = visits.written(people, well.visit_id).new
    new = make.visit(7, particulars=dict(kept.particulars), issues=(make.issue(subject="انشعاب گاز"),), arrived="9:00")
    visits.correct(people, well.visit_id, new)
    assert matters(people, "چاه") == []
    assert matters(people, "انشعاب") == [("هاشم دریس", "انشعاب گاز")]


def test_what_only_the_head_may_know_is_found_by_nobodys_words(people, well):
    hidden = make.issue(subject="رفتار ناشایست", description="از همکاران دفتر", head_only=True)
    row = make.registered(people, 8, issues=(hidden,))
    assert matters(people, "ناشایست") == []
    rulings.give(people, row.issue_ids[0], "محرمانه رسیدگی شود")
    assert matters(people, "ناشایست") == matters(people, "محرمانه") == []
    opened = make.visit(8, issues=({**hidden, "head_only": False},), arrived="9:00")
    shown = people.user
    people.user = type(shown)(shown.id, shown.login, shown.name, (Role.HEAD, *shown.roles))
    visits.correct(people, row.visit_id, opened)
    assert matters(people, "ناشایست محرمانه") == [("مریم کعبی", "رفتار ناشایست")]
    visits.correct(people, row.visit_id, make.visit(8, issues=(hidden,), arrived="9:00"))
    assert matters(people, "ناشایست") == []


def test_a_hidden_matter_is_found_by_the_code_of_its_slip_and_shows_nothing_of_itself(people):
    row = make.registered(people, 8, issues=(make.issue(subject="رفتار ناشایست", head_only=True),))
    shown = people.user
    people.user = type(shown)(shown.id, shown.login, shown.name, (Role.SECRETARY,))
    (hit,) = search.find(people, follow_up_code(row.issue_ids[0])).issues
    assert hit.head_only
    assert "ناشایست" not in repr(hit)


@pytest.mark.parametrize("form", ["{0}{1}", "{0}-{1}", "{0} {1}"])
def test_a_matter_is_found_by_its_code_as_it_is_shown(people, well, form):
    code = follow_up_code(well.issue_ids[0])
    (hit,) = search.find(people, form.format(code[:4], code[4:])).issues
    assert (hit.subject, hit.person.last_name, hit.status) == ("حفر چاه", "دریس", Status.OPEN)


def test_what_was_taken_back_is_not_found(people, well):
    visits.withdraw(people, well.visit_id)
    assert matters(people, "چاه") == []
    assert search.find(people, follow_up_code(well.issue_ids[0])).issues == ()
    (hit,) = search.find(people, "دریس").hits
    assert (hit.visits, hit.last_visit) == (0, None)


def test_who_was_merged_into_another_is_shown_as_the_one_who_stands(people, well):
    other = make.registered(people, 9, particulars={"first_name": "هاشم", "last_name": "ادریس"})
    with people.work("test.merge", Right.REGISTER) as work:
        work.execute(update(Visitor).where(Visitor.id == well.visitor_id).values(merged_into=other.visitor_id))
    (hit,) = search.find(people, "هاشم").hits
    assert (hit.last_name, hit.visits) == ("ادریس", 2)
    assert found(people, "دریس") == ["ادریس"]
    assert matters(people, "چاه") == [("هاشم ادریس", "حفر چاه")]


# near --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "last_name"),
    [
        ("احمذی", "احمدی"),  # one letter is another
        ("احمد عحمدی", "احمدی"),
        ("احدی", "احمدی"),  # missing
        ("احممدی", "احمدی"),  # twice
        ("امحدی", "احمدی"),  # changed places
        ("جاصم", "علی‌پور"),  # the father's name
    ],
)
def test_a_slip_in_a_name_comes_near(people, typed, last_name):
    assert found(people, typed) == []
    assert last_name in near(people, typed)


@pytest.mark.parametrize("at", [3, 7])
def test_two_digits_that_changed_places_and_a_wrong_one_come_near(people, at):
    given = "1990427316"
    make.registered(people, 5, particulars={"last_name": "ساکی", "national_id": given, "mobile": "09163004172"})
    swapped = given[:at] + given[at + 1] + given[at] + given[at + 2 :]
    wrong = given[:at] + str((int(given[at]) + 1) % 10) + given[at + 1 :]
    for typed in (swapped, wrong, given[:at] + given[at + 1 :]):
        assert (found(people, typed), near(people, typed)) == ([], ["ساکی"])


@pytest.mark.parametrize("typed", ["09163004127", "09163004172".replace("6", "7"), "0916300417", "091630041722"])
def test_a_slip_in_a_phone_comes_near(people, typed):
    make.registered(people, 5, particulars={"last_name": "ساکی", "mobile": "09163004172"})
    assert near(people, typed) == ["ساکی"] or found(people, typed) == ["ساکی"]


def test_a_slip_in_a_follow_up_code_comes_near(people, well):
    code = follow_up_code(well.issue_ids[0])
    at = next(at for at in range(7) if code[at] != code[at + 1])
    answer = search.more(people, code[:at] + code[at + 1] + code[at] + code[at + 2 :], nobody=True)
    assert (answer.near, [hit.subject for hit in answer.issues]) == (True, ["حفر چاه"])


def test_nobody_comes_near_while_somebody_fits(people):
    assert search.more(people, "احمد", nobody=False).hits == ()


# the index ---------------------------------------------------------------------------------------------------------


def test_the_words_of_a_matter_are_in_no_trail(office):
    make.registered(office)
    with office.read() as session:
        assert session.scalar(select(Issue.search)) == "است اسفالت خاکی معابر کوچه"
        assert not any(b'"search"' in payload for payload in session.scalars(select(AuditValue.payload)))
