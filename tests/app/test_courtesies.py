"""Messages that go by themselves with an act: in the same transaction, to who gets messages, and withdrawn with it."""

import datetime as dt
from dataclasses import replace

import pytest

from app import booking_moves, bookings, carrier_settings, meetings, outbox, reach, sending, sms_settings
from app import visits as app_visits
from app.carrier_settings import CarrierRow
from app.carriers import Answer
from app.domain.codes import CarrierKind, MeetingState, MessageState, Purpose
from app.domain.errors import Refused
from app.office_settings import OfficeSettings
from app.office_settings import change as change_office
from app.security.rights import Right
from app.sms_settings import SmsSettings
from db.models import Message
from tests.carrier import Scripted
from tests.conftest import MEETING_DAY
from tests.make import by_phone, national_id, registered, visit

NEXT = MEETING_DAY + dt.timedelta(days=7)
MOVED = (
    "متقاضی گرامی مریم کعبی\nدیدار یکشنبه ۲۹ شهریور ۱۴۰۵ برگزار نمی‌شود. "
    "نوبت شما به یکشنبه ۵ مهر ۱۴۰۵، ساعت ۰۹:۳۰ منتقل شد.\nشهرداری نخلستان\nلغو۱۱"
)


@pytest.fixture
def gateway(office):
    carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True), "key")


@pytest.fixture
def acknowledges(office, gateway):
    sms_settings.change(office, SmsSettings(on_registering=True))


def messages(office, *states):
    return [row for row in outbox.rows(office) if not states or row.state in states]


# a visit was registered


def test_unless_the_office_wants_it_nobody_is_told_that_he_was_registered(office, gateway):
    registered(office)
    assert messages(office) == []


def test_who_is_registered_gets_the_follow_up_code_if_the_office_wants_that(office, acknowledges):
    row = registered(office)
    (message,) = messages(office)
    assert (message.purpose, message.issue_id, message.number) == (
        Purpose.REGISTERED,
        row.issue_ids[0],
        "09160000001",
    )
    assert "کد پیگیری" in message.text


def test_a_registration_that_is_taken_back_withdraws_what_has_not_left(office, acknowledges):
    row = registered(office)
    app_visits.withdraw(office, row.visit_id)
    assert [one.state for one in messages(office)] == [MessageState.CANCELLED]
    carrier = Scripted()
    sending.step(office, carrier)
    assert carrier.got == []


def test_what_has_left_stays_what_it_is(office, acknowledges):
    row = registered(office)
    sending.step(office, Scripted())
    app_visits.withdraw(office, row.visit_id)
    assert [one.state for one in messages(office)] == [MessageState.SENT]


def test_who_wants_no_messages_is_registered_all_the_same(office, acknowledges):
    visitor = registered(office).visitor_id
    outbox.cancel(office, messages(office)[0].id)
    known = reach.of_person(office, visitor)
    reach.change(office, visitor, reach.ReachRow(visitor, known.name, known.mobile, no_sms=True))
    registered(office, again=True)
    registered(office, 2, particulars={"mobile": ""})
    assert messages(office, MessageState.WAITING) == []


def test_where_messages_go_by_hand_nobody_gets_more_to_do(office):
    sms_settings.change(office, SmsSettings(on_registering=True))
    registered(office)
    assert messages(office) == []


# a turn was moved with its day


def test_a_name_that_is_corrected_before_the_message_has_left_is_said_rightly_but_not_in_ones_own_words(
    office, acknowledges
):
    row = registered(office)
    outbox.queue(office, row.issue_ids[0], Purpose.INTERIM, "مریم کعبی، موضوع شما در دست بررسی است.")
    said = {message.purpose: message.text for message in messages(office)}
    before = app_visits.correct(office, row.visit_id, visit(1, particulars={"last_name": "کعبیان"}, arrived="09:30"))
    assert {message.purpose: message.text for message in messages(office)} == {
        Purpose.REGISTERED: said[Purpose.REGISTERED].replace("مریم کعبی", "مریم کعبیان"),
        Purpose.INTERIM: said[Purpose.INTERIM],
    }
    assert before.visit_id == row.visit_id


