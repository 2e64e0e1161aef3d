"""`didar verify --visit`: from the slip to the answer, and the proof as a file."""

import io
import json
from pathlib import Path

import pytest

from app import cli, slip_keys
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office
from app.report import make
from tests.conftest import Clock
from tests.make import registered


@pytest.fixture
def folder(office: Office, clock: Clock, tmp_path: Path) -> Path:
    """A report of one visit, and the slips of that one and of one that was taken back."""
    from app import visits

    rows = registered(office), registered(office, 2)
    for name, row in zip(("in", "out"), rows, strict=True):
        (tmp_path / name).write_text(slip_keys.slip_of(office, row.visit_id).text() + "\n", "utf-8")
        (tmp_path / f"{name}-digits").write_text(slip_keys.slip_of(office, row.visit_id).digits(), "utf-8")
    visits.withdraw(office, rows[1].visit_id)
    clock.set(9, day=jalali(1405, 7, 4))
    make.make(office, Quarter(1405, 2), tmp_path)
    return tmp_path


def run(folder: Path, *words: object) -> int:
    trusted = ["--trust", str(folder / "didar-102168.cert.pem"), "--lang", "en"]
    return cli.main(["verify", *map(str, words), *trusted])


def report(folder: Path) -> Path:
    return folder / "didar-102168-1405-2.pdf"


def test_a_visit_in_the_report_is_shown_by_code_by_file_and_by_stdin(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "in").read_text()
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    for asked in (
        ["--visit", text],
        ["--visit-file", folder / "in"],
        ["--visit-file", folder / "in-digits"],
        ["--visit", "-"],
    ):
        assert run(folder, report(folder), *asked) == 0
        told = capsys.readouterr().out
        assert "This visit is in the report." in told
        assert "مریم کعبی" in told


def test_one_that_was_left_out_is_told_and_proved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof = folder / "proof.json"
    assert run(folder, report(folder), "--visit-file", folder / "out", "--proof", proof) == 1
    assert "is not in the report, although" in capsys.readouterr().err
    assert run(folder, proof) == 0
    told = capsys.readouterr().out
    assert "it is not in the report" in told
    assert "if somebody whom you trust has verified all of that report" in told
    assert run(folder, proof, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["answer"], said["signed"]) == (True, "out", True)
    proof.write_text(proof.read_text().replace('"weekly"', '"speech"'))
    assert run(folder, report(folder), proof) == 1
    captured = capsys.readouterr()
    assert "This proof does not hold" in captured.err
    assert "Whole, from a confirmed sender" in captured.out
    assert run(folder, proof, "--json") == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_the_json_has_the_answer_in_its_object_and_nothing_else_is_on_stdout(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, report(folder), "--visit-file", folder / "in", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["visit"]["answer"], said["visit"]["signed"]) == ("in", True)
    assert run(folder, report(folder), "--json") == 0
    assert "visit" not in json.loads(capsys.readouterr().out)


def test_digits_of_a_visit_that_is_not_there_show_nothing_of_the_desk(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, report(folder), "--visit-file", folder / "out-digits") == 1
    assert "Digits typed by hand don't show" in capsys.readouterr().err


def test_of_a_report_that_does_not_pass_nothing_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = folder / "bad.pdf"
    bad.write_bytes(report(folder).read_bytes() + b" ")
    proof = folder / "proof.json"
    assert run(folder, bad, "--visit-file", folder / "in", "--proof", proof) == 1
    assert "Nothing can be said of the visit" in capsys.readouterr().err
    assert not proof.exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--visit", "123456"], 1, "48 digits"),
        (["--visit", "didar-slip/1/x"], 1, "not the text of an exit slip"),
        (["--visit-file", "{folder}/none"], 1, ""),
        (["--proof", "{folder}/proof.json"], 2, "--proof goes with --visit"),
        (["{folder}/in", "--visit-file", "{folder}/in", "--proof", "{folder}/proof.json"], 2, "one report"),
        (["--visit-file", "{folder}/in", "--proof", "{folder}/in"], 1, "not overwritten"),
        (["--visit", "1", "--visit-file", "{folder}/in"], 2, ""),
    ],
)
def test_what_is_asked_wrongly_is_said_before_anything_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    asked = [word.format(folder=folder) for word in words]
    try:
        found = run(folder, report(folder), *asked)
    except SystemExit as end:
        found = int(end.code or 0)
    assert found == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_there_is_no_proof_of_what_does_not_count(
    office: Office, folder: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.set(9, day=jalali(1405, 7, 5))
    autumn = registered(office, 3, issues=None)
    text = slip_keys.slip_of(office, autumn.visit_id).text()
    proof = folder / "proof.json"
    assert run(folder, report(folder), "--visit", text, "--proof", proof) == 1
    assert "There is nothing to be proved: The slip is of 1405/07/05" in capsys.readouterr().err
    assert not proof.exists()
