"""The verbs as the contracts have them: exit codes, what is printed where, what is written."""

import datetime as dt
import io
import json
import os
import stat
import subprocess
import sys
import unicodedata
from functools import partial
from pathlib import Path

import pytest

from app import agency, cli, office_settings
from app.domain.codes import AgencyKind
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN, jalali
from app.domain.texts import speak
from app.unlock import unlock
from tests.app.report import hostile, softhsm
from tests.conftest import PASSPHRASE
from tests.presets import lay

__all__ = ["lay"]

SAMPLES = Path(__file__).parents[3] / "shared" / "data"

HEADING = (
    "kind,date,arrived,admitted,presided_by,first_name,last_name,father_name,national_id,mobile,county,address,"
    "type,subject,description,ruling,unit,due,status,outcome,notified_by,notified_on"
)
GOOD = (
    "weekly,1405/04/07,08:30,08:50,head,مریم,کعبی,جاسم,0012345679,09163004172,اهواز,خیابان نرگس,"
    "request,آسفالت معابر,کوچه خاکی است,بررسی شود,فنی,1405/04/20,resolved,انجام شد,sms,1405/04/21"
)
BAD = GOOD.replace("0012345679", "0012345678").replace("08:30", "08:40")
INIT = [
    "init",
    "--agency",
    "شهرداری",
    "--code",
    "102168",
    "--province",
    "خوزستان",
    "--county",
    "اهواز",
    "--head",
    "فرهاد",
    "--weekday",
    "sun",
    "--user",
    "zahra",
    "--lang",
    "en",
]


@pytest.fixture(autouse=True)
def passphrase_file(tmp_path, monkeypatch):
    path = tmp_path / "passphrase"
    path.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("DIDAR_PASSPHRASE_FILE", str(path))
    return path


@pytest.fixture(autouse=True)
def autumn(monkeypatch):
    """Summer 1405 is over, whenever the tests run."""
    at = dt.datetime.combine(jalali(1405, 7, 4), dt.time(9), TEHRAN)
    monkeypatch.setattr("app.unlock.unlock", partial(unlock, clock=lambda: at))


@pytest.fixture
def register(tmp_path):
    """Writes a register of these rows."""

    def write(*rows: str) -> Path:
        path = tmp_path / "register.csv"
        path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def run(*words: str | Path) -> int:
    """didar with these words; a wrong usage's exit code too."""
    speak("en")
    try:
        return cli.main([str(word) for word in words])
    except SystemExit as end:
        return int(end.code or 0)


def test_the_version_is_told(capsys):
    assert run("--version") == 0
    assert capsys.readouterr().out == "didar 0.1.0\n"


def test_the_language_is_chosen_before_or_after_the_verb(home, capsys):
    for words in (["--lang", "fa", "check"], ["check", "--lang", "fa"]):
        assert run(*words) == 0
        assert "رویدادنامه" in capsys.readouterr().out


def test_init_prints_the_recovery_code_once_and_refuses_to_touch_a_store(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path / "new"))
    assert run(*INIT) == 0
    assert sum(word.isdigit() and len(word) == 6 for word in capsys.readouterr().out.split()) == 8
    before = (tmp_path / "new" / "didar.db").read_bytes()
    assert run(*INIT) == 1
    assert "already" in capsys.readouterr().err
    assert (tmp_path / "new" / "didar.db").read_bytes() == before


def test_init_takes_from_the_preset_what_is_not_named(tmp_path, monkeypatch, capsys, lay):
    lay("kind = شهرداری\nhours = 09:00-11:30\nlock = kind, hours")
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path / "new"))
    assert run(*INIT, "--hours", "08:00-12:00") == 1
    assert "IT department" in capsys.readouterr().err
    assert run(*INIT) == 0
    with unlock(tmp_path / "new", PASSPHRASE) as office:
        (term,) = agency.terms(office)
        assert (term.opens, term.closes) == (dt.time(9), dt.time(11, 30))
        assert agency.details(office).kind is AgencyKind.MUNICIPALITY


