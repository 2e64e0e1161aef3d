"""No file of the runtime is packed unless its signature, the signed catalogue or a written reason speaks for it."""

import dataclasses
import hashlib
import shutil
import ssl
import subprocess
import tomllib

import pytest

from installer import keep, proof
from installer.parts import Stopped
from installer.proof import JUSTIFIED, OF_MICROSOFT, prove
from installer.signatures import FOUNDATION, ROOTS, Verifier, pinned_roots


@pytest.fixture
def raw(fetched, tmp_path):
    """The runtime to be tampered with."""
    source, target = fetched.binaries.parent, tmp_path / "runtime"
    shutil.copytree(source, target, copy_function=shutil.copy)
    moved = {field: target / getattr(fetched, field).name for field in ("binaries", "library", "catalogues", "licence")}
    return dataclasses.replace(fetched, **moved)


@pytest.fixture
def verifier(osslsigncode):
    with Verifier(osslsigncode) as verifier:
        yield verifier


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_the_pinned_runtime_proves_itself(raw, verifier):
    prove(raw, keep.read().runtime, verifier)


def test_a_flipped_bit_in_a_library_is_named(raw, verifier):
    flip(raw.binaries / "libssl-3.dll", 5000)
    with pytest.raises(Stopped, match=r"libssl-3\.dll: its signature does not hold"):
        prove(raw, keep.read().runtime, verifier)


def test_a_flipped_bit_in_a_source_is_named(raw, verifier):
    flip(raw.library / "json" / "decoder.py", 300)
    with pytest.raises(Stopped, match=r"json/decoder\.py: the signed catalogue does not name it"):
        prove(raw, (), verifier)


def test_a_source_that_nobody_knows_is_named(raw, verifier):
    (raw.library / "extra.py").write_text("import os\n", encoding="utf-8")
    with pytest.raises(Stopped, match=r"extra\.py: the signed catalogue does not name it"):
        prove(raw, (), verifier)


def test_a_justified_source_is_held_to_its_hash(raw, verifier):
    flip(raw.library / "zipfile" / "__init__.py", 300)
    with pytest.raises(Stopped, match=r"zipfile/__init__\.py: the signed catalogue does not name it"):
        prove(raw, (), verifier)


@pytest.mark.parametrize("at", [100_000, -2000])
def test_a_flipped_bit_in_the_catalogue_is_named(raw, verifier, at):
    flip(raw.catalogues / "python.cat", at)
    with pytest.raises(Stopped, match=r"python\.cat: "):
        prove(raw, (), verifier)


def test_a_runtime_without_a_catalogue_is_refused(raw, verifier):
    shutil.rmtree(raw.catalogues)
    with pytest.raises(Stopped, match=r"no signed catalogue"):
        prove(raw, (), verifier)


def test_the_signature_of_another_signer_is_named(raw, verifier):
    shutil.copyfile(raw.binaries / OF_MICROSOFT[0], raw.binaries / "select.pyd")
    with pytest.raises(Stopped, match=r"select\.pyd: it is signed by Microsoft Corporation, not by Python Software F"):
        prove(raw, ["select.pyd"], verifier)


@pytest.mark.parametrize(("name", "other"), [("_ssl.pyd", "_queue.pyd"), ("libffi-8.dll", "_queue.pyd")])
def test_a_binary_under_the_name_of_another_is_named(raw, verifier, name, other):
    shutil.copyfile(raw.binaries / other, raw.binaries / name)
    with pytest.raises(Stopped, match=rf"{name}: it says of itself that it is {other}"):
        prove(raw, [name], verifier)


def test_a_binary_that_does_not_say_what_it_is_stands_under_no_other_name(raw, verifier):
    shutil.copyfile(raw.binaries / "libffi-8.dll", raw.binaries / "_ssl.pyd")
    with pytest.raises(Stopped, match=r"_ssl\.pyd: it says of itself that it is no file at all"):
        prove(raw, ["_ssl.pyd"], verifier)


def test_what_a_binary_says_of_itself_is_read_of_what_is_signed_alone(raw):
    """Behind it anybody may write."""
    data = (raw.binaries / "libffi-8.dll").read_bytes()
    assert proof.said(data + "OriginalFilename\0_ssl.pyd\0".encode("utf-16-le"), "OriginalFilename") is None


