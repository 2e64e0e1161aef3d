"""The key file `keys.json`: the store's key, wrapped for each user's passphrase and for the recovery code.

Its layout, and what it protects from, is written down in docs/key-file.md. Every change is a new generation of the
file, written whole under another name; the one before is kept as `keys.json.1`.
"""

import os
from pathlib import Path
from typing import Final

from app.access import keep_private
from app.domain.errors import Refused, Unavailable
from app.domain.texts import _
from app.files import patiently, read_bytes, sync, write_new
from app.security import kdf as kdf_
from app.security import passphrases, recovery
from app.security.kdf import KEY_LENGTH, SALT_LENGTH, Kdf, calibrated
from app.security.key_file import NAME, KeyFile, Unlocked, nonce, recovery_key, seal
from app.security.key_layout import LARGEST, MOST_SLOTS, Slot, named

__all__ = [
    "NAME",
    "PREVIOUS",
    "Kdf",
    "KeyFile",
    "Unlocked",
    "add_slot",
    "change_passphrase",
    "create",
    "exists",
    "give_signing_secret",
    "put_back",
    "remove",
    "save",
    "set_recovery",
    "with_passphrase",
]

PREVIOUS: Final = "keys.json.1"


def exists(folder: Path) -> bool:
    return (folder / NAME).exists()


def create(folder: Path, *, agency: str, login: str, passphrase: str, kdf: Kdf | None = None) -> tuple[Unlocked, str]:
    """A new store's keys: a main key, a signing secret, a slot for the first user and one for the recovery code.

    agency, login: stand in plain in the file. kdf: None: what takes this PC about 0.65 s.
    Returns what is unlocked, and the recovery code, which is kept nowhere. Raises Refused for a weak passphrase or when
    there is a key file already, Unavailable when it can't be written.
    """
    agency, login = named(agency, "name"), named(login, "user")
    passphrases.check(passphrase, agency)
    mk, sk, store_id = (
        bytearray(os.urandom(KEY_LENGTH)),
        bytearray(os.urandom(KEY_LENGTH)),
        os.urandom(16).hex(),
    )
    slot, kek = _passphrase_slot(store_id, login, passphrase, kdf, mk, sk)
    recovery_slot, code = _recovery_slot(store_id, mk)
    made = KeyFile(store_id, 1, agency, (slot, recovery_slot)).with_mac(mk)
    _make_private(folder)
    write_new(folder / NAME, made.as_bytes())
    sync(folder)
    return Unlocked(slot, mk, sk, kek), code


def add_slot(
    folder: Path,
    unlocked: Unlocked,
    login: str,
    passphrase: str,
    *,
    kdf: Kdf | None = None,
    signs: bool = False,
) -> tuple[KeyFile, str]:
    """A slot for one more user; returns the new file and the slot's id.

    signs: the signing secret goes over to the new slot: the head takes it from the first user, who then has it no more.
    Whoever calls notes that slot as the store's `signer`, or the first user's next sign-in takes the key for lost.
    Raises Refused for a weak passphrase, a name that is taken, too many users, or a secret that is not at hand.
    """
    key_file = _current(folder, unlocked)
    login = named(login, "user")
    passphrases.check(passphrase, key_file.agency)
    if login in key_file.logins:
        raise Refused(_("There is a user of this name already. Choose another name."), "user")
    if len(key_file.slots) >= MOST_SLOTS:
        raise Refused(_("The key file is full: it has room for 63 users. Remove one who has left."), "user")
    if signs and unlocked.sk is None:
        raise Refused(_("Only the one who holds the signing key can hand it over; sign in as that user."))
    sk = unlocked.sk if signs else None
    slot, _kek = _passphrase_slot(key_file.store_id, login, passphrase, kdf, unlocked.mk, sk)
    slots = _resealed(key_file, unlocked, None) if signs else key_file.slots
    changed = save(folder, key_file.changed(unlocked.mk, (*slots, slot)))
    if signs:
        unlocked.sk = None
    return changed, slot.id


def change_passphrase(
    folder: Path,
    unlocked: Unlocked,
    login: str,
    new_passphrase: str,
    *,
    kdf: Kdf | None = None,
    new_sk: bytes | None = None,
    beyond: int = 0,
) -> Unlocked:
    """A new passphrase for a user; the slot's id stays. Returns what the user's slot now opens.

    The signing secret stays in a slot whose own holder changes it; one that another user or the recovery code sets
    anew has none, or with `new_sk` that one. kdf: None: what this PC does in about 0.65 s, never less than before.
    beyond: the generation that the store has seen, when the file in place may be an older one.
    Raises Refused for a weak passphrase or an unknown user.
    """
    changed, opened = with_passphrase(
        _current(folder, unlocked), unlocked, login, new_passphrase, kdf=kdf, new_sk=new_sk, beyond=beyond
    )
    save(folder, changed)
    return opened


