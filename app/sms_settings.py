"""How this office sends messages: when, how fast, and in which words."""

import datetime as dt
import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import sms
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from app.setting_rows import _put
from db.models import OfficeSetting

_PREFIX: Final = "sms_"
ON_REGISTERING: Final = _PREFIX + "on_registering"
ON_MOVING: Final = _PREFIX + "on_moving"
FASTEST: Final = 60
"""Messages a minute: no office has more to say than that, and gateways take no offence at it."""


@dataclass(frozen=True)
class SmsSettings:
    """opens, closes: the hours of the day between which messages go. rate: how many a minute at most. stop_line: the
    word that stops such messages stands under each, as the regulator asks. says_more: subject and result may stand in a
    text; else it says nothing of the matter, as the phone is often a relative's. texts: the office's own, by the
    template's name (app/sms_text.py). on_registering, on_moving: who is registered, or whose turn was moved with
    its day, is told so by itself (app/courtesies.py).
    """

    opens: int = 8
    closes: int = 21
    rate: int = 20
    stop_line: bool = True
    says_more: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    on_registering: bool = False
    on_moving: bool = True

    def is_open(self, now: dt.datetime) -> bool:
        """Whether messages may go at this hour."""
        return self.opens <= now.astimezone(TEHRAN).hour < self.closes


def of(office: Office) -> SmsSettings:
    """The settings as they stand."""
    with office.read() as session:
        return _settings(session)


def _settings(session: Session) -> SmsSettings:
    known = {_PREFIX + one.name: one.name for one in fields(SmsSettings)}
    rows = select(OfficeSetting.key, OfficeSetting.value).where(OfficeSetting.key.in_(known))
    return SmsSettings(**{known[row.key]: json.loads(row.value) for row in session.execute(rows)})


def change(office: Office, wanted: SmsSettings) -> SmsSettings:
    """Keep these; what stays as it is writes nothing. Raises Refused at its field; of a text that is its name."""
    wanted = _checked(wanted)
    with office.work("sms_settings.change", Right.FOLLOW_UP) as session:
        before = asdict(_settings(session))
        for key, value in asdict(wanted).items():
            if value != before[key]:
                _put(session, office, _PREFIX + key, json.dumps(value, ensure_ascii=False))
        session.flush()
        return _settings(session)


def _checked(wanted: SmsSettings) -> SmsSettings:
    from app.sms_text import TEMPLATES, known

    if not 0 <= wanted.opens < wanted.closes <= 24:
        raise Refused(_("The first hour must come before the last one, from 0 to 24."), "closes")
    if not 1 <= wanted.rate <= FASTEST:
        raise Refused(_("From 1 to 60 messages a minute."), "rate")
    texts = {}
    for name in TEMPLATES:
        text = normalise(wanted.texts.get(name, ""), lines=True)
        if text and text != normalise(TEMPLATES[name].text, lines=True):
            texts[name] = sms.check_template(text, known(name, says_more=wanted.says_more), name)
    return replace(wanted, texts=texts)
