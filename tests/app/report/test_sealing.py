"""A report that goes out for its receiver only: no plain file at any moment, and verified with the receiver's key."""

import os
from pathlib import Path
from typing import Self

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from app import office_settings, report_receiver
from app.domain import texts
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.domain.persian.text import persian_digits
from app.office import Office
from app.report import canonical, certificates, envelope, make, structure, verify
from app.report.scan import scan
from app.report.trust import Trust, of_office
from tests.app.report import envelopes
from tests.conftest import Clock
from tests.make import registered

SUMMER = Quarter(1405, 2)
NAME = "didar-102168-1405-2"


@pytest.fixture
def over(office: Office, clock: Clock) -> Office:
    registered(office)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    return office


def opened(path: Path) -> bytes:
    return envelope.open(path.read_bytes(), envelopes.key())


def test_with_a_receiver_only_what_he_can_open_is_written(over: Office, tmp_path: Path) -> None:
    made = make.make(over, SUMMER, tmp_path / "out", receiver=envelopes.certificate())
    found = {path.name for path in (tmp_path / "out").iterdir()}
    assert found == {f"{NAME}.pdf.p7m", f"{NAME}.xlsx.p7m", "didar-102168.cert.pem"}
    assert opened(made.pdf).startswith(b"%PDF-1.7")
    assert opened(made.xlsx).startswith(b"PK")
    data = canonical.unpack(structure.attachment(scan(opened(made.pdf))))
    assert data["receiver"] == certificates.fingerprint(envelopes.certificate())


