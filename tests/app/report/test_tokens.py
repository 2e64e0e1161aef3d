"""Signing with a token: what is told before the PIN, what it signs, and each thing that may be wrong with it."""

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused, Unavailable
from app.report import canonical, cms, sign, tokens
from app.report.tokens import Pin, TokenSigner
from tests.app.report import hostile
from tests.app.report.hostile import MADE_AT, report
from tests.app.report.softhsm import LIBRARY, PIN, SoftHsm, person, plugged_in

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def hsm(tmp_path, monkeypatch) -> SoftHsm:
    if LIBRARY is None:
        pytest.skip("softhsm2 IS MISSING: no token was asked for a signature")
    made = plugged_in(tmp_path / "hsm", monkeypatch)
    made.token()
    return made


@pytest.fixture
def head(hsm) -> SoftHsm:
    """A token with a P-256 key and its certificate."""
    hsm.hold(person(hostile.key(2)), hostile.key(2))
    return hsm


def signer(hsm, pin=PIN, **given) -> TokenSigner:
    return TokenSigner(hsm.library, "didar", pin, **given)


def refused(act, kind=Refused):
    with pytest.raises(kind) as error:
        act()
    return error.value


# before the PIN


def test_the_token_and_its_owner_are_told_before_any_pin(head):
    (token,) = tokens.tokens(head.library)
    assert (token.label, token.pin) == ("didar", Pin.READY)
    assert token.serial
    (owner,) = token.owners
    assert owner.name == "عدنان غزی"
    assert owner.valid_until > MADE_AT
    assert owner.fingerprint == signer(head, "").described()["fingerprint"]


def test_a_token_plugged_in_later_is_seen(head):
    assert len(tokens.tokens(head.library)) == 1
    head.token("دومی")
    assert {token.label for token in tokens.tokens(head.library)} == {"didar", "دومی"}


def test_no_token_at_all_is_an_empty_list(tmp_path, monkeypatch, hsm):
    empty = plugged_in(tmp_path / "empty", monkeypatch)
    assert tokens.tokens(empty.library) == ()


def test_issuers_come_from_the_token_and_are_no_owners(hsm):
    root = hostile.certificate(hostile.name("ریشه"), private=hostile.key(3), ca=True)
    own = person(hostile.key(2), issuer=root, issuer_key=hostile.key(3))
    hsm.hold(own, hostile.key(2))
    hsm.hold(root, key_id=b"\7", named="ca")
    assert signer(hsm).chain == (own, root)
    assert len(tokens.tokens(hsm.library)[0].owners) == 1


def test_of_two_owners_the_one_made_for_signatures_comes_first_and_the_other_can_be_asked_for(hsm):
    hsm.hold(person(hostile.key(4), key_usage=hostile.usage(signs=False)), hostile.key(4), key_id=b"\4", named="login")
    hsm.hold(person(hostile.key(2)), hostile.key(2))
    (token,) = tokens.tokens(hsm.library)
    first, second = token.owners
    assert signer(hsm).described()["fingerprint"] == first.fingerprint
    chosen = signer(hsm, fingerprint=second.fingerprint)
    assert "not meant for signing" in refused(lambda: chosen.check(MADE_AT)).reason


# signing


