"""Response times in the report: they follow from its issues, layout 2 draws them, older reports stay as they were."""

import datetime as dt
import hashlib
import re
import shutil
import subprocess
from copy import deepcopy

import pytest

from app import outcomes, rulings
from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.issues import of_visit
from app.report import broken, data, layouts, meaning, pages, ready, response_data, schema, sheet
from tests import make
from tests.app.documents.readers import pdfium, poppler_turned
from tests.app.documents.test_pdf import contents
from tests.app.report import example, example_times, hostile, hostile_times
from tests.app.report.hostile import judged
from tests.app.report.test_pages import flat
from tests.app.report.test_sheet import opened, table
from tests.conftest import MEETING_DAY

# SHA-256 over the inflated contents of the example's pages. Another value is another layout: see app/report/pages
LAYOUT_2 = "0a684e23e79191f7abb2bbd1324fa648aead0fb3471ae40d8fd71e53dc7372c5"
SUMMER = Quarter(1405, 2)


@pytest.fixture(scope="module")
def report():
    return example_times.report(60)


@pytest.fixture(scope="module")
def drawn(report):
    return pages.draw(report)


def test_a_report_with_response_times_is_whole_and_equal_to_its_pages():
    verdict = judged(hostile.sealed(hostile_times.good()), trusted=hostile.trust())
    assert verdict.ok, verdict.detail


def test_the_sums_of_made_up_reports_follow_from_their_issues():
    for seed in range(12):
        made = example_times.report(seed * 5, seed=seed, many_units=seed % 2 == 0)
        schema.check(made)
        meaning.check(made)


def test_a_report_of_before_is_held_to_what_was_held_of_it():
    made = example.report(24)
    schema.check(made)
    meaning.check(made)
    assert "response" not in made


def test_a_figure_that_the_schema_does_not_know_is_refused(report):
    for change in ({"average": 3}, {"decided": -1}, {"half": "3"}):
        made = deepcopy(report)
        made["response"]["times"] |= change
        with pytest.raises(broken.BrokenError) as refused:
            schema.check(made)
        assert refused.value.rule == 19


def test_a_clock_that_stood_for_no_day_is_not_told(report):
    made = deepcopy(report)
    hostile_times.decided(made)["stood"] = 0
    with pytest.raises(broken.BrokenError):
        schema.check(made)


def test_sums_that_do_not_follow_stop_the_signing(report):
    made = deepcopy(report)
    made["response"]["units"][0]["half"] += 1
    with pytest.raises(Refused) as refused:
        ready.check(made)
    assert refused.value.field == "response"


# what the office's own store gives


def of_office(office, clock):
    issue = of_visit(office, make.registered(office, 1).visit_id)[0].id
    clock.tick()
    rulings.give(office, issue, "اقدام شود", unit="درآمد", due=MEETING_DAY + dt.timedelta(days=5))
    clock.set(11, day=MEETING_DAY + dt.timedelta(days=7))
    outcomes.record(office, issue, Status.RESOLVED, "انجام شد.")
    clock.set(11, day=MEETING_DAY + dt.timedelta(days=20))
    report, _figures = data.build(office, SUMMER, office.now())
    return report


def test_the_data_tell_when_each_issue_was_decided_and_the_sums(office, clock):
    report = of_office(office, clock)
    issue = report["visits"][0]["issues"][0]
    assert issue["decided_on"] == (MEETING_DAY + dt.timedelta(days=7)).isoformat()
    assert not {"stood", "reopened", "climbed_on"} & issue.keys(), "they are there only where they say something"
    assert report["response"]["units"] == [
        {"unit": "درآمد", "decided": 1, "half": 7, "most": 7, "in_time": 0, "late": 1, "told": 0, "told_half": None,
         "told_most": None, "reopened": 0},
    ]  # fmt: skip
    assert report["layout"] == 2
    meaning.check(report)


def test_what_was_signed_before_response_times_says_the_same_as_it_does_now(office, clock):
    report = of_office(office, clock)
    before = response_data.without(report)
    assert ready.says_no_more(report, ready.meaning(before))
    assert ready.says_no_more(report, ready.meaning(report))
    other = deepcopy(before)
    other["totals"]["seen"] += 1
    assert not ready.says_no_more(report, ready.meaning(other))


# pages


def test_layout_2_is_drawn_as_it_always_was(drawn):
    assert hashlib.sha256(b"".join(contents(drawn))).hexdigest() == LAYOUT_2


def test_both_layouts_are_known_and_no_other():
    assert [number for number in range(6) if layouts.layout(number)] == [1, 2]


def part_of(drawn, title):
    """The pages of a part, known by the title that each of them bears."""
    return "".join(page for page in map(flat, pdfium(drawn)) if flat(title) in page[: len(flat(title)) + 30])


def test_its_part_has_every_month_unit_and_type_with_its_figures(report, drawn):
    found = part_of(drawn, "بخش پنجم: زمان پاسخ")
    for words in ("تیر ۱۴۰۵", "مرداد ۱۴۰۵", "شهریور ۱۴۰۵", *example.UNITS, "بدون واحد", "شکایت"):
        assert flat(words) in found
    times = report["response"]["times"]
    said = f"از {times['decided']} نتیجه‌ای که روز آن ثبت شده است، نیمی تا {times['half']} روز"
    assert flat(persian(said)) in found
    assert flat("۷ نفر راضی و ۲ نفر ناراضی بودند") in found
    assert flat("۱ مورد با اعتراض متقاضی بازگشایی شد.") in found


