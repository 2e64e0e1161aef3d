import datetime as dt
import re
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Refused, UserError
from app.register import xlsx
from app.register.rows import check
from app.register.source import open_register
from tests.app.register.registers import as_xlsx, row, table


def at(*when: int) -> dt.datetime:
    """What a sheet's date cell holds: no zone."""
    return dt.datetime(*when)  # noqa: DTZ001


def read(path):
    return [(each.line, each.by_key) for each in open_register(path).rows]


def one_cell(folder, key, value):
    """The text that a cell with this value gives under a heading."""
    ((_line, cells),) = read(as_xlsx(folder, [["kind", key], ["weekly", value]]))
    return cells[key]


@pytest.mark.parametrize("persian", [False, True])
def test_a_workbook_gives_what_the_same_rows_as_csv_give(tmp_path, persian):
    rows = [row(1), row(2, description="=HYPERLINK(1)")]
    lines = table(rows, persian=persian)
    found = read(as_xlsx(tmp_path, [lines[0], [], lines[1], ["", "  "], lines[2]]))
    assert [line for line, _cells in found] == [3, 5]
    assert check(found[0][1], 3).first_name == "مریم"


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("national_id", 12345679, "12345679"),
        ("national_id", 12345679.0, "12345679"),
        ("mobile", 9163004172.0, "9163004172"),
        ("foreign_id", 101234567897.0, "101234567897"),
        ("companions", 2.5, "2.5"),
        ("address", True, "TRUE"),
        ("date", at(2026, 9, 13), "1405/06/22"),
        ("date", dt.date(2026, 9, 13), "1405/06/22"),
        ("date", at(2026, 9, 13, 11, 30), "1405/06/22"),
        ("due", at(2026, 9, 22), "1405/06/31"),
        ("arrived", dt.time(9, 5, 59), "09:05"),
        ("admitted", at(2026, 9, 13, 9, 5), "09:05"),
        ("arrived", dt.timedelta(hours=9, minutes=5), "09:05"),
        ("arrived", dt.timedelta(hours=25), "25:00"),
        ("description", "'=1+1", "'=1+1"),
        ("description", "#N/A", "#N/A"),
        ("first_name", "مریم\u200fي", "مریم\u200fي"),
    ],
)
def test_a_cell_is_taken_as_the_text_that_a_person_would_have_typed(tmp_path, key, value, text):
    assert one_cell(tmp_path, key, value) == text


def test_a_date_cell_is_gregorian_unless_its_year_is_a_jalali_one():
    assert xlsx._date(dt.date(1405, 6, 22)) == "1405/06/22"
    assert xlsx._date(dt.date(1499, 1, 1)) == "1499/01/01"
    assert xlsx._date(dt.date(1921, 3, 21)) == "1300/01/01"
    assert xlsx._date(dt.date(1, 1, 1)) == "1/01/01"


def test_each_minute_of_the_day_survives_a_fraction_of_six_places():
    for minute in range(24 * 60):
        fraction = dt.timedelta(days=round(minute / 1440, 6))
        assert xlsx._hour(fraction) == f"{minute // 60:02d}:{minute % 60:02d}"


def rewritten(path: Path, change) -> Path:
    """The workbook with its members changed: change(name, data) gives the new data."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, change(name, data))
    return path


def sheet_changed(path: Path, old: str, new: str) -> Path:
    """The workbook with what the pattern `old` finds in its first sheet's XML changed."""

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        changed, times = re.subn(old, new, data.decode())
        assert times == 1
        return changed.encode()

    return rewritten(path, change)


def test_the_size_that_a_sheet_says_of_itself_is_not_believed(tmp_path):
    path = sheet_changed(as_xlsx(tmp_path, table([row()])), 'ref="A1:M2"', 'ref="A1"')
    assert len(read(path)[0][1]) == len(row())


def test_rows_that_the_sheet_leaves_out_keep_their_numbers(tmp_path):
    path = sheet_changed(as_xlsx(tmp_path, [["kind"], ["tour"]]), '<row r="2"', '<row r="40"')
    assert read(path) == [(40, {"kind": "tour"})]


def test_a_sheet_of_endless_rows_is_refused(tmp_path):
    path = sheet_changed(as_xlsx(tmp_path, [["kind"], ["tour"]]), '<row r="2"', '<row r="99999999999"')
    with pytest.raises(Refused):
        read(path)


def test_only_the_first_sheet_is_read(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["kind"])
    book.active.append(["tour"])
    book.create_sheet("2").append(["kind", "kind"])
    book.save(tmp_path / "register.xlsx")
    assert read(tmp_path / "register.xlsx") == [(2, {"kind": "tour"})]


