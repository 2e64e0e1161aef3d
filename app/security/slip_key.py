"""The desk's own key: P-256, by which each exit slip is signed, so that nobody can invent one (docs/visit-proofs.md).

Any secretary signs with it: it is sealed under a key made of the store's main key, not under the head's secret.
"""

import os

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain import canonical
from app.domain.errors import Refused
from app.domain.texts import _

PURPOSE = "slip-key"
"""For which the sealing key is made (Unlocked.key_for)."""

SIGNATURE = 64
"""Bytes: r, then s, and s the smaller of its two values, so that a slip has one signature only."""

_NONCE = 12
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def make() -> tuple[bytes, bytes]:
    """A new key: PKCS#8, never shown, and its SubjectPublicKeyInfo, both DER."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    key = ec.generate_private_key(ec.SECP256R1())
    return (
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    )


def seal(pkcs8: bytes, key: bytes | bytearray, store_id: str) -> bytes:
    """The private key under a key of 32 bytes (AES-256-GCM: nonce, then box), bound to this store."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, pkcs8, _bound_to(store_id))


def open(box: bytes, key: bytes | bytearray, store_id: str) -> bytes:  # noqa: A001 - the other half of seal
    """The private key, PKCS#8 DER. Raises Refused when the box is another store's, or damaged."""
    try:
        return AESGCM(key).decrypt(box[:_NONCE], box[_NONCE:], _bound_to(store_id))
    except (InvalidTag, ValueError):  # ValueError: a box too short to hold a nonce
        raise Refused(
            _("The desk's key does not open, so the exit slip can't be signed. Check the store, or restore a backup.")
        ) from None


def _bound_to(store_id: str) -> bytes:
    return canonical.dumps({"format": "didar-slip-key/1", "store": store_id})


def sign(pkcs8: bytes, message: bytes) -> bytes:
    """ECDSA by SHA-256 with a nonce made of key and message (RFC 6979): the same slip has the same signature."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    key = load_der_private_key(pkcs8, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("not the desk's kind of key")
    r, s = utils.decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
    return r.to_bytes(32, "big") + min(s, _ORDER - s).to_bytes(32, "big")


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the key of this SubjectPublicKeyInfo made this signature; never for the larger s."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    if len(signature) != SIGNATURE:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key = load_der_public_key(public)
    except (ValueError, UnsupportedAlgorithm):
        return False
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        return False
    if not 0 < r < _ORDER or not 0 < s <= _ORDER // 2:
        return False
    try:
        key.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
