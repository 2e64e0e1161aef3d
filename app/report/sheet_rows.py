"""Rows of a sheet, written straight as XML: xlsxwriter's object a cell would be most of the time of a large report."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

LARGEST_CELL: Final = 32_767
"""UTF-16 units that a cell holds; a longer text would be left out by Excel."""

Cell = str | int | None


@cache
def filled() -> Any:
    """xlsxwriter's worksheet, to which many rows can be given at once: the class for `add_worksheet`."""
    from xlsxwriter.utility import xl_col_to_name
    from xlsxwriter.worksheet import Worksheet

    class Filled(Worksheet):  # type: ignore[misc]  # untyped
        dim_rowmax: int
        dim_colmax: int
        _xml: list[str]

        def fill(self, rows: Iterable[tuple[Cell, ...]], text: Any, number: Any, again: Callable[[], None]) -> int:
            """Rows under those that are there, whose first row is the widest; how many they are.

            text, number: the formats of their cells. again: asked now and then; may raise to cancel.
            """
            first: int = self.dim_rowmax + 1
            before_text = [f'<c r="{xl_col_to_name(column)}' for column in range(self.dim_colmax + 1)]
            of_text = f'" s="{text._get_xf_index()}" t="s"><v>'  # noqa: SLF001 - nor is there a public way to these
            of_number = f'" s="{number._get_xf_index()}"><v>'  # noqa: SLF001
            shared = self.str_table._get_shared_string_index  # noqa: SLF001
            self._xml = out = []
            row = first
            for row, cells in enumerate(rows, first + 1):  # as Excel counts them
                if row % 100 == 0:
                    again()
                out.append(f'<row r="{row}">')
                for begun, cell in zip(before_text, cells, strict=False):
                    if isinstance(cell, int):
                        out.append(f"{begun}{row}{of_number}{cell}</v></c>")
                    elif cell:
                        out.append(f"{begun}{row}{of_text}{shared(_fitting(cell))}</v></c>")
                out.append("</row>")
            self.dim_rowmax = row - 1
            return row - first

        def _write_rows(self) -> None:
            super()._write_rows()
            self.fh.write("".join(self._xml))

    return Filled


def _fitting(text: str) -> str:
    """The text as far as a cell holds it."""
    if len(text) <= LARGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LARGEST_CELL else units[: 2 * LARGEST_CELL].decode("utf-16-le", "ignore")