@pytest.fixture
def fallen(office):
    change_office(office, OfficeSettings(per_half_hour=2))
    row = bookings.book(office, by_phone(0, hour="9:30"), NEXT)
    meetings.mark(office, NEXT, MeetingState.HOLIDAY)
    return row


def test_who_is_booked_for_a_day_that_falls_out_is_told_his_new_turn(office, gateway, fallen):
    moved = booking_moves.move_all(office, NEXT)
    (message,) = messages(office)
    assert (message.purpose, message.number, message.text) == (Purpose.MOVED, "09160000000", MOVED)
    assert [one.by_sms for one in booking_moves.telling(office, tuple(moved))] == [True]
    carrier = Scripted()
    sending.step(office, carrier)
    assert [one.text for one in carrier.got] == [MOVED]


def test_a_move_that_is_undone_withdraws_what_has_not_left(office, gateway, fallen):
    booking_moves.move_all(office, NEXT)
    bookings.as_before(office, (fallen,))
    assert [one.state for one in messages(office)] == [MessageState.CANCELLED]


def test_who_is_moved_twice_hears_of_the_last_move_alone(office, gateway, fallen):
    (moved,) = booking_moves.move_all(office, NEXT)
    booking_moves.move_all(office, moved.date)
    waiting = messages(office, MessageState.WAITING)
    assert len(waiting) == 1
    assert waiting[0].text == MOVED.replace("۵ مهر", "۱۲ مهر")  # of the day that he knows, to where he is now


def test_a_moved_turn_that_is_cancelled_is_not_told(office, gateway, fallen):
    (moved,) = booking_moves.move_all(office, NEXT)
    bookings.cancel(office, moved.booking_id)
    assert messages(office, MessageState.WAITING) == []


@pytest.mark.parametrize("why", ["by hand", "not wanted", "no number", "no hour"])
def test_who_is_not_told_by_sms_is_told_by_the_secretary(office, request, why):
    if why != "by hand":
        request.getfixturevalue("gateway")
    if why == "not wanted":
        sms_settings.change(office, SmsSettings(on_moving=False))
    particulars = {"mobile": ""} if why == "no number" else {}
    bookings.book(office, by_phone(0, particulars=particulars), NEXT)
    meetings.mark(office, NEXT, MeetingState.HOLIDAY)
    (told,) = booking_moves.telling(office, tuple(booking_moves.move_all(office, NEXT)))
    assert told.by_sms is (why == "no hour")
    assert "ساعت" not in told.text


def test_the_offices_own_words_tell_of_the_move(office, gateway, fallen):
    sms_settings.change(office, SmsSettings(texts={"moved": "{name}: نوبت شما {date2} ساعت {hour} است."}))
    booking_moves.move_all(office, NEXT)
    assert messages(office)[0].text.startswith("مریم کعبی: نوبت شما یکشنبه ۵ مهر ۱۴۰۵ ساعت ۰۹:۳۰ است.")


def test_a_moved_turn_that_is_corrected_is_told_as_it_stands_to_the_number_that_stands(office, gateway, fallen):
    (moved,) = booking_moves.move_all(office, NEXT)
    new = by_phone(0, hour="9:30")
    new = replace(new, particulars={**new.particulars, "mobile": "09125556677"})
    bookings.correct(office, moved.booking_id, new, moved.date + dt.timedelta(7))
    (waits,) = messages(office, MessageState.WAITING)
    assert (waits.number, waits.text) == ("09125556677", MOVED.replace("۵ مهر", "۱۲ مهر"))
    bookings.correct(office, moved.booking_id, replace(new, subject="پیاده‌رو"), moved.date + dt.timedelta(7))
    assert messages(office, MessageState.WAITING) == [waits]
    bookings.cancel(office, moved.booking_id)
    assert messages(office, MessageState.WAITING) == []


