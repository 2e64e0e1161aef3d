"""What a gateway answers is one of few certainties: it has the message, it has not, it never will, nobody knows."""

import logging
import tracemalloc
from importlib import import_module

import pytest

from app.carriers import Outgoing, http, words
from app.carriers.http import Gateway, checked_address
from app.carriers.kavenegar import Kavenegar
from app.carriers.magfa import Magfa
from app.domain.codes import CarrierKind, MessageState
from app.domain.errors import Refused, Unavailable
from tests.gateways import FAILS, KEY, PASSWORD, Server, gateway, nobody, raw

MESSAGE = Outgoing(4_503_599_627_370_001, "09163004172", "متقاضی گرامی مریم کعبی\nلغو۱۱")


@pytest.fixture(params=["kavenegar", "magfa"])
def server(request):
    with gateway(request.param) as made:
        yield made


def codes(server: Server, **of: str) -> str:
    return of[server.speaks]


def test_a_message_is_taken_over_under_our_own_number_and_found_by_it(server):
    carrier = server.carrier()
    sent = carrier.send(MESSAGE)
    assert (sent.state, sent.their_id) == (MessageState.SENT, str(server.got[0].their_id))
    assert (server.got[0].uid, server.got[0].number, server.got[0].text) == tuple(vars(MESSAGE).values())
    found = carrier.ask(MESSAGE.uid, None)
    assert (found.state, found.their_id) == (MessageState.SENT, sent.their_id)


@pytest.mark.parametrize("how", FAILS)
def test_whatever_is_not_an_answer_leaves_unknown_whether_it_was_taken(server, how):
    server.script.append(how)
    assert server.carrier(read=0.2).send(MESSAGE).state is MessageState.UNKNOWN
    assert len(server.got) == (0 if how.endswith("not_taken") else 1)


def test_a_gateway_that_nobody_reaches_has_certainly_not_heard_of_it():
    for carrier in (
        Kavenegar(KEY, gateway=Gateway(nobody())),
        Magfa("a/b", "c", gateway=Gateway(nobody(), "a/b", "c")),
    ):
        for call in (lambda one=carrier: one.send(MESSAGE), lambda one=carrier: one.ask(1, "2"), carrier.credit):
            with pytest.raises(Unavailable, match="در صندوق ارسال ماند"):
                call()


@pytest.mark.parametrize(
    ("kavenegar", "magfa", "state", "stops", "blocked"),
    [
        ("418", "14", MessageState.WAITING, True, False),  # credit
        ("403", "18", MessageState.WAITING, True, False),  # key
        ("412", "20", MessageState.WAITING, True, False),  # line
        ("409", "23", MessageState.WAITING, False, False),  # busy
        ("411", "1", MessageState.FAILED, False, False),  # receiver
        ("413", "30", MessageState.FAILED, False, False),  # too long
        ("599", "77", MessageState.UNKNOWN, False, False),  # a code that nobody told us of
    ],
)
def test_a_refusal_says_whether_another_try_makes_sense(server, kavenegar, magfa, state, stops, blocked):
    code = codes(server, kavenegar=kavenegar, magfa=magfa)
    server.script.append(code)
    answer = server.carrier().send(MESSAGE)
    assert (answer.state, answer.code, answer.stops, answer.blocked) == (state, code, stops, blocked)
    assert bool(answer.words) == (state is not MessageState.UNKNOWN)
    assert server.got == []


@pytest.mark.parametrize("code", ["27", "33"])
def test_magfa_says_at_once_that_the_receiver_has_stopped_the_line(code):
    with gateway("magfa") as server:
        server.script.append(code)
        answer = server.carrier().send(MESSAGE)
        assert (answer.state, answer.blocked) == (MessageState.FAILED, True)


