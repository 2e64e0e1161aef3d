"""Letters: what they say, that they are kept as they were made, numbered, posted, and that a posted result is told."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from PIL import Image

from app import (
    attachments,
    corrections,
    emblem,
    issues,
    letter_drafts,
    letter_list,
    letters,
    mailing,
    office_settings,
    outcomes,
    pauses,
    reach,
    referrals,
    reminders,
    rulings,
    units,
)
from app.domain.codes import LetterSize, Level, Purpose, Role, Status, Way
from app.domain.errors import Refused, UserError
from app.domain.persian.calendar import Quarter, jalali
from app.letter_list import Step
from app.office import SignedIn
from app.report import meaning
from app.report.data import build
from app.units import UnitParticulars
from tests import make
from tests.app.documents.readers import pdfium
from tests.conftest import MEETING_DAY

DUE = jalali(1405, 7, 10)
POSTED = "RR473124829IR"
SECRET = "رفتار ناشایست مدیر"


def said(pdf: bytes) -> str:
    return " ".join(" ".join(line for page in pdfium(pdf) for line in page).split())


def decided(office, number=1, status=Status.RESOLVED, text="کوچه آسفالت شد.", **given):
    """A matter with its outcome. Returns the issue's id."""
    (issue_id,) = make.registered(office, number, **given).issue_ids
    outcomes.record(office, issue_id, status, text)
    return issue_id


def one_letter(office, issue_id, purpose=Purpose.RESULT):
    made = letters.make(office, [issue_id], purpose)
    return made.ids[0], said(made.pdf)


def sign_in(office, *roles):
    office.user = SignedIn(office.user.id, office.user.login, office.user.name, roles)


# what they say --------------------------------------------------------------------------------------------------------


def test_an_applicant_is_told_the_result_in_writing(office):
    issue_id = decided(office)
    _id, words = one_letter(office, issue_id)
    for part in (
        "بسمه تعالی", "شهرداری نخلستان", "متقاضی گرامی، مریم کعبی",
        "موضوع: پاسخ به مراجعهٔ مورخ ۲۲ شهریور ۱۴۰۵ (کد پیگیری",
        "در پی مراجعهٔ حضوری شما در تاریخ ۲۲ شهریور ۱۴۰۵ دربارهٔ «آسفالت معابر»، به آگاهی می‌رساند: کوچه آسفالت شد.",
        "از شکیبایی شما سپاسگزاریم.", "فرهاد بهرامی", "شهردار", "اهواز، خیابان نرگس، پلاک ۱۷",
    ):  # fmt: skip
        assert part in words


def test_who_is_refused_has_the_reason_in_writing(office):
    """Charter, art. 23."""
    issue_id = decided(office, status=Status.REJECTED, text="نبود اعتبار.")
    _id, words = one_letter(office, issue_id)
    assert "به آگاهی می‌رساند: با توجه به نبود اعتبار، پذیرش این درخواست ممکن نیست." in words
    assert "این پاسخ بر پایهٔ مادهٔ ۲۳ منشور حقوق شهروندی به‌صورت مکتوب تقدیم می‌شود." in words


def test_who_is_guided_elsewhere_is_told_where(office):
    issue_id = make.registered(office).issue_ids[0]
    outcomes.record(office, issue_id, Status.REDIRECTED, where_to="کمیتهٔ امداد")
    _id, words = one_letter(office, issue_id)
    assert "رسیدگی به موضوع شما در صلاحیت کمیتهٔ امداد است. لطفاً به آن دستگاه مراجعه کنید." in words
    assert words.count("در صلاحیت") == 1


def test_who_is_guided_elsewhere_in_a_sentence_of_the_offices_reads_it_as_it_is(office):
    _id, words = one_letter(office, decided(office, status=Status.REDIRECTED, text="رسیدگی در صلاحیت ادارهٔ راه است"))
    assert "رسیدگی به موضوع شما در صلاحیت دستگاه دیگری است. رسیدگی در صلاحیت ادارهٔ راه است. از شکیبایی" in words


