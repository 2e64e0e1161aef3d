"""What becomes of a preset in the office: what decides where data goes waits until an administrator has seen it.

What else is locked is followed at the next start, whoever signs in; what is not locked stands at the first start alone.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import presets
from app.agency import _terms
from app.backup_folder import SETTING as BACKUP_FOLDER
from app.backup_folder import _folder, _keep
from app.domain.counting import term_on
from app.office import Office
from app.office_settings import OfficeSettings
from app.office_settings import _settings as _office_settings
from app.preset_keys import KEYS, RECEIVER
from app.presets import Given, Preset
from app.report_receiver import Receiver, _chosen, _usual
from app.security import audit
from app.security.rights import Right
from app.setting_rows import _put, _value
from app.signing_settings import PREFIX as SIGNING
from app.signing_settings import _settings as _signing_settings
from app.work import Work
from db.models import Agency, Schedule

_SEEN: Final = "preset_seen"
"""The value of each setting that an administrator was shown and answered to, as JSON by name."""
_TOLD: Final = "told"
_OF_AGENCY: Final = ("province", "county", "kind")
_OF_DAYS: Final = ("weekday", "hours")
_OF_OFFICE: Final = ("due_days", "thursdays_closed", "confidential_reports")


@dataclass(frozen=True)
class Offer:
    """A value that waits for an administrator's word. now: what is so at present, empty for nothing; receiver: whose
    certificate it is, of that setting alone.
    """

    given: Given
    locked: bool
    now: str
    receiver: Receiver | None = None


@dataclass(frozen=True)
class Waiting:
    """What an administrator is shown after the sign-in. told: bad lines, and files that were found and not taken, as
    sentences; news: whether they were not told yet.
    """

    offers: tuple[Offer, ...] = ()
    told: tuple[str, ...] = ()
    news: bool = False

    def __bool__(self) -> bool:
        return bool(self.offers or self.news)


class State(StrEnum):
    """How the office stands to a value of the preset."""

    SO = "so"
    WAITS = "waits"
    OWN = "own"
    """The office has another value of its own, as it may."""


def waiting(office: Office) -> Waiting:
    """What waits; until it is taken the office goes on as before."""
    preset = presets.of_this_pc()
    with office.read() as session:
        told = preset.told
        return Waiting(_offers(session, preset), told, bool(told) and _seen(session).get(_TOLD) != _mark(preset))


def _mark(preset: Preset) -> str:
    """By what the office knows again that it was told of these, in whatever words."""
    faults = (f"{fault.place}:{fault.number}:{fault.name}" for fault in preset.faults)
    return hashlib.sha256("\n".join([*faults, *(one.path for one in preset.ignored)]).encode()).hexdigest()


def _offers(session: Session, preset: Preset) -> tuple[Offer, ...]:
    seen, found = _seen(session), []
    for name, key in KEYS.items():
        given = preset.given.get(name)
        if given is None or not key.outward:
            continue
        locked, now = name in preset.locked, _now(session, name)
        if now != given.mark and (locked or seen.get(name) != given.mark):
            receiver = given.value if name == RECEIVER else None
            found.append(Offer(given, locked, _shown(session, name, now), receiver))
    return tuple(found)


def _seen(session: Session) -> dict[str, str]:
    kept: dict[str, str] = json.loads(_value(session, _SEEN) or "{}")
    return kept


def _now(session: Session, name: str) -> str:
    """What is so in the office of a setting that says where data goes, as its mark."""
    if name == RECEIVER:
        usual = _usual(session)
        return usual.pem if usual else ""
    if name == BACKUP_FOLDER:
        return _folder(session)
    return str(getattr(_signing_settings(session), name))


def _shown(session: Session, name: str, mark: str) -> str:
    usual = _usual(session) if name == RECEIVER else None
    return usual.name if usual else mark


def take(office: Office, shown: Waiting) -> None:
    """Take what was shown: from now on it holds here. What has changed since, or waits no more, is left."""
    with office.work("preset.take", Right.ADMINISTER) as session:
        still = _still(session, shown)
        for offer in still:
            name, value = offer.given.name, offer.given.value
            if name == RECEIVER:
                usual = _usual(session)
                own_copy = usual is None or usual.own_copy
                _chosen(session, office, replace(value, own_copy=own_copy))
            elif name == BACKUP_FOLDER:
                _keep(session, office, value)
            else:
                _put(session, office, SIGNING + name, json.dumps(value, ensure_ascii=False))
        taken = {offer.given.name for offer in still}
        answers = ("take" if offer.given.name in taken else "changed since" for offer in shown.offers)
        _answered(session, office, shown, answers)


def leave(office: Office, shown: Waiting) -> None:
    """The office stays as it is. What is locked is asked for again at the next sign-in, the rest when it changes."""
    with office.work("preset.leave", Right.ADMINISTER) as session:
        _answered(session, office, shown, ("leave" for _offer in shown.offers))


def _still(session: Session, shown: Waiting) -> list[Offer]:
    marks = {offer.given.name: offer.given.mark for offer in shown.offers}
    return [
        offer for offer in _offers(session, presets.of_this_pc()) if marks.get(offer.given.name) == offer.given.mark
    ]


def _answered(work: Work, office: Office, shown: Waiting, answers: Iterable[str]) -> None:
    """Each answer goes into the trail, also one that changes nothing: it is about where the office's data go."""
    told = {
        offer.given.name: {
            "value": offer.receiver.fingerprint if offer.receiver else offer.given.mark,
            "source": offer.given.source,
            "answer": answer,
        }
        for offer, answer in zip(shown.offers, answers, strict=True)
    }
    if told:
        work.remember(audit.Touched("preset", 0, None, told))
    seen = _seen(work)
    now = seen | {offer.given.name: offer.given.mark for offer in shown.offers}
    if shown.told:
        now[_TOLD] = _mark(presets.of_this_pc())
    if now != seen:
        _put(work, office, _SEEN, json.dumps(now, ensure_ascii=False, sort_keys=True))


