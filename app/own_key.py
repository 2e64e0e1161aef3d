"""The office's own signing key: handed over to a new one that it vouches for, or replaced by one when it is lost.

What vouches for a key is kept with it, as `signer.vouched` of the reports says it (app/report/rollover.py): the older
key's statement, or the letter that told of it, once the registry has given it a number.
"""

import datetime as dt
import json
import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import agency
from app.domain import canonical
from app.domain.codes import head_title
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN
from app.domain.persian.text import normalise
from app.domain.texts import _, fa
from app.office import Office
from app.security import keys, signing_key
from app.security.kdf import KEY_LENGTH
from app.security.known_keys import _put, _remember
from app.security.rights import Right
from db.models import SigningKey, StoreState

SOON = dt.timedelta(days=60)
"""Before the certificate's end: from then on its renewal is asked for."""
_LONGEST_CHAIN = 20
_LONGEST_NUMBER = 100


@dataclass(frozen=True)
class Replaced:
    """A key in place of one before it. before, now: fingerprints of the public keys; made_at: since when."""

    before: str
    now: str
    made_at: dt.datetime


class Due(StrEnum):
    """Why the key had better be handed over to a new one."""

    HEAD = "head"
    """Its certificate names another head than the one in office."""
    SOON = "soon"
    ENDED = "ended"


@dataclass(frozen=True)
class OwnKey:
    """The key in use. head: whom its certificate names; ends: its certificate's last day; before: the fingerprint of
    the key that it follows; vouched: that one signed for it. letter, letter_date: of the letter that told of it, empty
    and None where there is none. opens: for who is signed in.
    """

    fingerprint: str
    head: str
    since: dt.date
    ends: dt.date
    before: str | None
    vouched: bool
    letter: str
    letter_date: dt.date | None
    told: bool
    due: Due | None
    opens: bool

    @property
    def unvouched(self) -> bool:
        """Nothing in the reports says how it follows from the key before."""
        return self.before is not None and not self.vouched and not self.letter


def present(office: Office) -> OwnKey:
    """The key in use, what vouches for it, and whether it is due to be handed over."""
    with office.read() as session:
        key = _present(session)
        before = session.get_one(SigningKey, key.replaces) if key.replaces else None
        opens = _state(session)["signer"] == office.keys.slot_id and not _is_lost(session, office)
    entry = json.loads(key.vouch) if key.vouch else {}
    head, ends = _named(key)
    return OwnKey(
        signing_key.fingerprint(key.certificate),
        head,
        key.made_at.astimezone(TEHRAN).date(),
        ends.astimezone(TEHRAN).date(),
        signing_key.fingerprint(before.certificate) if before else None,
        bool(entry) and not key.letter,
        key.letter or "",
        dt.date.fromisoformat(entry["date"]) if key.letter else None,
        key.told_at is not None,
        _due(office, head, ends),
        opens,
    )


def _due(office: Office, named: str, ends: dt.datetime) -> Due | None:
    now = office.now()
    if now > ends:
        return Due.ENDED
    if now > ends - SOON:
        return Due.SOON
    return Due.HEAD if normalise(head_in_office(office)) != normalise(named) else None


