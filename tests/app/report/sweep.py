"""Every byte counts: the whole sweep over a signed report, which takes minutes; the tests take samples of it.

`python -m tests.app.report.sweep [CHANGES]` prints how many changes each rule refused, and exits 1 if one passed.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator

from tests.app.report import hostile

HEX = b"0123456789ABCDEF"
VALUES = 3
"""Other values at each of the random places."""


def changed(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + bytes([value]) + data[at + 1 :]


def anywhere(data: bytes, places: int) -> Iterator[bytes]:
    """Random places, three other values each."""
    for _place in range(places):
        at = random.randrange(len(data))
        for value in random.sample([value for value in range(256) if value != data[at]], VALUES):
            yield changed(data, at, value)


def in_the_gap(data: bytes) -> Iterator[bytes]:
    """All places of the signature's gap, brackets too: every other digit, the other case, a space, a line's end."""
    for at in range(*hostile.gap(data)):
        for value in {*HEX, data[at] ^ 0x20, 0x20, 0x0A} - {data[at]}:
            yield changed(data, at, value)


def longer_or_shorter(data: bytes, places: int) -> Iterator[bytes]:
    """A byte put in, and one taken away, at random places."""
    for at in random.sample(range(len(data)), places):
        yield data[:at] + bytes([random.randrange(256)]) + data[at:]
        yield data[:at] + data[at + 1 :]


def main(places: int = 10_000) -> int:
    data, passed = hostile.good(), 0
    for name, files in (
        ("anywhere", anywhere(data, places)),
        ("in the gap", in_the_gap(data)),
        ("longer or shorter", longer_or_shorter(data, places // 4)),
    ):
        refused: Counter[int | None] = Counter()
        for file in files:
            verdict = hostile.judged(file)
            passed += verdict.intact
            refused[verdict.rule] += 1
        rules = ", ".join(f"rule {rule}: {count}" for rule, count in refused.most_common())
        sys.stdout.write(f"{name}: {sum(refused.values())} changes, {rules}\n")
        sys.stdout.flush()
    sys.stdout.write(f"passed: {passed}\n")
    return min(passed, 1)


if __name__ == "__main__":
    raise SystemExit(main(*(int(word) for word in sys.argv[1:])))
