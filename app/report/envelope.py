"""A file for its receiver only: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084).

The key goes to RSA receivers by RSAES-OAEP with SHA-256 (RFC 3560), to those on P-256 or P-384 by ephemeral ECDH with
SHA-256 and AES-256 key wrap (RFC 5753). `openssl cms -decrypt` opens it too. What others sent as EnvelopedData with
AES-CBC is read as well; nothing is let out before the tag, or the padding, was found right.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import Any

from asn1crypto import algos, cms, core, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric import padding as asymmetric
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.domain.errors import Refused
from app.domain.texts import _
from app.report.cms import register

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_KEY, _NONCE, _TAG = 32, 12, 16
_MOST_RECEIVERS = 16
_ECDH = "1.3.132.1.11.1"  # dhSinglePass-stdDH-sha256kdf-scheme
_WRAP = "2.16.840.1.101.3.4.1.45"  # id-aes256-wrap
_OAEP = asymmetric.OAEP(asymmetric.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class _GcmParameters(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    """RFC 5084, 3.2: what asn1crypto lacks."""

    _fields = [("nonce", core.OctetString), ("icv_length", core.Integer, {"default": 12})]  # noqa: RUF012


class _SharedInfo(core.Sequence):  # type: ignore[misc]
    """ECC-CMS-SharedInfo (RFC 5753, 7.2): the wrap, and the wrapping key's length in bits."""

    _fields = [  # noqa: RUF012
        ("key_info", algos.EncryptionAlgorithm),
        ("supplied_public_info", core.OctetString, {"explicit": 2}),
    ]


def seal(content: bytes, receivers: Iterable[x509.Certificate]) -> bytes:
    """The content for these receivers and nobody else, DER. Their certificates were looked at by `receivers.check`."""
    register()  # asn1crypto turns its table of kinds round once, and would know no time stamp after this
    key, nonce = os.urandom(_KEY), os.urandom(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, content, None)
    algorithm = {
        "algorithm": "aes256_gcm",
        "parameters": core.Any(_GcmParameters({"nonce": nonce, "icv_length": _TAG})),
    }
    enveloped = {
        "version": "v0",
        "recipient_infos": [_recipient(certificate, key) for certificate in receivers],
        "auth_encrypted_content_info": {
            "content_type": "data",
            "content_encryption_algorithm": algorithm,
            "encrypted_content": sealed[:-_TAG],
        },
        "mac": sealed[-_TAG:],
    }
    made: bytes = cms.ContentInfo({"content_type": "authenticated_enveloped_data", "content": enveloped}).dump()
    return made


def _recipient(certificate: x509.Certificate, key: bytes) -> cms.RecipientInfo:
    read = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    who = cms.IssuerAndSerialNumber({"issuer": read.issuer, "serial_number": read.serial_number})
    public = certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        sha256 = {"algorithm": "sha256"}
        oaep = {
            "algorithm": "rsaes_oaep",
            "parameters": {"hash_algorithm": sha256, "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": sha256}},
        }
        transported = {
            "version": "v0",
            "rid": cms.RecipientIdentifier("issuer_and_serial_number", who),
            "key_encryption_algorithm": oaep,
            "encrypted_key": public.encrypt(key, _OAEP),
        }
        return cms.RecipientInfo("ktri", transported)
    assert isinstance(public, ec.EllipticCurvePublicKey)
    ephemeral = ec.generate_private_key(public.curve)
    agreed = {
        "version": "v3",
        "originator": cms.OriginatorIdentifierOrKey("originator_key", _spki(ephemeral.public_key())),
        "key_encryption_algorithm": {"algorithm": _ECDH, "parameters": core.Any(_wrap())},
        "recipient_encrypted_keys": [
            {
                "rid": cms.KeyAgreementRecipientIdentifier("issuer_and_serial_number", who),
                "encrypted_key": aes_key_wrap(_wrapping(ephemeral, public), key),
            }
        ],
    }
    return cms.RecipientInfo("kari", agreed)


