"""One thing in the story of a matter: what kind it is, when it was, who wrote it."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from app.attachments import Scan
from app.domain.codes import Code
from app.domain.persian.calendar import TEHRAN, numeric, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import N_


class What(Code):
    """The kinds of events; a screen has a picture for each. The word is all that is said of a secret one."""

    VISIT = "visit", N_("Visit")
    RULING = "ruling", N_("Ruling")
    REFERRAL = "referral", N_("Referral")
    DUE = "due", N_("Due date")
    OVERDUE = "overdue", N_("The due date passed")
    DUE_MOVE = "due_move", N_("The due date was moved")
    REMINDER = "reminder", N_("Reminder")
    ANSWER = "answer", N_("Answer came")
    PARTIAL = "partial", N_("Incomplete answer")
    RETURNED = "returned", N_("Returned by the unit")
    PAUSE = "pause", N_("Papers were asked for")
    RESUMED = "resumed", N_("The papers came")
    OUTCOME = "outcome", N_("Outcome")
    REOPENED = "reopened", N_("Opened again")
    NOTICE = "notice", N_("Result told")
    CONTENT = "content", N_("The applicant was content")
    NOT_CONTENT = "not_content", N_("The applicant was not content")
    MESSAGE = "message", N_("SMS")
    CALL = "call", N_("Phone call")
    UNANSWERED = "unanswered", N_("Call without an answer")
    LETTER = "letter", N_("Letter")
    UNREACHED = "unreached", N_("Could not be told")
    SCAN = "scan", N_("Attachment")
    LINK = "link", N_("Common matter")
    CORRECTED = "corrected", N_("Corrected")


@dataclass(frozen=True)
class Event:
    """One thing that happened to a matter, or is still to come (ahead).

    at: the instant by which it is put in order, in the office's zone; date: the day that is said; exact: the hour is
    known and means something. before: an earlier value, to be shown struck through. stands: it was not taken back, and
    no later one made it void. by: who wrote it, "" where nobody knows.
    """

    kind: What
    at: dt.datetime
    what: str
    detail: str = ""
    by: str = ""
    before: str = ""
    stands: bool = True
    exact: bool = True
    ahead: bool = False
    scan: Scan | None = None
    order: int = 0

    @property
    def date(self) -> dt.date:
        return self.at.date()

    def masked(self) -> "Event":
        """That there was such a thing, and when; not what."""
        return replace(self, what=self.kind.label, detail="", before="")


@dataclass
class Trace:
    """Who wrote a row first and who last, from the trail. names: of the users by login; users: by id. units: by
    referral, as `app.units.NAME` has them.
    """

    names: dict[str, str]
    users: dict[int, str]
    units: dict[int, str | None] = field(default_factory=dict)
    _first: dict[tuple[str, int], tuple[dt.datetime, str]] = field(default_factory=dict)
    _last: dict[tuple[str, int], tuple[dt.datetime, str]] = field(default_factory=dict)

    def note(self, kind: str, object_id: int, at: dt.datetime, by: str) -> None:
        self._first.setdefault((kind, object_id), (at, self.names.get(by, by)))
        self._last[kind, object_id] = at, self.names.get(by, by)

    def by(self, row: Any) -> str:
        return self._first.get((row.__tablename__, row.id), (None, ""))[1]

    def at(self, row: Any, date: dt.date | None = None) -> dt.datetime:
        """When the row was written; noon of `date`, where it tells of another day."""
        written = self._first.get((row.__tablename__, row.id))
        if written is not None and date in (None, written[0].date()):
            return written[0]
        return noon(date or dt.date.min)

    def last(self, row: Any) -> tuple[dt.datetime, str]:
        return self._last.get((row.__tablename__, row.id), (self.at(row), ""))


def noon(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(12), TEHRAN)


def day_of(event: Event) -> str:
    """The day as it stands beside the event: «۲۵ مرداد»."""
    return short_date(event.date)


def whole_day_of(event: Event) -> str:
    """For who wants to know the year and the hour: 1405/05/25, 09:40."""
    day = persian_digits(numeric(event.date))
    return f"{day}، {persian_digits(f'{event.at:%H:%M}')}" if event.exact else day
