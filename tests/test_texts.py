"""Every text has its Persian, every Persian text is used, and the glossary's forbidden words are nowhere."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
KEYWORDS = dict.fromkeys(("_", "fa", "N_"))
NEVER = ("کنسل", "اوکی", "آپلود", "فرمت", "لیست", "پیام کوتاه", "موبایل", "مشتری", "نامعتبر", "ي", "ك", "!")
FORMAT = re.compile(r"%\((\w+)\)[sd]")


@cache
def used() -> dict[str, str]:
    found = {}
    for package in ("app", "db", "ui"):
        for file, line, msgid, _comments, _context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            found[msgid if isinstance(msgid, str) else msgid[0]] = f"{package}/{file}:{line}"
    return found


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    with (ROOT / "resources/locale/fa/LC_MESSAGES/didar.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="fa") if message.id}


def test_no_text_hides_inside_an_f_string_where_the_catalogue_does_not_see_it():
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in ("app", "db", "ui")
        for path in (ROOT / package).rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYWORDS
        if isinstance(node.args[0], ast.Constant)
    ]
    assert hidden == []


def test_the_catalogue_says_each_text_once_in_order_and_apart_from_the_next():
    """What a merge glues together, Babel still reads; people and their tools do not."""
    blocks = (ROOT / "resources/locale/fa/LC_MESSAGES/didar.po").read_text(encoding="utf-8").strip().split("\n\n")
    found = [re.findall(r"(?m)^msgid (\".*\"(?:\n\".*\")*)", block) for block in blocks]
    assert [ids for ids in found if len(ids) != 1] == []
    msgids = ["".join(re.findall(r"\"(.*)\"", ids[0])) for ids in found]
    assert msgids == sorted(set(msgids))


def test_every_text_has_its_persian(catalogue):
    assert {msgid: place for msgid, place in used().items() if not catalogue.get(msgid)} == {}


def test_every_persian_text_is_used(catalogue):
    assert set(catalogue) - set(used()) == set()


def test_what_is_filled_in_is_the_same_in_both_languages(catalogue):
    differing = {
        msgid
        for msgid, persian in catalogue.items()
        if sorted(set(FORMAT.findall(msgid))) != sorted(set(FORMAT.findall(persian)))
    }
    assert differing == set()


@pytest.mark.parametrize("word", NEVER)
def test_no_text_has_a_word_that_the_glossary_forbids(catalogue, word):
    whole = re.compile(rf"(?<![آ-ی]){re.escape(word)}(?![آ-ی])") if len(word) > 1 else re.compile(re.escape(word))
    assert [persian for persian in catalogue.values() if whole.search(persian)] == []
