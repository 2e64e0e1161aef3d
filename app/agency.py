"""The agency itself: its first day in Didar, its particulars, weekday and hours, and who heads it."""

import datetime as dt
import os
import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app import home, presets
from app.domain.codes import AgencyKind, Weekday
from app.domain.counting import BEGINNING, Term, term_on
from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.files import patiently, sync
from app.first_start import PROGRAM
from app.office import Clock, Office, SignedIn, _said_plainly, utc_now
from app.program import VERSION
from app.security import keys, passphrases, store_lock
from app.security.rights import FIRST_USER, Right
from db import migrate
from db.engine import open_engine
from db.models import Agency, Head, Phrase, Schedule, SigningKey, StoreState, Subject, Unit, User, UserRole

CODE = re.compile(r"[A-Za-z0-9-]{1,32}")
LOGIN = re.compile(r"[^\s:/\\]{1,32}")
OPENS, CLOSES = dt.time(8), dt.time(12)
RECOVERY_CODE = "recovery_code"
"""What the store says of its code: "confirmed" once somebody has shown that it is in safe hands."""


@dataclass(frozen=True)
class NewAgency:
    """What the first start asks: the agency, its day and hours, its head, its first user.

    since: from when the weekday holds; None: for all earlier dates too. kind None: the head is a plain head.
    """

    name: str
    code: str
    province: str
    county: str
    head: str
    weekday: Weekday
    kind: AgencyKind | None = None
    opens: dt.time = OPENS
    closes: dt.time = CLOSES
    since: dt.date | None = None
    user: str = "admin"
    user_name: str = ""
    subjects: dict[str, list[str]] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)

    def checked(self) -> "NewAgency":
        """The same, in stored form. Raises Refused with the field that is missing or wrong."""
        texts = {
            key: normalise(getattr(self, key)) for key in ("name", "province", "county", "head", "user", "user_name")
        }
        for key, reason in _missing().items():
            if not texts[key]:
                raise Refused(reason, key)
        code = self.code.strip()
        if not CODE.fullmatch(code):
            raise Refused(_("The agency's code has 1 to 32 Latin letters, digits and hyphens."), "code")
        if self.opens >= self.closes:
            raise Refused(_("The meeting's end must be later than its beginning."), "hours")
        if not LOGIN.fullmatch(texts["user"]):
            raise Refused(_("The user name has 1 to 32 letters or digits, without spaces."), "user")
        texts["user_name"] = texts["user_name"] or texts["user"]
        return NewAgency(
            code=code,
            weekday=self.weekday,
            kind=self.kind,
            opens=self.opens,
            closes=self.closes,
            since=self.since,
            subjects=self.subjects,
            units=self.units,
            phrases=self.phrases,
            **texts,
        )


def _missing() -> dict[str, str]:
    return {
        "name": _("Enter the agency's name."),
        "province": _("Enter the province."),
        "county": _("Enter the county."),
        "head": _("Enter the head's first and last name."),
        "user": _("Enter a user name."),
    }


def found(
    folder: Path,
    new: NewAgency,
    passphrase: str,
    *,
    clock: Clock = utc_now,
    kdf: keys.Kdf | None = None,
    committed: Callable[..., None] | None = None,
    demo: bool = False,
    ask_back: bool = False,
) -> tuple[Office, str]:
    """Make the office's encrypted store and sign its first user in.

    Returns the open office and the recovery code, which is kept nowhere.
    kdf: Argon2id's parameters; None: found by trying what this PC does in half a second. ask_back: the code is in safe
    hands only after `recovery_code.confirm`; until then it is due to be made anew (`recovery_code.is_due`).
    Raises Refused for a field that is wrong or that the preset of this PC has locked, or when a store is there already.
    """
    new = new.checked()
    if not demo:
        said = {key: getattr(new, key) for key in ("province", "county", "kind", "weekday")}
        for key, value in (said | {"hours": (new.opens, new.closes)}).items():
            presets.refuse_locked(key, value, now=value)  # a new office has nothing else yet
    passphrases.check(passphrase, new.name)
    from app.security.restore import finish

    finish(folder)  # a restore that was cut off
    _must_be_free(folder)
    with ExitStack() as undo:
        is_new = not folder.exists()
        founding = store_lock.whole(folder)
        undo.callback(founding.release)
        if is_new:
            undo.callback(_removed, folder)
        _must_be_free(folder)  # of another first start meanwhile
        _put_aside(folder)
        unlocked, code = keys.create(folder, agency=new.name, login=new.user, passphrase=passphrase, kdf=kdf)
        undo.callback((folder / keys.NAME).unlink)
        undo.callback(unlocked.wipe)
        # under another name until it is whole: a first start that is cut off leaves nothing that looks like a store
        unfinished = home.store(folder).with_suffix(".new")
        for path in _with_log(unfinished):
            path.unlink(missing_ok=True)
        engine = open_engine(unfinished, unlocked.store_key(), create=True)
        undo.callback(engine.dispose)
        with _said_plainly():
            migrate.upgrade(engine)
        epoch = os.urandom(8).hex()
        who = SignedIn(1, new.user, new.user_name, FIRST_USER)
        office = Office(folder, engine, unlocked, who, 1, epoch, founding, clock, committed)
        with office.work("agency.found", Right.ADMINISTER) as session:
            _first_rows(session, new, office, demo=demo, ask_back=ask_back)
        engine.dispose()
        if any(path.exists() for path in _with_log(unfinished)[1:]):
            raise Unavailable(
                _("There is not enough room on the disk; this was not saved. Free some room and try again.")
            )
        patiently(lambda: unfinished.rename(home.store(folder)))
        undo.pop_all()
    sync(folder)
    founding.release()
    lock = store_lock.share(folder)
    engine = open_engine(home.store(folder), unlocked.store_key())
    return Office(folder, engine, unlocked, who, 1, epoch, lock, clock, committed), code


