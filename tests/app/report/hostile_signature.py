"""More bad signatures and signers: one file for each single check of rules 6 to 10 and 13 to 15."""

import hashlib
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from app.report import cms
from app.report.objects import Name, Ref
from tests.app.report import hostile
from tests.app.report.hostile import Rebuilt, good, report, sealed
from tests.app.report.hostile_data import by
from tests.app.report.hostile_files import bad, rebuilt

# the dictionary


@bad(6)
def a_time_stamp_of_the_document() -> bytes:
    return rebuilt(lambda file: file.value.update(Type=Name("DocTimeStamp")))


@bad(6)
def a_second_signature_inside_another_object() -> bytes:
    return rebuilt(lambda file: file.root.update(Extensions={"X": {"Type": Name("Sig")}}))


@bad(6)
def a_field_inside_another_object() -> bytes:
    return rebuilt(lambda file: file.root.update(ViewerPreferences={"X": [{"FT": Name("Sig")}]}))


@bad(6)
def a_field_that_locks_others() -> bytes:
    return rebuilt(lambda file: file.get("AcroForm", "Fields", "0").update(Lock={"Action": Name("All")}))


@bad(6)
def a_field_with_children() -> bytes:
    return rebuilt(lambda file: file.get("AcroForm", "Fields", "0").update(Kids=[]))


@bad(6)
def a_form_that_may_be_filled() -> bytes:
    return rebuilt(lambda file: file.root["AcroForm"].update(SigFlags=1))


@bad(6)
def a_form_with_values_to_be_drawn_anew() -> bytes:
    return rebuilt(lambda file: file.root["AcroForm"].update(NeedAppearances=True))


@bad(6)
def a_field_outside_the_form() -> bytes:
    return rebuilt(lambda file: file.root.update(ViewerPreferences=Ref(file.add({"FT": Name("Tx")}))))


@bad(6)
def no_permissions() -> bytes:
    return rebuilt(lambda file: file.root.pop("Perms"))


@bad(6)
def a_transform_of_another_kind() -> bytes:
    return rebuilt(lambda file: file.value["Reference"][0].update(TransformMethod=Name("Identity")))


@bad(6)
def a_digest_of_the_transform() -> bytes:
    return rebuilt(lambda file: file.value["Reference"][0].update(DigestValue=b"x"))


@bad(6)
def a_time_without_its_zone() -> bytes:
    return rebuilt(lambda file: file.value.update(M=b"D:20260924112000+03'30'"))


@bad(6)
def a_time_that_is_none() -> bytes:
    return rebuilt(lambda file: file.value.update(M=b"D:20261324112000Z"))


@bad(7)
def a_gap_that_is_no_hex() -> bytes:
    start, end = hostile.gap(good())
    return b"".join((good()[:start], b"(", good()[start + 1 : end - 1], b")", good()[end:]))


@bad(7)
def a_second_range_in_words() -> bytes:
    return rebuilt(lambda file: file.root.update(ViewerPreferences={"ByteRange": [0, 1, 2, 3]}))


@bad(7)
def a_range_that_ends_before_the_file() -> bytes:
    file = Rebuilt()
    unsigned = file.unsigned()
    length = len(unsigned.data) - unsigned.end
    data = unsigned.data.replace(b" %d]" % length, b" %d]" % (length - 1), 1)
    return hostile.with_gap(data, hostile.signature(data[: unsigned.start] + data[unsigned.end : -1]))


# the gap


@bad(8)
def a_gap_beyond_the_limit() -> bytes:
    return hostile.filled(Rebuilt().unsigned(room=65 * 1024))


@bad(8)
def a_length_that_never_ends() -> bytes:
    der = cms.build(hostile.parts(good()))
    return hostile.with_gap(good(), b"\x30\x80" + der[4:] + b"\0\0")


@bad(8)
def a_length_beyond_the_gap() -> bytes:
    der = cms.build(hostile.parts(good()))
    return hostile.with_gap(good(), b"\x30\x82\xff\xff" + der[4:])


