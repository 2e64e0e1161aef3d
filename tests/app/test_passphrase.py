"""A user changes his passphrase: what opens afterwards, what is refused, and what a cut in the middle leaves."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from app import agency, own_key, passphrase, recovery_code
from app.domain.errors import Refused, Unavailable
from app.domain.persian.calendar import Quarter
from app.office import Office
from app.report import make, trust, verify
from app.security import audit, backup, kdf, keys, restore
from app.security.kdf import FLOOR, Kdf
from app.unlock import recover, unlock
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock

NEW = "نخل بلند کنار رود آرام"
WRONG = "این گذرواژه نیست"
OVER = Quarter(1405, 1)


def told(office: Office) -> list[str]:
    """The acts that the trail tells of the key file."""
    with office.connection() as connection:
        return [entry.act for entry, _payload in audit.earlier_values(connection, "store_state", 0)]


def refused_at(office: Office, present: str, new: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        passphrase.change(office, present, new, kdf=CHEAP)
    return refused.value.field or "", refused.value.reason


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("keys.json*")}


def test_the_new_one_opens_and_the_old_one_no_more(home: Path, clock: Clock) -> None:
    with unlock(home, PASSPHRASE, clock=clock) as office:
        slot, before = office.keys.slot_id, (home / "keys.json").read_bytes()
        passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    assert (home / "keys.json.1").read_bytes() == before
    with pytest.raises(Refused, match="درست نیست"):
        unlock(home, PASSPHRASE, clock=clock)
    with unlock(home, NEW, clock=clock) as office:
        assert office.keys.slot_id == slot
        assert told(office) == ["passphrase.change"]
        assert backup.check(office)


def test_the_same_signing_key_signs_before_and_after_and_at_the_next_sign_in(
    home: Path, clock: Clock, tmp_path: Path
) -> None:
    with unlock(home, PASSPHRASE, clock=clock) as office:
        made = [make.own_signer(office).described()["fingerprint"]]
        passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
        made.append(make.own_signer(office).described()["fingerprint"])
    with unlock(home, NEW, clock=clock) as office:
        assert not own_key.is_lost(office)
        report = make.make(office, OVER, tmp_path / "reports").pdf
        made.append(make.own_signer(office).described()["fingerprint"])
        (verdict,) = verify.verify_files([report], trust.of_office(office, trust.Trust()))
        assert verdict.ok
    assert len(set(made)) == 1


def test_the_recovery_code_opens_as_before(tmp_path: Path, clock: Clock) -> None:
    office, code = agency.found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    with office:
        passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    recover(tmp_path / "new", code, "zahra", "گذرواژهٔ سوم و بلند", clock=clock, kdf=CHEAP).close()


def test_an_earlier_backup_opens_with_the_passphrase_of_its_time(office: Office, tmp_path: Path, clock: Clock) -> None:
    backup.backup(office, tmp_path / "before.didar")
    passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    backup.backup(office, tmp_path / "after.didar")
    for name, opens, shut in (("before", PASSPHRASE, NEW), ("after", NEW, PASSPHRASE)):
        with pytest.raises(Refused):
            restore.restore(tmp_path / name, tmp_path / f"{name}.didar", shut, clock=clock)
        restore.restore(tmp_path / name, tmp_path / f"{name}.didar", opens, clock=clock)
        unlock(tmp_path / name, opens, clock=clock).close()


def test_whoever_is_signed_in_goes_on_and_may_change_it_again(office: Office, home: Path, clock: Clock) -> None:
    passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    recovery_code.renew(office)
    passphrase.change(office, NEW, PASSPHRASE, kdf=CHEAP)
    assert keys.KeyFile.read(home).generation == 4
    unlock(home, PASSPHRASE, clock=clock).close()
    keys.add_slot(home, office.keys, "bahrami", "گذرواژهٔ سوم و بلند", kdf=CHEAP, signs=True)
    assert keys.KeyFile.read(home).unlock(PASSPHRASE, "zahra").sk is None, "his own slot was sealed anew"


def test_a_faster_pc_raises_the_work_for_a_guesser(office: Office, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faster = Kdf(FLOOR.m, FLOOR.t + 1, FLOOR.p)
    monkeypatch.setattr(keys, "calibrated", lambda: faster)
    passphrase.change(office, PASSPHRASE, NEW)
    assert keys.KeyFile.read(home).slot_of("zahra").kdf == faster


@pytest.mark.parametrize(
    ("present", "new", "field", "said"),
    [
        (WRONG, NEW, "passphrase", "گذرواژه درست نیست."),
        (PASSPHRASE, "کوتاه", "new", "دست‌کم ۱۲"),
        (PASSPHRASE, "password1405!", "new", "رایج"),
        (PASSPHRASE, "شهرداری نخلستان", "new", "نام دستگاه"),
        (PASSPHRASE, PASSPHRASE, "new", "همان گذرواژهٔ کنونی"),
        (PASSPHRASE, PASSPHRASE.replace("ی", "ي"), "new", "همان گذرواژهٔ کنونی"),
    ],
)
def test_a_refusal_names_its_field_and_changes_nothing(
    office: Office, home: Path, present: str, new: str, field: str, said: str
) -> None:
    before = files(home)
    at, reason = refused_at(office, present, new)
    assert at == field
    assert said in reason
    assert (files(home), told(office)) == (before, [])


def test_wrong_ones_bring_the_pauses_of_the_sign_in_and_the_right_one_ends_them(
    office: Office, home: Path, clock: Clock
) -> None:
    for _time in range(3):
        assert refused_at(office, WRONG, NEW) == ("passphrase", "گذرواژه درست نیست.")
    assert "۳۰ ثانیه" in refused_at(office, PASSPHRASE, NEW)[1]
    with pytest.raises(Refused, match="۳۰ ثانیه"):
        unlock(home, PASSPHRASE, clock=clock)
    clock.tick()
    passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    assert refused_at(office, WRONG, PASSPHRASE)[1] == "گذرواژه درست نیست."


def test_an_older_key_file_put_back_meanwhile_is_refused_and_written_down(office: Office, home: Path) -> None:
    passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    (home / "keys.json.1").replace(home / "keys.json")
    _field, reason = refused_at(office, PASSPHRASE, "گذرواژهٔ سوم و بلند")
    assert "کهنه" in reason
    assert told(office) == ["passphrase.change", "keys.refused"]


def test_a_key_file_of_another_store_is_refused(office: Office, home: Path, tmp_path: Path, clock: Clock) -> None:
    agency.found(tmp_path / "other", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)[0].close()
    (tmp_path / "other" / "keys.json").replace(home / "keys.json")
    assert "keys.json.1" in refused_at(office, PASSPHRASE, NEW)[1]


def test_no_passphrase_and_no_key_is_told_to_the_trail(office: Office) -> None:
    passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    with office.connection() as connection:
        ((_entry, payload),) = audit.earlier_values(connection, "store_state", 0)
    assert payload["before"] == {"slot": office.keys.slot_id, "generation": 2}


# what a cut leaves


def test_where_the_store_has_no_room_the_present_one_holds(office: Office, home: Path, clock: Clock) -> None:
    before = (home / "keys.json").read_bytes()

    def full(_connection: object) -> None:
        error = Exception("full")
        error.sqlite_errorname = "SQLITE_FULL"  # type: ignore[attr-defined]
        raise DBAPIError("COMMIT", None, error)

    event.listen(office._writer, "commit", full)
    with pytest.raises(Unavailable, match="فضای دیسک"):
        passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    event.remove(office._writer, "commit", full)
    assert (home / "keys.json").read_bytes() == before
    assert told(office) == []
    passphrase.change(office, PASSPHRASE, NEW, kdf=CHEAP)
    unlock(home, NEW, clock=clock).close()


KILLED = """
import datetime, os, pathlib, sys
from app import passphrase
from app.security import keys
from app.unlock import unlock
folder, present, new, last = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
office = unlock(folder, present)
step, rename, sync = 0, os.replace, keys.sync
def reached():
    global step
    if step == last:
        os._exit(9)
    step += 1
