"""Updates without internet: a setup with its publisher's signature, on a stick (docs/updates.md).

In this order: looked at, copied into a folder of the user's own and checked there, the office backed up, the act
written down, the copy started; then the program closes. Whatever fails before that leaves all as it was.
"""

import datetime as dt
import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import select

from app import backup_folder, first_start, program, update_copy
from app.domain.errors import Refused, Unavailable, UserError
from app.domain.persian.calendar import TEHRAN, long_date
from app.domain.persian.text import isolate_path
from app.domain.texts import _
from app.domain.versions import order, shown
from app.files import read_bytes
from app.office import Office
from app.security import audit, backup
from app.security.rights import Right
from app.update_copy import Copy, Progress, _gone
from app.update_note import ENDS, LARGEST_NOTE, Publisher, Update, Which, built_in, read
from db.models import StoreState

NAMED: Final = f"DidarSetup-*.exe{ENDS}"
MOST: Final = 20
"""Setups of one stick that are looked at."""
_WAIT: Final = 90
"""Seconds that the setup gives this process to close."""
_CLOCKS: Final = dt.timedelta(days=1)
"""By how much the clock of a PC may differ from the publisher's."""


class Started(Protocol):
    """A process that was started."""

    def terminate(self) -> None: ...


def start_setup(setup: Path) -> Started:
    """The copy, by its full path and in its own folder. It waits until Didar is closed, and starts it again."""
    apart = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    words = [str(setup), "/PASSIVE", f"/WAIT={_WAIT}", "/RESTART"]
    return subprocess.Popen(words, cwd=setup.parent, close_fds=True, creationflags=apart)


@dataclass(frozen=True)
class ThisCopy:
    """The Didar that runs. installed: by its setup; for_all: for all users of the PC, by its administrator."""

    version: str = program.VERSION
    publisher: Publisher = field(default_factory=built_in)
    installed: bool = field(default_factory=program.is_installed)
    for_all: bool = field(default_factory=program.is_for_all_users)
    start: Callable[[Path], Started] = start_setup


@dataclass(frozen=True)
class Standing:
    """Where this PC stands. highest: the version that last wrote the office's store, if that is above this one's.

    why_not: the sentence for whoever can't install an update here; "" for who can. can_check: whether there are keys.
    backups: the folder of the backup that comes first. before: the office as it was before this version worked on it.
    """

    version: str
    highest: str
    why_not: str
    can_check: bool
    backups: Path
    before: Path | None


@dataclass(frozen=True)
class Found:
    """A setup beside a signature. update, which: None where no key of the publisher vouches for it.

    refusal: why it is not installed; None for one that may be.
    """

    setup: Path
    update: Update | None
    which: Which | None
    refusal: UserError | None


def standing(office: Office, here: ThisCopy) -> Standing:
    keys = (first_start.PROGRAM, "demo")
    with office.read() as session:
        rows = session.execute(select(StoreState.key, StoreState.value).where(StoreState.key.in_(keys)))
        state = {row.key: row.value for row in rows}
    highest = state.get(first_start.PROGRAM, "")
    return Standing(
        here.version,
        highest if _is_above(highest, here.version) else "",
        _why_not(office, here, demo=bool(state.get("demo"))),
        bool(here.publisher),
        _places(office)[0],
        first_start.kept(office.folder, here.version),
    )


def _places(office: Office) -> list[Path]:
    """Where the backup may go: the office's folder for backups, if it is there just now, else beside the store."""
    usual = backup_folder.of(office)
    try:
        is_there = bool(usual) and Path(usual).is_dir()
    except OSError:
        is_there = False
    return [Path(usual), office.folder] if is_there else [office.folder]


def _why_not(office: Office, here: ThisCopy, *, demo: bool) -> str:
    if not here.publisher:
        return _(
            "This copy of Didar can't check updates: no publisher's keys were built into it. A newer version is "
            "installed by its own setup, from whom this one came."
        )
    if not here.installed:
        return _("Updates by file are for Didar as it is installed on Windows; this one was started in another way.")
    if demo:
        return _("In the demonstration nothing is installed; open the office itself for it.")
    if here.for_all:
        return _("Didar was installed for all users of this PC; the PC's administrator installs its updates.")
    if not office.may(Right.ADMINISTER):
        return _("Only the administrator installs updates.")
    return ""


def look(office: Office, here: ThisCopy, roots: Iterable[Path]) -> tuple[Found, ...]:
    """The setups with a signature at the top of these folders, the newest version first."""
    now = standing(office, here)
    return _in_order(_examined(office, here, now, file) for root in roots for file in _signatures(root))


def _signatures(root: Path) -> list[Path]:
    try:
        return sorted(root.glob(NAMED), key=_named_version, reverse=True)[:MOST]
    except OSError:  # a reader without a card
        return []


def _named_version(file: Path) -> tuple[int, ...]:
    """Of the name alone, so that on a full stick the newest are the ones that are looked at."""
    return tuple(int(digits) for digits in re.findall("[0-9]{1,9}", file.name))


def _in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """Those that may be installed first, among them the newest."""
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.refusal is None,
                one.update is not None,
                order(one.update.version) if one.update else (),
            ),
            reverse=True,
        )
    )


