"""The issues (مورد): what is known of one, its ruling, unit, due date, outcome and notice as they stand."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from app.domain import counting
from app.domain.codes import IssueType, Kind, PresidedBy, Status, Way
from app.domain.errors import Refused
from app.domain.texts import N_, _
from app.office import Office
from app.register.rows import check_text
from app.security.rights import Right
from db.models import Issue, Notice, Outcome, Referral, Ruling, Unit, Visit


@dataclass(frozen=True)
class IssueRow:
    """One issue with what became of it. visitor: whose it is. due, told_on: Gregorian dates.

    code: the one that the visitor was told, which is that of the matter's first issue; follows: that one, for the issue
    of a later visit on the same matter.
    """

    id: int
    visit_id: int
    position: int
    code: str | None
    type: IssueType
    subject: str
    place: str | None
    description: str | None
    words: str | None
    notes: str | None
    samad_code: str | None
    head_only: bool
    status: Status
    ruling: str | None
    unit: str | None
    due: dt.date | None
    outcome: str | None
    told_by: Way | None
    told_on: dt.date | None
    visitor: str
    follows: int | None = None

    def for_eyes_of(self, office: Office) -> "IssueRow":
        """The same; without its words, when they are for the head's eyes and somebody else is signed in."""
        return self if office.may(Right.CONFIDENTIAL) else self.without_words()

    def without_words(self) -> "IssueRow":
        """The same; of one that only the head may know, that there is one: for a screen that others see too."""
        if not self.head_only:
            return self
        empty = replace(self, place=None, description=None, words=None, notes=None, samad_code=None)
        return replace(empty, subject=confidential(), ruling=None, unit=None, outcome=None)


def confidential() -> str:
    """What stands in place of the words that only the head may know."""
    return _("Only the head knows the content of this issue.")


SEVERAL = "، "
"""Between the units, where several act."""

UNSAID = N_("Matter for the head alone")
"""The subject of a matter that its visitor tells to the head alone, until the head writes it."""

OWN = func.coalesce(Issue.follows, Issue.id)
"""The first issue of the person's own matter: it stands for those of later visits too (app/matters.py). Its code is the
one that he was told, and on it stands what he was told.
"""

MATTER = func.coalesce(Issue.common_with, Issue.follows, Issue.id)
"""The issue on which rulings, referrals and outcomes are recorded: that of another person, where many brought the same
(app/common_matters.py).
"""

RECORDS: tuple[Any, ...] = (Ruling, Referral, Outcome, Notice)
"""What is recorded on a matter; notices on each person's own."""


