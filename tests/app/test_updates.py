"""Updates from a stick: nobody but the publisher, whole, rising; the copy is what is checked and what is started."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import backup_folder, first_start, update_copy, updates
from app.domain import canonical
from app.domain.codes import Role
from app.domain.errors import Refused, Unavailable, UserError
from app.domain.versions import order
from app.first_start import FirstStart, NotInstalled
from app.office import Office, SignedIn
from app.program import VERSION
from app.security import audit, backup_file
from app.security.backup import restore
from app.unlock import unlock
from app.update_note import ENDS, FORMAT, LARGEST_SETUP, Update, Which, message, read, seal
from app.updates import ThisCopy
from db.models import AuditEntry, AuditValue, StoreState
from tests.app.update_files import KEYS, SETUP, SIGNED_ON, STRANGER, Machine, found, publisher, put, raising, update
from tests.conftest import PASSPHRASE, Clock

PRESENT = KEYS[Which.PRESENT]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


@pytest.fixture
def machine() -> Machine:
    return Machine()


def nothing_left(office: Office) -> bool:
    there = office.folder / update_copy.FOLDER
    return not there.exists() or not list(there.iterdir())


def refusal(office: Office, machine: Machine, setup: Path) -> str:
    (one,) = updates.look(office, machine.here, [setup.parent])
    return one.refusal.reason if one.refusal else ""


def saved_in(folder: Path) -> Path:
    """A backup, as far as it is looked at when the setup starts."""
    saved = folder / "before.didar"
    saved.touch()
    return saved


# what the publisher signed


@pytest.mark.parametrize("which", Which)
def test_what_either_key_of_the_publisher_signed_is_read(which: Which) -> None:
    assert read(seal(update(), KEYS[which]), publisher()) == (update(), which)


@settings(max_examples=300)
@given(st.data())
def test_no_byte_of_the_signature_s_file_is_free(data: st.DataObject) -> None:
    note = bytearray(seal(update(), PRESENT))
    place = data.draw(st.integers(0, len(note) - 1))
    note[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refused):
        read(bytes(note), publisher())


@given(st.binary(max_size=200), st.booleans())
def test_nothing_may_stand_before_or_after_it(more: bytes, before: bool) -> None:
    note = seal(update(), PRESENT)
    if more:
        with pytest.raises(Refused):
            read(more + note if before else note + more, publisher())


@given(st.binary(max_size=5000))
def test_any_other_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused) as error:
        read(content, publisher())
    assert error.value.reason.endswith(("بگیرید.", "بخواهید."))


def as_signed(said: object, key=PRESENT) -> bytes:
    """Whatever it is, under a signature that holds."""
    return canonical.dumps({"said": said, "signature": key.sign(message(said)).hex()})


SAID = update().as_dict()


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 0},
        {"size": -1},
        {"size": True},
        {"size": "2000000"},
        {"size": LARGEST_SETUP + 1},
        {"sha256": "0" * 63},
        {"sha256": "G" * 64},
        {"sha256": None},
        {"version": "0.2"},
        {"version": "0.2.0.1"},
        {"version": "00.2.0"},
        {"version": "0.2.0-rc1"},
        {"version": "۰.۲.۰"},
        {"version": "1۲.0.0"},
        {"version": "../../0.2.0"},
        {"version": 2},
        {"least": "0.2.0"},
        {"least": "0.3.0"},
        {"date": "2026-9-1"},
        {"date": "20260901"},
        {"date": "2026-02-30"},
        {"date": "2025-12-31"},
        {"date": 20260901},
        {"product": "another"},
        {"more": ""},
        {"name": "../DidarSetup.exe"},
    ],
)
def test_even_the_publisher_signs_nothing_odd(changed: dict[str, object]) -> None:
    with pytest.raises(Refused):
        read(as_signed({**SAID, **changed}), publisher())
    assert read(as_signed(SAID), publisher())[0] == update()


@pytest.mark.parametrize("gone", sorted(SAID))
def test_nothing_of_it_may_be_left_out(gone: str) -> None:
    with pytest.raises(Refused):
        read(as_signed({key: value for key, value in SAID.items() if key != gone}), publisher())


def test_other_json_than_the_canonical_is_refused() -> None:
    note = seal(update(), PRESENT)
    value = json.loads(note)
    for other in (
        json.dumps(value).encode(),
        note.replace(b'"size":', b'"size":1,"size":'),
        note.replace(str(len(SETUP)).encode(), f"{len(SETUP)}.0".encode()),
        b"\xef\xbb\xbf" + note,
        note + b"\n",
        b"[" * 4000,
        canonical.dumps({**value, "more": 1}),
        canonical.dumps({**value, "signature": value["signature"].upper()}),
    ):
        with pytest.raises(Refused):
            read(other, publisher())


def test_a_form_of_a_newer_didar_is_called_so() -> None:
    with pytest.raises(Refused, match="نسخهٔ تازه‌تر"):
        read(as_signed({**SAID, "format": "didar-update/2"}), publisher())


def test_a_signature_for_another_use_holds_for_none() -> None:
    """The format's name is signed too: a bulletin or a bare digest never vouches for a setup."""
    said = update().as_dict()
    for signed in (canonical.dumps(said), b"didar-bulletin/1\0" + canonical.dumps(said), FORMAT.encode()):
        note = canonical.dumps({"said": said, "signature": PRESENT.sign(signed).hex()})
        with pytest.raises(Refused):
            read(note, publisher())


