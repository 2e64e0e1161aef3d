"""The search-or-register box: who is meant by what was typed. QtCore only."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import search
from app.bookings import BookingRow, matching
from app.domain.persian import ids
from app.domain.persian.text import latin_digits, normalise
from app.office import Office
from app.search import LIMIT, Found, Hit, IssueHit

SOON = 40
"""Milliseconds that the keys rest before what comes after the people is looked for."""
ROOM = 2
"""Rows of a full list that the last people leave to matters."""
BOOKED = 4
"""Rows at most for who is booked: the others of that name must stay in sight."""


@dataclass(frozen=True)
class Offer:
    """One row under the box: a known person, a matter, who is booked for today, or somebody new (none of these).

    with_id: what was typed is a right id.
    """

    hit: Hit | None = None
    with_id: bool = False
    issue: IssueHit | None = None
    booking: BookingRow | None = None

    @property
    def new(self) -> bool:
        return self.hit is None and self.issue is None and self.booking is None


@dataclass(frozen=True)
class Offers:
    """What the list under the box shows for a text. near: nothing fits; these come near.

    exact: the first row is whoever has this very id, whoever will have it, or the matter of this very code. sure: the
    first row is what was asked for, so Enter may take it unseen.
    """

    text: str
    rows: tuple[Offer, ...]
    near: bool = False
    exact: bool = False
    sure: bool = True

    @property
    def nobody(self) -> bool:
        return self.near or not any(row.hit or row.booking for row in self.rows)


class BoxModel(QObject):
    """Finds while one types, off the UI thread: one search at a time, then the latest text.

    People are offered at once, the matters after them; where nobody fits, all that comes near at once.
    """

    offered = Signal(object)
    """Offers for the latest text."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._worker = worker
        self._wanted = ""
        self._asked: str | None = None
        self._found_first = Found("")
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._ask_more)
        self.expected: tuple[BookingRow, ...] = ()
        """Who is booked for today and has not come yet: they are offered first, whether they came before or not."""

    def type(self, text: str) -> None:
        """The box now holds this text; an empty one asks nothing."""
        self._wanted = text
        self._soon.stop()
        if normalise(text) and self._asked is None:
            self._ask()

    def close(self) -> None:
        """The screen goes: nothing more is looked for."""
        self.type("")

    def _ask(self) -> None:
        self._asked = self._wanted
        self._worker.read(self, partial(search.find, self._office, self._asked), self._found, self._not_found)

    def _found(self, found: Found) -> None:
        self._asked = None
        if found.text == self._wanted:
            self._found_first = found
            if found.hits or found.issues or ids.right_id(found.text) or matching(self.expected, found.text):
                self.offered.emit(self._offers(found))
                self._soon.start()
            else:
                self._ask_more()
        elif normalise(self._wanted):
            self._ask()

    def _not_found(self, _error: Exception) -> None:
        """The store is busy or away: one can still register."""
        self._asked = None
        self._found_first = Found(self._wanted)
        if normalise(self._wanted):
            self.offered.emit(self._offers(self._found_first))

    def _ask_more(self) -> None:
        first = self._found_first
        nobody = not (first.hits or first.issues or matching(self.expected, first.text))
        ask = partial(search.more, self._office, first.text, nobody=nobody)
        self._worker.read(self, ask, self._found_more, self._no_more, key="more")

    def _found_more(self, more: Found) -> None:
        if more.text != self._wanted or more.text != self._found_first.text:
            return
        if more.hits or more.issues or not (self._found_first.hits or self._found_first.issues):
            self.offered.emit(self._offers(self._found_first, more))

    def _no_more(self, _error: Exception) -> None:
        self._found_more(Found(self._found_first.text))

    def _offers(self, found: Found, more: Found | None = None) -> Offers:
        return _offers(found, more, matching(self.expected, found.text))


def _offers(found: Found, more: Found | None = None, booked: Sequence[BookingRow] = ()) -> Offers:
    """The rows: matters of this very code, who is booked, people, matters with these words, who comes near, and
    somebody new. Who is booked stands there once, not as a known person too.
    """
    key = ids.right_id(found.text)
    digits = latin_digits(normalise(found.text)).replace("-", "").replace(" ", "")
    known = any(digits in (who.national_id, who.foreign_id) for who in (*found.hits, *booked))
    new = key is not None and not known
    by_code = [Offer(issue=issue) for issue in found.issues]
    expected = [Offer(booking=row) for row in booked[:BOOKED]]
    there = {row.visitor_id for row in booked[:BOOKED]}
    people = [Offer(hit) for hit in found.hits if hit.id not in there]
    after = [Offer(issue=issue) for issue in more.issues] + [Offer(hit) for hit in more.hits] if more else []
    before = [Offer(with_id=True)] if new else []
    by_code += expected
    room = LIMIT - len(before) - len(by_code)
    kept = people[: max(room - min(len(after), ROOM), room - len(after))]
    rows = (*before, *by_code, *kept, *after[: max(room - len(kept), 0)])
    if not (new or known):
        rows = (*rows, Offer())
    exact = bool(found.issues) or new or known
    near = bool(more and more.near and after)
    return Offers(found.text, rows, near, exact, sure=exact or bool(expected or people) or not after)
