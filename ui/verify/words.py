"""What the details of a file say: four short answers, the facts, and what to do next."""

import datetime as dt

from app import visit_proofs
from app.domain.persian.calendar import TEHRAN, clock, numeric
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import N_, _
from app.report.trust import Known
from app.report.verdict import Facts, Sealed, Verdict, isolated
from app.security.signing_key import show_fingerprint
from ui.verify.rows import FileRow, agency_of, headline, quarter_of
from ui.verify.view_model import key_of

GOOD, UNKNOWN, BAD = ("success", "checkmark_circle"), ("warning", "warning"), ("danger", "error_circle")
ABOUT = ("muted", "info")
Answer = tuple[tuple[str, str], str]
"""Colour and icon, and the words."""

_SEALED = {
    Sealed.CLOSED: N_("Who sent it, and whether it is whole, shows once it is opened."),
    Sealed.OTHER: N_("Whether it is whole, only its receiver can tell."),
    Sealed.SHEET: N_("Only the report beside it proves anything."),
}
"""Of an encrypted file of which no more can be said."""


def answers(row: FileRow) -> list[Answer]:
    """Whole, signed by whom, trusted, data equal to the pages."""
    verdict = row.verdict
    if verdict is None:
        return _of_note(row)
    if verdict.sealed in _SEALED:
        return [(UNKNOWN, _(_SEALED[verdict.sealed]))]
    if not verdict.intact:
        return [(BAD, _("It is not whole, or not signed in the way of a report."))]
    matches = _("Data and pages are the same, and the figures follow from the rows.")
    differs = _("Data and pages are not the same, or the figures do not follow.")
    return [
        (GOOD, _("It is whole: nothing was changed after signing.")),
        (GOOD if verdict.trusted else UNKNOWN, _("Signer: %(name)s") % {"name": isolated(verdict.signer or "")}),
        _trusted(verdict),
        (GOOD, matches) if verdict.data_matches else (BAD, differs),
    ]


def visit(row: FileRow) -> list[Answer]:
    """What it says of the visit that was asked for, first of all."""
    if not row.asked or row.verdict is None:
        return []
    found = row.verdict.visit
    if found is None:
        return [(UNKNOWN, _("Nothing can be said of the visit: the report did not pass."))]
    look = {visit_proofs.IN: GOOD, visit_proofs.OUT: BAD, visit_proofs.UNSIGNED: UNKNOWN}
    first, *more = (persian_digits(line) for line in found["lines"])
    return [(look.get(found["answer"], ABOUT), first), *((ABOUT, line) for line in more)]


def _trusted(verdict: Verdict) -> Answer:
    said = {
        Known.GIVEN: (GOOD, _("The sender is confirmed.")),
        Known.CONFIRMED: (GOOD, _("The sender is confirmed.")),
        Known.VOUCHED: (GOOD, _("The sender's earlier, confirmed key vouches for this one.")),
        Known.SEEN: (UNKNOWN, _("The key came before, but nobody has confirmed it.")),
        Known.UNKNOWN: (UNKNOWN, _("The key came for the first time; nobody has confirmed it.")),
        Known.CHANGED: (BAD, _("Another key is known for this agency.")),
        Known.REVOKED: (BAD, _("The key was revoked.")),
    }
    return said[verdict.known] if verdict.known else (BAD, _("The certificate does not fit the report."))


def _of_note(row: FileRow) -> list[Answer]:
    if row.filed is not None:
        confirmed = row.filed.confirmed
        return [
            (GOOD, _("Receipt filed with its report.")),
            (GOOD, _("The key is confirmed.")) if confirmed else (UNKNOWN, _("Nobody has confirmed its key yet.")),
        ]
    if row.bulletin is None:
        return []
    if row.taken is None:
        return [(UNKNOWN, _("The key of its issuer is not confirmed here yet."))]
    numbers = {"confirmed": persian_digits(row.taken.confirmed), "revoked": persian_digits(row.taken.revoked)}
    return [(GOOD, _("%(confirmed)s keys were confirmed, %(revoked)s revoked.") % numbers)]


