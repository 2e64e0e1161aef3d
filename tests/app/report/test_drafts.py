"""Figures for any days: marked as a draft, never signed; and the public's page without particulars."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.documents import public_summary
from app.documents.public_summary import Line, PublicSummary
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.domain.persian.periods import Period
from app.office import Office
from app.report import figures, make, summary
from db.models import AuditEntry
from tests.app.documents import boxes
from tests.app.documents.readers import pdfium
from tests.conftest import MEETING_DAY, Clock
from tests.make import registered

SHAHRIVAR = Period.month(1405, 6)


@pytest.fixture
def busy(office: Office, clock: Clock) -> Office:
    for number in range(1, 9):
        registered(office, number)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    return office


@pytest.mark.parametrize(
    ("span", "visits"),
    [
        (SHAHRIVAR, 8),
        (Period(MEETING_DAY, MEETING_DAY), 8),
        (Period(jalali(1405, 5, 1), jalali(1405, 6, 21)), 0),
        (Quarter(1405, 2), 8),
    ],
)
def test_any_days_give_the_same_figures_as_the_visits_in_them(
    busy: Office, tmp_path: Path, span: Period | Quarter, visits: int
) -> None:
    assert figures.count(busy, span).totals.visits == visits
    made = make.draft(busy, span, tmp_path)
    assert made.totals["visits"] == visits


def test_a_month_that_is_over_is_a_draft_still_and_says_so_on_every_page(busy: Office, tmp_path: Path) -> None:
    import openpyxl

    made = make.draft(busy, SHAHRIVAR, tmp_path)
    assert made.draft
    assert made.certificate is None
    assert made.pdf.name == "didar-102168-1405-06-draft.pdf"
    data = made.pdf.read_bytes()
    assert b"/ByteRange" not in data
    pages = pdfium(data)
    assert pages
    assert all(any("پیش‌نویس" in line or "پیشنویس" in line for line in page) for page in pages)
    assert any("شهریور ۱۴۰۵" in line for line in pages[0])
    assert "گزارش دیدارهای چهرهبهچهره با مردم" in [line.replace("\u200c", "") for line in pages[0]]
    assert openpyxl.load_workbook(made.xlsx).properties.title.endswith("شهریور ۱۴۰۵")


def test_days_without_a_visit_are_not_called_a_quarter(busy: Office, tmp_path: Path) -> None:
    made = make.draft(busy, Period(jalali(1405, 5, 1), jalali(1405, 5, 2)), tmp_path)
    lines = [line.replace("\u200c", "") for page in pdfium(made.pdf.read_bytes()) for line in page]
    assert "در دیدارهای این روزها ملاقاتی ثبت نشده است." in lines
    assert not any("این فصل" in line for line in lines)


def test_who_made_a_draft_stands_in_the_audit_trail(busy: Office, clock: Clock, tmp_path: Path) -> None:
    """It holds the particulars of everybody, as the report does."""
    clock.set(9, day=MEETING_DAY)
    make.make(busy, Quarter(1405, 2), tmp_path)
    make.draft(busy, SHAHRIVAR, tmp_path)
    with busy.read() as session:
        entries = session.query(AuditEntry).filter_by(act="report.draft").all()
    assert [(entry.kind, entry.by) for entry in entries] == [("export", "zahra")] * 2


def test_a_draft_that_is_not_written_leaves_nothing_in_the_trail(busy: Office, tmp_path: Path) -> None:
    make.draft(busy, SHAHRIVAR, tmp_path)
    with pytest.raises(Refused, match="1405-06"):
        make.draft(busy, SHAHRIVAR, tmp_path)
    with busy.read() as session:
        assert session.query(AuditEntry).filter_by(act="report.draft").count() == 1


def test_the_publics_page_holds_no_particulars_and_no_small_figure(busy: Office, tmp_path: Path) -> None:
    path = summary.write(busy, Quarter(1405, 2), tmp_path)
    assert path.name == "didar-102168-1405-2-public.pdf"
    (lines,) = pdfium(path.read_bytes())
    words = "\n".join(lines)
    assert "شهرداری نخلستان" in words
    assert "تابستان ۱۴۰۵" in words
    assert "کعبی" not in words
    assert "0916" not in words
    assert "۸" in words


def test_a_figure_that_is_hidden_does_not_run_into_its_neighbours() -> None:
    """It is words among figures."""
    words = ("ملاقات", "دیدار کرده", "مراجعه‌کننده", "مورد", "نتیجهٔ اطلاع‌داده‌شده")
    for hidden in range(5):
        figures = tuple(Line(word, None if place == hidden else 12_400) for place, word in enumerate(words))
        made_at = datetime(2026, 9, 26, tzinfo=UTC)
        data = public_summary.draw(PublicSummary("شهرداری", "تابستان", (), figures, (), True, made_at))
        ((_size, found),) = boxes.lines(data)
        assert not boxes.collisions(found)


def test_a_single_complaint_is_not_shown_to_the_public(busy: Office, clock: Clock, tmp_path: Path) -> None:
    clock.set(9, day=MEETING_DAY)
    registered(busy, 20, issues=({"type": "complaint", "subject": "برق"},))
    path = summary.write(busy, SHAHRIVAR, tmp_path)
    words = "\n".join(pdfium(path.read_bytes())[0])
    assert words.count("نشان داده نمیشود") + words.count("نشان داده نمی‌شود") >= 2  # and what would give it away
