"""The worklist as a sheet: the rows that were chosen, or all that it is narrowed to, as they are seen."""

from collections.abc import Callable, Collection

from app import worklist
from app.domain.persian.calendar import numeric
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import persian_digits, read_digits
from app.domain.texts import N_, fa
from app.exports import ListSheet
from app.office import Office
from app.worklist import ALL, Filters, Tab, WorkRow

AT_ONCE = 500
"""Rows between two words of how far it is."""
Progress = Callable[[int, int], None]
"""Told how many of how many rows are there; may raise to stop."""


def of_list(
    office: Office, tab: Tab, filters: Filters = ALL, issue_ids: Collection[int] = (), progress: Progress | None = None
) -> ListSheet:
    """What hurts most first, also of pages that nobody has scrolled to. issue_ids: only these of it.

    Of an issue that only the head may know it says, to others, that there is one.
    """
    total = len(issue_ids) or getattr(worklist.counts(office, filters), tab)
    rows: list[WorkRow] = []
    page = worklist.page(office, tab, filters, limit=AT_ONCE)
    while True:
        rows += [row for row in page.rows if not issue_ids or row.issue_id in issue_ids]
        if progress is not None:
            progress(len(rows), total)
        if page.after is None or (issue_ids and len(rows) == len(issue_ids)):
            break
        page = worklist.page(office, tab, filters, page.after, AT_ONCE)
    headings = tuple(fa(heading) for heading, _words in _COLUMNS)
    today = office.today()
    cells = tuple(tuple(read_digits(words(row, row.days_late(today))) for _heading, words in _COLUMNS) for row in rows)
    return ListSheet(fa("Follow-up: %(title)s") % {"title": fa(tab.word)}, headings, cells)


_COLUMNS: tuple[tuple[str, Callable[[WorkRow, int], str]], ...] = (
    (N_("Visitor"), lambda row, _late: row.name),
    (N_("How many people"), lambda row, _late: persian_digits(row.people)),
    (N_("Type"), lambda row, _late: fa(row.type.word)),
    (N_("Subject"), lambda row, _late: row.subject),
    (N_("Date of the visit"), lambda row, _late: persian_digits(numeric(row.date))),
    (N_("Unit"), lambda row, _late: row.unit or ""),
    (N_("Another agency"), lambda row, _late: fa("Yes") if row.outside else ""),
    (N_("Due date"), lambda row, _late: persian_digits(numeric(row.due)) if row.due else ""),
    (N_("Days late"), lambda _row, late: persian_digits(late) if late else ""),
    (N_("Stage"), lambda row, _late: fa(row.stage.word)),
    (N_("Reminders"), lambda row, _late: persian_digits(row.reminders) if row.reminders else ""),
    (N_("Follow-up code"), lambda row, _late: persian_digits(show_follow_up_code(row.code)) if row.code else ""),
)
