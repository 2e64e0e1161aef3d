"""A report for its receiver only: OpenSSL opens what we close, we open what OpenSSL closes, and nobody else does."""

import shutil
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.report import certificates, envelope, receivers
from tests.app.report import envelopes, hostile

CONTENT = "گزارش\r\n\0".encode() * 500


pytestmark = pytest.mark.usefixtures("english")


needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


def openssl(*arguments):
    return subprocess.run(["openssl", "cms", *map(str, arguments)], capture_output=True, check=False)


def rsa_and_curves():
    yield envelopes.key(), envelopes.certificate()
    yield envelopes.on_a_curve()
    yield envelopes.on_a_curve(ec.SECP384R1())


@pytest.mark.parametrize("which", [0, 1, 2], ids=["RSA", "P-256", "P-384"])
def test_the_receiver_opens_it_and_nobody_else(which):
    key, certificate = list(rsa_and_curves())[which]
    sealed = envelope.seal(CONTENT, [certificate])
    assert envelope.open(sealed, key) == CONTENT
    assert CONTENT[:40] not in sealed
    for other in (
        hostile.rsa_key(2048),
        ec.derive_private_key(99, ec.SECP256R1()),
        ec.derive_private_key(98, ec.SECP384R1()),
    ):
        with pytest.raises(Refused, match="another receiver"):
            envelope.open(sealed, other)


def test_each_of_two_receivers_opens_it():
    own, certificate = envelopes.on_a_curve()
    sealed = envelope.seal(CONTENT, [envelopes.certificate(), certificate])
    assert envelope.open(sealed, envelopes.key()) == envelope.open(sealed, own) == CONTENT


def test_no_two_envelopes_of_one_content_are_alike():
    first, second = (envelope.seal(CONTENT, [envelopes.certificate()]) for _time in range(2))
    assert first[-60:] != second[-60:]
    assert len(first) < len(CONTENT) + 800


@needs_openssl
@pytest.mark.parametrize("which", [0, 1, 2], ids=["RSA", "P-256", "P-384"])
def test_openssl_opens_it_byte_for_byte(which, tmp_path):
    key, certificate = list(rsa_and_curves())[which]
    (tmp_path / "report.p7m").write_bytes(envelope.seal(CONTENT, [certificate]))
    path = envelopes.written(tmp_path, key)
    out = tmp_path / "report.pdf"
    done = openssl("-decrypt", "-inform", "DER", "-in", tmp_path / "report.p7m", "-inkey", path, "-out", out)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == CONTENT


@needs_openssl
@pytest.mark.parametrize(
    ("which", "cipher", "options"),
    [
        (0, "-aes-256-gcm", ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"]),
        (0, "-aes-256-cbc", []),
        (0, "-aes-128-cbc", ["-keyopt", "rsa_padding_mode:oaep"]),
        (1, "-aes-256-gcm", ["-keyopt", "ecdh_kdf_md:sha256"]),
    ],
    ids=["GCM, OAEP", "CBC, PKCS#1", "CBC, OAEP with SHA-1", "GCM, ECDH"],
)
def test_what_openssl_closed_is_opened(which, cipher, options, tmp_path):
    key, certificate = list(rsa_and_curves())[which]
    (tmp_path / "plain").write_bytes(CONTENT)
    (tmp_path / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    wrap = ["-aes256-wrap"] if which else []
    out = tmp_path / "out.p7m"
    done = openssl(
        *("-encrypt", "-binary", "-outform", "DER", cipher, *wrap, "-in", tmp_path / "plain", "-out", out),
        *("-recip", tmp_path / "cert.pem", *options),
    )
    assert done.returncode == 0, done.stderr
    assert envelope.open(out.read_bytes(), key) == CONTENT


@given(st.data())
@settings(max_examples=60)
def test_whatever_byte_is_changed_no_other_content_is_let_out(data):
    sealed = bytearray(SEALED)
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    try:
        opened = envelope.open(bytes(sealed), envelopes.key())
    except Refused:
        return
    assert opened == CONTENT  # whose name stands on it is in no digest: the one thing that may be another


SEALED = envelope.seal(CONTENT, [envelopes.certificate()])


@pytest.mark.parametrize(
    "nothing", [b"", b"0", b"\x30\x80", b"%PDF-1.7", SEALED[:-1], SEALED + b"0", b"\x30" * 100_000]
)
def test_what_is_no_envelope_is_said_to_be_none(nothing):
    with pytest.raises(Refused, match="no encrypted file"):
        envelope.open(nothing, envelopes.key())


# whom to encrypt to


def test_a_receivers_certificate_is_looked_at_before_anything_is_encrypted():
    for good in (envelopes.certificate(), envelopes.on_a_curve()[1], envelopes.without_usage()):
        receivers.check(good, hostile.NOW)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (envelopes.EXPIRED, "not in force"),
        ({"begin": hostile.NOW.replace(year=2030)}, "not in force"),
        ({"private": hostile.rsa_key(2048)}, "3072"),
        ({"private": ec.derive_private_key(5, ec.SECP521R1()), "key_usage": envelopes.FOR_AGREEMENT}, "P-256"),
        ({"key_usage": hostile.usage()}, "not meant for encryption"),
    ],
)
def test_a_certificate_that_will_not_do_is_refused_with_the_reason(given, words):
    with pytest.raises(Refused, match=words):
        receivers.check(envelopes.certificate(**given), hostile.NOW)


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN nothing", b"0" * 200])
def test_a_file_without_a_certificate_is_refused(pem):
    with pytest.raises(Refused, match="holds no certificate"):
        receivers.load(pem)


def test_two_certificates_are_not_one():
    one = envelopes.certificate().public_bytes(Encoding.PEM)
    with pytest.raises(Refused, match="more than one"):
        receivers.load(one + one)
    assert certificates.fingerprint(receivers.load(one)) == receivers.described(envelopes.certificate())[1]


# the receiver's key


def test_a_key_opens_with_its_passphrase_in_whatever_digits(tmp_path):
    path = envelopes.written(tmp_path, passphrase=b"2468")
    for typed in ("2468", "۲۴۶۸", "2468\n"):
        assert envelope.fingerprint(receivers.private_key(path, typed)) == envelope.fingerprint(envelopes.key())
    with pytest.raises(Refused, match="can't be opened"):
        receivers.private_key(path, "1357")
    with pytest.raises(Refused, match="needs a passphrase"):
        receivers.private_key(path, None)


def test_a_file_that_is_no_key_is_said_to_be_none(tmp_path):
    (tmp_path / "key.pem").write_bytes(b"nothing")
    with pytest.raises(Refused, match="can't be opened"):
        receivers.private_key(tmp_path / "key.pem", "1234")


def test_a_time_stamp_can_still_be_read_after_something_was_sealed():
    """In a process of its own: asn1crypto turns its tables round once."""
    told = (
        "from tests.app.report import envelopes; from app.report import envelope;"
        "envelope.seal(b'x', [envelopes.certificate()]);"
        "from tests.app.report.test_timestamps import good; from tests.app.report.hostile import judged;"
        "assert judged(good()).ok"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
