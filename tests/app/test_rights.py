"""Who may do what: every use case of `app` is tried by each role, and none is left out."""

import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

import app
from app import (
    agency,
    announcements,
    arrivals,
    attachments,
    backup_folder,
    booking_days,
    booking_moves,
    bookings,
    bulletins,
    calls,
    carrier_settings,
    closing,
    common_matters,
    contentment,
    corrections,
    drafts,
    emblem,
    exports,
    failed_prints,
    first_start,
    gate,
    handing_over,
    handwritten,
    holidays,
    interim,
    issues,
    lanes,
    late_entry,
    letter_drafts,
    letter_list,
    letters,
    likeness,
    lists,
    mailing,
    matters,
    meetings,
    merging,
    minutes,
    modem_pin,
    notices,
    office_settings,
    outbox,
    outcomes,
    own_key,
    papers,
    passphrase,
    pauses,
    person_record,
    phone_answers,
    preset_taking,
    queue,
    reach,
    receipts,
    recovery_code,
    referrals,
    reminders,
    report_receiver,
    response_times,
    rulings,
    scan_folder,
    sealed_reports,
    search,
    senders,
    sending,
    sign_requests,
    signing_settings,
    slip_keys,
    sms_settings,
    sms_text,
    telling,
    telling_many,
    timeline,
    turns,
    units,
    update_copy,
    updates,
    visitors,
    visits,
    waiting,
    whole_day,
    words,
    worklist,
    worklist_paper,
    worklist_sheet,
)
from app.carrier_settings import CarrierRow
from app.common_copies import Copied
from app.domain.codes import (
    About,
    AnswerKind,
    CarrierKind,
    KeyState,
    MeetingState,
    Paper,
    PaperSize,
    PresidedBy,
    Priority,
    Purpose,
    Role,
    Status,
    Way,
    Weekday,
)
from app.domain.counting import Term
from app.domain.errors import Refused, UserError
from app.domain.persian.calendar import Quarter, jalali
from app.letter_list import Step
from app.office import Office, SignedIn
from app.queue import QueueRow
from app.register import load
from app.report import against, data, envelope, figures, make, preflight, sealing, summary, trust
from app.security import audit, backup
from app.security.rights import TABLE, Right
from app.sms_settings import SmsSettings
from app.words import Words
from db.models import Booking
from tests.app import senders as others
from tests.app import update_files as setups
from tests.app.report import envelopes, hostile
from tests.carrier import Scripted
from tests.conftest import CHEAP, MEETING_DAY, PASSPHRASE
from tests.make import issue, person, registered, visit

NO_ACCESS = "برای این کار دسترسی ندارید."
LATER = jalali(1406, 1, 1)
OVER, RUNNING = Quarter(1405, 1), Quarter(1405, 2)

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101"
    "00b138f6140000000049454e44ae426082"
)
"""A PNG of one dot."""
Case = tuple[Right, Callable[[Office, QueueRow, Path], Any]]

