"""The signature's own bytes in their one canonical form (rules 8 to 11).

The gap lies outside what is signed. So it is not merely read: it is built anew from the parts that mean something,
and compared byte by byte. Signing and verifying use the same `build`.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding

from app.report import asn1, certificates, limits, timestamps
from app.report.broken import BrokenError

_GAP = re.compile(rb"[0-9A-F]+")
ORDERS = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
}


@dataclass(frozen=True)
class Parts:
    """What a signature says: all else in its bytes follows from this.

    chain: the signer's certificate first, then its issuers, DER. digest: SHA-256 of the signed ranges.
    pss: RSA-PSS in place of PKCS#1 v1.5; False for ECDSA. stamp: an RFC 3161 time stamp of the signature, DER.
    """

    chain: tuple[bytes, ...]
    digest: bytes
    signature: bytes
    pss: bool = False
    stamp: bytes | None = None


def signed_attributes(certificate: bytes, digest: bytes) -> Any:
    """Content type, message digest and signing-certificate-v2 (ETSI EN 319 142-1, 6.3); the DER of it is signed."""
    from asn1crypto import cms, tsp

    register()
    certificate_id = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate).digest()})
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [digest]}),
            cms.CMSAttribute(
                {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [certificate_id]})]}
            ),
        ]
    )


def to_sign(certificate: bytes, digest: bytes) -> bytes:
    """The DER of the signed attributes: what the key signs, by SHA-256."""
    attributes: bytes = signed_attributes(certificate, digest).dump()
    return attributes


def build(parts: Parts) -> bytes:
    """The DER of the whole signature, version 1, SHA-256, no content; of unsigned attributes at most a time stamp."""
    from asn1crypto import cms
    from asn1crypto import x509 as asn1_x509

    signer = asn1_x509.Certificate.load(parts.chain[0])
    sha256 = cms.DigestAlgorithm({"algorithm": "sha256"}).dump()
    attributes = signed_attributes(parts.chain[0], parts.digest).contents
    unsigned = []
    if parts.stamp is not None:
        stamp = cms.CMSAttributeType("signature_time_stamp_token").dump()
        unsigned.append(asn1.set_of(asn1.sequence(stamp, asn1.set_of(parts.stamp)), tag=0xA1))
    info = signer_info(signer, sha256, attributes, _algorithm(signer, pss=parts.pss), parts.signature, *unsigned)
    content = asn1.sequence(cms.ContentType("data").dump())
    return signed_data(1, sha256, content, parts.chain, info)


def signer_info(
    signer: Any, digest: bytes, attributes: bytes, algorithm: dict[str, Any], signature: bytes, *unsigned: bytes
) -> bytes:
    """A SignerInfo (RFC 5652, 5.3), DER. digest: its algorithm, DER. attributes: the signed ones, one after another."""
    from asn1crypto import cms, core

    return asn1.sequence(
        core.Integer(1).dump(),
        asn1.sequence(asn1.read_sequence(signer.issuer), core.Integer(signer.serial_number).dump()),
        digest,
        asn1.value(0xA0, attributes),
        cms.SignedDigestAlgorithm(algorithm).dump(),
        core.OctetString(signature).dump(),
        *unsigned,
    )


def signed_data(version: int, digest: bytes, content: bytes, chain: Iterable[bytes], info: bytes) -> bytes:
    """SignedData of one signer in its ContentInfo (RFC 5652, 3 and 5.1), DER."""
    from asn1crypto import cms, core

    data = asn1.sequence(
        core.Integer(version).dump(), asn1.set_of(digest), content, asn1.set_of(*chain, tag=0xA0), asn1.set_of(info)
    )
    return asn1.sequence(cms.ContentType("signed_data").dump(), asn1.value(0xA0, data))


def _algorithm(signer: Any, *, pss: bool) -> dict[str, Any]:
    if signer.public_key.algorithm == "ec":
        return {"algorithm": "sha256_ecdsa"}
    if not pss:
        return {"algorithm": "sha256_rsa"}
    mask = {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}}
    parameters = {"hash_algorithm": {"algorithm": "sha256"}, "mask_gen_algorithm": mask, "salt_length": 32}
    return {"algorithm": "rsassa_pss", "parameters": parameters}


@cache
def register() -> None:
    """asn1crypto knows signing-certificate-v2, but not as a CMS attribute's type."""
    from asn1crypto import cms, tsp

    class _Certificates(cms.SetOf):  # type: ignore[misc]
        _child_spec = tsp.SigningCertificateV2

    cms.CMSAttributeType._map.setdefault("1.2.840.113549.1.9.16.2.47", "signing_certificate_v2")  # noqa: SLF001
    cms.CMSAttribute._oid_specs.setdefault("signing_certificate_v2", _Certificates)  # noqa: SLF001


