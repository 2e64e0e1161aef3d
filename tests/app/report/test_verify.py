"""What `verify` refuses, and why (docs/report-format.md)."""

import datetime as dt
import importlib
import re
from dataclasses import replace

import pytest
from cryptography import x509

from app.domain import texts
from app.domain.canonical import dumps
from app.report import certificates, cms, limits, scan, second_opinion, signers, trust, verify_worker, who
from app.report.broken import BrokenError
from app.report.trust import Known, Pin, Trust
from app.report.verdict import RULES, Verdict, isolated, said
from app.report.verify import verify, verify_files
from resources import ROOT
from tests.app.report import (
    bombs,
    example,
    hostile,
    hostile_archive,
    hostile_bytes,
    hostile_data,
    hostile_files,
    hostile_meaning,
    hostile_objects,
    hostile_signature,
    hostile_stamps,
    hostile_structure,
    hostile_times,
    renewed,
    sweep,
)
from tests.app.report.hostile import good, judged, report, sealed

NOT_INTACT = {*range(2, 12), 17, 18, 19, 20, 30}


pytestmark = pytest.mark.usefixtures("english")


def test_a_report_as_didar_makes_it_passes():
    verdict = judged(good(), name="didar-KHZ-SHU-01-1405-2.pdf")
    assert verdict.ok
    assert verdict.reason is verdict.rule is None
    assert verdict.signer == "فرمانداری شوش"
    assert verdict.fingerprint == hostile.office().described()["fingerprint"]
    assert verdict.agency_code == hostile.CODE
    assert verdict.totals == report()["totals"]
    assert verdict.remarks == ()


@pytest.mark.parametrize("letters", ["ᚠ", "😀", "نشانی ᚠ و 😀 و 𝕏"])
def test_a_report_with_letters_that_the_font_lacks_passes(letters):
    verdict = judged(sealed(_named(letters)))
    assert verdict.ok, verdict.detail


def _named(letters):
    said = report()
    said["agency"]["name"] = letters
    return said


@pytest.mark.parametrize("label", hostile_files.FILES)
def test_each_rule_refuses_a_file_that_breaks_it_alone(label):
    rule, make = hostile_files.FILES[label]
    knows = hostile.trust() if rule == 31 else hostile_files.TRUST.get(label, Trust())
    verdict = judged(make(), trusted=knows)
    assert not verdict.ok
    assert verdict.rule == rule, verdict.detail
    if label != "no_signature_at_all":
        assert verdict.reason == said(rule, _more(verdict))
    if label != "a_key_that_the_schema_does_not_know":
        assert verdict.intact == (rule not in NOT_INTACT)


def _more(verdict):
    sentence = RULES[verdict.rule]
    return verdict.reason.removeprefix(sentence).removesuffix(f"(rule {verdict.rule})").strip() or None


@pytest.mark.parametrize("label", hostile_data.OWN)
def test_an_own_certificate_that_didar_would_not_make_is_not_trusted_even_when_given(label):
    signer = hostile_data.OWN[label]
    verdict = judged(hostile_data.by(signer), signer)
    assert (verdict.intact, verdict.data_matches, verdict.trusted) == (True, True, False)
    assert verdict.rule == 14


def test_every_rule_that_can_fail_a_file_has_a_bad_file_and_a_sentence():
    modules = (hostile_bytes, hostile_data, hostile_meaning, hostile_objects, hostile_signature, hostile_structure)
    for module in (*modules, hostile_archive, hostile_stamps, hostile_times):
        assert any(make.__module__ == module.__name__ for _rule, make in hostile_files.FILES.values())
    covered = {rule for rule, _make in hostile_files.FILES.values()} | {14}
    assert covered == set(RULES) - {1, 12}  # these two: below, with files and trust


# each of two answers by itself: where one is enough to refuse, a test of both together does not see the other go


def _with_another_page():
    """One digit of the cover's drawing is another: all objects are where they were."""
    data = good()
    return sweep.changed(data, data.rindex(b"/Lang (fa)") + 7, ord("e"))


