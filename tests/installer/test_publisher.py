"""The publisher signs a setup on his own machine; the program takes it, and nothing else."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app import update_note
from app.update_note import ENDS, Which
from installer import publisher
from installer.__main__ import main as build

WORDS = "چهار واژهٔ دور از هم و بلند"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed when a passphrase is asked for."""
    said = [WORDS, WORDS]
    monkeypatch.setattr("getpass.getpass", lambda _asked: said.pop(0))
    return said


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of the test's own; the real one's keys are left alone."""
    resources = tmp_path / "project" / "resources"
    (resources / "publisher").mkdir(parents=True)
    monkeypatch.setattr(update_note, "ROOT", resources)
    monkeypatch.setattr(publisher, "ROOT", tmp_path / "project")
    return resources / "publisher"


@pytest.fixture
def keys(project: Path, tmp_path: Path, typed: list[str]) -> Path:
    """The publisher's folder with two pairs, whose public halves the project has."""
    own = tmp_path / "publisher"
    own.mkdir()
    for which in Which:
        typed[:] = [WORDS, WORDS]
        assert publisher.main(["keys", "new", str(own / which.value)]) == 0
        (project / f"{which.value}.pem").write_bytes((own / f"{which.value}.pem").read_bytes())
    return own


@pytest.fixture
def setup(tmp_path: Path) -> Path:
    path = tmp_path / "DidarSetup-0.2.0.exe"
    path.write_bytes(b"MZ" + told("Didar", "0.2.0") + bytes(3000))
    return path


def told(product: str, version: str) -> bytes:
    """As a program of Windows says it of itself."""
    return f"ProductName\0\0{product}\0ProductVersion\0{version}\0".encode("utf-16-le")


def signed(setup: Path, keys: Path, typed: list[str], *more: str, key: str = "present") -> int:
    typed[:] = [WORDS]
    return publisher.main(["sign", str(setup), "--key", str(keys / f"{key}.key.pem"), *more])


@pytest.mark.parametrize("which", Which)
def test_what_is_signed_is_taken_with_either_key(
    setup: Path, keys: Path, typed: list[str], which: Which, capsys: pytest.CaptureFixture[str]
) -> None:
    assert signed(setup, keys, typed, key=which.value) == 0
    assert publisher.main(["check", str(setup)]) == 0
    note = setup.with_name(f"{setup.name}.didarsig").read_bytes()
    update, by = update_note.read(note, update_note.built_in())
    assert (update.version, update.size, update.least, by) == ("0.2.0", setup.stat().st_size, "0.1.0", which)
    assert f"the {which.value} key" in capsys.readouterr().out


