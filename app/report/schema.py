"""The schema of report.json, compiled once (resources/schema)."""

from collections.abc import Callable
from functools import cache
from typing import Any

from app.domain.canonical import PART
from app.report import limits
from app.report.broken import BrokenError
from resources import ROOT


def check(report: dict[str, Any], again: Callable[[], None] = lambda: None) -> None:
    """Raises BrokenError 19 unless the data have exactly the keys and kinds of values of the format.

    again: asked now and then; may raise to cancel.
    """
    from fastjsonschema import JsonSchemaValueException

    valid, visits = _compiled(), report.get("visits")
    try:
        if isinstance(visits, list) and PART < len(visits) <= limits.JSON_ARRAY:  # nothing in one asks about another
            for start in range(0, len(visits), PART):
                again()
                valid({**report, "visits": visits[start : start + PART]})
        else:
            valid(report)
    except JsonSchemaValueException:
        raise BrokenError(19, "not as the schema says") from None


def prepare() -> None:
    """Compile it before anyone waits for it."""
    _compiled()


@cache
def _compiled() -> Callable[[Any], Any]:
    import json

    import fastjsonschema

    schema = json.loads((ROOT / "schema" / "didar-report-1.schema.json").read_text("utf-8"))
    # what is wrong is not said: to make those words takes most of the time of the compiling
    validate: Callable[[Any], Any] = fastjsonschema.compile(schema, detailed_exceptions=False)
    return validate
