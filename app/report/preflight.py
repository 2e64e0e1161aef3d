"""What is looked at before a quarter's report is signed: what stops it, what had better be completed, what is well."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import func, select

from app import own_key, presets, report_receiver, signing_settings
from app.documents.text import missing
from app.domain.codes import About, MeetingState, Status
from app.domain.errors import UserError
from app.domain.persian.calendar import TEHRAN, long_date, numeric
from app.domain.persian.periods import Span
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _, language
from app.office import Office
from app.own_key import Due
from app.preset_keys import RECEIVER
from app.report import data, make, ready
from app.report.anchors import LOSS, UNKNOWN_LOSS, restored
from app.report.figures import Figures, IssueFacts
from app.report_receiver import Receiver
from app.security import audit
from app.security.rights import Right
from db.models import Report

_NAMED_LETTERS = 5
_SOON = 30
"""Days in which a receiver's certificate had better be renewed."""


class Level(Enum):
    STOP = auto()
    """Only totals that do not add up, a key that cannot sign, or a receiver for whom nothing can be encrypted
    (contracts: a day without a reason does not stop).
    """
    BETTER = auto()
    GOOD = auto()


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. day: whose reason is missing; issues: ids of what had better be completed."""

    level: Level
    code: str
    said: str
    detail: str = ""
    day: dt.date | None = None
    issues: tuple[int, ...] = ()


@dataclass(frozen=True)
class Signed:
    """The last report of the quarter that was signed. differs: the store says something else by now; digest: of its
    report.json.
    """

    number: int
    at: dt.datetime
    file: str
    differs: bool
    digest: str = ""


@dataclass(frozen=True)
class Preflight:
    """meaning: a digest of what the report says; the signing is held to it."""

    findings: tuple[Finding, ...]
    signed: Signed | None
    meaning: str = ""

    def at(self, level: Level) -> list[Finding]:
        return [finding for finding in self.findings if finding.level is level]

    @property
    def stop(self) -> Finding | None:
        """The first thing that must be mended before signing."""
        return next(iter(self.at(Level.STOP)), None)


def of_span(office: Office, span: Span) -> Preflight:
    """Build the report's data as signing would, and say what is to be said of them."""
    report, figures = data.build(office, span, office.now().replace(microsecond=0))
    findings = [
        _totals(report),
        *_key(office),
        *_receiver(office),
        *_restored(report),
        *_days(figures),
        *_issues(figures),
        *_letters(report, figures),
        *_beforehand(report),
    ]
    return Preflight(tuple(findings), _signed(office, span, report), ready.meaning(report))


def audit_trail(office: Office) -> Finding:
    """Walk the whole audit trail: some seconds on a store of years. It warns; the contracts let only totals stop."""
    with office.read() as session:
        try:
            entries = audit.check(session.connection())
        except UserError as error:
            return Finding(Level.BETTER, "trail", error.reason)
    return Finding(Level.GOOD, "trail", _("The audit trail is untouched"), _("%(n)s entries") % {"n": _number(entries)})


def _totals(report: dict[str, Any]) -> Finding:
    try:
        ready.check(report)
    except UserError as error:
        return Finding(Level.STOP, "totals", error.reason)
    return Finding(Level.GOOD, "totals", _("The totals add up"))


def _key(office: Office) -> list[Finding]:
    """Nothing for who does not sign. Where a certificate file or a token is set, the office's own key stops nothing."""
    if not office.may(Right.SIGN_REPORT):
        return []
    try:
        make.own_signer(office).check(office.now())
    except UserError as error:
        other = signing_settings.of(office)
        if not (other.pkcs11 or other.pkcs12):
            return [Finding(Level.STOP, "key", error.reason)]
        return [Finding(Level.BETTER, "key", error.reason, _("Sign with the certificate file or the token."))]
    return [_key_state(own_key.present(office), office.today())]


def _key_state(key: own_key.OwnKey, today: dt.date) -> Finding:
    if key.unvouched and not key.told:
        said = _("The signing key is new, and the inspection office does not know it yet")
        return Finding(Level.BETTER, "key", said, _("Send it the letter that is saved after the sign-in."))
    if key.due is Due.HEAD:
        said = _("The signing key bears the former head's name")
        return Finding(
            Level.BETTER, "key", said, _("%(name)s; hand it over to a new one") % {"name": isolate(key.head)}
        )
    if key.due is Due.SOON:
        said = _("The signing key ends in %(n)s days") % {"n": _number((key.ends - today).days)}
        return Finding(Level.BETTER, "key", said, _("Hand it over to a new one before that."))
    unnamed = _("The number of the letter that told of it is not recorded.") if key.unvouched else ""
    return Finding(Level.GOOD, "key", _("The signing key is ready"), unnamed)


def _receiver(office: Office) -> list[Finding]:
    """Nothing where the office has none: the review says that the file goes out plain."""
    receiver = report_receiver.usual(office)
    findings = _untaken(receiver)
    if receiver is None:
        return findings
    try:
        report_receiver.described(receiver.pem.encode(), office.now())
    except UserError as error:
        return [Finding(Level.STOP, "receiver", error.reason)]
    left = (receiver.ends - office.today()).days
    if left <= _SOON:
        said = _("The receiver's certificate ends in %(n)s days") % {"n": _number(left)}
        findings.append(Finding(Level.BETTER, "receiver", said, _("Ask the receiver for the new one.")))
    if receiver.replaced and not _signed_since(office, receiver.since):
        on = dt.datetime.fromisoformat(receiver.since).astimezone(TEHRAN).date()
        said = _("The receiver's key is another one since %(date)s") % {"date": long_date(on)}
        findings.append(Finding(Level.BETTER, "receiver", said, _("Both fingerprints are in the settings.")))
    return findings or [Finding(Level.GOOD, "receiver", _("The receiver can open the report"), isolate(receiver.name))]


