"""A matter is given to units, each by its day; what they answer, what they return, what moves the day."""

import datetime as dt

import pytest

from app import issues, matters, outcomes, referrals, rulings, units
from app.domain.codes import AnswerKind, Purpose, Role, Status
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from app.office import SignedIn
from app.security.rights import Right
from app.units import UnitParticulars
from db.models import Letter
from tests import make

TODAY = jalali(1405, 6, 22)


def refused(call, *given, **named):
    """The field and the reason of a refusal."""
    with pytest.raises(Refused) as error:
        call(*given, **named)
    return error.value.field


@pytest.fixture
def issue_id(office):
    return make.registered(office).issue_ids[0]


def standing(office, issue_id):
    return [row.unit for row in referrals.of_issue(office, issue_id) if row.stands]


def of_unit(office, issue_id, unit):
    return next(row for row in referrals.of_issue(office, issue_id) if row.unit == unit and row.stands)


def test_a_matter_goes_to_several_units_with_a_word_for_them(office, issue_id):
    referrals.refer(office, issue_id, ["فنی و عمرانی", "درآمد"], jalali(1405, 7, 1), "با هم بازدید کنند")
    rows = referrals.of_issue(office, issue_id)
    assert [(row.unit, row.due, row.note, row.waited_for) for row in rows] == [
        ("فنی و عمرانی", jalali(1405, 7, 1), "با هم بازدید کنند", True),
        ("درآمد", jalali(1405, 7, 1), "با هم بازدید کنند", True),
    ]
    assert issues.one(office, issue_id).unit == "فنی و عمرانی، درآمد"


def test_a_unit_has_fifteen_days_unless_the_office_says_otherwise(office, issue_id):
    assert referrals.refer(office, issue_id, "درآمد").due == jalali(1405, 7, 6)
    assert referrals.default_due(office) == jalali(1405, 7, 6)


def test_a_unit_that_is_not_in_the_list_is_as_good_as_one_that_is(office, issue_id):
    referrals.refer(office, issue_id, "ادارهٔ برق شهرستان")
    assert standing(office, issue_id) == ["ادارهٔ برق شهرستان"]


def test_the_same_unit_written_twice_is_one(office, issue_id):
    assert referrals.refer(office, issue_id, ["درآمد", " در آمد ", "حقوقی"]).units == ("درآمد", "حقوقی")


def test_who_has_the_matter_already_is_not_asked_twice(office, issue_id):
    referrals.refer(office, issue_id, "درآمد")
    assert refused(referrals.refer, office, issue_id, ["حقوقی", "درآمد"]) == "unit"
    assert standing(office, issue_id) == ["درآمد"]


def test_one_more_unit_leaves_the_others_acting(office, clock, issue_id):
    rulings.give(office, issue_id, "بررسی شود", unit="درآمد")
    clock.tick()
    referrals.refer(office, issue_id, "حقوقی")
    assert standing(office, issue_id) == ["درآمد", "حقوقی"]


def test_a_due_date_that_was_ordered_without_a_unit_goes_to_the_unit(office, clock, issue_id):
    rulings.give(office, issue_id, "یک هفته فرصت", due=jalali(1405, 6, 29))
    clock.tick()
    assert referrals.refer(office, issue_id, "درآمد").due == jalali(1405, 6, 29)
    assert standing(office, issue_id) == ["درآمد"]


def test_a_unit_is_a_name_and_no_essay(office, issue_id):
    assert refused(referrals.refer, office, issue_id, ["درآمد", "د" * 201]) == "unit"


def test_without_a_unit_nothing_is_referred(office, issue_id):
    assert refused(referrals.refer, office, issue_id, [" "]) == "unit"


