"""The administrators' setup as group policy runs it: as SYSTEM, whose TEMP every user may write into."""

import shutil
import threading
from contextlib import suppress

import pytest

from tests.installer.test_setup import in_folder, tell, uninstall, wine_path

OPEN = r"C:\windows\Temp"


@pytest.fixture
def seen(windows):
    """The names of programs and libraries that lay in either place meanwhile."""
    folders = {"open": windows.drive / "windows" / "temp", "own": windows.drive / "Program Files"}
    assert all(folder.is_dir() for folder in folders.values()), "or nothing would be seen there"
    found, over = {place: set() for place in folders}, threading.Event()

    def watch():
        while not over.wait(0.02):
            for place, folder in folders.items():
                with suppress(OSError):  # one that goes while it is looked at
                    for path in folder.glob("*.tmp/**/*"):
                        if path.suffix in (".exe", ".dll"):
                            found[place].add(path.name)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for name in ("TEMP", "TMP"):
        windows.run("reg", "add", r"HKCU\Environment", "/v", name, "/d", OPEN, "/f")
    yield found
    over.set()
    watcher.join()
    assert not list(folders["own"].glob("ns*.tmp"))


def test_nothing_runs_out_of_a_folder_that_every_user_may_write(windows, setup_of, seen, tmp_path):
    folder = windows.drive / "Program Files" / "Didar"
    assert windows.run(setup_of("0.2.0", all_users=True), "/S").code == 0
    assert tell(windows, folder)[0]["version"] == "0.2.0"
    assert windows.run(setup_of("0.1.0", all_users=True), "/S").code == 8
    assert "helper.exe" in seen["own"]
    assert seen["open"] == set()
    seen["own"].clear()
    assert windows.run(folder / "Uninstall.exe", "/S", "_?=C:\\other").code == 10
    there = wine_path(folder)
    in_place = tmp_path / "remove.cmd"  # as words of Wine's the folder would be quoted, and so not be read
    in_place.write_text(f'@"{there}\\Uninstall.exe" /S _?={there}\n@exit /b %errorlevel%\n', newline="\r\n")
    assert windows.run("cmd", "/c", in_place).code == 0
    assert not (folder / "Didar.exe").exists()
    assert "helper.exe" in seen["own"]
    assert seen["open"] == set()


def test_the_folder_that_was_chosen_is_handed_on(windows, setup_of, seen):
    folder = windows.drive / "Program Files" / "The Office" / "Didar"
    assert windows.run(setup_of("0.1.0", all_users=True), "/S", *in_folder(r"C:\Open")).code == 10
    assert windows.run(setup_of("0.1.0", all_users=True), "/S", *in_folder(wine_path(folder))).code == 0
    assert tell(windows, folder)[0]["version"] == "0.1.0"
    uninstall(windows, folder)
    windows.wait()
    assert not folder.parent.exists()
    assert seen["open"] <= {"Un.exe"}  # its folder the stub makes anew, for administrators alone


def test_what_is_unpacked_into_temp_first_is_counted_too(windows, setup_of, tmp_path):
    """Packed as one, all lies once more in TEMP while the setup is at work, here on drive C."""
    helper = shutil.copy(setup_of("0.1.0").parent / "made" / "helper.exe", tmp_path)

    def look(folder, part, *within):
        kilobytes = str(int(shutil.disk_usage(windows.drive).free / 1024 * part))
        code = windows.run(helper, "look", folder, "0.1.0", "100", kilobytes, r"C:\data", *within).code
        return code, (tmp_path / "said.txt").read_bytes().decode("utf-16-le")

    assert look(r"C:\new", 0.4) == (0, "0.1.0-1")
    assert look(r"C:\new", 0.7) == (10, "full")
    assert look(r"Z:\tmp\new", 0.7, r"Z:\tmp") == (0, "0.1.0-1")  # another drive than that of TEMP
    assert look(r"Z:\tmp\new", 1.3, r"Z:\tmp") == (10, "full")


def test_a_second_process_that_finds_the_open_one_as_well_gives_up(windows, setup_of, seen):
    windows.run("reg", "add", r"HKCU\Environment", "/v", "DIDAR_TEMP", "/d", "-", "/f")
    assert windows.run(setup_of("0.1.0", all_users=True), "/S").code == 2
    assert not (windows.drive / "Program Files" / "Didar").exists()
    assert seen == {"open": set(), "own": set()}


def test_an_ordinary_temp_stays_in_use(windows, setup_of, seen):
    for name in ("TEMP", "TMP"):
        windows.run("reg", "add", r"HKCU\Environment", "/v", name, "/d", r"C:\Ordinary", "/f")
    (windows.drive / "Ordinary").mkdir(exist_ok=True)
    assert windows.run(setup_of("0.1.0", all_users=True), "/S").code == 0
    assert seen == {"open": set(), "own": set()}