def test_an_interim_word_names_the_day(office):
    issue_id = make.registered(office).issue_ids[0]
    rulings.give(office, issue_id, "بررسی شود", unit="درآمد", due=DUE)
    _id, words = one_letter(office, issue_id, Purpose.INTERIM)
    assert "نتیجه تا تاریخ ۱۰ مهر ۱۴۰۵ به شما اعلام می‌شود." in words


def test_papers_are_asked_for_by_name(office):
    issue_id = make.registered(office).issue_ids[0]
    rulings.give(office, issue_id, "بررسی شود", unit="درآمد", due=DUE)
    pauses.pause(office, issue_id, "رونوشت سند")
    _id, words = one_letter(office, issue_id, Purpose.PAPERS)
    assert "این مدارک لازم است: رونوشت سند." in words


def test_papers_that_were_typed_a_line_each_are_told_apart(office):
    issue_id = make.registered(office).issue_ids[0]
    pauses.pause(office, issue_id, "سند\nکارت ملی.")
    _id, words = one_letter(office, issue_id, Purpose.PAPERS)
    assert "این مدارک لازم است: سند، کارت ملی." in words


def test_a_result_is_not_told_before_there_is_one(office):
    issue_id = make.registered(office).issue_ids[0]
    with pytest.raises(Refused) as refused:
        letters.make(office, [issue_id], Purpose.RESULT)
    assert refused.value.reason == "ابتدا نتیجه را ثبت کنید، سپس آن را اطلاع دهید."


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.REJECTED, Status.REDIRECTED])
def test_of_a_matter_that_only_the_head_may_know_no_words_are_on_paper(office, status):
    brought = make.issue(subject="موضوع محرمانه", description=SECRET, head_only=True)
    issue_id = decided(office, issues=(brought,), status=status, text=SECRET)
    letter_id, words = one_letter(office, issue_id)
    sign_in(office, Role.SECRETARY)
    again = said(letters.pdf(office, [letter_id]))
    for page in (words, again):
        assert "متقاضی گرامی، مریم کعبی" in page
        assert "محرمانه" not in page
        assert SECRET not in page
    assert SECRET not in repr(letter_list.rows(office, Step.NUMBER))


def test_who_signs_is_a_setting(office):
    office_settings.change(office, replace(office_settings.of(office), signer="سارا امینی", signer_post="معاون شهردار"))
    _id, words = one_letter(office, decided(office))
    assert "سارا امینی" in words
    assert "معاون شهردار" in words
    assert "بهرامی" not in words


# to units -------------------------------------------------------------------------------------------------------------


def referred(office, number=1, unit="فنی و عمرانی", **given):
    (issue_id,) = make.registered(office, number, **given).issue_ids
    rulings.give(office, issue_id, "ظرف ۱۰ روز بازدید شود", unit=unit, due=DUE)
    return issue_id


def test_a_matter_goes_to_its_unit_with_ruling_due_date_and_the_petition(office):
    issue_id = referred(office)
    attachments.attach(office, issue_id, "petition.pdf", b"%PDF-1.7 petition")
    _id, words = one_letter(office, issue_id, Purpose.COVERING)
    for part in (
        "به: فنی و عمرانی", "پیوست: ۱ فقره", "دستور شهردار: «ظرف ۱۰ روز بازدید شود»", "متقاضی: مریم کعبی",
        "موضوع مطرح‌شده در دیدار چهره‌به‌چهرهٔ مورخ ۲۲ شهریور ۱۴۰۵ به پیوست برای بررسی، اقدام و اعلام نتیجه تا تاریخ",
    ):  # fmt: skip
        assert part in words


def test_what_waits_for_one_unit_goes_in_one_letter(office):
    first, second = referred(office, 1), referred(office, 2)
    third = referred(office, 3, unit=("فنی و عمرانی", "درآمد"))
    made = letters.make(office, [first, second, third], Purpose.COVERING)
    assert len(made.ids) == 2
    assert sum("به: فنی و عمرانی" in " ".join(page) for page in pdfium(made.pdf)) == 1
    assert "۳ موضوع مطرح‌شده" in said(made.pdf)
    rows = letter_list.rows(office, Step.NUMBER)
    assert [(row.name, row.others, row.goes) for row in rows] == [("فنی و عمرانی", 2, False), ("درآمد", 0, False)]


