"""The pinned parts: fetched once into a cache, each held to its SHA-256 before it is opened."""

import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PINS = HERE / "parts.toml"
LOCK = HERE / "windows.lock"
FOR_WINDOWS = ("--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.13")


class Stopped(Exception):
    """The build cannot go on; the words name the file and say what to do."""


@dataclass(frozen=True)
class Sdist:
    name: str
    version: str
    file: str
    sha256: str
    inner: str
    folder: str
    holds: str


@dataclass(frozen=True)
class Own:
    file: str
    python: str
    sha256: str


@dataclass(frozen=True)
class Pins:
    python: str
    sdists: tuple[Sdist, ...]
    own: tuple[Own, ...]


@dataclass(frozen=True)
class Locked:
    """One line of windows.lock."""

    name: str
    version: str
    sha256: tuple[str, ...]


def pins(path: Path = PINS) -> Pins:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return Pins(
        read["python"],
        tuple(Sdist(**part) for part in read["sdist"]),
        tuple(Own(**part) for part in read.get("own", [])),
    )


def locked(path: Path = LOCK) -> list[Locked]:
    """What is locked, in the order of the file."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [
        Locked(name, version, tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", line)))
        for line in text.splitlines()
        for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", line)
    ]


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch_runtime(cache: Path, pinned: Pins) -> dict[str, Path]:
    """The source distributions that carry the runtime, by what they hold."""
    cache.mkdir(parents=True, exist_ok=True)
    found = {}
    for part in pinned.sdists:
        path = cache / part.file
        if not path.exists():
            _run(sys.executable, str(HERE / "sdist.py"), part.name, part.version, str(cache))
        _held_to(path, (part.sha256,))
        found[part.holds] = path
    return found


def fetch_wheels(cache: Path, lock: Path = LOCK) -> dict[Locked, Path]:
    """The wheel of each locked line. pip is asked only when the cache lacks one."""
    folder = cache / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = locked(lock)
    if None in (have := [_wheel(folder, line) for line in wanted]):
        where = ("-r", str(lock), "-d", str(folder))
        _run(sys.executable, "-m", "pip", "download", "--quiet", *FOR_WINDOWS, "--no-deps", "--require-hashes", *where)
        have = [_wheel(folder, line) for line in wanted]
    return dict(_each_there(wanted, have))


def _each_there(wanted: list[Locked], have: list[Path | None]) -> Iterator[tuple[Locked, Path]]:
    for line, path in zip(wanted, have, strict=True):
        if path is None:
            raise Stopped(f"{line.name} {line.version}: no wheel for 64-bit Windows was found")
        _held_to(path, line.sha256)
        yield line, path


def _wheel(folder: Path, line: Locked) -> Path | None:
    start = f"{normal(line.name)}-{line.version}-"
    return next((path for path in sorted(folder.glob("*.whl")) if _start(path.name) == start), None)


def _start(wheel: str) -> str:
    name, version, *_ = wheel.split("-")
    return f"{normal(name)}-{version}-"


def normal(name: str) -> str:
    """A distribution's name as all spellings of it are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _held_to(path: Path, hashes: tuple[str, ...]) -> None:
    if (have := sha256(path)) not in hashes:
        wanted = " or ".join(hashes)
        advice = f"Delete it from {path.parent} to fetch it anew."
        raise Stopped(f"{path.name}: its SHA-256 is {have}, pinned is {wanted}. {advice}")


def _run(*command: str) -> None:
    if subprocess.run(command, check=False).returncode:
        asked = " ".join(Path(word).name for word in command[1:4])
        raise Stopped(f"{asked}: the package index did not give it (see above)")