CASES: dict[str, Case] = {
    "agency.appoint": (Right.ADMINISTER, lambda office, _row, _to: agency.appoint(office, "نام تازه", LATER)),
    "agency.details": (Right.READ, lambda office, _row, _to: agency.details(office)),
    "agency.heads": (Right.READ, lambda office, _row, _to: agency.heads(office)),
    "agency.reschedule": (
        Right.ADMINISTER,
        lambda office, _row, _to: agency.reschedule(office, Term(LATER, Weekday.TUE, dt.time(8), dt.time(12))),
    ),
    "agency.terms": (Right.READ, lambda office, _row, _to: agency.terms(office)),
    "agency.word_lists": (Right.READ, lambda office, _row, _to: agency.word_lists(office)),
    "attachments.attach": (
        Right.ATTACH,
        lambda office, row, _to: attachments.attach(office, row.issue_ids[0], "a.pdf", b"%PDF-1.7"),
    ),
    "attachments.content": (Right.READ, lambda office, _row, _to: attachments.content(office, 1)),
    "attachments.of_issue": (Right.READ, lambda office, row, _to: attachments.of_issue(office, row.issue_ids[0])),
    "attachments.take_back": (Right.ATTACH, lambda office, _row, _to: attachments.take_back(office, 1)),
    "announcements.announce": (
        Right.PREPARE_REPORT,
        lambda office, _row, _to: announcements.announce(office, About.MEETINGS, MEETING_DAY, "کانال ایتا"),
    ),
    "announcements.note_samad": (
        Right.PREPARE_REPORT,
        lambda office, _row, _to: announcements.note_samad(office, MEETING_DAY, dt.time(8), dt.time(9)),
    ),
    "announcements.of_span": (Right.READ, lambda office, _row, _to: announcements.of_span(office, RUNNING)),
    "announcements.take_back": (
        Right.PREPARE_REPORT,
        lambda office, _row, _to: announcements.take_back(office, 1),
    ),
    "announcements.take_samad_back": (
        Right.PREPARE_REPORT,
        lambda office, _row, _to: announcements.take_samad_back(office, 1),
    ),
    "arrivals.arriving": (Right.READ, lambda office, _row, _to: arrivals.arriving(office, booked(office))),
    "booking_days.day": (Right.READ, lambda office, _row, _to: booking_days.day(office, MEETING_DAY)),
    "booking_days.days": (Right.READ, lambda office, _row, _to: booking_days.days(office)),
    "booking_moves.fallen": (Right.READ, lambda office, _row, _to: booking_moves.fallen(office)),
    "booking_moves.move_all": (
        Right.REGISTER,
        lambda office, _row, _to: booking_moves.move_all(office, bookings.one(office, booked(office)).date),
    ),
    "booking_moves.told_otherwise": (Right.READ, lambda office, _row, _to: booking_moves.told_otherwise(office, ())),
    "booking_moves.telling": (Right.READ, lambda office, _row, _to: booking_moves.telling(office, ())),
    "bookings.as_before": (
        Right.REGISTER,
        lambda office, _row, _to: bookings.as_before(office, (bookings.one(office, booked(office)),)),
    ),
    "bookings.book": (Right.REGISTER, lambda office, _row, _to: bookings.book(office, by_phone(), MEETING_DAY)),
    "bookings.cancel": (Right.REGISTER, lambda office, _row, _to: bookings.cancel(office, booked(office))),
    "bookings.correct": (
        Right.REGISTER,
        lambda office, _row, _to: bookings.correct(office, booked(office), by_phone(), MEETING_DAY),
    ),
    "bookings.expected": (Right.READ, lambda office, _row, _to: bookings.expected(office, MEETING_DAY)),
    "bookings.of_day": (Right.READ, lambda office, _row, _to: bookings.of_day(office, MEETING_DAY)),
    "bookings.one": (Right.READ, lambda office, _row, _to: bookings.one(office, booked(office))),
    "closing.beside": (Right.READ, lambda office, _row, _to: closing.beside(office, MEETING_DAY)),
    "closing.close": (Right.REGISTER, lambda office, _row, _to: closing.close(office, MEETING_DAY)),
    "closing.forgotten": (Right.READ, lambda office, _row, _to: closing.forgotten(office)),
    "closing.missing": (Right.READ, lambda office, _row, _to: closing.missing(office, MEETING_DAY)),
    "closing.note": (
        Right.REGISTER,
        lambda office, _row, _to: closing.note(office, MEETING_DAY, closing.Minutes("علی رضایی")),
    ),
    "closing.of_day": (Right.READ, lambda office, _row, _to: closing.of_day(office, MEETING_DAY)),
    "closing.reopen": (Right.REGISTER, lambda office, _row, _to: closing.reopen(office, MEETING_DAY)),
    "calls.log": (Right.FOLLOW_UP, lambda office, row, _to: calls.log(office, row.issue_ids[0], answered=False)),
    "calls.of_issue": (Right.READ, lambda office, row, _to: calls.of_issue(office, row.issue_ids[0])),
    "calls.take_back": (Right.FOLLOW_UP, lambda office, _row, _to: calls.take_back(office, 1)),
    "contentment.note": (
        Right.FOLLOW_UP,
        lambda office, row, _to: contentment.note(office, row.issue_ids[0], content=True),
    ),
    "contentment.take_back": (
        Right.FOLLOW_UP,
        lambda office, row, _to: contentment.take_back(office, row.issue_ids[0]),
    ),
    "common_matters.alike": (Right.READ, lambda office, row, _to: common_matters.alike(office, row.issue_ids[0])),
    "common_matters.link": (
        Right.FOLLOW_UP,
        lambda office, row, _to: common_matters.link(office, row.issue_ids, row.issue_ids[0]),
    ),
    "common_matters.of_issue": (Right.READ, lambda office, row, _to: common_matters.of_issue(office, row.issue_ids[0])),
    "common_matters.offered": (Right.READ, lambda office, row, _to: common_matters.offered(office, row.issue_ids)),
    "common_matters.take_link_back": (
        Right.FOLLOW_UP,
        lambda office, row, _to: common_matters.take_link_back(
            office, common_matters.Linked(4711, row.issue_ids, office.now())
        ),
    ),
    "common_matters.take_unlink_back": (
        Right.FOLLOW_UP,
        lambda office, row, _to: common_matters.take_unlink_back(
            office,
            common_matters.Unlinked(
                row.issue_ids[0], row.issue_ids[0], (), Copied(row.issue_ids[0], row.issue_ids[0], (), (), ())
            ),
        ),
    ),
    "common_matters.unlink": (
        Right.FOLLOW_UP,
        lambda office, row, _to: common_matters.unlink(office, row.issue_ids[0]),
    ),
    "corrections.of_visit": (Right.READ, lambda office, row, _to: corrections.of_visit(office, row.visit_id)),
    "drafts.drop": (Right.READ, lambda office, _row, _to: drafts.drop(office, "desk")),
    "drafts.keep": (Right.READ, lambda office, _row, _to: drafts.keep(office, "desk", {})),
    "drafts.take": (Right.READ, lambda office, _row, _to: drafts.take(office, "desk")),
    "first_start.to_tell": (Right.READ, lambda office, _row, _to: first_start.to_tell(office)),
    "gate.gate_list": (Right.READ, lambda office, _row, _to: gate.gate_list(office, MEETING_DAY)),
    "emblem.content": (Right.READ, lambda office, _row, _to: emblem.content(office, "0" * 64)),
    "emblem.keep": (Right.REGISTER, lambda office, _row, _to: emblem.keep(office, PICTURE)),
    "letter_list.counts": (Right.READ, lambda office, _row, _to: letter_list.counts(office)),
    "letter_list.rows": (Right.READ, lambda office, _row, _to: letter_list.rows(office, Step.NUMBER)),
    "letter_drafts.chosen": (
        Right.FOLLOW_UP,
        lambda office, row, _to: letter_drafts.chosen(office, row.issue_ids, Purpose.RESULT),
    ),
    "handing_over.handed_over": (
        Right.FOLLOW_UP,
        lambda office, _row, _to: handing_over.handed_over(office, 1, MEETING_DAY, "مریم کعبی"),
    ),
    "letters.make": (
        Right.FOLLOW_UP,
        lambda office, row, _to: letters.make(office, row.issue_ids, Purpose.RESULT),
    ),
    "letters.number": (Right.FOLLOW_UP, lambda office, _row, _to: letters.number(office, 1, "12", MEETING_DAY)),
    "letters.pdf": (Right.READ, lambda office, _row, _to: letters.pdf(office, [1])),
    "letters.posted": (Right.FOLLOW_UP, lambda office, _row, _to: letters.posted(office, 1, MEETING_DAY, "1" * 24)),
    "letters.came_back": (Right.FOLLOW_UP, lambda office, _row, _to: letters.came_back(office, 1)),
    "letters.put_back": (Right.FOLLOW_UP, lambda office, _row, _to: letters.put_back(office, [1])),
    "letters.take_back": (Right.FOLLOW_UP, lambda office, _row, _to: letters.take_back(office, [1])),
    "letters.take_back_came_back": (
        Right.FOLLOW_UP,
        lambda office, _row, _to: letters.take_back_came_back(office, 1),
    ),
    "letters.take_back_posted": (Right.FOLLOW_UP, lambda office, _row, _to: letters.take_back_posted(office, 1)),
    "mailing.labels": (Right.READ, lambda office, _row, _to: mailing.labels(office, [1])),
    "mailing.post_list": (Right.READ, lambda office, _row, _to: mailing.post_list(office, [1])),
    "exports.write": (
        Right.PREPARE_REPORT,
        lambda office, _row, to: exports.write(office, exports.ListSheet("صف", ("نام",), (("مریم",),)), to),
    ),
    "failed_prints.note": (
        Right.READ,
        lambda office, row, _to: failed_prints.note(office, row.visit_id, Paper.SLIP, "چاپگر پاسخ نمی‌دهد."),
    ),
    "failed_prints.remove": (
        Right.READ,
        lambda office, row, _to: failed_prints.remove(office, row.visit_id, Paper.SLIP),
    ),
    "failed_prints.waiting": (Right.READ, lambda office, _row, _to: failed_prints.waiting(office)),
    "handwritten.to_key_in": (Right.READ, lambda office, _row, _to: handwritten.to_key_in(office)),
    "holidays.confirm": (
        Right.REGISTER,
        lambda office, _row, _to: holidays.confirm(office, jalali(1405, 5, 10), "تعطیلی استان"),
    ),
    "holidays.of_year": (Right.READ, lambda office, _row, _to: holidays.of_year(office, 1405)),
    "holidays.office_days": (Right.READ, lambda office, _row, _to: holidays.office_days(office)),
    "holidays.take_back": (Right.REGISTER, lambda office, _row, _to: holidays.take_back(office, 1)),
    "interim.take_back": (Right.FOLLOW_UP, lambda office, _row, _to: interim.take_back(office, interim.Word())),
    "interim.tell": (
        Right.FOLLOW_UP,
        lambda office, row, _to: interim.tell(office, row.issue_ids[0], Purpose.PAPERS),
    ),
    "interim.usual": (Right.READ, lambda office, _row, _to: interim.usual(office)),
    "issues.of_visit": (Right.READ, lambda office, row, _to: issues.of_visit(office, row.visit_id)),
    "issues.one": (Right.READ, lambda office, row, _to: issues.one(office, row.issue_ids[0])),
    "issues.write_confidential": (
        Right.CONFIDENTIAL,
        lambda office, row, _to: issues.write_confidential(office, row.issue_ids[0], "", ""),
    ),
    "likeness.alike": (Right.READ, lambda office, _row, _to: likeness.alike(office, person())),
    "likeness.notice": (Right.READ, lambda office, _row, _to: likeness.notice(office, person())),
    "likeness.others": (Right.READ, lambda office, row, _to: likeness.others(office, row.visitor_id)),
    "lanes.go_on": (Right.REGISTER, lambda office, _row, _to: lanes.go_on(office)),
    "lanes.names": (Right.READ, lambda office, _row, _to: lanes.names(office)),
    "lanes.send": (Right.REGISTER, lambda office, row, _to: lanes.send(office, row.visit_id, "کارشناس شهرسازی")),
    "lanes.take_back": (Right.REGISTER, lambda office, row, _to: lanes.take_back(office, row.visit_id)),
    "late_entry.register": (
        Right.REGISTER,
        lambda office, _row, _to: late_entry.register(office, visit(8), late_entry.Slip(arrived="08:10")),
    ),
    "lists.visitor_list": (Right.READ, lambda office, _row, _to: lists.visitor_list(office, MEETING_DAY)),
    "matters.join": (
        Right.REGISTER,
        lambda office, row, _to: matters.join(office, row.issue_ids[0], row.issue_ids[0]),
    ),
    "matters.part": (Right.REGISTER, lambda office, row, _to: matters.part(office, row.issue_ids[0])),
    "meetings.deputy_presides": (Right.REGISTER, lambda office, _row, _to: meetings.deputy_presides(office)),
    "meetings.give_reason": (Right.REGISTER, lambda office, _row, _to: meetings.give_reason(office, MEETING_DAY, "x")),
    "meetings.head_came": (Right.REGISTER, lambda office, _row, _to: meetings.head_came(office)),
    "meetings.head_left": (Right.REGISTER, lambda office, _row, _to: meetings.head_left(office)),
    "meetings.hold_substitute": (Right.REGISTER, lambda office, _row, _to: meetings.hold_substitute(office, "علت")),
    "meetings.mark": (
        Right.REGISTER,
        lambda office, _row, _to: meetings.mark(office, LATER, MeetingState.HOLIDAY),
    ),
    "meetings.on": (Right.READ, lambda office, _row, _to: meetings.on(office, MEETING_DAY)),
    "meetings.presence_as_before": (
        Right.REGISTER,
        lambda office, _row, _to: meetings.presence_as_before(office, meetings.today(office)),
    ),
    "meetings.today": (Right.READ, lambda office, _row, _to: meetings.today(office)),
    "merging.merge": (
        Right.REGISTER,
        lambda office, row, _to: merging.merge(office, row.visitor_id, row.visitor_id),
    ),
    "merging.put_back": (
        Right.REGISTER,
        lambda office, row, _to: merging.put_back(office, merging.Joined(row.visitor_id, row.visitor_id, "")),
    ),
    "merging.unmerge": (Right.REGISTER, lambda office, row, _to: merging.unmerge(office, row.visitor_id)),
    "modem_pin.is_kept": (Right.FOLLOW_UP, lambda office, _row, _to: modem_pin.is_kept(office)),
    "modem_pin.keep": (Right.FOLLOW_UP, lambda office, _row, _to: modem_pin.keep(office, "1234")),
    "modem_pin.of": (Right.FOLLOW_UP, lambda office, _row, _to: modem_pin.of(office)),
    "minutes.head_strip": (
        Right.READ,
        lambda office, _row, _to: minutes.head_strip(office, MEETING_DAY, PaperSize.ROLL),
    ),
    "minutes.minutes": (Right.READ, lambda office, _row, _to: minutes.minutes(office, MEETING_DAY)),
    "carrier_settings.active": (Right.FOLLOW_UP, lambda office, _row, _to: carrier_settings.active(office)),
    "carrier_settings.change": (
        Right.ADMINISTER,
        lambda office, _row, _to: carrier_settings.change(office, CarrierRow(CarrierKind.BY_HAND, active=True)),
    ),
    "carrier_settings.credit": (Right.FOLLOW_UP, lambda office, _row, _to: carrier_settings.credit(office)),
    "carrier_settings.forget_secret": (
        Right.FOLLOW_UP,
        lambda office, _row, _to: carrier_settings.forget_secret(office, CarrierKind.MODEM),
    ),
    "carrier_settings.of": (Right.READ, lambda office, _row, _to: carrier_settings.of(office)),
    "outbox.cancel": (Right.FOLLOW_UP, lambda office, _row, _to: outbox.cancel(office, 1)),
    "outbox.confirm_delivery": (Right.FOLLOW_UP, lambda office, _row, _to: outbox.confirm_delivery(office, 1)),
    "outbox.take_back_delivery": (Right.FOLLOW_UP, lambda office, _row, _to: outbox.take_back_delivery(office, 1)),
    "outbox.decide": (Right.FOLLOW_UP, lambda office, _row, _to: outbox.decide(office, 1, sent=True)),
    "outbox.of_issue": (Right.READ, lambda office, row, _to: outbox.of_issue(office, row.issue_ids[0])),
    "outbox.queue": (
        Right.FOLLOW_UP,
        lambda office, row, _to: outbox.queue(office, row.issue_ids[0], Purpose.REGISTERED),
    ),
    "outbox.resume": (Right.FOLLOW_UP, lambda office, _row, _to: outbox.resume(office, 1)),
    "outbox.retry": (Right.FOLLOW_UP, lambda office, _row, _to: outbox.retry(office)),
    "outbox.rows": (Right.READ, lambda office, _row, _to: outbox.rows(office)),
    "outbox.send_again": (Right.FOLLOW_UP, lambda office, _row, _to: outbox.send_again(office, 1)),
    "outbox.summary": (Right.READ, lambda office, _row, _to: outbox.summary(office)),
    "outbox.take_back_decision": (Right.FOLLOW_UP, lambda office, _row, _to: outbox.take_back_decision(office, 1)),
    "sending.ask_now": (Right.FOLLOW_UP, lambda office, _row, _to: sending.ask_now(office, [1])),
    "sending.take_over": (Right.FOLLOW_UP, lambda office, _row, _to: sending.take_over(office, "pc")),
    "sending.step": (Right.FOLLOW_UP, lambda office, _row, _to: sending.step(office, Scripted())),
    "sms_settings.change": (
        Right.FOLLOW_UP,
        lambda office, _row, _to: sms_settings.change(office, SmsSettings(rate=7)),
    ),
    "sms_settings.of": (Right.READ, lambda office, _row, _to: sms_settings.of(office)),
    "sms_text.compose": (
        Right.READ,
        lambda office, row, _to: sms_text.compose(office, row.issue_ids[0], Purpose.REGISTERED),
    ),
    "notices.record": (
        Right.FOLLOW_UP,
        lambda office, row, _to: notices.record(office, row.issue_ids[0], Way.CALL, MEETING_DAY),
    ),
    "notices.take_back": (Right.FOLLOW_UP, lambda office, row, _to: notices.take_back(office, row.issue_ids[0])),
    "office_settings.change": (
        Right.REGISTER,
        lambda office, _row, _to: office_settings.change(office, office_settings.OfficeSettings(capacity=40)),
    ),
    "office_settings.of": (Right.READ, lambda office, _row, _to: office_settings.of(office)),
    "person_record.give": (
        Right.FOLLOW_UP,
        lambda office, row, _to: person_record.give(office, row.issue_ids[0], person_record.Asked("کارت ملی")),
    ),
    "person_record.give_of_booking": (
        Right.FOLLOW_UP,
        lambda office, _row, _to: person_record.give_of_booking(
            office, booked(office), person_record.Asked("کارت ملی")
        ),
    ),
    "person_record.give_of_person": (
        Right.FOLLOW_UP,
        lambda office, row, _to: person_record.give_of_person(office, row.visitor_id, person_record.Asked("کارت ملی")),
    ),
    "outcomes.record": (
        Right.FOLLOW_UP,
        lambda office, row, _to: outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "انجام شد"),
    ),
    "outcomes.reopen": (Right.FOLLOW_UP, lambda office, row, _to: outcomes.reopen(office, row.issue_ids[0], "آمد")),
    "outcomes.take_back": (Right.FOLLOW_UP, lambda office, row, _to: outcomes.take_back(office, row.issue_ids[0])),
    "bulletins.issue": (Right.SIGN_REPORT, lambda office, _row, _to: bulletins.issue(office)),
    "bulletins.issuer_of": (Right.READ, lambda office, _row, _to: bulletins.issuer_of(office)),
    "bulletins.take": (
        Right.ADMINISTER,
        lambda office, _row, _to: bulletins.take(office, others.bulletin(office.now().microsecond + 1)),
    ),
    "receipts.file": (Right.READ, lambda office, _row, _to: receipts.file(office, others.receipt())),
    "receipts.make": (
        Right.SIGN_REPORT,
        lambda office, _row, _to: receipts.make(office, hostile.judged(hostile.good())),
    ),
    "receipts.of_quarter": (Right.READ, lambda office, _row, _to: receipts.of_quarter(office, "1405-1")),
    "report.against.check": (Right.READ, lambda office, _row, to: against.check(office, to / "none.pdf")),
    "senders.confirm": (Right.ADMINISTER, lambda office, _row, _to: senders.confirm(office, "A", "1" * 64, "x")),
    "senders.known": (Right.READ, lambda office, _row, _to: senders.known(office)),
    "senders.receive": (
        Right.READ,
        lambda office, _row, _to: senders.receive(office, hostile.judged(hostile.good())),
    ),
    "senders.revoke": (
        Right.ADMINISTER,
        lambda office, _row, _to: senders.revoke(office, "A", "1" * 64, office.today(), "x"),
    ),
    "senders.undo_revocation": (
        Right.ADMINISTER,
        lambda office, _row, _to: senders.undo_revocation(
            office, senders.Sender("A", "1" * 64, "x", KeyState.SEEN, office.now(), None, None)
        ),
    ),
    "sealed_reports.of_office": (Right.SIGN_REPORT, lambda office, _row, _to: sealed_reports.of_office(office)),
    "sealed_reports.save_plain": (Right.PREPARE_REPORT, lambda office, _row, to: saved_plain(office, to)),
    "senders.take_back": (Right.ADMINISTER, lambda office, _row, _to: senders.take_back(office, "A", "1" * 64)),
    "report_receiver.choose": (
        Right.ADMINISTER,
        lambda office, _row, _to: report_receiver.choose(office, *envelopes.chosen(), own_copy=True),
    ),
    "report_receiver.forget": (Right.ADMINISTER, lambda office, _row, _to: report_receiver.forget(office)),
    "report_receiver.own_certificate": (Right.READ, lambda office, _row, _to: report_receiver.own_certificate(office)),
    "report_receiver.usual": (Right.READ, lambda office, _row, _to: report_receiver.usual(office)),
    "own_key.hand_over": (Right.SIGN_REPORT, lambda office, _row, _to: own_key.hand_over(office)),
    "own_key.head_in_office": (Right.READ, lambda office, _row, _to: own_key.head_in_office(office)),
    "own_key.letter": (Right.SIGN_REPORT, lambda office, _row, _to: own_key.letter(office)),
    "own_key.present": (Right.READ, lambda office, _row, _to: own_key.present(office)),
    "own_key.replace_lost": (Right.SIGN_REPORT, lambda office, _row, _to: own_key.replace_lost(office)),
    "own_key.told": (Right.SIGN_REPORT, lambda office, _row, _to: own_key.told(office)),
    "own_key.untold": (Right.READ, lambda office, _row, _to: own_key.untold(office)),
    "papers.blank_slips": (Right.READ, lambda office, _row, _to: papers.blank_slips(office, 1, 2, PaperSize.ROLL)),
    "papers.exit_slip": (Right.READ, lambda office, row, _to: papers.exit_slip(office, row.visit_id, PaperSize.A6)),
    "papers.file_name": (Right.READ, lambda office, row, _to: papers.file_name(office, row.visit_id, Paper.SLIP)),
    "papers.ruling_sheet": (Right.READ, lambda office, row, _to: papers.ruling_sheet(office, row.visit_id)),
    "papers.slip": (Right.READ, lambda office, row, _to: papers.slip(office, row.visit_id, PaperSize.ROLL)),
    "passphrase.change": (
        Right.READ,
        lambda office, _row, _to: passphrase.change(office, PASSPHRASE, "نخل بلند کنار رود آرام", kdf=CHEAP),
    ),
    "phone_answers.of_code": (Right.READ, lambda office, _row, _to: phone_answers.of_code(office, "48273155")),
    "phone_answers.of_issue": (Right.READ, lambda office, row, _to: phone_answers.of_issue(office, row.issue_ids[0])),
    "pauses.of_issue": (Right.READ, lambda office, row, _to: pauses.of_issue(office, row.issue_ids[0])),
    "pauses.pause": (Right.FOLLOW_UP, lambda office, row, _to: pauses.pause(office, row.issue_ids[0], "سند")),
    "pauses.resume": (Right.FOLLOW_UP, lambda office, row, _to: pauses.resume(office, row.issue_ids[0])),
    "pauses.take_back_pause": (Right.FOLLOW_UP, lambda office, _row, _to: pauses.take_back_pause(office, 1)),
    "pauses.take_back_resume": (Right.FOLLOW_UP, lambda office, _row, _to: pauses.take_back_resume(office, 1)),
    "queue.admit": (Right.REGISTER, lambda office, row, _to: queue.admit(office, row.visit_id)),
    "queue.admit_called": (Right.REGISTER, lambda office, _row, _to: queue.admit_called(office)),
    "queue.call": (Right.REGISTER, lambda office, row, _to: queue.call(office, row.visit_id)),
    "queue.call_next": (Right.REGISTER, lambda office, _row, _to: queue.call_next(office)),
    "queue.finish": (Right.REGISTER, lambda office, row, _to: queue.finish(office, row.visit_id)),
    "queue.finish_in_room": (Right.REGISTER, lambda office, _row, _to: queue.finish_in_room(office)),
    "queue.leave": (Right.REGISTER, lambda office, row, _to: queue.leave(office, row.visit_id)),
    "queue.leave_called": (Right.REGISTER, lambda office, _row, _to: queue.leave_called(office)),
    "queue.next_number": (Right.READ, lambda office, _row, _to: queue.next_number(office, MEETING_DAY)),
    "queue.of_day": (Right.READ, lambda office, _row, _to: queue.of_day(office, MEETING_DAY)),
    "queue.one": (Right.READ, lambda office, row, _to: queue.one(office, row.visit_id)),
    "queue.step_back": (Right.REGISTER, lambda office, row, _to: queue.step_back(office, row.visit_id)),
    "reach.change": (
        Right.FOLLOW_UP,
        lambda office, row, _to: reach.change(
            office, row.visitor_id, reach.ReachRow(row.visitor_id, row.name, "09163004172", prefers=Way.CALL)
        ),
    ),
    "reach.of_person": (Right.READ, lambda office, row, _to: reach.of_person(office, row.visitor_id)),
    "backup_folder.change": (Right.ADMINISTER, lambda office, _row, to: backup_folder.change(office, str(to))),
    "backup_folder.of": (Right.READ, lambda office, _row, _to: backup_folder.of(office)),
    "preset_taking.follow": (Right.READ, lambda office, _row, _to: preset_taking.follow(office)),
    "preset_taking.leave": (
        Right.ADMINISTER,
        lambda office, _row, _to: preset_taking.leave(office, preset_taking.Waiting()),
    ),
    "preset_taking.overview": (Right.READ, lambda office, _row, _to: preset_taking.overview(office)),
    "preset_taking.take": (
        Right.ADMINISTER,
        lambda office, _row, _to: preset_taking.take(office, preset_taking.Waiting()),
    ),
    "preset_taking.waiting": (Right.READ, lambda office, _row, _to: preset_taking.waiting(office)),
    "recovery_code.confirm": (Right.ADMINISTER, lambda office, _row, _to: recovery_code.confirm(office)),
    "recovery_code.renew": (Right.ADMINISTER, lambda office, _row, _to: recovery_code.renew(office)),
    "referrals.answer": (Right.FOLLOW_UP, lambda office, _row, _to: referrals.answer(office, 1, AnswerKind.FULL, "x")),
    "referrals.default_due": (Right.READ, lambda office, _row, _to: referrals.default_due(office)),
    "referrals.ordered_due": (Right.READ, lambda office, row, _to: referrals.ordered_due(office, row.issue_ids[0])),
    "referrals.usual_due": (Right.READ, lambda office, _row, _to: referrals.usual_due(office)),
    "referrals.interim_pending": (
        Right.READ,
        lambda office, row, _to: referrals.interim_pending(office, row.issue_ids[0]),
    ),
    "referrals.letter_number": (
        Right.FOLLOW_UP,
        lambda office, _row, _to: referrals.letter_number(office, 1, "۱۲", None),
    ),
    "referrals.move_due": (Right.FOLLOW_UP, lambda office, _row, _to: referrals.move_due(office, 1, LATER, "x")),
    "referrals.of_issue": (Right.READ, lambda office, row, _to: referrals.of_issue(office, row.issue_ids[0])),
    "referrals.refer": (Right.FOLLOW_UP, lambda office, row, _to: referrals.refer(office, row.issue_ids[0], "درآمد")),
    "referrals.refer_again": (Right.FOLLOW_UP, lambda office, _row, _to: referrals.refer_again(office, 1, "حقوقی")),
    "referrals.take_back_answer": (Right.FOLLOW_UP, lambda office, _row, _to: referrals.take_back_answer(office, 1)),
    "referrals.take_back_move_due": (
        Right.FOLLOW_UP,
        lambda office, _row, _to: referrals.take_back_move_due(office, 1),
    ),
    "referrals.take_back_refer": (Right.FOLLOW_UP, lambda office, _row, _to: referrals.take_back_refer(office, 1)),
    "reminders.remind": (Right.FOLLOW_UP, lambda office, _row, _to: reminders.remind(office, [1])),
    "reminders.remind_matters": (
        Right.FOLLOW_UP,
        lambda office, row, _to: reminders.remind_matters(office, row.issue_ids),
    ),
    "reminders.take_back_remind": (Right.FOLLOW_UP, lambda office, _row, _to: reminders.take_back_remind(office, [1])),
    "register.load.load": (Right.IMPORT, lambda office, _row, to: load.load(office, register(to))),
    "report.data.build": (Right.READ, lambda office, _row, _to: data.build(office, OVER, office.now())),
    "report.figures.count": (Right.READ, lambda office, _row, _to: figures.count(office, RUNNING)),
    "response_times.discontent": (
        Right.READ,
        lambda office, _row, _to: response_times.discontent(office, figures.count(office, RUNNING)),
    ),
    "response_times.of": (
        Right.READ,
        lambda office, _row, _to: response_times.of(office, figures.count(office, RUNNING)),
    ),
    "report.make.make": (Right.SIGN_REPORT, lambda office, _row, to: make.make(office, OVER, to)),
    "report.make.make, a draft": (Right.PREPARE_REPORT, lambda office, _row, to: make.make(office, RUNNING, to)),
    "report.make.draft": (Right.PREPARE_REPORT, lambda office, _row, to: make.draft(office, OVER, to)),
    "telling.could_not_be_told": (
        Right.FOLLOW_UP,
        lambda office, row, _to: telling.could_not_be_told(office, row.issue_ids[0]),
    ),
    "telling_many.by_sms": (
        Right.FOLLOW_UP,
        lambda office, row, _to: telling_many.by_sms(office, [row.issue_ids[0]]),
    ),
    "telling_many.take_back": (Right.FOLLOW_UP, lambda office, _row, _to: telling_many.take_back(office, [1])),
    "telling.take_back": (Right.FOLLOW_UP, lambda office, row, _to: telling.take_back(office, row.issue_ids[0])),
    "telling.ways": (Right.READ, lambda office, row, _to: telling.ways(office, row.issue_ids[0])),
    "sign_requests.ask": (Right.PREPARE_REPORT, lambda office, _row, _to: sign_requests.ask(office, OVER)),
    "sign_requests.of_quarter": (Right.READ, lambda office, _row, _to: sign_requests.of_quarter(office, OVER)),
    "sign_requests.take_back": (Right.PREPARE_REPORT, lambda office, _row, _to: sign_requests.take_back(office, OVER)),
    "sign_requests.waiting": (Right.READ, lambda office, _row, _to: sign_requests.waiting(office)),
    "signing_settings.of": (Right.READ, lambda office, _row, _to: signing_settings.of(office)),
    "signing_settings.change": (
        Right.ADMINISTER,
        lambda office, _row, _to: signing_settings.change(office, signing_settings.SigningSettings()),
    ),
    "report.make.own_signer": (Right.SIGN_REPORT, lambda office, _row, _to: make.own_signer(office)),
    "report.summary.write": (Right.PREPARE_REPORT, lambda office, _row, to: summary.write(office, OVER, to)),
    "report.sealing.sealing_for": (
        Right.READ,
        lambda office, _row, _to: sealing.sealing_for(office, None, office.now()),
    ),
    "report.preflight.audit_trail": (Right.READ, lambda office, _row, _to: preflight.audit_trail(office)),
    "report.preflight.of_span": (Right.READ, lambda office, _row, _to: preflight.of_span(office, OVER)),
    "report.trust.of_office": (Right.READ, lambda office, _row, _to: trust.of_office(office, trust.Trust())),
    "rulings.give": (Right.RULE, lambda office, row, _to: rulings.give(office, row.issue_ids[0], "بررسی شود")),
    "rulings.of_issue": (Right.READ, lambda office, row, _to: rulings.of_issue(office, row.issue_ids[0])),
    "rulings.take_back": (Right.RULE, lambda office, row, _to: rulings.take_back(office, row.issue_ids[0])),
    "rulings.typed_by_head": (Right.READ, lambda office, _row, _to: rulings.typed_by_head(office)),
    "search.find": (Right.READ, lambda office, _row, _to: search.find(office, "کعبی")),
    "search.more": (Right.READ, lambda office, _row, _to: search.more(office, "آسفالت", nobody=True)),
    "security.backup.backup": (Right.BACKUP, lambda office, _row, to: backup.backup(office, to / "one.didar")),
    "security.backup.check": (Right.READ, lambda office, _row, _to: backup.check(office)),
    "security.backup.last_backup": (Right.READ, lambda office, _row, _to: backup.last_backup(office)),
    "slip_keys.replace": (Right.ADMINISTER, lambda office, _row, _to: slip_keys.replace(office, "رایانه‌ای گم شد")),
    "slip_keys.slip_of": (Right.REGISTER, lambda office, row, _to: slip_keys.slip_of(office, row.visit_id)),
    "timeline.of_issue": (Right.READ, lambda office, row, _to: timeline.of_issue(office, row.issue_ids[0])),
    "scan_folder.look": (Right.READ, lambda office, _row, to: scan_folder.look(office, to)),
    "scan_folder.remove": (Right.ATTACH, lambda office, _row, to: scan_folder.remove(office, to / "scan.pdf")),
    "scan_folder.take": (
        Right.ATTACH,
        lambda office, row, to: scan_folder.take(office, row.issue_ids[0], to / "scan.pdf"),
    ),
    "turns.as_before": (Right.REGISTER, lambda office, row, _to: turns.as_before(office, row)),
    "turns.call_again": (Right.REGISTER, lambda office, _row, _to: turns.call_again(office)),
    "turns.carry": (Right.REGISTER, lambda office, row, _to: turns.carry(office, (row.visit_id,))),
    "turns.come_back": (Right.REGISTER, lambda office, row, _to: turns.come_back(office, row.visit_id)),
    "turns.over_and_next": (Right.REGISTER, lambda office, _row, _to: turns.over_and_next(office)),
    "turns.put_behind": (Right.REGISTER, lambda office, row, _to: turns.put_behind(office, row.visit_id)),
    "turns.set_priority": (
        Right.REGISTER,
        lambda office, row, _to: turns.set_priority(office, row.visit_id, Priority.FROM_AFAR),
    ),
    "units.describe": (
        Right.REGISTER,
        lambda office, _row, _to: units.describe(office, 1, units.UnitParticulars("خانم سواری")),
    ),
    "units.of_office": (Right.READ, lambda office, _row, _to: units.of_office(office)),
    "updates.back_up": (Right.BACKUP, lambda office, _row, to: updates.back_up(office, setups.found(setups.put(to)))),
    "updates.begin": (Right.ADMINISTER, lambda office, _row, to: setup_begun(office, to)),
    "updates.examine": (
        Right.READ,
        lambda office, _row, to: updates.examine(office, setups.Machine().here, setups.put(to)),
    ),
    "updates.look": (Right.READ, lambda office, _row, to: updates.look(office, setups.Machine().here, [to])),
    "updates.standing": (Right.READ, lambda office, _row, _to: updates.standing(office, setups.Machine().here)),
    "updates.take": (
        Right.ADMINISTER,
        lambda office, _row, to: updates.take(office, setups.Machine().here, setups.found(setups.put(to))).discard(),
    ),
    "visitors.history": (Right.READ, lambda office, row, _to: visitors.history(office, row.visitor_id)),
    "visitors.known": (Right.READ, lambda office, _row, _to: visitors.known(office, national_id="0000000000")),
    "visits.correct": (
        Right.REGISTER,
        lambda office, row, _to: visits.correct(office, row.visit_id, visit(arrived="9:00")),
    ),
    "visits.register": (Right.REGISTER, lambda office, _row, _to: registered(office, 7)),
    "visits.set_presided_by": (
        Right.REGISTER,
        lambda office, row, _to: visits.set_presided_by(office, row.visit_id, PresidedBy.DEPUTY),
    ),
    "visits.withdraw": (Right.REGISTER, lambda office, row, _to: visits.withdraw(office, row.visit_id)),
    "visits.written": (Right.READ, lambda office, row, _to: visits.written(office, row.visit_id)),
    "words.add": (Right.REGISTER, lambda office, _row, _to: words.add(office, Words.UNITS, "واحد")),
    "words.bring_back": (Right.REGISTER, lambda office, _row, _to: words.bring_back(office, Words.UNITS, 1, 1)),
    "words.change": (Right.REGISTER, lambda office, _row, _to: words.change(office, Words.UNITS, 1, "واحد تازه")),
    "words.entries": (Right.READ, lambda office, _row, _to: words.entries(office, Words.UNITS)),
    "words.move": (Right.REGISTER, lambda office, _row, _to: words.move(office, Words.UNITS, 1, 2)),
    "words.put_away": (Right.REGISTER, lambda office, _row, _to: words.put_away(office, Words.UNITS, 1)),
    "waiting.ahead": (Right.READ, lambda office, row, _to: waiting.ahead(office, row.visit_id)),
    "waiting.expected": (Right.READ, lambda office, row, _to: waiting.expected(office, row.visit_id)),
    "waiting.of_today": (Right.READ, lambda office, _row, _to: waiting.of_today(office)),
    "worklist.counts": (Right.READ, lambda office, _row, _to: worklist.counts(office)),
    "worklist.late": (Right.READ, lambda office, _row, _to: worklist.late(office)),
    "worklist.matter": (Right.READ, lambda office, row, _to: worklist.matter(office, row.issue_ids[0])),
    "worklist.page": (Right.READ, lambda office, _row, _to: worklist.page(office, worklist.Tab.OPEN)),
    "worklist_paper.paper": (Right.READ, lambda office, _row, _to: worklist_paper.paper(office, worklist.Tab.OPEN)),
    "worklist_sheet.of_list": (Right.READ, lambda office, _row, _to: worklist_sheet.of_list(office, worklist.Tab.OPEN)),
    "worklist.units": (Right.READ, lambda office, _row, _to: worklist.units(office)),
    "worklist.pressing": (Right.READ, lambda office, _row, _to: worklist.pressing(office)),
    "whole_day.of": (Right.READ, lambda office, _row, _to: whole_day.of(office, office.today())),
}
"""Each use case with the right that it asks for, and a call of it that nothing but a right would stop."""

