"""Keys of the tests' passphrases, each derived once: Argon2id takes its time, as it should."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.security import kdf

Known = dict[tuple[object, ...], bytes]

KNOWN: Known = {}
_REAL = kdf.Argon2id


class _Remembering:
    def __init__(self, **cost: object) -> None:
        self._cost = cost

    def derive(self, secret: bytes) -> bytes:
        asked = (secret, *sorted(self._cost.items()))
        if asked not in KNOWN:
            KNOWN[asked] = _REAL(**self._cost).derive(secret)
        return KNOWN[asked]


@contextmanager
def remembered() -> Iterator[None]:
    kdf.Argon2id = _Remembering
    yield
    kdf.Argon2id = _REAL
