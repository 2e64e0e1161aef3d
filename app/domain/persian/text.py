"""Persian text: its stored form, its search key, its order, its digits."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from app.domain.errors import Refused
from app.domain.texts import _

ZWNJ: Final = "\u200c"
_LRI, _PDI = "\u2066", "\u2069"
_LRM, _RLM = "\u200e", "\u200f"
_BETWEEN_PARTS = re.compile(r"[\\/]+")
_PUT_IN = re.compile(f"[{_LRI}{_PDI}{_LRM}{_RLM}]")
_HAMZA_ABOVE = "\u0654"
_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_TO_LATIN = str.maketrans(_PERSIAN_DIGITS + _ARABIC_DIGITS, "0123456789" * 2)
_TO_PERSIAN = str.maketrans("0123456789" + _ARABIC_DIGITS, _PERSIAN_DIGITS * 2)

# Tatweel, soft hyphen, marks and controls of direction, byte-order mark; control characters other than
# white space, and halves of a surrogate pair, which no UTF-8 can hold. NUL stays: refuse_nul has to see it.
_DROPPED = re.compile(
    "[\u0640\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه" + _HAMZA_ABOVE})
_NEWLINES = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(rf"{ZWNJ}?\s[\s{ZWNJ}]*")
_ZWNJS = re.compile(f"{ZWNJ}{{2,}}")

# Words of letters that need no change and join with no neighbour, with one space or half-space between them: most cells
# of a register. Such a text is in its stored form already, which is told in a tenth of the time that making it takes.
_WORD = "[!-~آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأإؤئة۰-۹٠-٩،؛؟«»]++"
_STORED = re.compile(f"(?:{_WORD}(?:[ {ZWNJ}]{_WORD})*+)?")

# Such a text is its own folded form, as nearly all names are.
_BARE = re.compile("[ ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیa-z0-9]*+")
_FOLDED = str.maketrans({"ي": "ی", "ٱ": "ا", "ة": "ه", "ء": None})
_HONORIFICS = ("سید", "سیده")
_SHORTEST_NAME = 3  # سیدعلی is سید + علی, but سیدی and سیدان are names of their own

_CARRIER = re.compile("(?<=[^\\W\\d_])[أؤئ]")

_ALPHABET = "آاءأإؤئبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
# A rank is one ASCII character above the space: Persian from "0", then digits from "V", then Latin from "a".
_RANKS = {letter: chr(ord("0") + rank) for rank, letter in enumerate(_ALPHABET)}
_RANKS |= {"ٱ": _RANKS["ا"], "ة": _RANKS["ه"]}
_RANKS |= {str(digit): chr(ord("V") + digit) for digit in range(10)}
_RANKS |= {letter: letter for letter in "abcdefghijklmnopqrstuvwxyz"}

# The standard Persian layout (ISIRI 9147, "Persian (Standard)" on Windows), key by key.
_KEYBOARD = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,QWERTYUIOP{}ASDFGHJKL\"ZXCVBNM<>?",
    "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
    "\u0652\u064c\u064d\u064b\u064f\u0650\u064e\u0651][}{ؤئيإأآة»«؛ك\u0653ژ\u0670\u200c\u0654ء><؟",
)

# Codes and telephones whose parts stand the wrong way round after a Persian word (UAX 9, W2): parted by hyphens or, in
# a telephone, by spaces; with a plus before it; a number before a Latin letter; and a bracket before one that nothing
# closes, as another that nothing opens. «۱۵-۲۰» is a span, and read as it is typed.
_TURNED = re.compile(
    r"(?<![\dA-Za-z+/\u200e-])(?:\+?\d+(?:-\d+){2,}|\d{3,}-\d{4,}|(?<!\d )(?=[+0۰][\d ]{7})[+0۰]\d+(?: \d{2,})+"
    r"|\+\d+|\d+[-/_.][A-Za-z][A-Za-z0-9]*|[(\[](?=[A-Za-z][^()\[\]\n]*+$))",
    re.MULTILINE,
)
_UNOPENED = re.compile(r"^([^()\[\]\n]*+[)\]])(?!\u200e)", re.MULTILINE)

_KEYBOARD_BACK = {letter: key for key, letter in _KEYBOARD.items() if chr(key).islower()}


def normalise(text: str, *, lines: bool = False) -> str:
    """The form that is stored: one spelling for what looks the same. Idempotent.

    lines: keep line ends (as a line feed) and only trim the lines; without it they become spaces.
    Anything else stays as typed, digits too.
    """
    return text if _STORED.fullmatch(text) else _made_stored(text, lines=lines)


def _made_stored(text: str, *, lines: bool) -> str:
    text = _PRESENTATION_FORMS.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), text)
    text = _DROPPED.sub("", text)  # after them: a presentation form may hold a tatweel
    # NFC before the letters: it makes ئ of Arabic ي and hamza. And after: marks keep their canonical order.
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    text = unicodedata.normalize("NFC", text)
    if lines:
        return "\n".join(_spaced(line) for line in _NEWLINES.split(text)).strip("\n")
    return _spaced(text)


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", _ZWNJS.sub(ZWNJ, text)).strip(" " + ZWNJ)


def refuse_nul(text: str, field: str) -> str:
    """The text itself. Raises Refused if it holds a NUL, at which other programs would cut it."""
    if "\0" in text:
        raise Refused(_("This text holds a character that cannot be kept. Type it again."), field)
    return text


def latin_digits(text: str) -> str:
    """Persian and Arabic digits as 0-9; all else as it is."""
    return text.translate(_TO_LATIN)


def persian_digits(text: str | int) -> str:
    """Latin and Arabic digits as ۰-۹; all else as it is."""
    return str(text).translate(_TO_PERSIAN)


def read_digits(text: str) -> str:
    """Digits as they are read in Persian words; those that stand among Latin letters («St. 45») stay."""
    return re.sub(
        r"[^\u0600-\u06ff]+", lambda run: run[0] if re.search("[A-Za-z]", run[0]) else persian_digits(run[0]), text
    )


def search_key(text: str) -> str:
    """What two spellings of one thing have in common. Without spaces, never shown, idempotent.

    Letters in their bare form, no diacritics, no half-spaces, digits and Latin folded; a leading سید is left
    out where a name follows it.
    """
    return _without_joined_honorific("".join(_without_honorific(_folded(text).split())))


def search_words(text: str) -> list[str]:
    """The search key word by word, split at whatever is no letter or digit; a leading سید is left out."""
    folded = _folded(text)
    if not folded.isalnum():
        folded = "".join(letter if letter.isalnum() else " " for letter in folded)
    words = _without_honorific(folded.split())
    return [_without_joined_honorific(word) for word in words[:1]] + words[1:]


def without_hamza(text: str) -> str:
    """Without the letters that carry a hamza inside a word: what رؤوف and رئوف, مسئول and مسؤول have in common."""
    return _CARRIER.sub("", normalise(text))


def index_words(*texts: str | None) -> str:
    """The words by which texts are found, each once, in order.

    A word with a half-space in it also stands there joined, one with a hamza also without it.
    """
    words: set[str] = set()
    for token in normalise(" ".join(filter(None, texts))).split():
        for one in {token, without_hamza(token)}:
            found = search_words(one)
            words |= {*found, "".join(found)}
    return " ".join(sorted(words - {""}))


def _folded(text: str) -> str:
    return text if _BARE.fullmatch(text) else _made_folded(text)


def _made_folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", normalise(text).replace(ZWNJ, " ").casefold())
    bare = "".join(letter for letter in bare if unicodedata.category(letter) not in {"Mn", "Cf"})
    return latin_digits(bare.translate(_FOLDED))


def _without_honorific(words: list[str]) -> list[str]:
    while len(words) > 1 and words[0] in _HONORIFICS:
        words = words[1:]
    return words


def _without_joined_honorific(word: str) -> str:
    joined = _HONORIFICS[0]  # nobody joins سیده to the name
    while word.startswith(joined) and len(word) >= len(joined) + _SHORTEST_NAME:
        word = word.removeprefix(joined)
    return word


def sort_key(*texts: str) -> str:
    """A key whose byte order is the Persian alphabet's; with several texts, by the first, then the next.

    Persian letters, then digits, then Latin, then other scripts. Spaces, half-spaces, marks and punctuation
    decide only between texts whose letters are all the same.
    """
    stored = [normalise(text) for text in texts]
    return " ".join([*map(_ranks, stored), *stored])


def _ranks(text: str) -> str:
    letters = latin_digits(text.casefold())
    return "".join(_RANKS.get(letter) or (letter if letter.isalpha() else "") for letter in letters)


def isolate(text: str) -> str:
    """A left-to-right run (number, date, code) that keeps its order inside a Persian sentence."""
    return f"{_LRI}{text}{_PDI}"


def isolate_path(text: str) -> str:
    """A path or an address within Persian words, its parts in their order, also where they are of Persian letters."""
    return isolate(text if text.isascii() else _BETWEEN_PARTS.sub(f"\\g<0>{_LRM}", text))


def is_isolated(text: str) -> bool:
    """Whether all of it is one such run: it is not broken into lines, and where it has no room both ends stay."""
    return text.startswith(_LRI) and text.find(_PDI) == len(text) - 1


def in_order(text: str) -> str:
    """The text with its codes and telephones kept in order within Persian words, by a mark before each."""
    return _UNOPENED.sub(_closed, _TURNED.sub(f"{_LRM}\\g<0>", text))


def _closed(found: re.Match[str]) -> str:
    """A bracket that nothing opens goes with the Latin word or code before it."""
    word = found[1].rpartition(" ")[2]
    return f"{found[1]}{_LRM}" if word[:1].isascii() and word[:1].isalpha() else found[1]


def among_words(text: str) -> str:
    """What people typed, to stand within words of ours on paper.

    What begins in Latin keeps its brackets («(B/12»), codes keep their order, and a number of ours that follows a Latin
    word is not drawn into it. By marks, which no stored text has; words of Persian alone stay as they are.
    """
    return "\n".join(map(_line_among_words, text.split("\n"))) if text else text


def _line_among_words(line: str) -> str:
    first = next(_strong(line), "")
    line = in_order(line)
    line = f"{_LRM}{line}{_LRM}" if first == "L" else line
    return f"{line}{_RLM}" if next(_strong(reversed(line)), "") == "L" else line


def _strong(letters: Iterable[str]) -> Iterator[str]:
    """The ways of the letters that have one of their own."""
    return (way for way in map(unicodedata.bidirectional, letters) if way in {"L", "R", "AL"})


def plain(text: str) -> str:
    """The text without what `isolate`, `in_order` and `among_words` put in."""
    return _PUT_IN.sub("", text)


def from_keyboard(text: str) -> str:
    """What was meant when Persian was typed with the keyboard in English: "hplnd" is احمدی."""
    return text.translate(_KEYBOARD)


def to_keyboard(text: str) -> str:
    """What was meant when Latin was typed with the keyboard in Persian: "ش12" is a12."""
    return text.translate(_KEYBOARD_BACK)


_VERBS = (".", "؟", "!", "است", "نیست", "ید", "شد", "شود", "دارد", "باشد", "گردد")


def is_sentence(words: str) -> bool:
    """Whether this says something by itself, as against a name to stand in a sentence: verbs come last."""
    return "\n" in words.strip() or words.rstrip().endswith(_VERBS)