def test_a_due_date_is_not_before_the_ruling_nor_the_visit(office, clock, issue_id):
    assert refused(referrals.refer, office, issue_id, "درآمد", TODAY - dt.timedelta(days=1)) == "due"
    clock.set(10, day=TODAY + dt.timedelta(days=3))
    rulings.give(office, issue_id, "بررسی شود")
    with pytest.raises(Refused) as error:
        referrals.refer(office, issue_id, "درآمد", TODAY + dt.timedelta(days=2))
    assert error.value.reason == "مهلت نمی‌تواند پیش از تاریخ دستور باشد."
    assert referrals.refer(office, issue_id, "درآمد", TODAY + dt.timedelta(days=3)).ids


def test_a_matter_with_its_outcome_is_not_referred(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    assert refused(referrals.refer, office, issue_id, "درآمد") == "status"


def test_what_is_referred_from_a_later_visit_stands_on_the_matter(office, clock, issue_id):
    clock.set(9, day=TODAY + dt.timedelta(days=7))
    later = make.registered(office).issue_ids[0]
    matters.join(office, later, issue_id)
    referrals.refer(office, later, "درآمد")
    assert standing(office, issue_id) == standing(office, later) == ["درآمد"]


def test_taking_a_referral_back_takes_its_whole_act_and_lets_the_earlier_stand(office, clock, issue_id):
    rulings.give(office, issue_id, "یک هفته فرصت", due=jalali(1405, 6, 29))
    clock.tick()
    given = referrals.refer(office, issue_id, ["درآمد", "حقوقی"])
    referrals.take_back_refer(office, given.ids[1])
    assert standing(office, issue_id) == [None]
    assert refused(referrals.take_back_refer, office, given.ids[0]) == "unit"


def test_what_was_referred_with_the_ruling_is_taken_back_with_it(office, issue_id):
    rulings.give(office, issue_id, "بررسی شود", unit="درآمد")
    given = of_unit(office, issue_id, "درآمد")
    assert refused(referrals.take_back_refer, office, given.id) == "unit"


def test_acts_of_one_instant_are_told_apart(office, issue_id):
    rulings.give(office, issue_id, "بررسی شود", unit="درآمد")
    referrals.refer(office, issue_id, "حقوقی")
    one = referrals.refer(office, issue_id, "شهرسازی")
    referrals.take_back_refer(office, one.ids[0])
    assert standing(office, issue_id) == ["درآمد", "حقوقی"]
    rulings.take_back(office, issue_id)
    assert standing(office, issue_id) == ["حقوقی"]


# again ----------------------------------------------------------------------------------------------------------------


def test_given_to_another_unit_the_one_before_ends_and_the_others_stay(office, clock, issue_id):
    rulings.give(office, issue_id, "بررسی شود", unit=("درآمد", "حقوقی"), due=jalali(1405, 7, 1))
    clock.tick()
    again = referrals.refer_again(office, of_unit(office, issue_id, "درآمد").id, "شهرسازی", note="به آنجا مربوط است")
    assert standing(office, issue_id) == ["حقوقی", "شهرسازی"]
    assert (
        refused(referrals.answer, office, referrals.of_issue(office, issue_id)[0].id, AnswerKind.FULL, "شد") == "unit"
    )
    referrals.take_back_refer(office, again.ids[0])
    assert standing(office, issue_id) == ["درآمد", "حقوقی"]


def test_a_unit_that_answered_incompletely_is_asked_anew(office, clock, issue_id):
    given = referrals.refer(office, issue_id, "درآمد")
    referrals.answer(office, given.ids[0], AnswerKind.PARTIAL, "بخشی انجام شد")
    clock.tick()
    referrals.refer_again(office, given.ids[0], "درآمد", note="بقیه نیز انجام شود")
    assert [row.stands for row in referrals.of_issue(office, issue_id)] == [False, True]


def test_what_another_took_over_is_not_taken_back_before_that(office, clock, issue_id):
    given = referrals.refer(office, issue_id, ["درآمد", "حقوقی"])
    clock.tick()
    again = referrals.refer_again(office, given.ids[0], "شهرسازی")
    assert refused(referrals.take_back_refer, office, given.ids[1]) == "unit"
    referrals.take_back_refer(office, again.ids[0])
    referrals.take_back_refer(office, given.ids[1])
    assert standing(office, issue_id) == []


def test_what_a_unit_returned_goes_to_the_next_unit(office, clock, issue_id):
    given = referrals.refer(office, issue_id, ["درآمد", "حقوقی"])
    referrals.answer(office, given.ids[0], AnswerKind.RETURNED, "مربوط به این واحد نیست")
    clock.tick()
    referrals.refer(office, issue_id, "شهرسازی")
    assert standing(office, issue_id) == ["حقوقی", "شهرسازی"]


def test_the_same_unit_is_asked_anew_after_the_matter_was_opened_again(office, clock, issue_id):
    given = referrals.refer(office, issue_id, ["درآمد", "حقوقی"])
    for one in given.ids:
        referrals.answer(office, one, AnswerKind.FULL, "انجام شد")
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    clock.tick()
    outcomes.reopen(office, issue_id, "انجام نشده بود")
    referrals.refer(office, issue_id, "درآمد")
    assert standing(office, issue_id) == ["حقوقی", "درآمد"]
    assert of_unit(office, issue_id, "درآمد").waited_for


# what units answer ----------------------------------------------------------------------------------------------------


def test_an_answer_has_the_date_and_number_of_the_units_letter(office, clock, issue_id):
    given = referrals.refer(office, issue_id, "درآمد")
    clock.set(9, day=TODAY + dt.timedelta(days=4))
    said = referrals.answer(office, given.ids[0], AnswerKind.FULL, "آسفالت شد", jalali(1405, 6, 25), "۱۲/۳۴۵")
    (row,) = referrals.of_issue(office, issue_id)
    assert [(one.kind, one.text, one.number, one.date) for one in row.answers] == [
        (AnswerKind.FULL, "آسفالت شد", "۱۲/۳۴۵", jalali(1405, 6, 25))
    ]
    assert not row.waited_for
    referrals.take_back_answer(office, said)
    assert of_unit(office, issue_id, "درآمد").waited_for


def test_an_incomplete_answer_is_still_waited_for(office, clock, issue_id):
    given = referrals.refer(office, issue_id, "درآمد")
    referrals.answer(office, given.ids[0], AnswerKind.PARTIAL, "در دست بررسی")
    assert of_unit(office, issue_id, "درآمد").waited_for
    clock.tick()
    referrals.answer(office, given.ids[0], AnswerKind.FULL, "انجام شد")
    assert not of_unit(office, issue_id, "درآمد").waited_for


def test_a_unit_that_returns_a_matter_says_why(office, issue_id):
    given = referrals.refer(office, issue_id, "درآمد")
    assert refused(referrals.answer, office, given.ids[0], AnswerKind.RETURNED) == "text"


@pytest.mark.parametrize("kind", [AnswerKind.FULL, AnswerKind.PARTIAL])
def test_an_answer_has_its_words_or_the_number_of_its_letter(office, issue_id, kind):
    (given,) = referrals.refer(office, issue_id, "درآمد").ids
    assert refused(referrals.answer, office, given, kind, "  ", TODAY, " ") == "text"
    assert of_unit(office, issue_id, "درآمد").answers == ()
    referrals.answer(office, given, kind, number="۱۲/۳۴۵")


@pytest.mark.parametrize("date", [TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)])
def test_an_answer_is_neither_before_the_visit_nor_in_the_future(office, issue_id, date):
    given = referrals.refer(office, issue_id, "درآمد")
    assert refused(referrals.answer, office, given.ids[0], AnswerKind.FULL, "انجام شد", date) == "date"


