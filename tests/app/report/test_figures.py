"""The quarter's figures: every contract's sentence, and that they always add up."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from app import closing, meetings, outcomes, queue, visits
from app.domain.codes import IssueType, Kind, MeetingState, PresidedBy, Status, Way
from app.domain.counting import why_not_counted
from app.domain.persian.calendar import Quarter, jalali
from app.register.load import load
from app.report import figures
from app.report.data import build
from app.report.figures import IssueFacts, MeetingRow
from tests import make

SUMMER = Quarter(1405, 2)
SUNDAYS = [jalali(1405, 4, 7) + dt.timedelta(days=7 * n) for n in range(13)]


def facts(**given: object) -> IssueFacts:
    usual: dict[str, object] = {
        "issue_id": 1,
        "visit_id": 1,
        "visitor_id": 1,
        "date": SUNDAYS[0],
        "number": 1,
        "arrived": dt.time(9),
        "admitted": dt.time(9, 10),
        "kind": Kind.WEEKLY,
        "presided_by": PresidedBy.HEAD,
        "name": "مریم کعبی",
        "has_id": True,
        "type": IssueType.REQUEST,
        "subject": "آسفالت",
        "status": Status.OPEN,
        "ruling": None,
        "unit": None,
        "due": None,
        "outcome": None,
        "told_by": None,
        "told_on": None,
        "head_only": False,
        "own": 1,
        "matter": 1,
    }
    return IssueFacts(**{**usual, **given})


def brought_by(visit: int, **given: object) -> IssueFacts:
    """An issue of that visit: who came, and whether with an id, is the visit's own."""
    return facts(visit_id=visit, visitor_id=visit % 8 + 1, has_id=visit % 3 != 0, **given)


issues = st.builds(
    brought_by,
    visit=st.integers(1, 20),
    issue_id=st.integers(1, 10_000),
    date=st.sampled_from(SUNDAYS),
    kind=st.sampled_from(Kind),
    presided_by=st.sampled_from(PresidedBy),
    type=st.sampled_from(IssueType),
    status=st.sampled_from(Status),
    told_by=st.sampled_from([None, *Way]),
)


@given(st.lists(issues, max_size=60))
def test_the_figures_always_add_up(brought):
    total, left_out = figures.total([], brought), figures.excluded(brought)
    assert sum(total.by_type.values()) == sum(total.by_status.values()) == total.issues
    assert sum(total.notified_by.values()) == total.notified <= total.issues
    assert total.seen <= total.visits <= total.issues
    assert total.visitors <= total.visits
    assert total.issues + sum(left_out.values()) == len(brought)


@given(st.lists(issues, max_size=60))
def test_c2_nothing_that_is_not_counted_moves_a_total(brought):
    counted = [issue for issue in brought if why_not_counted(issue.kind, issue.presided_by) is None]
    assert figures.total([], brought) == figures.total([], counted)


@given(st.lists(issues, max_size=40), st.randoms())
def test_the_order_of_entry_changes_no_figure(brought, chance):
    shuffled = list(brought)
    chance.shuffle(shuffled)
    assert figures.total([], shuffled).issues == figures.total([], brought).issues
    assert figures.excluded(shuffled) == figures.excluded(brought)


def test_people_without_an_id_count_once_a_visit():
    nobody = [facts(visit_id=1, visitor_id=1, has_id=False), facts(visit_id=2, visitor_id=1, has_id=False)]
    assert figures.total([], nobody).visitors == 2


def test_a_marked_holiday_is_not_scheduled():
    day = MeetingRow(SUNDAYS[0], MeetingState.HOLIDAY, None, None, None, 0, 0, True, True, None)
    assert figures.total([day], []).meetings_scheduled == 0


def test_a_visit_with_several_issues_is_one_visit_and_one_visitor(office, clock):
    make.registered(office, issues=(make.issue(), make.issue(subject="روشنایی", type="complaint")))
    clock.set(9, day=jalali(1405, 7, 4))
    total = figures.count(office, SUMMER).totals
    assert (total.visits, total.visitors, total.issues) == (1, 1, 2)


