"""The one RFC 3161 time stamp that a signature may carry (PAdES B-T): checked, and in its one canonical form (rule 9).

A stamp is put on after signing, so no signature of the office covers it. Hence only that of it goes into a report which
the authority itself signed: the statement, the signed attributes, and its certificate, which those bind by its digest.
All else an authority may add (issuers, lists, more attributes) is left out, and the rest is written in one way.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from app.report import asn1, certificates
from app.report.broken import BrokenError

ROOM = 8 * 1024
"""Bytes that a gap has for a stamp."""
OFF = dt.timedelta(hours=24)
"""How far the office's clock and the authority's may be apart: further, one of them is wrong."""
_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


@dataclass(frozen=True)
class Stamp:
    """Who says since when the signature has been there. certificate: the authority's."""

    at: dt.datetime
    certificate: x509.Certificate

    @property
    def name(self) -> str:
        """The authority's: an attacker may have written it."""
        return certificates.common_name(self.certificate)


@dataclass(frozen=True)
class _Parts:
    """What a stamp says; `_build` makes its only bytes of it. attributes: the signed ones, as a SET."""

    info: bytes
    certificate: bytes
    attributes: bytes
    digest: str
    signature: bytes
    pss: bool


@contextmanager
def _readable() -> Iterator[None]:
    """asn1crypto says in each of these ways that bytes are not what their place asks for."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise BrokenError(9, "a time stamp that can't be read") from None


@_readable()
def canonical(token: bytes) -> bytes:
    """An authority's answer in the form that a report has. Raises BrokenError 9 when it has none."""
    parts = _parts(token)
    key = certificates.public_key(certificates.load(parts.certificate))
    if isinstance(key, ec.EllipticCurvePublicKey):
        from app.report.cms import low_s

        parts = replace(parts, signature=low_s(parts.signature, key))
    return _build(parts)


@_readable()
def read(token: bytes, signature: bytes) -> Stamp:
    """The stamp of this signature's value. Raises BrokenError 9 unless it holds, and these are its only bytes."""
    parts = _parts(token)
    if canonical(token) != token:
        raise BrokenError(9, "a time stamp in another encoding than the canonical one")
    certificate = certificates.load(parts.certificate)
    _may_stamp(certificate)
    _signed(parts, certificate)
    at = _said(parts.info, signature)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise BrokenError(9, "a time stamp outside its certificate's validity")
    return Stamp(at, certificate)


def is_plausible(stamp: Stamp, signed_at: dt.datetime) -> bool:
    """Whether the office's clock, when it signed, and the authority's were not a day apart."""
    return abs(stamp.at - signed_at) <= OFF


def _parts(token: bytes) -> _Parts:
    from asn1crypto import cms

    content = cms.ContentInfo.load(token, strict=True)
    data = content["content"]
    if content["content_type"].native != "signed_data" or len(data["signer_infos"]) != 1:
        raise BrokenError(9, "a time stamp of another kind")
    (info,) = data["signer_infos"]
    said = data["encap_content_info"]
    if said["content_type"].native != "tst_info":
        raise BrokenError(9, "a time stamp of another kind")
    attributes = asn1.value(0x31, info["signed_attrs"].contents)
    return _Parts(
        bytes(said["content"].contents or b""),
        _certificate(data, attributes),
        attributes,
        info["digest_algorithm"]["algorithm"].native,
        bytes(info["signature"].native),
        info["signature_algorithm"]["algorithm"].native == "rsassa_pss",
    )


def _certificate(data: Any, attributes: bytes) -> bytes:
    """The one certificate that the authority's signed attributes bind, by its digest (ESSCertID or ESSCertIDv2)."""
    bound = _bound(attributes)
    for choice in data["certificates"]:
        certificate = asn1.read_sequence(choice.chosen)
        if hashlib.new(bound[0], certificate).digest() == bound[1]:
            return certificate
    raise BrokenError(9, "a time stamp without its authority's certificate")


def _bound(attributes: bytes) -> tuple[str, bytes]:
    found = _attributes(attributes)
    for name in ("signing_certificate_v2", "signing_certificate"):
        if name in found:
            first = found[name]["certs"][0]
            digest = "sha1" if name == "signing_certificate" else first["hash_algorithm"]["algorithm"].native
            if digest not in {*_HASHES, "sha1"}:
                break
            return digest, bytes(first["cert_hash"].native)
    raise BrokenError(9, "a time stamp that names no certificate")


