"""A form that has no room scrolls, and its bar hides nothing that stands in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollBar, QWidget

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
