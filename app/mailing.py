"""What the post needs of letters that are kept: address labels, and the list for the post office (دفتر پست)."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.texts import _, fa
from app.letter_words import full_date
from app.letters import _letter
from app.office import Office
from app.office_settings import _settings
from db.models import Agency


def labels(office: Office, letter_ids: Sequence[int], begin: int = 1) -> bytes:
    """Address labels of these letters, on sheets as the settings say. begin: the first label that is still free."""
    from app.documents.labels import Label, Sheet, draw

    with office.read() as session:
        settings = _settings(session)
        papers = [_paper(session, letter_id) for letter_id in letter_ids]
    if not papers:
        raise Refused(_("Choose the letters first."))
    sheet = Sheet(
        columns=min(max(settings.label_columns, 1), 5),
        rows=min(max(settings.label_rows, 1), 16),
        top=min(max(settings.label_top, 0), 40),
        side=min(max(settings.label_side, 0), 30),
    )
    made = tuple(Label(tuple(paper["to"]), paper["postal_code"]) for paper in papers)
    return draw(made, sheet, office.now(), begin=max(begin, 1))


def post_list(office: Office, letter_ids: Sequence[int]) -> bytes:
    """The list that goes with these letters to the post office, with room for its numbers."""
    from app.documents.post_list import Piece, PostList, draw

    with office.read() as session:
        settings = _settings(session)
        agency = session.get_one(Agency, office.agency_id)
        pieces = []
        for letter_id in letter_ids:
            row, paper = _letter(session, letter_id), _paper(session, letter_id)
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
    if not pieces:
        raise Refused(_("Choose the letters first."))
    return draw(data)


def _paper(session: Session, letter_id: int) -> dict[str, Any]:
    row = _letter(session, letter_id)
    if row.paper is None:
        raise Refused(_("This letter was not written by Didar."))
    kept: dict[str, Any] = json.loads(row.paper)
    return kept
