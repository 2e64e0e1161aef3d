"""A dropped file's row: what it is, how far it was looked at, and what became of it, in words."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from app import visit_proofs
from app.bulletins import Bulletin, Taken
from app.domain.persian.calendar import Quarter
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.receipts import Filed
from app.report.trust import Known
from app.report.verdict import Sealed, Verdict, isolated
from app.senders import Came
from ui.widgets.chips import State
from ui.widgets.rows import Column


class Stage(Enum):
    WAITING = auto()
    RUNNING = auto()
    DONE = auto()


@dataclass(frozen=True)
class FileRow:
    """number: of the row. One of verdict (a report), filed (a receipt) and bulletin is there once it was looked at.

    refused: why a note is none of ours. taken: what a bulletin changed; None while its issuer is to be confirmed.
    asked: a visit was looked for in it.
    """

    number: int
    path: Path
    stage: Stage = Stage.WAITING
    verdict: Verdict | None = None
    came: Came | None = None
    filed: Filed | None = None
    bulletin: Bulletin | None = None
    taken: Taken | None = None
    refused: str = ""
    asked: bool = False

    @property
    def is_closed(self) -> bool:
        """Encrypted, and the right key was not given yet."""
        return self.verdict is not None and self.verdict.sealed in {Sealed.CLOSED, Sealed.OTHER}

    @property
    def is_opened(self) -> bool:
        """It came encrypted, and what is in it was seen."""
        return self.verdict is not None and self.verdict.sealed in {Sealed.OPENED, Sealed.SHEET}

    @property
    def can_be_revoked(self) -> bool:
        """Its key is one of a sender's that this office remembers."""
        verdict, came = self.verdict, self.came
        whole = verdict is not None and verdict.intact and verdict.data_matches
        return whole and came is not None and not came.mine and verdict.known is not Known.REVOKED

    @property
    def is_good(self) -> bool:
        return bool(self.verdict and self.verdict.ok) or (self.filed is not None) or (self.taken is not None)

    @property
    def is_loud(self) -> bool:
        """Whether something is so that must not be: another key, or a trail that went back."""
        changed = self.verdict is not None and self.verdict.known is Known.CHANGED
        return changed or any(remark.loud for remark in (self.came.remarks if self.came else ()))

    @property
    def wants_sender(self) -> bool:
        """Whole, and somebody could confirm its key."""
        verdict = self.verdict
        return (
            verdict is not None
            and verdict.intact
            and verdict.data_matches
            and not verdict.trusted
            and verdict.known in {Known.SEEN, Known.UNKNOWN, Known.CHANGED}
        )


def headline(row: FileRow) -> str:
    """The first words."""
    if row.stage is Stage.WAITING:
        return _("Waits")
    if row.stage is Stage.RUNNING:
        return _("Being checked …")
    if row.refused:
        return _("Refused: %(reason)s") % {"reason": row.refused}
    if row.filed is not None:
        return _("A receipt for the report of %(quarter)s") % {"quarter": quarter_of(row.filed.quarter)}
    if row.bulletin is not None:
        number = persian_digits(row.bulletin.number)
        return _("The inspection office's list of keys, number %(number)s") % {"number": number}
    return _of_report(row.verdict) if row.verdict is not None else ""


def _of_report(verdict: Verdict) -> str:
    if verdict.sealed is Sealed.CLOSED:
        return _("Encrypted for its receiver: his key opens it")
    if verdict.sealed is Sealed.SHEET:
        return _("Opened: a sheet, which is not signed")
    return persian_digits(verdict.headline())


def visit_state(row: FileRow) -> State | None:
    """Whether the visit that was asked for is in this report."""
    if not row.asked or row.stage is not Stage.DONE or row.verdict is None:
        return None
    found = row.verdict.visit
    if found is None:
        return State(_("Nothing to say"), "plain")
    return {
        visit_proofs.IN: State(_("It is in it"), "success", "checkmark_circle", filled=True),
        visit_proofs.OUT: State(_("It is not in it"), "danger", "error_circle", filled=True),
        visit_proofs.UNCOUNTED: State(_("Does not count"), "plain", "info"),
        visit_proofs.UNSIGNED: State(_("Not the desk's slip"), "warning", "warning", filled=True),
    }.get(found["answer"], State(_("Another report's"), "plain", "info"))


def state(row: FileRow) -> State:
    """The chip of the list: three short answers, and those of what is no report."""
    if row.stage is not Stage.DONE:
        running = row.stage is Stage.RUNNING
        return State(headline(row), "accent") if running else State(headline(row), icon="clock")
    if row.verdict is not None and row.verdict.sealed is Sealed.CLOSED:
        return State(_("Encrypted"), "warning", "lock_closed")
    if row.verdict is not None and row.verdict.sealed is Sealed.SHEET:
        return State(_("A sheet, not signed"), icon="info")
    if row.refused or (row.verdict is not None and not row.verdict.ok and not row.wants_sender):
        said, colour, icon = _("Refused"), "danger", "error_circle"
    elif row.is_loud:
        said, colour, icon = _("Look at this"), "danger", "warning"
    elif row.wants_sender or (row.bulletin is not None and row.taken is None):
        said, colour, icon = _("Not confirmed yet"), "warning", "warning"
    elif row.filed is not None and not row.filed.confirmed:
        said, colour, icon = _("Receipt, key not confirmed"), "warning", "warning"
    else:
        said, colour, icon = _("Whole and confirmed"), "success", "checkmark_circle"
    return State(said, colour, icon, filled=True)


def role(row: FileRow) -> tuple[str, str]:
    """Colour and icon of the headline."""
    shown = state(row)
    usual = {"plain": "muted", "accent": "muted"}.get(shown.role, shown.role)
    return usual, shown.icon or "info"


def quarter_of(written: str) -> str:
    return Quarter.parse(written).name


def agency_of(row: FileRow) -> str:
    facts = row.verdict.facts if row.verdict else None
    if facts is not None:
        return isolated(facts.agency)
    if row.filed is not None:
        return isolated(row.filed.receiver)
    return isolated(row.bulletin.issuer_name) if row.bulletin else ""


def _quarter(row: FileRow) -> str:
    facts = row.verdict.facts if row.verdict else None
    if facts is not None:
        number = _("amendment %(n)s") % {"n": persian_digits(facts.amendment)} if facts.amendment else ""
        return "، ".join(filter(None, (quarter_of(facts.quarter), number)))
    return quarter_of(row.filed.quarter) if row.filed else ""


def columns() -> list[Column]:
    return [
        Column("state", _("Answer"), lambda row: state(row).text, 176, state=state),
        Column("visit", _("Visit"), lambda _row: "", 128, state=visit_state, compact=False),
        Column("agency", _("Agency"), agency_of, 0, "words"),
        Column("quarter", _("Quarter"), _quarter, 136, compact=False),
        Column("file", _("File"), lambda row: isolated(row.path.name), 0),
    ]
