import datetime as dt
import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID, NameOID

from app.domain.errors import Refused
from app.security import signing_key
from app.security.signing_key import fingerprint, make, seal, show_fingerprint
from tests.app.security.conftest import AGENCY

NOW = dt.datetime(2026, 9, 13, 9, 42, 7, 123456, tzinfo=dt.timezone(dt.timedelta(hours=3, minutes=30)))
SK = bytearray(b"k" * 32)
STORE = "00" * 16


@pytest.fixture(scope="module")
def made():
    return make("102168", AGENCY, "فرهاد بهرامی", NOW)


@pytest.fixture(scope="module")
def certificate(made):
    return x509.load_der_x509_certificate(made.certificate)


def test_the_certificate_is_of_the_key_and_of_itself(made, certificate):
    key = serialization.load_der_private_key(made.pkcs8, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert isinstance(key.curve, ec.SECP256R1)
    assert key.public_key() == certificate.public_key()
    assert certificate.issuer == certificate.subject
    certificate.verify_directly_issued_by(certificate)


def test_the_subject_names_the_agency_its_code_and_its_head(certificate):
    subject = {attribute.oid: attribute.value for attribute in certificate.subject}
    assert subject == {
        NameOID.COMMON_NAME: AGENCY,
        NameOID.SERIAL_NUMBER: "102168",
        NameOID.ORGANIZATION_NAME: AGENCY,
        NameOID.TITLE: "فرهاد بهرامی",
    }


def test_rule_14_v3_no_authority_signs_documents_only_at_most_ten_years(certificate):
    assert certificate.version is x509.Version.v3
    basic = certificate.extensions.get_extension_for_oid(ExtensionOID.BASIC_CONSTRAINTS)
    assert basic.critical
    assert basic.value == x509.BasicConstraints(ca=False, path_length=None)
    usage = certificate.extensions.get_extension_for_oid(ExtensionOID.KEY_USAGE)
    assert usage.critical
    said = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    assert [getattr(usage.value, use) for use in said] == [True, True, False, False, False]
    assert not usage.value.key_cert_sign
    assert not usage.value.crl_sign
    other = certificate.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME)
    assert not other.critical
    assert other.value == x509.SubjectAlternativeName([x509.DirectoryName(certificate.subject)])
    assert len(certificate.extensions) == 3
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    assert begins < NOW < ends
    assert ends <= begins.replace(year=begins.year + 10)


@pytest.mark.parametrize(
    ("name", "common_name"),
    [
        ("ن" * 32, "ن" * 32),
        ("ن" * 33, "ن" * 30 + "…"),
        ("ادارهٔ کل ثبت اسناد و املاک استان خوزستان", "ادارهٔ کل ثبت اسناد و املاک استان…"),
        ("a" * 61 + " bcd", "a" * 61 + "…"),
    ],
)
def test_a_long_name_is_cut_for_x509_and_whole_as_organization(name, common_name):
    made = make("1", name, "س", NOW)
    subject = x509.load_der_x509_certificate(made.certificate).subject
    assert subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == common_name
    assert subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == name


def test_two_keys_are_never_the_same(made):
    other = make("102168", AGENCY, "فرهاد بهرامی", NOW)
    assert other.pkcs8 != made.pkcs8
    assert fingerprint(other.certificate) != fingerprint(made.certificate)


def test_the_private_key_is_never_shown(made):
    assert repr(made.pkcs8) not in repr(made)


def test_what_is_sealed_opens_with_its_secret_in_its_store(made):
    box = seal(made.pkcs8, SK, STORE)
    assert signing_key.open(box, SK, STORE) == made.pkcs8
    assert made.pkcs8 not in box
    assert seal(made.pkcs8, SK, STORE) != box


@pytest.mark.parametrize(
    ("sk", "store", "change"),
    [
        (b"x" * 32, STORE, lambda box: box),
        (SK, "11" * 16, lambda box: box),
        (SK, STORE, lambda box: box[:20] + bytes([box[20] ^ 1]) + box[21:]),
        (SK, STORE, lambda box: box[:-1]),
        (SK, STORE, lambda _box: b"short"),
        (SK, STORE, lambda _box: b""),
    ],
)
def test_another_secret_store_or_box_is_refused(made, sk, store, change):
    box = change(seal(made.pkcs8, SK, STORE))
    with pytest.raises(Refused, match="کلید امضا"):
        signing_key.open(box, sk, store)


def test_the_fingerprint_is_of_the_public_key_alone(certificate, made):
    spki = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    digest = hashlib.sha256(spki).hexdigest()
    assert fingerprint(made.certificate) == digest
    assert show_fingerprint(digest) == " ".join(digest[at : at + 4] for at in range(0, 64, 4))
    assert show_fingerprint("0123456789ab") == "0123 4567 89ab"