def low_s(signature: bytes, key: ec.EllipticCurvePublicKey) -> bytes:
    """The same ECDSA signature with the smaller of its two values of s, DER."""
    r, s = utils.decode_dss_signature(signature)
    order = ORDERS[key.curve.name]
    return utils.encode_dss_signature(r, min(s, order - s))


def longest(chain: tuple[bytes, ...], *, more: int = 0) -> int:
    """Bytes of the longest signature that such a chain can give, rounded up to 512: the room that the gap has.

    more: for a time stamp that may come.
    """
    key = certificates.public_key(certificates.load(chain[0]))
    size = 2 * (key.curve.key_size // 8) + 8 if isinstance(key, ec.EllipticCurvePublicKey) else key.key_size // 8
    return -(-(len(build(Parts(chain, bytes(32), bytes(size)))) + more) // 512) * 512


def parse(gap: bytes) -> Parts:
    """The parts of a gap's hex digits. Raises BrokenError 8, 9 or 10 unless these are its only possible bytes."""
    if not _GAP.fullmatch(gap) or len(gap) % 2:
        raise BrokenError(8, "not capital hex digits of even number")
    if len(gap) > 2 * limits.CMS:
        raise BrokenError(8, "a gap too long")
    given, rest = first_value(bytes.fromhex(gap.decode()))
    if rest.strip(b"\0"):
        raise BrokenError(8, "something in the padding")
    parts = _read(given)
    try:
        canonical = build(parts)
    except (ValueError, TypeError, KeyError):
        raise BrokenError(9, "a certificate that can't be read") from None
    if canonical != given:
        raise BrokenError(9, "another encoding than the canonical one")
    _check_signature_form(parts)
    return parts


def first_value(data: bytes) -> tuple[bytes, bytes]:
    """A DER SEQUENCE and what lies behind it; indefinite and over-long lengths are refused."""
    if len(data) < 4 or data[0] != 0x30 or data[1] not in {0x81, 0x82}:
        raise BrokenError(8, "not DER")
    octets = data[1] & 0x7F
    length = int.from_bytes(data[2 : 2 + octets])
    if length < (0x80, 0x100)[octets - 1] or 2 + octets + length > len(data):
        raise BrokenError(8, "a length that is not DER")
    end = 2 + octets + length
    return data[:end], data[end:]


def _read(given: bytes) -> Parts:
    """The meaningful parts, taken without judging the form: `build` does that."""
    from asn1crypto import cms

    register()
    try:
        content = cms.ContentInfo.load(given, strict=True)
        if content["content_type"].native != "signed_data":
            raise BrokenError(9, "not signed data")
        data = content["content"]
        if len(data["signer_infos"]) != 1:
            raise BrokenError(9, "not one signer")
        info = data["signer_infos"][0]
        found = {attribute["type"].native: attribute["values"] for attribute in info["signed_attrs"]}
        bag = [_Held.of(choice.chosen) for choice in data["certificates"]]
        sid = info["sid"].chosen
        issuer, serial = asn1.read_sequence(sid["issuer"]), sid["serial_number"].native
        digest, signature = found["message_digest"][0].native, info["signature"].native
        pss = info["signature_algorithm"]["algorithm"].native == "rsassa_pss"
        stamp = _stamp(info["unsigned_attrs"])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        # asn1crypto says so in each of these ways when bytes are not what their place asks for
        raise BrokenError(9, "not a CMS signature") from None
    if not isinstance(digest, bytes) or len(digest) != 32 or not isinstance(signature, bytes):
        raise BrokenError(9, "no digest or no signature")
    return Parts(_path(bag, issuer, serial), digest, signature, pss, stamp)


def _stamp(attributes: Any) -> bytes | None:
    """The time stamp's DER, where there is one; what else is there shows in the comparison."""
    if not attributes:
        return None
    (attribute,) = attributes
    (value,) = attribute["values"]
    return asn1.read_sequence(value)


@dataclass(frozen=True)
class _Held:
    """A certificate in the signature's bag: its DER, and the names and number that say whose it is."""

    der: bytes
    subject: bytes
    issuer: bytes
    serial: int

    @classmethod
    def of(cls, certificate: Any) -> "_Held":
        whole, subject, issuer = map(asn1.read_sequence, (certificate, certificate.subject, certificate.issuer))
        return cls(whole, subject, issuer, certificate.serial_number)


def _path(bag: list[_Held], issuer: bytes, serial: int) -> tuple[bytes, ...]:
    """Signer's certificate, its issuer, and so on: all of the bag, each needed."""
    if not 1 <= len(bag) <= limits.CERTIFICATES:
        raise BrokenError(9, "no certificate, or too many")
    path = [held for held in bag if (held.issuer, held.serial) == (issuer, serial)]
    if len(path) != 1 or len(set(bag)) != len(bag):
        raise BrokenError(9, "the signer's certificate is not there once")
    while len(path) < len(bag):
        above = [held for held in bag if held not in path and held.subject == path[-1].issuer]
        if len(above) != 1:
            raise BrokenError(9, "a certificate that is on no path")
        path.append(above[0])
    return tuple(held.der for held in path)


def _check_signature_form(parts: Parts) -> None:
    key = certificates.public_key(certificates.load(parts.chain[0]))
    if not isinstance(key, ec.EllipticCurvePublicKey):
        if len(parts.signature) != key.key_size // 8:
            raise BrokenError(10, "an RSA signature of another length")
        return
    try:
        lower = low_s(parts.signature, key)
    except ValueError:
        raise BrokenError(10, "no ECDSA signature") from None
    if parts.pss or lower != parts.signature:
        raise BrokenError(10, "the larger of the two values of s")


def check(parts: Parts, signed: bytes) -> timestamps.Stamp | None:
    """The cryptography: the digest of what is signed, and the signature on the attributes; then its time stamp.

    Raises BrokenError 11, or 9 for a time stamp that is not this signature's.
    """
    if hashlib.sha256(signed).digest() != parts.digest:
        raise BrokenError(11, "the digest of the signed bytes is another")
    if not holds(
        certificates.load(parts.chain[0]), parts.signature, to_sign(parts.chain[0], parts.digest), pss=parts.pss
    ):
        raise BrokenError(11, "the signature does not hold")
    return None if parts.stamp is None else timestamps.read(parts.stamp, parts.signature)


def holds(certificate: x509.Certificate, signature: bytes, message: bytes, *, pss: bool) -> bool:
    """Whether the certificate's key made this signature, by SHA-256."""
    return signed_by(certificates.public_key(certificate), signature, message, pss=pss)


def signed_by(
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, signature: bytes, message: bytes, *, pss: bool = False
) -> bool:
    """Whether this key made the signature, by SHA-256."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        elif pss:
            key.verify(signature, message, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
        else:
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
