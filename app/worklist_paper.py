"""The worklist on paper: what is shown of a tab, or the rows that were chosen, by unit."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import agency, worklist
from app.domain.errors import Refused
from app.domain.persian.calendar import short_date
from app.domain.persian.text import among_words, isolate, persian_digits, read_digits
from app.domain.texts import _, fa
from app.issues import latest
from app.office import Office
from app.units import UnitRow, of_office
from app.worklist import ALL, Filters, Tab, WorkRow
from db.models import Issue, Ruling

if TYPE_CHECKING:
    from app.documents.follow_up_list import Line

MOST = 2000
"""Rows: more is no paper that anybody goes through, but a hundred pages."""


@dataclass(frozen=True)
class Paper:
    """count: the matters on it. gone: of the chosen ones those that are not in the list any more."""

    pdf: bytes
    count: int
    gone: int = 0


def paper(office: Office, tab: Tab, filters: Filters = ALL, issue_ids: Collection[int] = ()) -> Paper:
    """The tab's list as a PDF, what hurts most first, the units by their worst matter. issue_ids: only these of it,
    however far down they stand.

    What only the head may know is not printed, for whomever it is. Raises Refused for an empty list, and for one that
    nobody would go through on paper.
    """
    from app.documents.follow_up_list import FollowUpList, UnitPart, draw

    rows = _chosen(office, tab, filters, frozenset(issue_ids))
    if not rows:
        raise Refused(_("The list is empty; there is nothing to print."), "list")
    with office.read() as session:
        rulings = _rulings(session, [row.issue_id for row in rows])
    known = {unit.name: unit for unit in of_office(office)}
    parts = [
        UnitPart(unit, _reach(known.get(unit)), tuple(_line(office, row, rulings) for row in of_unit))
        for unit, of_unit in _by_unit(rows)
    ]
    data = FollowUpList(agency.details(office).name, fa(tab.word), _narrowed(filters), tuple(parts), office.now())
    return Paper(draw(data), len(rows), len(set(issue_ids)) - len(rows) if issue_ids else 0)


def _chosen(office: Office, tab: Tab, filters: Filters, issue_ids: frozenset[int]) -> list[WorkRow]:
    page = worklist.page(office, tab, filters, limit=MOST)
    if len(issue_ids) > MOST or (page.after is not None and not issue_ids):
        said = _("These are more than %(n)s matters. Narrow the list, by unit for instance, and print it then.")
        raise Refused(persian_digits(said % {"n": MOST}), "list")
    rows = [row for row in page.rows if not issue_ids or row.issue_id in issue_ids]
    while page.after is not None and len(rows) < len(issue_ids):
        page = worklist.page(office, tab, filters, page.after, MOST)
        rows += [row for row in page.rows if row.issue_id in issue_ids]
    return rows


def _by_unit(rows: list[WorkRow]) -> list[tuple[str, list[WorkRow]]]:
    parts: dict[str, list[WorkRow]] = {}
    for row in rows:
        # which unit has it is for the head to know; but that none had it would not be so
        parts.setdefault(fa("for the head alone") if row.head_only else row.unit or "", []).append(row)
    return list(parts.items())


def _rulings(session: Session, issue_ids: list[int]) -> dict[int, str | None]:
    wanted = select(Issue.id, latest(Ruling.text, Ruling)).where(Issue.id.in_(issue_ids))
    return {row.id: row[1] for row in session.execute(wanted)}


def _line(office: Office, row: WorkRow, rulings: dict[int, str | None]) -> "Line":
    from app.documents.follow_up_list import Line

    hidden = row.head_only
    return Line(
        name=row.name,
        people=row.people,
        subject=fa("Only the head knows the content of this issue.") if hidden else read_digits(row.subject),
        ruling=None if hidden else read_digits(rulings.get(row.issue_id) or "") or None,
        stage=fa(row.stage.word),
        due=row.due,
        late=row.days_late(office.today()),
        reminders=row.reminders,
        code=row.code,
    )


def _reach(unit: UnitRow | None) -> str:
    """Whom one reaches there."""
    if unit is None:
        return ""
    known = unit.particulars
    outside = fa("another agency") if known.outside else ""
    return "، ".join(
        filter(
            None,
            (outside, among_words(known.contact), isolate(persian_digits(known.telephone)) if known.telephone else ""),
        )
    )


def _narrowed(filters: Filters) -> str:
    """To what the list is narrowed, in a few words."""
    since = fa("since %(date)s") % {"date": short_date(filters.since)} if filters.since else ""
    searched = fa("«%(text)s»") % {"text": among_words(filters.text)} if filters.text else ""
    type_ = fa(filters.type.word) if filters.type else ""
    return "، ".join(filter(None, (among_words(filters.unit), type_, since, searched)))
