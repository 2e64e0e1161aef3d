"""What a document's file holds, and what it must not (docs/report-format.md, rules 18, 24 to 28)."""

import datetime as dt
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.page import A4, A4_LANDSCAPE, Document, mm
from app.documents.pdf import number
from app.documents.text import setter

PAGE_KEYS = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
CATALOGUE_KEYS = {"/Type", "/Pages", "/Lang", "/ViewerPreferences", "/Outlines"}


def document():
    def foot(page, number, total):
        page.text(page.width // 2, page.height - mm(10), f"{number}/{total}", setter("F1"), 850)

    made = Document("عنوان", dt.datetime(2026, 9, 24, 7, 50, tzinfo=dt.UTC), bytes(range(16)), foot=foot)
    page = made.page(A4, "یک")
    page.text(mm(190), mm(20), "متن أَ", setter("F1"), 1000)
    page.fill(mm(20), mm(20), mm(50), mm(10))
    page.frame(mm(20), mm(40), mm(50), mm(10))
    page.accent(mm(20), mm(60), mm(50))
    made.page(A4_LANDSCAPE, "دو").text(mm(190), mm(20), "پررنگ", setter("F2"), 1000)
    return made.done()


@pytest.fixture(scope="module")
def reader():
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(io.BytesIO(document()), strict=True)


def test_the_catalogue_has_only_allowed_keys_and_says_persian(reader):
    assert set(reader.root) == CATALOGUE_KEYS
    assert reader.root["/Lang"] == "fa"
    assert dict(reader.root["/ViewerPreferences"]) == {"/Direction": "/R2L", "/DisplayDocTitle": True}


def test_pages_have_only_allowed_keys_and_no_resource_but_the_two_embedded_fonts(reader):
    pages = [reference.get_object() for reference in reader.root["/Pages"].raw_get("/Kids")]
    assert len(pages) == 2
    for page in pages:
        assert set(page) == PAGE_KEYS
        assert set(page["/Resources"]) == {"/Font"}
        assert set(page["/Resources"]["/Font"]) == {"/F1", "/F2"}
        for name in ("/F1", "/F2"):
            font = page["/Resources"]["/Font"][name]
            assert (font["/Subtype"], font["/Encoding"]) == ("/Type0", "/Identity-H")
            descendant = font["/DescendantFonts"][0]
            assert descendant["/CIDToGIDMap"] == "/Identity"
            assert len(descendant["/FontDescriptor"]["/FontFile2"].data) > 10_000


def test_every_object_is_reached_from_the_trailer(reader):
    seen = set()

    def walk(value):
        from pyhanko.pdf_utils import generic

        if isinstance(value, generic.IndirectObject):
            if value.idnum in seen:
                return
            seen.add(value.idnum)
            value = value.get_object()
        if isinstance(value, dict):
            for key in list(value):
                walk(value.raw_get(key))
        elif isinstance(value, list):
            for place in range(len(value)):
                walk(value.raw_get(place))

    walk(reader.trailer_view.raw_get("/Root"))
    walk(reader.trailer_view.raw_get("/Info"))
    assert len(seen) == int(reader.trailer_view["/Size"]) - 1


def test_one_instant_and_one_identity_stand_in_the_file(reader):
    info = reader.trailer_view["/Info"]
    assert set(info) == {"/Title", "/Producer", "/CreationDate", "/ModDate"}
    assert info["/CreationDate"] == info["/ModDate"] == "D:20260924075000Z"
    assert [bytes(part.original_bytes) for part in reader.trailer_view["/ID"]] == [bytes(range(16))] * 2


def test_content_uses_no_operator_but_lines_fills_and_text():
    allowed = {"q", "Q", "BT", "ET", "Tf", "Tm", "TJ", "Ts", "g", "G", "RG", "w", "m", "l", "re", "f", "S"}
    for content in contents(document()):
        for line in content.decode().split("\n"):
            bare = re.sub(r"<[^>]*>|\[|\]", " ", line)
            words = [word for word in bare.split() if word[0].isalpha()]
            assert set(words) <= allowed, line


def contents(data):
    found, start = [], 0
    while (start := data.find(b"\nstream\n", start)) >= 0:
        start += len(b"\nstream\n")
        inflated = zlib.decompressobj().decompress(data[start:])
        if inflated.startswith(b"q\n"):
            found.append(inflated)
    return found


def test_the_same_calls_give_the_same_bytes_in_another_process_too():
    code = "import sys; from tests.app.documents.test_pdf import document; sys.stdout.buffer.write(document())"
    elsewhere = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"},
    )
    assert document() == document() == elsewhere.stdout