@pytest.mark.parametrize(
    ("one", "other"), [("0.1.0", "0.2.0"), ("0.9.9", "0.10.0"), ("1.9.0", "1.10.0"), ("9.9.9", "10.0.0")]
)
def test_versions_are_compared_as_numbers(one: str, other: str) -> None:
    assert order(one) < order(other)


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


# the copy


def test_the_copy_lies_in_a_new_folder_of_the_user_s_own(office: Office, stick: Path, machine: Machine) -> None:
    setup = put(stick)
    (office.folder / update_copy.FOLDER).mkdir(mode=0o755)  # as somebody else may have left it
    with (
        updates.take(office, machine.here, found(setup)) as one,
        updates.take(office, machine.here, found(setup)) as other,
    ):
        assert one.setup.parent != other.setup.parent
        assert one.setup.name == "DidarSetup-0.2.0.exe"
        assert list(one.setup.parent.iterdir()) == [one.setup]
        assert one.setup.read_bytes() == SETUP
        for path in (one.setup, one.setup.parent, one.setup.parent.parent):
            assert path.stat().st_mode & 0o077 == 0
    assert nothing_left(office)


def test_its_name_is_the_program_s_own(office: Office, stick: Path, machine: Machine) -> None:
    put(stick)
    odd = stick / "DidarSetup-\u202e..%TEMP%.exe"
    shutil.move(stick / "DidarSetup-0.2.0.exe", odd)
    shutil.move(stick / f"DidarSetup-0.2.0.exe{ENDS}", odd.with_name(odd.name + ENDS))
    (one,) = updates.look(office, machine.here, [stick])
    with updates.take(office, machine.here, one) as copy:
        assert copy.setup.name == "DidarSetup-0.2.0.exe"


@settings(max_examples=60)
@given(st.integers(0, len(SETUP) - 1), st.integers(1, 255))
def test_one_byte_changed_anywhere_in_the_setup_is_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, by: int
) -> None:
    folder = tmp_path_factory.mktemp("stick")
    content = bytearray(SETUP)
    content[place] ^= by
    setup = put(folder, content=bytes(content))
    with pytest.raises(Refused, match="امضا شده"):
        update_copy.take(setup, update(), folder)
    assert not list((folder / update_copy.FOLDER).iterdir())