def facts(row: FileRow) -> list[tuple[str, str]]:
    """Label and value. Agency, quarter, the signer's time, the totals."""
    verdict = row.verdict
    found = [(_("Agency"), agency_of(row))] if agency_of(row) else []
    if verdict is not None and verdict.facts is not None:
        told = verdict.facts
        found += [
            (_("Code"), isolated(told.code)),
            (_("Quarter"), quarter_of(told.quarter)),
            (_("Time, as the signer says"), moment(told.signed_at)),
            (_("Level of the signature"), _level(told)),
        ]
        if told.stamped_at:
            found.append((_("Time, by its time stamp"), moment(told.stamped_at)))
        if told.amendment:
            found.append((_("Amendment number"), persian_digits(told.amendment)))
    if verdict is not None and verdict.totals is not None:
        words = {
            "meetings_held": _("meetings held"),
            "visits": _("visits"),
            "issues": _("issues"),
            "notified": _("told"),
        }
        totals = "، ".join(f"{words[key]} {persian_digits(verdict.totals[key])}" for key in words)
        found.append((_("Totals"), totals))
    if row.filed is not None:
        found += [
            (_("Quarter"), quarter_of(row.filed.quarter)),
            (_("Received"), _moment(row.filed.received_at)),
        ]
    return found


def _level(told: Facts) -> str:
    with_stamp, without = _("%(level)s, with a time stamp"), _("%(level)s, without a time stamp")
    return (with_stamp if told.stamped_at else without) % {"level": isolate(told.level)}


def moment(written: str) -> str:
    return _moment(dt.datetime.fromisoformat(written))


def _moment(at: dt.datetime) -> str:
    local = at.astimezone(TEHRAN)
    return _("%(day)s, %(clock)s") % {"day": persian_digits(numeric(local.date())), "clock": clock(local.time())}


def fingerprint(row: FileRow) -> str:
    """In groups of four, to be read aloud; empty where there is no key to compare."""
    return show_fingerprint(key_of(row)[1])


def others(row: FileRow) -> list[str]:
    """The fingerprints of the keys by which the agency is known, where this is another one."""
    return [show_fingerprint(one) for one in row.verdict.others] if row.verdict else []


def remarks(row: FileRow) -> list[Answer]:
    """What else is to be said: first what must not be so."""
    found: list[Answer] = []
    verdict, came = row.verdict, row.came
    if came is not None:
        found += [(BAD, persian_digits(remark.said)) for remark in came.remarks if remark.loud]
        if came.before is not None:
            said = _("This report was received before, on %(date)s.") % {"date": _moment(came.before)}
            found.append((ABOUT, said))
        found += [(ABOUT, persian_digits(remark.said)) for remark in came.remarks if not remark.loud]
    if verdict is not None:
        found += [(ABOUT, remark) for remark in verdict.remarks]
    return found


def next_step(row: FileRow) -> str:
    """What to do now."""
    verdict = row.verdict
    if verdict is None:
        wants = (row.bulletin is not None and row.taken is None) or (row.filed is not None and not row.filed.confirmed)
        return _call() if wants else ""
    if row.is_closed:
        return _("Choose the key's file. It is read into memory alone; nothing of it is kept.")
    if verdict.sealed is Sealed.SHEET:
        return ""
    if verdict.ok:
        return _("You can give the agency a receipt.")
    if row.wants_sender:
        changed = verdict.known is Known.CHANGED
        return _("Call the agency by a number that you know, and ask why its key is another.") if changed else _call()
    return _("Do not accept this file; ask the agency for the report once more.")


def _call() -> str:
    return _("Call the agency by a number that you know, and let it read out its fingerprint.")


def copied(row: FileRow) -> str:
    """All of it as text, for a letter or a message."""
    lines = [f"{row.path.name}: {headline(row)}", *(said for _look, said in (*visit(row), *answers(row)))]
    lines += [f"{label}: {value}" for label, value in facts(row)]
    if fingerprint(row):
        lines.append(_("Fingerprint of the key: %(fingerprint)s") % {"fingerprint": isolate(fingerprint(row))})
    return "\n".join([*lines, *(said for _look, said in remarks(row))])
