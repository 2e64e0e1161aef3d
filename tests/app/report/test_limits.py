"""What we sign, our own verifier reads: a report beyond that is refused in plain words before anyone waits for it."""

from pathlib import Path

import pytest

from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office
from app.report import limits, make, preflight, ready, verify
from app.report.trust import Trust
from tests.app.report import example
from tests.conftest import Clock
from tests.make import registered

SUMMER = Quarter(1405, 2)
BEYOND = "more than a receiver can check"


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def over(office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with a quarter of 60 visits that is over."""
    registered(office)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    many = example.enlarged(make.data.build, 60)
    monkeypatch.setattr(make.data, "build", many)
    monkeypatch.setattr(preflight.data, "build", many)
    return office


def issues(office: Office) -> int:
    report, _figures = make.data.build(office, SUMMER, office.now())
    return int(report["totals"]["issues"])


def size(office: Office) -> int:
    report, _figures = make.data.build(office, SUMMER, office.now())
    return len(ready.check(report))


@pytest.mark.parametrize(("limit", "measured"), [("SIGNED_ISSUES", issues), ("SIGNED_DATA", size)])
def test_what_is_as_large_as_it_may_be_is_signed_and_one_more_is_not(
    over: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, measured: object
) -> None:
    more_by_the_signer = 2_000 if limit == "SIGNED_DATA" else 0  # who signs is in the data that are signed
    is_there = measured(over)  # type: ignore[operator]
    monkeypatch.setattr(limits, limit, is_there - 1)
    with pytest.raises(Refused, match=BEYOND):
        make.make(over, SUMMER, tmp_path / "out")
    stop = preflight.of_span(over, SUMMER).stop
    assert stop is not None
    assert BEYOND in stop.said
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr(limits, limit, is_there + more_by_the_signer)
    made = make.make(over, SUMMER, tmp_path / "out")
    (verdict,) = verify.verify_files([made.pdf], Trust(), now=over.now())
    assert verdict.intact
    assert verdict.data_matches


@pytest.mark.parametrize(("limit", "most"), [("PAGES", 10), ("OBJECTS", 150)])
def test_more_pages_or_objects_than_a_verifier_reads_are_not_signed_either(
    over: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    """Few words can fill many pages: how many shows only when they are drawn."""
    monkeypatch.setattr(limits, limit, most)
    with pytest.raises(Refused, match=BEYOND):
        make.make(over, SUMMER, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_quarter_that_is_too_large_can_be_given_as_a_draft(
    over: Office, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SIGNED_ISSUES", 1)
    assert make.draft(over, SUMMER, tmp_path).pdf.exists()
