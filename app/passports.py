"""Passports and cards are renewed: who comes with another number is the same person, and is known by each of them.

Each visit keeps the number that was given at it, so the earlier ones are there; they are words of the person in the box
too. The newest, the one that was first given last, is what is shown.
"""

from sqlalchemy import Connection, func, select, text

from app.domain.persian.text import search_words
from app.merging import same_person
from db.models import Visit


def _numbers_of(connection: Connection, visitor_id: int) -> list[str]:
    """All numbers that this person gave at visits, the newest first."""
    given = (Visit.document.is_not(None), Visit.withdrawn_at.is_(None), Visit.visitor_id.in_(same_person(visitor_id)))
    newest = (func.min(Visit.date).desc(), func.min(Visit.id).desc())
    asked = select(Visit.document).where(*given).group_by(Visit.document).order_by(*newest)
    return [number for number in connection.scalars(asked) if number]


def _whose(connection: Connection, number: str) -> int | None:
    """The record of who gave this number at a visit, the latest written; it may have gone into another."""
    words = " AND ".join(f'"{word}"' for word in search_words(number))
    asked = text("SELECT rowid FROM visitor_search WHERE visitor_search MATCH :words ORDER BY rowid DESC")
    found = connection.execute(asked, {"words": words}).scalars().all()
    return next((visitor_id for visitor_id in found if number in _numbers_of(connection, visitor_id)), None)
