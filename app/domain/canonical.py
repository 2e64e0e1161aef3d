"""One value, one row of bytes: the JSON that is hashed, signed and compared."""

import json
from typing import Any


def dumps(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces. Two equal values give equal bytes."""
    return _ENCODER.encode(value).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
