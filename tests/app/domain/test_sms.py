"""A text's parts are what the operator bills; nothing of it is lost or cut in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import sms
from app.domain.errors import Refused
from app.domain.sms import Size

TEXTS = st.text(st.sampled_from("سلام‌ aZ0\n€[😀🎉é") | st.characters(exclude_categories=("Cs",)), max_size=400)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", Size(0, 1, 160)),
        ("hello", Size(5, 1, 155)),
        ("a" * 160, Size(160, 1, 0)),
        ("a" * 161, Size(161, 2, 145)),
        ("€" * 80, Size(160, 1, 0)),
        ("€" * 81, Size(162, 2, 143)),  # 76 in the first: the 77th would begin in it and end in the next
        ("س" * 70, Size(70, 1, 0)),
        ("س" * 71, Size(71, 2, 63)),
        ("س" * 134, Size(134, 2, 0)),
        ("س" * 135, Size(135, 3, 66)),
        ("می‌شود", Size(6, 1, 64)),  # the half-space is one letter
        ("😀", Size(2, 1, 68)),
        ("س" * 69 + "😀", Size(71, 2, 63)),
        ("س" * 66 + "😀" + "س" * 66, Size(134, 3, 66)),  # the pair goes whole into the second, and 134 need a third
        ("hello «", Size(7, 1, 63)),  # one letter that GSM-7 lacks makes it all UCS-2
    ],
)
def test_letters_and_parts_are_counted_as_the_operator_counts_them(text, size):
    assert sms.measure(text) == size


@given(TEXTS)
def test_the_parts_are_the_text_and_each_fits(text):
    parts, size = sms.split(text), sms.measure(text)
    assert "".join(parts) == text
    assert len(parts) == size.parts
    units = [len(part.encode("utf-16-be")) // 2 for part in parts]  # a surrogate cut in two would not encode
    if not sms.is_gsm(text):
        assert sum(units) == size.letters
        assert max(units) <= (70 if len(parts) == 1 else 67)


@given(TEXTS)
def test_no_part_more_than_needed(text):
    size = sms.measure(text)
    alone, each = (160, 153) if sms.is_gsm(text) else (70, 67)
    least = 1 if size.letters <= alone else -(-size.letters // each)
    assert least <= size.parts <= least + least // 50 + 1  # a double letter that does not fit goes whole to the next


def test_a_template_is_filled_and_what_is_filled_in_keeps_its_own_braces():
    assert sms.fill("{name} گرامی، {code}", {"name": "{code}", "code": "۱"}) == "{code} گرامی، ۱"


@pytest.mark.parametrize("template", ["{نام}", "{}", "{name} {cod}"])
def test_a_place_that_nothing_fills_is_refused(template):
    with pytest.raises(Refused) as refused:
        sms.check_template(template, frozenset({"name", "code"}), "resolved")
    assert refused.value.field == "resolved"


@pytest.mark.parametrize("template", ["{name", "name}", "{{name}}", "{na\nme}"])
def test_an_open_brace_is_refused(template):
    with pytest.raises(Refused):
        sms.check_template(template, frozenset({"name"}), "resolved")
