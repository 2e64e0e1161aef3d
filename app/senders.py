"""Who sends us reports: keys as they came, what a person confirmed or revoked, and the reports themselves.

A key that merely came first is *seen*; green it becomes when somebody compared its fingerprint, when a confirmed key
vouches for it, or when the inspection office's bulletin names it (docs/senders.md).
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import KeyState
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN
from app.domain.persian.text import latin_digits
from app.domain.texts import _
from app.office import Office
from app.report.came_before import Earlier, Remark, compare
from app.report.trust import Known
from app.report.verdict import Facts, Verdict
from app.security.rights import Right
from db.models import Agency, Received, SenderKey

TYPED = 8
"""How many of a fingerprint's last digits are typed in, to show that it was compared."""


@dataclass(frozen=True)
class Sender:
    """A key under an agency's code. decided_at: when it was confirmed; of a revoked one, the day from which."""

    code: str
    fingerprint: str
    name: str
    state: KeyState
    seen_at: dt.datetime
    decided_at: dt.datetime | None
    how: str | None


@dataclass(frozen=True)
class Came:
    """A report beside what this office knows. before: when it was received the first time; None: just now.

    mine: a report of this very office. remarks: what is to be said of it.
    """

    before: dt.datetime | None = None
    remarks: tuple[Remark, ...] = ()
    mine: bool = False


def known(office: Office) -> list[Sender]:
    """All keys, by agency and then as they came."""
    with office.read() as session:
        rows = session.scalars(select(SenderKey).order_by(SenderKey.code, SenderKey.id))
        return [_sender(row) for row in rows]


def receive(office: Office, verdict: Verdict) -> Came:
    """Remember a report that is whole, and its key as seen; say what is odd beside those that came before.

    A report that is refused leaves no trace, as does one of our own. A key for which a confirmed one vouches is
    confirmed.
    """
    facts = verdict.facts
    if facts is None or not (verdict.intact and verdict.data_matches) or verdict.known is None:
        return Came()
    with office.work("senders.receive", Right.READ) as session:
        if session.scalar(select(Agency.code)) == facts.code:
            return Came(mine=True)
        if verdict.known is not Known.REVOKED:
            _pin(session, office, verdict, facts)
        rows = session.scalars(select(Received).where(Received.code == facts.code).order_by(Received.id)).all()
        there = next((row for row in rows if row.digest == facts.digest), None)
        if there is None and verdict.known is not Known.REVOKED:
            session.add(_received(office, verdict, facts))
        remarks = compare(facts, [_earlier(row) for row in rows])
        return Came(there.received_at if there is not None else None, remarks)


def _pin(session: Session, office: Office, verdict: Verdict, facts: Facts) -> None:
    row = _row(session, facts.code, verdict.fingerprint or "")
    if row is None:
        row = SenderKey(
            agency_id=office.agency_id,
            code=facts.code,
            fingerprint=verdict.fingerprint or "",
            certificate=bytes.fromhex(facts.certificate),
            name=verdict.signer or "",
            state=KeyState.SEEN,
            seen_at=office.now(),
        )
        session.add(row)
    elif not row.certificate:
        row.certificate = bytes.fromhex(facts.certificate)  # until now only a bulletin had named it
    if verdict.known is Known.VOUCHED and row.state is KeyState.SEEN:
        row.state, row.decided_at = KeyState.CONFIRMED, office.now()
        row.how = _("A confirmed key of this agency vouches for it.")


def _received(office: Office, verdict: Verdict, facts: Facts) -> Received:
    return Received(
        agency_id=office.agency_id,
        code=facts.code,
        quarter=facts.quarter,
        amendment=facts.amendment,
        digest=facts.digest,
        data_digest=facts.data_digest,
        fingerprint=verdict.fingerprint or "",
        epoch=facts.epoch,
        seq=facts.seq,
        head=facts.head,
        received_at=office.now(),
    )


