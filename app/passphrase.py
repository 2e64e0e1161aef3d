"""A user gives himself another passphrase: the present one is asked for first, the signing key stays his."""

from contextlib import ExitStack

from sqlalchemy import select

from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office
from app.security import keys, passphrases
from app.security.attempts import Attempts
from app.security.known_keys import _must_be_known, _remember, _tell
from app.security.rights import Right
from db.models import StoreState

NEW = "new"
"""The field of the new passphrase; that of the present one is `passphrases.FIELD`, as at the sign-in."""


def change(office: Office, present: str, new: str, *, kdf: keys.Kdf | None = None) -> None:
    """From now on the signed-in user's slot opens with the new passphrase and with the present one no more.

    Backups, and the key file kept as keys.json.1, still open with the one of their time; the recovery code and the
    signing key are as before. kdf: as `keys.change_passphrase` takes it.
    Raises Refused at its field: "passphrase" for a wrong present one, with growing pauses as at the sign-in, "new" for
    one that is weak or the same; Refused when the key file is not the one that the store knows; Unavailable when it
    can't be written, and then the present one holds.
    """
    if not office.may(Right.READ):
        raise Refused(_("You have no access to this."))
    attempts = Attempts(office.folder, office.now)
    attempts.check()
    key_file = keys.KeyFile.read(office.folder)
    check_new(new, present, key_file.agency)
    key_file.check(office.keys.mk)
    with office.read() as session:
        state = {row.key: row.value for row in session.scalars(select(StoreState))}
    _must_be_known(office, key_file, state)
    login = office.keys.login or office.user.login
    with attempts.counted():
        opened = key_file.unlock(present, login)
    try:
        changed, renewed = keys.with_passphrase(key_file, opened, login, new, kdf=kdf)
    finally:
        opened.wipe()
    with ExitStack() as undo:
        undo.callback(renewed.wipe)
        with office.note() as session:
            _remember(session, changed)
            _tell(session, office, "passphrase.change", slot=office.keys.slot_id, generation=changed.generation)
            # the file before the commit: a store that has not heard of it takes the later file at the next sign-in
            keys.save(office.folder, changed)
            undo.callback(keys.put_back, office.folder)
        undo.pop_all()
    office.keys.renew(renewed)


def check_new(new: str, present: str, agency: str) -> None:
    """Raises Refused (field "new") for a passphrase that is weak, or the present one in another spelling."""
    try:
        passphrases.check(new, agency)
    except Refused as refused:
        raise Refused(refused.reason, NEW) from None
    if passphrases.fold(new) == passphrases.fold(present):
        raise Refused(_("The new passphrase is the same as the present one. Choose another."), NEW)
