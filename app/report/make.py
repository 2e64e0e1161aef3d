"""Making a quarter's report: figures, pages, sheet, signature, and the files that go out, all of them or none."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app import own_key, signing_settings
from app.cycles import uncollected
from app.domain.codes import MeetingState
from app.domain.errors import Refused, Unavailable
from app.domain.persian.calendar import Quarter, numeric
from app.domain.persian.periods import Span
from app.domain.texts import _
from app.files import NewFiles, read_bytes, refuse_existing
from app.office import Office
from app.report import data, kept, ready
from app.report.figures import Figures
from app.report.sealing import Sealing, sealing_for
from app.security import audit, signing_key
from app.security.rights import Right
from db.models import Report, SigningKey, StoreState

if TYPE_CHECKING:
    from cryptography import x509

    from app.report.signers import Signer

Progress = Callable[[int, int | None], None]
LARGEST_CERTIFICATE = 64 * 1024
_HEAVY = ("reportlab.pdfbase.pdfdoc", "uharfbuzz", "xlsxwriter", "asn1crypto.cms", "asn1crypto.tsp")


@dataclass(frozen=True)
class Made:
    """The files of a report. certificate is None for a draft, which nobody signs.

    level: of the signature, "B-B", or "B-T" with a time stamp; None for a draft. unstamped: what kept the time stamp
    away where an authority is set. signer: as report.json describes whoever signed; digest: of report.json, as the
    cover has it. response: the response times in it; None where it is of before these were told.
    """

    pdf: Path
    xlsx: Path
    certificate: Path | None
    draft: bool
    totals: dict[str, Any]
    warnings: tuple[str, ...]
    level: str | None = None
    unstamped: str = ""
    signer: dict[str, Any] | None = None
    digest: str = ""
    response: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """As `report --json` prints it."""
        return {
            "pdf": str(self.pdf),
            "xlsx": str(self.xlsx),
            "certificate": str(self.certificate) if self.certificate else None,
            "draft": self.draft,
            "totals": self.totals,
            "level": self.level,
            "response": self.response,
        }


@uncollected()
def make(
    office: Office,
    quarter: Quarter,
    out: Path,
    *,
    signer: "Signer | None" = None,
    reason: str | None = None,
    receiver: "x509.Certificate | None" = None,
    progress: Progress | None = None,
    shown: str | None = None,
) -> Made:
    """Write the quarter's report into the folder `out`.

    A report that is signed is final: while its data are the same, the very bytes that were signed go out again.
    signer: None: the office's own key. reason: why a report that was signed before is amended. shown: the meaning of
    the data that the signer looked at: other data by now are not signed.
    receiver: for whom the files are encrypted, in place of the office's usual one: then `.pdf.p7m` and `.xlsx.p7m` are
    written, and no plain file at any moment.
    progress: told (page, pages), before the pages are counted (0, None), and the last again while it is signed and
    written; may raise to cancel: nothing is then written.
    A quarter that is not over gives an unsigned draft. Raises Refused with the name of a file that is there already,
    when the totals do not add up, or when this user cannot sign.
    """
    made_at = office.now().replace(microsecond=0)
    watched, sealing = _Watched(progress), sealing_for(office, receiver, made_at)
    if office.today() <= quarter.last:
        return _draft(office, *data.build(office, quarter, made_at, watched.again), out, watched, sealing)
    signer = signer or own_signer(office)
    signer.check(made_at)
    stamping = _Stamping(signing_settings.of(office).tsa, made_at, watched)
    with NewFiles() as new:
        with office.work("report.sign", Right.SIGN_REPORT, reason=reason) as session:
            # inside, where nobody else writes: what is signed is the state that the trail's head in it stands for
            report, figures = data.build(office, quarter, made_at, watched.again)
            described = signer.described()
            described["vouched"] = own_key._vouched(session, described["fingerprint"], made_at)  # noqa: SLF001 - one act
            report |= {"signer": described, "receiver": sealing.fingerprint}
            watched.again()
            said = ready.meaning(report)
            if shown is not None and said != shown:
                raise Refused(_("The data have changed since you looked at them. Look again, then sign."), "shown")
            watched.again()
            latest = select(Report).where(Report.quarter == str(quarter)).order_by(Report.id.desc()).limit(1)
            before = session.scalar(latest)
            number, found = before.amendment if before else 0, None
            if before is not None and ready.says_no_more(report, before.meaning) and not reason:  # signed is final
                found = kept.kept(session, before, described, sealing.fingerprint)
            elif reason and before is None:
                raise Refused(_("No report of this quarter is signed yet; there is nothing to amend."), "amendment")
            elif before is not None:  # what differs, or is signed anew for a reason, is an amendment
                number += 1
                report["amendment"] = {"number": number, "reason": reason, "replaces": before.digest}
            files = _named(out, report, quarter, f"-a{number}" if number else "", sealing)
            described, certificate = (
                (found.report["signer"], found.certificate) if found else (described, signer.certificate_pem())
            )
            beside = _beside(files.certificate, certificate, described["fingerprint"])
            if before is not None and found is not None:
                report, pdf, digest = found.report, found.pdf, before.digest
                stamping.level = found.level
                session.remember(audit.Touched("export", 0, None, {"report": before.file, "digest": digest}))
            else:
                pdf, digest = _signed(report, signer, made_at, watched, stamping)
                row = Report(
                    agency_id=office.agency_id,
                    quarter=str(quarter),
                    amendment=number,
                    digest=digest,
                    meaning=said,
                    signed_at=made_at,
                    file=files.pdf.name,
                    reason=reason,
                )
                kept.keep(session, row, pdf)
            sheet = _sheet(report, watched)
            watched.again()
            new.add(files.xlsx, sealing.sealed(sheet))
            watched.again()
            if not beside.exists():
                new.add(beside, certificate, private=False)
            new.add(files.pdf, sealing.sealed(pdf))
            watched.again()
        # the trail knows of it before anyone can have it; the report itself appears last, when all the rest is there
        new.give_names()
    said_of = (*(found.told if found else ()), *warnings(figures), *filter(None, (stamping.unstamped,)))
    return Made(
        files.pdf,
        files.xlsx,
        beside,
        False,
        _totals(figures),
        said_of,
        stamping.level,
        stamping.unstamped,
        described,
        digest,
        report.get("response"),
    )


@uncollected()
def draft(
    office: Office,
    span: Span,
    out: Path,
    *,
    receiver: "x509.Certificate | None" = None,
    progress: Progress | None = None,
) -> Made:
    """Write the figures of any days as a draft: never signed, marked on every page, and not the report of a quarter.

    receiver, progress, and what is raised: as with `make`.
    """
    made_at = office.now().replace(microsecond=0)
    sealing = sealing_for(office, receiver, made_at)
    watched = _Watched(progress)
    return _draft(office, *data.build(office, span, made_at, watched.again), out, watched, sealing)


def warm_up() -> None:
    """Load what drawing and signing need before anyone waits for it: meanwhile a wish to stop would go unheard."""
    for name in ("app.report.sign", "app.report.pages", "app.report.sheet", *_HEAVY):
        import_module(name)
    from app.report import schema

    schema.prepare()


class _Watched:
    """Who waits: told of each page, and asked again and again, where no page is finished, whether to go on."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._last: tuple[int, int | None] = (0, None)

    @property
    def pages(self) -> Progress | None:
        """For the drawing; None where nobody waits, which spares the counting of pages beforehand."""
        return self._tell if self._progress else None

    def _tell(self, page: int, of: int | None) -> None:
        self._last = page, of
        self.again()

    def again(self) -> None:
        if self._progress:
            self._progress(*self._last)


