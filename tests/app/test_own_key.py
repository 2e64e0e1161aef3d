"""The office's own signing key: a lost one is replaced, and vouched for by a letter with both fingerprints."""

from pathlib import Path

import pytest

from app import agency, own_key
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.office import Office
from app.report import make, preflight, trust, verify
from app.report.preflight import Level
from app.security import backup, keys, signing_key
from app.unlock import recover, unlock
from tests.app.documents.readers import poppler_turned
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock

NEW = "گذرواژهٔ تازه و بلند"
OVER = Quarter(1405, 1)


def fingerprint(office: Office) -> str:
    return make.own_signer(office).described()["fingerprint"]


@pytest.fixture
def recovered(tmp_path: Path, clock: Clock) -> tuple[str, Path, Path]:
    """The first key's fingerprint, a report that it signed, and the office after its passphrase was lost."""
    office, code = agency.found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    with office:
        first = fingerprint(office)
        report = make.make(office, OVER, tmp_path / "reports").pdf
    clock.tick()
    recover(tmp_path / "new", code, "zahra", NEW, clock=clock, kdf=CHEAP).close()
    return first, report, tmp_path / "new"


def test_a_key_that_opens_is_not_replaced(office: Office) -> None:
    assert not own_key.is_lost(office)
    with pytest.raises(Refused, match="نیازی نیست"):
        own_key.replace_lost(office)
    assert own_key.untold(office) is None
    for act in (own_key.told, own_key.letter):
        with pytest.raises(Refused, match="عوض نشده"):
            act(office)


def test_a_lost_key_is_replaced_and_waits_to_be_told(recovered: tuple[str, Path, Path], clock: Clock) -> None:
    first, _report, folder = recovered
    with unlock(folder, NEW, clock=clock) as office:
        replaced = own_key.untold(office)
        assert replaced is not None
        assert (replaced.before, replaced.now) == (first, fingerprint(office))
        assert replaced.before != replaced.now
        assert preflight.of_span(office, OVER).stop is None, "it signs all the same"
        assert "key" in [finding.code for finding in preflight.of_span(office, OVER).at(Level.BETTER)]
        own_key.told(office)
        assert own_key.untold(office) is None
        assert "key" in [finding.code for finding in preflight.of_span(office, OVER).at(Level.GOOD)]
        assert backup.check(office)


def test_reports_of_the_former_key_stay_as_good_as_they_were(recovered: tuple[str, Path, Path], clock: Clock) -> None:
    _first, report, folder = recovered
    with unlock(folder, NEW, clock=clock) as office:
        (verdict,) = verify.verify_files([report], trust.of_office(office, trust.Trust()))
        assert verdict.ok
        after = make.make(office, OVER, folder / "again")
        assert after.pdf.read_bytes() == report.read_bytes(), "what the former key signed stands"
        assert after.certificate is not None
        given = trust.given([after.certificate])
        (verdict,) = verify.verify_files([after.pdf], given)
        assert verdict.ok, "and its certificate lies beside it"
        anew = make.make(office, OVER, folder / "anew", reason="کلید تازه").pdf
        for pdf in (after.pdf, anew):
            (verdict,) = verify.verify_files([pdf], trust.of_office(office, trust.Trust()))
            assert verdict.ok


def test_the_letter_has_both_fingerprints_and_the_head_to_sign_it(
    recovered: tuple[str, Path, Path], clock: Clock, tmp_path: Path
) -> None:
    first, _report, folder = recovered
    with unlock(folder, NEW, clock=clock) as office:
        letter = own_key.letter(office)
        now = fingerprint(office)
        assert own_key.letter(office) == letter
    lines = poppler_turned(letter, tmp_path)
    groups = "".join(lines).replace(" ", "")
    for digest in (first, now):
        assert digest in groups
    for words in ("شهردار", "فرهاد بهرامی", "کلید تازهٔ امضای گزارش‌ها", "استانداری خوزستان"):
        assert any(words in line for line in lines), words


def test_when_the_signers_slot_is_gone_another_who_may_sign_takes_over(home: Path, clock: Clock) -> None:
    with unlock(home, PASSPHRASE, clock=clock) as office:
        first = fingerprint(office)
        with office.note() as session:
            from app.security.known_keys import _put

            _put(session, "signer", "00" * 16)
    with unlock(home, PASSPHRASE, clock=clock) as office:
        assert fingerprint(office) != first
        assert not own_key.is_lost(office)


def test_neither_the_recovery_code_nor_another_users_slot_opens_it(tmp_path: Path, clock: Clock) -> None:
    """The box, opened by hand with all that these slots hold."""
    office, code = agency.found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    with office:
        keys.add_slot(office.folder, office.keys, "karimi", NEW, kdf=CHEAP)
        key_file = keys.KeyFile.read(office.folder)
        with office.read() as session:
            sealed = own_key._present(session).sealed
        assert signing_key.open(sealed, office.keys.sk, key_file.store_id)
        for opened in (key_file.recover(code), key_file.unlock(NEW, "karimi")):
            assert opened.sk is None
            with pytest.raises(Refused):
                signing_key.open(sealed, opened.mk, key_file.store_id)
