"""Where the office's backups usually go: offered each time, and only an administrator changes it."""

import json
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app import presets
from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from app.setting_rows import _put, _value

SETTING: Final = "backup_folder"


def of(office: Office) -> str:
    """The folder; empty: none was chosen. It may be away: a stick, another PC."""
    with office.read() as session:
        return _folder(session)


def _folder(session: Session) -> str:
    return str(json.loads(_value(session, SETTING) or '""'))


def _keep(session: Session, office: Office, folder: str) -> None:
    if folder != _folder(session):
        _put(session, office, SETTING, json.dumps(folder, ensure_ascii=False))


def change(office: Office, folder: str) -> str:
    """From now on it is this one; empty: none. Raises Refused at its field."""
    wanted = folder.strip()
    if wanted and not Path(wanted).is_absolute():
        raise Refused(_("Choose a folder, with its whole path."), SETTING)
    with office.work("backup_folder.change", Right.ADMINISTER) as session:
        presets.refuse_locked(SETTING, wanted, _folder(session))
        _keep(session, office, wanted)
    return wanted