def test_a_late_answer_is_filed_although_the_matter_has_its_outcome(office, issue_id):
    given = referrals.refer(office, issue_id, "درآمد")
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    assert referrals.answer(office, given.ids[0], AnswerKind.FULL, "آسفالت شد")


def test_a_referral_that_was_answered_is_not_taken_back_before_its_answer(office, issue_id):
    given = referrals.refer(office, issue_id, "درآمد")
    said = referrals.answer(office, given.ids[0], AnswerKind.FULL, "انجام شد")
    assert refused(referrals.take_back_refer, office, given.ids[0]) == "unit"
    referrals.take_back_answer(office, said)
    referrals.take_back_refer(office, given.ids[0])
    assert standing(office, issue_id) == []


# the due date ---------------------------------------------------------------------------------------------------------


def test_a_due_date_is_moved_with_its_reason_and_the_earlier_one_is_kept(office, issue_id):
    given = referrals.refer(office, issue_id, "درآمد", jalali(1405, 7, 1))
    move = referrals.move_due(office, given.ids[0], jalali(1405, 7, 11), "واحد مهلت خواست")
    row = of_unit(office, issue_id, "درآمد")
    assert row.due == issues.one(office, issue_id).due == jalali(1405, 7, 11)
    assert [(one.before, one.after, one.reason) for one in row.moves] == [
        (jalali(1405, 7, 1), jalali(1405, 7, 11), "واحد مهلت خواست")
    ]
    referrals.take_back_move_due(office, move)
    assert of_unit(office, issue_id, "درآمد").due == jalali(1405, 7, 1)


