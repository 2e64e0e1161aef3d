"""Where the desk's parts stand: box and form at the right, queue and area at the left, and how close together."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.texts import _
from ui.style import look
from ui.widgets.tabs import LARGE

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen

FORM_WIDTH, COMPACT_FORM_WIDTH = 552, 540
LOW = 768
"""Under this height of the window the form draws itself in: a 1366x768 screen less its panel and the title bar."""


ONE_ROW = 60
"""Over LOW: from here on there is room for the open matters too."""


class DeskLayout:
    """Lays out what the screen has made; right and left: its two columns."""

    def __init__(self, screen: "DeskScreen", right: QWidget, left: QWidget) -> None:
        self._screen, self._right = screen, right
        self._right_column = QVBoxLayout(right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.addWidget(screen.box)
        self._right_column.addWidget(screen.form, 1)
        self._buttons = QHBoxLayout()
        for button in screen.acts:
            self._buttons.addWidget(button)
        self._buttons.addWidget(screen.of_queue.more)
        self._buttons.addStretch(1)
        self._left_column = QVBoxLayout(left)
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._left_column.addWidget(screen.bookings.fallen)
        self._left_column.addWidget(screen.bookings.full)
        self._left_column.addWidget(screen.closing.line)
        self._left_column.addWidget(screen.queue, 1)
        self._left_column.addLayout(self._buttons)
        self._left_column.addWidget(screen.area)
        page = QVBoxLayout(screen)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        self._row = QHBoxLayout()
        page.addLayout(self._row, 1)
        page.addWidget(screen.bar)
        self._row.addWidget(right)
        self._row.addWidget(left, 1)

    def put_beside(self, view: QWidget) -> None:
        self._row.addWidget(view, 1)

    def space(self) -> None:
        """As close together as the window and its text leave room for."""
        screen, compact = self._screen, look().compact
        edge, gap = look().measure("margin"), look().measure("gap")
        self._row.setContentsMargins(edge, edge, edge, edge)
        self._row.setSpacing(8 if compact else 16)
        large = look().factor > LARGE
        short = compact or (large and look().caps)
        for column in (self._right_column, self._left_column):
            column.setSpacing(gap)
        self._buttons.setSpacing(2 if compact and large else 4 if short else 8)
        self._right.setFixedWidth(round((COMPACT_FORM_WIDTH if compact else FORM_WIDTH) * min(1.15, look().factor)))
        screen.acts[0].set_text(_("Call") if short else _("Call next number"))
        screen.acts[2].set_text(_("End") if short else _("End visit"))
        screen.of_queue.more.setVisible(not compact and look().factor <= 1)  # larger words need its room
        screen.queue.set_compact(compact=compact or large)

    def fit_height(self) -> None:
        """In a low window the form draws itself in."""
        height = self._screen.window().height() / max(1.0, look().factor)
        self._screen.form.set_low(low=height < LOW)
        self._screen.form.issues.set_short(short=height < LOW + ONE_ROW)
