"""The Unicode bidirectional algorithm (UAX #9): the level of each letter, and the order of the eye.

Our own, because no library with wheels tells levels and knows isolates and brackets: python-bidi knows neither, and
the bindings to FriBidi and ICU want a compiler. Held against Unicode's own BidiCharacterTest.txt, every line of it.
The rules (X1, W4, N0 ...) have the names that the standard gives them.
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

_DEEPEST: Final = 125  # BD2
_MOST_OPEN: Final = 63  # brackets inside each other, BD16
_EMBEDDINGS: Final = {"LRE": (0, None), "RLE": (1, None), "LRO": (0, "L"), "RLO": (1, "R")}
_ISOLATES: Final = frozenset({"LRI", "RLI", "FSI"})
_REMOVED: Final = frozenset({*_EMBEDDINGS, "PDF", "BN"})  # X9
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON", "PDI", *_ISOLATES})
_JOINING: Final = frozenset({("ES", "EN"), ("CS", "EN"), ("CS", "AN")})  # W4
_SIDES: Final = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}  # as N0 to N2 see them
_RIGHT_TO_LEFT: Final = ((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFE), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF))
_SIGNS: Final = (
    (0x2000, 0x2BFF),
    (0x2E00, 0x2FFF),
    (0x3000, 0x3004),
    (0x3008, 0x3020),
    (0xFE00, 0xFE6F),
    (0x1F000, 0x1FBFF),
)
# Bidi_Paired_Bracket of Unicode 15, each opening one before its closing one
_PAIRS: Final = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋\u2329\u232a❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_CANONICAL: Final = {"\u2329": "\u3008", "\u232a": "\u3009"}  # equivalent: the one may close what the other opens
_CLOSING: Final = {
    opening: _CANONICAL.get(closing, closing) for opening, closing in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)
}
_CLOSES: Final = frozenset(_PAIRS[1::2])


@lru_cache(maxsize=4096)
def kind_of(letter: str) -> str:
    """A letter's Bidi_Class, by the Unicode data of this Python."""
    return unicodedata.bidirectional(letter) or kind_by_place(letter)


def kind_by_place(letter: str) -> str:
    """What a letter is most likely to be, by the block it stands in alone: the same in every version of Unicode."""
    code = ord(letter)
    if any(first <= code <= last for first, last in _RIGHT_TO_LEFT):
        return "R"
    return "ON" if any(first <= code <= last for first, last in _SIGNS) else "L"


def levels(text: str, base: int | None = None, kind: Callable[[str], str] = kind_of) -> tuple[int, list[int | None]]:
    """The paragraph's level, and that of each of its letters; None for one that X9 takes out.

    text: one paragraph on one line. base: 0 left to right, 1 right to left, None by its first strong letter (P2).
    """
    given = [kind(letter) for letter in text]
    ends = _ends(given)
    if base is None:
        base = _first_strong(given, ends, 0, len(given))
    explicit, kinds = _explicit(given, ends, base)
    kept = [place for place, one in enumerate(given) if one not in _REMOVED]
    line = _Line(
        [text[place] for place in kept],
        [given[place] for place in kept],
        [kinds[place] for place in kept],
        [explicit[place] for place in kept],
        base,
    )
    resolved: list[int | None] = [None] * len(text)
    for place, level in zip(kept, line.levels(), strict=True):
        resolved[place] = level
    return base, resolved


def order(levels: Sequence[int]) -> list[int]:
    """The places of a line's letters from left to right (L2)."""
    places = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    for least in range(max(levels, default=0), min(odd, default=1) - 1, -1):
        start = 0
        while start < len(places):
            end = start
            while end < len(places) and levels[places[end]] >= least:
                end += 1
            if end > start:
                places[start:end] = places[start:end][::-1]
            start = max(end, start + 1)
    return places


