"""One value, one row of bytes: the JSON that is hashed, signed and compared."""

import json
from collections.abc import Callable
from typing import Any, Final

PART: Final = 1_000
"""Items of a long list that are written at a time: meanwhile nobody can be asked whether to go on."""


def dumps(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces. Two equal values give equal bytes."""
    return _ENCODER.encode(value).encode()


def by_parts(value: dict[str, Any], each: Callable[[dict[str, Any], bytes], None]) -> bytes:
    """The same bytes as `dumps`, with room between.

    each: is given the entries one by one, a long list's some items at a time, each as an object of one entry and its
    bytes; may raise.
    """
    entries = []
    for key in sorted(value):
        items, name = value[key], dumps(key)
        if not isinstance(items, list) or len(items) <= PART:
            data = dumps({key: items})
            each({key: items}, data)
            entries.append(data[1:-1])
            continue
        pieces = []
        for start in range(0, len(items), PART):
            entry = {key: items[start : start + PART]}
            data = dumps(entry)
            each(entry, data)
            pieces.append(data[len(name) + 3 : -2])  # within {"key":[ and ]}
        entries.append(b"%s:[%s]" % (name, b",".join(pieces)))
    return b"{%s}" % b",".join(entries)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
