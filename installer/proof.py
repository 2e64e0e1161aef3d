"""The runtime is what it claims to be: each file by its signature, by the signed catalogue or by a written reason."""

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path

from installer import catalogue
from installer.parts import HERE, Stopped
from installer.runtime import Runtime
from installer.signatures import FOUNDATION, MICROSOFT, Verifier

JUSTIFIED = HERE / "justified.toml"
OF_MICROSOFT = ("vcruntime140.dll", "vcruntime140_1.dll")


def prove(raw: Runtime, binaries: Iterable[str], verifier: Verifier, reasons: Path = JUSTIFIED) -> None:
    """Stop at the first file that fails, by its name. The library holds nothing but what will be packed."""
    for path in catalogues_of(raw):
        verifier.check(path, FOUNDATION)
    for name in binaries:
        if not (raw.binaries / name).exists():
            raise Stopped(f"{name}: the runtime has none, but keep.toml lists it")
        verifier.check(raw.binaries / name, MICROSOFT if name in OF_MICROSOFT else FOUNDATION)
    known = set().union(*map(catalogue.digests, catalogues_of(raw)))
    reasoned = justified(reasons)
    for path in sorted(raw.library.rglob("*.py")):
        name, digest = path.relative_to(raw.library).as_posix(), hashlib.sha256(path.read_bytes()).digest()
        if digest not in known and reasoned.get(name) != digest.hex():
            raise Stopped(f"{name}: the signed catalogue does not name it (SHA-256 {digest.hex()}), nor {reasons.name}")


def catalogues_of(raw: Runtime) -> list[Path]:
    found = sorted(raw.catalogues.glob("*.cat"))
    if not found:
        raise Stopped("no signed catalogue (python.cat) came with the runtime: its library cannot be proven")
    return found


def justified(reasons: Path = JUSTIFIED) -> dict[str, str]:
    """Name and SHA-256 of what is packed though no catalogue names it."""
    told = tomllib.loads(reasons.read_text(encoding="utf-8"))
    return {source["file"]: source["sha256"] for source in told["source"]}
