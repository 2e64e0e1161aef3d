"""The hall board: numbers for those who wait. No names, by the office's wish initials; no matter; calm.

It is given plain words only, so that nothing else of a visitor can be on it. When the desk is locked or closed the
numbers stay, without initials, and say of which hour they are.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QScreen

from app.domain.codes import QueueState
from app.domain.persian.calendar import long_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from ui import keys
from ui.board.place import BoardWindow
from ui.board.view_model import BoardModel, Now
from ui.board.words import gone, initials
from ui.frame.office import hour_of
from ui.style import look
from ui.this_pc import Settings
from ui.widgets.drawing import width_of, write

SIZE = (1366, 768)
NEXT = 3


@dataclass(frozen=True)
class Turn:
    """A number, and initials where the office wants them."""

    number: str
    initials: str = ""


@dataclass(frozen=True)
class Hall:
    """All that the hall sees. ready: «نوبت ۱۵، لطفاً آماده باشید»; lanes: who is called to somebody beside the head."""

    agency: str = ""
    date: str = ""
    clock: str = ""
    hours: str = ""
    in_room: Turn | None = None
    coming: tuple[Turn, ...] = ()
    ready: str = ""
    lanes: tuple[str, ...] = ()
    message: str = ""
    since: str = ""


def hall_of(now: Now, time: dt.time) -> Hall:
    day = now.day

    def turn(row: QueueRow) -> Turn:
        return Turn(persian_digits(row.number or 0), initials(row) if now.initials else "")

    called = [row for row in now.rows if row.lane and row.state is QueueState.CALLED]
    to = _("Turn %(n)s, please go to %(whom)s")
    room, coming = now.in_room, now.coming
    message = ""
    if not day.meeting:
        message = _("Today is no meeting day.")
        if day.next_meeting:
            message = _("Today is no meeting day. Next meeting: %(date)s") % {"date": long_date(day.next_meeting)}
    elif not room and not coming:
        over = day.closes is not None and time >= day.closes
        message = _("The meeting is over.") if over else _("Nobody is waiting.")
    hours = ""
    if day.meeting and day.opens and day.closes:
        hours = _("Meeting hours: %(opens)s to %(closes)s")
        hours %= {"opens": _plain(day.opens), "closes": _plain(day.closes)}
    ready = _("Turn %(n)s, please be ready") % {"n": turn(coming[0]).number} if coming else ""
    return Hall(
        agency=now.agency,
        date=long_date(day.date),
        clock=hour_of(time),
        hours=hours,
        in_room=turn(room[0]) if room else None,
        coming=tuple(map(turn, coming[:NEXT])),
        ready=ready,
        lanes=tuple(to % {"n": turn(row).number, "whom": row.lane} for row in called[:2]),
        message=message,
    )


def _plain(time: dt.time) -> str:
    """«۸», and «۸:۳۰» where it is not the full hour."""
    return hour_of(time).removesuffix(":" + persian_digits("00"))


class HallBoard(BoardWindow):
    board_wanted = Signal()
    desk_wanted = Signal()
    lock_wanted = Signal()

    def __init__(
        self, settings: Settings, desk: Callable[[], QScreen], physical: keys.PhysicalKeys | None = None
    ) -> None:
        super().__init__("hall", settings, desk, physical)
        self.setWindowTitle(_("Didar, the hall's board"))
        self.hall = Hall()
        self._model: BoardModel | None = None
        slots = {
            "board": self.board_wanted.emit,
            "hall_board": self.cycle,
            "box": self.desk_wanted.emit,
            "lock": self.lock_wanted.emit,
        }
        for key, slot in slots.items():
            keys.action(key, self, slot, context=Qt.ShortcutContext.WindowShortcut)
        look().changed.connect(self.update)

    def follow(self, model: BoardModel) -> None:
        self._model = model
        model.shown.connect(self._show)
        if model.now is not None:
            self._show(model.now)

    def let_go(self, at: dt.datetime | None) -> None:
        """The numbers stay, with the hour at which they were so; initials go."""
        self._model = None
        bare = None if self.hall.in_room is None else Turn(self.hall.in_room.number)
        coming = tuple(Turn(turn.number) for turn in self.hall.coming)
        self._put(replace(self.hall, in_room=bare, coming=coming, clock="", since=gone(at)))

    def _show(self, now: Now) -> None:
        if self._model is not None:
            self._put(hall_of(now, self._model.time))

    def _put(self, hall: Hall) -> None:
        self.hall = hall
        said = [hall.message, hall.ready, *hall.lanes, hall.hours, hall.since]
        if hall.in_room:
            said.insert(0, _("In the room") + " " + hall.in_room.number)
        self.setAccessibleName("؛ ".join(filter(None, said)))
        self.update()

    # painting: words on the window's own ground, nothing else ------------------------------------------------------

    def _font(self, step: str, *, bold: bool = False) -> QFont:
        """Grown with the window: it is read from far away."""
        font = look().font(step)
        scale = min(self.width() / SIZE[0], self.height() / SIZE[1])
        font.setPixelSize(max(12, round(font.pixelSize() * max(scale, 0.6))))
        font.setBold(bold or font.bold())
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, hall = QPainter(self), self.hall
        painter.fillRect(self.rect(), look().colour("window"))
        width, height = self.width(), self.height()
        edge = round(width * 0.035)
        row = round(height * 0.09)
        text, muted = look().colour("text"), look().colour("muted")
        top = QRect(edge, round(height * 0.03), width - 2 * edge, row)
        lead, small = self._font("subject"), self._font("board")
        write(painter, top, hall.agency, lead, text)
        write(painter, top, hall.date, small, muted, align="middle")
        write(painter, top, hall.clock, self._font("subject", bold=True), text, align="trailing")
        foot = QRect(edge, height - round(height * 0.03) - row, width - 2 * edge, row)
        write(painter, foot, hall.since or hall.hours, small, muted)
        write(painter, foot, persian_digits(_("SAMAD: 111")), small, muted, align="trailing")
        middle = QRect(edge, top.bottom(), width - 2 * edge, foot.top() - top.bottom())
        if hall.message:
            write(painter, middle, hall.message, self._font("name"), text, align="middle")
        else:
            self._paint_turns(painter, middle)

    def _paint_turns(self, painter: QPainter, room: QRect) -> None:
        hall, text, muted = self.hall, look().colour("text"), look().colour("muted")
        unit = room.height() / 100

        def line(at: float, tall: float) -> QRect:
            return QRect(room.x(), room.y() + round(at * unit), room.width(), round(tall * unit))

        label = _("In the room") if hall.in_room else _("Next turn")
        shown = hall.in_room or (hall.coming[0] if hall.coming else Turn(""))
        write(painter, line(0, 9), label, self._font("subject"), muted, align="middle")
        write(painter, line(8, 38), shown.number, self._font("hall"), text, align="middle")
        write(painter, line(45, 7), shown.initials, self._font("subject"), muted, align="middle")
        ready = " · ".join(filter(None, (hall.ready, *hall.lanes)))
        write(painter, line(53, 12), ready, self._font("name"), look().colour("link"), align="middle")
        if not hall.coming:
            return
        write(painter, line(68, 8), _("Next turns"), self._font("board"), muted, align="middle")
        number, small = self._font("number"), self._font("board")
        wide = max(width_of("۰۰۰", number) + 40, round(room.width() / 5))
        left = room.x() + (room.width() - wide * len(hall.coming)) // 2
        for at, turn in enumerate(reversed(hall.coming)):
            place = QRect(left + at * wide, line(75, 17).y(), wide, line(75, 17).height())
            write(painter, place, turn.number, number, text, align="middle")
            below = QRect(place.x(), line(93, 7).y(), wide, line(93, 7).height())
            write(painter, below, turn.initials, small, muted, align="middle")
