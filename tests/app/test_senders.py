"""Who sends us reports: seen is not confirmed, a change is shouted about, and what came before is compared."""

import datetime as dt

import pytest

from app import bulletins, receipts, senders
from app.domain.codes import KeyState
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.office import Office
from app.report import against, came_before, make, signed_note, verify
from app.report.came_before import Earlier
from app.report.trust import Known, Trust, of_office
from app.report.verdict import Verdict
from tests.app import senders as others
from tests.app.report import hostile, renewed
from tests.app.report.test_make import AFTER
from tests.conftest import Clock

MINE = hostile.office().described()["fingerprint"]
SPRING = Quarter(1405, 1)


@pytest.fixture
def office(office: Office, clock: Clock) -> Office:
    clock.set(9, day=AFTER)
    return office


def judged(office: Office, data: bytes | None = None) -> Verdict:
    return verify.verify(data or hostile.good(), trusted=of_office(office, Trust()), now=office.now())


def states(office: Office) -> list[KeyState]:
    return [sender.state for sender in senders.known(office)]


# seen and confirmed


def test_a_key_that_merely_came_first_is_seen_and_stays_so_however_often_it_comes(office: Office) -> None:
    for known in (Known.UNKNOWN, Known.SEEN, Known.SEEN):
        verdict = judged(office)
        assert (verdict.known, verdict.ok) == (known, False)
        senders.receive(office, verdict)
    assert states(office) == [KeyState.SEEN]


def test_a_key_whose_last_digits_were_read_out_is_confirmed(office: Office) -> None:
    senders.receive(office, judged(office))
    spoken = f"{MINE[-8:-4].upper()} {MINE[-4:]}"
    sender = senders.confirm(office, hostile.CODE, MINE, typed=spoken)
    assert sender.state is KeyState.CONFIRMED
    assert judged(office).ok
    assert senders.take_back(office, hostile.CODE, MINE).state is KeyState.SEEN
    assert not judged(office).ok


def test_other_digits_or_too_few_or_none_without_a_word_confirm_nothing(office: Office) -> None:
    senders.receive(office, judged(office))
    for typed in ("00000000", MINE[-4:], ""):
        with pytest.raises(Refused) as refusal:
            senders.confirm(office, hostile.CODE, MINE, typed=typed)
        assert refusal.value.field == "typed"
    assert senders.confirm(office, hostile.CODE, MINE, "نامهٔ ۱۲/۳۴").how == "نامهٔ ۱۲/۳۴"


def test_a_key_that_came_under_no_report_can_not_be_confirmed(office: Office) -> None:
    with pytest.raises(Refused):
        senders.confirm(office, hostile.CODE, MINE, "x")
    senders.receive(office, judged(office))
    with pytest.raises(Refused):
        senders.confirm(office, "AHV-1", MINE, "x")


def test_another_key_for_the_same_agency_is_shouted_about_until_it_is_confirmed(office: Office) -> None:
    senders.receive(office, judged(office))
    senders.confirm(office, hostile.CODE, MINE, "x")
    other = hostile.Anyone(hostile.key(3), (hostile.certificate(private=hostile.key(3)),))
    changed = hostile.sealed(hostile.report(other), other)
    verdict = judged(office, changed)
    assert (verdict.known, verdict.rule, verdict.others) == (Known.CHANGED, 16, (MINE,))
    senders.receive(office, verdict)
    assert judged(office, changed).known is Known.CHANGED
    assert judged(office).ok
    senders.confirm(office, hostile.CODE, other.described()["fingerprint"], "x")
    assert judged(office, changed).ok


def test_a_revoked_key_is_refused_and_can_not_be_confirmed_again(office: Office) -> None:
    senders.receive(office, judged(office))
    with pytest.raises(Refused):
        senders.revoke(office, hostile.CODE, MINE, AFTER, " ")
    senders.revoke(office, hostile.CODE, MINE, AFTER, "سرقت")
    assert judged(office).known is Known.REVOKED
    with pytest.raises(Refused):
        senders.confirm(office, hostile.CODE, MINE, "x")
    assert senders.receive(office, judged(office)).before is not None


def test_a_report_that_is_refused_leaves_no_trace(office: Office) -> None:
    from tests.app.report import hostile_data

    for data in (hostile.good()[:-1], hostile_data.pages_of_other_data(), hostile_data.a_demo()):
        senders.receive(office, judged(office, data))
    assert senders.known(office) == []


# what came before


def test_the_same_report_again_is_told_with_its_day_even_as_an_archives_copy(office: Office, clock: Clock) -> None:
    assert senders.receive(office, judged(office)).before is None
    first = office.now()
    clock.tick(60)
    assert senders.receive(office, judged(office)).before == first
    assert senders.receive(office, judged(office, renewed.once())).before == first


