"""What the report's parts say: the cover's code and charts, what is open, what was told, the circular, how to check."""

import datetime as dt
import re
import subprocess
from shutil import which

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.persian.calendar import numeric, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.report import pages
from app.report.pages import charts, compliance, evidence
from tests.app.documents import boxes
from tests.app.documents.readers import barcodes, pdfium, poppler_turned
from tests.app.report.example import FINGERPRINT, report
from tests.app.report.test_pages import PARTS, flat, part, read


@pytest.fixture(scope="module")
def drawn():
    return pages.draw(report(60))


def day(iso):
    return dt.date.fromisoformat(iso)


# the cover


def test_the_covers_code_compares_paper_with_file(drawn):
    import hashlib

    from app.domain.canonical import dumps

    said = report(60)
    digest = hashlib.sha256(dumps(said)).hexdigest()[:40].upper()
    audit = f"{said['audit']['epoch']}.1843.{said['audit']['head'][:16]}".upper()
    (code,) = barcodes(drawn)
    assert code == f"DIDAR1/KHZ-SHU-01/1405-2/{digest}/{FINGERPRINT[:16].upper()}/{audit}"
    assert flat("این رمزینه امضا نیست؛ برای سنجیدن برگهٔ چاپی با پرونده است.") in read(drawn)[0]


def test_a_draft_has_no_code_and_nothing_to_check():
    draft = pages.draw(report(3, draft=True))
    assert barcodes(draft) == []
    assert part(draft, 6) == []
    assert flat("این پیش‌نویس امضا نشده است.") in part(draft, 5)[-1]


def test_each_week_shows_what_the_head_heard_or_why_there_was_nothing():
    weeks = charts.weeks(report(60))
    by_day = {short_date(week.first): week for week in weeks}
    assert by_day["۷ تیر"].visits == 6
    assert (by_day["۲۱ تیر"].visits, by_day["۲۱ تیر"].said) == (None, "تعطیل")
    assert (by_day["۴ مرداد"].visits, by_day["۴ مرداد"].said) == (None, "معاون")
    assert (by_day["۱ شهریور"].visits, by_day["۱ شهریور"].said) == (None, "برگزار نشد")
    mixed = by_day["۱۸ مرداد"]  # not held on its day, and made up for on Wednesday
    assert (mixed.visits, "not_held" in mixed.states) == (6, True)
    assert sum(week.visits or 0 for week in weeks) == 60


def test_the_charts_say_their_weeks_on_the_cover(drawn):
    cover = read(drawn)[0]
    for words in ("معاون", "برگزار نشد", "تعطیل", "۱ شهریور", "ملاقات‌ها در هر هفته", "از ملاقات تا اطلاع‌رسانی نتیجه"):
        assert flat(words) in cover


def test_days_to_the_answer_are_counted_from_the_visit_to_the_notice():
    one = report(1)
    one["visits"][0]["issues"][0] |= {"status": "resolved", "notified_by": "sms", "notified_on": "2026-07-05"}
    one["visits"][0]["date"] = "2026-06-28"
    (brought,) = evidence.brought(one)
    assert brought.days == 7
    assert [evidence.bucket(days) for days in (0, 7, 8, 15, 16, 30, 31)] == [0, 0, 1, 1, 2, 2, 3]
    assert evidence.median([9, 1, 5, 7]) == 5


# what is open, and what was told


def test_what_is_open_stands_with_the_most_overdue_first(drawn):
    rows = evidence.still_open(report(60))
    late = [one for one in rows if (one.issue["due"] or "9") < "2026-09-24"]
    assert len(late) == 5
    assert rows[:5] == sorted(late, key=lambda one: one.issue["due"])
    text = "".join(part(drawn, 3))
    places = [text.index(flat(persian_digits(numeric(day(one.issue["due"]))))) for one in late]
    assert places == sorted(places)
    assert flat("سررسید گذشته: ۵ مورد") in text
    delay = (dt.date(2026, 9, 24) - day(late[0].issue["due"])).days
    assert flat(f"{persian_digits(delay)} روز") in text
    for one in rows:
        assert flat(one.visit["last_name"]) in text


def test_what_was_decided_and_not_told_is_named(drawn):
    left = evidence.not_told(report(60))
    text = "".join(part(drawn, 4))
    assert flat(f"نتیجه‌هایی که هنوز اطلاع داده نشده است: {persian_digits(len(left))} مورد") in text
    for one in left:
        assert flat(one.visit["last_name"]) in text


