"""What came for its receiver only (.p7m): the key that opens it, and the plain file, which only an explicit act makes.

A key that was read stays in memory for as long as somebody looks at the files; neither it nor its passphrase is kept.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.texts import _
from app.files import NewFiles, read_bytes
from app.office import Office
from app.report import limits, make
from app.security import audit
from app.security.rights import Right

if TYPE_CHECKING:
    from app.report.envelope import Key

ENDING = ".p7m"


@dataclass(frozen=True)
class OpeningKey:
    """A receiver's key. name: whose it is, in words."""

    name: str
    fingerprint: str
    key: "Key" = field(repr=False, compare=False)


def of_file(path: Path, passphrase: str | None) -> OpeningKey:
    """The key of a .pem or .p12 file. Raises as `receivers.private_key`: field "pin" while its passphrase is wanted."""
    from app.report import envelope, receivers

    key = receivers.private_key(path, passphrase)
    return OpeningKey(path.name, envelope.fingerprint(key), key)


def of_office(office: Office) -> OpeningKey:
    """The office's own key, where it is a second receiver. Raises Refused for a user who does not hold it."""
    from app.report import envelope
    from app.report.signers import OwnKeySigner

    signer = make.own_signer(office)
    assert isinstance(signer, OwnKeySigner)
    return OpeningKey(_("the office's own key"), envelope.fingerprint(signer.key()), signer.key())


def save_plain(office: Office, sealed: Path, opening: OpeningKey, plain: Path) -> Path:
    """Write what is inside into a new file, readable by its owner only; the trail says that it lies open from now on.

    Raises Refused without the right, when the key does not open it or the file is there; Unavailable when it can't be
    read or written.
    """
    from app.report import envelope

    content = envelope.open(read_bytes(sealed, limits.FILE), opening.key)
    with NewFiles() as new:
        with office.work("sealed_reports.save_plain", Right.PREPARE_REPORT) as work:
            new.add(plain, content)
            work.remember(audit.Touched("export", 0, None, {"file": sealed.name, "bytes": len(content)}))
        new.give_names()
    return plain


def plain_name(sealed: Path) -> str:
    """The file's name without what says that it is encrypted."""
    return sealed.name.removesuffix(ENDING) or sealed.name
