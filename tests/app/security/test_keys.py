import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import Refused, Unavailable
from app.security import keys
from app.security.kdf import FLOOR
from app.security.keys import Kdf, KeyFile
from tests.app.security.conftest import AGENCY, CHEAP, OTHER, PASSPHRASE

# what lies in it, and where


def test_the_file_holds_neither_the_passphrase_nor_any_key(ring):
    data = ring.path.read_bytes()
    opened = ring.unlocked
    for secret in (opened.mk, opened.sk, bytes.fromhex(opened.store_key())):
        for written in (secret, secret.hex().encode(), base64.b64encode(secret)):
            assert written not in data
    for word in (*PASSPHRASE.split(), *ring.code.split("-")):
        assert word.encode() not in data


def test_file_and_folder_are_the_owners_alone(ring):
    assert stat.S_IMODE(ring.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="نوشته نشد"):
        keys.create(tmp_path / "file", agency=AGENCY, login="zahra", passphrase=PASSPHRASE, kdf=CHEAP)


def test_a_key_file_that_is_there_is_not_overwritten(ring):
    before = ring.path.read_bytes()
    with pytest.raises(Refused):
        keys.create(ring.folder, agency=AGENCY, login="zahra", passphrase=PASSPHRASE, kdf=CHEAP)
    assert ring.path.read_bytes() == before


def test_a_weak_passphrase_makes_no_key_file(tmp_path):
    with pytest.raises(Refused, match="نام دستگاه"):
        keys.create(tmp_path, agency=AGENCY, login="zahra", passphrase=AGENCY, kdf=CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_without_a_cost_the_pc_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "calibrated", lambda: FLOOR)
    keys.create(tmp_path, agency=AGENCY, login="zahra", passphrase=PASSPHRASE)
    assert KeyFile.read(tmp_path).slot_of("zahra").kdf == FLOOR


def test_keys_are_never_shown(ring):
    shown = repr(ring.unlocked) + str(ring.unlocked) + f"{[ring.unlocked]}"
    assert ring.unlocked.mk.hex() not in shown
    assert repr(bytes(ring.unlocked.mk)) not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows writes no core dumps")
@pytest.mark.parametrize("way", ["founded", "unlocked", "recovered"])
def test_while_keys_are_in_memory_a_crash_writes_no_core_dump(ring, tmp_path, monkeypatch, way):
    import resource

    limits = []
    monkeypatch.setattr(resource, "setrlimit", lambda what, to: limits.append((what, to[0])))
    match way:
        case "founded":
            keys.create(tmp_path / "new", agency=AGENCY, login="zahra", passphrase=PASSPHRASE, kdf=CHEAP)
        case "unlocked":
            ring.file.unlock(PASSPHRASE)
        case _:
            ring.file.recover(ring.code)
    assert limits == [(resource.RLIMIT_CORE, 0)]


def test_wiped_keys_are_gone_and_their_use_fails(ring):
    mk, sk = ring.unlocked.mk, ring.unlocked.sk
    ring.unlocked.wipe()
    assert (len(mk), len(sk), ring.unlocked.sk) == (0, 0, None)
    with pytest.raises(ValueError, match="wiped"):
        ring.unlocked.store_key()
    ring.unlocked.wipe()


def test_each_purpose_has_a_key_of_its_own(ring):
    purposes = ("store", "backup", "settings", "didar-keyfile")
    assert len({bytes(ring.unlocked.key_for(purpose)) for purpose in purposes}) == 4


# changing it


def test_a_change_is_a_new_generation_and_keeps_the_file_before(ring):
    before, digest = ring.path.read_bytes(), ring.file.digest()
    changed, _slot = keys.add_slot(ring.folder, ring.unlocked, "bahrami", OTHER, kdf=CHEAP)
    assert changed == ring.file
    assert (changed.generation, changed.logins) == (2, ("zahra", "bahrami"))
    assert changed.digest() != digest
    assert (ring.folder / "keys.json.1").read_bytes() == before
    assert stat.S_IMODE((ring.folder / "keys.json.1").stat().st_mode) == 0o600


