"""How didar is called: which language it speaks, and what is wrong usage."""

import io

import pytest

from app import cli, usage
from app.domain.texts import language, speak


class Terminal(io.TextIOWrapper):
    def isatty(self):
        return True


def on(monkeypatch, encoding: str, *, terminal: bool = True) -> None:
    kind = Terminal if terminal else io.TextIOWrapper
    monkeypatch.setattr("sys.stdout", kind(io.BytesIO(), encoding=encoding))


@pytest.mark.parametrize(
    ("encoding", "terminal", "expected"),
    [
        ("utf-8", True, "fa"),
        ("cp1256", True, "en"),  # it has no ی
        ("latin-1", True, "en"),
        ("ascii", True, "en"),
        ("utf-8", False, "en"),
    ],
)
def test_didar_speaks_persian_on_a_terminal_that_can_show_it_and_english_elsewhere(
    monkeypatch, encoding, terminal, expected
):
    on(monkeypatch, encoding, terminal=terminal)
    usage.parse(["check"])
    assert language() == expected


@pytest.mark.parametrize("words", [["--lang", "{}", "check"], ["check", "--lang", "{}"], ["check", "--lang={}"]])
@pytest.mark.parametrize("chosen", ["fa", "en"])
def test_a_language_that_is_asked_for_is_spoken_wherever_it_stands(monkeypatch, words, chosen):
    on(monkeypatch, "ascii" if chosen == "fa" else "utf-8")
    usage.parse([word.format(chosen) for word in words])
    assert language() == chosen


@pytest.mark.parametrize("place", [0, 1])
def test_user_and_passphrase_file_stand_before_or_after_the_verb(place):
    given = ["--user", "zahra", "--passphrase-file", "f"]
    arguments = usage.parse([*given, "check"] if place else ["check", *given])
    assert (arguments.user, str(arguments.passphrase_file)) == ("zahra", "f")


INIT = ["init", "--agency", "ا", "--province", "خ", "--county", "ا", "--head", "ف", "--weekday", "sun", "--code", "1"]

WRONG = [
    ["dance"],
    ["--lang"],
    ["--lang", "de", "check"],
    ["--time-startup", "check"],
    ["check", "extra"],
    ["check", "--json"],
    ["init"],
    [*INIT, "--weekday", "someday"],
    [*INIT, "--hours", "8"],
    [*INIT, "--hours", "12:00-08:00"],
    [*INIT, "--since", "1405/13/01"],
    [*INIT, "--since", "2026/09/13"],
    [*INIT, "--kind", "kingdom"],
    [*INIT, "--code", "a/b"],
    [*INIT, "--code", "۱۰۲"],
    [*INIT, "--code", ""],
    [*INIT, "--code", "a" * 33],
    [*INIT, "--agency", " "],
    [*INIT, "--user", "a b"],
    ["import"],
    ["import", "a.csv", "b.csv"],
    ["import", "a.csv", "--dry"],
    ["report", "1405-2"],
    ["report", "1405-5", "--out", "o"],
    ["report", "1405", "--out", "o"],
    ["report", "1405-2", "--out", "o", "--pkcs12", "f"],
    ["report", "1405-2", "--out", "o", "--pin-file", "f"],
    ["report", "1405-2", "--out", "o", "--pkcs11", "l"],
    ["report", "1405-2", "--out", "o", "--token", "t", "--pin-file", "f"],
    ["report", "1405-2", "--out", "o", "--pkcs11", "l", "--token", "t"],
    ["report", "1405-2", "--out", "o", "--pkcs12", "f", "--pkcs11", "l", "--token", "t", "--pin-file", "f"],
    ["verify"],
    ["list"],
    ["list", "yesterday", "--out", "l.pdf"],
    ["list", "1405/07/31", "--out", "l.pdf"],
    ["backup"],
    ["restore"],
    ["demo", "--visits", "many"],
    ["demo", "--visits", "-1"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_exits_with_2_before_anything_is_opened_and_says_why_on_stderr(
    tmp_path, monkeypatch, capsys, words
):
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("DIDAR_PASSPHRASE_FILE", str(tmp_path / "none.txt"))
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    said = capsys.readouterr()
    assert end.value.code == 2
    assert not said.out
    assert said.err.strip()
    assert not list(tmp_path.iterdir())


def test_wrong_usage_is_told_in_persian_too(capsys):
    with pytest.raises(SystemExit):
        usage.parse(["import", "--lang", "fa"])
    assert "این گزینه‌ها لازم است: FILE" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        usage.parse(["--lang", "en", "import"])
    assert "the following arguments are required: FILE" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [[], *([verb] for verb in (*usage.WITHOUT_SCREEN, "demo"))])
def test_every_verb_has_its_help_in_both_languages(capsys, verb):
    for chosen, word in (("fa", "گزینه‌ها"), ("en", "options")):
        with pytest.raises(SystemExit) as end:
            usage.parse(["--lang", chosen, *verb, "--help"])
        assert end.value.code == 0
        assert word in capsys.readouterr().out
    speak("fa")