def test_an_issue_for_the_head_alone_shows_no_word_in_the_lists_either():
    one = report(1)
    secret = dict.fromkeys(("subject", "description", "ruling", "unit", "due", "outcome"))
    issue = one["visits"][0]["issues"][0]
    one["visits"][0]["issues"] = [
        issue | secret | {"head_only": True, "status": status, "notified_by": None, "notified_on": None}
        for status in ("open", "resolved")
    ]
    data = pages.draw(one)
    for number in (3, 4):
        assert flat("محتوای این مورد تنها نزد رئیس دستگاه است.") in part(data, number)[0]


def test_nothing_open_and_nothing_told_is_said():
    empty = pages.draw(report(0))
    assert flat("مورد بازی نمانده است.") in part(empty, 3)[0]
    assert flat("نتیجه‌ای به متقاضیان اطلاع داده نشده است.") in part(empty, 4)[0]


# the circular


def test_every_clause_of_the_circular_has_its_evidence(drawn):
    text = "".join(part(drawn, 5))
    for words in (
        "از ۱۲ روز دیدار این فصل، ۱۰ روز با حضور شخص فرماندار در محل دفتر برگزار شد.",
        "برای برگزار نشدن دیدار ۱ شهریور علتی ثبت نشده است.",
        "دیدار ۴ مرداد با حضور جانشین برگزار شد و شمرده نشده است؛",
        "مراسم، بازدید، سخنرانی و پاسخگویی روزانه در این گزارش شمرده نشده است.",
        "مشخصات ۶۰ مراجعه‌کننده در بخش دوم آمده است.",
        "نیمی از مراجعه‌کنندگان کمتر از ۲۶ دقیقه در انتظار ماندند.",
        "تاریخ دیدارها در ۱ رسانه اعلام شد.",
        "تارنمای فرمانداری؛ مستند انتشار:",
        "کانال ایتا؛ مستند انتشار ثبت نشده است",
        "فرماندار در این فصل ۱ بار در مرکز سامد (۱۱۱) پاسخگوی مردم بود.",
    ):
        assert flat(words) in text, words
    for _clause, asked in compliance.CLAUSES:
        for word in fa(asked).split():
            assert flat(word) in text


def test_what_is_lacking_for_a_clause_is_said_in_plain_words():
    bare = report(0) | {"announcements": [], "samad": []}
    text = "".join(part(pages.draw(bare), 5))
    for words in (
        "برای دیدارهای این فصل اعلانی ثبت نشده است.",
        "برای حضور در سامد اعلانی ثبت نشده است.",
        "در این فصل حضوری در مرکز سامد ثبت نشده است.",
        "برای هیچ موردی مهلت ثبت نشده است.",
        "مدت انتظاری ثبت نشده است.",
    ):
        assert flat(words) in text, words


# how to check


def test_the_receiver_is_told_how_to_check_and_what_kind_of_certificate_signed(drawn, tmp_path):
    (text,) = part(drawn, 6)
    for words in ("گواهی این امضا را خود دستگاه صادر کرده است.", "مادهٔ ۱۰ قانون تجارت الکترونیکی", "با تلفن"):
        assert flat(words) in text, words
    last = "".join(poppler_turned(drawn, tmp_path, "-f", str(len(read(drawn))))).replace(" ", "")
    assert FINGERPRINT[:32] in last
    assert "didarverifydidar-KHZ-SHU-01-1405-2.pdf" in last
    bought = report(3, signer={"name": "عدنان غزی", "kind": "pkcs12", "fingerprint": FINGERPRINT})
    (text,) = part(pages.draw(bought), 6)
    assert flat("گواهی این امضا را مرجعی بیرون از دیدار صادر کرده است.") in text


def test_an_amendment_is_checked_under_its_own_name(tmp_path):
    amended = report(3, amendment={"number": 2, "reason": "اصلاح نام", "replaces": "ab12" * 16})
    text = "".join(poppler_turned(pages.draw(amended), tmp_path)).replace(" ", "")
    assert "didar-KHZ-SHU-01-1405-2-a2.pdf" in text


# every page


def test_a_confidential_report_says_so_at_the_top_and_the_foot_of_every_page():
    for page in read(pages.draw(report(30) | {"confidential": True})):
        assert page.count(flat("محرمانه")) == 2
    assert not any(flat("محرمانه") in page for page in read(pages.draw(report(30))))