def test_any_verb_that_opens_the_office_follows_what_the_preset_has_locked(home, lay):
    lay("due_days = 9\nlock = due_days")
    assert run("check") == 0
    with unlock(home, PASSPHRASE) as office:
        assert office_settings.of(office).due_days == 9


@pytest.mark.parametrize("fails", ["app.agency.keys.create", "app.agency.migrate.upgrade"])
def test_an_init_that_is_refused_leaves_nothing_behind(tmp_path, monkeypatch, capsys, fails):
    def refused(*_given, **_more):
        raise Refused("no")

    monkeypatch.setenv("DIDAR_HOME", str(tmp_path / "new"))
    monkeypatch.setattr(fails, refused)
    assert run(*INIT) == 1
    assert not (tmp_path / "new").exists()


def test_without_a_passphrase_and_a_terminal_it_is_wrong_usage(home, monkeypatch):
    monkeypatch.delenv("DIDAR_PASSPHRASE_FILE")
    assert run("check") == 2


def test_a_wrong_passphrase_is_refused_and_after_three_there_is_a_pause(home, passphrase_file, capsys):
    passphrase_file.write_text("گذرواژهٔ نادرست بود\n", encoding="utf-8")
    assert [run("check") for _ in range(4)] == [1, 1, 1, 1]
    assert "wait" in capsys.readouterr().err


def test_import_tells_its_figures_as_one_json_object(home, register, capsys):
    assert run("import", register(GOOD), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"read": 1, "stored": 1, "updated": 0, "unchanged": 0, "rejected": []}
    assert run("import", register(GOOD), "--json") == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1


def test_one_bad_row_and_nothing_is_stored_with_line_field_and_reason(home, register, capsys):
    assert run("import", register(GOOD, BAD), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["stored"], told["rejected"][0]["line"], told["rejected"][0]["field"]) == (0, 3, "national_id")


def test_skip_bad_stores_the_good_and_puts_the_bad_beside(home, register):
    path = register(GOOD, BAD)
    assert run("import", path, "--skip-bad") == 0
    beside = path.with_name("register.csv.rejected.csv").read_bytes()
    assert beside.startswith(b"\xef\xbb\xbfline,reason,kind")
    assert run("import", path.with_name("register.csv.rejected.csv")) == 1


def test_another_value_is_refused_and_with_update_taken(home, register, capsys):
    run("import", register(GOOD))
    changed = register(GOOD.replace("انجام شد", "پایان یافت"))
    assert run("import", changed, "--json") == 1
    capsys.readouterr()
    assert run("import", changed, "--update", "--json") == 0
    assert json.loads(capsys.readouterr().out)["updated"] == 1
    assert run("check") == 0


