"""How a person is reached beside what he gave at his visits: whose number it is, what he wants, where letters go.

It belongs to the person: records that are one share it (app/merging.py), the one that stands has the word.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import Way
from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.texts import _
from app.merging import same_person, standing
from app.office import Office
from app.register.rows import check_text
from app.security.rights import Right
from app.visitors import _renew
from app.work import Work
from db.models import Carrier, Issue, Reach, Visit, Visitor


@dataclass(frozen=True)
class ReachRow:
    """What is known of how a person is reached. visitor_id: his record that stands.

    mobile_of: whose the mobile is; empty: his own. blocked_line: the line of ours that it takes no SMS from, by a
    carrier's word. prefers: the way that he asked for.
    """

    visitor_id: int
    name: str
    mobile: str | None = None
    mobile_of: str | None = None
    no_sms: bool = False
    blocked_line: str | None = None
    prefers: Way | None = None
    landline: str | None = None
    address: str | None = None
    county: str | None = None
    postal_code: str | None = None

    def is_blocked_for(self, line: str | None) -> bool:
        """Whether the mobile takes no SMS from this line of ours."""
        return self.blocked_line is not None and self.blocked_line == (line or "")


def of_person(office: Office, visitor_id: int) -> ReachRow:
    with office.read() as session:
        return _of_person(session, visitor_id)


def change(office: Office, visitor_id: int, wanted: ReachRow, seen: ReachRow | None = None) -> ReachRow:
    """Keep how this person is reached; the mobile and the address are his latest from now on, visits keep their own.

    seen: how he was reached when this was begun. Returns what stood before, with which it is undone. Raises Refused
    with the field that is wrong, and where somebody, or a carrier's word of a stopped line, has changed it meanwhile.
    """
    mobile = ids.mobile(wanted.mobile) if wanted.mobile else None
    landline = ids.landline(wanted.landline) if wanted.landline else None
    whose = check_text(wanted.mobile_of or "", "mobile_of")
    address = check_text(wanted.address or "", "address")
    if whose and not mobile:
        raise Refused(_("Write the number first, then whose it is."), "mobile_of")
    with office.work("reach.change", Right.FOLLOW_UP) as work:
        before = _of_person(work, visitor_id)
        if seen not in (None, before):
            raise Refused(_("This was changed meanwhile. Close the form and look at it; your words are kept."))
        visitor = work.get_one(Visitor, before.visitor_id)
        changed = {"mobile": mobile, "address": address}
        if changed != {"mobile": before.mobile, "address": before.address}:
            _renew(work.connection(), visitor, changed)
        row = _row(work, office.agency_id, before)
        row.mobile, row.mobile_of, row.no_sms = mobile, whose, wanted.no_sms
        stale = mobile != before.mobile and wanted.blocked_line == before.blocked_line  # said of the number before
        row.blocked_line = None if stale else wanted.blocked_line
        row.prefers, row.landline = wanted.prefers, landline
        row.postal_code = ids.postal_code(wanted.postal_code or "")[0] or None
        return before


def _of_person(session: Session, visitor_id: int) -> ReachRow:
    """What stands of this person; of several records of his the one that stands, and what it lacks from the newest."""
    stands = standing(session, visitor_id)
    records = list(session.scalars(select(Visitor).where(Visitor.id.in_(same_person(stands)))))
    records.sort(key=lambda one: (one.id == stands, one.id), reverse=True)
    if not records:
        raise Refused(_("This person is not in the store any more. Read the list again."))

    def first(key: str) -> Any:
        return next((value for one in records if (value := getattr(one, key))), None)

    kept = {row.visitor_id: row for row in session.scalars(select(Reach).where(Reach.visitor_id.in_(_ids(records))))}
    row = next((kept[one.id] for one in records if one.id in kept), None)
    name, mobile = f"{records[0].first_name} {records[0].last_name}", first("mobile")
    if row is None:
        return ReachRow(stands, name, mobile, address=first("address"), county=first("county"))
    same = row.mobile == mobile
    return ReachRow(
        stands,
        name,
        mobile,
        row.mobile_of if same else None,
        row.no_sms,
        row.blocked_line if same else None,
        row.prefers,
        row.landline,
        first("address"),
        first("county"),
        row.postal_code,
    )


def _ids(records: list[Visitor]) -> list[int]:
    return [one.id for one in records]


def _reach_of(session: Session, issue_id: int) -> ReachRow:
    """How the person is reached who brought this issue."""
    visitor = session.scalar(
        select(Visit.visitor_id).join(Issue, Issue.visit_id == Visit.id).where(Issue.id == issue_id)
    )
    if visitor is None:
        raise Refused(_("This issue is not in the store any more. Read the list again."))
    return _of_person(session, visitor)


def _refuse_stopped(reach: ReachRow, active: Carrier | None) -> None:
    """active: by what messages go; None: the number is another one than that of which `reach` speaks."""
    if reach.no_sms:
        raise Refused(_("The applicant wants no SMS; tell it by a call or a letter."), "mobile")
    if active is not None and reach.is_blocked_for(active.line):
        raise Refused(
            _("The receiver has stopped messages from this line; tell the result by a call or a letter."), "mobile"
        )


def _line_blocked(session: Work, visitor_id: int, line: str | None, number: str | None = None) -> None:
    """A carrier said that the person's number takes no SMS from this line of ours. number: to which it went; of
    another one, by now, that says nothing.
    """
    stands = _of_person(session, visitor_id)
    if number is not None and stands.mobile != number:
        return
    agency = session.get_one(Visitor, stands.visitor_id).agency_id
    _row(session, agency, stands).blocked_line = line or ""


def _row(session: Session, agency_id: int, stands: ReachRow) -> Reach:
    """The row of the record that stands, with what stood so far."""
    row = session.scalar(select(Reach).where(Reach.visitor_id == stands.visitor_id))
    if row is None:
        row = Reach(agency_id=agency_id, visitor_id=stands.visitor_id, no_sms=stands.no_sms)
        row.prefers, row.landline, row.postal_code = stands.prefers, stands.landline, stands.postal_code
        session.add(row)
    row.mobile, row.mobile_of, row.blocked_line = stands.mobile, stands.mobile_of, stands.blocked_line
    return row
