"""A report that was signed is final: made again while its data are the same, the very bytes that were signed go out.

Two files of one number with two signatures would leave whoever holds one of them to wonder which is the true one.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN, numeric
from app.domain.persian.text import isolate
from app.domain.texts import _
from app.report import canonical, certificates, cms, structure
from app.report.broken import BrokenError
from app.report.scan import scan
from db.models import Report, SignedFile


@dataclass(frozen=True)
class Kept:
    """A signed report as the store has it. certificate: its signer's, PEM. level: of its signature, as `Made` has it.

    told: what whoever makes it again has to know.
    """

    pdf: bytes
    report: dict[str, Any]
    certificate: bytes
    level: str
    told: tuple[str, ...] = ()


def keep(session: Session, row: Report, pdf: bytes) -> None:
    """Keep a report that was signed just now, and its file."""
    session.add(row)
    session.flush()
    session.add(SignedFile(report_id=row.id, content=pdf))
    session.flush()


def kept(session: Session, row: Report, signer: dict[str, Any], receiver: str | None) -> Kept:
    """The file of a report whose data have not changed since.

    signer: who would sign now, as report.json describes him. receiver: fingerprint of the one for whom it is encrypted
    now. The office's own key may be another by now: what the one before it signed stands.
    Raises Refused, with the day and what to do, when another key signed it, or when the file is not there.
    """
    when = {"date": numeric(row.signed_at.astimezone(TEHRAN).date()), "file": isolate(row.file)}
    pdf = session.scalar(select(SignedFile.content).where(SignedFile.report_id == row.id))
    try:
        found = _read(pdf, row.digest) if pdf is not None else None
    except BrokenError:
        found = None
    if found is None:
        said = _(
            "These data were signed on %(date)s as %(file)s, and the signed file is not kept here. Give out a copy of "
            "it; signed anew they are an amendment, with its reason."
        )
        raise Refused(said % when, "amendment")
    by = found.report["signer"]
    if by["fingerprint"] != signer["fingerprint"] and not by["kind"] == signer["kind"] == "own":
        said = _(
            "These data were signed on %(date)s with another key, and what is signed is final; signed anew they are an "
            "amendment, with its reason."
        )
        raise Refused(said % when, "amendment")
    lines = [
        _("This report was signed on %(date)s and the data have not changed since: it is the same file, byte for byte.")
        % when
    ]
    if found.report["receiver"] not in {None, receiver}:
        lines.append(_("It was made for another receiver, and says so when it is checked."))
    return replace(found, told=tuple(lines))


def _read(pdf: bytes, digest: str) -> Kept | None:
    """What a kept file holds; None where it is not the report of these data. Raises BrokenError where it is damaged."""
    found = scan(pdf)
    _signature, (start, end) = structure.signature(found, pdf)
    parts = cms.parse(pdf[start + 1 : end - 1])
    cms.check(parts, pdf[:start] + pdf[end:])
    content = structure.attachment(found)
    if hashlib.sha256(content).hexdigest() != digest:
        return None
    certificate = certificates.load(parts.chain[0]).public_bytes(Encoding.PEM)
    return Kept(pdf, canonical.unpack(content), certificate, "B-T" if parts.stamp else "B-B")
