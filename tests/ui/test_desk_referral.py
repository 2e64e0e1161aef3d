"""Ctrl+J at the desk: a matter is referred while its visitor is still there."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app import referrals, rulings, words
from app.office import Office
from tests import make
from tests.robots.desk import Opens
from ui.followup.referral_forms import ReferForm


def test_who_is_in_the_room_is_referred_to_one_more_unit_from_the_desk(desk_office: Office, opens: Opens) -> None:
    issue_id = make.registered(desk_office).issue_ids[0]
    rulings.give(desk_office, issue_id, "بررسی شود", unit="درآمد")
    desk = opens().press("Ctrl+J").type_on("1").press("Ctrl+S")
    assert [row.unit for row in referrals.of_issue(desk_office, issue_id)] == ["درآمد", "فنی و عمرانی"]
    assert desk.is_in_the_box
    desk.undo()
    assert [row.unit for row in referrals.of_issue(desk_office, issue_id)] == ["درآمد"]


def test_a_referral_that_was_begun_and_left_stands_there_again(desk_office: Office, opens: Opens) -> None:
    make.registered(desk_office)
    desk = opens().press("Ctrl+J").type_on("1").press("Enter", "Esc")
    assert desk.is_in_the_box
    desk.press("Ctrl+J")
    assert desk.text("واحدها") == "فنی و عمرانی"


def test_the_list_of_units_leaves_it_in_sight_whose_matter_is_referred(desk_office: Office, opens: Opens) -> None:
    for number in range(4, 14):
        words.add(desk_office, words.Words.UNITS, f"واحد {number}")
    make.registered(desk_office)
    (form,) = opens().press("Ctrl+J").screen.findChildren(ReferForm)
    shown = form.units.edit.dropdown
    heading = form.heading.mapTo(shown.window(), form.heading.rect().bottomLeft())
    assert shown.isVisible()
    assert shown.geometry().top() > heading.y()


def test_the_list_of_units_goes_along_with_its_field(desk_office: Office, opens: Opens) -> None:
    """The form gets its height once it is known what stands in it: by then the list is open."""
    issue_id = make.registered(desk_office).issue_ids[0]
    rulings.give(desk_office, issue_id, "بررسی شود", unit="درآمد")
    (form,) = opens().press("Ctrl+J").screen.findChildren(ReferForm)
    edit, shown = form.units.edit, form.units.edit.dropdown

    def gap() -> int:
        return shown.geometry().top() - edit.mapTo(shown.window(), QPoint(0, edit.height())).y()

    assert shown.isVisible()
    stood = gap()
    form.moved_on.setText("یک سطر دیگر")
    form.body.insertWidget(0, form.moved_on)
    form.moved_on.show()
    form.body.activate()
    QApplication.processEvents()
    assert gap() == stood == 4