# what stays within the office -----------------------------------------------------------------------------------------


def follow(office: Office) -> None:
    """What the preset has locked and does not decide where data goes holds from now on, whoever signs in."""
    preset = presets.of_this_pc()
    names = [name for name in preset.given if name in preset.locked and not KEYS[name].outward]
    with office.read() as session:
        due = [name for name in names if not _holds(session, office, name, preset.value(name))]
    if due:
        with office.work("preset.follow", Right.READ) as session:
            _follow(session, office, {name: preset.value(name) for name in due})


def _holds(session: Session, office: Office, name: str, value: Any) -> bool:
    """Weekday and hours hold only when no term that is planned for later says something else."""
    if name in _OF_AGENCY:
        return bool(getattr(session.get_one(Agency, office.agency_id), name) == value)
    if name in _OF_DAYS:
        today, terms = office.today(), _terms(session)
        now, later = term_on(today, terms), [term for term in terms if term.since > today]
        said = [term.weekday if name == "weekday" else (term.opens, term.closes) for term in (now, *later) if term]
        return all(one == value for one in said)
    return bool(getattr(_office_settings(session), name) == value)


def _follow(session: Session, office: Office, due: dict[str, Any]) -> None:
    row = session.get_one(Agency, office.agency_id)
    for name in _OF_AGENCY:
        if name in due:
            setattr(row, name, due[name])
    if any(name in due for name in _OF_DAYS):
        _reschedule(session, office, due)
    for name in _OF_OFFICE:
        if name in due:
            _put(session, office, name, json.dumps(due[name]))


def _reschedule(session: Session, office: Office, due: dict[str, Any]) -> None:
    """From today on; what is planned for later obeys too."""
    today = office.today()
    wanted = {"weekday": due["weekday"]} if "weekday" in due else {}
    if "hours" in due:
        wanted["opens"], wanted["closes"] = due["hours"]
    for row in session.scalars(select(Schedule).where(Schedule.since >= today)):
        for name, value in wanted.items():
            setattr(row, name, value)
    term = term_on(today, _terms(session))
    if term is not None and term.since < today and replace(term, **wanted) != term:
        session.add(Schedule(agency_id=office.agency_id, **asdict(replace(term, since=today, **wanted))))


def _first_settings(session: Session, office: Office) -> None:
    """Of a new office: what the preset says of it, locked or not; where data goes waits for an administrator."""
    preset, usual = presets.of_this_pc(), OfficeSettings()
    for name in _OF_OFFICE:
        if preset.value(name, getattr(usual, name)) != getattr(usual, name):
            _put(session, office, name, json.dumps(preset.value(name)))


# what is told ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A value of the preset, and how the office stands to it."""

    given: Given
    locked: bool
    state: State


def overview(office: Office) -> tuple[Row, ...]:
    """Each value of this PC's preset, in the order of the table."""
    preset = presets.of_this_pc()
    with office.read() as session:
        waiting = {offer.given.name for offer in _offers(session, preset)}
        rows = []
        for name in KEYS:
            if (given := preset.given.get(name)) is None:
                continue
            if name in waiting:
                state = State.WAITS
            elif KEYS[name].outward:
                state = State.SO if _now(session, name) == given.mark else State.OWN
            else:
                state = State.SO if _holds(session, office, name, given.value) else State.OWN
            rows.append(Row(given, name in preset.locked, state))
        return tuple(rows)
