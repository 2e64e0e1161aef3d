"""Making the report's files: the draft's last day, all files or none, and what an end in the middle leaves."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from app import closing, meetings, queue
from app.domain.errors import Refused, Unavailable
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office
from app.reasons import because
from app.register.load import load
from app.report import canonical, make, signers, trust, verify
from app.report.scan import scan
from app.report.structure import attachment
from app.report.trust import Trust, of_office
from app.security import audit
from resources import ROOT
from tests.app.documents.readers import pdfium
from tests.app.report import envelopes, example, hostile
from tests.app.report.test_sign import p12, person
from tests.conftest import PASSPHRASE, Clock
from tests.make import issue, registered

SUMMER = Quarter(1405, 2)
AFTER = jalali(1405, 7, 4)
NAME = "didar-102168-1405-2"


class StopError(Exception):
    pass


def names(out: Path) -> set[str]:
    """All that lies in the folder, whatever its name."""
    return {path.name for path in out.iterdir()} if out.exists() else set()


def data_of(pdf: Path) -> dict:
    return canonical.unpack(attachment(scan(pdf.read_bytes())))


def whole(office: Office, pdf: Path) -> bool:
    return verify.verify(pdf.read_bytes(), trusted=of_office(office, Trust()), now=office.now()).ok


# the quarter's end


def test_on_the_quarters_last_day_it_is_a_draft_still(office: Office, clock: Clock, tmp_path: Path) -> None:
    registered(office)
    clock.set(23, 59, day=SUMMER.last)
    made = make.make(office, SUMMER, tmp_path)
    assert (made.draft, made.pdf.name, made.certificate) == (True, f"{NAME}-draft.pdf", None)
    assert b"/ByteRange" not in made.pdf.read_bytes()


def test_the_day_after_it_is_signed(office: Office, clock: Clock, tmp_path: Path) -> None:
    registered(office)
    clock.set(0, 1, day=jalali(1405, 7, 1))
    made = make.make(office, SUMMER, tmp_path)
    assert not made.draft
    assert whole(office, made.pdf)


def test_a_quarter_that_has_not_begun_is_not_over_either(office: Office, tmp_path: Path) -> None:
    made = make.make(office, Quarter(1405, 3), tmp_path)
    assert (made.draft, made.pdf.name) == (True, f"{NAME.replace('1405-2', '1405-3')}-draft.pdf")
    assert made.totals["meetings_scheduled"] == 0


# all files or none


@pytest.fixture
def over(office: Office, clock: Clock) -> Office:
    """The quarter is over, and somebody came."""
    registered(office)
    clock.set(11, 20, day=AFTER)
    return office


def test_the_files_are_for_their_owner_and_the_certificate_for_all(over: Office, tmp_path: Path) -> None:
    made = make.make(over, SUMMER, tmp_path / "out")
    assert names(tmp_path / "out") == {f"{NAME}.pdf", f"{NAME}.xlsx", "didar-102168.cert.pem"}
    modes = {path.suffix: path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()}
    if os.name == "posix":
        assert modes == {".pdf": 0o600, ".xlsx": 0o600, ".pem": 0o644}
    assert made.certificate is not None


@pytest.mark.parametrize("there", [f"{NAME}.pdf", f"{NAME}.xlsx", "didar-102168.cert.pem"])
def test_none_of_the_three_is_ever_written_over(over: Office, tmp_path: Path, there: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / there).write_bytes(b"sent last week")
    with pytest.raises(Refused, match=there):
        make.make(over, SUMMER, tmp_path / "out")
    assert names(tmp_path / "out") == {there}
    assert (tmp_path / "out" / there).read_bytes() == b"sent last week"


def test_a_folder_that_is_none_is_said_by_name(over: Office, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Unavailable, match="out"):
        make.make(over, SUMMER, tmp_path / "out")


def test_whoever_stops_it_at_any_step_finds_nothing_written_and_nothing_recorded(over: Office, tmp_path: Path) -> None:
    steps = []
    make.make(over, SUMMER, tmp_path / "whole", progress=lambda page, of: steps.append((page, of)))
    assert steps[0] == (0, None)
    assert len(steps) > 8  # pages counted, drawn, signed, the sheet, written
    before = audit_entries(over)
    for last in range(1, len(steps) + 1):
        told = iter(range(last))

        def progress(_page: int, _of: int | None, told=told) -> None:
            if next(told) == last - 1:  # noqa: B023 - called before the next turn
                raise StopError

        with pytest.raises(StopError):
            make.make(over, SUMMER, tmp_path / "out", reason="دلیل", progress=progress)  # signed anew, not given again
        assert names(tmp_path / "out") == set(), last
        assert audit_entries(over) == before


def audit_entries(office: Office) -> int:
    with office.connection() as connection:
        return audit.check(connection)


def test_who_waits_is_asked_at_every_page_and_every_part_of_the_sheet(
    over: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quarter of 400 visits."""
    monkeypatch.setattr(make.data, "build", example.enlarged(make.data.build, 400))
    asked: list[tuple[int, int | None]] = []
    made = make.make(over, SUMMER, tmp_path, progress=lambda page, of: asked.append((page, of)))
    pages = {page for page, of in asked if of}
    total = next(of for _page, of in asked if of)
    assert pages == set(range(1, total + 1))
    assert made.pdf.exists()
    assert len(asked) > 2 * total  # counted, drawn, and then the sheet and the signature


