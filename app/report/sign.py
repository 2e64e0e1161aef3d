"""The signature on a report: certifying PAdES in one revision, no change allowed (ETSI EN 319 142-1, B-B or B-T)."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from app.domain.errors import Refused
from app.domain.texts import _
from app.report import canonical, cms, schema, timestamps, who
from app.report.assemble import Unsigned, assemble
from app.report.broken import BrokenError
from app.report.layouts import layout
from app.report.signers import Signer
from app.report.verdict import said


def seal(
    base: bytes,
    report_json: bytes,
    signer: Signer,
    made_at: dt.datetime,
    *,
    report: dict[str, Any] | None = None,
    stamp: Callable[[bytes], bytes | None] | None = None,
    again: Callable[[], None] = lambda: None,
) -> bytes:
    """The signed report file.

    base: the drawn pages of this data. report_json: the canonical bytes, which are attached. made_at: the instant that
    the data and the whole file bear. report: its value, from who has just found that a verifier can read it; else that
    is done here. stamp: gives the canonical time stamp of a signature's value, or None where none comes (B-B then, not
    B-T). again: asked between the steps; may raise to cancel.
    Deterministic but for the signature's value; nothing is written to disk. Raises Refused when the certificate may
    not sign, is another agency's, or its key is not its own. Data that no verifier would read are a bug, and are not
    signed: BrokenError.
    """
    signer.check(made_at)
    if report is None:
        report = canonical.unpack(report_json, again)
        again()
        schema.check(report)
    again()
    drawing = layout(report["layout"])
    if drawing is None or {**report["signer"], "vouched": []} != signer.described():
        raise ValueError("the pages tell of another signer or layout than this one")
    try:
        who.check(signer.chain, report, made_at)
    except BrokenError as broken:
        raise Refused(said(broken.rule), "certificate") from None
    chain = tuple(cms.der(certificate) for certificate in signer.chain)
    unsigned = assemble(
        base,
        report_json,
        signer.chain[0],
        made_at,
        kind=report["signer"]["kind"],
        box=drawing.box,
        room=cms.longest(chain, more=timestamps.ROOM if stamp else 0),
        again=again,
    )
    again()
    return unsigned.filled(signature(unsigned, signer, chain, stamp))


def signature(
    unsigned: Unsigned,
    signer: Signer,
    chain: tuple[bytes, ...],
    stamp: Callable[[bytes], bytes | None] | None = None,
) -> bytes:
    """The DER that belongs into the gap. Raises Refused when the signer's key does not fit its certificate."""
    digest = hashlib.sha256(unsigned.signed).digest()
    message = cms.to_sign(chain[0], digest)
    value = signer.sign(message)
    if not cms.holds(signer.chain[0], value, message, pss=False):
        raise Refused(_("The key does not belong to this certificate. Choose the right pair."), "certificate")
    return cms.build(cms.Parts(chain, digest, value, stamp=stamp(value) if stamp else None))