class _Stamping:
    """Asks the office's time stamp authority, where one is set; what keeps it from it is said, and stops nothing."""

    def __init__(self, url: str, made_at: dt.datetime, watched: _Watched) -> None:
        self._url, self._made_at, self._watched = url, made_at, watched
        self.level = "B-B"
        self.unstamped = ""

    @property
    def stamp(self) -> Callable[[bytes], bytes | None] | None:
        return self._stamp if self._url else None

    def _stamp(self, signature: bytes) -> bytes | None:
        from app.report.authority import Authority
        from app.report.timestamps import is_plausible

        without = _("The report has no time stamp; the receiver's receipt will prove when it was signed.")
        try:
            token, told = Authority(self._url).stamp(signature, self._watched.again)
        except (Refused, Unavailable) as error:
            self.unstamped = f"{error.reason} {without}"
            return None
        if not is_plausible(told, self._made_at):
            self.unstamped = _("This PC's clock and the time stamp authority's are a day apart.") + f" {without}"
            return None
        self.level = "B-T"
        return token


def _draft(
    office: Office, report: dict[str, Any], figures: Figures, out: Path, watched: _Watched, sealing: Sealing
) -> Made:
    from app.report import pages

    if not office.may(Right.PREPARE_REPORT):
        raise Refused(_("You have no access to this."))
    report |= {"receiver": sealing.fingerprint, "draft": True}  # also of a quarter that is over
    files = _named(out, report, figures.span, "-draft", sealing)
    pdf = pages.draw(report, progress=watched.pages, again=watched.again)
    sheet = _sheet(report, watched)
    watched.again()
    with NewFiles() as new:
        with office.work("report.draft", Right.PREPARE_REPORT) as work:  # it holds all that the report would
            new.add(files.xlsx, sealing.sealed(sheet))
            watched.again()
            new.add(files.pdf, sealing.sealed(pdf))
            watched.again()
            work.remember(audit.Touched("export", 0, None, {"list": "draft report", "span": str(figures.span)}))
        new.give_names()
    return Made(files.pdf, files.xlsx, None, True, _totals(figures), warnings(figures), response=report.get("response"))