def test_our_own_digest_of_the_signed_bytes_refuses_by_itself():
    data = _with_another_page()
    start, end = hostile.gap(data)
    parts = cms.parse(data[start + 1 : end - 1])
    with pytest.raises(BrokenError) as broken:
        cms.check(parts, data[:start] + data[end:])
    assert (broken.value.rule, broken.value.detail) == (11, "the digest of the signed bytes is another")


def test_our_own_look_at_the_signature_refuses_by_itself():
    parts = hostile.parts(good())
    start, end = hostile.gap(good())
    lied = replace(parts, signature=hostile.office().sign(b"something else"))
    with pytest.raises(BrokenError) as broken:
        cms.check(lied, good()[:start] + good()[end:])
    assert (broken.value.rule, broken.value.detail) == (11, "the signature does not hold")


def test_the_second_opinion_refuses_by_itself():
    data = _with_another_page()
    with pytest.raises(BrokenError) as broken:
        second_opinion.check(data, scan.scan(data))
    assert broken.value.rule == 11
    second_opinion.check(good(), scan.scan(good()))


def test_the_second_opinion_is_asked_of_every_file(monkeypatch):
    def objects(*_given):
        raise BrokenError(11, "it objects")

    monkeypatch.setattr(second_opinion, "check", objects)
    assert judged(good()).detail == "it objects"


# trust


def test_without_trust_a_whole_report_is_whole_but_its_sender_is_not_confirmed():
    verdict = judged(good(), trusted=Trust())
    assert (verdict.intact, verdict.data_matches, verdict.trusted, verdict.ok) == (True, True, False, False)
    assert verdict.rule == 12
    assert verdict.headline() == "Whole, the sender is not confirmed yet"


def test_a_pinned_and_confirmed_key_is_trusted_and_a_merely_seen_one_is_not():
    mine = hostile.office().described()["fingerprint"]
    for confirmed in (True, False):
        verdict = judged(good(), trusted=Trust(pins={hostile.CODE: (Pin(mine, confirmed),)}))
        assert verdict.trusted is verdict.ok is confirmed
    assert "nobody has confirmed" in verdict.reason


def test_a_pin_under_another_code_is_no_trust():
    mine = hostile.office().described()["fingerprint"]
    assert not judged(good(), trusted=Trust(pins={"AHV-1": (Pin(mine, True),)})).trusted


def test_another_key_for_a_known_code_is_shown_with_both_fingerprints():
    verdict = judged(good(), trusted=Trust(pins={hostile.CODE: (Pin("ab" * 32, True),)}))
    assert not verdict.trusted
    assert "ab" * 32 in verdict.reason
    assert hostile.office().described()["fingerprint"] in verdict.reason


def test_how_far_a_key_is_known_is_said():
    mine, other = hostile.office().described()["fingerprint"], "ab" * 32
    for pins, known in (
        ((), Known.UNKNOWN),
        ((Pin(mine, confirmed=False),), Known.SEEN),
        ((Pin(mine, confirmed=True), Pin(other, confirmed=True)), Known.CONFIRMED),
        ((Pin(mine, confirmed=False), Pin(other, confirmed=False)), Known.CHANGED),
        ((Pin(mine, confirmed=True, revoked="2026-10-01"),), Known.REVOKED),
        ((Pin(other, confirmed=True, revoked="2026-10-01"),), Known.UNKNOWN),
    ):
        verdict = judged(good(), trusted=Trust(pins={hostile.CODE: pins}))
        assert (verdict.known, verdict.trusted) == (known, known is Known.CONFIRMED)
    assert judged(good(), trusted=Trust(pins={"AHV-1": (Pin(mine, confirmed=True),)})).known is Known.UNKNOWN


def test_a_key_under_another_code_is_told_of():
    mine = hostile.office().described()["fingerprint"]
    assert "AHV-1" in judged(good(), trusted=Trust(pins={"AHV-1": (Pin(mine, confirmed=True),)})).reason


