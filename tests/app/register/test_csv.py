import csv
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import ZWNJ, normalise
from app.register.csv import _without_apostrophe, with_apostrophe
from app.register.rows import check
from app.register.source import open_register
from tests.app.register.registers import as_csv, row, text


def read(path):
    return [(each.line, each.by_key) for each in open_register(path).rows]


def values(path):
    return [check(cells, line) for line, cells in read(path)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("persian", [False, True])
def test_any_delimiter_either_language_with_or_without_a_byte_order_mark(tmp_path, encoding, delimiter, persian):
    rows = [row(1, address="خیابان نادری، پلاک ۱؛ a,b;c\td"), row(2)]
    path = as_csv(tmp_path, rows, encoding=encoding, delimiter=delimiter, persian=persian)
    assert [cells for _line, cells in read(path)] == [{"address": "", **each} | each for each in rows]


def test_what_is_not_utf_8_is_windows_1256_with_its_arabic_letters_made_persian(tmp_path):
    typed = row(first_name="علي", last_name=f"مكي{ZWNJ}پور", description="پروندة او")
    path = as_csv(tmp_path, [typed], encoding="cp1256")
    assert open_register(path).remarks == []
    (found,) = values(path)
    assert (found.first_name, found.last_name) == ("علی", f"مکی{ZWNJ}پور")


def test_windows_1256_is_recognised_however_late_its_first_letter_comes(tmp_path):
    latin = {"first_name": "A", "last_name": "B", "subject": "C", "description": "D" * 90}
    rows = [row(number, **latin) for number in range(2_000)]
    path = as_csv(tmp_path, [*rows, row(2_000, **latin | {"first_name": "علي"})], encoding="cp1256")
    assert read(path)[-1][1]["first_name"] == "علي"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("persian", [False, True])
def test_utf_16_is_refused_by_name_also_without_its_mark(tmp_path, encoding, persian):
    with pytest.raises(Refused, match="UTF-16"):
        open_register(as_csv(tmp_path, [row()], encoding=encoding, persian=persian))


def test_a_damaged_utf_8_file_is_never_quietly_taken_for_another_encoding(tmp_path):
    path = as_csv(tmp_path, [row(number) for number in range(9)], encoding="utf-8-sig")
    path.write_bytes(path.read_bytes() + b"weekly,\xff\r\n")
    with pytest.raises(Refused, match="11"):
        open_register(path)
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    (remark,) = open_register(path).remarks
    assert "Windows-1256" in remark
    assert "11" in remark


def test_the_line_is_where_the_record_starts_also_after_quoted_line_ends_and_empty_rows(tmp_path):
    rows = [row(1, description="یک\r\nدو\nسه"), row(2), dict.fromkeys(row(), " "), {}, row(3, description="چهار\rپنج")]
    path = as_csv(tmp_path, [*rows, row(4)])
    found = read(path)
    assert [line for line, _cells in found] == [2, 5, 8, 10]
    assert found[0][1]["description"] == "یک\r\nدو\nسه"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_any_line_end_will_do_and_the_last_one_may_be_missing(tmp_path, end, last):
    path = tmp_path / "register.csv"
    lines = text([row(1), row(2)]).replace("\r\n", end)
    path.write_bytes((lines if last else lines.removesuffix(end)).encode())
    assert [line for line, _cells in read(path)] == [2, 3]


def test_rows_that_show_nothing_are_skipped_even_if_they_hold_spaces_and_marks(tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(f"\r\n\r\n{text([row()])},,,\r\n  ,\u200f,{ZWNJ}\r\n\u00a0\r\n".encode())
    assert [line for line, _cells in read(path)] == [4]


def test_a_nul_is_kept_for_the_row_to_be_refused(tmp_path):
    path = as_csv(tmp_path, [row(first_name="عل\0ی"), row(2)])
    (bad, _cells), (good, _other) = read(path)
    assert (bad, good) == (2, 3)
    with pytest.raises(Refused) as refused:
        check(_cells, bad)
    assert refused.value.field == "first_name"


@pytest.mark.parametrize("length", [40_000, 200_000, 2_000_000])
def test_a_cell_of_more_than_32_kib_is_its_row_s_fault_alone(tmp_path, length):
    path = as_csv(tmp_path, [row(1, description="x" * length), row(2, description="ی" * 16_000)])
    (line, bad), (_line, good) = read(path)
    with pytest.raises(Refused) as refused:
        check(bad, line)
    assert refused.value.field == "description"
    assert len(check(good, 3).description) == 16_000


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line(tmp_path):
    path = as_csv(tmp_path, [row(1), row(2), row(3)])
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("weekly", '"weekly', 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Refused, match="3"):
        read(path)


def test_a_quotation_mark_inside_a_cell_is_a_letter(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text('kind,subject,address\nweekly,وام "مسکن" روستا,"شرکت ""آب"" "\n', encoding="utf-8")
    assert read(path) == [(2, {"kind": "weekly", "subject": 'وام "مسکن" روستا', "address": 'شرکت "آب" '})]


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("app.register.csv.LONGEST_LINE", 100_000)
    path = as_csv(tmp_path, [row(), row(2, description="x" * 5_000_000)])
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="3"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \r\n,,,\r\n"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, content):
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    with pytest.raises(Refused, match="خالی"):
        open_register(path)


def test_a_heading_alone_is_a_register_without_rows(tmp_path):
    path = as_csv(tmp_path, [row()])
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    assert read(path) == []


def test_a_file_that_is_not_there_or_a_folder_cannot_be_read(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for name in ("none.csv", "none.xlsx", "folder.csv"):
        with pytest.raises(Unavailable):
            open_register(tmp_path / name)
    with pytest.raises(Refused, match="xlsx"):
        open_register(tmp_path / "register.docx")


def test_cells_under_no_heading_are_left_and_said(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("kind,date,\nweekly,1405/06/22,,,\ntour,1405/06/22,x\nspeech,1405/06/22,,y\n", encoding="utf-8")
    source = open_register(path)
    assert [each.by_key["kind"] for each in source.rows] == ["weekly", "tour", "speech"]
    (remark,) = source.remarks
    assert "3" in remark


@pytest.mark.parametrize("typed", ["=1+1", "+98", "-", "@x", "\tx", "\rx"])
def test_one_apostrophe_is_taken_off_in_front_of_what_a_spreadsheet_would_run(tmp_path, typed):
    path = as_csv(tmp_path, [row(description=f"'{typed}", address="'اهواز", ruling=typed)])
    ((_line, cells),) = read(path)
    assert (cells["description"], cells["address"], cells["ruling"]) == (typed, "'اهواز", typed)


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r aی"), max_size=6))
def test_every_text_comes_back_as_it_was_and_none_goes_out_as_a_formula(cell):
    assert _without_apostrophe(with_apostrophe(cell)) == cell
    assert not with_apostrophe(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.text(st.sampled_from("\",;\t\n\r'= ‌ی"), max_size=8)


@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=5), delimiter=st.sampled_from(",;\t"))
def test_whatever_a_writer_of_csv_wrote_is_read(tmp_path, rows, delimiter):
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["subject", "description", "ruling"])
        writer.writerows([with_apostrophe(cell) for cell in each] for each in rows)
    found = [tuple(each.by_key.values()) for each in open_register(path).rows]
    assert found == [each for each in rows if any(map(normalise, each))]
