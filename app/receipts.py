"""Receipts: the inspection office's signed word that it has a report; the agency files it (docs/senders.md)."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import agency
from app.domain.codes import KeyState
from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office
from app.report import make as making
from app.report import signed_note
from app.report.cms import der
from app.report.verdict import Verdict
from app.security.rights import Right
from db.models import Agency, Receipt, Received, Report, SenderKey

CONFIRMED, UNCONFIRMED = "confirmed", "unconfirmed"
"""What the receiver knew of the sender."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEYS = {"digest", "data_digest", "code", "quarter", "amendment", "received_at", "verdict", "receiver"}


@dataclass(frozen=True)
class Filed:
    """A receipt with its report. confirmed: a person confirmed its signer's key here. new: filed just now."""

    quarter: str
    amendment: int
    receiver: str
    receiver_code: str
    fingerprint: str
    received_at: dt.datetime
    verdict: str
    confirmed: bool
    new: bool = False


def make(office: Office, verdict: Verdict) -> bytes:
    """The receipt of a report that was received here (app.senders.receive), signed by the office's own key.

    It bears the instant at which the report came the first time. Raises Refused for a report that is not whole or that
    was never received, and for a user who does not hold the signing key.
    """
    if verdict.facts is None or not (verdict.intact and verdict.data_matches):
        raise Refused(_("A receipt is given for a report that is whole, and for no other."))
    signer, details = making.own_signer(office), agency.details(office)
    with office.read(Right.SIGN_REPORT) as session:
        row = session.scalars(select(Received).where(Received.digest == verdict.facts.digest)).one_or_none()
        if row is None:
            raise Refused(_("A receipt is given for a report that was received here."))
        said = {
            "digest": row.digest,
            "data_digest": row.data_digest,
            "code": row.code,
            "quarter": row.quarter,
            "amendment": row.amendment,
            "received_at": row.received_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "verdict": CONFIRMED if verdict.ok else UNCONFIRMED,
            "receiver": details.name,
        }
    return signed_note.seal(signed_note.RECEIPT, said, signer)


def name_of(verdict: Verdict) -> str:
    """What the receipt's file is called."""
    facts = verdict.facts
    if facts is None:
        raise ValueError("no report")
    amendment = f"-a{facts.amendment}" if facts.amendment else ""
    return f"didar-{facts.code}-{facts.quarter}{amendment}.receipt.json"


def file(office: Office, data: bytes) -> Filed:
    """Put a receipt to the report of ours that it names. Its key is pinned as seen, if nobody confirmed it yet.

    Raises Refused for one that was changed, or that fits no report of ours.
    """
    note = signed_note.read(signed_note.RECEIPT, data)
    said, received_at = _checked(note.said)
    with office.work("receipts.file", Right.READ) as session:
        code = session.scalar(select(Agency.code))
        report = session.scalars(
            select(Report).where(
                Report.digest == said["data_digest"],
                Report.quarter == said["quarter"],
                Report.amendment == said["amendment"],
            )
        ).first()
        if report is None or said["code"] != code:
            raise Refused(_("This receipt fits no report that was signed here."), "file")
        there = session.scalars(
            select(Receipt).where(Receipt.report_id == report.id, Receipt.body == data)
        ).one_or_none()
        if there is None:
            session.add(
                Receipt(
                    agency_id=office.agency_id,
                    report_id=report.id,
                    body=data,
                    fingerprint=note.fingerprint,
                    received_at=received_at,
                    filed_at=office.now(),
                )
            )
        key = _pinned(session, office, note)
        if key.state is KeyState.REVOKED:
            raise Refused(_("The key that signed this receipt was revoked."), "file")
        return _filed(data, confirmed=key.state is KeyState.CONFIRMED, new=there is None)


def _pinned(session: Session, office: Office, note: signed_note.SignedNote) -> SenderKey:
    wanted = select(SenderKey).where(SenderKey.code == note.code, SenderKey.fingerprint == note.fingerprint)
    row = session.scalars(wanted).one_or_none()
    if row is None:
        row = SenderKey(
            agency_id=office.agency_id,
            code=note.code,
            fingerprint=note.fingerprint,
            certificate=der(note.certificate),
            name=note.name,
            state=KeyState.SEEN,
            seen_at=office.now(),
        )
        session.add(row)
    return row


def of_quarter(office: Office, quarter: str) -> list[Filed]:
    """The receipts of a quarter's reports, the newest first."""
    with office.read() as session:
        bodies = session.scalars(
            select(Receipt.body)
            .join(Report, Report.id == Receipt.report_id)
            .where(Report.quarter == quarter)
            .order_by(Receipt.id.desc())
        ).all()
        known = select(SenderKey.code, SenderKey.fingerprint).where(SenderKey.state == KeyState.CONFIRMED)
        confirmed = set(map(tuple, session.execute(known)))
    filed = (_filed(body, confirmed=False) for body in bodies)
    return [replace(one, confirmed=(one.receiver_code, one.fingerprint) in confirmed) for one in filed]


def _filed(data: bytes, *, confirmed: bool, new: bool = False) -> Filed:
    note = signed_note.read(signed_note.RECEIPT, data)
    said, received_at = _checked(note.said)
    return Filed(
        quarter=said["quarter"],
        amendment=said["amendment"],
        receiver=said["receiver"],
        receiver_code=note.code,
        fingerprint=note.fingerprint,
        received_at=received_at,
        verdict=said["verdict"],
        confirmed=confirmed,
        new=new,
    )


def _checked(said: dict[str, Any]) -> tuple[dict[str, Any], dt.datetime]:
    """What a receipt says, if it says it as a receipt does. Raises Refused."""
    try:
        texts = [said[key] for key in ("digest", "data_digest", "code", "quarter", "received_at", "receiver")]
        if said.keys() != _KEYS or not all(isinstance(text, str) for text in texts):
            raise ValueError("other keys")
        if type(said["amendment"]) is not int or said["verdict"] not in {CONFIRMED, UNCONFIRMED}:
            raise ValueError("other values")
        if not all(_DIGEST.fullmatch(said[key]) for key in ("digest", "data_digest")):
            raise ValueError("no digest")
        at = dt.datetime.strptime(said["received_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    except (KeyError, ValueError):
        raise Refused(_("The receipt can't be read; it may come from a newer Didar."), "file") from None
    return said, at
