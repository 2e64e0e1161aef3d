"""Scans that belong to an issue (پیوست): the head's handwriting, a petition. They live in the encrypted store alone."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.persian.text import normalise, persian_digits
from app.domain.texts import _
from app.issues import _issue
from app.office import Office
from app.security.rights import Right
from db.models import Answer, Attachment, AttachmentContent, Issue, Referral

LARGEST = 10 * 1024 * 1024
"""Bytes: a page scanned at 300 dpi has under 2 million; what is larger makes every backup slow."""

KINDS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
"""What may be attached, by its first bytes: the name of a file proves nothing."""

LONGEST_NAME = 120


@dataclass(frozen=True)
class Scan:
    """What is known of a scan without its bytes. size: in bytes."""

    id: int
    issue_id: int
    name: str
    media_type: str
    size: int
    added_at: dt.datetime


def attach(office: Office, issue_id: int, name: str, content: bytes, *, answer_id: int | None = None) -> Scan:
    """Keep a scan with an issue. The same bytes twice are kept once.

    name: as the file is called, its folder left out. answer_id: the unit's answer whose scan it is. Who writes down
    rulings may attach, and who follows up. Raises Refused for what is no PDF, PNG or JPEG, or too large.
    """
    media_type = next((kind for first, kind in KINDS.items() if content.startswith(first)), None)
    if media_type is None:
        raise Refused(_("Only a PDF, PNG or JPEG file can be attached."), "scan")
    if len(content) > LARGEST:
        raise Refused(
            _("This file is too large: at most %(n)s megabytes. Scan it with fewer dots per inch.")
            % {"n": persian_digits(LARGEST // 1024**2)},
            "scan",
        )
    digest = hashlib.sha256(content).hexdigest()
    with office.work("attachments.attach", Right.ATTACH) as work:
        if answer_id is not None:  # the answer is its whole matter's, whoever brought it
            issue_id = work.scalar(_answered(answer_id)) or issue_id
        _issue(work, issue_id)
        known = work.scalar(
            select(Attachment).where(
                Attachment.issue_id == issue_id, Attachment.digest == digest, Attachment.withdrawn_at.is_(None)
            )
        )
        if known is not None:
            return _scan(known)
        row = Attachment(
            agency_id=office.agency_id,
            issue_id=issue_id,
            name=_name(name),
            media_type=media_type,
            size=len(content),
            digest=digest,
            added_at=office.now(),
            answer_id=answer_id,
        )
        work.add(row)
        work.flush()
        work.add(AttachmentContent(attachment_id=row.id, content=content))
        return _scan(row)


def _answered(answer_id: int) -> Select[int]:
    """The issue on whose referral a unit gave this answer."""
    return select(Referral.issue_id).join(Answer, Answer.referral_id == Referral.id).where(Answer.id == answer_id)


def _name(name: str) -> str:
    plain = normalise("".join(letter for letter in PurePath(name).name if letter.isprintable()))
    return plain[-LONGEST_NAME:] or _("scan")


def _scan(row: Attachment) -> Scan:
    return Scan(row.id, row.issue_id, row.name, row.media_type, row.size, row.added_at)


def of_issue(office: Office, issue_id: int) -> list[Scan]:
    """The scans of an issue, the oldest first; of one that only the head may know, none for anybody else."""
    with office.read() as session:
        if _is_hidden(session, office, issue_id):
            return []
        rows = session.scalars(
            select(Attachment)
            .where(Attachment.issue_id == issue_id, Attachment.withdrawn_at.is_(None))
            .order_by(Attachment.id)
        )
        return [_scan(row) for row in rows]


def content(office: Office, scan_id: int) -> bytes:
    """The bytes of a scan. Raises Refused when they are not what was kept, or are for the head's eyes only."""
    with office.read() as session:
        row = _standing(session, scan_id)
        if _is_hidden(session, office, row.issue_id):
            raise Refused(_("You have no access to this."))
        kept = session.scalar(select(AttachmentContent.content).where(AttachmentContent.attachment_id == scan_id))
        if kept is None or hashlib.sha256(kept).hexdigest() != row.digest:
            raise Refused(_("The bytes of this scan are damaged; restore the last backup."))
        return kept


def take_back(office: Office, scan_id: int) -> None:
    """The scan belongs to the issue no more (undo). It stays in the store."""
    with office.work("attachments.take_back", Right.ATTACH) as session:
        _standing(session, scan_id).withdrawn_at = office.now()


def _standing(session: Session, scan_id: int) -> Attachment:
    row = session.get(Attachment, scan_id)
    if row is None or row.withdrawn_at is not None:
        raise Refused(_("This scan is not in the store any more. Read the list again."))
    return row


def _is_hidden(session: Session, office: Office, issue_id: int) -> bool:
    head_only = session.scalar(select(Issue.head_only).where(Issue.id == issue_id))
    return bool(head_only) and not office.may(Right.CONFIDENTIAL)
