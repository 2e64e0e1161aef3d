"""Letters on paper: what is on them, where the window of the envelope is, and that they go on to further pages."""

import datetime as dt
import io
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from app.documents import labels, post_list
from app.documents.labels import Label, Sheet
from app.documents.letter import Letter, draw
from app.documents.picture import of_png
from app.documents.post_list import Piece, PostList
from app.domain.codes import LetterSize
from tests.app.documents.boxes import Box, collisions, lines
from tests.app.documents.readers import pdfium, poppler_turned

MM = 72 / 25.4
MADE = dt.datetime(2026, 9, 20, 6, 0, tzinfo=dt.UTC)
BODY = (
    "با سلام و احترام؛ در پی مراجعهٔ حضوری شما در تاریخ ۲۲ شهریور ۱۴۰۵ دربارهٔ «آسفالت معابر»، به آگاهی می‌رساند: "
    "آسفالت کوچه در برنامهٔ مهر ماه قرار گرفت و پیمانکار با سامانهٔ GIS شهرداری از هفتهٔ نخست آغاز به کار می‌کند.\n"
    "از شکیبایی شما سپاسگزاریم."
)
ADDRESS = (
    "خوزستان، شهرستان دشت آزادگان، بخش بستان، دهستان سعیدیه، روستای دب حردان، جنب مدرسهٔ شهید چمران، روبه‌روی "
    "درمانگاه، کوچهٔ نخستین دست راست، پلاک ۱۲۷، منزل شخصی"
)
LETTER = Letter(
    size=LetterSize.A4,
    agency="شهرداری نخلستان",
    emblem="",
    to=("مریم کعبی", "اهواز، کوی گلستان، خیابان شهید رضایی، پلاک ۱۲"),
    postal_code="6135712345",
    salutation="متقاضی گرامی، مریم کعبی",
    subject="پاسخ به مراجعهٔ مورخ ۲۲ شهریور ۱۴۰۵ (کد پیگیری \u2066۴۸۲۷-۳۱۵۵\u2069)",
    body=BODY,
    signer="فرهاد بهرامی",
    post="شهردار",
    made_at=MADE,
    foot="نشانی: اهواز، خیابان امام خمینی",
)
LONG = replace(
    LETTER,
    agency="ادارهٔ کل حفاظت محیط زیست و منابع طبیعی و آبخیزداری استان خوزستان، معاونت توسعهٔ مدیریت",
    to=(
        "سیدمحمدحسین موسوی‌نژاد بهبهانی",
        ADDRESS,
    ),
    salutation="متقاضی گرامی، سیدمحمدحسین موسوی‌نژاد بهبهانی",
    body="\n".join([BODY.partition("\n")[0]] * 9 + ["از شکیبایی شما سپاسگزاریم."]),
    copies=("دفتر مدیریت عملکرد، بازرسی و امور حقوقی", "واحد فنی و عمرانی"),
    number="۱۴۰۵/۲۳/۱۱۲۳۴",
    date=dt.date(2026, 9, 21),
    attachments=2,
)
SIZES = [LetterSize.A4, LetterSize.A5]
EVERY = [replace(letter, size=size) for letter in (LETTER, LONG, replace(LETTER, by_hand=True)) for size in SIZES]
HEADS = ("ردیف", "متقاضی", "کد پیگیری", "موضوع و دستور", "مهلت")
TO_UNIT = replace(
    LETTER,
    to=("فنی و عمرانی",),
    postal_code="",
    salutation="به: فنی و عمرانی",
    heads=HEADS,
    matters=tuple(
        (str(row), "مریم کعبی", "۴۸۲۷-۳۱۵۵", "آسفالت معابر: بازدید شود", "۳ مهر ۱۴۰۵") for row in range(1, 31)
    ),
)


def png(width: int = 200, height: int = 200, mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, (width, height), "teal").save(made, "PNG")
    return made.getvalue()


def window(size: tuple[float, float]) -> Box:
    """The envelope's window on the page, in pt from the lower left corner: 90 by 40 mm, 45 below the top edge of the
    paper and 20 from its right edge.
    """
    width, height = size
    return width - 110 * MM, height - 85 * MM, width - 20 * MM, height - 45 * MM


