"""The worklist: what hurts most first, page after page, counted exactly, narrowed, searched, on paper."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import matters, notices, outcomes, referrals, rulings, units, worklist, worklist_paper, worklist_sheet
from app.domain.codes import AnswerKind, IssueType, Role, Stage, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import numeric
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.office import Office, SignedIn
from app.security.rights import Right
from app.units import UnitParticulars
from app.worklist import Filters, Tab, WorkRow
from db.models import Issue
from tests import make
from tests.app.documents.readers import poppler, poppler_turned
from tests.conftest import MEETING_DAY, Clock

DUE = MEETING_DAY + dt.timedelta(days=10)


def referred(
    office: Office, number: int = 1, *, unit: str = "درآمد", due: dt.date | None = DUE, **given: object
) -> int:
    issue_id = make.registered(office, number, **given).issue_ids[0]
    rulings.give(office, issue_id, "اقدام شود", unit=unit, due=due)
    return issue_id


def names(office: Office, tab: Tab, filters: Filters = worklist.ALL) -> list[str]:
    return [row.name for row in worklist.page(office, tab, filters).rows]


def row_of(office: Office, issue_id: int) -> WorkRow:
    row = worklist.matter(office, issue_id).row
    assert row is not None
    return row


def test_a_due_date_is_late_from_the_day_after(office: Office, clock: Clock) -> None:
    referred(office)
    clock.set(9, day=DUE)
    assert (len(names(office, Tab.TODAY)), len(names(office, Tab.OVERDUE))) == (1, 0)
    clock.set(9, day=DUE + dt.timedelta(days=1))
    assert (len(names(office, Tab.TODAY)), len(names(office, Tab.OVERDUE))) == (0, 1)
    assert worklist.pressing(office) == 1


def test_of_several_units_the_earliest_due_that_is_still_waited_for_counts(office: Office) -> None:
    issue_id = referred(office, unit="درآمد", due=DUE)
    referrals.refer(office, issue_id, ["خدمات شهری"], DUE + dt.timedelta(days=5))
    first, second = (row.id for row in referrals.of_issue(office, issue_id))
    assert (row_of(office, issue_id).unit, row_of(office, issue_id).due) == ("درآمد", DUE)
    referrals.answer(office, first, AnswerKind.FULL, "انجام شد")
    row = row_of(office, issue_id)
    assert (row.unit, row.due, row.stage) == ("خدمات شهری", DUE + dt.timedelta(days=5), Stage.REFERRED)
    referrals.answer(office, second, AnswerKind.FULL, "انجام شد")
    assert row_of(office, issue_id).stage is Stage.ANSWERED


def test_what_all_have_answered_is_late_until_it_is_decided(office: Office, clock: Clock) -> None:
    issue_id = referred(office)
    referrals.answer(office, referrals.of_issue(office, issue_id)[0].id, AnswerKind.FULL, "انجام شد")
    clock.set(9, day=DUE + dt.timedelta(days=3))
    assert names(office, Tab.OVERDUE) == ["مریم کعبی"]
    assert worklist.late(office) == ()


def test_a_thanks_without_a_referral_is_nobodys_work(office: Office) -> None:
    issue_id = make.registered(office, issues=(make.issue(type="thanks"),)).issue_ids[0]
    assert names(office, Tab.OPEN) == []
    rulings.give(office, issue_id, "از همکاران تقدیر شود", unit="درآمد", due=DUE)
    assert names(office, Tab.OPEN) == ["مریم کعبی"]
    rulings.take_back(office, issue_id)
    assert names(office, Tab.OPEN) == []


def test_a_later_visit_on_the_same_matter_has_no_row_of_its_own(office: Office, clock: Clock) -> None:
    first = referred(office)
    clock.set(9, day=MEETING_DAY + dt.timedelta(days=7))
    second = make.registered(office, issues=(make.issue(subject="دیگر"),)).issue_ids[0]
    assert len(names(office, Tab.OPEN)) == 2
    matters.join(office, second, first)
    assert [row.issue_id for row in worklist.page(office, Tab.OPEN).rows] == [first]


def common(office: Office, lead: int, members: list[int]) -> None:
    with office.work("tests.link", Right.FOLLOW_UP) as work:
        for member in members:
            work.get_one(Issue, member).common_with = lead


def test_a_common_matter_is_one_row_while_it_is_open_and_a_row_each_once_it_is_decided(office: Office) -> None:
    lead = referred(office, 1)
    members = [make.registered(office, number).issue_ids[0] for number in range(2, 6)]
    common(office, lead, members)
    (row,) = worklist.page(office, Tab.OPEN).rows
    assert (row.issue_id, row.people) == (lead, 5)
    outcomes.record(office, lead, Status.RESOLVED, "آب وصل شد")
    assert worklist.counts(office).untold == 5
    assert {row.people for row in worklist.page(office, Tab.UNTOLD).rows} == {1}
    notices.record(office, members[0], Way.CALL, MEETING_DAY)
    assert worklist.counts(office).untold == 4
    assert row_of(office, members[0]).stage is Stage.TOLD


def test_the_words_of_a_later_visit_find_the_matter_that_it_belongs_to(office: Office) -> None:
    first = make.registered(office, 1).issue_ids[0]
    later = make.registered(office, 2, issues=(make.issue(subject="لایروبی قنات"),)).issue_ids[0]
    with office.work("test.rows", Right.FOLLOW_UP) as work:
        work.get_one(Issue, later).follows = first
    assert [row.issue_id for row in worklist.page(office, Tab.OPEN, Filters(text="قنات")).rows] == [first]
    assert worklist.counts(office, Filters(text="قنات")).open == 1


def test_a_member_of_a_common_matter_is_found_under_its_lead(office: Office) -> None:
    lead = referred(office, 1)
    member = make.registered(office, 2, particulars={"first_name": "یوسف"}).issue_ids[0]
    common(office, lead, [member])
    assert [row.issue_id for row in worklist.page(office, Tab.OPEN, Filters(text="یوسف")).rows] == [lead]


def test_what_only_the_head_may_know_is_not_told_in_the_list(office: Office) -> None:
    issue = make.issue(head_only=True, subject="رفتار یکی از کارکنان")
    issue_id = make.registered(office, issues=(issue,)).issue_ids[0]
    rulings.give(office, issue_id, "محرمانه رسیدگی شود", unit="حراست", due=DUE)
    office.user = SignedIn(office.user.id, "s", "s", (Role.FOLLOW_UP,))
    (row,) = worklist.page(office, Tab.OPEN).rows
    assert row.subject == "محتوای این مورد تنها نزد رئیس دستگاه است."
    assert row.unit is None
    assert worklist.units(office) == ()
    assert names(office, Tab.OPEN, Filters(unit="حراست")) == []
    assert names(office, Tab.OPEN, Filters(text="کارکنان")) == []
    assert not office.may(Right.CONFIDENTIAL)


def test_the_head_sees_and_finds_the_unit_of_what_only_he_may_know(office: Office) -> None:
    issue_id = make.registered(office, issues=(make.issue(head_only=True),)).issue_ids[0]
    rulings.give(office, issue_id, "رسیدگی شود", unit="حراست", due=DUE)
    assert office.may(Right.CONFIDENTIAL)
    assert row_of(office, issue_id).unit == "حراست"
    assert worklist.units(office) == ("حراست",)
    assert names(office, Tab.OPEN, Filters(unit="حراست")) == ["مریم کعبی"]


def test_on_paper_it_is_not_said_which_unit_has_what_only_the_head_may_know(office: Office, tmp_path: Path) -> None:
    issue_id = make.registered(office, issues=(make.issue(head_only=True),)).issue_ids[0]
    rulings.give(office, issue_id, "رسیدگی شود", unit="حراست", due=DUE)
    text = "\n".join(poppler(worklist_paper.paper(office, Tab.OPEN).pdf, tmp_path))
    assert "کعبی" in text
    assert "حراست" not in text


def test_the_list_is_narrowed_by_unit_type_age_and_words(office: Office, clock: Clock) -> None:
    referred(office, 1, unit="درآمد", particulars={"first_name": "مریم"})
    complaint = (make.issue(type="complaint", subject="رفتار نامناسب"),)
    referred(office, 2, unit="خدمات شهری", particulars={"first_name": "نرگس"}, issues=complaint)
    clock.set(9, 42, day=MEETING_DAY + dt.timedelta(days=7))
    referred(office, 3, unit="درآمد", particulars={"first_name": "یوسف"})
    assert names(office, Tab.OPEN, Filters(unit="درآمد")) == ["مریم کعبی", "یوسف کعبی"]
    assert names(office, Tab.OPEN, Filters(type=IssueType.COMPLAINT)) == ["نرگس کعبی"]
    assert names(office, Tab.OPEN, Filters(since=MEETING_DAY + dt.timedelta(days=1))) == ["یوسف کعبی"]
    assert names(office, Tab.OPEN, Filters(text="رفتار")) == ["نرگس کعبی"]
    assert names(office, Tab.OPEN, Filters(unit="درآمد", text="كعبي مريم")) == ["مریم کعبی"]
    assert worklist.counts(office, Filters(unit="درآمد")).waiting == 2
    assert worklist.units(office) == ("خدمات شهری", "درآمد")


@settings(max_examples=15)
@given(limit=st.integers(1, 7))
def test_pages_follow_one_another_without_a_gap_or_a_row_twice(office: Office, clock: Clock, limit: int) -> None:
    clock.set(9, 42, day=MEETING_DAY)
    if not names(office, Tab.OPEN):
        for number in range(1, 22):
            due = None if number % 5 == 0 else MEETING_DAY + dt.timedelta(days=number % 4 * 10)
            issue_id = referred(office, number, due=due) if number % 6 else make.registered(office, number).issue_ids[0]
            if number % 7 == 0:
                outcomes.record(office, issue_id, Status.RESOLVED, "شد")
    clock.set(9, 42, day=MEETING_DAY + dt.timedelta(days=15))
    for tab in Tab:
        whole = worklist.page(office, tab, limit=100)
        assert whole.after is None
        rows: list[WorkRow] = []
        page = worklist.page(office, tab, limit=limit)
        rows += page.rows
        while page.after is not None:
            page = worklist.page(office, tab, after=page.after, limit=limit)
            rows += page.rows
        assert tuple(rows) == whole.rows
        assert len(rows) == getattr(worklist.counts(office), tab)
        searched = worklist.counts(office, Filters(text="کعبی"))
        assert getattr(searched, tab) == len(rows)


def test_on_paper_a_unit_that_is_another_agency_is_called_so(office: Office, clock: Clock, tmp_path: Path) -> None:
    unit = next(unit for unit in units.of_office(office) if unit.name == "درآمد")
    units.describe(office, unit.id, UnitParticulars("خانم سواری", outside=True))
    referred(office, 1, unit="درآمد", due=DUE)
    clock.set(9, day=DUE + dt.timedelta(days=3))
    text = "\n".join(poppler(worklist_paper.paper(office, Tab.OVERDUE).pdf, tmp_path))
    assert "دستگاه دیگر" in text


def test_on_paper_each_unit_has_its_part_what_hurts_most_first(office: Office, clock: Clock, tmp_path: Path) -> None:
    referred(office, 1, unit="درآمد", particulars={"first_name": "مریم"}, due=DUE)
    referred(office, 2, unit="خدمات شهری", particulars={"first_name": "نرگس"}, due=DUE - dt.timedelta(days=2))
    secret = make.registered(office, 3, issues=(make.issue(head_only=True, subject="رفتار کارکنان"),)).issue_ids[0]
    rulings.give(office, secret, "محرمانه رسیدگی شود", unit="درآمد", due=DUE)
    clock.set(9, day=DUE + dt.timedelta(days=3))
    text = "\n".join(poppler_turned(worklist_paper.paper(office, Tab.OVERDUE).pdf, tmp_path, "-layout"))
    assert text.index("خدمات شهری") < text.index("نرگس کعبی") < text.index("درآمد") < text.index("مریم کعبی")
    assert "روز تأخیر" in text
    assert "«اقدام شود»" in text
    assert "فقط برای رئیس دستگاه" in text
    assert "هنوز به واحدی ارجاع نشده" not in text
    assert "رفتار" not in text
    assert "محرمانه" not in text


def test_on_paper_only_the_rows_that_were_chosen(office: Office, tmp_path: Path) -> None:
    chosen = referred(office, 1, particulars={"first_name": "مریم"})
    referred(office, 2, particulars={"first_name": "نرگس"})
    text = "\n".join(poppler(worklist_paper.paper(office, Tab.WAITING, issue_ids=[chosen]).pdf, tmp_path))
    assert "مریم" in text
    assert "نرگس" not in text


def test_chosen_rows_are_printed_wherever_they_stand_or_it_is_said_why_not(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist_paper, "MOST", 2)
    rows = [referred(office, number) for number in range(1, 5)]
    gone = make.registered(office, 9).issue_ids[0]
    paper = worklist_paper.paper(office, Tab.WAITING, issue_ids=[rows[3], gone])
    assert (paper.count, paper.gone) == (1, 1)
    with pytest.raises(Refused, match="۲"):
        worklist_paper.paper(office, Tab.WAITING, issue_ids=rows)


def test_an_empty_list_is_not_printed(office: Office) -> None:
    with pytest.raises(Refused):
        worklist_paper.paper(office, Tab.OVERDUE)
    with pytest.raises(Refused):
        worklist_paper.paper(office, Tab.OPEN, replace(worklist.ALL, unit="درآمد"))


def test_a_sheet_has_all_of_the_list_or_the_chosen_rows_and_nothing_that_others_may_not_know(
    office: Office, clock: Clock
) -> None:
    for number in (1, 2, 3):
        referred(
            office, number, unit="درآمد", due=DUE, particulars={"first_name": ("مریم", "نرگس", "لیلا")[number - 1]}
        )
    secret = make.issue(head_only=True, subject="رفتار کارکنان")
    rulings.give(office, make.registered(office, 4, issues=(secret,)).issue_ids[0], "رسیدگی شود", unit="درآمد", due=DUE)
    clock.set(9, day=DUE + dt.timedelta(days=3))
    told: list[tuple[int, int]] = []
    every = worklist_sheet.of_list(office, Tab.OVERDUE, progress=lambda *far: told.append(far))
    assert told == [(4, 4)]
    first = dict(zip(every.headings, every.rows[0], strict=True))
    assert first["مراجعه‌کننده"] == "مریم کعبی"
    assert (first["مهلت"], first["روزهای تأخیر"]) == (persian_digits(numeric(DUE)), "۳")
    assert (first["مرحله"], first["واحد"]) == (fa(Stage.REFERRED.word), "درآمد")
    assert len(every.rows) == 4
    office.user = SignedIn(office.user.id, "s", "s", (Role.FOLLOW_UP,))
    cells = [cell for row in worklist_sheet.of_list(office, Tab.OVERDUE).rows for cell in row]
    assert "محتوای این مورد تنها نزد رئیس دستگاه است." in cells
    assert ("رفتار کارکنان" in cells, cells.count("درآمد")) == (False, 3)
    chosen = worklist.page(office, Tab.OVERDUE).rows[1].issue_id
    assert [row[0] for row in worklist_sheet.of_list(office, Tab.OVERDUE, issue_ids=[chosen]).rows] == ["نرگس کعبی"]


def test_in_a_sheet_and_on_paper_digits_are_persian_but_for_those_of_a_latin_code(
    office: Office, tmp_path: Path
) -> None:
    referred(office, issues=(make.issue(subject="فرم B12 برای 3 نفر"),))
    (row,) = worklist_sheet.of_list(office, Tab.WAITING).rows
    assert "فرم B12 برای ۳ نفر" in row
    paper = " ".join(poppler(worklist_paper.paper(office, Tab.WAITING).pdf, tmp_path))
    assert ("B12" in paper, "۳نفر" in paper.replace(" ", "")) == (True, True)


def test_a_sheet_is_made_of_all_pages_and_stopped_in_between(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist_sheet, "AT_ONCE", 1)
    for number in (1, 2, 3):
        referred(office, number, unit="درآمد", due=DUE)
    clock.set(9, day=DUE + dt.timedelta(days=3))
    assert len(worklist_sheet.of_list(office, Tab.OVERDUE).rows) == 3

    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise Refused("stopped")

    with pytest.raises(Refused, match="stopped"):
        worklist_sheet.of_list(office, Tab.OVERDUE, progress=stop)