def test_between_two_askings_whether_to_go_on_lies_less_than_a_fifth_of_a_second(
    over: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: None
) -> None:
    """A quarter of 400 visits; by the thread's own clock, as other programs take their share of the wall's."""
    monkeypatch.setattr(make.data, "build", example.enlarged(make.data.build, 400))
    make.warm_up()  # as the report screen does when it opens
    asked = [time.thread_time()]
    make.make(over, SUMMER, tmp_path, progress=lambda _page, _of: asked.append(time.thread_time()))
    waits = [after - before for before, after in pairwise(asked)]
    assert len(waits) > 120
    assert max(waits) < 0.2


def test_2000_visits_are_drawn_signed_and_encrypted_with_as_short_waits(
    over: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: None
) -> None:
    """From the data to the last file: canonical form, pages, signature, sheet, envelopes."""
    monkeypatch.setattr(make.data, "build", example.enlarged(make.data.build, 2_000))
    make.warm_up()
    receiver = envelopes.certificate()
    asked: list[float] = []
    make.make(over, SUMMER, tmp_path, receiver=receiver, progress=lambda _page, _of: asked.append(time.thread_time()))
    assert max(after - before for before, after in pairwise(asked)) < 0.2


def test_who_waits_is_asked_while_the_data_are_read(over: Office) -> None:
    asked: list[None] = []
    make.data.build(over, SUMMER, over.now(), lambda: asked.append(None))
    assert len(asked) > 3
    with pytest.raises(StopError):
        make.data.build(over, SUMMER, over.now(), stops)


def stops() -> None:
    raise StopError


