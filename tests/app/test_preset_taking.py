"""What becomes of a preset in the office: locked ones can't be changed, and what decides where data goes waits."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import agency, backup_folder, office_settings, preset_taking, presets, report_receiver, signing_settings
from app.agency import found
from app.domain.codes import AgencyKind, Role, Weekday
from app.domain.counting import Term, term_on
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali, parse_time
from app.office import Office, SignedIn
from app.preset_taking import State, Waiting
from app.report import certificates
from app.report.signed_with import Chosen, With
from app.security import audit
from app.signing_settings import SigningSettings
from db.models import AuditEntry, AuditValue
from tests.app.report import envelopes
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock
from tests.presets import Lays, lay

__all__ = ["lay"]

ELSEWHERE = "https://tsa.example.ir/"


@pytest.fixture
def receiver(tmp_path: Path) -> str:
    """Its line."""
    (tmp_path / "inspection.pem").write_bytes(envelopes.certificate().public_bytes(envelopes.PEM))
    return "receiver_certificate = inspection.pem\n"


def acts(office: Office) -> list[str]:
    with office.connection() as connection:
        return list(connection.scalars(select(AuditEntry.act).order_by(AuditEntry.seq)))


def names(office: Office) -> list[str]:
    return [offer.given.name for offer in preset_taking.waiting(office).offers]


def states(office: Office) -> dict[str, State]:
    return {row.given.name: row.state for row in preset_taking.overview(office)}


# locked ---------------------------------------------


def test_a_locked_setting_is_refused_at_its_field_with_what_it_is(office: Office, lay: Lays) -> None:
    lay("due_days = 15\nthursdays_closed = no\nlock = due_days")
    settings = office_settings.of(office)
    with pytest.raises(Refused) as refused:
        office_settings.change(office, replace(settings, due_days=30))
    assert refused.value.field == "due_days"
    assert "«۱۵»" in refused.value.reason
    assert office_settings.change(office, replace(settings, thursdays_closed=True, capacity=40)).capacity == 40


def test_what_says_where_data_goes_can_not_be_changed_either(
    office: Office, lay: Lays, receiver: str, tmp_path: Path
) -> None:
    (tmp_path / "token.so").touch()
    lay(
        f"{receiver}tsa = {ELSEWHERE}\npkcs11 = {tmp_path / 'token.so'}\nbackup_folder = {tmp_path}\n"
        "lock = receiver_certificate, tsa, pkcs11, backup_folder"
    )
    other = envelopes.on_a_curve()[1].public_bytes(envelopes.PEM)
    refusals = {
        "tsa": lambda: signing_settings.change(office, SigningSettings(tsa="https://other.example/")),
        "pkcs11": lambda: signing_settings.change(office, SigningSettings(pkcs11=__file__)),
        "backup_folder": lambda: backup_folder.change(office, "/elsewhere"),
        "receiver_certificate": lambda: report_receiver.choose(
            office, other, report_receiver.described(other, office.now()).fingerprint[-8:], own_copy=True
        ),
    }
    for name, change in refusals.items():
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.field == name
    with pytest.raises(Refused):
        report_receiver.forget(office)
    assert signing_settings.change(office, SigningSettings(pkcs12=__file__)).pkcs12 == __file__


def test_until_a_locked_library_is_taken_the_office_signs_with_its_own_and_no_other(
    office: Office, lay: Lays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr("app.report.tokens.TokenSigner", lambda library, *_more, **_named: loaded.append(library))
    locked, own, other = (str(tmp_path / name) for name in ("locked.so", "own.so", "other.so"))
    for path in (locked, own, other):
        Path(path).touch()
    signing_settings.change(office, SigningSettings(pkcs11=own))
    lay(f"pkcs11 = {locked}\nlock = pkcs11")
    for library in (own, locked):
        Chosen(With.TOKEN, library=library, label="didar").signer(office, "1234")
    with pytest.raises(Refused) as refused:
        Chosen(With.TOKEN, library=other, label="didar").signer(office, "1234")
    assert (refused.value.field, loaded) == ("pkcs11", [own, locked])
    assert f"کتابخانهٔ توکن (PKCS#11)» را «{locked}»" in refused.value.reason


def test_a_locked_receiver_may_be_taken_by_its_fingerprint_and_the_own_copy_stays_the_offices(
    office: Office, lay: Lays, receiver: str
) -> None:
    lay(receiver + "lock = receiver_certificate")
    for own_copy in (True, False):
        assert report_receiver.choose(office, *envelopes.chosen(), own_copy=own_copy).own_copy is own_copy


def test_weekday_and_hours_that_are_locked_stay_while_the_rest_of_a_term_may_change(office: Office, lay: Lays) -> None:
    lay("weekday = sun\nlock = weekday")
    today = office.today()
    nine = parse_time("9:00")
    agency.reschedule(office, Term(today, Weekday.SUN, nine, parse_time("12:00")))
    with pytest.raises(Refused) as refused:
        agency.reschedule(office, Term(today, Weekday.MON, nine, parse_time("12:00")))
    assert refused.value.field == "weekday"
    lay("hours = 9:00-12:00\nlock = hours")
    with pytest.raises(Refused) as refused:
        agency.reschedule(office, Term(today, Weekday.SUN, nine, parse_time("13:00")))
    assert refused.value.field == "hours"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("province = یزد", "province"),
        ("county = شوش", "county"),
        ("kind = bank", "kind"),
        ("weekday = tue", "weekday"),
        ("hours = 9:00-12:00", "hours"),
    ],
)
def test_an_office_is_not_founded_against_what_is_locked(line: str, field: str, lay: Lays, tmp_path: Path) -> None:
    lay(f"{line}\nlock = {field}")
    with pytest.raises(Refused) as refused:
        found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, kdf=CHEAP)
    assert refused.value.field == field
    assert not (tmp_path / "new").exists()


def test_a_new_office_begins_with_what_the_preset_says_of_it_and_nothing_that_leads_out(
    lay: Lays, tmp_path: Path, clock: Clock, receiver: str
) -> None:
    lay(f"{receiver}weekday = tue\ndue_days = 10\nconfidential_reports = yes\ntsa = {ELSEWHERE}\nlock = due_days")
    office, _code = found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    with office:
        settings = office_settings.of(office)
        assert (settings.due_days, settings.confidential_reports) == (10, True)
        assert agency.terms(office)[0].weekday is Weekday.SUN, "what is not locked is only offered in the wizard"
        assert signing_settings.of(office).tsa == ""
        assert names(office) == ["receiver_certificate", "tsa"]


# followed at the next start ---------------------------------------------


def test_what_is_locked_later_is_taken_at_the_next_start_whoever_signs_in(office: Office, lay: Lays) -> None:
    before = agency.terms(office)
    lay(
        "province = یزد\nkind = bank\nweekday = tue\nhours = 9:00-11:00\ndue_days = 10\nthursdays_closed = yes\n"
        "lock = province, kind, weekday, hours, due_days"
    )
    assert states(office)["weekday"] is State.OWN
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.READER,))
    preset_taking.follow(office)
    details, settings = agency.details(office), office_settings.of(office)
    assert (details.province, details.county, details.kind) == ("یزد", "اهواز", AgencyKind.BANK)
    assert (settings.due_days, settings.thursdays_closed) == (10, False)
    terms = agency.terms(office)
    assert terms[: len(before)] == before, "earlier terms stay"
    now = term_on(office.today(), terms)
    assert now is not None
    assert (now.weekday, now.opens.hour, now.closes.hour) == (Weekday.TUE, 9, 11)
    assert "preset.follow" in acts(office)
    seen = len(acts(office))
    preset_taking.follow(office)
    assert len(acts(office)) == seen, "what is so already writes nothing"


def test_what_is_not_locked_stays_as_the_office_has_it(office: Office, lay: Lays) -> None:
    lay("province = یزد\nweekday = tue\ndue_days = 10")
    seen = len(acts(office))
    preset_taking.follow(office)
    assert len(acts(office)) == seen
    assert set(states(office).values()) == {State.OWN}


def test_a_term_that_is_planned_for_later_obeys_too(office: Office, lay: Lays) -> None:
    later = jalali(1405, 9, 1)
    agency.reschedule(office, Term(later, Weekday.WED, parse_time("8:00"), parse_time("10:00")))
    lay("weekday = tue\nlock = weekday")
    preset_taking.follow(office)
    assert {term.weekday for term in agency.terms(office) if term.since >= office.today()} == {Weekday.TUE}


@pytest.mark.parametrize("line", ["weekday = sun\nlock = weekday", "hours = 8:00-12:00\nlock = hours"])
def test_a_term_that_is_planned_for_later_obeys_where_todays_is_so_already(
    office: Office, lay: Lays, line: str
) -> None:
    now = term_on(office.today(), agency.terms(office))
    assert now is not None
    assert (now.weekday, now.opens, now.closes) == (Weekday.SUN, parse_time("8:00"), parse_time("12:00"))
    planned = Term(jalali(1405, 9, 1), Weekday.WED, parse_time("9:00"), parse_time("10:00"))
    agency.reschedule(office, planned)
    before = agency.terms(office)
    lay(line)
    name = line.split(maxsplit=1)[0]
    assert states(office)[name] is State.OWN
    preset_taking.follow(office)
    assert states(office)[name] is State.SO
    obeys = {
        "weekday": replace(planned, weekday=now.weekday),
        "hours": replace(planned, opens=now.opens, closes=now.closes),
    }
    assert agency.terms(office) == [*before[:-1], obeys[name]], "today's is left as it is"
    seen = len(acts(office))
    preset_taking.follow(office)
    assert len(acts(office)) == seen


# where data goes ---------------------------------------------


def test_what_says_where_data_goes_waits_until_an_administrator_takes_it(
    office: Office, lay: Lays, receiver: str, tmp_path: Path
) -> None:
    (tmp_path / "token.so").touch()
    lay(f"{receiver}tsa = {ELSEWHERE}\npkcs11 = {tmp_path / 'token.so'}\nbackup_folder = /media/usb\nlock = tsa")
    preset_taking.follow(office)
    assert signing_settings.of(office) == SigningSettings()
    assert report_receiver.usual(office) is None
    offered = preset_taking.waiting(office).offers
    assert [offer.given.name for offer in offered] == ["receiver_certificate", "backup_folder", "tsa", "pkcs11"]
    assert [offer.locked for offer in offered] == [False, False, True, False]
    assert {offer.given.source for offer in offered} == {str(tmp_path / "didar-preset.ini")}
    assert offered[0].receiver is not None
    preset_taking.take(office, Waiting(offered))
    assert signing_settings.of(office).tsa == ELSEWHERE
    assert signing_settings.of(office).pkcs11 == str(tmp_path / "token.so")
    assert backup_folder.of(office) == "/media/usb"
    usual = report_receiver.usual(office)
    assert usual is not None
    assert (usual.fingerprint, usual.own_copy) == (offered[0].receiver.fingerprint, True)
    assert names(office) == []
    assert set(states(office).values()) == {State.SO}
    assert acts(office)[-1] == "preset.take"
    with office.connection() as connection:
        audit.check(connection)


def test_a_receiver_taken_in_place_of_another_leaves_the_own_copy_as_the_office_had_it(
    office: Office, lay: Lays, receiver: str
) -> None:
    other = envelopes.on_a_curve()[1].public_bytes(envelopes.PEM)
    typed = report_receiver.described(other, office.now()).fingerprint[-8:]
    report_receiver.choose(office, other, typed, own_copy=False)
    lay(receiver)
    preset_taking.take(office, preset_taking.waiting(office))
    usual = report_receiver.usual(office)
    assert usual is not None
    assert (usual.fingerprint[-8:], usual.own_copy) == (envelopes.chosen()[1], False)


def test_only_what_was_shown_is_taken(office: Office, lay: Lays) -> None:
    lay(f"tsa = {ELSEWHERE}\nbackup_folder = /media/usb")
    shown = preset_taking.waiting(office)
    lay("tsa = https://evil.example/\nbackup_folder = /media/usb")
    preset_taking.take(office, shown)
    assert signing_settings.of(office).tsa == ""
    assert backup_folder.of(office) == "/media/usb"
    assert names(office) == ["tsa"]


def test_who_does_not_take_it_is_asked_again_for_what_is_locked_and_for_the_rest_when_it_changes(
    office: Office, lay: Lays
) -> None:
    lay(f"tsa = {ELSEWHERE}\nbackup_folder = /media/usb\nlock = tsa")
    preset_taking.leave(office, preset_taking.waiting(office))
    assert acts(office)[-1] == "preset.leave"
    assert names(office) == ["tsa"]
    assert states(office) == {"tsa": State.WAITS, "backup_folder": State.OWN}
    assert signing_settings.of(office).tsa == "", "until then the office goes on as before"
    lay(f"tsa = {ELSEWHERE}\nbackup_folder = /media/other\nlock = tsa")
    assert names(office) == ["backup_folder", "tsa"]


def test_what_was_taken_is_shown_again_when_it_changes_with_what_is_so_now(
    office: Office, lay: Lays, receiver: str, tmp_path: Path
) -> None:
    lay(receiver + "lock = receiver_certificate")
    preset_taking.take(office, preset_taking.waiting(office))
    other = envelopes.on_a_curve()[1]
    (tmp_path / "inspection.pem").write_bytes(other.public_bytes(envelopes.PEM))
    lay(receiver + "lock = receiver_certificate")
    (offer,) = preset_taking.waiting(office).offers
    assert offer.now == "دفتر بازرسی استانداری"
    preset_taking.take(office, Waiting((offer,)))
    usual = report_receiver.usual(office)
    assert usual is not None
    assert usual.replaced, "the report says that the key was another one"


def test_an_unlocked_value_that_the_office_changed_is_its_own_and_not_asked_for(office: Office, lay: Lays) -> None:
    lay(f"tsa = {ELSEWHERE}")
    preset_taking.take(office, preset_taking.waiting(office))
    signing_settings.change(office, SigningSettings(tsa="https://own.example/"))
    assert names(office) == []
    assert states(office) == {"tsa": State.OWN}
    lay(f"tsa = {ELSEWHERE}\nlock = tsa")
    assert names(office) == ["tsa"]


def test_the_trail_keeps_what_was_shown_and_taken(office: Office, lay: Lays) -> None:
    lay(f"tsa = {ELSEWHERE}")
    preset_taking.take(office, preset_taking.waiting(office))
    with office.connection() as connection:
        told = connection.execute(
            select(AuditValue.payload)
            .join(AuditEntry, AuditEntry.seq == AuditValue.seq)
            .where(AuditEntry.act == "preset.take", AuditEntry.kind == "office_setting")
        ).scalars()
        after = {row["key"]: row["value"] for row in (json.loads(payload)["after"] for payload in told)}
    assert after == {"signing_tsa": json.dumps(ELSEWHERE), "preset_seen": json.dumps({"tsa": ELSEWHERE})}


def test_the_trail_keeps_each_answer_with_the_name_the_value_and_where_it_was_set(
    office: Office, lay: Lays, receiver: str, tmp_path: Path
) -> None:
    lay(f"{receiver}tsa = {ELSEWHERE}\nlock = tsa, receiver_certificate")
    for _sign_in in range(2):
        preset_taking.leave(office, preset_taking.waiting(office))
    shown = preset_taking.waiting(office)
    lay(f"{receiver}tsa = https://changed.example/\nlock = tsa, receiver_certificate")
    preset_taking.take(office, shown)
    source, fingerprint = str(tmp_path / "didar-preset.ini"), certificates.fingerprint(envelopes.certificate())

    def answer(tsa: str, of_receiver: str) -> dict[str, dict[str, str]]:
        return {
            "receiver_certificate": {"value": fingerprint, "source": source, "answer": of_receiver},
            "tsa": {"value": ELSEWHERE, "source": source, "answer": tsa},
        }

    assert answers(office) == [
        ("preset.leave", answer("leave", "leave")),
        ("preset.leave", answer("leave", "leave")),
        ("preset.take", answer("changed since", "take")),
    ]
    preset_taking.leave(office, Waiting())
    assert len(answers(office)) == 3
    with office.connection() as connection:
        audit.check(connection)


def answers(office: Office) -> list[tuple[str, Any]]:
    with office.connection() as connection:
        told = connection.execute(
            select(AuditEntry.act, AuditValue.payload)
            .join(AuditEntry, AuditEntry.seq == AuditValue.seq)
            .where(AuditEntry.kind == "preset")
            .order_by(AuditEntry.seq)
        )
        return [(act, json.loads(payload)["after"]) for act, payload in told]


def test_what_is_bad_is_told_once_and_again_when_it_is_something_else(office: Office, lay: Lays) -> None:
    lay("tsa = ftp://x/\n")
    shown = preset_taking.waiting(office)
    assert (shown.offers, len(shown.told), bool(shown)) == ((), 1, True)
    preset_taking.leave(office, shown)
    assert not preset_taking.waiting(office)
    lay("\ntsa = ftp://x/\n")
    assert preset_taking.waiting(office)


def test_a_pc_without_a_preset_asks_for_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presets, "of_this_pc", lambda: presets.NONE)
    preset_taking.follow(office)
    assert not preset_taking.waiting(office)
    assert preset_taking.overview(office) == ()


def test_a_backups_folder_is_a_whole_path_or_none(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        backup_folder.change(office, "Backups")
    assert refused.value.field == "backup_folder"
    assert backup_folder.change(office, " /media/usb ") == backup_folder.of(office) == "/media/usb"
    assert office_settings.of(office) == office_settings.OfficeSettings()
    assert backup_folder.change(office, "") == backup_folder.of(office) == ""
