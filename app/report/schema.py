"""The schema of report.json, compiled once (resources/schema)."""

from collections.abc import Callable
from functools import cache
from typing import Any

from app.report.broken import BrokenError
from resources import ROOT


def check(report: dict[str, Any]) -> None:
    """Raises BrokenError 19 unless the data have exactly the keys and kinds of values of the format."""
    from fastjsonschema import JsonSchemaValueException

    try:
        _compiled()(report)
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
    validate: Callable[[Any], Any] = fastjsonschema.compile(schema)
    return validate