@given(st.integers(min_value=-10_000_000, max_value=10_000_000))
def test_every_length_is_written_exactly(hundredths):
    from decimal import Decimal

    written = number(hundredths)
    assert Decimal(written) * 100 == hundredths
    assert not written.endswith(("0", ".")) or "." not in written


def heard():
    """A tagged document: a heading, a paragraph that goes on over the page, a table of one row, and a figure."""
    made = Document(
        "عنوان",
        dt.datetime(2026, 9, 24, 7, 50, tzinfo=dt.UTC),
        bytes(16),
        foot=lambda page, number, _total: page.text(mm(20), mm(280), str(number), setter("F1"), 850),
        tagged=True,
    )
    section = made.structure.add("Sect")
    paragraph, regular = section.add("P"), setter("F1")
    first = made.page(A4, "یک")
    first.bookmarks.append("زیر یک")
    first.tag(section.add("H1"))
    first.text(mm(190), mm(20), "سر", setter("F2"), 1200)
    first.tag(paragraph)
    first.text(mm(190), mm(40), "آغاز", regular, 1000)
    second = made.page(A4)
    second.tag(paragraph)
    second.text(mm(190), mm(20), "پایان", regular, 1000)
    row = section.add("Table").add("TR")
    second.tag(row.add("TH"))
    second.text(mm(190), mm(40), "ستون", regular, 1000)
    second.tag(row.add("TD"))
    second.text(mm(100), mm(40), "خانه", regular, 1000)
    with second.figure(section.add("Figure", "یک میله")):
        second.fill(mm(20), mm(60), mm(50), mm(10))
        second.cross(mm(30), mm(65), mm(3))
        second.text(mm(190), mm(70), "۱", regular, 1000)
    section.add("P")  # nothing came into it
    return made.done()


def test_a_tagged_document_says_what_its_words_are():
    from app.report.scan import entries, pages, read_drawn

    found = read_drawn(heard())
    assert found.root["MarkInfo"] == {"Marked": True}
    root = entries(found.get(found.root["StructTreeRoot"]))
    section = entries(found.get(entries(found.get(root["K"]))["K"]))
    kids = [entries(found.get(kid)) for kid in section["K"]]
    assert [kid["S"] for kid in kids] == ["P", "H1", "Table", "Figure"]
    over_the_page, heading, table, figure = kids
    first, second = (entries(found.objects[number]) for number in pages(found))
    assert (first["StructParents"], second["StructParents"], first["Tabs"]) == (0, 1, "S")
    assert heading["K"] == 0
    assert over_the_page["K"][0] == 1
    assert entries(over_the_page["K"][1])["MCID"] == 0
    row = entries(found.get(table["K"]))
    assert [entries(found.get(cell))["S"] for cell in row["K"]] == ["TH", "TD"]
    assert entries(found.get(row["K"][0]))["A"] == {"O": "Table", "Scope": "Column"}
    assert figure["Alt"].decode("utf-16") == "یک میله"
    assert figure["K"] == [3, 4]  # its lines and its words
    marks = entries(found.get(root["ParentTree"]))["Nums"]
    assert [found.get(one) for one in marks[1]] == [heading, over_the_page]
    assert [found.get(one)["S"] for one in marks[3]] == ["P", "TH", "TD", "Figure", "Figure"]


def test_a_document_of_a_few_words_is_not_tagged():
    assert b"StructTreeRoot" not in document()
    assert all(b"BDC" not in content and b"BMC" not in content for content in contents(document()))


def test_the_outline_has_lines_under_its_chapters_that_are_closed_at_first():
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    outline = PdfFileReader(io.BytesIO(heard()), strict=True).root["/Outlines"]
    chapter = outline["/First"]
    assert (outline["/Count"], chapter["/Title"], chapter["/Count"]) == (1, "یک", -1)
    assert chapter["/First"]["/Title"] == "زیر یک"
    assert chapter["/First"].raw_get("/Parent") == outline.raw_get("/First")
