"""The tree packed as a setup: launchers and icon made, makensis run, signed when there is a certificate."""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from installer.parts import Stopped, locked
from installer.signatures import hold
from installer.signing import Signing
from installer.tools import COMPILER, RESOURCES, SETUPS, need

HERE = Path(__file__).resolve().parent
FLAGS = (
    *("-Os", "-s", "-municode", "-Wall", "-Wextra", "-Werror", "-Wl,--no-insert-timestamp", "-static-libgcc"),
    "-DWIN32_LEAN_AND_MEAN",  # a third of the compiler's time is Windows' headers
)
LARGEST = 60_000_000
"""Bytes of a release: it goes to offices over slow lines."""
DRAWERS = ("pillow", "pyside6-essentials")
"""What draws icon and pictures: this PC's own, which decide some bytes of the setup."""
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def setup(
    tree: Path,
    version: str,
    *,
    out: Path,
    say: Callable[[str], None],
    fast: bool = False,
    stored: bool = False,
    all_users: bool = False,
    stub64: bool = False,
    sign: Signing | None = None,
) -> Path:
    """Make DidarSetup-VERSION.exe (or …-AllUsers.exe) in the folder out from the tree with its files.txt.

    fast: larger, in half a minute. stored: not compressed at all, for tests of the whole program.
    """
    need(COMPILER, RESOURCES, SETUPS, *(("osslsigncode",) if sign else ()))
    out = out.resolve()
    made = out / "made"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    # Qt has one application in a process, and that of the tests is another's
    _run(sys.executable, "-m", "installer.art", str(made))
    for line in locked():
        if line.name in DRAWERS and (have := metadata.version(line.name)) != line.version:
            print(f"  {line.name} {have} draws icon and pictures, not {line.version} as in windows.lock")
    for program in ("Didar.exe", "didar-console.exe"):
        _launcher(made, program, version)
    sources = (str(HERE / "setup" / name) for name in ("helper.c", "look.c", "own.c", "settle.c", "path.c"))
    _run(
        COMPILER, *FLAGS, "-mwindows", *sources, "-o", str(made / "helper.exe"), "-lshell32", "-ladvapi32", "-lversion"
    )
    signer = ("sh", str(sign.script(made.resolve()))) if sign else ()
    if signer:
        for name in ("Didar.exe", "didar-console.exe", "helper.exe"):
            _run(*signer, str(made / name))
    say("launchers")

    began = time.monotonic()
    target = out / f"DidarSetup-{version}{'-AllUsers' if all_users else ''}.exe"
    target.unlink(missing_ok=True)  # what is stopped must not leave one of before to be taken for it
    packed = made / target.name
    defined = dict(_defined(tree, version, made, packed))
    defined |= {
        name: ""
        for name, chosen in (("FAST", fast), ("STORED", stored), ("ALL_USERS", all_users), ("STUB64", stub64))
        if chosen
    }
    if signer:
        defined["SIGN"] = shlex.join(signer)
    words = [f"-D{name}={value}" if value else f"-D{name}" for name, value in defined.items()]
    # zlib packs on one core, LZMA wants room: makensis itself tells when it has none
    _run(SETUPS, "-NOCONFIG", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(HERE / "setup" / "didar.nsi"))
    if sign:
        _run(*signer, str(packed))
        hold("osslsigncode", packed, sign.certificate)
    say("setup")
    signed = "signed" if sign else "NOT signed: Windows will warn of an unknown publisher"
    seconds, size = time.monotonic() - began, packed.stat().st_size
    if size > LARGEST and not fast and not stored:
        raise Stopped(f"{target.name} has {size} bytes, more than the {LARGEST} that a release may have")
    packed.replace(target)
    print(f"  {target.name}: {size / 1e6:.1f} MB in {seconds:.0f} s, {signed}", flush=True)
    return target


def _defined(tree: Path, version: str, made: Path, target: Path) -> Iterator[tuple[str, str]]:
    files = sorted(file.relative_to(tree) for file in tree.rglob("*") if file.is_file())
    listing = made / "tree.nsh"
    listing.write_text("\ufeff" + "".join(_unpacking(tree, files)), encoding="utf-8", newline="\n")
    kilobytes = sum((tree / file).stat().st_size + 4095 & ~4095 for file in files) // 1024
    megabytes = str(-(-kilobytes // 1000))
    yield "VERSION", version
    yield "VERSION_FA", version.translate(PERSIAN_DIGITS)
    yield "COMMAS", ".".join([*version.split("."), "0", "0", "0"][:4])
    yield "TREE_LIST", str(listing)
    yield "LONGEST", str(max(len(str(file)) for file in files))
    yield "KILOBYTES", str(kilobytes)
    yield "MEGABYTES", megabytes
    yield "MEGABYTES_FA", megabytes.translate(PERSIAN_DIGITS)
    yield "FILES_SHA256", hashlib.sha256((tree / "files.txt").read_bytes()).hexdigest()
    yield "PYTHON", sys.executable
    yield "MADE", str(made)
    yield "OUT", str(target)


def _unpacking(tree: Path, files: list[Path]) -> Iterator[str]:
    """Each file by name: a listing of the disk's own order would make two setups differ."""
    folder: Path | None = None
    for file in files:
        if file.parent != folder:
            folder = file.parent
            inner = "" if folder == Path() else "\\" + "\\".join(folder.parts)
            yield f'SetOutPath "$INSTDIR\\$Name.part{_quoted(inner)}"\n'
        yield f'File "/oname={_quoted(file.name)}" "{_quoted(str(tree.resolve() / file))}"\n'


def _quoted(name: str) -> str:
    return name.replace("$", "$$")


def _launcher(made: Path, program: str, version: str) -> None:
    source, resources = HERE / "launcher", made / f"{program}.o"
    installed = "Didar.exe" if program == "Didar.exe" else "didar.exe"
    numbers = ",".join([*version.split("."), "0", "0", "0"][:4])
    given = (f"-DCOMMAS={numbers}", f'-DVERSION=\\"{version}\\"', f'-DFILE=\\"{installed}\\"')
    folders = ("-I", str(source), "-I", str(made))
    _run(RESOURCES, "-c", "65001", *given, *folders, str(source / "didar.rc"), "-O", "coff", "-o", str(resources))
    kind = ("-mwindows",) if program == "Didar.exe" else ("-DCONSOLE",)
    _run(COMPILER, *FLAGS, *kind, str(source / "launcher.c"), str(resources), "-o", str(made / program), "-lshell32")


def _run(*command: str) -> None:
    # nothing else of the builder's desktop or compiler may decide a byte; the last are for who asks for a time stamp
    names = ("PATH", "TMPDIR", "SOURCE_DATE_EPOCH", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    environment = {"SOURCE_DATE_EPOCH": "0", **kept, "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=HERE.parent)
    if ran.returncode:
        raise Stopped(f"{command[0]} failed: {(ran.stdout + ran.stderr).strip()[-2000:]}")
