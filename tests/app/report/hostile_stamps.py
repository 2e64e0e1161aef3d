"""Bad time stamps (rules 9 and 15), and letters in a frame that are heard as something else (rules 27 and 28)."""

import datetime as dt
import hashlib
import re

from app.report import cms, timestamps
from app.report.objects import deflated
from tests.app.report import hostile, tsa
from tests.app.report.hostile import Rebuilt, report, sealed
from tests.app.report.hostile_files import bad
from tests.app.report.hostile_objects import with_content


def stamped(made: tsa.Authority, *, about: bytes | None = None, whole: bool = False) -> bytes:
    """The good file with a time stamp. about: what is stamped in place of the signature's value. whole: in the
    authority's own form.
    """
    unsigned = Rebuilt().unsigned(room=8 * 1024)
    chain, digest = (cms.der(hostile.office().chain[0]),), hashlib.sha256(unsigned.signed).digest()
    value = hostile.office().sign(cms.to_sign(chain[0], digest))
    token = made.token(hashlib.sha256(about or value).digest())
    stamp = token if whole else timestamps.canonical(token)
    return unsigned.filled(cms.build(cms.Parts(chain, digest, value, stamp=stamp)))


@bad(9)
def a_time_stamp_of_another_signature() -> bytes:
    return stamped(tsa.Authority(), about=b"another value")


@bad(9)
def a_time_stamp_that_its_authority_did_not_sign() -> bytes:
    return stamped(tsa.Authority(key=hostile.key(41), certificate=tsa.certificate(hostile.key(40))))


@bad(9)
def a_time_stamp_with_another_certificate_beside_it() -> bytes:
    """Nothing that is signed binds it: its bytes could be any."""
    return stamped(tsa.Authority(others=(tsa.certificate(hostile.key(41)),)), whole=True)


@bad(9)
def a_time_stamp_by_a_key_that_is_for_reports() -> bytes:
    own = hostile.office()
    return stamped(tsa.Authority(key=hostile.key(), certificate=own.chain[0]))


@bad(9)
def a_time_stamp_after_its_certificate_had_expired() -> bytes:
    return stamped(tsa.Authority(certificate=tsa.certificate(days=30)))


@bad(15)
def a_time_stamp_of_the_day_after() -> bytes:
    return stamped(tsa.Authority(at=hostile.MADE_AT + dt.timedelta(hours=25)))


@bad(15)
def a_time_stamp_from_before_the_signing() -> bytes:
    return stamped(tsa.Authority(at=hostile.MADE_AT - dt.timedelta(days=30)))


# a letter that the font lacks is drawn as its number in a frame, and says which letter it is


@bad(28)
def a_frame_that_says_a_word() -> bytes:
    return with_content(b"\n/Span<</ActualText<FEFF06280627>>>BDC[<0001>]TJ EMC")


@bad(28)
def a_frame_that_says_it_in_another_form() -> bytes:
    return with_content(b"\n/Span<</ActualText<feff0628>>>BDC[<0001>]TJ EMC")


@bad(28)
def a_letter_that_is_said_and_not_drawn() -> bytes:
    return with_content(b"\n/Span<</ActualText<FEFF0628>>>BDC EMC")


@bad(28)
def a_paragraphs_mark_that_says_a_letter() -> bytes:
    return with_content(b"\n/P <</MCID 0/ActualText<FEFF0628>>>BDC[<0001>]TJ EMC")


@bad(28)
def a_frame_in_another_language() -> bytes:
    return with_content(b"\n/Span<</Lang(en)/ActualText<FEFF0628>>>BDC[<0001>]TJ EMC")


@bad(27)
def a_frame_around_a_letter_that_the_font_has() -> bytes:
    """The form is the right one; the page is another than the data give."""
    return with_content(b"\nBT [ /Span<</ActualText<FEFF0628>>>BDC[<0001>]TJ EMC ET")


@bad(27)
def a_frame_that_says_another_letter() -> bytes:
    said = report()
    said["agency"]["name"] = "نشانی ᚠ"
    file = Rebuilt(sealed(said))
    spoken = re.compile(rb"ActualText<FEFF16A0>")
    number = next(
        number
        for number, value in file.objects.items()
        if hasattr(value, "inflated") and "Type" not in value.dict and spoken.search(value.inflated())
    )
    file.objects[number] = deflated(spoken.sub(b"ActualText<FEFF0628>", file.objects[number].inflated()))
    return file.signed()
