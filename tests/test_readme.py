"""The README keeps its word: two commands, each that it names exists, and CI runs the second one word for word."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from app import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.+?)\n```", README)
NAMED = sorted(set(re.findall(r"python3 dev\.py (\w+)", README)))
TABLE = README[README.index("## Verbs") : README.index("## Installer")]


def test_there_are_two_commands_one_runs_one_tests():
    assert BLOCKS == ["python3 dev.py run", "python3 dev.py test"]


def test_ci_ends_with_the_second_command_word_for_word():
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().splitlines()[-1] == BLOCKS[1]


@pytest.mark.parametrize("command", NAMED)
def test_each_command_that_is_named_is_there(command):
    assert command in dev.COMMANDS


def test_the_first_command_runs_didar():
    arguments = [*BLOCKS[0].split()[1:], "--version"]
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"didar \d+\.\d+\.\d+", done.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("verb", sorted(cli.VERBS))
def test_each_verb_is_named_and_tells_its_options(verb, capsys):
    assert re.search(rf"`(didar )?{verb}\b", TABLE)
    with pytest.raises(SystemExit) as ended:
        cli.parse([verb, "--help"])
    assert ended.value.code == 0
    assert verb in capsys.readouterr().out


def test_qts_system_libraries_are_named_as_the_client_names_them():
    from ui.start import SYSTEM_PACKAGES

    assert all(package in README for package in SYSTEM_PACKAGES.split())


def test_the_folders_that_are_named_are_there():
    folders = re.findall(r"^\| `([a-z/]+)/` \|", README, re.MULTILINE)
    assert folders
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
