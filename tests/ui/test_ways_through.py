"""Each kind of visitor has its way through the form, by keyboard alone."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout
from pytestqt.qtbot import QtBot

from app import drafts, issues, visits, with_whom
from app.domain.codes import Role
from app.domain.persian.calendar import jalali
from app.office import Office, SignedIn
from tests import make
from tests.conftest import Clock
from tests.robots.desk import DeskRobot, Opens
from ui.desk.typed import Typed

NEW = make.national_id(77)
COMPANY = "10380284898"
SECRET = "رفتار ناشایست با کارکنان"
TYPE_OF_ID = "نوع شناسه"

Fills = Callable[[DeskRobot], object]


def somebody(desk: DeskRobot, *, name: str = "نرگس", family: str = "شریفی") -> DeskRobot:
    """A new visitor with an id, up to the names; the cursor is in the last name."""
    desk.search(NEW).press("Enter", "Enter")
    desk.type_on(name).press("Enter")
    return desk.type_on(family)


def kind_of_id(desk: DeskRobot, letter: str) -> DeskRobot:
    """From the number of the id, back to its kind, by its first letter, and into what it asks for."""
    desk.go_to("شناسه").press("Shift+Tab")
    assert desk.focused.accessibleName() == TYPE_OF_ID
    return desk.type_on(letter).press("Enter")


def group(desk: DeskRobot) -> None:
    somebody(desk).press("Ctrl+G", "Ctrl+G")
    desk.type_on("هیئت روستای چم‌سرخ").press("Enter").type_on("4")


def representative(desk: DeskRobot) -> None:
    somebody(desk).press("Ctrl+G", "Ctrl+G", "Ctrl+G")
    desk.type_on("یوسف حمیدی").press("Enter").type_on("۱۲/۳۴").press("Enter").type_on("۱۴۰۵/۶/۲")


def company(desk: DeskRobot) -> None:
    somebody(desk).press("Ctrl+G", "Ctrl+G", "Ctrl+G", "Ctrl+G")
    desk.type_on("دهیاری چم‌سرخ").press("Enter").type_on("۱۰۳۸۰۲۸۴۸۹۸")


def child(desk: DeskRobot) -> None:
    somebody(desk).press(*["Ctrl+G"] * 5)
    desk.type_on("یوسف شریفی").press("Enter").type_on(make.national_id(78))


def foreigner(desk: DeskRobot) -> None:
    desk.search("نور احمدی").press("Enter")
    kind_of_id(desk, "ش").type_on("101234567890")


def passport(desk: DeskRobot) -> None:
    desk.search("نور احمدی").press("Enter")
    kind_of_id(desk, "گ").type_on("p 0123456")


def no_id(desk: DeskRobot) -> None:
    desk.search("نور احمدی").press("Enter")
    kind_of_id(desk, "ب").type_on("از دادن شناسه خودداری کرد")


def to_the_head_alone(desk: DeskRobot) -> None:
    somebody(desk).press("Alt+7")


WAYS: dict[str, tuple[Fills, dict[str, object]]] = {
    "a group": (group, {"group_name": "هیئت روستای چم‌سرخ", "companions": "4"}),
    "a representative": (
        representative,
        {"representing": "یوسف حمیدی", "attorney_number": "۱۲/۳۴", "attorney_date": "1405/06/02"},
    ),
    "a legal person": (company, {"legal_name": "دهیاری چم‌سرخ", "legal_id": COMPANY}),
    "a child": (child, {"guardian_name": "یوسف شریفی", "guardian_id": make.national_id(78)}),
    "a foreigner": (foreigner, {"foreign_id": "101234567890", "father_name": ""}),
    "a foreigner with a passport": (passport, {"document": "P0123456", "father_name": ""}),
    "somebody without an id": (no_id, {"no_id_reason": "از دادن شناسه خودداری کرد", "national_id": ""}),
    "who speaks to the head alone": (to_the_head_alone, {}),
}
every_way = pytest.mark.parametrize("way", WAYS)


@pytest.fixture
def secretary(desk_office: Office, opens: Opens) -> DeskRobot:
    """At the desk sits somebody who may not read what is for the head alone."""
    sign_in(desk_office, Role.SECRETARY)
    return opens()


def sign_in(office: Office, role: Role) -> None:
    office.user = SignedIn(office.user.id, "sara", "سارا", (role,))


@every_way
def test_each_kind_of_visitor_goes_through_the_form_by_keyboard_alone(
    desk_office: Office, secretary: DeskRobot, way: str
) -> None:
    fill, expected = WAYS[way]
    with secretary.counting() as hand:
        fill(secretary)
        secretary.go_to("موضوع")
        if way != "who speaks to the head alone":
            secretary.type_on("سد معبر")
        secretary.press("Ctrl+S")
    (row,) = secretary.desk.model.rows
    new = visits.written(desk_office, row.visit_id).new
    stored = {**new.particulars, **vars(new)}
    assert {key: stored[key] for key in expected} == expected
    assert secretary.is_in_the_box
    assert secretary.is_empty
    assert hand.keys < 30


@every_way
def test_after_a_crash_in_mid_form_everything_is_there_again(
    desk_office: Office, opens: Opens, qtbot: QtBot, way: str
) -> None:
    sign_in(desk_office, Role.SECRETARY)
    first = opens()
    WAYS[way][0](first)
    before = first.desk.form.typed()

    def kept() -> bool:
        draft = drafts.take(desk_office, "desk")
        return draft is not None and Typed.from_json(draft.values) == before and first.worker.idle

    qtbot.waitUntil(kept)
    second = opens()
    qtbot.waitUntil(lambda: not second.is_empty)
    assert second.desk.form.typed() == before
    for key in WAYS[way][1].keys() & second.desk.form.with_whom.fields.keys():
        assert second.desk.form.with_whom.fields[key].isVisible()


def test_a_draft_of_an_earlier_version_is_taken_without_what_it_did_not_know() -> None:
    kept = Typed(make.visit(companions="4"), reason="x").to_json()
    for key in ("group_name", "attorney_number", "attorney_date", "legal_name", "legal_id"):
        del kept[key]
    assert Typed.from_json(kept).new == make.visit(companions="4")


@given(
    texts=st.fixed_dictionaries({key: st.text() for key in with_whom.KEYS}),
    document=st.text(),
    head_only=st.booleans(),
    reason=st.text(),
)
def test_whatever_is_typed_comes_back_from_the_draft_as_it_was(
    texts: dict[str, str], document: str, head_only: bool, reason: str
) -> None:
    issue = make.issue(head_only=head_only)
    typed = Typed(make.visit(particulars={"document": document}, issues=(issue,), **texts), 7, reason)
    assert Typed.from_json(json.loads(json.dumps(typed.to_json()))) == typed


# keys -----------------------------------------------------------------------------------------------------------------


def test_a_returning_visitor_takes_at_most_four_keys_beyond_the_texts(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    day = clock.at
    clock.set(9, day=jalali(1405, 5, 25))
    make.registered(desk_office, 1)
    clock.at = day
    desk = opens()
    with desk.counting() as hand:
        desk.type_on("کعبی").press("Enter").type_on("سد معبر").press("Enter").type_on("باز هم نشد").press("Ctrl+S")
    assert desk.list_of_the_day == [("۱", "مریم کعبی", "در انتظار")]
    assert hand.keys <= 4
    assert hand.letters == len("کعبی") + len("سد معبر") + len("باز هم نشد")


def test_a_returning_visitor_with_a_subject_of_the_offices_list_takes_no_more(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    day = clock.at
    clock.set(9, day=jalali(1405, 5, 25))
    make.registered(desk_office, 1)
    clock.at = day
    desk = opens()
    with desk.counting() as hand:
        desk.type_on("کعبی").press("Enter").type_on("مستم").press("Enter").type_on("سه ماه است").press("Ctrl+S")
    written = visits.written(desk_office, desk.desk.model.rows[0].visit_id).new
    assert (written.issues[0]["subject"], written.issues[0]["description"]) == ("مستمری", "سه ماه است")
    assert hand.keys <= 4


def test_enter_leads_through_the_whole_form_and_saves_at_its_end(desk: DeskRobot) -> None:
    with desk.counting() as hand:
        desk.search(NEW).press("Enter")
        for text in ("09163004172", "نرگس", "شریفی", "یوسف", "", "کوچهٔ ۴", "مستمری", "سه ماه است"):
            desk.type_on(text).press("Enter")
    assert desk.list_of_the_day == [("۱", "نرگس شریفی", "در انتظار")]
    assert set(hand.pressed) == {"F2", "Enter"}
    assert hand.keys == 10


# a group, a representative, a company, a child ------------------------------------------------------------------------


def test_the_queue_shows_the_group_and_how_many_it_is(secretary: DeskRobot) -> None:
    group(secretary)
    assert secretary.desk.form.with_whom.fields["companions"].line.note.text() == "جمعاً ۵ نفر"
    secretary.type("موضوع", "راه دسترسی").press("Ctrl+S")
    (row,) = secretary.desk.model.rows
    assert (row.shown_name, row.head_count) == ("هیئت روستای چم‌سرخ", 5)


def test_the_queue_names_who_is_called_beside_the_group_that_he_speaks_for(secretary: DeskRobot) -> None:
    group(secretary)
    secretary.type("موضوع", "راه دسترسی").press("Ctrl+S")
    assert [name for _turn, name, _state in secretary.list_of_the_day] == ["نرگس شریفی ۵ نفر، هیئت روستای چم‌سرخ"]
    secretary.go_to_row("هیئت روستای چم‌سرخ")
    assert secretary.desk.queue.place.text.startswith("نوبت ۱؛ هیئت روستای چم‌سرخ؛")


@pytest.mark.parametrize(
    ("opened", "typed", "label", "said"),
    [
        (2, "اهالی کوی نرگس", "همراهان (نفر)", "شمار همراهان سخنگو را بنویسید."),
        (4, "دهیاری\tx", "شناسهٔ ملی", "شناسهٔ ملی درست نیست؛ باید ۱۱ رقم باشد."),
        (3, "\t12", "به نمایندگی از", "بنویسید نماینده از سوی چه کسی آمده است."),
        (3, "یوسف\t\t1405/06/23", "تاریخ وکالت‌نامه", "این تاریخ نرسیده است."),
        (5, "\t0012345679", "نام ولی یا سرپرست", "نام ولی یا سرپرست را بنویسید."),
    ],
)
def test_what_a_way_asks_for_is_asked_at_its_field_and_nothing_typed_is_lost(
    secretary: DeskRobot, opened: int, typed: str, label: str, said: str
) -> None:
    somebody(secretary).type("موضوع", "سد معبر").press(*["Ctrl+G"] * opened)
    for at, text in enumerate(typed.replace("x", "10380284899").split("\t")):
        secretary.press(*["Tab"] * bool(at)).type_on(text)
    secretary.press("Ctrl+S")
    assert secretary.line_beside(label) == said
    assert secretary.focus == label
    assert secretary.text("موضوع") == "سد معبر"
    assert secretary.list_of_the_day == []


def test_what_was_typed_for_one_way_stays_in_sight_while_another_is_asked_for(secretary: DeskRobot) -> None:
    group(secretary)
    secretary.press("Ctrl+G")
    assert secretary.focus == "به نمایندگی از"
    assert secretary.text("نام هیئت یا اهالی") == "هیئت روستای چم‌سرخ"


def test_after_the_last_way_an_empty_row_goes_away_and_the_cursor_back_into_the_form(secretary: DeskRobot) -> None:
    somebody(secretary).press(*["Ctrl+G"] * 6)
    assert not secretary.desk.form.with_whom.isVisible()
    assert secretary.desk.form.isAncestorOf(secretary.focused)


def test_no_line_of_the_form_is_deleted_when_another_way_is_looked_at(secretary: DeskRobot) -> None:
    """PySide took other objects for the lines that were, and the client crashed on a busy morning now and then."""
    lines, deleted = secretary.desk.form.with_whom, []
    somebody(secretary)
    for _way in range(9):
        secretary.press("Ctrl+G")
        for line in lines.findChildren(QHBoxLayout):
            line.destroyed.connect(lambda *_line: deleted.append("a line"))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert deleted == []


def test_the_ways_are_chosen_by_arrows_too(secretary: DeskRobot) -> None:
    somebody(secretary).press("Ctrl+G", "Shift+Tab")
    assert secretary.focused.accessibleName() == "با چه کسی، برای چه کسی"
    secretary.press("Left", "Enter")
    assert secretary.focus == "نام هیئت یا اهالی"


def test_a_child_without_an_id_opens_the_guardians_row(secretary: DeskRobot) -> None:
    secretary.search("نور احمدی").press("Enter")
    kind_of_id(secretary, "ب").type_on("کود").press("Enter")
    assert secretary.text("شناسه") == "کودک، همراه سرپرست"
    secretary.type("نام ولی یا سرپرست", "یوسف احمدی").type("موضوع", "مدرسه").press("Ctrl+S")
    (row,) = secretary.desk.model.rows
    assert (row.name, row.guardian_name) == ("نور احمدی", "یوسف احمدی")


def test_without_an_id_the_usual_reasons_are_offered(secretary: DeskRobot) -> None:
    secretary.search("نور احمدی").press("Enter")
    kind_of_id(secretary, "ب").press("Down", "Down", "Enter")
    assert secretary.text("شناسه") in ("کارت همراه نداشت", "از دادن شناسه خودداری کرد")


# foreigners -----------------------------------------------------------------------------------------------------------


def test_a_passport_that_came_before_is_known_when_its_number_is_left(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    day = clock.at
    clock.set(9, day=jalali(1405, 5, 25))
    make.registered(desk_office, particulars={"national_id": "", "document": "P0123456", "last_name": "احمدی"})
    clock.at = day
    desk = opens()
    desk.press("Ctrl+N")
    kind_of_id(desk, "گ").type_on("p-0123456").press("Enter")
    assert desk.title == "مریم احمدی"
    assert desk.banner == "سابقه دارد: ۱ بار مراجعه، آخرین بار ۲۵ مرداد"
    assert desk.text("شناسه") == "P0123456"


def test_a_passports_number_in_the_box_goes_to_its_field(secretary: DeskRobot) -> None:
    secretary.search("P0123456").press("Enter")
    assert secretary.text("شناسه") == "P0123456"
    assert secretary.desk.form.person.id.kind == "document"


def test_a_known_foreigner_is_taken_from_the_box_by_the_passport(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    make.registered(desk_office, particulars={"national_id": "", "document": "P0123456", "last_name": "احمدی"})
    desk = opens()
    desk.search("p0123456").press("Enter")
    assert (desk.title, desk.text("شناسه")) == ("مریم احمدی", "P0123456")


# to the head alone ----------------------------------------------------------------------------------------------------


def test_who_will_not_speak_before_the_secretary_is_registered_with_one_key_and_no_subject(
    desk_office: Office, secretary: DeskRobot
) -> None:
    somebody(secretary).go_to("شرح").press("Alt+7")
    assert not secretary.field("شرح").isEnabled()
    assert secretary.field("شرح").edit.placeholderText() == "رئیس دستگاه خود آن را می‌نویسد."
    assert secretary.focus == "موضوع"
    secretary.press("Enter")
    (row,) = secretary.desk.model.rows
    assert row.subjects == (None,)
    sign_in(desk_office, Role.HEAD)
    assert issues.one(desk_office, row.issue_ids[0]).subject == "موردی ویژهٔ رئیس دستگاه"


def test_the_key_pressed_again_opens_the_description_with_what_stood_in_it(secretary: DeskRobot) -> None:
    somebody(secretary).type("شرح", "کوچه خاکی است").press("Alt+7", "Alt+7")
    assert secretary.field("شرح").isEnabled()
    assert secretary.text("شرح") == "کوچه خاکی است"


def test_one_of_several_issues_may_be_for_the_head_alone(desk_office: Office, secretary: DeskRobot) -> None:
    somebody(secretary).type("موضوع", "مستمری").press("Ctrl+I", "Alt+7", "Ctrl+S")
    (row,) = secretary.desk.model.rows
    assert row.subjects == ("مستمری", None)


def test_the_head_writes_it_down_afterwards_and_can_take_it_back(
    desk_office: Office, opens: Opens, qtbot: QtBot
) -> None:
    row = make.registered(desk_office, issues=(make.issue(subject="", description="", head_only=True),))
    sign_in(desk_office, Role.HEAD)
    desk = opens()
    desk.go_to_row("مریم کعبی").menu("موردی ویژهٔ رئیس دستگاه")
    desk.type_on("شکایت از مدیر").press("Enter").type_on(SECRET)
    qtbot.waitUntil(lambda: SECRET in repr(drafts.take(desk_office, "desk.issues")))
    desk.press("Esc").go_to_row("مریم کعبی").menu("موردی ویژهٔ رئیس دستگاه")
    assert desk.desk.area.confidential.subject.text() == "شکایت از مدیر"
    desk.press("Enter", "Enter")
    assert desk.says == "متن ویژهٔ رئیس دستگاه ثبت شد."
    told = issues.one(desk_office, row.issue_ids[0])
    assert (told.subject, told.description) == ("شکایت از مدیر", SECRET)
    desk.undo()
    assert issues.one(desk_office, row.issue_ids[0]).description is None


def test_the_secretary_is_offered_no_way_to_the_heads_words(desk_office: Office, opens: Opens, qtbot: QtBot) -> None:
    brought = make.issue(subject="شکایت از مدیر", description=SECRET, head_only=True)
    make.registered(desk_office, issues=(brought,))
    sign_in(desk_office, Role.SECRETARY)
    desk = opens()
    desk.go_to_row("مریم کعبی").press("Menu")
    menu = QApplication.activePopupWidget()
    assert "موردی ویژهٔ رئیس دستگاه" not in [action.text() for action in menu.actions()]
    menu.close()
    desk.screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    desk.press("Ctrl+E")
    assert not desk.field("موضوع").isEnabled()
    assert SECRET not in repr(desk.desk.form.typed())
    desk.type("نشانی", "کوچهٔ ۹").press("Ctrl+S")
    sign_in(desk_office, Role.HEAD)
    (told,) = issues.of_visit(desk_office, desk.desk.model.rows[0].visit_id)
    assert (told.subject, told.description, told.head_only) == ("شکایت از مدیر", SECRET, True)


def test_a_half_written_matter_for_the_head_is_nowhere_but_in_the_encrypted_store(
    desk_office: Office, opens: Opens, qtbot: QtBot, tmp_path
) -> None:
    make.registered(desk_office, issues=(make.issue(subject="", description="", head_only=True),))
    sign_in(desk_office, Role.HEAD)
    desk = opens()
    desk.go_to_row("مریم کعبی").menu("موردی ویژهٔ رئیس دستگاه")
    desk.press("Enter").type_on(SECRET)
    qtbot.waitUntil(lambda: SECRET in repr(drafts.take(desk_office, "desk.issues")))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
            assert SECRET.encode("utf-16-le") not in path.read_bytes(), path


# nameless, and no bodily cause ----------------------------------------------------------------------------------------


def test_a_report_by_somebody_without_a_name_is_told_that_the_register_needs_one(secretary: DeskRobot) -> None:
    said = "دفتر ثبت نام می‌خواهد؛ کسی که نمی‌خواهد نامش بماند، ثبت نمی‌شود."
    secretary.press("Ctrl+N")
    assert not secretary.sees(said)
    secretary.press("Alt+5")
    assert secretary.sees(said)
    secretary.type("نام", "نرگس")
    assert not secretary.sees(said)


def test_the_description_reminds_that_no_bodily_condition_is_written(secretary: DeskRobot) -> None:
    assert secretary.field("شرح").edit.placeholderText() == "بیماری و وضع جسمی افراد نوشته نمی‌شود."


# correcting -----------------------------------------------------------------------------------------------------------


def test_what_was_corrected_about_a_group_shows_its_earlier_value_and_is_undone_in_one(
    desk_office: Office, opens: Opens
) -> None:
    make.registered(desk_office, group_name="اهالی کوی نرگس", companions="4")
    desk = opens()
    desk.go_to_row("مریم کعبی").press("Ctrl+E")
    desk.type("نام هیئت یا اهالی", "اهالی کوی یاس").press("Ctrl+S")
    desk.go_to_row("مریم کعبی").menu("مقدارهای پیشین")
    assert desk.sees("اهالی کوی نرگس")
    desk.press("Esc").undo()
    assert desk.desk.model.rows[0].group_name == "اهالی کوی نرگس"


def test_a_foreigners_address_is_corrected_and_the_passport_stays(desk_office: Office, opens: Opens) -> None:
    row = make.registered(desk_office, particulars={"national_id": "", "document": "P0123456"})
    desk = opens()
    desk.go_to_row("مریم کعبی").press("Ctrl+E")
    assert desk.text("شناسه") == "P0123456"
    desk.type("نشانی", "کوچهٔ ۹").press("Ctrl+S")
    new = visits.written(desk_office, row.visit_id).new
    assert (new.particulars["document"], new.particulars["address"]) == ("P0123456", "کوچهٔ ۹")
