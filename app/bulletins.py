"""The inspection office's signed list of keys: which agency has which, and which are lost (docs/senders.md).

A bulletin is taken from one issuer only, whose fingerprint a person compared once; its number only rises.
"""

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import KeyState
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN, numeric
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.office import Office
from app.report import make, signed_note
from app.report.verdict import isolated
from app.security.rights import Right
from app.senders import _mark_revoked, _row, fits
from db.models import SenderKey, StoreState

_ISSUER, _NUMBER, _ISSUED = "bulletin_issuer", "bulletin_number", "bulletin_issued"
_CODE, _FINGERPRINT = re.compile(r"[A-Za-z0-9-]{1,32}"), re.compile(r"[0-9a-f]{64}")
MOST = 10_000


@dataclass(frozen=True)
class Bulletin:
    """keys: code, fingerprint, name; revoked: code, fingerprint, the day from which. issuer: fingerprint of its key."""

    number: int
    date: dt.date
    keys: tuple[tuple[str, str, str], ...]
    revoked: tuple[tuple[str, str, dt.date], ...]
    issuer: str
    issuer_code: str
    issuer_name: str


@dataclass(frozen=True)
class Taken:
    """What a bulletin changed here."""

    bulletin: Bulletin
    confirmed: int
    revoked: int


def read(data: bytes) -> Bulletin:
    """A bulletin whose signature holds, whoever signed it. Raises Refused."""
    note = signed_note.read(signed_note.BULLETIN, data)
    try:
        said = note.said
        keys = tuple((_code(one["code"]), _print(one["fingerprint"]), str(one["name"])) for one in said["keys"])
        revoked = tuple(
            (_code(one["code"]), _print(one["fingerprint"]), dt.date.fromisoformat(one["from"]))
            for one in said["revoked"]
        )
        number, date = said["number"], dt.date.fromisoformat(said["date"])
        if said.keys() != {"number", "date", "keys", "revoked"} or type(number) is not int or number < 1:
            raise ValueError("other keys")
        if len({key[:2] for key in keys} | {key[:2] for key in revoked}) != len(keys) + len(revoked):
            raise ValueError("a key twice")
        if len(keys) + len(revoked) > MOST:
            raise ValueError("too many")
    except (KeyError, TypeError, ValueError):
        raise Refused(_("The bulletin can't be read; it may come from a newer Didar."), "file") from None
    return Bulletin(number, date, keys, revoked, note.fingerprint, note.code, note.name)


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("no code")
    return text


def _print(text: str) -> str:
    if not _FINGERPRINT.fullmatch(text):
        raise ValueError("no fingerprint")
    return text


def issuer_of(office: Office) -> str | None:
    """The fingerprint of the key whose bulletins are taken here; None before the first."""
    with office.read() as session:
        return session.scalar(select(StoreState.value).where(StoreState.key == _ISSUER))


def take(office: Office, data: bytes, *, typed: str = "") -> Taken:
    """Confirm and revoke what the bulletin names.

    typed: the last digits of its issuer's fingerprint, as they were told another way: asked for at the first bulletin
    and whenever the issuer's key is another. Raises Refused: a number that does not rise, or (field "typed") an
    issuer that nobody compared.
    """
    bulletin = read(data)
    with office.work("bulletins.take", Right.ADMINISTER) as session:
        state = {row.key: row.value for row in session.scalars(select(StoreState))}
        if state.get(_ISSUER) != bulletin.issuer and not (typed and fits(bulletin.issuer, typed)):
            raise Refused(_unknown_issuer(bulletin, known=_ISSUER in state, typed=typed), "typed")
        if state.get(_ISSUER) == bulletin.issuer and bulletin.number <= int(state.get(_NUMBER, 0)):
            said = _("Bulletin number %(number)s is not newer than the last one that was taken (number %(last)s).")
            numbers = {"number": str(bulletin.number), "last": state[_NUMBER]}
            raise Refused(said % {key: persian_digits(value) for key, value in numbers.items()}, "number")
        session.merge(StoreState(key=_ISSUER, value=bulletin.issuer))
        session.merge(StoreState(key=_NUMBER, value=str(bulletin.number)))
        return _apply(session, office, bulletin)


def _unknown_issuer(bulletin: Bulletin, *, known: bool, typed: str) -> str:
    if typed:
        return _("These are not the last digits of this fingerprint; compare them once more.")
    said = (
        _("Bulletins came from another key until now. Compare this one's fingerprint with %(name)s: %(fingerprint)s")
        if known
        else _("No bulletin was taken yet. Compare the fingerprint of its issuer's key with %(name)s: %(fingerprint)s")
    )
    return said % {"name": isolated(bulletin.issuer_name), "fingerprint": bulletin.issuer}


def _apply(session: Session, office: Office, bulletin: Bulletin) -> Taken:
    how = _("Bulletin number %(number)s of %(date)s, signed by %(name)s") % {
        "number": persian_digits(bulletin.number),
        "date": numeric(bulletin.date),
        "name": bulletin.issuer_name,
    }
    confirmed = revoked = 0
    for code, fingerprint, name in bulletin.keys:
        row = _row(session, code, fingerprint) or _new(session, office, code, fingerprint, name)
        if row.state is KeyState.SEEN:
            row.state, row.decided_at, row.how = KeyState.CONFIRMED, office.now(), how
            confirmed += 1
    for code, fingerprint, since in bulletin.revoked:
        row = _row(session, code, fingerprint) or _new(session, office, code, fingerprint, "")
        if row.state is not KeyState.REVOKED:
            _mark_revoked(row, since, how)
            revoked += 1
    return Taken(bulletin, confirmed, revoked)


def _new(session: Session, office: Office, code: str, fingerprint: str, name: str) -> SenderKey:
    """A key that no report came with yet: its certificate is still to come."""
    row = SenderKey(
        agency_id=office.agency_id,
        code=code,
        fingerprint=fingerprint,
        certificate=b"",
        name=name,
        state=KeyState.SEEN,
        seen_at=office.now(),
    )
    session.add(row)
    return row


def issue(office: Office) -> bytes:
    """The next bulletin of this office: the keys that it has confirmed, and those that it has revoked."""
    signer = make.own_signer(office)
    with office.work("bulletins.issue", Right.SIGN_REPORT) as session:
        rows = session.scalars(select(SenderKey).order_by(SenderKey.code, SenderKey.fingerprint)).all()
        last = session.scalar(select(StoreState.value).where(StoreState.key == _ISSUED))
        number = int(last or 0) + 1
        session.merge(StoreState(key=_ISSUED, value=str(number)))
    said = {
        "number": number,
        "date": office.today().isoformat(),
        "keys": [
            {"code": row.code, "fingerprint": row.fingerprint, "name": row.name}
            for row in rows
            if row.state is KeyState.CONFIRMED
        ],
        "revoked": [
            {"code": row.code, "fingerprint": row.fingerprint, "from": _since(row)}
            for row in rows
            if row.state is KeyState.REVOKED
        ],
    }
    return signed_note.seal(signed_note.BULLETIN, said, signer)


def _since(row: SenderKey) -> str:
    return (row.decided_at or row.seen_at).astimezone(TEHRAN).date().isoformat()
