"""Registry and file together: which value holds, what is locked, and to what a receiver's certificate is held."""

from pathlib import Path

import pytest

from app import backup_folder, preset_cli, preset_sources, presets
from app.domain.codes import Weekday
from app.domain.errors import Refused
from app.office import Office
from app.presets import Preset
from app.report import certificates
from tests.app.report import envelopes
from tests.presets import NOW, Lays, lay, of, places

__all__ = ["lay"]


def test_group_policy_goes_before_the_file_name_by_name_and_locks_of_both_hold(tmp_path: Path) -> None:
    path = tmp_path / "preset"
    path.write_text("weekday = mon\ndue_days = 5\nlock = due_days, weekday", encoding="utf-8")
    policy = [("Weekday", "tue"), ("thursdays_closed", 1), ("lock_thursdays_closed", 1), ("lock_weekday", 0)]
    preset = presets.read(places(path, policy), NOW)
    assert {name: given.value for name, given in preset.given.items()} == {
        "weekday": Weekday.TUE,
        "due_days": 5,
        "thursdays_closed": True,
    }
    assert preset.locked == {"weekday", "due_days", "thursdays_closed"}
    assert preset.sources == (preset_sources.POLICY_SHOWN, str(path))
    assert preset.given["weekday"].source == preset_sources.POLICY_SHOWN


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("weekday = mon", [("lock_weekday", 1)]),
        ("weekday = mon", [("lock", "weekday")]),
        ("lock = weekday", [("weekday", "mon")]),
    ],
)
def test_a_lock_in_one_place_holds_for_a_value_in_the_other(
    text: str, policy: list[tuple[str, object]], tmp_path: Path
) -> None:
    (tmp_path / "preset").write_text(text, encoding="utf-8")
    preset = presets.read(places(tmp_path / "preset", policy), NOW)
    assert (preset.value("weekday"), preset.faults) == (Weekday.MON, ())
    assert preset.locked == {"weekday"}


@pytest.mark.parametrize("in_registry", [True, False], ids=["certificate in the registry", "in the file"])
def test_a_fingerprint_in_one_place_is_held_against_the_certificate_in_the_other(
    in_registry: bool, tmp_path: Path
) -> None:
    made, other = envelopes.certificate(), envelopes.on_a_curve()[1]
    (tmp_path / "inspection.pem").write_bytes(made.public_bytes(envelopes.PEM))
    path, pem = tmp_path / "preset", ("receiver_certificate", str(tmp_path / "inspection.pem"))

    def of_both(fingerprint: str) -> Preset:
        asserted = ("receiver_fingerprint", fingerprint)
        in_file, policy = (asserted, pem) if in_registry else (pem, asserted)
        path.write_text(" = ".join(in_file), encoding="utf-8")
        return presets.read(places(path, [policy]), NOW)

    right = of_both(certificates.fingerprint(made))
    assert (set(right.given), right.faults) == ({"receiver_certificate"}, ())
    wrong = of_both(certificates.fingerprint(other))
    assert wrong.given == {}
    (fault,) = wrong.faults
    assert (fault.name, fault.place) == (
        "receiver_certificate",
        preset_sources.POLICY_SHOWN if in_registry else str(path),
    )
    assert "اثر انگشت دیگری" in fault.reason
    assert (str(path) if in_registry else preset_sources.POLICY_SHOWN) in fault.reason
    none = of_both("abc")
    assert (none.given, [fault.name for fault in none.faults]) == ({}, ["receiver_fingerprint"])


def test_the_registrys_fingerprint_goes_before_the_files(tmp_path: Path) -> None:
    made, other = envelopes.certificate(), envelopes.on_a_curve()[1]
    (tmp_path / "inspection.pem").write_bytes(made.public_bytes(envelopes.PEM))
    text = "receiver_certificate = inspection.pem\nreceiver_fingerprint = "
    (tmp_path / "preset").write_text(text + certificates.fingerprint(made), encoding="utf-8")
    policy = [("receiver_fingerprint", certificates.fingerprint(other))]
    assert presets.read(places(tmp_path / "preset", policy), NOW).given == {}


def test_a_fingerprint_without_a_certificate_anywhere_is_named(tmp_path: Path) -> None:
    (fault,) = of(f"due_days = 9\nreceiver_fingerprint = {'0a' * 32}", tmp_path).faults
    assert (fault.number, fault.name) == (2, "receiver_fingerprint")
    assert "گواهی گیرنده نیست" in fault.reason


@pytest.mark.parametrize("value", [None, ["0a", "0b"], "", "abc", "\u200e" + "0a" * 32])
def test_a_fingerprint_of_any_wrong_kind_in_the_registry_takes_the_certificate_with_it(
    value: object, tmp_path: Path
) -> None:
    (tmp_path / "inspection.pem").write_bytes(envelopes.certificate().public_bytes(envelopes.PEM))
    (tmp_path / "preset").write_text("receiver_certificate = inspection.pem", encoding="utf-8")
    preset = presets.read(places(tmp_path / "preset", [("Receiver_Fingerprint", value)]), NOW)
    assert preset.given == {}
    assert [fault.name.lower() for fault in preset.faults] == ["receiver_fingerprint"]


# a lock whose value could not be taken ---------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "receiver_certificate = none.pem",
        "receiver_certificate = old.pem",
        "pkcs11 = /none/there.so",
        "tsa = ftp://tsa.example/",
        "weekday = someday",
        "county =",
        "# backup_folder",
    ],
)
def test_a_lock_holds_although_its_value_could_not_be_taken_and_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "old.pem").write_bytes(envelopes.certificate(**envelopes.EXPIRED).public_bytes(envelopes.PEM))
    name = line.removeprefix("# ").split(maxsplit=1)[0]
    preset = of(f"{line}\nlock = {name}", tmp_path)
    assert (preset.given, preset.locked, preset.held) == ({}, frozenset(), {name})
    assert preset.faults[-1].number == 2
    assert "همان که دفتر دارد می‌ماند" in preset.faults[-1].reason
    assert f"{name} (قفل، هیچ مقداری پذیرفته نشد)" in preset_cli.lines(preset)
    assert preset_cli.as_dict(preset)["locked_without_value"] == [name]


def test_a_certificate_that_its_fingerprint_refuses_stays_locked(tmp_path: Path) -> None:
    (tmp_path / "inspection.pem").write_bytes(envelopes.certificate().public_bytes(envelopes.PEM))
    text = f"receiver_certificate = inspection.pem\nreceiver_fingerprint = {'0a' * 32}\nlock = receiver_certificate"
    assert of(text, tmp_path).held == {"receiver_certificate"}


def test_what_the_office_has_may_be_kept_again(lay: Lays, office: Office) -> None:
    backup_folder.change(office, "/media/usb")
    lay("lock = backup_folder")
    assert backup_folder.change(office, "/media/usb") == "/media/usb"
    with pytest.raises(Refused, match="واحد فناوری اطلاعات"):
        backup_folder.change(office, "/elsewhere")


def test_a_value_that_could_be_taken_in_the_other_place_is_what_is_locked(tmp_path: Path) -> None:
    (tmp_path / "preset").write_text("weekday = mon", encoding="utf-8")
    preset = presets.read(places(tmp_path / "preset", [("weekday", "some"), ("lock_weekday", 1)]), NOW)
    assert (preset.locked, preset.held) == ({"weekday"}, frozenset())