def examine(office: Office, here: ThisCopy, file: Path) -> Found:
    """One setup, by its own name or by that of its signature. The setup itself is not read yet."""
    return _examined(office, here, standing(office, here), file)


def _examined(office: Office, here: ThisCopy, now: Standing, file: Path) -> Found:
    setup = file.with_suffix("") if file.suffix.lower() == ENDS else file
    update = which = None
    try:
        update, which = read(_note(setup), here.publisher)
        _must_fit(update, now, office.now())
    except UserError as error:
        return Found(setup, update, which, error)
    return Found(setup, update, which, None)


def _note(setup: Path) -> bytes:
    beside = Path(f"{setup}{ENDS}")
    try:
        is_signed, is_there = beside.is_file(), setup.is_file()
    except OSError as error:  # pulled out this very moment
        raise _gone() from error
    if not is_signed:
        raise Refused(_("There is no signature beside this setup. Ask for the stick with both files."), "file")
    if not is_there:
        raise Refused(_("There is a signature, but no setup beside it. Ask for the stick with both files."), "file")
    return read_bytes(beside, LARGEST_NOTE)


def _must_fit(update: Update, now: Standing, at: dt.datetime) -> None:
    """It rises, from where it may rise, and not out of the future. Raises Refused."""
    said = {
        "version": shown(update.version),
        "here": shown(now.version),
        "highest": shown(now.highest),
        "least": shown(update.least),
        "date": long_date(update.date),
    }
    if order(update.version) <= order(now.version):
        reason = _("The setup is of version %(version)s, and this PC has version %(here)s already.")
        raise Refused(reason % said, "version")
    if now.highest and order(update.version) < order(now.highest):
        reason = _("This office was worked on with version %(highest)s already; take an update to that or a later one.")
        raise Refused(reason % said, "version")
    if order(now.version) < order(update.least):
        reason = _("Before version %(version)s comes version %(least)s. Ask for the update to version %(least)s first.")
        raise Refused(reason % said, "least")
    if update.date > (at + _CLOCKS).astimezone(TEHRAN).date():
        reason = _(
            "This update was signed on %(date)s, which is still to come on this PC. Set the PC's date, then try again."
        )
        raise Refused(reason % said, "date")


def take(office: Office, here: ThisCopy, found: Found, progress: Progress = lambda _done, _of: None) -> Copy:
    """Copy it from the stick and check the copy. Raises Refused or Unavailable, with nothing left behind."""
    with office.read(Right.ADMINISTER):  # the right before the stick
        pass
    now = standing(office, here)
    if now.why_not:
        raise Refused(now.why_not)
    _must_fit(_vouched(found), now, office.now())
    return update_copy.take(found.setup, _vouched(found), office.folder, progress)


def back_up(office: Office, found: Found) -> Path:
    """The whole office as a backup, before anything is changed. Returns where it lies.

    Raises Unavailable when it could be written neither into the office's folder for backups nor beside the store.
    """
    first, *others = _places(office)
    try:
        return _backed_up(office, found, first)
    except Unavailable:
        if not others:
            raise
        return _backed_up(office, found, others[0])


def _backed_up(office: Office, found: Found, folder: Path) -> Path:
    file = first_start.backup_file(folder, _vouched(found).version, office.now())
    backup.backup(office, file)
    first_start.keep_newest(office.folder)
    return file


def begin(office: Office, here: ThisCopy, found: Found, copy: Copy, saved: Path) -> None:
    """Write it down and start the copy; the program is to close now.

    saved: the backup that came first. Raises Unavailable when it is not there, or when the copy does not start.
    """
    update = _vouched(found)
    told: dict[str, Any] = {
        "from": here.version,
        "to": update.version,
        "sha256": update.sha256,
        "signed_by": found.which.value if found.which else "",
        "backup": saved.name,
    }
    process: Started | None = None
    try:
        with office.work("program.update", Right.ADMINISTER) as work:
            work.remember(audit.Touched("program", 0, None, told))
            work.merge(StoreState(key=first_start.BEGUN, value=update.version))
            work.flush()
            _must_be_there(saved)
            try:
                process = here.start(copy.setup)
            except OSError as error:
                raise Unavailable(_("The setup could not be started. Nothing was changed; try again.")) from error
    except BaseException:
        if process is not None:  # it was not written down, so it does not happen
            process.terminate()
        copy.discard()
        raise
    copy.let_go()


def _must_be_there(saved: Path) -> None:
    try:
        is_there = saved.is_file()
    except OSError:
        is_there = False
    if not is_there:
        said = _("The backup %(path)s is not there. Nothing was installed; plug in its stick and try again.")
        raise Unavailable(said % {"path": isolate_path(str(saved))})


def _vouched(found: Found) -> Update:
    if found.update is None or found.refusal is not None:
        raise found.refusal or Refused(
            _("This update is not signed by Didar's publisher. Do not install it; ask for the right stick."), "file"
        )
    return found.update


def _is_above(one: str, other: str) -> bool:
    try:
        return order(one) > order(other)
    except ValueError:
        return False
