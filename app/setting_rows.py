"""The rows in which the office's settings and its few single values are kept, each under its key."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.office import Office
from db.models import OfficeSetting


def _value(session: Session, key: str) -> str | None:
    """What is kept under a key; None where nothing ever was."""
    return session.scalar(select(OfficeSetting.value).where(OfficeSetting.key == key))


def _put(session: Session, office: Office, key: str, value: str) -> None:
    """Keep a value under a key, in place of what was there."""
    row = session.scalars(select(OfficeSetting).where(OfficeSetting.key == key)).first()
    if row is None:
        session.add(OfficeSetting(agency_id=office.agency_id, key=key, value=value))
    else:
        row.value = value
