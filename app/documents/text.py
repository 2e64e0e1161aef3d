"""Persian lines: words shaped once, put in the order of the eye, broken in the order of speech.

A line of Persian words and plain numbers needs no more than its words turned round; whatever has anything
else in it (Latin, signs next to digits) goes through the whole bidirectional algorithm. Both are remembered.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import count, groupby
from operator import itemgetter
from typing import Final

from app.documents import bidi
from app.documents.fonts import Face, Shaped, face, lacks
from app.domain.persian.text import persian_digits

GAP: Final = "\u2009"  # between groups of digits: seen, but neither copied nor searched
_GAP_WIDTH: Final = 70  # 1/1000 em; from 90 on pdfium takes it for a space
_LRI, _PDI, _ZWNJ = "\u2066", "\u2069", "\u200c"
_ISOLATES: Final = re.compile(f"({_LRI}[^{_LRI}{_PDI}]*{_PDI})")
_LRM, _RLM = "\u200e", "\u200f"
_CONTROLS: Final = re.compile(r"[\u0000-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2066-\u2069]")
_ACTING: Final = frozenset({_LRI, _PDI, _LRM, _RLM})
"""No text that is kept has one, nor has a report's data: they are put in where words meet (`among_words`)."""
# Joined forms of old programs are drawn by their letters; what has no look and joins nothing is left out.
_READY_MADE: Final = re.compile("[\ufb00-\ufb06\ufb50-\ufd3d\ufd40-\ufdfb\ufe70-\ufefc]+")
_NO_LOOK: Final = re.compile("[\u00ad\u034f\u200b\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")

# Letters and marks of right-to-left scripts, without digits and without the signs that belong to numbers
_LETTERS: Final = r"\u0610-\u061a\u061d-\u065f\u066d-\u06dc\u06de-\u06ef\u06fa-\u06ff\u200c"
_SIGNS: Final = r"\-\u00ab\u00bb()\[\]\u060c\u061b\u061f.:!\u2026\u2013\u2014\u2022/*'\u2019\u2018\u201c\u201d\""
_NUMBER: Final = rf"[0-9\u06f0-\u06f9{GAP}]+(?:[/:.][0-9\u06f0-\u06f9{GAP}]+)*"
_WORD: Final = re.compile(rf"([{_SIGNS}]*)(?:([{_LETTERS}][{_LETTERS}{_SIGNS}]*)|({_NUMBER})([{_SIGNS}]*))?")
_UNKNOWN: Final = Shaped(-1, "")
_LONGEST: Final = 400  # letters of one word that are tried on a line
_FIRST_TRIED: Final = 32  # of a word too wide, before its letters are known to be wide or narrow
_GUESSES: Final = 4  # by the width of what was tried; then by halves, so that no mixture of widths is slow
_MOST_MARKS: Final = 8  # marks on one letter that a broken word keeps with it
_KEPT: Final = 20_000  # words and lines that are remembered