def test_a_new_passphrase_opens_and_the_old_one_no_more(ring):
    slot = ring.unlocked.slot_id
    opened = keys.change_passphrase(ring.folder, ring.unlocked, "zahra", OTHER, kdf=CHEAP)
    again = ring.file.unlock(OTHER)
    assert (opened.slot_id, again.slot_id) == (slot, slot)
    assert opened.sk == again.sk == ring.unlocked.sk
    assert again.store_key() == ring.unlocked.store_key()
    with pytest.raises(Refused):
        ring.file.unlock(PASSPHRASE)


def test_a_passphrase_that_the_recovery_code_sets_has_no_signing_secret(ring):
    opened = keys.change_passphrase(ring.folder, ring.file.recover(ring.code), "zahra", OTHER, kdf=CHEAP)
    assert opened.sk is None
    assert ring.file.unlock(OTHER).sk is None


def test_a_passphrase_that_another_user_sets_has_no_signing_secret(ring):
    keys.add_slot(ring.folder, ring.unlocked, "bahrami", OTHER, kdf=CHEAP)
    opened = keys.change_passphrase(ring.folder, ring.unlocked, "bahrami", "یک گذرواژهٔ سوم و بلند", kdf=CHEAP)
    assert opened.sk is None
    assert ring.file.unlock("یک گذرواژهٔ سوم و بلند").sk is None
    assert ring.file.unlock(PASSPHRASE).sk is not None


def test_a_new_signing_secret_replaces_a_lost_one(ring):
    opened = keys.change_passphrase(ring.folder, ring.file.recover(ring.code), "zahra", OTHER, kdf=CHEAP)
    changed, sk = keys.give_signing_secret(ring.folder, opened, b"s" * 32)
    assert changed.generation == 3
    assert sk == ring.file.unlock(OTHER).sk == b"s" * 32


def test_a_passphrase_changed_meanwhile_is_not_written_over(ring):
    keys.change_passphrase(ring.folder, ring.unlocked, "zahra", OTHER, kdf=CHEAP)
    with pytest.raises(Refused, match="دوباره وارد شوید"):
        keys.give_signing_secret(ring.folder, ring.unlocked, b"s" * 32)
    assert ring.file.unlock(OTHER).login == "zahra"


def test_a_change_of_passphrase_raises_the_cost_and_never_lowers_it(ring, monkeypatch):
    monkeypatch.setattr(keys.kdf_, "from_passphrase", lambda *_arguments: bytearray(32))
    fast, slow = Kdf(FLOOR.m, 9, 2), FLOOR
    for measured in (fast, slow):
        monkeypatch.setattr(keys, "calibrated", lambda measured=measured: measured)
        keys.change_passphrase(ring.folder, ring.unlocked, "zahra", OTHER)
        assert ring.file.slot_of("zahra").kdf == fast


def test_the_head_takes_the_signing_secret_over(ring):
    sk = bytes(ring.unlocked.sk)
    _file, slot = keys.add_slot(ring.folder, ring.unlocked, "bahrami", OTHER, kdf=CHEAP, signs=True)
    assert ring.unlocked.sk is None
    assert ring.file.unlock(PASSPHRASE).sk is None
    head = ring.file.unlock(OTHER)
    assert (head.sk, head.slot_id) == (sk, slot)
    with pytest.raises(Refused, match="کلید امضا"):
        keys.add_slot(ring.folder, ring.unlocked, "third", "یک گذرواژهٔ سوم و بلند", kdf=CHEAP, signs=True)


def test_another_users_slot_has_no_signing_secret(ring):
    keys.add_slot(ring.folder, ring.unlocked, "bahrami", OTHER, kdf=CHEAP)
    assert ring.file.unlock(OTHER).sk is None


def test_a_new_recovery_code_ends_the_old_one(ring):
    changed, code = keys.set_recovery(ring.folder, ring.unlocked)
    assert changed.recover(code).store_key() == ring.unlocked.store_key()
    with pytest.raises(Refused, match="کد تازه‌تری"):
        ring.file.recover(ring.code)
    assert ring.file.unlock(PASSPHRASE).login == "zahra"