@pytest.mark.parametrize("content", [told("Didar", "0.1.0"), told("Other", "0.2.0"), b""])
def test_a_file_that_is_not_what_it_is_called_is_not_signed(
    setup: Path, keys: Path, typed: list[str], content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    setup.write_bytes(content)
    assert signed(setup, keys, typed) == 1
    assert "not Didar 0.2.0" in capsys.readouterr().err
    assert not list(setup.parent.glob("*.didarsig"))


def test_the_private_key_lies_encrypted_for_its_owner_alone(keys: Path) -> None:
    path = keys / "present.key.pem"
    assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert path.stat().st_mode & 0o077 == 0


def test_no_private_key_is_made_in_the_project(project: Path, typed: list[str], capsys: pytest.CaptureFixture) -> None:
    assert publisher.main(["keys", "new", str(project / "present")]) == 1
    assert "outside the project" in capsys.readouterr().err
    assert not list(project.iterdir())


@pytest.mark.parametrize(("said", "why"), [(["short"], "shorter"), ([WORDS, WORDS + "x"], "differ")])
def test_a_passphrase_that_is_short_or_mistyped_makes_nothing(
    project: Path, tmp_path: Path, typed: list[str], said: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    typed[:] = said
    assert publisher.main(["keys", "new", str(tmp_path / "one")]) == 1
    assert why in capsys.readouterr().err
    assert not list(tmp_path.glob("one*"))


def test_keys_are_never_written_over(keys: Path, typed: list[str]) -> None:
    before = (keys / "present.key.pem").read_bytes()
    typed[:] = [WORDS, WORDS]
    assert publisher.main(["keys", "new", str(keys / "present")]) == 1
    assert (keys / "present.key.pem").read_bytes() == before
    (keys / "present.key.pem").rename(keys / "kept")  # its public half, which copies in use know, is still there
    typed[:] = [WORDS, WORDS]
    assert publisher.main(["keys", "new", str(keys / "present")]) == 1
    assert not (keys / "present.key.pem").exists()


def test_a_wrong_passphrase_signs_nothing(setup: Path, keys: Path, typed: list[str], monkeypatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _asked: "another one altogether")
    assert publisher.main(["sign", str(setup), "--key", str(keys / "present.key.pem")]) == 1
    assert not list(setup.parent.glob("*.didarsig"))


def test_a_key_that_lies_open_is_not_used(setup: Path, keys: Path, typed: list[str], capsys) -> None:
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (keys / "present.key.pem").write_bytes(Ed25519PrivateKey.generate().private_bytes(*kinds))
    assert signed(setup, keys, typed) == 1
    assert "without a passphrase" in capsys.readouterr().err


def test_a_key_that_the_project_does_not_know_signs_nothing(setup: Path, keys: Path, typed: list[str], capsys) -> None:
    typed[:] = [WORDS, WORDS]
    publisher.main(["keys", "new", str(keys / "third")])
    assert signed(setup, keys, typed, key="third") == 1
    assert "no copy would take" in capsys.readouterr().err
    assert not list(setup.parent.glob("*.didarsig"))


@pytest.mark.parametrize("least", ["0.2.0", "0.3.0", "soon"])
def test_the_least_version_is_an_earlier_one(setup: Path, keys: Path, typed: list[str], least: str) -> None:
    assert signed(setup, keys, typed, "--least", least) == 1


def test_a_setup_changed_after_signing_is_named(setup: Path, keys: Path, typed: list[str], capsys) -> None:
    signed(setup, keys, typed)
    setup.write_bytes(setup.read_bytes()[:-1] + b"\1")
    assert publisher.main(["check", str(setup)]) == 1
    assert "not the setup that was signed" in capsys.readouterr().err


def test_a_setup_renamed_after_signing_is_named(setup: Path, keys: Path, typed: list[str], capsys) -> None:
    signed(setup, keys, typed)
    later = setup.rename(setup.with_name("DidarSetup-0.3.0.exe"))
    setup.with_name(setup.name + ENDS).rename(later.with_name(later.name + ENDS))
    assert publisher.main(["check", str(later)]) == 1
    assert "not the setup that was signed" in capsys.readouterr().err


def test_a_release_wants_two_different_keys(keys: Path, project: Path) -> None:
    assert set(publisher.built_in_keys()) == set(Which)
    (project / "next.pem").write_bytes((project / "present.pem").read_bytes())
    with pytest.raises(publisher.Stopped, match="twice"):
        publisher.built_in_keys()
    (project / "next.pem").unlink()
    with pytest.raises(publisher.Stopped, match=r"next\.pem"):
        publisher.built_in_keys()
    other = X25519PrivateKey.generate().public_key()
    (project / "next.pem").write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(publisher.Stopped, match=r"next\.pem"):  # a key that signs nothing is none
        publisher.built_in_keys()


@pytest.mark.parametrize("kind", ["cut off", "empty", "text", "another kind", "private"])
def test_a_key_s_file_that_holds_no_such_key_stops_a_release_and_never_the_program(
    keys: Path, project: Path, kind: str
) -> None:
    whole = (project / "next.pem").read_bytes()
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    content = {
        "cut off": whole[:-40],
        "empty": b"",
        "text": "کلید".encode("utf-16"),
        "another kind": other.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        "private": (keys / "next.key.pem").read_bytes(),
    }[kind]
    (project / "next.pem").write_bytes(content)
    with pytest.raises(publisher.Stopped, match=r"next\.pem.*no public key"):
        publisher.built_in_keys()
    assert set(update_note.built_in()) == {Which.PRESENT}


@pytest.mark.parametrize(("words", "why"), [([], "present.pem, next.pem"), (["--fast"], "--fast")])
def test_without_keys_or_in_haste_no_release_is_built(
    project: Path, words: list[str], why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("installer.tree.build", lambda *_arguments: pytest.fail("something was built"))
    assert build(["build", "--release", *words]) == 1
    assert why in capsys.readouterr().err


def test_the_project_itself_holds_no_private_key() -> None:
    root = Path(publisher.__file__).parents[1]
    for path in (root / "resources").rglob("*.pem"):
        assert b"PRIVATE" not in path.read_bytes(), path
