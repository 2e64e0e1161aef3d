"""The same person at the desk: noticed before saving, two records made one and parted again, open matters joined."""

from pytestqt.qtbot import QtBot

from app import issues, merging, rulings, visitors
from app.domain.persian.calendar import jalali
from app.domain.persian.text import latin_digits
from app.office import Office
from app.queue import QueueRow
from tests import make
from tests.conftest import MEETING_DAY, Clock
from tests.robots.desk import DeskRobot, Opens

NO_ID = {"national_id": "", "no_id_reason": "مدرک همراه نداشت"}
EARLIER = jalali(1405, 5, 25)


def came(office: Office, clock: Clock, number: int = 1, **given) -> QueueRow:
    """Some weeks ago."""
    clock.set(9, day=EARLIER)
    row = make.registered(office, number, **given)
    clock.set(9, 42, day=MEETING_DAY)
    return row


def promised(office: Office, row: QueueRow, ruling: str = "ظرف ۱۰ روز") -> None:
    rulings.give(office, row.issue_ids[0], ruling, unit="فنی و عمرانی", due=jalali(1405, 6, 4))


def new(desk: DeskRobot) -> DeskRobot:
    """Somebody new is typed in, who turns out to be known."""
    desk.press("Ctrl+N").type("نام", "مریم").type("نام خانوادگی", "کعبی").type("تلفن همراه", "09160000001")
    return desk


def question(desk: DeskRobot, qtbot: QtBot) -> str:
    line = desk.desk.same_person.line
    qtbot.waitUntil(lambda: bool(line.text), timeout=5000)
    return line.text


# noticed before saving ------------------------------------------------------------------------------------------------


def test_the_same_name_and_phone_is_asked_about_with_who_it_is(
    desk_office: Office, clock: Clock, opens: Opens, qtbot: QtBot
) -> None:
    came(desk_office, clock)
    desk = new(opens())
    assert question(desk, qtbot) == "فردی با همین نام و تلفن ثبت شده است. یکی هستند؟"
    who = desk.desk.same_person.who
    assert who.isVisible()
    assert who.text.startswith("فرزند جاسم، ۱ بار مراجعه، آخرین بار ۲۵ مرداد")
    assert make.national_id(1) not in latin_digits(who.text).replace("-", "")


def test_ctrl_m_takes_the_known_person_and_keeps_what_was_typed(
    desk_office: Office, clock: Clock, opens: Opens, qtbot: QtBot
) -> None:
    row = came(desk_office, clock)
    desk = new(opens())
    desk.type("نشانی", "خیابان تازه")
    desk.type("موضوع", "سد معبر")
    question(desk, qtbot)
    desk.press("Ctrl+M")
    assert desk.text("شناسه") == make.national_id(1)
    assert (desk.text("نشانی"), desk.text("موضوع")) == ("خیابان تازه", "سد معبر")
    assert desk.sees("قبلاً: خیابان نرگس، پلاک ۱۷")
    assert desk.banner == "سابقه دارد: ۱ بار مراجعه، آخرین بار ۲۵ مرداد"
    desk.press("Ctrl+S")
    assert desk.desk.model.rows[0].visitor_id == row.visitor_id


def test_esc_says_that_it_is_somebody_else_and_is_not_asked_again(
    desk_office: Office, clock: Clock, opens: Opens, qtbot: QtBot
) -> None:
    row = came(desk_office, clock)
    desk = new(opens())
    question(desk, qtbot)
    desk.press("Esc", "Esc") if desk.desk.same_person.line.text else None
    assert desk.desk.same_person.line.text == ""
    desk.type("نام پدر", "جاسم").type("موضوع", "سد معبر").type("شناسه", make.national_id(40)).press("Ctrl+S")
    assert desk.desk.model.rows[0].visitor_id != row.visitor_id


def test_a_question_does_not_stand_in_the_way_of_saving(
    desk_office: Office, clock: Clock, opens: Opens, qtbot: QtBot
) -> None:
    came(desk_office, clock, particulars=NO_ID)
    desk = opens()
    desk.search(make.national_id(7)).press("Enter")
    desk.type("نام", "مریم").type("نام خانوادگی", "کعبی").type("تلفن همراه", "09160000001").type("موضوع", "سد معبر")
    question(desk, qtbot)
    desk.press("Ctrl+S")
    assert desk.list_of_the_day == [("۱", "مریم کعبی", "در انتظار")]
    assert desk.desk.same_person.line.text == ""


# two records made one -------------------------------------------------------------------------------------------------