def test_a_due_date_is_not_moved_without_a_reason_nor_before_the_ruling(office, issue_id):
    rulings.give(office, issue_id, "بررسی شود", unit="درآمد")
    given = of_unit(office, issue_id, "درآمد")
    assert refused(referrals.move_due, office, given.id, jalali(1405, 7, 1), " ") == "reason"
    assert refused(referrals.move_due, office, given.id, jalali(1405, 6, 1), "زودتر") == "due"


def test_a_due_date_is_moved_to_a_day_to_come_within_two_years(office, clock, issue_id):
    (given,) = referrals.refer(office, issue_id, "درآمد", jalali(1405, 7, 11)).ids
    clock.set(10, day=jalali(1405, 7, 1))
    for due in (jalali(1405, 6, 31), jalali(1405, 7, 1), jalali(1407, 7, 2), jalali(1487, 7, 1)):
        assert refused(referrals.move_due, office, given, due, "مهلت خواست") == "due"
    referrals.move_due(office, given, jalali(1405, 7, 2), "زودتر")
    referrals.move_due(office, given, jalali(1407, 7, 1), "بودجهٔ سال آینده")


def test_the_due_date_of_what_was_answered_meanwhile_is_not_moved(office, issue_id):
    """The applicant would be told of a date that nobody is to keep."""
    (given,) = referrals.refer(office, issue_id, "درآمد", jalali(1405, 7, 11)).ids
    referrals.answer(office, given, AnswerKind.PARTIAL, "بازدید شد")
    referrals.move_due(office, given, jalali(1405, 7, 12), "مهلت خواست")
    referrals.answer(office, given, AnswerKind.FULL, "انجام شد")
    assert refused(referrals.move_due, office, given, jalali(1405, 7, 13), "مهلت خواست") == "due"


def test_a_due_date_that_is_typed_has_not_passed_and_is_within_two_years(office, clock, issue_id):
    clock.set(10, day=TODAY + dt.timedelta(days=3))
    for due in (TODAY + dt.timedelta(days=2), jalali(1415, 7, 1)):
        assert refused(referrals.refer, office, issue_id, "درآمد", due) == "due"
    (given,) = referrals.refer(office, issue_id, "درآمد", TODAY + dt.timedelta(days=3)).ids
    assert refused(referrals.refer_again, office, given, "حقوقی", jalali(1415, 7, 1)) == "due"
    assert refused(rulings.give, office, issue_id, "بررسی شود", unit="حقوقی", due=jalali(1415, 7, 1)) == "due"


def test_what_was_ordered_by_a_day_that_has_passed_is_referred_late(office, clock, issue_id):
    rulings.give(office, issue_id, "بررسی شود", due=TODAY + dt.timedelta(days=1))
    clock.set(10, day=TODAY + dt.timedelta(days=3))
    assert referrals.refer(office, issue_id, "درآمد").due == TODAY + dt.timedelta(days=1)


