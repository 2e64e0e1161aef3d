"""Updates from a stick: nobody but the publisher, whole, rising; the copy is what is checked and what is started."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app import backup_folder, first_start, updates
from app.domain.codes import Role
from app.domain.errors import Refused, Unavailable
from app.first_start import FirstStart, NotInstalled
from app.office import Office, SignedIn
from app.program import VERSION
from app.security import audit, backup_file
from app.security.backup import restore
from app.unlock import unlock
from app.update_note import ENDS, Update, Which
from app.updates import ThisCopy
from db.models import AuditEntry, AuditValue, StoreState
from tests.app.update_files import (
    KEYS,
    SIGNED_ON,
    STRANGER,
    Machine,
    found,
    nothing_left,
    publisher,
    put,
    saved_in,
    update,
)
from tests.conftest import PASSPHRASE, Clock

PRESENT = KEYS[Which.PRESENT]


def refusal(office: Office, machine: Machine, setup: Path) -> str:
    (one,) = updates.look(office, machine.here, [setup.parent])
    return one.refusal.reason if one.refusal else ""


# what is found on a stick


def test_a_setup_that_fits_is_offered(office: Office, stick: Path, machine: Machine) -> None:
    setup = put(stick)
    (one,) = updates.look(office, machine.here, [stick])
    assert (one.setup, one.update, one.which, one.refusal) == (setup, update(), Which.PRESENT, None)
    assert updates.examine(office, machine.here, setup.with_name(setup.name + ENDS)) == one
    assert updates.examine(office, machine.here, setup) == one


def test_the_newest_that_fits_stands_first(office: Office, stick: Path, machine: Machine) -> None:
    for version, least in (("0.2.0", "0.1.0"), ("0.10.0", "0.1.0"), ("0.9.0", "0.1.0"), ("9.0.0", "0.5.0")):
        put(stick, update(version, least))
    put(stick, update("8.0.0"), key=STRANGER)
    offered = updates.look(office, machine.here, [stick, stick / "no-such-folder"])
    assert [one.update.version if one.update else "" for one in offered] == ["0.10.0", "0.9.0", "0.2.0", "9.0.0", ""]


def test_on_a_stick_that_is_full_of_setups_the_newest_is_not_missed(
    office: Office, stick: Path, machine: Machine
) -> None:
    for minor in range(1, updates.MOST + 5):
        put(stick, update(f"0.{minor}.1", "0.1.0"))
    best = updates.look(office, machine.here, [stick])[0]
    assert best.update is not None
    assert best.update.version == f"0.{updates.MOST + 4}.1"


def test_a_name_that_the_disk_does_not_take_is_refused_in_words(office: Office, stick: Path, machine: Machine) -> None:
    stick.mkdir()
    found = updates.examine(office, machine.here, stick / f"{'a' * 250}.exe")
    assert found.refusal is not None
    assert found.refusal.reason.startswith("پروندهٔ نصب خوانده نشد")


@pytest.mark.parametrize("name", [ENDS, ".", "/"])
def test_a_signature_without_a_setup_s_name_is_refused_in_words(
    office: Office, stick: Path, machine: Machine, name: str
) -> None:
    found = updates.examine(office, machine.here, stick / name)
    assert found.refusal is not None
    assert "امضایی در کنار" in found.refusal.reason


def test_a_signature_is_known_by_its_name_in_capitals_too(office: Office, stick: Path, machine: Machine) -> None:
    """A FAT stick may bring them so; Windows finds it all the same."""
    setup = put(stick)
    assert updates.examine(office, machine.here, stick / f"{setup.name}{ENDS.upper()}").setup == setup


def test_a_stranger_s_setup_is_refused_plainly(office: Office, stick: Path, machine: Machine) -> None:
    assert "ناشر دیدار" in refusal(office, machine, put(stick, key=STRANGER))


def test_one_file_without_the_other_says_which(office: Office, stick: Path, machine: Machine) -> None:
    setup = put(stick)
    beside = setup.with_name(setup.name + ENDS)
    kept = beside.read_bytes()
    beside.unlink()
    one = updates.examine(office, machine.here, setup)
    assert one.refusal is not None
    assert "امضایی در کنار" in one.refusal.reason
    beside.write_bytes(kept)
    setup.unlink()
    assert "پروندهٔ نصب" in refusal(office, machine, setup)


@pytest.mark.parametrize("version", ["0.1.0", "0.0.9"])
def test_the_version_rises(office: Office, stick: Path, machine: Machine, version: str) -> None:
    assert "از پیش" in refusal(office, machine, put(stick, update(version, "0.0.1")))


def test_an_office_that_was_worked_on_with_a_newer_version_goes_not_back(
    office: Office, stick: Path, machine: Machine
) -> None:
    with office.note() as session:
        session.merge(StoreState(key=first_start.PROGRAM, value="0.3.0"))
    assert updates.standing(office, machine.here).highest == "0.3.0"
    assert "۰.۳.۰" in refusal(office, machine, put(stick, update("0.2.0")))
    shutil.rmtree(stick)
    assert refusal(office, machine, put(stick, update("0.3.0"))) == ""


def test_what_has_to_come_between_is_asked_for(office: Office, stick: Path, machine: Machine) -> None:
    said = refusal(office, machine, put(stick, update("3.0.0", "2.1.0")))
    assert said.count("۲.۱.۰") == 2


def test_an_update_of_a_day_to_come_means_that_the_pc_s_date_is_wrong(
    office: Office, stick: Path, machine: Machine, clock: Clock
) -> None:
    put(stick, update(date=office.today() + dt.timedelta(days=1)))
    (one,) = updates.look(office, machine.here, [stick])
    assert one.refusal is None  # the publisher's day may be a little ahead
    assert "تاریخ رایانه" in refusal(office, machine, put(stick, update(date=office.today() + dt.timedelta(days=2))))
    clock.set(9, day=office.today() + dt.timedelta(days=1))
    assert refusal(office, machine, put(stick, update(date=office.today() + dt.timedelta(days=1)))) == ""


def test_without_keys_or_elsewhere_than_installed_nothing_is_installed(office: Office, stick: Path) -> None:
    put(stick)
    assert "کلید" in updates.standing(office, ThisCopy("0.1.0", {}, installed=True)).why_not
    elsewhere = ThisCopy("0.1.0", publisher(), installed=False)
    assert "ویندوز" in updates.standing(office, elsewhere).why_not
    (one,) = updates.look(office, elsewhere, [stick])
    assert one.refusal is None  # what it is can be said all the same
    with pytest.raises(Refused, match="ویندوز"):
        updates.take(office, elsewhere, one)
    office.user = SignedIn(1, "zahra", "زهرا", (Role.SECRETARY,))
    assert "مدیر سامانه" in updates.standing(office, Machine().here).why_not


# the backup, the trail, the start


def test_before_it_the_office_is_backed_up_where_a_restore_finds_it(
    office: Office, stick: Path, machine: Machine, tmp_path: Path, clock: Clock
) -> None:
    one = updates.examine(office, machine.here, put(stick))
    saved = updates.back_up(office, one)
    assert saved.parent == office.folder
    assert saved.name.startswith("before-0.2.0-")
    other = tmp_path / "another-pc"
    other.mkdir()
    restore(other, saved, PASSPHRASE, clock=clock)
    unlock(other, PASSPHRASE, clock=clock).close()


def test_the_backup_goes_where_the_office_s_backups_go_if_that_is_there(
    office: Office, stick: Path, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = updates.examine(office, machine.here, put(stick))
    usual = tmp_path / "backups"
    backup_folder.change(office, str(usual))
    assert updates.standing(office, machine.here).backups == office.folder  # the stick for backups is away
    usual.mkdir()
    assert updates.standing(office, machine.here).backups == usual
    assert updates.back_up(office, one).parent == usual
    write = backup_file.write

    def full(path: Path, *arguments, **named) -> None:
        if path.parent == usual:
            raise OSError(28, "No space left on device")
        write(path, *arguments, **named)

    monkeypatch.setattr(backup_file, "write", full)
    assert updates.back_up(office, one).parent == office.folder


def test_in_the_demonstration_nothing_is_installed(office: Office, machine: Machine) -> None:
    with office.note() as session:
        session.merge(StoreState(key="demo", value="1"))
    assert "نمایش" in updates.standing(office, machine.here).why_not


def test_the_trail_says_from_where_to_where(office: Office, stick: Path, machine: Machine) -> None:
    one = updates.examine(office, machine.here, put(stick))
    copy = updates.take(office, machine.here, one)
    updates.begin(office, machine.here, one, copy, saved_in(office.folder))
    with office.read() as session:
        query = select(AuditEntry.by, AuditEntry.role, AuditValue.payload).join(
            AuditValue, AuditValue.seq == AuditEntry.seq
        )
        ((by, role, payload),) = session.execute(query.where(AuditEntry.act == "program.update")).all()
        audit.check(session.connection())
    assert (by, role) == ("zahra", "administrator")
    told = json.loads(payload)["after"]
    assert (told["from"], told["to"], told["sha256"]) == ("0.1.0", "0.2.0", update().sha256)
    assert told["signed_by"] == "present"
    assert told["backup"] == "before.didar"


def test_an_update_that_did_not_come_is_said_once(office: Office, stick: Path, machine: Machine) -> None:
    """The setup was cancelled, or the power failed: the version before starts again."""
    one = updates.examine(office, machine.here, put(stick))
    updates.begin(office, machine.here, one, updates.take(office, machine.here, one), saved_in(office.folder))
    assert first_start.to_tell(office) == NotInstalled("0.2.0", VERSION)
    assert first_start.to_tell(office) is None


def test_an_update_that_came_is_told_as_the_first_start_alone(
    office: Office, stick: Path, machine: Machine, home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = updates.examine(office, machine.here, put(stick))
    updates.begin(office, machine.here, one, updates.take(office, machine.here, one), saved_in(office.folder))
    office.close()
    monkeypatch.setattr(first_start, "VERSION", "0.2.0")
    with unlock(home, PASSPHRASE, clock=clock) as later:
        (copy,) = home.glob("before-0.2.0-*")
        assert first_start.to_tell(later) == FirstStart(VERSION, "0.2.0", copy)
        assert first_start.to_tell(later) is None


def test_for_all_users_the_pc_s_administrator_installs(office: Office, stick: Path, machine: Machine) -> None:
    here = replace(machine.here, for_all=True)
    assert "مدیر رایانه" in updates.standing(office, here).why_not
    with pytest.raises(Refused, match="مدیر رایانه"):
        updates.take(office, here, found(put(stick)))


@pytest.mark.parametrize("saved", ["gone.didar", "folder"])
def test_without_the_backup_nothing_is_started(office: Office, stick: Path, machine: Machine, saved: str) -> None:
    """Its stick was pulled out meanwhile, or it was never made."""
    (office.folder / "folder").mkdir()
    one = updates.examine(office, machine.here, put(stick))
    copy = updates.take(office, machine.here, one)
    with pytest.raises(Unavailable, match="پشتیبان"):
        updates.begin(office, machine.here, one, copy, office.folder / saved)
    with office.read() as session:
        assert session.scalars(select(AuditEntry.act).where(AuditEntry.act == "program.update")).all() == []
    assert machine.started == []
    assert nothing_left(office)


def test_what_cannot_be_started_is_not_written_down(office: Office, stick: Path, machine: Machine) -> None:
    def fails(_setup: Path):
        raise OSError(740, "elevation")

    here = ThisCopy("0.1.0", publisher(), installed=True, start=fails)
    one = updates.examine(office, here, put(stick))
    copy = updates.take(office, here, one)
    with pytest.raises(Unavailable, match="آغاز نشد"):
        updates.begin(office, here, one, copy, saved_in(office.folder))
    with office.read() as session:
        assert session.scalars(select(AuditEntry.act).where(AuditEntry.act == "program.update")).all() == []
    assert nothing_left(office)


def test_what_cannot_be_written_down_is_not_started(
    office: Office, stick: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = updates.examine(office, machine.here, put(stick))
    copy = updates.take(office, machine.here, one)

    def full(*_arguments: object) -> None:
        raise Unavailable("full")

    monkeypatch.setattr("app.office.audit.append", full)
    with pytest.raises(Unavailable):
        updates.begin(office, machine.here, one, copy, saved_in(office.folder))
    assert all(process.ended for process in machine.processes)
    assert nothing_left(office)


def test_what_was_refused_is_neither_copied_nor_started(office: Office, stick: Path, machine: Machine) -> None:
    (one,) = updates.look(office, machine.here, [put(stick, key=STRANGER).parent])
    with pytest.raises(Refused):
        updates.take(office, machine.here, one)
    with pytest.raises(Refused):
        updates.back_up(office, one)
    assert machine.started == []


def test_the_setup_starts_in_its_own_folder_waits_and_starts_didar_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not in the stick's folder, from which Windows would take libraries."""
    asked: list[tuple[list[str], Path]] = []
    monkeypatch.setattr("subprocess.Popen", lambda words, *, cwd, **_more: asked.append((words, cwd)))
    updates.start_setup(tmp_path / "x.exe")
    assert asked == [([str(tmp_path / "x.exe"), "/PASSIVE", "/WAIT=90", "/RESTART"], tmp_path)]


def test_what_no_longer_rises_when_it_is_taken_is_refused(office: Office, stick: Path) -> None:
    """Found while an older version ran, or before the office was worked on with a newer one."""
    with pytest.raises(Refused, match="از پیش"):
        updates.take(office, Machine("0.2.0").here, found(put(stick)))
    (one,) = updates.look(office, Machine("0.2.0").here, [stick])
    with pytest.raises(Refused, match="از پیش"):
        updates.back_up(office, one)
    assert nothing_left(office)


def test_the_date_is_signed_as_it_is_said() -> None:
    assert Update("0.2.0", 1, "0" * 64, "0.1.0", SIGNED_ON).as_dict()["date"] == SIGNED_ON.isoformat()
