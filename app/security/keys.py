"""The key file `keys.json`: the store's key, wrapped for each user's passphrase and for the recovery code.

Its layout, and what it protects from, is written down in docs/key-file.md. Every change is a new generation of the
file, written whole under another name; the one before is kept as `keys.json.1`.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain import canonical
from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.files import read_bytes, write_new
from app.security import kdf as kdf_
from app.security import key_layout, passphrases, recovery
from app.security.kdf import KEY_LENGTH, SALT_LENGTH, Kdf, calibrated
from app.security.key_layout import LARGEST, MOST_SLOTS, Slot

__all__ = [
    "Kdf",
    "KeyFile",
    "Unlocked",
    "add_slot",
    "change_passphrase",
    "create",
    "exists",
    "give_signing_secret",
    "remove",
    "set_recovery",
]

NAME: Final = "keys.json"
PREVIOUS: Final = "keys.json.1"


class Unlocked:
    """What a slot opened. Never shown, and zeroed by `wipe` (Python may hold copies: docs/key-file.md).

    login: whose slot; None for the recovery code's. mk: the store's main key. sk: the secret that seals the signing
    key; None for those who do not sign. kek: the key under which the slot's box lies, to seal it anew.
    """

    __slots__ = ("_kek", "login", "mk", "sk", "slot_id")

    def __init__(self, slot: Slot, mk: bytearray, sk: bytearray | None, kek: bytearray) -> None:
        self.slot_id = slot.id
        self.login = slot.login
        self.mk = mk
        self.sk = sk
        self._kek = kek

    def __repr__(self) -> str:
        return f"<Unlocked slot {self.slot_id}>"

    def key_for(self, purpose: str) -> bytearray:
        """A key of 32 bytes for one purpose: never one key for two uses (security 3)."""
        if not self.mk:
            raise ValueError("the keys were wiped")
        return kdf_.from_key(self.mk, purpose)

    def store_key(self) -> str:
        """The key of the encrypted store, 64 hexadecimal digits."""
        return self.key_for("store").hex()

    def wipe(self) -> None:
        """Zero the keys. What still needs them afterwards is a bug and fails."""
        for key in (self.mk, self.sk, self._kek):
            if key is not None:
                key[:] = bytes(len(key))
                key.clear()
        self.sk = None

    def reseal(self, slot: Slot, store_id: str, sk: bytes | bytearray | None) -> Slot:
        """The slot that this came from, with another payload. Raises Refused if its passphrase has changed."""
        try:
            _payload_of(slot, self._kek, store_id)
        except InvalidTag:
            raise Refused(_("Your passphrase was changed meanwhile. Sign in again."), "passphrase") from None
        return _seal(replace(slot, nonce=_nonce()), self._kek, store_id, self.mk, sk)


@dataclass(frozen=True)
class KeyFile:
    """The file as it was read: nothing in it is proved before a slot is opened.

    generation: 1, and one more with each change. mac: over all the rest, under a key from the main key.
    """

    store_id: str
    generation: int
    agency: str
    slots: tuple[Slot, ...]
    mac: bytes = b""

    @classmethod
    def read(cls, folder: Path) -> "KeyFile":
        """The folder's key file. Raises Unavailable when it is not there, Refused when it is not sound."""
        path = folder / NAME
        if not path.exists():
            raise Unavailable(
                _("The key file keys.json is missing. Put back keys.json.1 under that name or restore a backup.")
            )
        return cls.of(read_bytes(path, LARGEST))

    @classmethod
    def of(cls, data: bytes) -> "KeyFile":
        """The key file in these bytes (of a backup). Raises Refused when it is not sound."""
        return cls(**key_layout.parse(data))

    @property
    def logins(self) -> tuple[str, ...]:
        return tuple(slot.login for slot in self.slots if slot.login is not None)

    def digest(self) -> str:
        """SHA-256 of the slots, for the store to notice another file of the same generation."""
        return hashlib.sha256(canonical.dumps([slot.as_dict() for slot in self.slots])).hexdigest()

    def unlock(self, passphrase: str, login: str | None = None) -> Unlocked:
        """Open the slot of the passphrase, or with `login` that user's only. Half a second a slot.

        Raises Refused (field "passphrase") when none opens, Refused when the file was changed by others, Unavailable
        when there is not enough memory.
        """
        wanted = None if login is None else normalise(login)
        for slot in self.slots:
            if slot.kdf is None or wanted not in (None, slot.login):
                continue
            kek = kdf_.from_passphrase(passphrase, slot.salt, slot.kdf)
            opened = self._open(slot, kek)
            if opened is not None:
                return opened
        raise Refused(_("The passphrase is not right."), "passphrase")

    def recover(self, code: str) -> Unlocked:
        """Open the store by the recovery code: its main key, but not the signing secret.

        Raises Refused (field "recovery_code") for a code that is mistyped or another store's.
        """
        secret = recovery.decode(code)
        for slot in self.slots:
            if slot.kdf is None:
                opened = self._open(slot, _recovery_key(secret, slot.salt))
                if opened is not None:
                    return opened
        raise Refused(
            _("This recovery code belongs to another store, or a newer one has replaced it."), "recovery_code"
        )

    def slot_of(self, login: str) -> Slot:
        """The user's slot. Raises Refused when there is none."""
        for slot in self.slots:
            if slot.login == normalise(login):
                return slot
        raise Refused(_("There is no user of this name."), "user")

    def check(self, mk: bytearray) -> None:
        """Raises Refused when any of the file was planted, dropped or edited by someone without the main key."""
        if not hmac.compare_digest(self.mac, self._mac(mk)):
            raise Refused(
                _(
                    "The key file was changed by something other than Didar, or belongs to another store. "
                    "Put back keys.json.1, which lies beside it, or restore a backup."
                )
            )

    def changed(self, mk: bytearray, slots: tuple[Slot, ...]) -> "KeyFile":
        """The next generation, with these slots."""
        return replace(self, generation=self.generation + 1, slots=slots).with_mac(mk)

    def with_mac(self, mk: bytearray) -> "KeyFile":
        """The same, under a MAC of its own."""
        return replace(self, mac=self._mac(mk))

    def as_bytes(self) -> bytes:
        whole = self._all_but_mac() | {"mac": key_layout.to_text(self.mac)}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"

    def _open(self, slot: Slot, kek: bytearray) -> Unlocked | None:
        try:
            mk, sk = _payload_of(slot, kek, self.store_id)
        except InvalidTag:
            return None
        self.check(mk)
        return Unlocked(slot, mk, sk, kek)

    def _mac(self, mk: bytearray) -> bytes:
        return hmac.digest(kdf_.from_key(mk, "didar-keyfile"), canonical.dumps(self._all_but_mac()), "sha256")

    def _all_but_mac(self) -> dict[str, object]:
        return {
            "format": key_layout.FORMAT,
            "store": self.store_id,
            "generation": self.generation,
            "norm": key_layout.NORM,
            "agency": self.agency,
            "slots": [slot.as_dict() for slot in self.slots],
        }


