"""The foot of a closed day's paper: the trail's head as a QR code and six words, and room for the signature."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents import qr
from app.documents.page import MUTED, Align, Page, mm
from app.documents.text import setter
from app.domain.persian.calendar import clock, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import fa

HEIGHT: Final = mm(38)
_QR: Final = mm(28)


@dataclass(frozen=True)
class DayAnchor:
    """text: what the QR code says; seq: the trail's entry; closed_at: in the office's zone.

    signer: post and name, for the list; the minutes have their own places to sign.
    """

    text: str
    seq: int
    words: tuple[str, ...]
    closed_at: dt.datetime
    signer: tuple[str, ...]


def draw(page: Page, left: int, right: int, y: int, data: DayAnchor) -> None:
    """From y down, HEIGHT high: the code at the right, its words beside it, the signature at the left."""
    regular, bold = setter("F1"), setter("F2")
    y += mm(4)
    qr.draw(page, right - mm(2) - _QR, y, data.text, _QR)
    words = right - _QR - mm(8)
    said = fa("This day was closed on %(date)s at %(hour)s.") % {
        "date": short_date(data.closed_at.date()),
        "hour": clock(data.closed_at.time()),
    }
    page.text(words, y + mm(4), said, regular, 950)
    seq = fa("Entry %(seq)s of the audit trail, in words:") % {"seq": persian_digits(data.seq)}
    page.text(words, y + mm(11), seq, regular, 950)
    page.text(words, y + mm(18), " · ".join(data.words), bold, 1200)
    note = fa("Whoever signs here holds the trail up to this entry; what is changed later is an amendment.")
    for place, part in enumerate(regular.wrap(note, (words - left - mm(58)) * 1000 // 800)):
        page.text(words, y + mm(24) + place * 1200, part, regular, 800, grey=MUTED)
    if not data.signer:
        return
    middle = left + mm(27)
    page.text(middle, y + mm(4), fa("Signature"), regular, 900, align=Align.CENTRE, grey=MUTED)
    page.frame(left + mm(2), y + mm(6), mm(50), mm(16))
    for place, line in enumerate(data.signer):
        page.text(middle, y + mm(26) + place * 1300, line, regular, 900, align=Align.CENTRE)


def amended(at: dt.datetime, by: str, whose: str | None, reason: str) -> str:
    """One amendment in a line."""
    return fa("%(day)s, %(clock)s, %(by)s; %(whose)s: %(reason)s") % {
        "day": short_date(at.date()),
        "clock": clock(at.time()),
        "by": by,
        "whose": whose or fa("the day itself"),
        "reason": reason,
    }
