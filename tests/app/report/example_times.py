"""The made-up report once more, as layout 2 has it: with the course of each issue, and the sums over them."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from app.domain import response
from app.domain.codes import IssueType
from app.domain.persian.calendar import to_jalali
from app.domain.persian.text import persian_digits
from app.domain.response import Course
from app.report import tree
from tests.app.report import example

UNITS = 40
NOBODY = {"asked": 0, "content": 0, "not_content": 0, "objected": 0}


def report(visits: int = 24, *, many_units: bool = False, **given: Any) -> dict[str, Any]:
    """many_units: forty of them with long names, in place of the few."""
    made = example.report(visits, **given)
    chance = random.Random(visits)
    for number, visit in enumerate(made["visits"]):
        for issue in visit["issues"]:
            _take_course(issue, visit["date"], made["made_at"][:10], chance)
            if many_units and issue["unit"]:
                place = persian_digits(number % UNITS + 1)
                issue["unit"] = f"معاونت هماهنگی امور عمرانی و برنامه‌ریزی شهرداری منطقهٔ {place} نخلستان"
    return {
        **made,
        "layout": 2,
        "merkle": tree.tree(made["visits"]).as_signed(),
        "response": counted(made["visits"]),
    }


def _take_course(issue: dict[str, Any], date: str, made_on: str, chance: random.Random) -> None:
    brought = dt.date.fromisoformat(date)
    if issue["status"] != "open" and chance.random() < 0.9:
        last = dt.date.fromisoformat(issue["notified_on"] or made_on)
        after = chance.randrange(0, min((last - brought).days, 40) + 1)
        issue["decided_on"] = (brought + dt.timedelta(days=after)).isoformat()
        if after > 6 and chance.random() < 0.2:
            issue["stood"] = chance.randrange(1, 6)
        if chance.random() < 0.1:
            issue["reopened"] = 1
    elif issue["status"] == "open" and chance.random() < 0.15:
        issue["climbed_on"] = min((brought + dt.timedelta(days=21)).isoformat(), made_on)


def counted(visits: list[dict[str, Any]]) -> dict[str, Any]:
    """The sums, counted by the office's own rules (app/domain/response.py)."""
    brought = [(visit["date"], issue) for visit in visits for issue in visit["issues"]]

    def by(key: Callable[[str, dict[str, Any]], Any]) -> list[tuple[Any, Course]]:
        return [(key(date, issue), _course(date, issue)) for date, issue in brought]

    def rows(name: str, keyed: list[tuple[Any, Course]], order: Callable[[Any], Any]) -> list[dict[str, Any]]:
        return [{name: key, **asdict(times)} for key, times in response.by(keyed, order)]

    types = list(IssueType)
    return {
        "times": asdict(response.sum_up(_course(date, issue) for date, issue in brought)),
        "months": rows("month", by(lambda date, _issue: _month(date)), str),
        "units": rows("unit", by(lambda _date, issue: issue["unit"]), lambda unit: (unit is None, unit)),
        "types": rows("type", by(lambda _date, issue: issue["type"]), types.index),
        "contentment": {"asked": 9, "content": 7, "not_content": 2, "objected": 1} if len(brought) > 8 else NOBODY,
        "climbed": sum("climbed_on" in issue for _date, issue in brought),
    }


def _month(iso: str) -> str:
    year, month, _day = to_jalali(dt.date.fromisoformat(iso))
    return f"{year}-{month:02}"


def _course(date: str, issue: dict[str, Any]) -> Course:
    brought, decided, told, due = (
        dt.date.fromisoformat(iso) if iso else None
        for iso in (date, issue.get("decided_on"), issue["notified_on"], issue["due"])
    )
    stood = issue.get("stood", 0)
    pauses = ((brought, brought + dt.timedelta(days=stood)),) if stood else ()
    return response.course(brought, decided, told, due, pauses, issue.get("reopened", 0))
