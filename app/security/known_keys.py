"""What the store knows of its key file, and what the trail is told of it: the file is no row of the store."""

import socket
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office
from app.security import audit
from app.security.key_file import KeyFile
from db.models import StoreState


def _remember(session: Session, key_file: KeyFile) -> None:
    """Keep generation and digest, so that an older file put back is noticed."""
    _put(session, "key_generation", str(key_file.generation))
    _put(session, "key_digest", key_file.digest())


def _must_be_known(office: Office, key_file: KeyFile, state: dict[str, str]) -> None:
    """A key file is the one that the store knows, or a later one, which it then knows.

    One that is older, or another of the same number, is refused and written down: it is an alarm, not a lock.
    """
    known = int(state["key_generation"])
    if key_file.generation > known:  # the store was not told of its last change, which was cut off
        with office.note() as session:
            _remember(session, key_file)
            _tell(session, office, "keys.later", generation=key_file.generation, known=known)
    elif (key_file.generation, key_file.digest()) != (known, state["key_digest"]):
        with office.note() as session:
            _tell(session, office, "keys.refused", generation=key_file.generation, known=known)
        raise Refused(
            _("The key file is older than the store. Put the newer one back, or sign in with the recovery code.")
        )


def _put(session: Session, key: str, value: str) -> None:
    session.execute(update(StoreState).where(StoreState.key == key).values(value=value))


def _tell(session: Session, office: Office, act: str, **told: Any) -> None:
    """An entry in the trail; `after` is None, since no row has to be so."""
    actor = audit.Actor(office.user.login, next(map(str, office.user.roles), ""), socket.gethostname())
    entry = audit.Touched(StoreState.__tablename__, 0, told, None)
    audit.append(session.connection(), office.epoch, actor, act, [entry], office.now())
