"""The secretary prepares, the head reviews and signs: the request between them."""

import json

import pytest

from app import outcomes, sign_requests
from app.domain.codes import Role, Status
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office, SignedIn
from app.report import figures, make, preflight
from app.security import audit, backup
from tests.conftest import Clock
from tests.make import registered

SUMMER, AUTUMN = Quarter(1405, 2), Quarter(1405, 3)
HEAD = (Role.HEAD,)
SECRETARY = (Role.SECRETARY,)


def sign_in(office: Office, roles: tuple[Role, ...], name: str = "زهرا موسوی") -> None:
    office.user = SignedIn(1, "zahra", name, roles)


@pytest.fixture
def over(office: Office, clock: Clock) -> Office:
    """A quarter that is over, and the secretary who prepared its report."""
    registered(office)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    sign_in(office, SECRETARY)
    return office


def test_the_secretary_asks_and_the_head_sees_by_whom_and_when(over: Office) -> None:
    asked = sign_requests.ask(over, SUMMER)
    sign_in(over, HEAD, "فرهاد بهرامی")
    (waiting,) = sign_requests.waiting(over)
    assert waiting == asked == sign_requests.of_quarter(over, SUMMER)
    assert (waiting.by, waiting.at) == ("زهرا موسوی", over.now())
    assert waiting.meaning == preflight.of_span(over, SUMMER).meaning


def test_it_is_answered_by_the_signature(over: Office, tmp_path) -> None:
    sign_requests.ask(over, SUMMER)
    sign_in(over, HEAD)
    make.make(over, SUMMER, tmp_path)
    assert sign_requests.waiting(over) == ()
    sign_in(over, SECRETARY)
    with pytest.raises(Refused, match="تغییر نکرده"):
        sign_requests.ask(over, SUMMER)


def test_what_changed_since_shows_by_another_meaning_and_asking_again_takes_its_place(
    over: Office, clock: Clock
) -> None:
    asked = sign_requests.ask(over, SUMMER)
    clock.tick()
    issue = figures.count(over, SUMMER).counted()[0].issue_id
    outcomes.record(over, issue, Status.RESOLVED, "انجام شد")
    assert preflight.of_span(over, SUMMER).meaning != asked.meaning
    again = sign_requests.ask(over, SUMMER)
    assert sign_requests.waiting(over) == (again,)
    assert again.meaning == preflight.of_span(over, SUMMER).meaning


def test_a_request_after_the_signature_waits_for_the_amendment(over: Office, clock: Clock, tmp_path) -> None:
    sign_in(over, HEAD)
    make.make(over, SUMMER, tmp_path)
    sign_in(over, SECRETARY)
    clock.tick()
    issue = figures.count(over, SUMMER).counted()[0].issue_id
    outcomes.record(over, issue, Status.RESOLVED, "انجام شد")
    asked = sign_requests.ask(over, SUMMER)
    assert sign_requests.waiting(over) == (asked,)


def test_it_is_taken_back(over: Office) -> None:
    sign_requests.ask(over, SUMMER)
    sign_requests.take_back(over, SUMMER)
    assert sign_requests.of_quarter(over, SUMMER) is None
    sign_requests.take_back(over, SUMMER)


def test_a_quarter_that_runs_is_not_signed_so_nobody_is_asked(over: Office) -> None:
    with pytest.raises(Refused, match="به پایان نرسیده"):
        sign_requests.ask(over, AUTUMN)


def test_the_trail_tells_who_asked(over: Office) -> None:
    sign_requests.ask(over, SUMMER)
    with over.connection() as connection:
        last = audit.anchor(connection)
        assert last.seq
        told = connection.exec_driver_sql("SELECT act, role FROM audit_entry ORDER BY seq DESC LIMIT 1").one()
    assert tuple(told) == ("sign_requests.ask", "secretary")
    assert backup.check(over)


def test_the_head_signs_only_what_he_looked_at(over: Office, tmp_path) -> None:
    sign_in(over, HEAD)
    looked_at = preflight.of_span(over, SUMMER).meaning
    sign_in(over, SECRETARY)
    issue = figures.count(over, SUMMER).counted()[0].issue_id
    outcomes.record(over, issue, Status.RESOLVED, "انجام شد")
    sign_in(over, HEAD)
    with pytest.raises(Refused) as refused:
        make.make(over, SUMMER, tmp_path, shown=looked_at)
    assert refused.value.field == "shown"
    assert not list(tmp_path.glob("*.pdf"))
    made = make.make(over, SUMMER, tmp_path, shown=preflight.of_span(over, SUMMER).meaning)
    assert made.signer is not None
    assert (made.level, made.signer["kind"]) == ("B-B", "own")
    assert json.dumps(made.as_dict(), default=str)
