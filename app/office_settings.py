"""How this office wants things: one dataclass with what Didar begins with, kept value by value in the store."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import presets
from app.domain.codes import ClosedDue
from app.domain.ways import CALLS
from app.office import Office
from app.security.rights import Right
from app.setting_rows import _put
from db.models import OfficeSetting

MOST_BOOKINGS = 500
"""More than any morning could hold: a slip of the finger."""


@dataclass(frozen=True)
class OfficeSettings:
    """What belongs to the office and not to one PC.

    capacity: bookings that a meeting day takes, 0 for no bound. per_half_hour: how many in each half hour; 0: no hours
    are given. lanes: who may receive beside the head; such visits are not counted. name_on_slip: whether the slip
    says whose it is. ruling_sheet: printed with each slip, for the head who writes by hand. initials_in_hall: the hall
    board shows initials beside the numbers. place: where the meeting is held; telephone: whom the applicant calls to
    follow up. Both stand on slips; empty: nothing is said of them. confidential_reports: «محرمانه» stands on each page
    of a report. calls_before_letter: so many calls that nobody answers come before a letter.

    due_days: what a unit has for its answer, when nobody says otherwise; closed_due: a due date on a day on which
    offices are closed; thursdays_closed: Thursdays are such days, as Fridays are; climb_days: a unit that is late has
    so many days after a reminder before the next one goes one level up.

    signer, signer_post: who signs letters; empty: the head. sender_address, sender_postal_code: the
    office's own, at the foot of letters and on the list for the post office. letter_copies: who gets a copy of each
    letter to an applicant. letter_size: what letters are printed on. emblem: the digest of the letterhead's picture
    (app/emblem.py). label_columns, label_rows: of a sheet of address labels; label_top, label_side: its margins in mm.
    """

    capacity: int = 0
    per_half_hour: int = 0
    lanes: tuple[str, ...] = ()
    name_on_slip: bool = False
    ruling_sheet: bool = False
    initials_in_hall: bool = False
    place: str = ""
    telephone: str = ""
    confidential_reports: bool = False
    calls_before_letter: int = CALLS
    due_days: int = 15
    closed_due: ClosedDue = ClosedDue.NEXT
    thursdays_closed: bool = False
    climb_days: int = 3
    signer: str = ""
    signer_post: str = ""
    sender_address: str = ""
    sender_postal_code: str = ""
    letter_copies: tuple[str, ...] = ()
    letter_size: str = "a4"
    emblem: str = ""
    label_columns: int = 3
    label_rows: int = 8
    label_top: int = 0
    label_side: int = 0


def of(office: Office) -> OfficeSettings:
    """The office's settings as they stand."""
    with office.read() as session:
        return _settings(session)


def _settings(session: Session) -> OfficeSettings:
    kept = {row.key: json.loads(row.value) for row in session.execute(select(OfficeSetting.key, OfficeSetting.value))}
    known = {field.name for field in fields(OfficeSettings)}
    return OfficeSettings(**{key: _frozen(key, value) for key, value in kept.items() if key in known})


def _frozen(key: str, value: Any) -> Any:
    if key == "closed_due":
        return ClosedDue(value)
    return tuple(value) if isinstance(value, list) else value


def change(office: Office, wanted: OfficeSettings) -> OfficeSettings:
    """Keep these settings; what stays as it is writes nothing. Any of the desk's users may: it is about their work.

    Raises Refused at its field for what the preset of this PC has locked.
    """
    with office.work("office_settings.change", Right.REGISTER) as session:
        before = asdict(_settings(session))
        for key, value in asdict(wanted).items():
            if value != before[key]:
                presets.refuse_locked(key, value)
                _put(session, office, key, json.dumps(value, ensure_ascii=False))
        session.flush()
        return _settings(session)