def exists(folder: Path) -> bool:
    return (folder / NAME).exists()


def create(folder: Path, *, agency: str, login: str, passphrase: str, kdf: Kdf | None = None) -> tuple[Unlocked, str]:
    """A new store's keys: a main key, a signing secret, a slot for the first user and one for the recovery code.

    agency, login: stand in plain in the file. kdf: None: what takes this PC about 0.65 s.
    Returns what is unlocked, and the recovery code, which is kept nowhere. Raises Refused for a weak passphrase or when
    there is a key file already, Unavailable when it can't be written.
    """
    passphrases.check(passphrase, agency)
    mk, sk, store_id = (
        bytearray(os.urandom(KEY_LENGTH)),
        bytearray(os.urandom(KEY_LENGTH)),
        os.urandom(16).hex(),
    )
    slot, kek = _passphrase_slot(store_id, normalise(login), passphrase, kdf, mk, sk)
    recovery_slot, code = _recovery_slot(store_id, mk)
    made = KeyFile(store_id, 1, normalise(agency), (slot, recovery_slot)).with_mac(mk)
    _make_private(folder)
    write_new(folder / NAME, made.as_bytes())
    _sync(folder)
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
    Raises Refused for a weak passphrase, a name that is taken, too many users, or a secret that is not at hand.
    """
    key_file = _current(folder, unlocked)
    passphrases.check(passphrase, key_file.agency)
    if normalise(login) in key_file.logins:
        raise Refused(_("There is a user of this name already. Choose another name."), "user")
    if len(key_file.slots) >= MOST_SLOTS:
        raise Refused(_("The key file is full: it has room for 63 users. Remove one who has left."), "user")
    if signs and unlocked.sk is None:
        raise Refused(_("Only the one who holds the signing key can hand it over; sign in as that user."))
    sk = unlocked.sk if signs else None
    slot, _kek = _passphrase_slot(key_file.store_id, normalise(login), passphrase, kdf, unlocked.mk, sk)
    slots = _resealed(key_file, unlocked, None) if signs else key_file.slots
    changed = _save(folder, key_file.changed(unlocked.mk, (*slots, slot)))
    if signs:
        unlocked.sk = None
    return changed, slot.id


def change_passphrase(
    folder: Path, unlocked: Unlocked, login: str, new_passphrase: str, *, kdf: Kdf | None = None
) -> Unlocked:
    """A new passphrase for a user; the slot's id stays. Returns what the user's slot now opens.

    The signing secret stays in a slot whose own holder changes it; one that another user or the recovery code sets
    anew has none. kdf: None: what this PC does in about 0.65 s, never less than before.
    Raises Refused for a weak passphrase or an unknown user.
    """
    key_file = _current(folder, unlocked)
    passphrases.check(new_passphrase, key_file.agency)
    old = key_file.slot_of(login)
    own = old.id == unlocked.slot_id
    sk = bytearray(unlocked.sk) if own and unlocked.sk is not None else None
    cost = kdf or max(calibrated(), old.kdf or kdf_.FLOOR, key=lambda one: one.m * one.t)
    slot, kek = _passphrase_slot(key_file.store_id, normalise(login), new_passphrase, cost, unlocked.mk, sk, old.id)
    slots = tuple(slot if each is old else each for each in key_file.slots)
    _save(folder, key_file.changed(unlocked.mk, slots))
    return Unlocked(slot, bytearray(unlocked.mk), sk, kek)


def give_signing_secret(folder: Path, unlocked: Unlocked, sk: bytes) -> tuple[KeyFile, bytearray]:
    """Put a new signing secret into the user's own slot, after the old one was lost."""
    key_file = _current(folder, unlocked)
    changed = _save(folder, key_file.changed(unlocked.mk, _resealed(key_file, unlocked, sk)))
    return changed, bytearray(sk)


