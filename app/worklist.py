"""The worklist (پیگیری): what was promised and is not done yet, what hurts most first.

It reads the table `standing` alone (db/standing.py), so that a page and exact counts are there within a frame, however
many matters the office has.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, text, true, tuple_

from app.domain.codes import Code, IssueType, Stage
from app.domain.texts import N_
from app.issues import IssueRow, _one, confidential
from app.office import Office
from app.security.rights import Right
from app.worklist_search import sought
from db.models import Issue, Standing, Visit

LIMIT = 100


class Tab(Code):
    """What hurts, the worst first."""

    OVERDUE = "overdue", N_("Overdue")
    TODAY = "today", N_("Today")
    WAITING = "waiting", N_("Waiting for a unit")
    UNTOLD = "untold", N_("Not told yet")
    OPEN = "open", N_("All open")


WAITING = (Stage.REFERRED, Stage.RE_REFERRED, Stage.PARTIAL)
UNTOLD = (Stage.DECIDED, Stage.TELLING, Stage.UNREACHED)
"""A result is there, and the applicant does not know it."""
TO_TELL = (Stage.DECIDED, Stage.TELLING)
"""Those of them that are still to be told: of the others the office has said that it was not possible."""


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. since: visits from this day on; text: parts of names, words, or a code."""

    unit: str = ""
    type: IssueType | None = None
    since: dt.date | None = None
    text: str = ""

    @property
    def narrow(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class WorkRow:
    """One matter of the list. people: how many brought it, where that is more than one. due: earliest waited for."""

    issue_id: int
    stage: Stage
    people: int
    date: dt.date
    due: dt.date | None
    unit: str | None
    outside: bool
    reminders: int
    type: IssueType
    code: str | None
    subject: str
    head_only: bool
    name: str

    def days_late(self, today: dt.date) -> int:
        """How many days its due date has passed; 0: it has not."""
        return max(0, (today - self.due).days) if self.due is not None else 0


ALL = Filters()

Cursor = tuple[int, dt.date | None, dt.date, int]
"""Where a page ended: which part of the tab, then the row's due date, day and id."""


@dataclass(frozen=True)
class Page:
    """after: what `page` is asked with for the next ones; None: these were the last."""

    rows: tuple[WorkRow, ...]
    after: Cursor | None


@dataclass(frozen=True)
class Counts:
    """How many rows each tab has."""

    overdue: int
    today: int
    waiting: int
    untold: int
    open: int

    @property
    def pressing(self) -> int:
        """What the rail's badge says: overdue, or due today."""
        return self.overdue + self.today


@dataclass(frozen=True)
class Matter:
    """One matter, for the pane beside the list: who brought it, and the issue as it stands."""

    row: WorkRow | None
    issue: IssueRow
    mobile: str | None


def page(office: Office, tab: Tab, filters: Filters = ALL, after: Cursor | None = None, limit: int = LIMIT) -> Page:
    """The rows of a tab, what hurts most first, `limit` at a time."""
    parts = _parts(tab, office.today())
    found: list[tuple[int, Any]] = []
    with office.read() as session:
        narrowed, words = _narrowed(office, filters), sought(session, office, filters.text)
        for at in range(after[0] if after else 0, len(parts)):
            wanted = _rows().where(parts[at], *narrowed)
            if after is not None and at == after[0]:
                wanted = wanted.where(_beyond(after))
            rest = limit + 1 - len(found)
            part = words.first(wanted, rest) if words else session.execute(wanted.limit(rest)).all()
            found += [(at, row) for row in part]
            if len(found) > limit:
                break
    last = found[limit - 1] if len(found) > limit else None
    rows = tuple(_seen(office, WorkRow(*row)) for _at, row in found[:limit])
    return Page(rows, (last[0], last[1].due, last[1].date, last[1].issue_id) if last else None)


def counts(office: Office, filters: Filters = ALL) -> Counts:
    """How many rows each tab has under these filters, exactly."""
    today, due = office.today(), Standing.due
    with office.read() as session:
        narrowed = _narrowed(office, filters)
        if words := sought(session, office, filters.text):  # what is looked for is found once, not for each figure
            each = (due < today, due == today, Standing.stage.in_(WAITING), Standing.stage.in_(TO_TELL), true())
            found = select(*(func.count().filter(one) for one in each)).select_from(Standing)
            row: Sequence[int] = session.execute(found.where(_LISTED, *narrowed, words.found())).one()
            return Counts(row[0], row[1], row[2], row[3], row[4])
        listed = select(func.count()).select_from(Standing).where(_LISTED, *narrowed)
        at_stage = listed.add_columns(Standing.stage).where(Standing.stage.in_(_STAGES)).group_by(Standing.stage)
        stages = {stage: count for count, stage in session.execute(at_stage.with_hint(Standing, _BY_STAGE, "sqlite"))}
        return Counts(
            overdue=session.scalar(listed.where(due < today)) or 0,
            today=session.scalar(listed.where(due == today)) or 0,
            waiting=sum(stages.get(stage, 0) for stage in WAITING),
            untold=sum(stages.get(stage, 0) for stage in TO_TELL),
            open=sum(stages.values()),
        )


def late(office: Office, filters: Filters = ALL) -> tuple[int, ...]:
    """The matters of which a unit may be late with its answer, under these filters; one that came back from a unit
    may be with another one still.
    """
    with office.read() as session:
        with_units = Standing.stage.in_((*WAITING, Stage.RETURNED))
        waiting = select(Standing.issue_id).where(_LISTED, with_units, Standing.due < office.today())
        if words := sought(session, office, filters.text):
            waiting = waiting.where(words.found())
        return tuple(session.scalars(waiting.where(*_narrowed(office, filters))))


def units(office: Office) -> tuple[str, ...]:
    """The units of all that is listed, for the filter."""
    with office.read() as session:
        named = session.scalars(select(Standing.unit).where(_LISTED, Standing.unit.is_not(None)).distinct()).all()
        found = [unit for unit in named if unit is not None]
        if hidden := _not_hidden(office):  # asked of each unit by itself: the index does not know it
            at = select(Standing.issue_id).where(_LISTED, Standing.stage.in_(_STAGES), *hidden).limit(1)
            found = [unit for unit in found if session.scalar(at.where(Standing.unit == unit)) is not None]
        return tuple(sorted(found))


def pressing(office: Office) -> int:
    """How many are overdue or due today."""
    with office.read() as session:
        late = select(func.count()).select_from(Standing).where(_LISTED, Standing.due <= office.today())
        return session.scalar(late) or 0


def matter(office: Office, issue_id: int) -> Matter:
    """One matter with whom it is about. Raises Refused when it is not in the store any more."""
    with office.read() as session:
        issue = _one(session, office, issue_id)
        mobile = session.scalar(
            select(Visit.mobile).join(Issue, Issue.visit_id == Visit.id).where(Issue.id == issue_id)
        )
        row = session.execute(select(*_COLUMNS).where(Standing.issue_id == issue_id)).first()
        return Matter(_seen(office, WorkRow(*row)) if row else None, issue, mobile)


_LISTED = text("lead IS NULL AND stage <> 'told'")
"""As the indexes have it, in their very words: else the store would not use them."""
_STAGES = tuple(stage for stage in Stage if stage is not Stage.TOLD)
_BY_STAGE = "INDEXED BY ix_standing_stage"
"""The store's own choice is the other one, which has to be gone through from end to end."""
_BY_DUE = "INDEXED BY ix_standing_work"
"""It has the list's order, so that what follows a full page is not looked at. For those who wait for a unit the store
would take the other one, and put them all in order for each page.
"""
_COLUMNS = tuple(
    getattr(Standing, name)
    for name in (
        *("issue_id", "stage", "people", "date", "due", "unit", "outside", "reminders", "type", "code"),
        *("subject", "head_only", "name"),
    )
)


def _rows() -> Select[Any]:
    ordered = select(*_COLUMNS).where(_LISTED).order_by(Standing.due, Standing.date, Standing.issue_id)
    return ordered.with_hint(Standing, _BY_DUE, "sqlite")


def _parts(tab: Tab, today: dt.date) -> Sequence[ColumnElement[bool]]:
    """The tab's rows in parts, one after another: within each they stand in the index's own order."""
    due, stage = Standing.due, Standing.stage
    dated, undated = due.is_not(None), due.is_(None)
    parts: dict[Tab, list[ColumnElement[bool]]] = {
        Tab.OVERDUE: [due < today],
        Tab.TODAY: [due == today],
        Tab.WAITING: [dated & stage.in_(WAITING), undated & stage.in_(WAITING)],
        Tab.UNTOLD: [undated & stage.in_(TO_TELL)],
        Tab.OPEN: [due <= today, undated & stage.in_(UNTOLD), due > today, undated & stage.not_in(UNTOLD)],
    }
    return parts[tab]


def _beyond(after: Cursor) -> ColumnElement[bool]:
    _part, due, date, issue_id = after
    if due is None:
        return tuple_(Standing.date, Standing.issue_id) > tuple_(date, issue_id)
    return tuple_(Standing.due, Standing.date, Standing.issue_id) > tuple_(due, date, issue_id)


def _narrowed(office: Office, filters: Filters) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.unit:
        asked.append(Standing.unit == filters.unit)
        asked += _not_hidden(office)
    if filters.type is not None:
        asked.append(Standing.type == filters.type)
    if filters.since is not None:
        asked.append(Standing.date >= filters.since)
    return asked


def _not_hidden(office: Office) -> list[ColumnElement[bool]]:
    """Without those whose unit is for the head to know, where somebody else looks."""
    return [] if office.may(Right.CONFIDENTIAL) else [Standing.head_only.is_(False)]


def _seen(office: Office, row: WorkRow) -> WorkRow:
    """The same; of one that only the head may know, that there is one."""
    if row.head_only and not office.may(Right.CONFIDENTIAL):
        return replace(row, subject=confidential(), unit=None, outside=False)
    return row
