"""A closed day's anchor in the audit trail, on paper: as a QR code's text and as six short words (docs/audit.md)."""

import datetime as dt
from functools import cache
from typing import Final

from app.domain.persian.calendar import to_jalali
from resources import ROOT

FORMAT: Final = "didar-day:1"
COUNT: Final = 6
_BITS: Final = 11  # a word
LISTED: Final = 1 << _BITS


def text(code: str, date: dt.date, epoch: str, seq: int, head: str) -> str:
    """What the QR code says: format, agency, Jalali day, epoch, entry, its whole hash."""
    return ":".join((FORMAT, code, "{}-{:02}-{:02}".format(*to_jalali(date)), epoch, str(seq), head))


def words(head: str) -> tuple[str, ...]:
    """The hash's first 66 bits, eleven a word: what an eye compares, or a voice on the telephone."""
    bits = int(head, 16) >> (len(head) * 4 - COUNT * _BITS)
    listed = _listed()
    return tuple(listed[bits >> (_BITS * place) & (LISTED - 1)] for place in reversed(range(COUNT)))


@cache
def _listed() -> tuple[str, ...]:
    """The first 2,048 words of the list: no two are alike in spelling or in sound."""
    lines = (ROOT / "data" / "words.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))[:LISTED]
