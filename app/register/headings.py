"""The register's columns: their keys, their Persian headings, and how a heading in a file is recognised."""

from dataclasses import dataclass

from app.domain.errors import Refused
from app.domain.persian.text import normalise, search_key
from app.domain.texts import _
from app.register.rows import KEYS

PERSIAN = dict(
    zip(
        KEYS,
        (
            "نوع دیدار",
            "تاریخ",
            "ساعت ورود",
            "ساعت ملاقات",
            "برگزارکننده",
            "نام",
            "نام خانوادگی",
            "نام پدر",
            "کد ملی",
            "شناسهٔ اتباع",
            "علت نبود کد ملی",
            "تلفن همراه",
            "شهرستان",
            "نشانی",
            "تعداد همراهان",
            "به نمایندگی از",
            "نوع",
            "موضوع",
            "شرح",
            "دستور",
            "واحد اقدام‌کننده",
            "مهلت",
            "وضعیت",
            "نتیجه",
            "شیوهٔ اطلاع‌رسانی",
            "تاریخ اطلاع‌رسانی",
            "کد رهگیری سامد",
        ),
        strict=True,
    )
)

OURS = ("line", "reason")
"""Columns that FILE.rejected.csv has in front; a reader leaves them."""

LONGEST_NAME = 40
"""Letters of an unknown column's name that are told."""

_KNOWN = {search_key(word): key for key, persian in PERSIAN.items() for word in (key, persian)}


@dataclass(frozen=True)
class Heading:
    """A file's first row. keys: the register's key of each column, None where it is not known."""

    cells: tuple[str, ...]
    keys: tuple[str | None, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns that are left: to be named to the user."""
        named = (normalise(cell) for cell, key in zip(self.cells, self.keys, strict=True) if key is None)
        return tuple(name[:LONGEST_NAME] for name in named if name and not is_ours(name))

    def by_key(self, cells: list[str]) -> dict[str, str]:
        """A row's cells by the register's keys; a column that is not there is an empty one."""
        return {key: cell for key, cell in zip(self.keys, cells, strict=False) if key is not None}

    def is_empty(self, cells: list[str]) -> bool:
        """Whether nothing stands in a row but, perhaps, the line and reason that were put in front of it."""
        return all(is_blank(cell) or self._is_ours(place) for place, cell in enumerate(cells))

    def has_surplus(self, cells: list[str]) -> bool:
        """Whether something stands beyond the last heading, or under an empty one."""
        return any(
            not is_blank(cell) and (place >= len(self.cells) or is_blank(self.cells[place]))
            for place, cell in enumerate(cells)
            if place >= len(self.keys) or self.keys[place] is None
        )

    def _is_ours(self, place: int) -> bool:
        return place < len(self.cells) and is_ours(self.cells[place])


def is_ours(cell: str) -> bool:
    return search_key(cell) in OURS


def is_blank(cell: str) -> bool:
    """Whether a cell shows nothing: empty, spaces, marks of direction."""
    return not cell or not normalise(cell)


def known(cells: list[str]) -> int:
    """How many of these cells are headings of the register."""
    return sum(search_key(cell) in _KNOWN for cell in cells)


def read(cells: list[str]) -> Heading:
    """Recognise a heading. Raises Refused when no column is known, or one stands there twice."""
    keys = tuple(_KNOWN.get(search_key(cell)) for cell in cells)
    named = [key for key in keys if key is not None]
    if not named:
        raise Refused(_("The first row has none of the register's headings. Put the headings into the first row."))
    twice = next((key for key in named if named.count(key) > 1), None)
    if twice is not None:
        raise Refused(_("The column «%(column)s» is there twice. Leave one of them.") % {"column": PERSIAN[twice]})
    return Heading(tuple(cells), keys)
