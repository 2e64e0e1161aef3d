"""What is seen of the signature on the cover, drawn from the certificate, its kind and the instant alone (rule 29)."""

import datetime as dt

from app.domain.persian.calendar import TEHRAN, clock, long_date
from app.domain.texts import fa
from app.report.objects import Name, Stream, deflated

Box = tuple[int, int, int, int]
"""Left, bottom, right and top on the first page, in pt."""

_SIZE, _LEADING, _MARGIN = 850, 1500, 700


def draw(name: str, kind: str, made_at: dt.datetime, box: Box, resources: object) -> Stream:
    """The form that the signature's widget shows.

    name: the certificate's common name. kind: "own", "pkcs12" or "pkcs11". resources: the cover's, with its fonts.
    """
    from app.documents.fonts import face
    from app.documents.page import Page
    from app.documents.text import Setter

    left, bottom, right, top = box
    width, height = (right - left) * 100, (top - bottom) * 100
    page, regular, bold = Page((width, height)), Setter(face("F1")), Setter(face("F2"))
    room = (width - 2 * _MARGIN) * 1000 // _SIZE
    lines = [(bold, line) for line in bold.wrap(_seen(name), room)[:2]]
    lines += [(regular, line) for text in _texts(kind, made_at) for line in regular.wrap(text, room)]
    lines = lines[: height // _LEADING]
    first = (height - _LEADING * (len(lines) - 1)) // 2 + 300
    for row, (setter, line) in enumerate(lines):
        page.text(width - _MARGIN, first + row * _LEADING, line, setter, _SIZE)
    return deflated(
        page.content().encode("ascii"),
        Type=Name("XObject"),
        Subtype=Name("Form"),
        BBox=[0, 0, right - left, top - bottom],
        Resources=resources,
    )


def _texts(kind: str, made_at: dt.datetime) -> list[str]:
    local = made_at.astimezone(TEHRAN)
    issued = {
        "own": fa("The agency itself issued the certificate of this signature."),
        "pkcs12": fa("The certificate of this signature comes from outside Didar (PKCS#12)."),
        "pkcs11": fa("The key of this signature lies on a signing token (PKCS#11)."),
    }[kind]
    when = {"date": long_date(local.date()), "hour": clock(local.time())}
    return [issued, fa("Signed, as the signer says: %(date)s, %(hour)s") % when]


def _seen(name: str) -> str:
    """A stranger's name: no control characters, no endless line."""
    return "".join(letter for letter in name if letter.isprintable() or letter == "\u200c")[:120]
