"""What came of an issue: in words for the applicant, with a note for the file; and opening it again.

An outcome stands for the whole matter, whoever brought it. Once it was told, another result, or that the issue is open
again, makes void what was told: the new result is to be told. The same result in other words does so where the office
says it (`anew`): a mended word is nothing to call for. Taking that back lets the same notices stand again.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import N_, _, fa
from app.issues import SEVERAL, IssueRow, _issue, _matter, _one
from app.office import Office
from app.security.rights import Right
from db.models import Issue, Notice, Outcome

ELSEWHERE = N_("Your matter is within the competence of %(agency)s. Please turn to that agency.")
"""The words for an applicant who is sent elsewhere, where no others were written."""

_MOMENT = dt.timedelta(microseconds=1)


def record(
    office: Office,
    issue_id: int,
    status: Status,
    text: str = "",
    note: str = "",
    where_to: str = "",
    *,
    seen: Status | None = None,
    anew: bool = False,
) -> IssueRow:
    """Record an issue's outcome.

    text: in words for the applicant; note: for the file alone; where_to: the agency that the applicant was guided to;
    seen: how the issue stood when this was begun: what another has recorded meanwhile is not replaced unread.
    anew: the applicant was told something else than this text says: that counts no more, and he is told again.
    One that is not accepted or is sent elsewhere needs the reason or the place: the applicant may have it in writing
    (charter, art. 23). Recorded from any visit of a matter, it closes the matter for all of them.
    """
    text = normalise(refuse_nul(text, "outcome"), lines=True)
    note = normalise(refuse_nul(note, "note"), lines=True)
    where_to = normalise(refuse_nul(where_to, "where_to")) if status is Status.REDIRECTED else ""
    if status is Status.REJECTED and not text:
        raise Refused(
            _("Write the reason why it is not accepted; the applicant may ask for an answer in writing."),
            "outcome",
        )
    if status is Status.REDIRECTED and not (text or where_to):
        raise Refused(_("Write where the applicant was guided to."), "outcome")
    if where_to and not text:
        text = fa(ELSEWHERE) % {"agency": where_to}
    with office.work("outcomes.record", Right.FOLLOW_UP) as session:
        matter = _matter(session, _issue(session, issue_id)[0])
        if seen not in (None, matter[0].status):
            said = _("Meanwhile it was recorded: %(status)s. Close the form and look at it; your words are kept.")
            raise Refused(said % {"status": matter[0].status.label}, "status")
        if status is Status.OPEN and _told(session, matter):
            raise Refused(_("The result was told to the applicant already; reopen the issue and say why."), "status")
        for_all = {"text": text, "note": note or None, "where_to": where_to or None}
        _decide(session, office, matter, status, anew=anew, **for_all)
        return _one(session, office, issue_id)


def reopen(office: Office, issue_id: int, reason: str, objected: bool = False) -> IssueRow:
    """Open a closed matter again, also after its result was told: the applicant came back or objected.

    The notices of all who brought it are void from then on; they stay readable. Of many who brought the same, the file
    says who of them objected.
    """
    reason = normalise(refuse_nul(reason, "reason"), lines=True)
    if not reason:
        raise Refused(_("Write why the issue is opened again."), "reason")
    with office.work("outcomes.reopen", Right.FOLLOW_UP) as session:
        _reopen(session, office, issue_id, reason, objected=objected)
        return _one(session, office, issue_id)


def _reopen(session: Session, office: Office, issue_id: int, reason: str, *, objected: bool) -> None:
    issue, visit = _issue(session, issue_id)
    if issue.status is Status.OPEN:
        raise Refused(_("This issue is open already."), "status")
    matter, whose = _matter(session, issue), None
    if objected and any(one.common_with for one in matter):
        own = session.get_one(Issue, issue.follows or issue.id)
        name = visit.group_name or f"{visit.first_name} {visit.last_name}"
        whose = SEVERAL.join(filter(None, (name, show_follow_up_code(own.code) if own.code else "")))
    _decide(session, office, matter, Status.OPEN, text=reason, note=whose, objected=objected)


def take_back(office: Office, issue_id: int, *, recorded: tuple[Status, str | None] | None = None) -> IssueRow:
    """Undo the latest outcome, or that the issue was opened again: it is again what the one before it says, or open.

    What was told of that outcome has to be taken back first. recorded: status and text of the one that is meant; what
    somebody else has recorded since is left alone.
    """
    with office.work("outcomes.take_back", Right.FOLLOW_UP) as session:
        last = _last(session, issue_id)
        if recorded is not None and (last is None or (last.status, last.text) != recorded):
            raise Refused(_("This was changed meanwhile; read the list again."), "status")
        _take_back(session, office, issue_id)
        return _one(session, office, issue_id)


def _take_back(session: Session, office: Office, issue_id: int) -> None:
    matter = _matter(session, _issue(session, issue_id)[0])
    standing = session.scalars(_standing(matter[0].id).limit(2)).all()
    if not standing:
        raise Refused(_("No outcome is recorded for this issue."), "outcome")
    last = standing[0]
    before = standing[1].status if len(standing) > 1 else Status.OPEN
    told_before = session.scalars(_notices(matter).where(Notice.void_at == last.recorded_at)).all()
    if (told_before or before is not last.status) and _told(session, matter):
        raise Refused(_("The result was told to the applicant already; take the notice back first."), "status")
    last.withdrawn_at = office.now()
    for notice in told_before:
        notice.void_at = None
    _set_status(matter, before)
    session.flush()


def _decide(
    session: Session,
    office: Office,
    matter: list[Issue],
    status: Status,
    *,
    anew: bool = False,
    **said: str | bool | None,
) -> None:
    """The outcome itself, with what it does to the status of all and to what was told before."""
    at = _own_moment(session, matter[0].id, office.now())
    if anew or status is not matter[0].status:
        for notice in session.scalars(_notices(matter).where(Notice.void_at.is_(None))):
            notice.void_at = at
    _set_status(matter, status)
    said["text"] = said["text"] or None
    session.add(
        Outcome(agency_id=office.agency_id, issue_id=matter[0].id, status=status, recorded_at=at, **said),
    )
    session.flush()


def _set_status(matter: Sequence[Issue], status: Status) -> None:
    for issue in matter:
        issue.status = status


def _standing(matter_id: int) -> Select[Outcome]:
    """The outcomes of a matter that were not taken back, the latest first."""
    return (
        select(Outcome).where(Outcome.issue_id == matter_id, Outcome.withdrawn_at.is_(None)).order_by(Outcome.id.desc())
    )


def _last(session: Session, issue_id: int) -> Outcome | None:
    """What stands last of the matter of this issue."""
    return session.scalars(_standing(_matter(session, _issue(session, issue_id)[0])[0].id).limit(1)).first()


def _notices(matter: Sequence[Issue]) -> Select[Notice]:
    """What was told to whoever brought the matter, and not taken back; void or not."""
    return select(Notice).where(Notice.issue_id.in_([issue.id for issue in matter]), Notice.withdrawn_at.is_(None))


def _told(session: Session, matter: Sequence[Issue]) -> bool:
    """Whether anybody was told the result that stands."""
    return session.scalar(_notices(matter).where(Notice.void_at.is_(None)).limit(1)) is not None


def _own_moment(session: Session, matter_id: int, now: dt.datetime) -> dt.datetime:
    """By its instant it is known which notices an outcome made void: no two outcomes of a matter share one."""
    taken = set(session.scalars(select(Outcome.recorded_at).where(Outcome.issue_id == matter_id)))
    while now in taken:
        now += _MOMENT
    return now
