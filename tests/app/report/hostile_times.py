"""Response times that are not so, in files that are whole otherwise: rule 22."""

from collections.abc import Callable
from typing import Any

from app.report import tree
from tests.app.report import example_times, hostile
from tests.app.report.hostile import sealed
from tests.app.report.hostile_files import bad

Change = Callable[[dict[str, Any]], object]


def good() -> dict[str, Any]:
    """A report of layout 2 by the office of the other files."""
    return example_times.report(60, signer=hostile.office().described())


def file(change: Change) -> bytes:
    """The file of such data after a change."""
    made = good()
    change(made)
    made["merkle"] = tree.tree(made["visits"]).as_signed()
    return sealed(made, drawn=hostile.base())


def decided(report: dict[str, Any], nth: int = 0) -> dict[str, Any]:
    """The nth of the issues that were decided, and told."""
    issues = [issue for visit in report["visits"] for issue in visit["issues"]]
    return [issue for issue in issues if "decided_on" in issue and issue["notified_on"]][nth]


@bad(22)
def a_layout_of_before_that_tells_response_times() -> bytes:
    return file(lambda report: report.update(layout=1))


@bad(22)
def a_layout_that_tells_no_response_times() -> bytes:
    return file(lambda report: report.pop("response"))


@bad(22)
def issues_that_tell_of_their_course_where_the_report_has_none() -> bytes:
    def change(report: dict[str, Any]) -> None:
        del report["response"]
        report["layout"] = 1

    return file(change)


@bad(22)
def a_half_that_is_not_so() -> bytes:
    def change(report: dict[str, Any]) -> None:
        report["response"]["times"]["half"] -= 1

    return file(change)


@bad(22)
def a_unit_that_is_left_out() -> bytes:
    return file(lambda report: report["response"]["units"].pop(0))


@bad(22)
def units_in_another_order() -> bytes:
    return file(lambda report: report["response"]["units"].reverse())


@bad(22)
def a_late_one_that_is_called_in_time() -> bytes:
    def change(report: dict[str, Any]) -> None:
        times = report["response"]["times"]
        times["in_time"], times["late"] = times["in_time"] + 1, times["late"] - 1

    return file(change)


@bad(22)
def an_outcome_before_its_visit() -> bytes:
    return file(lambda report: decided(report).update(decided_on="2026-06-23"))


@bad(22)
def an_outcome_after_it_was_told() -> bytes:
    return file(lambda report: decided(report).update(decided_on="2026-09-24", notified_on="2026-09-20"))


@bad(22)
def an_outcome_of_what_is_open() -> bytes:
    return file(lambda report: decided(report).update(status="open"))


@bad(22)
def an_outcome_on_a_day_that_is_none() -> bytes:
    return file(lambda report: decided(report).update(decided_on="2026-09-31"))


@bad(22)
def a_clock_that_stood_longer_than_all_took() -> bytes:
    return file(lambda report: decided(report).update(stood=400))


@bad(22)
def more_that_climbed_than_the_issues_tell() -> bytes:
    def change(report: dict[str, Any]) -> None:
        report["response"]["climbed"] += 1

    return file(change)


@bad(22)
def what_climbed_before_it_was_brought() -> bytes:
    def change(report: dict[str, Any]) -> None:
        issues = [issue for visit in report["visits"] for issue in visit["issues"]]
        next(issue for issue in issues if "climbed_on" in issue)["climbed_on"] = "2026-06-22"

    return file(change)


@bad(22)
def contentment_that_does_not_add_up() -> bytes:
    def change(report: dict[str, Any]) -> None:
        report["response"]["contentment"]["content"] += 1

    return file(change)


@bad(22)
def more_answers_than_issues() -> bytes:
    def change(report: dict[str, Any]) -> None:
        report["response"]["contentment"] = {"asked": 900, "content": 900, "not_content": 0, "objected": 0}

    return file(change)
