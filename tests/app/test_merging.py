"""Two records of one person are brought together and taken apart again; both histories stay readable."""

import contextlib
import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import corrections, merging, outcomes, rulings, visitors, visits
from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.merging import same_person, standing
from app.office import Office
from app.queue import QueueRow
from app.register import load
from app.report import data, figures, meaning
from tests import make
from tests.conftest import MEETING_DAY, Clock

NO_ID = {"national_id": "", "no_id_reason": "مدرک همراه نداشت"}
EARLIER = jalali(1405, 6, 15)


def came(office: Office, number: int, **given) -> QueueRow:
    return make.registered(office, number, **given)


@pytest.fixture
def twice(office: Office, clock: Clock) -> tuple[QueueRow, QueueRow]:
    """Without an id the week before, with one today."""
    clock.set(9, day=EARLIER)
    first = came(office, 1, particulars={**NO_ID, "last_name": "كعبي", "mobile": "09350000000"})
    clock.set(9, day=MEETING_DAY)
    return first, came(office, 1, issues=(make.issue(subject="مستمری"),))


def group(office: Office, visitor_id: int) -> set[int]:
    with office.read() as session:
        return set(session.scalars(same_person(visitor_id)))


def subjects(office: Office, row: QueueRow) -> set[str]:
    return {past.subject for past in visitors.history(office, row.visitor_id).rows}


def test_one_history_is_read_from_either_record(office: Office, twice: tuple[QueueRow, QueueRow]) -> None:
    first, second = twice
    merging.merge(office, first.visitor_id, second.visitor_id)
    for row in twice:
        assert subjects(office, row) == {"آسفالت معابر", "مستمری"}
        assert visitors.history(office, row.visitor_id).visits == 2
    (gone,) = visitors.history(office, second.visitor_id).joined
    assert (gone.id, gone.mobile, gone.visits) == (first.visitor_id, "09350000000", 1)


def test_who_has_an_id_stands(office: Office, twice: tuple[QueueRow, QueueRow]) -> None:
    first, second = twice
    joined = merging.merge(office, second.visitor_id, first.visitor_id)
    assert (joined.gone, joined.into) == (first.visitor_id, second.visitor_id)


def test_of_two_without_an_id_the_one_who_came_last_stands(office: Office, clock: Clock) -> None:
    late = came(office, 1, particulars=NO_ID)
    clock.set(9, day=EARLIER)
    early = came(office, 2, particulars=NO_ID)
    assert merging.merge(office, early.visitor_id, late.visitor_id).into == late.visitor_id


def test_taking_apart_gives_each_record_what_was_its_own(office: Office, twice: tuple[QueueRow, QueueRow]) -> None:
    first, second = twice
    before = [visitors.history(office, row.visitor_id) for row in twice]
    gone = merging.merge(office, first.visitor_id, second.visitor_id).gone
    merging.unmerge(office, gone)
    assert [visitors.history(office, row.visitor_id) for row in twice] == before


def test_each_of_several_joinings_is_undone_by_itself(office: Office) -> None:
    a, b, c = (came(office, number, particulars=NO_ID).visitor_id for number in (1, 2, 3))
    merging.merge(office, a, b)
    merging.merge(office, b, c)
    merging.unmerge(office, b)
    assert (group(office, a), group(office, c)) == ({a, b}, {c})


def test_a_record_that_was_taken_apart_is_put_back_where_it_was(office: Office) -> None:
    a, b, c = (came(office, number, particulars=NO_ID).visitor_id for number in (1, 2, 3))
    merging.merge(office, a, b)
    merging.merge(office, b, c)
    merging.put_back(office, merging.unmerge(office, a))
    merging.unmerge(office, b)
    assert group(office, a) == {a, b}


