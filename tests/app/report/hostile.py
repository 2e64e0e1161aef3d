"""Report files as a stranger, or the signer himself, might make them: right in everything but in one thing."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from app.report import canonical, cms, pages
from app.report.assemble import HEADER, Unsigned, assemble
from app.report.objects import object_written, written
from app.report.scan import entries, scan
from app.report.signers import KeySigner, OwnKeySigner
from app.report.trust import Trust
from app.report.verdict import Verdict
from app.report.verify import verify
from tests.app.report import example

BEGIN = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
MADE_AT = dt.datetime.fromisoformat(example.MADE_AT)
NOW = MADE_AT + dt.timedelta(days=1)
CODE = "KHZ-SHU-01"
GAP = re.compile(rb"/Contents (<[0-9A-Fa-f]{100,}>)")


@cache
def key(number: int = 0) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(10**40 + number, ec.SECP256R1())


@cache
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def name(common: str, code: str | None = None) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    return x509.Name([*parts, x509.NameAttribute(NameOID.SERIAL_NUMBER, code)] if code else parts)


def usage(*, signs: bool = True, also_certifies: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(signs, signs, not signs, False, False, also_certifies, False, False, False)


def certificate(
    subject: x509.Name | None = None,
    *,
    private: Any = None,
    issuer: x509.Certificate | None = None,
    issuer_key: Any = None,
    ca: bool | None = False,
    key_usage: x509.KeyUsage | None = None,
    critical: bool = True,
    begin: dt.datetime = BEGIN,
    days: int = 3650,
    more: x509.ExtensionType | None = None,
) -> x509.Certificate:
    """An office's own certificate, unless something else is said."""
    private = private or key()
    subject = subject or name("فرمانداری شوش", CODE)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(private.public_key())
        .serial_number(
            private.public_key().public_numbers().x % 2**150
            if isinstance(private, ec.EllipticCurvePrivateKey)
            else 4711
        )
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=days))
        .add_extension(key_usage or usage(), critical)
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca, None), critical)
    if more is not None:
        builder = builder.add_extension(more, True)
    return builder.sign(issuer_key or private, hashes.SHA256())


class Anyone(KeySigner):
    """A signer who does not ask whether his certificate may sign."""

    def check(self, now: dt.datetime) -> None:
        """All goes."""


@cache
def office() -> OwnKeySigner:
    pkcs8 = key().private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return OwnKeySigner(pkcs8, cms.der(certificate()))


def trust(signer: KeySigner | None = None) -> Trust:
    return Trust(frozenset({cms.der((signer or office()).chain[0])}))


def judged(data: bytes, signer: KeySigner | None = None, **other: Any) -> Verdict:
    return verify(data, **{"trusted": trust(signer), "now": NOW, **other})


def report(signer: KeySigner | None = None, **given: Any) -> dict[str, Any]:
    return example.report(3, **{"signer": (signer or office()).described(), **given})


@cache
def base() -> bytes:
    return pages.draw(report())


@cache
def good() -> bytes:
    """A report of three visits that passes all checks."""
    return sealed(report(), drawn=base())


def sealed(
    said: dict[str, Any] | bytes,
    signer: KeySigner | None = None,
    *,
    drawn: bytes | None = None,
    at: dt.datetime | None = None,
) -> bytes:
    """The file of these data, whatever they are; `drawn` gives pages of other data."""
    signer = signer or office()
    content = said if isinstance(said, bytes) else canonical.dumps(said)
    if drawn is None:
        drawn = pages.draw(said) if isinstance(said, dict) else base()
    if at is None:
        at = dt.datetime.fromisoformat(said["made_at"]) if isinstance(said, dict) else MADE_AT
    chain = tuple(cms.der(one) for one in signer.chain)
    told = (said.get("signer") if isinstance(said, dict) else None) or signer.described()
    kind = told["kind"] if told["kind"] in {"own", "pkcs12", "pkcs11"} else "own"
    unsigned = assemble(
        drawn, content, signer.chain[0], at, kind=kind, box=pages.SIGNATURE_BOX, room=cms.longest(chain)
    )
    return filled(unsigned, signer)


