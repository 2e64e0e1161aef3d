"""The verifying page refuses by the same rules as `verify`, loads and sends nothing, and says what it leaves out."""

import base64
import hashlib
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app import cli
from app.domain.canonical import dumps
from app.domain.persian.calendar import FIRST_YEAR, LAST_YEAR, Quarter
from app.report import browser_verifier, canonical, cms, signers
from app.report.broken import BrokenError
from tests.app.report import (
    browsers,
    example_times,
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
    test_timestamps,
    tsa,
)
from tests.app.report.browsers import CHROMIUM, NODE, Chromium, Node
from tests.app.report.hostile import good

FILES = (hostile_bytes, hostile_data, hostile_meaning, hostile_objects, hostile_signature, hostile_structure)
assert all((hostile_archive, hostile_stamps, hostile_times, *FILES))

PROGRAM_ONLY = {16, *range(24, 30)}
"""Who vouches for a key, and the rules of the pages: the page does not look at these, and says so of the pages."""
needs_node = pytest.mark.skipif(NODE is None, reason="needs node, which runs the page's script")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt-get install chromium)")


@pytest.fixture(scope="module")
def page() -> bytes:
    """The page of an inspection office that has confirmed the good file's sender."""
    return browser_verifier.page([cms.der(hostile.office().chain[0])])


@pytest.fixture(scope="module")
def node(page: bytes) -> Iterator[Node]:
    with Node(page) as running:
        yield running


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Chromium with a page that trusts nobody beforehand."""
    folder = tmp_path_factory.mktemp("chromium")
    (folder / "page.html").write_bytes(browser_verifier.page())
    with Chromium(folder / "page.html", folder / "profile") as running:
        yield running


def expected(rule: int) -> int | None:
    return None if rule in PROGRAM_ONLY else rule


# the file


def test_the_page_may_load_send_and_run_nothing_but_itself(page: bytes) -> None:
    text = page.decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    script, (style,) = browsers.script_of(page), re.findall(r"<style>(.*)</style>", text, re.DOTALL)
    for part, name in ((script, "script"), (style, "style")):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    for word in ("http:", "https:", "src=", "href=", "url(", "@import", "onclick", "style="):
        assert word not in text
    assert "{{" not in text.replace(script, "")


def test_strangers_words_go_in_as_text_only(page: bytes) -> None:
    script = browsers.script_of(page)
    ways = "innerHTML outerHTML insertAdjacent document.write eval( Function( import( fetch( XMLHttp WebSocket"
    for word in (*ways.split(), "localStorage", "sessionStorage", "indexedDB", "cookie"):
        assert word not in script


def test_it_says_where_it_must_come_from_and_what_it_leaves_out(page: bytes) -> None:
    text = page.decode()
    assert "تنها از دفتر بازرسی استانداری بگیرید" in text
    assert "صفحه‌های گزارش را با داده‌های پیوست مقایسه نمی‌کند" in text


def test_the_same_certificates_give_the_same_page(page: bytes) -> None:
    der = cms.der(hostile.office().chain[0])
    assert browser_verifier.page([der]) == page
    assert browser_verifier.page() != page


def test_the_verb_writes_it_and_writes_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, certificate = tmp_path / "page.html", tmp_path / "cert.pem"
    certificate.write_bytes(hostile.office().certificate_pem())
    words = ["verifier", str(file), "--trust", str(certificate), "--lang", "en"]
    assert cli.main(words) == 0
    captured = capsys.readouterr()
    assert captured.out.strip() == str(file)
    assert "never beside the report" in captured.err
    assert cms.der(hostile.office().chain[0]).hex() in file.read_text("utf-8")
    assert cli.main(words) == 1
    assert "not overwritten" in capsys.readouterr().err
    certificate.write_text("nothing")
    assert cli.main(["verifier", str(tmp_path / "other.html"), "--trust", str(certificate)]) == 1
    assert not (tmp_path / "other.html").exists()


# the rules, in the script


@needs_node
def test_the_good_report_passes_and_its_sender_is_known(node: Node) -> None:
    verdict = node.judge(good())
    assert (verdict["rule"], verdict["intact"], verdict["consistent"], verdict["known"]) == (None, True, True, True)
    assert verdict["fingerprint"] == hostile.office().described()["fingerprint"]
    assert verdict["signer"] == "فرمانداری شوش"
    report = json.loads(dumps(verdict["report"]))
    assert report == json.loads(dumps(hostile.report()))
    assert verdict["digest"] == hashlib.sha256(dumps(report)).hexdigest()


@needs_node
def test_a_report_with_response_times_passes_and_each_sum_is_counted_again(node: Node) -> None:
    for seed in range(4):
        made = example_times.report(60, seed=seed, many_units=seed % 2 == 0, signer=hostile.office().described())
        verdict = node.judge(hostile.sealed(made, drawn=hostile.base()))
        assert verdict["rule"] is None, verdict["detail"]


@needs_node
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("kind", ["p256", "rsa", "pss", "older id"])
def test_a_report_with_a_time_stamp_passes_and_its_hour_is_told(node: Node, kind: str, digest: str) -> None:
    key = hostile.key(40) if kind in {"p256", "older id"} else hostile.rsa_key(2048)
    made = tsa.Authority(key=key, digest=digest, pss=kind == "pss", old_id=kind == "older id")
    data = test_timestamps.stamped(made)
    assert hostile.judged(data).ok
    verdict = node.judge(data)
    assert (verdict["rule"], verdict["intact"], verdict["consistent"]) == (None, True, True), verdict["detail"]
    assert verdict["stamp"] == {"at": tsa.AT.timestamp() * 1000, "name": "مرجع مهر زمان"}


@needs_node
def test_no_digit_of_a_stamped_gap_can_be_another(node: Node) -> None:
    """A hundred places: the program's own test takes five hundred."""
    data = test_timestamps.good()
    start, end = hostile.gap(data)
    used = start + len(data[start + 1 : end - 1].rstrip(b"0"))
    for at in random.sample(range(start + 1, used), 100):
        other = data[:at] + random.choice([b"%c" % d for d in b"0123456789ABCDEF" if d != data[at]]) + data[at + 1 :]
        assert node.judge(other)["rule"] is not None, at


