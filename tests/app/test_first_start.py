"""A newer version's first start on an office's store: a copy of all first, whatever then happens; said once."""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app import VERSION, first_start, queue
from app.domain.errors import Refused, Unavailable
from app.first_start import FirstStart, NotInstalled
from app.home import STORE
from app.office import Office
from app.security import backup_file, keys
from app.security.backup import check, restore
from app.unlock import recover, unlock
from db import migrate
from db.engine import SCHEMA, open_engine
from db.models import AuditEntry, AuditValue, StoreState
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock
from tests.db.test_migrations import KEPT as OLD_STORES
from tests.make import registered
from tests.processes import forked


def written_by(folder: Path, clock: Clock, version: str | None) -> Path:
    """The office with two visits, as the program of that version left it; None: before versions were noted."""
    with unlock(folder, PASSPHRASE, clock=clock) as office:
        for number in (1, 2) if not turns(office) else ():
            registered(office, number)
        with office.note() as session:
            row = session.get_one(StoreState, first_start.PROGRAM)
            if version is None:
                session.delete(row)
            else:
                row.value = version
    return folder


def noted(office: Office, key: str = first_start.PROGRAM) -> str | None:
    with office.read() as session:
        return session.scalar(select(StoreState.value).where(StoreState.key == key))


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("before-*"))


def turns(office: Office) -> list[int]:
    return sorted(row.number or 0 for row in queue.of_day(office, MEETING_DAY))


@pytest.mark.parametrize("before", ["0.0.9", None, "پیش"])
def test_the_office_is_copied_whole_before_a_newer_version_writes(
    home: Path, clock: Clock, tmp_path: Path, before: str | None
) -> None:
    written_by(home, clock, before)
    with unlock(home, PASSPHRASE, clock=clock) as office:
        assert noted(office) == VERSION
        check(office)
    (copy,) = copies(home)
    other = tmp_path / "another-pc"
    other.mkdir()
    restore(other, copy, PASSPHRASE, clock=clock)
    state = state_of(other)
    assert state.get(first_start.PROGRAM) == before  # as it was: nothing of the newer version is in the copy
    with unlock(other, PASSPHRASE, clock=clock) as restored:
        assert turns(restored) == [1, 2]


def state_of(folder: Path) -> dict[str, str]:
    """As it stands in the file: opening it by the program would bring it up to date."""
    unlocked = keys.KeyFile.read(folder).unlock(PASSPHRASE)
    engine = open_engine(folder / STORE, unlocked.store_key())
    try:
        with engine.connect() as connection:
            return {row.key: row.value for row in connection.execute(select(StoreState.key, StoreState.value))}
    finally:
        engine.dispose()
        unlocked.wipe()


def test_it_is_written_down_and_said_once(home: Path, clock: Clock) -> None:
    written_by(home, clock, "0.0.9")
    with unlock(home, PASSPHRASE, clock=clock) as office:
        (copy,) = copies(home)
        with office.read() as session:
            entries = session.execute(
                select(AuditEntry.by, AuditValue.payload)
                .join(AuditValue, AuditValue.seq == AuditEntry.seq)
                .where(AuditEntry.act == "program.first_start")
            ).all()
        ((by, payload),) = entries
        assert by == "zahra"
        assert json.loads(payload)["before"] == {"from": "0.0.9", "to": VERSION, "copy": copy.name}
    with unlock(home, PASSPHRASE, clock=clock) as office:  # a verb came first, now the desk
        assert first_start.to_tell(office) == FirstStart("0.0.9", VERSION, copy)
        assert first_start.to_tell(office) is None
    assert len(copies(home)) == 1


@pytest.mark.parametrize(("wanted", "said"), [(VERSION, False), ("99.0.0", True)])
def test_only_an_update_that_did_not_come_is_told_as_one(home: Path, clock: Clock, wanted: str, said: bool) -> None:
    with unlock(home, PASSPHRASE, clock=clock) as office:
        with office.note() as session:
            session.merge(StoreState(key=first_start.BEGUN, value=wanted))
        assert first_start.to_tell(office) == (NotInstalled(wanted, VERSION) if said else None)
        assert first_start.to_tell(office) is None


def test_what_a_copy_that_was_cut_off_left_is_cleared_before_the_next(home: Path, clock: Clock) -> None:
    written_by(home, clock, "0.0.9")
    half = home / ".didar-half"
    half.write_bytes(b"x")
    os.utime(half, (1_700_000_000, 1_700_000_000))
    unlock(home, PASSPHRASE, clock=clock).close()
    assert not half.exists()


def test_the_same_version_and_an_older_one_copy_nothing(home: Path, clock: Clock) -> None:
    for version in (VERSION, "99.0.0"):
        written_by(home, clock, version)
        with unlock(home, PASSPHRASE, clock=clock) as office:
            assert noted(office) == version
            assert first_start.to_tell(office) is None
    assert copies(home) == []


