"""Other people's programs: run without a question, and what they say, errors too, as one text."""

import re
import shutil
import subprocess
from collections.abc import Mapping

from installer.parts import Stopped

COMPILER, RESOURCES, SETUPS = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres", "makensis"


def need(*commands: str) -> None:
    if missing := [command for command in commands if not shutil.which(command)]:
        raise Stopped(f"{', '.join(missing)} not found: apt-get install nsis gcc-mingw-w64-x86-64 osslsigncode")


def put_in() -> dict[str, str]:
    """What the setup's maker and the compiler put of their own into what is shipped, by the versions that they tell."""
    need(SETUPS, COMPILER)
    told = said(COMPILER, "-E", "-dM", "-include", "_mingw.h", "-x", "c", "-").stdout
    macros = dict(re.findall(r'^#define (\w+) "?(.*?)"?$', told, re.MULTILINE))
    return {
        "NSIS": said(SETUPS, "-VERSION").stdout.strip().removeprefix("v"),
        "mingw-w64": ".".join(macros[f"__MINGW64_VERSION_{number}"] for number in ("MAJOR", "MINOR", "BUGFIX")),
        "libgcc": macros["__VERSION__"],
    }


def said(*command: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run it, whatever its exit code. environment: in place of ours."""
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,  # not a file: Python under Wine ends on one
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
