"""Made-up visits for the demonstration, the pictures and the benchmarks: written through the office's one door.

They are many, so they go in table by table with their ids known beforehand; each row has its entry in the trail like
any other.
"""

import datetime as dt
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from app import agency, closing, demo_follow_up, home, starting_lists
from app.agency import CLOSES, OPENS, NewAgency, found
from app.bulk import Bulk
from app.demo_days import Plan, plan
from app.demo_follow_up import FollowUp
from app.demo_people import Matters, People, words
from app.domain.codes import AgencyKind, Kind, PresidedBy, Priority, QueueState, Status
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN, weekday
from app.domain.persian.ids import follow_up_code
from app.domain.texts import _
from app.issue_words import words_of_new
from app.office import Clock, Office, utc_now
from app.security import keys, store_lock
from app.security.rights import Right
from app.units import _ids
from app.visitors import index_of
from db.models import Issue, Meeting, Notice, Outcome, Referral, Ruling, Visit, Visitor

CHEAP: Final = keys.Kdf(m=32 * 1024, t=2, p=1)
"""The least that a key file may ask for: what lies in a demonstration is no secret."""

CHUNK: Final = 1_000
"""Visits of one transaction."""

IN_ROOM: Final = 6
"""Minutes since when the one in the room has been there, in a morning in progress."""

OVER, LEFT = 0.6, 3
"""Share of the morning's visits that are over, and the place of the one who left unseen."""

AGAIN: Final = 0.3
"""Share of visits by someone who came before."""

TABLES: Final = (Meeting, Visitor, Visit, Issue, Ruling, Referral, Outcome, Notice, *demo_follow_up.TABLES)


def demo_office(
    folder: Path, visits: int = 400, clock: Clock = utc_now, *, committed: Callable[..., None] | None = None
) -> Office:
    """A store full of made-up visits in a place of its own under `folder`, open. One that is there is made anew.

    folder: the office's own (`home.folder()`), whose store is neither read nor touched. The meeting is today, in hours
    that are on. Raises Refused when what lies in the demonstration's place is none, Unavailable when it is open.
    """
    place = folder / home.DEMO
    _clear(place)
    now = clock().astimezone(TEHRAN)
    opens, closes = OPENS, CLOSES
    if not dt.time(8, 30) <= now.time() <= dt.time(11, 30):
        opens = dt.time(min(max(now.hour - 1, 0), 19))
        closes = dt.time(opens.hour + 4, 0 if opens.hour < 19 else 59)
    subjects, units, phrases = starting_lists.for_kind(AgencyKind.MUNICIPALITY)
    new = NewAgency(
        **words()["agency"],
        kind=AgencyKind.MUNICIPALITY,
        weekday=weekday(now.date()),
        opens=opens,
        closes=closes,
        user="demo",
        subjects=subjects,
        units=units,
        phrases=phrases,
    )
    place.mkdir(mode=0o700, parents=True)
    (place / MARK).touch()
    office, _code = found(place, new, os.urandom(24).hex(), clock=clock, kdf=CHEAP, committed=committed, demo=True)
    fill(office, visits, until=office.today())
    return office


MARK: Final = "demo"
"""A file that says that a folder is a demonstration's and may be made anew."""


def _clear(place: Path) -> None:
    if not place.exists():
        return
    if any(place.iterdir()) and not (place / MARK).exists():
        raise Refused(_("%(path)s does not hold a demonstration; it was not touched.") % {"path": place})
    lock = store_lock.whole(place)
    lock.release()
    shutil.rmtree(place)