class Setter:
    """Sets lines in one weight."""

    def __init__(self, weight: Face) -> None:
        self.face = weight
        self._words: dict[str, Shaped | None] = {}
        self._mixed: dict[str, Shaped] = {}
        self._digits = {digit: self._shape(digit, leftwards=False) for digit in "۰۱۲۳۴۵۶۷۸۹0123456789/:."}
        self._digits[GAP] = Shaped(_GAP_WIDTH, str(-_GAP_WIDTH))
        self._space = self._shape(" ", leftwards=True)
        self.space_before = f"{self._space.width}{self._space.glyphs}"
        """Within a line's operator: a space left of it, which moves nothing."""

    def line(self, text: str) -> Shaped:
        """One line of right-to-left text, whatever stands in it."""
        words = self._plain(text)
        return self._bidi(text) if words is None else self._joined(words)

    def code(self, text: str) -> Shaped:
        """One line of left-to-right text: a code, a fingerprint."""
        return self._bidi(f"{_LRI}{text}{_PDI}")

    def justified(self, line: Shaped, width: int, most: int) -> Shaped:
        """The line as wide as `width`, by wider spaces; as it is where a space would grow by more than `most`."""
        space = self._space.glyphs
        parts = line.glyphs.split(space)
        spaces, missing = len(parts) - 1, width - line.width
        if not spaces or not 0 < missing <= most * spaces:
            return line
        share, rest = divmod(missing, spaces)
        more = [f"{space}{-(share + (place < rest))} " for place in range(spaces)]  # a number may follow
        return Shaped(width, "".join([piece for both in zip(parts, [*more, ""], strict=True) for piece in both]))

    def wrap(self, text: str, width: int) -> list[Shaped]:
        """The lines of a text in a column of `width` (1/1000 em); a word that is wider than it is broken."""
        if "\n" in text:
            return [line for paragraph in text.split("\n") for line in self.wrap(paragraph, width)]
        words = self._plain(text)
        whole = self._bidi(text) if words is None else self._joined(words)
        if whole.width <= width:
            return [whole]
        if words is None or any(word.width > width for word in words):
            return [self.line(line) for line in self._lines(text, width)]
        lines: list[Shaped] = []
        start = used = 0
        for place, word in enumerate(words):
            if place > start and used + self._space.width + word.width > width:
                lines.append(self._joined(words[start:place]))
                start, used = place, 0
            used += word.width + (self._space.width if place > start else 0)
        return [*lines, self._joined(words[start:])]

    def _plain(self, text: str) -> list[Shaped] | None:
        """The words of a text, in logical order, if each looks the same whatever stands beside it."""
        words: list[Shaped] = []
        known = self._words
        for word in text.split(" "):
            shaped = known.get(word, _UNKNOWN)  # in one step: another thread may be emptying it
            if shaped is _UNKNOWN:
                shaped = self._word(word)
            if shaped is None:
                return None
            words.append(shaped)
        return words

    def _joined(self, words: list[Shaped]) -> Shaped:
        if len(words) == 1:
            return words[0]
        width = sum([word.width for word in words]) + self._space.width * (len(words) - 1)
        return Shaped(width, self._space.glyphs.join([word.glyphs for word in reversed(words)]))

    def _lines(self, text: str, width: int) -> list[str]:
        """The lines of a text that the bidirectional algorithm has to order, or that has a word too wide."""
        lines: list[str] = []
        line, used = "", 0
        for word in _unbroken(text):
            needed = self._measured(word, width)
            if line and used + self._space.width + needed <= width:
                line, used = f"{line} {word}", used + self._space.width + needed
                continue
            if line:
                lines.append(line)
            while needed > width:
                part, word = _parted(word, self._fitting(word, width))  # noqa: PLW2901 - what is left of it
                lines.append(part)
                needed = self._measured(word, width)
            line, used = word, needed
        return [*lines, line] if line or not lines else lines

    def _fitting(self, word: str, width: int) -> int:
        """How many of its letters fit, at least one, never parting a mark or a half-space from its letter."""
        fit, too_many = 1, min(len(word), _LONGEST) + 1
        tried = min(_FIRST_TRIED, too_many - 1)
        for step in count(1):
            if too_many - fit == 1:
                break
            used = self._bidi(word[:tried], keep=False).width
            fit, too_many = (tried, too_many) if used <= width else (fit, tried)
            guess = tried * width // used if used and step <= _GUESSES else (fit + too_many) // 2
            tried = min(max(guess, fit + 1), too_many - 1)
        for cut in range(fit, max(fit - _MOST_MARKS, 0), -1):
            if cut == len(word) or not (_is_mark(word[cut]) or word[cut] == _ZWNJ):
                return cut
        return fit

    def _measured(self, word: str, width: int) -> int:
        """A word's width; one that is longer than any line is too wide, and not measured again and again."""
        return self.line(word).width if len(word) <= _LONGEST else width + 1

    def _word(self, word: str) -> Shaped | None:
        """A word that stays the same wherever it stands, or None: its neighbours decide its look."""
        found = _WORD.fullmatch(word)
        shaped = None
        if found:
            before, letters, number, after = found.groups()
            if number is None:
                shaped = self._shape(before + (letters or ""), leftwards=True)
            else:
                pieces = [self._digits[digit] for digit in number]
                if after:
                    pieces.insert(0, self._shape(after, leftwards=True))
                if before:
                    pieces.append(self._shape(before, leftwards=True))
                shaped = Shaped.joined(pieces)
        if len(self._words) >= _KEPT:
            self._words.clear()
        self._words[word] = shaped
        return shaped

    def _bidi(self, text: str, *, keep: bool = True) -> Shaped:
        if (known := self._mixed.get(text)) is not None:
            return known
        runs = _ordered(_levels(text))
        shaped = Shaped.joined([self._shape(run, leftwards=level % 2 == 1) for level, run in runs])
        if keep:
            if len(self._mixed) >= _KEPT:
                self._mixed.clear()
            self._mixed[text] = shaped
        return shaped

    def _shape(self, text: str, *, leftwards: bool) -> Shaped:
        if GAP not in text:
            return self.face.shape(text, leftwards=leftwards)
        parts = [self.face.shape(part, leftwards=leftwards) for part in text.split(GAP)]
        gap = self._digits[GAP]
        spaced = [piece for part in parts for piece in (gap, part)][1:]
        return Shaped.joined(spaced[::-1] if leftwards else spaced)


