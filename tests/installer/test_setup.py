"""The setup, silently, under Wine: what an office gets, what is refused, and that nothing half done ever starts."""

import hashlib
import json
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from installer import pack, tree
from tests.installer import small

LISTED = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Didar"


def tell(windows, folder, *words):
    """What the small program says of itself, by the command line's launcher."""
    ran = windows.run(folder / "bin" / "didar.exe", *words)
    return json.loads(ran.said), ran.code


def versions(folder):
    return sorted(each.name for each in folder.iterdir() if each.name[0].isdigit())


def everything(folder):
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def registry(windows, key="HKEY_CURRENT_USER"):
    out = windows.drive / "registry.txt"
    windows.run("regedit", "/E", r"C:\registry.txt", key)
    text = out.read_bytes().decode("utf-16") if out.exists() else ""
    out.unlink(missing_ok=True)
    return text


def value(windows, key, name, root="HKCU"):
    said = windows.run("reg", "query", f"{root}\\{key}", "/v", name).said
    found = re.search(rf"{name} +REG_\w+ +(.*?)\r?\n", said)
    return found[1].strip() if found else None


def test_a_silent_setup_puts_all_in_its_place(windows, installed):
    assert sorted(each.name for each in installed.iterdir()) == ["0.1.0-1", "Didar.exe", "Uninstall.exe", "bin"]
    assert (windows.user / "Desktop" / "دیدار.lnk").exists()
    assert list(windows.user.glob("AppData/Roaming/**/Start Menu/Programs/دیدار.lnk"))
    assert value(windows, LISTED, "DisplayVersion") == "0.1.0"
    assert value(windows, LISTED, "InstallLocation").endswith(r"AppData\Local\Programs\Didar")
    assert '"DisplayName"="دیدار"' in registry(windows, rf"HKEY_CURRENT_USER\{LISTED}")
    assert value(windows, "Environment", "Path") is None  # the command line is by choice


def test_python_starts_isolated_and_hands_words_and_exit_code_on(windows, installed):
    windows.more = {"PYTHONPATH": r"c:\evil", "PYTHONHOME": r"c:\evil", "OPENSSL_CONF": "x", "SSLKEYLOGFILE": "x"}
    try:
        told, code = tell(windows, installed, "--exit", "7", "با فاصله", 'نقل "قول"')
    finally:
        windows.more = {}
    assert (told["version"], code) == ("0.1.0", 7)
    assert told["words"] == ["--exit", "7", "با فاصله", 'نقل "قول"']
    assert told["flags"] == {"isolated": 1, "ignore_environment": 1, "utf8_mode": 1, "no_site": 1}
    assert told["kept"] == []
    assert all("0.1.0-1" in path for path in told["path"])


def test_what_windows_hands_to_qt_is_dropped_too(windows, installed):
    """Wine hands no QT_ of Linux on, so they are set within."""
    batch = installed / "try.cmd"
    batch.write_text(
        '@set QT_PLUGIN_PATH=x\n@set QT_QPA_PLATFORM_PLUGIN_PATH=x\n@"%~dp0bin\\didar.exe"\n', newline="\r\n"
    )
    assert json.loads(windows.run("cmd", "/c", batch).said)["kept"] == []


def test_a_repair_leaves_no_stale_file(windows, installed, setup_of):
    (installed / "0.1.0-1" / "program" / "stale.py").write_text("")
    (installed / "0.1.0-1" / "runtime" / "python313.zip").unlink()
    assert windows.run(setup_of("0.1.0"), "/S").code == 0
    assert versions(installed) == ["0.1.0-2"]
    assert not list(installed.rglob("stale.py"))
    assert tell(windows, installed)[0]["version"] == "0.1.0"