def _untaken(receiver: Receiver | None) -> list[Finding]:
    """A receiver that the preset of this PC leaves no choice in, and that no administrator has taken."""
    preset = presets.of_this_pc()
    if RECEIVER not in preset.locked or (receiver is not None and receiver.pem == preset.value(RECEIVER).pem):
        return []
    said = _("The receiver set by the IT department is not taken yet")
    return [Finding(Level.BETTER, "receiver", said, _("The administrator is asked for it at the sign-in."))]


def _signed_since(office: Office, since: str) -> bool:
    """A report signed meanwhile went to the new key: it is no news any more."""
    with office.read() as session:
        signed = session.scalar(select(func.max(Report.signed_at)))
    return signed is not None and signed > dt.datetime.fromisoformat(since)


def _restored(report: dict[str, Any]) -> list[Finding]:
    """What the report will say of a restore, so that it comes as no surprise; nothing can mend it."""
    said = [
        (_(UNKNOWN_LOSS) if lost is None else _(LOSS)) % {"date": _number(numeric(day)), "n": _number(lost or 0)}
        for day, lost in restored(report["audit"])
    ]
    return [Finding(Level.BETTER, "restored", words, _("The report's cover says so.")) for words in said]


def _days(figures: Figures) -> list[Finding]:
    said = {
        MeetingState.NOT_HELD: _("A day that was not held has no reason"),
        MeetingState.HELD_BY_DEPUTY: _("A day that the deputy held has no reason"),
    }
    return [
        Finding(Level.BETTER, "reason", said[day.state], long_date(day.date), day.date)
        for day in figures.meetings
        if day.reason is None and day.state in said
    ]


def _issues(figures: Figures) -> list[Finding]:
    counted = figures.counted()
    answered = [issue for issue in counted if issue.status is not Status.OPEN]
    unruled = [issue for issue in counted if issue.admitted is not None and issue.ruling is None]
    untold = [issue for issue in answered if issue.told_on is None]
    findings = []
    if unruled:
        said = _("%(n)s issues have no ruling") % {"n": _number(len(unruled))}
        findings.append(Finding(Level.BETTER, "ruling", said, _("of visitors who were seen"), issues=_ids(unruled)))
    if untold:
        said = _("%(n)s results have not been told") % {"n": _number(len(untold))}
        detail = _("of %(n)s results") % {"n": _number(len(answered))}
        findings.append(Finding(Level.BETTER, "notice", said, detail, issues=_ids(untold)))
    nameless = [issue for issue in counted if not issue.has_id]
    if nameless:
        visits = len({issue.visit_id for issue in nameless})
        said = _("%(n)s visits are without a national id") % {"n": _number(visits)}
        detail = _("each counts as one visitor")
        findings.append(Finding(Level.BETTER, "id", said, detail, issues=_ids(nameless)))
    elif counted:
        said = _("The particulars of %(n)s visits are complete") % {"n": _number(figures.totals.visits)}
        findings.append(Finding(Level.GOOD, "id", said))
    return findings


def _letters(report: dict[str, Any], figures: Figures) -> list[Finding]:
    """Letters that the pages' font lacks: on paper each is a frame with a number, which no receiver can read."""
    letters = missing(_words(report))
    if not letters:
        return []
    said = _("Letters that cannot be printed")
    named = _(", ").join(isolate(f"{letter} (U+{ord(letter):04X})") for letter in letters[:_NAMED_LETTERS])
    more = f"{named} …" if len(letters) > _NAMED_LETTERS else named
    counted = figures.counted()
    ids = sorted({(issue.date, issue.arrived, issue.visit_id) for issue in counted})  # as the report's visits stand
    shown = {one[2] for one, visit in zip(ids, report["visits"], strict=False) if missing(_words(visit))}
    issues = [issue for issue in counted if issue.visit_id in shown]
    return [Finding(Level.BETTER, "letters", said, more, issues=_ids(issues))]


def _words(value: object) -> str:
    """All texts in a part of the report, one behind the other."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return " ".join(filter(None, map(_words, value)))
    return value if isinstance(value, str) else ""


def _beforehand(report: dict[str, Any]) -> list[Finding]:
    """Whether the meeting days were announced (circular, c9), and whether each announcement can be looked up."""
    told = report["announcements"]
    media = {row["medium"] for row in told if row["about"] == About.MEETINGS}
    without = [row["medium"] for row in told if not row["evidence"]]
    findings = []
    if media:
        said = _("The meeting days were announced in %(n)s media") % {"n": _number(len(media))}
        findings.append(Finding(Level.GOOD, "announcement", said))
    else:
        said = _("No announcement of the meeting days is recorded")
        findings.append(Finding(Level.BETTER, "announcement", said, _("where it stood, and since when")))
    if without:
        said = _("%(n)s announcements are without evidence") % {"n": _number(len(without))}
        findings.append(Finding(Level.BETTER, "announcement", said, _(", ").join(dict.fromkeys(without))))
    return findings


def _ids(issues: list[IssueFacts]) -> tuple[int, ...]:
    return tuple(issue.issue_id for issue in issues)


def _signed(office: Office, span: Span, report: dict[str, Any]) -> Signed | None:
    with office.read() as session:
        row = session.execute(
            select(Report.amendment, Report.signed_at, Report.file, Report.meaning, Report.digest)
            .where(Report.quarter == str(span))
            .order_by(Report.id.desc())
            .limit(1)
        ).first()
    if row is None:
        return None
    differs = not ready.says_no_more(report, row.meaning)
    return Signed(row.amendment, row.signed_at, row.file, differs, row.digest)


def _number(number: int | str) -> str:
    return persian_digits(number) if language() == "fa" else str(number)
