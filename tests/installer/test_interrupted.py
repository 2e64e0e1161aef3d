"""What cuts in while the setup works: the power, a second setup, a program that holds a file, a disk that is full."""

import hashlib
import shutil
import time
from pathlib import Path

from installer import pack
from tests.installer import small
from tests.installer.test_pages import wait_for
from tests.installer.test_setup import LISTED, everything, tell, value, versions, wine_path


def at_rest(folder):
    """What is in it, once the helper that a held setup had called has done its work."""
    before, now = None, everything(folder)
    while now != before:
        time.sleep(0.5)
        before, now = now, everything(folder)
    return now


def test_of_two_setups_at_once_one_is_refused_and_takes_nothing_from_the_other(windows, installed, setup_of):
    first = windows.start(setup_of("0.2.0"), "/S")
    wait_for((installed / "0.2.0-2.part").exists)
    with first.held():
        unpacked = at_rest(installed)
        assert windows.run(setup_of("0.2.0"), "/S").code == 5
        assert everything(installed) == unpacked
    assert first.end().code == 0
    assert versions(installed) == ["0.2.0-2"]
    assert tell(windows, installed)[0]["version"] == "0.2.0"


def settled(folder):
    return (folder / "0.2.0-2").exists()


COMING = ("Didar.exe.new", "bin/didar.exe.new", "Uninstall.exe.new")
CUTS = {
    "unpacking has begun": lambda folder: (folder / "0.2.0-2.part").exists() or settled(folder),
    "the last file is there": lambda folder: (folder / "0.2.0-2.part/site/there.py").exists() or settled(folder),
    "the launchers were brought": lambda folder: (folder / "Uninstall.exe.new").exists() or settled(folder),
    "it bears its name": settled,
    "the launchers are in place": lambda folder: settled(folder) and not any((folder / new).exists() for new in COMING),
    "the old one is going": lambda folder: settled(folder) and not (folder / "0.1.0-1" / "files.txt").exists(),
}
"""What a look at the folder tells, in the order of the setup's work. Who looks too late for one sees a later one."""


def test_after_a_power_cut_the_old_or_the_new_one_starts(windows, installed, setup_of, tmp_path):
    setup, kept, started = setup_of("0.2.0"), shutil.copytree(installed, tmp_path / "kept"), []
    for moment in CUTS.values():
        shutil.rmtree(installed)
        shutil.copytree(kept, installed)
        windows.start(setup, "/S")
        wait_for(lambda moment=moment: moment(installed), every=0.001)
        windows.stop()
        whole = settled(installed)
        assert tell(windows, installed)[0]["version"] == ("0.2.0" if whole else "0.1.0")
        started.append(whole)
    assert not started[0]  # so both sides of the one rename were tried
    assert started[3:] == [True, True, True]
    assert windows.run(setup, "/S").code == 0
    assert len(versions(installed)) == 1
    assert tell(windows, installed)[0]["version"] == "0.2.0"


def test_a_launcher_that_cannot_be_written_stops_the_setup_before_the_new_version_stands(windows, installed, setup_of):
    """A disk that is full by then, too: what failed must not start the next day all the same."""
    before = everything(installed)
    (installed / "Uninstall.exe.new" / "in the way").mkdir(parents=True)
    assert windows.run(setup_of("0.2.0"), "/S").code == 2
    shutil.rmtree(installed / "Uninstall.exe.new")
    assert everything(installed) == before
    assert versions(installed) == ["0.1.0-1"]


HOLDS = """
import ctypes as c, sys, time
held = c.windll.kernel32.CreateFileW(sys.argv[1], 0x80000000, 0, None, 3, 0, None)
print("held" if held != -1 else "no", flush=True)
time.sleep(3)
"""


def test_a_file_that_a_scanner_holds_for_a_moment_is_waited_for(windows, installed, setup_of, built_tree, tmp_path):
    helper = shutil.copy(setup_of("0.2.0").parent / "made" / "helper.exe", tmp_path)
    part = shutil.copytree(installed / "0.1.0-1", installed / "0.2.0-2.part")
    digest = hashlib.sha256((part / "files.txt").read_bytes()).hexdigest()
    (tmp_path / "holds.py").write_text(HOLDS)
    python, held = built_tree / "runtime" / "python.exe", wine_path(part / "runtime" / "python3.dll")
    windows.start(python, tmp_path / "holds.py", held).says("held")
    assert windows.run(helper, "settle", wine_path(installed), "0.2.0-2", digest).code == 0
    assert settled(installed)