def latest(column: Any, table: Any, *still: Any) -> ScalarSelect[Any]:
    """A column of the newest row in `table` on the issue's matter that was not taken back, and is `still` so."""
    return (
        select(column)
        .where(table.issue_id == MATTER, table.withdrawn_at.is_(None), *still)
        .order_by(table.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _units(*, today: bool) -> ScalarSelect[Any]:
    """The units of the referrals that stand: one text, «شهرسازی، درآمد» when several act.

    today: by the names that they have today, else as they were called then.
    """
    given = aliased(Referral)
    name = select(Unit.name).where(Unit.id == given.unit_id).correlate(given).scalar_subquery()
    shown = func.coalesce(name, given.unit) if today else given.unit
    return (
        select(func.aggregate_strings(shown, SEVERAL).aggregate_order_by(given.id))
        .where(given.issue_id == MATTER, given.withdrawn_at.is_(None), given.ended_at.is_(None))
        .scalar_subquery()
    )


def first_notice(column: Any) -> ScalarSelect[Any]:
    """A column of the first notice of the present result that reached: the one that counts (contracts, notified_by)."""
    return (
        select(column)
        .where(Notice.issue_id == OWN, Notice.withdrawn_at.is_(None), Notice.void_at.is_(None))
        .order_by(Notice.date, Notice.id)
        .limit(1)
        .scalar_subquery()
    )


_First = aliased(Issue)
CODE = select(_First.code).where(_First.id == OWN).scalar_subquery()
"""The follow-up code that the visitor was told: the first issue's, also on a later visit."""

_TO_THE_APPLICANT = case((Outcome.objected.is_(None), Outcome.text))
"""Words of an outcome; of one that opens the issue again there are none: its text is the reason, for the file."""

RESULT = (
    latest(Ruling.text, Ruling),
    case((Issue.status == Status.OPEN, _units(today=True)), else_=_units(today=False)),
    latest(Referral.due, Referral, Referral.ended_at.is_(None)),
    latest(_TO_THE_APPLICANT, Outcome),
    first_notice(Notice.way),
    first_notice(Notice.date),
)
"""Ruling, unit, due, outcome, way and date of the notice, to select beside an issue's own columns. The unit as
`app.units.NAME` has it.
"""

AS_WRITTEN = (RESULT[0], _units(today=False), *RESULT[2:])
"""The same for what is kept, signed and read in again: the unit in the words in which the matter was given to it."""


def of_visit(office: Office, visit_id: int) -> list[IssueRow]:
    """The issues that were brought at a visit, in their order, as this user may see them."""
    with office.read() as session:
        rows = session.execute(_rows().where(Issue.visit_id == visit_id))
        return [IssueRow(*row).for_eyes_of(office) for row in rows]


def one(office: Office, issue_id: int) -> IssueRow:
    """One issue, as this user may see it. Raises Refused when it is not in the store any more."""
    with office.read() as session:
        return _one(session, office, issue_id)


def write_confidential(office: Office, issue_id: int, subject: str, description: str) -> IssueRow:
    """The head writes down what was told to nobody else. The earlier words stay findable, for the head alone.

    An empty subject keeps the one that stands. Raises Refused for an issue that is not for the head only.
    """
    said, told = check_text(subject, "subject"), check_text(description, "description", lines=True)
    with office.work("issues.write_confidential", Right.CONFIDENTIAL) as session:
        issue, _visit = _issue(session, issue_id)
        if not issue.head_only:
            raise Refused(_("This matter is not for the head only; correct the row instead."))
        issue.subject, issue.description = said or issue.subject, told
        session.flush()
        return _one(session, office, issue_id)


def _rows() -> Select[*tuple[Any, ...]]:
    columns = select(
        Issue.id,
        Issue.visit_id,
        Issue.position,
        CODE,
        Issue.type,
        Issue.subject,
        Issue.place,
        Issue.description,
        Issue.words,
        Issue.notes,
        Issue.samad_code,
        Issue.head_only,
        Issue.status,
        *RESULT,
        Visit.first_name + " " + Visit.last_name,
        Issue.follows,
    )
    return columns.join(Visit, Issue.visit_id == Visit.id).order_by(Issue.visit_id, Issue.position)


def _one(session: Session, office: Office, issue_id: int) -> IssueRow:
    row = session.execute(_rows().where(Issue.id == issue_id)).first()
    if row is None:
        raise Refused(_("This issue is not in the store any more. Read the list again."))
    return IssueRow(*row).for_eyes_of(office)


def _issue(session: Session, issue_id: int) -> tuple[Issue, Visit]:
    """The issue and its visit, to be changed."""
    row = session.execute(
        select(Issue, Visit).join(Visit, Issue.visit_id == Visit.id).where(Issue.id == issue_id)
    ).first()
    if row is None:
        raise Refused(_("This issue is not in the store any more. Read the list again."))
    return row[0], row[1]


def _matter_id(session: Session, issue_id: int) -> int:
    """The issue of the matter on which rulings, referrals and outcomes are recorded."""
    return session.scalar(select(MATTER).where(Issue.id == issue_id)) or issue_id


def _own_id(session: Session, issue_id: int) -> int:
    """The first issue of the person's own matter, on which is recorded what he was told."""
    return session.scalar(select(OWN).where(Issue.id == issue_id)) or issue_id


def _matter(session: Session, issue: Issue) -> list[Issue]:
    """All issues of the same matter, other people's who brought the same too; first the one that `MATTER` is."""
    first = issue.common_with or issue.follows or issue.id
    together = select(Issue).where((Issue.id == first) | (Issue.follows == first) | (Issue.common_with == first))
    return list(session.scalars(together.order_by(Issue.id != first, Issue.id)))


def _own_matter(session: Session, issue: Issue) -> list[Issue]:
    """The person's own issues of the same matter, the first one first."""
    first = issue.follows or issue.id
    together = select(Issue).where((Issue.id == first) | (Issue.follows == first))
    return list(session.scalars(together.order_by(Issue.id != first, Issue.id)))


def _next_id(session: Session | Connection) -> int:
    """The id of the next issue. It is known before the row is written, because the follow-up code is made of it."""
    return session.scalar(select(NEXT_ID)) or 1


NEXT_ID = select(func.coalesce(func.max(Issue.id), 0) + 1).scalar_subquery()
"""The same, to select beside other facts."""


@dataclass(frozen=True)
class Uncounted:
    """Why a contact is not counted, in the user's language (چرا شمرده نشد؟)."""

    code: str
    clause: str
    reason: str
    remedy: str


def why_not_counted(kind: Kind, presided_by: PresidedBy) -> Uncounted | None:
    """The reason, its clause and what would change it; None for a contact that counts."""
    why = counting.why_not_counted(kind, presided_by)
    return Uncounted(why.code, why.clause, _(why.reason), _(why.remedy)) if why else None
