"""Registers that the tests make up: rows by the register's keys, written as CSV or as a workbook."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.register.headings import PERSIAN
from tests.make import national_id


def row(number: int = 1, **given: Any) -> dict[str, Any]:
    """A whole row that breaks no rule, another person for each number."""
    return {
        "kind": "weekly",
        "date": "1405/06/22",
        "arrived": "09:30",
        "admitted": "10:05",
        "presided_by": "head",
        "first_name": "مریم",
        "last_name": "کعبی",
        "national_id": national_id(number),
        "mobile": f"0916{number:07d}",
        "type": "request",
        "subject": "آسفالت معابر",
        "description": "کوچه خاکی است.",
        "status": "open",
        **given,
    }


def table(rows: Iterable[Mapping[str, Any]], *, persian: bool = False) -> list[list[Any]]:
    """The heading, and the rows under it."""
    kept = list(rows)
    keys = list(dict.fromkeys(key for each in kept for key in each))
    return [
        [PERSIAN.get(key, key) if persian else key for key in keys],
        *([each.get(key, "") for key in keys] for each in kept),
    ]


def text(rows: Iterable[Mapping[str, Any]], *, delimiter: str = ",", persian: bool = False) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table(rows, persian=persian))
    return out.getvalue()


def as_csv(folder: Path, rows: Iterable[Mapping[str, Any]], *, encoding: str = "utf-8", **how: Any) -> Path:
    path = folder / "register.csv"
    path.write_bytes(text(rows, **how).encode(encoding))
    return path


def as_xlsx(folder: Path, lines: Iterable[Iterable[Any]]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(list(line))
    path = folder / "register.xlsx"
    book.save(path)
    return path
