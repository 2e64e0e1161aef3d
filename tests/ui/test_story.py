"""A matter's story beside the worklist, its outcome and its reopening: by the keyboard, as a user reads them."""

import pytest
from sqlalchemy import text

from app import attachments, issues, notices, outcomes, timeline
from app.domain.codes import IssueType, Stage, Status, Way
from app.office import Office
from app.worklist import WorkRow
from tests.conftest import MEETING_DAY
from tests.robots.followup import LIST, STORY, FollowUpRobot
from tests.ui.test_followup import LATER, followup, matters, sits_down  # noqa: F401 - fixtures of the same screen
from ui.followup.acts import acts_for
from ui.followup.outcome_forms import OutcomeForm
from ui.preview import Preview

PDF = (
    b"%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>"
)


@pytest.fixture
def scanned(desk_office: Office, matters: dict[str, int]) -> attachments.Scan:  # noqa: F811
    return attachments.attach(desk_office, matters["مریم"], "عریضه.pdf", PDF)


def test_the_story_stands_beside_the_list_the_latest_on_top(followup: FollowUpRobot) -> None:  # noqa: F811
    assert [said.split("،")[0] for said in followup.story] == [
        "مهلت گذشت",
        "ارجاع به درآمد",
        "دستور شهردار",
        "دیدار نخست",
    ]
    assert "۱۷ روز است که پاسخی از درآمد نرسیده است." in followup.story[0]
    followup.press("Down")
    assert followup.whose == "نرگس کعبی"
    assert "۸ روز است که پاسخی از درآمد نرسیده است." in followup.story[0]


def test_the_arrows_go_through_the_events_and_esc_back_to_the_list(followup: FollowUpRobot) -> None:  # noqa: F811
    followup.go_to_story()
    assert followup.event.startswith("مهلت گذشت")
    followup.press("Down", "Down")
    assert followup.event.startswith("دستور شهردار")
    assert "ثبت: زهرا موسوی" in followup.event
    assert followup.press("Esc").focus == LIST


def test_a_due_date_to_come_stands_above_today(followup: FollowUpRobot) -> None:  # noqa: F811
    followup.go_to_tab("همهٔ باز").go_to_row("لیلا کعبی")
    assert followup.story[0].startswith("مهلت پاسخ درآمد، ۱۰ روز دیگر")
    assert followup.story[1] == "امروز"
    followup.go_to_story().press("Down")
    assert followup.event.startswith("ارجاع به درآمد"), "the line of today is stepped over"


def test_enter_gives_the_matter_the_page_and_esc_the_list_again(followup: FollowUpRobot) -> None:  # noqa: F811
    followup.press("Enter")
    assert followup.is_whole
    followup.press("Esc")
    assert not followup.is_whole
    assert followup.focus == LIST


def test_enter_on_a_decided_matter_stands_on_the_next_act_and_a_second_one_does_it(
    followup: FollowUpRobot,  # noqa: F811
) -> None:
    followup.go_to_tab("اطلاع داده نشده").press("Enter")
    assert followup.next_act == "اطلاع‌رسانی نتیجه"
    followup.qtbot.waitUntil(lambda: followup.focus == followup.next_act)
    followup.press("Enter")
    assert followup.form


def test_a_scan_is_opened_from_its_row_in_memory(
    scanned: attachments.Scan,
    followup: FollowUpRobot,  # noqa: F811
    tmp_path,
) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    followup.go_to_story()
    assert followup.event.startswith("تصویر سند، عریضه.pdf")
    followup.press("Enter")
    assert isinstance(followup.screen.current, Preview)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} <= before
    followup.press("Esc")
    assert followup.focus == STORY


def test_a_scan_that_is_damaged_is_said_in_its_row(
    scanned: attachments.Scan,
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
) -> None:
    with desk_office.connection() as connection:
        connection.execute(text("UPDATE attachment_content SET content = x'25504446'"))
        connection.commit()
    followup.go_to_story().press("Enter")
    assert "آسیب دیده" in followup.list.pane.story.said(scanned.id)
    assert followup.focus == STORY


