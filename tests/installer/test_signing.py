"""Signed by whom Windows believes, or not at all: looked at before anything is built, and when all is done."""

import datetime as dt
import shutil
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from installer.__main__ import main as build
from installer.parts import Stopped
from installer.signatures import hold
from installer.signing import Signing

NOW = dt.datetime.now(dt.UTC)
PROGRAMS = (ExtendedKeyUsageOID.CODE_SIGNING,)
SECRET = "گذرواژهٔ دراز"


def named(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certified(key, *, by=None, name="Office", issuer=None, usages=PROGRAMS, begins=-1, ends=9):
    """A certificate; begins and ends in days from now."""
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer or name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + dt.timedelta(days=begins))
        .not_valid_after(NOW + dt.timedelta(days=ends))
    )
    if usages:
        made = made.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    if issuer is None and by:
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return made.sign(by or key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def key():
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def signing(tmp_path, key):
    """signing(certificates, …): the files of one who signs."""

    def made(certificates, passphrase=None, told=None, key=key):
        way = serialization.NoEncryption()
        if passphrase:
            way = serialization.BestAvailableEncryption(passphrase.encode())
        kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
        (tmp_path / "cert.pem").write_bytes(certificates)
        (tmp_path / "key.pem").write_bytes(key.private_bytes(*kinds, way))
        if told:
            (tmp_path / "secret").write_text(f"{told}\r\n", encoding="utf-8")
        return Signing(tmp_path / "cert.pem", tmp_path / "key.pem", "", tmp_path / "secret" if told else None)

    return made


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"begins": -9, "ends": -2}, r"cert\.pem: it was in force from .* to "),
        ({"begins": 2}, r"cert\.pem: it was in force from .* to "),
        ({"usages": (ExtendedKeyUsageOID.SERVER_AUTH,)}, r"cert\.pem: it is not for signing programs \(codeSigning\)"),
        ({"usages": ()}, r"cert\.pem: it is not for signing programs \(codeSigning\)"),
        ({"issuer": "Root"}, r"cert\.pem: the certificate of CN=Root is missing in it"),
    ],
)
def test_a_certificate_that_windows_would_not_believe_is_refused(signing, key, wrong, words):
    signing(certified(key)).look()
    with pytest.raises(Stopped, match=words):
        signing(certified(key, **wrong)).look()


def test_the_key_has_to_be_the_certificates(signing, key):
    other = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(Stopped, match=r"key\.pem: it is the key of no certificate in cert\.pem"):
        signing(certified(key), key=other).look()


@pytest.mark.parametrize("data", [b"", b"MZ", b"-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_or_no_key_is_named(signing, key, data):
    with pytest.raises(Stopped, match=r"cert\.pem: it holds no certificate in PEM"):
        signing(data).look()
    given = signing(certified(key))
    given.key.write_bytes(data)
    with pytest.raises(Stopped, match=r"key\.pem: the key cannot be read: "):
        given.look()


@pytest.mark.parametrize(
    ("passphrase", "told", "words"),
    [
        (SECRET, None, r"key\.pem: it is under a passphrase: name a file that holds it by --sign-pass"),
        (SECRET, "another", r"key\.pem: the key cannot be read: "),
        (None, SECRET, r"key\.pem: the key cannot be read: "),
    ],
)
def test_a_key_under_a_passphrase_is_opened_by_a_file_or_refused(signing, key, passphrase, told, words):
    with pytest.raises(Stopped, match=words):
        signing(certified(key), passphrase, told).look()
    signing(certified(key), SECRET, SECRET).look()


def test_nothing_is_built_before_the_certificate_was_looked_at(signing, key, monkeypatch, capsys):
    monkeypatch.setattr("installer.tree.build", lambda *_: pytest.fail("built"))
    given = signing(certified(key, ends=-0.5), SECRET, SECRET)
    words = ("--sign", given.certificate, given.key, "--sign-pass", given.passphrase)
    assert build(["build", *map(str, words)]) == 1
    assert "Stopped: cert.pem: it was in force" in capsys.readouterr().err
    assert build(["build", *map(str, words[:-1]), "none"]) == 1
    assert "Stopped: none: there is no such file" in capsys.readouterr().err


def test_all_is_signed_without_a_question_and_the_passphrase_in_no_command(
    signing, key, fetched, osslsigncode, tmp_path
):
    root = ec.generate_private_key(ec.SECP256R1())
    chain = certified(key, by=root, issuer="Root") + certified(root, by=root, name="Root", usages=())
    given = signing(chain, SECRET, SECRET)
    given.look()
    script, program = given.script(tmp_path), tmp_path / "python.exe"
    assert SECRET not in script.read_text(encoding="utf-8")
    shutil.copyfile(fetched.binaries / program.name, program)
    with pytest.raises(Stopped, match=r"python\.exe: its signature does not hold"):
        hold(osslsigncode, program, given.certificate)
    subprocess.run(("sh", script, program), check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=60)
    hold(osslsigncode, program, given.certificate)