def test_report_writes_three_files_and_never_over_one(home, register, tmp_path, capsys):
    run("import", register(GOOD))
    capsys.readouterr()
    assert run("report", "1405-2", "--out", tmp_path / "out", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert Path(told["pdf"]).name == "didar-102168-1405-2.pdf"
    assert Path(told["certificate"]).name == "didar-102168.cert.pem"
    assert (told["draft"], told["totals"]["visits"], told["totals"]["excluded"]["tour"]) == (False, 1, 0)
    assert run("report", "1405-2", "--out", tmp_path / "out") == 1
    assert "didar-102168-1405-2.pdf" in capsys.readouterr().err


def test_a_report_whose_contents_changed_after_signing_is_an_amendment(home, register, tmp_path):
    run("import", register(GOOD))
    run("report", "1405-2", "--out", tmp_path / "out")
    run("import", register(GOOD.replace("08:30", "09:30").replace("08:50", "09:40")))
    assert run("report", "1405-2", "--out", tmp_path / "out") == 0
    assert (tmp_path / "out" / "didar-102168-1405-2-a1.pdf").exists()


@pytest.fixture
def pin_file(tmp_path):
    (tmp_path / "pin").write_text("۱۲۳۴\n")
    (tmp_path / "pin").chmod(0o600)
    return tmp_path / "pin"


def test_a_token_whose_library_is_missing_is_one_clear_line(home, tmp_path, capsys, pin_file):
    token = ["--pkcs11", tmp_path / "lib.so", "--token", "didar", "--pin-file", pin_file]
    assert run("report", "1405-2", "--out", tmp_path / "out", *token) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(softhsm.LIBRARY is None, reason="softhsm2 IS MISSING: no token was asked for a signature")
def test_a_token_signs_and_its_certificate_lies_beside_the_report(
    home, register, tmp_path, capsys, pin_file, monkeypatch
):
    hsm = softhsm.plugged_in(tmp_path / "hsm", monkeypatch)
    hsm.token()
    hsm.hold(softhsm.person(hostile.key(2)), hostile.key(2))
    run("import", register(GOOD))
    token = ["--pkcs11", hsm.library, "--token", "didar", "--pin-file", pin_file]
    assert run("report", "1405-2", "--out", tmp_path / "out", *token) == 0
    capsys.readouterr()
    trusted = ["--trust", tmp_path / "out" / "didar-102168.cert.pem"]
    assert run("verify", tmp_path / "out" / "didar-102168-1405-2.pdf", *trusted, "--json") == 0
    assert json.loads(capsys.readouterr().out)["signer"] == "عدنان غزی"
    pin_file.write_text("9999\n")
    assert run("report", "1405-2", "--out", tmp_path / "again", *token) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "again").exists()


def test_a_wrong_pin_of_a_bought_certificate_is_one_clear_line(home, tmp_path, capsys):
    from tests.app.report.test_sign import p12, person

    pin = tmp_path / "pin"
    pin.write_text("4321\n")
    pin.chmod(0o600)
    file = p12(tmp_path, hostile.key(2), person())
    assert run("report", "1405-2", "--out", tmp_path / "out", "--pkcs12", file, "--pin-file", pin) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
    assert run("report", "1405-2", "--out", tmp_path / "out", "--pkcs12", file) == 2


def test_verify_says_of_each_report_whether_it_is_whole_and_trusted(home, register, tmp_path, capsys):
    run("import", register(GOOD))
    run("report", "1405-2", "--out", tmp_path / "out")
    good = tmp_path / "out" / "didar-102168-1405-2.pdf"
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(good.read_bytes().replace(b"/Producer", b"/Producex", 1) + b" ")
    capsys.readouterr()
    trusted = ["--trust", tmp_path / "out" / "didar-102168.cert.pem"]
    assert run("verify", bad, good, *trusted, "--json") == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert set(first) == {"file", "ok", "intact", "signer", "trusted", "data_matches", "totals", "reason"}
    assert (first["ok"], second["ok"], second["reason"]) == (False, True, None)
    assert second["totals"]["visits"] == 1
    assert run("verify", good, *trusted) == 0


def test_verify_without_trust_says_who_is_not_trusted(home, register, tmp_path, monkeypatch, capsys):
    run("import", register(GOOD))
    run("report", "1405-2", "--out", tmp_path / "out")
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path / "elsewhere"))
    capsys.readouterr()
    assert run("verify", tmp_path / "out" / "didar-102168-1405-2.pdf", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["intact"], told["data_matches"], told["trusted"]) == (True, True, False)
    assert told["reason"]


def test_the_offices_own_report_is_trusted_by_its_own_store(home, register, tmp_path, capsys):
    run("import", register(GOOD))
    run("report", "1405-2", "--out", tmp_path / "out")
    capsys.readouterr()
    assert run("verify", tmp_path / "out" / "didar-102168-1405-2.pdf", "--json") == 0
    assert json.loads(capsys.readouterr().out)["trusted"]


