"""An issue's whole story: all that happened to it, the latest first, with what is still to come on top."""

import datetime as dt

import pytest
from sqlalchemy import event

from app import attachments, matters, notices, outcomes, referrals, rulings, timeline, visits
from app.domain.codes import AnswerKind, Level, MessageState, Purpose, Role, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from app.office import Office, SignedIn
from app.queue import QueueRow
from app.security.rights import Right
from app.story import Event, What
from db.models import Answer, Contentment, DueMove, Letter, Message, Pause, PhoneCall, Referral, Reminder
from tests import make
from tests.conftest import MEETING_DAY, Clock

PDF = b"%PDF-1.7\n%..."


@pytest.fixture
def row(office: Office, clock: Clock) -> QueueRow:
    clock.set(9, day=jalali(1405, 5, 25))
    return make.registered(office, issues=(make.issue(subject="آسفالت کوچهٔ نرگس ۴"),))


def write(office: Office, *rows: object) -> None:
    """As the office's other acts write them."""
    with office.work("test.write", Right.FOLLOW_UP) as session:
        for one in rows:
            one.agency_id = office.agency_id
            session.add(one)
            session.flush()


def referred(office: Office, row: QueueRow) -> int:
    rulings.give(office, row.issue_ids[0], "ظرف ۱۰ روز بازدید شود", unit="فنی و عمرانی", due=jalali(1405, 6, 4))
    with office.read() as session:
        return session.query(Referral.id).order_by(Referral.id.desc()).first()[0]


def story(office: Office, row: QueueRow) -> list[Event]:
    return list(timeline.of_issue(office, row.issue_ids[0]).events)


def kinds(events: list[Event]) -> list[What]:
    return [event.kind for event in events]


def test_the_story_goes_back_from_the_latest_to_the_first_visit(office, clock, row):
    referral = referred(office, row)
    clock.set(8, 30, day=jalali(1405, 6, 8))
    write(office, Reminder(referral_id=referral, level=Level.UNIT, how="با نامه", reminded_at=office.now()))
    clock.set(9, day=jalali(1405, 6, 24))
    events = story(office, row)
    assert kinds(events) == [What.REMINDER, What.OVERDUE, What.REFERRAL, What.RULING, What.VISIT]
    said = [(event.what, event.detail) for event in events]
    assert said[0] == ("یادآوری نخست", "به فنی و عمرانی؛ با نامه")
    assert said[1] == ("مهلت گذشت", "۲۰ روز است که پاسخی از فنی و عمرانی نرسیده است.")
    assert said[2] == ("ارجاع به فنی و عمرانی", "مهلت ۴ شهریور")
    assert said[3] == ("دستور شهردار", "«ظرف ۱۰ روز بازدید شود»")
    assert said[4] == ("دیدار نخست، نوبت ۱", "درخواست: آسفالت کوچهٔ نرگس ۴؛ کوچه خاکی است.")
    assert {event.by for event in events[2:4]} == {"زهرا موسوی"}


def test_a_due_date_to_come_stands_above_all_that_happened(office, row):
    referred(office, row)
    first = story(office, row)[0]
    assert (first.kind, first.ahead, first.date) == (What.DUE, True, jalali(1405, 6, 4))
    assert first.what == "مهلت پاسخ فنی و عمرانی"


def test_nothing_is_due_of_what_was_answered_or_decided_or_waits_for_papers(office, clock, row):
    referral = referred(office, row)
    pause = Pause(issue_id=row.issue_ids[0], papers="سند ملک", since=office.today(), asked_at=office.now())
    write(office, pause)
    assert not [event for event in story(office, row) if event.ahead]
    with office.work("test.resume", Right.FOLLOW_UP) as session:
        session.get_one(Pause, pause.id).until = office.today()
    assert [event.kind for event in story(office, row) if event.ahead] == [What.DUE]
    answer = Answer(
        referral_id=referral, kind=AnswerKind.FULL, text="انجام شد", date=office.today(), recorded_at=office.now()
    )
    write(office, answer)
    assert not [event for event in story(office, row) if event.ahead]


