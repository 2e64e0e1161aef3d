"""What the launchers let into the process: libraries of Windows and of the program, none that somebody has planted."""

import json
import shutil
import subprocess

import pytest

from installer.tools import COMPILER

ASKS_FOR_LIBRARIES = """
import ctypes, json, sys

def loads(name):
    try:
        ctypes.WinDLL(name, winmode=0)  # as a library asks for another: by the search of the process
    except OSError:
        return False
    return True

print(json.dumps([loads(name) for name in sys.argv[1:]]))
"""


def plant(folder, name):
    """A library without anything in it, which loads wherever it is found."""
    folder.mkdir(exist_ok=True)
    source = folder / "empty.c"
    source.touch()
    subprocess.run([COMPILER, "-shared", source, "-o", folder / name], check=True)


@pytest.fixture
def asking(installed, built_tree):
    """The small program, asking for libraries by the names that it is given."""
    version = installed / "0.1.0-1"
    for name in ("_ctypes.pyd", "libffi-8.dll"):
        shutil.copy(built_tree / "runtime" / name, version / "runtime")
    (version / "program" / "ui" / "start.py").write_text(ASKS_FOR_LIBRARIES)
    return installed


@pytest.mark.parametrize("launcher", ["Didar.exe", r"bin\didar.exe"])
def test_no_library_is_taken_from_the_current_folder_or_the_path(windows, asking, launcher):
    plant(windows.drive / "current", "planted1.dll")
    plant(windows.drive / "on path", "planted2.dll")
    batch = asking / "try.cmd"
    names = r'version.dll planted1.dll planted2.dll C:\current\planted1.dll "C:\on path\planted2.dll"'
    lines = ["cd /d C:\\current", "set PATH=C:\\on path;%PATH%", f'"%~dp0{launcher}" {names}']
    batch.write_text("".join(f"@{line}\n" for line in lines), newline="\r\n")
    said = json.loads(windows.run("cmd", "/c", batch).said)
    assert said == [True, False, False, True, True]  # planted, they load by their whole path alone
