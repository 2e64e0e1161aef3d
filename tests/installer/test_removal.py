"""The removal: what goes, what stays, and that nobody is told it is gone while it is not."""

import contextlib
import re
import shutil
from pathlib import Path

from tests.installer.conftest import remove
from tests.installer.test_interrupted import HOLDS
from tests.installer.test_setup import LISTED, in_folder, registry, uninstall, value, wine_path

KEY = r"Software\Didar"


def everything_named(windows):
    folders = (windows.user, windows.drive / "ProgramData", windows.drive / "Program Files")
    return {path for folder in folders for path in folder.rglob("*") if "Temp" not in path.parts}


@contextlib.contextmanager
def held(windows, built_tree, tmp_path, file):
    """Another program has it open, and shares it with nobody."""
    (tmp_path / "holds.py").write_text(HOLDS.replace("sleep(3)", "sleep(300)"))
    running = windows.start(built_tree / "runtime" / "python.exe", tmp_path / "holds.py", wine_path(file))
    running.says("held")
    yield
    running.kill()


def exit_code(windows, folder, *words):
    """Uninstall.exe hands it on only so: it does not go on as a copy of itself."""
    return windows.run(folder / "Uninstall.exe", "/S", *words, "_?=" + wine_path(folder)).code


def said_of(registry):
    """Its lines without the key that every Windows has, and without what Wine notes for as long as it is up."""
    parent = r"[HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Uninstall]"
    noted = r"[HKEY_CURRENT_USER\Software\Wine\Temporary System Parameters"
    return {line for line in registry.splitlines() if line != parent and not line.startswith(noted)}


def test_removal_keeps_the_data_and_leaves_nothing_else(windows, setup_of):
    registry_before, files_before = registry(windows), everything_named(windows)
    assert windows.run(setup_of("0.1.0"), "/S", "/PATH=1", "/DESKTOP=1").code == 0
    store = windows.local / "Didar" / "didar.db"
    store.parent.mkdir()
    store.write_text("visits")
    uninstall(windows, windows.local / "Programs" / "Didar")
    assert store.read_text() == "visits"
    shutil.rmtree(store.parent)
    assert everything_named(windows) == files_before
    assert said_of(registry(windows)) == said_of(registry_before)


def test_removal_takes_the_data_only_when_told(windows, installed):
    (windows.local / "Didar").mkdir()
    (windows.local / "Didar" / "didar.db").write_text("visits")
    uninstall(windows, installed, "/PURGE")
    assert not (windows.local / "Didar").exists()
    assert not installed.exists()


def test_removal_takes_what_a_power_cut_left_half_done(windows, installed):
    (installed / "0.2.0-2.part" / "runtime").mkdir(parents=True)
    for name in ("Didar.exe.new", "bin/didar.exe.new", "Uninstall.exe.new"):
        (installed / name).write_text("")
    uninstall(windows, installed)
    assert not installed.exists()


def test_while_a_file_is_held_didar_is_not_called_removed_and_the_removal_can_be_repeated(
    windows, installed, built_tree, tmp_path
):
    with held(windows, built_tree, tmp_path, installed / "0.1.0-1" / "site" / "there.py"):
        assert exit_code(windows, installed) == 13
        assert (installed / "Uninstall.exe").exists()
        assert value(windows, LISTED, "DisplayVersion") == "0.1.0"
        assert value(windows, KEY, "InstallDir") == wine_path(installed)
    uninstall(windows, installed)
    assert not installed.exists()
    assert value(windows, LISTED, "DisplayVersion") is None


def test_while_a_launcher_is_held_didar_is_not_called_removed(windows, installed):
    shutil.move(installed / "Didar.exe", installed / "kept.exe")
    (installed / "Didar.exe" / "in the way").mkdir(parents=True)
    assert exit_code(windows, installed) == 13
    assert value(windows, LISTED, "DisplayVersion") == "0.1.0"


def test_data_that_is_held_is_not_called_deleted(windows, installed, built_tree, tmp_path):
    store = windows.local / "Didar" / "didar.db"
    store.parent.mkdir()
    store.write_text("visits")
    with held(windows, built_tree, tmp_path, store):
        assert exit_code(windows, installed, "/PURGE") == 14
    assert store.read_text() == "visits"
    assert value(windows, LISTED, "DisplayVersion") is None


def test_what_a_link_leads_to_stays(windows, installed, setup_of):
    """The office's backups may lie on another disk. Wine shows a link of Linux as a junction."""
    backups = windows.drive / "Backups"
    backups.mkdir()
    (backups / "kept.zip").write_text("all")
    data = windows.local / "Didar"
    data.mkdir()
    for link in (data / "backups", installed / "0.1.0-1" / "link", installed / "0.2.0-2.part"):
        link.symlink_to(backups)
    windows.run(setup_of("0.2.0"), "/S")  # Wine cannot remove a link to a folder: it is refused there
    assert [each.name for each in backups.iterdir()] == ["kept.zip"]
    (installed / "0.3.0-3.part").symlink_to(backups)
    exit_code(windows, installed, "/PURGE")
    assert (backups / "kept.zip").read_text() == "all"
    remove(installed)
    shutil.rmtree(data, ignore_errors=True)
    data.symlink_to(backups)
    assert windows.run(setup_of("0.1.0"), "/S").code == 0
    exit_code(windows, installed, "/PURGE")
    assert (backups / "kept.zip").read_text() == "all"
    data.unlink(missing_ok=True)
    shutil.rmtree(backups)


def test_a_copy_of_the_remover_removes_nothing_where_didar_is_not_installed(windows, installed):
    office = windows.drive / "Office"
    (office / "1403-07" / "program").mkdir(parents=True)
    shutil.copy(installed / "Uninstall.exe", office)
    assert exit_code(windows, office) == 10
    assert (office / "1403-07" / "program").exists()
    assert (installed / "Didar.exe").exists()
    assert value(windows, LISTED, "DisplayVersion") == "0.1.0"
    shutil.rmtree(office)


def test_only_folders_that_this_setup_made_go(windows, setup_of):
    """What an installation of old had made tells nothing of this one."""
    (windows.drive / "Own" / "Didar").mkdir(parents=True)
    for name, old in {"InstallDir": r"C:\Own\Gone", "Made": r"C:\Own"}.items():
        windows.run("reg", "add", rf"HKCU\{KEY}", "/v", name, "/d", old, "/f")
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\Own\Didar")).code == 0
    assert value(windows, KEY, "Made") is None
    windows.run("reg", "add", rf"HKCU\{KEY}", "/v", "Made", "/d", r"C:\Other", "/f")
    uninstall(windows, windows.drive / "Own" / "Didar")
    assert list((windows.drive / "Own").iterdir()) == []
    (windows.drive / "Own").rmdir()


def test_a_path_on_its_own_line_stands_in_order_in_a_persian_text():
    """Windows takes such a line as right to left, and a Persian name among its folders turns the parts round."""
    texts = (Path(__file__).parents[2] / "installer" / "setup" / "texts.nsh").read_text(encoding="utf-8")
    persian = re.findall(r'^\$\{Say\} \w+ "(.*?)" "', texts, re.MULTILINE)
    lines = [
        line for text in persian for line in re.split(r"\$\\r\$\\n|\$\{P\}", text) if re.search(r"^\$[\w{].*$", line)
    ]
    assert len(lines) > 10
    assert [line for line in lines if not re.fullmatch(r"\$\{PATH\}\$\w+\$\{PATH_END\}", line)] == []