def test_a_setup_whose_helper_may_not_run_says_so_and_changes_nothing(
    windows, installed, built_tree, tmp_path, monkeypatch
):
    """As an antivirus forbids it: nobody would know whether Didar is open."""
    compiled = pack._run

    def spoilt(*command):
        compiled(*command)
        for word in command:
            if word.endswith("helper.exe"):
                Path(word).write_bytes(b"MZ")

    monkeypatch.setattr(pack, "_run", spoilt)
    setup, before = small.make_setup(tmp_path, built_tree, "0.2.0"), everything(installed)
    assert windows.run(setup, "/S").code == 12
    assert everything(installed) == before


KILLED = "TerminateProcess(GetCurrentProcess(), 0xC0000005); return 0;"


def test_a_helper_that_is_killed_has_told_nothing(windows, installed, broken_setup):
    """Windows itself gives 1 or 0xC0000005 then: neither that Didar is closed nor that a file was changed."""
    before = everything(installed)
    for function, body in (("busy", "return 1;"), ("settle", KILLED), ("bring", "return 1;")):
        assert windows.run(broken_setup(function, body), "/S").code == 12, function
        assert everything(installed) == before


HELD_ONCE = """
    extern int __real_busy(const wchar_t *, int);
    if (CreateFileW(L"C:\\\\held-once.txt", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL) != INVALID_HANDLE_VALUE)
        return 1;
    return __real_busy(to, 0);
"""


def test_a_helper_that_is_stopped_for_a_moment_is_asked_once_more(windows, installed, broken_setup):
    held = windows.drive / "held-once.txt"
    held.unlink(missing_ok=True)
    assert windows.run(broken_setup("busy", HELD_ONCE), "/S").code == 0
    assert held.exists()
    assert versions(installed) == ["0.2.0-2"]


GONE = """
    wchar_t me[999], away[1009];
    GetModuleFileNameW(NULL, me, 999);
    wsprintfW(away, L"%ls.quarantine", me);
    MoveFileW(me, away);
"""


def test_where_the_helper_is_taken_away_in_the_middle_nothing_is_left_either(windows, installed, broken_setup):
    before = everything(installed)
    assert windows.run(broken_setup("settle", GONE + KILLED), "/S").code == 12
    assert everything(installed) == before


NO_LAUNCHER = 'return wcsstr(to, L"\\\\Didar.exe") ? 9 : __real_put(to);'


def test_a_first_setup_whose_launcher_is_taken_away_leaves_nothing(windows, broken_setup):
    """By an antivirus, when the version bears its name already: there would be no way to remove it."""
    setup = broken_setup("put", f"int __real_put(const wchar_t *); {NO_LAUNCHER}")
    assert windows.run(setup, "/S").code == 9
    assert not (windows.local / "Programs").exists()


def test_an_upgrade_goes_on_where_the_launcher_starts_the_new_version_already(windows, installed, broken_setup):
    assert windows.run(broken_setup("put", "return 9;"), "/S").code == 0
    assert versions(installed) == ["0.2.0-2"]
    assert tell(windows, installed)[0]["version"] == "0.2.0"
    assert value(windows, LISTED, "DisplayVersion") == "0.2.0"


def test_a_launcher_that_is_held_stays_and_starts_the_new_version(windows, installed, setup_of):
    """An antivirus may hold it for as long as it likes."""
    shutil.move(installed / "Didar.exe", installed / "kept.exe")
    (installed / "Didar.exe" / "in the way").mkdir(parents=True)
    code = windows.run(setup_of("0.2.0"), "/S").code
    shutil.rmtree(installed / "Didar.exe")
    assert (code, versions(installed)) == (0, ["0.2.0-2"])
    assert tell(windows, installed)[0]["version"] == "0.2.0"


def test_a_version_that_was_only_half_unpacked_or_removed_is_never_started(windows, installed):
    shutil.copytree(installed / "0.1.0-1", installed / "0.3.0-2.part")
    (installed / "0.4.0-3").mkdir()
    assert all("0.1.0-1" in path for path in tell(windows, installed)[0]["path"])
    (installed / "0.3.0-2.part").rename(installed / "0.10.0-2")  # whole, and the highest: power failed before the sweep
    assert all("0.10.0-2" in path for path in tell(windows, installed)[0]["path"])
