"""Was my visit reported? A visit's place in a report, or the gap where it would stand, and the proof of either.

How it is counted, so that others can do it again: docs/visit-proofs.md. A report is looked into only after all of it
was verified: what is said of a gap rests on the order of all leaves.
"""

import datetime as dt
import hashlib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from app.domain import canonical
from app.domain.codes import IssueType, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, clock, long_date, numeric
from app.domain.texts import _
from app.report import tree
from app.security import slip_key
from app.visit_slips import WEEKLY, WHY_NOT, Slip, VisitCode, message

FORMAT: Final = "didar-proof/1"

IN, OUT = "in", "out"
UNCOUNTED, OTHER_QUARTER, OTHER_AGENCY, UNSIGNED = "uncounted", "other_quarter", "other_agency", "unsigned"


@dataclass(frozen=True)
class Answer:
    """What a report says of one visit.

    answer: "in" or "out"; or why its absence means nothing: "uncounted" (the slip says so itself), "other_quarter",
    "other_agency", "unsigned" (no key of the desk that the report names has signed the slip). signed: whether one has;
    None for digits typed by hand, which carry no signature. lines: the answer in words, the first one the answer
    itself. visit: the visit's own particulars, only for "in". proof: for others to check (`check`), for "in" and "out".
    """

    answer: str
    signed: bool | None
    lines: tuple[str, ...]
    visit: dict[str, Any] | None = None
    proof: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "lines": list(self.lines)}


def look_up(report: Mapping[str, Any], code: VisitCode) -> Answer:
    """Whether the visit of this code is in the report. report: verified data (rules 1 to 29), no other."""
    agency, slip = report["agency"]["code"], code.slip
    if slip is not None and slip.code != agency:
        said = _("The slip is of another agency: %(code)s.") % {"code": slip.code}
        return Answer(OTHER_AGENCY, None, (said,))
    grown = tree.tree(report["visits"])
    key = tree.key_of(agency, code.secret)
    index = bisect_left(grown.keys, key)
    if index < len(grown.keys) and grown.keys[index] == key:
        signed = None if slip is None else is_signed(slip, report["slip_keys"])
        visit = _opened(report, key)
        proof = {**_head(report, IN), "index": index, "path": _hex(grown.path(index)), **visit.opening()}
        return Answer(IN, signed, (_("This visit is in the report."), *_particulars(visit.said)), visit.said, proof)
    if slip is not None and (why := _means_nothing(report, slip)):
        return why
    proof = _gap(report, grown, key, index, slip)
    if slip is None:
        by_hand = _("Digits typed by hand don't show that the desk gave them; the QR code of the slip does.")
        return Answer(OUT, None, (_("No visit of this report has this code."), by_hand), proof=proof)
    missing = _("This visit is not in the report, although its slip is the desk's and says that it counts.")
    return Answer(OUT, True, (missing, *_went_back(report, slip)), proof=proof)


def _means_nothing(report: Mapping[str, Any], slip: Slip) -> Answer | None:
    """Why it is no matter that the slip's visit is not in the report; None if it is one."""
    if not is_signed(slip, report["slip_keys"]):
        said = _(
            "No visit of this report has the slip's code, and none of the desk's keys that the report names has signed "
            "the slip."
        )
        return Answer(UNSIGNED, False, (said, *_went_back(report, slip)))
    if why := WHY_NOT.get(slip.kind):
        said = _("This visit is not in the report, and does not count, as its slip says: %(why)s")
        return Answer(UNCOUNTED, True, (said % {"why": _(why.reason)},))
    if not report["quarter"]["from"] <= slip.date.isoformat() <= report["quarter"]["to"]:
        said = _("The slip is of %(date)s, which is not in this report's quarter.")
        return Answer(OTHER_QUARTER, True, (said % {"date": numeric(slip.date)},))
    return None


def is_signed(slip: Slip, keys: list[str]) -> bool:
    """Whether one of the desk's keys (SubjectPublicKeyInfo, hex) has signed the slip."""
    said = message(slip.code, slip.date.isoformat(), slip.kind, slip.key)
    return any(slip_key.holds(bytes.fromhex(key), slip.signature, said) for key in keys)


