"""Whether a report's data hold together: figures counted again, days and ids as the form takes them (rule 22)."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from app.domain.canonical import PART
from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.periods import of_report
from app.domain.texts import _
from app.report import meaning_response, tree
from app.report.broken import BrokenError


def check(report: dict[str, Any], again: Callable[[], None] = lambda: None) -> None:
    """Raises Refused, with the key that is at fault, unless the report's figures follow from its own rows.

    The report has passed its schema. again: asked now and then; may raise to cancel. Counting here is apart from
    app.report.figures, which counts in the store.
    """
    span = of_report(report["quarter"])
    first, last = span.first, span.last
    _date(report["made_at"][:10])
    if (_date(report["quarter"]["from"]), _date(report["quarter"]["to"])) != (first, last):
        raise Refused(_("The quarter does not begin or end on its own days."), "quarter")
    _heads(report["agency"], first, last)
    held = _meetings(report["meetings"], first, last)
    _visits(report["visits"], held, again)
    again()
    _days_and_visits_agree(report["meetings"], report["visits"])
    again()
    _totals(report)
    again()
    _beforehand(report, first, last)
    again()
    meaning_response.check(report)


def check_tree(report: dict[str, Any]) -> None:
    """Raises BrokenError 23 unless each leaf has its own key, and all of them give the root (docs/visit-proofs.md)."""
    try:
        if tree.tree(report["visits"]).as_signed() == report["merkle"]:
            return
    except ValueError:
        raise BrokenError(23, "two visits have the same key") from None
    raise BrokenError(23, "the visits do not give the root of the tree")


def check_slip_keys(report: dict[str, Any]) -> None:
    """Raises BrokenError 23 unless the desk's keys may sign exit slips: P-256, each once, not the head's."""
    signer = report["signer"]["fingerprint"] if report["signer"] else None
    if len(set(report["slip_keys"])) != len(report["slip_keys"]):
        raise BrokenError(23, "a slip key twice")
    for written in report["slip_keys"]:
        der = bytes.fromhex(written)
        try:
            key = load_der_public_key(der)
        except (ValueError, UnsupportedAlgorithm):
            raise BrokenError(23, "a slip key that is none") from None
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise BrokenError(23, "a slip key of another kind")
        if key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != der:
            raise BrokenError(23, "a slip key in another encoding")
        if hashlib.sha256(der).hexdigest() == signer:
            raise BrokenError(23, "the desk's key is the signer's")


def _beforehand(report: dict[str, Any], first: dt.date, last: dt.date) -> None:
    """Announcements and hours at SAMAD: inside the quarter, by date."""
    for key in ("announcements", "samad"):
        days = [_date(row["date"]) for row in report[key]]
        if any(before > after for before, after in pairwise(days)) or (
            days and not first <= days[0] <= days[-1] <= last
        ):
            raise Refused(_("An announcement or hours at SAMAD lie outside the quarter or are not by date."), key)
    if any(row["from"] >= row["to"] for row in report["samad"]):
        raise Refused(_("Hours at SAMAD end before they begin."), "samad")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("The report holds a day that is not in the calendar."), "date") from None


def _heads(agency: dict[str, Any], first: dt.date, last: dt.date) -> None:
    for head in agency["heads"]:
        begins, ends = _date(head["from"]), _date(head["to"]) if head["to"] else last
        if not first <= begins <= ends <= last:
            raise Refused(_("A head's days lie outside the quarter."), "heads")
    at_the_end = [head["name"] for head in agency["heads"] if head["to"] in {None, last.isoformat()}]
    if agency["head"] != (at_the_end[-1] if at_the_end else None):
        raise Refused(_("The head on the quarter's last day is not the one among its heads."), "heads")


def _meetings(meetings: list[dict[str, Any]], first: dt.date, last: dt.date) -> set[str]:
    """The days that the head held."""
    days = [_date(meeting["date"]) for meeting in meetings]
    if any(before >= after for before, after in pairwise(days)):
        raise Refused(_("The meetings are not in the order of their days, or a day is there twice."), "meetings")
    if days and not (first <= days[0] and days[-1] <= last):
        raise Refused(_("A meeting lies outside the quarter."), "meetings")
    for meeting in meetings:
        if meeting["head_to"] is not None and (meeting["head_from"] or "24") > meeting["head_to"]:
            raise Refused(_("A meeting ends before it begins."), "meetings")
    return {meeting["date"] for meeting in meetings if meeting["state"] == "held"}


def _visits(visits: list[dict[str, Any]], held: set[str], again: Callable[[], None]) -> None:
    before = ("", "")
    for number, visit in enumerate(visits):
        if number % PART == 0:
            again()
        if visit["date"] not in held:
            raise Refused(_("A visit lies on a day on which the head held no meeting."), "visits")
        if before > (visit["date"], visit["arrived"]):
            raise Refused(_("The visits are not in the order of their arrival."), "visits")
        before = (visit["date"], visit["arrived"])
        if visit["admitted"] is not None and visit["admitted"] < visit["arrived"]:
            raise Refused(_("A visitor was admitted before the arrival."), "visits")
        _ids(visit)
        for issue in visit["issues"]:
            _issue(issue, visit["date"])


def _ids(visit: dict[str, Any]) -> None:
    if visit["national_id"] is not None and visit["foreign_id"] is not None:
        raise Refused(_("A visitor has both a national and a foreign id."), "visits")
    if visit["national_id"] is None and visit["foreign_id"] is None and visit["no_id_reason"] is None:
        raise Refused(_("A visitor has neither an id nor a reason for its lack."), "visits")
    for key, read in (("national_id", ids.national_id), ("foreign_id", ids.foreign_id), ("mobile", ids.mobile)):
        if visit[key] is not None and read(visit[key]) != visit[key]:
            raise Refused(_("A visitor's number is not written as the form writes it."), key)


def _issue(issue: dict[str, Any], day: str) -> None:
    if (issue["notified_by"] is None) != (issue["notified_on"] is None):
        raise Refused(_("A notice has no day, or a day has no notice."), "issues")
    if issue["notified_on"] is not None and _date(issue["notified_on"]) < _date(day):
        raise Refused(_("A notice lies before its visit."), "issues")
    if issue["due"] is not None:
        _date(issue["due"])  # any day: a matter joined to an earlier visit's is due as that one is
    hidden = ("subject", "description", "ruling", "unit", "due", "outcome")
    if issue["head_only"] and any(issue[key] is not None for key in hidden):
        raise Refused(_("An issue for the head alone shows its particulars."), "issues")


def _days_and_visits_agree(meetings: list[dict[str, Any]], visits: list[dict[str, Any]]) -> None:
    counted = Counter(visit["date"] for visit in visits)
    if any(meeting["visits"] != counted[meeting["date"]] for meeting in meetings):
        raise Refused(_("The visits of a day are not as many as the day says."), "meetings")


def _totals(report: dict[str, Any]) -> None:
    totals, visits = report["totals"], report["visits"]
    states = Counter(meeting["state"] for meeting in report["meetings"])
    issues = [issue for visit in visits for issue in visit["issues"]]
    known = {(visit["national_id"], visit["foreign_id"]) for visit in visits} - {(None, None)}
    unknown = sum(visit["national_id"] is None and visit["foreign_id"] is None for visit in visits)
    ways = Counter(issue["notified_by"] for issue in issues if issue["notified_by"])
    types, statuses = Counter(issue["type"] for issue in issues), Counter(issue["status"] for issue in issues)
    counted = {
        "meetings_scheduled": totals["meetings_scheduled"],
        "meetings_held": states["held"],
        "visits": len(visits),
        "seen": sum(visit["admitted"] is not None for visit in visits),
        "visitors": len(known) + unknown,
        "issues": len(issues),
        "by_type": {key: types[key] for key in totals["by_type"]},
        "by_status": {key: statuses[key] for key in totals["by_status"]},
        "notified": sum(ways.values()),
        "notified_by": {key: ways[key] for key in totals["notified_by"]},
    }
    # which of the days held were scheduled ones, the data do not say: an extra meeting looks like any other
    fewest, most = states["not_held"], sum(states.values()) - states["holiday"]
    if counted != totals or not fewest <= totals["meetings_scheduled"] <= most:
        raise Refused(_("The totals do not follow from the meetings and visits."), "totals")