def test_a_moved_due_date_tells_why_and_the_earlier_one_is_struck_through(office, clock, row):
    referral = referred(office, row)
    clock.set(10, day=jalali(1405, 6, 2))
    move = DueMove(
        referral_id=referral,
        before=jalali(1405, 6, 4),
        after=jalali(1405, 6, 30),
        reason="پیمانکار عوض شد",
        moved_at=office.now(),
    )
    write(office, move)
    with office.work("test.move", Right.FOLLOW_UP) as session:
        session.get_one(Referral, referral).due = jalali(1405, 6, 30)
    events = {event.kind: event for event in story(office, row)}
    assert events[What.DUE_MOVE].before == "مهلت ۴ شهریور"
    assert events[What.DUE_MOVE].detail == "مهلت ۳۰ شهریور؛ پیمانکار عوض شد"
    assert (events[What.REFERRAL].before, events[What.REFERRAL].detail) == ("مهلت ۴ شهریور", "مهلت ۳۰ شهریور")


def test_an_answer_tells_its_letter_and_how_late_it_came(office, clock, row):
    referral = referred(office, row)
    clock.set(10, day=jalali(1405, 6, 10))
    write(
        office,
        Answer(
            referral_id=referral,
            kind=AnswerKind.PARTIAL,
            text="بازدید شد",
            number="1405/77",
            date=office.today(),
            recorded_at=office.now(),
        ),
    )
    answer = next(event for event in story(office, row) if event.kind is What.PARTIAL)
    assert answer.what == "پاسخ ناقص فنی و عمرانی"
    for part in ("بازدید شد", "۱۴۰۵/۷۷", "۶ روز تأخیر"):
        assert part in answer.detail


def test_what_was_taken_back_stays_readable_with_who_did_it(office, clock, row):
    referred(office, row)
    clock.tick(30)
    rulings.take_back(office, row.issue_ids[0])
    gone = [event for event in story(office, row) if not event.stands]
    assert kinds(gone) == [What.REFERRAL, What.RULING]
    assert gone[1].detail.startswith("«ظرف ۱۰ روز بازدید شود»")
    assert "زهرا موسوی" in gone[1].detail


def test_a_later_ruling_leaves_the_earlier_one_in_the_story(office, clock, row):
    referred(office, row)
    clock.tick(60)
    rulings.give(office, row.issue_ids[0], "به درآمد برود", unit="درآمد")
    events = story(office, row)
    assert [event.detail for event in events if event.kind is What.RULING] == [
        "«به درآمد برود»",
        "«ظرف ۱۰ روز بازدید شود»",
    ]
    again, first = (event for event in events if event.kind is What.REFERRAL)
    assert again.what == "ارجاع دوباره به درآمد"
    assert first.stands
    assert "جای آن را گرفت" in first.detail


def test_a_notice_that_is_void_is_struck_through_below_the_reopening(office, clock, row):
    issue_id = row.issue_ids[0]
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد", note="با اعتبار ۱۴۰۵")
    notices.record(office, issue_id, Way.CALL, office.today())
    clock.tick(60)
    outcomes.reopen(office, issue_id, "نیمه‌کاره ماند", objected=True)
    events = story(office, row)
    assert kinds(events)[:3] == [What.REOPENED, What.NOTICE, What.OUTCOME]
    assert (events[0].what, events[0].detail) == ("با اعتراض متقاضی بازگشایی شد", "نیمه‌کاره ماند")
    assert not events[1].stands
    assert events[2].detail == "آسفالت شد؛ یادداشت پرونده: با اعتبار ۱۴۰۵"