def test_a_new_office_is_of_this_version(office: Office) -> None:
    assert noted(office) == VERSION
    assert copies(office.folder) == []


def test_the_recovery_code_copies_once(home: Path, clock: Clock) -> None:
    from app import recovery_code

    with unlock(home, PASSPHRASE, clock=clock) as office:
        code = recovery_code.renew(office)
    written_by(home, clock, "0.0.9")
    with recover(home, code, "zahra", "نخل بلند کنار رود", clock=clock) as office:
        assert noted(office) == VERSION
    assert len(copies(home)) == 1


def test_without_room_for_the_copy_nothing_is_written(
    home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(home, clock, "0.0.9")

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("app.security.backup.backup_file.write", full)
        with pytest.raises(Unavailable, match="فضای دیسک"):
            unlock(home, PASSPHRASE, clock=clock)
    assert state_of(home)[first_start.PROGRAM] == "0.0.9"
    assert not [path for path in home.iterdir() if path.name.startswith((".backup", ".didar", "before"))]
    with unlock(home, PASSPHRASE, clock=clock) as office:
        assert noted(office) == VERSION


def test_a_store_that_is_damaged_is_copied_all_the_same_and_opens_as_before(home: Path, clock: Clock) -> None:
    """The copy may be the last that can be had of it; that it is damaged the next check says."""
    written_by(home, clock, "0.0.9")
    unlocked = keys.KeyFile.read(home).unlock(PASSPHRASE)
    engine = open_engine(home / STORE, unlocked.store_key())
    driver = engine.raw_connection().driver_connection
    assert driver is not None
    driver.executescript("PRAGMA foreign_keys = OFF; UPDATE visit SET visitor_id = 99999")
    driver.close()
    engine.dispose()
    unlocked.wipe()
    with unlock(home, PASSPHRASE, clock=clock) as office:
        assert noted(office) == VERSION
        with pytest.raises(Unavailable, match="آسیب دیده"):
            check(office)
    assert len(copies(home)) == 1


def named(version: str, second: int) -> str:
    return f"before-{version}-20260101T0000{second:02}Z.didar"


def laid(folder: Path, *names: str) -> list[Path]:
    """These files, each newer than the one before it."""
    paths = [folder / name for name in names]
    for age, path in enumerate(reversed(paths)):
        path.write_bytes(b"x")
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    return paths


def test_the_newest_copies_are_kept_and_the_office_s_own_files_left(home: Path, clock: Clock) -> None:
    old = laid(home, "before-0004-20260101000000.db", *(named(f"0.0.{n}", n) for n in range(1, 5)))
    mine = home / "before-the-flood.txt"
    mine.write_bytes(b"x")
    written_by(home, clock, "0.0.9")
    unlock(home, PASSPHRASE, clock=clock).close()
    there = copies(home)
    assert len([path for path in there if path.suffix in (".didar", ".db")]) == 4  # of two updates
    assert mine in there
    assert old[0] not in there
    assert old[1] not in there
    assert old[-1] in there


def test_a_file_that_the_office_named_itself_never_makes_way(tmp_path: Path) -> None:
    """Of a backup that somebody made for himself there is no other."""
    mine = laid(
        tmp_path,
        "before-moving-to-the-new-building.didar",
        "before-0.1.0-of-mine.didar",
        "before-0.1.0-20260101T000001Z - Copy.didar",
        "before-۰.۱.۰-20260101T000001Z.didar",
        "before-0004-20260101000000.didar.db",
    )
    made = laid(tmp_path, *(named(f"0.{n}.0", n) for n in range(6)), f"{named('0.6.0', 6)[:-6]}-2.didar")
    first_start.keep_newest(tmp_path)
    assert [path for path in made if path.exists()] == made[-4:]
    assert all(path.exists() for path in mine)


def test_a_file_of_the_office_s_own_is_not_taken_for_the_copy_of_a_version(tmp_path: Path) -> None:
    laid(tmp_path, "before-0.2.0-of-mine.didar")
    assert first_start.kept(tmp_path, "0.2.0") is None
    made = laid(tmp_path, named("0.2.0", 1), named("0.2.0", 2), named("0.3.0", 3))
    assert first_start.kept(tmp_path, "0.2.0") == made[1]


def test_an_update_that_was_stopped_again_and_again_pushes_no_older_copy_out(tmp_path: Path) -> None:
    made = laid(tmp_path, named("0.1.0", 1), named("0.2.0", 2), *(named("0.3.0", n) for n in range(3, 9)))
    first_start.keep_newest(tmp_path)
    assert [path for path in made if path.exists()] == [*made[:2], *made[-2:]]


def test_a_store_of_an_older_schema_is_copied_as_it_is_before_it_is_brought_up_to_date(
    home: Path, clock: Clock, tmp_path: Path
) -> None:
    revision = f"{int(SCHEMA) - 1:04}"
    older(home, revision)
    with unlock(home, PASSPHRASE, clock=clock) as office:
        assert noted(office) == VERSION
    (copy,) = copies(home)
    inside = backup_file.read(copy)
    assert inside.manifest.schema == revision
    for member in inside.members:
        inside.extract(member, tmp_path / member.name)
    unlocked = keys.KeyFile.read(tmp_path).unlock(PASSPHRASE)
    engine = open_engine(tmp_path / STORE, unlocked.store_key())
    assert migrate.revision(engine) == revision
    engine.dispose()


def older(folder: Path, revision: str) -> None:
    """What a release of that revision wrote, under this office's keys."""
    key_file = keys.KeyFile.read(folder)
    unlocked = key_file.unlock(PASSPHRASE)
    for path in folder.glob(f"{STORE}*"):
        path.unlink()
    engine = open_engine(folder / STORE, unlocked.store_key(), create=True)
    migrate.upgrade(engine, revision)
    with engine.begin() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.executescript((OLD_STORES / f"{revision}.sql").read_text("utf-8"))
        own = {
            "store": key_file.store_id,
            "key_generation": str(key_file.generation),
            "key_digest": key_file.digest(),
            "signer": unlocked.slot_id,
        }
        for key, value in own.items():
            connection.execute(
                text("UPDATE store_state SET value = :value WHERE key = :key"), {"key": key, "value": value}
            )
        connection.execute(text("UPDATE user SET slot = :slot WHERE id = 1"), {"slot": unlocked.slot_id})
    engine.dispose()
    unlocked.wipe()


def test_a_store_of_a_newer_schema_is_neither_opened_nor_copied(home: Path, clock: Clock) -> None:
    unlocked = keys.KeyFile.read(home).unlock(PASSPHRASE)
    engine = open_engine(home / STORE, unlocked.store_key())
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(Refused, match="نسخهٔ تازه"):
        unlock(home, PASSPHRASE, clock=clock)
    assert copies(home) == []


def _killed_at(folder: Path, clock: Clock, place: str) -> None:
    """A first start that ends without a word at that place."""

    def dead(*_arguments: object, **_named: object) -> None:
        os._exit(9)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, dead)
        unlock(folder, PASSPHRASE, clock=clock)


