"""Byte code, made by the very Python that is packed: its python.exe runs under Wine and compiles proven sources.

What was compiled once is kept by the digest of Python itself, the name and the source: a second build is quick. A
release takes nothing of that.
"""

import hashlib
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from installer import tools
from installer.parts import HERE, Stopped, sha256

BATCH = HERE / "compile_batch.py"
DIGEST = 32


@dataclass(frozen=True)
class Source:
    """A module's source, and the name that tracebacks give it where its source is not packed."""

    name: str
    text: bytes


class Compiler:
    """The packed Python under Wine, with the library's proven sources."""

    def __init__(self, runtime: Path, library: Path, work: Path, *, anew: bool = False) -> None:
        self.work, self.kept = work, work / "pyc"
        self.release = sha256(runtime / "python313.dll")
        self.home = work / "wine"
        self.python = work / "python"
        if anew:
            shutil.rmtree(self.kept, ignore_errors=True)
        self._put_together(runtime, library)

    def compiled(self, sources: Iterable[Source]) -> dict[str, bytes]:
        """The byte code of each source, by its name."""
        wanted = {source.name: self.kept / self._digest(source) for source in sources}
        missing = [source for source in sources if _read(wanted[source.name]) is None]
        if missing:
            self._compile(missing, wanted)
        codes = {name: _read(path) for name, path in wanted.items()}
        return {name: code for name, code in codes.items() if code is not None}

    def _digest(self, source: Source) -> str:
        return hashlib.sha256(f"{self.release}\0{source.name}\0".encode() + source.text).hexdigest()

    def _put_together(self, runtime: Path, library: Path) -> None:
        shutil.rmtree(self.python, ignore_errors=True)
        self.python.mkdir(parents=True)
        self.kept.mkdir(parents=True, exist_ok=True)
        for name in ("python.exe", "python313.dll", "vcruntime140.dll", "vcruntime140_1.dll"):
            shutil.copyfile(runtime / name, self.python / name)
        (self.python / "python313._pth").write_text(f"Z:{library}\n".replace("/", "\\"), encoding="utf-8")

    def _compile(self, missing: list[Source], wanted: dict[str, Path]) -> None:
        given, made = self.work / "sources.zip", self.work / "compiled.zip"
        with zipfile.ZipFile(given, "w") as sources:
            for source in missing:
                sources.writestr(source.name, source.text)
        ended = wine(self.home, self.python / "python.exe", "-B", str(BATCH), str(given), str(made))
        if ended.returncode:
            raise Stopped(f"compiling under Wine failed:\n{ended.stdout}")
        with zipfile.ZipFile(made) as compiled:
            for source in missing:
                half = self.work / "half.pyc"  # a build that is stopped here must leave none behind under its name
                code = compiled.read(source.name)
                half.write_bytes(hashlib.sha256(code).digest() + code)
                half.replace(wanted[source.name])


def _read(kept: Path) -> bytes | None:
    """Byte code that is kept behind its own digest; None where it is not there or not whole."""
    data = kept.read_bytes() if kept.exists() else b""
    code = data[DIGEST:]
    return code if data[:DIGEST] == hashlib.sha256(code).digest() else None


def wine_command() -> str | None:
    debians = Path("/usr/lib/wine/wine64")
    return shutil.which("wine64") or (str(debians) if debians.exists() else shutil.which("wine"))


def wine(home: Path, program: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a Windows program in a throw-away HOME; its output is read through a pipe, as Python under Wine wants."""
    command = wine_command()
    if command is None:
        raise Stopped("Wine is missing: apt-get install wine64 wine64-preloader")
    home.mkdir(parents=True, exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "WINEPREFIX": str(home / "prefix"),
        "WINEARCH": "win64",
        "LC_ALL": "C.UTF-8",  # or it finds nothing in a folder with Persian letters
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
    }
    return tools.said(command, str(program), *words, environment=environment)
