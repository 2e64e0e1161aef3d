"""Every byte counts: the whole sweep over a signed report, which takes minutes; the tests take samples of it.

`python -m tests.app.report.sweep [PLACES]` prints how many changes each rule refused, and the time and memory that the
hostile files took; it exits 1 if one passed.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.report.verdict import Verdict
from app.report.verify_worker import Worker
from tests.app.report import bombs, hostile

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


@dataclass(frozen=True)
class Judged:
    """What became of a hostile file, and what it took: seconds on the clock, MiB at the peak (0: unknown)."""

    label: str
    verdict: Verdict
    seconds: float
    peak: int


def bombs_judged(folder: Path) -> Iterator[Judged]:
    """Each hostile file in a process of its own, which has judged a good one before: it has loaded what it needs."""
    good, bad = folder / "good.pdf", folder / "bad.pdf"
    good.write_bytes(hostile.good())
    for label, make in bombs.FILES.items():
        bad.write_bytes(make())
        with Worker(hostile.trust(), hostile.NOW) as worker:
            if not worker.verdict(str(good)).ok:
                raise AssertionError("the good file does not pass")
            begin = time.perf_counter()
            verdict = worker.verdict(str(bad))
            yield Judged(label, verdict, time.perf_counter() - begin, peak(worker))


def peak(worker: Worker) -> int:
    """MiB that a worker's process took so far; 0 where nobody tells."""
    status = Path(f"/proc/{worker.process_id}/status")
    if not status.exists():
        return 0
    return next(int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


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
        _print(f"{name}: {sum(refused.values())} changes, {rules}")
    with TemporaryDirectory() as folder:
        judged = list(bombs_judged(Path(folder)))
    for one in judged:
        passed += one.verdict.ok or not one.verdict.reason
        _print(f"{one.label}: rule {one.verdict.rule}, {one.seconds:.2f} s, {one.peak} MiB")
    slowest, largest = max(judged, key=lambda one: one.seconds), max(judged, key=lambda one: one.peak)
    _print(
        f"hostile files: {len(judged)}, slowest {slowest.seconds:.2f} s ({slowest.label}), "
        f"peak {largest.peak} MiB ({largest.label})"
    )
    _print(f"passed: {passed}")
    return min(passed, 1)


if __name__ == "__main__":
    raise SystemExit(main(*(int(word) for word in sys.argv[1:])))
