"""The tree over a report's visits: one can be shown to be in it, or not, and the others stay closed.

How it is counted, so that others can do it again: docs/visit-proofs.md. The form is that of RFC 6962 with keys in
front: leaves ascend strictly by key, and only because whoever verifies the report counts all of them again does the
gap between two neighbours prove that nothing lies there.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain import canonical

SECRET = 16
"""Bytes of a visit's secret."""

OPENING = ("k", "salt")
"""What a visit of report.json has beside its own particulars: the leaf's key, and what hides them in the leaf."""


def key_of(code: str, secret: bytes) -> bytes:
    """The key of a visit's leaf: known only to who has its secret. code: the agency's."""
    return hashlib.sha256(b"didar-visit-key/1\0" + code.encode() + b"\0" + secret).digest()


def salt_of(secret: bytes) -> bytes:
    """Without it a leaf's digest could be guessed from a list of national ids."""
    return hmac.digest(secret, b"didar-visit-salt/1", "sha256")


def opening(code: str, secret: bytes) -> dict[str, str]:
    """`k` and `salt` of a visit, as report.json has them."""
    return {"k": key_of(code, secret).hex(), "salt": salt_of(secret).hex()}


def inner(visit: Mapping[str, Any]) -> bytes:
    """What a leaf holds beside its key: the salted digest of the visit without `k` and `salt`."""
    said = {key: value for key, value in visit.items() if key not in OPENING}
    return hashlib.sha256(bytes.fromhex(visit["salt"]) + canonical.dumps(said)).digest()


def leaf(key: bytes, content: bytes) -> bytes:
    """content: of `inner`."""
    return hashlib.sha256(b"\0" + key + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


@dataclass(frozen=True)
class Tree:
    """keys, contents: of the leaves, in the order of the keys. levels: from the leaves up; the last holds the top."""

    keys: tuple[bytes, ...]
    contents: tuple[bytes, ...]
    levels: tuple[tuple[bytes, ...], ...]

    @property
    def top(self) -> bytes:
        return self.levels[-1][0] if self.keys else hashlib.sha256(b"").digest()

    def as_signed(self) -> dict[str, Any]:
        """`merkle` of report.json."""
        return {"n": len(self.keys), "root": root_of(len(self.keys), self.top).hex()}

    def path(self, index: int) -> list[bytes]:
        """The neighbours' digests from the leaf up; a node without a neighbour goes up as it is."""
        found = []
        for level in self.levels[:-1]:
            beside = index ^ 1
            if beside < len(level):
                found.append(level[beside])
            index //= 2
        return found


def root_of(n: int, top: bytes) -> bytes:
    """What is signed: the number of leaves is part of it."""
    return hashlib.sha256(b"didar-merkle/1" + n.to_bytes(8, "big") + top).digest()


def tree(visits: Sequence[Mapping[str, Any]], again: Callable[[], None] = lambda: None) -> Tree:
    """The tree of a report's visits, in whatever order they come. Raises ValueError if two have the same key.

    again: asked now and then; may raise to cancel.
    """
    leaves = []
    for start in range(0, len(visits), canonical.PART):
        again()
        leaves += [(bytes.fromhex(visit["k"]), inner(visit)) for visit in visits[start : start + canonical.PART]]
    leaves.sort()
    keys, contents = tuple(key for key, _content in leaves), tuple(content for _key, content in leaves)
    if len(set(keys)) != len(keys):
        raise ValueError("two visits have the same key")
    level = tuple(leaf(key, content) for key, content in leaves)
    levels = [level]
    while len(level) > 1:
        again()
        pairs = [node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = (*pairs, *level[2 * len(pairs) :])
        levels.append(level)
    return Tree(keys, contents, tuple(levels))


def top_of(index: int, n: int, digest: bytes, path: Sequence[bytes]) -> bytes:
    """Where a path leads from the leaf's digest up. Raises ValueError when it is longer or shorter than it can be."""
    rest = list(path)
    if not 0 <= index < n:
        raise ValueError("no such leaf")
    while n > 1:
        if index ^ 1 < n:
            if not rest:
                raise ValueError("the path is too short")
            beside = rest.pop(0)
            digest = node(beside, digest) if index % 2 else node(digest, beside)
        index, n = index // 2, (n + 1) // 2
    if rest:
        raise ValueError("the path is too long")
    return digest
