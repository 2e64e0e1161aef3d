"""The recovery code after a first start that ended before anybody had shown that he has it."""

from pathlib import Path

import pytest

from app import agency, recovery_code
from app.domain.codes import Role
from app.domain.errors import Refused
from app.office import SignedIn
from app.security import audit, backup
from app.unlock import recover, unlock
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock

NEW = "گذرواژهٔ تازه و بلند"


@pytest.fixture
def first_code(tmp_path: Path, clock: Clock) -> str:
    """A first start by the wizard whose window was closed on the code's page."""
    office, code = agency.found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP, ask_back=True)
    office.close()
    return code


def test_until_it_is_confirmed_each_sign_in_asks_for_a_new_one(first_code: str, tmp_path: Path, clock: Clock) -> None:
    codes = [first_code]
    for _time in range(2):
        with unlock(tmp_path / "new", PASSPHRASE, clock=clock) as office:
            assert recovery_code.is_due(office)
            codes.append(recovery_code.renew(office))
    with unlock(tmp_path / "new", PASSPHRASE, clock=clock) as office:
        recovery_code.confirm(office)
        assert not recovery_code.is_due(office)
        assert backup.check(office)
    assert len(set(codes)) == 3
    for void in codes[:-1]:
        with pytest.raises(Refused) as refused:
            recover(tmp_path / "new", void, "zahra", NEW, clock=clock, kdf=CHEAP)
        assert refused.value.field == "recovery_code"
    with recover(tmp_path / "new", codes[-1], "zahra", NEW, clock=clock, kdf=CHEAP) as office:
        assert not recovery_code.is_due(office)


def test_the_command_line_shows_it_and_asks_nothing_back(home: Path, clock: Clock) -> None:
    with unlock(home, PASSPHRASE, clock=clock) as office:
        assert not recovery_code.is_due(office)


def test_only_who_administers_is_asked(first_code: str, tmp_path: Path, clock: Clock) -> None:
    assert first_code
    with unlock(tmp_path / "new", PASSPHRASE, clock=clock) as office:
        office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
        assert not recovery_code.is_due(office)


def test_the_trail_says_who_made_and_who_confirmed_it(first_code: str, tmp_path: Path, clock: Clock) -> None:
    assert first_code
    with unlock(tmp_path / "new", PASSPHRASE, clock=clock) as office:
        code = recovery_code.renew(office)
        recovery_code.confirm(office)
        with office.connection() as connection:
            told = audit.earlier_values(connection, "store_state", 0)
    assert [(entry.act, entry.by) for entry, _payload in told] == [
        ("recovery_code.renew", "zahra"),
        ("recovery_code.confirm", "zahra"),
    ]
    assert code not in str([payload for _entry, payload in told])
