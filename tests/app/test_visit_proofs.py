"""Was my visit reported? Each visit is provably in or provably out, and only the desk's own slips count."""

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import merging, slip_keys, visit_proofs, visit_slips, visits
from app.domain import canonical
from app.domain.codes import Kind, PresidedBy
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.domain.texts import speak
from app.office import Office
from app.register.load import load
from app.report import data, make, preflight, tree, verify
from app.report.trust import Trust, of_office
from app.report.verdict import Verdict
from app.security import slip_key
from app.security.backup import backup, restore
from app.unlock import unlock
from app.visit_proofs import IN, OTHER_AGENCY, OTHER_QUARTER, OUT, UNCOUNTED, UNSIGNED, Answer, check, look_up
from app.visit_slips import VisitCode
from tests.app.report import example
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock
from tests.make import issue, registered, visit

SUMMER = Quarter(1405, 2)
AFTER = jalali(1405, 7, 4)
KEY, PUBLIC = slip_key.make()
SECRETS = st.binary(min_size=16, max_size=16)
DOC = Path(__file__).parents[2] / "docs" / "visit-proofs.md"


def reported(secrets: list[bytes]) -> dict[str, Any]:
    """A report with a visit for each of these secrets."""
    report = example.report(len(secrets)) | {"slip_keys": [PUBLIC.hex()]}
    for row, secret in zip(report["visits"], secrets, strict=True):
        row.update(tree.opening(example.report(0)["agency"]["code"], secret))
    return report | {"merkle": tree.tree(report["visits"]).as_signed()}


def slip(
    secret: bytes, *, code: str = "KHZ-SHU-01", day: str = "2026-07-05", kind: str = "weekly", key: bytes = KEY
) -> VisitCode:
    return VisitCode(secret, visit_slips.signed(key, code, dt.date.fromisoformat(day), kind, secret))


def holds(answer: Answer) -> visit_proofs.Proved:
    """The answer's proof, checked alone, as it comes out of a file."""
    return check(json.loads(canonical.dumps(answer.proof)))


# any visit, any secret


@settings(max_examples=40)
@given(st.lists(SECRETS, min_size=1, max_size=24, unique=True), st.data())
def test_any_visit_of_the_report_is_provably_in(secrets: list[bytes], drawn: st.DataObject) -> None:
    at = drawn.draw(st.integers(0, len(secrets) - 1))
    report = reported(secrets)
    for code in (VisitCode(secrets[at]), slip(secrets[at])):
        answer = look_up(report, code)
        assert answer.answer == IN
        assert answer.visit is not None
        row = report["visits"][at]
        assert answer.visit == {key: value for key, value in row.items() if key not in ("k", "salt")}
        proved = holds(answer)
        assert (proved.answer, proved.visit) == (IN, answer.visit)
        assert proved.report["merkle"] == report["merkle"]


@settings(max_examples=40)
@given(st.lists(SECRETS, max_size=24, unique=True), SECRETS)
def test_any_other_secret_is_provably_out(secrets: list[bytes], other: bytes) -> None:
    secrets = [secret for secret in secrets if secret != other]
    report = reported(secrets)
    typed, scanned = look_up(report, VisitCode(other)), look_up(report, slip(other))
    assert (typed.answer, typed.signed) == (OUT, None)
    assert (scanned.answer, scanned.signed) == (OUT, True)
    assert (holds(typed).signed, holds(scanned).signed) == (False, True)
    for answer in (typed, scanned):
        assert answer.visit is None
        assert answer.proof is not None
        neighbours = [answer.proof["before"], answer.proof["after"]]
        assert neighbours.count(None) == {0: 2, 1: 1}.get(len(secrets), neighbours.count(None))
        for neighbour in filter(None, neighbours):
            assert set(neighbour) == {"index", "k", "content", "path"}  # nothing that tells who the neighbours are


def test_a_proof_shows_one_visit_and_no_other() -> None:
    secrets = [bytes([number]) * 16 for number in range(9)]
    report = reported(secrets)
    shown = json.dumps(look_up(report, VisitCode(secrets[3])).proof, ensure_ascii=False)
    mine = report["visits"][3]
    for row in report["visits"]:
        assert (str(row["national_id"] or row["foreign_id"]) in shown) is (row is mine)
        assert row["salt"] == mine["salt"] or row["salt"] not in shown


