"""Every byte accounted for (docs/report-format.md, rules 2 to 5)."""

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.report import limits
from app.report.broken import BrokenError
from app.report.objects import Name, Real, Ref, Stream, inflate, object_written, same_as, written
from app.report.parse import Parser
from app.report.scan import pages, scan
from tests.app.report.hostile import good

names = st.from_regex(r"[A-Za-z][A-Za-z0-9.-]{0,20}", fullmatch=True)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.binary(max_size=30)
    | names.map(Name)
    | st.integers(1, 99_999).map(Ref)
    | st.from_regex(r"-?[0-9]{1,5}\.[0-9]{1,5}", fullmatch=True).map(Real),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names, inner, max_size=5),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_back_the_same(value):
    data = written(value)
    read, end = Parser(data + b" ").value(0)
    assert end == len(data)
    assert written(read, ordered=True) == written(value, ordered=True)


@given(
    names.map(Name),
    st.integers(1, 99_999).map(Ref),
    st.none() | st.integers(1, 99_999).map(Ref),
    st.one_of(kid := st.integers(0, 999) | st.integers(1, 99_999).map(Ref), st.lists(kid, max_size=4)),
)
def test_an_element_of_the_structure_read_at_once_is_what_is_read_piece_by_piece(kind, parent, page, kids):
    element = {"S": kind, "P": parent, **({"Pg": page} if page else {}), "K": kids}
    data = written(element) + b" "
    at_once = Parser(data).element(0)
    assert at_once in (None, Parser(data).value(0))
    one_kind = not isinstance(kids, list) or len({type(one) for one in kids}) == 1
    assert (at_once is not None) == (one_kind and kind[0].isupper() and kind.isalnum() and len(kind) <= 16)


@given(st.dictionaries(names, st.integers(0, 9), min_size=2))
def test_the_order_of_keys_makes_no_difference_to_what_is_compared(entries):
    turned = dict(reversed(entries.items()))
    assert same_as(entries) == same_as(turned)


@pytest.mark.parametrize(
    "text",
    [
        b"+1", b"1.", b".5", b"1e3", b"1x", b"0x10", b"--1", b"(a", b"(a\nb)", rb"(\x)", rb"(\9)",
        b"(())", b"<0>", b"<0 1>",
        b"<0g>", b"/a#20b", b"/", b"/a%", b"<</a 1/a 2>>", b"<<1 2>>", b"<</a>>", b"[1", b"<</a 1", b"% c\n1", b"truex",
        b"01 0 R",
        b"1 0 Rx", b"nul", b"\x001", b"", b"[" * 40 + b"]" * 40,
    ],
)  # fmt: skip
def test_what_two_readers_could_take_for_two_things_is_no_value(text):
    data = text + b" "
    with pytest.raises(BrokenError):  # noqa: PT012 - either no value, or something left behind it
        parser = Parser(data)
        _value, end = parser.value(0)
        if data[end:].strip():
            raise BrokenError(4, "left over")


def test_a_whole_file_is_read_to_its_last_byte():
    found = scan(good())
    assert sorted(found.objects) == list(range(1, len(found.objects) + 1))
    assert len(found.gaps) == 1
    assert len(pages(found)) >= 2


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_change_to_a_file_makes_the_scanner_fail_in_another_way_than_its_own(data):
    """Cut, doubled or exchanged pieces: a BrokenError or objects, never another exception."""
    original = good()
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, min(len(original), start + 200)))
    piece = data.draw(
        st.binary(max_size=40) | st.sampled_from([b"<<", b">>", b"endobj\n", b"stream\n", b"[", b"(", b"1 0 obj\n"])
    )
    with suppress(BrokenError):
        scan(original[:start] + piece + original[end:])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"\nendobj\n2 0 obj", b"\nendobj\n\n%x\n2 0 obj"),
        (rb"00000 n \n", b"00001 n \n"),
        (rb"65535 f \n", b"65534 f \n"),
        (rb"/Size (\d+)", rb"/Size 9\1"),
        (rb"startxref\n", b"startxref\n0"),
        (rb"endstream\nendobj", b"endstream endobj 1"),
        (rb"/Length \d", b"/Length 9"),
        (rb"2 0 obj", b"2 1 obj"),
    ],
)
def test_a_slip_of_the_structure_is_refused(old, new):
    broken, count = re.subn(old, new, good(), count=1)
    assert count == 1
    with pytest.raises(BrokenError) as refused:
        scan(broken)
    assert refused.value.rule == 4


def test_more_objects_than_the_limit_are_not_read(monkeypatch):
    monkeypatch.setattr(limits, "OBJECTS", 5)
    with pytest.raises(BrokenError, match="too many objects"):
        scan(good())


def test_more_pages_than_the_limit_are_not_walked(monkeypatch):
    found = scan(good())
    monkeypatch.setattr(limits, "PAGES", 1)
    with pytest.raises(BrokenError, match="too many pages"):
        pages(found)


def test_a_page_tree_that_bites_its_tail_is_refused():
    found = scan(good())
    root = found.root["Pages"]
    found.objects[root.number] = {"Type": Name("Pages"), "Kids": [root]}
    with pytest.raises(BrokenError):
        pages(found)


def test_a_stream_inflates_to_its_limit_and_no_further(monkeypatch):
    import zlib

    monkeypatch.setattr(limits, "STREAM", 2000)
    monkeypatch.setattr(limits, "MIB", 1000)
    assert inflate(zlib.compress(b"a" * 2000)) == b"a" * 2000
    with pytest.raises(BrokenError, match="beyond"):
        inflate(zlib.compress(b"a" * 2001))


def test_two_packings_of_the_same_bytes_are_the_same_stream():
    import zlib

    head = {"Filter": Name("FlateDecode")}
    loose, tight = (Stream(head, zlib.compress(b"abc" * 900, level)) for level in (1, 9))
    assert loose.data != tight.data
    assert same_as(loose) == same_as(tight)
    assert object_written(loose) != object_written(tight)