def test_a_binary_of_another_release_is_named(raw, verifier):
    prove(raw, ["python313.dll"], verifier)
    other = dataclasses.replace(raw, python="3.13.3")
    with pytest.raises(Stopped, match=r"python313\.dll: it says that it is of 3\.13\.2, pinned is 3\.13\.3"):
        prove(other, ["python313.dll"], verifier)


def unsigned(raw, osslsigncode):
    path = raw.binaries / "select.pyd"
    command = (osslsigncode, "remove-signature", "-in", str(path), "-out", str(path.with_suffix(".bare")))
    subprocess.run(command, check=True, capture_output=True)
    return path.with_suffix(".bare").replace(path)


def test_a_file_without_a_signature_is_named(raw, verifier, osslsigncode):
    unsigned(raw, osslsigncode)
    with pytest.raises(Stopped, match=r"select\.pyd: its signature does not hold: No signature"):
        prove(raw, ["select.pyd"], verifier)


def certified(folder, name, organisation, *more):
    """A certificate signed by its own key, as who signs code shows one."""
    words = ("-subj", f"/O={organisation}/CN={name}", "-addext", "extendedKeyUsage=codeSigning")
    kept = ("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem")
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *kept, *words, *more)
    subprocess.run(made, check=True, capture_output=True)
    return folder / f"{name}.pem"


def sign(path, certificate, osslsigncode, *words):
    keys = ("-certs", certificate, "-key", certificate.with_suffix(".key"))
    signed = path.with_suffix(".signed")
    command = (osslsigncode, "sign", "-h", "sha256", *words, *keys, "-in", path, "-out", signed)
    subprocess.run(command, check=True, capture_output=True)
    signed.replace(path)


@pytest.fixture
def anybody(osslsigncode, tmp_path):
    """Somebody whom a pinned root vouches for: a certificate, and a verifier that trusts it."""
    certificate = certified(tmp_path, "anybody", "Anybody Ltd")
    (tmp_path / "pinned").mkdir()
    shutil.copy(certificate, tmp_path / "pinned")
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest()
    listed = f'[[root]]\nfile = "{certificate.name}"\nname = "anybody"\nsha256 = "{digest}"\n'
    (tmp_path / "pinned" / "roots.toml").write_text(listed)
    with Verifier(osslsigncode, tmp_path / "pinned") as verifier:
        yield certificate, verifier


def test_the_right_name_under_another_root_is_refused(raw, verifier, osslsigncode, tmp_path):
    path = unsigned(raw, osslsigncode)
    sign(path, certified(tmp_path, FOUNDATION, FOUNDATION), osslsigncode)
    with pytest.raises(Stopped, match=r"select\.pyd: its signature does not hold"):
        prove(raw, ["select.pyd"], verifier)


def test_a_second_signature_that_holds_does_not_speak_for_the_first(raw, anybody, osslsigncode, tmp_path):
    path, (certificate, verifier) = unsigned(raw, osslsigncode), anybody
    sign(path, certified(tmp_path, FOUNDATION, FOUNDATION), osslsigncode)
    sign(path, certificate, osslsigncode, "-nest")
    with pytest.raises(Stopped, match=r"select\.pyd: its signature does not hold: .*self-signed certificate"):
        verifier.check(path, FOUNDATION)


def test_a_second_signature_has_to_hold_too(raw, anybody, osslsigncode, tmp_path):
    path, (certificate, verifier) = unsigned(raw, osslsigncode), anybody
    sign(path, certificate, osslsigncode)
    verifier.check(path, "Anybody Ltd")
    sign(path, certified(tmp_path, FOUNDATION, FOUNDATION), osslsigncode, "-nest")
    with pytest.raises(Stopped, match=r"select\.pyd: its signature does not hold"):
        verifier.check(path, "Anybody Ltd")


