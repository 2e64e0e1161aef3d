"""A report beside what came before from the same agency: its amendments, and whether its audit trail still knows them.

An office that went back to an older copy of its store, or wrote its trail anew, shows here and nowhere else.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.persian.calendar import TEHRAN, Quarter, numeric
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.report.verdict import Facts


@dataclass(frozen=True)
class Earlier:
    """A report that was received, as far as later ones are compared with it."""

    quarter: str
    amendment: int
    digest: str
    data_digest: str
    epoch: str
    seq: int
    head: str
    received_at: dt.datetime


@dataclass(frozen=True)
class Remark:
    """loud: something that must not be so; otherwise good to know."""

    said: str
    loud: bool = False


def compare(facts: Facts, earlier: Iterable[Earlier]) -> tuple[Remark, ...]:
    """What is to be said of this report beside the others of its agency."""
    others = [one for one in earlier if one.digest != facts.digest]
    return (*_amendment(facts, [one for one in others if one.quarter == facts.quarter]), *_trail(facts, others))


def _day(instant: dt.datetime) -> str:
    return numeric(instant.astimezone(TEHRAN).date())


def _amendment(facts: Facts, same: list[Earlier]) -> list[Remark]:
    """The numbers rise, and each names the report that it replaces by its digest."""
    found = []
    if any(one.amendment == facts.amendment for one in same):
        found.append(Remark(_("Another report of this quarter with the same number came before; compare the two.")))
    if later := max((one.amendment for one in same if one.amendment > facts.amendment), default=0):
        said = _("A later amendment of it is here already: number %(number)s.")
        found.append(Remark(said % {"number": persian_digits(later)}))
    if facts.replaces is None:
        return found
    replaced = next((one for one in same if one.data_digest == facts.replaces), None)
    if replaced is not None:
        said = _("It replaces the report that was received on %(date)s.")
        found.append(Remark(said % {"date": _day(replaced.received_at)}))
    elif any(one.amendment == facts.amendment - 1 for one in same):
        found.append(Remark(_("It says that it replaces another report than the one that was received."), loud=True))
    else:
        found.append(Remark(_("The report that it replaces was not received here.")))
    return found


def _trail(facts: Facts, others: list[Earlier]) -> list[Remark]:
    known = {(epoch, seq): head for _quarter, epoch, seq, head in facts.earlier}
    found = []
    for one in others:
        place = {"quarter": Quarter.parse(one.quarter).name}
        if (one.epoch, one.seq) in known:
            if known[one.epoch, one.seq] != one.head:
                said = _("Its audit trail was written anew: the report of %(quarter)s stood at another entry's digest.")
                found.append(Remark(said % place, loud=True))
        elif one.epoch == facts.epoch and one.seq < facts.seq:
            said = _("Its audit trail does not know the report of %(quarter)s, which was received from this agency.")
            found.append(Remark(said % place, loud=True))
        elif (one.quarter, one.amendment) < (facts.quarter, facts.amendment):
            said = _("Its audit trail stands behind the report of %(quarter)s, which came before: it went back.")
            found.append(Remark(said % place, loud=True))
    return found