@pytest.mark.parametrize("key", [hostile.key(2), ec.derive_private_key(10**40, ec.SECP384R1()), hostile.rsa_key(3072)])
def test_a_report_signed_by_a_token_verifies(hsm, key):
    hsm.hold(person(key), key)
    made = signer(hsm)
    made.check(MADE_AT)
    said = report(made)
    assert said["signer"]["kind"] == "pkcs11"
    data = sign.seal(hostile.pages.draw(said), canonical.pack(said), made, MADE_AT)
    assert hostile.judged(data, made).ok


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig IS MISSING")
def test_pdfsig_finds_a_tokens_signature_valid(head, tmp_path):
    made = signer(head)
    said = report(made)
    (tmp_path / "a.pdf").write_bytes(sign.seal(hostile.pages.draw(said), canonical.pack(said), made, MADE_AT))
    told = subprocess.run(
        ["pdfsig", "-nocert", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told


def test_a_token_gives_the_smaller_s_always(head):
    for number in range(20):
        _r, s = utils.decode_dss_signature(signer(head).sign(b"%d" % number))
        assert s <= cms.ORDERS["secp256r1"] // 2


def test_nobody_stays_signed_in(head):
    """Else the next PIN would not be looked at."""
    made = signer(head)
    made.check(MADE_AT)
    made.sign(b"x")
    assert "PIN is not right" in refused(lambda: signer(head, "9999").check(MADE_AT)).reason
    assert signer(head).sign(b"y")


@pytest.mark.parametrize("pin", ["1234", "۱۲۳۴", "١٢٣٤", "1234\n", "۱۲۳۴\r\n"])
def test_a_pin_is_taken_as_it_is_typed(head, pin):
    signer(head, pin).check(MADE_AT)


def test_the_pin_shows_nowhere_and_goes_after_signing(head):
    made = signer(head, "1234")
    assert "1234" not in repr(made)
    made.sign(b"x")
    assert "1234" not in str(vars(made))
    assert "Type the token's PIN" in refused(lambda: made.sign(b"y")).reason


def test_a_wrong_pin_is_in_no_message(head):
    error = refused(lambda: signer(head, "87654321").check(MADE_AT))
    assert "87654321" not in f"{error!r}{error.__cause__!r}"
    assert error.__suppress_context__


# what may be wrong


def test_a_library_that_is_not_there(tmp_path):
    error = refused(lambda: tokens.tokens(tmp_path / "libtoken.so"), Unavailable)
    assert ("is not there" in error.reason, error.field) == (True, "pkcs11")


def test_a_file_or_a_library_of_another_kind(tmp_path):
    import _ctypes

    (tmp_path / "libtoken.so").write_text("no library")
    for path in (tmp_path / "libtoken.so", Path(_ctypes.__file__)):
        error = refused(lambda path=path: tokens.tokens(path))
        assert ("no token library" in error.reason, error.field) == (True, "pkcs11")


@pytest.mark.parametrize(
    "path", ["//server/share/x.so", r"\\server\share\x.dll", r"/\server\share\x.dll", r"\\?\UNC\server\share\x.dll"]
)
def test_a_library_on_another_machine_is_neither_asked_for_nor_loaded(path, monkeypatch):
    asked = []
    monkeypatch.setattr(tokens.Path, "resolve", lambda path, **_strict: asked.append(path))
    assert "on this PC itself" in refused(lambda: tokens.tokens(path)).reason
    assert asked == []


def test_a_library_that_a_drive_letter_or_a_link_has_from_another_machine_is_not_loaded(tmp_path, monkeypatch):
    there = tmp_path / "x.so"
    there.touch()
    monkeypatch.setattr(tokens.Path, "resolve", lambda _path, **_strict: Path("//server/share/x.so"))
    monkeypatch.setattr(tokens.Path, "is_file", lambda _path: True)
    assert "on this PC itself" in refused(lambda: tokens.tokens(there)).reason


def test_a_token_that_is_not_there(head):
    error = refused(lambda: TokenSigner(head.library, "دیگری", PIN), Unavailable)
    assert ("The token دیگری is not there" in error.reason, error.field) == (True, "token")


def test_a_token_that_is_pulled_before_the_signature(head, tmp_path, monkeypatch):
    made = signer(head)
    made.check(MADE_AT)
    plugged_in(tmp_path / "empty", monkeypatch)
    assert refused(lambda: made.sign(b"x"), Unavailable).field == "token"


def test_two_tokens_of_one_label(head):
    head.token()
    assert "Two tokens" in refused(lambda: signer(head)).reason
    serial = next(token.serial for token in tokens.tokens(head.library) if token.owners)
    assert signer(head, serial=serial).chain


def test_a_wrong_pin_and_how_many_are_left(head):
    error = refused(lambda: signer(head, "9999").check(MADE_AT))
    assert ("The PIN is not right" in error.reason, error.field) == (True, "pin")
    assert tokens.tokens(head.library)[0].pin is Pin.LOW
    signer(head).check(MADE_AT)
    assert tokens.tokens(head.library)[0].pin is Pin.READY


@pytest.mark.parametrize("pin", ["", "\n", "1", "1" * 300, "abc\0d"])
def test_a_pin_that_is_none(head, pin):
    assert refused(lambda: signer(head, pin).check(MADE_AT)).field == "pin"


def test_a_certificate_without_its_key(hsm):
    hsm.hold(person(hostile.key(2)))
    error = refused(lambda: signer(hsm).check(MADE_AT))
    assert ("private key of this certificate is not on the token" in error.reason, error.field) == (True, "token")


def test_a_key_without_its_certificate(hsm):
    hsm.hold(None, hostile.key(2))
    error = refused(lambda: signer(hsm))
    assert ("no certificate on the token" in error.reason, error.field) == (True, "token")


def test_a_key_of_another_certificate(hsm):
    hsm.hold(person(hostile.key(2)), hostile.key(4))
    made = signer(hsm)
    said = report(made)
    error = refused(lambda: sign.seal(hostile.pages.draw(said), canonical.pack(said), made, MADE_AT))
    assert "does not belong" in error.reason


def test_an_expired_or_wrong_certificate_is_said_before_the_pin_is_tried(hsm):
    hsm.hold(person(hostile.key(2), days=30), hostile.key(2))
    assert "has expired" in refused(lambda: signer(hsm, "9999").check(MADE_AT)).reason
    assert tokens.tokens(hsm.library)[0].pin is Pin.READY


def test_a_certificate_for_another_use(hsm):
    hsm.hold(person(hostile.key(2), key_usage=hostile.usage(signs=False)), hostile.key(2))
    assert "not meant for signing" in refused(lambda: signer(hsm).check(MADE_AT)).reason


# what software tokens never do


class FakeLibrary:
    """A token of one owner; `flags` and what happens at its doors are the test's."""

    def __init__(self, key, *, flags=0x40D, opening=None, mechanisms=(), signing=None, label="didar"):
        import pkcs11

        self.key, self.opening, self.signing = key, opening, signing
        self.mechanisms = {getattr(pkcs11.Mechanism, name) for name in mechanisms}
        self.token = SimpleNamespace(label=label, serial=b"42", flags=flags, open=self.open)
        self.slot = SimpleNamespace(get_token=lambda: self.token, get_mechanisms=lambda: self.mechanisms)
        self.token.slot = self.slot
        self.asked = []

    def get_slots(self, *, token_present):
        assert token_present
        return [self.slot]

    def open(self, user_pin=None):
        if user_pin is not None and self.opening:
            raise self.opening
        return FakeSession(self)


class FakeSession:
    def __init__(self, lib):
        self.lib, self.token = lib, lib.token

    def __enter__(self):
        return self

    def __exit__(self, *given):
        pass

    def get_objects(self, wanted):
        import pkcs11

        if wanted[pkcs11.Attribute.CLASS] == pkcs11.ObjectClass.CERTIFICATE:
            return [
                {
                    pkcs11.Attribute.VALUE: cms.der(person(self.lib.key)),
                    **dict.fromkeys((pkcs11.Attribute.ID, pkcs11.Attribute.LABEL, pkcs11.Attribute.CERTIFICATE_TYPE)),
                }
            ]
        return [FakeKey(self.lib)]


class FakeKey:
    def __init__(self, lib):
        self.lib = lib

    def __getitem__(self, attribute):
        return True

    def sign(self, content, **given):
        self.lib.asked.append((given["mechanism"].name, given.get("pin")))
        if self.lib.signing:
            raise self.lib.signing
        from cryptography.hazmat.primitives import hashes

        ways = {"ECDSA_SHA256": hashes.SHA256(), "ECDSA": utils.Prehashed(hashes.SHA256())}
        r, s = utils.decode_dss_signature(self.lib.key.sign(content, ec.ECDSA(ways[given["mechanism"].name])))
        return r.to_bytes(32) + s.to_bytes(32)


@pytest.fixture
def fake(monkeypatch, tmp_path):
    def plugged(**given):
        made = FakeLibrary(hostile.key(2), **{"mechanisms": ("ECDSA",), **given})
        monkeypatch.setattr(tokens, "_loaded", lambda _path: made)
        made.library = str(tmp_path / "lib.so")
        Path(made.library).touch()
        return made

    return plugged


def exceptions():
    from pkcs11 import exceptions

    return exceptions


def test_a_locked_pin_is_said_and_not_tried(fake):
    made = fake(flags=0x4040D, opening=AssertionError("tried"))
    error = refused(lambda: signer(made).check(MADE_AT))
    assert ("PIN is locked" in error.reason, error.field) == (True, "pin")
    assert tokens.tokens(made.library)[0].pin is Pin.LOCKED


def test_a_pin_that_locks_itself_at_this_try(fake):
    for opening in (exceptions().PinLocked(), exceptions().PinIncorrect()):
        made = fake(opening=opening)
        wrong = signer(made)
        made.token.flags |= 0x40000 if isinstance(opening, exceptions().PinIncorrect) else 0
        assert "PIN is locked" in refused(lambda wrong=wrong: wrong.check(MADE_AT)).reason


def test_the_last_try_is_told_before_and_after(fake):
    made = fake(flags=0x2040D, opening=exceptions().PinIncorrect())
    assert tokens.tokens(made.library)[0].pin is Pin.FINAL
    assert "One more wrong one locks" in refused(lambda: signer(made).check(MADE_AT)).reason


def test_a_token_without_a_pin(fake):
    assert "no PIN yet" in refused(lambda: signer(fake(flags=0x405)).check(MADE_AT)).reason


@pytest.mark.parametrize(
    ("name", "kind", "words", "field"),
    [
        ("UserAlreadyLoggedIn", Unavailable, "in use by another program", "token"),
        ("AnotherUserAlreadyLoggedIn", Unavailable, "in use by another program", "token"),
        ("DeviceRemoved", Unavailable, "was pulled out", "token"),
        ("PinExpired", Refused, "wants a new PIN", "pin"),
        ("GeneralError", Unavailable, "GeneralError", "token"),
    ],
)
def test_each_answer_of_a_token_has_its_own_sentence(fake, name, kind, words, field):
    made = fake(opening=getattr(exceptions(), name)())
    error = refused(lambda: signer(made).check(MADE_AT), kind)
    assert words in error.reason
    assert error.field == field


def test_the_raw_mechanism_is_taken_where_the_other_is_missing_or_only_announced(fake):
    made = fake(mechanisms=("ECDSA",))
    assert cms.holds(person(made.key), signer(made).sign(b"x"), b"x", pss=False)
    made = fake(mechanisms=("ECDSA", "ECDSA_SHA256"))
    assert cms.holds(person(made.key), signer(made).sign(b"x"), b"x", pss=False)
    assert made.asked[-1][0] == "ECDSA_SHA256"
    made = fake(mechanisms=("ECDSA", "ECDSA_SHA256"), signing=exceptions().MechanismInvalid())
    assert "kind that reports have" in refused(lambda: signer(made).sign(b"x")).reason
    assert [name for name, _pin in made.asked] == ["ECDSA_SHA256", "ECDSA"]


def test_a_token_that_knows_no_mechanism_of_ours(fake):
    error = refused(lambda: signer(fake(mechanisms=("SHA_1",))).sign(b"x"))
    assert ("kind that reports have" in error.reason, error.field) == (True, "token")


def test_a_card_that_wants_its_pin_at_each_signature_gets_it(fake):
    made = fake()
    signer(made).sign(b"x")
    assert made.asked == [("ECDSA", "1234")]


@given(st.integers(1, cms.ORDERS["secp256r1"] - 1), st.integers(1, cms.ORDERS["secp256r1"] - 1))
def test_r_and_s_of_any_length_become_der(r, s):
    value = tokens._der(r.to_bytes(32) + s.to_bytes(32), hostile.key().public_key())
    assert utils.decode_dss_signature(value) == (r, min(s, cms.ORDERS["secp256r1"] - s))