def test_every_page_but_the_cover_bears_its_parts_title(drawn):
    titled = [number for page in read(drawn)[1:] for number, title in PARTS.items() if flat(title) in page[:60]]
    assert len(titled) == len(read(drawn)) - 1
    assert titled == sorted(titled)


def long_winded():
    """Names, reasons and words such as a hurried or hostile hand types."""
    said = report(60) | {"confidential": True}
    said["agency"] |= {
        "name": "ادارهٔ کل هماهنگی امور اقتصادی و توسعهٔ منابع انسانی " * 4,
        "head": "سید محمدعلی‌اصغر " * 12,
    }
    said["signer"]["name"] = said["agency"]["name"]
    said["amendment"] = {"number": 3, "reason": "اصلاح نام و نشانی مراجعه‌کنندگان " * 50, "replaces": "ab12" * 16}
    visits = said["visits"]
    visits[3] |= {"first_name": "محمدحسین" * 12, "last_name": "X" * 120}
    visits[4]["address"] = "https://example.ir/" + "a" * 300
    visits[5]["issues"] = [
        visits[5]["issues"][0] | {"subject": f"مورد {n}", "description": "متن بلند " * 40} for n in range(9)
    ]
    visits[7]["issues"][0]["description"] = "کلمه‌ی بلند " * 900
    visits[8]["issues"][0]["subject"] = "ه" * 400
    visits[9]["issues"][0]["ruling"] = "(SMS) – Ltd. ۱۲٪ " * 60
    for meeting in said["meetings"]:
        if meeting["state"] != "held":
            meeting["reason"] = "علت دراز " * 30
    said["announcements"] *= 14
    said["samad"] *= 12
    return said


def no_day_held():
    said = report(0, draft=True)
    for meeting in said["meetings"]:
        if meeting["state"] == "held":
            meeting |= {"state": "not_held", "reason": None, "head_from": None, "head_to": None}
    return said


REGISTERS = {
    "usual": lambda: report(60),
    "long-winded": long_winded,
    "empty": lambda: report(0),
    "no day held": no_day_held,
}


@pytest.mark.parametrize("register", REGISTERS)
def test_no_words_run_over_an_edge_or_into_others(register):
    for (width, height), found in boxes.lines(pages.draw(REGISTERS[register]())):
        side = 55 if width < height else 32
        assert found
        for left, bottom, right, top in found:
            assert side <= left
            assert right <= width - side
            assert bottom >= 12
            assert top <= height - 15
        assert boxes.collisions(found) == []


PILE = re.compile("[ًّٔ]\u200c*[ًّٔ]")
"""A mark upon a mark, which these random letters pile up; how high they climb is bounded (test_text)."""
TYPED = (
    st.text(st.sampled_from("ابپتجرزسشکگلمنوهی آأئؤةۀًّٔ‌۰۱۹0٪٬٫ABXq/()«»[]-–_.:؛،؟!@=+'\""), min_size=1, max_size=300)
    .filter(str.strip)
    .filter(lambda text: not PILE.search(text))
)


@given(st.lists(TYPED, min_size=12, max_size=12), st.integers(0, 9))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_whatever_was_typed_stays_in_its_place(words, issues):
    said = report(6, code="W" * 32)
    visit = said["visits"][2]
    visit |= dict(
        zip(("first_name", "last_name", "father_name", "county", "address", "representing"), words, strict=False)
    )
    issue = visit["issues"][0] | {"status": "open", "notified_by": None, "notified_on": None, "head_only": False}
    issue |= dict(zip(("subject", "description", "ruling", "unit"), words[6:], strict=False))
    visit["issues"] = [issue] * (1 + issues)
    said["meetings"][4]["reason"] = words[10]
    said["announcements"][0] |= {"medium": words[11], "evidence": words[0]}
    for (width, height), found in boxes.lines(pages.draw(said)):
        side = 55 if width < height else 32
        assert all(side <= left and right <= width - side for left, _bottom, right, _top in found)
        assert boxes.collisions(found) == []


def test_a_row_that_goes_on_says_whose_it_is():
    texts = part(pages.draw(long_winded()), 2)
    going_on = [page for page in texts if flat("(ادامه) – ردیف ۸") in page]
    assert len(going_on) > 3
    assert flat("ردیف ۷") not in "".join(going_on)