CHANGES = [
    lambda proof: proof.update(k="00" * 32),
    lambda proof: proof["report"]["merkle"].update(n=9),
    lambda proof: proof["report"]["merkle"].update(root="00" * 32),
    lambda proof: proof["report"]["merkle"].update(n="8"),
    lambda proof: proof.update(answer="perhaps"),
    lambda proof: proof.update(format="didar-proof/2"),
    lambda proof: proof.pop("report"),
]
CHANGES_IN = [
    lambda proof: proof["visit"].update(first_name="دیگری"),
    lambda proof: proof.update(salt="00" * 32),
    lambda proof: proof.update(index=proof["index"] ^ 1),
    lambda proof: proof.update(index=str(proof["index"])),
    lambda proof: proof["path"].pop(),
    lambda proof: proof["path"].append("00" * 32),
    lambda proof: proof.update(path=[None]),
]
CHANGES_OUT = [
    lambda proof: proof.update(before=None),
    lambda proof: proof.update(after=None),
    lambda proof: proof.update(before=None, after=None),
    lambda proof: proof.update(before=proof["after"], after=proof["before"]),
    lambda proof: proof.update(k=proof["before"]["k"]),
    lambda proof: proof.update(k=proof["k"].upper()),
    lambda proof: proof["before"].update(content="00" * 32),
    lambda proof: proof["slip"].update(date="2026-07-12"),
    lambda proof: proof["slip"].update(kind="daily"),
    lambda proof: proof["slip"].update(signature="00" * 64),
    lambda proof: proof["report"].update(slip_keys=[]),
    lambda proof: proof["report"].update(agency="AHV-1"),
    lambda proof: proof["report"].update(quarter="1405-3"),
]


@pytest.mark.parametrize(
    ("answer", "change"),
    [*((IN, change) for change in CHANGES + CHANGES_IN), *((OUT, change) for change in CHANGES + CHANGES_OUT)],
)
def test_a_proof_that_was_changed_does_not_hold(answer: str, change: Any) -> None:
    secrets = [bytes([number]) * 16 for number in range(8)]
    report = reported(secrets)
    code = slip(secrets[3]) if answer == IN else slip(_between(report))
    found = look_up(report, code)
    assert found.answer == answer
    proof = json.loads(canonical.dumps(found.proof))
    change(proof)
    with pytest.raises(Refused):
        check(proof)


def _between(report: dict[str, Any]) -> bytes:
    """A secret whose leaf would stand between two others."""
    keys = [row["k"] for row in report["visits"]]
    tried = (hashlib.sha256(bytes([number])).digest()[:16] for number in range(99))
    return next(secret for secret in tried if min(keys) < tree.key_of("KHZ-SHU-01", secret).hex() < max(keys))


def test_neighbours_that_do_not_stand_side_by_side_prove_nothing() -> None:
    secrets = [bytes([number]) * 16 for number in range(8)]
    report = reported(secrets)
    grown = tree.tree(report["visits"])
    proof = json.loads(canonical.dumps(look_up(report, VisitCode(_between(report))).proof))
    hidden = {
        **proof,
        "k": grown.keys[4].hex(),
        "before": visit_proofs._neighbour(grown, 3),
        "after": visit_proofs._neighbour(grown, 5),
    }
    with pytest.raises(Refused):
        check(hidden)


# the slip


def test_a_slip_that_somebody_made_up_is_not_the_desks() -> None:
    report = reported([bytes(16)])
    answer = look_up(report, slip(b"\1" * 16, key=slip_key.make()[0]))
    assert (answer.answer, answer.signed, answer.proof) == (UNSIGNED, False, None)
    assert "امضا نکرده است" in answer.lines[0]


@pytest.mark.parametrize("kind", visit_slips.WHY_NOT)
def test_a_visit_that_does_not_count_is_out_as_its_slip_says(kind: str) -> None:
    answer = look_up(reported([bytes(16)]), slip(b"\1" * 16, kind=kind))
    assert (answer.answer, answer.proof) == (UNCOUNTED, None)


def test_a_slip_of_another_quarter_or_agency_is_called_so() -> None:
    report = reported([bytes(16)])
    for day in ("2026-06-21", "2026-09-23"):
        assert look_up(report, slip(b"\1" * 16, day=day)).answer == OTHER_QUARTER
    answer = look_up(report, slip(b"\1" * 16, code="AHV-1"))
    assert answer.answer == OTHER_AGENCY
    assert "AHV-1" in answer.lines[0]


def test_whoever_has_the_secret_of_a_visit_in_the_report_is_shown_it_even_by_a_slip_of_a_lost_key() -> None:
    answer = look_up(reported([bytes(16)]), slip(bytes(16), key=slip_key.make()[0]))
    assert (answer.answer, answer.signed) == (IN, False)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_what_is_for_the_head_alone_is_only_named(language: str) -> None:
    speak(language)
    report = reported([bytes(16)])
    hidden = dict.fromkeys(("subject", "description", "ruling", "unit", "due", "outcome"))
    report["visits"][0]["issues"][0] |= {
        **hidden,
        "head_only": True,
        "notified_by": "call",
        "notified_on": "2026-07-01",
    }
    report["visits"][0] |= {"admitted": None}
    lines = " ".join(look_up(report, VisitCode(bytes(16))).lines)
    assert {"fa": "فقط برای رئیس دستگاه", "en": "for the head alone"}[language] in lines
    assert "None" not in lines