def replace(source, target):
    reached()
    rename(source, target)
def renamed(folder):
    reached()
    sync(folder)
os.replace, keys.sync = replace, renamed
keys.Unlocked.renew = lambda *_given: reached()
passphrase.change(office, present, new, kdf=keys.Kdf(32 * 1024, 2, 1))
"""
STEPS = {
    "before the copy of the file": (PASSPHRASE, []),
    "before the file": (PASSPHRASE, []),
    "before the store": (NEW, ["keys.later"]),
    "after the store": (NEW, ["passphrase.change"]),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_an_office_that_opens(home: Path, step: str) -> None:
    opens, acts = STEPS[step]
    at = list(STEPS).index(step)
    command = [sys.executable, "-c", KILLED, str(home), PASSPHRASE, NEW, str(at)]
    assert subprocess.run(command, check=False, timeout=60, cwd=Path(kdf.__file__).parents[2]).returncode == 9
    with pytest.raises(Refused, match="درست نیست"):
        unlock(home, NEW if opens is PASSPHRASE else PASSPHRASE)
    with unlock(home, opens) as office:
        assert told(office) == acts
        assert not own_key.is_lost(office)
        assert backup.check(office)
        passphrase.change(office, opens, "گذرواژهٔ سوم و بلند", kdf=CHEAP)
