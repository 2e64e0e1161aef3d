"""A preset: what it may say, what is named as bad and why, and from where it is taken at all."""

import base64
import datetime as dt
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from app import cli, preset_sources, presets
from app.domain.codes import AgencyKind, Weekday
from app.preset_keys import KEYS
from app.preset_lines import LARGEST, LONGEST, Fault
from app.presets import Preset
from app.report import certificates
from tests.app.report import envelopes
from tests.presets import NOW, of, places

EVERYTHING = """\
# فرمانداری‌های استان
province = خوزستان
county = اهواز
kind = فرمانداری
weekday = mon
hours = 8:00-12:30

; مهلت‌ها
due_days = ۱۰
thursdays_closed = yes
confidential_reports = بله
backup_folder = "{folder}"
tsa = https://tsa.example.ir/
pkcs11 = {library}
receiver_certificate = inspection.pem
receiver_fingerprint = {fingerprint}
lock = weekday, hours, receiver_certificate
"""


@pytest.fixture
def everything(tmp_path: Path) -> str:
    made = envelopes.certificate()
    (tmp_path / "inspection.pem").write_bytes(made.public_bytes(envelopes.PEM))
    (tmp_path / "token.so").touch()
    return EVERYTHING.format(
        folder=tmp_path / "پشتیبان", library=tmp_path / "token.so", fingerprint=certificates.fingerprint(made).upper()
    )


def said(preset: Preset) -> list[tuple[int, str, str]]:
    return [(fault.number, fault.name, fault.reason) for fault in preset.faults]


