"""What became of the demonstration's matters after their ruling: asked again, answered, late, called in vain.

It has a chance of its own, so that the visits stay as they are whatever happens to them here.
"""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any

from app.bulk import Bulk
from app.demo_people import pick, words
from app.domain.codes import AnswerKind, Level
from app.domain.persian.calendar import TEHRAN
from app.domain.persian.text import search_key
from db.models import Answer, Contentment, Pause, PhoneCall, Referral, Reminder

TABLES = (Answer, Reminder, Pause, PhoneCall, Contentment)
"""What it writes, beside referrals, and where it has to come among other tables."""

RECENT, STALE = 25, 32
"""Days: what is older than STALE was given to somebody else since, RECENT days ago at most."""
TOGETHER = 40
"""People who brought the same, at most."""


class FollowUp:
    """What happened to matters, one after another. units: the office's; known: their ids by search key."""

    def __init__(self, seed: int, until: dt.date, units: Sequence[str], known: Mapping[str, int]) -> None:
        self._chance = random.Random(f"{seed} {until}")  # noqa: S311 - made-up matters are no secret
        self._until, self._units, self._known = until, list(units), known
        self._common: dict[str, int] = {}
        self._led: dict[int, int] = {}

    def write_into(self, bulk: Bulk) -> None:
        """The rows of the next transaction."""
        self._add = bulk.add

    def refer(self, id_: int, unit: str, **given: Any) -> int:
        """Give a matter to a unit, which is of the office's list where that has one of this name."""
        return self._add(Referral, issue_id=id_, unit=unit, unit_id=self._known.get(search_key(unit)), **given)

    def common_with(self, issue: dict[str, Any], date: dt.date) -> int | None:
        """The open matter of somebody else that this one is the same as, as happens to a street without water."""
        lead = self._common.get(issue["subject"])
        recent = (self._until - date).days < STALE
        if lead is None or not recent or issue["head_only"] or self._led.get(lead, 0) >= TOGETHER:
            return None
        if self._chance.random() > 0.6:
            return None
        self._led[lead] = self._led.get(lead, 0) + 1
        return lead

    def of_open(self, id_: int, issue: dict[str, Any], at: dt.datetime, unit: str, due: dt.date) -> None:
        """A matter that was ruled on and has no result yet."""
        chance, day = self._chance, at.date()
        age = (self._until - day).days
        asked, given = at, unit
        if age > STALE:
            asked = _hour(self._until - dt.timedelta(days=chance.randrange(3, RECENT)), chance)
            given, due = pick(chance, self._units), self._until + dt.timedelta(days=chance.randrange(-21, 20))
            due = max(due, asked.date())
            self.refer(id_, unit, due=day + dt.timedelta(days=15), referred_at=at, ended_at=asked)
        elif chance.random() < 0.12:
            due = max(self._until, day)
        referral_id = self.refer(id_, given, due=due, referred_at=asked)
        if issue["head_only"]:
            return
        if not self._common and age < STALE:
            self._common[issue["subject"]] = id_
        fate = chance.random()
        since = (self._until - asked.date()).days
        if fate < 0.3 and since > 2:
            self._answer(referral_id, asked, fate)
        elif fate < 0.36 and since > 1:
            papers = chance.choice(words()["papers"])
            self._add(Pause, issue_id=id_, papers=papers, since=self._later(asked), asked_at=asked, until=None)
        elif due < self._until:
            self._remind(referral_id, due)

    def of_untold(self, id_: int, decided: dt.datetime) -> None:
        """A result that the applicant does not know yet: now and then somebody has called in vain."""
        if self._chance.random() < 0.4 and decided.date() < self._until:
            called = _hour(self._later(decided), self._chance)
            said = {"incoming": False, "answered": False, "told": False, "spoke_to": None, "note": None}
            self._add(PhoneCall, issue_id=id_, called_at=called, **said)

    def of_told(self, id_: int, told: dt.date) -> None:
        """Some are asked whether they are content."""
        if self._chance.random() < 0.35:
            content = self._chance.random() < 0.82
            reason = None if content else self._chance.choice(words()["not_content"])
            self._add(Contentment, issue_id=id_, content=content, reason=reason, asked_at=_hour(told, self._chance))

    def _answer(self, referral_id: int, asked: dt.datetime, fate: float) -> None:
        kind = AnswerKind.FULL if fate < 0.14 else AnswerKind.PARTIAL if fate < 0.23 else AnswerKind.RETURNED
        on = self._later(asked)
        text = self._chance.choice(words()["answers"][kind.value])
        self._add(
            Answer,
            referral_id=referral_id,
            kind=kind,
            text=text,
            date=on,
            recorded_at=_hour(on, self._chance),
            number=None,
        )

    def _remind(self, referral_id: int, due: dt.date) -> None:
        """What stays late climbs."""
        for step, level in enumerate(Level):
            on = due + dt.timedelta(days=2 + 5 * step)
            if on >= self._until or self._chance.random() < 0.35:
                return
            how = self._chance.choice(words()["reminded_by"])
            self._add(Reminder, referral_id=referral_id, level=level, how=how, reminded_at=_hour(on, self._chance))

    def _later(self, than: dt.datetime) -> dt.date:
        days = (self._until - than.date()).days
        return than.date() + dt.timedelta(days=self._chance.randrange(1, max(2, days)))


def _hour(on: dt.date, chance: random.Random) -> dt.datetime:
    return dt.datetime.combine(on, dt.time(chance.randrange(8, 14), chance.randrange(60)), TEHRAN)