def test_its_number_is_the_referrals_and_is_taken_away_again(office):
    first, second = referred(office, 1), referred(office, 2)
    (letter_id,) = letters.make(office, [first, second], Purpose.COVERING).ids
    before = letters.number(office, letter_id, "۱۴۰۵/۱۱۲", MEETING_DAY)
    for issue_id in (first, second):
        (row,) = referrals.of_issue(office, issue_id)
        assert (row.letter_number, row.letter_date) == ("۱۴۰۵/۱۱۲", MEETING_DAY)
    assert "۱۴۰۵/۱۱۲" in said(letters.pdf(office, [letter_id]))
    letters.number(office, before.letter_id, before.number, before.date)
    assert referrals.of_issue(office, first)[0].letter_number is None


def test_a_second_covering_letter_is_not_written(office):
    issue_id = referred(office)
    letters.make(office, [issue_id], Purpose.COVERING)
    with pytest.raises(Refused, match="نامهٔ ارجاع پیش‌تر تهیه شده است"):
        letters.make(office, [issue_id], Purpose.COVERING)


def test_a_reminder_says_which_one_it_is_and_follows_the_letter(office, clock):
    issue_id = referred(office)
    (letter_id,) = letters.make(office, [issue_id], Purpose.COVERING).ids
    letters.number(office, letter_id, "1405/112", MEETING_DAY)
    clock.set(9, day=jalali(1405, 7, 12))
    reminders.remind_matters(office, [issue_id])
    _id, words = one_letter(office, issue_id, Purpose.REMINDER)
    assert "یادآوری نخست" in words
    assert "پیرو نامهٔ شمارهٔ ۱۴۰۵/۱۱۲ مورخ ۲۲ شهریور" in words
    assert "پاسخ موضوع زیر که مهلت آن ۱۰ مهر ۱۴۰۵ بود، دریافت نشده است." in words


def test_what_climbed_goes_to_the_units_head(office, clock):
    (unit,) = [one for one in units.of_office(office) if one.name == "فنی و عمرانی"]
    units.describe(office, unit.id, UnitParticulars(head="کاظم مرادی"))
    issue_id = referred(office)
    clock.set(9, day=jalali(1405, 7, 12))
    for level in (Level.UNIT, Level.UNIT_HEAD):
        reminders.remind_matters(office, [issue_id], level=level)
    _id, words = one_letter(office, issue_id, Purpose.REMINDER)
    assert "یادآوری دوم" in words
    assert "به: کاظم مرادی، فنی و عمرانی" in words
    assert "خواهشمند است دستور فرمایید" in words


def test_what_climbed_to_the_agencys_head_goes_to_him_and_not_under_his_own_hand(office, clock):
    """The unit's other matters are asked of the unit as before."""
    climbed, other = referred(office, 1), referred(office, 2)
    clock.set(9, day=jalali(1405, 7, 12))
    reminders.remind_matters(office, [climbed], level=Level.AGENCY_HEAD)
    reminders.remind_matters(office, [other])
    assert [row.units for row in letter_drafts.chosen(office, [climbed, other], Purpose.REMINDER)] == [
        ("شهردار (فنی و عمرانی)",),
        ("فنی و عمرانی",),
    ]
    made = letters.make(office, [climbed, other], Purpose.REMINDER)
    to_unit, to_head = (said(letters.pdf(office, [letter_id])) for letter_id in made.ids)
    assert "به: فنی و عمرانی" in to_unit
    assert "به: فرهاد بهرامی، شهردار" in to_head
    assert "واحد اقدام‌کننده: فنی و عمرانی" in to_head
    assert "دستور فرمایید" in to_head
    assert f"{office.user.name} دفتر شهردار" in to_head


