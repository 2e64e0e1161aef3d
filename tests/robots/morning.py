"""A meeting morning of sixty people, played at the desk by the keyboard alone, each one's keys and time counted.

Half of them were booked by telephone, a dozen came before, the rest walk in; there is a delegation, a quarrel over the
order, a call while a form is half filled, and the head leaves at eleven.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from PySide6.QtCore import QCoreApplication

from app import bookings, queue
from app.bookings import NewBooking
from app.domain.codes import QueueState
from app.office import Office
from app.queue import QueueRow
from tests import make
from tests.conftest import Clock
from tests.robots.desk import DeskRobot, Hand

FIRST = ("نرگس", "کاظم", "یوسف", "لیلا", "زهرا", "داریوش", "فاطمه", "حسین", "سمیرا", "عباس")
LAST = ("شریفی", "مرادی", "حمیدی", "دهقان", "کعبی", "سواری", "باوی", "طرفی", "حیدری", "قنواتی")
SUBJECTS = ("آسفالت معابر", "عوارض نوسازی", "مستمری", "روشنایی پارک", "سد معبر", "تغییر کاربری")
BOOKED, KNOWN, NEW = 30, 12, 18
RULED_EACH = 3
"""After so many arrivals one visit ends and the next begins: sixty arrive faster than they are received."""


@dataclass(frozen=True)
class Guest:
    """Somebody of this morning, made up. number: another one each."""

    number: int
    way: str

    @property
    def first(self) -> str:
        return FIRST[self.number % len(FIRST)]

    @property
    def last(self) -> str:
        return LAST[(self.number // len(FIRST) + self.number) % len(LAST)]

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def national_id(self) -> str:
        return make.national_id(7_000_000 + self.number * 131)

    @property
    def mobile(self) -> str:
        return f"0916{3_000_000 + self.number * 37:07d}"

    @property
    def subject(self) -> str:
        return SUBJECTS[self.number % len(SUBJECTS)]

    def particulars(self) -> dict[str, str]:
        return {
            "first_name": self.first,
            "last_name": self.last,
            "father_name": "جاسم",
            "national_id": self.national_id,
            "mobile": self.mobile,
        }


def guests() -> list[Guest]:
    """In the order in which they come to the desk: the ways are mixed, as they are at the door."""
    ways = ["booked"] * BOOKED + ["known"] * KNOWN + ["new"] * NEW
    mixed = [ways[place * 7 % len(ways)] for place in range(len(ways))]  # no factor in common: each once
    return [Guest(number, way) for number, way in enumerate(mixed)]


@dataclass
class Counted:
    """What the morning took: by what was done, the hand's keys and letters and the program's seconds, each time."""

    hands: dict[str, list[Hand]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def told(self) -> str:
        """One line each: how often, keys and letters at the median and the most, milliseconds in the program."""
        lines = [f"{'':24}{'times':>6}{'keys':>6}{'most':>6}{'letters':>9}{'ms':>8}{'most':>8}"]
        for what, hands in self.hands.items():
            keys, letters = [hand.keys for hand in hands], [hand.letters for hand in hands]
            spent = [1000 * seconds for seconds in self.seconds[what]]
            lines.append(
                f"{what:24}{len(hands):>6}{median(keys):>6.0f}{max(keys):>6}{median(letters):>9.0f}"
                f"{median(spent):>8.1f}{max(spent):>8.1f}"
            )
        return "\n".join(lines)


class Morning:
    """Plays it. counted: what it took."""

    def __init__(self, desk: DeskRobot, office: Office, clock: Clock) -> None:
        self.desk, self.office, self.clock = desk, office, clock
        self.counted = Counted()
        self.guests = guests()
        desk.wait = self._until_idle  # the usual wait looks only each ten milliseconds

    # before the day --------------------------------------------------------------------------------------------------

    @staticmethod
    def prepare(office: Office, clock: Clock) -> None:
        """The weeks before: some came to an earlier meeting, half of today's were booked."""
        today = clock.at
        clock.at = today - dt.timedelta(days=7)
        for guest in guests():
            if guest.way == "known":
                row = make.registered(office, particulars=guest.particulars(), issues=(make.issue(subject="روشنایی"),))
                queue.admit(office, row.visit_id)
                queue.finish(office, row.visit_id)
        for guest in guests():
            if guest.way == "booked":
                given = guest.particulars() | {"national_id": ""}  # who telephones seldom says it
                bookings.book(office, NewBooking(given, subject=guest.subject), today.date())
        clock.at = today

    def _until_idle(self) -> DeskRobot:
        while not self.desk.worker.idle:
            QCoreApplication.processEvents()
        return self.desk

    # the hand --------------------------------------------------------------------------------------------------------

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Count what this takes of the hand and of the program."""
        began = perf_counter()
        with self.desk.counting() as hand:
            yield
        self.counted.hands.setdefault(what, []).append(hand)
        self.counted.seconds.setdefault(what, []).append(perf_counter() - began)

    def arrive(self, guest: Guest) -> None:
        """One comes to the desk and is registered."""
        desk = self.desk
        assert desk.is_in_the_box, "the cursor is not at home"
        with self.doing(guest.way):
            if guest.way == "booked":
                desk.type_on(guest.name).press("Enter").type_on(guest.national_id).press("Ctrl+S")
            elif guest.way == "known":
                desk.type_on(guest.national_id).press("Enter").type_on(guest.subject).press("Enter", "Ctrl+S")
            else:
                self._register_new(guest)
        assert desk.is_in_the_box
        assert guest.name in [name for _turn, name, _state in desk.list_of_the_day], f"{guest} is not in the queue"

    def _register_new(self, guest: Guest) -> None:
        desk = self.desk
        desk.type_on(guest.national_id).press("Enter")
        for text in (guest.mobile, guest.first, guest.last, "جاسم"):
            desk.type_on(text).press("Enter")
        desk.press("Enter", "Enter").type_on(guest.subject).press("Enter", "Ctrl+S")

    def delegation(self) -> None:
        """A village sends its spokesman; nineteen wait outside."""
        desk, number = self.desk, 999
        guest = Guest(number, "new")
        with self.doing("delegation"):
            desk.type_on(guest.national_id).press("Enter")
            for text in (guest.mobile, "خلف", "چم‌سرخی", "جاسم"):
                desk.type_on(text).press("Enter")
            self.group("هیئت روستای چم‌سرخ", "19")
            desk.type("موضوع", "راه دسترسی روستا")
            desk.press("Ctrl+S")

    def group(self, name: str, companions: str) -> None:
        """Ctrl+G twice, then the group and how many are with the spokesman."""
        self.desk.press("Ctrl+G", "Ctrl+G").type_on(name).press("Enter").type_on(companions)

    def next_one(self) -> None:
        """Over, and the next one; the head's words in four keys."""
        desk = self.desk
        with self.doing("over and next"):
            desk.press("Shift+F4")
        if desk.desk.model.first_in((QueueState.IN_ROOM,)) is None:
            with self.doing("goes in"):
                desk.press("F7")
        with self.doing("ruling"):
            desk.press("F9")
            for digit in "۳۱۳":
                desk.type_on(digit)
            desk.press("Enter")

    def turns(self) -> list[QueueRow]:
        return [row for row in queue.of_day(self.office, self.clock.at.date()) if row.number is not None]

    def count_of(self, state: QueueState) -> int:
        return sum(row.state is state for row in self.turns())
