"""The public's one page: the same figures as the report's, without particulars, small ones hidden."""

from collections.abc import Mapping
from pathlib import Path

from app import agency, office_settings
from app.documents import public_summary
from app.documents.public_summary import Line
from app.domain.codes import Code, IssueType, Status, Way, head_title
from app.domain.persian.calendar import WEEKDAY_NAMES, clock
from app.domain.persian.periods import Span
from app.domain.persian.text import persian_digits
from app.domain.small_cells import hidden, is_small
from app.domain.texts import fa
from app.files import NewFiles
from app.office import Office
from app.report.figures import Totals, count
from app.security import audit
from app.security.rights import Right


def write(office: Office, span: Span, folder: Path) -> Path:
    """Write the page into a new file of the folder: `didar-CODE-1405-2-public.pdf`. Returns its path.

    Raises Refused without the right, or when the file is there; Unavailable when it can't be written.
    """
    details = agency.details(office)
    path = folder / f"didar-{details.code}-{span}-public.pdf"
    content = public_summary.draw(_summary(office, span))
    with NewFiles() as new:
        with office.work("report.summary.write", Right.PREPARE_REPORT) as work:
            new.add(path, content, private=False)
            work.remember(audit.Touched("export", 0, None, {"list": "public summary", "span": str(span)}))
        new.give_names()
    return path


def _summary(office: Office, span: Span) -> public_summary.PublicSummary:
    details, totals = agency.details(office), count(office, span).totals
    tables = (
        (fa("Issues by type"), _lines(totals.by_type, IssueType)),
        (fa("Issues by status"), _lines(totals.by_status, Status)),
        (fa("Results told by way"), _lines(totals.notified_by, Way)),
    )
    figures = _figures(totals)
    shown = (*figures, *(line for _title, lines in tables for line in lines))
    return public_summary.PublicSummary(
        agency=details.name,
        period=span.name,
        sentences=_sentences(office, totals),
        figures=figures,
        tables=tables,
        has_hidden=any(line.count is None for line in shown),
        made_at=office.now(),
    )


def _figures(totals: Totals) -> tuple[Line, ...]:
    """Visits and who was seen of them differ by who was not: that difference must not be small either."""
    visits, seen = _or_none(totals.visits), _or_none(totals.seen)
    if is_small(totals.visits - totals.seen):
        seen = None
    people = _or_none(totals.visitors)
    return (
        Line(fa("visits"), visits),
        Line(fa("seen by the head"), seen),
        Line(fa("visitors"), people),
        Line(fa("issues"), _or_none(totals.issues)),
        Line(fa("results told"), _or_none(totals.notified)),
    )


def _or_none(count_: int) -> int | None:
    return None if is_small(count_) else count_


def _lines(counts: Mapping[str, int], codes: type[Code]) -> tuple[Line, ...]:
    small = hidden(counts)
    return tuple(Line(fa(code.word), None if code in small else counts[code]) for code in codes)


def _sentences(office: Office, totals: Totals) -> tuple[str, ...]:
    details, term = agency.details(office), agency.terms(office)[-1]
    held = fa("Of %(n)s meeting days, %(m)s were held with the %(title)s present in person.") % {
        "n": persian_digits(totals.meetings_scheduled),
        "m": persian_digits(totals.meetings_held),
        "title": fa(head_title(details.kind)),
    }
    when = fa("The public is received every %(day)s from %(first)s to %(last)s.") % {
        "day": WEEKDAY_NAMES[term.weekday],
        "first": clock(term.opens),
        "last": clock(term.closes),
    }
    settings = office_settings.of(office)
    said = [held, when]
    if settings.place:
        said.append(fa("Place: %(place)s") % {"place": settings.place})
    if settings.telephone:
        said.append(fa("Telephone: %(number)s") % {"number": persian_digits(settings.telephone)})
    return tuple(said)
