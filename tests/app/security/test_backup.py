"""Backup, restore and check: one encrypted file, whole or refused, and no way to lose the store by it."""

import json
import random
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import queue, visits
from app.domain.errors import Refused, Unavailable
from app.office import Office
from app.security import audit, backup_file, keys, recovery, store_lock
from app.security import restore as restoring
from app.security.backup import backup, check, last_backup, restore
from app.unlock import unlock
from db import whole
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock
from tests.make import registered

NAMES = ["مریم", "کعبی", "خیابان نرگس", "نرگس", "آسفالت"]


@pytest.fixture
def copy(office: Office, tmp_path: Path) -> Path:
    """A backup with two visits of the day."""
    registered(office, 1)
    registered(office, 2)
    path = tmp_path / "stick" / "office.didar-backup"
    path.parent.mkdir()
    backup(office, path)
    return path


@pytest.fixture
def closed(copy: Path, office: Office) -> Path:
    """The same, with the office closed, so that a restore may take place."""
    office.close()
    return copy


def numbers(folder: Path, clock: Clock) -> list[int | None]:
    with unlock(folder, PASSPHRASE, clock=clock) as office:
        check(office)
        return [row.number for row in queue.of_day(office, MEETING_DAY)]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "store.lock"
    }


def test_what_was_backed_up_is_there_after_a_restore_on_a_pc_without_a_store(
    closed: Path, tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "other"
    assert restore(folder, closed, PASSPHRASE, clock=clock) is None
    assert numbers(folder, clock) == [1, 2]
    assert folder.stat().st_mode & 0o077 == 0


def test_the_file_holds_only_the_manifest_the_key_files_and_the_store(copy: Path, office: Office) -> None:
    with tarfile.open(copy) as tar:
        assert tar.getnames() == ["manifest.json", "keys.json", "didar.db"]
    assert copy.stat().st_mode & 0o077 == 0
    assert list(copy.parent.iterdir()) == [copy]
    assert not list(office.folder.glob(".backup-*"))


def test_the_key_file_before_is_in_the_backup_too(office: Office, tmp_path: Path) -> None:
    keys.set_recovery(office.folder, office.keys)
    backup(office, tmp_path / "copy")
    with tarfile.open(tmp_path / "copy") as tar:
        assert tar.getnames() == ["manifest.json", "keys.json", "keys.json.1", "didar.db"]


def test_no_visitor_can_be_found_in_the_backup(copy: Path) -> None:
    data = copy.read_bytes()
    for word in [*NAMES, "0916000", "SQLite format"]:
        assert word.encode() not in data
        assert word.encode("utf-16-le") not in data


def test_a_file_that_is_there_is_not_overwritten(copy: Path, office: Office) -> None:
    before = copy.read_bytes()
    with pytest.raises(Refused, match=copy.name):
        backup(office, copy)
    assert copy.read_bytes() == before


def test_a_backup_that_is_replaced_stays_until_the_new_one_is_whole(
    copy: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = copy.read_bytes()

    def full(*_given: object) -> None:
        raise OSError(28, "no room")

    with monkeypatch.context() as patched:
        patched.setattr(backup_file, "_write", full)
        with pytest.raises(Unavailable, match=copy.name):
            backup(office, copy, replace=True)
    assert copy.read_bytes() == before
    registered(office, 3)
    backup(office, copy, replace=True)
    assert copy.read_bytes() != before
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


@pytest.mark.parametrize("name", ["didar.db", "keys.json", "keys.json.1"])
def test_a_backup_never_takes_the_place_of_the_stores_own_files(office: Office, name: str) -> None:
    (office.folder / "keys.json.1").touch()
    before = (office.folder / name).read_bytes()
    with pytest.raises(Refused, match=name):
        backup(office, office.folder / name, replace=True)
    assert (office.folder / name).read_bytes() == before


def test_the_time_of_the_last_backup_is_kept(office: Office, tmp_path: Path) -> None:
    assert last_backup(office) is None
    backup(office, tmp_path / "copy")
    assert last_backup(office) == office.now()


def test_a_backup_is_made_while_another_writes(office: Office, home: Path, tmp_path: Path, clock: Clock) -> None:
    """Every visit that was acknowledged before the backup began is in it, and the copy is one whole state."""
    stop, saved = threading.Event(), []

    def write() -> None:
        with unlock(home, PASSPHRASE, clock=clock) as other:
            while not stop.is_set():
                saved.append(registered(other, len(saved) + 1).number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(saved) < 5:
            time.sleep(0.01)
        before = len(saved)
        backup(office, tmp_path / "copy")
    finally:
        stop.set()
        writer.join()
    folder = tmp_path / "other"
    restore(folder, tmp_path / "copy", PASSPHRASE, clock=clock)
    found = numbers(folder, clock)
    assert found == list(range(1, len(found) + 1))
    assert before <= len(found) <= len(saved)


def test_a_damaged_store_gives_no_backup(office: Office, tmp_path: Path, clock: Clock) -> None:
    for number in range(1, 30):
        registered(office, number)
    office.close()
    store = office.folder / "didar.db"
    data = bytearray(store.read_bytes())
    data[-3000] ^= 1  # the last page, which opening does not read
    store.write_bytes(data)
    with unlock(office.folder, PASSPHRASE, clock=clock) as damaged:
        with pytest.raises(Unavailable):
            backup(damaged, tmp_path / "copy")
        with pytest.raises(Unavailable):
            check(damaged)
    assert not (tmp_path / "copy").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_without_the_right_there_is_no_backup(office: Office, tmp_path: Path) -> None:
    office.user = type(office.user)(office.user.id, office.user.login, office.user.name, ())
    with pytest.raises(Refused):
        backup(office, tmp_path / "copy")


def test_the_recovery_code_of_the_copy_puts_it_back(office: Office, tmp_path: Path, clock: Clock) -> None:
    _file, code = keys.set_recovery(office.folder, office.keys)
    registered(office, 1)
    backup(office, tmp_path / "copy")
    shown = recovery.shown(code)
    assert restore(tmp_path / "other", tmp_path / "copy", shown, clock=clock) is None
    assert numbers(tmp_path / "other", clock) == [1]


@pytest.mark.parametrize("secret", ["گذرواژه‌ای که نیست و نبود", "", "۱۲۳۴۵۶ " * 8, "000000-" * 7 + "000000"])
def test_a_wrong_secret_leaves_everything_untouched(
    closed: Path, home: Path, tmp_path: Path, clock: Clock, secret: str
) -> None:
    before = snapshot(home)
    with pytest.raises(Refused):
        restore(home, closed, secret, clock=clock)
    assert snapshot(home) == before
    with pytest.raises(Refused):
        restore(tmp_path / "other", closed, secret, clock=clock)
    assert not (tmp_path / "other").exists()


def test_with_a_user_named_only_that_ones_passphrase_puts_it_back(closed: Path, tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Refused):
        restore(tmp_path / "other", closed, PASSPHRASE, "karimi", clock=clock)
    restore(tmp_path / "other", closed, PASSPHRASE, "zahra", clock=clock)
    assert numbers(tmp_path / "other", clock) == [1, 2]


def test_the_store_in_place_is_kept_aside_and_opens_from_there(copy: Path, office: Office, clock: Clock) -> None:
    registered(office, 3)
    office.close()
    aside = restore(office.folder, copy, PASSPHRASE, clock=clock)
    assert aside is not None
    assert aside.name == "set-aside-1405-06-22-094200"
    assert numbers(office.folder, clock) == [1, 2]
    assert numbers(aside, clock) == [1, 2, 3]


def last_entry(folder: Path, clock: Clock) -> tuple[Any, dict[str, Any]]:
    with unlock(folder, PASSPHRASE, clock=clock) as office, office.read() as session:
        return audit.earlier_values(session.connection(), "store_state", 0)[-1]


def test_a_restore_begins_a_new_epoch_that_says_what_was_lost(copy: Path, office: Office, clock: Clock) -> None:
    manifest = backup_file.read(copy).manifest
    with office.read() as session:
        kept = audit.anchor(session.connection()).seq
    registered(office, 3)
    with office.read() as session:
        there = audit.anchor(session.connection())
    epoch = office.epoch
    office.close()
    restore(office.folder, copy, PASSPHRASE, clock=clock)
    entry, payload = last_entry(office.folder, clock)
    assert (entry.act, entry.seq, entry.by) == ("store.restored", manifest.audit.seq + 1, "zahra")
    assert entry.epoch != epoch
    assert payload["before"]["copy"] == vars(manifest.audit)
    assert payload["before"]["aside"] == vars(there)
    assert payload["before"]["lost"] == there.seq - kept
    with unlock(office.folder, PASSPHRASE, clock=clock) as again:
        assert again.epoch == entry.epoch
        registered(again, 4)
        check(again)


def test_after_a_fork_only_what_the_copy_lacks_is_counted_as_lost(copy: Path, office: Office, clock: Clock) -> None:
    office.close()
    restore(office.folder, copy, PASSPHRASE, clock=clock)
    with unlock(office.folder, PASSPHRASE, clock=clock) as forked:
        registered(forked, 9)
        with forked.read() as session:
            seq = audit.anchor(session.connection()).seq
    restore(office.folder, copy, PASSPHRASE, clock=clock)
    assert last_entry(office.folder, clock)[1]["before"]["lost"] == seq - backup_file.read(copy).manifest.audit.seq


def test_another_offices_store_is_set_aside_though_it_cannot_be_read(
    closed: Path, tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "didar.db").write_bytes(b"what this is nobody knows" * 500)
    (folder / "keys.json").write_text("{}")
    aside = restore(folder, closed, PASSPHRASE, clock=clock)
    assert aside is not None
    assert (aside / "didar.db").read_bytes().startswith(b"what this is")
    assert last_entry(folder, clock)[1]["before"]["lost"] is None


def test_a_log_of_the_old_store_never_meets_the_new_one(copy: Path, office: Office, clock: Clock) -> None:
    """The old store was cut off with its WAL full: the WAL goes aside with it."""
    registered(office, 3)
    for name in ("didar.db", "didar.db-wal"):
        shutil.copyfile(office.folder / name, copy.parent / name)
    office.close()
    for name in ("didar.db", "didar.db-wal"):
        shutil.copyfile(copy.parent / name, office.folder / name)
    aside = restore(office.folder, copy, PASSPHRASE, clock=clock)
    assert numbers(office.folder, clock) == [1, 2]
    assert aside is not None
    assert numbers(aside, clock) == [1, 2, 3]


def test_while_another_process_has_the_store_open_nothing_is_restored(copy: Path, office: Office, clock: Clock) -> None:
    office.close()
    code = "import sys, pathlib; from app.security import store_lock\n"
    code += "lock = store_lock.share(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(office.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        before = snapshot(office.folder)
        with pytest.raises(Unavailable):
            restore(office.folder, copy, PASSPHRASE, clock=clock)
        assert snapshot(office.folder) == before
    finally:
        holder.stdin.close()
        holder.wait(10)
        holder.stdout.close()
    assert restore(office.folder, copy, PASSPHRASE, clock=clock) is not None


def test_no_cut_backup_is_taken(closed: Path, tmp_path: Path, clock: Clock) -> None:
    data = closed.read_bytes()
    cut = tmp_path / "cut"
    for length in [0, 1, 511, 512, 513, 1024, 2000, len(data) // 2, len(data) - 1024, len(data) - 512, len(data) - 1]:
        cut.write_bytes(data[:length])
        with pytest.raises(Refused):
            restore(tmp_path / "other", cut, PASSPHRASE, clock=clock)
    cut.write_bytes(data + b"\0")
    with pytest.raises(Refused):
        restore(tmp_path / "other", cut, PASSPHRASE, clock=clock)
    assert not (tmp_path / "other" / "didar.db").exists()


@pytest.fixture
def quick() -> Iterator[Any]:
    """Without Argon2id, which every flip would wait for: the slots opened once are given again."""
    opened: dict[str, Any] = {}
    true = keys.KeyFile.unlock

    def unlock_once(self: keys.KeyFile, passphrase: str, login: str | None = None) -> keys.Unlocked:
        if self.digest() not in opened:
            found = true(self, passphrase, login)
            opened[self.digest()] = (bytes(found.mk), self.slots[0])
        mk, slot = opened[self.digest()]
        self.check(bytearray(mk))
        return keys.Unlocked(slot, bytearray(mk), None, bytearray(1))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys.KeyFile, "unlock", unlock_once)
        yield None


def test_no_flipped_bit_is_taken(closed: Path, tmp_path: Path, clock: Clock, quick: None) -> None:
    data = closed.read_bytes()
    chance = random.Random(3)
    head = 512 + 1024 + 512  # headers and manifest, all of it dense
    places = [*range(0, head, 7), *(chance.randrange(len(data)) for _ in range(150)), len(data) - 1]
    flipped = tmp_path / "flipped"
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        flipped.write_bytes(changed)
        with pytest.raises(Refused):
            restore(tmp_path / "other", flipped, PASSPHRASE, clock=clock)
    assert not (tmp_path / "other" / "didar.db").exists()
    assert not (tmp_path / "other" / restoring.INCOMING).exists()


def test_a_backup_of_a_newer_didar_is_named_as_such(closed: Path, tmp_path: Path) -> None:
    data = closed.read_bytes()
    assert data.count(b"didar-backup/1") == 1
    newer = tmp_path / "newer"
    newer.write_bytes(data.replace(b"didar-backup/1", b"didar-backup/2"))
    with pytest.raises(Refused, match="تازه‌تر"):
        restore(tmp_path / "other", newer, PASSPHRASE)


def test_what_is_no_file_is_said_plainly(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(Unavailable):
            restore(tmp_path / "other", path, PASSPHRASE)


RESTORE = """
import os, sys
from pathlib import Path
from app.security import restore as restoring
folder, file, at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
calls = 0
def cut(event, arguments):
    global calls
    if event in ("os.rename", "os.remove", "os.link", "os.mkdir", "open") and str(folder) in str(arguments[0]):
        calls += 1
        if calls == at:
            os.kill(os.getpid(), 9)
sys.addaudithook(cut)
restoring.restore(folder, file, sys.argv[4])
print(calls)
"""


def test_a_restore_that_is_killed_at_any_step_leaves_one_of_the_two_stores(
    copy: Path, office: Office, tmp_path: Path, clock: Clock
) -> None:
    registered(office, 3)
    office.close()

    def run(folder: Path, at: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", RESTORE, str(folder), str(copy), str(at), PASSPHRASE]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    whole_run = shutil.copytree(office.folder, tmp_path / "counted")
    steps = int(run(whole_run, 0).stdout)
    outcomes = []
    for at in [2, steps // 3, steps // 2, *range(steps - 6, steps + 1, 2)]:
        folder = shutil.copytree(office.folder, tmp_path / f"cut-{at}")
        assert run(folder, at).returncode == -9
        outcomes.append(numbers(folder, clock))
        assert not (folder / restoring.NOTE).exists()
        assert restore(folder, copy, PASSPHRASE, clock=clock) is not None
        assert numbers(folder, clock) == [1, 2]
    assert [1, 2, 3] in outcomes
    assert [1, 2] in outcomes
    assert all(found in ([1, 2], [1, 2, 3]) for found in outcomes)


def test_a_note_of_a_cut_restore_is_worked_off_before_a_new_office_is_founded(closed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    (folder / restoring.INCOMING).mkdir(parents=True)
    (folder / restoring.INCOMING / "didar.db").write_bytes(b"the copy")
    (folder / restoring.NOTE).write_text(json.dumps({"put": ["didar.db"], "drop": []}))
    restoring.finish(folder)
    assert (folder / "didar.db").read_bytes() == b"the copy"
    assert not (folder / restoring.INCOMING).exists()


def test_a_backup_that_is_killed_leaves_no_file_of_its_name(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    office.close()
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom app import unlock\nfrom app.security import backup_file\n"
        "from app.security.backup import backup\n"
        "backup_file._give_name = lambda *_: os.kill(os.getpid(), 9)\n"
        "backup(unlock.unlock(Path(sys.argv[1]), sys.argv[2]), Path(sys.argv[3]) / 'copy')"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(office.folder), PASSPHRASE, str(out)], check=False)
    assert killed.returncode == -9
    assert not (out / "copy").exists()


def test_check_counts_the_entries_of_a_whole_store(office: Office) -> None:
    registered(office, 1)
    with office.read() as session:
        assert check(office) == audit.anchor(session.connection()).seq


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DROP INDEX ix_visitor_mobile", "ix_visitor_mobile"),
        ("DROP TRIGGER audit_entry_no_update", "audit_entry_no_update"),
        ("CREATE TABLE more (id INTEGER)", "more"),
        ("UPDATE visitor SET first_name = 'x'", "visitor"),
        ("DELETE FROM issue", "issue"),
    ],
)
def test_check_names_what_was_changed_behind_the_offices_back(office: Office, statement: str, says: str) -> None:
    registered(office, 1)
    with office.connection() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()
    with pytest.raises(Refused, match=says):
        check(office)


def test_check_finds_a_row_whose_parent_is_not_there(office: Office) -> None:
    registered(office, 1)
    with office.connection() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        connection.exec_driver_sql("UPDATE issue SET visit_id = 99")
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]
    with pytest.raises(Unavailable, match="issue"):
        check(office)


def test_check_finds_a_page_that_was_flipped(office: Office, clock: Clock) -> None:
    for number in range(1, 20):
        registered(office, number)
    office.close()
    path = office.folder / "didar.db"
    data = bytearray(path.read_bytes())
    data[len(data) - 2000] ^= 1
    path.write_bytes(data)
    with unlock(office.folder, PASSPHRASE, clock=clock) as damaged, pytest.raises(Unavailable):
        check(damaged)


def test_a_row_put_back_to_an_older_version_is_found(office: Office) -> None:
    """SQLCipher's own checks pass; only the trail shows it (docs/key-file.md)."""
    row = registered(office, 1)
    queue.call(office, row.visit_id)
    with office.connection() as connection:
        connection.exec_driver_sql("UPDATE visit SET state = 'waiting', called = NULL, version = 1")
        connection.commit()
        assert whole.faults(connection) == []
    with pytest.raises(Refused, match="visit"):
        check(office)


def test_a_share_in_the_store_is_free_again_after_a_restore(closed: Path, home: Path, clock: Clock) -> None:
    restore(home, closed, PASSPHRASE, clock=clock)
    store_lock.whole(home).release()


def test_a_withdrawn_visit_comes_back_with_the_copy_from_before(copy: Path, office: Office, clock: Clock) -> None:
    visits.withdraw(office, queue.of_day(office, MEETING_DAY)[0].visit_id)
    office.close()
    restore(office.folder, copy, PASSPHRASE, clock=clock)
    assert numbers(office.folder, clock) == [1, 2]