@bad(8)
def a_short_length_in_two_bytes() -> bytes:
    return hostile.with_gap(good(), b"\x30\x82\x00\x05" + bytes(5))


# CMS in another form, signed where that is needed


def remade(change: Any) -> bytes:
    from asn1crypto import cms as asn1

    content = asn1.ContentInfo.load(cms.build(hostile.parts(good())))
    change(content["content"])
    return hostile.with_gap(good(), content.dump(force=True))


@bad(9)
def no_signed_data() -> bytes:
    from asn1crypto import cms as asn1

    return hostile.with_gap(good(), asn1.ContentInfo({"content_type": "data", "content": bytes(300)}).dump())


@bad(9)
def a_newer_version() -> bytes:
    return remade(lambda data: data.__setitem__("version", "v3"))


@bad(9)
def nobody_who_signs() -> bytes:
    return remade(lambda data: data.__setitem__("signer_infos", []))


@bad(9)
def no_certificate() -> bytes:
    return remade(lambda data: data.__setitem__("certificates", []))


@bad(9)
def a_revocation_list_beside_it() -> bytes:
    return remade(lambda data: data.__setitem__("crls", []))


@bad(9)
def the_content_inside() -> bytes:
    return remade(lambda data: data["encap_content_info"].__setitem__("content", b"x"))


@bad(9)
def a_second_digest_algorithm() -> bytes:
    return remade(
        lambda data: data.__setitem__("digest_algorithms", [{"algorithm": "sha256"}, {"algorithm": "sha512"}])
    )


@bad(9)
def a_digest_of_another_length() -> bytes:
    parts = hostile.parts(good())
    return hostile.with_gap(good(), cms.build(cms.Parts(parts.chain, parts.digest[:20], parts.signature)))


@bad(9)
def a_time_among_the_signed_attributes() -> bytes:
    """What the signer himself can do: the signature holds, the form is another one."""
    from asn1crypto import cms as asn1
    from asn1crypto import core

    parts = hostile.parts(good())
    attributes = cms.signed_attributes(parts.chain[0], parts.digest)
    attributes.append(asn1.CMSAttribute({"type": "signing_time", "values": [core.UTCTime(hostile.MADE_AT)]}))
    value = hostile.office().sign(attributes.dump(force=True))

    def change(data: Any) -> None:
        data["signer_infos"][0]["signed_attrs"] = attributes
        data["signer_infos"][0]["signature"] = value

    return remade(change)


@bad(9)
def a_certificate_that_can_be_read_in_two_ways() -> bytes:
    """The same certificate with its first length in the long form: its bytes are another's."""
    der = cms.build(hostile.parts(good()))
    assert der.count(cms.der(hostile.office().chain[0])) == 1
    return hostile.with_gap(good(), der.replace(b"\x02\x01\x01\x31", b"\x02\x01\x03\x31", 1))


def signed_by(key: Any, *, der: bytes | None = None, **given: Any) -> bytes:
    """The gap with the certificate of another key, and its signature or the given one."""
    signer = hostile.Anyone(key, (hostile.certificate(private=key),))
    unsigned = Rebuilt().unsigned(room=2048)
    chain = (cms.der(signer.chain[0]),)
    digest = hashlib.sha256(unsigned.signed).digest()
    message = cms.to_sign(chain[0], digest)
    return unsigned.filled(cms.build(cms.Parts(chain, digest, der or signer.sign(message), **given)))


@bad(10)
def a_curve_that_reports_do_not_have() -> bytes:
    key = ec.derive_private_key(10**60, ec.SECP521R1())
    return signed_by(key, der=key.sign(b"", ec.ECDSA(hashes.SHA256())))


@bad(10)
def an_rsa_signature_of_another_length() -> bytes:
    return signed_by(hostile.rsa_key(2048), der=bytes(255))