NO_USE_CASES = {"demo.fill", "own_key.is_lost", "recovery_code.is_due"}
"""What takes an office and is no act: it fills the demonstration, or asks whether this user has to do something."""


def saved_plain(office: Office, to: Path) -> Path:
    (to / "a.pdf.p7m").write_bytes(envelope.seal(b"x", [envelopes.certificate()]))
    opening = sealed_reports.of_file(envelopes.written(to), None)
    return sealed_reports.save_plain(office, to / "a.pdf.p7m", opening, to / f"a{office.now().microsecond}.pdf")


def setup_begun(office: Office, to: Path) -> None:
    one, machine = setups.found(setups.put(to)), setups.Machine()
    updates.begin(office, machine.here, one, update_copy.take(one.setup, setups.update(), to), one.setup)


def by_phone() -> bookings.NewBooking:
    return bookings.NewBooking({"first_name": "مریم", "last_name": "کعبی", "mobile": "09163004172"}, again=True)


def booked(office: Office) -> int:
    """A booking that stands, of those that were taken before anybody of the role signed in."""
    with office.connection() as connection:
        return connection.scalar(select(func.max(Booking.id)).where(Booking.withdrawn_at.is_(None))) or 0


def register(folder: Path) -> Path:
    path = folder / "register.csv"
    head = "kind,date,arrived,presided_by,first_name,last_name,no_id_reason,type,subject,status"
    path.write_text(f"{head}\ntour,1405/06/01,9:00,head,مریم,کعبی,همراه نداشت,request,آب,open\n", "utf-8")
    return path