@pytest.mark.parametrize(
    "place",
    [
        "app.security.backup._checked_copy",  # within the copying
        "app.security.backup_file._give_name",  # the copy is whole, without its name
        "app.unlock._begin_here",  # the copy is there, the store knows nothing of it
        "app.security.known_keys._tell",  # within the transaction that tells the store
    ],
)
def test_killed_in_the_middle_nothing_is_lost(home: Path, clock: Clock, tmp_path: Path, place: str) -> None:
    written_by(home, clock, "0.0.9")
    process = forked(_killed_at, home, clock, place)
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert state_of(home)[first_start.PROGRAM] == "0.0.9"
    with unlock(home, PASSPHRASE, clock=clock) as office:
        assert noted(office) == VERSION
        assert len(turns(office)) == 2
        check(office)
    assert copies(home)


def test_cut_off_after_the_store_was_brought_up_to_date_the_copy_from_before_is_the_one_that_is_told(
    home: Path, clock: Clock
) -> None:
    """A second copy would be of the newer schema, which the version before can't open."""
    revision = f"{int(SCHEMA) - 1:04}"
    older(home, revision)
    process = forked(_killed_at, home, clock, "app.unlock._begin_here")
    process.start()
    process.join(60)
    assert process.exitcode == 9
    (copy,) = copies(home)
    clock.set(9, 30)
    with unlock(home, PASSPHRASE, clock=clock) as office:
        told = first_start.to_tell(office)
    assert isinstance(told, FirstStart)
    assert (told.copy, copies(home)) == (copy, [copy])
    assert backup_file.read(copy).manifest.schema == revision


def test_who_is_refused_again_and_again_makes_one_copy(
    home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(home, clock, "0.0.9")

    def left(*_arguments: object) -> None:
        raise Refused("left")

    with monkeypatch.context() as patch:
        patch.setattr("app.unlock._Opened.user", left)
        for minute in range(3):
            clock.set(9, minute)
            with pytest.raises(Refused, match="left"):
                unlock(home, PASSPHRASE, clock=clock)
    (copy,) = copies(home)
    copy.write_bytes(copy.read_bytes()[:-600])  # what is damaged is no copy of anything
    clock.set(9, 30)
    unlock(home, PASSPHRASE, clock=clock).close()
    assert len(copies(home)) == 2


def test_what_the_version_before_wrote_after_a_first_start_that_failed_is_copied_too(
    home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(home, clock, "0.0.9")
    process = forked(_killed_at, home, clock, "app.unlock._begin_here")
    process.start()
    process.join(60)
    with monkeypatch.context() as patch:
        patch.setattr(first_start, "is_due", lambda _state: False)
        with unlock(home, PASSPHRASE, clock=clock) as office:
            registered(office, 3)
    clock.set(9, 30)
    unlock(home, PASSPHRASE, clock=clock).close()
    assert len(copies(home)) == 2