def _must_be_free(folder: Path) -> None:
    if home.has_store(folder):
        raise Refused(_("There is an office's store in this folder already; it was not touched."), "folder")


def _removed(folder: Path) -> None:
    """The folder of a first start that failed, with its lock, where nothing else is in it."""
    with suppress(OSError):
        for path in (store_lock.path(folder), *_with_log(home.store(folder).with_suffix(".new"))):
            path.unlink(missing_ok=True)
        folder.rmdir()


def _put_aside(folder: Path) -> None:
    """Key files without a store: of a first start that was cut off, or of a store that was taken away."""
    for name in (keys.NAME, keys.PREVIOUS):
        if (folder / name).exists():
            aside = (folder / f"{name}.unfinished{n or ''}" for n in range(1000))
            (folder / name).rename(next(path for path in aside if not path.exists()))


def _with_log(store: Path) -> tuple[Path, Path, Path]:
    return store, store.with_name(f"{store.name}-wal"), store.with_name(f"{store.name}-shm")


def _first_rows(session: Session, new: NewAgency, office: Office, *, demo: bool, ask_back: bool) -> None:
    session.add(Agency(id=1, code=new.code, name=new.name, kind=new.kind, province=new.province, county=new.county))
    session.flush()
    session.add_all(
        [
            Schedule(
                agency_id=1,
                since=new.since or BEGINNING,
                weekday=new.weekday,
                opens=new.opens,
                closes=new.closes,
            ),
            Head(agency_id=1, name=new.head, acting=False, since=new.since or BEGINNING, until=None),
            User(id=1, agency_id=1, login=new.user, name=new.user_name, slot=office.keys.slot_id),
        ]
    )
    session.flush()
    session.add_all([UserRole(agency_id=1, user_id=1, role=role) for role in FIRST_USER])
    session.add_all([Unit(agency_id=1, name=name, position=n) for n, name in enumerate(new.units, 1)])
    session.add_all([Phrase(agency_id=1, text=text, position=n) for n, text in enumerate(new.phrases, 1)])
    for name, below in new.subjects.items():
        parent = Subject(agency_id=1, parent_id=None, name=name)
        session.add(parent)
        session.flush()
        session.add_all([Subject(agency_id=1, parent_id=parent.id, name=child) for child in below])
    key_file = keys.KeyFile.read(office.folder)
    state = {
        "store": key_file.store_id,
        "epoch": office.epoch,
        "key_generation": str(key_file.generation),
        "key_digest": key_file.digest(),
        "signer": office.keys.slot_id,
        "demo": "1" if demo else "",
        PROGRAM: VERSION,
        RECOVERY_CODE: "" if ask_back else "confirmed",
    }
    session.add_all([StoreState(key=key, value=value) for key, value in state.items()])
    if not demo:
        from app.preset_taking import _first_settings

        _first_settings(session, office)
    from app.security import signing_key

    made = signing_key.make(new.code, new.name, new.head, office.now())
    assert office.keys.sk is not None
    session.add(
        SigningKey(
            agency_id=1,
            sealed=signing_key.seal(made.pkcs8, office.keys.sk, key_file.store_id),
            certificate=made.certificate,
            made_at=office.now(),
            retired_at=None,
        )
    )


