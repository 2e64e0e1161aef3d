"""The runtime as it comes: a Windows Python in zips, laid out as binaries, library sources and catalogues."""

import hashlib
import io
import shutil
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from installer.parts import Own, Pins, Sdist, Stopped, fetch_runtime, sha256

BINARY = (".exe", ".dll", ".pyd")
ALL, LIBRARY = "python.cat", "python_lib.cat"
"""Catalogues: of all that Python's makers built, tests and headers too; of what is installed as the library."""


@dataclass(frozen=True)
class Runtime:
    """Not proven yet: proof.py says whether it is what it claims to be."""

    python: str
    origin: tuple[str, ...]
    """What it was laid out from, with the hashes."""
    binaries: Path
    library: Path
    catalogues: Path
    licence: Path
    came: Counter[bytes] = field(default_factory=Counter)
    """How often each SHA-256 was among all files of the library, also those that are not laid out."""


def of_pins(work: Path, cache: Path, pinned: Pins) -> Runtime:
    """Binaries of one source distribution, sources of the other."""
    paths = fetch_runtime(cache, pinned)
    origin = (f"{part.name} {part.version}, {part.file}, SHA-256 {part.sha256}" for part in pinned.sdists)
    runtime = _made(work, pinned.python, *origin)
    for part in pinned.sdists:
        with _inner(paths[part.holds], part) as inner:
            _lay_out(inner, part.folder, runtime, part.holds)
    return runtime


def of_zip(work: Path, path: Path, pinned: Pins) -> Runtime:
    """A release engineer's own Python, in one zip whose hash is pinned."""
    own = _pin(path, pinned)
    runtime = _made(work, own.python, f"{own.file}, SHA-256 {own.sha256}")
    try:
        with zipfile.ZipFile(path) as inner:
            _lay_out(inner, _folder(path, inner), runtime, "both")
    except zipfile.BadZipFile as error:
        raise Stopped(f"{path.name}: it is no zip ({error})") from error
    return runtime


def _pin(path: Path, pinned: Pins) -> Own:
    have = sha256(path)
    for own in pinned.own:
        if own.sha256 == have:
            return own
    lines = "\n".join(("[[own]]", f'file = "{path.name}"', 'python = "3.13.…"', f'sha256 = "{have}"'))
    raise Stopped(
        f"{path.name}: its SHA-256 is not pinned. Compare it with the one that python.org publishes of this file; "
        f"if they are equal, add to installer/parts.toml:\n\n{lines}\n"
    )


def _folder(path: Path, inner: zipfile.ZipFile) -> str:
    """Where in the zip the installation begins: beside python.exe."""
    names = inner.namelist()
    beside = sorted((name[: -len("python.exe")] for name in names if PurePosixPath(name).name == "python.exe"), key=len)
    if not beside:
        raise Stopped(f"{path.name}: there is no python.exe in it")
    if f"{beside[0]}Lib/os.py" not in names:
        raise Stopped(
            f"{path.name}: there are no library sources (Lib/*.py) in it, so it is python.org's embeddable zip. Its "
            "byte code is not signed and cannot be proven; give the full zip, python-3.13.*-amd64.zip, instead."
        )
    return beside[0]


def prune(raw: Runtime, kept: Callable[[str], bool]) -> None:
    """Take out of the library what is not packed: it needs no proof."""
    for path in sorted(raw.library.rglob("*.py")):
        if not kept(path.relative_to(raw.library).as_posix()):
            path.unlink()


def _made(work: Path, python: str, *origin: str) -> Runtime:
    shutil.rmtree(work, ignore_errors=True)
    folders = (work / "binaries", work / "library", work / "catalogues")
    runtime = Runtime(python, origin, *folders, work / "LICENSE.txt")
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
        if not name.startswith(folder) or name.endswith("/"):
            continue
        place, data = PurePosixPath(name.removeprefix(folder)), inner.read(name)
        if place.parts[0] == "Lib":
            runtime.came[hashlib.sha256(data).digest()] += 1
        target = _target(place, runtime, holds)
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def _target(name: PurePosixPath, runtime: Runtime, holds: str) -> Path | None:
    """Where a file of the zip goes; None: nobody needs it."""
    if ".." in name.parts or name.is_absolute():
        raise Stopped(f"{name}: leads out of its folder")
    if name.name in (ALL, LIBRARY):
        return runtime.catalogues / name.name
    if name.parts[0] == "Lib":
        wanted = holds != "binaries" and name.suffix == ".py" and "site-packages" not in name.parts
        return runtime.library.joinpath(*name.parts[1:]) if wanted else None
    if str(name) == "LICENSE.txt":
        return runtime.licence
    wanted = holds != "sources" and name.suffix in BINARY and name.parts[:-1] in ((), ("DLLs",))
    return runtime.binaries / name.name if wanted else None
