"""The last part: how its receiver checks the file, with a common reader, with Didar and by telephone."""

from typing import Any

from app.domain.texts import fa
from app.report.pages.compliance import kind_of
from app.report.pages.frame import Frame, Part, in_fours


def draw(frame: Frame, report: dict[str, Any], title: str) -> None:
    """A draft is not signed, and has nothing to check."""
    signer, agency = report["signer"], report["agency"]
    if signer is None:
        return
    part = Part(frame, title)
    own = signer["kind"] == "own"
    part.heading(fa("With a common PDF reader"))
    part.paragraph(fa("Open the file in a reader that shows signatures, and look at its signature panel."))
    part.paragraph(
        fa(
            "It has to say that the document was not changed after it was signed. If it says otherwise, do "
            "not accept it."
        )
    )
    part.paragraph(
        fa("A reader calls this certificate unknown, because the agency issued it itself; that alone is no fault.")
        if own
        else fa("Look at the name of the signer there, and at who issued the certificate.")
    )
    part.heading(fa("With Didar"))
    part.paragraph(fa("Drop the file on the page for verifying, or give this command:"))
    number = f"-a{report['amendment']['number']}" if report["amendment"] else ""
    name = f"didar-{agency['code']}-{report['quarter']['year']}-{report['quarter']['season']}{number}.pdf"
    part.code(f"didar verify {name}")
    part.paragraph(
        fa(
            "Four answers are needed: the file is whole; who signed it; the signer is trusted; the pages "
            "are equal to the data."
        )
    )
    part.heading(fa("The signer's fingerprint, by telephone"))
    part.paragraph(
        fa(
            "Call the agency on a number that you know already, not on one that came with the report, and compare the "
            "fingerprint group by group."
        )
    )
    part.code(*_halves(signer["fingerprint"]), size=1100)
    part.heading(fa("What kind of certificate signed"))
    part.paragraph(kind_of(signer["kind"]))
    part.paragraph(
        fa(
            "It shows that nothing was changed since and that the holder of this key signed; it does not make a secure "
            "signature in the sense of article 10 of the Electronic Commerce Act."
        )
        if own
        else fa("Its chain to a known issuer proves a person, not the agency: confirm the fingerprint as well.")
    )
    part.heading(fa("Paper against file"))
    part.paragraph(
        fa(
            "The code on the cover is no signature. It holds the digest of the data, the signer's key and the place of "
            "the audit log; if the file gives the same digest, the paper was printed from it."
        )
    )
    part.code(*_halves(frame.digest), size=1100)
    part.paragraph(fa("Anyone can count the digest again: it is SHA-256 of the attached file."))
    part.code(f"pdfdetach -save 1 -o report.json {name}", "sha256sum report.json")
    part.heading(fa("If something is not right"))
    part.paragraph(
        fa("Do not accept the report, and call the agency. A correction comes only as a numbered and signed amendment.")
    )


def _halves(digits: str) -> tuple[str, str]:
    middle = len(digits) // 2
    return in_fours(digits[:middle]), in_fours(digits[middle:])
