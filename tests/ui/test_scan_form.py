"""Scans at the worklist: from the scanner's folder, whose new files stand there as they come, or from any file."""

import os
import time
from pathlib import Path

import pytest

from app import attachments, referrals
from app.domain.codes import AnswerKind
from app.office import Office
from db.models import Attachment
from tests.robots.followup import LIST, FollowUpRobot
from tests.ui.test_followup import followup, matters, sits_down  # noqa: F401 - fixtures of the same screen
from ui.this_pc import Settings

PDF = b"%PDF-1.7\nx\n%%EOF\n"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Chosen on this PC."""
    made = tmp_path / "scans"
    made.mkdir()
    settings.scans_folder = str(made)
    return made


def put(folder: Path, name: str, content: bytes = PDF, *, seconds: float = 5) -> Path:
    path = folder / name
    path.write_bytes(content)
    at = time.time() - seconds
    os.utime(path, (at, at))
    return path


def files(followup: FollowUpRobot) -> list[tuple[str, str]]:  # noqa: F811
    table = followup.list.pane.form.table
    state = table.model().columns[1]
    return [(row.name, state.words(row)) for row in table.rows]


def test_a_scan_of_the_folder_is_two_keys_away_and_undone_in_one(
    folder: Path,
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    path = put(folder, "scan0001.pdf")
    followup.press("Ctrl+Shift+A")
    assert followup.form == "پیوست اسکن"
    assert files(followup) == [("scan0001.pdf", "۱ کیلوبایت")]
    followup.press("Enter")
    assert followup.focus == LIST
    assert [scan.name for scan in attachments.of_issue(desk_office, matters["مریم"])] == ["scan0001.pdf"]
    assert any("scan0001.pdf" in said for said in followup.story)
    assert path.exists()
    followup.press("Ctrl+Z")
    assert attachments.of_issue(desk_office, matters["مریم"]) == []


def test_what_comes_into_the_folder_stands_there_and_waits_until_it_is_whole(
    folder: Path,
    followup: FollowUpRobot,  # noqa: F811
) -> None:
    followup.press("Ctrl+Shift+A")
    assert files(followup) == []
    put(folder, "half.pdf", PDF[:-3])
    followup.qtbot.waitUntil(lambda: files(followup) == [("half.pdf", "در حال اسکن")], timeout=10_000)
    put(folder, "half.pdf", PDF)
    followup.qtbot.waitUntil(lambda: files(followup) == [("half.pdf", "۱ کیلوبایت")], timeout=10_000)


def test_a_file_leaves_the_folder_by_the_users_word_alone_once_it_is_attached(
    folder: Path,
    followup: FollowUpRobot,  # noqa: F811
) -> None:
    path = put(folder, "scan0001.pdf")
    followup.press("Ctrl+Shift+A", "Delete")
    assert path.exists()
    followup.press("Enter").press("Ctrl+Shift+A")
    assert files(followup) == [("scan0001.pdf", "پیوست شده")]
    followup.press("Delete")
    assert not path.exists()


def test_the_units_answer_is_attached_to_its_answer(
    folder: Path,
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    (asked,) = referrals.of_issue(desk_office, matters["مریم"])
    answer = referrals.answer(desk_office, asked.id, AnswerKind.PARTIAL, "بازدید شد")
    put(folder, "answer.pdf")
    followup.press("F5").go_to_row("مریم کعبی").press("Ctrl+Shift+A", "Enter")
    with desk_office.read() as session:
        assert [scan.answer_id for scan in session.query(Attachment)] == [answer]
    assert any(said.startswith("تصویر پاسخ درآمد") for said in followup.story)


def test_a_file_from_elsewhere_is_chosen_and_a_wrong_one_is_said_in_the_form(
    folder: Path,
    followup: FollowUpRobot,  # noqa: F811
    tmp_path: Path,
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    followup.press("Ctrl+Shift+A")
    form = followup.list.pane.form
    form.ask_file = lambda _parent: str(put(tmp_path, "letter.doc", b"MZ"))
    form.from_file.click()
    followup.wait()
    assert "PDF" in form.said.text()
    form.ask_file = lambda _parent: str(put(tmp_path, "petition.pdf"))
    form.from_file.click()
    followup.wait()
    assert [scan.name for scan in attachments.of_issue(desk_office, matters["مریم"])] == ["petition.pdf"]


def test_the_folder_is_chosen_in_place_and_kept_for_this_pc(
    followup: FollowUpRobot,  # noqa: F811
    settings: Settings,
    tmp_path: Path,
) -> None:
    put(tmp_path, "petition.pdf")
    followup.press("Ctrl+Shift+A")
    form = followup.list.pane.form
    form.ask_folder = lambda _parent, _folder: str(tmp_path)
    form.set_folder.click()
    followup.wait()
    assert ("petition.pdf", "۱ کیلوبایت") in files(followup)
    assert settings.scans_folder == str(tmp_path)


def test_a_folder_that_is_gone_is_said_in_the_form(
    folder: Path,
    followup: FollowUpRobot,  # noqa: F811
) -> None:
    folder.rmdir()
    followup.press("Ctrl+Shift+A")
    assert "پوشهٔ اسکن‌ها باز نشد" in followup.list.pane.form.said.text()
