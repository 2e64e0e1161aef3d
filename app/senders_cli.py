"""Senders, receipts and bulletins on the command line (docs/senders.md)."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN, numeric
from app.domain.texts import _

if TYPE_CHECKING:
    import datetime as dt

    from app.office import Office
    from app.report.verdict import Verdict
    from app.senders import Came


def lines(came: "Came") -> list[str]:
    """What is to be said of a report beside those that came before; what must not be so first."""
    said = [remark.said for remark in sorted(came.remarks, key=lambda remark: not remark.loud)]
    if came.before is not None:
        said.append(_("This report was received before, on %(date)s.") % {"date": _day(came.before)})
    return said


def received(office: "Office | None", verdict: "Verdict") -> None:
    """Remember a report that was verified while the store is open, and say on stderr what is odd about it."""
    if office is None:
        return
    from app import senders

    for line in lines(senders.receive(office, verdict)):
        print(line, file=sys.stderr)


def receipt(arguments: argparse.Namespace, office: "Office") -> None:
    """Of a report: its receipt into a file. Of a receipt: filed with the report of ours that it names."""
    from app import receipts, senders
    from app.files import write_new
    from app.report import signed_note, trust, verify

    data = _small(arguments.file)
    if data is not None and signed_note.format_of(data) == signed_note.RECEIPT:
        filed = receipts.file(office, data)
        said = _("The receipt of %(receiver)s for the report of %(quarter)s was filed.")
        print(said % {"receiver": filed.receiver, "quarter": filed.quarter})
        if not filed.confirmed:
            print(_("Nobody has confirmed its key yet."), file=sys.stderr)
        return
    (verdict,) = verify.verify_files([arguments.file], trust.of_office(office, trust.Trust()))
    senders.receive(office, verdict)
    if not (verdict.intact and verdict.data_matches):
        raise Refused(verdict.headline())
    data = receipts.make(office, verdict)
    out = arguments.out or Path(receipts.name_of(verdict))
    write_new(out, data, private=False)
    print(out)


def bulletin(arguments: argparse.Namespace, office: "Office") -> None:
    """With --out: this office's next bulletin. Else the bulletin of the inspection office is taken."""
    from app import bulletins
    from app.files import read_bytes, write_new
    from app.report import signed_note

    if arguments.out is not None:
        write_new(arguments.out, bulletins.issue(office), private=False)
        print(arguments.out)
        return
    taken = bulletins.take(office, read_bytes(arguments.file, signed_note.LARGEST), typed=arguments.issuer or "")
    said = _("Bulletin number %(number)s was taken: %(confirmed)s keys confirmed, %(revoked)s revoked.")
    print(said % {"number": taken.bulletin.number, "confirmed": taken.confirmed, "revoked": taken.revoked})


def against(path: Path, office: "Office") -> None:
    """Whether an old report of ours still stands in the audit trail."""
    from app.report.against import check

    held = check(office, path)
    said = _("The report of quarter %(quarter)s stands in the audit trail at entry %(seq)s; %(entries)s follow it.")
    print(said % {"quarter": held.quarter, "seq": held.seq, "entries": held.entries})


def _small(path: Path) -> bytes | None:
    """The file's bytes if it may be a note; a report is read by the process that verifies, and nowhere else."""
    from app.files import read_bytes
    from app.report import signed_note

    try:
        return read_bytes(path, signed_note.LARGEST) if path.suffix == ".json" else None
    except Refused:
        return None


def _day(instant: "dt.datetime") -> str:
    return numeric(instant.astimezone(TEHRAN).date())


VERBS = {"receipt": receipt, "bulletin": bulletin}