def test_a_revoked_key_is_refused_even_when_its_certificate_is_given():
    mine = hostile.office().described()["fingerprint"]
    given_ = Trust(hostile.trust().certificates, {hostile.CODE: (Pin(mine, confirmed=True, revoked="2026-10-01"),)})
    verdict = judged(good(), trusted=given_)
    assert (verdict.trusted, verdict.rule) == (False, 16)
    assert verdict.headline().startswith("Refused")
    assert "1405/07/09" in verdict.reason


def test_an_older_key_that_is_confirmed_vouches_for_a_newer_one_unless_a_stolen_one_lies_between():
    signer, a, b = hostile.office(), "aa" * 32, "bb" * 32
    for pins, vouched, known in (
        ((Pin(a, confirmed=True),), (a,), Known.VOUCHED),
        ((Pin(a, confirmed=True),), (b, a), Known.VOUCHED),
        ((Pin(a, confirmed=False),), (a,), Known.CHANGED),
        ((Pin(a, confirmed=True),), (b,), Known.CHANGED),
        ((Pin(a, confirmed=True), Pin(b, confirmed=True, revoked="2026-01-01")), (b, a), Known.CHANGED),
        ((Pin(a, confirmed=True, revoked="2026-01-01"),), (a,), Known.UNKNOWN),
    ):
        standing = who.standing(signer.chain, report(), Trust(pins={hostile.CODE: pins}), vouched)
        assert (standing.known, standing.trusted) == (known, known is Known.VOUCHED)


@pytest.fixture(scope="module")
def chained():
    """A person's certificate under an authority, and the authority."""
    authority = hostile.certificate(
        hostile.name("مرکز صدور"), private=hostile.key(1), ca=True, key_usage=hostile.usage(also_certifies=True)
    )
    person = hostile.certificate(
        hostile.name("عدنان غزی"), private=hostile.key(2), issuer=authority, issuer_key=hostile.key(1)
    )
    return signers.KeySigner(hostile.key(2), (person, authority))


def test_an_issuer_that_was_given_is_not_enough_without_a_pin_for_the_code(chained):
    data = hostile_data.by(chained)
    authority = Trust(frozenset({cms.der(chained.chain[1])}))
    verdict = judged(data, trusted=authority)
    assert (verdict.intact, verdict.data_matches, verdict.trusted) == (True, True, False)
    assert "proves a person" in verdict.reason
    assert judged(data, chained).ok


def test_a_persons_certificate_that_was_given_for_an_agency_that_is_known_by_another_key_is_said_to_be_so(chained):
    """It is given, and that is enough; but it has no code of an agency, and could sign in the name of any."""
    given_ = hostile.trust(chained).certificates
    other = Pin("ab" * 32, confirmed=True)
    data = hostile_data.by(chained)
    verdict = judged(data, trusted=Trust(given_, {hostile.CODE: (other,)}))
    assert (verdict.ok, verdict.known, verdict.others) == (True, Known.GIVEN, (other.fingerprint,))
    assert any(other.fingerprint in remark for remark in verdict.remarks)
    unsure = judged(data, trusted=Trust(given_, {hostile.CODE: (Pin("ab" * 32, confirmed=False),)}))
    assert unsure.ok
    assert not any(other.fingerprint in remark for remark in unsure.remarks)
    mine = Pin(chained.described()["fingerprint"], confirmed=True)
    assert judged(data, trusted=Trust(given_, {hostile.CODE: (other, mine)})).known is Known.CONFIRMED
    revoked = Pin(chained.described()["fingerprint"], confirmed=True, revoked="2026-09-01")
    assert not judged(data, trusted=Trust(given_, {hostile.CODE: (revoked,)})).ok


def test_an_issuer_that_was_given_does_not_vouch_for_a_report_of_its_own(chained):
    authority = hostile.Anyone(hostile.key(1), (chained.chain[1],))
    assert not judged(hostile_data.by(authority), authority).trusted