def test_verify_with_a_store_remembers_the_sender_and_a_receipt_answers(home, tmp_path, capsys):
    """Another agency's report: whole, not confirmed; told as received before; its receipt is signed once asked for."""
    from tests.app.report import hostile

    report, out = tmp_path / "report.pdf", tmp_path / "report.receipt.json"
    report.write_bytes(hostile.good())
    assert run("verify", report) == 1
    first = capsys.readouterr()
    assert run("verify", report) == 1
    again = capsys.readouterr()
    assert "received before" not in first.err
    assert "received before" in again.err
    assert run("receipt", report, "--out", out) == 0
    assert json.loads(out.read_text())["said"]["verdict"] == "unconfirmed"
    capsys.readouterr()
    assert run("receipt", out) == 1
    assert "fits no report" in capsys.readouterr().err


def test_a_bulletin_of_the_inspection_office_makes_a_sender_trusted(home, tmp_path, capsys):
    from tests.app import senders
    from tests.app.report import hostile

    report, bulletin = tmp_path / "report.pdf", tmp_path / "bulletin.json"
    report.write_bytes(hostile.good())
    mine = hostile.office().described()["fingerprint"]
    bulletin.write_bytes(senders.bulletin(3, ((hostile.CODE, mine, "فرمانداری شوش"),)))
    assert run("bulletin", bulletin) == 1
    issuer = senders.fingerprint(senders.inspection())
    assert issuer in capsys.readouterr().err
    assert run("bulletin", bulletin, "--issuer", issuer[-8:]) == 0
    assert run("verify", report) == 0
    assert run("bulletin", bulletin) == 1
    assert run("bulletin") == 2


def test_check_against_an_old_report_finds_it_in_todays_trail(home, register, tmp_path, capsys):
    run("import", register(GOOD))
    run("report", "1405-2", "--out", tmp_path / "out")
    assert run("check", "--against", tmp_path / "out" / "didar-102168-1405-2.pdf") == 0
    assert "stands in the audit trail" in capsys.readouterr().out


def test_list_backup_restore_and_check(home, register, tmp_path, monkeypatch, capsys):
    run("import", register(GOOD))
    assert run("list", "1405/04/07", "--out", tmp_path / "list.pdf") == 0
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    assert run("backup", tmp_path / "copy.didar") == 0
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path / "another"))
    assert run("restore", tmp_path / "copy.didar") == 0
    assert run("check") == 0
    assert run("import", register(GOOD), "--json") == 0
    assert '"unchanged": 1' in capsys.readouterr().out


def test_the_list_of_a_day_is_never_written_over_a_file(home, tmp_path, capsys):
    (tmp_path / "list.pdf").write_text("mine")
    assert run("list", "--out", tmp_path / "list.pdf") == 1
    assert "list.pdf" in capsys.readouterr().err
    assert (tmp_path / "list.pdf").read_text() == "mine"


@pytest.mark.parametrize("quarter", ["1405-3", "1405-4", "1420-1"])
def test_a_quarter_that_is_not_over_gives_an_unsigned_draft(home, tmp_path, capsys, quarter):
    assert run("report", quarter, "--out", tmp_path / "out", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["draft"], told["certificate"]) == (True, None)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        f"didar-102168-{quarter}-draft.pdf",
        f"didar-102168-{quarter}-draft.xlsx",
    ]


