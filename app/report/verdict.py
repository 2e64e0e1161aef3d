"""What `verify` answers, and its words (rule 31)."""

import re
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.texts import N_, _
from app.report.trust import Known

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FSI, _PDI = "\u2068", "\u2069"

RULES = {
    1: N_("It is no plain file, too large for a report, or checking it took more than its share of time or memory."),
    2: N_("It is not a report file of Didar, or something was put before or behind it."),
    3: N_("It was changed after signing: it holds more than one revision, or is encrypted."),
    4: N_("Its structure is not that of a report file; readers could understand it in different ways."),
    5: N_("It holds objects that no page shows, or that other readers see differently."),
    6: N_("It is not signed in the way of a report: one signature that allows no change."),
    7: N_("The signature does not cover the whole file."),
    8: N_("The signature's own bytes were changed."),
    9: N_("The signature's own bytes were changed."),
    10: N_("The signature is of a kind that reports do not have."),
    11: N_("This report was changed after it was signed and is not valid."),
    12: N_("The signature is right, but the signer is not among those trusted."),
    13: N_("The report names another signer, key or agency than its certificate."),
    14: N_("The certificate is not of the kind that may sign a report."),
    15: N_("The time of signing lies outside the certificate's validity, or before the quarter's end."),
    16: N_("The signature is right, but its key is not the one that this agency is known by."),
    17: N_("It does not hold exactly one attached file, report.json."),
    18: N_("Something in it is packed in a way that a report's parts are not."),
    19: N_("The attached data are not those of a report."),
    20: N_("The attached data are not written in their one canonical form."),
    21: N_("It was made by a newer Didar; this version can't read its data."),
    22: N_("The attached data contradict themselves."),
    23: N_("What it says of the office's audit trail contradicts itself."),
    24: N_("Its pages can't be compared by this version of Didar."),
    25: N_("The attached data are not the same as the pages."),
    26: N_("The pages' letters are not the ones that Didar draws."),
    27: N_("The attached data are not the same as the pages."),
    28: N_("Its pages hold something other than text and lines."),
    29: N_("The visible stamp says something else than the signature."),
    30: N_("What was put behind the report is more than an archive's time stamps."),
    31: N_("It was made for demonstration, or as a draft: it is no agency's report."),
}
"""A sentence for each rule of docs/report-format.md that can fail a file."""


class Sealed(StrEnum):
    """What became of an encrypted file (.p7m)."""

    CLOSED = "closed"
    """No key was given."""
    OTHER = "other"
    """It was encrypted for another receiver."""
    DAMAGED = "damaged"
    """It was changed on its way, or is no such file."""
    OPENED = "opened"
    SHEET = "sheet"
    """Opened, and a sheet is in it, which is not signed."""


@dataclass(frozen=True)
class Facts:
    """What a whole report says of itself, in plain values.

    digest: SHA-256 of its signed ranges: the same for a copy that an archive renewed (rule 32). data_digest: of
    report.json. replaces: data_digest of the report that it amends. certificate: the signer's, DER in hex. kind: of it.
    signed_at: UTC, the signer's own word. epoch, seq, head: where the sender's audit trail stood; earlier: where it
    stood at earlier reports, as [quarter, epoch, seq, head]. archived: time stamps of an archive follow the report.
    stamped_at: UTC, by the time stamp on the signature (level B-T; None: B-B); stamped_by: its authority's name, which
    is known if stamp_known.
    """

    digest: str
    data_digest: str
    code: str
    agency: str
    quarter: str
    amendment: int
    replaces: str | None
    certificate: str
    kind: str
    signed_at: str
    epoch: str
    seq: int
    head: str
    earlier: tuple[tuple[str, str, int, str], ...]
    archived: bool = False
    stamped_at: str | None = None
    stamped_by: str = ""
    stamp_known: bool = False

    @property
    def level(self) -> str:
        """Of the signature, by ETSI EN 319 142-1."""
        return "PAdES B-T" if self.stamped_at else "PAdES B-B"


