"""The desk's key in the store: made when the first exit slip is signed, and replaced only by an act that says why."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.counting import why_not_counted
from app.domain.errors import Refused
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.office import Office
from app.security import slip_key
from app.security.rights import Right
from app.visit_slips import WEEKLY, Slip, signed
from db.models import Agency, SlipKey, StoreState, Visit


def slip_of(office: Office, visit_id: int) -> Slip:
    """The visit's secret with the desk's signature, for its exit slip. The same visit gives the same slip.

    Raises Refused for a visit that was taken back, and when the desk's key does not open: another one is never made
    silently in its place.
    """
    with office.read(Right.REGISTER) as session:
        visit = session.get(Visit, visit_id)
        if visit is None or visit.withdrawn_at is not None or visit.secret is None:
            raise Refused(_("This visit is not in the store any more. Read the list again."))
        code = session.get_one(Agency, office.agency_id).code
        key, store = _present(session), _store(session)
    if key is None:
        key = _made(office)
    why = why_not_counted(visit.kind, visit.presided_by)
    pkcs8 = slip_key.open(key.sealed, office.keys.key_for(slip_key.PURPOSE), store)
    return signed(pkcs8, code, visit.date, why.code if why else WEEKLY, visit.secret)


def replace(office: Office, reason: str) -> None:
    """Retire the desk's key, of which others may have a copy, and make another one; the trail keeps the reason.

    Slips that it has signed stay good in the reports of its time, which name it too. Raises Refused without a reason.
    """
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Write the reason."), "reason")
    with office.work("slip_keys.replace", Right.ADMINISTER, reason=reason) as session:
        key = _present(session)
        if key is not None:
            key.retired_at = office.now()
        _add(session, office)


def _made(office: Office) -> SlipKey:
    with office.work("slip_keys.make", Right.REGISTER) as session:
        return _present(session) or _add(session, office)  # another slip may have been quicker


def _add(session: Session, office: Office) -> SlipKey:
    pkcs8, public = slip_key.make()
    key = SlipKey(
        agency_id=office.agency_id,
        sealed=slip_key.seal(pkcs8, office.keys.key_for(slip_key.PURPOSE), _store(session)),
        public=public,
        made_at=office.now(),
    )
    session.add(key)
    session.flush()
    return key


def _present(session: Session) -> SlipKey | None:
    newest = select(SlipKey).where(SlipKey.retired_at.is_(None)).order_by(SlipKey.id.desc()).limit(1)
    return session.scalars(newest).first()


def _store(session: Session) -> str:
    return session.scalars(select(StoreState.value).where(StoreState.key == "store")).one()
