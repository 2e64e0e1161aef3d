"""A new head's key, or one before the certificate ends: the key before vouches for it, and nobody is alarmed."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from app import agency, own_key, senders
from app.domain.codes import KeyState
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.domain.persian.periods import Span
from app.office import Office
from app.own_key import Due
from app.report import make, preflight, rollover, verify
from app.report.preflight import Level
from app.report.trust import Known, Pin, Trust
from app.report.trust import given as trust_given
from app.report.trust import of_office as trust_of
from app.security import backup, signing_key
from app.unlock import recover, unlock
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock
from tests.make import registered

SPRING, SUMMER, AUTUMN = Quarter(1405, 1), Quarter(1405, 2), Quarter(1405, 3)
CODE = NAKHLESTAN.code
NEW = "گذرواژهٔ تازه و بلند"
LETTER = "۱۲۸/ص/۱۴۰۵"


@pytest.fixture
def after_summer(office: Office, clock: Clock) -> Office:
    registered(office)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    return office


def confirmed(*fingerprints: str) -> Trust:
    """What the inspection office knows: these keys of the agency, each compared by a person."""
    return Trust(pins={CODE: tuple(Pin(one, confirmed=True) for one in fingerprints)})


def signed(office: Office, span: Span, out: Path) -> Path:
    assert isinstance(span, Quarter)
    return make.make(office, span, out).pdf


def judged(pdf: Path, trust: Trust) -> verify.Verdict:
    (verdict,) = verify.verify_files([pdf], trust)
    return verdict


def key_finding(office: Office) -> preflight.Finding:
    return next(one for one in preflight.of_span(office, SUMMER).findings if one.code == "key")


def test_the_next_report_of_an_office_whose_key_was_handed_over_alarms_nobody(
    after_summer: Office, clock: Clock, tmp_path: Path
) -> None:
    office = after_summer
    first = own_key.present(office).fingerprint
    before = signed(office, SPRING, tmp_path)
    assert judged(before, confirmed(first)).ok
    clock.tick()
    agency.appoint(office, "نرگس شریفی", office.today())
    replaced = own_key.hand_over(office)
    assert replaced.before == first
    clock.tick()
    after = signed(office, SUMMER, tmp_path / "later")
    verdict = judged(after, confirmed(first))
    assert verdict.ok, verdict.reason
    assert verdict.known is Known.VOUCHED
    assert judged(before, confirmed(first)).ok, "what the former key signed stays as good as it was"
    assert own_key.present(office).head == "نرگس شریفی"
    assert backup.check(office)


def test_two_hand_overs_between_two_reports_lead_from_the_oldest_key_to_the_newest(
    after_summer: Office, clock: Clock, tmp_path: Path
) -> None:
    office = after_summer
    first = own_key.present(office).fingerprint
    for name in ("نرگس شریفی", "کاظم دورقی"):
        clock.at += dt.timedelta(days=1)
        agency.appoint(office, name, office.today(), acting=name == "نرگس شریفی")
        own_key.hand_over(office)
    clock.tick()
    verdict = judged(signed(office, SUMMER, tmp_path), confirmed(first))
    assert verdict.ok, verdict.reason


def test_a_receiver_that_knew_another_key_is_still_alarmed(after_summer: Office, tmp_path: Path) -> None:
    own_key.hand_over(after_summer)
    verdict = judged(signed(after_summer, SUMMER, tmp_path), confirmed("0" * 64))
    assert not verdict.ok
    assert verdict.known is Known.CHANGED


def test_after_a_lost_key_the_report_names_the_letter_and_a_person_decides(tmp_path: Path, clock: Clock) -> None:
    office, code = agency.found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    with office:
        first = own_key.present(office).fingerprint
    clock.tick()
    with recover(tmp_path / "new", code, "zahra", NEW, clock=clock, kdf=CHEAP) as office:
        assert own_key.present(office).unvouched
        own_key.told(office, LETTER, office.today())
        held = own_key.present(office)
        assert (held.letter, held.letter_date, held.told) == (LETTER, office.today(), True)
        assert own_key.untold(office) is None
        verdict = judged(signed(office, SPRING, tmp_path / "out"), confirmed(first))
    assert not verdict.ok, "a letter proves nothing by itself"
    assert any(LETTER in remark for remark in verdict.remarks), verdict.remarks


def test_what_follows_after_a_letter_is_vouched_for_by_the_key_that_the_letter_told_of(
    tmp_path: Path, clock: Clock
) -> None:
    office, code = agency.found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    office.close()
    with recover(tmp_path / "new", code, "zahra", NEW, clock=clock, kdf=CHEAP) as office:
        second = own_key.present(office).fingerprint
        own_key.told(office, LETTER, office.today())
        clock.tick()
        own_key.hand_over(office)
        verdict = judged(signed(office, SPRING, tmp_path / "out"), confirmed(second))
    assert verdict.ok, verdict.reason
    assert any(LETTER in remark for remark in verdict.remarks)


@pytest.mark.parametrize(
    ("number", "days", "field"),
    [
        (LETTER, None, "date"),
        ("", 0, "letter"),
        (LETTER, 1, "date"),
        (LETTER, -1, "date"),
        ("۱" * 101, 0, "letter"),
    ],
)
def test_a_letter_has_a_number_and_a_date_that_can_be(
    tmp_path: Path, clock: Clock, number: str, days: int | None, field: str
) -> None:
    office, code = agency.found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    office.close()
    with recover(tmp_path / "new", code, "zahra", NEW, clock=clock, kdf=CHEAP) as office:
        date = office.today() + dt.timedelta(days=days) if days is not None else None
        with pytest.raises(Refused) as refused:
            own_key.told(office, number, date)
        assert refused.value.field == field
        assert own_key.untold(office) is not None


def test_a_key_that_is_vouched_for_wants_no_letter(office: Office) -> None:
    own_key.hand_over(office)
    assert own_key.untold(office) is None
    assert own_key.present(office).vouched
    with pytest.raises(Refused, match="نامه"):
        own_key.told(office, LETTER, office.today())


def test_only_whoever_holds_the_key_hands_it_over(office: Office) -> None:
    before = own_key.present(office).fingerprint
    office.keys.sk = None
    with pytest.raises(Refused):
        own_key.hand_over(office)
    assert own_key.present(office).fingerprint == before


def test_a_hand_over_on_a_clock_that_went_back_is_refused(after_summer: Office, clock: Clock, tmp_path: Path) -> None:
    own_key.hand_over(after_summer)
    clock.tick(-1)
    with pytest.raises(Refused, match="تاریخ"):
        own_key.hand_over(after_summer)
    with pytest.raises(Refused, match="تاریخ"):
        signed(after_summer, SUMMER, tmp_path)
    assert not list(tmp_path.glob("*.pdf"))


def test_a_new_head_and_a_certificate_near_its_end_are_announced_before_signing(office: Office, clock: Clock) -> None:
    assert own_key.present(office).due is None
    assert key_finding(office).level is Level.GOOD
    agency.appoint(office, "نرگس شریفی", office.today())
    assert own_key.present(office).due is Due.HEAD
    assert key_finding(office).level is Level.BETTER
    own_key.hand_over(office)
    assert key_finding(office).level is Level.GOOD
    end = own_key.present(office).ends
    clock.set(11, day=end - dt.timedelta(days=30))
    assert own_key.present(office).due is Due.SOON
    assert key_finding(office).level is Level.BETTER
    clock.set(11, day=end + dt.timedelta(days=2))
    assert own_key.present(office).due is Due.ENDED
    assert key_finding(office).level is Level.STOP
    own_key.hand_over(office)
    assert key_finding(office).level is Level.GOOD


def test_a_head_who_is_still_to_come_changes_nothing_yet(office: Office) -> None:
    agency.appoint(office, "نرگس شریفی", office.today() + dt.timedelta(days=7))
    assert own_key.present(office).due is None
    own_key.hand_over(office)
    assert own_key.present(office).head == NAKHLESTAN.head


def test_the_statement_is_kept_as_the_reports_say_it(after_summer: Office, clock: Clock, tmp_path: Path) -> None:
    office = after_summer
    with office.read() as session:
        old = own_key._present(session).certificate
    replaced = own_key.hand_over(office)
    with office.read() as session:
        (entry,) = own_key._vouched(session, replaced.now, office.now())
        assert own_key._vouched(session, replaced.before, office.now()) == []
        assert own_key._vouched(session, "0" * 64, office.now()) == []
    assert entry["by"] == rollover.KEY
    assert rollover.fingerprint(bytes.fromhex(entry["old"])) == signing_key.fingerprint(old) == replaced.before


def test_the_next_sign_in_finds_the_new_key_in_order(office: Office, clock: Clock) -> None:
    now = own_key.hand_over(office).now
    folder = office.folder
    office.close()
    with unlock(folder, PASSPHRASE, clock=clock) as again:
        assert own_key.present(again).fingerprint == now
        assert own_key.present(again).opens


def test_the_certificates_of_both_keys_lie_beside_their_reports(after_summer: Office, tmp_path: Path) -> None:
    first = make.make(after_summer, SPRING, tmp_path)
    replaced = own_key.hand_over(after_summer)
    second = make.make(after_summer, SUMMER, tmp_path)
    assert first.certificate is not None
    assert second.certificate is not None
    assert first.certificate.name == f"didar-{CODE}.cert.pem"
    assert second.certificate.name == f"didar-{CODE}-{replaced.now[:8]}.cert.pem"
    assert verify.verify_files([second.pdf], trust_given([second.certificate]))
    (verdict,) = verify.verify_files([first.pdf], trust_given([first.certificate]))
    assert verdict.ok


def test_the_inspection_offices_own_store_confirms_the_next_key_by_itself(
    after_summer: Office, clock: Clock, tmp_path: Path
) -> None:
    """One key's report was confirmed by telephone; the next one's needs no call, and turns up as confirmed."""
    office = after_summer
    there = replace(NAKHLESTAN, code="900001", name="دفتر بازرسی استانداری")
    inspection, _code = agency.found(tmp_path / "inspection", there, PASSPHRASE, clock=clock, kdf=CHEAP)
    with inspection:

        def comes(pdf: Path) -> verify.Verdict:
            verdict = judged(pdf, trust_of(inspection, Trust()))
            senders.receive(inspection, verdict)
            return verdict

        first = own_key.present(office).fingerprint
        assert comes(signed(office, SPRING, tmp_path)).known is Known.UNKNOWN
        senders.confirm(inspection, CODE, first, "با تلفن")
        now = own_key.hand_over(office).now
        verdict = comes(signed(office, SUMMER, tmp_path))
        assert (verdict.ok, verdict.known) == (True, Known.VOUCHED)
        known = {sender.fingerprint: sender.state for sender in senders.known(inspection)}
        assert known == {first: KeyState.CONFIRMED, now: KeyState.CONFIRMED}
        senders.revoke(inspection, CODE, first, clock().date(), "گم شد")
        assert judged(tmp_path / f"didar-{CODE}-1405-2.pdf", trust_of(inspection, Trust())).ok
