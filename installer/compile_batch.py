"""Run by the packed Python under Wine: compile each N.py of a folder to N.pyc, good for ever (unchecked hash)."""

import json
import sys
from pathlib import Path
from py_compile import PycInvalidationMode, PyCompileError
from py_compile import compile as compile_file


def main(folder: Path) -> int:
    failed = 0
    for number, name in json.loads((folder / "jobs.json").read_text(encoding="utf-8")):
        source, target = str(folder / f"{number}.py"), str(folder / f"{number}.pyc")
        try:
            compile_file(source, target, name, True, 0, PycInvalidationMode.UNCHECKED_HASH)
        except PyCompileError as error:
            print(f"{name}: {error.msg}")
            failed = 1
    return failed


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
