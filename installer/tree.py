"""The tree that a setup packs: runtime, site, program, licences, and the list of them all."""

import hashlib
import os
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from installer import inside, keep, licences, parts, runtime, sbom, tools, wheels
from installer.bytecode import Compiler, Source
from installer.proof import prove
from installer.signatures import Verifier

ROOT = parts.HERE.parent
PROGRAM = ("app", "db", "resources", "ui")
PATHS = "python313.zip\n.\n..\\site\n..\\program\n"
MADE_HERE = (".mo", ".pyc")
"""Made from what lies beside it."""
NEVER = (".po", *MADE_HERE)
LIST = "files.txt"
EPOCH = (1980, 1, 1, 0, 0, 0)

Say = Callable[[str], None]


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def build(tree: Path, work: Path, cache: Path, say: Say, own: Path | None = None, *, release: bool = False) -> None:
    """Make the tree anew from the pinned parts (`own`: another runtime) and the project's own files.

    release: nothing is taken that an earlier build compiled.
    """
    kept, pinned, of, put_in = keep.read(), parts.pins(), sources(), tools.put_in()
    when = commit_time()
    laid = work / "runtime"
    raw = runtime.of_pins(laid, cache, pinned) if own is None else runtime.of_zip(laid, own, pinned)
    opened = wheels.opened(parts.fetch_wheels(cache), kept)
    say("fetched")
    runtime.prune(raw, kept.library)
    with Verifier() as verifier:
        prove(raw, kept.runtime, verifier)
    say("proven")
    _mark(tree).unlink(missing_ok=True)
    shutil.rmtree(tree, ignore_errors=True)
    compiler = Compiler(raw.binaries, raw.library, work, anew=release)
    pack_runtime(raw, tree / "runtime", compiler, kept)
    say("runtime")
    pack_site(opened, tree / "site", compiler, kept)
    say("site")
    pack_program(ROOT, tree / "program", compiler)
    say("program")
    told = inside.read()
    _write(tree / "licences", licences.gathered(raw, opened, told))
    (tree / sbom.NAME).write_bytes(sbom.made(version(), when, raw, opened, told, put_in))
    set_times(tree, when)
    list_files(tree)
    mark(tree, of)


def mark(tree: Path, of: str) -> None:
    """Keep beside a tree of which sources it was built."""
    _mark(tree).write_text(of, encoding="utf-8")


def is_of_now(tree: Path) -> bool:
    """Whether a tree that was built is what the sources would make now: an old one proves nothing of them."""
    return _mark(tree).is_file() and _mark(tree).read_text(encoding="utf-8") == sources()


def sources() -> str:
    """A digest of all that decides what the tree holds: our files, pins and lists, and what puts them together."""
    said = hashlib.sha256()
    ways = ("installer/*", "installer/roots/*", "installer/licences/*", "pyproject.toml", "LICENSE")
    for path in sorted((*_ours(ROOT), *(path for way in ways for path in ROOT.glob(way)))):
        if path.is_file() and path.suffix not in MADE_HERE:
            said.update(f"{path.relative_to(ROOT).as_posix()} {parts.sha256(path)}\n".encode())
    return said.hexdigest()


def _mark(tree: Path) -> Path:
    return tree.with_name(f"{tree.name}.of")


def pack_runtime(raw: runtime.Runtime, folder: Path, compiler: Compiler, kept: keep.Keep) -> None:
    """The binaries as they are, the library as byte code in one zip, and the path file that isolates both."""
    folder.mkdir(parents=True)
    for name in kept.runtime:
        shutil.copyfile(raw.binaries / name, folder / name)
    (folder / "python313._pth").write_bytes(PATHS.replace("\n", "\r\n").encode())
    names = sorted(path.relative_to(raw.library).as_posix() for path in raw.library.rglob("*.py"))
    sources = [Source(name, (raw.library / name).read_bytes()) for name in names]
    with zipfile.ZipFile(folder / "python313.zip", "w", zipfile.ZIP_STORED) as library:
        for name, code in compiler.compiled(sources).items():
            library.writestr(zipfile.ZipInfo(f"{name}c", EPOCH), code)


