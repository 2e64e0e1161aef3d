"""The picture in the letterhead (نشان سربرگ): checked, made plain once, and kept in the store by its digest.

Pictures that stood there before stay: letters that bear them are drawn again with them.
"""

import hashlib
import io
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from db.models import Emblem

if TYPE_CHECKING:
    from app.documents.picture import Picture

LARGEST: Final = 4 * 1024**2
"""Bytes of the file."""
MOST_DOTS: Final = 6000
"""On each side: what is larger would take long to open, and nobody would see the difference."""
DOTS: Final = 500
"""On the longer side as it is kept: 18 mm at 600 dots an inch and more."""


def keep(office: Office, content: bytes) -> str:
    """Take a PNG or JPEG file into the store. Returns its digest, the value of the setting `emblem`.

    Raises Refused (field "emblem") for anything else, and for what is too large.
    """
    plain = _plain(content)
    digest = hashlib.sha256(plain).hexdigest()
    with office.work("emblem.keep", Right.REGISTER) as session:
        if session.get(Emblem, digest) is None:
            session.add(Emblem(digest=digest, content=plain))
    return digest


def content(office: Office, digest: str) -> bytes | None:
    """A picture as a PNG, to be shown; None where there is none of that digest."""
    with office.read() as session:
        return session.scalar(select(Emblem.content).where(Emblem.digest == digest))


def _pictures(session: Session, digests: set[str]) -> "dict[str, Picture]":
    """The pictures of these digests, ready for pages."""
    from app.documents.picture import of_png

    rows = session.execute(select(Emblem.digest, Emblem.content).where(Emblem.digest.in_(digests - {""})))
    return {digest: of_png(content) for digest, content in rows}


def _plain(content: bytes) -> bytes:
    """The picture without transparency, on white, no larger than is seen, and nothing else that the file held."""
    from PIL import Image

    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise Refused(_("Only a PNG or JPEG picture can stand in the letterhead."), "emblem")
    if len(content) > LARGEST:
        raise Refused(
            _("This picture is too large: at most %(n)s megabytes.") % {"n": persian_digits(LARGEST // 1024**2)},
            "emblem",
        )
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > MOST_DOTS:
                raise Refused(
                    _("This picture has too many dots: at most %(n)s on a side.") % {"n": persian_digits(MOST_DOTS)},
                    "emblem",
                )
            shown = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(_("This picture is damaged and could not be read."), "emblem") from error
    if min(shown.size) * DOTS < max(shown.size) * 10:
        raise Refused(_("This picture is too narrow for a letterhead."), "emblem")
    shown.thumbnail((DOTS, DOTS), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", shown.size, "white")
    ground.paste(shown, mask=shown.getchannel("A"))
    made = io.BytesIO()
    ground.save(made, "PNG", optimize=True)
    return made.getvalue()
