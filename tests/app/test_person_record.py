"""A person's own record: all that the office holds of him, for him or who represents him, and for nobody else."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from app import bookings, common_matters, issues, merging, office_settings, outcomes, person_record, rulings, visits
from app.domain.codes import MessageState, Purpose, Role, Status
from app.domain.errors import Refused
from app.issues import of_visit
from app.office import Office
from app.person_record import Asked
from app.security.rights import Right
from db.models import AuditEntry, AuditValue, Contentment, Message, Outcome, PhoneCall, Visit
from tests import make
from tests.app.documents.readers import pdfium, poppler
from tests.conftest import MEETING_DAY, Clock

HIMSELF = Asked("کارت ملی")


def flat(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def read(pdf: bytes) -> str:
    """All words of the paper; how a reader parts them does not matter."""
    return flat("".join(line for page in pdfium(pdf) for line in page))


def given(office: Office, issue: int, asked: Asked = HIMSELF) -> str:
    return read(person_record.give(office, issue, asked).pdf)


def brought(office: Office, number: int = 1, **given_: object) -> int:
    return of_visit(office, make.registered(office, number, **given_).visit_id)[0].id


@pytest.fixture
def issue(office: Office, clock: Clock) -> int:
    """A matter that was ruled on, decided and told by phone."""
    brought_ = brought(office)
    clock.tick()
    rulings.give(
        office, brought_, "ظرف ۱۰ روز بازدید و اقدام شود", unit="درآمد", due=MEETING_DAY + dt.timedelta(days=9)
    )
    clock.set(11, day=MEETING_DAY + dt.timedelta(days=7))
    outcomes.record(office, brought_, Status.RESOLVED, "کوچه آسفالت شد.", note="با پیمانکار تسویه نشده است")
    return brought_


def test_his_mobile_number_reads_from_its_first_digit(office, issue, tmp_path):
    """Where its groups stand on the page: a reader of the text would put them in order by itself."""
    boxes = "\n".join(poppler(person_record.give(office, issue, HIMSELF).pdf, tmp_path, "-bbox"))
    left = {word: float(x) for x, word in re.findall(r'xMin="([\d.]+)".*?>(۰۹۱۶|۰۰۰۱)<', boxes)}
    assert left["۰۹۱۶"] < left["۰۰۰۱"]


def test_it_holds_his_particulars_his_visits_and_what_became_of_each_matter(office, issue):
    found = given(office, issue)
    for words in ("مریم کعبی", "جاسم", make.national_id(1), "خیابان نرگس، پلاک ۱۷", "آسفالت معابر", "کوچه خاکی است."):
        assert flat(words.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))) in found
    for words in ("ظرف ۱۰ روز بازدید و اقدام شود", "درآمد", "کوچه آسفالت شد.", "۱۴۰۵/۰۶/۲۲", "۱۴۰۵/۰۶/۲۹"):
        assert flat(words) in found


def test_what_is_for_the_file_alone_is_not_his(office, issue):
    assert flat("با پیمانکار تسویه نشده است") not in given(office, issue)


def test_an_outcome_that_was_written_anew_stands_there_once(office, clock, issue):
    for _time in range(2):
        clock.tick()
        outcomes.record(office, issue, Status.RESOLVED, "پیمانکار رفت.")
    found = given(office, issue)
    assert found.count(flat("پیمانکار رفت.")) == 1
    assert flat("کوچه آسفالت شد.") not in found


def test_calls_and_contentment_are_part_of_it_and_what_was_taken_back_is_not(office, clock, issue):
    at, of = office.now(), {"agency_id": office.agency_id, "issue_id": issue}
    told = {"incoming": False, "answered": True, "told": True, "called_at": at}
    with office.work("test.rows", Right.FOLLOW_UP) as session:
        session.add(PhoneCall(**of, **told, spoke_to="برادرش"))
        session.add(PhoneCall(**of, **told, spoke_to="همسایه", withdrawn_at=at))
        session.add(Contentment(**of, content=False, reason="دیر رسیدگی شد.", asked_at=at))
    found = given(office, issue)
    assert flat("برادرش") in found
    assert flat("دیر رسیدگی شد.") in found
    assert flat("همسایه") not in found


def test_records_that_are_one_person_are_one_paper(office, clock, issue):
    other = make.registered(
        office,
        2,
        particulars={"national_id": "", "no_id_reason": "همراه نداشت"},
        issues=(make.issue(subject="مستمری"),),
    )
    with office.read() as session:
        of = select(Visit.visitor_id).where(Visit.id == issues.one(office, issue).visit_id)
        mine = session.scalars(of).one()
        theirs = session.scalars(select(Visit.visitor_id).where(Visit.id == other.visit_id)).one()
    merging.merge(office, mine, theirs)
    for which in (issue, of_visit(office, other.visit_id)[0].id):
        found = given(office, which)
        assert flat("مستمری") in found
        assert flat("آسفالت معابر") in found


def test_nobody_else_is_on_it(office, issue):
    brought(
        office,
        9,
        particulars={"first_name": "کاظم", "last_name": "مرادی"},
        issues=(make.issue(subject="عوارض نوسازی"),),
    )
    found = given(office, issue)
    assert flat("مرادی") not in found
    assert flat("عوارض نوسازی") not in found


def test_who_asked_and_how_he_showed_who_he_is_stands_on_it_and_in_the_trail(office, issue):
    found = given(office, issue, Asked("وکالت‌نامهٔ ۱۲۳۴", representative=True, name="رضا ساکی"))
    assert flat("رضا ساکی") in found
    assert flat("وکالت‌نامهٔ ۱۲۳۴") in found
    with office.read() as session:
        kept = session.execute(
            select(AuditEntry.act, AuditValue.payload)
            .join(AuditValue, AuditValue.seq == AuditEntry.seq)
            .order_by(AuditEntry.seq.desc())
        ).first()
    assert kept.act == "person_record.give"
    said = kept.payload.decode()
    assert "رضا ساکی" in said
    assert "وکالت‌نامهٔ ۱۲۳۴" in said


def test_how_he_showed_who_he_is_is_read_in_the_papers_own_digits(office, issue):
    paper = given(office, issue, Asked("شناسنامهٔ 5271", representative=True, name="وکیل پایهٔ 1"))
    assert flat("شناسنامهٔ ۵۲۷۱") in paper
    assert flat("پایهٔ ۱") in paper


def test_without_a_proof_nothing_is_given_out(office, issue):
    with pytest.raises(Refused) as refused:
        person_record.give(office, issue, Asked("  "))
    assert refused.value.field == "proof"
    with pytest.raises(Refused) as refused:
        person_record.give(office, issue, Asked("کارت ملی", representative=True))
    assert refused.value.field == "name"


def test_words_that_only_the_head_may_know_are_not_given_out_by_others(office, clock):
    secret = brought(office, issues=(make.issue(head_only=True, subject="گزارش تخلف", description="نام کارمند"),))
    office.user = replace(office.user, roles=(Role.SECRETARY,))
    found = given(office, secret)
    assert flat("گزارش تخلف") not in found
    assert flat("نام کارمند") not in found
    assert flat(issues.confidential()) in found


def test_confidential_stands_on_each_page_by_the_offices_switch(office, issue):
    assert flat("محرمانه") not in given(office, issue)
    office_settings.change(office, replace(office_settings.of(office), confidential_reports=True))
    pages = pdfium(person_record.give(office, issue, HIMSELF).pdf)
    assert all(flat("محرمانه") in flat("".join(page)) for page in pages)


def test_pages_are_numbered_with_their_total(office, clock):
    first = brought(office)
    for number in range(40):
        clock.set(8, number, day=MEETING_DAY + dt.timedelta(days=7 * (number + 1)))
        visits.register(office, make.visit(1, issues=(make.issue(subject=f"موضوع {number}"),)))
    pages = [flat("".join(page)) for page in pdfium(person_record.give(office, first, HIMSELF).pdf)]
    assert len(pages) > 2
    total = str(len(pages)).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert all(f"از{total}" in page for page in pages)


def test_the_same_record_is_the_same_paper(office, issue):
    first, second = (person_record.give(office, issue, HIMSELF) for _time in range(2))
    assert first == second


def test_an_objection_is_on_it_with_its_words(office, clock, issue):
    with office.work("test.rows", Right.FOLLOW_UP) as session:
        again = {"status": Status.OPEN, "text": "هنوز خاکی است.", "objected": True, "recorded_at": office.now()}
        session.add(Outcome(agency_id=office.agency_id, issue_id=issue, **again))
    assert flat("هنوز خاکی است.") in given(office, issue)


def test_of_a_common_matter_only_who_objected_has_his_words_on_his_record(office, clock, issue):
    other = brought(office, 9, particulars={"first_name": "کاظم", "last_name": "مرادی"})
    common_matters.link(office, [other], issue)
    clock.tick()
    outcomes.record(office, issue, Status.RESOLVED, "کوچه آسفالت شد.")
    clock.tick()
    outcomes.reopen(office, other, "جلوی خانهٔ من مانده است.", objected=True)
    his, another = given(office, other), given(office, issue)
    assert flat("جلوی خانهٔ من مانده است.") in his
    assert flat("جلوی خانهٔ من مانده است.") not in another
    assert flat("مرادی") not in another
    assert flat("کوچه آسفالت شد.") in his
    assert flat("کوچه آسفالت شد.") in another


def test_who_was_only_booked_has_a_record_with_his_turns_and_what_he_was_sent_and_nothing_of_others(office, clock):
    """The phone is another's, too, who was sent something of his own."""
    booked = bookings.book(office, make.by_phone(1), MEETING_DAY + dt.timedelta(7))
    bookings.book(office, make.by_phone(2, particulars={"mobile": booked.mobile}), MEETING_DAY + dt.timedelta(7))
    at = {"agency_id": office.agency_id, "purpose": Purpose.MOVED, "state": MessageState.DELIVERED, "parts": 1}
    with office.work("test.rows", Right.FOLLOW_UP) as session:
        for uid, name in enumerate(("نرگس شریفی", "یوسف حمیدی", "نرگس شریفی‌نژاد"), 1):
            text = f"متقاضی گرامی {name}\nنوبت شما منتقل شد."
            sent = {"uid": uid, "queued_at": office.now(), "sent_at": office.now()}
            session.add(Message(**at, **sent, number=booked.mobile, text=text))
    found = read(person_record.give_of_booking(office, booked.booking_id, HIMSELF).pdf)
    for words in ("نرگس شریفی", "نوبت‌های قبلی: ۱", "۱۴۰۵/۰۶/۲۹", "آسفالت معابر", "نوبت شما منتقل شد."):
        assert flat(words) in found
    assert flat("حمیدی") not in found
    assert flat("نژاد") not in found


def test_who_is_known_without_a_matter_has_his_record_too(office, clock):
    row = make.registered(office)
    with office.read() as session:
        whose = session.scalars(select(Visit.visitor_id).where(Visit.id == row.visit_id)).one()
    visits.withdraw(office, row.visit_id)
    given_ = person_record.give_of_person(office, whose, HIMSELF)
    assert given_.whose == "مریم کعبی"
    assert flat("خیابان نرگس، پلاک ۱۷") in read(given_.pdf)


def test_a_code_in_latin_letters_stays_as_it_was_given(office, tmp_path):
    """Read by poppler: pdfium turns a Latin letter and the number beside it."""
    issue_id = brought(office, particulars={"address": "خیابان نرگس، پلاک B12"})
    assert any("B12" in line for line in poppler(person_record.give(office, issue_id, HIMSELF).pdf, tmp_path))