@dataclass(frozen=True)
class _Files:
    pdf: Path
    xlsx: Path
    certificate: Path


def _named(out: Path, report: dict[str, Any], span: Span, ending: str, sealing: Sealing) -> _Files:
    """The files' names in a folder. Raises Refused when a report of that name is there: it is never overwritten."""
    code = report["agency"]["code"]
    name = f"didar-{code}-{span}{ending}"
    pdf, xlsx = (out / f"{name}{kind}{sealing.ending}" for kind in (".pdf", ".xlsx"))
    files = _Files(pdf, xlsx, out / f"didar-{code}.cert.pem")
    for path in (files.pdf, files.xlsx):
        refuse_existing(path)
    return files


def _beside(path: Path, certificate: bytes, fingerprint: str) -> Path:
    """Where the certificate lies. One of another key is left as it is: after a hand-over, or when now the office's key
    and now a token signs, the later one's name bears the beginning of its fingerprint. Anything else is refused.
    """
    from cryptography import x509

    there = read_bytes(path, LARGEST_CERTIFICATE) if path.exists() else certificate
    if there == certificate:
        return path
    try:
        x509.load_pem_x509_certificate(there)
    except ValueError:
        refuse_existing(path)
    another = path.with_name(path.name.replace(".cert.pem", f"-{fingerprint[:8]}.cert.pem"))
    if another.exists() and read_bytes(another, LARGEST_CERTIFICATE) != certificate:
        refuse_existing(another)
    return another


def _signed(
    report: dict[str, Any], signer: "Signer", made_at: dt.datetime, watched: _Watched, stamping: "_Stamping"
) -> tuple[bytes, str]:
    """The signed file, and the digest of its data. Totals that do not add up stop it."""
    from app.report import pages, sign
    from app.report.broken import TooLargeError

    content = ready.check(report, watched.again)
    watched.again()
    digest = hashlib.sha256(content).hexdigest()
    drawn = pages.draw(report, digest=digest, progress=watched.pages, again=watched.again)
    try:
        pdf = sign.seal(drawn, content, signer, made_at, report=report, stamp=stamping.stamp, again=watched.again)
    except TooLargeError:
        raise ready.too_large() from None
    return pdf, digest


def _sheet(report: dict[str, Any], watched: _Watched) -> bytes:
    from app.report import sheet

    return sheet.write(report, again=watched.again)


def _totals(figures: Figures) -> dict[str, Any]:
    return {**figures.totals.as_dict(), "excluded": figures.excluded}


def warnings(figures: Figures) -> tuple[str, ...]:
    """What had better be completed before signing, though it stops nothing."""
    return tuple(
        _("The meeting of %(date)s was not held by the head, and no reason is written.") % {"date": numeric(day.date)}
        for day in figures.meetings
        if day.reason is None and day.state in (MeetingState.NOT_HELD, MeetingState.HELD_BY_DEPUTY)
    )


def own_signer(office: Office) -> "Signer":
    """The office's own key, opened with the signer's secret. Raises Refused for a user who does not hold it."""
    from app.report.signers import OwnKeySigner

    with office.read(Right.SIGN_REPORT) as session:
        row = session.execute(
            select(SigningKey.sealed, SigningKey.certificate)
            .where(SigningKey.retired_at.is_(None))
            .order_by(SigningKey.id.desc())
            .limit(1)
        ).one()
        store_id = session.scalars(select(StoreState.value).where(StoreState.key == "store")).one()
    if office.keys.sk is None:
        raise Refused(_("Only the one who holds the signing key can sign; sign in as that user."))
    return OwnKeySigner(signing_key.open(row.sealed, office.keys.sk, store_id), row.certificate)
