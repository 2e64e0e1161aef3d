"""The key file as it is read, and what a slot of it opens (docs/key-file.md). keys.py makes and changes it."""

import hashlib
import hmac
import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain import canonical
from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.files import read_bytes
from app.security import kdf as kdf_
from app.security import key_layout, recovery
from app.security.kdf import KEY_LENGTH
from app.security.key_layout import LARGEST, Slot

NAME: Final = "keys.json"


class Unlocked:
    """What a slot opened. Never shown, and zeroed by `wipe` (Python may hold copies: docs/key-file.md).

    login: whose slot; None for the recovery code's. mk: the store's main key. sk: the secret that seals the signing
    key; None for those who do not sign. kek: the key under which the slot's box lies, to seal it anew.
    """

    __slots__ = ("_kek", "login", "mk", "sk", "slot_id")

    def __init__(self, slot: Slot, mk: bytearray, sk: bytearray | None, kek: bytearray) -> None:
        _no_core_dumps()
        self.slot_id = slot.id
        self.login = slot.login
        self.mk = mk
        self.sk = sk
        self._kek = kek

    def __repr__(self) -> str:
        return f"<Unlocked slot {self.slot_id}>"

    def key_for(self, purpose: str) -> bytearray:
        """A key of 32 bytes for one purpose: never one key for two uses (docs/key-file.md)."""
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

    def renew(self, other: "Unlocked") -> None:
        """Its box lies under the key of `other` now, the same slot under a new passphrase; `other` is wiped."""
        self._kek[:] = other._kek  # noqa: SLF001 - one of its own kind
        other.wipe()

    def reseal(self, slot: Slot, store_id: str, sk: bytes | bytearray | None) -> Slot:
        """The slot that this came from, with another payload. Raises Refused if its passphrase has changed."""
        try:
            _payload_of(slot, self._kek, store_id)
        except InvalidTag:
            raise Refused(_("Your passphrase was changed meanwhile. Sign in again."), "passphrase") from None
        return seal(replace(slot, nonce=nonce()), self._kek, store_id, self.mk, sk)


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
                opened = self._open(slot, recovery_key(secret, slot.salt))
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

    def changed(self, mk: bytearray, slots: tuple[Slot, ...], *, beyond: int = 0) -> "KeyFile":
        """The next generation, with these slots. beyond: a generation that it has to be later than."""
        generation = max(self.generation, beyond) + 1
        return replace(self, generation=generation, slots=slots).with_mac(mk)

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


def _no_core_dumps() -> None:
    """From here on the keys are in memory: a crash must not write them to the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def recovery_key(secret: bytes, salt: bytes) -> bytearray:
    return kdf_.from_key(secret, "didar-recovery", salt)  # HKDF is enough: 128 random bits can't be guessed


def nonce() -> bytes:
    return os.urandom(12)


def seal(slot: Slot, kek: bytearray, store_id: str, mk: bytearray, sk: bytes | bytearray | None) -> Slot:
    payload = bytes(mk) if sk is None else bytes(mk) + bytes(sk)
    return replace(slot, box=AESGCM(kek).encrypt(slot.nonce, payload, slot.bound_to(store_id)))


def _payload_of(slot: Slot, kek: bytearray, store_id: str) -> tuple[bytearray, bytearray | None]:
    """Main key and signing secret of a slot. Raises InvalidTag when this key or this store is not the slot's."""
    payload = bytearray(AESGCM(kek).decrypt(slot.nonce, slot.box, slot.bound_to(store_id)))
    if len(payload) not in (KEY_LENGTH, 2 * KEY_LENGTH):
        raise key_layout.damaged()
    return payload[:KEY_LENGTH], payload[KEY_LENGTH:] or None
