"""What stands on every letter round its words: emblem and agency, date and number, the window, the foot."""

from typing import TYPE_CHECKING, Final

from app.documents.fonts import Shaped
from app.documents.page import MUTED, Align, Page, mm
from app.documents.picture import Picture
from app.documents.text import GAP, setter
from app.domain.persian.calendar import numeric
from app.domain.persian.text import isolate, persian_digits
from app.domain.postal import shown_number
from app.domain.texts import fa

if TYPE_CHECKING:
    from app.documents.letter import Letter, Measures

EMBLEM: Final = mm(18)
WINDOW_TOP: Final = mm(45)
WINDOW_RIGHT: Final = mm(20)
WINDOW_WIDTH: Final = mm(90)
WINDOW_HEIGHT: Final = mm(40)
_INSIDE: Final = mm(5)
"""Free on each side within the window: the letter moves in its envelope."""
_TOP: Final = mm(11)
_BAND: Final = mm(60)
_BETWEEN: Final = " · "
"""Between the parts of the foot."""
_BLANK: Final = "................"


def head(page: Page, measures: "Measures", letter: "Letter", emblem: str | None, picture: Picture | None) -> None:
    """Emblem over the agency's name at the right, «بسمه تعالی» in the middle, date, number, attachment at the left."""
    right = page.width - measures.right
    narrow = measures.room < mm(140)
    band = mm(44) if narrow else _BAND
    middle = right - band // 2
    if emblem is not None and picture is not None:
        width, height = _fitted(picture)
        page.picture(middle - width // 2, _TOP + (EMBLEM - height) // 2, width, height, emblem)
    _name(page, middle, letter.agency, band)
    page.text(page.width // 2, mm(19), fa("In the name of God"), setter("F1"), 1050, align=Align.CENTRE)
    dated = isolate(persian_digits(numeric(letter.date))) if letter.date else _BLANK
    numbered = shown_number(letter.number) if letter.number else _BLANK
    count = persian_digits(letter.attachments)
    with_it = fa("Attachment: %(n)s items") % {"n": count} if letter.attachments else fa("Attachment: none")
    x = measures.left + mm(34 if narrow else 42)
    for place, line in enumerate(
        (fa("Date: %(date)s") % {"date": dated}, fa("Number: %(number)s") % {"number": numbered}, with_it)
    ):
        words = setter("F1")
        size = _shrunk(words.line(line), 1000, x - measures.left)
        page.text(x, mm(19) + place * mm(6), line, words, size)
    for fold in measures.folds:
        page.rule(mm(4), fold, mm(4), 30)


def _name(page: Page, middle: int, agency: str, band: int) -> None:
    """Two lines at most, under the emblem and over the window."""
    words = setter("F2")
    for size in (1150, 1050, 950, 850, 750):
        lines = words.wrap(agency, band * 1000 // size)
        if len(lines) <= 2:
            break
    y = mm(35)
    for line in lines[:3]:
        page.text(middle, y, line, words, size, align=Align.CENTRE)
        y += size * 14 // 10


def _fitted(picture: Picture) -> tuple[int, int]:
    """Width and height within the emblem's place, a little broader than high at the most."""
    height = EMBLEM
    width = height * picture.width // picture.height
    widest = EMBLEM * 2
    return (width, height) if width <= widest else (widest, widest * picture.height // picture.width)


def _shrunk(line: Shaped, size: int, room: int) -> int:
    return size if line.width * size <= room * 1000 else room * 1000 // line.width


def window(page: Page, to: tuple[str, ...], postal_code: str) -> None:
    """Name, address and postal code, as large as fits; nothing else stands here or beside it."""
    right = page.width - WINDOW_RIGHT - _INSIDE
    room = WINDOW_WIDTH - 2 * _INSIDE
    height = WINDOW_HEIGHT - 2 * _INSIDE
    name, *address = to
    code = [postal_line(postal_code)] if postal_code else []
    for size in (1150, 1050, 950, 850, 750):
        step = size * 140 // 100
        bold, plain = (setter(face) for face in ("F2", "F1"))
        lines = [(line, bold) for line in bold.wrap(name, room * 1000 // size)]
        lines += [(line, plain) for text in address for line in plain.wrap(text, room * 1000 // size)]
        lines += [(plain.line(line), plain) for line in code]
        if len(lines) * step <= height:
            break
    most = height // step
    if len(lines) > most:  # the postal code outlives what does not fit
        lines = [*lines[: most - len(code)], *lines[len(lines) - len(code) :]]
    y = WINDOW_TOP + _INSIDE + (height - len(lines) * step) // 2 + size
    for line, words in lines:
        page.text(right, y, line, words, size)
        y += step


def postal_line(code: str) -> str:
    """«کد پستی: ۶۱۳۵۷ ۱۲۳۴۵», in two groups."""
    grouped = f"{code[:5]}{GAP}{code[5:]}" if len(code) == 10 else code
    return fa("Postal code: %(code)s") % {"code": persian_digits(grouped)}


def goes_on(page: Page, measures: "Measures", agency: str) -> int:
    """The head of a letter's later pages. Returns where its text begins."""
    y = measures.top - mm(6)
    words = setter("F1")
    size = _shrunk(words.line(agency), 900, measures.room)
    page.text(page.width - measures.right, y, agency, words, size, grey=MUTED)
    page.rule(measures.left, y + mm(3), measures.room, 30)
    return measures.top + mm(4)


def foot(page: Page, measures: "Measures", said: str, own: int, total: int) -> None:
    """The sender's address under a rule; which page it is, where there are several."""
    y = page.height - measures.bottom + mm(8)
    page.accent(measures.left, y - mm(4), measures.room)
    right, size = page.width - measures.right, 800
    room = measures.room
    if total > 1:
        words = {"number": persian_digits(own), "total": persian_digits(total)}
        page.text(
            measures.left,
            y,
            fa("Page %(number)s of %(total)s") % words,
            setter("F1"),
            size,
            align=Align.LEFT,
            grey=MUTED,
        )
        room -= mm(28)
    most = room * 1000 // size
    lines = [line for text in _parts(said, most) for line in setter("F1").wrap(text, most)]
    for line in lines[:2]:
        page.text(right, y, line, setter("F1"), size, grey=MUTED)
        y += mm(4)


def _parts(said: str, room: int) -> list[str]:
    """What the foot says in lines that no «·» ends or begins."""
    lines: list[str] = []
    for part in said.split(_BETWEEN):
        longer = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and setter("F1").line(longer).width <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
