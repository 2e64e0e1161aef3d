"""Write windows.lock anew: `installer/build --lock`.

uv resolves what pyproject.toml asks for as 64-bit Windows with Python 3.13 would (pip takes the markers of the machine
it runs on and would miss tzdata); of each release the one wheel that fits is fetched and its hash alone is kept.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from installer import parts

ROOT = parts.HERE.parent
FOR_WINDOWS = (
    "--python-platform",
    "x86_64-pc-windows-msvc",
    "--python-version",
    "3.13",
    "--generate-hashes",
    "--no-header",
)
HEAD = """\
# What the Windows program is made of beside Python: one wheel a distribution, by its SHA-256.
# Written by `installer/build --lock` from pyproject.toml, never by hand; read it in review, then commit it.
"""


def write(cache: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        wide = Path(folder) / "windows.lock"
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            "--quiet",
            *FOR_WINDOWS,
            "-o",
            str(wide),
        ]
        if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode:
            raise parts.Stopped("uv could not resolve pyproject.toml for Windows (see above)")
        wheels = parts.fetch_wheels(cache, wide)
    lines = [f"{line.name}=={line.version} --hash=sha256:{parts.sha256(path)}\n" for line, path in wheels.items()]
    parts.LOCK.write_text(HEAD + "".join(lines), encoding="utf-8")
