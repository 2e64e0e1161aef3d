"""How the ruling strip lies: in rows over the desk's history, or as the board's foot of three cards and a line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.scroll import Body
from ui.widgets.wrap import Wrap

if TYPE_CHECKING:
    from ui.ruling.strip import RulingStrip


def lay_out_at_desk(strip: "RulingStrip") -> None:
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(strip.heading)
    head.addWidget(strip.about, 3)
    head.addWidget(strip.by, 2)
    foot = Wrap(stretched=True)
    foot.addWidget(strip.record, 0)
    foot.addWidget(strip.back, 0)
    foot.addWidget(strip.so_far, 1)
    if strip.scans is not None:
        foot.addWidget(strip.scans, 1)
    column = QVBoxLayout(strip)
    column.setContentsMargins(16, 6, 16, 8)
    column.setSpacing(3)
    column.addLayout(head)
    inner = QWidget()
    groups = QVBoxLayout(inner)
    groups.setContentsMargins(0, 0, 0, 0)
    groups.setSpacing(3)
    for group in strip.groups:
        groups.addWidget(group)
    groups.addStretch(1)
    strip.body = Body(inner)
    column.addWidget(strip.body, 1)
    column.addWidget(strip.text)
    column.addLayout(foot)
    _not_here(strip, strip.sentence, strip.words, strip.step_back, strip.another)


def lay_out_on_board(strip: "RulingStrip") -> None:
    for group, share in zip(strip.groups, (53, 25, 22), strict=True):
        strip.cards.addWidget(group, share)
    strip.text.line.hide()  # what is missing is said in the sentence's own place
    strip.words.addWidget(strip.sentence)
    strip.words.addWidget(strip.text)
    foot = QHBoxLayout()
    foot.setSpacing(8)
    foot.addWidget(strip.words, 1)
    for button in (strip.record, strip.step_back, strip.another):
        foot.addWidget(button)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # each has its key
    column = QVBoxLayout(strip)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(strip.cards)
    column.addLayout(foot)
    _not_here(strip, strip.heading, strip.about, strip.by, strip.so_far, strip.back)
    strip.set_small(small=False)


def _not_here(strip: "RulingStrip", *parts: QWidget) -> None:
    for part in parts:
        part.setParent(strip)
        part.hide()
