"""`didar report` and its edges, as the contracts have them."""

import json
from pathlib import Path

import pytest

from app.domain.errors import Refused
from tests.app.report import envelopes, hostile
from tests.app.report.test_sign import p12, person
from tests.app.test_cli import GOOD, autumn, passphrase_file, register, run
from tests.presets import lay

__all__ = ["autumn", "lay", "passphrase_file", "register"]  # fixtures

NAME = "didar-102168-1405-2"
PLAIN = "hold the visitors' particulars in plain"


@pytest.fixture
def pin_file(tmp_path: Path) -> Path:
    (tmp_path / "pin").write_text("1234\n")
    (tmp_path / "pin").chmod(0o600)
    return tmp_path / "pin"


def test_without_a_receiver_it_is_said_that_the_files_hold_particulars_in_plain(home, register, tmp_path, capsys):
    run("import", register(GOOD))
    capsys.readouterr()
    assert run("report", "1405-2", "--out", tmp_path / "out", "--json") == 0
    told = capsys.readouterr()
    assert PLAIN in told.err
    assert "--encrypt-to" in told.err
    assert json.loads(told.out)["draft"] is False
    assert run("report", "1405/05", "--out", tmp_path / "out") == 0
    told = capsys.readouterr()
    assert PLAIN in told.err, "a draft too"
    assert "draft" in told.err


def test_for_a_receiver_it_is_not_said(home, register, tmp_path, capsys):
    (tmp_path / "cert.pem").write_bytes(envelopes.chosen()[0])
    capsys.readouterr()
    assert run("report", "1405-2", "--out", tmp_path / "out", "--encrypt-to", tmp_path / "cert.pem") == 0
    assert PLAIN not in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["abc", "summer", "1405-9", "1405-", "", "2026-09-01..x"])
def test_what_is_no_quarter_is_answered_with_how_one_is_written(home, tmp_path, capsys, typed):
    assert run("report", typed, "--out", tmp_path / "out") == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "1405-2" in line


def test_a_day_that_is_not_in_the_calendar_is_told_as_that(home, tmp_path, capsys):
    assert run("report", "1405/07/31", "--out", tmp_path / "out") == 2
    assert "1405-2" not in capsys.readouterr().err


def test_a_pin_file_alone_names_both_ways_to_sign(home, tmp_path, capsys, pin_file):
    assert run("report", "1405-2", "--out", tmp_path / "out", "--pin-file", pin_file) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "--pkcs12" in line
    assert "--pkcs11" in line


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe1\x002\x00"])
def test_a_pin_file_that_is_missing_or_empty_is_not_called_the_passphrases(home, tmp_path, capsys, content):
    file, pin = p12(tmp_path, hostile.key(2), person()), tmp_path / "no-pin"
    if content is not None:
        pin.write_bytes(content)
        pin.chmod(0o600)
    assert run("report", "1405-2", "--out", tmp_path / "out", "--pkcs12", file, "--pin-file", pin) == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "PIN" in line
    assert "assphrase" not in line


def test_a_signed_report_goes_out_again_and_says_so_and_with_a_reason_it_is_an_amendment(
    home, register, tmp_path, capsys
):
    run("import", register(GOOD))
    run("report", "1405-2", "--out", tmp_path / "a")
    capsys.readouterr()
    assert run("report", "1405-2", "--out", tmp_path / "b", "--json") == 0
    told = capsys.readouterr()
    assert "same file, byte for byte" in told.err
    assert json.loads(told.out)["pdf"].endswith(f"{NAME}.pdf")
    first, again = (tmp_path / folder / f"{NAME}.pdf" for folder in "ab")
    assert first.read_bytes() == again.read_bytes()
    assert run("report", "1405-2", "--out", tmp_path / "b", "--amend", "کلید تازه") == 0
    assert (tmp_path / "b" / f"{NAME}-a1.pdf").exists()


def test_a_reason_without_a_signed_report_is_wrong(home, tmp_path, capsys):
    assert run("report", "1405-2", "--out", tmp_path / "out", "--amend", "کلید تازه") == 1
    assert "nothing to amend" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# what the IT department has locked


def test_for_another_receiver_than_the_locked_one_nothing_is_encrypted(home, register, tmp_path, capsys, lay):
    locked, mine = tmp_path / "inspection.pem", tmp_path / "mine.pem"
    locked.write_bytes(envelopes.chosen()[0])
    mine.write_bytes(envelopes.on_a_curve()[1].public_bytes(envelopes.PEM))
    lay("receiver_certificate = inspection.pem\nlock = receiver_certificate")
    run("import", register(GOOD))
    capsys.readouterr()
    for days in ("1405-2", "1405/05"):
        assert run("report", days, "--out", tmp_path / "out", "--encrypt-to", mine) == 1
        (line,) = capsys.readouterr().err.strip().splitlines()
        assert "IT department" in line
        assert "Receiver of the report" in line
    assert not (tmp_path / "out").exists()
    assert run("report", "1405-2", "--out", tmp_path / "out", "--encrypt-to", locked) == 0
    assert (tmp_path / "out" / f"{NAME}.pdf.p7m").exists()


def test_another_library_of_tokens_than_the_locked_one_is_not_loaded(
    home, tmp_path, capsys, pin_file, lay, monkeypatch
):
    loaded = []

    def loads(library, *_more, **_named):
        loaded.append(library)
        raise Refused("loaded")

    monkeypatch.setattr("app.report.tokens.TokenSigner", loads)
    for name in ("locked.so", "mine.so"):
        (tmp_path / name).touch()
    lay(f"pkcs11 = {tmp_path / 'locked.so'}\nlock = pkcs11")
    token = ["--token", "didar", "--pin-file", pin_file, "--out", tmp_path / "out"]
    assert run("report", "1405-2", "--pkcs11", tmp_path / "mine.so", *token) == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "IT department" in line
    assert "Library of the tokens" in line
    assert loaded == []
    assert run("report", "1405-2", "--pkcs11", tmp_path / "locked.so", *token) == 1
    assert loaded == [str(tmp_path / "locked.so")]


@pytest.mark.parametrize("library", [r"/\server\share\token.dll", r"\\?\UNC\server\share\token.dll"])
def test_no_server_is_asked_for_the_library_of_a_token(home, tmp_path, capsys, pin_file, library, monkeypatch):
    asked, real = [], Path.resolve

    def resolve(path, **strict):
        asked.append(str(path))
        return real(path, **strict)

    monkeypatch.setattr(Path, "resolve", resolve)
    token = ["--token", "didar", "--pin-file", pin_file, "--out", tmp_path / "out"]
    assert run("report", "1405-2", "--pkcs11", library, *token) == 1
    assert "on this PC itself" in capsys.readouterr().err
    assert not [path for path in asked if "server" in path]