def filled(unsigned: Unsigned, signer: KeySigner | None = None) -> bytes:
    return unsigned.filled(signature(unsigned.signed, signer))


def signature(signed: bytes, signer: KeySigner | None = None) -> bytes:
    signer = signer or office()
    chain = tuple(cms.der(one) for one in signer.chain)
    digest = hashlib.sha256(signed).digest()
    return cms.build(cms.Parts(chain, digest, signer.sign(cms.to_sign(chain[0], digest))))


def gap(data: bytes) -> tuple[int, int]:
    """Where the gap lies, brackets included."""
    found = GAP.search(data)
    assert found
    return found.span(1)


def parts(data: bytes) -> cms.Parts:
    start, end = gap(data)
    return cms.parse(data[start + 1 : end - 1])


def with_gap(data: bytes, der: bytes) -> bytes:
    """The same file with other bytes in its gap."""
    start, end = gap(data)
    return Unsigned(data, start, end).filled(der)


def resigned(data: bytes) -> bytes:
    """What the signer does after changing bytes without moving any."""
    start, end = gap(data)
    return with_gap(data, signature(data[:start] + data[end:]))


@dataclass(frozen=True)
class Raw:
    """An object's bytes as they shall stand in the file."""

    data: bytes


class Rebuilt:
    """The good file's objects, to be changed and signed again with everything else in order."""

    def __init__(self, data: bytes | None = None) -> None:
        found = scan(data or good())
        self.objects: dict[int, Any] = dict(found.objects)
        self.trailer: dict[str, Any] = dict(found.trailer)
        self.signature = len(self.objects)
        self.value: dict[str, Any] = {
            key: item for key, item in self.objects[self.signature].items() if key not in {"Contents", "ByteRange"}
        }
        self.header = HEADER
        self.range = "[0 %d %d %d]"
        self.tail = b""
        self.contents = b"/Contents "

    @property
    def root(self) -> dict[str, Any]:
        return self.objects[self.trailer["Root"].number]

    def get(self, *path: str) -> Any:
        """A value by its way from the catalogue, references followed."""
        value: Any = self.root
        for step in path:
            value = value[int(step)] if isinstance(value, list) else entries(value)[step]
            value = self.objects[value.number] if hasattr(value, "number") else value
        return value

    def number(self, kind: str, subtype: str | None = None) -> int:
        """The first object of a type."""
        return next(
            number
            for number, value in self.objects.items()
            if entries(value).get("Type") == kind and subtype in {None, entries(value).get("Subtype")}
        )

    def add(self, value: Any) -> int:
        """A new object before the signature's, which stays the last."""
        self.objects[self.signature + 1] = value
        return self.signature + 1

    def unsigned(self, room: int = 1024) -> Unsigned:
        out, starts = bytearray(self.header), []
        for number, value in sorted(self.objects.items()):
            if number == self.signature:
                continue
            starts.append((number, len(out)))
            body = value.data if isinstance(value, Raw) else object_written(value)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        starts.append((self.signature, len(out)))
        out += b"%d 0 obj\n<<%s" % (self.signature, self.contents)
        start = len(out)
        end = start + 2 * room + 2
        out += b"<" + b"0" * (2 * room) + b">"
        length = 0
        while True:
            rest = self._rest(start, end, length, dict(starts))
            if len(rest) == length:
                return Unsigned(bytes(out + rest), start, end)
            length = len(rest)

    def _rest(self, start: int, end: int, length: int, starts: dict[int, int]) -> bytes:
        last = b" /ByteRange %s %s\nendobj\n" % (
            (self.range % (start, end, length)).encode(),
            written(self.value).removeprefix(b"<<"),
        )
        size = len(starts) + 1
        table = b"xref\n0 %d\n0000000000 65535 f \n" % size
        table += b"".join(b"%010d 00000 n \n" % starts[number] for number in range(1, size))
        trailer = written({**self.trailer, "Size": size})
        tail = b"%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (table, trailer, end + len(last))
        return last + tail + self.tail

    def signed(self) -> bytes:
        return filled(self.unsigned())
