"""The report's pages: all of the data is on them, and the same data give the same bytes."""

import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.documents.page import A4, mm
from app.documents.table import PADDING
from app.domain.canonical import dumps
from app.domain.codes import IssueType, MeetingState, Status, Way
from app.domain.persian.calendar import numeric, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.report import pages
from tests.app.documents import boxes
from tests.app.documents.readers import pdfium, poppler_turned
from tests.app.documents.test_pdf import CATALOGUE_KEYS, PAGE_KEYS, contents
from tests.app.report.example import FINGERPRINT, report

# SHA-256 over the inflated contents of the example's pages. Another value is another layout: see app/report/pages
LAYOUT_1 = "f3ec596e01ff142ca9175c3e80595eb1422c7a944cfe77672ea55b8526e328f1"


def flat(lines):
    """Letters alone, without regard to how a reader parts words and lines."""
    return "".join(letter for line in lines for letter in line if letter.isalnum())


def read(data):
    return [flat(page) for page in pdfium(data)]


PARTS = {
    1: "بخش یکم: دیدارها",
    2: "بخش دوم: مراجعه‌کنندگان و موردها",
    3: "بخش سوم: موردهای باز",
    4: "بخش چهارم: اطلاع‌رسانی نتیجه‌ها",
    5: "بخش پنجم: انطباق با بخشنامه",
    6: "بخش ششم: راستی‌آزمایی این گزارش",
}


def part(data, number):
    """The pages of one part, known by the title that each of them bears."""
    return [page for page in read(data) if flat(PARTS[number]) in page[: len(flat(PARTS[number])) + 30]]


@pytest.fixture(scope="module")
def drawn():
    return pages.draw(report(60))


def said_of(visit):
    """The words that a page has to have of a visit; those with Latin letters each reader turns its own way."""
    for key in ("first_name", "last_name", "father_name", "county", "representing", "address", "no_id_reason"):
        yield visit[key]
    for key in ("arrived", "admitted", "national_id", "foreign_id", "mobile"):
        yield visit[key] and persian_digits(visit[key])
    for issue in visit["issues"]:
        yield fa(IssueType(issue["type"]).word)
        yield fa(Status(issue["status"]).word)
        yield issue["notified_by"] and fa(Way(issue["notified_by"]).word)
        yield issue["samad_code"] and persian_digits(issue["samad_code"])
        for key in ("subject", "ruling", "unit", "outcome", "description"):
            yield issue[key]
        for key in ("due", "notified_on"):
            yield issue[key] and persian_digits(numeric(dt.date.fromisoformat(issue[key])))


def test_every_particular_of_every_visit_is_found_on_the_pages(drawn):
    text = "".join(read(drawn))
    words = {word for visit in report(60)["visits"] for said in said_of(visit) for word in (said or "").split()}
    assert len(words) > 300
    assert [word for word in words if flat(word) not in text and not any("A" <= letter <= "z" for letter in word)] == []


def test_poppler_finds_every_name_too(drawn, tmp_path):
    text = "".join(flat(line) for line in poppler_turned(drawn, tmp_path, "-layout"))
    for visit in report(60)["visits"]:
        assert flat(f"{visit['first_name']}{visit['last_name']}") in text


def test_the_cover_says_whose_report_it_is_and_its_figures(drawn):
    cover = read(drawn)[0]
    totals = report(60)["totals"]
    for words in (
        "بسمه تعالی",
        "گزارش فصلی دیدارهای چهره‌به‌چهره با مردم",
        "فصل تابستان ۱۴۰۵ (۱ تیر تا ۳۱ شهریور)",
        "فرمانداری شوش",
        "فرماندار: عدنان غزی",
        "گیرنده: دفتر مدیریت عملکرد، بازرسی و امور حقوقی استانداری",
        "تنها برای گیرندهٔ یادشده ارسال می‌شود.",
        "مراسم، بازدید، سخنرانی و پاسخگویی روزانه در این گزارش شمرده نشده است.",
        "محمود بنی‌طرف (سرپرست)",
        "گواهی این امضا را خود دستگاه صادر کرده است.",
    ):
        assert flat(words) in cover, words
    for code in (*IssueType, *Status, *Way):
        assert flat(fa(code.word)) in cover
    for key in ("meetings_held", "visits", "seen", "visitors", "issues", "notified"):
        assert persian_digits(totals[key]) in cover