def found_in_app() -> set[str]:
    """The public functions of `app` that take the office first."""
    names = set()
    for module in pkgutil.walk_packages(app.__path__, "app."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters.values()), None)
            takes_office = first is not None and str(first.annotation).strip("'").rpartition(".")[2] in (
                "Office",
                "Office'>",
            )
            if function.__module__ == module.name and not name.startswith("_") and takes_office:
                names.add(f"{module.name.removeprefix('app.')}.{name}")
    return names


def sign_in(office: Office, *roles: Role) -> None:
    """As another user of these roles would be: rights are the table's, whoever holds the keys."""
    office.user = SignedIn(1, "zahra", "زهرا موسوی", roles)


def seq(office: Office) -> int:
    with office.connection() as connection:
        return audit.anchor(connection).seq


def test_every_use_case_is_tried_here() -> None:
    assert {name.partition(",")[0] for name in CASES} | NO_USE_CASES == found_in_app()


@pytest.mark.parametrize("role", Role)
def test_each_role_is_let_through_to_what_the_table_gives_it_and_to_nothing_else(
    office: Office, role: Role, tmp_path: Path
) -> None:
    row = registered(office)
    for _one in range(3):
        bookings.book(office, by_phone(), MEETING_DAY)
    sign_in(office, role)
    for name, (right, call) in CASES.items():
        before = seq(office)
        refused = None
        try:
            call(office, row, tmp_path)
        except UserError as error:
            refused = error.reason
        assert (refused == NO_ACCESS) is (right not in TABLE[role]), f"{name}: {refused}"
        if refused is not None:
            assert seq(office) == before, f"{name} was refused and left an entry"


