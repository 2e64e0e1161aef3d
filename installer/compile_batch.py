"""Run by the packed Python under Wine: compile all sources of one zip into another, as PEP 552 lays them out.

Unchecked: the byte code is good for ever, whatever the clock or a source beside it says.
"""

import marshal
import sys
import zipfile
from importlib.util import MAGIC_NUMBER, source_hash

UNCHECKED = (0b01).to_bytes(4, "little")


def main(sources: str, compiled: str) -> int:
    failed = 0
    with zipfile.ZipFile(sources) as given, zipfile.ZipFile(compiled, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            try:
                code = compile(text, name, "exec", dont_inherit=True, optimize=0)
            except (SyntaxError, ValueError) as error:
                print(f"{name}: {error}")
                failed = 1
            else:
                made.writestr(name, MAGIC_NUMBER + UNCHECKED + source_hash(text) + marshal.dumps(code))
    return failed


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