def test_a_record_that_went_elsewhere_since_is_not_put_back(office: Office) -> None:
    a, b, c = (came(office, number, particulars=NO_ID).visitor_id for number in (1, 2, 3))
    merging.merge(office, a, b)
    parted = merging.unmerge(office, a)
    merging.merge(office, a, c)
    with pytest.raises(Refused):
        merging.put_back(office, parted)
    assert (group(office, a), group(office, b)) == ({a, c}, {b})


def test_two_ids_are_two_people_and_it_says_what_to_do(office: Office) -> None:
    one, two = came(office, 1), came(office, 2)
    with pytest.raises(Refused) as refused:
        merging.merge(office, one.visitor_id, two.visitor_id)
    assert refused.value.reason == (
        "این دو نفر هر یک شناسهٔ خود را دارند و دو نفرند. اگر یکی از شناسه‌ها نادرست است، ابتدا آن را در همان مراجعه "
        "اصلاح کنید (Ctrl+E)."
    )


def test_a_wrong_id_that_is_corrected_in_the_visit_brings_the_visit_to_its_person(office: Office, clock: Clock) -> None:
    """The way out of the refusal."""
    right = came(office, 1)
    clock.tick()
    wrong = came(office, 2, issues=(make.issue(subject="سد معبر"),))
    visits.correct(office, wrong.visit_id, make.visit(1, issues=(make.issue(subject="سد معبر"),), arrived="9:43"))
    assert subjects(office, right) == {"آسفالت معابر", "سد معبر"}


def test_nobody_goes_into_himself(office: Office, twice: tuple[QueueRow, QueueRow]) -> None:
    first, second = (row.visitor_id for row in twice)
    for one, other in ((first, first), (first, second), (second, first)):
        with contextlib.suppress(Refused):
            merging.merge(office, one, other)
    assert group(office, first) == {first, second}
    with pytest.raises(Refused, match="این دو یک نفرند"):
        merging.merge(office, first, second)


def test_a_new_visit_is_the_standing_records_whichever_was_taken(office: Office, twice, clock: Clock) -> None:
    first, second = twice
    merging.merge(office, first.visitor_id, second.visitor_id)
    clock.set(9, day=jalali(1405, 6, 29))
    again = visits.register(office, make.visit(1, visitor_id=first.visitor_id))
    assert again.visitor_id == second.visitor_id


def test_who_came_today_under_the_other_record_came_today_already(office: Office) -> None:
    first = came(office, 1, particulars=NO_ID)
    second = came(office, 2)
    merging.merge(office, first.visitor_id, second.visitor_id)
    with pytest.raises(Refused) as refused:
        came(office, 2)
    assert refused.value.field == "again"
    other = came(office, 3, particulars=NO_ID)
    merging.merge(office, other.visitor_id, second.visitor_id)
    with pytest.raises(Refused):
        visits.register(office, make.visit(3, visitor_id=other.visitor_id, particulars=NO_ID))


def test_a_correction_of_an_old_visit_leaves_it_where_it_was_recorded(office: Office, twice) -> None:
    first, second = twice
    gone = merging.merge(office, first.visitor_id, second.visitor_id).gone
    form = visits.written(office, first.visit_id).new
    visits.correct(office, first.visit_id, form)
    merging.unmerge(office, gone)
    assert subjects(office, first) == {"آسفالت معابر"}


def test_the_report_counts_a_visit_without_an_id_by_itself_also_when_it_is_known_whose_it_was(office, twice) -> None:
    """Contracts, `visitors`: verify counts again from the report's own data, where nothing joins the two."""
    first, second = twice
    merging.merge(office, first.visitor_id, second.visitor_id)
    report, counted = data.build(office, Quarter(1405, 2), office.now())
    assert counted.totals.visitors == 2
    meaning.check(report)
    form = visits.written(office, first.visit_id).new
    with_id = {**form.particulars, "national_id": make.national_id(1), "no_id_reason": ""}
    visits.correct(office, first.visit_id, make.visit(1, particulars=with_id, issues=form.issues, arrived=form.arrived))
    report, counted = data.build(office, Quarter(1405, 2), office.now())
    assert counted.totals.visitors == 1
    meaning.check(report)


