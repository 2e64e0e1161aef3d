"""The office's own signing key: a new one in place of one that is lost, and telling the inspection office of it."""

import datetime as dt
import os
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import agency
from app.domain.codes import head_title
from app.domain.errors import Refused
from app.domain.texts import _, fa
from app.office import Office
from app.security import keys, signing_key
from app.security.kdf import KEY_LENGTH
from app.security.known_keys import _put, _remember
from app.security.rights import Right
from db.models import SigningKey, StoreState


@dataclass(frozen=True)
class Replaced:
    """A key in place of one that was lost. before, now: fingerprints of the public keys; made_at: since when."""

    before: str
    now: str
    made_at: dt.datetime


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
    details, head = agency.details(office), agency.heads(office)[-1].name
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
        old.retired_at = office.now()
        new = SigningKey(
            agency_id=office.agency_id,
            sealed=signing_key.seal(made.pkcs8, office.keys.sk, state["store"]),
            certificate=made.certificate,
            made_at=office.now(),
            retired_at=None,
            replaces=old.id,
        )
        session.add(new)
        _put(session, "signer", office.keys.slot_id)
        return _replaced(old, new)


def untold(office: Office) -> Replaced | None:
    """The present key, if it stands in place of a lost one and the inspection office was not told; else None."""
    with office.read() as session:
        key = _present(session)
        if key.replaces is None or key.told_at is not None:
            return None
        return _replaced(session.get_one(SigningKey, key.replaces), key)


def told(office: Office) -> None:
    """The inspection office has been told of the new fingerprint."""
    with office.work("own_key.told", Right.SIGN_REPORT) as session:
        key, _old = _replacement(session)
        key.told_at = office.now()


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
            head=agency.heads(office)[-1].name,
            before=signing_key.show_fingerprint(replaced.before),
            now=signing_key.show_fingerprint(replaced.now),
            since=replaced.made_at.astimezone(office.now().tzinfo).date(),
            made_at=office.now(),
        )
    )


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
