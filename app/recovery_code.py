"""The recovery code after the first start: one that nobody is known to have is replaced, and asked back again."""

from sqlalchemy import select

from app.agency import RECOVERY_CODE
from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office
from app.security import keys
from app.security.known_keys import _put, _remember, _tell
from app.security.rights import Right
from db.models import StoreState


def is_due(office: Office) -> bool:
    """Whether the code was never shown to be in safe hands, and this user may have a new one."""
    if not office.may(Right.ADMINISTER):
        return False
    with office.read() as session:
        return session.scalar(select(StoreState.value).where(StoreState.key == RECOVERY_CODE)) == ""


def renew(office: Office) -> str:
    """A new code in place of the one before, which opens this store no more; it is kept nowhere."""
    _must_administer(office)
    key_file, code = keys.set_recovery(office.folder, office.keys)
    with office.note() as session:
        _remember(session, key_file)
        _put(session, RECOVERY_CODE, "")
        _tell(session, office, "recovery_code.renew", generation=key_file.generation)
    return code


def confirm(office: Office) -> None:
    """Somebody has written two groups of the code from his own copy: it is in safe hands."""
    _must_administer(office)
    with office.note() as session:
        _put(session, RECOVERY_CODE, "confirmed")
        _tell(session, office, "recovery_code.confirm")


def _must_administer(office: Office) -> None:
    if not office.may(Right.ADMINISTER):
        raise Refused(_("You have no access to this."))
