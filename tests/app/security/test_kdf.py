import threading

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.domain.errors import Unavailable
from app.security import kdf
from app.security.kdf import FLOOR, Kdf
from tests.app.security.conftest import CHEAP


def test_argon2id_gives_the_reference_implementations_bytes():
    key = kdf.from_passphrase("password", b"somesalt", Kdf(m=64 * 1024, t=2, p=1))
    assert key.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_hkdf_gives_the_bytes_of_rfc_5869():
    key = kdf.from_key(b"\x0b" * 22, "")  # test case 3
    assert key.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


@pytest.mark.parametrize(
    ("cost", "allowed"),
    [
        (Kdf(32 * 1024, 2, 1), True),
        (Kdf(512 * 1024, 20, 8), True),
        (Kdf(32 * 1024 - 1, 2, 1), False),
        (Kdf(512 * 1024 + 1, 2, 1), False),
        (Kdf(32 * 1024, 1, 1), False),
        (Kdf(32 * 1024, 21, 1), False),
        (Kdf(32 * 1024, 2, 0), False),
        (Kdf(32 * 1024, 2, 9), False),
    ],
)
def test_costs_have_bounds(cost, allowed):
    assert cost.is_allowed() is allowed


def test_a_cost_out_of_bounds_takes_no_memory(monkeypatch):
    monkeypatch.setattr(kdf, "Argon2id", None)
    with pytest.raises(ValueError, match="out of bounds"):
        kdf.from_passphrase("", bytes(16), Kdf(2**31, 3, 2))


def test_too_little_memory_has_a_line_of_its_own(monkeypatch):
    class Greedy:
        def __init__(self, **_cost):
            pass

        def derive(self, _secret):
            raise MemoryError

    monkeypatch.setattr(kdf, "Argon2id", Greedy)
    with pytest.raises(Unavailable, match="حافظهٔ آزاد"):
        kdf.from_passphrase("", bytes(16), CHEAP)


def test_one_derivation_at_a_time(monkeypatch):
    running, most = [], []

    class Watched:
        def __init__(self, **cost):
            self._argon2id = Argon2id(**cost)

        def derive(self, secret):
            running.append(1)
            most.append(len(running))
            key = self._argon2id.derive(secret)
            running.pop()
            return key

    monkeypatch.setattr(kdf, "Argon2id", Watched)
    threads = [threading.Thread(target=kdf.from_passphrase, args=("", bytes(16), CHEAP)) for _thread in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1]


@pytest.mark.parametrize(("seconds", "passes"), [(0.0, 10), (0.12, 10), (0.3, 6), (0.5, 3), (3.0, 3)])
def test_a_fast_pc_makes_more_passes_and_none_fewer_than_the_floor(seconds, passes, monkeypatch):
    monkeypatch.setattr(kdf, "from_passphrase", lambda *_arguments: bytearray(32))
    ticks = iter((100.0, 100.0 + seconds))
    assert kdf.calibrated(lambda: next(ticks)) == Kdf(FLOOR.m, passes, FLOOR.p)


def test_two_spellings_of_one_passphrase_give_one_key():
    assert kdf.from_passphrase("كتاب هاي ۱۲", bytes(16), CHEAP) == kdf.from_passphrase("کتاب های 12 ", bytes(16), CHEAP)


def test_half_a_surrogate_pair_is_a_passphrase_like_others():
    assert len(kdf.from_passphrase("\udc80", bytes(16), CHEAP)) == 32
