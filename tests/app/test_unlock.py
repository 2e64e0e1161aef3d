"""Who comes in: the passphrase, the recovery code, the key file that the store knows; and what a refusal leaves."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import text

from app import agency, own_key
from app.domain.errors import Refused, Unavailable
from app.office import Office
from app.report.make import own_signer
from app.security import backup, keys
from app.unlock import recover, unlock
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock
from tests.make import registered

NEW = "گذرواژهٔ تازه و بلند"
WRONG = "گذرواژهٔ نادرست بود"


@pytest.fixture
def code(tmp_path: Path, clock: Clock) -> str:
    """An office in tmp_path/office, and its recovery code."""
    office, code = agency.found(tmp_path / "office", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    registered(office)
    office.close()
    return code


@pytest.fixture
def folder(code: str, tmp_path: Path) -> Path:
    assert code
    return tmp_path / "office"


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    """Each file's digest and time of change."""
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
        if path.name != "attempts.json"
    }


def acts(office: Office) -> list[str]:
    with office.connection() as connection:
        return list(connection.scalars(text("SELECT act FROM audit_entry ORDER BY seq")))


def test_a_wrong_passphrase_leaves_every_file_as_it_was(folder: Path, clock: Clock) -> None:
    before = contents(folder)
    for _time in range(3):
        with pytest.raises(Refused):
            unlock(folder, WRONG, clock=clock)
        clock.tick(20)
    with pytest.raises(Refused):
        recover(folder, "-".join(["000000"] * 8), "zahra", NEW, clock=clock, kdf=CHEAP)
    assert contents(folder) == before


def test_a_missing_key_file_is_named_and_the_first_start_is_not_offered(folder: Path, clock: Clock) -> None:
    (folder / "keys.json").unlink()
    with pytest.raises(Unavailable, match=r"keys\.json"):
        unlock(folder, PASSPHRASE, clock=clock)


def test_an_older_key_file_is_refused_and_the_trail_says_so(folder: Path, code: str, clock: Clock) -> None:
    old = (folder / "keys.json").read_bytes()
    recover(folder, code, "zahra", NEW, clock=clock, kdf=CHEAP).close()
    (folder / "keys.json").write_bytes(old)
    with pytest.raises(Refused, match="کد بازیابی"):
        unlock(folder, PASSPHRASE, clock=clock)
    with recover(folder, code, "zahra", NEW, clock=clock, kdf=CHEAP) as office:
        assert "keys.refused" in acts(office)
        assert backup.check(office)


def test_another_key_file_of_the_same_number_is_refused(folder: Path, code: str, clock: Clock) -> None:
    old = (folder / "keys.json").read_bytes()
    recover(folder, code, "zahra", NEW, clock=clock, kdf=CHEAP).close()
    right = (folder / "keys.json").read_bytes()
    (folder / "keys.json").write_bytes(old)
    recovered = keys.KeyFile.read(folder).recover(code)
    keys.change_passphrase(folder, recovered, "zahra", "یک گذرواژهٔ سوم و بلند", kdf=CHEAP)
    assert keys.KeyFile.read(folder).generation == keys.KeyFile.of(right).generation
    with pytest.raises(Refused, match="کهنه"):
        unlock(folder, "یک گذرواژهٔ سوم و بلند", clock=clock)
    (folder / "keys.json").write_bytes(right)
    unlock(folder, NEW, clock=clock).close()


def test_the_code_lets_in_where_only_the_file_before_is_left(folder: Path, code: str, clock: Clock) -> None:
    for passphrase in (NEW, PASSPHRASE, NEW):
        recover(folder, code, "zahra", passphrase, clock=clock, kdf=CHEAP).close()
    (folder / "keys.json").write_bytes(b"torn")
    with pytest.raises(Refused, match=r"keys\.json\.1"):
        unlock(folder, NEW, clock=clock)
    (folder / "keys.json.1").replace(folder / "keys.json")
    recover(folder, code, "zahra", NEW, clock=clock, kdf=CHEAP).close()
    with unlock(folder, NEW, clock=clock) as office:
        assert backup.check(office)


def test_a_user_who_has_left_gets_no_new_passphrase(folder: Path, code: str, clock: Clock) -> None:
    with unlock(folder, PASSPHRASE, clock=clock) as office, office.note() as session:
        session.execute(text("UPDATE user SET active = 0"))
    before = (folder / "keys.json").read_bytes()
    with pytest.raises(Refused, match="دسترسی"):
        recover(folder, code, "zahra", NEW, clock=clock, kdf=CHEAP)
    assert (folder / "keys.json").read_bytes() == before


def test_a_recovery_that_is_cut_off_is_finished_at_the_next_sign_in(
    folder: Path, code: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_office: Office) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(own_key, "replace_lost", cut)
        with pytest.raises(KeyboardInterrupt):
            recover(folder, code, "zahra", NEW, clock=clock, kdf=CHEAP)
    with unlock(folder, NEW, clock=clock) as office:
        own_signer(office).check(office.now())
        assert own_key.untold(office) is not None
        assert backup.check(office)


def test_who_is_refused_leaves_no_key_in_memory(
    folder: Path, code: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = (folder / "keys.json").read_bytes()
    recover(folder, code, "zahra", NEW, clock=clock, kdf=CHEAP).close()
    (folder / "keys.json").write_bytes(old)
    opened: list[keys.Unlocked] = []
    real = keys.KeyFile.unlock

    def kept(key_file: keys.KeyFile, *given: str | None) -> keys.Unlocked:
        opened.append(real(key_file, *given))  # type: ignore[arg-type]
        return opened[0]

    monkeypatch.setattr(keys.KeyFile, "unlock", kept)
    with pytest.raises(Refused):
        unlock(folder, PASSPHRASE, clock=clock)
    assert not opened[0].mk
    assert not opened[0].sk
