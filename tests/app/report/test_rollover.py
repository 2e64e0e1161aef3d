"""One key vouches for the next: what a receiver may conclude from it, and what is refused (rule 16)."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils

from app.report import canonical, cms, rollover, schema, sign, signers
from app.report.broken import BrokenError
from tests.app.report import hostile
from tests.app.report.hostile import CODE, MADE_AT, report

SINCE = MADE_AT - dt.timedelta(days=30)


def pair(number):
    key = hostile.key(number)
    return signers.KeySigner(key, (hostile.certificate(private=key),))


def spki(number):
    return rollover.spki(hostile.key(number).public_key())


def vouched(old, new, since=SINCE, *, code=CODE, by=None):
    return rollover.by_key(code, spki(old), spki(new), since, by or pair(old))


def said(*entries):
    """The data of a report that key 0 signed."""
    made = report()
    return made | {"signer": {**made["signer"], "vouched": list(entries)}}


def led(*entries):
    schema.check(said(*entries))
    return rollover.check(said(*entries), spki(0))


def fingerprints(*numbers):
    return tuple(rollover.fingerprint(spki(number)) for number in numbers)


def refused(*entries):
    with pytest.raises(BrokenError) as broken:
        led(*entries)
    return broken.value.rule


def test_nobody_vouches_for_the_first_key():
    assert led() == ()


def test_the_key_before_vouches_for_the_one_that_signed():
    assert led(vouched(1, 0)) == fingerprints(1)


def test_a_report_that_was_missed_leaves_no_gap():
    """An acting head between two heads: two keys since the receiver's last report."""
    assert led(vouched(1, 0), vouched(2, 1, SINCE - dt.timedelta(days=40))) == fingerprints(1, 2)


def test_an_rsa_key_vouches_too():
    key = hostile.rsa_key(2048)
    old = rollover.spki(key.public_key())
    signer = signers.KeySigner(key, (hostile.certificate(hostile.name("کسی"), private=key),))
    assert led(rollover.by_key(CODE, old, spki(0), SINCE, signer)) == (rollover.fingerprint(old),)


def test_a_letter_proves_nothing_and_what_lies_behind_it_neither():
    letter = rollover.by_letter(spki(1), "۱۴۰۵/۱۲۸/ص", dt.date(2026, 9, 1))
    assert led(letter) == ()
    assert led(letter, vouched(2, 1, SINCE)) == ()
    assert led(vouched(3, 0), letter) == fingerprints(3)
    assert rollover.letters(said(vouched(3, 0), letter)) == (letter,)


def test_a_statement_for_another_agency_or_another_key_or_day_does_not_hold():
    for entry in (vouched(1, 0, code="AHV-1"), vouched(1, 2), vouched(1, 0) | {"from": "2026-01-01T00:00:00Z"}):
        assert refused(entry) == 16


def test_a_statement_that_another_key_signed_does_not_hold():
    assert refused(vouched(1, 0, by=pair(2))) == 16
    assert refused(vouched(1, 0) | {"signature": "00" * 70}) == 16


def test_there_is_one_signature_for_one_statement():
    entry = vouched(1, 0)
    r, s = utils.decode_dss_signature(bytes.fromhex(entry["signature"]))
    larger = utils.encode_dss_signature(r, cms.ORDERS["secp256r1"] - s)
    assert refused(entry | {"signature": larger.hex()}) == 16


def test_an_older_key_that_reports_do_not_have_vouches_for_nobody():
    weak = ec.derive_private_key(10**40, ec.SECP256K1())
    old = rollover.spki(weak.public_key())
    signer = hostile.Anyone(hostile.key(1), pair(1).chain)
    assert refused(rollover.by_key(CODE, old, spki(0), SINCE, signer)) == 16
    assert refused(vouched(1, 0) | {"old": "30" * 91}) == 16


def test_no_key_vouches_for_itself_nor_in_a_ring():
    assert refused(vouched(0, 0)) == 16
    assert refused(vouched(1, 0), vouched(0, 1)) == 16


def test_time_goes_one_way():
    assert refused(vouched(1, 0, MADE_AT + dt.timedelta(days=1))) == 16
    assert refused(vouched(1, 0), vouched(2, 1, SINCE + dt.timedelta(days=1))) == 16


def test_the_statement_can_be_written_by_hand():
    text = '{"code":"KHZ-SHU-01","format":"didar-rollover/1","from":"2026-08-25T07:50:00Z","new":"%s","old":"%s"}'
    assert (
        rollover.statement(CODE, spki(1), spki(0), rollover.written(SINCE))
        == (text % (spki(0).hex(), spki(1).hex())).encode()
    )


def test_a_report_that_tells_of_the_older_key_is_signed_and_verifies():
    told = said(vouched(1, 0))
    data = sign.seal(hostile.pages.draw(told), canonical.pack(told), hostile.office(), MADE_AT)
    assert hostile.judged(data).ok
