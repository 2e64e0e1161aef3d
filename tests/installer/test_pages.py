"""The setup's own pages: walked through with the keyboard, in Persian and in English."""

import shutil
import time

import pytest

from tests.installer.test_setup import uninstall, versions, wine_path

ASKING = ("welcome", "folder", "options")


@pytest.mark.parametrize(("language", "title"), [("fa", "نصب دیدار"), ("en", "Didar Setup")])
def test_enter_leads_through_all_pages(windows, setup_of, pictures, language, title):
    running = windows.start(setup_of("0.1.0"), f"/LANG={language}")
    windows.window(title)
    time.sleep(1)
    for page in ASKING:
        windows.screenshot(pictures / f"setup-{language}-{page}.png")
        windows.press("Return", pause=1)
    folder = windows.local / "Programs" / "Didar"
    wait_for((folder / "Uninstall.exe").exists)
    time.sleep(3)
    windows.screenshot(pictures / f"setup-{language}-end.png")
    windows.press("Return")
    assert running.end(60).code == 0
    assert versions(folder) == ["0.1.0-1"]
    wait_for((windows.local / "opened.txt").exists)  # the box that opens Didar was ticked
    assert (windows.local / "opened.txt").read_text() == "0.1.0\n"


def test_a_refusal_is_said_in_words(windows, setup_of, pictures):
    def refused(name, version):
        """Its exit code, when the box that says why has been answered by the key that goes on with nothing."""
        running = windows.start(setup_of(version), "/LANG=fa")
        windows.window("^دیدار$")
        time.sleep(1)
        windows.screenshot(pictures / f"refusal-{name}.png")
        windows.press("Escape")
        return running.end(60).code

    assert windows.run(setup_of("0.2.0"), "/S").code == 0
    folder = windows.local / "Programs" / "Didar"
    assert refused("newer", "0.1.0") == 8
    didar = windows.start(folder / "Didar.exe", "--sleep", "60")
    didar.says()
    assert refused("open", "0.2.0") == 5
    didar.kill()
    current = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion"
    windows.run("reg", "add", current, "/v", "CurrentBuild", "/d", "17134", "/f")
    windows.run("reg", "add", current, "/v", "CurrentBuildNumber", "/d", "17134", "/f")
    assert refused("old-windows", "0.1.0") == 7
    assert versions(folder) == ["0.2.0-1"]


def test_a_passive_setup_shows_its_progress_and_asks_nothing(windows, setup_of, pictures):
    running = windows.start(setup_of("0.1.0"), "/LANG=fa", "/PASSIVE")
    windows.window("نصب دیدار")
    windows.screenshot(pictures / "setup-passive.png")
    assert running.end(60).code == 0
    assert versions(windows.local / "Programs" / "Didar") == ["0.1.0-1"]


def test_the_data_is_deleted_only_after_two_questions(windows, setup_of, pictures):
    folder, store = windows.local / "Programs" / "Didar", windows.local / "Didar" / "didar.db"

    def remove(*answers):
        assert windows.run(setup_of("0.1.0"), "/S").code == 0
        store.parent.mkdir(exist_ok=True)
        store.write_text("visits")
        windows.start(folder / "Uninstall.exe")
        windows.window("برداشتن دیدار")
        time.sleep(1)
        windows.screenshot(pictures / "removal.png")
        windows.press("Return", pause=1)
        for number, answer in enumerate(answers):
            windows.window("^دیدار$")
            time.sleep(1)
            windows.screenshot(pictures / f"removal-question-{number + 1}.png")
            windows.press(*answer, pause=1)
        wait_for(lambda: not folder.exists())
        time.sleep(1)
        windows.screenshot(pictures / "removal-end.png")
        windows.stop()
        return store.exists()

    assert remove(["Return"])  # No is what Enter means
    assert remove(["Left", "Return"], ["Return"])
    assert not remove(["Left", "Return"], ["Left", "Return"])


@pytest.fixture
def box(windows, pictures):
    """box(NAME): how high the box is that is shown now, as the more it says, the higher it is."""

    def shown(name):
        number = windows.window("^دیدار$")
        time.sleep(1)
        windows.screenshot(pictures / f"{name}.png")
        return windows.height(number)

    return shown


def test_data_elsewhere_is_named_and_stays(windows, setup_of, box, monkeypatch):
    assert windows.run(setup_of("0.1.0"), "/S").code == 0
    office, folder, data = windows.drive / "اطلاعات دفتر", windows.local / "Programs" / "Didar", windows.local / "Didar"
    for place in (office, data / "second"):
        place.mkdir(parents=True)
        (place / "didar.db").write_text("visits")

    def asked(name, home):
        monkeypatch.setattr(windows, "more", {"DIDAR_HOME": home})
        removal = windows.start(folder / "Uninstall.exe", f"_?={wine_path(folder)}")
        windows.window("برداشتن دیدار")
        time.sleep(1)
        windows.press("Return", pause=1)
        return removal, box(f"removal-data-{name}")

    removal, usual = asked("usual", "")
    removal.kill()
    removal, within = asked("within", rf"{wine_path(data)}\x\..\second")
    removal.kill()
    removal, elsewhere = asked("elsewhere", wine_path(office))
    assert within == usual < elsewhere, "what is deleted is not said to stay"
    for _question in range(2):
        windows.press("Left", "Return", pause=1)
    wait_for(lambda: not data.exists())
    assert (office / "didar.db").read_text() == "visits"
    windows.stop()
    shutil.rmtree(office)


def test_who_has_a_didar_of_his_own_beside_the_one_for_all_is_told_what_to_do(windows, setup_of, box):
    def refused(name):
        running = windows.start(setup_of("0.2.0"), "/LANG=fa")
        height = box(f"refusal-for-all-{name}")
        windows.press("Escape")
        assert running.end(60).code == 11
        return height

    assert windows.run(setup_of("0.1.0"), "/S").code == 0
    assert windows.run(setup_of("0.2.0", all_users=True), "/S").code == 0
    own_too = refused("own-too")
    uninstall(windows, windows.local / "Programs" / "Didar")
    assert refused("alone") < own_too


def wait_for(done, seconds=60, every=0.2):
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(every)