# the office's own way, from the desk to the report


def verified(office: Office, clock: Clock, code: VisitCode, folder: Path) -> tuple[Verdict, dict[str, Any]]:
    """The quarter's report, made and verified, and what it says of a visit."""
    clock.set(9, day=AFTER)
    signed = preflight.of_span(office, SUMMER).signed
    made = make.make(office, SUMMER, folder, reason="اصلاح" if signed else None)
    verdict = verify.verify(made.pdf.read_bytes(), trusted=of_office(office, Trust()), now=office.now(), visit=code)
    assert verdict.ok
    assert verdict.visit is not None
    return verdict, verdict.visit


def code_of(office: Office, visit_id: int) -> VisitCode:
    """What stands on the visit's exit slip."""
    return visit_slips.read(slip_keys.slip_of(office, visit_id).text())


def test_what_the_visitor_was_given_finds_the_visit_in_the_signed_report(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    row, other = registered(office), registered(office, 2, particulars={"first_name": "یوسف"})
    code, others = code_of(office, row.visit_id), code_of(office, other.visit_id)
    verdict, said = verified(office, clock, code, tmp_path)
    assert (said["answer"], said["signed"]) == (IN, True)
    assert said["visit"]["first_name"] == "مریم"
    assert "یوسف" not in json.dumps(verdict.as_dict(), ensure_ascii=False)
    assert verdict.as_dict()["visit"] == said
    assert json.loads(json.dumps(verdict.packed()))["visit"] == said
    by_hand = VisitCode(visit_slips.read(others.slip.digits()).secret) if others.slip else others
    report, _figures = data.build(office, SUMMER, office.now())
    assert look_up(report, by_hand).answer == IN


def test_a_corrected_visit_keeps_its_secret_and_an_amended_report_has_another_root(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    row = registered(office)
    code = code_of(office, row.visit_id)
    _verdict, before = verified(office, clock, code, tmp_path)
    new = visit(arrived="9:10", particulars={"first_name": "مریم‌السادات"}, issues=(issue(subject="مستمری"), issue()))
    visits.correct(office, row.visit_id, new, "اشتباه نوشته شده بود")
    assert code_of(office, row.visit_id) == code
    _verdict, after = verified(office, clock, code, tmp_path)
    assert (before["answer"], after["answer"]) == (IN, IN)
    assert after["visit"]["first_name"] == "مریم‌السادات"
    assert len(after["visit"]["issues"]) == 2
    assert before["proof"]["k"] == after["proof"]["k"]
    assert before["proof"]["report"]["merkle"]["root"] != after["proof"]["report"]["merkle"]["root"]


def test_a_visit_that_was_taken_back_is_out_and_one_who_stays_is_in(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    gone, stays = registered(office), registered(office, 2)
    code, other = code_of(office, gone.visit_id), code_of(office, stays.visit_id)
    visits.withdraw(office, gone.visit_id)
    with pytest.raises(Refused):
        slip_keys.slip_of(office, gone.visit_id)
    _verdict, said = verified(office, clock, code, tmp_path)
    assert (said["answer"], said["signed"]) == (OUT, True)
    report, _figures = data.build(office, SUMMER, office.now())
    assert look_up(report, other).answer == IN


def test_two_records_of_one_person_brought_together_leave_each_visit_its_secret(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    no_id = {"national_id": "", "no_id_reason": "مدرک نداشت", "mobile": "09350000000"}
    rows = [registered(office, particulars=no_id), registered(office)]
    codes = [code_of(office, row.visit_id) for row in rows]
    merging.merge(office, rows[0].visitor_id, rows[1].visitor_id)
    for code, folder in zip(codes, ("first", "second"), strict=True):
        (tmp_path / folder).mkdir()
        assert verified(office, clock, code, tmp_path / folder)[1]["answer"] == IN


def test_the_deputys_day_and_a_tour_are_out_as_the_slip_said(office: Office, clock: Clock, tmp_path: Path) -> None:
    deputys, tour = registered(office), registered(office, 2, kind=Kind.TOUR)
    visits.set_presided_by(office, deputys.visit_id, PresidedBy.DEPUTY, "رئیس رفته بود")
    for row, folder in ((deputys, "first"), (tour, "second")):
        (tmp_path / folder).mkdir()
        code = code_of(office, row.visit_id)
        assert verified(office, clock, code, tmp_path / folder)[1]["answer"] == UNCOUNTED


def test_a_visit_of_an_imported_register_has_a_slip_too(office: Office, clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    head = "kind,date,arrived,presided_by,first_name,last_name,no_id_reason,type,subject,status"
    path.write_text(f"{head}\nweekly,1405/06/01,9:00,head,مریم,کعبی,همراه نداشت,request,آب,open\n", "utf-8")
    load(office, path)
    assert verified(office, clock, code_of(office, 1), tmp_path)[1]["answer"] == IN


def test_after_a_restore_old_slips_still_find_their_visits_and_what_was_lost_is_not_called_a_lie(
    office: Office, home: Path, clock: Clock, tmp_path: Path
) -> None:
    kept = code_of(office, registered(office).visit_id)
    backup(office, tmp_path / "copy")
    lost = code_of(office, registered(office, 2).visit_id)
    office.close()
    clock.tick(30)
    restore(home, tmp_path / "copy", PASSPHRASE, clock=clock)
    with unlock(home, PASSPHRASE, clock=clock) as again:
        clock.set(9, day=AFTER)
        report, _figures = data.build(again, SUMMER, again.now())
    assert look_up(report, kept).answer == IN
    answer = look_up(report, lost)
    assert (answer.answer, answer.signed) == (OUT, True)
    assert "به نسخهٔ پشتیبان بازگشته است" in answer.lines[1]


def test_a_slip_by_a_key_that_a_restore_lost_is_told_with_the_restore(
    office: Office, home: Path, clock: Clock, tmp_path: Path
) -> None:
    row = registered(office)
    backup(office, tmp_path / "copy")
    slip_keys.slip_of(office, row.visit_id)
    lost = code_of(office, registered(office, 2).visit_id)
    office.close()
    restore(home, tmp_path / "copy", PASSPHRASE, clock=clock)
    with unlock(home, PASSPHRASE, clock=clock) as again:
        slip_keys.slip_of(again, row.visit_id)
        report, _figures = data.build(again, SUMMER, again.now())
    answer = look_up(report, lost)
    assert answer.answer == UNSIGNED
    assert "به نسخهٔ پشتیبان بازگشته است" in answer.lines[1]


def test_nothing_is_said_of_a_visit_in_a_report_that_does_not_pass(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    code = code_of(office, registered(office).visit_id)
    clock.set(9, day=AFTER)
    made = make.make(office, SUMMER, tmp_path)
    data_ = made.pdf.read_bytes()
    verdict = verify.verify(data_[:-1], trusted=of_office(office, Trust()), now=office.now(), visit=code)
    assert not verdict.ok
    assert verdict.visit is None
    assert "visit" not in verdict.as_dict()
    assert SUMMER.last >= MEETING_DAY


# the document: somebody else does it again, with SHA-256 and HMAC alone


def test_the_documents_example_can_be_counted_by_what_the_document_says() -> None:
    import hmac

    blocks = [json.loads(block.partition("```")[0]) for block in DOC.read_text("utf-8").split("```json\n")[1:]]
    given_, counted, inside, outside = blocks
    sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()  # noqa: E731
    leaves = []
    for row in given_["visits"]:
        secret = bytes.fromhex(row["secret"])
        k = sha(b"didar-visit-key/1\0", given_["agency"].encode(), b"\0", secret)
        salt = hmac.digest(secret, b"didar-visit-salt/1", "sha256")
        said = json.dumps(row["visit"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        leaves.append((k, salt, sha(salt, said)))
    assert [[part.hex() for part in leaf] for leaf in leaves] == [
        [row["k"], row["salt"], row["content"]] for row in counted["visits"]
    ]
    ordered = sorted((k, content) for k, _salt, content in leaves)
    a, b, c = (sha(b"\0", k, content) for k, content in ordered)
    top = sha(b"\1", sha(b"\1", a, b), c)
    root = sha(b"didar-merkle/1", (3).to_bytes(8, "big"), top)
    assert counted["leaves"] == [a.hex(), b.hex(), c.hex()]
    assert counted["merkle"] == {"n": 3, "root": root.hex()}
    assert check(inside).visit == given_["visits"][inside["visit_number"] - 1]["visit"]
    assert check(outside).signed is True
    key, signature = bytes.fromhex(outside["report"]["slip_keys"][0]), bytes.fromhex(outside["slip"]["signature"])
    told = {"code": given_["agency"], "date": outside["slip"]["date"], "k": outside["k"], "kind": "weekly"}
    said = json.dumps({**told, "format": "didar-slip/1"}, sort_keys=True, separators=(",", ":")).encode()
    assert slip_key.holds(key, signature, said)
    text, digits = given_["slip"]["text"], given_["slip"]["digits"]
    code = visit_slips.read(text)
    assert code.slip is not None
    assert code.slip.digits() == digits
    assert code.slip.key.hex() == outside["k"]
    assert replace(code.slip, signature=b"").signature == b""
