"""The signature beside a setup: nobody's but the publisher's, and every byte of it counts."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.errors import Refused
from app.domain.versions import order
from app.update_note import FORMAT, LARGEST_SETUP, Which, message, read, seal
from tests.app.update_files import KEYS, SETUP, publisher, update

PRESENT = KEYS[Which.PRESENT]

PRESENT = KEYS[Which.PRESENT]


@pytest.mark.parametrize("which", Which)
def test_what_either_key_of_the_publisher_signed_is_read(which: Which) -> None:
    assert read(seal(update(), KEYS[which]), publisher()) == (update(), which)


@settings(max_examples=300)
@given(st.data())
def test_no_byte_of_the_signature_s_file_is_free(data: st.DataObject) -> None:
    note = bytearray(seal(update(), PRESENT))
    place = data.draw(st.integers(0, len(note) - 1))
    note[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refused):
        read(bytes(note), publisher())


@given(st.binary(max_size=200), st.booleans())
def test_nothing_may_stand_before_or_after_it(more: bytes, before: bool) -> None:
    note = seal(update(), PRESENT)
    if more:
        with pytest.raises(Refused):
            read(more + note if before else note + more, publisher())


@given(st.binary(max_size=5000))
def test_any_other_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused) as error:
        read(content, publisher())
    assert error.value.reason.endswith(("بگیرید.", "بخواهید."))


def as_signed(said: object, key=PRESENT) -> bytes:
    """Whatever it is, under a signature that holds."""
    return canonical.dumps({"said": said, "signature": key.sign(message(said)).hex()})


SAID = update().as_dict()


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 0},
        {"size": -1},
        {"size": True},
        {"size": "2000000"},
        {"size": LARGEST_SETUP + 1},
        {"sha256": "0" * 63},
        {"sha256": "G" * 64},
        {"sha256": None},
        {"version": "0.2"},
        {"version": "0.2.0.1"},
        {"version": "00.2.0"},
        {"version": "0.2.0-rc1"},
        {"version": "۰.۲.۰"},
        {"version": "1۲.0.0"},
        {"version": "../../0.2.0"},
        {"version": 2},
        {"least": "0.2.0"},
        {"least": "0.3.0"},
        {"date": "2026-9-1"},
        {"date": "20260901"},
        {"date": "2026-02-30"},
        {"date": "2025-12-31"},
        {"date": 20260901},
        {"product": "another"},
        {"more": ""},
        {"name": "../DidarSetup.exe"},
    ],
)
def test_even_the_publisher_signs_nothing_odd(changed: dict[str, object]) -> None:
    with pytest.raises(Refused):
        read(as_signed({**SAID, **changed}), publisher())
    assert read(as_signed(SAID), publisher())[0] == update()


@pytest.mark.parametrize("gone", sorted(SAID))
def test_nothing_of_it_may_be_left_out(gone: str) -> None:
    with pytest.raises(Refused):
        read(as_signed({key: value for key, value in SAID.items() if key != gone}), publisher())


def test_other_json_than_the_canonical_is_refused() -> None:
    note = seal(update(), PRESENT)
    value = json.loads(note)
    for other in (
        json.dumps(value).encode(),
        note.replace(b'"size":', b'"size":1,"size":'),
        note.replace(str(len(SETUP)).encode(), f"{len(SETUP)}.0".encode()),
        b"\xef\xbb\xbf" + note,
        note + b"\n",
        b"[" * 4000,
        canonical.dumps({**value, "more": 1}),
        canonical.dumps({**value, "signature": value["signature"].upper()}),
    ):
        with pytest.raises(Refused):
            read(other, publisher())


def test_a_form_of_a_newer_didar_is_called_so() -> None:
    with pytest.raises(Refused, match="نسخهٔ تازه‌تر"):
        read(as_signed({**SAID, "format": "didar-update/2"}), publisher())


def test_a_signature_for_another_use_holds_for_none() -> None:
    """The format's name is signed too: a bulletin or a bare digest never vouches for a setup."""
    said = update().as_dict()
    for signed in (canonical.dumps(said), b"didar-bulletin/1\0" + canonical.dumps(said), FORMAT.encode()):
        note = canonical.dumps({"said": said, "signature": PRESENT.sign(signed).hex()})
        with pytest.raises(Refused):
            read(note, publisher())


@pytest.mark.parametrize(
    ("one", "other"), [("0.1.0", "0.2.0"), ("0.9.9", "0.10.0"), ("1.9.0", "1.10.0"), ("9.9.9", "10.0.0")]
)
def test_versions_are_compared_as_numbers(one: str, other: str) -> None:
    assert order(one) < order(other)
