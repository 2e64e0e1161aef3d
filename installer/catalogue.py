"""What a signed catalogue (python.cat) names: the SHA-256 of each file that its signer vouches for, but no paths.

A catalogue is a PKCS #7 signature over a list of Microsoft's making; the list alone is read here. Whether the signature
is good is for signatures.py to say, of the same file.
"""

from pathlib import Path
from typing import ClassVar

from asn1crypto import cms, core, parser

from installer.parts import Stopped

_LIST = "1.3.6.1.4.1.311.10.1"


class _Member(core.Sequence):  # type: ignore[misc]
    _fields: ClassVar = [("digest", core.OctetString), ("attributes", core.Any, {"optional": True})]


class _Members(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Member


class _TrustList(core.Sequence):  # type: ignore[misc]
    _fields: ClassVar = [
        ("usage", core.Any),
        ("identifier", core.OctetString),
        ("made", core.UTCTime),
        ("algorithm", core.Any),
        ("members", _Members),
        ("extensions", core.Any, {"explicit": 0, "optional": True}),
    ]


def digests(path: Path) -> set[bytes]:
    """The SHA-256 of all that the catalogue names (it names everything by SHA-1 too, which proves nothing any more)."""
    try:
        signed = cms.ContentInfo.load(path.read_bytes(), strict=True)["content"]["encap_content_info"]
        if signed["content_type"].dotted != _LIST:
            raise Stopped(f"{path.name}: it is no catalogue")
        _, _, _, _, inner, _ = parser.parse(signed["content"].dump())
        members = _TrustList.load(inner, strict=True)["members"]
        found = {bytes(member["digest"].native) for member in members}
    except ValueError as error:
        raise Stopped(f"{path.name}: it cannot be read as a catalogue ({error})") from error
    return {digest for digest in found if len(digest) == 32}
