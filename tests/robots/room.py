"""What has no room on a screen: the eye of somebody who reads every word of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QLineEdit, QScrollArea, QWidget

from ui.widgets import drawing
from ui.widgets.field import LabelLine
from ui.widgets.table import Table

_cut: list[str] = []
"""What was written shorter than it is, in the widget that is being painted."""


class _Watching(QFontMetrics):
    def elidedText(self, text: str, mode: Qt.TextElideMode, width: int, flags: int = 0) -> str:
        shown = super().elidedText(text, mode, width, flags)
        if shown != text:
            _cut.append(text)
        return shown


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every word that a widget paints passes one place; look over its shoulder there."""
    with monkeypatch.context() as patched:
        patched.setattr(drawing, "QFontMetrics", _Watching)
        yield


def without_room(window: QWidget) -> list[str]:
    """A line for each thing in sight that is cut, too narrow for its words or outside its place."""
    return [*_too_wide(window), *(said for widget in _in_sight(window) for said in _faults(widget))]


def _in_sight(window: QWidget) -> list[QWidget]:
    return [one for one in window.findChildren(QWidget) if one.isVisible() and one.width() and one.height()]


def _too_wide(window: QWidget) -> Iterator[str]:
    """A page that is wider than the window has to be scrolled sideways, or is cut at its edge."""
    for widget in [window, *_in_sight(window)]:
        layout = widget.layout()
        if layout is not None and not isinstance(widget, LabelLine) and layout.minimumSize().width() > widget.width():
            yield f"{_path(widget)} is {widget.width()} wide and needs {layout.minimumSize().width()}"
        if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0:
            yield f"{_path(widget)} scrolls sideways"


def _faults(widget: QWidget) -> Iterator[str]:
    if _is_outside(widget):
        yield f"{_path(widget)} «{_words(widget)}» stands outside its place"
    if isinstance(widget, QLabel) and widget.text():
        yield from _label(widget)
    if isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
        room = widget.width() - 12
        if widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > room:
            yield f"{_path(widget)} «{widget.placeholderText()}» is cut"
    for text in _cut_in(widget):
        if not _is_whole_elsewhere(widget, text):
            yield f"{_path(widget)} «{text}» is cut"


def _label(label: QLabel) -> Iterator[str]:
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + 1:
            yield f"{_path(label)} «{label.text()}» has too few lines"
    elif max(
        map(label.fontMetrics().horizontalAdvance, label.text().splitlines())
    ) > label.contentsRect().width() + 1 and (
        label.text() not in label.toolTip()  # where the label of a narrow field is whole
    ):
        yield f"{_path(label)} «{label.text()}» is cut"


def _is_outside(widget: QWidget) -> bool:
    """Whether a part of it lies beyond an ancestor that cannot be scrolled to show it."""
    if not _words(widget):
        return False
    place, parent = widget.rect(), widget.parentWidget()
    child = widget
    while parent is not None and not child.isWindow():
        place.translate(child.pos())
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return place.left() < 0 or place.right() >= parent.width()
        if not parent.rect().contains(place):
            return True
        child, parent = parent, parent.parentWidget()
    return False


def _words(widget: QWidget) -> str:
    text = getattr(widget, "text", "")
    said = text() if callable(text) else text
    state = getattr(widget, "state", None)
    return str(said or getattr(state, "text", "") or "")


def _cut_in(widget: QWidget) -> list[str]:
    _cut.clear()
    size = QWidget.size(widget)  # a page may have a field of that name
    picture = QPixmap(size)
    widget.render(picture, QPoint(), QRegion(QRect(QPoint(), size)), QWidget.RenderFlag(0))
    return list(_cut)


def _is_whole_elsewhere(widget: QWidget, text: str) -> bool:
    """Long words of a line or a cell are whole in its tooltip; what is pressed and what a chip says is never cut."""
    table = widget.parentWidget()
    if isinstance(table, Table):
        columns = table.model().columns
        states = {state.text for row in table.rows for one in columns if one.state and (state := one.state(row))}
        beside = {aside[1] for row in table.rows for one in columns if one.aside and (aside := one.aside(row))}
        return text not in states | beside
    return text in widget.toolTip()


def _path(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 4:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names)
