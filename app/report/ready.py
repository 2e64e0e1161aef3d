"""Whether a quarter's data may be signed: the totals follow from the rows, and any verifier can read what is signed."""

import hashlib
from collections.abc import Callable
from typing import Any, Final

from app.domain import canonical
from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import _, language
from app.report import limits, response_data

_SAID: Final = (
    "agency",
    "quarter",
    "meetings",
    "merkle",
    "totals",
    "announcements",
    "samad",
    "confidential",
    "response",
)


def meaning(report: dict[str, Any]) -> str:
    """A digest of what a report says, without when and by whom it was made; the tree's root stands for the visits."""
    return hashlib.sha256(canonical.dumps({key: report[key] for key in _SAID if key in report})).hexdigest()


def says_no_more(report: dict[str, Any], signed: str) -> bool:
    """Whether a signed report, by its meaning, said what this one does; before there were response times, without."""
    return signed == meaning(report) or ("response" in report and signed == meaning(response_data.without(report)))


def check(report: dict[str, Any], again: Callable[[], None] = lambda: None) -> bytes:
    """The data's bytes. Raises Refused unless the totals follow from the rows, and any verifier will read the data.

    again: asked now and then; may raise to cancel.
    """
    from app.report import schema
    from app.report.broken import BrokenError
    from app.report.canonical import pack
    from app.report.meaning import check as counted_again
    from app.report.verdict import said

    again()
    is_signed = not report["draft"]
    if is_signed and report["totals"]["issues"] > limits.SIGNED_ISSUES:
        raise too_large()
    counted_again(report, again)
    if report["quarter"]["year"] is None:
        return canonical.dumps(report)  # a draft of other days, which nobody verifies
    again()
    try:
        data = pack(report, again)
        again()
        schema.check(report, again)
    except BrokenError as broken:
        raise Refused(said(broken.rule), "report") from None
    if is_signed and len(data) > limits.SIGNED_DATA:
        raise too_large()
    return data


def too_large() -> Refused:
    """A report whose check the receiver's Didar would give up: it looks at so much of a file and no more."""
    most = limits.SIGNED_ISSUES
    said = _(
        "This quarter has more than a receiver can check: at most %(n)s issues, and long descriptions count more. "
        "It can be given as a draft, but not signed."
    )
    return Refused(said % {"n": persian_digits(most) if language() == "fa" else most}, "report")
