"""What was told beforehand, and the head's hours at SAMAD: evidence for the report, taken back without loss."""

import datetime as dt

import pytest

from app import announcements
from app.domain.codes import About
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.office import Office
from app.report import data
from tests.conftest import MEETING_DAY

SUMMER = Quarter(1405, 2)


def test_what_was_announced_stands_in_the_quarters_data(office: Office) -> None:
    announcements.announce(office, About.MEETINGS, MEETING_DAY, "تارنماي شهرداري", "news/17")
    announcements.announce(office, About.SAMAD, MEETING_DAY - dt.timedelta(days=1), "کانال ایتا")
    announcements.note_samad(office, MEETING_DAY, dt.time(8), dt.time(9), 12)
    report, _figures = data.build(office, SUMMER, office.now())
    assert report["announcements"] == [
        {"about": "samad", "date": "2026-09-12", "medium": "کانال ایتا", "evidence": None},
        {"about": "meetings", "date": "2026-09-13", "medium": "تارنمای شهرداری", "evidence": "news/17"},
    ]
    assert report["samad"] == [{"date": "2026-09-13", "from": "08:00", "to": "09:00", "calls": 12}]


def test_what_was_taken_back_counts_nowhere_and_stays_in_the_trail(office: Office) -> None:
    told = announcements.announce(office, About.MEETINGS, MEETING_DAY, "روزنامهٔ محلی")
    hours = announcements.note_samad(office, MEETING_DAY, dt.time(8), dt.time(9))
    announcements.take_back(office, told.id)
    announcements.take_samad_back(office, hours.id)
    assert announcements.of_span(office, SUMMER) == announcements.Beforehand((), ())
    for again in (lambda: announcements.take_back(office, told.id), lambda: announcements.take_samad_back(office, 99)):
        with pytest.raises(Refused, match="دیگر وجود ندارد"):
            again()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ((About.MEETINGS, MEETING_DAY, "  "), "medium"),
        ((About.MEETINGS, MEETING_DAY + dt.timedelta(days=1), "کانال ایتا"), "date"),
        ((About.MEETINGS, MEETING_DAY, "کانال\0ایتا"), "medium"),
    ],
)
def test_an_announcement_that_is_none_is_refused(office: Office, given: tuple[About, dt.date, str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        announcements.announce(office, *given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("opens", "closes", "calls", "field"),
    [(9, 9, None, "closes"), (10, 9, None, "closes"), (9, 12, None, "date"), (8, 9, -1, "calls")],
)
def test_hours_that_cannot_be_are_refused(
    office: Office, opens: int, closes: int, calls: int | None, field: str
) -> None:
    """It is 9:42 on the day."""
    with pytest.raises(Refused) as refused:
        announcements.note_samad(office, MEETING_DAY, dt.time(opens), dt.time(closes), calls)
    assert refused.value.field == field