def test_the_cover_bears_the_signers_fingerprint_and_the_audit_logs_seal(drawn, tmp_path):
    # pdfium turns a line of Latin letters and digits round in a document that goes from right to left
    cover = "".join(poppler_turned(drawn, tmp_path, "-l", "1")).replace(" ", "")
    assert FINGERPRINT[:32] in cover
    assert FINGERPRINT[32:] in cover
    assert "c41f0a7be2d90a7b" in cover


def test_an_agency_that_issued_no_certificate_itself_does_not_say_so():
    bought = {"name": "عدنان غزی", "kind": "pkcs12", "fingerprint": FINGERPRINT, "vouched": []}
    cover = read(pages.draw(report(3, signer=bought)))[0]
    assert flat("گواهی این امضا را خود دستگاه صادر کرده است.") not in cover
    assert flat("با گواهی امضای عدنان غزی امضا شده است") in cover


def test_each_meeting_day_has_its_state_and_reason(drawn):
    text = "".join(read(drawn)[1:])
    for meeting in report(60)["meetings"]:
        assert flat(persian_digits(numeric(dt.date.fromisoformat(meeting["date"])))) in text
        assert flat(fa(MeetingState(meeting["state"]).word)) in text
        for word in (meeting["reason"] or "").split():
            assert flat(word) in text


def test_a_day_that_was_not_held_is_told_on_the_cover_with_its_reason(drawn):
    day = short_date(dt.date(2026, 8, 9))
    said = f"دیدار {day} به علت تعطیلی اضطراری به علت گردوغبار (اطلاعیهٔ شمارهٔ ۱۱۸) برگزار نشد."
    assert sorted(flat(said)) == sorted(
        flat(next(line for page in pdfium(drawn)[:1] for line in page if "گردوغبار" in line))
    )


def test_who_came_and_was_not_seen_is_told():
    one = report(1)
    one["visits"][0]["admitted"] = None
    one["totals"]["seen"] = 0
    data = pages.draw(one)
    assert flat("۱ نفر دیدار نکردند") in read(data)[0]
    assert flat("دیدار نکرده") in part(data, 2)[-1]
    assert flat("۱ مراجعه بدون دیدار پایان یافت.") in part(data, 5)[0]


def test_an_issue_for_the_head_alone_shows_only_that_it_is_there():
    one = report(1)
    hidden = dict.fromkeys(("subject", "description", "ruling", "unit", "due", "outcome"))
    one["visits"][0]["issues"] = [one["visits"][0]["issues"][0] | hidden | {"head_only": True}]
    last = part(pages.draw(one), 2)[-1]
    assert flat("محتوای این مورد تنها نزد رئیس دستگاه است.") in last


def test_figures_that_nobody_knows_are_a_dash():
    empty = report(0)
    empty["totals"] = dict.fromkeys(empty["totals"]) | {
        "by_type": dict.fromkeys(empty["totals"]["by_type"]),
        "by_status": dict.fromkeys(empty["totals"]["by_status"]),
        "notified_by": dict.fromkeys(empty["totals"]["notified_by"]),
    }
    assert "".join(line for page in pdfium(pages.draw(empty))[:1] for line in page).count("—") >= 6


def test_a_quarter_without_visits_says_so():
    assert flat("در دیدارهای این فصل ملاقاتی ثبت نشده است.") in part(pages.draw(report(0)), 2)[-1]