def test_who_is_moved_back_before_he_heard_of_it_is_told_nothing(office, gateway, fallen):
    (moved,) = booking_moves.move_all(office, NEXT)
    meetings.mark(office, NEXT, None)
    back = bookings.correct(office, moved.booking_id, by_phone(0, hour="9:30"), NEXT)
    assert (back.date, back.moved_from) == (NEXT, None)
    assert messages(office, MessageState.WAITING) == []


# a move is undone, a message is taken up again ------------------------------------------------------------------------


BACK = (
    "متقاضی گرامی مریم کعبی\nپیامک پیشین دربارهٔ نوبت شما دیگر معتبر نیست. "
    "نوبت شما یکشنبه ۲۹ شهریور ۱۴۰۵، ساعت ۰۹:۳۰ است.\nشهرداری نخلستان\nلغو۱۱"
)
GONE = [MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN, MessageState.DELIVERED]


def is_now(office, message, state):
    """As the sender leaves it."""
    with office.work("test.state", Right.FOLLOW_UP) as work:
        work.get_one(Message, message.id).state = state


@pytest.mark.parametrize("state", GONE)
def test_who_was_told_of_a_move_that_is_undone_is_told_his_turn_anew(office, gateway, fallen, state):
    booking_moves.move_all(office, NEXT)
    is_now(office, messages(office)[0], state)
    meetings.mark(office, NEXT, None)
    bookings.as_before(office, (fallen,))
    (waits,) = messages(office, MessageState.WAITING)
    assert (waits.purpose, waits.number, waits.text) == (Purpose.MOVED, "09160000000", BACK)
    assert [one.by_sms for one in booking_moves.told_otherwise(office, (fallen,))] == [True]
    is_now(office, waits, MessageState.SENT)
    assert booking_moves.told_otherwise(office, (fallen,)) == []


def test_who_was_told_and_is_back_on_a_day_without_a_meeting_is_told_when_he_is_moved_again(office, gateway, fallen):
    (moved,) = booking_moves.move_all(office, NEXT)
    is_now(office, messages(office)[0], MessageState.SENT)
    bookings.as_before(office, (fallen,))
    assert messages(office, MessageState.WAITING) == []
    (told,) = booking_moves.told_otherwise(office, (fallen,))
    assert (told.name, told.by_sms, told.text) == ("مریم کعبی", False, "")
    booking_moves.move_all(office, NEXT)
    assert messages(office, MessageState.WAITING) == []  # that very turn he knows
    assert booking_moves.told_otherwise(office, (moved,)) == []
    bookings.as_before(office, (fallen,))
    booking_moves.move_all(office, NEXT, moved.date + dt.timedelta(7))
    assert [one.text for one in messages(office, MessageState.WAITING)] == [MOVED.replace("۵ مهر", "۱۲ مهر")]


def test_where_it_cannot_be_told_by_sms_the_secretary_learns_who_knows_of_another_turn(office, gateway, fallen):
    booking_moves.move_all(office, NEXT)
    is_now(office, messages(office)[0], MessageState.SENT)
    carrier_settings.change(office, CarrierRow(CarrierKind.BY_HAND, active=True))
    meetings.mark(office, NEXT, None)
    bookings.as_before(office, (fallen,))
    (told,) = booking_moves.told_otherwise(office, (fallen,))
    assert (told.mobile, told.text, told.by_sms) == ("09160000000", BACK.removesuffix("\nلغو۱۱"), False)


def test_a_cancelled_turn_that_is_taken_again_is_told_after_all(office, gateway, fallen):
    (moved,) = booking_moves.move_all(office, NEXT)
    bookings.cancel(office, moved.booking_id)
    bookings.as_before(office, (moved,))
    assert [one.text for one in messages(office, MessageState.WAITING)] == [MOVED]


