"""The verbs as the contracts have them: exit codes, what is printed where, what is written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.domain.texts import speak
from tests.conftest import PASSPHRASE

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


def test_an_unknown_verb_is_wrong_usage(capsys):
    assert run("dance") == 2
    assert not capsys.readouterr().out


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


@pytest.mark.parametrize(
    "wrong", [["--weekday", "someday"], ["--hours", "8"], ["--since", "1405/13/01"], ["--kind", "kingdom"]]
)
def test_init_with_a_word_that_is_not_known_is_wrong_usage(tmp_path, monkeypatch, wrong):
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path / "new"))
    words = [word for word in INIT if word not in ("--weekday", "sun")] if "--weekday" in wrong else INIT
    assert run(*words, *wrong) == 2
    assert not (tmp_path / "new" / "didar.db").exists()


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


@pytest.mark.parametrize("option", [["--pkcs11", "lib.so"], ["--encrypt-to", "cert.pem"]])
def test_what_comes_later_is_refused_in_one_clear_line(home, tmp_path, capsys, option):
    assert run("report", "1405-2", "--out", tmp_path / "out", *option) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


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


VERBS = {
    "--version": ["--version"],
    "check": ["check"],
    "import": ["import", "{register}"],
    "report": ["report", "1405-2", "--out", "{out}"],
    "verify": ["verify", "{register}"],
    "backup": ["backup", "{out}.backup"],
}


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_imports_qt(home, register, tmp_path, verb):
    words = [word.format(register=register(GOOD), out=tmp_path / "out") for word in VERBS[verb]]
    program = (
        "import sys\nfrom ui.start import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('PySide6' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert done.stderr.strip().splitlines()[-1] == "False"
