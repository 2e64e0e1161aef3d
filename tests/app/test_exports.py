"""A list as a sheet, opened by openpyxl: what was seen, as text, and in the trail."""

import os
from pathlib import Path

import pytest

from app import exports
from app.domain.errors import Refused
from app.exports import ListSheet
from app.office import Office
from db.models import AuditEntry

SHEET = ListSheet(
    "صف/امروز", ("نوبت", "نام", "موضوع"), (("۱", "مریم کعبی", '=HYPERLINK("http://x")'), ("۲", "علی", "0912"))
)


def test_a_list_is_written_as_it_was_seen(office: Office, tmp_path: Path) -> None:
    path = exports.write(office, SHEET, tmp_path)
    assert path.parent == tmp_path
    assert path.name.startswith("صف-امروز ")
    import openpyxl

    page = openpyxl.load_workbook(path).active
    assert [[cell.value for cell in row] for row in page.rows] == [list(SHEET.headings), *map(list, SHEET.rows)]
    assert {cell.data_type for row in page.rows for cell in row} == {"s"}
    assert page.sheet_view.rightToLeft
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:C3"
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_each_export_leaves_a_trace_without_the_particulars(office: Office, tmp_path: Path) -> None:
    exports.write(office, SHEET, tmp_path)
    with office.read() as session:
        (entry,) = session.query(AuditEntry).filter_by(act="exports.write").all()
    assert (entry.kind, entry.by) == ("export", "zahra")


def test_an_empty_list_is_not_written(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="خالی"):
        exports.write(office, ListSheet("صف", ("نام",), ()), tmp_path)
    assert not list(tmp_path.glob("*.xlsx"))