@pytest.mark.parametrize(
    ("kavenegar", "magfa", "state"),
    [
        ("10", "1", MessageState.DELIVERED),
        ("11", "2", MessageState.FAILED),
        ("6", "16", MessageState.FAILED),
        ("5", "8", MessageState.SENT),
        ("1", "0", MessageState.SENT),
    ],
)
def test_delivery_is_read_from_the_gateway(server, kavenegar, magfa, state):
    carrier = server.carrier()
    their_id = carrier.send(MESSAGE).their_id
    server.delivery = codes(server, kavenegar=kavenegar, magfa=magfa)
    answer = carrier.ask(MESSAGE.uid, their_id)
    assert (answer.state, answer.their_id) == (state, their_id)
    assert words(carrier.kind, answer.code)


@pytest.mark.parametrize("knows_theirs", [True, False])
def test_what_is_said_of_another_message_is_not_taken_for_ours(server, knows_theirs):
    carrier = server.carrier()
    their_id = carrier.send(MESSAGE).their_id
    their_id = their_id if knows_theirs else None
    server.delivery, server.mixes_up = codes(server, kavenegar="10", magfa="1"), True
    answer = carrier.ask(MESSAGE.uid, their_id)
    assert answer.state in (MessageState.UNKNOWN, MessageState.SENT)
    server.delivery = codes(server, kavenegar="14", magfa="2")
    assert carrier.ask(MESSAGE.uid, their_id).state is not MessageState.FAILED


def test_a_receiver_who_blocks_is_known_from_kavenegars_delivery():
    with gateway("kavenegar") as server:
        their_id = server.carrier().send(MESSAGE).their_id
        server.delivery = "14"
        answer = server.carrier().ask(MESSAGE.uid, their_id)
        assert (answer.state, answer.blocked) == (MessageState.FAILED, True)


def test_a_number_that_the_gateway_does_not_know_is_not_taken_for_a_message_that_was_not_sent(server):
    assert server.carrier().ask(MESSAGE.uid, None).state is MessageState.UNKNOWN


def test_the_credit_shows_that_address_and_key_are_right(server):
    assert server.carrier().credit() == "125000"
    server.key = "another"
    with pytest.raises(Refused) as refused:
        server.carrier().credit()
    assert refused.value.field == "secret"
    assert refused.value.reason


def test_neither_key_nor_number_nor_text_reaches_a_log(server, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    for how in ("ok", "http_500", "cut", "late"):
        server.script.append(how)
        server.carrier(read=0.2).send(MESSAGE)
    with pytest.raises(Unavailable):
        Kavenegar(KEY, gateway=Gateway(nobody())).send(MESSAGE)
    said = caplog.text + "".join(capfd.readouterr()) + repr(server.carrier())
    for secret in (KEY, PASSWORD, MESSAGE.number, MESSAGE.text, "127.0.0.1"):
        assert secret not in said


@pytest.mark.parametrize("address", ["https://sms.example.ir/v2", " https://sms.example.ir/v2/ ", ""])
def test_an_address_is_kept_with_its_slash(address):
    assert checked_address(address) in ("https://sms.example.ir/v2/", "")


@pytest.mark.parametrize(
    "address",
    [
        "http://sms.example.ir/",
        "sms.example.ir",
        "https://",
        "https://a b/",
        "https://u:p@a/",
        "https://a/?k=1",
        "ftp://a/",
    ],
)
def test_an_address_to_which_the_key_would_go_in_the_open_is_refused(address):
    with pytest.raises(Refused):
        checked_address(address)


def test_a_server_that_has_no_right_certificate_hears_nothing(tmp_path):
    """TLS is verified: here a certificate that nobody vouches for."""
    import datetime as dt
    import ssl
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
    plain = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    (tmp_path / "pem").write_bytes(
        key.private_bytes(plain[2], plain[1], plain[0])
        + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    heard = []
    handler = type("Handler", (BaseHTTPRequestHandler,), {"do_POST": lambda self: heard.append(self.path)})
    server = HTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    with pytest.raises(Unavailable):
        Kavenegar(KEY, gateway=Gateway(f"https://localhost:{server.server_address[1]}/v1/")).send(MESSAGE)
    thread.join()
    server.server_close()
    assert heard == []


def test_by_hand_and_unknown_codes_have_no_words():
    assert words(CarrierKind.BY_HAND, "1") == words(None, "1") == words(CarrierKind.MAGFA, "999") == ""


NOBODY = "https://127.0.0.1:9/v1/"


def _broken_certificates(tmp_path, monkeypatch, how):
    path = tmp_path / "authorities.pem"
    if how == "damaged":
        path.write_text("-----BEGIN CERTIFICATE-----\nZZZZ\n-----END CERTIFICATE-----\n")
    elif how == "folder":
        path.mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setattr(http, "_HERE", ())
    http._authorities.cache_clear()


@pytest.mark.parametrize("how", ["missing", "damaged", "folder"])
def test_certificates_that_cant_be_read_are_said_plainly_and_nothing_is_sent(tmp_path, monkeypatch, how):
    _broken_certificates(tmp_path, monkeypatch, how)
    with pytest.raises(Unavailable, match="گواهی‌هایی که درگاه پیامک"):
        Kavenegar(KEY, gateway=Gateway(NOBODY)).send(MESSAGE)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "nonsense", "http://[::1", "http://\x00", "http://a:b:c"])
