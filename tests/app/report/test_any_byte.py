"""No byte of a signed report may be another one, one more or one less. The whole sweep: tests/app/report/sweep.py.

To judge a whole file takes some 15 ms, and a renewed one 100; the layer that a place belongs to one or two. So the
layers are asked about their places and the whole file about samples, other ones each run. That each layer is given all
that is its own is shown first.
"""

import random
import re

from app.report import archive, cms
from app.report.broken import BrokenError
from app.report.scan import first_revision
from tests.app.report import hostile, renewed, sweep
from tests.app.report.hostile import good, judged

HEX = b"0123456789ABCDEF"
ENTRY = 20
"""Bytes of an entry in the table of objects."""


def test_each_layer_is_given_all_of_its_bytes(monkeypatch):
    """The gap's digits; all outside the gap, to the digest; all behind the report, to who judges a renewal."""
    given = []

    def heard(layer, what):
        real = getattr(layer, what)
        monkeypatch.setattr(layer, what, lambda *args: (given.append(args), real(*args))[1])

    for layer, what in ((cms, "parse"), (cms, "check"), (archive, "check")):
        heard(layer, what)
    data, whole = good(), renewed.once()
    assert judged(whole).ok
    start, end = hostile.gap(data)
    (digits,), (_parts, signed), (behind, first) = given
    assert digits == data[start + 1 : end - 1]
    assert signed == data[:start] + data[end:]
    assert behind == whole
    assert first.end == len(data)


def test_every_position_of_the_gap_counts():
    """Padding too: another digit (another one each run; its seed is printed), and the other case."""
    data = good()
    start, end = hostile.gap(data)
    inside, signed = bytearray(data[start + 1 : end - 1]), data[:start] + data[end:]
    others = [random.choice([digit for digit in HEX if digit != was]) for was in inside]
    assert [(at, digit) for at, digit in enumerate(others) if _passes(inside, at, digit, signed)] == []
    assert [at for at, was in enumerate(inside) if was > ord("9") and _passes(inside, at, was | 0x20, signed)] == []


def _passes(inside, at, digit, signed):
    """Whether the layer that judges the gap alone would take it: its form, or else its cryptography."""
    was, inside[at] = inside[at], digit
    try:
        cms.check(cms.parse(bytes(inside)), signed)
    except BrokenError:
        return False
    finally:
        inside[at] = was
    return True


def _sampled(first, last, times):
    return sorted(random.sample(range(first, last), times))


def test_a_file_with_another_digit_in_the_gap_is_refused():
    """And with the other case."""
    data = good()
    start, end = hostile.gap(data)
    for at in {start, end - 1, *_sampled(start, end, 100)}:
        was = data[at : at + 1]
        value = random.choice([digit for digit in HEX if digit != was[0]])
        assert not judged(sweep.changed(data, at, value)).intact, (at, value)
        if was.isalpha():
            assert not judged(sweep.changed(data, at, was.lower()[0])).intact, at


def test_what_is_no_digit_in_the_gap_counts_too():
    data = good()
    start, end = hostile.gap(data)
    for at in {start, start + 1, end - 2, end - 1, *_sampled(start, end, 75)}:
        for value in {data[at] ^ 0x20, 0x20} - {data[at]}:
            assert not judged(sweep.changed(data, at, value)).intact, (at, value)


def test_any_byte_outside_the_gap_counts():
    """The table of objects in each column of its entries, the trailer and the end at each place."""
    data = good()
    start, end = hostile.gap(data)
    table, trailer = data.index(b"xref\n", end), data.index(b"trailer\n", end)
    first = data.index(b"65535 f", table) - 11
    rows = (trailer - first) // ENTRY
    entries = {first + ENTRY * random.randrange(rows) + column for column in range(ENTRY) for _row in range(8)}
    outside = {*_sampled(0, start, 150), *range(40), *range(start - 60, start), *range(trailer, len(data))}
    for at in outside | entries | {*range(end, first)}:
        value = data[at] ^ (1 << random.randrange(8))
        assert not judged(sweep.changed(data, at, value)).intact, (at, value)


def test_any_byte_added_or_taken_away_counts():
    data = good()
    start, end = hostile.gap(data)
    for at in {0, 1, 8, start, start + 1, end - 1, end, len(data) - 1, len(data), *_sampled(0, len(data), 150)}:
        for byte in (b"0", b" ", b"\n", b"\0"):
            assert not judged(data[:at] + byte + data[at:]).intact, (at, byte)
        if at < len(data):
            assert not judged(data[:at] + data[at + 1 :]).intact, at


def test_any_byte_of_a_renewal_counts():
    """But those that mean nothing: how the time stamp is packed is its authority's affair."""
    data, report = renewed.once(), first_revision(good())
    gap = re.compile(rb"<[0-9A-F]{2000,}>").search(data, report.end)
    places = [at for at in _sampled(report.end, len(data), 150) if not gap.start() <= at < gap.end()]
    assert [at for at in places if _is_a_renewal(sweep.changed(data, at, data[at] ^ 1), report)] == []
    assert [at for at in places[::10] if judged(sweep.changed(data, at, data[at] ^ 1)).intact] == []


def _is_a_renewal(data, report):
    try:
        archive.check(data, report)
    except BrokenError:
        return False
    return True
