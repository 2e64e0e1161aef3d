"""Whose signature it is, and whether that is enough (rules 12 to 15)."""

import datetime as dt
from itertools import pairwise
from typing import Any

from cryptography import x509

from app.domain.persian.calendar import TEHRAN, Quarter
from app.domain.texts import _
from app.report import certificates
from app.report.broken import BrokenError
from app.report.cms import der
from app.report.trust import Trust

LATE = dt.timedelta(hours=24)
LONG_AFTER = dt.timedelta(days=120)


def check(chain: tuple[x509.Certificate, ...], report: dict[str, Any], signed_at: dt.datetime) -> None:
    """Certificate, code and time fit each other. Raises BrokenError 13, 14, 15 or 25."""
    certificate = chain[0]
    signer = report["signer"]
    if signer is None or signer["fingerprint"] != certificates.fingerprint(certificate):
        raise BrokenError(13, "the data name another key than the one that signed")
    own = certificates.is_own(certificate)  # where another one lay, in a file or on a card, only the signer can say
    if (signer["kind"] == "own") != own or signer["name"] != certificates.common_name(certificate):
        raise BrokenError(13, "the data say another name or kind of certificate")
    if own:
        if certificates.code(certificate) != report["agency"]["code"]:
            raise BrokenError(13, "the certificate is another agency's")
        if len(chain) != 1:
            raise BrokenError(14, "other certificates beside an own one")
        certificates.check_own(certificate)
    elif not certificates.may_sign(certificate):
        raise BrokenError(14, "keyUsage does not allow signatures")
    if not certificate.not_valid_before_utc <= signed_at <= certificate.not_valid_after_utc:
        raise BrokenError(15, "signed outside the certificate's validity")
    if signed_at.astimezone(TEHRAN).date() <= _last_day(report):
        raise BrokenError(15, "signed before the quarter's end")


def _last_day(report: dict[str, Any]) -> dt.date:
    return Quarter(report["quarter"]["year"], report["quarter"]["season"]).last


def is_trusted(chain: tuple[x509.Certificate, ...], report: dict[str, Any], trust: Trust) -> tuple[bool, str | None]:
    """Whether a person confirmed this key for this agency; otherwise the sentence that says how far it is known."""
    certificate = chain[0]
    # an issuer that was given vouches for others, not for a report of its own
    if der(certificate) in trust.certificates and not certificates.is_authority(certificate):
        return True, None
    known = trust.pins.get(report["agency"]["code"], ())
    mine = certificates.fingerprint(certificate)
    if any(pin.confirmed and pin.fingerprint == mine for pin in known):
        return True, None
    if any(pin.fingerprint == mine for pin in known):
        return False, _("This key came before under this agency's code, but nobody has confirmed its fingerprint.")
    if known:
        theirs = ", ".join(sorted(pin.fingerprint for pin in known))
        return False, _("For this agency another key is known (%(known)s); this one is %(this)s.") % {
            "known": theirs,
            "this": mine,
        }
    if _issued_by_given(chain, trust):
        return False, _(
            "Its issuer was given, but a certificate proves a person; nobody has bound it to this agency's code."
        )
    return False, None


def _issued_by_given(chain: tuple[x509.Certificate, ...], trust: Trust) -> bool:
    for given in trust.certificates:
        authority = certificates.load(given)
        if not certificates.is_authority(authority):
            continue
        path = [*chain, authority]
        if all(_issued(below, above) for below, above in pairwise(path)):
            return True
    return False


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    if below == above:
        return True
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return certificates.is_authority(above)


def remarks(report: dict[str, Any], signed_at: dt.datetime, now: dt.datetime) -> tuple[str, ...]:
    """What is odd about the time, which is the signer's own word."""
    found = []
    if signed_at > now + LATE:
        found.append(_("Said by the signer, the time of signing is still to come."))
    end = dt.datetime.combine(_last_day(report), dt.time(), TEHRAN)
    if signed_at > end + LONG_AFTER:
        found.append(_("It was signed more than 120 days after the quarter."))
    return tuple(found)