def test_where_another_agency_is_silent_the_head_writes_to_its_head(office, clock):
    (unit,) = [one for one in units.of_office(office) if one.name == "فنی و عمرانی"]
    units.describe(office, unit.id, UnitParticulars(head="کاظم مرادی", outside=True))
    issue_id = referred(office)
    clock.set(9, day=jalali(1405, 7, 12))
    reminders.remind_matters(office, [issue_id], level=Level.AGENCY_HEAD)
    _id, words = one_letter(office, issue_id, Purpose.REMINDER)
    assert "به: کاظم مرادی، فنی و عمرانی" in words


def test_a_unit_hears_of_a_confidential_matter_through_the_head_alone(office):
    brought = make.issue(subject="موضوع محرمانه", description=SECRET, head_only=True)
    issue_id = referred(office, issues=(brought,))
    sign_in(office, Role.SECRETARY)
    with pytest.raises(Refused):
        letters.make(office, [issue_id], Purpose.COVERING)
    sign_in(office, Role.HEAD, Role.SECRETARY)
    letter_id, words = one_letter(office, issue_id, Purpose.COVERING)
    assert SECRET not in words
    assert "بازدید شود" not in words
    sign_in(office, Role.SECRETARY)
    assert "فنی و عمرانی" not in repr(letter_list.rows(office, Step.NUMBER))
    with pytest.raises(Refused):
        letters.pdf(office, [letter_id])


# kept as they were made -----------------------------------------------------------------------------------------------


def test_a_letter_is_drawn_again_byte_for_byte_whatever_has_changed(office, clock):
    office_settings.change(office, replace(office_settings.of(office), emblem=emblem.keep(office, picture())))
    many = [decided(office, number) for number in range(1, 4)]
    made = letters.make(office, many, Purpose.RESULT, LetterSize.A5)
    clock.tick(90)
    settings = office_settings.of(office)
    other = emblem.keep(office, picture("JPEG", "maroon"))
    changed = replace(
        settings, signer="سارا امینی", sender_address="جای دیگر", emblem=other, letter_copies=("بایگانی",)
    )
    office_settings.change(office, changed)
    assert letters.pdf(office, made.ids) == made.pdf


def test_many_are_one_pdf_in_the_order_of_the_rows_and_each_is_told_of(office):
    many = [decided(office, number, particulars={"last_name": f"کعبی{number}"}) for number in range(1, 5)]
    seen = []
    made = letters.make(office, [*reversed(many)], Purpose.RESULT, progress=lambda done, of: seen.append((done, of)))
    names = [next(line for line in page if "متقاضی" in line) for page in pdfium(made.pdf)]
    assert [name[-1] for name in names] == ["4", "3", "2", "1"] or [name[-1] for name in names] == list("۴۳۲۱")
    assert seen == [(done, 4) for done in range(5)]


class StoppedError(UserError):
    pass


def test_stopped_on_the_way_nothing_is_kept(office):
    many = [decided(office, number) for number in range(1, 5)]

    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise StoppedError("")

    with pytest.raises(StoppedError):
        letters.make(office, many, Purpose.RESULT, progress=stop)
    assert letter_list.rows(office, Step.NUMBER) == []


def test_of_many_those_without_a_result_are_left_out_by_name(office):
    ready, waiting = decided(office, 1), make.registered(office, 2, particulars={"last_name": "شریفی"}).issue_ids[0]
    made = letters.make(office, [ready, waiting, ready], Purpose.RESULT)
    assert len(made.ids) == 1
    assert [(one.name, one.why) for one in made.left_out] == [
        ("مریم شریفی", "ابتدا نتیجه را ثبت کنید، سپس آن را اطلاع دهید.")
    ]


def test_a_matter_that_becomes_the_heads_alone_takes_its_letter_with_it(office):
    row = make.registered(office)
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "انجام شد")
    letter_id, _words = one_letter(office, row.issue_ids[0])
    form = make.visit(issues=(make.issue(head_only=True),), arrived="9:42")
    from app import visits

    visits.correct(office, row.visit_id, form)
    sign_in(office, Role.SECRETARY)
    with pytest.raises(Refused):
        letters.pdf(office, [letter_id])


