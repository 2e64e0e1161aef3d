"""How the office signs, as its administrator sets it; and the time stamp that comes of it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from app import signing_settings
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office
from app.report import make, verify
from app.report.trust import Trust, of_office
from app.signing_settings import SigningSettings
from tests.app.report import tsa
from tests.conftest import Clock
from tests.make import registered

SUMMER = Quarter(1405, 2)


@pytest.fixture
def over(office: Office, clock: Clock) -> Office:
    registered(office)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    return office


def test_nothing_is_set_at_first(office: Office) -> None:
    assert signing_settings.of(office) == SigningSettings()


def test_what_is_set_is_kept_and_can_be_taken_back(office: Office, tmp_path: Path) -> None:
    (tmp_path / "lib.so").touch()
    wanted = SigningSettings(pkcs11=str(tmp_path / "lib.so"), tsa="https://tsa.example/")
    assert signing_settings.change(office, wanted) == wanted
    assert signing_settings.of(office) == wanted
    assert signing_settings.change(office, SigningSettings()) == SigningSettings()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pkcs11", "lib.so"),
        ("pkcs11", "//server/share/lib.so"),
        ("pkcs11", r"\\server\share\lib.dll"),
        ("pkcs12", r"\\?\UNC\server\share\seal.p12"),
        ("pkcs12", "/none/there.p12"),
        ("pkcs12", "/a\0b"),
        ("tsa", "ftp://x/"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(office: Office, field: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        signing_settings.change(office, SigningSettings(**{field: value}))
    assert refused.value.field == field
    assert signing_settings.of(office) == SigningSettings()


@pytest.mark.parametrize("path", ["//server/share/lib.so", r"/\server\share\lib.dll", r"/\?\UNC\server\share\lib.dll"])
def test_no_server_is_asked_for_a_library(office: Office, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be given the user's name, and what proves his password."""
    asked: list[Path] = []
    monkeypatch.setattr(signing_settings.Path, "is_file", asked.append)
    with pytest.raises(Refused, match="همین رایانه"):
        signing_settings.change(office, SigningSettings(pkcs11=path))
    assert asked == []


def signed(office: Office, out: Path, *, reason: str | None = None) -> make.Made:
    made = make.make(office, SUMMER, out, reason=reason)
    assert verify.verify(made.pdf.read_bytes(), trusted=of_office(office, Trust()), now=office.now()).ok
    assert json.loads(json.dumps(made.as_dict()))["level"] == made.level
    return made


def test_without_an_authority_nobody_is_asked_and_nothing_is_said(over: Office, tmp_path: Path) -> None:
    made = signed(over, tmp_path / "out")
    assert made.level == "B-B"
    assert not any("مهر زمان" in said for said in made.warnings)


def test_with_an_authority_the_report_is_stamped(over: Office, tmp_path: Path) -> None:
    at = over.now().replace(microsecond=0) + dt.timedelta(seconds=3)
    with tsa.served(tsa.Authority(at=at.astimezone(dt.UTC)).answer) as url:
        signing_settings.change(over, SigningSettings(tsa=url))
        made = signed(over, tmp_path / "out")
    assert made.level == "B-T"
    (remark,) = verify.verify(made.pdf.read_bytes(), trusted=of_office(over, Trust()), now=over.now()).remarks
    assert "مرجع مهر زمان" in remark


def test_an_authority_that_does_not_answer_or_is_a_day_off_stops_nothing(over: Office, tmp_path: Path) -> None:
    with tsa.served() as url:
        signing_settings.change(over, SigningSettings(tsa=url))
        made = signed(over, tmp_path / "off")
    assert made.level == "B-B"
    assert "ساعت این رایانه" in made.warnings[-1]
    made = signed(over, tmp_path / "gone", reason="یک بار دیگر")
    assert made.level == "B-B"
    assert "پاسخ نداد" in made.warnings[-1]
    assert "رسید گیرنده" in made.warnings[-1]


def test_who_stops_while_the_authority_is_asked_finds_nothing_written(over: Office, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    asked = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return tsa.slow(0.5)(request)

    def progress(_page: int, _of: int | None) -> None:
        if asked:
            raise StopError

    with tsa.served(answer) as url:
        signing_settings.change(over, SigningSettings(tsa=url))
        with pytest.raises(StopError):
            make.make(over, SUMMER, tmp_path / "out", progress=progress)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())
