"""What came for its receiver only, and one visit looked for in it: on the window onto which files are dropped."""

# ruff: noqa: F811 - fixtures come from beside

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from PySide6.QtGui import QGuiApplication

from app import report_receiver, sealed_reports
from app.domain.codes import Role
from app.domain.persian.calendar import Quarter
from app.office import Office, SignedIn
from app.report import certificates, envelope, make, sheet
from tests.app import test_visit_proofs as slips
from tests.app.report import envelopes, hostile, test_timestamps
from tests.robots.keys import type_here
from tests.robots.verify import VerifyRobot
from tests.ui.test_verify import office, screen  # noqa: F401 - fixtures

NAME = "didar-KHZ-SHU-01-1405-2.pdf"
SECRETS = [bytes([number]) * 16 for number in range(3)]


def sealed(folder: Path, content: bytes | None = None, name: str = NAME, *, to: object = None) -> Path:
    path = folder / f"{name}.p7m"
    path.write_bytes(envelope.seal(content or hostile.good(), [to or envelopes.certificate()]))  # type: ignore[list-item]
    return path


def locked_p12(folder: Path, passphrase: bytes) -> Path:
    protected = serialization.BestAvailableEncryption(passphrase)
    made = pkcs12.serialize_key_and_certificates(b"x", envelopes.key(), envelopes.certificate(), None, protected)
    (folder / "key.p12").write_bytes(made)
    return folder / "key.p12"


def choose(screen: VerifyRobot, key: Path) -> None:
    screen.screen.details.keys.ask_file = lambda _parent: str(key)
    screen.button("انتخاب پروندهٔ کلید").click()
    screen.wait()


def test_an_encrypted_report_says_so_and_opens_with_the_receivers_key(screen, tmp_path) -> None:
    screen.drop(sealed(tmp_path)).wait()
    assert screen.rows[0][1] == "رمزگذاری شده"
    assert "برای گیرنده رمزگذاری شده است" in screen.details
    assert not screen.sees("گذرواژهٔ کلید")
    choose(screen, envelopes.written(tmp_path))
    assert screen.rows[0][1] == "هنوز تأیید نشده"
    assert "فرمانداری شوش" in screen.details
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [f"{NAME}.p7m", "key.pem"]


@pytest.mark.parametrize("kind", ["pem", "p12"])
def test_a_passphrase_is_asked_for_only_where_the_key_has_one_and_is_cleared_at_once(
    screen,
    tmp_path,
    kind,
) -> None:
    screen.drop(sealed(tmp_path)).wait()
    made = envelopes.written(tmp_path, passphrase=b"2468") if kind == "pem" else locked_p12(tmp_path, b"2468")
    choose(screen, made)
    assert screen.focus == "گذرواژهٔ کلید"
    assert screen.line_beside("گذرواژهٔ کلید") == ""
    type_here("1357")
    screen.press("Enter")
    screen.wait()
    assert "گذرواژهٔ کلید درست نیست" in screen.line_beside("گذرواژهٔ کلید")
    assert screen.text("گذرواژهٔ کلید") == ""
    type_here("۲۴۶۸")
    screen.press("Enter")
    screen.wait()
    assert screen.rows[0][1] == "هنوز تأیید نشده"
    assert screen.screen.details.keys.passphrase.text() == ""
    assert not screen.screen.details.keys.passphrase.isVisible()


def test_each_way_in_which_it_does_not_open_has_its_own_line(screen, tmp_path) -> None:
    screen.drop(sealed(tmp_path)).wait()
    (tmp_path / "none.pem").write_bytes(b"nothing")
    choose(screen, tmp_path / "none.pem")
    assert "کلید خصوصی در آن نیست" in screen.details
    other = tmp_path / "other"
    other.mkdir()
    choose(screen, envelopes.written(other, hostile.rsa_key(3072 + 8)))
    assert screen.rows[0][1] == "رد شد"
    assert "برای گیرندهٔ دیگری" in screen.details
    choose(screen, envelopes.written(tmp_path))
    assert screen.rows[0][1] == "هنوز تأیید نشده"
    damaged = bytearray(sealed(tmp_path, name="b.pdf").read_bytes())
    damaged[-40] ^= 1
    (tmp_path / "b.pdf.p7m").write_bytes(damaged)
    screen.drop(tmp_path / "b.pdf.p7m").wait().press("Down")
    assert "در راه تغییر کرده" in screen.details


