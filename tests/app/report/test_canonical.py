"""report.json has one form (docs/report-format.md, rules 19 and 20), and its schema says what is in it."""

import json
import unicodedata
from functools import cache

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical as canonical_form
from app.report import canonical, limits
from app.report.broken import BrokenError
from resources import ROOT
from tests.app.report import example

SCHEMA = json.loads((ROOT / "schema" / "didar-report-1.schema.json").read_text("utf-8"))

texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=90).map(
    lambda text: unicodedata.normalize("NFC", canonical._CONTROL.sub("", text))
)
values = st.dictionaries(
    texts,
    st.recursive(
        st.none() | st.booleans() | texts | st.integers(-(2**53) + 1, 2**53 - 1),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=5,
)


@given(values)
def test_equal_values_have_equal_bytes_and_come_back_from_them(value):
    data = canonical.pack(value)
    assert canonical.unpack(data) == value
    assert canonical.pack(dict(reversed(value.items()))) == data


@given(values, st.integers(0, 5))
def test_long_lists_are_written_some_items_at_a_time_and_the_bytes_are_the_same(value, rest):
    long = {**value, "long": [value] * (canonical_form.PART * 2 + rest), "more": list(range(canonical_form.PART))}
    parts = []
    assert canonical_form.by_parts(long, lambda part, data: parts.append((part, data))) == canonical_form.dumps(long)
    assert all(canonical_form.dumps(part) == data for part, data in parts)
    assert max(len(part.get("long", ())) for part, _data in parts) == canonical_form.PART


def test_what_would_not_come_back_from_its_bytes_is_not_packed():
    for value in ({"a": (1, 2)}, {"a": 1.5}, {"a": 2**53}, {"a": "\ud800"}, {"a": "\u202e"}, {"a": float("nan")}):
        with pytest.raises((BrokenError, ValueError)):
            canonical.pack(value)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\xef\xbb\xbf{}", 19), (b'{"a":"\xff"}', 19), (b'{"a":"\\ud800"}', 19), (b'{"a":"\\u0000"}', 20),
        (b"{}\x00", 19),
        (b'{"a":"\x01"}', 19), (b'{"a":1,"a":2}', 19), (b'{"a":1.0}', 19), (b'{"a":1e400}', 19), (b'{"a":NaN}', 19),
        (b'{"a":Infinity}', 19), (b'{"a":9007199254740992}', 19), (b'{"a":' + b"9" * 5000 + b"}", 19), (b"[]", 19),
        (b"1", 19),
        (b"", 19), (b"{", 19), (b"{}{}", 19), (b"[" * 200_000, 19), (b'{"a":' * 13 + b"1" + b"}" * 13, 19),
        (b'{ "a":1}', 20), (b'{"b":1,"a":2}', 20), (b'{"a":"\\u0041"}', 20), (b'{"a":-0}', 20), (b'{"a":"\\n"}', 20),
        ('{"a":"x\u202ey"}'.encode(), 20), ('{"a":"x\u200fy"}'.encode(), 20), ('{"\u2066":1}'.encode(), 20),
        ('{"a":"ا\u0653"}'.encode(), 20), (b"{}\n", 20),
    ],
)  # fmt: skip
def test_any_other_form_is_refused_with_its_rule(data, rule):
    with pytest.raises(BrokenError) as refused:
        canonical.unpack(data)
    assert refused.value.rule == rule


def test_brackets_in_words_are_words():
    assert canonical.unpack(b'{"a":"[[[[[[[[[[[[[[[[{{{\\"[[["}')


def test_lists_strings_and_sizes_have_their_limits(monkeypatch):
    for name, limit, value in (("JSON_ARRAY", 3, [1, 2, 3, 4]), ("JSON_STRING", 70, "ب" * 71)):
        with monkeypatch.context() as patch:
            patch.setattr(limits, name, limit)
            with pytest.raises(BrokenError):
                canonical.pack({"a": value})
    monkeypatch.setattr(limits, "JSON", 10)
    with pytest.raises(BrokenError):
        canonical.unpack(b'{"a":"bcdef"}')


def test_half_spaces_belong_to_words():
    assert canonical.unpack(canonical.pack({"a": "می‌رود"})) == {"a": "می‌رود"}


# the schema


@cache
def compiled():
    import fastjsonschema

    return fastjsonschema.compile(SCHEMA)


def reports():
    amendment = {"number": 1, "reason": "غلط نوشتاری", "replaces": "0" * 64}
    return [example.report(), example.report(0 + 1, draft=True), example.report(5, amendment=amendment, demo=True)]


@pytest.mark.parametrize("report", reports())
def test_reports_pass_the_schema_in_two_programs(report):
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.Draft7Validator(SCHEMA).validate(report)
    compiled()(report)


def objects(schema):
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


ADDED = [{"amendments"}, {"climbed_on", "decided_on", "reopened", "stood"}, {"response"}]
"""Keys of meetings, issues and the report itself that came later: there only where they say something, so that reports
without them stay as they were.
"""


def test_no_object_of_the_schema_takes_a_key_that_it_does_not_name_nor_goes_without_one():
    found = list(objects(SCHEMA))
    assert len(found) > 10
    for one in found:
        assert one["additionalProperties"] is False
        assert set(one["required"]) <= set(one["properties"])
    optional = [set(one["properties"]) - set(one["required"]) for one in found]
    assert sorted(map(sorted, filter(None, optional))) == sorted(map(sorted, ADDED))


def strings(schema):
    if isinstance(schema, dict):
        if "string" in (schema.get("type") or ()):
            yield schema
        for inner in schema.values():
            yield from strings(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from strings(inner)


def test_every_string_of_the_schema_is_bounded():
    for one in strings(SCHEMA):
        assert {"enum", "const", "pattern", "maxLength"} & one.keys(), one


def test_the_codes_of_the_schema_are_those_of_the_contracts():
    from app.domain import codes

    issue, meeting, agency = (SCHEMA["definitions"][name]["properties"] for name in ("issue", "meeting", "agency"))
    for written, code in (
        (issue["type"], codes.IssueType),
        (issue["status"], codes.Status),
        (issue["notified_by"], codes.Way),
        (meeting["state"], codes.MeetingState),
        (agency["kind"], codes.AgencyKind),
    ):
        assert [value for value in written["enum"] if value] == [str(member) for member in code]


@pytest.mark.parametrize("key", ["meetings", "visits", "totals", "agency", "quarter", "audit"])
def test_a_key_that_is_missing_or_too_many_is_refused_by_both(key):
    report = example.report(3)
    where = report[key][0] if isinstance(report[key], list) else report[key]
    for change in (lambda: where.update(more=1), lambda: where.pop(next(iter(where)))):
        change()
        assert not jsonschema.Draft7Validator(SCHEMA).is_valid(report)
        with pytest.raises(ValueError, match="data"):
            compiled()(report)
        where.pop("more", None)
