"""The register's columns: their keys, their Persian headings, and how a heading in a file is recognised."""

from dataclasses import dataclass

from app.domain.errors import Refused
from app.domain.persian.text import search_key
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

_KNOWN = {search_key(word): key for key, persian in PERSIAN.items() for word in (key, persian)}


@dataclass(frozen=True)
class Heading:
    """A file's first row. keys: the register's key of each column, None where it is not known."""

    cells: tuple[str, ...]
    keys: tuple[str | None, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns that are left: to be named to the user."""
        return tuple(
            cell
            for cell, key in zip(self.cells, self.keys, strict=True)
            if key is None and cell.strip() and not is_ours(cell)
        )

    def by_key(self, cells: list[str]) -> dict[str, str]:
        """A row's cells by the register's keys; a column that is not there is an empty one."""
        return {key: cell for key, cell in zip(self.keys, cells, strict=False) if key is not None}


def is_ours(cell: str) -> bool:
    return cell.strip() in OURS


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
