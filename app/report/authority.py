"""Asking a time stamp authority (RFC 3161 over HTTP) since when a signature has been there.

It is asked on a thread of its own, so that whoever waits can stop at any moment; only the digest of the signature goes
out. A slow or wrong answer costs nothing but the stamp: the receiver's receipt then proves the time.
"""

import hashlib
import http.client
import secrets
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from app import VERSION
from app.domain.errors import Refused, Unavailable
from app.domain.texts import _
from app.report import asn1, timestamps
from app.report.broken import BrokenError
from app.report.timestamps import Stamp

LARGEST: Final = 64 * 1024
SECONDS: Final = 8.0
"""How long an answer is waited for, from the first word to the last."""
_TURN: Final = 0.05
FIELD = "tsa"


def checked(url: str) -> str:
    """An authority's address as it is kept, empty for none. Raises Refused for one that could not be asked."""
    wanted = url.strip()
    if not wanted:
        return ""
    try:
        parts = urlsplit(wanted)
        port = parts.port
    except ValueError:
        raise Refused(_("This is no web address. It begins with https:// or http://."), FIELD) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or any(map(str.isspace, wanted)):
        raise Refused(_("This is no web address. It begins with https:// or http://."), FIELD)
    if parts.username is not None or parts.password is not None:
        raise Refused(_("Leave name and password out of the address; the authority is asked without them."), FIELD)
    return wanted


@dataclass
class _Answer:
    """What the other thread brings; None: nothing of use."""

    data: bytes | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Authority:
    """One address. timeout: seconds for the whole answer."""

    def __init__(self, url: str, *, timeout: float = SECONDS) -> None:
        self._url = checked(url)
        self._timeout = timeout

    def stamp(self, signature: bytes, again: Callable[[], None] = lambda: None) -> tuple[bytes, Stamp]:
        """The canonical token for this signature's value, and what it says.

        again: asked while it is waited; may raise to cancel. Raises Unavailable when there is no answer, Refused when
        the answer is of no use.
        """
        nonce = secrets.randbits(63) | 1 << 62
        answer = self._asked(_request(signature, nonce), again)
        try:
            token = timestamps.canonical(_granted(answer, nonce))
            told = timestamps.read(token, signature)
        except BrokenError:
            raise Refused(_("The time stamp authority's answer is of no use."), FIELD) from None
        if len(token) > timestamps.ROOM - 64:
            raise Refused(_("The time stamp authority's answer is of no use."), FIELD)
        return token, told

    def _asked(self, request: bytes, again: Callable[[], None]) -> bytes:
        answer, until = _Answer(), time.monotonic() + self._timeout
        threading.Thread(target=self._ask, args=(request, answer, until), daemon=True).start()
        while not answer.done.wait(_TURN):
            again()
            if time.monotonic() > until:
                break
        if answer.data is None:
            raise Unavailable(_("The time stamp authority did not answer."), FIELD)
        return answer.data

    def _ask(self, request: bytes, answer: _Answer, until: float) -> None:
        """On a thread of its own. Whoever asked may be gone by the time it ends."""
        asked = urllib.request.Request(  # noqa: S310 - `checked` lets http and https through alone
            self._url,
            request,
            {
                "Content-Type": "application/timestamp-query",
                "Accept": "application/timestamp-reply",
                "User-Agent": f"Didar/{VERSION}",
            },
        )
        try:
            with _opener().open(asked, timeout=self._timeout) as response:
                data = b""
                while len(data) <= LARGEST and time.monotonic() < until:
                    piece = response.read1(8192)
                    if not piece:
                        answer.data = data
                        break
                    data += piece
        except (OSError, http.client.HTTPException, ValueError):
            answer.data = None
        finally:
            answer.done.set()


def _opener() -> urllib.request.OpenerDirector:
    """HTTP and HTTPS, by the system's proxy; no redirects: an address that moved is to be set anew."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _request(signature: bytes, nonce: int) -> bytes:
    from asn1crypto import tsp

    digest = hashlib.sha256(signature).digest()
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    question: bytes = asked.dump()
    return question


def _granted(answer: bytes, nonce: int) -> bytes:
    """The token of an answer to this very question. Raises BrokenError 9, Refused when the authority refuses."""
    from asn1crypto import cms, core, tsp

    try:
        parts = core.SequenceOf.load(answer, spec=core.Any, strict=True)  # of a refusal the second one is not there
        if parts[0].parse(tsp.PKIStatusInfo)["status"].native not in {"granted", "granted_with_mods"}:
            raise Refused(_("The time stamp authority refused to answer."), FIELD)
        token = asn1.read_sequence(parts[1])
        said = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
        if said["nonce"].native != nonce:
            raise BrokenError(9, "an answer to another question")
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise BrokenError(9, "no answer of a time stamp authority") from None
    return token