@dataclass(frozen=True)
class Verdict:
    """What is known of one report file.

    intact: whole, and signed. data_matches: its figures follow from its rows, and its pages from its data. trusted: its
    signer is confirmed for its agency. rule: the first rule that failed. detail: for developers, never a file's value.
    visit: what it says of the visit that was asked for (app.visit_proofs.Answer); None where nothing can be said.
    known: how far the key is known, and others: fingerprints of the other keys known for this agency. facts: of a file
    that is whole and of the known format. sealed: of an encrypted file.
    """

    file: str | None
    intact: bool = False
    signer: str | None = None
    trusted: bool = False
    data_matches: bool = False
    totals: dict[str, Any] | None = None
    reason: str | None = None
    rule: int | None = None
    remarks: tuple[str, ...] = ()
    fingerprint: str | None = None
    agency_code: str | None = None
    visit: dict[str, Any] | None = None
    known: Known | None = None
    others: tuple[str, ...] = ()
    facts: Facts | None = None
    sealed: Sealed | None = None
    detail: str | None = field(default=None, compare=False)

    @property
    def ok(self) -> bool:
        return self.intact and self.trusted and self.data_matches

    def as_dict(self) -> dict[str, Any]:
        """As `verify --json` prints it (contracts); with `visit` where one was asked for."""
        said = {
            "file": self.file,
            "ok": self.ok,
            "intact": self.intact,
            "signer": shown(self.signer) if self.signer is not None else None,
            "trusted": self.trusted,
            "data_matches": self.data_matches,
            "totals": self.totals,
            "reason": self.reason,
        }
        return said if self.visit is None else {**said, "visit": self.visit}

    def sentence(self) -> str:
        """For a terminal: the file, the answer in its first words, who signed, and what else is to say."""
        lines = [f"{isolated(self.file or '')}: {self.headline()}"]
        if self.intact and self.signer is not None:
            lines.append(_("Signer: %(name)s") % {"name": isolated(self.signer)})
        if self.intact and self.fingerprint is not None:
            lines.append(_("Fingerprint of the key: %(fingerprint)s") % {"fingerprint": isolated(self.fingerprint)})
        if self.intact and self.data_matches and not self.trusted and self.reason:
            lines.append(self.reason)
        return "\n".join([*lines, *self.remarks])

    def headline(self) -> str:
        if self.ok:
            return _("Whole, from a confirmed sender")
        if self.intact and self.data_matches and self.rule in {12, 16} and self.known is not Known.REVOKED:
            return _("Whole, the sender is not confirmed yet")
        return _("Refused: %(reason)s") % {"reason": self.reason or ""}

    def packed(self) -> dict[str, Any]:
        """All fields, for the way from the process that verifies."""
        return asdict(self)

    @classmethod
    def unpacked(cls, fields: dict[str, Any]) -> "Verdict":
        """The verdict that was packed, on the other side."""
        facts = fields["facts"]
        if facts is not None:
            facts = Facts(**{**facts, "earlier": tuple(tuple(place) for place in facts["earlier"])})
        known = Known(fields["known"]) if fields["known"] else None
        sealed = Sealed(fields["sealed"]) if fields["sealed"] else None
        lists = {key: tuple(fields[key]) for key in ("remarks", "others")}
        return cls(**{**fields, **lists, "known": known, "facts": facts, "sealed": sealed})


def said(rule: int, more: str | None = None) -> str:
    """The reason of a rule, with its number, and a sentence that says which part of it."""
    sentence = _(RULES[rule])
    return _("%(reason)s (rule %(rule)s)") % {"reason": f"{sentence} {more}" if more else sentence, "rule": rule}


def shown(text: str) -> str:
    """A stranger's text with control and bidi control characters as escapes (rule 31)."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def isolated(text: str) -> str:
    """A stranger's text that cannot turn round the line that it stands in."""
    return f"{_FSI}{shown(text)}{_PDI}"
