"""The office's own words for the ruling strip: units and phrases, in the order in which the digits take them."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul, search_key
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from app.units import _adopt
from db.models import Phrase, Unit

LONGEST = 200
"""Letters: what is longer is no usual phrase and finds no room beside its digit."""


class Words(StrEnum):
    UNITS = "units"
    PHRASES = "phrases"


@dataclass(frozen=True)
class Entry:
    """One unit or phrase. place: 1 is taken by the digit 1, and so on."""

    id: int
    text: str
    place: int


def entries(office: Office, words: Words) -> list[Entry]:
    """Those in use, in their order."""
    with office.read() as session:
        return _entries(session, words)


def add(office: Office, words: Words, text: str) -> list[Entry]:
    """Put new words at the end. Those that were put away come back. Raises Refused for what is there already."""
    text = _checked(text)
    with office.work("words.add", Right.REGISTER) as session:
        row = _same(session, words, text)
        if row is not None and row.active:
            raise Refused(_("«%(text)s» is in the list already.") % {"text": text}, "text")
        last = session.scalar(select(func.max(_table(words).position))) or 0
        if row is not None:
            row.active, row.position = True, last + 1
            _write(row, text)
        else:
            row = _new(words, office.agency_id, text, last + 1)
            session.add(row)
        session.flush()
        if isinstance(row, Unit):
            _adopt(session, row)
            session.flush()
        return _entries(session, words)


def change(office: Office, words: Words, entry_id: int, text: str) -> list[Entry]:
    """Other words in the same place. Rulings that were given keep the words that they were given in.

    What a unit has in hand goes by its new name, as its referrals say which unit it is (`app.units.NAME`).
    """
    text = _checked(text)
    with office.work("words.change", Right.REGISTER) as session:
        row = _row(session, words, entry_id)
        same = _same(session, words, text)
        if same is not None and same is not row:
            raise Refused(_("«%(text)s» is in the list already.") % {"text": text}, "text")
        _write(row, text)
        session.flush()
        return _entries(session, words)


def move(office: Office, words: Words, entry_id: int, place: int) -> list[Entry]:
    """To another place, 1 being the first; the others make room."""
    with office.work("words.move", Right.REGISTER) as session:
        row = _row(session, words, entry_id)
        rows = _active(session, words)
        rows.remove(row)
        rows.insert(max(0, min(place - 1, len(rows))), row)
        for position, one in enumerate(rows, 1):
            if one.position != position:
                one.position = position
        session.flush()
        return _entries(session, words)


def put_away(office: Office, words: Words, entry_id: int) -> list[Entry]:
    """It is offered no more; what was said with it stays."""
    with office.work("words.put_away", Right.REGISTER) as session:
        _row(session, words, entry_id).active = False
        session.flush()
        return _entries(session, words)


def bring_back(office: Office, words: Words, entry_id: int, place: int) -> list[Entry]:
    """Undo of `put_away`: it is offered again, in its place."""
    with office.work("words.bring_back", Right.REGISTER) as session:
        row = _row(session, words, entry_id)
        rows = [one for one in _active(session, words) if one is not row]
        row.active = True
        rows.insert(max(0, min(place - 1, len(rows))), row)
        for position, one in enumerate(rows, 1):
            one.position = position
        session.flush()
        return _entries(session, words)


def _table(words: Words) -> type[Unit] | type[Phrase]:
    return Unit if words is Words.UNITS else Phrase


def _new(words: Words, agency_id: int, text: str, position: int) -> Unit | Phrase:
    if words is Words.UNITS:
        return Unit(agency_id=agency_id, name=text, position=position)
    return Phrase(agency_id=agency_id, text=text, position=position)


def _text(row: Unit | Phrase) -> str:
    return row.name if isinstance(row, Unit) else row.text


def _write(row: Unit | Phrase, text: str) -> None:
    if isinstance(row, Unit):
        row.name = text
    else:
        row.text = text


def _active(session: Session, words: Words) -> list[Unit | Phrase]:
    table = _table(words)
    return list(session.scalars(select(table).where(table.active).order_by(table.position, table.id)))


def _entries(session: Session, words: Words) -> list[Entry]:
    return [Entry(row.id, _text(row), place) for place, row in enumerate(_active(session, words), 1)]


def _row(session: Session, words: Words, entry_id: int) -> Unit | Phrase:
    row: Unit | Phrase | None = session.get(Unit, entry_id) if words is Words.UNITS else session.get(Phrase, entry_id)
    if row is None:
        raise Refused(_("This entry is not in the list any more. Read the list again."))
    return row


def _same(session: Session, words: Words, text: str) -> Unit | Phrase | None:
    """The entry that reads the same, ی and ک and half-spaces forgiven."""
    rows: list[Unit | Phrase] = list(session.scalars(select(_table(words))))
    return next((row for row in rows if search_key(_text(row)) == search_key(text)), None)


def _checked(text: str) -> str:
    text = normalise(refuse_nul(text, "text"))
    if not text:
        raise Refused(_("Write the words first."), "text")
    if len(text) > LONGEST:
        raise Refused(_("This is too long for a usual phrase: at most 200 letters. Shorten it."), "text")
    return text
