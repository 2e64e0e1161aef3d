"""`didar verify`: the checks of docs/report-format.md, in an order in which most changes fail early."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from app import visit_proofs
from app.cycles import uncollected
from app.domain.errors import Refused
from app.domain.texts import _
from app.report import (
    anchors,
    archive,
    canonical,
    certificates,
    cms,
    limits,
    meaning,
    redraw,
    rollover,
    schema,
    second_opinion,
    structure,
    timestamps,
    who,
)
from app.report.broken import BrokenError
from app.report.layouts import layout
from app.report.scan import Scanned, first_revision, pages
from app.report.trust import Known, Trust
from app.report.verdict import Facts, Sealed, Verdict, said
from app.visit_slips import VisitCode

if TYPE_CHECKING:
    from cryptography import x509

    from app.report.envelope import Key

FORMAT = re.compile(r"didar-report/([1-9][0-9]{0,3})")
NAME = re.compile(r"didar-([A-Za-z0-9-]{1,32})-(1[34][0-9]{2})-([1-4])(?:-a([0-9]+))?\.pdf")
_SHEET = b"PK\x03\x04"
_ENVELOPES = (bytes.fromhex("06092a864886f70d010703"), bytes.fromhex("060b2a864886f70d0109100117"))


@dataclass(frozen=True)
class _Envelope:
    """A file that is whole: what it holds, and who signed it."""

    found: Scanned
    signed: bytes
    room: int
    chain: "tuple[x509.Certificate, ...]"
    signed_at: dt.datetime
    report_json: bytes
    report: dict[str, Any]
    archived: bool = False
    stamp: timestamps.Stamp | None = None


@uncollected()
def verify(
    data: bytes,
    *,
    trusted: Trust,
    name: str | None = None,
    now: dt.datetime,
    key: "Key | None" = None,
    visit: VisitCode | None = None,
) -> Verdict:
    """Judge one report file that is in memory.

    trusted: whom to trust. name: the file's name, for the answer. now: aware; only remarks depend on it. visit: looked
    for in a report that is whole, and whose data hold together and are those of its pages.
    A stranger's bytes belong into `verify_files`, which gives them a process of their own.
    """
    if is_envelope(data, name):
        return _unsealed(data, trusted, name, now, key, visit)
    return _verdict(data, trusted, name, now, visit)


def _verdict(
    data: bytes,
    trusted: Trust,
    name: str | None,
    now: dt.datetime,
    visit: VisitCode | None,
    opened_with: str | None = None,
) -> Verdict:
    """opened_with: the fingerprint of the key that opened the envelope round it."""
    if data.startswith(b"%PDF-") and b"/ByteRange" not in data:
        return Verdict(
            name, reason=_("The file is not signed: it is a draft, or no report."), rule=6, detail="not signed"
        )
    try:
        envelope = _whole(data)
    except BrokenError as broken:
        more = _(broken.more) if broken.more else None
        return Verdict(name, reason=said(broken.rule, more), rule=broken.rule, detail=broken.detail)
    certificate = envelope.chain[0]
    verdict = Verdict(
        name,
        intact=True,
        signer=certificates.common_name(certificate),
        fingerprint=certificates.fingerprint(certificate),
    )
    verdict = _judged(verdict, envelope, trusted, now, opened_with)
    if visit is None or not verdict.data_matches:
        return verdict
    return replace(verdict, visit=visit_proofs.look_up(envelope.report, visit).as_dict())


def _unsealed(
    data: bytes, trusted: Trust, name: str | None, now: dt.datetime, key: "Key | None", visit: VisitCode | None
) -> Verdict:
    """The verdict on what an envelope holds, for who has the key."""
    if key is None:
        said_ = _("It is encrypted for its receiver (.p7m): his key is needed to open it.")
        return Verdict(name, reason=said_, sealed=Sealed.CLOSED)
    from app.report.envelope import fingerprint
    from app.report.envelope import open as opened

    try:
        inside = opened(data, key)
    except Refused as refused:
        sealed = Sealed.OTHER if refused.field == "key" else Sealed.DAMAGED
        return Verdict(name, reason=refused.reason, detail="not opened", sealed=sealed)
    if is_envelope(inside, None):
        said_ = _("The encrypted file holds another encrypted file.")
        return Verdict(name, reason=said_, detail="nested", sealed=Sealed.OPENED)
    if inside.startswith(_SHEET):
        said_ = _("It holds a sheet (.xlsx). Sheets are not signed: only the report beside it proves anything.")
        return Verdict(name, reason=said_, detail="a sheet", sealed=Sealed.SHEET)
    bare = name.removesuffix(".p7m") if name else None
    verdict = _verdict(inside, trusted, bare, now, visit, opened_with=fingerprint(key))
    return replace(verdict, file=name, sealed=Sealed.OPENED)


def is_envelope(data: bytes, name: str | None) -> bool:
    """Whether it is CMS EnvelopedData or AuthEnvelopedData, by its first bytes or its name."""
    if data.startswith(b"%PDF"):
        return False
    return (name or "").endswith(".p7m") or (data.startswith(b"\x30") and any(oid in data[:32] for oid in _ENVELOPES))


def _whole(data: bytes) -> _Envelope:
    """Rules 1 to 11, 17 to 20: bytes, signature, attachment. Raises BrokenError."""
    if len(data) > limits.FILE:
        raise BrokenError(1, "larger than the limit")
    found, whole = first_revision(data), data
    if found.end != len(whole):
        if archive.MARK not in whole[found.end :]:
            raise BrokenError(3 if b"startxref" in whole[found.end :] else 2, "something behind the end")
        data = whole[: found.end]
    pages(found)
    structure.not_too_much(found)
    signature, (start, end) = structure.signature(found, data)
    signed_at = _instant(signature["M"])
    parts = cms.parse(data[start + 1 : end - 1])
    signed = data[:start] + data[end:]
    stamp = cms.check(parts, signed)
    second_opinion.check(data, found)
    report_json = structure.attachment(found)
    report = canonical.unpack(report_json)
    if data is not whole:
        archive.check(whole, found)
    return _Envelope(
        found,
        signed,
        (end - start - 2) // 2,
        tuple(certificates.load(der) for der in parts.chain),
        signed_at,
        report_json,
        report,
        data is not whole,
        stamp=stamp,
    )


def _instant(written: object) -> dt.datetime:
    try:
        return dt.datetime.strptime(str(bytes(written), "ascii"), "D:%Y%m%d%H%M%SZ").replace(tzinfo=dt.UTC)  # type: ignore[call-overload]
    except ValueError:
        raise BrokenError(6, "no such time") from None


def _judged(
    verdict: Verdict, envelope: _Envelope, trusted: Trust, now: dt.datetime, opened_with: str | None
) -> Verdict:
    """Rules 12 to 16 and 21 to 31 of a file that is whole."""
    report = envelope.report
    try:
        _readable(report)
    except BrokenError as broken:
        return replace(verdict, reason=said(broken.rule), rule=broken.rule, detail=broken.detail)
    facts = _facts(envelope, trusted)
    verdict = replace(
        verdict, agency_code=facts.code, facts=facts, remarks=_remarks(verdict.file, envelope, now, opened_with)
    )
    if envelope.stamp is not None:
        verdict = replace(verdict, remarks=(*verdict.remarks, who.stamped(envelope.stamp, trusted)))
    verdict = _of_data(verdict, envelope)
    try:
        who.check(envelope.chain, report, envelope.signed_at)
        if report["demo"] or report["draft"]:
            raise BrokenError(31, "a demo or a draft")
        if envelope.stamp is not None and not timestamps.is_plausible(envelope.stamp, envelope.signed_at):
            raise BrokenError(15, "a time stamp of another day")
        vouched = rollover.check(report, rollover.spki(certificates.public_key(envelope.chain[0])))
    except BrokenError as broken:
        return _first(verdict, broken.rule, said(broken.rule), broken.detail)
    standing = who.standing(envelope.chain, report, trusted, vouched)
    verdict = replace(verdict, trusted=standing.trusted, known=standing.known, others=standing.others)
    if standing.trusted:
        return replace(verdict, remarks=(*verdict.remarks, *filter(None, (standing.why,))))
    rule = 16 if standing.known in {Known.REVOKED, Known.CHANGED} else 12
    return _first(verdict, rule, said(rule, standing.why), "not among those trusted")


def _facts(envelope: _Envelope, trusted: Trust) -> Facts:
    report, certificate, stamp = envelope.report, envelope.chain[0], envelope.stamp
    quarter, amendment, stands = report["quarter"], report["amendment"], report["audit"]
    return Facts(
        digest=hashlib.sha256(envelope.signed).hexdigest(),
        data_digest=hashlib.sha256(envelope.report_json).hexdigest(),
        code=report["agency"]["code"],
        agency=report["agency"]["name"],
        quarter=f"{quarter['year']}-{quarter['season']}",
        amendment=amendment["number"] if amendment else 0,
        replaces=amendment["replaces"] if amendment else None,
        certificate=cms.der(certificate).hex(),
        kind=report["signer"]["kind"] if report["signer"] else "",
        signed_at=envelope.signed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        epoch=stands["epoch"],
        seq=stands["seq"],
        head=stands["head"],
        earlier=tuple((place["quarter"], place["epoch"], place["seq"], place["head"]) for place in stands["earlier"]),
        archived=envelope.archived,
        stamped_at=stamp.at.strftime("%Y-%m-%dT%H:%M:%SZ") if stamp else None,
        stamped_by=stamp.name if stamp else "",
        stamp_known=stamp is not None and who.knows(stamp, trusted),
    )


def _first(verdict: Verdict, rule: int, reason: str, detail: str) -> Verdict:
    """The verdict with one more reason; the first one stays the reason, what follows is a remark."""
    if verdict.reason is None:
        return replace(verdict, rule=rule, reason=reason, detail=detail)
    return replace(verdict, remarks=(*verdict.remarks, reason))


def _readable(report: dict[str, Any]) -> None:
    """A known format and its schema. Raises BrokenError 21 or 19."""
    written = FORMAT.fullmatch(str(report.get("format")))
    if written and int(written[1]) > 1:
        raise BrokenError(21, "a newer format")
    schema.check(report)


def _of_data(verdict: Verdict, envelope: _Envelope) -> Verdict:
    """Rules 22 and 24 to 29: the figures follow from the rows, the pages from the data."""
    report, broken_rule, why, detail = envelope.report, 22, "", ""
    try:
        meaning.check(report)
        verdict = replace(verdict, totals=report["totals"])
        meaning.check_tree(report)
        meaning.check_slip_keys(report)
        anchors.check(report["audit"])
        structure.nothing_active(envelope.found)
        drawing = layout(report["layout"])
        if drawing is None:
            raise BrokenError(24, "a layout that this version does not have")
        redraw.compare(
            envelope.found, envelope.signed, report, envelope.report_json, envelope.chain[0], drawing, envelope.room
        )
    except Refused as refused:
        why, detail = refused.reason, f"field {refused.field}"
    except BrokenError as broken:
        broken_rule, detail = broken.rule, broken.detail
    else:
        return replace(verdict, data_matches=True)
    return replace(verdict, rule=broken_rule, reason=said(broken_rule, why or None), detail=detail)


def _remarks(name: str | None, envelope: _Envelope, now: dt.datetime, opened_with: str | None) -> tuple[str, ...]:
    report = envelope.report
    found = [*who.remarks(report, envelope.signed_at, now), *who.letters(report)]
    if envelope.archived:
        found.append(_("It is an archive's renewed copy: time stamps follow the report, and nothing else."))
    written = NAME.fullmatch(PurePath(name or "").name)
    quarter, amendment = report["quarter"], report["amendment"]
    says = (
        report["agency"]["code"],
        str(quarter["year"]),
        str(quarter["season"]),
        str(amendment["number"]) if amendment else None,
    )
    if written and written.groups() != says:
        found.append(_("The file's name tells of another agency, quarter or amendment than its data."))
    if report["receiver"] is not None and report["receiver"] != opened_with:
        found.append(
            _("It was made for the receiver whose key has the fingerprint %(fingerprint)s.")
            % {"fingerprint": report["receiver"]}
        )
    return tuple(found)


def verify_files(
    paths: Iterable[str | PurePath],
    trusted: Trust | None = None,
    *,
    now: dt.datetime | None = None,
    key: "Key | None" = None,
    visit: str | None = None,
) -> Iterator[Verdict]:
    """Judge files one after the other, in a process that can be killed: one that takes it down is refused by itself.

    now: default the PC's clock. key: the receiver's own, which opens what was encrypted for him. visit: a visit's code,
    for each of the files to be asked for (app.visit_slips.read).
    """
    from app.report.verify_worker import Worker

    with Worker(trusted or Trust(), now or dt.datetime.now(dt.UTC), key, visit) as worker:
        for path in paths:
            yield worker.verdict(str(path))