@dataclass(frozen=True)
class Details:
    """What screens and documents say of the agency."""

    code: str
    name: str
    kind: AgencyKind | None
    province: str
    county: str
    demo: bool


@dataclass(frozen=True)
class HeadTerm:
    """A head, or an acting head, from `since` to `until` (both included; None: still)."""

    name: str
    acting: bool
    since: dt.date
    until: dt.date | None


def details(office: Office) -> Details:
    """The agency as it stands: code, name, kind and place."""
    with office.read() as session:
        row = session.get_one(Agency, office.agency_id)
        return Details(row.code, row.name, row.kind, row.province, row.county, _is_demo(session))


def _is_demo(session: Session) -> bool:
    return bool(session.scalar(select(StoreState.value).where(StoreState.key == "demo")))


def terms(office: Office) -> list[Term]:
    """The weekdays and hours, each with its start date."""
    with office.read() as session:
        return _terms(session)


def _terms(session: Session) -> list[Term]:
    rows = session.execute(
        select(Schedule.since, Schedule.weekday, Schedule.opens, Schedule.closes).order_by(Schedule.since)
    )
    return [Term(*row) for row in rows]


def heads(office: Office) -> list[HeadTerm]:
    """The heads and acting heads, oldest first."""
    with office.read() as session:
        rows = session.execute(select(Head.name, Head.acting, Head.since, Head.until).order_by(Head.since))
        return [HeadTerm(*row) for row in rows]


def reschedule(office: Office, term: Term) -> None:
    """Weekday and hours from a date on. The same date again corrects that term; earlier terms stay as they were."""
    if term.opens >= term.closes:
        raise Refused(_("The meeting's end must be later than its beginning."), "hours")
    with office.work("agency.reschedule", Right.ADMINISTER) as session:
        now = term_on(term.since, _terms(session))
        presets.refuse_locked("weekday", term.weekday, now and now.weekday)
        presets.refuse_locked("hours", (term.opens, term.closes), now and (now.opens, now.closes))
        row = session.scalar(select(Schedule).where(Schedule.since == term.since))
        if row is None:
            session.add(
                Schedule(
                    agency_id=office.agency_id,
                    since=term.since,
                    weekday=term.weekday,
                    opens=term.opens,
                    closes=term.closes,
                )
            )
        else:
            row.weekday, row.opens, row.closes = term.weekday, term.opens, term.closes


def appoint(office: Office, name: str, since: dt.date, *, acting: bool = False) -> None:
    """A new head or acting head from a date on; the one before ends on the day before."""
    name = normalise(name)
    if not name:
        raise Refused(_("Enter the head's first and last name."), "head")
    with office.work("agency.appoint", Right.ADMINISTER) as session:
        last = session.scalar(select(Head).order_by(Head.since.desc()).limit(1))
        if last is not None and last.since >= since:
            raise Refused(_("A head is recorded from this date or a later one already."), "since")
        if last is not None:
            last.until = since - dt.timedelta(days=1)
        session.add(Head(agency_id=office.agency_id, name=name, acting=acting, since=since, until=None))


@dataclass(frozen=True)
class WordLists:
    """The office's own lists: subjects by heading, units, the head's usual phrases."""

    subjects: dict[str, list[str]]
    units: list[str]
    phrases: list[str]


def word_lists(office: Office) -> WordLists:
    """The office's subjects, units and phrases, in the order in which they are offered."""
    with office.read() as session:
        return WordLists(
            _subjects(session),
            list(session.scalars(select(Unit.name).where(Unit.active).order_by(Unit.position))),
            list(session.scalars(select(Phrase.text).where(Phrase.active).order_by(Phrase.position))),
        )


def _subjects(session: Session) -> dict[str, list[str]]:
    rows = session.execute(
        select(Subject.id, Subject.parent_id, Subject.name).where(Subject.active).order_by(Subject.id)
    ).all()
    headings = {row.id: row.name for row in rows if row.parent_id is None}
    return {heading: [row.name for row in rows if row.parent_id == id_] for id_, heading in headings.items()}


def state(connection: Connection, key: str) -> str | None:
    """One thing that the store knows of itself."""
    return connection.execute(select(StoreState.value).where(StoreState.key == key)).scalar()