def _ends(kinds: list[str]) -> dict[int, int]:
    """For each isolate that is closed the place of its PDI (BD9)."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for place, kind in enumerate(kinds):
        if kind in _ISOLATES:
            opened.append(place)
        elif kind == "PDI" and opened:
            ends[opened.pop()] = place
    return ends


def _first_strong(kinds: list[str], ends: dict[int, int], start: int, end: int) -> int:
    """P2 and P3: 1 where the first strong letter outside isolates runs right to left."""
    place = start
    while place < end:
        kind = kinds[place]
        if kind in _ISOLATES:
            place = ends.get(place, end)
        elif kind in {"L", "R", "AL"}:
            return int(kind != "L")
        place += 1
    return 0


class _Stack:
    """X1 to X8: what is open at a letter. Its top: the level, the override, whether an isolate opened it."""

    def __init__(self, base: int) -> None:
        self._open: list[tuple[int, str | None, bool]] = [(base, None, False)]
        self._isolates = self._isolates_over = self._embeddings_over = 0  # _over: too deep, and without effect

    @property
    def top(self) -> tuple[int, str | None]:
        return self._open[-1][:2]

    def embed(self, side: int, override: str | None) -> None:
        if not self._deeper(side, override, isolate=False) and not self._isolates_over:
            self._embeddings_over += 1

    def end_embedding(self) -> None:
        if self._isolates_over:
            return
        if self._embeddings_over:
            self._embeddings_over -= 1
        elif not self._open[-1][2] and len(self._open) > 1:
            self._open.pop()

    def isolate(self, side: int) -> None:
        if self._deeper(side, None, isolate=True):
            self._isolates += 1
        else:
            self._isolates_over += 1

    def end_isolate(self) -> None:
        if self._isolates_over:
            self._isolates_over -= 1
        elif self._isolates:
            self._embeddings_over = 0
            while not self._open.pop()[2]:
                pass
            self._isolates -= 1

    def _deeper(self, side: int, override: str | None, *, isolate: bool) -> bool:
        level = self._open[-1][0] + 1
        level += level % 2 != side
        if level > _DEEPEST or self._isolates_over or self._embeddings_over:
            return False
        self._open.append((level, override, isolate))
        return True


def _explicit(kinds: list[str], ends: dict[int, int], base: int) -> tuple[list[int], list[str]]:
    """Each letter's level before its own kind counts, and its kind after overrides (X1 to X8)."""
    stack, explicit, overridden = _Stack(base), [], []
    for place, kind in enumerate(kinds):
        if kind == "PDI":
            stack.end_isolate()
        level, override = (base, None) if kind == "B" else stack.top
        explicit.append(level)
        overridden.append(override or kind)
        if kind in _EMBEDDINGS:
            stack.embed(*_EMBEDDINGS[kind])
        elif kind == "PDF":
            stack.end_embedding()
        elif kind in _ISOLATES:
            first = _first_strong(kinds, ends, place + 1, ends.get(place, len(kinds))) if kind == "FSI" else 0
            stack.isolate(1 if kind == "RLI" else first)
    return explicit, overridden


