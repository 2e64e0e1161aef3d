"""Pictures of bookings: taking one by phone, a day's list, the queue's tab, a day that fell out; made-up people."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app import booking_days, bookings, meetings
from app.bookings import NewBooking
from app.domain.codes import MeetingState
from app.office import Office
from app.office_settings import OfficeSettings, change
from tests.robots.keys import type_into
from tests.screens.desk import MEETING_DAY, NO_MEETING, _idle, _is_usable, _window
from tests.screens.render import made_up_office, render, wait
from ui.desk.screen import DeskScreen
from ui.worker import Worker

TODAY = MEETING_DAY.date()
NEXT = TODAY + dt.timedelta(days=7)
NAMES = (
    ("نرگس", "شریفی"),
    ("کاظم", "مرادی"),
    ("یوسف", "حمیدی"),
    ("لیلا", "دهقان"),
    ("صدیقه", "باوی"),
    ("ابراهیم", "طرفی"),
    ("مریم", "کعبی"),
    ("عبدالرضا", "سواری"),
)
SUBJECTS = ("آسفالت معابر", "عوارض نوسازی", "مستمری", "پروانهٔ ساختمانی", "راه دسترسی روستا")

Prepare = Callable[[DeskScreen, Office, Worker], object]


def pictures(out_dir: Path, theme: str) -> list[Path]:
    made = []
    with made_up_office(61, MEETING_DAY) as (office, worker, clock):
        change(office, OfficeSettings(capacity=40, per_half_hour=5))
        fill(office, TODAY, 6, first_hour=1)
        fill(office, NEXT, 17)
        for name, (at, prepare) in STATES.items():
            clock.at = at

            def prepared(window: QWidget, prepare: Prepare = prepare) -> None:
                prepare(window.current, office, worker)
                wait(lambda: worker.idle, "the store is still at work")

            window = partial(_window, office, worker, out_dir)
            picture = render(window, name, theme=theme, out_dir=out_dir, ready=_is_usable, prepare=prepared)
            made.append(picture)
    return made


def fill(office: Office, date: dt.date, count: int, *, first_hour: int = 0) -> None:
    """So many made-up bookings, spread over the half hours."""
    for number in range(count):
        hours = [half.start for half in booking_days.day(office, date).halves if half.free][first_hour:]
        first, last = NAMES[number % len(NAMES)]
        new = NewBooking(
            {"first_name": first, "last_name": last, "mobile": f"0916{date.day:02}{number:05}" if number != 3 else ""},
            subject=SUBJECTS[number % len(SUBJECTS)],
            hour=f"{hours[number % min(3, len(hours))]:%H:%M}",
            companions="4" if number == 2 else "",
            again=True,
        )
        bookings.book(office, new, date)


def _form(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.bookings.open()
    _idle(worker)
    form = desk.bookings.view.form
    form.clear()
    type_into(form.first_name.edit, "محمدامین")
    type_into(form.last_name.edit, "راد")
    form.mobile.setFocus()
    type_into(form.mobile.edit, "0916300417")


def _refused(desk: DeskScreen, office: Office, worker: Worker) -> None:
    _form(desk, office, worker)
    form = desk.bookings.view.form
    form.check()
    form.say("date", "ظرفیت یکشنبه ۲۹ شهریور ۱۴۰۵ تکمیل است. روز بعدی: یکشنبه ۵ مهر ۱۴۰۵، ۲۳ جای خالی")


def _again(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.bookings.open()
    _idle(worker)
    form = desk.bookings.view.form
    first, last = NAMES[0]
    form.first_name.set_text(first)
    form.last_name.set_text(last)
    desk.bookings.save()
    _idle(worker)


def _correct(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.bookings.show_day(NEXT)
    _idle(worker)
    desk.bookings.view.panel.table.choose_first()
    desk.bookings.correct_chosen()


def _tab(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _idle(worker)
    desk.queue.tabs.choose("booked")
    desk.queue.booked.setFocus()


def _arrived(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _idle(worker)
    desk.bookings.arrive(desk.queue.booked.rows[0])
    _idle(worker)


def _full(desk: DeskScreen, office: Office, worker: Worker) -> None:
    change(office, OfficeSettings(capacity=12, per_half_hour=5))
    _idle(worker)


def _fallen(desk: DeskScreen, office: Office, worker: Worker) -> None:
    change(office, OfficeSettings(capacity=40, per_half_hour=5))
    meetings.mark(office, NEXT, MeetingState.HOLIDAY, "عاشورا")
    _idle(worker)


def _moved(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _idle(worker)
    desk.bookings.fallen.buttons[0].click()
    _idle(worker)
    _idle(worker)


STATES: dict[str, tuple[dt.datetime, Prepare]] = {
    "bookings-form": (MEETING_DAY, _form),
    "bookings-refused": (MEETING_DAY, _refused),
    "bookings-again": (MEETING_DAY, _again),
    "bookings-correct": (MEETING_DAY, _correct),
    "bookings-tab": (MEETING_DAY, _tab),
    "bookings-arrived": (MEETING_DAY, _arrived),
    "bookings-no-meeting": (NO_MEETING, lambda _desk, _office, _worker: None),
    "bookings-full": (MEETING_DAY, _full),
    "bookings-fallen": (MEETING_DAY, _fallen),
    "bookings-moved": (MEETING_DAY, _moved),
}
"""Name, the moment, and what is done before the picture; the last ones change the days for those after them."""
