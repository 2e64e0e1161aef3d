"""An update as Windows runs it: the copy is the user's alone, held so that nobody can change it, and started."""

import json
import time

from tests.installer.test_installed import of_linux
from tests.installer.test_setup import versions

SCRIPT = """
import datetime as dt, hashlib, json, os, sys
from pathlib import Path
from app import access, update_copy, update_places, updates
from app.update_note import Update

setup, home = Path(sys.argv[1]), Path(os.environ["LOCALAPPDATA"]) / "Didar"
digest = hashlib.sha256(setup.read_bytes()).hexdigest()
said = Update("0.2.0", setup.stat().st_size, digest, "0.1.0", dt.date(2026, 11, 27))
copy = update_copy.take(setup, said, home)
told = {"others": access.others_can_read(copy.setup), "drives": [str(drive) for drive in update_places.drives()]}

def tried(act):
    try:
        act()
    except OSError as error:
        return error.winerror or error.errno

folder = copy.setup.parent
told["written"] = tried(lambda: copy.setup.open("r+b").close())
told["removed"] = tried(copy.setup.unlink)
told["renamed"] = tried(lambda: copy.setup.rename(folder / "x.exe"))
setup.write_bytes(b"MZ another")
process = updates.start_setup(copy.setup)
copy.let_go()
told["setup"] = str(copy.setup)
print(json.dumps(told), flush=True)
process.wait(60)
update_copy.clear(home)
print(json.dumps((home / update_copy.FOLDER).exists()))
"""
DENIED, SHARING = 13, 32
"""EACCES, as the C library says it of a file that is held; ERROR_SHARING_VIOLATION."""


def test_the_copy_is_held_and_started_in_place_of_what_the_stick_shows_later(
    windows, installed, setup_of, whole_tree, tmp_path
):
    stick = tmp_path / "DidarSetup-0.2.0.exe"
    stick.write_bytes(setup_of("0.2.0").read_bytes())
    script = tmp_path / "update.py"
    script.write_text(SCRIPT, encoding="utf-8")
    ran = windows.run(whole_tree / "runtime" / "python.exe", "-X", "utf8", of_linux(script), of_linux(stick))
    first, last = (line for line in ran.said.splitlines() if line.startswith(("{", "true", "false")))
    told = json.loads(first)
    assert told["others"] is False
    assert (told["written"], told["removed"], told["renamed"]) == (DENIED, SHARING, SHARING)
    assert "C:\\" in told["drives"]
    assert "\\Didar\\updates\\" in told["setup"]
    until = time.monotonic() + 60
    while not (windows.local / "opened.txt").exists() and time.monotonic() < until:
        time.sleep(0.2)
    assert (windows.local / "opened.txt").read_text().split() == ["0.2.0"]
    assert [name.partition("-")[0] for name in versions(installed)] == ["0.2.0"]
    assert last == "false"
