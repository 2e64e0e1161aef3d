"""The office's own units and phrases: their order is the digit, and what was put away is only offered no more."""

import pytest

from app import agency, words
from app.domain.errors import Refused
from app.words import Words


def texts(office, which=Words.PHRASES):
    return [entry.text for entry in words.entries(office, which)]


@pytest.fixture(params=Words)
def which(request):
    return request.param


def test_new_words_stand_at_the_end_and_the_ruling_strip_has_them(office, which):
    before = texts(office, which)
    words.add(office, which, "  به کميسيون ارجاع شود ")
    assert texts(office, which) == [*before, "به کمیسیون ارجاع شود"]
    assert getattr(agency.word_lists(office), which) == texts(office, which)


def test_the_same_words_in_another_spelling_are_there_already(office, which):
    words.add(office, which, "پیگیری می‌شود")
    with pytest.raises(Refused) as refused:
        words.add(office, which, "پيگيري مي شود")
    assert refused.value.field == "text"


@pytest.mark.parametrize("text", ["", "   ", "ا" * 201, "a\x00b"])
def test_words_that_cannot_stand_beside_a_digit_are_refused(office, which, text):
    with pytest.raises(Refused) as refused:
        words.add(office, which, text)
    assert refused.value.field == "text"


def test_another_place_is_another_digit(office, which):
    for text in ("یک", "دو", "سه"):
        words.add(office, which, text)
    entries = words.entries(office, which)
    last = entries[-1]
    words.move(office, which, last.id, 1)
    assert texts(office, which) == ["سه", *(entry.text for entry in entries[:-1])]
    words.move(office, which, last.id, 99)
    assert texts(office, which)[-1] == "سه"
    assert [entry.place for entry in words.entries(office, which)] == list(range(1, len(entries) + 1))


def test_other_words_keep_the_place(office, which):
    words.add(office, which, "یک")
    words.add(office, which, "دو")
    entry = next(entry for entry in words.entries(office, which) if entry.text == "یک")
    words.change(office, which, entry.id, "یکم")
    assert words.entries(office, which)[entry.place - 1].text == "یکم"
    with pytest.raises(Refused):
        words.change(office, which, entry.id, "دو")


def test_what_was_put_away_comes_back_to_its_place_or_to_the_end(office, which):
    for text in ("یک", "دو", "سه"):
        words.add(office, which, text)
    before = texts(office, which)
    entry = next(entry for entry in words.entries(office, which) if entry.text == "دو")
    words.put_away(office, which, entry.id)
    assert "دو" not in texts(office, which)
    words.bring_back(office, which, entry.id, entry.place)
    assert texts(office, which) == before
    words.put_away(office, which, entry.id)
    words.add(office, which, "دو")
    assert texts(office, which)[-1] == "دو"
    assert len(texts(office, which)) == len(before)


def test_an_entry_that_is_not_there_says_so(office, which):
    with pytest.raises(Refused):
        words.put_away(office, which, 999_999)