@pytest.mark.parametrize("right", Right)
def test_somebody_has_each_right_and_somebody_lacks_it(right: Right) -> None:
    having = {role for role in Role if right in TABLE[role]}
    assert having
    assert (having == set(Role)) is (right is Right.READ)


def test_without_any_role_nothing_is_done(office: Office, tmp_path: Path) -> None:
    row = registered(office)
    sign_in(office)
    for name, (_right, call) in CASES.items():
        with pytest.raises(Refused) as refused:
            call(office, row, tmp_path)
        assert refused.value.reason == NO_ACCESS, name


SECRET = "رفتار ناشایست مدیر"
WORDS = ("موضوع محرمانه", SECRET, "دستور محرمانه", "واحد محرمانه", "نتیجهٔ محرمانه")


@pytest.fixture
def confided(office: Office) -> QueueRow:
    """A visit with one issue for the head's eyes, ruled and answered by the head, and one for all."""
    brought = issue(subject=WORDS[0], description=SECRET, words=SECRET, notes=SECRET, head_only=True)
    row = registered(office, issues=(brought, issue()))
    rulings.give(office, row.issue_ids[0], WORDS[2], unit=WORDS[3], due=MEETING_DAY)
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, WORDS[4])
    return row


def everything_said(office: Office, row: QueueRow) -> str:
    report, _counted = data.build(office, RUNNING, office.now())
    return repr(
        [
            issues.of_visit(office, row.visit_id),
            issues.one(office, row.issue_ids[0]),
            rulings.of_issue(office, row.issue_ids[0]),
            referrals.of_issue(office, row.issue_ids[0]),
            queue.of_day(office, MEETING_DAY),
            visitors.history(office, row.visitor_id),
            timeline.of_issue(office, row.issue_ids[0]),
            visits.written(office, row.visit_id),
            figures.count(office, RUNNING),
            report,
        ]
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HEAD])
def test_what_only_the_head_may_know_is_hidden_from_everyone_else(
    office: Office, confided: QueueRow, role: Role
) -> None:
    sign_in(office, role)
    said = everything_said(office, confided)
    assert [word for word in WORDS if word in said] == []
    assert "آسفالت معابر" in said