@needs_node
@pytest.mark.parametrize("label", hostile_files.FILES)
def test_each_rule_refuses_the_same_file_as_the_program_does(node: Node, label: str) -> None:
    rule, make = hostile_files.FILES[label]
    verdict = node.judge(make())
    assert verdict["rule"] == expected(rule), verdict["detail"]


@needs_node
@pytest.mark.parametrize("label", hostile_data.OWN)
def test_an_own_certificate_that_didar_would_not_make_is_refused(node: Node, label: str) -> None:
    assert node.judge(hostile_data.by(hostile_data.OWN[label]))["rule"] == 14


@needs_node
@pytest.mark.parametrize("kind", ["rsa 2048", "rsa 3072", "p-384", "chain"])
def test_each_kind_of_key_that_reports_have_passes_and_is_not_known(node: Node, kind: str) -> None:
    subject = hostile.name("عدنان غزی")
    if kind == "chain":
        authority = hostile.certificate(
            hostile.name("مرکز صدور"), private=hostile.key(1), ca=True, key_usage=hostile.usage(also_certifies=True)
        )
        own = hostile.certificate(subject, private=hostile.key(2), issuer=authority, issuer_key=hostile.key(1))
        signer = signers.KeySigner(hostile.key(2), (own, authority))
    else:
        key = ec.derive_private_key(10**50, ec.SECP384R1()) if kind == "p-384" else hostile.rsa_key(int(kind[-4:]))
        signer = signers.KeySigner(key, (hostile.certificate(subject, private=key),))
    verdict = node.judge(hostile_data.by(signer))
    assert (verdict["rule"], verdict["known"]) == (None, False), verdict["detail"]


@needs_node
def test_an_issuer_that_was_given_does_not_vouch_for_a_report_of_its_own() -> None:
    authority = hostile.certificate(hostile.name("مرکز صدور"), private=hostile.key(1), ca=True)
    signer = hostile.Anyone(hostile.key(1), (authority,))
    with Node(browser_verifier.page([cms.der(authority)])) as node:
        verdict = node.judge(hostile_data.by(signer))
    assert (verdict["intact"], verdict["known"]) == (True, False)


@needs_node
def test_an_encrypted_report_is_named_as_such(node: Node) -> None:
    for data, name in ((b"\x30\x80" + bytes.fromhex("06092a864886f70d010703"), "x.pdf"), (b"anything", "x.pdf.p7m")):
        verdict = node.judge(data, name)
        assert verdict["encrypted"]
        assert not verdict["intact"]


@needs_node
def test_no_changed_added_or_missing_byte_passes(node: Node) -> None:
    """Other places each run; its seed is printed."""
    data = good()
    start, end = hostile.gap(data)
    for at in (*random.sample(range(len(data)), 150), *random.sample(range(start, end), 100)):
        changed = sweep.changed(data, at, data[at] ^ (1 << random.randrange(8)))
        assert not node.judge(changed)["intact"], at
    for at in (0, start, start + 1, end - 1, end, len(data) - 1, *random.sample(range(len(data)), 40)):
        assert not node.judge(data[:at] + b"0" + data[at:])["intact"], at
        assert not node.judge(data[:at] + data[at + 1 :])["intact"], at


@needs_node
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\0" * 100, b"%PDF-1.7\n1 0 obj\n" + b"<<" * 200_000])
def test_what_is_no_report_at_all_is_refused(node: Node, data: bytes) -> None:
    verdict = node.judge(data)
    assert verdict["rule"] is not None
    assert not verdict["intact"]


@needs_node
def test_the_quarters_have_the_same_days(node: Node) -> None:
    quarters = [Quarter(year, season) for year in range(FIRST_YEAR, LAST_YEAR + 1) for season in (1, 2, 3, 4)]
    given = [{"year": one.year, "season": one.season} for one in quarters]
    found = node.evaluate(f"({json.dumps(given)}).map(quarterDays)")
    assert found == [[one.first.isoformat(), one.last.isoformat()] for one in quarters]