def test_a_day_without_a_reason_is_a_warning_on_stderr_and_stops_nothing(home, register, tmp_path, capsys):
    run("import", register(GOOD))
    capsys.readouterr()
    assert run("report", "1405-2", "--out", tmp_path / "out", "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["totals"]["meetings_held"] == 1
    *reasons, plain = said.err.splitlines()
    assert len(reasons) == 12
    assert all("no reason is written" in line for line in reasons)
    assert "in plain" in plain
    assert "1405/04/14" in said.err


def test_json_is_one_object_alone_and_all_else_is_on_stderr(home, register, capsys):
    path = register(GOOD.replace("1405/04/07", "1405/04/08"), BAD)
    path.write_text(path.read_text(encoding="utf-8").replace("kind,", "kind,ردیف,").replace("weekly,", "weekly,7,"))
    assert run("import", path, "--json", "--skip-bad") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["stored"] == 1
    assert len(said.out.splitlines()) == 1
    for told in ("ردیف", "not the agency's meeting day", "Line 3", "register.csv.rejected.csv"):
        assert told in said.err


def test_a_dry_run_gives_the_same_figures_and_leaves_no_trace(home, register, tmp_path, capsys):
    path = register(GOOD, BAD)
    for words in ([], ["--skip-bad"]):
        told = []
        for dry in (["--dry-run"], []):
            code = run("import", path, *words, *dry, "--json")
            told.append((code, json.loads(capsys.readouterr().out)))
            assert path.with_name("register.csv.rejected.csv").exists() == (words == ["--skip-bad"] and not dry)
        assert told[0] == told[1]


def test_the_rejected_rows_are_their_owner_s_alone_and_that_they_are_plain_is_said(home, register, capsys):
    path = register(GOOD, BAD)
    assert run("import", path, "--skip-bad") == 0
    beside = path.with_name("register.csv.rejected.csv")
    assert "in plain" in capsys.readouterr().err
    if os.name != "nt":
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    beside.write_text(beside.read_text(encoding="utf-8-sig").replace("0012345678", "0012345679"), encoding="utf-8")
    assert run("import", beside, "--json") == 0
    assert json.loads(capsys.readouterr().out)["stored"] == 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample registers are not beside the project")
@pytest.mark.parametrize("name", ["clean", "dirty"])
def test_the_sample_registers_give_their_figures_from_the_command_line(home, tmp_path, capsys, name):
    expected = json.loads((SAMPLES / f"register-{name}.expected.json").read_text(encoding="utf-8"))
    path = tmp_path / f"register-{name}.csv"
    path.write_bytes((SAMPLES / path.name).read_bytes())
    assert run("import", path, "--skip-bad", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["line"] for row in told["rejected"]] == expected["rejected_lines"]
    assert all(row["field"] and row["reason"] for row in told["rejected"])
    assert told["read"] == told["stored"] + told["unchanged"] + len(told["rejected"])
    assert run("report", "1405-2", "--out", tmp_path / "out", "--json") == 0
    totals = json.loads(capsys.readouterr().out)["totals"]
    assert totals == {key: value for key, value in expected.items() if key not in ("rejected_lines", "reasons")}
    assert run("import", path, "--skip-bad", "--json") == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["stored"], again["updated"], again["rejected"]) == (0, 0, told["rejected"])


def test_verify_gives_each_file_its_line_and_the_reason_of_a_bad_one_on_stderr(home, tmp_path, capsys):
    for words in ([], ["--json"]):
        assert run("verify", tmp_path / "none.pdf", home / "keys.json", *words) == 1
        said = capsys.readouterr()
        assert len(said.out.splitlines()) == (2 if words else 0)
        first, second = said.err.splitlines()
        assert "none.pdf" in first
        assert "keys.json" in second


@pytest.mark.parametrize(
    "content",
    [
        f"{PASSPHRASE}\nthe second line".encode(),
        f"{PASSPHRASE}\r\n".encode(),
        PASSPHRASE.encode("utf-8-sig"),
        unicodedata.normalize("NFD", PASSPHRASE).encode(),
    ],
    ids=["first line", "CRLF", "byte-order mark", "NFD"],
)
def test_the_passphrase_is_the_first_line_of_its_file_however_it_was_saved(home, passphrase_file, content):
    passphrase_file.write_bytes(content)
    assert run("check") == 0


@pytest.mark.parametrize("content", [b"", b"\n", "گذر".encode("utf-16")])
def test_a_passphrase_file_without_a_passphrase_is_refused(home, passphrase_file, capsys, content):
    passphrase_file.write_bytes(content)
    assert run("check") == 1
    assert "passphrase" in capsys.readouterr().err