def test_the_head_reads_it(office: Office, confided: QueueRow) -> None:
    sign_in(office, Role.HEAD)
    said = everything_said(office, confided)
    assert [word for word in WORDS if word not in said] == []


def test_a_correction_by_somebody_else_leaves_the_heads_words_as_they_are(office: Office, confided: QueueRow) -> None:
    sign_in(office, Role.SECRETARY)
    form = visits.written(office, confided.visit_id).new
    visits.correct(office, confided.visit_id, visit(issues=form.issues, arrived="9:10"))
    sign_in(office, Role.HEAD)
    first, second = issues.of_visit(office, confided.visit_id)
    assert (first.subject, first.description, first.head_only) == (WORDS[0], SECRET, True)
    assert second.subject == "آسفالت معابر"


def test_who_tells_it_to_nobody_but_the_head_is_registered_without_a_subject(office: Office) -> None:
    sign_in(office, Role.SECRETARY)
    row = registered(office, issues=(issue(subject="", description="", head_only=True),))
    assert row.subjects == (None,)
    assert corrections.of_visit(office, row.visit_id) == []
    sign_in(office, Role.HEAD)
    told = issues.write_confidential(office, row.issue_ids[0], WORDS[0], SECRET)
    assert (told.subject, told.description) == (WORDS[0], SECRET)
    again = issues.write_confidential(office, row.issue_ids[0], "", "")
    assert (again.subject, again.description) == (WORDS[0], None)
    assert SECRET in repr(corrections.of_visit(office, row.visit_id))
    sign_in(office, Role.SECRETARY)
    assert SECRET not in repr(corrections.of_visit(office, row.visit_id)) + everything_said(office, row)