def test_number_and_date_are_typed_in_afterwards_together(office):
    letter_id, words = one_letter(office, decided(office))
    assert "شماره: ....." in words
    for number, date, field in (
        ("12", None, "date"),
        ("", MEETING_DAY, "number"),
        ("1", MEETING_DAY + dt.timedelta(1), "date"),
    ):
        with pytest.raises(Refused) as refused:
            letters.number(office, letter_id, number, date)
        assert refused.value.field == field
    letters.number(office, letter_id, " 1405/112 ", MEETING_DAY)
    assert "شماره: ۱۴۰۵/۱۱۲" in said(letters.pdf(office, [letter_id]))
    assert [row.id for row in letter_list.rows(office, Step.POST)] == [letter_id]


# posted ---------------------------------------------------------------------------------------------------------------


def test_a_posted_result_is_the_notice_with_its_proof_and_is_undone(office):
    issue_id = decided(office)
    letter_id, _words = one_letter(office, issue_id)
    assert issues.one(office, issue_id).told_by is None
    answer = letters.posted(office, letter_id, MEETING_DAY, POSTED)
    assert (answer.told, answer.warning) == (True, None)
    row = issues.one(office, issue_id)
    assert (row.told_by, row.told_on) == (Way.LETTER, MEETING_DAY)
    letters.take_back_posted(office, letter_id)
    assert issues.one(office, issue_id).told_by is None
    assert letters.posted(office, letter_id, MEETING_DAY, POSTED).told


def test_a_letter_is_noted_with_its_true_day_though_he_came_again_before_anybody_noted_it(office, clock):
    """What was told before a visit is no answer to that visit: the report says so of it."""
    issue_id = decided(office)
    letter_id, _words = one_letter(office, issue_id)
    week_later = MEETING_DAY + dt.timedelta(7)
    clock.set(9, day=week_later)
    outcomes.reopen(office, issue_id, "دوباره آمد")
    make.registered(office, 1, issues=(make.issue(follows=issue_id),))
    outcomes.take_back(office, issue_id)
    assert letters.posted(office, letter_id, MEETING_DAY, POSTED).told
    assert issues.one(office, issue_id).told_on == MEETING_DAY
    report, found = build(office, Quarter(1405, 2), office.now())
    assert {issue.date: issue.told_on for issue in found.issues} == {MEETING_DAY: MEETING_DAY, week_later: None}
    meaning.check(report)  # which takes no notice before its visit


def test_an_interim_word_is_no_notice(office):
    issue_id = make.registered(office).issue_ids[0]
    letter_id, _words = one_letter(office, issue_id, Purpose.INTERIM)
    assert not letters.posted(office, letter_id, MEETING_DAY, POSTED).told


def test_a_letter_with_a_result_that_stands_no_more_tells_nothing(office, clock):
    issue_id = decided(office)
    letter_id, _words = one_letter(office, issue_id)
    clock.tick()
    outcomes.record(office, issue_id, Status.REJECTED, "نبود اعتبار")
    assert not letters.posted(office, letter_id, MEETING_DAY, POSTED).told
    assert issues.one(office, issue_id).told_by is None


def test_it_is_posted_once_after_it_was_made_under_a_number_of_its_own(office):
    first, second = (one_letter(office, decided(office, number))[0] for number in (1, 2))
    with pytest.raises(Refused) as refused:
        letters.posted(office, first, MEETING_DAY, " ")
    assert refused.value.field == "registered"
    for date in (MEETING_DAY - dt.timedelta(1), MEETING_DAY + dt.timedelta(1)):
        with pytest.raises(Refused) as refused:
            letters.posted(office, first, date, POSTED)
        assert refused.value.field == "posted_on"
    letters.posted(office, first, MEETING_DAY, POSTED)
    with pytest.raises(Refused):
        letters.posted(office, second, MEETING_DAY, POSTED)
    with pytest.raises(Refused):
        letters.posted(office, first, MEETING_DAY, "1" * 24)
    odd = letters.posted(office, second, MEETING_DAY, "123")
    assert odd.warning is not None


