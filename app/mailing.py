"""What the post needs of letters that are kept: address labels, and the list for the post office (دفتر پست).

A letter without an address stands on neither: it is handed over in person.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.persian.text import plain
from app.domain.texts import _, fa
from app.issues import confidential
from app.letter_drafts import TO_APPLICANTS, LeftOut
from app.letter_words import full_date
from app.letters import _letter
from app.office import Office
from app.office_settings import OfficeSettings, _settings
from app.security.rights import Right
from db.models import Agency, Issue, Letter


@dataclass(frozen=True)
class ForPost:
    """left_out: letters of which no address is known. count: those that stand on the paper."""

    pdf: bytes
    count: int
    left_out: tuple[LeftOut, ...] = ()


def sheet_of(settings: OfficeSettings) -> tuple[int, int]:
    """Labels in a row and in a column of the office's sheets."""
    return min(max(settings.label_columns, 1), 5), min(max(settings.label_rows, 1), 16)


def labels(office: Office, letter_ids: Sequence[int], begin: int = 1) -> ForPost:
    """Address labels of these letters, on sheets as the settings say. begin: the first label that is still free."""
    from app.documents.labels import Label, Sheet, draw

    with office.read() as session:
        settings = _settings(session)
        addressed, left_out = _addressed(session, office, letter_ids)
    columns, rows = sheet_of(settings)
    sheet = Sheet(columns, rows, top=min(max(settings.label_top, 0), 40), side=min(max(settings.label_side, 0), 30))
    made = tuple(Label(tuple(paper["to"]), paper["postal_code"]) for _row, paper in addressed)
    return ForPost(draw(made, sheet, office.now(), begin=max(begin, 1)), len(made), left_out)


def post_list(office: Office, letter_ids: Sequence[int]) -> ForPost:
    """The list that goes with these letters to the post office, with room for its numbers."""
    from app.documents.post_list import Piece, PostList, draw

    with office.read() as session:
        settings = _settings(session)
        agency = session.get_one(Agency, office.agency_id)
        addressed, left_out = _addressed(session, office, letter_ids, by_post=True)
        pieces = []
        for row, paper in addressed:
            name, *address = paper["to"]
            where = "، ".join(address)
            pieces.append(Piece(name, where, paper["postal_code"], row.number or "", row.registered or ""))
        data = PostList(
            sender=agency.name,
            sender_address=settings.sender_address,
            sender_postal_code=settings.sender_postal_code,
            date=fa("Date: %(date)s") % {"date": full_date(office.today())},
            pieces=tuple(pieces),
            made_at=office.now(),
        )
    return ForPost(draw(data), len(pieces), left_out)


def _addressed(
    session: Session, office: Office, letter_ids: Sequence[int], *, by_post: bool = False
) -> tuple[list[tuple[Letter, dict[str, Any]]], tuple[LeftOut, ...]]:
    """The letters with what stands on them, and those that have no address. Raises Refused when none has one.

    by_post: without those that somebody took in person.
    """
    found, left_out = [], []
    for letter_id in letter_ids:
        row = _letter(session, letter_id)
        if row.paper is None:
            raise Refused(_("This letter was not written by Didar."))
        paper: dict[str, Any] = json.loads(row.paper)
        if by_post and row.handed_to:
            left_out.append(LeftOut(row.issue_id, _name(session, office, row, paper), _("handed over in person")))
        elif row.purpose in TO_APPLICANTS and not paper["by_hand"]:
            found.append((row, paper))
        else:
            left_out.append(LeftOut(row.issue_id, _name(session, office, row, paper), _("no address")))
    if not letter_ids:
        raise Refused(_("Choose the letters first."))
    if not found:
        raise Refused(_("None of these letters has an address: they are handed over in person."))
    return found, tuple(left_out)


def _name(session: Session, office: Office, row: Letter, paper: dict[str, Any]) -> str:
    """Which unit hears of a matter that only the head may know is not said either."""
    hides = row.purpose not in TO_APPLICANTS and not office.may(Right.CONFIDENTIAL)
    name = plain(paper["to"][0])
    return confidential() if hides and session.get_one(Issue, row.issue_id).head_only else name