def test_a_register_finds_the_person_by_the_id_of_the_standing_record(office: Office, twice, tmp_path) -> None:
    first, second = twice
    merging.merge(office, first.visitor_id, second.visitor_id)
    file = tmp_path / "register.csv"
    row = {
        "kind": "weekly",
        "date": "1405/06/08",
        "arrived": "9:00",
        "presided_by": "head",
        "type": "request",
        "subject": "سد معبر",
        "status": "open",
        **make.person(1),
    }
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, row)
        writer.writeheader()
        writer.writerow(row)
    load.load(office, file)
    assert subjects(office, first) == {"آسفالت معابر", "مستمری", "سد معبر"}


def test_what_is_late_under_one_record_is_promised_to_the_person(office: Office, twice, clock: Clock) -> None:
    first, second = twice
    rulings.give(office, first.issue_ids[0], "ظرف ۱۰ روز", unit="فنی و عمرانی", due=jalali(1405, 6, 18))
    merging.merge(office, first.visitor_id, second.visitor_id)
    assert visitors.history(office, second.visitor_id).promise.ruling == "ظرف ۱۰ روز"
    outcomes.record(office, first.issue_ids[0], Status.RESOLVED)
    assert visitors.history(office, second.visitor_id).promise is None


def test_figures_of_a_quarter_do_not_move(office: Office, twice) -> None:
    before = figures.count(office, Quarter(1405, 2))
    merging.merge(office, *(row.visitor_id for row in twice))
    assert figures.count(office, Quarter(1405, 2)) == before


def test_who_made_two_records_one_and_why_stays_readable_also_when_they_are_apart(office: Office, twice, clock) -> None:
    first, second = twice
    gone = merging.merge(office, first.visitor_id, second.visitor_id, "کارت ملی را آورد").gone
    said = [(one.field, one.before, one.after, one.reason) for one in corrections.of_visit(office, second.visit_id)]
    assert said == [("یک نفر", None, "مریم کعبی با مریم کعبی", "کارت ملی را آورد")]
    clock.tick()
    merging.unmerge(office, gone)
    assert [one.after for one in corrections.of_visit(office, first.visit_id)] == [None, "مریم کعبی با مریم کعبی"]


PEOPLE = 5
STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "unmerge", "put_back"]), st.integers(0, 4), st.integers(0, 4)), max_size=14
)


@given(steps=STEPS, with_id=st.integers(0, PEOPLE - 1))
@settings(max_examples=25)
def test_however_records_are_joined_and_parted_each_person_is_one_group(
    office: Office, steps: list[tuple[str, int, int]], with_id: int
) -> None:
    """For every sequence: records are in one group exactly if a chain of joinings that still stand leads there; two
    people with an id never are; and with all joinings undone everybody is alone again."""
    people = [
        came(office, 10 + n, again=True, particulars={} if n in (with_id, 0) else NO_ID).visitor_id
        for n in range(PEOPLE)
    ]
    links: dict[int, int] = {}
    parted: list[merging.Joined] = []
    for act, one, other in steps:
        with contextlib.suppress(Refused):
            if act == "merge":
                joined = merging.merge(office, people[one], people[other])
                links[joined.gone] = joined.into
            elif act == "unmerge":
                parted.append(merging.unmerge(office, people[one]))
                del links[people[one]]
            elif parted:
                joined = merging.put_back(office, parted.pop())
                links[joined.gone] = joined.into
    for person in people:
        expected = {person}
        while more := {b for a, b in links.items() if a in expected} | {a for a, b in links.items() if b in expected}:
            if more <= expected:
                break
            expected |= more
        assert group(office, person) == expected
        with office.read() as session:
            assert standing(session, person) == next(one for one in expected if one not in links)
    assert with_id == 0 or people[with_id] not in group(office, people[0])
    for gone in list(links):
        merging.unmerge(office, gone)
    assert [group(office, person) for person in people] == [{person} for person in people]