def persian(text):
    return text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def test_what_follows_it_has_the_next_numbers(drawn):
    whole = "".join(map(flat, pdfium(drawn)))
    for title in ("بخش ششم: انطباق با بخشنامه", "بخش هفتم: راستی‌آزمایی این گزارش"):
        assert flat(title) in whole


def test_what_climbed_to_the_head_is_listed_with_its_unit(report, drawn):
    found = part_of(drawn, "بخش پنجم: زمان پاسخ")
    late = [issue for visit in report["visits"] for issue in visit["issues"] if "climbed_on" in issue]
    assert late
    assert flat("دیرکردهایی که به رئیس دستگاه گزارش شد") in found


def test_forty_units_with_long_names_have_a_row_each(drawn):
    found = part_of(pages.draw(example_times.report(120, many_units=True)), "بخش پنجم: زمان پاسخ")
    for number in (1, 17, 40):
        assert flat(persian(f"شهرداری منطقهٔ {number} نخلستان")) in found


def test_a_quarter_of_one_unit_that_was_always_late_says_so_and_compares_it_with_nobody(office, clock):
    report = of_office(office, clock)
    found = part_of(pages.draw(report), "بخش پنجم: زمان پاسخ")
    assert flat("۰ مورد در مهلت و ۱ مورد پس از مهلت") in found
    assert flat("واحدهای کندتر") not in found


def test_a_quarter_in_which_nobody_came_says_that_nothing_was_measured(office, clock):
    clock.set(9, day=MEETING_DAY + dt.timedelta(days=120))
    report, _figures = data.build(office, Quarter(1405, 3), office.now())
    found = part_of(pages.draw(report), "بخش پنجم: زمان پاسخ")
    assert flat("در این گزارش نتیجه‌ای که روز آن ثبت شده باشد نیست") in found
    assert report["response"]["units"] == report["response"]["months"] == []


def test_a_report_without_an_outcome_says_so():
    found = part_of(pages.draw(example_times.report(0)), "بخش پنجم: زمان پاسخ")
    assert flat("در این گزارش نتیجه‌ای که روز آن ثبت شده باشد نیست.") in found
    assert flat("هیچ دیرکردی به رئیس دستگاه گزارش نشد.") in found


def test_what_layout_1_has_too_is_copied_the_same_from_layout_2(tmp_path):
    before, now = (pages.draw({**example_times.report(24), "layout": number}) for number in (1, 2))
    for read in (pdfium, lambda made: poppler_turned(made, tmp_path)):
        found = [
            [text.partition(flat("فرمانداری شوش · تابستان"))[0] for text in map(flat, read(made))]
            for made in (before, now)
        ]
        for title in ("بخش دوم: مراجعه‌کنندگان و موردها", "بخش سوم: موردهای باز", "بخش چهارم: اطلاع‌رسانی نتیجه‌ها"):
            same = [[text for text in texts if flat(title) in text[:80]] for texts in found]
            assert same[0] == same[1] != []


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="needs pdfinfo of poppler-utils")
def test_who_hears_the_pages_hears_no_two_lines_as_one_word(report, drawn, tmp_path):
    """The structure's text comes in the order of the eye, so its words are turned round here."""
    heard = {}
    for number, made in ((1, pages.draw({**report, "layout": 1})), (2, drawn)):
        file = tmp_path / "report.pdf"
        file.write_bytes(made)
        command = ["pdfinfo", "-struct-text", str(file)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        heard[number] = {word[::-1] for word in re.findall("[\u0621-\u06cc\u200c]+", said)}
    glued = {father + county for father in example.FATHERS for county in example.COUNTIES}
    names = {visit["last_name"] for visit in report["visits"] if " " not in visit["last_name"]}
    assert names <= heard[2]
    assert not names <= heard[1], "in layout 1 they run into what stands beside them"
    assert not glued & heard[2]


# sheet


def test_the_sheet_has_a_page_of_response_times(report):
    rows = table(opened(sheet.write(report)), "زمان پاسخ")
    by_unit = {row["واحد، ماه یا نوع"]: row for row in rows if row["به تفکیک"] == "واحد اقدام‌کننده"}
    for times in report["response"]["units"]:
        row = by_unit[times["unit"] or "بدون واحد"]
        assert (row["با نتیجه"], row["نیمی تا (روز)"], row["پس از مهلت"]) == (
            times["decided"], times["half"], times["late"],
        )  # fmt: skip
    assert rows[0]["با نتیجه"] == report["response"]["times"]["decided"]


def test_digits_of_a_units_name_are_persian_on_the_sheets_page_of_response_times(report):
    made = deepcopy(report)
    made["response"]["units"][0]["unit"] = "اداره آب منطقه 2"
    words = {row["واحد، ماه یا نوع"] for row in table(opened(sheet.write(made)), "زمان پاسخ")}
    assert "اداره آب منطقه ۲" in words


def test_a_sheet_of_before_has_none():
    assert opened(sheet.write(example.report(5))).sheetnames == ["جمع‌ها", "دیدارها", "مراجعه‌ها"]