def test_no_byte_of_it_is_ever_plain_on_the_disk(over: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    real = os.fdopen

    class Recorder:
        def __init__(self, file: object) -> None:
            self._file = file

        def __getattr__(self, name: str) -> object:
            return getattr(self._file, name)

        def __enter__(self) -> Self:
            self._file.__enter__()  # type: ignore[attr-defined]
            return self

        def __exit__(self, *given: object) -> None:
            self._file.__exit__(*given)  # type: ignore[attr-defined]

        def write(self, data: bytes) -> int:
            written.append(bytes(data))
            return self._file.write(data)  # type: ignore[attr-defined,no-any-return]

    monkeypatch.setattr(os, "fdopen", lambda *given, **more: Recorder(real(*given, **more)))  # type: ignore[call-overload]
    make.make(over, SUMMER, tmp_path / "out", receiver=envelopes.certificate())
    assert len(written) == 3
    assert not [data for data in written if data.startswith((b"%PDF", b"PK"))]


def test_a_draft_is_for_its_receiver_too(office: Office, tmp_path: Path) -> None:
    registered(office)
    made = make.make(office, SUMMER, tmp_path, receiver=envelopes.certificate())
    assert made.draft
    assert made.pdf.name == f"{NAME}-draft.pdf.p7m"
    assert opened(made.pdf).startswith(b"%PDF")


def test_it_is_verified_with_the_receivers_key_and_not_without(over: Office, tmp_path: Path) -> None:
    made = make.make(over, SUMMER, tmp_path, receiver=envelopes.certificate())
    trusted = of_office(over, Trust())
    shut, whole = (
        next(verify.verify_files([made.pdf], trusted, now=over.now(), key=key)) for key in (None, envelopes.key())
    )
    assert not shut.ok
    assert "p7m" in (shut.reason or "")
    assert whole.ok
    assert whole.remarks == ()
    assert whole.file == str(made.pdf)


def test_it_says_when_it_was_made_for_another(over: Office, tmp_path: Path) -> None:
    texts.speak("en")
    made = make.make(over, SUMMER, tmp_path, receiver=envelopes.certificate())
    plain = opened(made.pdf)
    trusted = of_office(over, Trust())
    key, certificate = envelopes.on_a_curve()
    passed_on = verify.verify(envelope.seal(plain, [certificate]), trusted=trusted, now=over.now(), key=key)
    bare = verify.verify(plain, trusted=trusted, now=over.now())
    for verdict in (passed_on, bare):
        assert verdict.ok
        assert any("made for the receiver" in remark for remark in verdict.remarks)


def test_an_envelope_in_an_envelope_is_refused(over: Office) -> None:
    inside = envelope.seal(b"%PDF-1.7", [envelopes.certificate()])
    outside = envelope.seal(inside, [envelopes.certificate()])
    verdict = verify.verify(outside, trusted=Trust(), now=over.now(), key=envelopes.key())
    assert verdict.detail == "nested"


def test_a_changed_envelope_is_refused_and_not_by_a_death(over: Office, tmp_path: Path) -> None:
    texts.speak("en")
    made = make.make(over, SUMMER, tmp_path, receiver=envelopes.certificate())
    data = bytearray(made.pdf.read_bytes())
    data[-1] ^= 1
    made.pdf.write_bytes(data)
    (verdict,) = verify.verify_files([made.pdf], Trust(), now=over.now(), key=envelopes.key())
    assert "changed on its way" in (verdict.reason or "")


# the office's usual receiver


def test_the_usual_receiver_is_taken_where_none_is_named_and_the_office_opens_its_copy(
    over: Office, tmp_path: Path
) -> None:
    report_receiver.choose(over, *envelopes.chosen(), own_copy=True)
    made = make.make(over, SUMMER, tmp_path)
    assert opened(made.pdf).startswith(b"%PDF")
    own = make.own_signer(over)
    assert envelope.open(made.pdf.read_bytes(), own._key).startswith(b"%PDF")
    report_receiver.forget(over)
    assert report_receiver.usual(over) is None


def test_a_receiver_is_chosen_only_by_who_has_heard_the_fingerprint(over: Office) -> None:
    texts.speak("en")
    content, _read_out = envelopes.chosen()
    for typed in ("", "00000000", certificates.fingerprint(envelopes.certificate())):
        with pytest.raises(Refused, match="last eight letters"):
            report_receiver.choose(over, content, typed, own_copy=False)
    assert report_receiver.usual(over) is None
    chosen = report_receiver.choose(over, content, _read_out.upper()[:4] + " " + _read_out[4:], own_copy=False)
    assert report_receiver.usual(over) == chosen
    assert chosen.name == "دفتر بازرسی استانداری"


def other_chosen() -> tuple[bytes, str]:
    _private, made = envelopes.on_a_curve()
    return made.public_bytes(Encoding.PEM), certificates.fingerprint(made)[-8:]


def test_another_key_is_remembered_with_the_one_that_it_replaced_and_a_renewed_certificate_is_none(
    over: Office,
) -> None:
    first = report_receiver.choose(over, *envelopes.chosen(), own_copy=True)
    assert first.replaced == ""
    renewed = envelopes.certificate(days=4000)
    heard = certificates.fingerprint(renewed)[-8:]
    assert report_receiver.choose(over, renewed.public_bytes(Encoding.PEM), heard, own_copy=True).replaced == ""
    report_receiver.forget(over)  # to take the old one out first makes it no less of a change
    second = report_receiver.choose(over, *other_chosen(), own_copy=True)
    assert second.replaced == first.fingerprint
    back = report_receiver.choose(over, *envelopes.chosen(), own_copy=True)
    assert back.replaced == ""


def test_the_letters_may_be_typed_in_persian_digits(over: Office) -> None:
    content, heard = envelopes.chosen()
    assert report_receiver.choose(over, content, persian_digits(heard), own_copy=False).name == "دفتر بازرسی استانداری"


def test_a_receiver_who_could_not_open_it_is_refused_in_words_also_where_another_one_is_usual(
    over: Office, tmp_path: Path
) -> None:
    report_receiver.choose(over, *envelopes.chosen(), own_copy=True)
    _key, other = envelopes.on_a_curve(ec.SECP256K1())
    with pytest.raises(Refused):
        make.make(over, SUMMER, tmp_path / "out", receiver=other)
    assert not (tmp_path / "out").exists()


def test_an_expired_receiver_stops_the_report_before_anything_is_signed(over: Office, tmp_path: Path) -> None:
    texts.speak("en")
    with pytest.raises(Refused, match="not in force"):
        make.make(over, SUMMER, tmp_path / "out", receiver=envelopes.certificate(**envelopes.EXPIRED))
    assert not (tmp_path / "out").exists()


def test_the_command_line_encrypts_verifies_and_opens(over: Office, tmp_path: Path) -> None:
    """What a receiver does with what came, in three commands."""
    made = make.make(over, SUMMER, tmp_path, receiver=envelopes.certificate())
    (tmp_path / "office.pem").write_bytes(report_receiver.own_certificate(over).public_bytes(Encoding.PEM))
    key = envelopes.written(tmp_path, passphrase=b"2468")
    (tmp_path / "pin").write_text("۲۴۶۸\n", "utf-8")
    from app.cli import main

    given = ["--key", str(key), "--pin-file", str(tmp_path / "pin")]
    (tmp_path / "pin").chmod(0o600)
    assert main(["verify", str(made.pdf), "--trust", str(tmp_path / "office.pem"), *given]) == 0
    assert main(["open", str(made.xlsx), *given, "--out", str(tmp_path / "sheet.xlsx")]) == 0
    assert (tmp_path / "sheet.xlsx").read_bytes() == opened(made.xlsx)
    assert main(["open", str(made.xlsx), *given, "--out", str(tmp_path / "sheet.xlsx")]) == 1


def test_confidential_stands_in_the_report_when_the_office_wants_it(over: Office, tmp_path: Path) -> None:
    office_settings.change(over, office_settings.OfficeSettings(confidential_reports=True))
    made = make.make(over, SUMMER, tmp_path)
    assert canonical.unpack(structure.attachment(scan(made.pdf.read_bytes())))["confidential"] is True