@pytest.mark.parametrize(
    ("limit", "most", "rule"), [("OBJECTS", 20, 4), ("PAGES", 2, 4), ("CERTIFICATES", 0, 9), ("FILE", 1000, 1)]
)
def test_beyond_each_limit_a_file_is_refused(monkeypatch, limit, most, rule):
    assert judged(good()).ok
    monkeypatch.setattr(f"app.report.limits.{limit}", most)
    assert judged(good()).rule == rule


def test_a_strangers_issuer_that_was_given_is_not_even_mentioned(chained):
    other = hostile.certificate(hostile.name("مرکز صدور"), private=hostile.key(3), ca=True)
    verdict = judged(hostile_data.by(chained), trusted=Trust(frozenset({cms.der(other)})))
    assert verdict.reason == said(12)


@pytest.mark.parametrize("bits", [2048, 3072])
def test_rsa_keys_from_2048_bits_pass(bits):
    key = hostile.rsa_key(bits)
    subject = hostile.name("عدنان غزی")
    signer = signers.KeySigner(key, (hostile.certificate(subject, private=key),))
    assert judged(hostile_data.by(signer), signer).ok


def test_p384_passes():
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.derive_private_key(10**50, ec.SECP384R1())
    signer = signers.KeySigner(key, (hostile.certificate(hostile.name("عدنان غزی"), private=key),))
    assert judged(hostile_data.by(signer), signer).ok


# an archive's copy


@pytest.mark.parametrize("copy", [renewed.once, renewed.twice])
def test_an_archives_renewed_copy_passes_as_the_report_that_it_holds(copy):
    verdict = judged(copy())
    assert verdict.ok, verdict.detail
    assert verdict.facts.archived
    assert len(verdict.remarks) == 1
    assert verdict.facts.digest == judged(good()).facts.digest


def test_a_renewed_copy_is_no_better_than_the_report_in_it():
    bad = renewed.stamped(hostile_data.a_second_embedded_file())
    assert judged(bad).rule == 17
    lie = renewed.stamped(hostile_data.pages_of_other_data())
    assert (judged(lie).rule, judged(lie).intact) == (27, True)


def test_revocation_data_without_a_time_stamp_are_a_change():
    assert judged(renewed.with_revocation_data(good())).rule == 3


def test_a_later_revision_is_refused_whatever_it_holds():
    import io

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(good()))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert judged(out.getvalue()).rule in {2, 3}


# words


def test_a_draft_is_not_signed_and_that_is_said():
    verdict = judged(hostile.base())
    assert verdict.rule == 6
    assert "not signed" in verdict.reason


def test_an_encrypted_report_is_named_as_such():
    for data, name in ((b"\x30\x80" + bytes.fromhex("06092a864886f70d010703"), "x.pdf"), (b"anything", "x.pdf.p7m")):
        verdict = judged(data, name=name)
        assert not verdict.ok
        assert ".p7m" in verdict.reason


def test_a_strangers_name_cannot_turn_the_line_round_or_break_it():
    assert isolated("a\u202eb\nc") == "\u2068a\\u202eb\\u000ac\u2069"
    signer = hostile.Anyone(hostile.key(), (hostile.certificate(hostile.name("x\u202ey")),))
    verdict = judged(_by_a_turned_name(signer), signer)
    assert "\u202e" not in verdict.sentence() + str(verdict.as_dict())


def _by_a_turned_name(signer):
    said_ = report() | {"signer": {**signer.described(), "name": "x"}}
    return sealed(said_, signer)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_first_words_say_which_of_the_three_it_is(language):
    texts.speak(language)
    words = {
        "fa": ("سالم، از فرستندهٔ تأییدشده", "سالم، فرستنده هنوز تأیید نشده", "رد شد:"),
        "en": ("Whole, from a confirmed sender", "Whole, the sender is not confirmed yet", "Refused:"),
    }[language]
    verdicts = (judged(good()), judged(good(), trusted=Trust()), judged(good()[:-1]))
    for verdict, first in zip(verdicts, words, strict=True):
        assert verdict.headline().startswith(first)
        assert first in verdict.sentence()


