"""What was signed is final: while the data are the same, the same bytes go out again, and no second file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app import meetings
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office
from app.report import canonical, envelope, make, verify
from app.report.scan import scan
from app.report.signers import KeySigner
from app.report.structure import attachment
from app.report.trust import Trust, of_office
from tests.app.report import envelopes, hostile
from tests.app.report.test_sign import person
from tests.conftest import Clock
from tests.make import registered

SUMMER = Quarter(1405, 2)


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def over(office: Office, clock: Clock) -> Office:
    """An office whose summer quarter is over."""
    registered(office)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    return office


def changed(office: Office) -> None:
    meetings.give_reason(office, jalali(1405, 4, 7), "مأموریت")


def data_of(pdf: Path) -> dict:
    return canonical.unpack(attachment(scan(pdf.read_bytes())))


def test_the_same_quarter_signed_again_elsewhere_is_the_same_file(over: Office, clock: Clock, tmp_path: Path) -> None:
    first = make.make(over, SUMMER, tmp_path / "a")
    clock.set(12, day=jalali(1405, 7, 6))
    again = make.make(over, SUMMER, tmp_path / "b")
    assert again.pdf.name == first.pdf.name
    for one, other in ((first.pdf, again.pdf), (first.xlsx, again.xlsx), (first.certificate, again.certificate)):
        assert one is not None
        assert other is not None
        assert one.read_bytes() == other.read_bytes()
    assert again.warnings[0].startswith("This report was signed on 1405/07/04")
    assert (again.totals, again.level, again.digest) == (first.totals, first.level, first.digest)


class StopError(Exception):
    pass


def test_who_stops_it_while_it_goes_out_again_finds_nothing_written(over: Office, tmp_path: Path) -> None:
    make.make(over, SUMMER, tmp_path / "a")
    asked: list[int] = []
    make.make(over, SUMMER, tmp_path / "b", progress=lambda _page, _of: asked.append(0))
    for last in range(len(asked)):
        left = iter(range(last))

        def progress(_page: int, _of: int | None, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise StopError

        with pytest.raises(StopError):
            make.make(over, SUMMER, tmp_path / "c", progress=progress)
        assert not (tmp_path / "c").exists() or list((tmp_path / "c").iterdir()) == []


def test_that_it_went_out_again_stands_in_the_trail_and_no_second_report_does(over: Office, tmp_path: Path) -> None:
    make.make(over, SUMMER, tmp_path / "a")
    make.make(over, SUMMER, tmp_path / "b")
    with over.connection() as connection:
        kinds = connection.scalars(text("SELECT kind FROM audit_entry WHERE act = 'report.sign' ORDER BY seq")).all()
        assert list(kinds) == ["report", "export"]
        assert connection.scalar(text("SELECT count(*) FROM report")) == 1


def test_changed_data_are_an_amendment_which_is_then_the_one_that_goes_out_again(over: Office, tmp_path: Path) -> None:
    make.make(over, SUMMER, tmp_path / "a")
    changed(over)
    amended = make.make(over, SUMMER, tmp_path / "a", reason="علت آمد")
    again = make.make(over, SUMMER, tmp_path / "b")
    assert again.pdf.name == amended.pdf.name == "didar-102168-1405-2-a1.pdf"
    assert again.pdf.read_bytes() == amended.pdf.read_bytes()


def test_a_reason_makes_an_amendment_of_unchanged_data_too(over: Office, tmp_path: Path) -> None:
    """Another key has to sign, or another receiver be named."""
    make.make(over, SUMMER, tmp_path)
    made = make.make(over, SUMMER, tmp_path, reason="کلید تازه")
    assert made.pdf.name.endswith("-a1.pdf")
    assert data_of(made.pdf)["amendment"]["reason"] == "کلید تازه"
    assert verify.verify(made.pdf.read_bytes(), trusted=of_office(over, Trust()), now=over.now()).ok


def test_another_key_does_not_sign_the_same_data_again_by_itself(over: Office, tmp_path: Path) -> None:
    make.make(over, SUMMER, tmp_path / "a")
    with pytest.raises(Refused, match="with another key") as refused:
        make.make(over, SUMMER, tmp_path / "b", signer=KeySigner(hostile.key(2), (person(),)))
    assert refused.value.field == "amendment"
    assert not (tmp_path / "b").exists()


def test_a_report_of_an_older_release_is_not_kept_and_says_so(over: Office, tmp_path: Path) -> None:
    make.make(over, SUMMER, tmp_path / "a")
    with over.note() as session:
        session.execute(text("DELETE FROM signed_file"))
    with pytest.raises(Refused, match="not kept here"):
        make.make(over, SUMMER, tmp_path / "b")


@pytest.mark.parametrize("tampered", ["substr(content, 1, 1000)", "replace(content, x'2F4D20', x'2F4D21')"])
def test_a_kept_file_that_was_tampered_with_does_not_go_out(over: Office, tmp_path: Path, tampered: str) -> None:
    make.make(over, SUMMER, tmp_path / "a")
    with over.note() as session:
        session.execute(text(f"UPDATE signed_file SET content = CAST({tampered} AS BLOB)"))
    with pytest.raises(Refused, match="not kept here"):
        make.make(over, SUMMER, tmp_path / "b")


def test_a_plain_report_can_be_encrypted_later_and_holds_the_same_bytes(over: Office, tmp_path: Path) -> None:
    first = make.make(over, SUMMER, tmp_path)
    sealed = make.make(over, SUMMER, tmp_path, receiver=envelopes.certificate())
    assert envelope.open(sealed.pdf.read_bytes(), envelopes.key()) == first.pdf.read_bytes()
    assert not any("another receiver" in said for said in sealed.warnings)


def test_one_made_for_a_receiver_says_so_when_it_goes_out_otherwise(over: Office, tmp_path: Path) -> None:
    make.make(over, SUMMER, tmp_path, receiver=envelopes.certificate())
    plain = make.make(over, SUMMER, tmp_path)
    assert any("another receiver" in said for said in plain.warnings)
