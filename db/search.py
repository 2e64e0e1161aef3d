"""What the search asks the store: SQL as it is, run by the driver. It is asked at every key of the box.

The indexes are SQLite's FTS5 (db/triggers.py). They hold words without places (`detail=none`), so a query is words and
beginnings of words under AND and OR; the newest rows come first, which SQLite reads from the end of each word's list
without going through it. Sorted by rank the same takes ten times as long.
"""

from collections.abc import Sequence
from typing import Any, Final

Connection = Any
"""The driver's own: `office.look`."""
Row = tuple[Any, ...]

_VISITS = """SELECT count(*) || ' ' || coalesce(max(date), '') FROM visit WHERE withdrawn_at IS NULL AND visitor_id IN
 (WITH RECURSIVE one(id) AS (SELECT v.id UNION SELECT m.id FROM visitor AS m JOIN one ON m.merged_into = one.id)
  SELECT id FROM one)"""

_PERSON = f"""v.id, v.first_name, v.last_name, v.father_name, v.national_id, v.foreign_id, v.mobile, v.county,
 v.address, v.document, v.merged_into, ({_VISITS})"""

PEOPLE: Final = f"""SELECT {_PERSON} FROM
 (SELECT rowid AS id FROM visitor_search WHERE visitor_search MATCH ? ORDER BY rowid DESC LIMIT ?) AS found
 CROSS JOIN visitor AS v ON v.id = found.id ORDER BY v.id DESC"""  # noqa: S608

_ISSUE = """i.id, i.code, i.subject, i.status, i.head_only, t.date, t.visitor_id"""

ISSUES: Final = f"""SELECT {_ISSUE} FROM issue_search AS found
 CROSS JOIN issue AS i ON i.id = found.rowid
 CROSS JOIN visit AS t ON t.id = i.visit_id AND t.withdrawn_at IS NULL
 WHERE issue_search MATCH ? ORDER BY found.rowid DESC LIMIT ?"""  # noqa: S608


OF_LIST: Final = """WITH hit(id) AS MATERIALIZED (
 SELECT f.rowid FROM issue_search AS f WHERE :matters <> '' AND issue_search MATCH :matters
 UNION ALL SELECT i.id FROM visitor_search AS f
  CROSS JOIN visit AS t ON t.visitor_id = f.rowid CROSS JOIN issue AS i ON i.visit_id = t.id
  WHERE :people <> '' AND visitor_search MATCH :people
 UNION ALL SELECT i.id FROM issue AS i
  WHERE i.agency_id = :agency AND i.code >= :code AND i.code < :code || ':')
SELECT id FROM hit
UNION ALL SELECT i.follows FROM issue AS i INDEXED BY ix_issue_follows WHERE i.follows > 0 AND i.id IN hit
UNION ALL SELECT i.common_with FROM issue AS i INDEXED BY ix_issue_common_with
 WHERE i.common_with > 0 AND i.id IN hit"""
"""The issues of which somebody has one of the words, or the beginning of the code; then the first ones of their
matters, and those that stand for them. Read from the indexes alone: a common name has ten thousands, and their rows
are wide.
"""

OF_ROW: Final = """EXISTS (SELECT 1 FROM issue AS i CROSS JOIN visit AS t ON t.id = i.visit_id
 WHERE (i.id = standing.issue_id OR i.follows = standing.issue_id OR i.common_with = standing.issue_id)
  AND (i.id IN (SELECT f.rowid FROM issue_search AS f WHERE :matters <> '' AND issue_search MATCH :matters)
   OR t.visitor_id IN (SELECT f.rowid FROM visitor_search AS f WHERE :people <> '' AND visitor_search MATCH :people)
   OR i.agency_id = :agency AND i.code >= :code AND i.code < :code || ':'))"""
"""The same, asked of one row of the list: of a common name a page is full long before all that have it are found."""
HAVE: Final = "SELECT count(*) FROM visitor_search WHERE :people <> '' AND visitor_search MATCH :people"
"""How many people have the words."""


def people(connection: Connection, words: str, limit: int) -> list[Row]:
    """The newest people with these words: particulars, the row that stands for theirs, visits «n day».

    The visits: how many, those of merged rows among them, and the day of the last.
    """
    return _all(connection, PEOPLE, (words, limit))


def people_by(connection: Connection, column: str, values: Sequence[str | int], limit: int) -> list[Row]:
    """The people one of whose ids (`id`, `national_id`, …) is among these, the newest first."""
    marks = ", ".join("?" * len(values))
    asked = f"SELECT {_PERSON} FROM visitor AS v WHERE v.{column} IN ({marks}) ORDER BY v.id DESC LIMIT ?"  # noqa: S608
    return _all(connection, asked, (*values, limit))


def issues(connection: Connection, words: str, limit: int) -> list[Row]:
    """The newest matters with these words, of visits that were not taken back: whose (visitor's id) stands last."""
    return _all(connection, ISSUES, (words, limit))


def issues_by_code(connection: Connection, agency_id: int, codes: Sequence[str], limit: int) -> list[Row]:
    """The matters with one of these follow-up codes."""
    marks = ", ".join("?" * len(codes))
    asked = f"""SELECT {_ISSUE} FROM issue AS i
 CROSS JOIN visit AS t ON t.id = i.visit_id AND t.withdrawn_at IS NULL
 WHERE i.agency_id = ? AND i.code IN ({marks}) ORDER BY i.id DESC LIMIT ?"""  # noqa: S608
    return _all(connection, asked, (agency_id, *codes, limit))


def _all(connection: Connection, asked: str, values: Sequence[str | int]) -> list[Row]:
    rows: list[Row] = connection.execute(asked, values).fetchall()
    return rows