def test_two_certificates_of_the_signers_number_are_one_too_many(raw, anybody, osslsigncode, tmp_path):
    """Which of them osslsigncode followed is not told, and the other may bear any name."""
    path, (certificate, verifier) = unsigned(raw, osslsigncode), anybody
    told = ("openssl", "x509", "-in", certificate, "-noout", "-serial")
    number = subprocess.run(told, check=True, capture_output=True, text=True).stdout.strip().partition("=")[2]
    other = certified(tmp_path, FOUNDATION, FOUNDATION, "-set_serial", f"0x{number}")
    certificate.write_bytes(certificate.read_bytes() + other.read_bytes())
    sign(path, certificate, osslsigncode)
    with pytest.raises(Stopped, match="signed by nobody who shows one certificate"):
        verifier.check(path, FOUNDATION)


def test_a_binary_that_is_kept_but_missing_is_named(raw, verifier):
    with pytest.raises(Stopped, match=r"nothing\.pyd: the runtime has none"):
        prove(raw, ["nothing.pyd"], verifier)


def test_the_roots_are_those_that_are_written_down(tmp_path):
    assert pinned_roots().count(b"BEGIN CERTIFICATE") == 4
    shutil.copytree(ROOTS, tmp_path / "roots")
    shutil.copyfile(ROOTS / "microsoft-2010.pem", tmp_path / "roots" / "digicert-g4.pem")
    with pytest.raises(Stopped, match=r"digicert-g4\.pem: it is not the root"):
        pinned_roots(tmp_path / "roots")


def test_a_root_is_known_by_its_fingerprint_and_bears_the_name_that_people_read(tmp_path):
    """One of the right name and another key would vouch for anybody; one of another name was not what was looked at."""
    shutil.copytree(ROOTS, tmp_path / "roots")
    (root, *_) = tomllib.loads((ROOTS / "roots.toml").read_text(encoding="utf-8"))["root"]
    listed = tmp_path / "roots" / "roots.toml"
    listed.write_text(listed.read_text(encoding="utf-8").replace(f'name = "{root["name"]}"', 'name = "Else"'), "utf-8")
    with pytest.raises(Stopped, match="it is not the root"):
        pinned_roots(tmp_path / "roots")
    shutil.copy(ROOTS / "roots.toml", listed)
    file = tmp_path / "roots" / root["file"]
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "key.pem", "-out", file)
    subprocess.run((*made, "-subj", f"/CN={root['name']}"), check=True, capture_output=True)
    with pytest.raises(Stopped, match="it is not the root"):
        pinned_roots(tmp_path / "roots")


HOLDS, FAILS = "\nSignature verification: ok\n\n", "\nSignature verification: failed\n\n"
STAMPED = "\nTimestamp Server Signature verification: ok\n"
FIRST, SECOND = "\nSignature Index: 0  (Primary Signature)\n", "\nSignature Index: 1 \n"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (FIRST + HOLDS, 1),
        (HOLDS, 0),
        (FIRST + FAILS, 0),
        (FIRST + STAMPED, 0),
        (FIRST + FAILS + SECOND + HOLDS, 0),
        (FIRST + HOLDS + SECOND + STAMPED, 0),
        # a first one that is not even looked at, and a second one whose description says what the first has to
        (FIRST + "\nMISMATCH!!!\n" + SECOND + "\tText description: x" + HOLDS + FIRST + HOLDS, 0),
        (FIRST + "\tText description: x" + HOLDS + FAILS + SECOND + HOLDS, 0),
    ],
)
def test_a_signature_holds_only_if_osslsigncode_says_so_of_each(tmp_path, told, code):
    command = tmp_path / "osslsigncode"
    command.write_text(f"#!/bin/sh\ncat <<'END'\n{told}\nEND\nexit {code}\n")
    command.chmod(0o755)
    (tmp_path / "python.exe").write_bytes(b"MZ")
    with Verifier(str(command)) as verifier, pytest.raises(Stopped, match="its signature does not hold"):
        verifier.check(tmp_path / "python.exe", FOUNDATION)


def test_each_source_out_of_the_catalogue_has_its_reason_and_is_needed(fetched):
    known = set().union(*map(proof.catalogue.digests, proof.catalogues_of(fetched)))
    for source in tomllib.loads(JUSTIFIED.read_text(encoding="utf-8"))["source"]:
        digest = hashlib.sha256((fetched.library / source["file"]).read_bytes())
        assert digest.hexdigest() == source["sha256"], source["file"]
        assert digest.digest() not in known, f"{source['file']}: the catalogue has it, so it needs no reason"
        assert source["why"]
