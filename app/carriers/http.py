"""One request to a gateway, and what is certain after it. No address is ever logged: Kavenegar's has the key in it."""

import logging
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from app.domain.errors import Refused, Unavailable
from app.domain.texts import _

if TYPE_CHECKING:
    import ssl

CONNECT, READ, WHOLE = 10.0, 30.0, 60.0
"""Seconds for the connection, between two bytes, and for all of an answer."""
_LARGEST: Final = 256 * 1024
_HERE: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Reply:
    """An answer that was understood: HTTP's status and the JSON object."""

    http: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Gateway:
    """base: its address, with a slash at the end. user, password: HTTP Basic, where it wants that."""

    base: str = field(repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    connect: float = CONNECT
    read: float = READ
    whole: float = WHOLE

    def ask(self, path: str, *, form: dict[str, str] | None = None, json: Any = None) -> Reply | None:
        """POST a form or JSON, or GET. None: it may have been done or not, nobody can tell.

        Raises Unavailable when the gateway certainly heard nothing of it.
        """
        import httpx

        for name in ("httpx", "httpcore"):  # they tell the address, and with it the key
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        timeout = httpx.Timeout(self.read, connect=self.connect)
        auth = httpx.BasicAuth(self.user.encode(), self.password.encode()) if self.user else None
        at_home = urlsplit(self.base).hostname in _HERE
        method = "GET" if form is None and json is None else "POST"
        until = time.monotonic() + self.whole
        try:
            client = httpx.Client(timeout=timeout, trust_env=not at_home, verify=_trusted(self.base, not at_home))
        except (ImportError, ValueError, httpx.InvalidURL):  # a SOCKS proxy, or an address that is none
            raise Unavailable(_("This PC's proxy can't be used for the SMS gateway. Set an HTTP proxy.")) from None
        except OSError:  # SSL_CERT_FILE leads nowhere or to something else, or what came with Didar is damaged
            raise Unavailable(
                _(
                    "The certificates by which the SMS gateway is known can't be read on this PC."
                    " Tell who looks after it."
                )
            ) from None
        request = {"data": form, "json": json, "auth": auth}
        try:
            with (
                client,
                _Deadline(self.whole) as deadline,
                client.stream(method, self.base + path, extensions={"trace": deadline.trace}, **request) as response,
            ):
                content = b""
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > _LARGEST or time.monotonic() > until:
                        return None
                return _read(response.status_code, content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise _not_reached(error) from None
        except httpx.HTTPError:
            return None


class _Deadline:
    """An answer that comes byte by byte for ever is broken off: httpx knows the time between two bytes alone."""

    def __init__(self, seconds: float) -> None:
        self._sockets: list[Any] = []
        self._timer = threading.Timer(seconds, self._break_off)
        self._timer.daemon = True

    def trace(self, event: str, about: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.append(about["return_value"].get_extra_info("socket"))

    def _break_off(self) -> None:
        with suppress(OSError):
            self._sockets[-1].shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _trusted(address: str, by_environment: bool) -> "ssl.SSLContext":
    """Whom to believe that he is the gateway. Where nothing is encrypted, nobody has to be."""
    import ssl

    if urlsplit(address).scheme == "https":
        return _authorities(by_environment)
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _authorities(by_environment: bool) -> "ssl.SSLContext":
    """Those who vouch for gateways. Read once: that takes longer than all the rest of a request."""
    import httpx

    return httpx.create_ssl_context(trust_env=by_environment)


_TOO_EARLY, _TOO_LATE = 9, 10
"""OpenSSL's own numbers: by this PC's clock a certificate is not valid yet, or no more."""


def _not_reached(error: BaseException) -> Unavailable:
    """In words that say where to look: a PC whose clock is wrong believes no certificate."""
    import ssl

    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return unreachable()
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return Unavailable(_("No secure connection to the SMS gateway came about. Tell who looks after the network."))
    if cause.verify_code == _TOO_EARLY:
        return Unavailable(
            _("By this PC's date the SMS gateway's certificate is not valid yet. Set the PC's date and time right.")
        )
    if cause.verify_code == _TOO_LATE:
        return Unavailable(
            _(
                "By this PC's date the SMS gateway's certificate has expired. Look at the PC's date and time first;"
                " if they are right, tell the gateway."
            )
        )
    return Unavailable(
        _(
            "What answers in the SMS gateway's place has a certificate that nobody vouches for; it was given nothing."
            " Tell who looks after the network."
        )
    )


def unreachable() -> Unavailable:
    return Unavailable(_("The SMS gateway could not be reached; the message stays in the outbox."))


def _read(status: int, content: bytes) -> Reply | None:
    import json

    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict):
        return Reply(status, body)
    return Reply(status, {}) if status == 401 else None


def checked_address(text: str, field_: str = "address") -> str:
    """An address as it is kept. Raises Refused for one to which the key would go in the open."""
    import httpx

    address = text.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host = httpx.URL(address).host and parts.hostname
    except (ValueError, httpx.InvalidURL):
        host, parts = None, urlsplit("")
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)
    if not host or not secure or parts.username or parts.query or parts.fragment or len(address.split()) != 1:
        raise Refused(_("The gateway's address begins with https:// and has no spaces."), field_)
    return address.rstrip("/") + "/"
