"""The cover's charts, as vectors in black and grey; each has its figures beside it, and in words for who hears them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from app.documents.page import MUTED, Align, Page, mm
from app.documents.tags import Element
from app.documents.text import setter
from app.domain.codes import Code, IssueType, MeetingState, Status, Way
from app.domain.persian.calendar import short_date, to_jalali
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.report.pages import evidence
from app.report.pages.frame import NOTHING, shortened

HEIGHT: Final = mm(45)
_BAR: Final = 55
_ROW: Final = 1120
_TITLE: Final = mm(6)  # of the room for a chart's title


@dataclass(frozen=True, slots=True)
class Week:
    """A week with a meeting day, first. visits: those of the days that the head held; None where there was none."""

    first: dt.date
    visits: int | None
    states: frozenset[str]

    @property
    def said(self) -> str:
        """What became of it, where the head held no day in it."""
        if MeetingState.HELD_BY_DEPUTY in self.states:
            return fa("deputy in office")
        return fa("not held") if MeetingState.NOT_HELD in self.states else fa("holiday")


def weeks(report: dict[str, Any]) -> list[Week]:
    """The weeks of the quarter that have a meeting day, from Saturday on."""
    dated = [(dt.date.fromisoformat(meeting["date"]), meeting) for meeting in report["meetings"]]
    found = []
    for _saturday, days in groupby(dated, key=lambda day: (day[0].toordinal() + 1) // 7):
        week = list(days)
        held = [meeting["visits"] for _date, meeting in week if meeting["state"] == MeetingState.HELD]
        states = frozenset(meeting["state"] for _date, meeting in week)
        found.append(Week(week[0][0], sum(held) if held else None, states))
    return found


def by_week(page: Page, section: Element, report: dict[str, Any], place: tuple[int, int, int, int], whose: str) -> None:
    """Visits by week. place: left, top, width and height. whose: which meetings are counted."""
    left, top, width, height = place
    shown = weeks(report)
    title = fa("Visits in each week")
    said = "؛ ".join(
        f"{short_date(week.first)}: {week.said if week.visits is None else persian_digits(week.visits)}"
        for week in shown
    )
    with page.figure(section.add("Figure", f"{title}: {said or NOTHING}")):
        bold, regular = setter("F2"), setter("F1")
        page.text(left + width, top + mm(4), title, bold, 1000)
        beside = left + width - bold.line(title).width - mm(3)
        room = (beside - left) * 1000 // 800
        page.text(beside, top + mm(4), shortened(regular, whose, room), regular, 800, grey=MUTED)
        foot = top + height - mm(5)
        page.rule(left, foot, width, grey=MUTED)
        most = max([week.visits or 0 for week in shown], default=0)
        mixed = any(week.visits is not None and MeetingState.NOT_HELD in week.states for week in shown)
        tall = foot - top - _TITLE - mm(5) - (mm(3) if mixed else 0)
        slot = width // max(len(shown), 10)
        bar = min(slot * 3 // 5, mm(9))
        month = None
        for number, week in enumerate(shown):
            middle = left + width - slot * number - slot // 2
            if week.visits is None:
                _missed(page, week, middle, foot, bar)
            else:
                high = tall * week.visits // most if most else 0
                page.fill(middle - bar // 2, foot - high, bar, high, _BAR)
                page.text(middle, foot - high - mm(1), persian_digits(week.visits), regular, 850, align=Align.CENTRE)
                if MeetingState.NOT_HELD in week.states:
                    page.cross(middle, foot - high - mm(6), mm(2), weight=80)
            day = to_jalali(week.first)
            words = persian_digits(day[2]) if day[1] == month else short_date(week.first)
            month = day[1]
            page.text(middle, foot + mm(4), words, regular, 800, align=Align.CENTRE)


def _missed(page: Page, week: Week, middle: int, foot: int, bar: int) -> None:
    """No visit was counted: the deputy's meeting is an outline, a day that was not held a cross."""
    regular, over = setter("F1"), foot - mm(1)
    if MeetingState.HELD_BY_DEPUTY in week.states:
        page.frame(middle - bar // 2, foot - mm(14), bar, mm(14), grey=MUTED, weight=70, dashed=True)
        over = foot - mm(15)
    elif MeetingState.NOT_HELD in week.states:
        page.cross(middle, foot - mm(6), mm(3))
    page.text(middle, over, week.said, regular, 750, align=Align.CENTRE, grey=MUTED)


def of_issues(page: Page, section: Element, report: dict[str, Any], place: tuple[int, int, int]) -> None:
    """Three columns: by type; by status, and by the way of telling; days until the result was told.

    place: left, top and width.
    """
    left, top, width = place
    totals, gap = report["totals"], mm(7)
    column = (width - 2 * gap) // 3
    rights = [left + width - number * (column + gap) for number in range(3)]
    bars(page, section, fa("Issues by type"), _counted(IssueType, totals["by_type"]), (rights[0], top, column))
    foot = bars(page, section, fa("Issues by status"), _counted(Status, totals["by_status"]), (rights[1], top, column))
    ways = _counted(Way, totals["notified_by"])
    bars(page, section, fa("Results told by way"), ways, (rights[1], foot + mm(2), column))
    days = [one.days for one in evidence.brought(report) if one.days is not None]
    places = Counter(evidence.bucket(number) for number in days)
    rows = [(fa(said), places[place]) for place, (_most, said) in enumerate(evidence.BUCKETS)]
    foot = bars(page, section, fa("From the visit until the result"), rows, (rights[2], top, column))
    if (half := evidence.median(days)) is not None:
        said = fa("Half of the results were told within %(n)s days.") % {"n": persian_digits(half)}
        page.tag(section.add("P"))
        for line in setter("F1").wrap(said, column * 1000 // 800):
            page.text(rights[2], foot + mm(3), line, setter("F1"), 800, grey=MUTED)
            foot += _ROW
        page.tag(None)


def _counted(codes: Iterable[Code], counts: dict[str, int | None]) -> list[tuple[str, int | None]]:
    return [(fa(code.word), counts[code]) for code in codes]


def height_of(rows: int) -> int:
    """The room that so many bars take with their title."""
    return _TITLE + rows * _ROW + mm(2)


def bars(
    page: Page,
    section: Element,
    title: str,
    rows: Sequence[tuple[str, int | None]],
    place: tuple[int, int, int],
    words: int | None = None,
) -> int:
    """A small table with bars. place: right, top and width. words: the room that its words may take at the most.
    Returns where it ends.
    """
    right, top, width = place
    regular = setter("F1")
    most = max([count or 0 for _words, count in rows])
    longest = max(regular.line(said).width for said, _count in rows) * 850 // 1000
    words = mm(2) + (longest if words is None else min(longest, words))
    room = width - words - mm(9)
    said = "؛ ".join(f"{words} {_n(count)}" for words, count in rows)
    with page.figure(section.add("Figure", f"{title}: {said}")):
        page.text(right, top + mm(4), title, setter("F2"), 1000)
        base = top + _TITLE
        for label, count in rows:
            base += _ROW
            shown = shortened(regular, label, (words - mm(2)) * 1000 // 850 + 2)
            page.text(right, base, shown, regular, 850)
            page.text(right - width, base, _n(count), regular, 850, align=Align.LEFT)
            if count:
                long = max(room * count // most, 50)
                page.fill(right - words - long, base - 620, long, 720, _BAR)
    return base + mm(2)


def _n(number: int | None) -> str:
    return NOTHING if number is None else persian_digits(number)