def test_two_records_are_made_one_by_keys_alone_and_both_histories_are_read(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    came(desk_office, clock, 1, particulars={**NO_ID, "mobile": "09350000000"}, issues=(make.issue(subject="مستمری"),))
    came(desk_office, clock, 1)
    desk = opens()
    desk.search(make.national_id(1)).press("Enter")
    assert [row["موضوع"] for row in desk.history] == ["آسفالت معابر"]
    desk.press("Ctrl+M")
    assert desk.focus == "پروندهٔ دیگر: نام، تلفن یا کد ملی"
    assert desk.sees("09350000000"[:4]) or desk.sees("۰۹۳۵")
    desk.press("Enter")
    assert desk.focus == "علت (اختیاری)"
    desk.type_on("کارت ملی همراه نداشت").press("Enter")
    assert desk.says == "دو پروندهٔ مریم کعبی یکی شد."
    assert {row["موضوع"] for row in desk.history} == {"آسفالت معابر", "مستمری"}
    assert desk.sees("۲ پرونده از یک نفر")
    desk.undo()
    assert [row["موضوع"] for row in desk.history] == ["آسفالت معابر"]


def test_records_are_taken_apart_from_the_history(desk_office: Office, clock: Clock, opens: Opens) -> None:
    one = came(desk_office, clock, 1, particulars=NO_ID, issues=(make.issue(subject="مستمری"),))
    two = came(desk_office, clock, 1)
    merging.merge(desk_office, one.visitor_id, two.visitor_id)
    desk = opens()
    desk.search(make.national_id(1)).press("Enter")
    desk.press("Ctrl+H", "Shift+Tab")
    assert desk.focus == "جدا کردن"
    desk.press("Enter")
    assert desk.says == "پروندهٔ مریم کعبی دوباره جدا شد."
    assert [row["موضوع"] for row in desk.history] == ["آسفالت معابر"]
    desk.undo()
    assert len(desk.history) == 2


def test_two_people_with_an_id_are_not_made_one_and_it_says_why(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    came(desk_office, clock, 1)
    came(desk_office, clock, 2, particulars={"first_name": "نرگس", "last_name": "شریفی"})
    desk = opens()
    desk.search(make.national_id(1)).press("Enter").press("Ctrl+M")
    desk.type_on("نرگس شریفی")
    desk.qtbot.waitUntil(lambda: desk.desk.area.merge.chosen is not None)
    desk.press("Enter", "Enter")
    assert desk.sees("این دو نفر هر یک شناسهٔ خود را دارند")
    desk.press("Esc")
    assert desk.text("نام") == "مریم"


def test_a_row_of_the_queue_has_it_in_its_menu(desk_office: Office, clock: Clock, opens: Opens) -> None:
    make.registered(desk_office, 1)
    desk = opens()
    desk.go_to_row("مریم کعبی").menu("یکی کردن با پروندهٔ دیگر")
    assert desk.focus == "پروندهٔ دیگر: نام، تلفن یا کد ملی"


# an open matter is joined ---------------------------------------------------------------------------------------------


def test_a_second_visit_goes_on_with_the_open_matter_by_one_key(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    first = came(desk_office, clock, 1, issues=(make.issue(type="complaint", subject="آسفالت کوچهٔ نرگس"),))
    promised(desk_office, first)
    desk = opens()
    desk.search(make.national_id(1)).press("Enter")
    assert desk.desk.form.issues.matters.buttons[0].accessibleName() == "پیگیری مورد باز: آسفالت کوچهٔ نرگس"
    desk.press("Alt+8")
    assert desk.text("موضوع") == "آسفالت کوچهٔ نرگس"
    assert desk.focus == "شرح"
    desk.type_on("برای بار دوم می‌آید.").press("Ctrl+S")
    issue = issues.one(desk_office, desk.desk.model.rows[0].issue_ids[0])
    assert (issue.follows, issue.ruling, str(issue.type)) == (first.issue_ids[0], "ظرف ۱۰ روز", "complaint")
    history = visitors.history(desk_office, first.visitor_id)
    assert (history.visits, history.issues) == (2, 1)


def test_the_same_key_again_makes_it_a_matter_of_its_own(desk_office: Office, clock: Clock, opens: Opens) -> None:
    came(desk_office, clock)
    desk = opens()
    desk.search(make.national_id(1)).press("Enter").press("Alt+8")
    assert desk.desk.form.issues.matters.line.text.startswith("پیگیری «آسفالت معابر» از ۲۵ مرداد")
    desk.press("Alt+8").type("موضوع", "سد معبر").press("Ctrl+S")
    assert issues.one(desk_office, desk.desk.model.rows[0].issue_ids[0]).follows is None


def test_a_visit_is_parted_from_its_matter_by_a_correction(desk_office: Office, clock: Clock, opens: Opens) -> None:
    first = came(desk_office, clock)
    make.registered(desk_office, 1, issues=(make.issue(follows=first.issue_ids[0]),))
    desk = opens()
    desk.go_to_row("مریم کعبی").press("Ctrl+E", "Alt+8", "Ctrl+S")
    assert issues.one(desk_office, desk.desk.model.rows[0].issue_ids[0]).follows is None
    desk.undo()
    assert issues.one(desk_office, desk.desk.model.rows[0].issue_ids[0]).follows == first.issue_ids[0]


def test_another_persons_id_leaves_no_matter_of_the_one_before(desk_office: Office, clock: Clock, opens: Opens) -> None:
    came(desk_office, clock)
    desk = opens()
    desk.search(make.national_id(1)).press("Enter").press("Alt+8")
    desk.type("شناسه", make.national_id(50)).press("Ctrl+S")
    row = desk.desk.model.rows[0]
    assert issues.one(desk_office, row.issue_ids[0]).follows is None


# the history ----------------------------------------------------------------------------------------------------------


def test_the_promise_is_said_in_plain_words_whatever_came_after_it(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    late = came(desk_office, clock, 1, issues=(make.issue(subject="آسفالت کوچهٔ نرگس ۴"), make.issue(subject="روشنایی")))
    promised(desk_office, late)
    make.registered(desk_office, 1, issues=(make.issue(subject="عوارض"),))
    desk = opens()
    desk.search(make.national_id(1)).press("Enter")
    assert desk.promise == (
        "به او گفته شده بود «ظرف ۱۰ روز»؛ مهلت ۴ شهریور بود و واحد فنی و عمرانی هنوز پاسخ نداده است."
    )
    assert [row["موضوع"] for row in desk.history] == ["عوارض", "آسفالت کوچهٔ نرگس ۴", "روشنایی"]