def _went_back(report: Mapping[str, Any], slip: Slip) -> tuple[str, ...]:
    """A restore since the slip was given may have lost the visit, or the key that signed it: it is said, not judged."""
    days = [epoch["on"] for epoch in report["audit"]["epochs"] if epoch["why"] == "restored"]
    days = [day for day in days if day >= slip.date.isoformat()]
    said = _("The office went back to a backup on %(date)s; what was written shortly before may be lost.")
    return tuple(said % {"date": numeric(dt.date.fromisoformat(day))} for day in days[:1])


@dataclass(frozen=True)
class _Opened:
    """A visit as its leaf holds it: its particulars, and what hides them in the leaf."""

    said: dict[str, Any]
    k: str
    salt: str

    def opening(self) -> dict[str, Any]:
        return {"k": self.k, "salt": self.salt, "visit": self.said}


def _opened(report: Mapping[str, Any], key: bytes) -> _Opened:
    visit = next(visit for visit in report["visits"] if visit["k"] == key.hex())
    said = {name: value for name, value in visit.items() if name not in tree.OPENING}
    return _Opened(said, visit["k"], visit["salt"])


def _head(report: Mapping[str, Any], answer: str) -> dict[str, Any]:
    """What both proofs begin with: which report they are of."""
    quarter = report["quarter"]
    return {
        "format": FORMAT,
        "answer": answer,
        "report": {
            "agency": report["agency"]["code"],
            "certificate": report["signer"]["fingerprint"] if report["signer"] else None,
            "digest": hashlib.sha256(canonical.dumps(report)).hexdigest(),
            "merkle": report["merkle"],
            "quarter": f"{quarter['year']}-{quarter['season']}",
            "slip_keys": report["slip_keys"],
        },
    }


def _gap(report: Mapping[str, Any], grown: tree.Tree, key: bytes, index: int, slip: Slip | None) -> dict[str, Any]:
    """The neighbours between which the key would stand, and the desk's word that there was a visit."""
    said = None
    if slip is not None:
        said = {"date": slip.date.isoformat(), "kind": slip.kind, "signature": slip.signature.hex()}
    return {
        **_head(report, OUT),
        "k": key.hex(),
        "before": _neighbour(grown, index - 1) if index else None,
        "after": _neighbour(grown, index) if index < len(grown.keys) else None,
        "slip": said,
    }


def _neighbour(grown: tree.Tree, index: int) -> dict[str, Any]:
    return {
        "index": index,
        "k": grown.keys[index].hex(),
        "content": grown.contents[index].hex(),
        "path": _hex(grown.path(index)),
    }


def _hex(digests: list[bytes]) -> list[str]:
    return [digest.hex() for digest in digests]


def _particulars(visit: Mapping[str, Any]) -> list[str]:
    """The visit's own lines, as the report has them."""
    name = f"{visit['first_name']} {visit['last_name']}"
    hours = {
        "date": long_date(dt.date.fromisoformat(visit["date"])),
        "hour": clock(dt.time.fromisoformat(visit["arrived"])),
    }
    lines = [name, _("%(date)s, arrived at %(hour)s") % hours]
    if visit["admitted"] is not None:
        lines.append(_("seen at %(hour)s") % {"hour": clock(dt.time.fromisoformat(visit["admitted"]))})
    else:
        lines.append(_("left unseen"))
    for issue in visit["issues"]:
        kind, status = IssueType(issue["type"]).label, Status(issue["status"]).label
        words = [kind, issue["subject"] or _("for the head alone"), issue["ruling"], status]
        if issue["notified_by"] is not None:
            told = {
                "way": Way(issue["notified_by"]).label,
                "date": numeric(dt.date.fromisoformat(issue["notified_on"])),
            }
            words.append(_("result told by %(way)s on %(date)s") % told)
        lines.append(" · ".join(filter(None, words)))
    return lines


# a proof alone, without the report


