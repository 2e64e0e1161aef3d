"""The sheet beside the report, read by another program's eyes (openpyxl)."""

import copy
import datetime as dt
import io
import re
import zipfile
from typing import Any

import pytest

from app.domain.persian.calendar import numeric
from app.report import sheet
from tests.app.report.example import report

TOTALS, MEETINGS, CONTACTS = "جمع‌ها", "دیدارها", "مراجعه‌ها"


def opened(data: bytes) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data))


def table(book: Any, name: str, top: int = 1) -> list[dict[str, Any]]:
    rows = list(book[name].iter_rows(values_only=True))[top - 1 :]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return report(visits=60)


def test_the_totals_stand_in_the_first_sheet(made: dict[str, Any]) -> None:
    rows = {row["عنوان"]: row["مقدار"] for row in table(opened(sheet.write(made)), TOTALS)}
    totals = made["totals"]
    assert rows["ملاقات"] == totals["visits"]
    assert rows["دیدار برگزارشده"] == totals["meetings_held"]
    assert rows["موردها به تفکیک نوع: شکایت"] == totals["by_type"]["complaint"]
    assert rows["شیوهٔ اطلاع‌رسانی نتیجه: پیامک"] == totals["notified_by"]["sms"]
    assert rows["دستگاه"] == made["agency"]["name"]


def test_each_meeting_has_its_row(made: dict[str, Any]) -> None:
    rows = table(opened(sheet.write(made)), MEETINGS)
    assert [row["تاریخ"] for row in rows] == [numeric(dt.date.fromisoformat(day["date"])) for day in made["meetings"]]
    assert [row["ملاقات‌ها"] for row in rows] == [day["visits"] for day in made["meetings"]]
    assert rows[2]["وضعیت"] == "تعطیل"


def test_each_issue_has_a_row_with_the_registers_headings(made: dict[str, Any]) -> None:
    rows = table(opened(sheet.write(made)), CONTACTS)
    brought = [(visit, issue) for visit in made["visits"] for issue in visit["issues"]]
    assert len(rows) == len(brought)
    for row, (visit, issue) in zip(rows, brought, strict=True):
        assert row["کد ملی"] == visit["national_id"]
        assert row["شناسهٔ اتباع"] == visit["foreign_id"]
        assert row["نام خانوادگی"] == visit["last_name"]
        assert row["تعداد همراهان"] == visit["companions"]
        if not issue["head_only"]:
            assert row["موضوع"] == issue["subject"]
            assert row["مهلت"] == (numeric(dt.date.fromisoformat(issue["due"])) if issue["due"] else None)


def test_what_only_the_head_knows_is_not_told(made: dict[str, Any]) -> None:
    secret = [issue["head_only"] for visit in made["visits"] for issue in visit["issues"]]
    rows = table(opened(sheet.write(made)), CONTACTS)
    hidden = [row for row, is_secret in zip(rows, secret, strict=True) if is_secret]
    assert hidden
    assert {row["موضوع"] for row in hidden} == {"محتوای این مورد تنها نزد رئیس دستگاه است."}
    assert {row["شرح"] for row in hidden} == {None}


def test_ids_phones_and_dates_are_text(made: dict[str, Any]) -> None:
    from openpyxl.utils import get_column_letter as letter

    page = opened(sheet.write(made))[CONTACTS]
    headings = [cell.value for cell in page[1]]
    for name in ("کد ملی", "تلفن همراه", "تاریخ", "ساعت ورود"):
        column = page[letter(headings.index(name) + 1)][1:]
        assert {cell.data_type for cell in column if cell.value is not None} == {"s"}
        assert {cell.number_format for cell in column if cell.value is not None} == {"@"}


@pytest.mark.parametrize(
    "text", ["=1+1", "+982", "-1", "@SUM(A1)", "{=1}", "https://example.org", "internal:x", "0012"]
)
def test_no_text_becomes_a_formula_a_number_or_a_link(made: dict[str, Any], text: str) -> None:
    changed = copy.deepcopy(made)
    changed["visits"][0]["first_name"] = text
    data = sheet.write(changed)
    cell = opened(data)[CONTACTS].cell(2, 5)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_the_tables_are_right_to_left_with_frozen_heading_and_filters(made: dict[str, Any]) -> None:
    for page in opened(sheet.write(made)):
        assert page.sheet_view.rightToLeft
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref.startswith("A1:")


def test_a_draft_and_a_demonstration_are_marked_above_each_table() -> None:
    data = sheet.write(report(draft=True, demo=True))
    book = opened(data)
    for page in book:
        assert page["A1"].value == "پیش‌نویس – نمایشی – داده‌های ساختگی"
        assert page.oddHeader.center.text == page["A1"].value
        assert page.freeze_panes == "A3"
    assert table(book, CONTACTS, top=2)[0]["ردیف"] == 1
    assert opened(sheet.write(report()))[TOTALS]["A1"].value == "عنوان"


def test_an_amendment_is_named() -> None:
    amended = report(amendment={"number": 2, "reason": "تصحیح نام", "replaces": "0" * 64})
    rows = {row["عنوان"]: row["مقدار"] for row in table(opened(sheet.write(amended)), TOTALS)}
    assert rows["اصلاحیهٔ شمارهٔ 2"] == "تصحیح نام"


def test_the_same_data_give_the_same_bytes_and_another_time_others(made: dict[str, Any]) -> None:
    assert sheet.write(made) == sheet.write(copy.deepcopy(made))
    data = sheet.write({**made, "made_at": "2026-09-24T09:00:00Z"})
    assert opened(data).properties.created == dt.datetime(2026, 9, 24, 9)  # noqa: DTZ001 - as the file has it


def test_a_text_longer_than_a_cell_is_cut_not_lost(made: dict[str, Any]) -> None:
    changed = copy.deepcopy(made)
    changed["visits"][0]["address"] = "م" * 40_000
    value = opened(sheet.write(changed))[CONTACTS].cell(2, 13).value
    assert re.fullmatch("م{32767}", value)


def test_a_quarter_without_visits_has_headings_alone() -> None:
    empty = report()
    empty["visits"] = []
    assert table(opened(sheet.write(empty)), CONTACTS) == []
