"""The words by which a matter is found: its own, its rulings', its outcomes'; none of one for the head alone.

They follow whatever an act wrote, in the same transaction, whoever wrote it (`keep`). They are no record of the office:
they are made of its records and stand in no trail.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from app.domain.persian.text import index_words
from app.security.audit import Touched
from db.models import Issue, Outcome, Ruling

OF_ISSUE = ("subject", "place", "description", "samad_code")
_MATTER = {"head_only", *OF_ISSUE}
_RESULTS = (Ruling.__tablename__, Outcome.__tablename__)


def words_of_new(issue: dict[str, Any], *results: str | None) -> str | None:
    """The words of an issue that is about to be written, by its columns. results: its ruling's and its outcome's."""
    if issue.get("head_only"):
        return None
    return index_words(*(issue.get(key) for key in OF_ISSUE), *results)


def keep(connection: Connection, touched: Iterable[Touched], written_with_words: set[int]) -> None:
    """Make the words of every matter that an act has changed anew, or whose ruling or outcome it has.

    written_with_words: issues that came in whole, with their results' words.
    """
    changed = {issue_id for row in touched if (issue_id := _changed(row))} - written_with_words
    for issue_id in sorted(changed):
        _keep(connection, issue_id)


def _changed(row: Touched) -> int | None:
    """The issue whose words may be others now."""
    if row.kind in _RESULTS:
        return int((row.after or {})["issue_id"])
    if row.kind == Issue.__tablename__ and row.before is not None and not _MATTER.isdisjoint(row.before):
        return row.object_id
    return None


@cache
def _statements() -> tuple[Any, Any, Any]:
    issue = Issue.__table__
    given = issue.c.id == bindparam("issue")
    read = select(issue.c.head_only, *(issue.c[key] for key in OF_ISSUE), issue.c.search).where(given)
    standing = [
        select(table.text).where(table.issue_id == bindparam("issue"), table.withdrawn_at.is_(None))
        for table in (Ruling, Outcome)
    ]
    write = update(issue).where(given).values(search=bindparam("found_by"))  # type: ignore[arg-type]
    return read, standing[0].union_all(standing[1]), write


def _keep(connection: Connection, issue_id: int) -> None:
    read, results, write = _statements()
    head_only, *texts, before = connection.execute(read, {"issue": issue_id}).one()
    said = connection.scalars(results, {"issue": issue_id}).all()
    words = None if head_only else index_words(*texts, *said)
    if words != before:
        connection.execute(write, {"issue": issue_id, "found_by": words})
