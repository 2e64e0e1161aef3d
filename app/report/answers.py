"""How long the visitors of a quarter waited for their results (circular, c5 and c6): for the office's own screen."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from app.domain.persian.calendar import to_jalali
from app.report.figures import Figures


@dataclass(frozen=True)
class MonthAnswers:
    """Results told of one month's visits. month: 1 to 12. days: the median from visit to notice; None: none told."""

    month: int
    days: float | None
    told: int


def by_month(figures: Figures) -> tuple[MonthAnswers, ...]:
    """The months of what is counted, each by the visits in it: only what counts, and each issue's first notice."""
    waited: defaultdict[int, list[int]] = defaultdict(list)
    for issue in figures.counted():
        if issue.told_on is not None:
            waited[to_jalali(issue.date)[1]].append((issue.told_on - issue.date).days)
    return tuple(
        MonthAnswers(month, median(waited[month]) if waited[month] else None, len(waited[month]))
        for month in figures.span.months
    )
