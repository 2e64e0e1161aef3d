"""A lock whose value could not be taken: nobody sets it otherwise, and the office works on with what it has."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app import agency, backup_folder, office_settings, report_receiver, signing_settings
from app.agency import found
from app.domain.codes import Weekday
from app.domain.counting import Term
from app.domain.errors import Refused
from app.domain.persian.calendar import parse_time
from app.office import Office
from app.report.sealing import sealing_for
from app.report.signed_with import Chosen, With
from app.signing_settings import SigningSettings
from tests.app.report import envelopes
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE
from tests.presets import Lays, lay

__all__ = ["lay"]

OTHER = envelopes.on_a_curve()[1]


def refused(name: str, change: Callable[[], object]) -> None:
    with pytest.raises(Refused) as refusal:
        change()
    assert refusal.value.field == name
    assert "قفل کرده است" in refusal.value.reason


def choose_other(office: Office) -> object:
    pem = OTHER.public_bytes(envelopes.PEM)
    typed = report_receiver.described(pem, office.now()).fingerprint[-8:]
    return report_receiver.choose(office, pem, typed, own_copy=True)


def test_the_receiver_that_the_office_has_stays_and_reports_go_to_it(office: Office, lay: Lays) -> None:
    report_receiver.choose(office, *envelopes.chosen(), own_copy=True)
    usual = report_receiver.usual(office)
    assert usual is not None
    lay("receiver_certificate = none.pem\nlock = receiver_certificate")
    refused("receiver_certificate", lambda: choose_other(office))
    refused("receiver_certificate", lambda: report_receiver.forget(office))
    refused("receiver_certificate", lambda: sealing_for(office, OTHER, office.now()))
    for named in (None, envelopes.certificate()):
        assert sealing_for(office, named, office.now()).fingerprint == usual.fingerprint
    renewed = envelopes.certificate(days=4000).public_bytes(envelopes.PEM)
    assert renewed.decode() != usual.pem
    assert report_receiver.choose(office, renewed, usual.fingerprint[-8:], own_copy=False).pem == renewed.decode()


def test_an_office_without_a_receiver_sends_its_reports_as_before(office: Office, lay: Lays) -> None:
    lay("receiver_certificate = none.pem\nlock = receiver_certificate")
    refused("receiver_certificate", lambda: choose_other(office))
    refused("receiver_certificate", lambda: sealing_for(office, OTHER, office.now()))
    assert sealing_for(office, None, office.now()).certificates == ()


def test_the_library_that_the_office_has_stays_and_signs(
    office: Office, lay: Lays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr("app.report.tokens.TokenSigner", lambda library, *_more, **_named: loaded.append(library))
    own = str(tmp_path / "own.so")
    Path(own).touch()
    signing_settings.change(office, SigningSettings(pkcs11=own))
    lay("pkcs11 = /none/there.so\nlock = pkcs11")
    refused("pkcs11", lambda: signing_settings.change(office, SigningSettings(pkcs11=__file__)))
    refused("pkcs11", lambda: Chosen(With.TOKEN, library=__file__, label="didar").signer(office, "1234"))
    Chosen(With.TOKEN, library=own, label="didar").signer(office, "1234")
    assert loaded == [own]
    assert signing_settings.change(office, SigningSettings(pkcs11=own, pkcs12=__file__)).pkcs12 == __file__


def test_what_stays_within_the_office_stays_too_and_the_rest_may_change(office: Office, lay: Lays) -> None:
    lay("weekday = some\ndue_days = 0\nbackup_folder = Backups\nlock = weekday, due_days, backup_folder")
    settings, eight = office_settings.of(office), parse_time("8:00")
    refused("due_days", lambda: office_settings.change(office, replace(settings, due_days=30)))
    refused("backup_folder", lambda: backup_folder.change(office, "/elsewhere"))
    monday = Term(office.today(), Weekday.MON, eight, parse_time("12:00"))
    refused("weekday", lambda: agency.reschedule(office, monday))
    agency.reschedule(office, replace(monday, weekday=Weekday.SUN, closes=parse_time("13:00")))
    assert office_settings.change(office, replace(settings, capacity=40)).capacity == 40


def test_a_new_office_is_founded_as_it_is_answered(lay: Lays, tmp_path: Path) -> None:
    lay("province = ناکجا\nhours = 8\nweekday = some\nlock = province, hours, weekday, due_days")
    office, _code = found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, kdf=CHEAP)
    with office:
        assert agency.terms(office)[0].weekday is Weekday.SUN
