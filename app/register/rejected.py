"""FILE.rejected.csv: the rows that were not taken, each with its line and reason, to be corrected and read again."""

import csv
import io
from pathlib import Path

from app.files import write_new
from app.register.csv import with_apostrophe
from app.register.headings import OURS, Heading, is_ours
from app.register.plan import Rejected


def rejected_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.rejected.csv")


def write_rejected(path: Path, heading: Heading, rows: list[Rejected]) -> Path:
    """Write the file beside the register, over an earlier one, readable by its owner only: it holds particulars."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    kept = [place for place, cell in enumerate(heading.cells) if not is_ours(cell)]
    writer.writerow([*OURS, *(with_apostrophe(heading.cells[place]) for place in kept)])
    for row in rows:
        cells = [row.cells[place] if place < len(row.cells) else "" for place in kept]
        cells += row.cells[len(heading.cells) :]
        writer.writerow([row.line, *map(with_apostrophe, [row.reason, *cells])])
    target = rejected_path(path)
    write_new(target, text.getvalue().encode("utf-8-sig"), overwrite=True)
    return target
