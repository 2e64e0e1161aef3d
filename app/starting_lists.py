"""The word lists that a new office begins with, by the kind of agency: subjects, units, the head's usual phrases."""

import json
from functools import cache
from typing import Any

from app.domain.codes import AgencyKind
from resources import ROOT

COMMON = "common"


def for_kind(kind: AgencyKind | None) -> tuple[dict[str, list[str]], list[str], list[str]]:
    """Subjects by heading, units and phrases, as `NewAgency` takes them: the kind's own, then what all have in common.

    kind: None for an agency of no given kind, which has the common ones alone.
    """
    lists = _read()
    own = kind.value if kind else ""
    headings: dict[str, list[str]] = {}
    for part in (own, COMMON):
        for heading, subjects in lists["subjects"].get(part, {}).items():
            headings.setdefault(heading, []).extend(subjects)
    return headings, _joined(lists["units"], own), _joined(lists["phrases"], own)


def _joined(lists: dict[str, list[str]], own: str) -> list[str]:
    return list(dict.fromkeys([*lists.get(own, []), *lists[COMMON]]))


@cache
def _read() -> dict[str, Any]:
    value: dict[str, Any] = json.loads((ROOT / "data" / "words-of-the-office.json").read_text("utf-8"))
    return value
