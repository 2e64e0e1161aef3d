"""What an exit slip carries: the QR code's text and the digits beneath it, read back, and refused when mistyped."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import visit_slips
from app.documents import exit_slip
from app.domain.codes import PaperSize
from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.security import slip_key
from app.visit_slips import WEEKLY, WHY_NOT, Slip
from tests.app.documents.readers import barcodes, pdfium
from tests.app.documents.test_small_papers import EXIT, LONG_EXIT

DAY = dt.date(2026, 9, 13)
KEY, PUBLIC = slip_key.make()
SECRETS = st.binary(min_size=16, max_size=16)


def slip(secret: bytes = bytes(range(16)), code: str = "102168", kind: str = WEEKLY) -> Slip:
    return visit_slips.signed(KEY, code, DAY, kind, secret)


@given(SECRETS, st.sampled_from([WEEKLY, *WHY_NOT]), st.from_regex(r"[A-Za-z0-9-]{1,32}", fullmatch=True))
def test_what_the_code_says_is_read_back_and_is_the_desks(secret: bytes, kind: str, code: str) -> None:
    made = slip(secret, code, kind)
    assert visit_slips.read(f" {made.text()}\n").slip == made
    said = visit_slips.message(code, DAY.isoformat(), kind, made.key)
    assert slip_key.holds(PUBLIC, made.signature, said)


@given(SECRETS)
def test_the_digits_hold_the_same_secret_whatever_the_keyboard(secret: bytes) -> None:
    digits = slip(secret).digits()
    for typed in (digits, persian_digits(digits), digits.replace("-", ""), digits.replace("-", "\n")):
        code = visit_slips.read(typed)
        assert (code.secret, code.slip) == (secret, None)


def test_a_wrong_digit_is_said_with_its_group() -> None:
    digits = slip().digits()
    with pytest.raises(Refused, match="گروه ۲") as refused:
        visit_slips.read(digits.replace("005665", "005656"))
    assert refused.value.field == "visit"
    with pytest.raises(Refused, match="۴۷ رقم"):
        visit_slips.read(digits[:-1].replace("-", ""))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("didar-slip/1", "didar-slip/2", "نسخهٔ تازه‌تری"),
        ("weekly", "seldom", "نسخهٔ تازه‌تری"),
        ("2026-09-13", "2026-13-13", "نوشتهٔ رمزینه"),
        ("102168/", "", "نوشتهٔ رمزینه"),
        ("/weekly/", "/weekly//", "نوشتهٔ رمزینه"),
    ],
)
def test_a_text_that_is_no_slips_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        visit_slips.read(slip().text().replace(old, new))


def test_bits_that_mean_nothing_are_refused_so_that_a_slip_has_one_text() -> None:
    text = slip(bytes(16)).text()
    with pytest.raises(Refused):
        visit_slips.read(text.replace("A" * 22, "A" * 21 + "B"))


@given(st.integers(0, 63), st.integers(1, 255))
def test_a_signature_changed_in_one_byte_is_not_the_desks(at: int, by: int) -> None:
    made = slip()
    said = visit_slips.message(made.code, DAY.isoformat(), made.kind, made.key)
    changed = bytearray(made.signature)
    changed[at] ^= by
    assert not slip_key.holds(PUBLIC, bytes(changed), said)
    assert not slip_key.holds(PUBLIC, made.signature[:-1], said)
    assert not slip_key.holds(slip_key.make()[1], made.signature, said)


def test_neither_day_nor_kind_nor_agency_can_be_put_in_place_of_another() -> None:
    made = slip()
    for code, day, kind in (
        ("102169", "2026-09-13", WEEKLY),
        ("102168", "2026-09-14", WEEKLY),
        ("102168", "2026-09-13", "daily"),
    ):
        assert not slip_key.holds(PUBLIC, made.signature, visit_slips.message(code, day, kind, made.key))


def test_the_larger_s_is_not_taken() -> None:
    made = slip()
    said = visit_slips.message(made.code, DAY.isoformat(), made.kind, made.key)
    larger = slip_key._ORDER - int.from_bytes(made.signature[32:], "big")
    assert not slip_key.holds(PUBLIC, made.signature[:32] + larger.to_bytes(32, "big"), said)


@pytest.mark.parametrize("public", [b"", b"no key", slip_key.make()[0]])
def test_what_is_no_key_has_signed_nothing(public: bytes) -> None:
    assert not slip_key.holds(public, bytes(64), b"")


def test_nothing_shows_the_secret_by_itself() -> None:
    made = slip()
    assert str(made.secret) not in repr(made) + repr(visit_slips.read(made.text()))


@pytest.mark.parametrize("size", [PaperSize.ROLL, PaperSize.A6])
@pytest.mark.parametrize("data", [EXIT, LONG_EXIT])
def test_a_scanner_reads_the_code_from_the_printers_dots_and_a_person_the_digits(
    data: exit_slip.ExitSlip, size: PaperSize
) -> None:
    from dataclasses import replace

    made = slip(code="A" * 32, kind="ceremony")
    drawn = exit_slip.draw(replace(data, proof=exit_slip.Proof(made.text(), made.digits(), "شمرده نمی‌شود")), size)
    assert made.text() in barcodes(drawn, dpi=203)
    words = " ".join(line for page in pdfium(drawn) for line in page)
    assert "این دیدار در گزارش شمرده نمی‌شود." in words
    for group in made.digits().split("-"):
        assert persian_digits(group) in words


def test_a_square_of_the_code_is_not_smaller_than_a_thermal_printer_can_draw() -> None:
    assert exit_slip.MODULE >= 0.4 * 72 / 25.4 * 100
