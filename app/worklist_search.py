"""The worklist searched for words, by whichever of two ways is the shorter.

Few people have a rare name: their matters are found first, and the list is narrowed to them. A name that every
twentieth has leads to ten thousands of matters, of which a page shows a hundred: there the list is gone through in its
own order, and each row is asked for the name until the page is full.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, func, select, text, tuple_
from sqlalchemy.orm import Session

from app.domain.persian.text import normalise
from app.office import Office
from app.search import list_words, number
from db.models import Standing, Visitor
from db.search import HAVE, OF_LIST, OF_ROW

DEARER = 16
"""Matters that a name leads to, in the time in which one row of the list is asked for it."""


@dataclass(frozen=True)
class Sought:
    """What the list is searched for: `people` and `matters` as the indexes are asked, and the beginning of a code."""

    session: Session
    people: str
    matters: str
    agency: int
    code: str

    def _asked(self, asked: str) -> TextClause:
        return text(asked).bindparams(people=self.people, matters=self.matters, agency=self.agency, code=self.code)

    def first(self, wanted: Select[Any], limit: int) -> Sequence[Any]:
        """The first rows of what is wanted, which is in the list's order, that have the words."""
        if most := self._have // DEARER:  # as many rows are asked in the time that it takes to find all matters
            last = self.session.execute(wanted.limit(1).offset(most - 1)).first()
            if last is None or limit * self._everybody < most * self._have:  # few rows, or a common name
                asked = wanted if last is None else wanted.where(_until(last))
                rows = self.session.execute(asked.where(self._asked(OF_ROW)).limit(limit)).all()
                if last is None or len(rows) == limit:
                    return rows
        return self.session.execute(wanted.where(self.found()).limit(limit)).all()

    def found(self) -> ColumnElement[bool] | TextClause:
        """Whether a row is one of those that have the words."""
        if not self.people and not self.matters:
            return text("FALSE")
        # the sum keeps the list to its own order: to look up each row that a common name has takes eight times as long
        return (Standing.issue_id + 0).in_(self._asked(OF_LIST).columns(Standing.issue_id))

    @cached_property
    def _have(self) -> int:
        """How many people have the words."""
        return self.session.scalar(text(HAVE).bindparams(people=self.people)) or 0

    @cached_property
    def _everybody(self) -> int:
        return self.session.scalar(select(func.max(Visitor.id))) or 0


def sought(session: Session, office: Office, typed: str) -> Sought | None:
    """None: nothing was typed."""
    if not normalise(typed):
        return None
    return Sought(session, *list_words(typed), office.agency_id, number(typed) or "-")


def _until(last: Any) -> ColumnElement[bool]:
    """The rows up to this one, in the list's order."""
    if last.due is None:
        return tuple_(Standing.date, Standing.issue_id) <= tuple_(last.date, last.issue_id)
    return tuple_(Standing.due, Standing.date, Standing.issue_id) <= tuple_(last.due, last.date, last.issue_id)
