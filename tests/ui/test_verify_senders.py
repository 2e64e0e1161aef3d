"""The keys of those who send reports, listed beside the files: confirmed and revoked in place, each taken back."""

# ruff: noqa: F811 - fixtures come from beside

from pathlib import Path

import pytest

from app import senders
from app.domain.codes import KeyState, Role
from app.office import Office, SignedIn
from app.report import trust, verify
from tests.app.report import hostile
from tests.robots.keys import type_here
from tests.robots.verify import VerifyRobot
from tests.ui.test_verify import LAST, MINE, office, screen  # noqa: F401 - fixtures

WHY, SINCE = "علت ابطال", "گم یا دزدیده شده از"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "good.pdf").write_bytes(hostile.good())
    return tmp_path / "good.pdf"


@pytest.fixture
def came(office: Office) -> None:
    """A key that came with a report, and another agency's that was confirmed."""
    senders.receive(office, verify.verify(hostile.good(), trusted=trust.Trust(), now=office.now()))
    other = hostile.Anyone(
        hostile.key(3), (hostile.certificate(hostile.name("شهرداری", "AHV-1"), private=hostile.key(3)),)
    )
    said = hostile.report(other, code="AHV-1")
    known = verify.verify(hostile.sealed(said, other), trusted=trust.Trust(), now=office.now())
    senders.receive(office, known)
    senders.confirm(office, "AHV-1", known.fingerprint or "", "x")


def show_keys(screen: VerifyRobot) -> None:
    screen.screen.tabs.choose("keys")
    screen.wait()
    screen.screen.senders.setFocus()


def key(office: Office) -> senders.Sender:
    return next(one for one in senders.known(office) if one.fingerprint == MINE)


def test_all_keys_are_listed_with_how_far_each_is_known(screen, came) -> None:
    show_keys(screen)
    assert screen.senders == [("AHV-1", "تأییدشده"), (hostile.CODE, "هنوز تأیید نشده")]
    screen.press("Down")
    assert all(MINE[at : at + 4] in screen.details for at in range(0, 64, 4))
    assert "تماس بگیرید" in screen.details


def test_a_key_is_confirmed_from_the_list_and_that_is_taken_back(screen, office, came) -> None:
    show_keys(screen)
    screen.press("Down", "Enter")
    assert screen.focus == "دو گروه پایانی آن"
    type_here(LAST)
    screen.press("Enter")
    screen.wait()
    assert screen.senders[1] == (hostile.CODE, "تأییدشده")
    screen.button("برگرداندن تأیید").click()
    screen.wait()
    assert key(office).state is KeyState.SEEN


def test_a_key_is_revoked_with_its_reason_without_another_window_and_that_is_taken_back(
    screen,
    office,
    report,
) -> None:
    screen.drop(report).wait()
    senders.confirm(office, hostile.CODE, MINE, "تماس با دفتر")
    before = key(office)
    screen.button("ابطال کلید").click()
    assert screen.focus == WHY
    screen.press("Enter")
    assert "علت را بنویسید" in screen.line_beside(WHY)
    assert key(office).state is KeyState.CONFIRMED
    type_here("نامهٔ فرمانداری: توکن گم شده است")
    screen.type(SINCE, "1405/07/01")
    screen.press("Enter")
    screen.wait()
    revoked = key(office)
    assert (revoked.state, revoked.how) == (KeyState.REVOKED, "نامهٔ فرمانداری: توکن گم شده است")
    assert screen.rows == [("good.pdf", "رد شد")]
    assert "باطل شد" in screen.bar
    assert not screen.screen.details.revoking.isVisible()
    screen.screen.bar.take_back()
    screen.wait()
    assert key(office) == before
    assert screen.rows == [("good.pdf", "سالم و تأییدشده")]


def test_escape_lets_the_key_be(screen, office, came) -> None:
    show_keys(screen)
    screen.button("ابطال کلید").click()
    type_here("به اشتباه")
    screen.press("Escape")
    screen.wait()
    assert not screen.screen.sender.revoking.isVisible()
    assert all(one.state is not KeyState.REVOKED for one in senders.known(office))


def test_who_may_not_administer_sees_the_keys_and_changes_none(screen, office, came) -> None:
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    show_keys(screen)
    assert len(screen.senders) == 2
    screen.press("Down")
    assert not screen.screen.sender.revoke.isVisible()
    assert not screen.screen.sender.form.isVisible()


def test_dropping_a_file_brings_the_files_back(screen, report, came) -> None:
    show_keys(screen)
    screen.drop(report).wait()
    assert screen.screen.table.isVisible()
    assert screen.rows


def test_without_any_key_it_says_so(screen) -> None:
    show_keys(screen)
    assert "کلیدی انتخاب نشده است." in screen.details