def _attributes(der: bytes) -> dict[str, Any]:
    """The signed attributes by name, each there once and with one value."""
    from asn1crypto import cms

    from app.report.cms import register

    register()
    found: dict[str, Any] = {}
    for attribute in cms.CMSAttributes.load(der, strict=True):
        name = attribute["type"].native
        if name in found or len(attribute["values"]) != 1:
            raise BrokenError(9, "an attribute of a time stamp given twice")
        found[name] = attribute["values"][0]
    return found


def _build(parts: _Parts) -> bytes:
    from asn1crypto import cms, core
    from asn1crypto import x509 as asn1_x509

    from app.report.cms import signed_data, signer_info

    signer = asn1_x509.Certificate.load(parts.certificate)
    digest = cms.DigestAlgorithm({"algorithm": parts.digest}).dump()
    attributes = cms.CMSAttributes.load(parts.attributes).contents
    info = signer_info(signer, digest, attributes, _algorithm(signer, parts), parts.signature)
    said = asn1.value(0xA0, core.OctetString(parts.info).dump())
    return signed_data(3, digest, asn1.sequence(cms.ContentType("tst_info").dump(), said), (parts.certificate,), info)


def _algorithm(signer: Any, parts: _Parts) -> dict[str, Any]:
    if signer.public_key.algorithm == "ec":
        return {"algorithm": f"{parts.digest}_ecdsa"}
    if not parts.pss:
        return {"algorithm": f"{parts.digest}_rsa"}
    mask = {"algorithm": "mgf1", "parameters": {"algorithm": parts.digest}}
    parameters = {
        "hash_algorithm": {"algorithm": parts.digest},
        "mask_gen_algorithm": mask,
        "salt_length": _HASHES[parts.digest]().digest_size,
    }
    return {"algorithm": "rsassa_pss", "parameters": parameters}


def _may_stamp(certificate: x509.Certificate) -> None:
    """RFC 3161, 2.3: extended key usage of time stamps alone, and critical."""
    if not certificates.stamps_only(certificate):
        raise BrokenError(9, "a time stamp by a certificate that is for something else")


def _signed(parts: _Parts, certificate: x509.Certificate) -> None:
    found = _attributes(parts.attributes)
    if parts.digest not in _HASHES:
        raise BrokenError(9, "a time stamp by another digest")
    digest = hashlib.new(parts.digest, parts.info).digest()
    if "content_type" not in found or found["content_type"].native != "tst_info":
        raise BrokenError(9, "a time stamp that signs something else")
    if "message_digest" not in found or found["message_digest"].native != digest:
        raise BrokenError(9, "a time stamp of another statement")
    protected = found.get("cms_algorithm_protection")
    if protected is not None and protected["digest_algorithm"]["algorithm"].native != parts.digest:
        raise BrokenError(9, "a time stamp by another digest")
    key, algorithm = certificates.public_key(certificate), _HASHES[parts.digest]()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(parts.signature, parts.attributes, ec.ECDSA(algorithm))
        elif len(parts.signature) != key.key_size // 8:
            raise BrokenError(9, "a time stamp's signature of another length")
        elif parts.pss:
            pss = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
            key.verify(parts.signature, parts.attributes, pss, algorithm)
        else:
            key.verify(parts.signature, parts.attributes, padding.PKCS1v15(), algorithm)
    except InvalidSignature:
        raise BrokenError(9, "a time stamp that its authority did not sign") from None


def _said(info: bytes, signature: bytes) -> dt.datetime:
    """The instant of a statement about the SHA-256 of this signature's value."""
    from asn1crypto import tsp

    told = tsp.TSTInfo.load(info, strict=True)
    imprint = told["message_imprint"]
    about = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
    version, at = told["version"].native, told["gen_time"].native
    if version != "v1" or about != ("sha256", hashlib.sha256(signature).digest()):
        raise BrokenError(9, "a time stamp of another signature")
    if not isinstance(at, dt.datetime) or at.tzinfo is None:
        raise BrokenError(9, "a time stamp without its time")
    return at.astimezone(dt.UTC)
