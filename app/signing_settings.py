"""How this office signs: the library of its tokens, its certificate file, and who stamps the time.

Through these, data leave the office or a maker's program comes in: only an administrator changes them, and the trail
keeps what they were.
"""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import presets
from app.access import names_another_pc
from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from app.setting_rows import _put
from db.models import OfficeSetting

PREFIX: Final = "signing_"


@dataclass(frozen=True)
class SigningSettings:
    """Empty: not set. pkcs11: the token maker's library; pkcs12: the usual certificate file; tsa: the time stamp
    authority's address.
    """

    pkcs11: str = ""
    pkcs12: str = ""
    tsa: str = ""


def of(office: Office) -> SigningSettings:
    """How the office signs, as it stands."""
    with office.read() as session:
        return _settings(session)


def _settings(session: Session) -> SigningSettings:
    kept = {
        row.key.removeprefix(PREFIX): json.loads(row.value)
        for row in session.execute(select(OfficeSetting.key, OfficeSetting.value))
        if row.key.startswith(PREFIX)
    }
    return SigningSettings(**{field.name: kept.get(field.name, "") for field in fields(SigningSettings)})


def change(office: Office, wanted: SigningSettings) -> SigningSettings:
    """Keep these; what stays as it is writes nothing.

    Raises Refused at its field for a library that is not a file of this PC, a certificate file that is not there, and
    an address that no authority could have; and for what the preset of this PC has locked.
    """
    from app.report.authority import checked

    checked_ = SigningSettings(
        checked_file(wanted.pkcs11, "pkcs11"), checked_file(wanted.pkcs12, "pkcs12"), checked(wanted.tsa)
    )
    with office.work("signing_settings.change", Right.ADMINISTER) as session:
        before = asdict(_settings(session))
        for key, value in asdict(checked_).items():
            if value != before[key]:
                presets.refuse_locked(key, value)
                _put(session, office, PREFIX + key, json.dumps(value, ensure_ascii=False))
        session.flush()
        return _settings(session)


def checked_file(path: str, field: str) -> str:
    """The path as it is kept: whole, of a file on this PC. Raises Refused with the field."""
    wanted = path.strip()
    if not wanted:
        return ""
    if names_another_pc(wanted) or not Path(wanted).is_absolute():
        raise Refused(_("Choose a file on this PC, with its whole path."), field)
    try:
        is_there = Path(wanted).is_file()
    except (OSError, ValueError):
        is_there = False
    if not is_there:
        raise Refused(_("There is no file of this name."), field)
    return wanted