KILLED = """
import os, signal, sys
from pathlib import Path
from app import files
from app.domain.persian.calendar import Quarter, TEHRAN, jalali
from app.report import make
from app.unlock import unlock
import datetime as dt

def dies(*_given, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

where, times = sys.argv[1], int(sys.argv[2])
owner, name = {"fsync": (os, "fsync"), "link": (os, "link")}[where]
real = getattr(owner, name)

def counted(*given, **more):
    global times
    times -= 1
    return dies() if times < 0 else real(*given, **more)

now = dt.datetime.combine(jalali(1405, 7, 4), dt.time(11, 20), TEHRAN)
office = unlock(Path(sys.argv[3]), sys.argv[5], clock=lambda: now)
setattr(owner, name, counted)
make.make(office, Quarter(1405, 2), Path(sys.argv[4]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(("where", "times"), [("fsync", 0), ("fsync", 1), ("link", 0), ("link", 1), ("link", 2)])
def test_an_end_in_the_middle_leaves_no_half_report(
    over: Office, home: Path, clock: Clock, tmp_path: Path, where: str, times: int
) -> None:
    """Killed while writing or naming: what has a name is whole, and the report can be made again."""
    over.close()
    out = tmp_path / "out"
    code = textwrap.dedent(KILLED)
    ended = subprocess.run(
        [sys.executable, "-c", code, where, str(times), str(home), str(out), PASSPHRASE],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    shown = {name for name in names(out) if not name.startswith(".")}
    assert f"{NAME}.pdf" not in shown  # the report appears last
    with opened_again(home, clock) as office:
        made = make.make(office, SUMMER, tmp_path / "again")
        assert made.pdf.name == f"{NAME}.pdf"  # not an amendment of what nobody has
        assert whole(office, made.pdf)


def opened_again(home: Path, clock: Clock) -> Office:
    from app.unlock import unlock

    return unlock(home, PASSPHRASE, clock=clock)


def test_what_an_ended_process_left_behind_goes_with_the_next_report(over: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name, age in ((".didar-old", 7200), (".didar-new", 60)):
        (out / name).write_bytes(b"%PDF")
        then = (out / name).stat().st_mtime - age
        os.utime(out / name, (then, then))
    make.make(over, SUMMER, out)
    assert ".didar-old" not in names(out)
    assert ".didar-new" in names(out)  # another process may be at work on it


# what would not be read is not signed


def test_a_text_of_an_imported_register_that_is_longer_than_a_form_takes_is_signed_and_read(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    registered(office, issues=(issue(subject="الف" * 3000, description="ب" * 9000),))
    clock.set(11, 20, day=AFTER)
    assert whole(office, make.make(office, SUMMER, tmp_path).pdf)


def test_a_text_that_no_report_would_take_is_refused_when_it_is_written(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        registered(office, issues=(issue(description="a" * 20_001),))
    assert refused.value.field == "description"
    registered(office, issues=(issue(description="a" * 20_000),))


def test_data_that_no_verifier_would_take_are_refused_in_words(
    over: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.report.limits.JSON_STRING", 8)
    with pytest.raises(Refused, match="19"):
        make.make(over, SUMMER, tmp_path)


SAMPLES = Path(__file__).parents[4] / "shared" / "data"


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample registers are not beside the project")
@pytest.mark.parametrize("name", ["clean", "dirty"])
def test_both_sample_registers_become_reports_that_are_whole_with_the_figures_that_they_must_give(
    office: Office, clock: Clock, tmp_path: Path, name: str
) -> None:
    register = tmp_path / f"register-{name}.csv"
    register.write_bytes((SAMPLES / register.name).read_bytes())
    clock.set(9, day=AFTER)
    load(office, register, skip_bad=True)
    made = make.make(office, SUMMER, tmp_path / "out")
    report = data_of(made.pdf)
    expected = json.loads((SAMPLES / f"register-{name}.expected.json").read_text("utf-8"))
    assert report["totals"] == {key: expected[key] for key in report["totals"]}
    assert made.totals["excluded"] == expected["excluded"]
    schema = json.loads((ROOT / "schema" / "didar-report-1.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(report)
    assert whole(office, made.pdf)


# a certificate of another's


def bought(tmp_path: Path, **given: object) -> signers.Pkcs12Signer:
    return signers.Pkcs12Signer(p12(tmp_path, hostile.key(2), person(**given)), "1234")


def test_a_bought_certificate_signs_and_lies_beside_the_report(over: Office, tmp_path: Path) -> None:
    signer = bought(tmp_path)
    made = make.make(over, SUMMER, tmp_path / "out", signer=signer)
    assert made.certificate is not None
    assert made.certificate.read_bytes() == signer.certificate_pem()
    assert data_of(made.pdf)["signer"] == signer.described()
    given = trust.given([made.certificate])
    assert verify.verify(made.pdf.read_bytes(), trusted=given, now=over.now()).ok
    assert not whole(over, made.pdf)  # the office's own keys are others: nobody bound this one to its code


def test_an_expired_certificate_is_refused_before_anything_is_done(over: Office, tmp_path: Path) -> None:
    before = audit_entries(over)
    with pytest.raises(Refused):
        make.make(over, SUMMER, tmp_path / "out", signer=bought(tmp_path, days=30))
    assert names(tmp_path / "out") == set()
    assert audit_entries(over) == before


# the trail


def test_a_report_says_where_the_trail_stood_and_the_next_one_names_it(
    over: Office, clock: Clock, tmp_path: Path
) -> None:
    first = data_of(make.make(over, SUMMER, tmp_path).pdf)["audit"]
    assert first["earlier"] == []
    assert [(one["from_seq"], one["why"], one["lost"]) for one in first["epochs"]] == [(1, "founded", None)]
    meetings.give_reason(over, jalali(1405, 4, 7), "مأموریت")
    second = data_of(make.make(over, SUMMER, tmp_path, reason="دلیل").pdf)["audit"]
    assert second["earlier"] == [
        {"quarter": "1405-2", "epoch": first["epoch"], "seq": first["seq"], "head": first["head"]}
    ]
    assert second["seq"] == first["seq"] + 2  # the report itself, and the reason of a day
    with over.connection() as connection:
        assert audit.anchor(connection).seq == second["seq"] + 1


def test_amendments_of_closed_days_are_told_in_data_and_on_pages_and_the_report_verifies(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    row = registered(office)
    queue.leave(office, row.visit_id)
    closing.close(office, office.today())
    because("نشانی نادرست بود", lambda: queue.step_back(office, row.visit_id))
    clock.set(0, 1, day=jalali(1405, 7, 1))
    made = make.make(office, SUMMER, tmp_path)
    assert whole(office, made.pdf)
    (day,) = [meeting for meeting in data_of(made.pdf)["meetings"] if meeting["visits"]]
    assert day["amendments"] == 1
    text = "".join(line for page in pdfium(made.pdf.read_bytes()) for line in page)
    assert "۱ اصلاحیه پس از بستن روز" in text
