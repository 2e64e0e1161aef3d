"""Response times of an office: from the visit to the outcome, and on to the telling, by unit, month and type."""

import datetime as dt
from dataclasses import replace

import pytest

from app import (
    common_matters,
    issues,
    notices,
    office_settings,
    outcomes,
    response_times,
    rulings,
    units,
    visits,
    words,
)
from app.domain.codes import ClosedDue, IssueType, Kind, Level, Status, Way
from app.domain.persian.calendar import Quarter
from app.office import Office
from app.register.load import load
from app.report import figures
from app.response_times import Content, ResponseTimes
from app.security.rights import Right
from app.words import Words
from db.models import Contentment, Outcome, Pause, Referral, Reminder
from tests import make
from tests.app.register.registers import as_csv
from tests.conftest import MEETING_DAY, Clock

SUMMER, AUTUMN = Quarter(1405, 2), Quarter(1405, 3)


def times(office: Office, span: Quarter = SUMMER) -> ResponseTimes:
    return response_times.of(office, figures.count(office, span))


def in_days(number: int) -> dt.date:
    return MEETING_DAY + dt.timedelta(days=number)


def brought(office: Office, number: int = 1, **given: object) -> int:
    visits.register(office, make.visit(number, **given))
    with office.read() as session:
        return issues._next_id(session) - 1


def ruled(office: Office, issue: int, unit: str = "درآمد", due: int = 15) -> None:
    rulings.give(office, issue, "بررسی و اقدام شود", unit=unit, due=in_days(due))


def decided(office: Office, clock: Clock, issue: int, after: int, status: Status = Status.RESOLVED) -> None:
    clock.set(11, day=in_days(after))
    outcomes.record(office, issue, status, "انجام شد.")


def told(office: Office, clock: Clock, issue: int, after: int) -> None:
    clock.set(12, day=in_days(after))
    notices.record(office, issue, Way.CALL, in_days(after))


def rows_of(office: Office, *rows: object) -> None:
    """What other parts of the office write, as they write it."""
    with office.work("test.rows", Right.FOLLOW_UP) as session:
        for row in rows:
            row.agency_id = office.agency_id
            session.add(row)


def test_an_issue_is_measured_from_its_visit_to_its_outcome_and_on_to_the_telling(office, clock):
    issue = brought(office)
    ruled(office, issue)
    assert times(office).all.decided == 0, "nothing is decided yet"
    decided(office, clock, issue, 10)
    told(office, clock, issue, 13)
    found = times(office, SUMMER).all
    assert (found.decided, found.half, found.most) == (1, 10, 10)
    assert (found.told, found.told_half, found.told_most) == (1, 3, 3)
    assert (found.in_time, found.late, found.reopened) == (1, 0, 0)


def test_what_was_decided_after_its_due_day_is_late(office, clock):
    for number, after in ((1, 15), (2, 16)):
        issue = brought(office, number)
        ruled(office, issue)
        decided(office, clock, issue, after)
        clock.set(9, day=MEETING_DAY)
    assert (times(office).all.in_time, times(office).all.late) == (1, 1)


def test_days_on_which_the_applicants_papers_were_waited_for_are_left_out(office, clock):
    issue = brought(office)
    ruled(office, issue)
    decided(office, clock, issue, 20)
    rows_of(office, Pause(issue_id=issue, papers="سند", since=in_days(3), until=in_days(9), asked_at=office.now()))
    assert times(office).all.half == 14


def test_an_office_that_counts_working_days_is_told_these_too(office, clock):
    """MEETING_DAY is a Sunday: in ten days lies one Friday, on which nobody counts."""
    issue = brought(office)
    ruled(office, issue)
    decided(office, clock, issue, 10)
    assert times(office).working is None, "due dates go by the calendar"
    settings = office_settings.of(office)
    office_settings.change(office, replace(settings, closed_due=ClosedDue.WORKING))
    found = times(office)
    assert (found.all.half, found.working) == (10, (9, 9))
    assert times(office, AUTUMN).working is None


def test_an_issue_that_was_opened_again_is_measured_to_its_last_outcome(office, clock):
    issue = brought(office)
    decided(office, clock, issue, 5)
    decided(office, clock, issue, 6, Status.OPEN)
    assert (times(office).all.decided, times(office).all.reopened) == (0, 1), "open again, and that is said"
    decided(office, clock, issue, 30)
    assert (times(office).all.half, times(office).all.reopened) == (30, 1)
    outcomes.take_back(office, issue)
    outcomes.take_back(office, issue)
    assert (times(office).all.half, times(office).all.reopened) == (5, 0), "taken back, it never happened"


def test_there_is_a_row_for_each_unit_month_and_type_and_they_add_up(office, clock):
    for number, (unit, kind, after) in enumerate(
        (("درآمد", "request", 4), ("درآمد", "complaint", 8), ("فنی و عمرانی", "request", 12)), start=1
    ):
        issue = brought(office, number, issues=(make.issue(type=kind),))
        ruled(office, issue, unit)
        decided(office, clock, issue, after)
        clock.set(9, day=MEETING_DAY)
    brought(office, 4)
    found = times(office)
    assert [(unit, row.decided, row.half, row.most) for unit, row in found.units] == [
        ("درآمد", 2, 4, 8), ("فنی و عمرانی", 1, 12, 12), (None, 0, None, None),
    ]  # fmt: skip
    assert [(month, row.decided) for month, row in found.months] == [((1405, 6), 3)]
    assert [(kind, row.decided) for kind, row in found.types] == [(IssueType.REQUEST, 2), (IssueType.COMPLAINT, 1)]