def test_the_named_file_goes_before_the_environment_and_a_named_user_is_tried_alone(home, tmp_path, monkeypatch):
    monkeypatch.setenv("DIDAR_PASSPHRASE_FILE", str(tmp_path / "none"))
    assert run("check") == 1
    assert run("check", "--passphrase-file", tmp_path / "passphrase", "--user", "zahra") == 0
    assert run("check", "--passphrase-file", tmp_path / "passphrase", "--user", "reza") == 1


class Typed(io.StringIO):
    def isatty(self):
        return True


def typed(monkeypatch, *lines: str) -> list[str]:
    """Passphrases typed on a terminal; gives what was asked."""
    monkeypatch.delenv("DIDAR_PASSPHRASE_FILE")
    monkeypatch.setattr("sys.stdin", Typed())
    asked, waiting = [], iter(lines)

    def answer(prompt):
        asked.append(prompt)
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("getpass.getpass", answer)
    return asked


def test_on_a_terminal_the_passphrase_is_asked_for_and_a_new_one_twice(home, tmp_path, monkeypatch):
    assert typed(monkeypatch, PASSPHRASE) == []
    assert run("check") == 0
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("DIDAR_PASSPHRASE_FILE", "")
    asked = typed(monkeypatch, PASSPHRASE, f"{PASSPHRASE}!")
    assert run(*INIT) == 2
    assert asked == ["Passphrase: ", "Passphrase again: "]
    assert not (tmp_path / "new").exists()


def test_no_passphrase_typed_is_wrong_usage_and_an_interrupted_verb_is_refused(home, monkeypatch, capsys):
    typed(monkeypatch)
    assert run("check") == 2

    def interrupted(_arguments):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.VERBS, "check", interrupted)
    assert run("check") == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="pipes break in another way there")
def test_a_reader_that_has_enough_of_the_output_is_no_fault(home, tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    words = ["-m", "ui.start", "verify", str(tmp_path / "none.pdf"), "--json"]
    done = subprocess.run([sys.executable, *words], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert done.returncode == 1
    assert "BrokenPipe" not in done.stderr


VERBS = {
    "--version": (["--version"], 0),
    "--help": (["--help"], 0),
    "wrong usage": (["dance"], 2),
    "init": ([*INIT, "--code", "1"], 1),
    "import": (["import", "{register}"], 0),
    "import .xlsx": (["import", "{folder}/none.xlsx"], 1),
    "report": (["report", "1405-1", "--out", "{folder}/out"], 0),
    "verify": (["verify", "{register}"], 1),
    "receipt": (["receipt", "{register}"], 1),
    "bulletin": (["bulletin", "--out", "{folder}/bulletin.json"], 0),
    "verifier": (["verifier", "{folder}/page.html"], 0),
    "open": (["open", "{register}", "--key", "{register}", "--out", "{folder}/plain"], 1),
    "list": (["list", "1405/04/07", "--out", "{folder}/list.pdf"], 0),
    "backup": (["backup", "{folder}/copy.didar"], 0),
    "restore": (["restore", "{register}"], 1),
    "check": (["check"], 0),
    "preset": (["preset", "{register}"], 1),
}


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_imports_qt(home, register, tmp_path, verb):
    assert {words[0] for words, _code in VERBS.values()} >= set(cli.VERBS)
    words, code = VERBS[verb]
    program = (
        "import sys\nfrom ui.start import main\ncode = 0\n"
        "try:\n    code = main(sys.argv[1:])\nexcept SystemExit as end:\n    code = end.code or 0\n"
        'assert "PySide6" not in sys.modules\nassert not any(name.startswith("PySide6") for name in sys.modules)\n'
        "raise SystemExit(code)"
    )
    command = [word.format(register=register(GOOD), folder=tmp_path) for word in words]
    done = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "AssertionError" not in done.stderr
