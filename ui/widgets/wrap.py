"""A row that goes on in the next line where its parts have no room beside one another."""

import shiboken6
from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

_UNBOUNDED = (1 << 24) - 1
"""Pixels: as QWidget's own greatest size."""
_Part = tuple[QWidget, int, int]
"""A part, its stretch, and the width that it asks for."""


class Wrap(QHBoxLayout):
    """Parts from the leading edge on, each as wide as it wants to be.

    stretched: the parts of a line share its whole width, by the stretch that they were added with.
    centred: lines stand in the middle.

    The parts are kept here and never asked of the layout: PySide's wrapper of a layout's own item outlives the item,
    and then passes for whatever is made in its place.
    """

    def __init__(self, *, gap: int = 8, stretched: bool = False, centred: bool = False) -> None:
        super().__init__()
        self._parts: list[tuple[QWidget, int]] = []
        self._stretched, self._centred = stretched, centred
        self.line_gap = gap
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, part: QWidget, stretch: int = 0) -> None:
        super().addWidget(part, stretch)
        self._parts.append((part, stretch))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def minimumHeightForWidth(self, width: int) -> int:
        return self.heightForWidth(width)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        wide = sum(self._wanted(part) for part, _stretch in shown) + self.spacing() * max(0, len(shown) - 1)
        high = max((_hint(part).height() for part, _stretch in shown), default=0)
        return _with(QSize(wide, high), self.contentsMargins())

    def minimumSize(self) -> QSize:
        sizes = [_least(part) for part, _stretch in self._shown()]
        wide, high = (max((one(size) for size in sizes), default=0) for one in (QSize.width, QSize.height))
        return _with(QSize(wide, high), self.contentsMargins())

    def maximumSize(self) -> QSize:
        """None: a part that keeps its width must not hold its line, and what stands above it, to that width."""
        return QSize(_UNBOUNDED, _UNBOUNDED)

    def setGeometry(self, rect: QRect) -> None:
        QLayout.setGeometry(self, rect)
        self._place(rect, move=True)

    def _shown(self) -> list[tuple[QWidget, int]]:
        self._parts = [one for one in self._parts if shiboken6.isValid(one[0])]
        return [one for one in self._parts if not one[0].isHidden()]

    def _wanted(self, part: QWidget) -> int:
        """What a part asks for: where lines are shared out, no more than it needs."""
        return max(_least(part).width(), 0 if self._stretched else _hint(part).width())

    def _lines(self, width: int) -> list[list[_Part]]:
        lines: list[list[_Part]] = []
        left = -1
        for part, stretch in self._shown():
            wanted = self._wanted(part)
            if not lines or wanted > left:
                lines.append([])
                left = width
            lines[-1].append((part, stretch, min(width, wanted)))
            left -= wanted + self.spacing()
        return lines

    def _widths(self, line: list[_Part], width: int) -> list[int]:
        wanted = [wide for _part, _stretch, wide in line]
        if not self._stretched:
            return wanted
        whole = width - self.spacing() * (len(line) - 1)
        shares = [stretch for _part, stretch, _wide in line]
        if not any(shares):
            return wanted
        by_share = [whole * share // sum(shares) for share in shares]
        if all(share >= need for share, need in zip(by_share, wanted, strict=True)):
            return [*by_share[:-1], whole - sum(by_share[:-1])]
        spare = max(0, whole - sum(wanted))
        return [need + spare * share // sum(shares) for need, share in zip(wanted, shares, strict=True)]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Put every part in its place, or only tell how high they are together."""
        room = rect.marginsRemoved(self.contentsMargins())
        parent = self.parentWidget()
        rtl = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        top = room.y()
        for number, line in enumerate(self._lines(room.width())):
            widths = self._widths(line, room.width())
            parts = [part for part, _stretch, _wide in line]
            heights = [_height(part, wide) for part, wide in zip(parts, widths, strict=True)]
            if number:
                top += self.line_gap
            spare = room.width() - sum(widths) - self.spacing() * (len(line) - 1)
            at_x = spare // 2 if self._centred else 0
            for part, wide, high in zip(parts, widths, heights, strict=True):
                if move:
                    x = room.right() + 1 - at_x - wide if rtl else room.x() + at_x
                    y = top + (max(heights) - high) // 2
                    part.setGeometry(QRect(QPoint(x, y), QSize(wide, high).boundedTo(part.maximumSize())))
                at_x += wide + self.spacing()
            top += max(heights)
        margins = self.contentsMargins()
        return top - room.y() + margins.top() + margins.bottom()


# A widget's size as QLayout reckons it ------------------------------------------------------------------------------


def _least(part: QWidget) -> QSize:
    """Without an own minimum it is what the widget says, and what it may not shrink below is what it would like."""
    hint, least, policy = part.sizeHint(), part.minimumSizeHint(), part.sizePolicy()
    wide = _least_of(hint.width(), least.width(), policy.horizontalPolicy())
    high = _least_of(hint.height(), least.height(), policy.verticalPolicy())
    own = part.minimumSize()
    size = QSize(wide, high).boundedTo(part.maximumSize())
    return QSize(own.width() or size.width(), own.height() or size.height())


def _least_of(hint: int, least: int, policy: QSizePolicy.Policy) -> int:
    if policy == QSizePolicy.Policy.Ignored:
        return 0
    shrinks = policy.value & QSizePolicy.PolicyFlag.ShrinkFlag.value
    return max(least if shrinks else max(hint, least), 0)


def _hint(part: QWidget) -> QSize:
    size = part.sizeHint().expandedTo(part.minimumSizeHint())
    size = size.boundedTo(part.maximumSize()).expandedTo(part.minimumSize())
    policy, ignored = part.sizePolicy(), QSizePolicy.Policy.Ignored
    wide = 0 if policy.horizontalPolicy() == ignored else size.width()
    return QSize(wide, 0 if policy.verticalPolicy() == ignored else size.height())


def _height(part: QWidget, width: int) -> int:
    if not part.hasHeightForWidth():
        return _hint(part).height()
    layout = part.layout()
    high = part.heightForWidth(width) if layout is None else layout.totalHeightForWidth(width)
    return max(part.minimumHeight(), min(high, part.maximumHeight()))


def _with(size: QSize, margins: QMargins) -> QSize:
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
