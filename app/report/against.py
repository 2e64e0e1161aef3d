"""Whether an earlier report of this office still stands in its audit trail: `didar check --against OLD.pdf`.

A receiver sees that the trails in two reports fit each other; that the old head is really in today's trail can only
be shown where the trail is (docs/audit.md).
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.office import Office
from app.report import trust, verify
from app.report.verdict import isolated
from db.models import Agency, AuditEntry


@dataclass(frozen=True)
class Held:
    """The entry of today's trail at which the old report stood; entries: how many follow it."""

    quarter: str
    seq: int
    entries: int


def check(office: Office, path: Path) -> Held:
    """The old report's place in today's trail. Raises Refused when the trail does not hold what the report says."""
    (verdict,) = verify.verify_files([path], trust.of_office(office, trust.Trust()), now=office.now())
    facts = verdict.facts
    if facts is None or not verdict.intact:
        raise Refused(verdict.headline())
    with office.read() as session:
        if session.scalar(select(Agency.code)) != facts.code:
            raise Refused(_("This report is of another agency: %(code)s.") % {"code": isolated(facts.code)})
        for quarter, epoch, seq, head in (*facts.earlier, (facts.quarter, facts.epoch, facts.seq, facts.head)):
            if not _stands(session, epoch, seq, head):
                said = _("The audit trail does not hold entry %(seq)s as the report of %(quarter)s tells of it.")
                raise Refused(said % {"seq": persian_digits(seq), "quarter": Quarter.parse(quarter).name})
        last = session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq.desc()).limit(1)).one()
    return Held(facts.quarter, facts.seq, last - facts.seq)


def _stands(session: Session, epoch: str, seq: int, head: str) -> bool:
    entry = session.execute(select(AuditEntry.epoch, AuditEntry.hash).where(AuditEntry.seq == seq)).one_or_none()
    return entry is not None and tuple(entry) == (epoch, head)
