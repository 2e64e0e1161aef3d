"""«What became of it?» at the phone: one step to the answer, one key to note it, and nothing said that must not be."""

import pytest
from PySide6.QtCore import QObject

from app import calls, issues, outcomes, phone_answers, rulings, telling
from app.domain.codes import Role, Status, Way
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import persian_digits
from app.office import Office, SignedIn
from tests.make import issue, registered
from tests.robots.desk import DeskRobot, Opens
from ui.telling.at_phone import answer
from ui.telling.phone_page import PhonePage

RESULT = "کوچه آسفالت شد"


class Answering(QObject):
    """As ui.main.Client is for the page: it lies over the window's screen, whose bar says what was noted."""

    def __init__(self, desk: DeskRobot, office: Office) -> None:
        super().__init__(desk.screen)
        self.office, self.worker, self.window = office, desk.worker, desk.screen
        self.window.phone_wanted.connect(lambda code: answer(self, code))

    def tell(self, text: str, role: str) -> None:
        self.window.current.bar.say(text, role=role)


class PhoneRobot:
    def __init__(self, desk: DeskRobot, office: Office) -> None:
        self.desk = desk
        self._client = Answering(desk, office)

    @property
    def page(self) -> PhonePage:
        page = self.desk.screen.current
        assert isinstance(page, PhonePage), "the answer does not lie over the screen"
        return page

    def ring(self, code: str) -> "PhoneRobot":
        """From the desk: the key, and the code as it is read out."""
        self.desk.press("Ctrl+Shift+K").type_on(persian_digits(show_follow_up_code(code)))
        return self

    @property
    def said(self) -> str:
        """What the screen's bar says once the answer has gone."""
        self.desk.qtbot.waitUntil(lambda: bool(self.desk.says), timeout=10_000)
        return self.desk.says

    @property
    def aloud(self) -> str:
        return self.page.aloud.text()


@pytest.fixture
def phone(desk: DeskRobot, desk_office: Office) -> PhoneRobot:
    return PhoneRobot(desk, desk_office)


@pytest.fixture
def decided(desk_office: Office) -> issues.IssueRow:
    row = registered(desk_office)
    return outcomes.record(desk_office, row.issue_ids[0], Status.RESOLVED, RESULT)


def told_by(office: Office, row: issues.IssueRow) -> Way | None:
    return issues.one(office, row.id).told_by


def test_the_last_digit_of_the_code_shows_what_is_read_aloud(phone: PhoneRobot, decided: issues.IssueRow) -> None:
    phone.ring(decided.code or "")
    assert phone.aloud.endswith(f"به موضوع شما رسیدگی شد. نتیجه: {RESULT}.")
    assert phone.desk.sees("مریم کعبی")
    assert phone.desk.focus == "چه گفته شد؟"


def test_one_key_makes_it_the_notice_and_says_whether_he_was_content(
    phone: PhoneRobot, desk_office: Office, decided: issues.IssueRow
) -> None:
    phone.ring(decided.code or "").desk.type_on("۱")
    assert told_by(desk_office, decided) is Way.CALL
    assert telling.ways(desk_office, decided.id).content is True
    assert phone.said == "ثبت شد که نتیجه تلفنی به مریم کعبی گفته شد."
    assert phone.desk.is_in_the_box
    phone.desk.undo()
    assert told_by(desk_office, decided) is None
    assert telling.ways(desk_office, decided.id).content is None
    assert calls.of_issue(desk_office, decided.id) == []


def test_who_was_not_content_says_why(phone: PhoneRobot, desk_office: Office, decided: issues.IssueRow) -> None:
    phone.ring(decided.code or "").desk.type_on("2").type_on("دیر شد").press("Enter")
    assert telling.ways(desk_office, decided.id).content is False


def test_an_objection_tells_the_result_and_opens_the_issue_again_and_both_are_undone(
    phone: PhoneRobot, desk_office: Office, decided: issues.IssueRow
) -> None:
    phone.ring(decided.code or "").desk.type_on("4").press("Enter")
    assert phone.desk.line_beside("اعتراض، به گفتهٔ خود او") == "علت بازگشایی را بنویسید."
    phone.desk.type_on("کوچهٔ ما جا مانده است").press("Enter")
    assert issues.one(desk_office, decided.id).status is Status.OPEN
    assert phone.said.endswith("اعتراض کرد و مورد بازگشایی شد.")
    phone.desk.undo()
    assert issues.one(desk_office, decided.id).status is Status.RESOLVED
    assert told_by(desk_office, decided) is None


