"""Whose signature it is, and whether that is enough (rules 12 to 16)."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from cryptography import x509

from app.domain.persian.calendar import TEHRAN, Quarter, clock, long_date, numeric
from app.domain.texts import _
from app.report import certificates, rollover, timestamps
from app.report.broken import BrokenError
from app.report.cms import der
from app.report.trust import Known, Pin, Standing, Trust
from app.report.verdict import isolated

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


def standing(
    chain: tuple[x509.Certificate, ...], report: dict[str, Any], trust: Trust, vouched: tuple[str, ...] = ()
) -> Standing:
    """Whether a person confirmed this key for this agency; otherwise the sentence that says how far it is known.

    vouched: fingerprints of the older keys that lead to this one by statements that hold, newest first.
    """
    code, mine = report["agency"]["code"], certificates.fingerprint(chain[0])
    known = {pin.fingerprint: pin for pin in trust.pins.get(code, ())}
    pin = known.pop(mine, None)
    if pin is not None and pin.revoked is not None:
        since = numeric(dt.date.fromisoformat(pin.revoked))
        return Standing(Known.REVOKED, _("It was revoked as lost or stolen as of %(date)s.") % {"date": since})
    if pin is not None and pin.confirmed:
        return Standing(Known.CONFIRMED)
    if der(chain[0]) in trust.certificates and not certificates.is_authority(chain[0]):
        return _given(chain[0], mine, known)
    if _is_vouched_for(known, vouched):
        return Standing(Known.VOUCHED)
    return _not_trusted(chain, mine, trust, known, seen=pin is not None)


def _given(certificate: x509.Certificate, mine: str, known: dict[str, Pin]) -> Standing:
    """By hand, which is enough; an issuer that was given vouches for others, not for a report of its own.

    A person's certificate names no agency and could sign for any: that this one is known by another key is said too.
    """
    others = tuple(sorted(pin.fingerprint for pin in known.values() if pin.confirmed and pin.revoked is None))
    if certificates.is_own(certificate) or not others:
        return Standing(Known.GIVEN)
    return Standing(Known.GIVEN, _another_key(mine, others), others)


def _another_key(mine: str, others: tuple[str, ...]) -> str:
    said = _("For this agency another key is known (%(known)s); this one is %(this)s.")
    return said % {"known": ", ".join(others), "this": mine}


def _not_trusted(
    chain: tuple[x509.Certificate, ...], mine: str, trust: Trust, known: dict[str, Pin], *, seen: bool
) -> Standing:
    others = tuple(sorted(other.fingerprint for other in known.values() if other.revoked is None))
    if others:
        return Standing(Known.CHANGED, _another_key(mine, others), others)
    if seen:
        said = _("This key came before under this agency's code, but nobody has confirmed its fingerprint.")
        return Standing(Known.SEEN, said)
    return Standing(Known.UNKNOWN, _why_unknown(chain, mine, trust))


def _is_vouched_for(known: dict[str, Pin], vouched: tuple[str, ...]) -> bool:
    """Whether a confirmed key leads to this one, and no revoked one lies between."""
    for older in vouched:
        pin = known.get(older)
        if pin is not None and (pin.confirmed or pin.revoked is not None):
            return pin.revoked is None
    return False


def _why_unknown(chain: tuple[x509.Certificate, ...], mine: str, trust: Trust) -> str | None:
    elsewhere = sorted(code for code, pins in trust.pins.items() if any(pin.fingerprint == mine for pin in pins))
    if elsewhere:
        return _("This key is known under another agency's code: %(codes)s.") % {"codes": ", ".join(elsewhere)}
    if _issued_by_given(chain, trust):
        return _("Its issuer was given, but a certificate proves a person; nobody has bound it to this agency's code.")
    return None


def _issued_by_given(chain: tuple[x509.Certificate, ...], trust: Trust) -> bool:
    for given in trust.certificates:
        authority = certificates.load(given)
        if not certificates.is_authority(authority):
            continue
        path = [*chain, authority]
        if all(_issued(below, above) for below, above in pairwise(path)):
            return True
    return False


def stamped(stamp: timestamps.Stamp, trust: Trust) -> str:
    """Since when the signature has been there, and whose word that is."""
    local = stamp.at.astimezone(TEHRAN)
    told = {"date": long_date(local.date()), "hour": clock(local.time()), "name": isolated(stamp.name)}
    if knows(stamp, trust):
        return _("Time stamp: %(date)s, %(hour)s, by %(name)s, whose certificate was given.") % told
    return _("Time stamp: %(date)s, %(hour)s, as said by %(name)s; nobody gave its certificate to be trusted.") % told


def knows(stamp: timestamps.Stamp, trust: Trust) -> bool:
    """Whether its authority's certificate, or that of its direct issuer, was given."""
    return der(stamp.certificate) in trust.certificates or _issued_by_given((stamp.certificate,), trust)


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


def letters(report: dict[str, Any]) -> Iterator[str]:
    """A letter that is said to vouch for the key informs a person, no more."""
    for letter in rollover.letters(report) if report["signer"] else ():
        yield _(
            "A letter is said to vouch for its key (number %(number)s of %(date)s); look it up before you confirm."
        ) % {
            "number": isolated(letter["number"]),
            "date": _day(letter["date"]),
        }


def _day(written: str) -> str:
    try:
        return numeric(dt.date.fromisoformat(written))
    except ValueError:
        return written
