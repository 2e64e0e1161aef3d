"""Time stamps on a signature (PAdES B-T): one form of its bytes, checked by itself; no stamp is no harm."""

import datetime as dt
import hashlib
import io
import itertools
import random
import shutil
import subprocess
import threading
from functools import cache

import pytest
from asn1crypto import core
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.domain.errors import Refused, Unavailable
from app.report import canonical, cms, sign, timestamps
from app.report.authority import Authority, checked
from app.report.broken import BrokenError
from app.report.trust import Trust
from tests.app.report import hostile, tsa
from tests.app.report.hostile import MADE_AT, judged, report

VALUE = b"a signature's value"


pytestmark = pytest.mark.usefixtures("english")


def token(made=None, value=VALUE):
    return timestamps.canonical((made or tsa.Authority()).token(hashlib.sha256(value).digest()))


def stamped(made=None, signer=None, at=MADE_AT):
    signer, said = signer or hostile.office(), report(signer)
    base = hostile.base() if signer is hostile.office() else hostile.pages.draw(said)
    return sign.seal(base, canonical.pack(said), signer, at, stamp=lambda value: token(made, value))


@cache
def good():
    return stamped()


RSA = lambda: tsa.Authority(key=hostile.rsa_key(2048))  # noqa: E731 - a key takes its time, so it is made when wanted


# what is taken


@pytest.mark.parametrize(
    "given",
    [{}, {"digest": "sha384"}, {"digest": "sha512"}, {"old_id": True}],
    ids=["sha256", "sha384", "sha512", "older id"],
)
@pytest.mark.parametrize("kind", ["p256", "rsa", "pss"])
def test_a_stamp_of_any_usual_kind_is_read_again(given, kind):
    key = hostile.key(40) if kind == "p256" else hostile.rsa_key(2048)
    made = tsa.Authority(key=key, pss=kind == "pss", **given)
    told = timestamps.read(token(made), VALUE)
    assert (told.at, told.name) == (tsa.AT, "مرجع مهر زمان")


def test_only_what_the_authority_signed_goes_in():
    """Its issuers do not: nothing that signs them is in the file, so their bytes could be others."""
    root = hostile.certificate(hostile.name("ریشه"), private=hostile.key(3), ca=True)
    own = tsa.certificate(hostile.key(40), issuer=root, issuer_key=hostile.key(3))
    whole = tsa.Authority(certificate=own, others=(root,)).token(hashlib.sha256(VALUE).digest())
    kept = timestamps.canonical(whole)
    assert cms.der(root) in whole
    assert cms.der(root) not in kept
    assert cms.der(own) in kept
    assert timestamps.read(kept, VALUE).certificate == own


def test_a_fraction_of_a_second_is_kept():
    at = tsa.AT.replace(microsecond=250_000)
    assert timestamps.read(token(tsa.Authority(at=at)), VALUE).at == at


# what is not


def refused(made=None, value=VALUE):
    with pytest.raises(BrokenError) as broken:
        timestamps.read(token(made), value)
    assert broken.value.rule == 9
    return broken.value.detail


def test_a_stamp_of_another_signature():
    assert "another signature" in refused(value=b"other")


def test_a_stamp_by_a_certificate_for_something_else():
    for given in (
        {"critical": False},
        {"uses": (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)},
        {"uses": (ExtendedKeyUsageOID.CODE_SIGNING,)},
    ):
        assert "something else" in refused(tsa.Authority(certificate=tsa.certificate(**given)))
    plain = hostile.certificate(hostile.name("کسی"), private=hostile.key(40))
    assert "something else" in refused(tsa.Authority(certificate=plain))


def test_a_stamp_outside_its_certificates_days():
    for made in (
        tsa.Authority(at=hostile.BEGIN - dt.timedelta(days=1)),
        tsa.Authority(certificate=tsa.certificate(days=30)),
    ):
        assert "outside" in refused(made)


def test_a_stamp_that_another_key_signed():
    made = tsa.Authority(key=hostile.key(41), certificate=tsa.certificate(hostile.key(40)))
    assert "did not sign" in refused(made)