def test_the_json_of_the_contracts_has_its_keys_and_no_others():
    said_ = judged(good(), name="a.pdf").as_dict()
    assert list(said_) == ["file", "ok", "intact", "signer", "trusted", "data_matches", "totals", "reason"]
    assert said_["reason"] is None
    assert said_["file"] == "a.pdf"


def test_a_file_name_of_another_quarter_is_a_remark_only():
    verdict = judged(good(), name="/x/didar-KHZ-SHU-01-1405-3.pdf")
    assert verdict.ok
    assert len(verdict.remarks) == 1


def test_a_time_that_is_still_to_come_or_long_after_the_quarter_is_a_remark_only():
    early = judged(good(), now=hostile.MADE_AT - dt.timedelta(days=3))
    late = judged(sealed(report(made_at="2027-03-01T08:00:00Z")), now=hostile.MADE_AT + dt.timedelta(days=300))
    assert early.ok
    assert late.ok
    assert len(early.remarks) == len(late.remarks) == 1


def test_expiry_of_the_certificate_today_does_not_turn_an_old_report_bad():
    assert judged(good(), now=hostile.BEGIN + dt.timedelta(days=9000)).ok


# the process


def test_files_that_want_all_time_and_memory_are_refused_with_a_line_each(tmp_path):
    """How long and how much: python -m tests.app.report.sweep. Those that take seconds to make are left to it."""
    large = {label for label in bombs.FILES if "1 GiB" in label or "MB of" in label or "million" in label}
    with verify_worker.Worker(hostile.trust(), hostile.NOW) as worker:
        for label, make in bombs.FILES.items():
            if label not in large:
                (tmp_path / "bad.pdf").write_bytes(make())
                verdict = worker.verdict(str(tmp_path / "bad.pdf"))
                assert not verdict.ok, label
                assert verdict.rule, label
                assert f"(rule {verdict.rule})" in verdict.reason or "not signed" in verdict.reason, label
        assert worker.verdict(str(tmp_path / "bad.pdf")).detail != "the process that read it died"


@pytest.mark.parametrize("label", ["60 MB of data", "70 MB of data, packed", "two million strings in the data"])
def test_data_that_are_more_than_can_be_checked_are_refused_by_their_rule_and_not_by_a_death(tmp_path, label):
    (tmp_path / "bad.pdf").write_bytes(bombs.FILES[label]())
    with verify_worker.Worker(hostile.trust(), hostile.NOW) as worker:
        verdict = worker.verdict(str(tmp_path / "bad.pdf"))
        assert (verdict.rule, verdict.ok) == (19, False)
        assert "more than can be checked" in verdict.reason
        assert sweep.peak(worker) < 300


def test_the_largest_report_that_the_limits_name_would_fit_into_them():
    """30,000 visits verified, and 50,000 made: the limits are above what such data have."""
    few, many = (dumps(example.report(visits)) for visits in (100, 300))
    each = (len(many) - len(few)) / 200
    assert 28_000 * each < limits.ATTACHED < limits.JSON
    assert 50_000 * each < limits.JSON
    assert 28_000 * (many.count(b'"') - few.count(b'"')) / 200 < limits.ATTACHED_QUOTES
    assert 50_000 * sum(many.count(one) - few.count(one) for one in (b"[", b"{")) / 200 < limits.JSON_VALUES


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.pdf").write_bytes(good())
    (tmp_path / "good.pem").write_bytes(hostile.office().certificate_pem())
    (tmp_path / "bad.pdf").write_bytes(good() + b"x")
    return tmp_path


def test_files_are_judged_one_after_the_other_and_a_bad_one_stops_none(folder):
    paths = [folder / name for name in ("good.pdf", "bad.pdf", "missing.pdf", "good.pdf")]
    verdicts = list(verify_files(paths, trust.given([folder / "good.pem"]), now=hostile.NOW))
    assert [verdict.ok for verdict in verdicts] == [True, False, False, True]
    assert [verdict.file for verdict in verdicts] == [str(path) for path in paths]
    assert verdicts[0] == verify(good(), trusted=hostile.trust(), name=str(paths[0]), now=hostile.NOW)