def within(box: Box, other: Box, room: float = 0) -> bool:
    return (
        box[0] >= other[0] + room
        and box[1] >= other[1] + room
        and box[2] <= other[2] - room
        and box[3] <= other[3] - room
    )


def touches(box: Box, other: Box) -> bool:
    return box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]


@pytest.mark.parametrize("letter", EVERY)
def test_the_window_shows_name_and_address_and_nothing_of_the_matter(letter):
    size, boxes = lines(draw([letter], {}))[0]
    seen = [box for box in boxes if touches(box, window(size))]
    assert seen
    assert all(within(box, window(size), 3 * MM) for box in seen)  # the letter moves in its envelope
    document = pypdfium2.PdfDocument(draw([letter], {}))
    text = document[0].get_textpage()
    said = text.get_text_bounded(*window(size))
    assert "کعبی" in said or "موسوی" in said
    for word in ("گرامی", "آسفالت", "پیگیری", "پاسخ", "نخلستان", "تاریخ", "شماره"):
        assert word not in said
    document.close()


@pytest.mark.parametrize("letter", EVERY)
def test_the_postal_code_stands_in_the_window_whatever_the_address(letter):
    size, _boxes = lines(draw([letter], {}))[0]
    document = pypdfium2.PdfDocument(draw([letter], {}))
    assert "۶۱۳۵۷۱۲۳۴۵" in document[0].get_textpage().get_text_bounded(*window(size)).replace(" ", "")
    document.close()


@pytest.mark.parametrize("letter", [*EVERY, TO_UNIT])
def test_nothing_lies_on_other_words_or_outside_the_margins(letter):
    for (width, height), boxes in lines(draw([letter], {})):
        assert collisions(boxes) == []
        margin = (20 if letter.size is LetterSize.A4 else 15) * MM
        for left, bottom, right, top in boxes:
            assert left >= margin - 1
            assert right <= width - margin + 1
            assert bottom >= 5 * MM
            assert top <= height - 8 * MM


@pytest.mark.parametrize("size", SIZES)
def test_what_was_written_is_read_back(tmp_path, size):
    data = draw([replace(LETTER, size=size)], {})
    said, (page,) = " ".join(poppler_turned(data, tmp_path)), pdfium(data)
    for words in ("بسمه تعالی", "مریم کعبی", "۴۸۲۷-۳۱۵۵", "GIS", "از شکیبایی شما سپاسگزاریم.", "شهردار"):
        assert words in said
        assert words in " ".join(page)
    assert "متقاضی گرامی، مریم کعبی" in page
    assert any("پیوست: ندارد" in line for line in page)


def test_an_even_line_is_read_word_by_word(tmp_path):
    """Wider spaces are still one space each for who copies the letter."""
    said = " ".join(" ".join(page) for page in pdfium(draw([LONG], {})))
    assert BODY.partition("\n")[0] in said
    assert "  " not in said
    assert "آسفالت کوچه در برنامهٔ مهر ماه قرار گرفت" in " ".join(poppler_turned(draw([LONG], {}), tmp_path))


def test_number_and_date_are_empty_until_the_registry_gave_them():
    (page,) = pdfium(draw([LETTER], {}))
    assert any("شماره: ....." in line for line in page)
    assert any("تاریخ: ....." in line for line in page)
    numbered = pdfium(draw([replace(LETTER, number="1405/23/112", date=dt.date(2026, 9, 21))], {}))[0]
    said = "\n".join(numbered)
    assert "۱۴۰۵/۲۳/۱۱۲" in said
    assert "۱۴۰۵/۰۶/۳۰" in said
    assert "....." not in said


@pytest.mark.parametrize("size", SIZES)
def test_a_short_letter_has_one_page_without_a_number_on_it(size):
    (page,) = pdfium(draw([replace(LETTER, size=size)], {}))
    assert not any("صفحهٔ" in line for line in page)


