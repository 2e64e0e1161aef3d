"""The search-or-register box: who is meant by what was typed. QtCore only."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import visitors
from app.domain.persian.text import latin_digits, normalise
from app.office import Office
from app.visitors import Found, Hit
from ui.desk.typed import right_id


@dataclass(frozen=True)
class Offer:
    """One row under the box: a known person, or somebody new (hit None). with_id: what was typed is a right id."""

    hit: Hit | None = None
    with_id: bool = False


@dataclass(frozen=True)
class Offers:
    """What the list under the box shows for a text. near: nobody fits; these come near."""

    text: str
    rows: tuple[Offer, ...]
    near: bool

    @property
    def nobody(self) -> bool:
        return self.near or not any(row.hit for row in self.rows)


class BoxModel(QObject):
    """Finds while one types, off the UI thread: one search at a time, then the latest text."""

    offered = Signal(object)
    """Offers for the latest text."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._worker = worker
        self._wanted = ""
        self._asked: str | None = None

    def type(self, text: str) -> None:
        """The box now holds this text; an empty one asks nothing."""
        self._wanted = text
        if normalise(text) and self._asked is None:
            self._ask()

    def _ask(self) -> None:
        self._asked = self._wanted
        self._worker.read(self, partial(visitors.find, self._office, self._asked), self._found, self._not_found)

    def _found(self, found: Found) -> None:
        self._asked = None
        if found.text == self._wanted:
            self.offered.emit(_offers(found))
        elif normalise(self._wanted):
            self._ask()

    def _not_found(self, _error: Exception) -> None:
        """The store is busy or away: one can still register."""
        self._found(Found(self._asked or "", ()))


def _offers(found: Found) -> Offers:
    key = right_id(found.text)
    digits = latin_digits(normalise(found.text)).replace("-", "").replace(" ", "")
    people = tuple(Offer(hit) for hit in found.hits)
    known = not found.near and any(digits in (hit.national_id, hit.foreign_id) for hit in found.hits)
    if key and not known:
        return Offers(found.text, (Offer(with_id=True), *people[:7]), found.near)
    if known:
        return Offers(found.text, people, near=False)
    return Offers(found.text, (*people, Offer()), found.near)
