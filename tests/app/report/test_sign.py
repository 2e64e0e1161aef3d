"""The signed file as other tools see it, and what may not sign."""

import re
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec
from cryptography.hazmat.primitives.serialization import pkcs12

from app.domain.errors import Refused, Unavailable
from app.report import canonical, cms, sign, signers
from app.report.broken import BrokenError
from app.report.scan import entries, scan
from tests.app.report import hostile
from tests.app.report.hostile import good, report

pytestmark = pytest.mark.usefixtures("english")


def needs(tool):
    return pytest.mark.skipif(
        shutil.which(tool) is None,
        reason=f"{tool} (poppler-utils) IS MISSING: the report was not shown to another tool",
    )


def seal(signer=None, said=None, at=hostile.MADE_AT):
    signer = signer or hostile.office()
    said = said or report(signer)
    return sign.seal(hostile.base(), canonical.pack(said), signer, at)


@needs("pdfsig")
def test_pdfsig_finds_the_signature_valid_and_the_whole_document_signed(tmp_path):
    (tmp_path / "a.pdf").write_bytes(good())
    told = subprocess.run(
        ["pdfsig", "-nocert", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert "فرمانداری شوش" in told
    assert "Signature #2" not in told


@needs("pdfdetach")
def test_pdfdetach_gives_the_very_bytes_of_report_json(tmp_path):
    (tmp_path / "a.pdf").write_bytes(good())
    listed = subprocess.run(["pdfdetach", "-list", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "1: report.json" in listed.stdout
    subprocess.run(["pdfdetach", "-save", "1", "-o", "out.json", "a.pdf"], cwd=tmp_path, check=True)
    assert (tmp_path / "out.json").read_bytes() == canonical.pack(report())


def test_pyhanko_finds_nothing_to_object_to_either():
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import read_certification_data

    reader = PdfFileReader(io.BytesIO(good()), strict=True)
    certified = read_certification_data(reader)
    assert certified.permission.value == 1
    assert reader.embedded_signatures[0].sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_the_file_has_one_revision_one_table_and_one_end():
    data = seal()
    assert data.startswith(b"%PDF-1.7\n%")
    assert data.endswith(b"%%EOF\n")
    outside = re.sub(rb"stream\n.*?\nendstream", b"", data, flags=re.DOTALL)
    for word in (b"%%EOF", b"startxref", b"\nxref\n", b"trailer"):
        assert outside.count(word) == 1
    for word in (b"/ObjStm", b"/XRef", b"/Prop_Build", b"/Linearized", b"/Encrypt"):
        assert word not in outside
    assert b"/Prev" not in outside[outside.index(b"trailer") :]  # the outline's lines have one
    assert outside.count(b"%") == 4  # header, its binary line, %%EOF


def test_two_signings_differ_in_the_gap_alone():
    first, second = seal(), seal()
    start, end = hostile.gap(first)
    assert first[:start] + first[end:] == second[:start] + second[end:]
    assert first != second


def test_the_gap_is_capitals_and_zeros():
    start, end = hostile.gap(seal())
    assert re.fullmatch(rb"<[0-9A-F]+?0{8,}>", seal()[start:end])


def test_one_instant_stands_in_all_places_and_the_identity_comes_from_the_data():
    import hashlib

    found = scan(good())
    instant = b"D:20260924075000Z"
    information = entries(found.get(found.trailer["Info"]))
    signature = next(value for value in found.objects.values() if entries(value).get("Type") == "Sig")
    assert information["CreationDate"] == information["ModDate"] == signature["M"] == instant
    assert found.trailer["ID"] == [hashlib.sha256(canonical.pack(report())).digest()[:16]] * 2


@needs("pdftotext")
def test_the_stamp_says_who_when_and_who_issued_the_certificate(tmp_path):
    from app.report import pages

    (tmp_path / "a.pdf").write_bytes(good())
    left, _bottom, right, top = pages.SIGNATURE_BOX
    box = ["-x", str(left), "-y", str(842 - top), "-W", str(right - left), "-H", "90"]
    told = subprocess.run(
        ["pdftotext", "-f", "1", "-l", "1", *box, "a.pdf", "-"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "فرمانداری شوش" in told
    assert "گواهی این امضا را خود دستگاه صادر کرده است" in told
    assert all(word in told for word in ("پنج‌شنبه", "۲", "مهر", "۱۴۰۵", "۱۱:۲۰"))


def test_nothing_is_signed_that_the_verifier_would_not_read():
    with pytest.raises(BrokenError):
        sign.seal(hostile.base(), b'{"a": 1}', hostile.office(), hostile.MADE_AT)


def test_data_that_name_another_signer_are_not_signed():
    said = report() | {"signer": {"name": "x", "kind": "own", "fingerprint": "0" * 64, "vouched": []}}
    with pytest.raises(ValueError, match="another signer"):
        seal(said=said)


def test_a_report_of_another_agency_or_of_a_quarter_that_is_not_over_is_not_signed():
    for said, at in ((report(code="AHV-1"), hostile.MADE_AT), (report(), hostile.MADE_AT.replace(day=22, hour=8))):
        with pytest.raises(Refused):
            seal(said=said, at=at)


def test_data_with_a_key_that_the_format_does_not_have_are_not_signed():
    with pytest.raises(BrokenError):
        seal(said=report() | {"more": 1})


def test_a_key_that_is_not_the_certificates_own_signs_nothing():
    pair = signers.KeySigner(hostile.key(1), hostile.office().chain)
    with pytest.raises(Refused, match="does not belong"):
        seal(pair)


def test_a_signer_shows_no_key():
    assert "derive" not in repr(hostile.office())
    assert repr(hostile.office()) == "<OwnKeySigner>"


# PKCS#12


def p12(tmp_path, key=None, certificate=None, pin=b"1234", cas=None):
    path = tmp_path / "a.p12"
    encryption = serialization.BestAvailableEncryption(pin)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"a", key, certificate, cas, encryption))
    return path


def person(private=None, **given):
    private = private or hostile.key(2)
    return hostile.certificate(hostile.name("عدنان غزی"), private=private, **given)


def test_a_pkcs12_file_signs_and_its_report_verifies(tmp_path):
    signer = signers.Pkcs12Signer(p12(tmp_path, hostile.key(2), person()), "1234")
    assert signer.described()["kind"] == "pkcs12"
    data = hostile.sealed(report(signer), signer)
    assert hostile.judged(data, signer).ok


def test_a_pin_in_persian_digits_and_with_its_line_end_opens_too(tmp_path):
    path = p12(tmp_path, hostile.key(2), person())
    fingerprint = signers.KeySigner(hostile.key(2), (person(),)).described()["fingerprint"]
    assert signers.Pkcs12Signer(path, "۱۲۳۴\n").described()["fingerprint"] == fingerprint


def test_issuers_on_the_path_go_into_the_report_and_others_do_not(tmp_path):
    root = hostile.certificate(hostile.name("ریشه"), private=hostile.key(3), ca=True)
    stranger = hostile.certificate(hostile.name("بیگانه"), private=hostile.key(4))
    own = person(issuer=root, issuer_key=hostile.key(3))
    signer = signers.Pkcs12Signer(p12(tmp_path, hostile.key(2), own, cas=[stranger, root]), "1234")
    assert signer.chain == (own, root)


def test_a_wrong_pin_is_said(tmp_path):
    with pytest.raises(Refused, match="passphrase of the certificate file is not right") as refused:
        signers.Pkcs12Signer(p12(tmp_path, hostile.key(2), person()), "4321")
    assert refused.value.field == "pin"


def test_a_file_that_is_none_is_said(tmp_path):
    for content in (b"", b"hello", b"\x30\x03\x02\x01\x03", hostile.office().certificate_pem()):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(Refused, match=r"not a certificate file \(PKCS#12\)"):
            signers.Pkcs12Signer(tmp_path / "x", "1234")
    with pytest.raises(Unavailable):
        signers.Pkcs12Signer(tmp_path / "missing", "1234")


def test_a_missing_key_or_certificate_is_said(tmp_path):
    with pytest.raises(Refused, match="holds no key"):
        signers.Pkcs12Signer(p12(tmp_path, None, None, cas=[person()]), "1234")
    with pytest.raises(Refused, match="no certificate for it"):
        signers.Pkcs12Signer(p12(tmp_path, hostile.key(2), None, cas=[hostile.office().chain[0]]), "1234")


def test_an_expired_and_a_future_certificate_are_said(tmp_path):
    for begin, days, words in ((hostile.BEGIN, 30, "has expired"), (hostile.NOW, 30, "not valid yet")):
        signer = signers.Pkcs12Signer(p12(tmp_path, hostile.key(2), person(begin=begin, days=days)), "1234")
        with pytest.raises(Refused, match=words):
            signer.check(hostile.MADE_AT)


def test_a_certificate_for_other_uses_is_said(tmp_path):
    signer = signers.Pkcs12Signer(p12(tmp_path, hostile.key(2), person(key_usage=hostile.usage(signs=False))), "1234")
    with pytest.raises(Refused, match="not meant for signing"):
        signer.check(hostile.MADE_AT)
    authority = signers.KeySigner(hostile.key(), (hostile.certificate(ca=True),))
    with pytest.raises(Refused, match="not meant for signing"):
        authority.check(hostile.MADE_AT)


def test_keys_that_are_too_weak_or_of_another_kind_are_said(tmp_path):
    for key in (hostile.rsa_key(1024), ec.derive_private_key(10**40, ec.SECP256K1())):
        signer = signers.Pkcs12Signer(p12(tmp_path, key, person(key)), "1234")
        with pytest.raises(Refused, match="key of this kind"):
            signer.check(hostile.MADE_AT)
    other = dsa.generate_private_key(1024)
    with pytest.raises(Refused, match="holds no key that can sign"):
        signers.Pkcs12Signer(p12(tmp_path, other, person(other, issuer_key=hostile.key())), "1234")


def test_the_certificate_beside_the_report_is_the_signers():
    from cryptography import x509

    pem = hostile.office().certificate_pem()
    assert cms.der(x509.load_pem_x509_certificate(pem)) == cms.der(hostile.office().chain[0])
    assert hostile.office().chain[0].signature_hash_algorithm.name == hashes.SHA256.name


def test_a_signing_takes_no_longer_than_a_blink(undisturbed):
    import time

    seal()
    begun = time.process_time()
    seal()
    assert time.process_time() - begun < 0.5