def test_all_that_a_preset_can_say(everything: str, tmp_path: Path) -> None:
    preset = of(everything, tmp_path)
    assert said(preset) == []
    values = {name: given.value for name, given in preset.given.items()}
    receiver = values.pop("receiver_certificate")
    assert receiver.name == "دفتر بازرسی استانداری"
    assert values == {
        "province": "خوزستان",
        "county": "اهواز",
        "kind": AgencyKind.COUNTY_GOVERNOR,
        "weekday": Weekday.MON,
        "hours": (dt.time(8), dt.time(12, 30)),
        "due_days": 10,
        "thursdays_closed": True,
        "confidential_reports": True,
        "backup_folder": str(tmp_path / "پشتیبان"),
        "tsa": "https://tsa.example.ir/",
        "pkcs11": str(tmp_path / "token.so"),
    }
    assert set(preset.given) == set(KEYS)
    assert preset.locked == {"weekday", "hours", "receiver_certificate"}
    assert preset.sources == (str(tmp_path / "didar-preset.ini"),)
    assert [given.shown for given in preset.given.values()]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("استان خوزستان", "«نام = مقدار» نیست"),
        ("province = ناکجا", "استانی به این نام نیست"),
        ("weekday = someday", "شناخته نشد"),
        ("hours = 12:00-8:00", "پایان دیدار باید پس از آغاز آن باشد"),
        ("hours = 8", "ساعت درست نیست"),
        ("due_days = 8", "دو بار"),
        ("confidential_reports = شاید", "بله یا خیر"),
        ("province =", "مقدار ندارد"),
        ("county = " + "ن" * 61, "مقدار بیش از اندازه بلند است"),
        ("county = اهواز\u202e", "دیده نمی‌شوند"),
        ("tsa = ftp://tsa.example/", "http"),
        ("pkcs11 = //server/share/token.so", "از همین رایانه"),
        (r"pkcs11 = \\server\share\token.dll", "نشانی کامل"),
        (r"pkcs11 = /\server\share\token.dll", "از همین رایانه"),
        ("pkcs11 = token.so", "نشانی کامل"),
        ("pkcs11 = /none/there.so", "پرونده‌ای با این نام نیست"),
        ("backup_folder = %USERPROFILE%/Backups", "جایگزین نمی‌شود"),
        ("backup_folder = /home/$USER", "جایگزین نمی‌شود"),
        ("backup_folder = Backups", "نشانی کامل"),
        ("backup_folder = /" + "ا" * LONGEST, "مقدار بیش از اندازه بلند است"),
        ("receiver_certificate = none.pem", "خواندنی نیست"),
        ("receiver_certificate = //server/share/receiver.pem", "از همین رایانه"),
        (r"receiver_certificate = /\server\share\receiver.pem", "از همین رایانه"),
        ("receiver_certificate = !!", "نه نام پروندهٔ گواهی است"),
        ("receiver_certificate = QUJD", "گواهی ندارد"),
        ("receiver_fingerprint = abc", "۶۴"),
        ("lock = tsa", "مقداری ندارد"),
        ("lock = colour", "تنظیمی به این نام"),
        ("lock_tsa = perhaps", "بله یا خیر"),
        ("include = other.ini", "تنظیمی به این نام"),
        ("province_code = 06", "تنظیمی به این نام"),
        ("passphrase = چهار واژه", "هیچ‌گاه"),
        ("update_key = abc", "هیچ‌گاه"),
        ("rights = administrator", "هیچ‌گاه"),
        ("lock = password", "هیچ‌گاه"),
        ("[didar]", "«نام = مقدار» نیست"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_the_rest_stands(line: str, reason: str, tmp_path: Path) -> None:
    preset = of(f"due_days = 9\n{line}\nthursdays_closed = no\n", tmp_path)
    faults = [fault for fault in preset.faults if fault.number == 2]
    assert len(faults) == 1, said(preset)
    assert reason in faults[0].reason
    assert "سطر ۲" in faults[0].sentence()
    assert (preset.value("due_days"), preset.value("thursdays_closed")) == (9, False)


def test_the_joint_within_a_persian_word_is_no_unseen_letter(tmp_path: Path) -> None:
    assert of("county = خدا\u200cآفرین", tmp_path).value("county") == "خدا\u200cآفرین"


def test_a_name_that_stands_twice_holds_as_it_was_first(tmp_path: Path) -> None:
    preset = of("due_days = 10\nDUE_DAYS = 20\n", tmp_path)
    assert preset.value("due_days") == 10
    assert [fault.number for fault in preset.faults] == [2]


@pytest.mark.parametrize("days", ["0", "366", "1e2", "-3", "²", "ده"])
def test_days_are_a_number_from_1_to_365(days: str, tmp_path: Path) -> None:
    (fault,) = of(f"due_days = {days}", tmp_path).faults
    assert "از ۱ تا ۳۶۵" in fault.reason


def test_a_certificate_whose_key_has_another_fingerprint_is_not_taken(everything: str, tmp_path: Path) -> None:
    other = everything.replace("receiver_fingerprint = ", "receiver_fingerprint = 0").replace("\nlock", "\n# lock")
    line = next(line for line in other.splitlines() if line.startswith("receiver_fingerprint"))
    preset = of(other.replace(line, line[:-1]), tmp_path)
    assert "receiver_certificate" not in preset.given
    (fault,) = preset.faults
    assert fault.name == "receiver_certificate"
    assert "اثر انگشت دیگری" in fault.reason


def test_a_fingerprint_that_is_none_takes_the_certificate_with_it(everything: str, tmp_path: Path) -> None:
    """What was meant as a check must not fall away by a slip of the finger."""
    lines = ["receiver_fingerprint = abc" if "fingerprint" in line else line for line in everything.splitlines()]
    preset = of("\n".join(lines), tmp_path)
    assert "receiver_certificate" not in preset.given
    assert "receiver_certificate" not in preset.locked
    assert preset.held == {"receiver_certificate"}


def test_a_certificate_that_is_not_in_force_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.cer").write_bytes(envelopes.certificate(**envelopes.EXPIRED).public_bytes(Encoding.DER))
    (fault,) = of("receiver_certificate = old.cer", tmp_path).faults
    assert fault.number == 1


def test_a_certificate_stands_in_the_line_itself_too(tmp_path: Path) -> None:
    plain = base64.b64encode(envelopes.certificate().public_bytes(Encoding.DER)).decode()
    assert of(f"receiver_certificate = {plain}", tmp_path).value("receiver_certificate").fingerprint


def test_a_certificates_file_that_an_ordinary_user_can_write_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "inspection.pem").write_bytes(envelopes.certificate().public_bytes(envelopes.PEM))
    (tmp_path / "preset").write_text("receiver_certificate = inspection.pem\ncounty = اهواز", "utf-8")
    at = places(tmp_path / "preset", trusted=lambda path: path.name == "preset")
    preset = presets.read(at, NOW)
    assert set(preset.given) == {"county"}
    assert "کاربران عادی" in preset.faults[0].reason


