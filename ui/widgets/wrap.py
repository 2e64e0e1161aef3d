"""A row that goes on in the next line where its parts have no room beside one another."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout

_UNBOUNDED = (1 << 24) - 1
"""Pixels: as QWidget's own greatest size."""


class Wrap(QHBoxLayout):
    """Parts from the leading edge on, each as wide as it wants to be.

    stretched: the parts of a line share its whole width, by the stretch that they were added with.
    centred: lines stand in the middle.
    """

    def __init__(self, *, gap: int = 8, stretched: bool = False, centred: bool = False) -> None:
        super().__init__()
        self._stretched, self._centred = stretched, centred
        self.line_gap = gap
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def minimumHeightForWidth(self, width: int) -> int:
        return self.heightForWidth(width)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        wide = sum(self._wanted(at) for at in shown) + self.spacing() * max(0, len(shown) - 1)
        high = max((self.itemAt(at).sizeHint().height() for at in shown), default=0)
        return _with(QSize(wide, high), self.contentsMargins())

    def minimumSize(self) -> QSize:
        sizes = [self.itemAt(at).minimumSize() for at in self._shown()]
        wide, high = (max((one(size) for size in sizes), default=0) for one in (QSize.width, QSize.height))
        return _with(QSize(wide, high), self.contentsMargins())

    def maximumSize(self) -> QSize:
        """None: a part that keeps its width must not hold its line, and what stands above it, to that width."""
        return QSize(_UNBOUNDED, _UNBOUNDED)

    def setGeometry(self, rect: QRect) -> None:
        QLayout.setGeometry(self, rect)
        self._place(rect, move=True)

    def _shown(self) -> list[int]:
        return [at for at in range(self.count()) if not self.itemAt(at).isEmpty()]

    def _wanted(self, at: int) -> int:
        """What a part asks for: where lines are shared out, no more than it needs."""
        item = self.itemAt(at)
        return max(item.minimumSize().width(), 0 if self._stretched else item.sizeHint().width())

    def _lines(self, width: int) -> list[list[int]]:
        lines: list[list[int]] = []
        left = -1
        for at in self._shown():
            wanted = self._wanted(at)
            if not lines or wanted > left:
                lines.append([])
                left = width
            lines[-1].append(at)
            left -= wanted + self.spacing()
        return lines

    def _widths(self, line: list[int], width: int) -> list[int]:
        wanted = [min(width, self._wanted(at)) for at in line]
        if not self._stretched:
            return wanted
        whole = width - self.spacing() * (len(line) - 1)
        shares = [self.stretch(at) for at in line]
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
            heights = [self._height(at, wide) for at, wide in zip(line, widths, strict=True)]
            if number:
                top += self.line_gap
            spare = room.width() - sum(widths) - self.spacing() * (len(line) - 1)
            at_x = spare // 2 if self._centred else 0
            for at, wide, high in zip(line, widths, heights, strict=True):
                if move:
                    x = room.right() + 1 - at_x - wide if rtl else room.x() + at_x
                    y = top + (max(heights) - high) // 2
                    self.itemAt(at).setGeometry(QRect(QPoint(x, y), QSize(wide, high)))
                at_x += wide + self.spacing()
            top += max(heights)
        margins = self.contentsMargins()
        return top - room.y() + margins.top() + margins.bottom()

    def _height(self, at: int, width: int) -> int:
        item = self.itemAt(at)
        return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _with(size: QSize, margins: QMargins) -> QSize:
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