def earlier(**other: object) -> Earlier:
    facts = hostile.judged(hostile.good()).facts
    assert facts
    usual = {key: getattr(facts, key) for key in ("quarter", "amendment", "data_digest", "epoch", "seq", "head")}
    at = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    return Earlier(**{**usual, "digest": "0" * 64, "received_at": at, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "said", "loud"),
    [
        ({"quarter": "1405-1", "seq": 911, "head": "77aa" * 16}, None, False),
        ({"quarter": "1405-1", "seq": 911, "head": "77ab" * 16}, "written anew", True),
        ({"quarter": "1405-1", "seq": 700, "head": "7" * 64}, "does not know", True),
        ({"quarter": "1405-1", "seq": 9999, "head": "7" * 64}, "stands behind", True),
        ({"quarter": "1405-1", "epoch": "9" * 16, "head": "7" * 64}, "stands behind", True),
        ({"quarter": "1405-3", "seq": 9999, "head": "7" * 64}, None, False),
        ({"seq": 1900}, "the same number", False),
        ({"seq": 1900, "amendment": 2}, "later amendment", False),
    ],
)
def test_a_report_is_compared_with_those_that_came_before(before, said, loud) -> None:
    from app.domain import texts

    texts.speak("en")
    facts = hostile.judged(hostile.good()).facts
    remarks = came_before.compare(facts, [earlier(**before)])
    assert [remark.loud for remark in remarks] == ([loud] if said else [])
    assert said is None or said in remarks[0].said


def test_an_amendment_names_the_report_that_it_replaces() -> None:
    from app.domain import texts

    texts.speak("en")
    amendment = {"number": 1, "reason": "x", "replaces": "5" * 64}
    facts = hostile.judged(hostile.sealed(hostile.report(amendment=amendment))).facts
    for before, said, loud in (
        ([earlier(data_digest="5" * 64, seq=911, head="77aa" * 16)], "It replaces the report", False),
        ([earlier(data_digest="6" * 64, seq=911, head="77aa" * 16)], "another report than", True),
        ([], "was not received here", False),
    ):
        (remark,) = came_before.compare(facts, before)
        assert (said in remark.said, remark.loud) == (True, loud)


# the bulletin


def test_the_first_bulletin_wants_its_issuers_fingerprint_compared_and_later_ones_do_not(office: Office) -> None:
    listed = ((hostile.CODE, MINE, "فرمانداری شوش"),)
    with pytest.raises(Refused) as refusal:
        bulletins.take(office, others.bulletin(1, listed))
    assert refusal.value.field == "typed"
    issuer = others.fingerprint(others.inspection())
    assert issuer in refusal.value.reason
    taken = bulletins.take(office, others.bulletin(1, listed), typed=issuer[-8:])
    assert (taken.confirmed, taken.revoked) == (1, 0)
    assert judged(office).ok
    gone = ((hostile.CODE, MINE, "2026-09-25"),)
    assert bulletins.take(office, others.bulletin(2, (), gone)).revoked == 1
    assert judged(office).known is Known.REVOKED


def test_a_bulletins_number_only_rises(office: Office) -> None:
    issuer = others.fingerprint(others.inspection())[-8:]
    bulletins.take(office, others.bulletin(5), typed=issuer)
    for number in (5, 4):
        with pytest.raises(Refused) as refusal:
            bulletins.take(office, others.bulletin(number), typed=issuer)
        assert refusal.value.field == "number"
    assert bulletins.issuer_of(office) == others.fingerprint(others.inspection())


def test_another_key_can_not_issue_bulletins_in_the_issuers_place(office: Office) -> None:
    bulletins.take(office, others.bulletin(1), typed=others.fingerprint(others.inspection())[-8:])
    with pytest.raises(Refused) as refusal:
        bulletins.take(office, others.bulletin(2, signer=others.inspection(21)))
    assert refusal.value.field == "typed"


@pytest.mark.parametrize(
    "bad",
    [
        lambda: others.bulletin(1).replace(b'"number":1', b'"number":2'),
        lambda: others.bulletin(1)[:-1],
        lambda: others.bulletin(1, more=1),
        lambda: others.bulletin(0),
        lambda: others.bulletin(1, (("AHV-1", "x", "y"),)),
        lambda: others.bulletin(1, (("AHV-1", "1" * 64, "y"),), (("AHV-1", "1" * 64, "2026-09-25"),)),
        others.receipt,
        lambda: signed_note.seal(signed_note.BULLETIN, {}, hostile.Anyone(hostile.key(9), hostile.office().chain)),
        lambda: b"[" * 200_000,
        lambda: b"x" * (signed_note.LARGEST + 1),
    ],
)
def test_what_is_no_bulletin_is_refused(bad) -> None:
    with pytest.raises(Refused):
        bulletins.read(bad())