def with_passphrase(
    key_file: KeyFile,
    unlocked: Unlocked,
    login: str,
    new_passphrase: str,
    *,
    kdf: Kdf | None = None,
    new_sk: bytes | None = None,
    beyond: int = 0,
) -> tuple[KeyFile, Unlocked]:
    """As `change_passphrase`, for a caller who writes the file himself (`save`): the next file, and what it opens."""
    passphrases.check(new_passphrase, key_file.agency)
    old = key_file.slot_of(login)
    own = old.id == unlocked.slot_id
    secret = new_sk or (unlocked.sk if own else None)
    sk = bytearray(secret) if secret else None
    cost = kdf or max(calibrated(), old.kdf or kdf_.FLOOR, key=lambda one: one.m * one.t)
    slot, kek = _passphrase_slot(key_file.store_id, old.login or "", new_passphrase, cost, unlocked.mk, sk, old.id)
    slots = tuple(slot if each is old else each for each in key_file.slots)
    return key_file.changed(unlocked.mk, slots, beyond=beyond), Unlocked(slot, bytearray(unlocked.mk), sk, kek)


def give_signing_secret(folder: Path, unlocked: Unlocked, sk: bytes) -> tuple[KeyFile, bytearray]:
    """Put a new signing secret into the user's own slot, after the old one was lost."""
    key_file = _current(folder, unlocked)
    changed = save(folder, key_file.changed(unlocked.mk, _resealed(key_file, unlocked, sk)))
    return changed, bytearray(sk)


def remove(folder: Path, unlocked: Unlocked, login: str) -> KeyFile:
    """Take a user's slot out of the file. Whoever kept an older copy still opens what was stored until then.

    Raises Refused for the last user and for one's own slot, with which the signing secret might go.
    """
    key_file = _current(folder, unlocked)
    gone = key_file.slot_of(login)
    if gone.id == unlocked.slot_id or len(key_file.logins) == 1:
        raise Refused(_("You can't remove yourself or the last user. Another user must do it."), "user")
    return save(folder, key_file.changed(unlocked.mk, tuple(slot for slot in key_file.slots if slot is not gone)))


def set_recovery(folder: Path, unlocked: Unlocked) -> tuple[KeyFile, str]:
    """A new recovery code in place of the old one, which opens this file no more."""
    key_file = _current(folder, unlocked)
    slot, code = _recovery_slot(key_file.store_id, unlocked.mk)
    users = tuple(each for each in key_file.slots if each.kdf is not None)
    return save(folder, key_file.changed(unlocked.mk, (*users, slot))), code


def _current(folder: Path, unlocked: Unlocked) -> KeyFile:
    key_file = KeyFile.read(folder)
    key_file.check(unlocked.mk)
    return key_file


def _resealed(key_file: KeyFile, unlocked: Unlocked, sk: bytes | bytearray | None) -> tuple[Slot, ...]:
    """The file's slots, that of the signed-in user with another signing secret."""
    return tuple(
        unlocked.reseal(slot, key_file.store_id, sk) if slot.id == unlocked.slot_id else slot for slot in key_file.slots
    )


def _passphrase_slot(
    store_id: str,
    login: str,
    passphrase: str,
    kdf: Kdf | None,
    mk: bytearray,
    sk: bytearray | None,
    slot_id: str | None = None,
) -> tuple[Slot, bytearray]:
    salt, cost = os.urandom(SALT_LENGTH), kdf or calibrated()
    kek = kdf_.from_passphrase(passphrase, salt, cost)
    empty = Slot(slot_id or os.urandom(16).hex(), login, cost, salt, nonce(), b"")
    return seal(empty, kek, store_id, mk, sk), kek


def _recovery_slot(store_id: str, mk: bytearray) -> tuple[Slot, str]:
    secret, salt = os.urandom(recovery.LENGTH), os.urandom(SALT_LENGTH)
    empty = Slot(os.urandom(16).hex(), None, None, salt, nonce(), b"")
    return seal(empty, recovery_key(secret, salt), store_id, mk, None), recovery.encode(secret)


def save(folder: Path, key_file: KeyFile) -> KeyFile:
    """Put a file in the place of the one before, which is kept. Raises Unavailable, and then nothing has changed."""
    write_new(folder / PREVIOUS, read_bytes(folder / NAME, LARGEST), overwrite=True)
    write_new(folder / NAME, key_file.as_bytes(), overwrite=True)
    sync(folder)
    return key_file


def put_back(folder: Path) -> None:
    """The file before again, after a `save` of which the store could not be told; a full disk has room for that."""
    patiently(lambda: (folder / PREVIOUS).replace(folder / NAME))
    sync(folder)


def _make_private(folder: Path) -> None:
    """The folder, for its owner only."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_private(folder)
    except OSError as error:
        raise Unavailable(
            _("%(path)s could not be written. Check the folder and your access to it, then try again.")
            % {"path": folder}
        ) from error
