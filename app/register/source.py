"""A register that is being read: its heading, and its rows one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import Refused
from app.domain.texts import _
from app.register.headings import Heading


@dataclass(frozen=True)
class RawRow:
    """A row as it stands in the file. line: the physical line where it starts, in .xlsx the sheet's row."""

    line: int
    cells: tuple[str, ...]
    by_key: dict[str, str]


@dataclass(frozen=True)
class Source:
    """rows can be gone through once; rows that are wholly empty are not among them.

    remarks: what is odd about the file, to be told when its rows were read.
    """

    heading: Heading
    rows: Iterator[RawRow]
    remarks: list[str] = field(default_factory=list)


def open_register(path: Path) -> Source:
    """Open a register by its ending. Raises Refused for another kind of file, Unavailable for one that is not there."""
    from app.register.csv import open_csv
    from app.register.xlsx import open_xlsx

    match path.suffix.lower():
        case ".csv" | ".txt" | ".tsv":
            return open_csv(path)
        case ".xlsx":
            return open_xlsx(path)
    raise Refused(_("A register is a .csv or .xlsx file. Save it as one of these and import that."))


def raw_rows(records: Iterable[tuple[int, list[str]]], heading: Heading, remarks: list[str]) -> Iterator[RawRow]:
    """The rows below the heading. Cells that stand under no heading are left, which is said once."""
    told = False
    for line, cells in records:
        if heading.is_empty(cells):
            continue
        if not told and heading.has_surplus(cells):
            told = True
            remarks.append(
                _("Line %(line)s has cells under no heading; they were left. Check whether a comma is too many there.")
                % {"line": line}
            )
        yield RawRow(line, tuple(cells), heading.by_key(cells))


def empty_file() -> Refused:
    return Refused(_("The file is empty."))