def _named(key: SigningKey) -> tuple[str, dt.datetime]:
    """Whom its certificate names as the head, and its last instant."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    certificate = x509.load_der_x509_certificate(key.certificate)
    titles = certificate.subject.get_attributes_for_oid(NameOID.TITLE)
    return str(titles[0].value) if titles else "", certificate.not_valid_after_utc


def is_lost(office: Office) -> bool:
    """Whether the key opens for nobody: the signer's passphrase was lost, or his slot was taken out.

    Only the signer himself can tell the first; whoever may sign can tell the second.
    """
    if not office.may(Right.SIGN_REPORT):
        return False
    with office.read(Right.SIGN_REPORT) as session:
        return _is_lost(session, office)


def _is_lost(session: Session, office: Office) -> bool:
    key, state = _present(session), _state(session)
    if state["signer"] != office.keys.slot_id:
        return state["signer"] not in {slot.id for slot in keys.KeyFile.read(office.folder).slots}
    if office.keys.sk is None:
        return True
    try:
        signing_key.open(key.sealed, office.keys.sk, state["store"])
    except Refused:
        return True
    return False


def replace_lost(office: Office) -> Replaced:
    """Make a new key for who is signed in, and retire the old one: reports that it signed stay as good as they were.

    Until the inspection office has been told of the new fingerprint, its reports come from an unknown signer there.
    Raises Refused while the key is not lost.
    """
    details, head = agency.details(office), head_in_office(office)
    with office.read(Right.SIGN_REPORT) as session:
        lost = _is_lost(session, office)
    if not lost:
        raise Refused(_("The signing key still opens for the one who holds it; there is no need of a new one."))
    if office.keys.sk is None:
        key_file, office.keys.sk = keys.give_signing_secret(office.folder, office.keys, os.urandom(KEY_LENGTH))
        with office.note() as session:
            _remember(session, key_file)
    made = signing_key.make(details.code, details.name, head, office.now())
    with office.work("own_key.replace_lost", Right.SIGN_REPORT) as session:
        old, state = _present(session), _state(session)
        new = _follows(session, office, old, made, state["store"], office.now(), None)
        _put(session, "signer", office.keys.slot_id)
        return _replaced(old, new)


def hand_over(office: Office) -> Replaced:
    """A new key, for a new head or before the certificate ends; the present one signs that it follows.

    Whoever knows the present key then trusts the new one without being alarmed (rule 16). Raises Refused for whom the
    present key does not open.
    """
    details, head = agency.details(office), head_in_office(office)
    now = office.now().replace(microsecond=0)
    made = signing_key.make(details.code, details.name, head, now)
    with office.work("own_key.hand_over", Right.SIGN_REPORT) as session:
        from app.report import rollover
        from app.report.signers import OwnKeySigner

        old, state = _present(session), _state(session)
        if office.keys.sk is None:
            raise Refused(_("Only the one who holds the signing key can hand it over; sign in as that user."))
        if now < old.made_at:
            raise Refused(_("The present key was made at a later hour than this PC shows. Check its date."))
        signer = OwnKeySigner(signing_key.open(old.sealed, office.keys.sk, state["store"]), old.certificate)
        entry = rollover.by_key(details.code, _spki(old.certificate), _spki(made.certificate), now, signer)
        new = _follows(session, office, old, made, state["store"], now, canonical.dumps(entry))
        return _replaced(old, new)


def _follows(
    session: Session,
    office: Office,
    old: SigningKey,
    made: signing_key.SigningKey,
    store: str,
    at: dt.datetime,
    vouch: bytes | None,
) -> SigningKey:
    """Put a key in the place of the old one, which is kept: what was encrypted to it still has to be opened."""
    assert office.keys.sk is not None
    old.retired_at = at
    new = SigningKey(
        agency_id=office.agency_id,
        sealed=signing_key.seal(made.pkcs8, office.keys.sk, store),
        certificate=made.certificate,
        made_at=at,
        retired_at=None,
        replaces=old.id,
        vouch=vouch,
    )
    session.add(new)
    return new


def untold(office: Office) -> Replaced | None:
    """The present key, if it stands in place of a lost one and the inspection office was not told; else None."""
    with office.read() as session:
        key = _present(session)
        if key.replaces is None or key.told_at is not None or key.vouch is not None:
            return None
        return _replaced(session.get_one(SigningKey, key.replaces), key)


def told(office: Office, number: str = "", date: dt.date | None = None) -> None:
    """The inspection office has been told of the new fingerprint, by the letter of this number and date.

    The registry gives both when the letter goes out; the reports name them from then on. Raises Refused at its field.
    """
    from app.report import rollover

    number = normalise(number)
    _check_letter(office, number, date)
    with office.work("own_key.told", Right.SIGN_REPORT) as session:
        key, old = _replacement(session)
        if number and date is not None:
            if key.vouch is not None and not key.letter:
                raise Refused(_("The key before vouches for this one; no letter is needed."), "letter")
            if date < key.made_at.astimezone(TEHRAN).date():
                raise Refused(_("The letter can't be older than the key that it tells of."), "date")
            key.letter = number
            key.vouch = canonical.dumps(rollover.by_letter(_spki(old.certificate), number, date))
        key.told_at = office.now()


def _check_letter(office: Office, number: str, date: dt.date | None) -> None:
    if len(number) > _LONGEST_NUMBER:
        raise Refused(_("A letter's number has 100 letters at most."), "letter")
    if number and date is None:
        raise Refused(_("Enter the letter's date."), "date")
    if date is not None and not number:
        raise Refused(_("Enter the letter's number."), "letter")
    if date is not None and date > office.today():
        raise Refused(_("The letter's date is still to come."), "date")


def _vouched(session: Session, fingerprint: str, now: dt.datetime) -> list[dict[str, Any]]:
    """`signer.vouched` of a report that the key of this fingerprint signs now: from key to key, newest first.

    Empty for another key than the office's own. Raises Refused when this PC's clock stands before the hand-over: no
    reader would take such a report.
    """
    keys_ = {key.id: key for key in session.scalars(select(SigningKey))}
    key = next((one for one in keys_.values() if signing_key.fingerprint(one.certificate) == fingerprint), None)
    entries: list[dict[str, Any]] = []
    while key is not None and key.vouch is not None and len(entries) < _LONGEST_CHAIN:
        entries.append(json.loads(key.vouch))
        key = keys_.get(key.replaces or 0)
    from app.report import rollover

    if any(entry["by"] == rollover.KEY and entry["from"] > rollover.written(now) for entry in entries):
        raise Refused(_("The present key was made at a later hour than this PC shows. Check its date."), "certificate")
    return entries


def letter(office: Office) -> bytes:
    """The letter that vouches for the new key, to be signed by hand. Raises Refused when no key was replaced."""
    from app.documents import key_letter

    with office.read(Right.SIGN_REPORT) as session:
        key, old = _replacement(session)
        replaced = _replaced(old, key)
    details = agency.details(office)
    return key_letter.draw(
        key_letter.KeyLetter(
            agency=details.name,
            code=details.code,
            province=details.province,
            title=fa(head_title(details.kind)),
            head=head_in_office(office),
            before=signing_key.show_fingerprint(replaced.before),
            now=signing_key.show_fingerprint(replaced.now),
            since=replaced.made_at.astimezone(office.now().tzinfo).date(),
            made_at=office.now(),
        )
    )


def head_in_office(office: Office) -> str:
    """In whose name a new key is made; a head whose term is still to come does not sign yet."""
    terms = agency.heads(office)
    return next((one for one in reversed(terms) if one.since <= office.today()), terms[0]).name


def _spki(certificate: bytes) -> bytes:
    from app.report import certificates, rollover

    return rollover.spki(certificates.public_key(certificates.load(certificate)))


def _present(session: Session) -> SigningKey:
    newest = select(SigningKey).where(SigningKey.retired_at.is_(None)).order_by(SigningKey.id.desc()).limit(1)
    return session.scalars(newest).one()


def _replacement(session: Session) -> tuple[SigningKey, SigningKey]:
    """The present key and the one that it replaces."""
    key = _present(session)
    if key.replaces is None:
        raise Refused(_("The signing key was never replaced; there is nothing to vouch for."))
    return key, session.get_one(SigningKey, key.replaces)


def _state(session: Session) -> dict[str, str]:
    return {row.key: row.value for row in session.scalars(select(StoreState))}


def _replaced(old: SigningKey, new: SigningKey) -> Replaced:
    before, now = (signing_key.fingerprint(key.certificate) for key in (old, new))
    return Replaced(before, now, new.made_at)
