"""The rows behind each figure of the report screen: a figure that cannot show them is not believed."""

from collections.abc import Callable, Hashable, Iterable

from app.domain.codes import IssueType, Status
from app.report.figures import EXCLUDED, Figures, IssueFacts

VISITS, SEEN, UNSEEN, VISITORS, ISSUES, NOTIFIED, UNTOLD = (
    *("visits", "seen", "unseen", "visitors"),
    *("issues", "notified", "untold"),
)
LEFT_OUT = tuple(str(why) for why in EXCLUDED)
ALL_LEFT_OUT = "left_out"


def rows(figures: Figures, figure: str) -> list[IssueFacts]:
    """The issues behind a figure, by date and arrival: one a visit for visits and seen, one a person for visitors.

    figure: a key of the totals, a code of type or status, a code of what is not counted, or ALL_LEFT_OUT.
    """
    counted = figures.counted()
    if figure == ALL_LEFT_OUT:
        return [issue for issue in figures.issues if not issue.counts]
    if figure in LEFT_OUT:
        return figures.left_out(figure)
    if figure in _CHOSEN:
        return [issue for issue in counted if _CHOSEN[figure](issue)]
    if figure in (VISITS, SEEN, UNSEEN):
        return _first(
            (issue for issue in counted if figure == VISITS or (issue.admitted is not None) == (figure == SEEN)),
            lambda issue: issue.visit_id,
        )
    if figure == VISITORS:
        return _first(counted, lambda issue: (issue.has_id, issue.visitor_id if issue.has_id else issue.visit_id))
    raise KeyError(figure)


def _first(issues: Iterable[IssueFacts], key: Callable[[IssueFacts], Hashable]) -> list[IssueFacts]:
    kept: dict[Hashable, IssueFacts] = {}
    for issue in issues:
        kept.setdefault(key(issue), issue)
    return list(kept.values())


def _of_type(code: IssueType) -> Callable[[IssueFacts], bool]:
    return lambda issue: issue.type is code


def _of_status(code: Status) -> Callable[[IssueFacts], bool]:
    return lambda issue: issue.status is code


_CHOSEN: dict[str, Callable[[IssueFacts], bool]] = {
    ISSUES: lambda _issue: True,
    NOTIFIED: lambda issue: issue.told_on is not None,
    UNTOLD: lambda issue: issue.told_on is None and issue.status is not Status.OPEN,
    **{f"type.{code}": _of_type(code) for code in IssueType},
    **{f"status.{code}": _of_status(code) for code in Status},
}