def test_moves_are_taken_back_the_latest_first(office, issue_id):
    given = referrals.refer(office, issue_id, "درآمد", jalali(1405, 7, 1))
    first = referrals.move_due(office, given.ids[0], jalali(1405, 7, 11), "مهلت خواست")
    referrals.move_due(office, given.ids[0], jalali(1405, 7, 18), "باز مهلت خواست")
    assert refused(referrals.take_back_move_due, office, first) == "due"


def test_of_a_moved_due_date_the_applicant_hears_in_the_interim(office, clock, issue_id):
    given = referrals.refer(office, issue_id, "درآمد", jalali(1405, 7, 1))
    assert not referrals.interim_pending(office, issue_id)
    referrals.move_due(office, given.ids[0], jalali(1405, 7, 11), "مهلت خواست")
    assert referrals.interim_pending(office, issue_id)
    clock.tick()
    with office.work("tests.letter", Right.FOLLOW_UP) as work:
        work.insert(Letter, issue_id=issue_id, purpose=Purpose.INTERIM, body="", made_at=office.now())
    assert not referrals.interim_pending(office, issue_id)


# letters, units, secrecy ----------------------------------------------------------------------------------------------


def test_the_registrys_number_is_typed_in_afterwards_and_cleared_again(office, issue_id):
    given = referrals.refer(office, issue_id, "درآمد")
    referrals.letter_number(office, given.ids[0], "۱۴۰۵/۲۳۱۷", TODAY)
    row = of_unit(office, issue_id, "درآمد")
    assert (row.letter_number, row.letter_date) == ("۱۴۰۵/۲۳۱۷", TODAY)
    referrals.letter_number(office, given.ids[0], "", None)
    assert of_unit(office, issue_id, "درآمد").letter_number is None
    assert refused(referrals.letter_number, office, given.ids[0], "", TODAY) == "number"
    assert refused(referrals.letter_number, office, given.ids[0], "۱", TODAY - dt.timedelta(days=1)) == "date"
    assert refused(referrals.letter_number, office, given.ids[0], "۱", TODAY + dt.timedelta(days=1)) == "date"


def test_a_referral_says_whom_one_reaches_in_its_unit(office, issue_id):
    known = UnitParticulars("خانم سواری", "۰۶۱۳۳۳۳۴۴۴۴", "مهندس چنانی", outside=True)
    units.describe(office, units.of_office(office)[2].id, known)
    referrals.refer(office, issue_id, ["درآمد", "ناشناس"])
    assert [row.of_unit for row in referrals.of_issue(office, issue_id)] == [known, UnitParticulars()]


def test_of_what_only_the_head_may_know_the_words_are_hidden(office):
    hidden = make.registered(office, 2, issues=(make.issue(head_only=True),)).issue_ids[0]
    given = referrals.refer(office, hidden, "واحد رازدار", note="سخن محرمانه")
    referrals.answer(office, given.ids[0], AnswerKind.PARTIAL, "سخن محرمانه")
    referrals.move_due(office, given.ids[0], jalali(1405, 8, 1), "سخن محرمانه")
    office.user = SignedIn(office.user.id, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    (row,) = referrals.of_issue(office, hidden)
    assert "محرمانه" not in repr(row)
    assert "رازدار" not in repr(row)
    assert row.due == jalali(1405, 8, 1)


def test_each_act_is_in_the_trail_with_what_was_before(office, issue_id):
    given = referrals.refer(office, issue_id, "درآمد", jalali(1405, 7, 1))
    referrals.move_due(office, given.ids[0], jalali(1405, 7, 11), "مهلت خواست")
    with office.connection() as connection:
        from app.security import audit

        ((entry, payload),) = [
            found
            for found in audit.earlier_values(connection, "referral", given.ids[0])
            if found[1]["before"] is not None
        ]
    assert (entry.act, payload["before"]["due"]) == ("referrals.move_due", "2026-09-23")