def test_an_upgrade_replaces_the_program_and_leaves_the_data(windows, installed, setup_of):
    store = windows.local / "Didar" / "didar.db"
    store.parent.mkdir()
    store.write_text("visits")
    (windows.user / "Desktop" / "دیدار.lnk").unlink()
    assert windows.run(setup_of("0.2.0"), "/S").code == 0
    assert versions(installed) == ["0.2.0-2"]
    assert tell(windows, installed)[0]["version"] == "0.2.0"
    assert value(windows, LISTED, "DisplayVersion") == "0.2.0"
    assert store.read_text() == "visits"
    assert not (windows.user / "Desktop" / "دیدار.lnk").exists()  # the user took it away


def test_nothing_changes_while_didar_runs(windows, installed, setup_of):
    before, running = everything(installed), windows.start(installed / "Didar.exe", "--sleep", "60")
    running.says()
    assert windows.run(setup_of("0.2.0"), "/S").code == 5
    assert windows.run(installed / "Uninstall.exe", "/S", "_?=" + wine_path(installed)).code == 5
    assert everything(installed) == before


def test_another_users_didar_is_known_by_its_files(windows, installed, setup_of):
    """The mutex is of one session; here the library is loaded without it."""
    library = installed / "0.1.0-1" / "runtime" / "python313.dll"
    with_dll = windows.start("rundll32", f"{library},Py_Main")
    until = time.monotonic() + 30
    while not windows.has_loaded(library) and time.monotonic() < until:
        time.sleep(0.1)
    code = windows.run(setup_of("0.2.0"), "/S").code
    with_dll.kill()
    assert code == 5


def test_while_a_setup_is_at_work_neither_didar_nor_another_setup_starts(windows, installed, setup_of, built_tree):
    at_work = "import ctypes as c, time; c.windll.kernel32.CreateMutexW(None, 0, r'Local\\ir.didar.setup')"
    held = f"{at_work}; print('held', flush=True); time.sleep(60)"
    before = everything(installed)
    windows.start(built_tree / "runtime" / "python.exe", "-c", held).says()
    ran = windows.run(installed / "bin" / "didar.exe")
    assert ran.code == 4
    assert "در حال نصب" in ran.said
    assert windows.run(setup_of("0.2.0"), "/S").code == 5
    assert windows.run(installed / "Uninstall.exe", "/S", "_?=" + wine_path(installed)).code == 5
    assert everything(installed) == before


def test_the_programs_own_update_is_waited_for_and_starts_it_again(windows, installed, setup_of):
    running = windows.start(installed / "Didar.exe", "--sleep", "5")
    running.says()
    assert windows.run(setup_of("0.2.0"), "/S", "/WAIT=60", "/RESTART").code == 0
    assert versions(installed) == ["0.2.0-2"]
    windows.wait()
    assert (windows.local / "opened.txt").read_text().split() == ["0.2.0"]


def test_a_refused_update_starts_again_what_there_is(windows, installed, setup_of):
    assert windows.run(setup_of("0.2.0", all_users=True), "/S").code == 0
    assert windows.run(setup_of("0.2.0"), "/S", "/RESTART").code == 11
    windows.wait()
    assert (windows.local / "opened.txt").read_text().split() == ["0.1.0"]


def test_an_older_setup_does_not_replace_a_newer_didar(windows, installed, setup_of):
    assert windows.run(setup_of("0.10.0"), "/S").code == 0
    before = everything(installed)
    assert windows.run(setup_of("0.2.0"), "/S").code == 8
    assert everything(installed) == before


@pytest.mark.parametrize("lost", ["runtime", "runtime/python313.zip", "runtime/python313._pth", "program/ui/start.py"])
def test_without_its_files_the_launcher_says_so(windows, installed, lost, tmp_path):
    """Python would end without a word where nobody hears it."""
    (installed / "0.1.0-1" / lost).rename(tmp_path / "quarantine")
    ran = windows.run(installed / "bin" / "didar.exe")
    assert ran.code == 3
    assert "دوباره اجرا کنید" in ran.said
    assert "Run Didar's setup again" in ran.said


