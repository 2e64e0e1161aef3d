"""Where the audit trail stands, as report.json tells it (docs/audit.md): its head, its epochs, earlier reports.

Whoever got the earlier reports compares `earlier` with them: an office that went back to an older copy of its store, or
wrote its trail anew, shows there.
"""

import datetime as dt
import json
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from app.domain.persian.calendar import TEHRAN
from app.report.anchors import FOUNDED, RESTORED
from app.security import audit
from db.models import AuditEntry, AuditValue, Report, StoreState


def of_store(connection: Connection) -> dict[str, Any]:
    """`audit` of report.json. Read it in the transaction that signs: the next entry is then the report's own."""
    anchor = audit.anchor(connection)
    return {
        "epoch": anchor.epoch,
        "seq": anchor.seq,
        "head": anchor.head,
        "epochs": _epochs(connection),
        "earlier": _earlier(connection),
    }


def _epochs(connection: Connection) -> list[dict[str, Any]]:
    """How each epoch began: with the store, or with a restore, which may have lost entries (None: unknown)."""
    begun = (
        select(AuditEntry.epoch, AuditEntry.seq, AuditEntry.at, AuditEntry.act, AuditValue.payload)
        .outerjoin(AuditValue, AuditValue.seq == AuditEntry.seq)
        .where(
            (AuditEntry.seq == 1)
            | ((AuditEntry.kind == StoreState.__tablename__) & (AuditEntry.act == "store.restored"))
        )
        .order_by(AuditEntry.seq)
    )
    epochs = []
    for row in connection.execute(begun):
        restored = row.act == "store.restored"
        told = (json.loads(row.payload)["before"] or {}) if restored and row.payload else {}
        epochs.append(
            {
                "epoch": row.epoch,
                "from_seq": row.seq,
                "why": RESTORED if restored else FOUNDED,
                "on": dt.datetime.fromtimestamp(row.at / 1_000_000, TEHRAN).date().isoformat(),
                "lost": told.get("lost"),
            }
        )
    return epochs


def _earlier(connection: Connection) -> list[dict[str, Any]]:
    """Where the trail stood at each report that was signed before: what its own entry is chained to."""
    before = aliased(AuditEntry)
    signed = (
        select(Report.quarter, before.epoch, before.seq, before.hash)
        .join(AuditEntry, (AuditEntry.kind == Report.__tablename__) & (AuditEntry.object_id == Report.id))
        .join(before, before.seq == AuditEntry.seq - 1)
        .where(AuditEntry.act == "report.sign")
        .order_by(AuditEntry.seq)
    )
    return [
        {"quarter": row.quarter, "epoch": row.epoch, "seq": row.seq, "head": row.hash}
        for row in connection.execute(signed)
    ]