def pack_site(opened: Iterable[wheels.Wheel], folder: Path, compiler: Compiler, kept: keep.Keep) -> None:
    """Each wheel's files that are kept, byte code in the place of sources."""
    files = {name: data for wheel in opened for name, data in wheel.files.items()}
    sources = [Source(name, files.pop(name)) for name in sorted(files) if name.endswith(".py")]
    compiled = compiler.compiled(sources)
    for source in sources:
        if source.name in kept.as_source:
            files[source.name] = source.text
            files[_beside(source.name)] = compiled[source.name]
        else:
            files[f"{source.name}c"] = compiled[source.name]
    _write(folder, files)


def pack_program(root: Path, folder: Path, compiler: Compiler) -> None:
    """Our own files, sources beside their byte code, and the metadata that says the version."""
    paths = _ours(root)
    # git knows no catalogue: those of our texts alone, as an older build may have left others lying here
    made = [path.with_suffix(".mo") for path in paths if path.suffix == ".po"]
    packed = sorted({*made, *(path for path in paths if path.suffix not in NEVER)})
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in packed if path.is_file()}
    sources = [Source(name, text) for name, text in files.items() if name.endswith(".py")]
    files |= {_beside(name): code for name, code in compiler.compiled(sources).items()}
    files[f"didar-{version()}.dist-info/METADATA"] = (
        f"Metadata-Version: 2.1\nName: didar\nVersion: {version()}\n".encode()
    )
    _write(folder, files)


def _ours(root: Path) -> list[Path]:
    """The program's own files: what git tracks of them, or where there is no git all that lies there."""
    tracked = [root / name for name in _tracked(root)]
    return tracked or [path for room in PROGRAM for path in (root / room).rglob("*") if path.is_file()]


def _tracked(root: Path) -> list[str]:
    try:
        return _git("ls-files", "-z", "--", *PROGRAM, root=root).split("\0")[:-1]
    except (OSError, subprocess.CalledProcessError):
        return []


def _beside(source: str) -> str:
    path = Path(source)
    return (path.parent / "__pycache__" / f"{path.stem}.cpython-313.pyc").as_posix()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def commit_time() -> int:
    """When the packed commit was made: the time that every file gets."""
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        if not told.isdecimal():
            raise parts.Stopped(f"SOURCE_DATE_EPOCH is {told}, not seconds since 1970")
        return int(told)
    try:
        return int(_git("log", "-1", "--format=%ct"))
    except (OSError, subprocess.CalledProcessError) as error:
        raise parts.Stopped("git does not tell the commit's time: give it as SOURCE_DATE_EPOCH") from error


def is_committed() -> bool:
    """Whether what is packed stands in the commit: else nobody can build the same again."""
    if not _tracked(ROOT):  # all that lies here is packed then, what git ignores too
        return False
    return not _git("status", "--porcelain", "--", *PROGRAM, "installer", "pyproject.toml", "LICENSE")


def _git(*words: str, root: Path | None = None) -> str:
    ran = subprocess.run(("git", *words), cwd=root or ROOT, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def set_times(tree: Path, when: int) -> None:
    for path in (tree, *tree.rglob("*")):
        os.utime(path, (when, when))


def list_files(tree: Path) -> None:
    """files.txt, by which the setup seals what it unpacked: SHA-256, size, path as Windows writes it."""
    names = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())
    lines = [_line(tree / name, name) for name in names if name != LIST]
    (tree / LIST).write_bytes("".join(lines).encode())
    when = commit_time()
    os.utime(tree / LIST, (when, when))


def _line(path: Path, name: str) -> str:
    data = path.read_bytes()
    windows = name.replace("/", "\\")
    return f"{hashlib.sha256(data).hexdigest()}  {len(data)}  {windows}\n"
