"""What stays late climbs: to whom the next reminder of a referral goes (charter, art. 20)."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from app.domain.codes import Level

_LADDER: Final = tuple(Level)


def level(today: dt.date, due: dt.date | None, reminded: Sequence[tuple[dt.date, Level]], patience: int) -> Level:
    """The unit first, then its head, then the agency's.

    What is not late, or has no due date, is asked of the unit alone; so is what is late for the first time: reminders
    up to the due date do not count. reminded: when and to whom, in order. patience: days that one level has before the
    next is asked; within them a further reminder goes to the same one.
    """
    late = [one for one in reminded if due is not None and one[0] > due]
    if due is None or due >= today or not late:
        return Level.UNIT
    last, _level = late[-1]
    place = max(_LADDER.index(asked) for _date, asked in late)
    if (today - last).days >= patience:
        place += 1
    return _LADDER[min(place, len(_LADDER) - 1)]
