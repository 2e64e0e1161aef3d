"""The worklist searched for a common name is gone through row by row, for a rare one from its index: the same list."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import outcomes, referrals, rulings, units, worklist, worklist_search
from app.domain.codes import AnswerKind, IssueType, Role, Status
from app.office import Office, SignedIn
from app.security.rights import Right
from app.units import UnitParticulars
from app.worklist import Filters, Page, Tab
from db.models import Issue
from tests import make
from tests.conftest import MEETING_DAY, Clock

FIRST, LAST = ("مریم", "محمد", "سید محمد", "محمدرضا", "نرگس"), ("کعبی", "محمدی", "شریفی")
FEW = 10**9
"""So dear would a row be that none is asked for a name: what is searched for is found first."""


@pytest.fixture
def busy(office: Office, clock: Clock) -> Office:
    """Forty matters at all stages, of units here and outside, brought by one or by many, again, or for the head."""
    unit = next(unit for unit in units.of_office(office) if unit.name == "درآمد")
    units.describe(office, unit.id, UnitParticulars(outside=True))
    own = []
    for number in range(1, 41):
        clock.set(9, number, day=MEETING_DAY + dt.timedelta(days=7 * (number // 25)))
        matter = make.issue(
            type="complaint" if number % 3 == 0 else "request",
            subject="لایروبی قنات" if number % 4 == 0 else "آسفالت معابر",
            head_only=number % 9 == 0,
        )
        name = {"first_name": FIRST[number % 5], "last_name": LAST[number % 3], "father_name": FIRST[number % 4]}
        own.append(issue_id := make.registered(office, number, particulars=name, issues=(matter,)).issue_ids[0])
        if number % 5:
            due = office.today() + dt.timedelta(days=number % 4 * 10) if number % 7 else None
            rulings.give(office, issue_id, "اقدام شود", unit=("درآمد", "خدمات شهری")[number % 2], due=due)
        if number % 8 == 1:
            referral = referrals.of_issue(office, issue_id)[0].id if number % 5 else None
            if referral is not None:
                referrals.answer(office, referral, AnswerKind.RETURNED, "با ما نیست")
        if number % 6 == 1:
            outcomes.record(office, issue_id, Status.RESOLVED, "شد")
    with office.work("tests.link", Right.FOLLOW_UP) as work:  # those of others, too, who have other names
        for at, lead in ((9, 2), (10, 2), (13, 3), (21, 16), (22, 37)):
            work.get_one(Issue, own[at]).common_with = own[lead]
        for at, first in ((27, 7), (28, 7), (31, 37), (33, 0)):
            work.get_one(Issue, own[at]).follows = own[first]
    clock.set(9, day=MEETING_DAY + dt.timedelta(days=15))
    return office


TEXTS = ("محمد", "مح", "محمدی", "سید محمد", "محمد کعبی", "محمدرضا", "قنات", "آسفالت", "lpln", "0916", "1", "نیست", "-")
UNITS, TYPES, SINCE = (
    ("", "درآمد", "خدمات شهری"),
    (None, IssueType.COMPLAINT),
    (None, MEETING_DAY + dt.timedelta(days=1)),
)
FILTERS = st.builds(
    Filters,
    text=st.sampled_from(TEXTS),
    unit=st.sampled_from(UNITS),
    type=st.sampled_from(TYPES),
    since=st.sampled_from(SINCE),
)


def pages(office: Office, tab: Tab, filters: Filters, limit: int) -> Iterator[Page]:
    page = worklist.page(office, tab, filters, limit=limit)
    yield page
    while page.after is not None:
        page = worklist.page(office, tab, filters, page.after, limit)
        yield page


@settings(max_examples=100)
@given(tab=st.sampled_from(Tab), filters=FILTERS, limit=st.sampled_from((1, 2, 5, 50)), head=st.booleans())
def test_row_by_row_or_from_the_index_of_names_the_list_is_the_same(
    busy: Office, tab: Tab, filters: Filters, limit: int, head: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if not head:
            patch.setattr(busy, "user", SignedIn(busy.user.id, "s", "s", (Role.FOLLOW_UP,)))
        patch.setattr(worklist_search, "DEARER", FEW)
        from_index = list(pages(busy, tab, filters, limit))
        patch.setattr(worklist_search, "DEARER", 1)
        assert list(pages(busy, tab, filters, limit)) == from_index
        assert getattr(worklist.counts(busy, filters), tab) == sum(len(page.rows) for page in from_index)


def test_the_rows_of_a_common_name_are_asked_one_by_one_until_the_page_is_full(
    busy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist_search, "DEARER", 1)
    monkeypatch.setattr(worklist_search.Sought, "found", lambda _sought: pytest.fail("all that have it were found"))
    page = worklist.page(busy, Tab.OPEN, Filters(text="محمد"), limit=2)
    assert ["محمد" in row.name for row in page.rows] == [True, True]
    assert page.after is not None


def test_the_list_is_read_in_its_own_order_whatever_the_store_would_choose(busy: Office) -> None:
    """What only has to be put in order first is read whole, for each page."""
    for tab in Tab:
        for part in worklist._parts(tab, MEETING_DAY):
            asked = worklist._rows().where(part).limit(2)
            with busy.read() as session:
                compiled = asked.compile(session.connection(), compile_kwargs={"literal_binds": True})
                plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
            assert ["ix_standing_work" in step.detail for step in plan] == [True]