def test_a_damaged_setup_is_refused(windows, setup_of, tmp_path):
    damaged = tmp_path / "DidarSetup.exe"
    data = bytearray(setup_of("0.1.0").read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    assert windows.run(damaged, "/S").code == 2
    damaged.write_bytes(data[: len(data) // 2])
    assert windows.run(damaged, "/S").code == 2
    assert not (windows.local / "Programs").exists()


def test_a_file_changed_after_unpacking_is_named_and_the_old_version_stays(windows, installed, setup_of, tmp_path):
    """As an antivirus may; the helper is asked as the setup asks it."""
    helper = shutil.copy(setup_of("0.2.0").parent / "made" / "helper.exe", tmp_path)
    digest = hashlib.sha256((installed / "0.1.0-1" / "files.txt").read_bytes()).hexdigest()

    def listed_anew(part):
        (part / "site/there.py").write_text("x")
        tree.list_files(part)

    def settle(change):
        part = installed / "0.2.0-2.part"
        shutil.copytree(installed / "0.1.0-1", part)
        change(part)
        ran = windows.run(helper, "settle", wine_path(installed), "0.2.0-2", digest)
        assert not part.exists(), ran
        return ran.code, (tmp_path / "said.txt").read_bytes().decode("utf-16-le")

    assert settle(lambda part: (part / "site/there.py").write_text("x")) == (9, r"site\there.py")
    assert settle(lambda part: (part / "runtime/python3.dll").unlink()) == (9, r"runtime\python3.dll")
    assert settle(lambda part: (part / "program/more.py").write_text("x")) == (9, "files.txt")
    assert settle(lambda part: (part / "files.txt").write_text("")) == (9, "files.txt")
    assert settle(listed_anew) == (9, "files.txt")
    assert versions(installed) == ["0.1.0-1"]
    assert settle(Path) == (0, "")
    assert versions(installed) == ["0.1.0-1", "0.2.0-2"]


def test_a_setup_whose_files_are_not_as_listed_changes_nothing(windows, installed, built_tree, tmp_path):
    """What an antivirus does between unpacking and sealing, done before packing."""
    made = small.make_tree(tmp_path / "tree", built_tree, "0.2.0")
    (made / "site" / "there.py").write_text("other\n")
    setup = pack.setup(made, "0.2.0", out=tmp_path, say=lambda _: None, stored=True, stub64=True)
    before = everything(installed)
    assert windows.run(setup, "/S").code == 9
    assert everything(installed) == before
    assert tell(windows, installed)[0]["version"] == "0.1.0"
    uninstall(windows, installed)
    assert windows.run(setup, "/S").code == 9
    assert not installed.parent.exists()


def test_an_old_windows_is_refused(windows, setup_of):
    current = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion"
    for name in ("CurrentBuild", "CurrentBuildNumber"):
        windows.run("reg", "add", current, "/v", name, "/d", "17134", "/f")  # Windows 10, version 1803
    assert windows.run(setup_of("0.1.0"), "/S").code == 7
    windows.run("winecfg", "-v", "win81")
    assert windows.run(setup_of("0.1.0"), "/S").code == 7
    assert not (windows.local / "Programs").exists()


def test_a_long_path_of_the_command_line_is_kept_to_the_letter(windows, setup_of):
    """NSIS itself would cut it at 1,024 letters."""
    long = ";".join([rf"%SystemRoot%\folder{n}" for n in range(300)]) + ";"
    windows.run("reg", "add", r"HKCU\Environment", "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", long, "/f")
    assert windows.run(setup_of("0.1.0"), "/S", "/PATH=1").code == 0
    folder = windows.local / "Programs" / "Didar"
    assert value(windows, "Environment", "Path") == long + wine_path(folder / "bin") + ";"
    assert windows.run(setup_of("0.1.0"), "/S").code == 0  # a repair keeps the choice
    assert value(windows, "Environment", "Path") == long + wine_path(folder / "bin") + ";"
    assert windows.run(setup_of("0.1.0"), "/S", "/PATH=0").code == 0
    assert value(windows, "Environment", "Path") == long


def test_a_command_line_that_could_not_be_had_is_not_written_down(windows, setup_of):
    windows.run("reg", "add", r"HKCU\Environment", "/v", "Path", "/t", "REG_DWORD", "/d", "7", "/f")
    assert windows.run(setup_of("0.1.0"), "/S", "/PATH=1").code == 0
    assert value(windows, r"Software\Didar", "CommandLine") == "0x0"


def test_administrators_install_for_all_users_with_a_file_of_its_own(windows, setup_of):
    assert windows.run(setup_of("0.1.0"), "/S", "/ALLUSERS").code == 11
    for open_to_all in (r"C:\Didar", r"C:\Program Files\..\Didar", r"C:\Program Files Didar"):
        assert windows.run(setup_of("0.1.0", all_users=True), "/S", *in_folder(open_to_all)).code == 10
    assert not (windows.drive / "Didar").exists()
    assert windows.run(setup_of("0.1.0", all_users=True), "/S").code == 0
    folder = windows.drive / "Program Files" / "Didar"
    assert tell(windows, folder)[0]["version"] == "0.1.0"
    assert value(windows, LISTED, "DisplayVersion", "HKLM") == "0.1.0"
    assert (windows.drive / "users" / "Public" / "Desktop" / "دیدار.lnk").exists()
    assert windows.run(setup_of("0.2.0"), "/S").code == 11  # an ordinary user's setup beside it
    uninstall(windows, folder)
    assert not folder.exists()
    assert value(windows, LISTED, "DisplayVersion", "HKLM") is None


@pytest.fixture(scope="session")
def certificate(tmp_path_factory, osslsigncode):
    folder = tmp_path_factory.mktemp("certificate")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=Test -addext extendedKeyUsage=codeSigning"
    subprocess.run(
        [*command.split(), "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True
    )
    return pack.Signing(folder / "cert.pem", folder / "key.pem")


def test_with_a_certificate_all_that_windows_asks_about_is_signed(windows, setup_of, certificate, osslsigncode):
    setup = setup_of("0.1.0", sign=certificate)
    assert windows.run(setup, "/S").code == 0
    folder = windows.local / "Programs" / "Didar"
    for signed in (setup, folder / "Didar.exe", folder / "bin" / "didar.exe", folder / "Uninstall.exe"):
        words = (osslsigncode, "verify", "-CAfile", certificate.certificate, "-in", signed)
        assert subprocess.run(words, capture_output=True, check=False).returncode == 0, signed
    uninstall(windows, folder)
    assert not folder.exists()


def test_two_setups_of_one_tree_are_equal_on_whosever_desktop(setup_of, built_tree, tmp_path, monkeypatch):
    first = setup_of("0.1.0")
    (tmp_path / ".nsisconf.nsh").write_text("!define MUI_BGCOLOR 000000\nSection more\nSectionEnd\n")
    for name, other in {"HOME": str(tmp_path), "QT_SCALE_FACTOR": "2", "QT_FONT_DPI": "200", "LANG": "fa_IR"}.items():
        monkeypatch.setenv(name, other)
    again = small.make_setup(tmp_path, built_tree, "0.1.0")
    assert again.read_bytes() == first.read_bytes()


def wine_path(path):
    """As Windows names a file on its drive C."""
    return "C:\\" + str(path).partition("/drive_c/")[2].replace("/", "\\")


def in_folder(folder):
    """Unquoted, as NSIS wants it: Wine quotes each word with a space in it."""
    return f"/D={folder}".split(" ")


def uninstall(windows, folder, *words):
    """It goes on as a copy of itself, which can remove the file that was started."""
    windows.run(folder / "Uninstall.exe", "/S", *words)
    until = time.monotonic() + 60
    while (folder / "Uninstall.exe").exists() and time.monotonic() < until:
        time.sleep(0.2)
    windows.wait()
