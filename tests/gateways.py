"""Gateways of the tests' own, on this machine: they speak Kavenegar's and Magfa's shapes, fail as told, and count.

What a gateway took over stands in `got`, once for each time, with our own number of it.
"""

import base64
import datetime as dt
import json
import socket
import socketserver
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.carriers.http import Gateway
from app.carriers.kavenegar import Kavenegar
from app.carriers.magfa import Magfa

KEY, LOGIN, PASSWORD = "6B4C7A5F", "shahrdari/nakhlestan", "p4ss"
FAILS = (
    "late",
    "late_not_taken",
    "http_500",
    "http_500_not_taken",
    "half",
    "wrong_json",
    "html",
    "empty",
    "cut",
    "cut_not_taken",
)
"""What can go wrong in one answer; the message was taken over unless it says so."""
EMPTY = {"return": {"status": 200, "message": ""}, "entries": [], "status": 0, "messages": []}
"""All is well, and not a word of the message."""


@dataclass(frozen=True)
class Got:
    uid: int
    number: str
    text: str
    their_id: int


@dataclass
class Server:
    """script: what happens to the next sendings, one each: "ok", one of FAILS, or a code of the gateway's.

    delivery: the code that is said of each message's delivery. mixes_up: it speaks of another message than it was
    asked for. pace: gives the seconds that an answer takes.
    at: is told of each step of a sending ("heard", "taken", "half") and of "asked"; true: the gateway goes on no more.
    """

    speaks: str
    address: str = ""
    got: list[Got] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    script: deque[str] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    delivery: str = ""
    credit: int = 125_000
    key: str = KEY
    knows: bool = True
    mixes_up: bool = False
    pace: Callable[[], float] = lambda: 0.0
    at: Callable[[str], bool] = lambda _step: False
    lock: Any = field(default_factory=threading.Lock)

    def carrier(self, read: float = 10.0) -> Kavenegar | Magfa:
        if self.speaks == "kavenegar":
            return Kavenegar(KEY, "10004346", gateway=Gateway(self.address, read=read))
        return Magfa(LOGIN, PASSWORD, "300072", gateway=Gateway(self.address, LOGIN, PASSWORD, read=read))

    def take(self, uid: int, number: str, text: str) -> Got:
        with self.lock:
            got = Got(uid, number, text, 8_792_000 + len(self.got))
            self.got.append(got)
        return got

    def of(self, *, uid: int | None = None, their_id: int | None = None) -> Got | None:
        with self.lock:
            return next((one for one in self.got if self.knows and (uid == one.uid or their_id == one.their_id)), None)


@contextmanager
def gateway(speaks: str) -> Iterator[Server]:
    """A gateway that speaks "kavenegar" or "magfa"."""
    server = Server(speaks)
    kind = {"kavenegar": _Kavenegar, "magfa": _Magfa}[speaks]
    http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (kind,), {"server_": server}))
    path = "v1/" if speaks == "kavenegar" else "api/http/sms/v2/"
    server.address = f"http://127.0.0.1:{http.server_address[1]}/{path}"
    with _serving(http):
        yield server


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/v1/"


