"""pyHanko's verdict beside our own (rules 5 and 11): each of its answers is demanded by itself, never its summary."""

import io
import logging

from app.report.broken import BrokenError
from app.report.scan import Scanned

for _logger in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_logger).setLevel(logging.CRITICAL)  # a stranger's names do not belong into a log


def check(data: bytes, found: Scanned) -> None:
    """Raises BrokenError 5 when pyHanko reads other objects, 11 when one of its answers is not as it must be."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        reader = PdfFileReader(io.BytesIO(data), strict=True)
        objects = {ref.idnum for ref in reader.xrefs.explicit_refs_in_revision(0)}
        for number in objects - found.elements:  # these, of names and numbers, have no other reading; they are many
            reader.get_object(_reference(number, reader))
        signatures = reader.embedded_signatures
    except (PdfError, ValueError, RecursionError):
        raise BrokenError(5, "pyHanko can't read it") from None
    if objects != set(found.objects) or reader.total_revisions != 1 or len(signatures) != 1:
        raise BrokenError(5, "pyHanko reads other objects")
    try:
        status = validate_pdf_signature(signatures[0], ValidationContext(trust_roots=[], allow_fetching=False))
    except (PdfError, ValueError):
        raise BrokenError(11, "pyHanko can't check it") from None
    if not (status.intact and status.valid):
        raise BrokenError(11, "pyHanko does not hold it for intact and valid")
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE or not status.docmdp_ok:
        raise BrokenError(11, "the signature does not cover the whole file")
    if status.modification_level is not ModificationLevel.NONE:
        raise BrokenError(11, "something was changed after the signature")


def check_renewed(data: bytes, stamps: int) -> None:
    """An archive's copy with so many time stamps behind the report. Raises BrokenError 30."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko_certvalidator import ValidationContext

    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=True)
        regular, stamped = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
        if len(regular) != 1 or len(stamped) != stamps:
            raise BrokenError(30, "pyHanko finds other signatures")
        for signature, validate in (
            (regular[0], validate_pdf_signature),
            *((s, validate_pdf_timestamp) for s in stamped),
        ):
            status = validate(signature, nobody)
            if not (status.intact and status.valid):
                raise BrokenError(30, "pyHanko does not hold a signature for intact and valid")
            if status.modification_level > ModificationLevel.LTA_UPDATES:
                raise BrokenError(30, "pyHanko finds more than a renewal")
    except (PdfError, ValueError, RecursionError):
        raise BrokenError(30, "pyHanko can't check it") from None


def _reference(number: int, reader: object) -> object:
    from pyhanko.pdf_utils.generic import Reference

    return Reference(number, 0, reader)