@cache
def setter(resource: str) -> Setter:
    """The one setter of a weight (F1 regular, F2 bold), with what it remembers."""
    return Setter(face(resource))


def in_groups(digits: str, groups: tuple[int, ...]) -> str:
    """Persian digits with a gap between the groups that is seen, but neither copied nor searched."""
    parts, start = [], 0
    for length in groups:
        parts.append(digits[start : start + length])
        start += length
    return persian_digits(GAP.join(parts) + digits[start:])


def missing(text: str) -> list[str]:
    """The letters of a text that no page can show, each once: they are drawn as frames with their number in them."""
    seen = dict.fromkeys(_CONTROLS.sub("", _seen(text)))
    return [letter for letter in seen if lacks(letter) and not letter.isspace() and letter not in _ACTING]


def _parted(word: str, at: int) -> tuple[str, str]:
    """Both parts of a word that is broken; an isolate is one in each of them."""
    at = max(at, 2) if word.startswith(_LRI) else at
    first, rest = word[:at], word[at:]
    if first.rfind(_LRI) <= first.rfind(_PDI):
        return first, rest
    return first + _PDI, "" if rest == _PDI else _LRI + rest


def _unbroken(text: str) -> list[str]:
    """The words between which a line may end: an isolate is one word."""
    if _LRI not in text:
        return text.split(" ")
    parts = _ISOLATES.split(text)
    words = [""]
    for part in parts:
        if part.startswith(_LRI):
            words[-1] += part
        else:
            first, *more = part.split(" ")
            words[-1] += first
            words += more
    return words


def _seen(text: str) -> str:
    return _NO_LOOK.sub("", _READY_MADE.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), text))


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) > 0


def _levels(text: str) -> list[tuple[int, str]]:
    """Each letter of a right-to-left line with its embedding level, in logical order.

    A control that has no business in a line becomes a sign that is seen; isolates and marks of ours act and are gone.
    """
    parts = _ISOLATES.split(_seen(text))
    parts[::2] = [_CONTROLS.sub("\ufffd", part) for part in parts[::2]]
    parts[1::2] = [_LRI + _CONTROLS.sub("\ufffd", part[1:-1]) + _PDI for part in parts[1::2]]
    seen = "".join(parts)
    before, found = bidi.levels(seen, 1, _kind)
    letters = []
    for letter, own in zip(seen, found, strict=True):
        before = before if own is None else own  # a half-space, which the algorithm takes out, stays with its letter
        if letter not in _ACTING:
            letters.append((before, letter))
    return letters


@lru_cache(maxsize=4096)
def _kind(letter: str) -> str:
    if letter == GAP:
        return "EN"  # a gap never parts a number
    # a frame stands where its letter would: by its block, so that a page is the same whatever this Python knows
    return bidi.kind_by_place(letter) if lacks(letter) and letter not in _ACTING else bidi.kind_of(letter)


def _ordered(letters: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Runs of one level, the leftmost first; within a run the letters stay in logical order."""
    runs = [(level, "".join([letter for _level, letter in run])) for level, run in groupby(letters, key=itemgetter(0))]
    return [runs[place] for place in bidi.order([level for level, _run in runs])]
