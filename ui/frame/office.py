"""Fills the frame's OfficeInfo from the store: after each commit that concerns the day, and each minute."""

import datetime as dt
from functools import partial

from PySide6.QtCore import QObject, QTimer

from app import agency, meetings, sign_requests, worklist
from app.domain.codes import MeetingState, PresidedBy
from app.domain.persian.calendar import TEHRAN, WEEKDAY_NAMES, clock, long_date, short_date, weekday
from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from app.meetings import Day
from app.office import Change, Office
from app.security import backup
from app.security.rights import Right
from app.standing import MOVES
from ui.frame.info import Count, Note, OfficeInfo, Shown
from ui.outbox.runner import Outbox
from ui.outbox.words import note_of as outbox_note
from ui.printing import Printing, note_of
from ui.widgets.chips import State
from ui.worker import Worker

_OF_THE_DAY = {"visit", "meeting", "schedule", "agency", "user", "office_setting", "report", *MOVES}
_MINUTE = 60_000
_OLD = dt.timedelta(days=1)

_HOURS, _MINUTES = N_("%(n)s hours"), N_("%(n)s minutes")


def span(minutes: int) -> str:
    """۲ ساعت و ۱۸ دقیقه."""
    hours, rest = divmod(minutes, 60)
    parts = [(_HOURS, hours), (_MINUTES, rest)]
    return _(" and ").join(_(words) % {"n": persian_digits(n)} for words, n in parts if n) or _("less than a minute")


def day_state(day: Day, now: dt.time) -> State:
    """The header's chip."""
    if not day.meeting:
        return State(_("Today is no meeting day"), "plain", "calendar")
    if day.presided_by is PresidedBy.DEPUTY:
        return State(_("With the deputy; not counted in the report"), "warning", "info")
    if day.closes and now >= day.closes and not (day.waiting or day.in_room):
        return State(_("The meeting is over"), "plain", "checkmark")
    begun = day.state is MeetingState.HELD or day.in_room or day.seen or day.head_from
    if begun or (day.opens and now >= day.opens):
        return State(_("Meeting in progress"), "success", "record", filled=True)
    return State(_("Meeting day; not begun yet"), "plain", "clock")


def clock_line(day: Day, now: dt.time) -> str:
    """«ساعت ۹:۴۲؛ تا پایان دیدار ۲ ساعت و ۱۸ دقیقه»."""
    hour = _("%(clock)s o'clock") % {"clock": hour_of(now)}
    minutes = now.hour * 60 + now.minute
    if day.meeting and day.opens and day.closes and now < day.closes:
        edge = day.opens if now < day.opens else day.closes
        words = _("%(hour)s; %(span)s to the beginning") if now < day.opens else _("%(hour)s; %(span)s to the end")
        return words % {"hour": hour, "span": span(edge.hour * 60 + edge.minute - minutes)}
    if not day.meeting and day.next_meeting:
        coming = f"{WEEKDAY_NAMES[weekday(day.next_meeting)]} {short_date(day.next_meeting)}"
        return _("%(hour)s; next meeting %(day)s") % {"hour": hour, "day": coming}
    return hour


def backup_note(last: dt.datetime | None, now: dt.datetime) -> Note:
    """What the status line says of backups; older than a day it is a button."""
    if last is None:
        return Note(_("No backup has been made yet; make one"), "warning", "warning", act="backup")
    here = last.astimezone(TEHRAN)
    if now - last <= _OLD:
        today = here.date() == now.astimezone(TEHRAN).date()
        word = _("today") if today else _("yesterday")
        said = _("Last backup: %(day)s %(clock)s") % {"day": word, "clock": hour_of(here.time())}
        return Note(said, "checkmark_circle", "success")
    days = max(2, (now - last).days)
    return Note(
        _("No backup for %(n)s days; make one") % {"n": persian_digits(days)}, "warning", "warning", act="backup"
    )


def hour_of(time: dt.time) -> str:
    """۹:۴۲, as one says it."""
    return clock(time).removeprefix("۰")


class OfficeFrame(OfficeInfo):
    """The frame of a signed-in user."""

    def __init__(
        self,
        office: Office,
        worker: Worker,
        parent: QObject | None = None,
        *,
        printing: Printing | None = None,
        outbox: Outbox | None = None,
    ) -> None:
        user = office.user
        role = "، ".join(one.label for one in user.roles[:1])
        super().__init__(Shown(user=user.name, role=role), parent)
        self._office, self._worker, self._printing, self._outbox = office, worker, printing, outbox
        self._read: _Read | None = None
        if printing is not None:
            printing.changed.connect(self._show_again)
        if outbox is not None:
            outbox.changed.connect(self._show_again)
        self._minute = QTimer(self, interval=_MINUTE)
        self._minute.timeout.connect(self.read)
        self._minute.start()
        worker.committed.connect(self._committed)
        self.read()

    def read(self) -> None:
        """Ask the store anew."""
        self._worker.read(self, partial(_read, self._office), self._show, key="frame")

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in _OF_THE_DAY for change in changes):
            self.read()

    def _show_again(self) -> None:
        if self._read is not None:
            self._show(self._read)

    def _show(self, read: "_Read") -> None:
        self._read = read
        name, day, last, badges = read
        printer = (Note(*note_of(self._printing), act="papers"),) if self._printing is not None else ()
        waiting = outbox_note(self._outbox.summary, self._outbox) if self._outbox is not None else None
        now, time = self._office.now(), self._office.time()
        counts = (
            Count("waiting", day.waiting, _("Waiting")),
            Count("room", day.in_room, _("In the room"), "link"),
            Count("seen", day.seen, _("Seen"), "success"),
        )
        self.put(
            Shown(
                agency=name,
                user=self.shown.user,
                role=self.shown.role,
                date=long_date(self._office.today()),
                clock=clock_line(day, time),
                state=day_state(day, time),
                counts=counts if day.meeting else (),
                notes=(*printer, *([waiting] if waiting else []), backup_note(last, now)),
                badges=badges,
            )
        )


_Read = tuple[str, Day, dt.datetime | None, dict[str, int]]
"""The agency's name, the day, the last backup, and the rail's badges: reports that wait for this user's signature,
matters that are overdue or due today.
"""


def _read(office: Office) -> _Read:
    asked = len(sign_requests.waiting(office)) if office.may(Right.SIGN_REPORT) else 0
    badges = {"report": asked}
    if pressing := worklist.pressing(office):
        badges["followup"] = pressing
    return agency.details(office).name, meetings.today(office), backup.last_backup(office), badges
