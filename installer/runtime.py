"""The runtime as it comes: a Windows Python in a zip, laid out as binaries, library sources and catalogues."""

import io
import shutil
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from installer.parts import Pins, Sdist, Stopped, fetch_runtime

BINARY = (".exe", ".dll", ".pyd")


@dataclass(frozen=True)
class Runtime:
    """Not proven yet: proof.py says whether it is what it claims to be."""

    binaries: Path
    library: Path
    catalogues: Path
    licence: Path


def of_pins(work: Path, cache: Path, pinned: Pins) -> Runtime:
    """Binaries of one source distribution, sources of the other."""
    paths = fetch_runtime(cache, pinned)
    runtime = _made(work)
    for part in pinned.sdists:
        with _inner(paths[part.holds], part) as inner:
            _lay_out(inner, part.folder, runtime, part.holds)
    return runtime


def _made(work: Path) -> Runtime:
    shutil.rmtree(work, ignore_errors=True)
    runtime = Runtime(work / "binaries", work / "library", work / "catalogues", work / "LICENSE.txt")
    for folder in (runtime.binaries, runtime.library, runtime.catalogues):
        folder.mkdir(parents=True)
    return runtime


def _inner(path: Path, part: Sdist) -> zipfile.ZipFile:
    with tarfile.open(path) as tar:
        file = tar.extractfile(part.inner)
        if file is None:
            raise Stopped(f"{path.name}: it has no {part.inner}")
        return zipfile.ZipFile(io.BytesIO(file.read()))


def _lay_out(inner: zipfile.ZipFile, folder: str, runtime: Runtime, holds: str) -> None:
    for name in inner.namelist():
        target = _target(PurePosixPath(name.removeprefix(folder)), runtime, holds)
        if target is not None and name.startswith(folder) and not name.endswith("/"):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(inner.read(name))


def _target(name: PurePosixPath, runtime: Runtime, holds: str) -> Path | None:
    """Where a file of the zip goes; None: nobody needs it."""
    if ".." in name.parts or name.is_absolute():
        raise Stopped(f"{name}: leads out of its folder")
    if name.suffix == ".cat":
        return runtime.catalogues / name.name
    if name.parts[:1] == ("Lib",):
        wanted = holds != "binaries" and name.suffix == ".py" and "site-packages" not in name.parts
        return runtime.library.joinpath(*name.parts[1:]) if wanted else None
    if str(name) == "LICENSE.txt":
        return runtime.licence
    wanted = holds != "sources" and name.suffix in BINARY and name.parts[:-1] in ((), ("DLLs",))
    return runtime.binaries / name.name if wanted else None
