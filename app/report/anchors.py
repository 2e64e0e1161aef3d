"""What a report says of the office's audit trail holds together (rule 23)."""

import datetime as dt
from bisect import bisect_right
from itertools import pairwise
from typing import Any

from app.domain.texts import N_
from app.report.broken import BrokenError

FOUNDED, RESTORED = "founded", "restored"
"""How an epoch of the trail begins."""
LOSS = N_("The store was restored on %(date)s; %(n)s events were lost.")
UNKNOWN_LOSS = N_("The store was restored on %(date)s; how many events were lost is unknown.")


def check(stands: dict[str, Any]) -> None:
    """Whether `audit` of a report holds together, as far as its reader can tell. Raises BrokenError 23."""
    epochs, seq = stands["epochs"], stands["seq"]
    begins = [epoch["from_seq"] for epoch in epochs]
    if begins[0] != 1 or any(one >= other for one, other in pairwise(begins)) or begins[-1] > seq:
        raise BrokenError(23, "epochs that do not follow each other")
    if len({epoch["epoch"] for epoch in epochs}) != len(epochs) or epochs[-1]["epoch"] != stands["epoch"]:
        raise BrokenError(23, "an epoch given twice, or the present one is not the last")
    if [epoch["why"] for epoch in epochs] != [FOUNDED] + [RESTORED] * (len(epochs) - 1):
        raise BrokenError(23, "an epoch that began in another way")
    try:
        days = [dt.date.fromisoformat(epoch["on"]) for epoch in epochs]
    except ValueError:
        raise BrokenError(23, "no such day") from None
    if any(one > other for one, other in pairwise(days)):
        raise BrokenError(23, "an epoch before the one that it follows")
    _check_earlier(stands, begins)


def _check_earlier(stands: dict[str, Any], begins: list[int]) -> None:
    """No report is ahead of the trail that knows it, or stands in an epoch that was not its place's."""
    places = [report["seq"] for report in stands["earlier"]]
    if any(one >= other for one, other in pairwise([*places, stands["seq"]])):
        raise BrokenError(23, "behind an earlier report, or two reports at one place")
    for report in stands["earlier"]:
        if report["epoch"] != stands["epochs"][bisect_right(begins, report["seq"]) - 1]["epoch"]:
            raise BrokenError(23, "an earlier report in an epoch that was not then")


def restored(stands: dict[str, Any]) -> list[tuple[dt.date, int | None]]:
    """The restores since the last report, which this one tells of: the day, and entries lost (None: unknown)."""
    told = max((report["seq"] for report in stands["earlier"]), default=0)
    return [
        (dt.date.fromisoformat(epoch["on"]), epoch["lost"])
        for epoch in stands["epochs"]
        if epoch["why"] == RESTORED and epoch["from_seq"] > told
    ]