def test_the_undo_of_a_second_move_tells_of_the_first(office, gateway, fallen):
    (moved,) = booking_moves.move_all(office, NEXT)
    bookings.correct(office, moved.booking_id, moved.typed(), moved.date + dt.timedelta(7))
    bookings.as_before(office, (moved,))
    assert [one.text for one in messages(office, MessageState.WAITING)] == [MOVED]


@pytest.mark.parametrize("act", [outbox.resume, outbox.send_again])
@pytest.mark.parametrize("what", ["undone", "moved on", "cancelled", "over"])
def test_a_message_whose_turn_stands_no_more_is_not_taken_up_again(office, clock, gateway, fallen, act, what):
    (moved,) = booking_moves.move_all(office, NEXT)
    outbox.cancel(office, messages(office)[0].id)
    if what == "undone":
        bookings.as_before(office, (fallen,))
        said = "یکشنبه ۲۹ شهریور ۱۴۰۵، ۰۹:۳۰"
    elif what == "moved on":
        bookings.correct(office, moved.booking_id, moved.typed(), moved.date + dt.timedelta(7))
        said = "یکشنبه ۱۲ مهر ۱۴۰۵، ۰۹:۳۰"
    elif what == "cancelled":
        bookings.cancel(office, moved.booking_id)
        said = "لغو شده است"
    else:
        clock.set(9, day=moved.date + dt.timedelta(1))
        said = "گذشته است"
    with pytest.raises(Refused, match=said):
        act(office, messages(office)[0].id)


def test_a_message_whose_turn_stands_is_taken_up_again(office, gateway, fallen):
    booking_moves.move_all(office, NEXT)
    outbox.cancel(office, messages(office)[0].id)
    assert outbox.resume(office, messages(office)[0].id).state is MessageState.WAITING
    outbox.cancel(office, messages(office)[0].id)
    again = outbox.send_again(office, messages(office)[0].id)
    assert (again.state, again.name, again.text) == (MessageState.WAITING, "مریم کعبی", MOVED)


@pytest.fixture
def known(office, gateway):
    """The number of a person's record who is booked for a day that falls out, and whose message waits."""
    change_office(office, OfficeSettings(per_half_hour=2))
    visitor = registered(office, particulars={"national_id": national_id(1)}).visitor_id
    particulars = {"mobile": reach.of_person(office, visitor).mobile, "national_id": national_id(1)}
    bookings.book(office, by_phone(0, hour="9:30", particulars=particulars), NEXT)
    meetings.mark(office, NEXT, MeetingState.HOLIDAY)
    booking_moves.move_all(office, NEXT)
    return visitor


def test_who_wants_no_more_messages_meanwhile_is_not_told_by_sms(office, known):
    reach.change(office, known, replace(reach.of_person(office, known), no_sms=True))
    carrier = Scripted()
    sending.step(office, carrier)
    assert carrier.got == []
    assert [one.state for one in messages(office)] == [MessageState.CANCELLED]
    with pytest.raises(Refused) as refused:
        outbox.send_again(office, messages(office)[0].id)
    assert refused.value.field == "mobile"


def test_a_line_that_the_receiver_stopped_is_kept_for_who_booked_too(office, known):
    sending.step(office, Scripted(Answer(MessageState.FAILED, "14", blocked=True)))
    assert reach.of_person(office, known).blocked_line == "10004346"


def test_a_message_that_waits_goes_in_the_words_that_the_office_has_by_then(office, gateway, fallen):
    booking_moves.move_all(office, NEXT)
    sms_settings.change(office, SmsSettings(texts={"moved": "{name}: نوبت شما {date2} ساعت {hour} است."}))
    carrier = Scripted()
    sending.step(office, carrier)
    assert [one.text for one in carrier.got] == ["مریم کعبی: نوبت شما یکشنبه ۵ مهر ۱۴۰۵ ساعت ۰۹:۳۰ است.\nلغو۱۱"]