def test_calls_letters_messages_and_contentment_are_told(office, clock, row):
    issue_id, now = row.issue_ids[0], office.now()
    write(
        office,
        PhoneCall(issue_id=issue_id, incoming=False, called_at=now, answered=False, told=False),
        PhoneCall(issue_id=issue_id, incoming=True, called_at=now, answered=True, told=False, spoke_to="برادرش"),
        Letter(issue_id=issue_id, purpose=Purpose.RESULT, body="x", made_at=now, number="12", posted_on=office.today()),
        Message(
            issue_id=issue_id,
            purpose=Purpose.REGISTERED,
            number="09160000001",
            text="ثبت شد",
            parts=1,
            uid=7,
            state=MessageState.FAILED,
            queued_at=now,
        ),
        Contentment(issue_id=issue_id, content=False, reason="دیر شد", asked_at=now),
    )
    told = {event.kind: event for event in story(office, row)}
    assert told[What.UNANSWERED].what == "تماس بی‌پاسخ"
    assert (told[What.CALL].what, told[What.CALL].detail) == ("متقاضی تماس گرفت", "گفت‌وگو با برادرش")
    assert "پست‌شده در ۲۵ مرداد" in told[What.LETTER].detail
    assert told[What.MESSAGE].detail == "تحویل نشد؛ ثبت شد"
    assert told[What.NOT_CONTENT].detail == "دیر شد"


def test_a_corrected_subject_shows_what_it_was(office, clock, row):
    clock.tick(10)
    form = visits.written(office, row.visit_id).new
    mended = {**form.issues[0], "subject": "روشنایی کوچهٔ نرگس"}
    visits.correct(office, row.visit_id, make.visit(1, issues=(mended,), arrived=form.arrived))
    corrected = story(office, row)[0]
    assert (corrected.what, corrected.before, corrected.detail) == (
        "«موضوع» اصلاح شد",
        "آسفالت کوچهٔ نرگس ۴",
        "روشنایی کوچهٔ نرگس",
    )


def test_a_later_visit_is_part_of_the_story_from_whichever_visit_it_is_asked(office, clock, row):
    referred(office, row)
    clock.set(9, 42, day=MEETING_DAY)
    again = make.registered(office, issues=(make.issue(subject="هنوز نشده", follows=row.issue_ids[0]),))
    ask = timeline.of_issue(office, again.issue_ids[0])
    assert ask == timeline.of_issue(office, row.issue_ids[0])
    assert ask.issue.id == row.issue_ids[0]
    visits_told = [event for event in ask.events if event.kind is What.VISIT]
    assert [event.what for event in visits_told] == ["مراجعهٔ دوباره، نوبت ۱", "دیدار نخست، نوبت ۱"]
    matters.part(office, again.issue_ids[0])
    assert len([one for one in story(office, row) if one.kind is What.VISIT]) == 1


def test_a_scan_stands_in_the_story_and_is_opened_from_it(office, clock, row):
    scan = attachments.attach(office, row.issue_ids[0], "عریضه.pdf", PDF)
    (told,) = (event for event in story(office, row) if event.kind is What.SCAN)
    assert told.scan == scan
    attachments.take_back(office, scan.id)
    (gone,) = (event for event in story(office, row) if event.kind is What.SCAN)
    assert (gone.scan, gone.stands) == (None, False)


SECRETS = ("آزار", "محرمانه رسیدگی", "فنی و عمرانی", "رسیدگی شد به", "scan.pdf")


def test_of_what_only_the_head_may_know_others_see_that_something_happened_and_no_word_of_it(office, clock):
    row = make.registered(office, issues=(make.issue(subject="آزار", description="آزار", head_only=True),))
    rulings.give(office, row.issue_ids[0], "محرمانه رسیدگی شود", unit="فنی و عمرانی", due=MEETING_DAY)
    attachments.attach(office, row.issue_ids[0], "scan.pdf", PDF)
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "رسیدگی شد به آزار")
    seen = timeline.of_issue(office, row.issue_ids[0])
    assert all(secret in repr(seen) for secret in SECRETS)
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    hidden = timeline.of_issue(office, row.issue_ids[0])
    assert not [secret for secret in SECRETS if secret in repr(hidden)]
    assert What.RULING in kinds(list(hidden.events))