def test_a_proxy_that_is_none_is_said_plainly_and_nothing_is_sent(monkeypatch, proxy):
    monkeypatch.setattr(http, "_HERE", ())
    monkeypatch.setattr("httpx._utils.getproxies", lambda: {"https": proxy})
    with pytest.raises(Unavailable):
        Kavenegar(KEY, gateway=Gateway(NOBODY)).send(MESSAGE)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"])
def test_an_answer_that_drips_for_ever_is_broken_off(head):
    """One byte at a time: each comes in time, and the whole never does. With no head the head itself drips."""
    with raw(head, b"x", 0.02) as address:
        assert Kavenegar(KEY, gateway=Gateway(address, read=5.0, whole=0.5)).send(MESSAGE).state is MessageState.UNKNOWN


def test_an_answer_without_end_is_not_read_to_its_end():
    with raw(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n", b"x" * 65536, 0.0) as address:
        tracemalloc.start()
        try:
            answer = Kavenegar(KEY, gateway=Gateway(address)).send(MESSAGE)
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert answer.state is MessageState.UNKNOWN
    assert most < 5_000_000


ALL_CODES = {
    "kavenegar": {
        "stops": "401 403 407 412 416 418 430",
        "waits": "409",
        "tries": "402",
        "never": "400 411 413 414 417 419 422 424 431 607",
    },
    "magfa": {
        "stops": "2 14 18 19 20 29 34",
        "waits": "8 15 23",
        "never": "1 27 30 33 101 102 103 104 105 106 107 108 109 110",
    },
}
"""Of a sending. stops: for a person; waits: it passes, as the night does for a line of advertisers (8); tries: for some
hours; never: another try would change nothing.
"""


@pytest.mark.parametrize("speaks", ALL_CODES)
def test_each_code_that_is_known_stops_waits_gives_up_or_is_final(speaks):
    with gateway(speaks) as server:
        for what, codes_ in ALL_CODES[speaks].items():
            for code in codes_.split():
                server.script.append(code)
                answer = server.carrier().send(MESSAGE)
                fate = "never" if answer.state is MessageState.FAILED else "tries"
                fate = "waits" if answer.patient else "stops" if answer.stops else fate
                assert (code, fate, bool(answer.words)) == (code, what, True)
    module = import_module(f"app.carriers.{speaks}")
    told = {*module._STOPS, *module._LATER, *module._NEVER}
    assert told == {code for codes_ in ALL_CODES[speaks].values() for code in codes_.split()}