def test_a_sheet_is_said_to_be_no_proof(screen, tmp_path) -> None:
    content = sheet.write(hostile.report())
    screen.drop(sealed(tmp_path, content, "didar-KHZ-SHU-01-1405-2.xlsx")).wait()
    choose(screen, envelopes.written(tmp_path))
    assert screen.rows[0][1] == "کاربرگ، بدون امضا"
    assert screen.sees("تنها گزارش کنار آن سند است.")


def test_the_office_opens_with_its_own_key_what_it_sent_where_it_is_a_second_receiver(
    screen,
    office,
    tmp_path,
) -> None:
    report_receiver.choose(office, *envelopes.chosen(), own_copy=True)
    made = make.make(office, Quarter(1405, 1), tmp_path)
    assert made.pdf.suffix == ".p7m"
    screen.drop(made.pdf).wait()
    screen.button("گشودن با کلید دفتر").click()
    screen.wait()
    assert screen.rows[0][1] == "سالم و تأییدشده"
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    assert not screen.screen.model.keyring.may_use_own


def test_the_plain_file_is_made_by_an_explicit_act_alone_and_the_trail_tells_it(
    screen,
    office,
    tmp_path,
) -> None:
    screen.drop(sealed(tmp_path)).wait()
    choose(screen, envelopes.written(tmp_path))
    assert not (tmp_path / NAME).exists()
    names: list[str] = []
    screen.screen.ask_place = lambda _parent, name: names.append(name) or str(tmp_path / name)
    screen.button("ذخیره بدون رمز").click()
    screen.wait()
    assert names == [NAME]
    assert (tmp_path / NAME).read_bytes() == hostile.good()
    assert "پس از استفاده آن را پاک کنید" in screen.bar
    assert _last_act(office) == "sealed_reports.save_plain"
    screen.button("ذخیره بدون رمز").click()
    screen.wait()
    assert "از پیش" in screen.bar


def _last_act(office: Office) -> str:
    from sqlalchemy import select

    from db.models import AuditEntry

    with office.read() as session:
        return str(session.scalars(select(AuditEntry.act).order_by(AuditEntry.seq.desc())).first())


def test_the_key_is_forgotten_with_the_files(screen, tmp_path) -> None:
    screen.drop(sealed(tmp_path)).wait()
    choose(screen, envelopes.written(tmp_path))
    assert screen.screen.model.keyring.key is not None
    screen.screen.table.setFocus()
    screen.press("Escape")
    assert screen.screen.model.keyring.key is None
    assert "RSAPrivateKey" not in repr(sealed_reports.of_file(tmp_path / "key.pem", None))


# the level of the signature


def test_the_details_tell_the_level_of_the_signature_and_the_hour_of_its_time_stamp(screen, tmp_path) -> None:
    for name, data in (("b.pdf", hostile.good()), ("t.pdf", test_timestamps.good())):
        (tmp_path / name).write_bytes(data)
    screen.drop(tmp_path / "b.pdf").wait()
    assert "PAdES B-B" in screen.details
    assert "بدون مهر زمان" in screen.details
    screen.drop(tmp_path / "t.pdf").wait().press("Down")
    assert "PAdES B-T" in screen.details
    (told,) = [line for line in screen.details.splitlines() if line.startswith("زمان، به گواهی مهر زمان")]
    assert all(part in told for part in ("۱۴۰۵/۰۷/۰۲", "۱۱:۲۰"))


# one visit


