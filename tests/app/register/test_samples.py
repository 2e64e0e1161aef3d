"""Both sample registers, end to end: the figures that another program worked out."""

import json
from pathlib import Path

import pytest

from app.domain.persian.calendar import Quarter, jalali
from app.register.load import load
from app.report import figures

SAMPLES = Path(__file__).parents[4] / "shared" / "data"

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample registers are not beside the project")


@pytest.fixture(params=["clean", "dirty"])
def sample(request) -> tuple[Path, dict]:
    expected = json.loads((SAMPLES / f"register-{request.param}.expected.json").read_text(encoding="utf-8"))
    return SAMPLES / f"register-{request.param}.csv", expected


@pytest.fixture
def register(sample, tmp_path) -> Path:
    """A copy, because what is refused is written beside it."""
    copy = tmp_path / sample[0].name
    copy.write_bytes(sample[0].read_bytes())
    return copy


def test_the_sample_registers_give_the_figures_that_they_must(office, clock, register, sample):
    clock.set(9, day=jalali(1405, 7, 4))
    loaded = load(office, register, skip_bad=True)
    assert [row.line for row in loaded.rejected] == sample[1]["rejected_lines"]
    quarter = figures.count(office, Quarter(1405, 2))
    found = {**quarter.totals.as_dict(), "excluded": quarter.excluded}
    assert found == {key: sample[1][key] for key in found}


def test_the_same_register_a_second_time_adds_nothing(office, clock, register):
    clock.set(9, day=jalali(1405, 7, 4))
    first = load(office, register, skip_bad=True)
    before = figures.count(office, Quarter(1405, 2))
    again = load(office, register, skip_bad=True)
    assert (again.stored, again.updated) == (0, 0)
    assert again.unchanged == again.read - len(again.rejected)
    assert again.rejected == first.rejected
    assert figures.count(office, Quarter(1405, 2)) == before


def test_a_dry_run_gives_the_same_figures_and_writes_nothing(office, clock, register):
    clock.set(9, day=jalali(1405, 7, 4))
    tried = load(office, register, skip_bad=True, dry_run=True)
    assert figures.count(office, Quarter(1405, 2)).totals.issues == 0
    assert not list(register.parent.glob("*.rejected.csv"))
    assert load(office, register, skip_bad=True) == tried


def test_one_bad_row_and_nothing_is_stored(office, clock, register, sample):
    clock.set(9, day=jalali(1405, 7, 4))
    loaded = load(office, register)
    stored = figures.count(office, Quarter(1405, 2)).totals.issues
    if sample[1]["rejected_lines"]:
        assert (loaded.stored, stored) == (0, 0)
    else:
        assert stored == sample[1]["issues"]


def test_the_rejected_rows_come_back_and_are_refused_for_the_same_reason(office, clock, register, sample):
    clock.set(9, day=jalali(1405, 7, 4))
    first = load(office, register, skip_bad=True)
    bad = register.with_name(f"{register.name}.rejected.csv")
    assert bad.exists() == bool(sample[1]["rejected_lines"])
    if bad.exists():
        again = load(office, bad)
        assert [(row.field, row.reason) for row in again.rejected] == [
            (row.field, row.reason) for row in first.rejected
        ]
