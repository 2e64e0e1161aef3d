"""Everything a newcomer runs, with nothing but Python 3.11 or newer and pip: `python3 dev.py run` and so on.

Each command first makes or refreshes the virtual environment in .venv, then does its work there.
"""

import hashlib
import json
import os
import subprocess
import sys
import venv
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / ".didar"


def main(argv: list[str]) -> int:
    verb, rest = (argv[0] if argv else ""), argv[1:]
    if verb not in COMMANDS:
        print(
            __doc__,
            *(f"  python3 dev.py {name:9} {does.__doc__}" for name, does in COMMANDS.items()),
            sep="\n",
        )
        return 2
    if sys.version_info < (3, 11):
        print("Didar needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    set_up(verb)
    return COMMANDS[verb](rest)


GROUPS = {"run": (), "bench": ("test", "bench"), "installer": ("test", "installer")}
"""Dependency groups of pyproject.toml beyond the client's own; every other command takes `test`."""


def set_up(verb: str) -> None:
    """Make .venv and install Didar with what the command needs, unless that was done for this tree already."""
    groups = GROUPS.get(verb, ("test",))
    sources = [ROOT / "pyproject.toml", *sorted((ROOT / "resources" / "locale").rglob("*.po"))]
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in sources) + sys.version.encode()).hexdigest()
    stamps = [STAMP.with_name(f"{STAMP.name}-{group}") for group in ("client", *groups)]
    if all(stamp.exists() and stamp.read_text() == wanted for stamp in stamps):
        return
    if not (BIN / ("python.exe" if os.name == "nt" else "python")).exists():
        print("Making .venv …", flush=True)
        venv.create(VENV, with_pip=True, upgrade_deps=True)
    print("Installing what Didar needs (some minutes the first time) …", flush=True)
    words = [word for group in groups for word in ("--group", group)]
    python("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", ".", *words)
    for stamp in stamps:
        stamp.write_text(wanted)


def python(*arguments: str, check: bool = True, **environment: str) -> int:
    """Run Python of the virtual environment in the project's folder."""
    command = [str(BIN / "python"), *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=check).returncode


def run(rest: list[str]) -> int:
    """open the client (further words are didar's own verbs)"""
    return python("-m", "ui.start", *rest, check=False)


def test(rest: list[str]) -> int:
    """lint, types, contracts, then all tests, headless (further words go to pytest)"""
    checks = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("importlinter.cli",),
        ("vulture",),
    )
    for check in checks:
        module, *words = check
        print(f"── {' '.join(check)}", flush=True)
        command = (
            ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
            if module == "importlinter.cli"
            else ("-m", module, *words)
        )
        if code := python(*command, check=False):
            return code
    print("── pytest", flush=True)
    if rest:
        return python("-m", "pytest", *rest, check=False, QT_QPA_PLATFORM="offscreen")
    workers = (os.cpu_count() or 1) + 1  # one more, as some wait for clocks, modems and the ends of processes
    COVERED.parent.mkdir(exist_ok=True)
    watched = ("-m", "slipcover", "--branch", "--source", "app,db,ui", "--json", "--out", str(COVERED))
    # byte code is kept even where the environment says not to: hundreds of tests start Didar in a process of its own
    kept = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}
    whole = (*watched, "-m", "pytest", "-p", "tests.probes", "-n", str(workers), "--dist", "worksteal")
    return python(*whole, check=False, **kept) or covered()


COVERED = ROOT / "build" / "coverage.json"
GATES = (("app/domain/*", 100), ("*", 90))
"""What of which files the tests have to go through, lines and branches, in per cent."""


def covered() -> int:
    """Whether the tests of a whole run went through what they have to."""
    files = json.loads(COVERED.read_text(encoding="utf-8"))["files"]
    for pattern, least in GATES:
        of = {name: file for name, file in files.items() if fnmatch(name, pattern)}
        run, missed = (
            sum(file["summary"][f"{kind}_{what}"] for file in of.values() for what in ("lines", "branches"))
            for kind in ("covered", "missing")
        )
        print(f"── coverage of {pattern}: {100 * run / (run + missed):.1f} %", flush=True)
        if 100 * run < least * (run + missed):
            for name, file in of.items():
                if file["missing_lines"] or file["missing_branches"]:
                    print(f"  {name}: lines {file['missing_lines']}, branches {file['missing_branches']}")
            print(f"It has to be {least} %.")
            return 2
    return 0


def bench(rest: list[str]) -> int:
    """measure against the floors (pytest-benchmark)"""
    where = () if any("test" in word for word in rest) else ("tests/benchmarks",)
    words = ("-m", "pytest", *where, "--benchmark-only", "-p", "no:randomly", "-n", "0", "-s")
    return python(*words, *rest, check=False, QT_QPA_PLATFORM="offscreen")


def pictures(rest: list[str]) -> int:
    """render every screen to PNG (further word: the folder, default build/pictures)"""
    return python("-m", "tests.screens", *rest, check=False, QT_QPA_PLATFORM="offscreen")


def form(_rest: list[str]) -> int:
    """bring all code into form (ruff)"""
    return python("-m", "ruff", "check", "--fix", ".", check=False) or python("-m", "ruff", "format", ".", check=False)


def installer(rest: list[str]) -> int:
    """make the Windows setup (`build`) or try it under Wine (`test`); further words: installer/README.md"""
    return python("-m", "installer", *rest, check=False)


COMMANDS = {"run": run, "test": test, "bench": bench, "pictures": pictures, "installer": installer, "form": form}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
