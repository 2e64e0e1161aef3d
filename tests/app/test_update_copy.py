"""A setup is copied from its stick: whole, to where no other user reaches, and the copy is what is checked."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import update_copy, updates
from app.domain.errors import Refused, Unavailable, UserError
from app.office import Office
from app.update_note import ENDS, Which
from tests.app.update_files import KEYS, SETUP, Machine, found, nothing_left, put, raising, saved_in, update

PRESENT = KEYS[Which.PRESENT]


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


def test_at_the_start_what_is_being_taken_meanwhile_stays(office: Office, stick: Path, machine: Machine) -> None:
    """Didar clears up a moment after its screens are there; by then somebody may have asked for an update already."""
    with updates.take(office, machine.here, found(put(stick))) as copy:
        update_copy.clear(office.folder)
        assert copy.setup.read_bytes() == SETUP
        copy.let_go()
    update_copy.clear(office.folder)
    assert nothing_left(office)
