"""Half-filled forms, kept in the encrypted store soon after the last key, so that nothing typed is lost."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from app.office import Office
from db.models import Draft

KEEP_AFTER = 400
"""Milliseconds after the last key at which a form is kept."""


@dataclass(frozen=True)
class KeptDraft:
    """What was typed into a form, by field, and when it was kept."""

    values: dict[str, Any]
    kept_at: dt.datetime


def keep(office: Office, form: str, values: dict[str, Any]) -> None:
    """Keep what stands in a form of this user; the one kept before is replaced."""
    with office.note() as session:
        session.merge(
            Draft(
                user_id=office.user.id,
                form=form,
                values=json.dumps(values, ensure_ascii=False),
                kept_at=office.now(),
            )
        )


def take(office: Office, form: str) -> KeptDraft | None:
    """What was kept of a form, or None."""
    with office.read() as session:
        row = session.execute(
            select(Draft.values, Draft.kept_at).where(Draft.user_id == office.user.id, Draft.form == form)
        ).first()
    return KeptDraft(json.loads(row.values), row.kept_at) if row else None


def drop(office: Office, form: str) -> None:
    """The form was saved or put away for good: its draft goes."""
    with office.note() as session:
        session.execute(delete(Draft).where(Draft.user_id == office.user.id, Draft.form == form))