def test_it_is_read_in_as_many_questions_however_long_the_story_is(office, clock, row):
    def questions() -> int:
        asked = []

        @event.listens_for(office._engine, "before_cursor_execute")
        def keep(*_statement):
            asked.append(1)

        timeline.of_issue(office, row.issue_ids[0])
        event.remove(office._engine, "before_cursor_execute", keep)
        return len(asked)

    few = questions()
    for place in range(6):
        clock.tick(60)
        referral = referred(office, row)
        write(office, Reminder(referral_id=referral, level=Level.UNIT, reminded_at=office.now()))
        attachments.attach(office, row.issue_ids[0], f"{place}.pdf", PDF + bytes([place + 48]))
    assert questions() == few <= 26


def test_an_issue_that_is_not_there_is_said_so(office):
    with pytest.raises(Refused):
        timeline.of_issue(office, 4711)


@pytest.mark.parametrize("day", [0, 40])
def test_the_day_and_the_hour_are_said_in_the_offices_zone(office, clock, row, day):
    clock.set(23, 30, day=jalali(1405, 5, 25) + dt.timedelta(days=day))
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "آسفالت شد")
    assert story(office, row)[0].date == office.today()


def test_no_table_that_grows_is_gone_through_for_one_story(office, row):
    referred(office, row)
    asked = []

    @event.listens_for(office._engine, "before_cursor_execute")
    def keep(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    timeline.of_issue(office, row.issue_ids[0])
    event.remove(office._engine, "before_cursor_execute", keep)
    with office.connection() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            scanned = {step.split()[1] for *_place, step in plan if step.startswith("SCAN ")}
            grows = scanned & {"issue", "visit", "ruling", "referral", "answer", "letter", "message", "attachment"}
            assert not grows, statement


def test_of_an_outcome_that_was_written_anew_only_the_last_stands(office, clock, row):
    issue_id = row.issue_ids[0]
    for text in ("آسفالت شد", "کوچه آسفالت شد"):
        clock.tick()
        outcomes.record(office, issue_id, Status.RESOLVED, text)
    said = [(event.detail, event.stands) for event in story(office, row) if event.kind is What.OUTCOME]
    assert said == [("کوچه آسفالت شد", True), ("آسفالت شد؛ پس از آن نتیجهٔ دیگری ثبت شد", False)]
    outcomes.take_back(office, issue_id)
    outcomes.reopen(office, issue_id, "باران کوچه را شست")
    clock.tick()
    outcomes.record(office, issue_id, Status.RESOLVED, "دوباره آسفالت شد")
    said = [event.detail for event in story(office, row) if event.kind is What.OUTCOME and event.stands]
    assert said == ["دوباره آسفالت شد", "آسفالت شد"], "between them it was open again: each was so in its time"


def test_an_answer_is_as_late_as_the_due_date_that_stood_when_it_came_had_it(office, clock, row):
    """A date that was moved afterwards, and a move that was taken back afterwards, change nothing of it."""
    referral = referred(office, row)  # due on 4 Shahrivar
    clock.set(9, day=jalali(1405, 6, 5))
    move = referrals.move_due(office, referral, jalali(1405, 6, 12), "پیمانکار عوض شد")
    clock.set(10, day=jalali(1405, 6, 10))
    referrals.answer(office, referral, AnswerKind.PARTIAL, "بازدید شد")
    clock.set(11, day=jalali(1405, 6, 14))
    referrals.answer(office, referral, AnswerKind.PARTIAL, "برآورد شد")
    clock.tick()
    assert [late_of(event) for event in answers(office, row)] == ["۲ روز تأخیر", ""]
    referrals.take_back_move_due(office, move)
    assert [late_of(event) for event in answers(office, row)] == ["۲ روز تأخیر", ""]
    clock.tick()
    referrals.move_due(office, referral, jalali(1405, 6, 30), "اعتبار نیست")
    assert [late_of(event) for event in answers(office, row)] == ["۲ روز تأخیر", ""]


def answers(office, row):
    return [event for event in story(office, row) if event.kind is What.PARTIAL]


def late_of(event):
    return next((part for part in event.detail.split("؛ ") if "تأخیر" in part), "")