def test_a_formula_counts_as_what_it_showed(tmp_path):
    path = as_xlsx(tmp_path, [["kind", "description"], ["tour", "=1+1"]])
    assert read(sheet_changed(path, "<v ?/>|<v></v>", "<v>2</v>"))[0][1]["description"] == "2"


def test_a_formula_that_never_showed_anything_is_the_text_that_stands_in_it(tmp_path):
    path = as_xlsx(tmp_path, [["kind", "description", "admitted", "ruling"], ["tour", "=1+1", None, "بررسی"]])
    ((line, cells),) = read(path)
    assert (line, cells) == (2, {"kind": "tour", "description": "=1+1", "admitted": "", "ruling": "بررسی"})


def test_an_empty_sheet_is_said_to_be_empty(tmp_path):
    with pytest.raises(Refused, match="خالی"):
        open_register(as_xlsx(tmp_path, []))


def bomb(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def test_a_member_that_inflates_too_far_is_refused(tmp_path):
    with pytest.raises(Refused, match="بزرگ‌تر"):
        open_register(bomb(as_xlsx(tmp_path, [["kind"]]), ("xl/bomb.xml", b" " * 100_000)))


def test_what_a_member_s_header_says_of_its_size_is_not_believed(tmp_path):
    path = bomb(as_xlsx(tmp_path, [["kind"]]), ("xl/bomb.xml", b" " * 5_000_000))
    data = path.read_bytes()
    size = (5_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(Refused):
        open_register(path)


def test_too_large_a_member_or_file_and_too_many_members_are_refused(tmp_path, monkeypatch):
    path = as_xlsx(tmp_path, [["kind"], ["tour"]])
    assert read(path)
    for limit, most in (("LARGEST", 1_000), ("LARGEST_MEMBER", 300), ("LARGEST_INFLATED", 3_000), ("MOST_MEMBERS", 5)):
        with monkeypatch.context() as patch:
            patch.setattr(xlsx, limit, most)
            with pytest.raises(Refused, match="بزرگ‌تر"):
                open_register(path)


def test_the_limits_are_those_of_the_security_notes():
    assert (xlsx.LARGEST, xlsx.LARGEST_MEMBER) == (64 * 1024**2, 256 * 1024**2)
    assert (xlsx.LARGEST_RATIO, xlsx.MOST_MEMBERS) == (200, 2_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("name", ["xl/extra.xml", "a.rels", "docProps/image.png"])
def test_a_doctype_anywhere_is_refused_also_where_nobody_would_read_it(tmp_path, encoding, name):
    path = as_xlsx(tmp_path, [["kind"]])
    assert open_register(bomb(path, ("plain.xml", "<a/>".encode(encoding))))
    doctype = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
    with pytest.raises(Refused, match="xlsx"):
        open_register(bomb(path, (name, doctype.encode(encoding))))


@pytest.mark.parametrize("offset", range(-14, 2))
def test_a_doctype_is_found_across_the_blocks_in_which_a_member_is_read(tmp_path, offset):
    data = bytes(range(1, 200)) * 400
    place = xlsx.BLOCK + offset
    with pytest.raises(Refused):
        open_register(bomb(as_xlsx(tmp_path, [["kind"]]), ("x.bin", data[:place] + b"<!DOCTYPE" + data[place:])))


def test_an_old_or_locked_workbook_is_named_and_another_file_is_none(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(Refused, match="گذرواژه"):
        open_register(path)
    for content in (b"", b"kind,date\r\n", b"PK\x03\x04" + bytes(60)):
        path.write_bytes(content)
        with pytest.raises(Refused):
            open_register(path)


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_workbook_is_refused_or_read_and_nothing_else_happens(tmp_path, data):
    path = as_xlsx(tmp_path, table([row()]))
    whole = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, 9_999), max_size=4)):
        whole[place % len(whole)] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: len(whole) // data.draw(st.sampled_from([1, 2]))])
    with suppress(UserError):
        read(path)


@settings(max_examples=60)
@given(data=st.data())
def test_a_sheet_with_nonsense_in_its_xml_is_refused_or_read_and_nothing_else_happens(tmp_path, data):
    def change(name: str, content: bytes) -> bytes:
        if name not in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
            return content
        place = data.draw(st.integers(0, 9_999)) % len(content)
        return content[:place] + data.draw(st.sampled_from([b"", b"9", b"<", b'"', b"x", b"-1"])) + content[place + 1 :]

    with suppress(UserError):
        read(rewritten(as_xlsx(tmp_path, table([row(date=dt.date(2026, 9, 13))])), change))
