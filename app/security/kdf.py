"""Keys from a passphrase (Argon2id) and keys from a key (HKDF-SHA-256)."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import Unavailable
from app.domain.texts import _
from app.security.passphrases import fold

KEY_LENGTH: Final = 32
SALT_LENGTH: Final = 16

_MIB = 1024
_SECONDS = 0.65
"""What a derivation is meant to take: the middle of 0.5 to 0.8 s (docs/key-file.md)."""
_MOST_PASSES = 10
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Kdf:
    """What Argon2id costs: m in KiB of memory, t passes over it, p lanes."""

    m: int
    t: int
    p: int

    def is_allowed(self) -> bool:
        """Whether a file may ask for it: less would be weak, more would take the PC down (docs/key-file.md)."""
        return 32 * _MIB <= self.m <= 512 * _MIB and 2 <= self.t <= 20 and 1 <= self.p <= 8


FLOOR: Final = Kdf(m=64 * _MIB, t=3, p=2)
"""The least that Didar itself gives a new passphrase."""


def from_passphrase(passphrase: str, salt: bytes, kdf: Kdf) -> bytearray:
    """A key of 32 bytes. Spellings that `fold` makes one give one key; one derivation at a time.

    Raises ValueError for a cost out of bounds, before any memory is taken; Unavailable when there is not
    enough.
    """
    if not kdf.is_allowed():
        raise ValueError("a cost out of bounds")
    secret = fold(passphrase).encode("utf-8", "surrogatepass")
    argon2id = Argon2id(salt=salt, length=KEY_LENGTH, iterations=kdf.t, lanes=kdf.p, memory_cost=kdf.m)
    try:
        with _one_at_a_time:
            return bytearray(argon2id.derive(secret))
    except MemoryError:
        raise Unavailable(
            _("There is not enough free memory to check the passphrase. Close other programs and try again.")
        ) from None


def calibrated(clock: Callable[[], float] = time.perf_counter) -> Kdf:
    """The floor, with as many passes (at most 10) as take about 0.65 s on this PC.

    Takes the time of one derivation. clock: seconds, for tests.
    """
    began = clock()
    from_passphrase("", bytes(SALT_LENGTH), FLOOR)
    one_pass = max(clock() - began, 1e-6) / FLOOR.t
    passes = min(math.floor(_SECONDS / one_pass), _MOST_PASSES)
    return Kdf(FLOOR.m, max(passes, FLOOR.t), FLOOR.p)


def from_key(key: bytes | bytearray, purpose: str, salt: bytes = b"") -> bytearray:
    """A key of 32 bytes for one purpose alone."""
    hkdf = HKDF(hashes.SHA256(), KEY_LENGTH, salt=salt, info=purpose.encode("ascii"))
    return bytearray(hkdf.derive(bytes(key)))
