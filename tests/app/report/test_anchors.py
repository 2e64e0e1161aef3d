"""What a report says of the audit trail: restores are told once, and what cannot be is refused (rule 23)."""

from pathlib import Path

import pytest

from app.domain.persian.calendar import Quarter, jalali
from app.domain.texts import fa
from app.office import Office
from app.report import anchors, make, preflight, trail
from app.report.broken import BrokenError
from app.report.preflight import Level
from app.security import audit
from app.security.backup import backup, restore
from app.unlock import unlock
from tests.app.documents.readers import pdfium
from tests.app.report import example
from tests.app.report.test_make import AFTER, SUMMER, data_of, whole
from tests.app.report.test_pages import flat
from tests.conftest import PASSPHRASE, Clock
from tests.make import registered

OTHER, THIRD = "ab" * 8, "cd" * 8


def stands(**given: object) -> dict:
    return {**example.report(0)["audit"], **given}


def epoch(name: str, from_seq: int, why: str = "restored", on: str = "2026-05-01", lost: int | None = 3) -> dict:
    return {"epoch": name, "from_seq": from_seq, "why": why, "on": on, "lost": lost}


def earlier(seq: int, name: str = example.EPOCH) -> dict:
    return {"quarter": "1405-1", "epoch": name, "seq": seq, "head": "0" * 64}


FOUNDED = epoch(example.EPOCH, 1, "founded", "2026-03-28", None)
RESTORED = {"epoch": OTHER, "epochs": [FOUNDED, epoch(OTHER, 1000)]}


@pytest.mark.parametrize(
    "said",
    [
        stands(),
        stands(earlier=[]),
        stands(**RESTORED),
        stands(**RESTORED, earlier=[earlier(999), earlier(1000, OTHER)]),
        stands(epoch=THIRD, epochs=[FOUNDED, epoch(OTHER, 1000), epoch(THIRD, 1001)]),
    ],
)
def test_a_trail_that_follows_itself_is_believed(said: dict) -> None:
    anchors.check(said)


WRONG = {
    "the present epoch is none of those": stands(epoch=OTHER),
    "the first epoch does not begin at the first entry": stands(epochs=[{**FOUNDED, "from_seq": 2}]),
    "the first epoch began by a restore": stands(epochs=[{**FOUNDED, "why": "restored"}]),
    "a later epoch was founded": stands(epoch=OTHER, epochs=[FOUNDED, epoch(OTHER, 1000, "founded")]),
    "two epochs begin at one entry": stands(epoch=OTHER, epochs=[FOUNDED, epoch(OTHER, 1)]),
    "an epoch begins behind the head": stands(epoch=OTHER, epochs=[FOUNDED, epoch(OTHER, 1844)]),
    "an epoch is there twice": stands(epochs=[FOUNDED, epoch(example.EPOCH, 1000)]),
    "an epoch before the one that it follows": stands(
        epoch=OTHER, epochs=[FOUNDED, epoch(OTHER, 1000, on="2026-03-27")]
    ),
    "a day that is none": stands(epochs=[{**FOUNDED, "on": "2026-02-30"}]),
    "behind an earlier report": stands(earlier=[earlier(1843)]),
    "two reports at one place": stands(earlier=[earlier(7), earlier(7)]),
    "a report of an epoch that is not there": stands(earlier=[earlier(7, THIRD)]),
    "a report of an epoch that had not begun": stands(**RESTORED, earlier=[earlier(999, OTHER)]),
    "a report of an epoch that was over": stands(**RESTORED, earlier=[earlier(1000)]),
}


@pytest.mark.parametrize("label", WRONG)
def test_a_trail_that_contradicts_itself_is_refused(label: str) -> None:
    with pytest.raises(BrokenError) as caught:
        anchors.check(WRONG[label])
    assert caught.value.rule == 23


def test_a_restore_is_told_with_what_was_lost_until_a_report_has_told_it(
    office: Office, home: Path, clock: Clock, tmp_path: Path
) -> None:
    registered(office, 1)
    backup(office, tmp_path / "copy")
    registered(office, 2)
    with office.connection() as connection:
        lost = audit.check(connection)
    office.close()
    clock.set(11, 20, day=AFTER)
    restore(home, tmp_path / "copy", PASSPHRASE, clock=clock)
    with unlock(home, PASSPHRASE, clock=clock) as again:
        with again.connection() as connection:
            said = trail.of_store(connection)
            lost -= audit.check(connection) - 1  # the restore itself is an entry
        anchors.check(said)
        assert [one["why"] for one in said["epochs"]] == ["founded", "restored"]
        assert (said["epochs"][1]["lost"], said["epochs"][1]["on"]) == (lost, AFTER.isoformat())
        assert "restored" in [finding.code for finding in preflight.of_span(again, SUMMER).at(Level.BETTER)]
        made = make.make(again, SUMMER, tmp_path / "out")
        words = flat("پایگاه دادهٔ دفتر در ۱۴۰۵/۰۷/۰۴ بازگردانی شد؛")
        assert words in flat(pdfium(made.pdf.read_bytes())[0])
        assert whole(again, made.pdf)
        clock.set(11, 20, day=jalali(1405, 10, 2))
        later = make.make(again, Quarter(1405, 3), tmp_path / "out")
        assert words not in flat(pdfium(later.pdf.read_bytes())[0])
        assert [one["quarter"] for one in data_of(later.pdf)["audit"]["earlier"]] == ["1405-2"]


def test_a_restore_of_another_store_says_that_the_loss_is_unknown() -> None:
    said = stands(epoch=OTHER, epochs=[FOUNDED, epoch(OTHER, 1000, lost=None)])
    ((_day, lost),) = anchors.restored(said)
    assert lost is None
    assert "معلوم نیست" in fa(anchors.UNKNOWN_LOSS)