@bad(10)
def an_ecdsa_signature_that_is_none() -> bytes:
    return signed_by(hostile.key(), der=bytes(70))


@bad(10)
def an_ecdsa_signature_with_room_to_spare() -> bytes:
    r, s = utils.decode_dss_signature(hostile.parts(good()).signature)
    value = utils.encode_dss_signature(r, s)
    return signed_by(hostile.key(), der=value + b"\0")


# who


@bad(13)
def data_that_name_nobody() -> bytes:
    return sealed(report() | {"signer": None})


@bad(13)
def data_that_name_another_person() -> bytes:
    return sealed(report() | {"signer": {**hostile.office().described(), "name": "عدنان غزی"}})


@bad(13)
def an_own_certificate_that_passes_for_a_bought_one() -> bytes:
    return sealed(report() | {"signer": {**hostile.office().described(), "kind": "pkcs12"}})


@bad(14)
def another_certificate_beside_the_own_one() -> bytes:
    own = hostile.office().chain[0]
    other = hostile.certificate(private=hostile.key(5))
    return by(hostile.Anyone(hostile.key(), (own, other)))


@bad(14)
def a_bought_certificate_that_may_not_sign() -> bytes:
    subject = hostile.name("عدنان غزی")
    return by(
        hostile.Anyone(
            hostile.key(2),
            (hostile.certificate(subject, private=hostile.key(2), key_usage=hostile.usage(signs=False)),),
        )
    )


@bad(14)
def a_certificate_of_the_first_version() -> bytes:
    return by(hostile.Anyone(hostile.key(), (of_the_first_version(hostile.office().chain[0]),)))


def of_the_first_version(certificate: x509.Certificate) -> x509.Certificate:
    """The same without version and extensions, signed again."""
    from asn1crypto import x509 as asn1

    old = asn1.Certificate.load(cms.der(certificate))
    tbs = old["tbs_certificate"].copy()
    tbs["version"], tbs["extensions"] = "v1", None
    value = hostile.key().sign(tbs.dump(force=True), ec.ECDSA(hashes.SHA256()))
    made = asn1.Certificate(
        {"tbs_certificate": tbs, "signature_algorithm": old["signature_algorithm"], "signature_value": value}
    )
    return x509.load_der_x509_certificate(made.dump(force=True))


@bad(14)
def a_certificate_with_one_extension_twice() -> bytes:
    from asn1crypto import x509 as asn1

    old = asn1.Certificate.load(cms.der(hostile.office().chain[0]))
    tbs = old["tbs_certificate"].copy()
    tbs["extensions"].append(tbs["extensions"][0])
    value = hostile.key().sign(tbs.dump(force=True), ec.ECDSA(hashes.SHA256()))
    made = asn1.Certificate(
        {"tbs_certificate": tbs, "signature_algorithm": old["signature_algorithm"], "signature_value": value}
    )
    return by(hostile.Anyone(hostile.key(), (x509.load_der_x509_certificate(made.dump(force=True)),)))


@bad(14)
def an_own_certificate_with_a_weak_digest() -> bytes:
    """Its name for the kind of its own signature says SHA-1."""
    from asn1crypto import x509 as asn1

    old = asn1.Certificate.load(cms.der(hostile.office().chain[0]))
    weak = {"algorithm": "sha1_ecdsa"}
    tbs = old["tbs_certificate"].copy()
    tbs["signature"] = weak
    value = hostile.key().sign(tbs.dump(force=True), ec.ECDSA(hashes.SHA1()))
    made = asn1.Certificate({"tbs_certificate": tbs, "signature_algorithm": weak, "signature_value": value})
    return by(hostile.Anyone(hostile.key(), (x509.load_der_x509_certificate(made.dump(force=True)),)))


@bad(15)
def signed_before_the_certificate_was_valid() -> bytes:
    return by(hostile.Anyone(hostile.key(), (hostile.certificate(begin=hostile.MADE_AT.replace(month=10)),)))
