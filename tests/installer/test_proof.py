"""No file of the runtime is packed unless its signature, the signed catalogue or a written reason speaks for it."""

import dataclasses
import hashlib
import shutil
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


def unsigned(raw, osslsigncode):
    path = raw.binaries / "select.pyd"
    command = (osslsigncode, "remove-signature", "-in", str(path), "-out", str(path.with_suffix(".bare")))
    subprocess.run(command, check=True, capture_output=True)
    return path.with_suffix(".bare").replace(path)


def test_a_file_without_a_signature_is_named(raw, verifier, osslsigncode):
    unsigned(raw, osslsigncode)
    with pytest.raises(Stopped, match=r"select\.pyd: its signature does not hold: No signature"):
        prove(raw, ["select.pyd"], verifier)


def test_the_right_name_under_another_root_is_refused(raw, verifier, osslsigncode, tmp_path):
    path, key, certificate = unsigned(raw, osslsigncode), tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ("-subj", f"/O={FOUNDATION}/CN={FOUNDATION}", "-addext", "extendedKeyUsage=codeSigning")
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject)
    subprocess.run(made, check=True, capture_output=True)
    signed = (
        osslsigncode,
        "sign",
        "-certs",
        certificate,
        "-key",
        key,
        "-in",
        path,
        "-out",
        path.with_suffix(".signed"),
    )
    subprocess.run(signed, check=True, capture_output=True)
    path.unlink()
    path.with_suffix(".signed").rename(path)
    with pytest.raises(Stopped, match=r"select\.pyd: its signature does not hold"):
        prove(raw, ["select.pyd"], verifier)


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


@pytest.mark.parametrize("ends", ["echo Signature verification: ok; exit 1", "echo Signature verification: failed"])
def test_a_signature_holds_only_if_osslsigncode_says_so_in_both_ways(tmp_path, ends):
    command = tmp_path / "osslsigncode"
    command.write_text(f"#!/bin/sh\n{ends}\n")
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