def test_an_office_issues_what_it_confirmed_and_revoked(office: Office) -> None:
    senders.receive(office, judged(office))
    senders.confirm(office, hostile.CODE, MINE, "x")
    first, second = bulletins.read(bulletins.issue(office)), bulletins.read(bulletins.issue(office))
    assert (first.number, second.number) == (1, 2)
    assert [key[:2] for key in first.keys] == [(hostile.CODE, MINE)]


# receipts


def test_a_receipt_says_when_the_report_came_first_and_fits_its_report(office: Office, clock: Clock) -> None:
    verdict = judged(office)
    with pytest.raises(Refused):
        receipts.make(office, verdict)
    senders.receive(office, verdict)
    came = office.now()
    clock.tick(90)
    note = signed_note.read(signed_note.RECEIPT, receipts.make(office, verdict))
    assert verdict.facts
    assert note.said["digest"] == verdict.facts.digest
    assert note.said["received_at"] == came.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert note.said["verdict"] == receipts.UNCONFIRMED
    assert receipts.name_of(verdict) == "didar-KHZ-SHU-01-1405-2.receipt.json"


@pytest.fixture
def signed(office: Office, clock: Clock, tmp_path) -> Verdict:
    """A report of this very office, signed and on its way."""
    made = make.make(office, SPRING, tmp_path)
    (verdict,) = verify.verify_files([made.pdf], of_office(office, Trust()))
    return verdict


def test_a_receipt_is_filed_with_its_report_and_says_whether_its_key_is_confirmed(office, signed) -> None:
    data = others.receipt(data_digest=signed.facts.data_digest, digest=signed.facts.digest)
    filed = receipts.file(office, data)
    assert (filed.quarter, filed.amendment, filed.confirmed, filed.new) == ("1405-1", 0, False, True)
    assert not receipts.file(office, data).new
    senders.confirm(office, others.CODE, filed.fingerprint, "x")
    (one,) = receipts.of_quarter(office, "1405-1")
    assert (one.receiver, one.confirmed) == (others.NAME, True)
    senders.revoke(office, others.CODE, filed.fingerprint, AFTER, "x")
    with pytest.raises(Refused):
        receipts.file(office, data)


def test_a_receipt_that_fits_no_report_of_ours_is_refused(office, signed) -> None:
    good = {"data_digest": signed.facts.data_digest}
    for other in ({}, {**good, "code": "102169"}, {**good, "quarter": "1405-2"}, {**good, "amendment": 1}):
        with pytest.raises(Refused):
            receipts.file(office, others.receipt(**other))
    assert receipts.of_quarter(office, "1405-1") == []


def test_a_receipt_that_was_changed_or_says_more_is_refused(office, signed) -> None:
    good = others.receipt(data_digest=signed.facts.data_digest)
    for bad in (
        good.replace(b'"verdict":"confirmed"', b'"verdict":"unconfirmed"'),
        others.receipt(data_digest=signed.facts.data_digest, more=1),
        others.receipt(data_digest=signed.facts.data_digest, received_at="yesterday"),
        others.bulletin(1),
    ):
        with pytest.raises(Refused):
            receipts.file(office, bad)


def test_a_report_of_ones_own_is_no_senders(office, signed) -> None:
    assert signed.ok
    assert senders.receive(office, signed).mine
    assert senders.known(office) == []


# the old head in today's trail


def test_an_old_report_still_stands_in_the_trail(office, signed) -> None:
    senders.receive(office, judged(office))
    held = against.check(office, signed.file)
    assert held.entries > 0
    assert held.quarter == "1405-1"


def test_an_old_report_that_the_trail_does_not_hold_is_named(office, signed, monkeypatch) -> None:
    monkeypatch.setattr(against, "_stands", lambda _session, _epoch, seq, _head: seq != signed.facts.seq)
    with pytest.raises(Refused):
        against.check(office, signed.file)


def test_another_agencys_report_tells_nothing_of_our_trail(office, tmp_path) -> None:
    (tmp_path / "other.pdf").write_bytes(hostile.good())
    with pytest.raises(Refused):
        against.check(office, tmp_path / "other.pdf")


def test_a_revocation_that_was_a_slip_of_the_hand_is_undone_and_the_trail_tells_both(office: Office) -> None:
    senders.receive(office, judged(office))
    senders.confirm(office, hostile.CODE, MINE, "تماس")
    (before,) = senders.known(office)
    revoked = senders.revoke(office, hostile.CODE, MINE, AFTER, "گم شد")
    assert not judged(office).ok
    assert senders.undo_revocation(office, before) == before
    assert judged(office).ok
    with pytest.raises(Refused, match="باطل نشده"):
        senders.undo_revocation(office, before)
    with pytest.raises(Refused, match="پیش‌تر باطل"):
        senders.undo_revocation(office, revoked)
