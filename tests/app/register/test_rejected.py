import stat
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.persian.text import normalise
from app.register import headings
from app.register.plan import Rejected
from app.register.rejected import rejected_path, write_rejected
from app.register.source import open_register
from tests.app.register.registers import as_csv, as_xlsx, row


def reject_all(path):
    """Write each row of a register into its file of rejected rows."""
    source = open_register(path)
    rows = [Rejected(raw.line, "kind", "=علت", raw.cells) for raw in source.rows]
    return write_rejected(path, source.heading, rows)


def test_the_file_has_line_and_reason_in_front_and_is_read_again_without_them(tmp_path):
    rows = [row(1, ردیف="۷", description="=1+1"), row(2, ردیف="۸")]
    path = as_csv(tmp_path, rows, delimiter=";")
    written = reject_all(path)
    assert written == rejected_path(path)
    content = written.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfline,reason,kind,date,")
    assert content.decode("utf-8-sig").splitlines()[1].startswith("2,'=علت,weekly,1405/06/22,")
    assert b",'=1+1," in content
    source = open_register(written)
    assert source.heading.unknown == ("ردیف",)
    assert [raw.by_key for raw in source.rows] == [raw.by_key for raw in open_register(path).rows]


def test_a_second_round_replaces_line_and_reason_instead_of_adding_to_them(tmp_path):
    again = reject_all(reject_all(as_csv(tmp_path, [row(1), row(2)])))
    heading = again.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert (heading.count("line"), heading.count("reason")) == (1, 1)


def test_a_row_with_nothing_but_a_line_and_a_reason_is_an_empty_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("line,reason,kind\n7,بد,\n8,بد,tour\n", encoding="utf-8")
    assert [raw.line for raw in open_register(path).rows] == [3]


def test_the_name_is_the_whole_name_of_the_register_with_an_ending(tmp_path):
    assert rejected_path(tmp_path / "a.xlsx").name == "a.xlsx.rejected.csv"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_file_is_its_owner_s_alone_and_takes_the_place_of_an_earlier_one(tmp_path):
    path = as_csv(tmp_path, [row()])
    rejected_path(path).write_text("earlier")
    rejected_path(path).chmod(0o644)
    assert stat.S_IMODE(reject_all(path).stat().st_mode) == 0o600
    assert "earlier" not in rejected_path(path).read_text(encoding="utf-8")


def test_cells_beyond_the_heading_are_not_lost(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("kind,subject\ntour,راه,روستا\n", encoding="utf-8")
    assert reject_all(path).read_text(encoding="utf-8-sig").splitlines()[1] == "2,'=علت,tour,راه,روستا"


cells = st.text(st.characters(codec="utf-8"), max_size=10) | st.text(st.sampled_from("',;\"\t\n\r=+-@ ی"), max_size=5)


@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=4))
def test_every_row_comes_back_as_it_stood(tmp_path, rows):
    heading = headings.read(["subject", "ملاحظات", "ruling"])
    rejected = [Rejected(9, "kind", "بد", each) for each in rows if any(map(normalise, each))]
    written = write_rejected(tmp_path / "a.csv", heading, rejected)
    assert [raw.cells[2:] for raw in open_register(written).rows] == [each.cells for each in rejected]


def test_an_apostrophe_of_a_workbook_s_own_is_kept_on_the_way_through_csv(tmp_path):
    path = as_xlsx(tmp_path, [["kind", "description"], ["x", "'=1+1"], ["x", "''-"], ["x", "'a"]])
    found = [raw.by_key["description"] for raw in open_register(reject_all(path)).rows]
    assert found == ["'=1+1", "''-", "'a"]