def test_a_stamp_about_another_kind_of_digest():
    def of_sha1(said):
        said["message_imprint"] = {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": bytes(20)}

    assert "another signature" in refused(tsa.Authority(change=of_sha1))


def test_what_is_no_stamp_at_all():
    for data in (b"", b"\x30\x03\x02\x01\x03", hostile.signature(b"x"), b"\x30" * 100, token()[:-1], token() + b"\0"):
        with pytest.raises(BrokenError) as broken:
            timestamps.canonical(data)
        assert broken.value.rule == 9


def test_a_stamp_in_the_authoritys_own_form_is_refused_in_a_file():
    """It could be written in many ways, none of which the office signed."""
    whole = tsa.Authority().token(hashlib.sha256(VALUE).digest())
    with pytest.raises(BrokenError):
        timestamps.read(
            tsa.Authority(others=(tsa.certificate(hostile.key(41)),)).token(hashlib.sha256(VALUE).digest()), VALUE
        )
    assert timestamps.read(timestamps.canonical(whole), VALUE)


# in a report


def test_a_stamped_report_verifies_and_says_who_stamped_it():
    verdict = judged(good())
    assert verdict.ok
    (said,) = verdict.remarks
    assert "as said by" in said
    assert "مرجع مهر زمان" in said
    authority = cms.der(tsa.certificate())
    trusted = Trust(frozenset({*hostile.trust().certificates, authority}))
    (said,) = judged(good(), trusted=trusted).remarks
    assert "whose certificate was given" in said


def test_an_authority_that_was_given_signs_no_reports():
    made = hostile.Anyone(hostile.key(40), (tsa.certificate(),))
    said = report() | {"signer": made.described()}
    verdict = judged(hostile.sealed(said, made), made)
    assert (verdict.ok, verdict.rule) == (False, 14)


def test_a_stamp_of_another_day_is_refused():
    for hours, ok in ((23, True), (25, False), (-25, False)):
        verdict = judged(stamped(tsa.Authority(at=MADE_AT + dt.timedelta(hours=hours))))
        assert verdict.ok == ok
        assert verdict.rule == (None if ok else 15)


def test_an_rsa_authority_on_a_p256_report():
    assert judged(stamped(RSA())).ok


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig IS MISSING")
def test_pdfsig_finds_a_stamped_report_valid(tmp_path):
    (tmp_path / "a.pdf").write_bytes(good())
    told = subprocess.run(
        ["pdfsig", "-nocert", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told


def test_pyhanko_finds_the_stamp_valid_too():
    from asn1crypto import x509 as asn1_x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    roots = [asn1_x509.Certificate.load(cms.der(one)) for one in (tsa.certificate(), hostile.office().chain[0])]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=MADE_AT)
    reader = PdfFileReader(io.BytesIO(good()), strict=True)
    status = validate_pdf_signature(reader.embedded_signatures[0], context, ts_validation_context=context)
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.intact
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.timestamp == tsa.AT


@pytest.mark.parametrize("made", [tsa.Authority, RSA], ids=["p256", "rsa"])
def test_no_byte_of_the_gap_can_be_another(made):
    """Five hundred positions of a stamped gap."""
    data = good() if made is tsa.Authority else stamped(made())
    start, end = hostile.gap(data)
    gap = data[start + 1 : end - 1]
    signed = data[:start] + data[end:]
    chance = random.Random(9)
    used = len(gap.rstrip(b"0")) + 2
    rules = set()
    for at in [*chance.sample(range(used), 480), *chance.sample(range(used, len(gap)), 20)]:
        for digit in chance.sample([d for d in b"0123456789ABCDEF" if d != gap[at]], 1):
            other = gap[:at] + bytes([digit]) + gap[at + 1 :]
            with pytest.raises(BrokenError) as broken:
                cms.check(cms.parse(other), signed)
            rules.add(broken.value.rule)
    assert rules <= {8, 9, 10, 11}


def test_the_stamp_cannot_be_taken_off_and_put_on_another_report():
    other = stamped(tsa.Authority(at=tsa.AT + dt.timedelta(hours=1)))
    parts = hostile.parts(good())
    swapped = cms.Parts(parts.chain, parts.digest, parts.signature, stamp=hostile.parts(other).stamp)
    verdict = judged(hostile.with_gap(good(), cms.build(swapped)))
    assert (verdict.ok, verdict.rule) == (False, 9)


def test_two_stamps_or_another_attribute_beside_it_are_refused():
    from asn1crypto import cms as asn1

    def remade(change):
        content = asn1.ContentInfo.load(cms.build(hostile.parts(good())))
        change(content["content"]["signer_infos"][0])
        made = content.dump()
        assert made != cms.build(hostile.parts(good()))
        return judged(hostile.with_gap(good(), made))

    def twice(info):
        one = info["unsigned_attrs"][0]["values"][0]
        info["unsigned_attrs"] = [asn1.CMSAttribute({"type": "signature_time_stamp_token", "values": [one, one]})]

    def beside(info):
        more = asn1.CMSAttribute({"type": "message_digest", "values": [b"x"]})
        info["unsigned_attrs"] = [*info["unsigned_attrs"], more]

    def empty(info):
        info["unsigned_attrs"] = []

    for change in (twice, beside, empty):
        assert remade(change).rule == 9


def test_without_a_stamp_the_gap_keeps_its_room_and_the_report_is_as_good():
    data = sign.seal(hostile.base(), canonical.pack(report()), hostile.office(), MADE_AT, stamp=lambda _value: None)
    assert judged(data).ok
    assert judged(data).remarks == ()
    assert len(data) > len(hostile.good())


# asking for it


def asked(url, **given):
    return Authority(url, **given).stamp(VALUE)


def test_an_authority_is_asked_over_http():
    with tsa.served() as url:
        got, told = asked(url)
    assert timestamps.read(got, VALUE) == told


def test_the_digest_alone_goes_out():
    seen = []

    def answer(request):
        seen.append(request)
        return tsa.Authority().answer(request)

    with tsa.served(answer) as url:
        asked(url)
    assert VALUE not in seen[0]
    assert hashlib.sha256(VALUE).digest() in seen[0]


def test_an_authority_that_is_not_there():
    with tsa.served() as url:
        pass
    with pytest.raises(Unavailable, match="did not answer"):
        asked(url)


def test_an_authority_that_takes_too_long_is_not_waited_for():
    with tsa.served(tsa.slow(1.0)) as url, pytest.raises(Unavailable, match="did not answer"):
        asked(url, timeout=0.2)


def test_one_that_drips_is_not_waited_for_either():
    with tsa.served(tsa.dripping) as url, pytest.raises(Unavailable):
        asked(url, timeout=0.3)


def test_who_waits_can_stop():
    class StopError(Exception):
        pass

    def again():
        raise StopError

    with tsa.served(tsa.slow(1.0)) as url, pytest.raises(StopError):
        Authority(url, timeout=5).stamp(VALUE, again)


@pytest.mark.parametrize(
    "answer", [b"", b"<html>login</html>", b"\x30\x03\x02\x01\x05", b"x" * 100_000], ids=["none", "html", "der", "much"]
)
def test_an_answer_that_is_none(answer):
    with tsa.served(lambda _request: answer) as url, pytest.raises((Refused, Unavailable)):
        asked(url)


def test_an_authority_that_refuses():
    no = bytes.fromhex("30053003020102")
    with tsa.served(lambda _request: no) as url, pytest.raises(Refused, match="refused to answer"):
        asked(url)


def test_an_answer_to_another_question_or_about_another_signature():
    for spoil in (
        lambda said: said.update(nonce=1),
        lambda said: said["message_imprint"].update(hashed_message=bytes(32)),
    ):
        with tsa.served(tsa.Authority(change=spoil).answer) as url, pytest.raises(Refused, match="of no use"):
            asked(url)


@pytest.mark.parametrize("status", [301, 302, 307, 404, 500])
def test_no_redirect_is_followed(status):
    with tsa.served() as other, tsa.served(status=status, Location=other) as url, pytest.raises(Unavailable):
        asked(url)
    with tsa.served(status=302, Location="file:///etc/passwd") as url, pytest.raises(Unavailable):
        asked(url)


@pytest.mark.parametrize(
    "url",
    ["ftp://x/", "file:///etc/passwd", "tsa.example", "https://", "http://a b/", "http://x:99999/", "https://u:p@x/"],
)
def test_what_is_no_address_of_an_authority(url):
    with pytest.raises(Refused) as error:
        checked(url)
    assert error.value.field == "tsa"


def test_an_address_is_kept_as_typed_and_none_is_none():
    assert checked(" https://tsa.example:8443/ts ") == "https://tsa.example:8443/ts"
    assert checked("  ") == ""


def test_a_thread_that_was_left_ends_by_itself():
    before = threading.active_count()
    with tsa.served(tsa.slow(0.4)) as url, pytest.raises(Unavailable):
        asked(url, timeout=0.1)
    for thread in threading.enumerate():
        if thread.name.startswith("Thread-") and thread is not threading.main_thread():
            thread.join(3)
    assert threading.active_count() <= before


def test_a_stamp_of_any_length_is_put_in_as_it_is(monkeypatch):
    """asn1crypto takes a length whose last octet is 80 for an indefinite one, and encodes all within anew."""
    digest = hashlib.sha256(VALUE).digest()
    made = (timestamps.canonical(tsa.Authority().token(digest, 1 << 8 * size)) for size in itertools.cycle(range(128)))
    stamp = next(one for one in made if one[3] == 0x80)  # their lengths differ by chance, too
    anew = []
    real = core.Asn1Value.dump
    monkeypatch.setattr(core.Asn1Value, "dump", lambda value, force=False: (anew.append(force), real(value, force))[1])
    office = hostile.office()
    parts = cms.Parts((cms.der(office.chain[0]),), bytes(32), bytes(70), stamp=stamp)
    assert cms._read(cms.build(parts)) == parts
    assert timestamps.canonical(stamp) == stamp
    assert True not in anew
