"""Rows joined into visits, without a store: what is one visit, what must agree, what is a twin."""

import datetime as dt
from dataclasses import replace

import pytest

from app.register.plan import PlannedVisit, checked, plan, visit_key
from app.register.rows import check
from app.register.source import RawRow
from tests.app.register.registers import row


def planned(*rows, update=False, stored=()):
    kept = {}
    for each in stored:
        one = replace(check(each, 0), line=0)
        visit = kept.setdefault(visit_key(one), PlannedVisit(visit_key(one), visit_id=1))
        visit.stored[one.subject] = one
    raw = [RawRow(line, tuple(each.values()), each) for line, each in enumerate(rows, 2)]
    made = plan(checked(raw), kept.get, update=update)
    assert made.read == made.new + made.changed + made.unchanged + len(made.rejected)
    return made


def refused(made):
    return [(each.line, each.field) for each in made.rejected]


def counts(made):
    return made.new, made.changed, made.unchanged, len(made.rejected)


ANOTHER = {"subject": "آب و فاضلاب"}


def test_rows_with_one_kind_person_date_and_arrival_are_one_visit():
    made = planned(row(), row(**ANOTHER), row(arrived="09:31"), row(2), row(kind="tour"), row(date="1405/06/15"))
    assert sorted(len(visit.rows) for visit in made.visits.values()) == [1, 1, 1, 1, 2]
    assert counts(made) == (6, 0, 0, 0)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"admitted": "10:06"}, "admitted"),
        ({"presided_by": "deputy"}, "presided_by"),
        ({"companions": "1"}, "companions"),
        ({"representing": "روستا"}, "representing"),
        ({"admitted": "10:06", "presided_by": "deputy"}, "admitted"),
    ],
)
@pytest.mark.parametrize("update", [False, True])
def test_the_later_row_of_a_visit_that_does_not_agree_is_refused(given, field, update):
    assert refused(planned(row(), row(**ANOTHER, **given), row(subject="برق"), update=update)) == [(3, field)]


def test_an_hour_of_admission_must_agree_only_where_it_is_given():
    made = planned(
        row(admitted=""), row(**ANOTHER), row(subject="برق", admitted=""), row(subject="گاز", admitted="10:30")
    )
    assert refused(made) == [(5, "admitted")]
    (visit,) = made.visits.values()
    assert visit.admitted == dt.time(10, 5)


def test_people_without_an_id_are_the_same_by_names_father_and_mobile():
    nobody = {"national_id": "", "no_id_reason": "ندارد", "father_name": "جاسم"}
    same = planned(row(**nobody), row(**nobody, **ANOTHER), row(**nobody | {"last_name": "كعبي"}, subject="برق"))
    assert len(same.visits) == 1
    for other in ({"father_name": "حسین"}, {"mobile": "09120000000"}, {"first_name": "زهرا"}):
        assert len(planned(row(**nobody), row(**nobody | other, **ANOTHER)).visits) == 2


def test_equal_twins_are_stored_once_however_they_are_spelt():
    made = planned(row(), row(last_name="كعبي ", arrived="9:30"), row())
    assert counts(made) == (1, 0, 2, 0)


@pytest.mark.parametrize("other", [{"presided_by": "deputy"}, {"companions": "2"}, {"admitted": "10:30"}])
def test_a_row_that_is_there_already_is_refused_as_such_also_where_a_visit_s_rows_must_agree(other):
    assert refused(planned(row(), row(**other))) == [(3, "subject")]
    assert refused(planned(row(**other), stored=[row()])) == [(2, "subject")]
    made = planned(row(**ANOTHER, companions="1"), row(companions="1", admitted=""), stored=[row()])
    assert refused(made) == [(2, "companions"), (3, "subject")]


def test_twins_with_other_values_are_refused_and_the_first_stays():
    made = planned(row(), row(ruling="اقدام شود"), row())
    assert refused(made) == [(3, "subject")]
    assert counts(made) == (1, 0, 1, 1)


def test_with_update_the_later_twin_s_values_are_taken_the_visit_s_own_too():
    made = planned(row(), row(presided_by="deputy", admitted="11:00", ruling="اقدام شود"), update=True)
    assert counts(made) == (1, 0, 1, 0)
    (visit,) = made.visits.values()
    assert visit.leading.presided_by == "deputy"
    assert visit.leading.ruling == "اقدام شود"
    assert visit.admitted == dt.time(11)


def test_a_later_twin_must_still_agree_with_the_visit_s_other_rows():
    made = planned(row(), row(**ANOTHER), row(presided_by="deputy"), update=True)
    assert refused(made) == [(4, "presided_by")]


def stored_visit(*rows):
    """What the store has after these rows of one visit: the first one's particulars, the hour that was given."""
    first = next(iter(planned(*rows).visits.values()))
    hour = first.admitted.strftime("%H:%M") if first.admitted else ""
    issue = ("subject", "description", "ruling", "status", "type")
    return [rows[0] | {"admitted": hour} | {key: each[key] for key in issue if key in each} for each in rows]


MANY = (
    row(admitted="", address="نشانی یکم"),
    row(**ANOTHER, address="نشانی دوم", first_name="مریم‌سادات"),
    row(subject="برق", admitted="", mobile=""),
)


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("rows", [MANY, (row(), row()), (row(admitted=""),)])
def test_the_same_rows_a_second_time_change_nothing(rows, update):
    made = planned(*rows, stored=stored_visit(*rows), update=update)
    assert counts(made) == (0, 0, len(rows), 0)


def test_twins_taken_by_update_are_no_change_the_second_time():
    earlier, later = row(), row(ruling="اقدام شود")
    assert counts(planned(earlier, later, stored=[later], update=True)) == (0, 0, 2, 0)


@pytest.mark.parametrize("other", [{"ruling": "اقدام شود"}, {"address": "جای دیگر"}, {"status": "rejected"}])
def test_a_row_that_is_there_with_other_values_is_refused_or_updated(other):
    assert refused(planned(row(**other), stored=[row()])) == [(2, "subject")]
    assert counts(planned(row(**other), stored=[row()], update=True)) == (0, 1, 0, 0)


def test_an_hour_of_admission_that_was_emptied_is_another_value():
    assert refused(planned(row(2), row(admitted=""), stored=[row()])) == [(3, "subject")]
    made = planned(row(admitted=""), stored=[row()], update=True)
    assert counts(made) == (0, 1, 0, 0)
    assert next(iter(made.visits.values())).admitted is None


def test_an_hour_that_another_row_of_the_stored_visit_gave_is_not_missed():
    made = planned(MANY[0], stored=stored_visit(*MANY))
    assert counts(made) == (0, 0, 1, 0)
    assert next(iter(made.visits.values())).admitted == dt.time(10, 5)


def test_a_new_issue_of_a_stored_visit_leaves_the_visit_as_it_is():
    made = planned(row(**ANOTHER, address="نشانی دوم"), stored=[row(address="نشانی یکم")])
    assert counts(made) == (1, 0, 0, 0)
    assert next(iter(made.visits.values())).leading.address == "نشانی یکم"
    assert refused(planned(row(**ANOTHER, presided_by="deputy"), stored=[row()])) == [(2, "presided_by")]


def test_rejected_rows_come_in_the_order_of_the_file_as_json_wants_them():
    made = planned(row(admitted=""), row(kind="x"), stored=[row()])
    assert [list(each.as_dict()) for each in made.rejected] == [["line", "field", "reason"]] * 2
    assert refused(made) == [(2, "subject"), (3, "kind")]