def test_a_user_who_is_removed_signs_in_no_more(ring):
    keys.add_slot(ring.folder, ring.unlocked, "bahrami", OTHER, kdf=CHEAP)
    assert keys.remove(ring.folder, ring.unlocked, "bahrami").logins == ("zahra",)
    with pytest.raises(Refused):
        ring.file.unlock(OTHER)


def test_nobody_removes_himself_or_the_last_user(ring):
    recovered = ring.file.recover(ring.code)
    for by in (ring.unlocked, recovered):
        with pytest.raises(Refused, match="آخرین کاربر"):
            keys.remove(ring.folder, by, "zahra")
    keys.add_slot(ring.folder, ring.unlocked, "bahrami", OTHER, kdf=CHEAP)
    with pytest.raises(Refused, match="خودتان"):
        keys.remove(ring.folder, ring.unlocked, "zahra")


def test_two_users_of_one_name_and_an_unknown_user_are_refused(ring):
    with pytest.raises(Refused) as refused:
        keys.add_slot(ring.folder, ring.unlocked, " zahra", OTHER, kdf=CHEAP)
    assert refused.value.field == "user"
    with pytest.raises(Refused, match="نیست"):
        keys.change_passphrase(ring.folder, ring.unlocked, "nobody", OTHER, kdf=CHEAP)


@pytest.mark.parametrize(("change", "login"), [(keys.add_slot, "bahrami"), (keys.change_passphrase, "zahra")])
def test_a_weak_passphrase_changes_nothing(ring, change, login):
    before = ring.path.read_bytes()
    with pytest.raises(Refused, match="رایج"):
        change(ring.folder, ring.unlocked, login, "password1405!", kdf=CHEAP)
    assert ring.path.read_bytes() == before


@pytest.mark.parametrize(("name", "login", "field"), [("ن" * 201, "zahra", "name"), ("شوش", "\u200f", "user")])
def test_a_name_that_would_not_be_read_back_is_refused(tmp_path, name, login, field):
    with pytest.raises(Refused, match="۲۰۰") as refused:
        keys.create(tmp_path, agency=name, login=login, passphrase=PASSPHRASE, kdf=CHEAP)
    assert refused.value.field == field
    assert list(tmp_path.iterdir()) == []


def test_a_full_file_takes_no_more_users(ring, monkeypatch):
    monkeypatch.setattr(keys, "MOST_SLOTS", 2)
    with pytest.raises(Refused, match="۶۳"):
        keys.add_slot(ring.folder, ring.unlocked, "bahrami", OTHER, kdf=CHEAP)


# the power goes

KILLED = """
import os, pathlib, sys
from app.security import keys
folder = pathlib.Path(sys.argv[1])
unlocked = keys.KeyFile.read(folder).unlock(sys.argv[2])
left = int(sys.argv[3])
rename = os.replace
def killed(source, target):
    global left
    if not left:
        os._exit(9)
    left -= 1
    rename(source, target)
os.replace = killed
keys.set_recovery(folder, unlocked)
"""


@pytest.mark.parametrize("renames", [0, 1])
def test_killed_between_write_and_rename_the_old_file_is_there(ring, renames):
    before = ring.path.read_bytes()
    command = [sys.executable, "-c", KILLED, str(ring.folder), PASSPHRASE, str(renames)]
    assert subprocess.run(command, check=False, timeout=60, cwd=Path(keys.__file__).parents[2]).returncode == 9
    assert ring.path.read_bytes() == before
    assert ring.file.recover(ring.code).store_key() == ring.unlocked.store_key()
    assert len(list(ring.folder.glob(".didar-*"))) == 1, "it was killed after the new file was written"


def test_a_system_that_opens_no_folder_writes_all_the_same(ring, monkeypatch):
    opened = os.open

    def refused_folder(path, *arguments, **options):
        if Path(path).is_dir():
            raise PermissionError
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refused_folder)
    assert keys.set_recovery(ring.folder, ring.unlocked)[0] == ring.file