def test_no_heading_and_no_row_of_a_list_stands_alone():
    """On no page does a list begin or end with one row while it has more on another."""
    for visits in range(40, 60):
        for page in part(pages.draw(report(visits, seed=visits)), 4):
            if flat("(ادامه)") in page:
                assert page.count("۱۴۰۵") > 2


# for who hears the pages


@pytest.fixture(scope="module")
def structure(drawn, tmp_path_factory):
    if which("pdfinfo") is None:
        pytest.skip(
            "poppler-utils is missing (apt install poppler-utils): the structure as poppler reads it was NOT tested"
        )
    file = tmp_path_factory.mktemp("structure") / "report.pdf"
    file.write_bytes(drawn)
    run = subprocess.run(["pdfinfo", "-struct", file], capture_output=True, text=True, check=True)
    assert run.stderr == ""
    return [
        (len(line) - len(line.lstrip()), line.split()[0].rstrip(":"))
        for line in run.stdout.splitlines()
        if line.strip()
    ]


def test_poppler_reads_parts_headings_tables_and_figures(structure):
    kinds = [kind for _depth, kind in structure]
    assert structure[0] == (0, "Document")
    assert kinds.count("H1") == 7
    assert kinds.count("Figure") == 6  # five charts and the code
    assert kinds.count("Table") == 3
    meetings = report(60)["meetings"]
    assert kinds.count("TR") == 1 + len(meetings) + 1 + 4 + 1 + len(compliance.CLAUSES)
    assert kinds.count("TH") == 7 + 7 + 3
    assert kinds.count("H2") >= len({visit["date"] for visit in report(60)["visits"]}) + 8


def test_a_figure_of_the_cover_its_word_and_its_remark_are_heard_apart(drawn, tmp_path):
    """In one paragraph a reader ran them together: «۱۰دیدار برگزارشدهاز ۱۲ روز برنامه»."""
    if which("pdfinfo") is None:
        pytest.skip("poppler-utils is missing: what is heard of the cover was NOT tested")
    file = tmp_path / "report.pdf"
    file.write_bytes(drawn)
    run = subprocess.run(["pdfinfo", "-struct-text", file], capture_output=True, text=True, check=True)
    heard = {line.strip().strip('"')[::-1] for line in run.stdout.splitlines()}
    for words in ("meetings held", "visits", "seen by the head", "visitors", "issues", "results told"):
        assert fa(words) in heard
    assert fa("people, each once") in heard


def test_each_visit_is_one_paragraph_under_its_day(drawn):
    """More would make a file that nobody verifies quickly (docs/report-format.md)."""
    from app.report.scan import entries, read_drawn

    found = read_drawn(drawn)
    document = entries(found.get(entries(found.get(found.root["StructTreeRoot"]))["K"]))
    second_part = entries(found.get(document["K"][2]))
    days = [entries(found.get(kid)) for kid in second_part["K"]]
    paragraphs = [len(day["K"]) - 1 for day in days if day["S"] == "Sect"]
    assert sum(paragraphs) == 60


def test_all_that_is_drawn_is_marked_as_text_or_as_an_artifact(drawn):
    import re

    from tests.app.documents.test_pdf import contents

    for content in contents(drawn):
        depth = 0
        for line in content.decode().split("\n"):
            operators = re.sub(r"<[^>]*>", "", line).split()
            depth += line.endswith(("BDC", "BMC")) - (line == "EMC")
            assert 0 <= depth <= 1
            if (operators and operators[-1].rstrip("]") in ("f", "S", "TJ")) or line.endswith("TJ"):
                assert depth == 1, line
        assert depth == 0
        assert b"ActualText" not in content


def test_figures_are_told_in_words(drawn):
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(drawn), strict=True)
    cover = reader.root["/StructTreeRoot"]["/K"]["/K"][0]
    kids = [cover["/K"][place] for place in range(len(cover["/K"]))]
    said = [kid["/Alt"] for kid in kids if kid["/S"] == "/Figure"]
    assert "۱ شهریور: برگزار نشد" in said[0]
    assert "۷ تیر: ۶" in said[0]
    assert said[1].startswith("موردها به تفکیک نوع: درخواست ۲۷؛ شکایت ۲۱")


def test_the_text_of_every_part_is_read_by_poppler_too(drawn, tmp_path):
    words = "".join(flat(line) for line in poppler_turned(drawn, tmp_path))
    for title in PARTS.values():
        assert flat(title) in words
    assert len(pdfium(drawn)) == len(read(drawn))
