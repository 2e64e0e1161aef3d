"""The telephone: each try to reach the applicant, and each call of his own, with who spoke and what was said.

Only a call in which the applicant himself or his representative heard the result tells it. A call that somebody else
answered is a try: it reached his house, not him.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contentment import _note, _withdraw
from app.domain.codes import Way
from app.domain.errors import Refused
from app.domain.texts import _
from app.issues import _issue, _own_id
from app.notices import Heard, _refuse_unheard, _tell
from app.office import Office
from app.outcomes import _last, _reopen
from app.outcomes import _take_back as _unmake
from app.register.rows import check_text
from app.security.rights import Right
from db.models import Notice, PhoneCall


@dataclass(frozen=True)
class CallRow:
    """One call. spoke_to: who was on the phone; empty: the applicant himself, where it was answered."""

    id: int
    issue_id: int
    at: dt.datetime
    incoming: bool
    answered: bool
    spoke_to: str | None
    note: str | None
    told: bool


def log(
    office: Office,
    issue_id: int,
    answered: bool,
    spoke_to: str = "",
    note: str = "",
    told: bool = False,
    incoming: bool = False,
    *,
    representative: bool = False,
    content: bool | None = None,
    reason: str = "",
    objects: bool = False,
    heard: Heard | None = None,
) -> CallRow:
    """Note a call on the person's matter. told: the result was told in it; the call is then its notice.

    representative: spoke_to is who may hear it in the applicant's place. content, reason: what he said when he heard
    it, as app/contentment.py has it; objects: and he does not accept it, so that with this reason the matter is open
    again in the same act. heard: the result that was told. Raises Refused when a result is said to be told where nobody
    answered, where somebody else did, or where there is none yet, or another one by now.
    """
    why = check_text(reason, "reason", lines=True)
    if objects and not (told and why):
        raise Refused(_("Write why the issue is opened again."), "reason")
    who, said = check_text(spoke_to, "spoke_to"), check_text(note, "note", lines=True)
    answered = answered or incoming
    if told and not answered:
        raise Refused(_("A call that nobody answered has told nothing; it is kept as a try."), "told")
    if told and who and not representative:
        reason = _("The result counts as told once the applicant or his representative heard it; keep this as a try.")
        raise Refused(reason, "spoke_to")
    with office.work("calls.log", Right.FOLLOW_UP) as work:
        _issue(work, issue_id)
        if told:
            _refuse_unheard(work, office, issue_id, heard)
        call = PhoneCall(
            agency_id=office.agency_id,
            issue_id=_own_id(work, issue_id),
            incoming=incoming,
            called_at=office.now(),
            answered=answered,
            spoke_to=who if answered else None,
            note=said,
            told=told,
        )
        work.add(call)
        work.flush()
        if told:
            _tell(work, office, issue_id, Way.CALL, office.today(), call_id=call.id)
            if content is not None:
                _note(work, call.issue_id, content, why, call.called_at)
            if objects and why:
                _reopen(work, office, issue_id, why, objected=True)
        return _shown(office, call)


def take_back(office: Office, call_id: int, *, objected: bool = False) -> CallRow:
    """Undo a call that was noted, with the notice that it was and whether he was content in it.

    objected: he objected in it, and that goes with it: the result stands again. Raises Refused once the matter went on.
    """
    with office.work("calls.take_back", Right.FOLLOW_UP) as work:
        call = work.get(PhoneCall, call_id)
        if call is None or call.withdrawn_at is not None:
            raise Refused(_("This call was taken back already. Read the list again."))
        notices = work.scalars(select(Notice).where(Notice.call_id == call_id, Notice.withdrawn_at.is_(None))).all()
        if objected:
            last = _last(work, call.issue_id)
            if last is None or not last.objected or last.recorded_at not in [notice.void_at for notice in notices]:
                raise Refused(_("This was changed meanwhile; read the list again."))
            _unmake(work, office, call.issue_id)
        for notice in notices:
            notice.withdrawn_at = office.now()
        _withdraw(work, office, call.issue_id, call.called_at)
        call.withdrawn_at = office.now()
        work.flush()
        return _shown(office, call)


def of_issue(office: Office, issue_id: int) -> list[CallRow]:
    """The calls about the person's matter that stand, the newest first."""
    with office.read() as session:
        return [_shown(office, call) for call in _calls_of(session, _own_id(session, issue_id))]


def _calls_of(session: Session, own: int) -> list[PhoneCall]:
    rows = select(PhoneCall).where(PhoneCall.issue_id == own, PhoneCall.withdrawn_at.is_(None))
    return list(session.scalars(rows.order_by(PhoneCall.id.desc())))


def _shown(office: Office, call: PhoneCall) -> CallRow:
    return CallRow(
        call.id,
        call.issue_id,
        call.called_at.astimezone(office.now().tzinfo),
        call.incoming,
        call.answered,
        call.spoke_to,
        call.note,
        call.told,
    )