@pytest.fixture
def reported(tmp_path: Path) -> Path:
    said = slips.reported(SECRETS)
    said["signer"] = hostile.office().described()
    (tmp_path / NAME).write_bytes(hostile.sealed(said))
    return tmp_path / NAME


FIELD = "کد برگهٔ پایان ملاقات"


def test_a_slips_code_is_looked_for_in_every_report_that_is_dropped(screen, reported, tmp_path) -> None:
    (tmp_path / "other.pdf").write_bytes(hostile.good())
    screen.drop(reported, tmp_path / "other.pdf").wait()
    screen.type(FIELD, slips.slip(SECRETS[1]).slip.digits())
    screen.press("Enter")
    screen.wait()
    assert screen.visits == ["در گزارش هست", "در گزارش نیست"]
    assert "در گزارش آمده است" in screen.details
    assert screen.field(FIELD).line.note.text() == "این ملاقات در گزارش آمده است."
    screen.press("Escape")
    screen.wait()
    assert screen.text(FIELD) == ""
    assert screen.visits == ["", ""]


def test_the_text_of_a_slips_code_pasted_says_whether_its_kind_counts_before_any_report(screen) -> None:
    text = slips.slip(SECRETS[1], kind="daily").slip.text()
    QGuiApplication.clipboard().setText(text)
    screen.go_to(FIELD).press("Ctrl+V", "Enter")
    assert "شمرده نمی‌شود" in screen.field(FIELD).line.note.text()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (slips.slip(SECRETS[1]), "در گزارش هست"),
        (slips.slip(bytes([9]) * 16), "در گزارش نیست"),
        (slips.slip(bytes([9]) * 16, kind="daily"), "شمرده نمی‌شود"),
        (slips.slip(bytes([9]) * 16, key=slips.slip_key.make()[0]), "برگهٔ این دفتر نیست"),
        (slips.slip(bytes([9]) * 16, code="AHV-1"), "از این گزارش نیست"),
    ],
)
def test_in_or_out_or_why_neither(screen, reported, code, said) -> None:
    screen.drop(reported).wait()
    screen.type(FIELD, code.slip.text())
    screen.press("Enter")
    screen.wait()
    assert screen.visits == [said]


def test_of_a_report_that_does_not_pass_nothing_is_said(screen, reported, tmp_path) -> None:
    screen.type(FIELD, slips.slip(SECRETS[1]).slip.digits())
    screen.press("Enter")
    (tmp_path / "bad.pdf").write_bytes(reported.read_bytes() + b" ")
    screen.drop(tmp_path / "bad.pdf").wait()
    assert screen.visits == ["معلوم نیست"]
    assert "چیزی نمی‌توان گفت" in screen.details


def test_a_mistyped_code_is_said_at_its_field_and_asks_nothing(screen, reported) -> None:
    screen.drop(reported).wait()
    screen.type(FIELD, slips.slip(SECRETS[1]).slip.digits().replace("0", "1", 1)[:-1])
    screen.press("Enter")
    assert screen.line_beside(FIELD)
    assert screen.visits == [""]


def test_a_scanner_that_types_on_a_persian_keyboard_is_told_of(screen) -> None:
    screen.type(FIELD, "یهیشق-سمهح/۱/ضصث")
    screen.press("Enter")
    assert "صفحه‌کلید فارسی است" in screen.line_beside(FIELD)


def test_an_encrypted_report_is_asked_too(screen, reported, tmp_path) -> None:
    screen.type(FIELD, slips.slip(SECRETS[1]).slip.text())
    screen.press("Enter")
    screen.drop(sealed(tmp_path, reported.read_bytes())).wait()
    choose(screen, envelopes.written(tmp_path))
    assert screen.visits == ["در گزارش هست"]


def test_the_certificate_in_the_tests_is_the_keys() -> None:
    assert certificates.fingerprint(envelopes.certificate()) == envelope.fingerprint(envelopes.key())
