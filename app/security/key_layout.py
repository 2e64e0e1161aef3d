"""The key file's layout, didar-keys/1, read strictly: what is not known is refused (docs/key-file.md)."""

import base64
import json
from dataclasses import dataclass
from typing import Any, Final

from app.domain import canonical
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.security.kdf import SALT_LENGTH, Kdf

FORMAT: Final = "didar-keys/1"
NORM: Final = 1
LARGEST: Final = 64 * 1024
MOST_SLOTS: Final = 64
PASSPHRASE: Final = "passphrase"  # noqa: S105 - a slot's kind
RECOVERY: Final = "recovery"

_ID_LENGTH = 16
_NONCE_LENGTH = 12
_MAC_LENGTH = 32
_LONGEST_NAME = 200
_LARGEST_BOX = 4096


@dataclass(frozen=True)
class Slot:
    """One way to the store's key: the payload, sealed under a key from a passphrase or from the recovery code.

    login, kdf: of a passphrase slot; None in the recovery slot.
    """

    id: str
    login: str | None
    kdf: Kdf | None
    salt: bytes
    nonce: bytes
    box: bytes

    @property
    def kind(self) -> str:
        return RECOVERY if self.kdf is None else PASSPHRASE

    def bound_to(self, store_id: str) -> bytes:
        """The additional data that ties the box to this slot of this store."""
        bound = {"format": FORMAT, "store": store_id, "id": self.id, "kind": self.kind, "kdf": self._kdf()}
        return canonical.dumps(bound)

    def as_dict(self) -> dict[str, Any]:
        login = {} if self.login is None else {"login": self.login}
        secret = {"kdf": self._kdf(), "nonce": to_text(self.nonce), "box": to_text(self.box)}
        return {"id": self.id, "kind": self.kind} | login | secret

    def _kdf(self) -> dict[str, Any]:
        if self.kdf is None:
            return {"name": "hkdf-sha256", "salt": to_text(self.salt)}
        cost = {"m": self.kdf.m, "t": self.kdf.t, "p": self.kdf.p}
        return {"name": "argon2id", "v": 19, **cost, "salt": to_text(self.salt)}


def to_text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def named(text: str, field: str) -> str:
    """A name as the file holds it. Raises Refused, at its field, for one that would not be read back."""
    text = refuse_nul(normalise(text), field)
    if not 1 <= len(text) <= _LONGEST_NAME:
        raise Refused(_("A name here has 1 to 200 letters. Write a shorter one."), field)
    return text


def parse(data: bytes) -> dict[str, Any]:
    """The file's fields, each checked: store, generation, agency, slots (of Slot), mac (of bytes).

    Raises Refused for a newer format or anything unknown, for a cost out of bounds, and for what is damaged.
    Takes no memory that the file could ask for.
    """
    try:
        value = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise damaged() from None
    if not isinstance(value, dict) or "format" not in value:
        raise damaged()
    if value["format"] != FORMAT or value.get("norm") != NORM:
        raise _newer()
    _fields(value, {"format", "store", "generation", "norm", "agency", "slots", "mac"})
    if not isinstance(value["slots"], list) or not 1 <= len(value["slots"]) <= MOST_SLOTS:
        raise damaged()
    slots = tuple(_slot(each) for each in value["slots"])
    for named in ([slot.id for slot in slots], [slot.login for slot in slots if slot.login is not None]):
        if len(set(named)) < len(named):
            raise damaged()
    return {
        "store_id": _id(value["store"]),
        "generation": _whole(value["generation"]),
        "agency": _text(value["agency"]),
        "slots": slots,
        "mac": _bytes(value["mac"], _MAC_LENGTH),
    }


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a key twice")
    return fields


def _slot(value: Any) -> Slot:
    if not isinstance(value, dict):
        raise damaged()
    kind = value.get("kind")
    if kind not in (PASSPHRASE, RECOVERY):
        raise _newer()
    login = {"login"} if kind == PASSPHRASE else set()
    _fields(value, {"id", "kind", "kdf", "nonce", "box"} | login)
    if not isinstance(value["kdf"], dict):
        raise damaged()
    box = _bytes(value["box"])
    if len(box) > _LARGEST_BOX:
        raise damaged()
    return Slot(
        id=_id(value["id"]),
        login=_text(value["login"]) if login else None,
        kdf=_cost(value["kdf"], kind),
        salt=_bytes(value["kdf"]["salt"], SALT_LENGTH),
        nonce=_bytes(value["nonce"], _NONCE_LENGTH),
        box=box,
    )


def _cost(value: dict[str, Any], kind: str) -> Kdf | None:
    if kind == RECOVERY:
        _fields(value, {"name", "salt"})
        if value["name"] != "hkdf-sha256":
            raise _newer()
        return None
    _fields(value, {"name", "v", "m", "t", "p", "salt"})
    if value["name"] != "argon2id" or value["v"] != 19:
        raise _newer()
    kdf = Kdf(_whole(value["m"]), _whole(value["t"]), _whole(value["p"]))
    if not kdf.is_allowed():
        raise Refused(
            _(
                "The key file asks for more or less work than Didar does for a passphrase; "
                "it may have been tampered with. Put back keys.json.1, which lies beside it, or restore a backup."
            )
        )
    return kdf


def _fields(value: dict[str, Any], known: set[str]) -> None:
    if value.keys() - known:
        raise _newer()
    if known - value.keys():
        raise damaged()


def _id(value: Any) -> str:
    try:
        data = bytes.fromhex(value)
    except (TypeError, ValueError):
        raise damaged() from None
    if len(data) != _ID_LENGTH or data.hex() != value:
        raise damaged()
    return data.hex()


def _whole(value: Any) -> int:
    if type(value) is not int or not 1 <= value < 2**53:
        raise damaged()
    return value


def _text(value: Any) -> str:
    """A name as the register would store it: the unlock card shows it before anything is proved."""
    if not isinstance(value, str) or not 1 <= len(value) <= _LONGEST_NAME or "\0" in value or normalise(value) != value:
        raise damaged()
    return value


def _bytes(value: Any, length: int | None = None) -> bytes:
    try:
        data = base64.b64decode(value, validate=True)
    except (TypeError, ValueError):
        raise damaged() from None
    if to_text(data) != value or (length is not None and len(data) != length):
        raise damaged()
    return data


def damaged() -> Refused:
    return Refused(_("The key file is damaged. Put back keys.json.1, which lies beside it, or restore a backup."))


def _newer() -> Refused:
    return Refused(_("This key file was made by a newer Didar. Install the newer version to open it."))