@pytest.mark.parametrize(
    "content", [b"\xff\xfep\x00", b"\xfe\xff\x00p", b"province\x00 = x", b"#" * (LARGEST + 1)], ids=repr
)
def test_a_file_that_is_no_text_or_too_large_is_named_as_a_whole(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "preset"
    path.write_bytes(content)
    preset = presets.read(places(path), NOW)
    assert preset.given == {}
    (fault,) = preset.faults
    assert str(path) in fault.sentence()


def test_one_line_in_another_encoding_is_named_and_the_others_stand(tmp_path: Path) -> None:
    path = tmp_path / "preset"
    path.write_bytes(
        b"\xef\xbb\xbfweekday = mon\r\n" + "county = اهواز".encode("cp1256", "replace") + b"\r\ndue_days = 5"
    )
    preset = presets.read(places(path), NOW)
    assert (preset.value("weekday"), preset.value("due_days")) == (Weekday.MON, 5)
    assert [fault.number for fault in preset.faults] == [2]


# where it lies ---------------------------------------------


def test_a_file_that_an_ordinary_user_could_have_written_is_named_and_ignored_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "didar-preset.ini"
    path.write_text("tsa = https://evil.example/\n", encoding="utf-8")
    preset = presets.read(places(path, trusted=lambda _path: False), NOW)
    assert (preset.given, preset.sources, preset.faults) == ({}, (), ())
    (ignored,) = preset.ignored
    assert str(path) in ignored.sentence()
    assert "کاربران عادی" in ignored.reason


def test_a_file_elsewhere_is_named_whoever_may_write_it(tmp_path: Path) -> None:
    shared = tmp_path / "ProgramData" / "Didar" / "didar-preset.ini"
    shared.parent.mkdir(parents=True)
    shared.write_text("weekday = mon", encoding="utf-8")
    preset = presets.read(places(None, None, shared), NOW)
    assert preset.given == {}
    assert [one.path for one in preset.ignored] == [str(shared)]


def test_registry_values_of_another_kind_are_named_by_their_names() -> None:
    pem = envelopes.certificate().public_bytes(envelopes.PEM).decode().splitlines()
    policy = [
        ("weekday", None),
        ("county", ["اهواز", "شوش"]),
        ("receiver_certificate", pem),
        ("province", "خوزستان"),
        ("lock", ["receiver_certificate", "province"]),
        ("thursdays_closed", 7),
    ]
    preset = presets.read(places(None, policy), NOW)
    assert set(preset.given) == preset.locked == {"receiver_certificate", "province"}
    assert [(fault.number, fault.name) for fault in preset.faults] == [
        (0, "weekday"),
        (0, "county"),
        (0, "thursdays_closed"),
    ]


def test_a_registry_key_of_more_than_a_preset_has_is_named_as_a_whole() -> None:
    preset = presets.read(places(None, [("due_days", "9"), ("x", "x" * LARGEST)]), NOW)
    assert preset.given == {}
    assert "۲۵۶" in preset.faults[0].reason


def test_no_more_is_read_than_a_preset_may_have_and_only_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "preset").write_bytes(bytes(LARGEST * 2))
    assert len(preset_sources.read(tmp_path / "preset")) == LARGEST + 1
    assert presets.read(places(Path("/dev/null")), NOW).ignored[0].path == "/dev/null"


def test_a_registry_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    def broken() -> None:
        raise PermissionError

    at = preset_sources.Places(broken, None, (), lambda _path: True)
    assert presets.read(at, NOW).ignored[0].path == preset_sources.POLICY_SHOWN