READ = "(() => { try { unpack(taken); return null; } catch (error) { return error.rule ?? String(error); } })()"


@needs_node
def test_the_data_are_read_as_the_program_reads_them(node: Node) -> None:
    """JSON changed at random places: passed or refused by the same rule. Other places each run; its seed is printed."""
    data = dumps(hostile.report())
    pieces = [b"1e5", b"null", b"NaN", b"-0", b"01", "\u202e".encode()]
    pieces += [bytes([letter]) for letter in b'"\\{}[],: 0-\n\0\xff']
    pieces += [b"\\u0041", b"\\ud800", b"\\/", "\u0653".encode(), "\u200c".encode()]
    for _time in range(400):
        at, longer = random.randrange(len(data)), random.choice((0, 1))
        changed = data[:at] + random.choice(pieces) + data[at + 1 - longer :]
        try:
            canonical.unpack(changed)
            rule = None
        except BrokenError as broken:
            rule = broken.rule
        assert node.evaluate(READ, changed) == rule, (at, changed[max(at - 30, 0) : at + 30])


@needs_node
def test_an_archives_renewed_copy_is_left_to_the_program(node: Node) -> None:
    verdict = node.judge(renewed.twice())
    assert (verdict["rule"], verdict["intact"]) == (30, False)


# the page, in a browser


@needs_chromium
def test_in_a_browser_each_file_is_answered_by_the_rule_that_it_breaks(nobody: Chromium, tmp_path: Path) -> None:
    files, rules = [], []
    for number, (rule, make) in enumerate(hostile_files.FILES.values()):
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(make())
        rules.append(str(expected(rule) or ""))
    answers = nobody.choose(*files)
    assert [rule for rule, _words in answers] == rules
    for (rule, words), file in zip(answers, files, strict=True):
        assert words.startswith(file.name)
        assert ("رد شد:" in words) is (rule not in {"", "30"})
        assert "صفحه‌ها با داده‌ها مقایسه نشد" in words
        assert "سالم، از فرستندهٔ تأییدشده" not in words


@needs_chromium
def test_the_fingerprint_of_a_letter_is_compared_as_it_is_typed(nobody: Chromium, tmp_path: Path) -> None:
    (tmp_path / "good.pdf").write_bytes(good())
    ((rule, words),) = nobody.choose(tmp_path / "good.pdf")
    assert rule == ""
    assert "سالم، فرستنده هنوز تأیید نشده" in words
    mine = hostile.office().described()["fingerprint"]
    assert " ".join(mine[at : at + 4] for at in range(0, 64, 4)) in words
    for typed, state, said in (
        (mine[:10], "هنوز تأیید نشده", "۱۰ از ۶۴ رقم"),
        (mine.upper(), "سالم، از فرستندهٔ تأییدشده", "یکی است."),
        (" ".join(mine[at : at + 4] for at in range(0, 64, 4)), "سالم، از فرستندهٔ تأییدشده", "یکی است."),
        ("0" * 64, "هنوز تأیید نشده", "یکی نیست."),
    ):
        nobody.evaluate(
            f"(() => {{ const field = document.querySelector('article input'); field.value = {json.dumps(typed)}; "
            "field.dispatchEvent(new Event('input')); })()"
        )
        seen = nobody.evaluate("document.querySelector('article').innerText")
        assert state in seen
        assert said in seen


@needs_chromium
def test_the_figures_are_shown_as_they_were_counted_again(nobody: Chromium, tmp_path: Path) -> None:
    (tmp_path / "good.pdf").write_bytes(good())
    ((_rule, words),) = nobody.choose(tmp_path / "good.pdf")
    for said in ("فرمانداری شوش", "KHZ-SHU-01", "تابستان ۱۴۰۵ (۱۴۰۵/۰۴/۰۱ تا ۱۴۰۵/۰۶/۳۱)", "مراجعه‌ها\t۳"):
        assert said in words
    assert "data:" not in words


@needs_chromium
def test_a_strangers_name_cannot_turn_the_line_round(nobody: Chromium, tmp_path: Path) -> None:
    (tmp_path / "a\u202efdp.pdf").write_bytes(b"nothing")
    ((rule, words),) = nobody.choose(tmp_path / "a\u202efdp.pdf")
    assert rule == "2"
    assert "\u202e" not in words
    assert "a\\u202efdp.pdf" in words


@needs_chromium
def test_a_sender_that_the_inspection_office_has_confirmed_is_known_at_once(page: bytes, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page)
    (tmp_path / "good.pdf").write_bytes(good())
    with Chromium(tmp_path / "page.html", tmp_path / "profile") as chromium:
        ((_rule, words),) = chromium.choose(tmp_path / "good.pdf")
        assert "سالم، از فرستندهٔ تأییدشده؛ صفحه‌ها مقایسه نشده است" in words
        assert "۱ گواهی مورد اعتماد" in chromium.evaluate("document.body.innerText")
        methods = [one["method"] for one in chromium.said]
        assert methods.count("Network.requestWillBeSent") == 1  # the page itself
        assert "Log.entryAdded" not in methods  # no policy was broken
        assert "Runtime.exceptionThrown" not in methods