def test_who_is_sent_elsewhere_is_told_where_by_the_keyboard(
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    followup.press("Ctrl+O", "Right", "Left", "Left", "Enter")
    assert followup.focus == "راهنمایی به کدام دستگاه"
    followup.press("Enter", "Enter")
    assert followup.line_beside("راهنمایی به کدام دستگاه") == "بنویسید متقاضی به کدام دستگاه راهنمایی شد."
    followup.type_on("ادارهٔ برق اهواز").press("Enter", "Enter")
    row = issues.one(desk_office, matters["مریم"])
    assert row.status is Status.REDIRECTED
    assert "ادارهٔ برق اهواز" in row.outcome


def test_the_note_for_the_file_is_a_tab_away(
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    followup.press("Ctrl+O", "Enter").type_on("آسفالت شد").press("Tab").type_on("با اعتبار سال آینده").press("Enter")
    assert followup.form == ""
    told = timeline.of_issue(desk_office, matters["مریم"]).events[0]
    assert told.detail == "آسفالت شد؛ یادداشت پرونده: با اعتبار سال آینده"


def test_a_told_matter_is_opened_again_with_its_reason_and_undone_in_one(
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    followup.go_to_tab("اطلاع داده نشده").press("Ctrl+Shift+O")
    assert followup.form == "بازگشایی مورد"
    followup.press("Left", "Enter", "Enter")
    assert followup.line_beside("علت بازگشایی") == "علت بازگشایی را بنویسید."
    followup.type_on("نیمی مانده").press("Enter")
    assert issues.one(desk_office, matters["زهرا"]).status is Status.OPEN
    assert followup.said.startswith("«")
    followup.press("Ctrl+Z")
    assert issues.one(desk_office, matters["زهرا"]).status is Status.RESOLVED


def test_the_undo_of_a_reopening_leaves_what_another_has_recorded_since(
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    followup.go_to_tab("اطلاع داده نشده").press("Ctrl+Shift+O", "Enter").type_on("نیمی مانده").press("Enter")
    outcomes.record(desk_office, matters["زهرا"], Status.REJECTED, "طبق ضوابط نشد")
    followup.press("Ctrl+Z")
    assert issues.one(desk_office, matters["زهرا"]).status is Status.REJECTED


def test_what_was_half_written_of_a_reopening_is_there_again(followup: FollowUpRobot) -> None:  # noqa: F811
    followup.go_to_tab("اطلاع داده نشده").press("Ctrl+Shift+O", "Enter").type_on("نیمی")
    followup.press("Esc")
    assert followup.press("Ctrl+Shift+O").text("علت بازگشایی") == "نیمی"


def test_the_desk_opens_a_told_issue_again_too(desk, desk_office: Office) -> None:
    desk.register(national_id="0012345679", first_name="مریم", last_name="کعبی", mobile="09163004172")
    issue_id = desk.desk.model.rows[0].visit_id
    row = issues.of_visit(desk_office, issue_id)[0]
    outcomes.record(desk_office, row.id, Status.RESOLVED, "انجام شد")
    notices.record(desk_office, row.id, Way.CALL, desk_office.today())
    desk.press("Ctrl+Shift+O", "Enter").type_on("ناتمام ماند").press("Enter")
    assert issues.one(desk_office, row.id).status is Status.OPEN


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.TOLD])
def test_what_the_story_waits_for_is_the_first_that_is_offered(stage: Stage) -> None:
    row = WorkRow(1, stage, 1, MEETING_DAY, None, None, False, 0, IssueType.REQUEST, None, "", False, "مریم کعبی")
    assert acts_for(row, lambda _right: True)[0].key == timeline.NEXT[stage]


def test_what_another_has_recorded_meanwhile_is_not_replaced_unread(
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    followup.press("Ctrl+O", "Enter").type_on("آسفالت شد.")
    outcomes.record(desk_office, matters["مریم"], Status.REJECTED, "در طرح نیست.")
    followup.wait().press("Enter")
    form = followup.list.pane.form
    assert isinstance(form, OutcomeForm)
    assert form.said.text().startswith("در این میان ثبت شده است: پذیرفته نشد")
    assert followup.text("شرح نتیجه برای متقاضی") == "آسفالت شد."
    assert issues.one(desk_office, matters["مریم"]).outcome == "در طرح نیست."


def test_tab_goes_through_the_fields_and_then_to_the_buttons(followup: FollowUpRobot) -> None:  # noqa: F811
    followup.press("Ctrl+O", "Tab", "Tab", "Tab")
    assert followup.focus == "ثبت نتیجه"
    assert followup.press("Tab").focus == "بستن"


def test_undo_takes_nothing_back_that_another_has_recorded_since(
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
    matters: dict[str, int],  # noqa: F811
) -> None:
    followup.press("Ctrl+O", "Enter").type_on("آسفالت شد.").press("Enter")
    outcomes.record(desk_office, matters["مریم"], Status.RESOLVED, "کوچه آسفالت شد.")
    followup.wait().press("Ctrl+Z")
    assert "تغییر" in followup.said
    assert issues.one(desk_office, matters["مریم"]).outcome == "کوچه آسفالت شد."