def test_a_letter_is_taken_back_until_it_was_posted(office):
    issue_id = decided(office)
    letter_id, _words = one_letter(office, issue_id)
    letters.take_back(office, [letter_id])
    again, _words = one_letter(office, issue_id)
    letters.posted(office, again, MEETING_DAY, POSTED)
    with pytest.raises(Refused):
        letters.take_back(office, [again])


def test_a_common_result_is_written_to_each_who_brought_it(office):
    issue_id, other = decided(office, 1), make.registered(office, 2).issue_ids[0]
    assert corrections.of_visit(office, 1) is not None
    outcomes.record(office, other, Status.RESOLVED, "انجام شد")
    made = letters.make(office, [issue_id, other], Purpose.RESULT)
    assert len(made.ids) == 2


# who is to be written to ----------------------------------------------------------------------------------------------


def test_who_takes_no_sms_is_to_be_written_to_until_he_was(office):
    silent = decided(office, 1, particulars={"mobile": ""})
    decided(office, 2)
    row = make.registered(office, 3)
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "انجام شد")
    reach.change(office, row.visitor_id, replace(reach.of_person(office, row.visitor_id), no_sms=True))
    assert [one.issue_id for one in letter_list.rows(office, Step.WRITE)] == [silent, row.issue_ids[0]]
    assert letter_list.counts(office)[Step.WRITE] == 2
    letters.make(office, [silent], Purpose.RESULT)
    assert [one.issue_id for one in letter_list.rows(office, Step.WRITE)] == [row.issue_ids[0]]


def test_the_postal_code_is_the_persons_own(office):
    row = make.registered(office)
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "انجام شد")
    reach.change(office, row.visitor_id, replace(reach.of_person(office, row.visitor_id), postal_code="6135712345"))
    letter_id, words = one_letter(office, row.issue_ids[0])
    assert "کد پستی: ۶۱۳۵۷۱۲۳۴۵" in words.replace("۶۱۳۵۷ ", "۶۱۳۵۷")
    (listed,) = letter_list.rows(office, Step.NUMBER)
    assert (listed.id, listed.postal_code, listed.addressed) == (letter_id, "6135712345", True)


def test_without_an_address_it_is_handed_over(office):
    letter_id, words = one_letter(office, decided(office, particulars={"address": ""}))
    assert "تحویل حضوری" in words
    assert [row.addressed for row in letter_list.rows(office, Step.NUMBER) if row.id == letter_id] == [False]


def test_labels_and_the_list_for_the_post_office_are_of_the_chosen_letters(office):
    made = letters.make(office, [decided(office, number) for number in (1, 2)], Purpose.RESULT)
    assert said(mailing.labels(office, made.ids).pdf).count("پلاک ۱۷") == 2
    settings = replace(office_settings.of(office), sender_address="اهواز، خیابان امام", label_columns=0, label_rows=99)
    office_settings.change(office, settings)
    assert said(mailing.labels(office, made.ids, begin=4).pdf).count("پلاک ۱۷") == 2
    paper = said(mailing.post_list(office, made.ids).pdf)
    assert paper.count("کعبی") == 2
    assert "فرستنده: شهرداری نخلستان · اهواز، خیابان امام" in paper
    with pytest.raises(Refused):
        mailing.post_list(office, [])


# the picture in the letterhead ----------------------------------------------------------------------------------------


def picture(kind: str = "PNG", colour: str = "teal", size: tuple[int, int] = (800, 800), mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    "content", [picture(), picture("JPEG"), picture(mode="RGBA"), picture(mode="P"), picture(mode="L")]
)
def test_a_picture_is_kept_as_pages_can_bear_it(office, content):
    digest = emblem.keep(office, content)
    assert emblem.keep(office, content) == digest
    kept = Image.open(io.BytesIO(emblem.content(office, digest)))
    assert (kept.format, kept.mode, kept.size) == ("PNG", "RGB", (500, 500))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"GIF89a",
        picture()[:60],
        picture(size=(7000, 10)),
        picture(size=(2000, 8)),
        b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024**2),
    ],
)
def test_what_is_no_picture_or_too_large_stays_out(office, content):
    with pytest.raises(Refused) as refused:
        emblem.keep(office, content)
    assert refused.value.field == "emblem"