def fill(office: Office, visits: int, *, until: dt.date, seed: int = 0, weeks: int | None = None) -> None:
    """So many made-up visits in the weeks up to and with `until`, with what became of them.

    If `until` is today and the meeting is on, it is in progress: some seen, one in the room, one called, several
    waiting. weeks: over how many; None: as many as make believable mornings. Days that have a meeting are left out.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up people are no secret
    with office.read() as session:
        first_person = (session.scalar(select(func.max(Visitor.id))) or 0) + 1
        taken, units = set(session.scalars(select(Meeting.date))), _ids(session)
    terms = agency.terms(office)
    days = [
        day
        for day in plan(chance, visits, terms, office.now(), until=until, weeks=weeks)
        if day.kind is not Kind.WEEKLY or day.date not in taken
    ]
    people = People(chance, first_person)
    matters = Matters(chance, agency.details(office).kind)
    follow_up = FollowUp(seed, until, matters.units, units)
    while days:
        with office.work("demo.fill", Right.IMPORT) as work:
            bulk = Bulk(work, TABLES)
            follow_up.write_into(bulk)
            writer = _Writer(office, chance, people, matters, bulk, until, follow_up)
            while days and bulk.waiting(Visit) < CHUNK:
                writer.day(days.pop(0))
            bulk.write()
    if (last := closing.forgotten(office)) is not None:
        closing.close(office, last)


class _Writer:
    """The rows of one transaction."""

    def __init__(
        self,
        office: Office,
        chance: random.Random,
        people: People,
        matters: Matters,
        bulk: Bulk,
        until: dt.date,
        follow_up: FollowUp,
    ) -> None:
        self._office = office
        self._follow_up = follow_up
        self._chance = chance
        self._people = people
        self._matters = matters
        self._bulk = bulk
        self._add = bulk.add
        self._until = until

    def day(self, day: Plan) -> None:
        meeting_id = self._meeting(day) if day.kind is Kind.WEEKLY else None
        came: set[int] = set()
        hours = self._hours(day)
        for number, (arrived, called, admitted, departed, state) in enumerate(hours, 1):
            left_by_head = day.head_leaves is not None and admitted is not None and admitted >= day.head_leaves
            visitor_id, person = self._visitor(came)
            waits = day.in_progress and state is QueueState.WAITING
            group = number % 4 == 2 if waits else self._chance.random() < 0.05
            companions, group_name = self._people.group() if group else (0, None)
            visit_id = self._add(
                Visit,
                **person,
                visitor_id=visitor_id,
                meeting_id=meeting_id,
                kind=day.kind,
                presided_by=PresidedBy.DEPUTY if day.by_deputy or left_by_head else PresidedBy.HEAD,
                date=day.date,
                number=number if meeting_id else None,
                state=state,
                arrived=arrived,
                called=called,
                admitted=admitted,
                departed=departed,
                companions=companions,
                group_name=group_name,
                priority=Priority.ELDERLY if waits and number % 4 == 1 else self._priority(),
                late_entry=False,
            )
            for position in range(1, self._chance.choices((2, 3, 4), (80, 17, 3))[0]):
                self._issue(visit_id, position, day.date, admitted)

    def _meeting(self, day: Plan) -> int:
        held = day.mark is None and not day.by_deputy
        return self._add(
            Meeting,
            date=day.date,
            opens=day.opens,
            closes=day.closes,
            mark=day.mark,
            reason=day.reason,
            head_from=_later(day.opens, self._chance.randrange(8))
            if held and day.date < self._until
            else day.opens
            if day.in_progress
            else None,
            head_to=(day.head_leaves or day.closes) if held and day.date < self._until else None,
            instead_of=day.instead_of,
            presided_by=PresidedBy.DEPUTY if day.by_deputy or day.head_leaves else PresidedBy.HEAD,
        )

    def _visitor(self, came: set[int]) -> tuple[int, dict[str, Any]]:
        known = self._people.again(AGAIN, came)
        if known is None:
            person = self._people.new()
            particulars = {key: value for key, value in person.items() if key != "no_id_reason"}
            search, sort_key = index_of(Visitor(**particulars))
            known = self._add(Visitor, **particulars, search=search, sort_key=sort_key), person
            self._people.remember(*known)
        came.add(known[0])
        return known

    def _priority(self) -> Priority | None:
        if self._chance.random() > 0.07:
            return None
        return self._chance.choices(list(Priority), (50, 30, 10, 10))[0]

    def _hours(self, day: Plan) -> list["_Hours"]:
        """When each came, was called, went in and left, in the order of arrival."""
        chance = self._chance
        if day.kind is not Kind.WEEKLY:
            some = sorted(_later(day.opens, chance.randrange(60)) for _visit in range(day.visits))
            return [(arrived, None, None, None, QueueState.SEEN) for arrived in some]
        opens, closes = _minutes(day.opens), _minutes(day.closes)
        # in a morning in progress, the last who is over left some minutes ago, and then the next went in
        now = max(_minutes(self._office.time()) - IN_ROOM, opens) if day.in_progress else closes
        until = now + IN_ROOM if day.in_progress else closes - 40
        arrivals = sorted(chance.randrange(opens - 15, max(until, opens) + 1) for _visit in range(day.visits))
        done = max(round(day.visits * OVER), 1) if day.in_progress else day.visits
        takes = max((now - opens) / max(done, 1), 1)
        rows: list[_Hours] = []
        free = float(opens)
        for place, arrived in enumerate(arrivals):
            begin = int(max(free, arrived + 1))
            if place >= done:
                rows.append((_time(arrived), *_not_yet(place - done, max(now, arrived))))
            elif begin >= now or (place == LEFT if day.in_progress else chance.random() < 0.04):
                rows.append((_time(arrived), None, None, _time(max(min(begin, now), arrived)), QueueState.LEFT))
            else:
                free = min(begin + takes * chance.uniform(0.8, 1.1), now)
                rows.append((_time(arrived), _time(begin), _time(begin), _time(int(free)), QueueState.SEEN))
        return rows

    def _issue(self, visit_id: int, position: int, date: dt.date, admitted: dt.time | None) -> None:
        chance, until = self._chance, self._until
        id_ = self._bulk.next_id(Issue)
        age = (until - date).days
        status, said = self._matters.outcome() if chance.random() < min(0.86, age / 45) else (Status.OPEN, None)
        issue = self._matters.issue()
        ruled = admitted is not None and chance.random() < 0.85
        text, unit, days = self._matters.ruling() if ruled else ("", "", 0)
        lead = self._follow_up.common_with(issue, date) if status is Status.OPEN else None
        self._add(
            Issue,
            **issue,
            visit_id=visit_id,
            position=position,
            code=follow_up_code(id_),
            status=status,
            common_with=lead,
            search=words_of_new(issue, *(() if lead else (text, said))),
        )
        if lead is not None:
            return
        if admitted is not None and ruled:
            at = _instant(date, admitted)
            self._add(Ruling, issue_id=id_, text=text, given_at=at, typed_by=self._office.user.id)
            due = date + dt.timedelta(days=days)
            if status is Status.OPEN:
                self._follow_up.of_open(id_, issue, at, unit, due)
            else:
                self._follow_up.refer(id_, unit, due=due, referred_at=at)
        if status is Status.OPEN:
            return
        on = date + dt.timedelta(days=chance.randrange(1, min(age, 45) + 1))
        at = _instant(on, dt.time(chance.randrange(8, 14), chance.randrange(60)))
        self._add(Outcome, issue_id=id_, status=status, text=said, recorded_at=at)
        if chance.random() < 0.8:
            told = min(on + dt.timedelta(days=chance.randrange(6)), until)
            self._add(Notice, issue_id=id_, way=self._matters.way(), date=told)
            self._follow_up.of_told(id_, told)
        else:
            self._follow_up.of_untold(id_, at)


_Hours = tuple[dt.time, dt.time | None, dt.time | None, dt.time | None, QueueState]


def _not_yet(place: int, at: int) -> tuple[dt.time | None, dt.time | None, dt.time | None, QueueState]:
    """Of those who are not over: the first is in the room, the second called, the others wait."""
    if place == 0:
        return _time(at), _time(at), None, QueueState.IN_ROOM
    return (_time(at), None, None, QueueState.CALLED) if place == 1 else (None, None, None, QueueState.WAITING)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _time(minutes: int) -> dt.time:
    return dt.time(*divmod(max(minutes, 0), 60))


def _later(time: dt.time, minutes: int) -> dt.time:
    return _time(min(_minutes(time) + minutes, 24 * 60 - 1))


def _instant(date: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(date, time, TEHRAN)