def test_the_heads_words_are_only_written_where_the_matter_is_for_the_head(office: Office) -> None:
    row = registered(office)
    with pytest.raises(Refused):
        issues.write_confidential(office, row.issue_ids[0], WORDS[0], SECRET)
    assert issues.one(office, row.issue_ids[0]).subject == "آسفالت معابر"


def test_a_matter_that_is_for_the_head_alone_from_now_on_is_not_found_by_its_words_any_more(office: Office) -> None:
    row = registered(office, issues=(issue(subject=WORDS[0]),))
    assert search.more(office, WORDS[0], nobody=True).issues
    hidden = issue(subject=WORDS[0], description=SECRET, head_only=True)
    visits.correct(office, row.visit_id, visit(issues=(hidden,), arrived="9:42"))
    sign_in(office, Role.SECRETARY)
    assert not search.more(office, WORDS[0], nobody=True).issues
    assert SECRET not in everything_said(office, row) + repr(corrections.of_visit(office, row.visit_id))


def test_nobody_but_the_head_lays_open_what_was_told_to_the_head(office: Office, confided: QueueRow) -> None:
    sign_in(office, Role.SECRETARY)
    with pytest.raises(Refused) as refused:
        visits.correct(office, confided.visit_id, visit(issues=(issue(), issue()), arrived="9:10"))
    assert refused.value.field == "head_only"
    sign_in(office, Role.HEAD)
    assert issues.one(office, confided.issue_ids[0]).head_only


def test_an_act_on_it_tells_nothing_to_who_did_it(office: Office, confided: QueueRow) -> None:
    sign_in(office, Role.FOLLOW_UP)
    told = notices.record(office, confided.issue_ids[0], Way.CALL, MEETING_DAY)
    assert SECRET not in repr(told)
    assert told.told_by is Way.CALL