def remove(folder: Path, unlocked: Unlocked, login: str) -> KeyFile:
    """Take a user's slot out of the file. Whoever kept an older copy still opens what was stored until then.

    Raises Refused for the last user and for one's own slot, with which the signing secret might go.
    """
    key_file = _current(folder, unlocked)
    gone = key_file.slot_of(login)
    if gone.id == unlocked.slot_id or len(key_file.logins) == 1:
        raise Refused(_("You can't remove yourself or the last user. Another user must do it."), "user")
    return _save(folder, key_file.changed(unlocked.mk, tuple(slot for slot in key_file.slots if slot is not gone)))


def set_recovery(folder: Path, unlocked: Unlocked) -> tuple[KeyFile, str]:
    """A new recovery code in place of the old one, which opens this file no more."""
    key_file = _current(folder, unlocked)
    slot, code = _recovery_slot(key_file.store_id, unlocked.mk)
    users = tuple(each for each in key_file.slots if each.kdf is not None)
    return _save(folder, key_file.changed(unlocked.mk, (*users, slot))), code


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
    empty = Slot(slot_id or os.urandom(16).hex(), login, cost, salt, _nonce(), b"")
    return _seal(empty, kek, store_id, mk, sk), kek


def _recovery_slot(store_id: str, mk: bytearray) -> tuple[Slot, str]:
    secret, salt = os.urandom(recovery.LENGTH), os.urandom(SALT_LENGTH)
    empty = Slot(os.urandom(16).hex(), None, None, salt, _nonce(), b"")
    return _seal(empty, _recovery_key(secret, salt), store_id, mk, None), recovery.encode(secret)


def _recovery_key(secret: bytes, salt: bytes) -> bytearray:
    return kdf_.from_key(secret, "didar-recovery", salt)  # HKDF is enough: 128 random bits can't be guessed


def _nonce() -> bytes:
    return os.urandom(12)


def _seal(slot: Slot, kek: bytearray, store_id: str, mk: bytearray, sk: bytes | bytearray | None) -> Slot:
    payload = bytes(mk) if sk is None else bytes(mk) + bytes(sk)
    return replace(slot, box=AESGCM(kek).encrypt(slot.nonce, payload, slot.bound_to(store_id)))


def _payload_of(slot: Slot, kek: bytearray, store_id: str) -> tuple[bytearray, bytearray | None]:
    """Main key and signing secret of a slot. Raises InvalidTag when this key or this store is not the slot's."""
    payload = bytearray(AESGCM(kek).decrypt(slot.nonce, slot.box, slot.bound_to(store_id)))
    if len(payload) not in (KEY_LENGTH, 2 * KEY_LENGTH):
        raise key_layout.damaged()
    return payload[:KEY_LENGTH], payload[KEY_LENGTH:] or None


def _save(folder: Path, key_file: KeyFile) -> KeyFile:
    write_new(folder / PREVIOUS, read_bytes(folder / NAME, LARGEST), overwrite=True)
    write_new(folder / NAME, key_file.as_bytes(), overwrite=True)
    _sync(folder)
    return key_file


def _make_private(folder: Path) -> None:
    """The folder, for its owner only (on Windows the user's data folder is that already)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise Unavailable(
            _("%(path)s could not be written. Check the folder and your access to it, then try again.")
            % {"path": folder}
        ) from error


def _sync(folder: Path) -> None:
    """Make the new name lasting, where a folder can be opened (not on Windows)."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