def _spki(public: ec.EllipticCurvePublicKey) -> keys.PublicKeyInfo:
    return keys.PublicKeyInfo.load(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _wrap() -> algos.EncryptionAlgorithm:
    return algos.EncryptionAlgorithm({"algorithm": _WRAP})


def _wrapping(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey) -> bytes:
    info = _SharedInfo({"key_info": _wrap(), "supplied_public_info": (8 * _KEY).to_bytes(4, "big")}).dump()
    return X963KDF(hashes.SHA256(), _KEY, info).derive(own.exchange(ec.ECDH(), other))


def open(data: bytes, key: Key) -> bytes:  # noqa: A001 - the other half of seal
    """The content, if it was encrypted for this key. Raises Refused: another receiver's, changed, or no such file."""
    try:
        info = cms.ContentInfo.load(data, strict=True)
        kind = info["content_type"].native
        if kind == "authenticated_enveloped_data":
            return _opened(info["content"], "auth_encrypted_content_info", key)
        if kind == "enveloped_data":
            return _opened(info["content"], "encrypted_content_info", key)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        pass
    raise Refused(_("This is no encrypted file (.p7m) that Didar can read, or it was damaged on its way."), "file")


def fingerprint(key: Key) -> str:
    """SHA-256 of the key's SubjectPublicKeyInfo, hex: as `receiver` of report.json names it."""
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(public).hexdigest()


def _opened(enveloped: Any, which: str, key: Key) -> bytes:
    content = enveloped[which]
    algorithm = content["content_encryption_algorithm"]
    name, sealed = algorithm["algorithm"].native, content["encrypted_content"].native
    recipients = enveloped["recipient_infos"]
    if len(recipients) > _MOST_RECEIVERS:
        raise ValueError("more receivers than any office has")
    is_ours = False
    for secret in _secrets(recipients, key):
        is_ours = True
        opened = _decrypted(name, algorithm["parameters"], secret, sealed, enveloped)
        if opened is not None:
            return opened
    if is_ours:
        raise Refused(_("The encrypted file was changed on its way, or is not for this key."), "file")
    raise Refused(_("The file was encrypted for another receiver; this key does not open it."), "key")


def _secrets(recipients: Any, key: Key) -> Iterator[bytes]:
    """What this key gets out of each receiver's part that it can be used on."""
    for recipient in recipients:
        chosen = recipient.chosen
        if recipient.name == "ktri" and isinstance(key, rsa.RSAPrivateKey):
            is_oaep = chosen["key_encryption_algorithm"]["algorithm"].native == "rsaes_oaep"
            scheme = _oaep(chosen["key_encryption_algorithm"]["parameters"]) if is_oaep else asymmetric.PKCS1v15()
            try:
                yield key.decrypt(chosen["encrypted_key"].native, scheme)
            except ValueError:  # another receiver's part
                continue
        elif recipient.name == "kari" and isinstance(key, ec.EllipticCurvePrivateKey):
            yield from _agreed(chosen, key)


def _oaep(parameters: Any) -> asymmetric.OAEP:
    digest = {"sha256": hashes.SHA256(), "sha1": hashes.SHA1(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}  # noqa: S303
    mask = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
    return asymmetric.OAEP(
        asymmetric.MGF1(digest[mask]), digest[parameters["hash_algorithm"]["algorithm"].native], None
    )


def _agreed(chosen: Any, key: ec.EllipticCurvePrivateKey) -> Iterator[bytes]:
    if chosen["key_encryption_algorithm"]["algorithm"].dotted != _ECDH or chosen["originator"].name != "originator_key":
        return
    point = chosen["originator"].chosen["public_key"].native
    try:
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(key.curve, point)
        wrapping = _wrapping(key, ephemeral)
    except ValueError:  # of another curve
        return
    for part in chosen["recipient_encrypted_keys"]:
        try:
            yield aes_key_unwrap(wrapping, part["encrypted_key"].native)
        except (InvalidUnwrap, ValueError):
            continue


def _decrypted(name: str, parameters: Any, secret: bytes, sealed: bytes, enveloped: Any) -> bytes | None:
    """The content, or None where this secret does not open it."""
    if 8 * len(secret) != {"aes128": 128, "aes192": 192, "aes256": 256}.get(name.partition("_")[0]):
        return None
    if name.endswith("_gcm"):
        given = _GcmParameters.load(parameters.dump())
        mac = enveloped["mac"].native
        if given["icv_length"].native != _TAG or len(mac) != _TAG or len(enveloped["auth_attrs"]):
            raise ValueError("another form than ours")
        try:
            return AESGCM(secret).decrypt(given["nonce"].native, sealed + mac, None)
        except InvalidTag:
            return None
    if not name.endswith("_cbc"):
        raise ValueError("another cipher")
    decryptor = Cipher(algorithms.AES(secret), modes.CBC(parameters.native)).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    try:
        return unpadder.update(decryptor.update(sealed) + decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        return None
