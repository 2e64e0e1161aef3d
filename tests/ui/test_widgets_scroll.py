"""A form that has no room scrolls, and its bar hides nothing that stands in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollBar, QWidget

from tests.robots.keys import press_here, type_here
from ui.telling.choices import Choices, Offer
from ui.widgets.field import TextField
from ui.widgets.place_form import PlaceForm


def test_a_forms_bar_stands_beside_what_is_typed_and_goes_with_its_need(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    form = PlaceForm("راه‌های تماس", "ثبت", page)
    fields = [QLineEdit() for _number in range(12)]
    for field in fields:
        form.body.addWidget(field)
    form.resize(360, 240)
    with qtbot.waitExposed(page):
        page.show()
    (bar,) = [one for one in form.findChildren(QScrollBar) if one.isVisible()]
    assert bar.mapTo(form, bar.rect().topRight()).x() < fields[0].mapTo(form, fields[0].rect().topLeft()).x()
    bar.setValue(bar.maximum())
    assert not fields[-1].visibleRegion().isEmpty()
    form.resize(360, 900)
    qtbot.waitUntil(lambda: not bar.isVisible())


def shown(qtbot, form):
    """In a low window that has nothing else."""
    page = QWidget()
    qtbot.addWidget(page)
    form.setParent(page)
    form.resize(360, 240)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page


def is_seen(part):
    return part.visibleRegion().boundingRect().size() == part.size()


def test_where_enter_leads_is_seen_in_a_form_that_has_no_room(qtbot):
    form = PlaceForm("راه‌های تماس", "ثبت")
    fields = [TextField(f"خانهٔ {number}", f"field{number}") for number in range(8)]
    form.put(*fields)
    page = shown(qtbot, form)
    fields[0].setFocus()
    for field in fields[1:]:
        press_here("Enter")
        qtbot.waitUntil(lambda edit=field.edit: is_seen(edit))
        assert page.focusWidget() is field.edit


def test_the_field_that_a_digit_opens_is_seen_in_a_form_that_has_no_room(qtbot):
    form, choices = PlaceForm("اطلاع‌رسانی", "ثبت"), Choices("چه شد؟")
    choices.put([Offer(f"راه {number}", "info", lambda _said: None, asks="چه کسی") for number in range(1, 8)])
    form.body.addWidget(choices)
    page = shown(qtbot, form)
    choices.setFocus()
    type_here("7")
    qtbot.waitUntil(lambda: is_seen(choices.field.edit))
    assert page.focusWidget() is choices.field.edit
