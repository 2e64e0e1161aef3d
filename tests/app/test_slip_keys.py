"""The desk's key: made for the first exit slip, the same for all who work at the desk, replaced only with a reason."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app import papers, slip_keys, visit_slips, visits
from app.domain.codes import Kind, PaperSize, PresidedBy, Role
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.office import Office, SignedIn
from app.report import data
from app.security import audit, slip_key
from app.unlock import unlock
from db.models import SlipKey
from tests.app.documents.readers import barcodes, pdfium
from tests.conftest import PASSPHRASE, Clock
from tests.make import registered

SUMMER, AUTUMN = Quarter(1405, 2), Quarter(1405, 3)


def keys(office: Office) -> list[bytes]:
    with office.read() as session:
        return list(session.scalars(select(SlipKey.public).order_by(SlipKey.id)))


def named(office: Office, quarter: Quarter = SUMMER) -> list[str]:
    return data.build(office, quarter, office.now())[0]["slip_keys"]


def printed(office: Office, visit_id: int) -> visit_slips.Slip:
    codes = barcodes(papers.exit_slip(office, visit_id, PaperSize.ROLL), dpi=203)
    (text,) = [code for code in codes if code.startswith("didar-slip/")]
    slip = visit_slips.read(text).slip
    assert slip is not None
    return slip


def signs(public: bytes, slip: visit_slips.Slip) -> bool:
    said = visit_slips.message(slip.code, slip.date.isoformat(), slip.kind, slip.key)
    return slip_key.holds(public, slip.signature, said)


def test_the_first_exit_slip_makes_it_and_the_report_names_it(office: Office) -> None:
    row = registered(office)
    assert named(office) == keys(office) == []
    slip = printed(office, row.visit_id)
    assert (slip.code, slip.date, slip.kind) == ("102168", office.today(), "weekly")
    (public,) = keys(office)
    assert signs(public, slip)
    assert named(office) == [public.hex()]


def test_every_slip_is_signed_by_the_same_key_whoever_prints_it(office: Office, home: Path, clock: Clock) -> None:
    first, second = registered(office), registered(office, 2)
    slips = [printed(office, first.visit_id)]
    office.close()
    with unlock(home, PASSPHRASE, clock=clock) as again:
        again.user = SignedIn(1, "sara", "سارا", (Role.SECRETARY,))
        again.keys.sk = None  # a secretary does not hold the head's secret
        slips += [printed(again, second.visit_id), printed(again, first.visit_id)]
        (public,) = keys(again)
    assert all(signs(public, slip) for slip in slips)
    assert slips[0] == slips[2]
    assert slips[0].secret != slips[1].secret


def test_who_does_not_work_at_the_desk_prints_a_slip_without_it(office: Office) -> None:
    row = registered(office)
    office.user = SignedIn(1, "reza", "رضا", (Role.HEAD,))
    assert "آیا این دیدار گزارش شده است" not in str(pdfium(papers.exit_slip(office, row.visit_id, PaperSize.ROLL)))
    assert keys(office) == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.WEEKLY])
def test_the_slip_says_beforehand_that_a_visit_of_another_kind_does_not_count(office: Office, kind: Kind) -> None:
    row = registered(office, kind=kind)
    assert printed(office, row.visit_id).kind == kind
    words = " ".join(pdfium(papers.exit_slip(office, row.visit_id, PaperSize.A6))[-1])
    assert "این دیدار در گزارش شمرده نمی‌شود." in words


def test_so_it_says_on_the_deputys_day(office: Office) -> None:
    row = registered(office)
    assert "شمرده نمی‌شود" not in str(pdfium(papers.exit_slip(office, row.visit_id, PaperSize.ROLL)))
    visits.set_presided_by(office, row.visit_id, PresidedBy.DEPUTY, "رئیس رفته بود")
    assert printed(office, row.visit_id).kind == "deputy"
    words = " ".join(pdfium(papers.exit_slip(office, row.visit_id, PaperSize.ROLL))[0])
    assert "این دیدار در گزارش شمرده نمی‌شود." in words


def test_a_key_that_does_not_open_is_said_and_none_is_made_in_its_place(office: Office) -> None:
    row = registered(office)
    printed(office, row.visit_id)
    with office.note() as session:
        session.execute(update(SlipKey).values(sealed=b"another box"))
    with pytest.raises(Refused, match="کلید دفتر"):
        papers.exit_slip(office, row.visit_id, PaperSize.ROLL)
    assert len(keys(office)) == 1


def test_it_is_replaced_with_a_reason_that_the_trail_keeps(office: Office, clock: Clock) -> None:
    row = registered(office)
    before = printed(office, row.visit_id)
    with pytest.raises(Refused) as refused:
        slip_keys.replace(office, " ")
    assert refused.value.field == "reason"
    clock.tick()
    slip_keys.replace(office, "رایانه‌ای گم شد")
    after = printed(office, row.visit_id)
    old, new = keys(office)
    assert signs(old, before)
    assert signs(new, after)
    assert after.secret == before.secret
    with office.connection() as connection:
        ((entry, payload),) = audit.earlier_values(connection, "slip_key", 2)
    assert (entry.act, payload["reason"]) == ("slip_keys.replace", "رایانه‌ای گم شد")


def test_the_reports_of_its_time_name_a_retired_key_too_and_later_ones_do_not(office: Office, clock: Clock) -> None:
    printed(office, registered(office).visit_id)
    slip_keys.replace(office, "رایانه‌ای گم شد")
    old, new = (key.hex() for key in keys(office))
    assert named(office, SUMMER) == [old, new]
    clock.at += dt.timedelta(days=30)
    assert named(office, AUTUMN) == [new]


def test_no_entry_of_the_trail_holds_a_visits_secret(office: Office) -> None:
    row = registered(office)
    secret = printed(office, row.visit_id).secret
    with office.connection() as connection:
        told = audit.earlier_values(connection, "visit", row.visit_id) + audit.earlier_values(connection, "slip_key", 1)
    assert told
    assert secret.hex() not in str(told)
