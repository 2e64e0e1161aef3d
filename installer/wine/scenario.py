"""`installer/test`: the setup, how it is built, and the installed program under Wine, by the tests that CI runs.

But here every screen of the packed program is opened in every state.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from installer import tree
from installer.wine import prefix

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="installer/test", description=__doc__)
    parser.add_argument("--pictures", type=Path, default=ROOT / "build" / "installer" / "pictures")
    told, rest = parser.parse_known_args(argv)
    if without := prefix.missing():
        print(f"Needed: {', '.join(without)}. {prefix.missing.__doc__}", file=sys.stderr)
        return 1
    if not tree.is_of_now(ROOT / "build" / "installer" / "tree"):
        print("There is no tree of these sources yet: installer/build --tree-only makes it.", file=sys.stderr)
        return 1
    print("The setup under test has a 64-bit stub: this Wine starts no 32-bit one, which is what a release has.")
    told.pictures.mkdir(parents=True, exist_ok=True)
    tests = str(ROOT / "tests" / "installer")
    words = ("-m", "pytest", "-n0", "-s", "-v", "--durations=0", "--durations-min=1", tests, *rest)
    told_tests = {"DIDAR_PICTURES": str(told.pictures.resolve()), "DIDAR_WALK_WHOLE": "1"}
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **told_tests}
    code = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=False).returncode
    for setup in sorted((ROOT / "build" / "installer").glob("DidarSetup-*.exe")):
        print(f"  {setup.name}: {setup.stat().st_size / 1e6:.1f} MB")
    print(f"  pictures: {told.pictures}")
    return code
