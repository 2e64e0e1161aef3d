"""Layouts: what wraps reckons as Qt does, and nobody holds what PySide can't follow."""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget, QWidgetItem

import ui
from ui.widgets.buttons import Button
from ui.widgets.text import Elided, Text
from ui.widgets.wrap import Wrap

SOURCES = sorted(Path(ui.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_layout_is_asked_for_its_items(source: Path) -> None:
    """PySide is not told when an item goes; its wrapper then stands for whatever is made at the same address: a menu's
    line was a QWidgetItem now and then, and a line of the form was deleted twice.
    """
    text = source.read_text("utf-8")
    assert ".itemAt(" not in text
    assert ".takeAt(" not in text


def _bounded() -> QWidget:
    made = QLineEdit()
    made.setMinimumSize(33, 44)
    made.setMaximumSize(90, 60)
    return made


def _of_policy(policy: QSizePolicy.Policy) -> QWidget:
    made = QLabel("نوبت‌های یکشنبه")
    made.setSizePolicy(policy, policy)
    return made


def _with_a_layout() -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(QLabel("متن"))
    column.addWidget(QLineEdit())
    return made


MAKERS = {
    "label": lambda: QLabel("متن"),
    "wrapped words": lambda: Text("سطری دراز که در چند خط می‌آید " * 4, wrap=True),
    "elided": lambda: Elided("سطری دراز"),
    "button": lambda: Button("ثبت"),
    "bounded": _bounded,
    "with a layout": _with_a_layout,
    **{policy.name: lambda policy=policy: _of_policy(policy) for policy in QSizePolicy.Policy},
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_part_takes_what_it_takes_in_qts_own_row(qapp, name: str) -> None:
    page, part = QWidget(), MAKERS[name]()
    row = Wrap()
    around = QVBoxLayout(page)
    around.addLayout(row)
    row.addWidget(part)
    qts = QWidgetItem(part)
    part.show()
    assert row.minimumSize() == qts.minimumSize()
    assert row.sizeHint() == QSize(max(qts.sizeHint().width(), qts.minimumSize().width()), qts.sizeHint().height())
    if qts.hasHeightForWidth():
        assert row.heightForWidth(120) == qts.heightForWidth(120)
    page.deleteLater()


def test_what_has_no_room_goes_on_in_the_next_line_from_the_right(qapp) -> None:
    page, row = QWidget(), Wrap(gap=10)
    around = QHBoxLayout(page)
    around.setContentsMargins(0, 0, 0, 0)
    around.addLayout(row)
    parts = [QWidget() for _number in range(3)]
    for part in parts:
        part.setFixedSize(100, 20)
        row.addWidget(part)
    page.resize(230, row.heightForWidth(230))
    page.show()
    assert [(part.x(), part.y()) for part in parts] == [(130, 0), (20, 0), (130, 30)]
    parts[0].hide()
    qapp.processEvents()
    assert [(part.x(), part.y()) for part in parts[1:]] == [(130, 0), (20, 0)]
    page.deleteLater()


def test_a_part_that_was_deleted_leaves_its_place(qapp) -> None:
    page, row = QWidget(), Wrap()
    QVBoxLayout(page).addLayout(row)
    gone, stays = QWidget(), QWidget()
    for part in (gone, stays):
        part.setFixedSize(50, 20)
        row.addWidget(part)
        part.show()
    shiboken6.delete(gone)
    assert row.sizeHint() == QSize(50, 20)
    page.deleteLater()


def test_what_is_made_after_a_part_has_gone_is_what_it_is(qapp) -> None:
    page, row = QWidget(), Wrap()
    QVBoxLayout(page).addLayout(row)
    for _round in range(300):
        for part in [QWidget() for _number in range(5)]:
            row.addWidget(part)
            part.show()
        row.sizeHint()
        for part in page.findChildren(QWidget):
            part.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        menu = QMenu()
        assert all(type(menu.addAction("سطر", len)) is QAction for _number in range(20))
    page.deleteLater()