def test_every_page_has_its_number_and_the_headings_of_its_table(drawn):
    all_pages = read(drawn)
    total = persian_digits(len(all_pages))
    assert len(all_pages) > 5
    for number, page in enumerate(all_pages, start=1):
        assert flat(f"صفحهٔ {persian_digits(number)} از {total}") in page
    assert len(part(drawn, 2)) > 5
    for page in part(drawn, 2):
        for heading in ("نام پدر", "تلفن همراه", "وضعیت، نتیجه"):
            assert flat(heading) in page


def test_a_day_that_goes_on_says_so_on_the_next_page():
    crowded = report(40)
    for visit in crowded["visits"]:
        visit["date"] = "2026-06-28"
    parts = part(pages.draw(crowded), 2)
    assert len(parts) > 2
    assert all(flat("یکشنبه ۷ تیر ۱۴۰۵") in page for page in parts)
    assert [flat("(ادامه)") in page for page in parts] == [False] + [True] * (len(parts) - 1)


def test_what_the_circular_asks_and_its_evidence_stand_well_apart(drawn):
    place = next(place for place, page in enumerate(read(drawn)) if flat(PARTS[5]) in page)
    _size, found = boxes.lines(drawn)[place]
    edge = (A4[0] - mm(20) - mm(14) - PADDING) / 100  # where the second column's lines begin
    asked = [box for box in found if abs(box[2] - edge) < 3]
    free = min(left for left, _bottom, _right, _top in asked)
    evidence = [right for _left, _bottom, right, _top in found if right < free]
    assert len(asked) > 10
    assert len(evidence) > 10
    assert free - max(evidence) > 4 * 72 / 25.4


@pytest.mark.parametrize(
    ("marks", "words"),
    [({"draft": True}, "پیش‌نویس"), ({"demo": True}, "نمایشی – داده‌های ساختگی"), ({}, None)],
)
def test_drafts_and_demonstrations_are_marked_on_every_page(marks, words):
    for page in read(pages.draw(report(30, **marks))):
        for mark in ("پیش‌نویس", "نمایشی – داده‌های ساختگی"):
            assert (flat(mark) in page) == (mark == words)


def test_a_draft_has_no_place_for_a_signature():
    assert flat("اثر انگشت") not in read(pages.draw(report(3, draft=True)))[0]


def test_an_amendment_says_what_it_replaces_and_why(tmp_path):
    data = pages.draw(report(3, amendment={"number": 2, "reason": "اصلاح نام دو نفر", "replaces": "ab12" * 16}))
    assert flat("اصلاحیهٔ شمارهٔ ۲: اصلاح نام دو نفر") in read(data)[0]
    assert "ab12ab12ab12ab12" in "".join(poppler_turned(data, tmp_path, "-l", "1")).replace(" ", "")


def test_sentences_for_which_the_cover_has_no_room_stand_in_the_first_part():
    busy = report(3)
    for meeting in busy["meetings"]:
        meeting.update(state="not_held", reason=f"علت {meeting['date']} " + "بسیار دراز " * 12)
    read_pages = read(pages.draw(busy))
    assert flat("دربردارندهٔ مشخصات") in read_pages[0]
    said = "".join(read_pages[:3])
    for meeting in busy["meetings"]:
        assert flat(f"دیدار {short_date(dt.date.fromisoformat(meeting['date']))} به علت") in said


def test_the_place_for_the_stamp_is_80_by_30_mm_and_nothing_is_drawn_in_it():
    import pypdfium2

    left, bottom, right, top = pages.SIGNATURE_BOX
    assert (round((right - left) / 72 * 25.4), round((top - bottom) / 72 * 25.4)) == (80, 30)
    busy = report(3)
    for meeting in busy["meetings"]:
        meeting.update(state="not_held", reason="بسیار دراز " * 30)
    document = pypdfium2.PdfDocument(pages.draw(busy))
    page = document[pages.SIGNATURE_PAGE]
    text = page.get_textpage()
    assert text.get_text_bounded(left, bottom, right, top) == ""
    text.close()
    page.close()
    document.close()


