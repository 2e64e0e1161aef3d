"""report.json: what machines read of a quarter (contracts, "Report file"; resources/schema)."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import agency, office_settings, response_times
from app.domain.codes import Kind, PresidedBy
from app.domain.persian.calendar import TEHRAN, Quarter
from app.domain.persian.periods import Span
from app.office import Office
from app.report import response_data, trail, tree
from app.report.figures import BATCH, Figures, IssueFacts, MeetingRow, _count, in_period
from app.response_times import ResponseTimes
from app.with_whom import spoken_for
from db.models import Announcement, Issue, SamadHours, SlipKey, Visit

FORMAT = "didar-report/1"
LAYOUT = 2

HIDDEN = ("subject", "description", "ruling", "unit", "due", "outcome")
"""What an issue for the head's eyes alone does not show. Its status and notice stay: the totals need them."""


def build(
    office: Office, span: Span, made_at: dt.datetime, again: Callable[[], None] = lambda: None
) -> tuple[dict[str, Any], Figures]:
    """The report's data and the figures they rest on, of one state of the store.

    span: a quarter; any other stretch of days is a draft, whose quarter has neither year nor season.
    made_at: the instant that the report bears. again: asked now and then; may raise to cancel. `signer`, `draft` and
    `amendment` are set by the one who makes the file.
    """
    details, heads = agency.details(office), agency.heads(office)
    with office.read() as session:
        again()
        figures = _count(session, span, office.today(), again)
        again()
        times = response_times._of(session, figures, again)  # noqa: SLF001 - of the same state
        again()
        visits = _visits(session, details.code, figures, times, again)
        announcements, samad = _announcements(session, span), _samad(session, span)
        slip_keys = _slip_keys(session, span)
        stands = trail.of_store(session.connection())
        confidential = office_settings._settings(session).confidential_reports  # noqa: SLF001 - of the same state
    again()
    merkle = tree.tree(visits, again).as_signed()
    again()
    serving = [head for head in heads if head.since <= span.last and (head.until is None or head.until >= span.first)]
    last = next((head for head in reversed(serving) if head.until is None or head.until >= span.last), None)
    report = {
        "format": FORMAT,
        "layout": LAYOUT,
        "made_at": made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "demo": details.demo,
        "draft": not figures.is_over or not isinstance(span, Quarter),
        "amendment": None,
        "agency": {
            "code": details.code,
            "name": details.name,
            "kind": plain(details.kind),
            "province": details.province,
            "county": details.county,
            "head": last.name if last else None,
            "heads": [
                {
                    "name": head.name,
                    "acting": head.acting,
                    "from": max(head.since, span.first).isoformat(),
                    "to": min(head.until or span.last, span.last).isoformat(),
                }
                for head in serving
            ],
        },
        "quarter": {
            "year": span.year if isinstance(span, Quarter) else None,
            "season": span.season if isinstance(span, Quarter) else None,
            "from": span.first.isoformat(),
            "to": span.last.isoformat(),
        },
        "signer": None,
        "receiver": None,
        "confidential": confidential,
        "audit": stands,
        "slip_keys": slip_keys,
        "merkle": merkle,
        "announcements": announcements,
        "samad": samad,
        "meetings": [_meeting(day) for day in figures.meetings],
        "visits": visits,
        "totals": figures.totals.as_dict(),
        "response": response_data.response(times),
    }
    return report, figures


def plain(value: Any) -> Any:
    """A value as report.json has it: codes as text, ISO dates, HH:MM, no line ends (docs/report-format.md, rule 20)."""
    if value.__class__ is str:
        return value.replace("\n", " ")
    return _recurring(value)


@lru_cache(maxsize=8192, typed=True)
def _recurring(value: Any) -> Any:
    """Days, hours and codes, of which there are few."""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _meeting(day: MeetingRow) -> dict[str, Any]:
    """amendments: only on a day that was changed after it was closed; the contract is added to, not changed."""
    keys = ("date", "state", "reason", "head_from", "head_to", "visits")
    meeting = {key: plain(getattr(day, key)) for key in keys}
    return {**meeting, "amendments": day.amendments} if day.amendments else meeting


