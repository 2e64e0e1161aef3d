"""`installer/build` and `installer/test`: from the pinned parts to a setup, and the setup tried under Wine."""

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path

from app.update_note import built_in
from installer import lock, parts, publisher, tree
from installer.signing import Signing

BUILD = tree.ROOT / "build" / "installer"


def main(argv: list[str]) -> int:
    verb, rest = (argv[0] if argv else ""), argv[1:]
    if verb not in VERBS:
        print(__doc__, *(f"  {name:6} {does.__doc__}" for name, does in VERBS.items()), sep="\n")
        return 2
    try:
        return VERBS[verb](rest)
    except parts.Stopped as stop:
        print(f"Stopped: {stop}", file=sys.stderr)
        return 1


def build(rest: list[str]) -> int:
    """make DidarSetup-VERSION.exe (`--help` tells the rest)"""
    parser = argparse.ArgumentParser(prog="installer/build", description=__doc__)
    parser.add_argument("--lock", action="store_true", help="write windows.lock anew from pyproject.toml, and no more")
    parser.add_argument("--cache", type=Path, default=BUILD / "cache", help="where fetched parts are kept")
    parser.add_argument("--runtime", type=Path, metavar="FILE", help="an own full Python zip, pinned in parts.toml")
    parser.add_argument("--tree-only", action="store_true", help="stop when the tree stands")
    parser.add_argument("--fast", action="store_true", help="pack quickly and larger, to try it (zlib)")
    parser.add_argument("--all-users", action="store_true", help="make the administrators' …-AllUsers.exe too")
    parser.add_argument("--stub64", action="store_true", help="a setup that starts in a Wine of 64 bits alone")
    parser.add_argument("--release", action="store_true", help="for offices: stops without keys or with changes")
    parser.add_argument(
        "--sign", nargs=2, type=Path, metavar=("CERT", "KEY"), help="PEM files of an Authenticode signer"
    )
    parser.add_argument("--sign-pass", type=Path, metavar="FILE", help="what holds the passphrase of --sign's KEY")
    parser.add_argument("--timestamp", default="", metavar="URL", help="the time stamping service for --sign")
    told = parser.parse_args(rest)
    if told.lock:
        lock.write(told.cache)
        return 0
    for given in (told.runtime, *(told.sign or ()), told.sign_pass):
        if given and not given.is_file():
            raise parts.Stopped(f"{given}: there is no such file")
    sign = Signing(told.sign[0], told.sign[1], told.timestamp, told.sign_pass) if told.sign else None
    _look_before(told)
    if sign:
        sign.look()
    steps = Steps()
    tree.build(BUILD / "tree", BUILD / "work", told.cache, steps.say, told.runtime, release=told.release)
    sizes = {part.name: _size(part) for part in sorted((BUILD / "tree").iterdir())}
    print(*(f"  {name:14} {size / 1e6:7.1f} MB" for name, size in sizes.items()), sep="\n")
    if not told.tree_only:
        pack = import_module("installer.pack")
        options = {"fast": told.fast, "stub64": told.stub64, "out": BUILD, "say": steps.say, "sign": sign}
        for all_users in (False, True) if told.all_users else (False,):
            pack.setup(BUILD / "tree", tree.version(), all_users=all_users, **options)
    return 0


def _look_before(told: argparse.Namespace) -> None:
    """What a release lacks stops it; what is built to try it is told of."""
    loose = "" if tree.is_committed() else "something here stands in no commit: nobody else can build the same bytes"
    if told.release:
        if told.fast or told.stub64:
            raise parts.Stopped("--fast and --stub64 are for trying, not for a release")
        publisher.built_in_keys()
        if loose:
            raise parts.Stopped(loose)
    elif not built_in():
        print("No publisher's keys are built in: this Didar will take no updates (docs/updates.md).")
    if loose:
        print(f"  {loose.capitalize()}.")


def test(rest: list[str]) -> int:
    """try the setup and the installed program under Wine"""
    return int(import_module("installer.wine.scenario").main(rest))


VERBS = {"build": build, "test": test}


class Steps:
    """Says each step with the seconds it took."""

    def __init__(self) -> None:
        self.since = time.monotonic()

    def say(self, step: str) -> None:
        now = time.monotonic()
        print(f"  {step:14} {now - self.since:7.1f} s", flush=True)
        self.since = now


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