def confirm(office: Office, code: str, fingerprint: str, how: str = "", *, typed: str = "") -> Sender:
    """A person compared this key's fingerprint with what its agency told another way.

    how: in words; typed: the last digits as they were read out, in their place. Raises Refused, field "typed".
    """
    if typed and not fits(fingerprint, typed):
        raise Refused(_("These are not the last digits of this fingerprint; compare them once more."), "typed")
    if not typed and not how.strip():
        raise Refused(_("Type the last two groups as they were read out, or write how you made sure."), "typed")
    with office.work("senders.confirm", Right.ADMINISTER, reason=how.strip() or None) as session:
        row = _there(session, code, fingerprint)
        if row.state is KeyState.REVOKED:
            raise Refused(_("This key was revoked; it can't be confirmed again."), "typed")
        row.state, row.decided_at = KeyState.CONFIRMED, office.now()
        row.how = how.strip() or _("Its fingerprint was read out and compared.")
        session.flush()
        return _sender(row)


def take_back(office: Office, code: str, fingerprint: str) -> Sender:
    """Undo a confirmation: the key merely came first."""
    with office.work("senders.take_back", Right.ADMINISTER) as session:
        row = _there(session, code, fingerprint)
        if row.state is KeyState.CONFIRMED:
            row.state, row.decided_at, row.how = KeyState.SEEN, None, None
        session.flush()
        return _sender(row)


def revoke(office: Office, code: str, fingerprint: str, since: dt.date, how: str) -> Sender:
    """A key is lost or stolen: whatever it signs is refused. how: who said so. Raises Refused without it."""
    if not how.strip():
        raise Refused(_("Write the reason."), "how")
    with office.work("senders.revoke", Right.ADMINISTER, reason=how.strip()) as session:
        row = _there(session, code, fingerprint)
        _mark_revoked(row, since, how.strip())
        session.flush()
        return _sender(row)


def undo_revocation(office: Office, before: Sender) -> Sender:
    """Take a revocation back that was a slip of the hand: the key is as far known as it was.

    before: as `known` gave it before. Raises Refused when it is not revoked any more.
    """
    if before.state is KeyState.REVOKED:
        raise Refused(_("This key was revoked before; only a new key can follow it."), "how")
    with office.work("senders.undo_revocation", Right.ADMINISTER) as session:
        row = _there(session, before.code, before.fingerprint)
        if row.state is not KeyState.REVOKED:
            raise Refused(_("This key is not revoked."), "how")
        row.state, row.decided_at, row.how = before.state, before.decided_at, before.how
        session.flush()
        return _sender(row)


def _mark_revoked(row: SenderKey, since: dt.date, how: str) -> None:
    row.state, row.how = KeyState.REVOKED, how
    row.decided_at = dt.datetime.combine(since, dt.time(), TEHRAN)


def fits(fingerprint: str, typed: str) -> bool:
    digits = "".join(letter for letter in latin_digits(typed).lower() if letter.isalnum())
    return len(digits) >= TYPED and fingerprint.endswith(digits)


def _there(session: Session, code: str, fingerprint: str) -> SenderKey:
    row = _row(session, code, fingerprint)
    if row is None:
        raise Refused(_("This key did not come with any report yet."), "fingerprint")
    return row


def _row(session: Session, code: str, fingerprint: str) -> SenderKey | None:
    wanted = select(SenderKey).where(SenderKey.code == code, SenderKey.fingerprint == fingerprint)
    return session.scalars(wanted).one_or_none()


def _sender(row: SenderKey) -> Sender:
    return Sender(row.code, row.fingerprint, row.name, row.state, row.seen_at, row.decided_at, row.how)


def _earlier(row: Received) -> Earlier:
    keys = ("quarter", "amendment", "digest", "data_digest", "epoch", "seq", "head", "received_at")
    return Earlier(**{key: getattr(row, key) for key in keys})