_VISIT = (
    "date",
    "arrived",
    "admitted",
    "first_name",
    "last_name",
    "father_name",
    "national_id",
    "foreign_id",
    "no_id_reason",
    "mobile",
    "county",
    "address",
    "companions",
    "representing",
)


def _slip_keys(session: Session, span: Span) -> list[str]:
    """The desk's keys that may have signed a slip of the quarter: all but those retired before it, by their making."""
    begins = dt.datetime.combine(span.first, dt.time(), TEHRAN)
    keys = select(SlipKey.public).where(or_(SlipKey.retired_at.is_(None), SlipKey.retired_at >= begins))
    return [key.hex() for key in session.scalars(keys.order_by(SlipKey.id))]


def _announcements(session: Session, span: Span) -> list[dict[str, Any]]:
    """What was told of meeting days and of hours at SAMAD within these days, by date."""
    rows = session.scalars(
        select(Announcement)
        .where(Announcement.withdrawn_at.is_(None), Announcement.date.between(span.first, span.last))
        .order_by(Announcement.date, Announcement.id)
    )
    return [{key: plain(getattr(row, key)) for key in ("about", "date", "medium", "evidence")} for row in rows]


def _samad(session: Session, span: Span) -> list[dict[str, Any]]:
    """The head's hours at SAMAD within these days, by date."""
    rows = session.scalars(
        select(SamadHours)
        .where(SamadHours.withdrawn_at.is_(None), SamadHours.date.between(span.first, span.last))
        .order_by(SamadHours.date, SamadHours.opens, SamadHours.id)
    )
    return [
        {"date": plain(row.date), "from": plain(row.opens), "to": plain(row.closes), "calls": row.calls} for row in rows
    ]


def _visits(
    session: Session, code: str, figures: Figures, times: ResponseTimes, again: Callable[[], None]
) -> list[dict[str, Any]]:
    """The counted visits with their issues, by date, arrival, then entry. code: the agency's, for the leaves' keys.

    figures, times: what they have read of each issue is not read again.
    """
    facts = {issue.issue_id: issue for issue in figures.issues}
    courses = {one.issue.issue_id: response_data.of_issue(one) for one in times.issues}
    columns = [getattr(Visit, key) if key != "representing" else spoken_for() for key in _VISIT]
    rows = session.execute(
        select(Visit.id, Visit.secret, Issue.id, Issue.description, Issue.samad_code, *columns)
        .join(Visit, Issue.visit_id == Visit.id)
        .where(
            *in_period(figures.span.first, figures.until),
            Visit.kind == Kind.WEEKLY,
            Visit.presided_by == PresidedBy.HEAD,
        )
        .order_by(Visit.date, Visit.arrived, Visit.id, Issue.position)
        .execution_options(yield_per=BATCH)
    )
    visits = []
    for _id, issues in groupby(rows, key=itemgetter(0)):
        visit: dict[str, Any] = {"issues": []}
        for _visit, secret, issue, description, samad_code, *came in issues:
            if not visit["issues"]:
                visit |= zip(_VISIT, map(plain, came), strict=True)
                visit |= tree.opening(code, secret)
            visit["issues"].append({**_issue(facts[issue], description, samad_code), **courses[issue]})
        visits.append(visit)
        if len(visits) % 200 == 0:
            again()
    return visits


def _issue(facts: IssueFacts, description: str | None, samad_code: str | None) -> dict[str, Any]:
    issue = {
        "type": plain(facts.type),
        "subject": plain(facts.subject),
        "description": plain(description),
        "status": plain(facts.status),
        "samad_code": plain(samad_code),
        "head_only": facts.head_only,
        "ruling": plain(facts.ruling),
        "unit": plain(facts.unit),
        "due": plain(facts.due),
        "outcome": plain(facts.outcome),
        "notified_by": plain(facts.told_by),
        "notified_on": plain(facts.told_on),
    }
    if facts.head_only:
        issue.update(dict.fromkeys(HIDDEN))
    return issue