class _Line:
    """A line without what X9 takes out. given: each letter's own kind; kinds: what the rules have made of it by now."""

    def __init__(self, text: list[str], given: list[str], kinds: list[str], explicit: list[int], base: int) -> None:
        self.text, self.given, self.kinds, self.explicit, self.base = text, given, kinds, explicit, base
        self.ends = _ends(given)

    def levels(self) -> list[int]:
        resolved = self.explicit.copy()
        for sequence in self._sequences():
            level = self.explicit[sequence[0]]
            first, last = self._sides(sequence, level)
            own = "LR"[level % 2]
            self._marks(sequence, first)
            self._separators(sequence)
            self._terminators(sequence, first)
            self._brackets(sequence, first, own)
            self._neutral(sequence, first, last, own)
            for place in sequence:  # I1, I2
                kind = self.kinds[place]
                if level % 2:
                    resolved[place] = level + (kind != "R")
                else:
                    resolved[place] = level + {"L": 0, "R": 1}.get(kind, 2)
        trailing = True  # L1
        for place in range(len(resolved) - 1, -1, -1):
            kind = self.given[place]
            if kind in {"B", "S"}:
                trailing = True
            elif kind not in {"WS", "PDI"} and kind not in _ISOLATES:
                trailing = False
            if trailing:
                resolved[place] = self.base
        return resolved

    def _sequences(self) -> list[list[int]]:
        """X10, BD13: the runs of one level, the two sides of each isolate joined."""
        runs: list[list[int]] = []
        for place, level in enumerate(self.explicit):
            if not place or level != self.explicit[place - 1]:
                runs.append([])
            runs[-1].append(place)
        if not self.ends:
            return runs
        begins = {run[0]: run for run in runs}
        closing = set(self.ends.values())
        sequences = []
        for run in runs:
            if run[0] in closing:
                continue
            sequence = run.copy()
            while sequence[-1] in self.ends:
                sequence += begins[self.ends[sequence[-1]]]
            sequences.append(sequence)
        return sequences

    def _sides(self, sequence: list[int], level: int) -> tuple[str, str]:
        """sos and eos: the way in which what stands before and behind runs (X10)."""
        first, last = sequence[0], sequence[-1]
        before = self.explicit[first - 1] if first else self.base
        open_ended = self.given[last] in _ISOLATES or last + 1 == len(self.explicit)
        after = self.base if open_ended else self.explicit[last + 1]
        return "LR"[max(level, before) % 2], "LR"[max(level, after) % 2]

    def _marks(self, sequence: list[int], first: str) -> None:
        """W1 to W3: a mark is as its letter; European numbers behind Arabic letters are Arabic ones."""
        kinds = self.kinds
        before = strong = first
        for place in sequence:
            kind = kinds[place]
            if kind == "NSM":
                kind = "ON" if before == "PDI" or before in _ISOLATES else before
            before = kind
            if kind in {"L", "R", "AL"}:
                strong = kind
            elif kind == "EN" and strong == "AL":
                kind = "AN"
            kinds[place] = "R" if kind == "AL" else kind

    def _separators(self, sequence: list[int]) -> None:
        """W4: one sign between two numbers of a kind is part of the number."""
        kinds = self.kinds
        for left, place, right in zip(sequence, sequence[1:], sequence[2:], strict=False):
            beside = kinds[left]
            if beside == kinds[right] and (kinds[place], beside) in _JOINING:
                kinds[place] = beside

    def _terminators(self, sequence: list[int], first: str) -> None:
        """W5 to W7: signs at a European number are part of it, others are neutral; behind Latin it is as Latin."""
        kinds = self.kinds
        before, waiting = first, list[int]()  # signs that a number may yet follow
        for place in sequence:
            kind = kinds[place]
            if kind == "ET" and before != "EN":
                waiting.append(place)
                kinds[place] = "ON"
                continue
            if kind == "ET":
                kinds[place] = kind = "EN"
            elif kind in {"ES", "CS"}:
                kinds[place] = "ON"
            elif kind == "EN":
                for sign in waiting:
                    kinds[sign] = "EN"
            waiting.clear()
            before = kind
        strong = first
        for place in sequence:
            kind = kinds[place]
            if kind in {"L", "R"}:
                strong = kind
            elif kind == "EN" and strong == "L":
                kinds[place] = "L"

    def _brackets(self, sequence: list[int], first: str, own: str) -> None:
        """N0: both brackets of a pair look the same way."""
        for begin, end in self._pairs(sequence):
            inside = {_SIDES.get(self.kinds[place]) for place in sequence[begin + 1 : end]}
            if own in inside:
                side = own
            elif inside - {None}:  # only what runs against the line: what stands before decides
                before = (_SIDES.get(self.kinds[sequence[at]]) for at in range(begin - 1, -1, -1))
                side = next((one for one in before if one), first)
            else:
                continue
            for at in (begin, end):
                self.kinds[sequence[at]] = side
                mark = at + 1  # marks on a bracket go with it
                while mark < len(sequence) and self.given[sequence[mark]] == "NSM":
                    self.kinds[sequence[mark]] = side
                    mark += 1

    def _pairs(self, sequence: list[int]) -> list[tuple[int, int]]:
        """BD16: where in the sequence pairs of brackets begin and end, by their beginning."""
        opened: list[tuple[str, int]] = []
        pairs: list[tuple[int, int]] = []
        for at, place in enumerate(sequence):
            letter = self.text[place]
            if self.kinds[place] != "ON":
                continue
            if letter in _CLOSING:
                if len(opened) == _MOST_OPEN:
                    break
                opened.append((_CLOSING[letter], at))
            elif letter in _CLOSES:
                letter = _CANONICAL.get(letter, letter)
                for back in range(len(opened) - 1, -1, -1):
                    if opened[back][0] == letter:
                        pairs.append((opened[back][1], at))
                        del opened[back:]
                        break
        return sorted(pairs)

    def _neutral(self, sequence: list[int], first: str, last: str, own: str) -> None:
        """N1 and N2: what has no way of its own goes with both its neighbours, or with the line."""
        kinds = self.kinds
        side, start = first, 0
        while start < len(sequence):
            if kinds[sequence[start]] not in _NEUTRAL:
                side = _SIDES[kinds[sequence[start]]]
                start += 1
                continue
            end = start
            while end < len(sequence) and kinds[sequence[end]] in _NEUTRAL:
                end += 1
            after = _SIDES[kinds[sequence[end]]] if end < len(sequence) else last
            for place in sequence[start:end]:
                kinds[place] = side if side == after else own
            start = end
