"""What another office would sign: bulletins and receipts by a made-up inspection office's key."""

from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization

from app.report import cms, signed_note
from app.report.signers import OwnKeySigner
from tests.app.report import hostile

CODE = "KHZ-INSPECTION"
NAME = "دفتر بازرسی استانداری"


@cache
def inspection(number: int = 20) -> OwnKeySigner:
    key = hostile.key(number)
    pkcs8 = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return OwnKeySigner(pkcs8, cms.der(hostile.certificate(hostile.name(NAME, CODE), private=key)))


def fingerprint(signer: OwnKeySigner) -> str:
    return signer.described()["fingerprint"]


def bulletin(
    number: int = 1,
    keys: tuple[tuple[str, str, str], ...] = (),
    revoked: tuple[tuple[str, str, str], ...] = (),
    signer: OwnKeySigner | None = None,
    **other: Any,
) -> bytes:
    said = {
        "number": number,
        "date": "2026-09-30",
        "keys": [dict(zip(("code", "fingerprint", "name"), one, strict=True)) for one in keys],
        "revoked": [dict(zip(("code", "fingerprint", "from"), one, strict=True)) for one in revoked],
        **other,
    }
    return signed_note.seal(signed_note.BULLETIN, said, signer or inspection())


def receipt(signer: OwnKeySigner | None = None, **said: Any) -> bytes:
    usual = {
        "digest": "1" * 64,
        "data_digest": "2" * 64,
        "code": "102168",
        "quarter": "1405-1",
        "amendment": 0,
        "received_at": "2026-07-01T08:00:00Z",
        "verdict": "confirmed",
        "receiver": NAME,
    }
    return signed_note.seal(signed_note.RECEIPT, {**usual, **said}, signer or inspection())
