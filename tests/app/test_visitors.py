"""Knowing people by their id, and what was promised to them."""

from app import notices, outcomes, rulings, visitors, visits
from app.domain.codes import Kind, Status, Way
from app.domain.persian.calendar import jalali
from tests import make


def test_a_known_person_is_filled_in_by_the_id(office):
    make.registered(office, 2, particulars={"first_name": "احمد", "last_name": "احمدی"})
    assert visitors.known(office, national_id=make.national_id(2)).last_name == "احمدی"
    assert visitors.known(office, national_id=make.national_id(9)) is None


def test_the_latest_particulars_are_the_persons_and_each_visit_keeps_its_own(office, clock):
    first = make.registered(office, 1, particulars={"mobile": "09160000001"})
    clock.set(9, day=jalali(1405, 6, 29))
    make.registered(office, 1, particulars={"mobile": "09169999999", "address": ""})
    person = visitors.known(office, national_id=make.national_id(1))
    assert (person.mobile, person.address) == ("09169999999", "خیابان نرگس، پلاک ۱۷")
    assert visits.written(office, first.visit_id).new.particulars["mobile"] == "09160000001"


def test_people_without_an_id_cannot_be_told_apart(office):
    given = {"national_id": "", "no_id_reason": "مدرک همراه نداشت"}
    one = make.registered(office, 1, particulars=given)
    two = make.registered(office, 1, particulars=given)
    assert one.visitor_id != two.visitor_id


def test_the_history_shows_what_was_promised_and_how_late_it_is(office, clock):
    row = make.registered(office, 1)
    rulings.give(office, row.issue_ids[0], "ظرف ۱۰ روز", unit="فنی و عمرانی", due=jalali(1405, 6, 24))
    clock.set(9, day=jalali(1405, 6, 29))
    again = make.registered(office, 1)
    history = visitors.history(office, row.visitor_id, before_visit=again.visit_id)
    assert (history.visits, history.issues, history.open) == (1, 1, 1)
    assert history.promise.ruling == "ظرف ۱۰ روز"
    assert history.promise.days_late(office.today()) == 5


def test_what_was_resolved_and_told_is_no_promise_any_more(office):
    row = make.registered(office, 1)
    rulings.give(office, row.issue_ids[0], "بررسی شود", due=office.today())
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "انجام شد")
    notices.record(office, row.issue_ids[0], Way.CALL, office.today())
    history = visitors.history(office, row.visitor_id)
    assert (history.promise, history.open, history.rows[0].told_by) == (None, 0, Way.CALL)


def test_a_contact_that_does_not_count_says_so_in_the_history(office):
    row = make.registered(office, 1, kind=Kind.TOUR)
    assert visitors.history(office, row.visitor_id).rows[0].uncounted.clause == "c2"
