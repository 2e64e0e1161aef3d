"""The letter by which the head vouches for a new signing key, when the one before was lost."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents.page import A4, MUTED, Align, Document, Page, identity_of, mm
from app.documents.text import setter
from app.domain.persian.calendar import short_date, to_jalali
from app.domain.persian.text import persian_digits
from app.domain.texts import fa

_RIGHT: Final = A4[0] - mm(20)
_LEFT: Final = mm(20)
_WIDTH: Final = _RIGHT - _LEFT
_SIZE, _LINE = 1250, 2200


@dataclass(frozen=True)
class KeyLetter:
    """What the letter says. title: the head's; before, now: fingerprints in groups of four; since: from which day."""

    agency: str
    code: str
    province: str
    title: str
    head: str
    before: str
    now: str
    since: dt.date
    made_at: dt.datetime


def draw(data: KeyLetter) -> bytes:
    """The letter as a PDF, A4, with room for number and signature; the same data give the same bytes."""
    subject = fa("A new key for the signature of the reports")
    document = Document(f"{subject} – {data.agency}", data.made_at, identity_of(data), foot=_foot)
    page = document.page(A4)
    y = _head(page, data)
    receiver = fa(
        "To the Office of Performance Management, Inspection and Legal Affairs of the governorate of %(province)s"
    )
    y = _lines(page, y, receiver % {"province": data.province}, bold=True)
    y = _lines(page, y, fa("Subject: %(subject)s") % {"subject": subject}, bold=True) + mm(4)
    y = _lines(page, y, _body(data))
    for name, digest in (
        (fa("Fingerprint of the former key, which is out of use:"), data.before),
        (fa("Fingerprint of the new key:"), data.now),
    ):
        y = _fingerprint(page, y + mm(3), name, digest)
    said = fa("Before you take the first report that is signed with it, please compare this fingerprint by telephone.")
    y = _lines(page, y + mm(5), said) + mm(18)
    for line in (data.title, data.head):
        page.text(_LEFT + mm(40), y, line, setter("F2"), _SIZE, align=Align.CENTRE)
        y += _LINE
    return document.done()


def _body(data: KeyLetter) -> str:
    said = fa(
        "With greetings and respect; the key with which this agency (code %(code)s) signed its reports of face-to-face "
        "meetings can no longer be opened. From %(date)s on they are signed with a new key. Reports that were signed "
        "before stay valid."
    )
    return said % {"code": persian_digits(data.code), "date": _date(data.since)}


def _date(date: dt.date) -> str:
    return f"{short_date(date)} {persian_digits(to_jalali(date)[0])}"


def _head(page: Page, data: KeyLetter) -> int:
    """Agency at the right, «بسمه تعالی» in the middle, date, number and attachment at the left."""
    top = mm(25)
    page.text(_RIGHT, top, data.agency, setter("F2"), 1400)
    page.text(page.width // 2, top, fa("In the name of God"), setter("F1"), 1100, align=Align.CENTRE)
    for place, line in enumerate(
        (
            fa("Date: %(date)s") % {"date": _date(data.made_at.date())},
            fa("Number: ................"),
            fa("Attachment: none"),
        )
    ):
        page.text(_LEFT + mm(45), top + place * mm(7), line, setter("F1"), 1050)
    page.accent(_LEFT, top + mm(19), _WIDTH)
    return top + mm(34)


def _lines(page: Page, y: int, text: str, *, bold: bool = False) -> int:
    letters = setter("F2" if bold else "F1")
    for line in letters.wrap(text, _WIDTH * 1000 // _SIZE):
        page.text(_RIGHT, y, line, letters, _SIZE)
        y += _LINE
    return y


def _fingerprint(page: Page, y: int, name: str, digest: str) -> int:
    """The name, and the sixteen groups in two lines, left to right."""
    page.text(_RIGHT, y, name, setter("F1"), 1100)
    groups = digest.split(" ")
    for line in (groups[:8], groups[8:]):
        y += mm(7)
        page.text(_LEFT, y, setter("F1").code("  ".join(line)), setter("F1"), 1100, align=Align.LEFT)
    return y + mm(5)


def _foot(page: Page, _number: int, _total: int) -> None:
    said = fa("Made by Didar; it is valid with the head's signature and the agency's stamp.")
    page.text(page.width // 2, page.height - mm(12), said, setter("F1"), 850, align=Align.CENTRE, grey=MUTED)
