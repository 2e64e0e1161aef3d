"""The runtime is what it claims to be: each file by its signature, by the signed catalogues or by a written reason.

README.md says what these leave to the pinned hash of the zip.
"""

import hashlib
import re
import struct
import tomllib
from collections.abc import Iterable
from pathlib import Path

from installer import catalogue
from installer.parts import HERE, Stopped
from installer.runtime import LIBRARY, Runtime
from installer.signatures import FOUNDATION, MICROSOFT, Verifier

JUSTIFIED = HERE / "justified.toml"
OF_MICROSOFT = ("vcruntime140.dll", "vcruntime140_1.dll")
SILENT = ("libffi-8.dll",)
"""Binaries that say nothing of themselves: their signature alone is asked."""


def prove(raw: Runtime, binaries: Iterable[str], verifier: Verifier, reasons: Path = JUSTIFIED) -> None:
    """Stop at the first file that fails, by its name. The library holds nothing but what will be packed."""
    for path in catalogues_of(raw):
        verifier.check(path, FOUNDATION)
    for name in binaries:
        if not (raw.binaries / name).exists():
            raise Stopped(f"{name}: the runtime has none, but keep.toml lists it")
        verifier.check(raw.binaries / name, MICROSOFT if name in OF_MICROSOFT else FOUNDATION)
        _name_and_version(raw.binaries / name, raw.python)
    _library(raw, justified(reasons), reasons.name)


def _name_and_version(path: Path, python: str) -> None:
    """A signed binary is the one of its own name, and one of Python's own is of the release that is pinned."""
    data = path.read_bytes()
    original = said(data, "OriginalFilename")
    # OpenSSL's are told without the number: libssl is libssl-3.dll
    if original not in (path.name, path.name.partition("-")[0]) and not (original is None and path.name in SILENT):
        raise Stopped(f"{path.name}: it says of itself that it is {original or 'no file at all'}")
    if said(data, "ProductName") == "Python" and (version := said(data, "ProductVersion")) != python:
        raise Stopped(f"{path.name}: it says that it is of {version}, pinned is {python}")


def said(program: bytes, name: str) -> str | None:
    """What a 64-bit program says of itself under this name (VERSIONINFO), within what its signature is about."""
    header = struct.unpack_from("<I", program, 0x3C)[0]
    signature = struct.unpack_from("<I", program, header + 168)[0] or None
    pattern = re.escape(f"{name}\0".encode("utf-16-le")) + rb"(?:\0\0)*((?:(?!\0\0)..)+)"
    found = re.search(pattern, program[:signature], re.DOTALL)
    return found[1].decode("utf-16-le", "replace") if found else None


def _library(raw: Runtime, reasoned: dict[str, str], reasons: str) -> None:
    """Catalogues name contents, not paths: so none may be there under a second name, and each has to be there."""
    named = {path.name: catalogue.digests(path) for path in catalogues_of(raw)}
    known = set.intersection(*named.values())
    for path in sorted(raw.library.rglob("*.py")):
        name, data = path.relative_to(raw.library).as_posix(), path.read_bytes()
        digest = hashlib.sha256(data).digest()
        if reasoned.get(name) == digest.hex():
            continue
        if digest not in known:
            raise Stopped(f"{name}: the signed catalogue does not name it (SHA-256 {digest.hex()}), nor {reasons}")
        if raw.came[digest] > 1 and any(line.strip() and not line.startswith(b"#") for line in data.splitlines()):
            raise Stopped(f"{name}: another file of Lib is the very same, and one of them is not what its name says")
    if missing := named.get(LIBRARY, set()) - raw.came.keys():
        which = ", ".join(sorted(digest.hex() for digest in missing))
        raise Stopped(f"{LIBRARY} names {len(missing)} file(s) that are not in Lib, or not as signed: SHA-256 {which}")


def catalogues_of(raw: Runtime) -> list[Path]:
    found = sorted(raw.catalogues.glob("*.cat"))
    if not found:
        raise Stopped("no signed catalogue (python.cat) came with the runtime: its library cannot be proven")
    return found


def justified(reasons: Path = JUSTIFIED) -> dict[str, str]:
    """Name and SHA-256 of what is packed though no catalogue names it."""
    told = tomllib.loads(reasons.read_text(encoding="utf-8"))
    return {source["file"]: source["sha256"] for source in told["source"]}