def test_this_pc_of_the_tests_has_none_and_a_users_own_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path))
    monkeypatch.setattr(preset_sources, "LINUX", tmp_path / "none")
    assert not presets.read(preset_sources.of_this_pc(), NOW).says_anything
    (tmp_path / "didar-preset.ini").write_text("weekday = mon", encoding="utf-8")
    preset = presets.read(preset_sources.of_this_pc(), NOW)
    assert preset.given == {}
    assert len(preset.ignored) == 1


# whatever it holds ---------------------------------------------

NAMES = st.sampled_from([*KEYS, "lock", "lock_tsa", "receiver_fingerprint", "passphrase", "x", "PROVINCE"])
VALUES = st.one_of(
    st.text(max_size=40), st.sampled_from(["mon", "8:00-12:00", "10", "yes", "/tmp", "https://x/", "a.pem", "QUJD"])
)
LINES = st.one_of(
    st.binary(max_size=60),
    st.builds(lambda name, value: f"{name} = {value}".encode("utf-8", "surrogatepass"), NAMES, VALUES),
)


def checked(preset: Preset, content: bytes) -> None:
    for fault in preset.faults:
        assert fault.sentence()
    assert preset.locked <= set(preset.given) <= set(KEYS)
    assert preset.held <= set(KEYS) - set(preset.given)
    whole = any(fault.number == 0 for fault in preset.faults)
    named = {fault.number for fault in preset.faults}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        text = line.decode("utf-8", "replace").strip()
        if whole or not text or text[0] in "#;" or number in named:
            continue
        name = text.partition("=")[0].strip().lower()
        assert name in KEYS or name.startswith("lock") or name == "receiver_fingerprint", f"{text!r} is not named"


@given(st.one_of(st.binary(max_size=400), st.lists(LINES, max_size=12).map(b"\n".join)))
def test_any_bytes_are_read_without_a_fault_of_ours_and_each_bad_line_is_named(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-preset"
    path.write_bytes(content)
    checked(presets.read(places(path), NOW), content)


@given(
    st.lists(
        st.tuples(
            st.one_of(NAMES, st.text(max_size=20)),
            st.one_of(VALUES, st.integers(0, 2**32 - 1), st.none(), st.lists(st.text(max_size=10), max_size=4)),
        ),
        max_size=8,
    )
)
def test_any_registry_values_are_read_so_too(policy: list[tuple[str, object]]) -> None:
    preset = presets.read(places(None, policy), NOW)
    assert all(isinstance(fault, Fault) and fault.sentence() for fault in preset.faults)
    assert preset.locked <= set(preset.given) <= set(KEYS)


# what the command line tells of it ---------------------------------------------


def test_the_verb_tells_what_a_file_would_set_and_names_its_bad_lines(
    everything: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "preset.ini"
    path.write_text(everything, encoding="utf-8")
    assert cli.main(["preset", str(path), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert f"weekday = mon (locked, {path})" in told
    assert "tsa = https://tsa.example.ir/ (waits for the office's administrator in Didar" in told
    path.write_text(everything + "password = x\n", encoding="utf-8")
    assert cli.main(["preset", str(path), "--json"]) == 1
    out = capsys.readouterr()
    said = json.loads(out.out)
    assert set(said["values"]) == set(KEYS)
    assert said["values"]["hours"] == {
        "value": "08:00-12:30",
        "source": str(path),
        "locked": True,
        "waits_for_administrator": False,
    }
    assert [(fault["line"], fault["name"]) for fault in said["faults"]] == [(18, "password")]
    assert out.err.startswith("Line 18, password: ")  # no marks of direction, which an older console shows as boxes


def test_the_verb_says_that_there_is_none_and_what_was_ignored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["preset", "--lang", "en"]) == 0
    assert "no preset" in capsys.readouterr().out
    (tmp_path / "p").write_text("weekday = mon", encoding="utf-8")
    found = presets.read(places(tmp_path / "p", trusted=lambda _path: False), NOW)
    monkeypatch.setattr(presets, "of_this_pc", lambda: found)
    assert cli.main(["preset", "--lang", "en"]) == 1
    assert "ordinary users" in capsys.readouterr().err
    assert cli.main(["preset", str(tmp_path / "none")]) == 1