def test_a_long_letter_goes_on_with_its_pages_numbered_and_is_signed_under_its_last_words():
    pages = pdfium(draw([replace(LONG, size=LetterSize.A5)], {}))
    assert len(pages) > 1
    last = "\n".join(pages[-1])
    assert "از شکیبایی شما سپاسگزاریم." in last
    assert "فرهاد بهرامی" in last
    assert "رونوشت" in last
    assert not any("فرهاد" in line for page in pages[:-1] for line in page)
    for page in pages:
        assert any("صفحهٔ" in line for line in page)


def test_the_signature_stands_left_of_the_middle():
    document = pypdfium2.PdfDocument(draw([LETTER], {}))
    page = document[0]
    found = page.get_textpage().search("فرهاد")
    place = found.get_next()
    assert place is not None
    left, _bottom, _right, _top = page.get_textpage().get_charbox(place[0])
    assert 25 * MM < left < page.get_width() / 2
    document.close()


def test_each_letter_of_many_begins_on_a_page_of_its_own():
    many = [replace(LETTER, salutation=f"متقاضی گرامی، نفر {number}") for number in ("یکم", "دوم", "سوم")]
    pages = pdfium(draw(many, {}))
    assert [sum("متقاضی گرامی" in line for line in page) for page in pages] == [1, 1, 1]


def test_a_unit_gets_all_its_matters_in_one_table_with_its_heading_on_each_page():
    pages = pdfium(draw([TO_UNIT], {}))
    assert len(pages) == 2
    assert sum("آسفالت معابر:" in line for page in pages for line in page) == 30
    assert all(any("موضوع و دستور" in line for line in page) for page in pages[:2])


def test_the_emblem_stands_over_the_agencys_name_and_once_in_the_file():
    picture = {"e": of_png(png())}
    data = draw([replace(LETTER, emblem="e")] * 3, picture)
    assert data.count(b"/Subtype /Image") == 1
    document = pypdfium2.PdfDocument(data)
    for page in document:
        (image,) = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
        left, bottom, right, top = image.get_bounds()
        assert top - bottom == pytest.approx(18 * MM, abs=1)
        assert right - left == pytest.approx(18 * MM, abs=1)
        assert bottom > page.get_height() - 45 * MM
        page.close()
    document.close()


@pytest.mark.parametrize("content", [png()[:-20], png(mode="RGBA"), b"GIF89a", png(mode="P")])
def test_a_picture_that_no_page_can_bear_is_not_drawn(content):
    with pytest.raises(ValueError, match="PNG"):
        of_png(content)


def test_the_same_letter_gives_the_same_bytes():
    assert draw([LONG], {}) == draw([replace(LONG)], {})
    assert draw([LONG], {}) != draw([replace(LONG, number="2")], {})


# labels and the list for the post office ------------------------------------------------------------------------------


def test_labels_stand_in_their_fields_from_the_first_free_one_on(tmp_path):
    made = tuple(Label(LONG.to, "6135712345") for _number in range(25))
    data = labels.draw(made, Sheet(), MADE, begin=23)
    pages = lines(data)
    assert len(pages) == 2  # two on what is left of the first sheet, 23 on the next
    for (width, height), boxes in pages:
        assert collisions(boxes) == []
        for left, bottom, right, top in boxes:
            assert left // (width / 3) == (right - 0.1) // (width / 3)
            assert bottom // (height / 8) == (top - 0.1) // (height / 8)
    assert sum("۶۱۳۵۷۱۲۳۴۵" in line for line in poppler_turned(data, tmp_path)) in {9, 25}


def test_the_list_for_the_post_office_has_a_line_a_letter_and_room_for_its_numbers():
    piece = Piece("مریم کعبی", "اهواز، خیابان نرگس، پلاک ۱۷", "6135712345", "1405/112")
    data = PostList("شهرداری نخلستان", "اهواز، خیابان امام", "6135700000", "تاریخ: ۲۲ شهریور", (piece,) * 40, MADE)
    pages = pdfium(post_list.draw(data))
    assert len(pages) == 3
    assert sum("کعبی" in line for page in pages for line in page) == 40
    assert all(any("شمارهٔ مرسوله" in line for line in page) for page in pages)
    assert any("جمع: ۴۰ نامه" in line for line in pages[-1])
    for _size, boxes in lines(post_list.draw(data)):
        assert collisions(boxes) == []