def test_a_file_that_takes_the_process_down_is_refused_and_the_next_goes_on(folder, monkeypatch):
    dies = "import os,sys; sys.stdin.buffer.readline(); sys.stdin.buffer.readline(); os._exit(9)"
    real = verify_worker._START
    with verify_worker.Worker(hostile.trust(), hostile.NOW) as worker:
        monkeypatch.setattr(verify_worker, "_START", dies)
        first = worker.verdict(str(folder / "good.pdf"))
        monkeypatch.setattr(verify_worker, "_START", real)
        second = worker.verdict(str(folder / "good.pdf"))
    assert (first.ok, first.rule) == (False, 1)
    assert second.ok


def test_a_process_that_does_not_answer_is_killed(folder, monkeypatch):
    monkeypatch.setattr(verify_worker, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(verify_worker, "WALL_SECONDS", 0.3)
    with verify_worker.Worker(hostile.trust(), hostile.NOW) as worker:
        assert worker.verdict(str(folder / "good.pdf")).rule == 1


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such limits: the clock on the wall stands in")
@pytest.mark.parametrize("greedy", ["bytearray(700 * 1024 * 1024)", "[None for _ in iter(int, 1)]"])
def test_a_file_that_takes_more_than_its_share_of_memory_is_refused(folder, monkeypatch, greedy):
    eats = verify_worker._START.replace("main()", f"w._limit_memory(); {greedy}; w.main()").replace(
        "from app.report.verify_worker import main", "import app.report.verify_worker as w"
    )
    monkeypatch.setattr(verify_worker, "_START", eats)
    with verify_worker.Worker(hostile.trust(), hostile.NOW) as worker:
        assert worker.verdict(str(folder / "good.pdf")).rule == 1


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such limits: the clock on the wall stands in")
def test_a_file_that_takes_more_than_its_share_of_time_is_refused(folder, monkeypatch):
    spins = "import app.report.limits as l; l.CPU_SECONDS = 0; import app.report.verify_worker as w; w._limit_time()"
    monkeypatch.setattr(
        verify_worker, "_START", verify_worker._START.replace("from app", f"{spins}\nwhile True: pass\nfrom app")
    )
    with verify_worker.Worker(hostile.trust(), hostile.NOW) as worker:
        assert worker.verdict(str(folder / "good.pdf")).rule == 1


def test_links_folders_and_devices_are_not_read(folder):
    (folder / "link.pdf").symlink_to(folder / "good.pdf")
    for path in (folder / "link.pdf", folder, "/dev/zero"):
        verdict = verify_worker.read(str(path))
        assert isinstance(verdict, Verdict)
        assert verdict.rule == 1


def test_a_file_of_more_than_64_mib_is_not_read(tmp_path):
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    verdict = verify_worker.read(str(tmp_path / "large.pdf"))
    assert isinstance(verdict, Verdict)
    assert verdict.rule == 1


def test_the_office_own_certificate_as_it_is_made_passes():
    from app.security import signing_key

    made = signing_key.make(hostile.CODE, example.report()["agency"]["name"], "عدنان غزی", hostile.MADE_AT)
    signer = signers.OwnKeySigner(made.pkcs8, made.certificate)
    certificates.check_own(x509.load_der_x509_certificate(made.certificate))
    assert judged(sealed(report(signer), signer), signer).ok


def test_the_table_of_checks_names_every_rule_and_only_code_that_is_there():
    text = (ROOT.parent / "docs" / "report-checks.md").read_text("utf-8")
    rows = re.findall(r"^\| ([0-9]+) \| ([^|]+) \|", text, re.MULTILINE)
    assert {int(rule) for rule, _code in rows} == {*RULES, 32}
    for _rule, code in rows:
        for module, name in re.findall(r"`([a-z_]+)\.([A-Za-z_]+)`", code):
            assert hasattr(importlib.import_module(f"app.report.{module}"), name), (module, name)
