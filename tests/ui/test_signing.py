"""Signing by keyboard: what is signed is read first, then the key is taken; each failure is said where it is mended."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app import agency, own_key, queue, sign_requests, signing_settings
from app.domain.codes import Role, Status
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office, SignedIn
from app.outcomes import record
from app.report import figures, verify
from app.report import make as making
from app.report import tokens as tokens_
from app.security.signing_key import show_fingerprint
from app.signing_settings import SigningSettings
from app.unlock import unlock
from tests.app.report import hostile, tsa
from tests.app.report.softhsm import LATIN_PIN, LIBRARY, SoftHsm, person, plugged_in
from tests.conftest import PASSPHRASE, Clock
from tests.make import registered
from tests.robots.report import ReportRobot
from ui.frame.office import OfficeFrame
from ui.report.screen import ReportScreen
from ui.report.view_model import ReportModel
from ui.worker import Worker

SUMMER = Quarter(1405, 2)
AFTER_SUMMER = jalali(1405, 7, 4)
FILE, TOKEN = "پروندهٔ گواهی", "توکن"
PIN, PASSWORD, PATH = "رمز توکن", "گذرواژهٔ پرونده", "پروندهٔ گواهی (\u2066.p12, .pfx\u2069)"
KINDS = "با کدام کلید امضا شود"
OWNER = "عدنان غزی"
Opens = Callable[[], ReportRobot]


@pytest.fixture
def office(home: Path, clock: Clock, worker: Worker) -> Iterator[Office]:
    """A quarter that is over, with two visitors in it."""
    office = unlock(home, PASSPHRASE, clock=clock, committed=worker.committed.emit)
    for number in (1, 2):
        row = registered(office, number)
        queue.call(office, row.visit_id)
        queue.admit(office, row.visit_id)
        queue.finish(office, row.visit_id)
    clock.set(11, 20, day=AFTER_SUMMER)
    yield office
    worker.close()
    office.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def opens(qtbot: QtBot, office: Office, worker: Worker, tmp_path: Path, out: Path) -> Opens:
    def screen() -> ReportRobot:
        settings = QSettings(str(tmp_path / "pc.ini"), QSettings.Format.IniFormat)
        model = ReportModel(worker, office, settings)
        model.choose_folder(out)
        shown = ReportScreen(model)
        shown.resize(1286, 684)
        qtbot.addWidget(shown)
        return ReportRobot(qtbot, shown)

    return screen


@pytest.fixture
def hsm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftHsm:
    if LIBRARY is None:
        pytest.skip("softhsm2 IS MISSING: no token was asked for a signature")
    made = plugged_in(tmp_path / "hsm", monkeypatch)
    made.token()
    made.hold(person(hostile.key(2)), hostile.key(2))
    return made


@pytest.fixture
def token(hsm: SoftHsm, office: Office) -> SoftHsm:
    """A token whose library the settings name."""
    signing_settings.change(office, SigningSettings(pkcs11=hsm.library))
    return hsm


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "head.p12"
    locked = serialization.BestAvailableEncryption(b"secret words")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"a", hostile.key(2), person(hostile.key(2)), None, locked))
    return path


def signed(report: ReportRobot, *keys: str) -> ReportRobot:
    with report.qtbot.waitSignal(report.screen.model.made, timeout=30_000):
        report.press(*keys)
    report.wait()
    return report


def not_signed(report: ReportRobot, *keys: str) -> ReportRobot:
    with report.qtbot.waitSignal(report.screen.model.refused, timeout=30_000):
        report.press(*keys)
    report.wait()
    return report


def choose(report: ReportRobot, kind: str) -> ReportRobot:
    """By the arrows of the choice."""
    report.go_to(KINDS).press("Home", *["Right"] * 2, *["Left"] * {FILE: 1, TOKEN: 2}[kind], "Space")
    report.wait()
    return report


def nothing_written(out: Path) -> bool:
    return not out.exists() or not list(out.iterdir())


def secrets_in(report: ReportRobot) -> str:
    """All that stands in the fields of the screen, hidden or not."""
    return " ".join(edit.text() for edit in report.screen.findChildren(QLineEdit))


def said(report: ReportRobot) -> str:
    return report.screen.pane.note.words.text()


# what is signed


def test_before_signing_it_is_read_what_is_signed_who_can_read_it_and_where_it_goes(
    opens: Opens, office: Office, out: Path
) -> None:
    report = opens()
    meaning = report.screen.model.current.preflight.meaning
    report.press("Ctrl+S")
    assert report.sees("تابستان ۱۴۰۵")
    for words in ("۱ تیر تا ۳۱ شهریور", "رمز نمی‌شود", str(out), "فرهاد بهرامی", "تنها با اصلاحیه"):
        assert report.sees(words), words
    assert report.sees(show_fingerprint(meaning[:32]).replace(" ", "  "))
    key = own_key.present(office).fingerprint
    assert report.sees(show_fingerprint(key[:32]).replace(" ", "  "))


def test_the_review_of_an_amendment_names_its_number_and_what_it_replaces(
    opens: Opens, office: Office, out: Path, clock: Clock
) -> None:
    first = making.make(office, SUMMER, out)
    record(office, figures.count(office, SUMMER).counted()[0].issue_id, Status.RESOLVED, "انجام شد")
    clock.tick()
    report = opens()
    report.press("Ctrl+S")
    assert report.sees("اصلاحیهٔ شمارهٔ ۱")
    assert report.sees(show_fingerprint(first.digest[:16]))


def test_afterwards_it_is_said_which_kind_of_certificate_signed_and_that_the_hour_is_not_proven(
    opens: Opens, office: Office, out: Path
) -> None:
    report = opens()
    report.press("Ctrl+S")
    signed(report, "Space")
    assert "خود دستگاه صادر کرده است" in said(report)
    assert "B-B" in said(report)
    assert "مرجع مهر زمان تعیین نشده است" in said(report)
    (verdict,) = verify.verify_files([out / "didar-102168-1405-2.pdf"])
    assert verdict.facts is not None
    assert show_fingerprint(verdict.facts.data_digest[:16]) in said(report)


def test_a_time_stamp_that_came_is_said(opens: Opens, office: Office) -> None:
    now = office.now().astimezone(dt.UTC).replace(microsecond=0)
    with tsa.served(tsa.Authority(at=now).answer) as url:
        signing_settings.change(office, SigningSettings(tsa=url))
        report = opens()
        report.press("Ctrl+S")
        signed(report, "Space")
    assert "B-T" in said(report)


def test_an_authority_that_does_not_answer_is_said_and_the_report_goes_out_all_the_same(
    opens: Opens, office: Office, out: Path
) -> None:
    signing_settings.change(office, SigningSettings(tsa="http://127.0.0.1:9/"))
    report = opens()
    report.press("Ctrl+S")
    signed(report, "Space")
    assert "B-B" in said(report)
    assert "پاسخ نداد" in said(report)
    assert (out / "didar-102168-1405-2.pdf").exists()


def test_data_that_change_under_the_signers_eyes_are_said(opens: Opens, office: Office) -> None:
    report = opens()
    report.press("Ctrl+S")
    record(office, figures.count(office, SUMMER).counted()[0].issue_id, Status.RESOLVED, "انجام شد")
    report.wait_to_see("داده‌ها هنگام بازبینی تغییر کرد؛ دوباره نگاه کنید.")


# a certificate file


def test_a_certificate_file_signs_and_its_passphrase_stays_nowhere(
    opens: Opens, office: Office, file: Path, out: Path
) -> None:
    report = opens()
    report.press("Ctrl+S")
    choose(report, FILE)
    report.type(PATH, str(file)).type(PASSWORD, "secret words")
    signed(report, "Enter")
    assert OWNER in said(report)
    (verdict,) = verify.verify_files([out / "didar-102168-1405-2.pdf"])
    assert verdict.facts is not None
    assert (verdict.facts.kind, verdict.signer) == ("pkcs12", OWNER)
    assert "secret" not in secrets_in(report)


def test_a_wrong_passphrase_is_said_at_its_field_and_nothing_else_that_was_typed_is_lost(
    opens: Opens, office: Office, file: Path, out: Path
) -> None:
    making.make(office, SUMMER, out)
    record(office, figures.count(office, SUMMER).counted()[0].issue_id, Status.RESOLVED, "انجام شد")
    report = opens()
    report.press("Ctrl+S").type("علت اصلاحیه", "نتیجه رسید")
    choose(report, FILE)
    report.type(PATH, str(file)).type(PASSWORD, "another")
    not_signed(report, "Enter")
    assert report.line_beside(PASSWORD) == "گذرواژهٔ پروندهٔ گواهی درست نیست."
    assert report.focus == PASSWORD
    assert (report.text(PATH), report.text("علت اصلاحیه")) == (str(file), "نتیجه رسید")
    assert "another" not in secrets_in(report)
    assert not list(out.glob("*-a1*"))
    report.type(PASSWORD, "secret words")
    signed(report, "Enter")
    assert (out / "didar-102168-1405-2-a1.pdf").exists()


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "خوانده نشد"), (b"no certificate", "پروندهٔ گواهی (PKCS#12) نیست")]
)
def test_a_file_that_is_not_there_or_is_none_is_said_at_the_file(
    opens: Opens, office: Office, tmp_path: Path, out: Path, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / "a.p12").write_bytes(content)
    report = opens()
    report.press("Ctrl+S")
    choose(report, FILE)
    report.type(PATH, str(tmp_path / "a.p12")).type(PASSWORD, "x")
    not_signed(report, "Enter")
    assert report.line_beside(PATH)
    assert report.focus == PATH
    assert reason in report.line_beside(PATH) or content is None
    assert nothing_written(out)


def test_an_expired_certificate_is_said_at_the_file(opens: Opens, office: Office, tmp_path: Path, out: Path) -> None:
    old = person(hostile.key(2), begin=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), days=30)
    path = tmp_path / "old.p12"
    locked = serialization.BestAvailableEncryption(b"x")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"a", hostile.key(2), old, None, locked))
    report = opens()
    report.press("Ctrl+S")
    choose(report, FILE)
    report.type(PATH, str(path)).type(PASSWORD, "x")
    not_signed(report, "Enter")
    assert report.line_beside(PATH) == "اعتبار گواهی امضا به پایان رسیده است."
    assert nothing_written(out)


def test_the_offices_usual_file_stands_there_already(opens: Opens, office: Office, file: Path) -> None:
    signing_settings.change(office, SigningSettings(pkcs12=str(file)))
    report = opens()
    report.press("Ctrl+S")
    assert report.focus == PASSWORD
    assert report.text(PATH) == str(file)
    report.press("Enter")
    assert report.line_beside(PASSWORD) == "گذرواژهٔ پرونده را وارد کنید."


# a token


def owners(report: ReportRobot) -> list[str]:
    table = report.screen.pane.review_pane.keys.token.table
    report.qtbot.waitUntil(lambda: bool(table.rows) and report.screen.model._worker.idle, timeout=10_000)
    return [owner.name for owner in table.rows]


def pin_said(report: ReportRobot) -> str:
    return report.screen.pane.review_pane.keys.token.pin_state.words.text()


def test_a_token_tells_its_owner_before_the_pin_is_asked_for_and_signs(opens: Opens, token: SoftHsm, out: Path) -> None:
    report = opens()
    report.press("Ctrl+S")
    assert owners(report) == [OWNER]
    report.type(PIN, LATIN_PIN)
    signed(report, "Enter")
    assert OWNER in said(report)
    assert "توکن" in said(report)
    (verdict,) = verify.verify_files([out / "didar-102168-1405-2.pdf"])
    assert verdict.facts is not None
    assert verdict.facts.kind == "pkcs11"
    assert LATIN_PIN not in secrets_in(report)


def test_a_wrong_pin_is_said_in_place_is_cleared_and_the_next_one_signs(
    opens: Opens, token: SoftHsm, out: Path
) -> None:
    report = opens()
    report.press("Ctrl+S")
    owners(report)
    report.type(PIN, "99999")
    not_signed(report, "Enter")
    owners(report)
    assert "رمز توکن درست نیست" in pin_said(report)
    assert report.focus == PIN
    assert report.text(PIN) == ""
    assert nothing_written(out)
    report.type(PIN, LATIN_PIN)
    assert "درست نیست" not in pin_said(report)
    signed(report, "Enter")
    assert (out / "didar-102168-1405-2.pdf").exists()


def test_an_empty_pin_is_asked_for_and_no_token_is_bothered(opens: Opens, token: SoftHsm, out: Path) -> None:
    report = opens()
    report.press("Ctrl+S")
    owners(report)
    report.go_to(PIN).press("Enter")
    assert report.line_beside(PIN) == "رمز توکن را بنویسید."
    assert not report.screen.pane.is_making


@pytest.mark.parametrize(("state", "asks"), [("LOW", True), ("FINAL", True), ("LOCKED", False), ("NONE", False)])
def test_what_the_token_says_of_its_pin_stands_there_before_it_is_typed(
    opens: Opens, token: SoftHsm, monkeypatch: pytest.MonkeyPatch, state: str, asks: bool
) -> None:
    monkeypatch.setattr(tokens_, "_state", lambda _token: tokens_.Pin[state])
    report = opens()
    report.press("Ctrl+S")
    owners(report)
    words = {"LOW": "نادرست وارد شده", "FINAL": "یک رمز نادرست دیگر", "LOCKED": "قفل شده است", "NONE": "هنوز رمز ندارد"}
    assert words[state] in pin_said(report)
    assert report.screen.pane.review_pane.keys.token.secret.isVisible() is asks


def test_a_token_that_is_not_plugged_in_is_said_and_looked_for_again(
    opens: Opens, office: Office, hsm: SoftHsm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing_settings.change(office, SigningSettings(pkcs11=hsm.library))
    plugged_in(tmp_path / "empty", monkeypatch)
    report = opens()
    report.press("Ctrl+S")
    report.wait_to_see("توکن امضا پیدا نشد؛ آن را وصل کنید و دوباره ببینید.")
    assert report.focus == "دوباره ببین"
    monkeypatch.setenv("SOFTHSM2_CONF", str(hsm.folder / "softhsm2.conf"))
    report.press("Space")
    assert owners(report) == [OWNER]
    assert report.focus == PIN


def test_of_several_owners_one_is_chosen(opens: Opens, token: SoftHsm, out: Path) -> None:
    other = hostile.certificate(hostile.name("نرگس شریفی"), private=hostile.key(4))
    token.token("second")
    token.hold(other, hostile.key(4), label="second", key_id=b"\4", named="other")
    report = opens()
    report.press("Ctrl+S")
    names = owners(report)
    assert set(names) == {OWNER, "نرگس شریفی"}
    report.go_to("توکن‌ها و دارندگان آنها").press("Home", *["Down"] * names.index("نرگس شریفی"), "Enter")
    assert report.focus == PIN
    report.type(PIN, LATIN_PIN)
    signed(report, "Enter")
    assert "نرگس شریفی" in said(report)


def test_a_library_that_is_gone_is_said_with_the_way_to_the_settings(
    opens: Opens, office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    library = tmp_path / "lib.so"
    library.touch()
    signing_settings.change(office, SigningSettings(pkcs11=str(library)))
    library.unlink()
    report = opens()
    report.press("Ctrl+S")
    report.wait_to_see("در دسترس نیست. برنامهٔ توکن را نصب کنید یا کتابخانه را دوباره برگزینید.")
    with qtbot.waitSignal(report.screen.settings_wanted):
        report.go_to("به تنظیمات").press("Space")


def test_without_a_library_it_is_said_who_chooses_it(opens: Opens, office: Office) -> None:
    office.user = SignedIn(1, "zahra", "فرهاد بهرامی", (Role.HEAD,))
    report = opens()
    report.press("Ctrl+S")
    choose(report, TOKEN)
    assert report.sees("مدیر سامانه آن را در تنظیمات برمی‌گزیند.")
    assert "به تنظیمات" not in report.buttons


def test_what_was_typed_as_a_secret_goes_when_the_review_is_left_or_another_key_is_chosen(
    opens: Opens, token: SoftHsm, file: Path
) -> None:
    report = opens()
    report.press("Ctrl+S")
    owners(report)
    report.type(PIN, LATIN_PIN).press("Esc")
    assert LATIN_PIN not in secrets_in(report)
    report.press("Ctrl+S")
    choose(report, FILE)
    report.type(PASSWORD, "secret words")
    choose(report, TOKEN)
    assert "secret" not in secrets_in(report)


def test_a_token_pulled_out_before_the_pin_is_said_at_the_tokens(
    opens: Opens, token: SoftHsm, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opens()
    report.press("Ctrl+S")
    owners(report)
    plugged_in(tmp_path / "empty", monkeypatch)
    report.type(PIN, LATIN_PIN)
    not_signed(report, "Enter")
    assert report.sees("توکن didar وصل نیست. آن را وصل کنید و دوباره تلاش کنید.")
    assert report.focus == "دوباره ببین"
    assert nothing_written(out)


def test_stopping_a_tokens_signing_writes_nothing_and_keeps_no_pin(
    opens: Opens, token: SoftHsm, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opens()
    model = report.screen.model
    model.making.connect(lambda page, _of: page == 1 and report.press("Esc"))
    whole = ReportModel._page_drawn

    def slowly(self: ReportModel, page: int, pages: int | None) -> None:
        whole(self, page, pages)
        if page == 1:
            assert self._stop.wait(5)

    monkeypatch.setattr(ReportModel, "_page_drawn", slowly)
    report.press("Ctrl+S")
    owners(report)
    report.type(PIN, LATIN_PIN)
    with report.qtbot.waitSignal(model.stopped, timeout=30_000):
        report.press("Enter")
    report.wait()
    assert nothing_written(out)
    assert LATIN_PIN not in secrets_in(report)
    assert said(report) == "تهیهٔ گزارش متوقف شد؛ چیزی نوشته نشد."


def test_what_else_is_refused_meanwhile_leaves_the_review_and_the_pin_where_they_are(
    opens: Opens, token: SoftHsm, out: Path
) -> None:
    out.mkdir()
    (out / "didar-102168-1405-2-public.pdf").touch()
    report = opens()
    report.press("Ctrl+S")
    owners(report)
    report.type(PIN, LATIN_PIN)
    not_signed(report.go_to("برگهٔ همگانی"), "Space")
    assert report.sees("از پیش هست")
    assert report.text(PIN) == LATIN_PIN


# the own key cannot sign


def test_with_a_token_set_the_offices_own_key_stops_nothing(opens: Opens, token: SoftHsm, office: Office) -> None:
    office.keys.sk = None
    report = opens()
    assert report.is_awake("بازبینی و امضا")
    report.press("Ctrl+S")
    owners(report)
    report.type(PIN, LATIN_PIN)
    signed(report, "Enter")


# the secretary prepares, the head signs


def test_the_secretary_asks_and_the_head_finds_who_prepared_it(
    opens: Opens, office: Office, out: Path, clock: Clock
) -> None:
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    report = opens()
    assert report.is_awake("درخواست امضا از رئیس")
    assert "بازبینی و امضا" not in report.buttons
    report.press_and_wait("Ctrl+S")
    report.wait_to_see("زهرا موسوی")
    assert not report.is_awake("درخواست امضا از رئیس")
    office.user = SignedIn(1, "bahrami", "فرهاد بهرامی", (Role.HEAD,))
    head = opens()
    assert head.sees("زهرا موسوی")
    head.press("Ctrl+S")
    assert head.sees("داده‌ها همان است که آماده شده بود.")
    signed(head, "Space")
    assert sign_requests.waiting(office) == ()
    assert not head.sees("زهرا موسوی")


def test_the_head_is_told_when_the_data_changed_since_they_were_prepared(opens: Opens, office: Office) -> None:
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    asked = sign_requests.ask(office, SUMMER)
    record(office, figures.count(office, SUMMER).counted()[0].issue_id, Status.RESOLVED, "انجام شد")
    office.user = SignedIn(1, "bahrami", "فرهاد بهرامی", (Role.HEAD,))
    report = opens()
    assert report.sees("داده‌ها پس از آن تغییر کرده است.")
    report.press("Ctrl+S")
    assert report.sees(show_fingerprint(asked.meaning[:32]))


def test_the_secretary_takes_the_request_back(opens: Opens, office: Office) -> None:
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    report = opens()
    report.press_and_wait("Ctrl+S")
    report.go_to("پس گرفتن درخواست").press_and_wait("Space")
    assert sign_requests.waiting(office) == ()
    report.qtbot.waitUntil(lambda: report.is_awake("درخواست امضا از رئیس"), timeout=10_000)


def test_the_secretary_reads_a_draft_before_she_asks(opens: Opens, office: Office, out: Path) -> None:
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    report = opens()
    report.go_to("تهیهٔ پیش‌نویس")
    signed(report, "Space")
    assert [path.name for path in out.glob("*.pdf")] == ["didar-102168-1405-2-draft.pdf"]


def test_the_rail_counts_what_waits_for_the_heads_signature_and_for_nobody_elses(
    office: Office, worker: Worker, qtbot: QtBot, out: Path
) -> None:
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    hers = OfficeFrame(office, worker)
    sign_requests.ask(office, SUMMER)
    qtbot.waitUntil(lambda: worker.idle and hers.shown.agency != "", timeout=10_000)
    assert hers.shown.badges == {"report": 0}
    office.user = SignedIn(1, "bahrami", "فرهاد بهرامی", (Role.HEAD,))
    his = OfficeFrame(office, worker)
    qtbot.waitUntil(lambda: his.shown.badges == {"report": 1}, timeout=10_000)
    making.make(office, SUMMER, out)
    qtbot.waitUntil(lambda: his.shown.badges == {"report": 0}, timeout=10_000)
    for frame in (hers, his):
        frame._minute.stop()
        frame.deleteLater()


# the office's own key


def test_a_key_of_the_former_head_is_handed_over_from_the_list(opens: Opens, office: Office) -> None:
    agency.appoint(office, "نرگس شریفی", office.today())
    before = own_key.present(office).fingerprint
    report = opens()
    report.go_to_finding("کلید امضا به نام رئیس پیشین است").press_and_wait("Enter")
    assert report.focus == "سپردن به کلید تازه"
    report.press("Space")
    assert report.sees("این کار برگشت‌پذیر نیست.")
    report.press("Esc")
    assert own_key.present(office).fingerprint == before
    report.press("Space").press_and_wait("Space")
    now = own_key.present(office)
    assert (now.head, now.before, now.vouched) == ("نرگس شریفی", before, True)
    report.wait_to_see("کلید پیشین آن را تأیید کرده است")
    report.press("Esc")
    assert not report.screen.key.isVisible()


def test_the_number_of_a_lost_keys_letter_is_written_down(
    opens: Opens, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_key, "_is_lost", lambda _session, _office: True)
    own_key.replace_lost(office)
    monkeypatch.undo()
    report = opens()
    report.go_to_finding("کلید امضا تازه است").press_and_wait("Enter")
    report.wait_to_see("شمارهٔ نامه")
    report.type("شمارهٔ نامه", "۱۲۸/ص/۱۴۰۵").press("Enter").press_and_wait("Enter")
    assert report.line_beside("تاریخ نامه") == "تاریخ نامه را وارد کنید."
    report.type("تاریخ نامه", "1405/07/04").press_and_wait("Enter")
    assert own_key.present(office).letter == "۱۲۸/ص/۱۴۰۵"
    report.wait_to_see("نامهٔ شمارهٔ")