def test_a_call_before_the_result_is_noted_and_tells_nothing(phone: PhoneRobot, desk_office: Office) -> None:
    row = registered(desk_office)
    given = rulings.give(desk_office, row.issue_ids[0], "بازدید شود", unit="فنی و عمرانی")
    phone.ring(given.code or "")
    assert "فنی و عمرانی" in phone.aloud
    phone.desk.type_on("1")
    (call,) = calls.of_issue(desk_office, given.id)
    assert (call.incoming, call.told, call.spoke_to) == (True, False, None)


def test_somebody_else_hears_how_far_it_is_and_it_is_noted_who_called(
    phone: PhoneRobot, desk_office: Office, decided: issues.IssueRow
) -> None:
    phone.ring(decided.code or "").desk.type_on("6")
    assert RESULT not in phone.aloud
    phone.desk.type_on("1").type_on("برادر").press("Enter")
    (call,) = calls.of_issue(desk_office, decided.id)
    assert (call.spoke_to, call.told) == ("برادر", False)
    assert told_by(desk_office, decided) is None


def test_a_wrong_code_is_said_beside_it_and_esc_leads_back_with_nothing_noted(
    phone: PhoneRobot, desk_office: Office, decided: issues.IssueRow
) -> None:
    phone.desk.press("Ctrl+Shift+K").type_on("11111111")
    assert phone.desk.line_beside("کد پیگیری").startswith("موردی با این کد پیگیری نیست")
    phone.desk.press("Ctrl+A").type_on(decided.code or "").press("Esc")
    assert phone.desk.is_in_the_box
    assert calls.of_issue(desk_office, decided.id) == []


def test_the_code_that_stands_in_the_desks_box_is_the_one_that_is_asked_for(
    phone: PhoneRobot, decided: issues.IssueRow
) -> None:
    phone.desk.search(decided.code or "")
    assert phone.desk.sees("پاسخ تلفنی: چه شد؟")
    phone.desk.press("Ctrl+Shift+K")
    assert RESULT in phone.aloud


def test_quick_search_takes_codes(phone: PhoneRobot, decided: issues.IssueRow) -> None:
    window = phone.desk.screen
    window.header.quick.show()
    window.header.quick.setFocus()
    phone.desk.type_on(persian_digits(show_follow_up_code(decided.code or ""))).press("Enter")
    assert RESULT in phone.aloud


def test_what_only_the_head_may_know_is_not_read_by_anybody_else(opens: Opens, desk_office: Office) -> None:
    row = registered(desk_office, issues=(issue(subject="موضوع محرمانه", head_only=True),))
    outcomes.record(desk_office, row.issue_ids[0], Status.RESOLVED, "نتیجهٔ محرمانه")
    code = phone_answers.of_issue(desk_office, row.issue_ids[0]).issue.code or ""
    desk_office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    phone = PhoneRobot(opens(), desk_office).ring(code)
    assert phone.aloud.endswith("موضوع نزد رئیس دستگاه است و بررسی می‌شود.")
    assert not phone.desk.sees("محرمانه")
    assert phone.page.choices.words == ["ثبت تماس", "کس دیگری تماس گرفته است"]


def test_a_reason_that_was_typed_is_there_again_after_esc_and_esc(phone: PhoneRobot, decided: issues.IssueRow) -> None:
    reason = "کوچه هنوز خاکی است"
    phone.ring(decided.code or "")
    phone.desk.press("2").type_on(reason).press("Esc").press("Esc")
    phone.desk.qtbot.waitUntil(lambda: not isinstance(phone.desk.screen.current, PhonePage))
    phone.ring(decided.code or "")
    phone.desk.press("2")
    phone.desk.qtbot.waitUntil(lambda: phone.page.choices.typed == reason)
    phone.desk.press("Enter")
    assert "گفته شد" in phone.said
    phone.ring(decided.code or "")
    phone.desk.qtbot.wait(0)
    assert phone.page.choices.kept == ""


def test_what_another_recorded_while_it_was_read_aloud_is_not_told_and_nothing_typed_is_lost(
    phone: PhoneRobot, desk_office: Office, decided: issues.IssueRow
) -> None:
    phone.ring(decided.code or "").desk.type_on("2").type_on("دیر شد")
    outcomes.record(desk_office, decided.id, Status.REJECTED, "نبود اعتبار")
    phone.desk.press("Enter")
    assert phone.desk.sees("در این میان ثبت شده است: پذیرفته نشد.")
    assert told_by(desk_office, decided) is None
    phone.desk.press("Escape", "Escape")
    assert "نبود اعتبار" in phone.ring(decided.code or "").aloud
    phone.desk.type_on("2").press("Enter")
    assert told_by(desk_office, decided) is Way.CALL