@dataclass(frozen=True)
class Proved:
    """What a proof shows of the report whose digest it names.

    answer: "in" or "out". signed: whether it holds the desk's word for the visit (only "out" needs it). lines: in
    words; the last one says what the proof alone can't show.
    """

    answer: str
    report: dict[str, Any]
    signed: bool | None
    lines: tuple[str, ...]
    visit: dict[str, Any] | None = None


def check(proof: Mapping[str, Any]) -> Proved:
    """Check a proof of a stranger's. Raises Refused when it is none, or does not hold."""
    try:
        return _proved(proof)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise Refused(_("This proof does not hold, or it is no proof of a visit."), "proof") from error


def _proved(proof: Mapping[str, Any]) -> Proved:
    report = proof["report"]
    if proof["format"] != FORMAT or proof["answer"] not in (IN, OUT):
        raise ValueError("another format")
    n, root = report["merkle"]["n"], report["merkle"]["root"]
    if type(n) is not int or not 0 <= n <= 2**53:
        raise ValueError("no number of leaves")
    alone = _(
        "This holds for the report whose digest begins with %(digest)s, if somebody whom you trust has verified all of "
        "that report (didar verify)."
    ) % {"digest": report["digest"][:16]}
    if proof["answer"] == IN:
        content = tree.inner({**proof["visit"], "salt": proof["salt"]})
        _leads_to(root, n, proof["index"], tree.leaf(bytes.fromhex(proof["k"]), content), proof["path"])
        lines = (_("This visit is in the report."), *_particulars(proof["visit"]), alone)
        return Proved(IN, report, None, lines, proof["visit"])
    _check_gap(proof, n, root)
    slip = proof["slip"]
    if slip is not None:
        day, quarter = dt.date.fromisoformat(slip["date"]), Quarter.parse(report["quarter"])
        if slip["kind"] != WEEKLY or not quarter.first <= day <= quarter.last:
            raise ValueError("a visit that is not to be in the report")
        key, signature = bytes.fromhex(proof["k"]), bytes.fromhex(slip["signature"])
        said = message(report["agency"], slip["date"], slip["kind"], key)
        if not any(slip_key.holds(bytes.fromhex(one), signature, said) for one in report["slip_keys"]):
            raise ValueError("not the desk's signature")
        told = _("The desk signed that the visit of %(date)s counts, and it is not in the report.")
        return Proved(OUT, report, True, (told % {"date": numeric(day)}, alone))
    return Proved(OUT, report, False, (_("No visit of this report has this code."), alone))


def _check_gap(proof: Mapping[str, Any], n: int, root: str) -> None:
    """The key lies between two leaves that stand side by side, or before the first, or behind the last."""
    key, before, after = proof["k"], proof["before"], proof["after"]
    if before is None and after is None:
        if n != 0 or root != tree.root_of(0, hashlib.sha256(b"").digest()).hex():
            raise ValueError("no neighbours, but leaves")
        return
    for neighbour in (before, after):
        if neighbour is not None:
            leaf = tree.leaf(bytes.fromhex(neighbour["k"]), bytes.fromhex(neighbour["content"]))
            _leads_to(root, n, neighbour["index"], leaf, neighbour["path"])
    at = before["index"] + 1 if before is not None else 0
    if (after["index"] if after is not None else n) != at:
        raise ValueError("no neighbours of each other")
    ordered = [one["k"] for one in (before, {"k": key}, after) if one is not None]
    if any(len(bytes.fromhex(one)) != 32 or one != one.lower() for one in ordered) or sorted(set(ordered)) != ordered:
        raise ValueError("the key does not lie between them")


def _leads_to(root: str, n: int, index: Any, leaf: bytes, path: list[str]) -> None:
    digests = [bytes.fromhex(one) for one in path]
    if type(index) is not int or any(len(one) != 32 for one in digests):
        raise ValueError("no path")
    if tree.root_of(n, tree.top_of(index, n, leaf, digests)).hex() != root:
        raise ValueError("the path leads elsewhere")
