"""A register goes into the store: every row or none, unless bad ones are to be skipped (contracts, `import`)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.agency import _terms
from app.domain import counting
from app.domain.codes import Kind
from app.domain.persian.calendar import numeric
from app.domain.texts import _, fa
from app.office import Office
from app.register.people import another_name
from app.register.plan import Plan, Rejected, checked, plan
from app.register.rejected import write_rejected
from app.register.rows import RegisterRow
from app.register.source import Source, open_register
from app.register.store import Stored
from app.register.write import write
from app.security.rights import Right

MOST_WARNINGS = 200

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Loaded:
    """What became of a register; all figures count rows. beside: the file with the rejected rows, if there is one."""

    read: int
    stored: int
    updated: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    warnings: tuple[str, ...]
    beside: Path | None = field(default=None, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """As `import --json` prints it."""
        return {**self.counts(), "rejected": [row.as_dict() for row in self.rejected]}

    def counts(self) -> dict[str, int]:
        return {
            "read": self.read,
            "stored": self.stored,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": len(self.rejected),
        }


class _WriteNothing(Exception):
    pass


def load(
    office: Office,
    path: Path,
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    update: bool = False,
    progress: Progress | None = None,
) -> Loaded:
    """Read a register into the store, in one transaction.

    dry_run: the same figures, nothing written. skip_bad: store the good rows, put the bad ones into FILE.rejected.csv.
    update: rows that are there with other values take these. progress: told (visits written, all); may raise to cancel.
    """
    source = open_register(path)
    rows = checked(source.rows)
    made = Plan()
    notes: list[str] = []
    beside: Path | None = None
    try:
        reason = fa("Import of the register %(file)s") % {"file": path.name}  # where it changes a day that is closed
        with office.work("register.load", Right.IMPORT, reason=reason) as work:
            stored = Stored(work)
            made = plan(rows, stored.find, update=update)
            notes = _warnings(source, made, _terms(work), office)
            if made.rejected and not skip_bad:
                raise _WriteNothing
            notes += write(work, office, made, stored, progress)
            if dry_run:
                raise _WriteNothing
            if made.rejected:  # before the commit: where they cannot be written, nothing is stored
                beside = write_rejected(path, source.heading, made.rejected)
    except _WriteNothing:
        pass
    nothing = bool(made.rejected) and not skip_bad
    return Loaded(
        made.read,
        0 if nothing else made.new,
        0 if nothing else made.changed,
        made.unchanged,
        tuple(made.rejected),
        _few(notes),
        beside,
    )


def _warnings(source: Source, made: Plan, terms: list[counting.Term], office: Office) -> list[str]:
    """What is odd but taken: unknown columns, a weekly row on another day or outside the hours, a date to come."""
    notes = [*source.remarks]
    if source.heading.unknown:
        notes.append(
            _("These columns are not known and were left: %(columns)s") % {"columns": "، ".join(source.heading.unknown)}
        )
    for visit in made.visits.values():
        row = visit.leading
        if row is None:
            continue
        notes += [
            another_name(each)
            for each in visit.rows.values()
            if each.subject not in visit.stored and _is_other(row, each)
        ]
        if not row.line:
            continue
        if row.date > office.today():
            notes.append(_at(row.line, _("the date %(date)s is still to come.") % {"date": numeric(row.date)}))
        if row.kind is not Kind.WEEKLY:
            continue
        term = counting.term_on(row.date, terms)
        if not counting.is_meeting_day(row.date, terms):
            notes.append(_at(row.line, _("%(date)s is not the agency's meeting day.") % {"date": numeric(row.date)}))
        elif term is not None and not term.opens <= row.arrived <= term.closes:
            notes.append(_at(row.line, _("the hour of arrival lies outside the meeting's hours.")))
    return notes


def _is_other(row: RegisterRow, another: RegisterRow) -> bool:
    """Whether two rows of one visit, hence of one person, give other names."""
    return (row.first_name, row.last_name) != (another.first_name, another.last_name)


def _at(line: int, text: str) -> str:
    return _("Line %(line)s: %(text)s") % {"line": line, "text": text}


def _few(notes: list[str]) -> tuple[str, ...]:
    if len(notes) <= MOST_WARNINGS:
        return tuple(notes)
    more = _("… and %(count)s more remarks.") % {"count": len(notes) - MOST_WARNINGS}
    return (*notes[:MOST_WARNINGS], more)
