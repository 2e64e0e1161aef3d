"""A time stamp authority of the tests' own: an HTTP server on this machine, and the tokens that it makes."""

import datetime as dt
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.report import cms
from tests.app.report import hostile

AT = hostile.MADE_AT + dt.timedelta(seconds=20)


def certificate(key: Any = None, **given: Any) -> x509.Certificate:
    return _certificate(key or hostile.key(40), **given)


@cache
def _certificate(key: Any, *, critical: bool = True, uses: tuple[Any, ...] = (), **given: Any) -> x509.Certificate:
    subject, issuer = hostile.name("مرجع مهر زمان"), given.pop("issuer", None)
    begin = given.pop("begin", hostile.BEGIN)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(4712)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=given.pop("days", 3650)))
        .add_extension(x509.ExtendedKeyUsage(uses or (ExtendedKeyUsageOID.TIME_STAMPING,)), critical)
    )
    return builder.sign(given.pop("issuer_key", key), hashes.SHA256())


@dataclass(frozen=True)
class Authority:
    """Makes tokens; `change` may spoil a TSTInfo before it is signed."""

    key: Any = field(default_factory=lambda: hostile.key(40))
    certificate: x509.Certificate | None = None
    others: tuple[x509.Certificate, ...] = ()
    digest: str = "sha256"
    at: dt.datetime = AT
    old_id: bool = False
    pss: bool = False
    change: Callable[[dict[str, Any]], None] = lambda _info: None

    @property
    def own(self) -> x509.Certificate:
        return self.certificate or certificate(self.key)

    def token(self, imprint: bytes, nonce: int | None = 7) -> bytes:
        """As OpenSSL's authority makes it: all certificates inside, as many attributes as it likes."""
        from asn1crypto import algos, core, tsp
        from asn1crypto import cms as asn1
        from asn1crypto import x509 as asn1_x509

        cms.register()
        said: dict[str, Any] = {
            "version": "v1",
            "policy": "1.2.3.4.1",
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": imprint},
            "serial_number": 99,
            "gen_time": self.at,
            "nonce": nonce,
        }
        self.change(said)
        info = tsp.TSTInfo(said).dump()
        der = cms.der(self.own)
        if self.old_id:
            bound = (
                "signing_certificate",
                tsp.SigningCertificate({"certs": [{"cert_hash": hashlib.sha1(der).digest()}]}),
            )
        else:
            bound = (
                "signing_certificate_v2",
                tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(der).digest()}]}),
            )
        attributes = asn1.CMSAttributes(
            [
                asn1.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                asn1.CMSAttribute({"type": "signing_time", "values": [core.UTCTime(self.at)]}),
                asn1.CMSAttribute({"type": "message_digest", "values": [hashlib.new(self.digest, info).digest()]}),
                asn1.CMSAttribute({"type": bound[0], "values": [bound[1]]}),
            ]
        )
        loaded = asn1_x509.Certificate.load(der)
        is_ec = isinstance(self.key, ec.EllipticCurvePrivateKey)
        signer = {
            "version": "v1",
            "sid": asn1.SignerIdentifier(
                name="issuer_and_serial_number",
                value=asn1.IssuerAndSerialNumber({"issuer": loaded.issuer, "serial_number": loaded.serial_number}),
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": self.digest}),
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": f"{self.digest}_ecdsa" if is_ec else "rsassa_pkcs1v15"},
            "signature": self.sign(attributes.dump()),
        }
        if self.pss:
            hashed = {"algorithm": self.digest}
            mask = {"algorithm": "mgf1", "parameters": hashed}
            length = hashlib.new(self.digest).digest_size
            given = {"hash_algorithm": hashed, "mask_gen_algorithm": mask, "salt_length": length}
            signer["signature_algorithm"] = {"algorithm": "rsassa_pss", "parameters": given}
        bag = [asn1_x509.Certificate.load(cms.der(one)) for one in (*self.others, self.own)]
        data = asn1.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [{"algorithm": self.digest}],
                "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(info)},
                "certificates": [asn1.CertificateChoices(name="certificate", value=one) for one in bag],
                "signer_infos": [asn1.SignerInfo(signer)],
            }
        )
        return asn1.ContentInfo({"content_type": "signed_data", "content": data}).dump()

    def sign(self, message: bytes) -> bytes:
        algorithm = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[self.digest]
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(message, ec.ECDSA(algorithm))
        way = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size) if self.pss else padding.PKCS1v15()
        return self.key.sign(message, way, algorithm)

    def answer(self, request: bytes) -> bytes:
        from asn1crypto import cms as asn1
        from asn1crypto import tsp

        asked = tsp.TimeStampReq.load(request, strict=True)
        assert asked["cert_req"].native
        token = self.token(asked["message_imprint"]["hashed_message"].native, asked["nonce"].native)
        response = {"status": {"status": "granted"}, "time_stamp_token": asn1.ContentInfo.load(token)}
        return tsp.TimeStampResp(response).dump()


@contextmanager
def served(answer: Callable[[bytes], Any] | None = None, *, status: int = 200, **headers: str) -> Iterator[str]:
    """The address of a server that answers each question so; `answer` may sleep."""
    respond = answer or Authority().answer

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = respond(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                for piece in [body] if isinstance(body, bytes) else body:
                    self.wfile.write(piece)
            except OSError:
                pass  # whoever asked did not wait

        do_GET = do_POST  # noqa: N815 - the server's own name

        def log_message(self, *_said: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def dripping(_request: bytes) -> Iterator[bytes]:
    """A byte now and then, for ever."""
    for _turn in range(60):
        yield b"0"
        time.sleep(0.05)


def slow(seconds: float) -> Callable[[bytes], bytes]:
    def answer(request: bytes) -> bytes:
        time.sleep(seconds)
        return Authority().answer(request)

    return answer
