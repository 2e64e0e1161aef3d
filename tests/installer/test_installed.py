"""The program as an office has it after the setup, under Wine: from the first store to a report that others check."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from installer import pack, tree
from tests.installer.test_setup import uninstall, versions, wine_path

REGISTER = Path(__file__).parents[3] / "shared" / "data" / "register-clean.csv"
ROW = (
    "weekly,1405/05/11,09:14,09:56,head,هادی,پورقاسم,مهدی,4764788561,09109969826,آبادان,خیابان نادری,request,"
    "تسهیلات بانکی,درخواست وام,گزارش شود,اداری,1405/05/20,open,,,"
)
HEADINGS = (
    "kind,date,arrived,admitted,presided_by,first_name,last_name,father_name,national_id,mobile,county,address,type,"
    "subject,description,ruling,unit,due,status,outcome,notified_by,notified_on"
)
OFFICE = ("--code", "99", "--agency", "شهرداری نمونه", "--province", "خوزستان", "--county", "آبادان", "--head", "نمونه")


LATER = "99.0.0"


@pytest.fixture
def setup(whole_tree, wine_tools, shared):
    """The whole program for a Wine of 64 bits, and the next version of it."""

    def made(folder):
        for version, packed in ((tree.version(), whole_tree), (LATER, later(whole_tree, folder / "later"))):
            pack.setup(packed, version, out=folder / version, say=lambda _: None, stored=True, stub64=True)

    folder = shared.once("whole-setup", made)
    return [next((folder / version).glob("DidarSetup-*.exe")) for version in (tree.version(), LATER)]


def later(whole_tree, folder):
    """The same program, which takes itself for a later version."""
    shutil.copytree(whole_tree, folder)
    package = folder / "program" / "app"
    (package / "__init__.py").write_text(f'VERSION = "{LATER}"\n', encoding="utf-8")
    (package / "__pycache__" / "__init__.cpython-313.pyc").unlink()  # else it would go before the source
    tree.list_files(folder)
    return folder


@pytest.mark.longest
def test_an_office_works_with_what_was_installed(windows, setup, tmp_path, pictures):
    now, later = setup
    took = Seconds()
    assert windows.run(now, "/S").code == 0
    took.say("install")
    folder = windows.local / "Programs" / "Didar"
    didar = folder / "bin" / "didar.exe"
    is_of_version(windows, didar, tree.version())
    took.say("--version")

    home = windows.folder / "دفتر من"  # outside the program and outside the drive's own places
    home.mkdir()
    passphrase = windows.folder / "passphrase"
    passphrase.write_text("چهار واژه برای این دفتر", encoding="utf-8")
    register = REGISTER.read_bytes() if REGISTER.exists() else f"{HEADINGS}\n{ROW}\n".encode()
    (home / "register.csv").write_bytes(register)

    def act(verb, *words):
        ran = windows.run(didar, "--passphrase-file", of_linux(passphrase), verb, *words)
        assert ran.code == 0, ran.said
        took.say(verb)
        return ran.said

    act("init", *OFFICE, "--weekday", "tue")
    assert (windows.local / "Didar" / "didar.db").exists()
    assert not (windows.local / "Didar" / "didar.db").read_bytes().startswith(b"SQLite")
    act("import", of_linux(home / "register.csv"))
    act("report", "1405-2", "--out", of_linux(home))
    report = home / "didar-99-1405-2.pdf"
    signed = subprocess.run(["pdfsig", "-nocert", report], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in signed
    assert "Total document signed" in signed
    assert "خوزستان" in text_of(report)
    a_second_start_brings_the_first_window_to_the_front(windows, folder, pictures)
    took.say("two starts")
    shown = windows.start(folder / "Didar.exe", "demo")
    wait_for_window(windows, pictures / "desk.png")
    took.say("desk")
    assert windows.run(later, "/S").code == 5
    windows.shut_down()
    shown.kill()

    assert windows.run(later, "/S").code == 0
    took.say("upgrade")
    assert versions(folder) == [f"{LATER}-2"]
    is_of_version(windows, didar, LATER)
    has_all_and_a_copy_of_before(windows, act, home)
    said = in_1256(windows, tmp_path, didar, "--lang", "fa", "--passphrase-file", of_linux(passphrase), "check")
    assert "رویدادنامه" in said.decode()
    took.say("in 1256")
    uninstall(windows, folder)
    took.say("remove")
    assert not folder.exists()
    assert (windows.local / "Didar" / "didar.db").exists()


def is_of_version(windows, didar, version):
    ran = windows.run(didar, "--version")
    assert (ran.code, ran.said.strip()) == (0, f"didar {version}")


def a_second_start_brings_the_first_window_to_the_front(windows, folder, pictures):
    first = windows.start(folder / "Didar.exe")
    wait_for_window(windows, pictures / "unlock.png")
    other = windows.start("notepad")
    over = windows.window("Notepad")
    assert windows.window("دیدار|Notepad") == over
    assert windows.run(folder / "Didar.exe").code == 0
    assert windows.window("دیدار|Notepad") == windows.window("دیدار")
    first.kill()
    other.kill()


def wait_for_window(windows, picture):
    """Until what belongs into the frame is there."""
    assert windows.window("دیدار", 180)
    until = time.monotonic() + 180
    while colours(windows.screenshot(picture)) < 100:
        assert time.monotonic() < until
        time.sleep(2)


def has_all_and_a_copy_of_before(windows, act, home):
    """After the first start of the later version."""
    act("check")
    (copy,) = (windows.local / "Didar").glob("before-*.didar")
    assert copy.name.startswith(f"before-{LATER}-")
    act("list", "1405/05/11", "--out", of_linux(home / "day.pdf"))
    assert "هادی" in text_of(home / "day.pdf")


def in_1256(windows, folder, *words):
    """What a program writes into a file from a console of that code page."""
    line = " ".join(f'"{word}"' for word in (wine_path(words[0]), *words[1:]))
    (folder / "try.cmd").write_text(f'@chcp 1256 && {line} > "%~dp0out.txt"\n', newline="\r\n")
    ran = windows.run("cmd", "/c", folder / "try.cmd")
    assert ran.code == 0, ran.said
    return (folder / "out.txt").read_bytes()


def text_of(pdf):
    return subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout


def of_linux(path):
    """Wine shows all of Linux as its drive Z."""
    return "Z:" + str(path).replace("/", "\\")


def colours(picture):
    """Of the window's middle, which is of one colour while nothing stands in it."""
    words = ("convert", picture, "-crop", "1200x600+40+100", "-format", "%k", "info:")
    return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


class Seconds:
    def __init__(self):
        self.since = time.monotonic()

    def say(self, what):
        now = time.monotonic()
        print(f"  {what:12} {now - self.since:6.1f} s")  # noqa: T201 - installer/test shows it
        self.since = now