def test_units_that_act_together_are_a_row_of_their_own(office, clock):
    issue = brought(office)
    rulings.give(office, issue, "بررسی شود", unit=("درآمد", "خدمات شهری"), due=in_days(15))
    decided(office, clock, issue, 3)
    assert [unit for unit, _row in times(office).units] == ["درآمد، خدمات شهری"]


def test_only_what_the_head_heard_at_the_weekly_meeting_is_measured(office, clock):
    for number, kind in enumerate((Kind.DAILY, Kind.TOUR), start=1):
        decided(office, clock, brought(office, number, kind=kind), 3)
        clock.set(9, day=MEETING_DAY)
    assert times(office).all.decided == 0
    assert times(office).issues == ()


def test_of_what_only_the_head_may_know_no_unit_and_no_due_day_is_told(office, clock):
    issue = brought(office, issues=(make.issue(head_only=True),))
    ruled(office, issue)
    decided(office, clock, issue, 3)
    found = times(office)
    assert [unit for unit, _row in found.units] == [None]
    assert (found.all.decided, found.all.in_time, found.all.late) == (1, 0, 0)


def test_a_quarter_measures_what_was_brought_in_it(office, clock):
    decided(office, clock, brought(office), 20)
    assert (times(office, SUMMER).all.decided, times(office, AUTUMN).all.decided) == (1, 0)


def test_a_register_knows_no_day_of_the_outcome(office, clock, tmp_path):
    row = {
        "kind": "weekly",
        "presided_by": "head",
        "date": "1405/06/15",
        "arrived": "09:00",
        "first_name": "مریم",
        "last_name": "کعبی",
        "national_id": make.national_id(7),
        "type": "request",
        "subject": "آسفالت",
        "ruling": "اقدام شود",
        "unit": "درآمد",
        "status": "resolved",
        "outcome": "انجام شد",
        "notified_by": "call",
        "notified_on": "1405/06/20",
    }
    load(office, as_csv(tmp_path, [row]))
    found = times(office)
    assert (found.all.decided, found.all.told) == (0, 0)
    assert len(found.issues) == 1


def test_what_climbed_to_the_agencys_head_is_counted_by_issue(office, clock):
    issue = brought(office)
    ruled(office, issue)
    with office.read() as session:
        referral = session.query(Referral).one().id
    for level, after in ((Level.UNIT, 16), (Level.AGENCY_HEAD, 30), (Level.AGENCY_HEAD, 37)):
        clock.set(9, day=in_days(after))
        rows_of(office, Reminder(referral_id=referral, level=level, reminded_at=office.now()))
    found = times(office)
    assert found.climbed == 1
    assert found.issues[0].climbed_on == in_days(30)


def test_contentment_is_counted_by_the_last_answer_and_objections_by_matter(office, clock):
    first, second, third = (brought(office, number) for number in (1, 2, 3))
    for issue, content in ((first, True), (second, True), (second, False)):
        rows_of(office, Contentment(issue_id=issue, content=content, asked_at=office.now()))
        clock.tick()
    decided(office, clock, third, 2)
    clock.tick()
    again = {"status": Status.OPEN, "text": "معترض است", "objected": True, "recorded_at": office.now()}
    rows_of(office, Outcome(issue_id=third, **again))
    assert times(office).content == Content(asked=2, content=1, not_content=1, objected=1)


@pytest.mark.usefixtures("clock")
def test_nothing_measured_is_said_as_nothing(office):
    found = times(office)
    assert (found.all.decided, found.all.half, found.months, found.units) == (0, None, (), ())


def test_of_many_people_the_list_names_who_objected(office, clock):
    first, second, late = (brought(office, number) for number in (1, 2, 3))
    clock.set(10, day=in_days(98))
    after_the_quarter = brought(office, 4)
    common_matters.link(office, [first, second, late, after_the_quarter], first)
    for number, whose in enumerate((second, after_the_quarter), 101):
        decided(office, clock, first, number)
        outcomes.reopen(office, whose, "آب هنوز قطع است", objected=True)
    newest, oldest = response_times.discontent(office, figures.count(office, SUMMER))
    assert (oldest.issue.own, oldest.name) == (second, issues.one(office, second).visitor)
    assert (newest.issue.own, newest.name) == (first, issues.one(office, after_the_quarter).visitor)


def test_a_unit_that_was_renamed_is_one_row_by_the_name_that_it_has_today(office, clock):
    (unit,) = [one for one in units.of_office(office) if one.name == "درآمد"]
    for number in (1, 2, 3):
        issue = brought(office, number)
        rulings.give(office, issue, "بررسی شود", unit=("درآمد", "خدمات شهری") if number == 3 else "درآمد")
        clock.tick()
        outcomes.record(office, issue, Status.RESOLVED, "انجام شد.")
        if number == 1:
            words.change(office, Words.UNITS, unit.id, "درآمد و املاک")
            words.change(office, Words.UNITS, unit.id, "درآمد")
    issue = brought(office, 4)
    ruled(office, issue)
    words.change(office, Words.UNITS, unit.id, "درآمد و نوسازی")
    other = brought(office, 5)
    ruled(office, other, "درآمد و نوسازی")
    clock.tick()
    for one in (issue, other):
        outcomes.record(office, one, Status.RESOLVED, "انجام شد.")
    found = times(office)
    assert [(unit, row.decided) for unit, row in found.units] == [
        ("درآمد و نوسازی", 4),
        ("درآمد و نوسازی، خدمات شهری", 1),
    ]
    with office.read() as session:  # the report has them as they were called then, as its own issues say
        report = response_times._of(session, figures.count(office, SUMMER))
    assert [unit for unit, _row in report.units] == ["درآمد", "درآمد و نوسازی", "درآمد، خدمات شهری"]
