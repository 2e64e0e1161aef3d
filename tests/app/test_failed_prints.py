"""What the printer did not take waits in a list, also after a restart, and leaves no trace in the trail."""

from app import failed_prints, visits
from app.domain.codes import Paper
from app.office import Office
from app.security import audit
from app.unlock import unlock
from tests.conftest import PASSPHRASE, Clock
from tests.make import registered

SILENT = "چاپگر پاسخ نمی‌دهد."


def test_a_paper_waits_with_its_turn_and_reason(office: Office, clock: Clock) -> None:
    row = registered(office)
    failed_prints.note(office, row.visit_id, Paper.SLIP, SILENT)
    (waits,) = failed_prints.waiting(office)
    assert (waits.visit_id, waits.paper, waits.number, waits.reason) == (row.visit_id, Paper.SLIP, 1, SILENT)
    assert waits.failed_at == clock.at


def test_the_same_paper_waits_once_with_the_latest_reason(office: Office) -> None:
    row = registered(office)
    failed_prints.note(office, row.visit_id, Paper.SLIP, SILENT)
    failed_prints.note(office, row.visit_id, Paper.EXIT_SLIP, SILENT)
    failed_prints.note(office, row.visit_id, Paper.SLIP, "چاپگر پیدا نشد.")
    assert [(one.paper, one.reason) for one in failed_prints.waiting(office)] == [
        (Paper.SLIP, "چاپگر پیدا نشد."),
        (Paper.EXIT_SLIP, SILENT),
    ]


def test_what_was_printed_is_off_the_list(office: Office) -> None:
    first, second = registered(office, 1), registered(office, 2)
    for row in (first, second):
        failed_prints.note(office, row.visit_id, Paper.SLIP, SILENT)
    failed_prints.remove(office, first.visit_id, Paper.SLIP)
    assert [one.visit_id for one in failed_prints.waiting(office)] == [second.visit_id]


def test_a_registration_that_was_taken_back_waits_for_no_slip(office: Office) -> None:
    row = registered(office)
    failed_prints.note(office, row.visit_id, Paper.SLIP, SILENT)
    visits.withdraw(office, row.visit_id)
    assert failed_prints.waiting(office) == []


def test_the_list_is_there_after_a_restart_and_not_in_the_trail(office: Office, home, clock: Clock) -> None:
    row = registered(office)
    with office.connection() as connection:
        before = audit.anchor(connection)
    failed_prints.note(office, row.visit_id, Paper.SLIP, SILENT)
    with office.connection() as connection:
        assert audit.anchor(connection) == before
    office.close()
    with unlock(home, PASSPHRASE, clock=clock) as again:
        assert [one.visit_id for one in failed_prints.waiting(again)] == [row.visit_id]