@contextmanager
def raw(head: bytes, more: bytes, pause: float) -> Iterator[str]:
    """A gateway that says this head, and then this again and again until nobody listens any more."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            with suppress(OSError):
                self.request.sendall(head)
                while True:
                    self.request.sendall(more)
                    time.sleep(pause)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1/"
        server.shutdown()
        thread.join()


@contextmanager
def encrypted(folder: Path, begins: int = 0, ends: int = 1) -> Iterator[tuple[str, list[str]]]:
    """A gateway with a certificate of its own, in the folder's file pem, valid between these days from now on; and what
    it hears.
    """
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now, heard = dt.datetime.now(dt.UTC), list[str]()
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now + dt.timedelta(begins)).not_valid_after(now + dt.timedelta(ends))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "pem").write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(pem))
    http = ThreadingHTTPServer(
        ("127.0.0.1", 0),
        type("Handler", (BaseHTTPRequestHandler,), {"do_POST": lambda handler: heard.append(handler.path)}),
    )
    http.handle_error = lambda *_about: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pem")
    http.socket = context.wrap_socket(http.socket, server_side=True)
    with _serving(http):
        yield f"https://localhost:{http.server_address[1]}/v1/", heard


@contextmanager
def _serving(http: ThreadingHTTPServer) -> Iterator[None]:
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server_: Server

    def log_message(self, *_said: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, content: bytes) -> None:
        try:
            time.sleep(self.server_.pace())
            self.answer_(content)
        except (BrokenPipeError, ConnectionResetError):  # who asked is dead, or waits no more
            self.close_connection = True

    def answer_(self, content: bytes) -> None:
        raise NotImplementedError

    def say(self, body: Any, status: int = 200, *, cut: bool = False) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        cut = self.server_.at("half") or cut
        if not cut:
            self.wfile.write(content[len(content) // 2 :])
        self.close_connection = self.close_connection or cut

    def handing_over(self, take: Callable[[], Any], refuse: Callable[[str], None]) -> None:
        """One sending as the script wants it."""
        with self.server_.lock:
            how = self.server_.script.popleft() if self.server_.script else "ok"
        if how.isdecimal():
            refuse(how)
            return
        if self.server_.at("heard"):
            self.close_connection = True
            return
        body = None if how.endswith("not_taken") else take()
        self.server_.at("taken")
        self._end(how.removesuffix("_not_taken"), body)

    def _end(self, how: str, body: Any) -> None:
        match how:
            case "ok" | "empty":
                self.say(body if how == "ok" else EMPTY)
            case "late":
                time.sleep(0.8)
                self.close_connection = True
            case "http_500":
                self.say({"error": "internal"}, 500)
            case "half":
                self.say(body, cut=True)
            case "wrong_json":
                self.say(b'{"return": [1, 2}')
            case "html":
                self.say(b"<html>502 Bad Gateway</html>", 502)
            case "cut":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            case "redirect":
                self.send_response(307)
                self.send_header("Location", self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()
            case said:  # a body of the test's own
                self.say(said.encode())


class _Kavenegar(_Handler):
    def answer_(self, content: bytes) -> None:
        _empty, _v1, key, scope, method = map(unquote, self.path.split("/"))
        form = {name: values[0] for name, values in parse_qs(content.decode()).items()}
        if key != self.server_.key:
            self._refuse("403")
            return
        match f"{scope}/{method}":
            case "sms/send.json":
                self.handing_over(lambda: self._take(form), self._refuse)
            case "sms/status.json":
                self._status(self.server_.of(their_id=int(form["messageid"])), form)
            case "sms/statuslocalmessageid.json":
                self._status(self.server_.of(uid=int(form["localid"])), form)
            case "account/info.json":
                entries = {"remaincredit": self.server_.credit, "expiredate": 1_900_000_000, "type": "master"}
                self.say({"return": {"status": 200, "message": "تایید شد"}, "entries": entries})

    def _take(self, form: dict[str, str]) -> Any:
        self.server_.senders.append(form.get("sender", ""))
        got = self.server_.take(int(form["localid"]), form["receptor"], form["message"])
        return self._entries({"messageid": got.their_id, "message": got.text, "status": 1, "statustext": "در صف ارسال"})

    def _status(self, got: Got | None, form: dict[str, str]) -> None:
        self.server_.at("asked")
        self.server_.asked.append(form.get("localid", "") or form["messageid"])
        code = int(self.server_.delivery or 5) if got else 100
        other = int(self.server_.mixes_up)
        said = {"messageid": got.their_id + other if got else 0, "status": code, "statustext": "…"}
        self.say(self._entries(said | ({"localid": str(int(form["localid"]) + other)} if "localid" in form else {})))

    def _refuse(self, code: str) -> None:
        self.say({"return": {"status": int(code), "message": "…"}, "entries": None}, int(code))

    def _entries(self, entry: dict[str, Any]) -> Any:
        return {"return": {"status": 200, "message": "تایید شد"}, "entries": [entry]}


class _Magfa(_Handler):
    def answer_(self, content: bytes) -> None:
        known = base64.b64encode(f"{LOGIN}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {known}" or self.server_.key != KEY:
            self.say(b"", 401)
            return
        method, _slash, about = self.path.removeprefix("/api/http/sms/v2/").partition("/")
        match method:
            case "send":
                wanted = json.loads(content)
                self.handing_over(lambda: self._take(wanted), lambda code: self._refuse(code, wanted))
            case "mid":
                self.server_.at("asked")
                self.server_.asked.append(about)
                got = self.server_.of(uid=int(about))
                self.say({"status": 0, "mid": got.their_id if got else -1})
            case "statuses":
                self.server_.at("asked")
                self.server_.asked.append(about)
                got = self.server_.of(their_id=int(about))
                code, mid = int(self.server_.delivery or 8) if got else -1, int(about) + self.server_.mixes_up
                self.say({"status": 0, "dlrs": [{"mid": mid, "status": code, "date": "2026-11-26 10:00:00"}]})
            case "balance":
                self.say({"status": 0, "balance": self.server_.credit})

    def _take(self, wanted: dict[str, list[Any]]) -> Any:
        uid, number, text = wanted["uids"][0], wanted["recipients"][0], wanted["messages"][0]
        self.server_.senders.extend(wanted["senders"])
        got = self.server_.take(uid, number, text)
        return {"status": 0, "messages": [{"status": 0, "id": got.their_id, "userId": uid, "parts": 2}]}

    def _refuse(self, code: str, wanted: dict[str, list[Any]]) -> None:
        if int(code) in (14, 18, 19, 29):  # of the whole request
            self.say({"status": int(code)})
        else:
            self.say({"status": 0, "messages": [{"status": int(code), "id": None, "userId": wanted["uids"][0]}]})
