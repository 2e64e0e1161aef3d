"""What a gateway answers is one of few certainties: it has the message, it has not, it never will, nobody knows."""

import logging
import ssl
import tracemalloc
from importlib import import_module

import pytest

from app.carriers import Outgoing, http, words
from app.carriers.http import Gateway, checked_address
from app.carriers.kavenegar import Kavenegar
from app.carriers.magfa import Magfa
from app.domain.codes import CarrierKind, MessageState
from app.domain.errors import Refused, Unavailable
from tests.gateways import FAILS, KEY, PASSWORD, Server, encrypted, gateway, nobody, raw

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
    assert server.asked == [their_id]  # by their number, which they know for longer than ours
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


def test_nought_is_no_number_of_a_message_that_magfa_has(monkeypatch):
    """Left over from a crash, it would count as sent, and nobody be asked for his word."""
    monkeypatch.setattr(Gateway, "ask", lambda *_path, **_form: http.Reply(200, {"status": 0, "mid": 0, "dlrs": []}))
    assert Magfa("office/didar", PASSWORD).ask(MESSAGE.uid, None).state is MessageState.UNKNOWN


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
    said = caplog.text + "".join(capfd.readouterr()) + repr(server.carrier()) + repr(server.carrier().gateway)
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
    with encrypted(tmp_path) as (address, heard), pytest.raises(Unavailable, match="شناخته‌شده نیست"):
        Kavenegar(KEY, gateway=Gateway(address)).send(MESSAGE)
    assert heard == []


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [(1, 2, "هنوز آغاز نشده است؛ تاریخ و ساعت رایانه"), (-2, -1, "به پایان رسیده است؛ نخست تاریخ و ساعت رایانه")],
)
def test_a_certificate_that_is_not_of_today_sends_one_to_the_pcs_clock_first(
    tmp_path, monkeypatch, begins, ends, words
):
    """Vouched for it is: only its days lie elsewhere, by the clock of this PC."""
    with encrypted(tmp_path, begins, ends) as (address, heard):
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusted.load_verify_locations(tmp_path / "pem")
        monkeypatch.setattr(http, "_trusted", lambda *_about: trusted)
        for call in (lambda one: one.send(MESSAGE), lambda one: one.ask(1, None)):
            with pytest.raises(Unavailable, match=words):
                call(Kavenegar(KEY, gateway=Gateway(address)))
    assert heard == []


def test_what_is_no_encrypted_line_is_said_to_be_none():
    with gateway("kavenegar") as server, pytest.raises(Unavailable, match="اتصال امن به درگاه پیامک برقرار نشد"):
        Kavenegar(KEY, gateway=Gateway(server.address.replace("http:", "https:"))).send(MESSAGE)


def test_where_a_gateway_sends_one_on_to_the_message_does_not_follow(server):
    """It may have been taken, and the key would go to whoever is there."""
    server.script.append("redirect")
    assert server.carrier().send(MESSAGE).state is MessageState.UNKNOWN
    assert len(server.got) == 1


def test_the_offices_line_is_what_receivers_see(server):
    server.carrier().send(MESSAGE)
    assert server.senders == [codes(server, kavenegar="10004346", magfa="300072")]


@pytest.mark.parametrize(
    ("speaks", "body"),
    [
        ("kavenegar", '{"return": {"status": 200}, "entries": [{"status": 1}]}'),
        ("kavenegar", '{"return": {"status": 200}, "entries": [{"messageid": 1, "status": 5}, {"status": 11}]}'),
        ("kavenegar", '{"return": {"status": 200}, "entries": [{"messageid": 0, "status": 100}]}'),
        ("magfa", '{"status": 0, "messages": [{"status": 0, "id": null}]}'),
        ("magfa", '{"status": 0, "messages": [{"status": 0, "id": 0}]}'),
        ("magfa", '{"status": 0, "messages": [{"status": 77, "id": 1}]}'),
        ("magfa", '{"status": 0, "messages": [{"status": 0, "id": 1}, {"status": 1, "id": null}]}'),
    ],
)
def test_an_answer_that_does_not_say_of_this_message_that_it_was_taken_leaves_a_doubt(speaks, body):
    with gateway(speaks) as server:
        server.script.append(body)
        assert server.carrier().send(MESSAGE).state is MessageState.UNKNOWN


def test_a_key_with_signs_in_it_stays_one_key():
    with gateway("kavenegar") as server:
        server.key = "6B/4C?7A#%2F"
        assert Kavenegar(server.key, gateway=Gateway(server.address)).send(MESSAGE).state is MessageState.SENT


def test_so_long_each_gateway_can_tell():
    assert (Kavenegar(KEY).window, Magfa("a/b", "c").window) == (12, 24)


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