def test_who_came_and_was_not_seen_is_a_visit_but_not_seen(office):
    seen, unseen = make.registered(office, 1), make.registered(office, 2)
    queue.admit(office, seen.visit_id)
    queue.leave(office, unseen.visit_id)
    total = figures.count(office, SUMMER).totals
    assert (total.visits, total.seen) == (2, 1)


def test_what_was_taken_back_counts_nowhere(office):
    visits.withdraw(office, make.registered(office).visit_id)
    assert figures.count(office, SUMMER).totals.visits == 0


def test_a_day_that_the_head_held_without_visitors_is_held(office):
    meetings.head_came(office)
    assert figures.count(office, SUMMER).totals.meetings_held == 1


def test_a_substitute_meeting_is_held_beyond_what_was_scheduled(office, clock):
    clock.set(9, day=jalali(1405, 6, 23))
    meetings.hold_substitute(office, "به جای یکشنبه")
    make.registered(office)
    quarter = figures.count(office, SUMMER)
    (extra,) = [day for day in quarter.meetings if not day.scheduled]
    assert (extra.state, extra.visits) == (MeetingState.HELD, 1)
    assert quarter.totals.meetings_scheduled == 12  # up to today


def test_a_marked_holiday_was_not_planned_even_if_the_register_has_visits_to_the_head_on_it(office, tmp_path):
    meetings.mark(office, jalali(1405, 6, 8), MeetingState.HOLIDAY, "عزای عمومی")
    before = figures.count(office, SUMMER).totals
    register = tmp_path / "register.csv"
    register.write_text(
        "kind,date,arrived,presided_by,first_name,last_name,national_id,type,subject,status\n"
        "weekly,1405/06/08,09:00,head,مریم,کعبی,0012345679,request,آسفالت,open\n",
        encoding="utf-8",
    )
    assert load(office, register).stored == 1
    after = figures.count(office, SUMMER).totals
    assert (after.meetings_held, after.meetings_scheduled) == (before.meetings_held + 1, before.meetings_scheduled)


def test_days_to_come_are_left_out_while_the_quarter_runs(office):
    quarter = figures.count(office, SUMMER)
    assert not quarter.is_over
    assert [day.date for day in quarter.meetings] == SUNDAYS[:12]


def test_each_figure_that_is_left_out_opens_its_rows_and_says_why(office):
    make.registered(office, 1, kind=Kind.CEREMONY)
    quarter = figures.count(office, SUMMER)
    (row,) = quarter.left_out("ceremony")
    assert (row.uncounted.clause, quarter.excluded["ceremony"]) == ("c2", 1)


def test_c2_what_is_not_counted_is_not_in_the_file_at_all(office, clock):
    make.registered(office, 1, kind=Kind.DAILY, particulars={"last_name": "ناپیدا"})
    make.registered(office, 2)
    clock.set(9, day=jalali(1405, 7, 4))
    report, _figures = build(office, SUMMER, office.now())
    assert len(report["visits"]) == 1
    assert "ناپیدا" not in str(report)
    assert "excluded" not in report["totals"]


def test_an_issue_for_the_heads_eyes_is_in_the_file_without_its_words(office, clock):
    row = make.registered(office, issues=(make.issue(subject="پنهان", description="پنهان", head_only=True),))
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "پنهان")
    clock.set(9, day=jalali(1405, 7, 4))
    report, _figures = build(office, SUMMER, office.now())
    assert "پنهان" not in str(report)
    assert report["visits"][0]["issues"][0]["status"] == "resolved"


def test_what_was_changed_after_a_day_was_closed_is_counted_with_it(office):
    row = make.registered(office)
    queue.admit(office, row.visit_id)
    queue.finish(office, row.visit_id)
    closing.close(office, office.today())
    for seen_at in ("9:10", "9:20"):
        visits.correct(office, row.visit_id, make.visit(arrived=seen_at), "ساعت نادرست بود")
    (day,) = [meeting for meeting in figures.count(office, SUMMER).meetings if meeting.amendments]
    assert (day.date, day.amendments) == (office.today(), 2)
    report, _figures = build(office, SUMMER, office.now())
    assert [meeting.get("amendments") for meeting in report["meetings"] if meeting["visits"]] == [2]
    assert all("amendments" not in meeting for meeting in report["meetings"] if not meeting["visits"])
