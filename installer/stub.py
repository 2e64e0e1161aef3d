"""Puts our words in place of NSIS's own in the head of a setup: `stub.py HEAD`, called by makensis.

These few are said before any language of the script is there: while the file checks itself, and when it is damaged.
"""

import sys
from pathlib import Path

RTL, END = "\u202b", "\u202c"
WORDS = {
    "NSIS Error": "نصب دیدار",
    "verifying installer: %d%%": f"{RTL}وارسی پرونده: %d%%{END}",
    "unpacking data: %d%%": f"{RTL}باز کردن: %d%%{END}",
    "Error launching installer": "نصب آغاز نشد.",
    "Installer integrity check has failed. Common causes include\nincomplete download and damaged media. Contact the\n"
    "installer's author to obtain a new copy.\n\nMore information at:\nhttp://nsis.sf.net/NSIS_Error": (
        f"{RTL}این پروندهٔ نصب ناقص است یا آسیب دیده است. آن را دوباره از همان جا بگیرید.{END}\n\n"
        "This setup file is damaged or incomplete. Get it again."
    ),
}
MAY_LACK = {"unpacking data: %d%%"}
"""Stubs without solid compression do not unpack by themselves."""


def put(head: bytes) -> bytes:
    for theirs, ours in WORDS.items():
        old = (theirs + "\0").encode("utf-16-le")
        new = (ours + "\0").encode("utf-16-le")
        if len(new) > len(old) or (old not in head and theirs not in MAY_LACK):
            raise SystemExit(f"{theirs!r} is not in this NSIS, or leaves no room for {ours!r}: see {__file__}")
        head = head.replace(old, new + bytes(len(old) - len(new)))
    return head


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_bytes(put(path.read_bytes()))