@pytest.mark.parametrize("content", [b"", SETUP[:-1], SETUP + b"\0"])
def test_a_setup_of_another_size_is_refused(office: Office, stick: Path, machine: Machine, content: bytes) -> None:
    with pytest.raises(Refused, match="امضا شده"):
        updates.take(office, machine.here, found(put(stick, content=content)))
    assert nothing_left(office)


def test_a_stick_without_an_end_is_read_no_further_than_was_signed(
    office: Office, stick: Path, machine: Machine
) -> None:
    setup = put(stick)
    told: list[int] = []
    with setup.open("ab") as file:
        file.truncate(len(SETUP) * 50)
    with pytest.raises(Refused):
        updates.take(office, machine.here, found(setup), lambda done, _of: told.append(done))
    assert max(told) <= len(SETUP)


def test_a_swap_on_the_stick_after_the_check_changes_nothing(office: Office, stick: Path, machine: Machine) -> None:
    """The file on the stick becomes another one as soon as it was copied: what is started is the copy."""
    setup = put(stick)
    one = updates.examine(office, machine.here, setup)
    copy = updates.take(office, machine.here, one)
    setup.write_bytes(b"MZ evil")
    (stick / "evil.dll").write_bytes(b"MZ")
    updates.begin(office, machine.here, one, copy, saved_in(office.folder))
    assert machine.content == [SETUP]
    (started,) = machine.started
    assert started.is_absolute()
    assert not started.is_relative_to(stick)
    assert list(started.parent.iterdir()) == [started]


def test_a_copy_that_is_not_what_was_written_is_refused(
    office: Office, stick: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process of the same user, or a bad disk, after the writing and before the look."""
    held = update_copy._held

    def late(path: Path):
        path.write_bytes(SETUP[:-1] + b"\1")
        return held(path)

    monkeypatch.setattr(update_copy, "_held", late)
    with pytest.raises(Refused, match="امضا شده"):
        updates.take(office, machine.here, found(put(stick)))
    assert nothing_left(office)


def test_pulled_out_in_the_middle_it_is_said_and_nothing_is_left(
    office: Office, stick: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def __init__(self, file) -> None:
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_error: object) -> None:
            self.file.close()

        def read(self, size: int) -> bytes:
            if self.file.tell():
                raise OSError(5, "Input/output error")
            return self.file.read(size)

    open_ = Path.open

    def opened(path: Path, mode: str = "r", *more, **named):
        file = open_(path, mode, *more, **named)
        return Gone(file) if path.parent == stick and mode == "rb" else file

    setup = put(stick)
    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(Unavailable, match="فلش"):
        updates.take(office, machine.here, found(setup))
    assert nothing_left(office)
    monkeypatch.undo()
    shutil.rmtree(stick)
    with pytest.raises(Unavailable, match="فلش"):
        updates.take(office, machine.here, found(setup))


def test_stopped_in_the_middle_nothing_is_left(office: Office, stick: Path, machine: Machine) -> None:
    class Stopped(UserError):
        pass

    with pytest.raises(Stopped):
        updates.take(office, machine.here, found(put(stick)), raising(Stopped("x"), after=2))
    assert nothing_left(office)


def test_where_others_could_change_it_no_update_starts(
    office: Office, stick: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file system without owners (a store on a stick)."""
    monkeypatch.setattr(update_copy, "keep_private", lambda _path: None)
    monkeypatch.setattr(update_copy, "others_can_read", lambda _path: True)
    with pytest.raises(Unavailable, match="دیگران"):
        updates.take(office, machine.here, found(put(stick)))
    assert nothing_left(office)


def test_what_is_left_of_a_copy_goes_at_the_next_start(office: Office, stick: Path, machine: Machine) -> None:
    copy = updates.take(office, machine.here, found(put(stick)))
    copy.let_go()
    assert copy.setup.exists()
    update_copy.clear(office.folder)
    assert not (office.folder / update_copy.FOLDER).exists()
    update_copy.clear(office.folder)


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
