"""Tables: right to left, headings on every page, rows whole."""

import datetime as dt
import re

from app.documents.page import A4, Document, mm
from app.documents.table import Column, Columns, Flow
from app.domain.persian.text import persian_digits
from tests.app.documents import boxes
from tests.app.documents.readers import pdfium

RIGHT = A4[0] - mm(20)
WIDTH = A4[0] - 2 * mm(20)


def drawn(blocks, columns=None):
    """Pages of a table, as pdfium reads them; `blocks` are lists of rows' cells."""
    columns = columns or Columns(RIGHT, [Column("ردیف", mm(20)), Column("نام", mm(50)), Column("شرح", mm(100))])
    document = Document("آزمون", dt.datetime(2026, 9, 24, tzinfo=dt.UTC), bytes(16), foot=lambda *_: None)
    flow = Flow(
        lambda: (document.page(A4), mm(20), A4[1] - mm(20)), left=mm(20), width=WIDTH, head=lambda: [columns.heading()]
    )
    for block in blocks:
        flow.block([columns.row(cells) for cells in block])
    return pdfium(document.done())


def numbered(count, lines=1):
    return [[[f"ردیف{persian_digits(n)}", "مریم", "\n".join(["شرح"] * lines)]] for n in range(count)]


def test_columns_run_from_right_to_left():
    (page,) = drawn([[["یکم", "مریم", "پرونده"]]])
    assert page == ["ردیف نام شرح", "یکم مریم پرونده"]


def test_the_heading_stands_on_every_page_and_no_row_is_lost():
    pages = drawn(numbered(120))
    assert len(pages) > 2
    assert all(page[0] == "ردیف نام شرح" for page in pages)
    rows = [line.split()[0] for page in pages for line in page[1:]]
    assert rows == [f"ردیف{persian_digits(n)}" for n in range(120)]


def test_a_block_that_fits_on_a_page_is_never_parted():
    blocks = [[[f"آغاز{persian_digits(n)}", "", ""]] + [["", "", "میان"]] * 8 + [["", "", "پایان"]] for n in range(20)]
    for page in drawn(blocks):
        words = [word for line in page[1:] for word in line.split()]
        assert words[0].startswith("آغاز")
        assert words[-1] == "پایان"


def test_a_row_taller_than_a_page_goes_on_line_by_line():
    lines = [f"سطر{persian_digits(n)}" for n in range(300)]
    pages = drawn([[["یکم", "مریم", "\n".join(lines)]]])
    read = [word for page in pages for line in page[1:] for word in line.split() if word.startswith("سطر")]
    assert read == lines
    assert all(page[0] == "ردیف نام شرح" for page in pages)


def test_a_cell_is_wrapped_within_its_column():
    columns = Columns(RIGHT, [Column("شرح", mm(30)), Column("نام", mm(30))])
    row = columns.row(["خیابان امام خمینی، کوچهٔ شهید بهرامی، پلاک ۱۲", "مریم"])
    (lines, column), _name = row.cells
    assert len(lines) > 1
    document = Document("آزمون", dt.datetime(2026, 9, 24, tzinfo=dt.UTC), bytes(16), foot=lambda *_: None)
    page = document.page(A4)
    page.lines(mm(30), columns.style.leading, lines, column.setter, columns.style.size)
    ((_size, found),) = boxes.lines(document.done())
    assert len(found) == len(lines)
    assert all((RIGHT - mm(30)) / 100 <= left and right <= RIGHT / 100 for left, _bottom, right, _top in found)
    assert row.height == columns.style.over + len(lines) * columns.style.leading + columns.style.under


def test_a_row_has_the_height_that_was_asked_for_at_least():
    columns = Columns(RIGHT, [Column("شرح", mm(30))])
    assert columns.row(["کوتاه"], least=mm(16)).height == mm(16)


def test_an_empty_cell_leaves_its_place_empty():
    (page,) = drawn([[["یکم", None, "پرونده"]]])
    assert re.split(" +", page[1]) == ["یکم", "پرونده"]


def grouped(counts):
    """Tables under each other, each with a heading row of its own and so many rows; as pdfium reads the pages."""
    document = Document("آزمون", dt.datetime(2026, 9, 24, tzinfo=dt.UTC), bytes(16), foot=lambda *_: None)
    flow = Flow(lambda: (document.page(A4), mm(20), A4[1] - mm(20)), left=mm(20), width=WIDTH, head=list)
    for table, count in enumerate(counts):
        columns = Columns(RIGHT, [Column(f"سر{persian_digits(table)}", WIDTH)])
        flow.begin(lambda columns=columns: [columns.heading()])
        flow.group([columns.row([f"تن{persian_digits(table)}"]) for _row in range(count)])
    return pdfium(document.done())


def test_a_tables_heading_comes_with_its_first_rows_and_no_row_is_left_alone():
    for first in range(30, 45):
        pages = grouped([first, 2, 9, 1, 40])
        assert sum(line.startswith("تن") for page in pages for line in page) == first + 52
        for page in pages:
            assert page[-1].startswith("تن"), "a heading at the foot"
            for table, count in enumerate([first, 2, 9, 1, 40]):
                rows = page.count(f"تن{persian_digits(table)}")
                assert rows != 1 or count == 1
                assert not rows or f"سر{persian_digits(table)}" in page


def test_a_row_taller_than_a_page_leaves_no_line_alone():
    for count in range(100, 125):
        pages = drawn([[["یکم", "مریم", "\n".join(["سطر"] * count)]]])
        lines = ["".join(page).count("سطر") for page in pages]
        assert sum(lines) == count
        assert min(lines) >= 2


def test_a_line_with_a_bullet_hangs():
    """What is wrapped of it begins under its words, so that each bullet stands alone at the edge."""
    columns = Columns(RIGHT, [Column("شرح", mm(40))])
    row = columns.row(["• " + "نامهٔ اداره رسید و پاسخ آن فرستاده شد " * 3 + "\nپایان"])
    document = Document("آزمون", dt.datetime(2026, 9, 24, tzinfo=dt.UTC), bytes(16), foot=lambda *_: None)
    page = document.page(A4)
    ((lines, column),) = row.cells
    page.lines(mm(30), columns.style.leading, lines, column.setter, columns.style.size)
    data = document.done()
    ((_size, found),) = boxes.lines(data)
    first, *wrapped, last = [right for _left, _bottom, right, _top in found]
    assert len(wrapped) > 2
    assert max(wrapped) < first - 3
    assert abs(first - last) < 2
    assert all(left >= (RIGHT - mm(40)) / 100 for left, _bottom, _right, _top in found)
    (read,) = pdfium(data)
    assert [line.replace("• ", "").strip() for line in read][-1] == "پایان"
    assert "•" in read[0]
    assert not any("•" in line for line in read[1:])