def test_the_viewer_shows_the_parts_beside_the_pages_and_the_days_under_theirs(drawn):
    import pypdfium2

    document = pypdfium2.PdfDocument(drawn)
    lines = [(item.level, item.get_title(), item.get_dest().get_index()) for item in document.get_toc(max_depth=3)]
    document.close()
    read_pages = read(drawn)
    assert [title for level, title, _page in lines if not level] == ["روی گزارش", *PARTS.values()]
    assert [page for level, _title, page in lines if not level][:3] == [0, 1, 2]
    for level, title, page in lines:
        assert title == "روی گزارش" or flat(title) in read_pages[page]
        assert level in (0, 1)
    days = [title for level, title, page in lines if level and "–" in title]
    assert days[0] == "یکشنبه ۷ تیر ۱۴۰۵ – ۶ ملاقات"
    assert len(days) == len({visit["date"] for visit in report(60)["visits"]})


def test_no_key_stands_in_the_file_that_a_report_may_not_have(drawn):
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(drawn), strict=True)
    assert set(reader.root) == CATALOGUE_KEYS | {"/MarkInfo", "/StructTreeRoot"}
    for reference in reader.root["/Pages"].raw_get("/Kids"):
        page = reference.get_object()
        assert set(page) == PAGE_KEYS | {"/StructParents", "/Tabs"}
        assert set(page["/Resources"]) == {"/Font"}
    for forbidden in (b"/Helvetica", b"/ProcSet", b"/XObject", b"/ExtGState", b"/Action", b"/Annots", b"/JavaScript"):
        assert forbidden not in drawn


def test_the_identity_is_that_of_the_data_and_the_dates_are_its_instant(drawn):
    digest = hashlib.sha256(dumps(report(60))).hexdigest()[:32].encode()
    assert b"[<" + digest + b"><" + digest + b">]" in drawn
    assert drawn.count(b"D:20260924075000Z") == 2
    assert re.sub(rb"stream\n.*?endstream", b"", drawn, flags=re.DOTALL).count(b"D:") == 2  # chance packs some too


def test_the_same_data_give_the_same_bytes_in_another_process_too(drawn):
    code = (
        "import sys; from app.report import pages; from tests.app.report.example import report;"
        "sys.stdout.buffer.write(pages.draw(report(60)))"
    )
    for seed, zone in (("0", "UTC"), ("4711", "Asia/Tehran")):
        run = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[3],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
        )
        assert run.stdout == drawn == pages.draw(report(60))


def test_what_was_drawn_before_changes_nothing_in_what_is_drawn_now(drawn):
    pages.draw(report(25, seed=7))
    assert pages.draw(report(60)) == drawn


def test_any_change_of_the_data_changes_the_file(drawn):
    other = report(60)
    other["visits"][17]["first_name"] += "ی"
    assert pages.draw(other) != drawn


def test_layout_1_is_drawn_as_it_always_was(drawn):
    assert hashlib.sha256(b"".join(contents(drawn))).hexdigest() == LAYOUT_1


def test_a_layout_that_is_not_known_is_not_drawn():
    with pytest.raises(ValueError, match="layout 3"):
        pages.draw(report(1) | {"layout": 3})


def test_making_tells_each_page_of_how_many_and_can_be_cancelled():
    told = []
    data = pages.draw(report(60), progress=lambda page, of: told.append((page, of)))
    total = len(pdfium(data))
    assert [(page, of) for page, of in told if page] == [(number, total) for number in range(1, total + 1)]
    assert set(told[: len(told) - total]) == {(0, None)}  # while they are counted, it can be cancelled too
    assert data == pages.draw(report(60))

    def stop(page, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pages.draw(report(60), progress=stop)
