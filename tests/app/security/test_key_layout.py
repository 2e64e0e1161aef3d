import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.security import kdf
from app.security.key_layout import parse
from app.security.keys import KeyFile
from tests.app.security.test_key_file import KEPT

KEPT_FILE = (KEPT / "keys-1.json").read_bytes()

DAMAGED, NEWER, TOO_MUCH = "خراب", "نسخهٔ تازه‌تر", "دستکاری"


def users(file):
    return [slot for slot in file["slots"] if slot["kind"] == "passphrase"]


def recovery(file):
    return next(slot for slot in file["slots"] if slot["kind"] == "recovery")


def set_(path, value):
    """An edit that sets what lies at `path`, as "slots.0.kdf.m"."""

    def edit(file):
        *parents, last = path.split(".")
        for key in parents:
            file = file[int(key)] if key.isdigit() else file[key]
        file[last] = value

    return pytest.param(edit, id=f"{path}={str(value)[:20]}")


def drop(path):
    def edit(file):
        *parents, last = path.split(".")
        for key in parents:
            file = file[int(key)] if key.isdigit() else file[key]
        del file[last]

    return pytest.param(edit, id=f"no {path}")


def read(edit):
    file = json.loads(KEPT_FILE)
    edit(file)
    return parse(json.dumps(file).encode())


@pytest.mark.parametrize(
    "edit",
    [
        set_("format", "didar-keys/2"),
        set_("norm", 2),
        drop("norm"),
        set_("more", 1),
        set_("slots.0.more", 1),
        set_("slots.0.kind", "escrow"),
        set_("slots.0.kind", []),
        set_("slots.0.kdf.more", 1),
        set_("slots.0.kdf.name", "argon2i"),
        set_("slots.0.kdf.v", 16),
        set_("slots.1.kdf.name", "hkdf-sha512"),
        set_("slots.1.login", "zahra"),
    ],
)
def test_what_is_not_known_was_made_by_a_newer_didar(edit):
    with pytest.raises(Refused, match=NEWER):
        read(edit)


@pytest.mark.parametrize(
    "edit",
    [
        set_("slots.0.kdf.m", 32 * 1024 - 1),
        set_("slots.0.kdf.m", 2**31),
        set_("slots.0.kdf.t", 1),
        set_("slots.0.kdf.t", 21),
        set_("slots.0.kdf.p", 9),
    ],
)
def test_a_cost_out_of_bounds_is_refused_before_any_memory_is_taken(edit, monkeypatch):
    monkeypatch.setattr(kdf, "Argon2id", None)
    with pytest.raises(Refused, match=TOO_MUCH):
        read(edit)


@pytest.mark.parametrize(
    "edit",
    [
        *(drop(key) for key in ("format", "store", "generation", "agency", "slots", "mac")),
        *(drop(f"slots.0.{key}") for key in ("id", "login", "kdf", "nonce", "box", "kdf.m", "kdf.salt")),
        set_("store", "00" * 15),
        set_("store", "AB" * 16),
        set_("store", "no hex"),
        set_("store", 7),
        set_("generation", 0),
        set_("generation", 2**53),
        set_("generation", True),
        set_("generation", "1"),
        set_("slots.0.kdf.t", 2.0),
        set_("slots.0.kdf.m", 0),
        set_("agency", ""),
        set_("agency", "x" * 201),
        set_("agency", None),
        set_("agency", "\u202eشهرداری"),
        set_("agency", "شهر\0داری"),
        set_("agency", "\ud800"),
        set_("slots", {}),
        set_("slots", []),
        set_("slots.0.kdf", 1),
        set_("slots.0.login", "two\nlines"),
        set_("slots.0.box", "A" * 8192),
        set_("slots.0.box", "not base64"),
        set_("slots.0.box", 7),
        set_("slots.0.nonce", "AAAA"),
        set_("slots.0.kdf.salt", "AAAA"),
        set_("mac", "AAAA"),
        pytest.param(lambda file: file.update(slots=[1]), id="a slot that is none"),
        pytest.param(lambda file: file.update(slots=file["slots"] * 22), id="66 slots"),
        pytest.param(lambda file: file["slots"].append(recovery(file)), id="a slot twice"),
        pytest.param(lambda file: file["slots"].append(users(file)[0] | {"id": "00" * 16}), id="a login twice"),
    ],
)
def test_what_is_not_as_it_is_written_is_damaged(edit):
    with pytest.raises(Refused, match=DAMAGED):
        read(edit)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"null",
        b"[1]",
        b"{}",
        b"[" * 60_000,
        KEPT_FILE + b"}",
        KEPT_FILE.replace(b'"norm": 1', b'"norm": 1, "norm": 1'),
    ],
)
def test_what_is_no_such_json_is_damaged(data):
    with pytest.raises(Refused, match=DAMAGED):
        parse(data)


def test_more_than_64_kib_are_not_read(tmp_path):
    (tmp_path / "keys.json").write_bytes(KEPT_FILE + b" " * 64 * 1024)
    with pytest.raises(Refused):
        KeyFile.read(tmp_path)


def test_what_is_read_is_written_the_same():
    assert KeyFile.of(KEPT_FILE).as_bytes() == KEPT_FILE


@given(st.integers(0, len(KEPT_FILE) - 1), st.integers(0, 255))
def test_whatever_byte_is_changed_it_is_refused_or_another_file(place, byte):
    data = bytearray(KEPT_FILE)
    data[place] = byte
    try:
        read_again = KeyFile.of(bytes(data))
    except Refused:
        return
    white_space = b" \n\r\t"
    assert read_again != KeyFile.of(KEPT_FILE) or bytes(data) == KEPT_FILE or byte in white_space
