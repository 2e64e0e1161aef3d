"""Where Didar lies: which folder will do, and that an installation is found again in it."""

import shutil
from functools import partial
from pathlib import Path

from tests.installer.test_interrupted import wait_for
from tests.installer.test_setup import in_folder, tell, uninstall, value, versions, wine_path


def test_a_folder_that_will_not_do_is_refused(windows, setup_of):
    (windows.local / "Didar").mkdir()
    long, data = "C:\\" + "\\".join(["a" * 60] * 4), wine_path(windows.local / "Didar")
    for folder in (long, data, data + r"\in"):
        assert windows.run(setup_of("0.1.0"), "/S", *in_folder(folder)).code == 10, folder
    assert not (windows.drive / ("a" * 60)).exists()
    assert list((windows.local / "Didar").iterdir()) == []


def test_why_a_folder_will_not_do_is_told(windows, setup_of, tmp_path, monkeypatch):
    helper = Path(shutil.copy(setup_of("0.1.0").parent / "made" / "helper.exe", tmp_path))
    look = partial(looked, windows, helper)
    (windows.drive / "file.txt").write_text("")
    assert look(r"C:\new\Didar") == (0, "0.1.0-1")
    assert not (windows.drive / "new").exists()  # tried, and left as it was
    assert look(r"C:\file.txt\Didar") == (10, "rights")
    assert look("C:\\" + "a" * 150) == (10, "long")
    assert look(r"C:\new", "4000000000") == (10, "full")
    for data in (r"C:\DATA\in", r"C:\x\..\data", "C:\\data\\"):
        assert look(data) == (10, "data")
    monkeypatch.setattr(windows, "more", {"DIDAR_HOME": r"C:\The Office"})
    for data in (r"C:\The Office", r"C:\The Office\program"):
        assert look(data) == (10, "data")
    monkeypatch.setattr(windows, "more", {"DIDAR_HOME": "C:\\"})
    assert look(r"C:\new\Didar") == (10, "data")
    monkeypatch.setattr(windows, "more", {})
    for drive in ("C:\\", r"C:\.", r"C:\x\.."):
        assert look(drive) == (10, "rights")
    for odd in (r"C:\odd. \Didar", r"C:\odd.\Didar", "C:\\Didar. "):
        assert look(odd) == (10, "rights")
    assert not (windows.drive / "odd").exists()


def looked(windows, helper, folder, kilobytes="1"):
    """What the setup says of a folder when it is chosen."""
    code = windows.run(helper, "look", folder, "0.1.0", "100", kilobytes, r"C:\data").code
    return code, (helper.parent / "said.txt").read_bytes().decode("utf-16-le")


def test_a_folder_that_windows_cannot_have_is_refused_and_not_replaced_by_the_usual_one(windows, setup_of):
    for folder in (r"C:\.", r"Q:\Didar", "E:/Didar", r"Programs\Didar", '"C:\\Didar"'):
        assert windows.run(setup_of("0.1.0"), "/S", *in_folder(folder)).code == 10, folder
    assert not (windows.local / "Programs").exists()


def test_what_the_office_keeps_beside_the_program_is_never_taken_for_a_version(windows, setup_of):
    """A folder of this month's letters bears a name like a version's: 1403-07 is newer than all of them."""
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\Office")).code == 0
    folder = windows.drive / "Office"
    for name in ("1403-07", "0.0.5-1", "1403-07.part"):
        (folder / name).mkdir()
        (folder / name / "letter.txt").write_text("to the governor")
    assert windows.run(setup_of("0.2.0"), "/S").code == 0
    assert tell(windows, folder)[0]["version"] == "0.2.0"
    uninstall(windows, folder)
    assert sorted(each.name for each in folder.iterdir()) == ["0.0.5-1", "1403-07", "1403-07.part"]
    assert (folder / "1403-07" / "letter.txt").read_text() == "to the governor"
    shutil.rmtree(folder)


def test_another_programs_folder_is_left_alone(windows, setup_of):
    other = windows.drive / "Other"
    other.mkdir()
    (other / "Uninstall.exe").write_text("its own")
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\Other")).code == 10
    assert [each.name for each in other.iterdir()] == ["Uninstall.exe"]
    assert (other / "Uninstall.exe").read_text() == "its own"
    other = other.rename(windows.drive / "Didar")  # whatever it is called
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\Didar")).code == 10
    shutil.rmtree(other)


def test_where_the_remover_alone_was_left_didar_is_installed_again(windows, setup_of):
    """A silent removal by `_?=` leaves it, and its folder may have any name."""
    folder = windows.drive / "Place"
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\Place")).code == 0
    assert windows.run(folder / "Uninstall.exe", "/S", r"_?=C:\Place").code == 0
    assert [each.name for each in folder.iterdir()] == ["Uninstall.exe"]
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\Place")).code == 0
    assert tell(windows, folder)[0]["version"] == "0.1.0"
    uninstall(windows, folder)
    shutil.rmtree(folder, ignore_errors=True)


def test_a_folder_of_the_users_own_may_have_persian_letters_and_spaces(windows, setup_of):
    offices = windows.drive / "برنامه های اداره"
    offices.mkdir()
    assert windows.run(setup_of("0.1.0"), "/S", "/PATH=1", *in_folder(r"C:\برنامه های اداره\تازه\Didar")).code == 0
    folder = offices / "تازه" / "Didar"
    assert tell(windows, folder)[0]["version"] == "0.1.0"
    assert windows.run(setup_of("0.2.0"), "/S").code == 0  # found again without /D
    assert versions(folder) == ["0.2.0-2"]
    assert windows.run(setup_of("0.2.0"), "/S", *in_folder(r"C:\other")).code == 10
    uninstall(windows, folder)
    assert list(offices.iterdir()) == []  # what the setup made above its own folder goes too, the office's own stays
    offices.rmdir()


def test_a_half_space_is_a_letter_of_a_folders_name(windows, setup_of):
    """Windows' order of words passes over it."""
    offices, others = windows.drive / "برنامه‌های اداره", windows.drive / "برنامههای اداره"
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder("C:\\" + offices.name)).code == 0
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder("C:\\" + others.name)).code == 10
    assert windows.run(setup_of("0.2.0"), "/S", *in_folder("c:\\" + offices.name)).code == 0
    assert versions(offices) == ["0.2.0-2"]
    assert not others.exists()
    uninstall(windows, offices)
    assert not list(windows.drive.glob("برنامه*"))


def test_an_installation_whose_launcher_was_taken_away_is_found_again(windows, setup_of):
    """As an antivirus may, of a program that nobody has signed."""
    assert windows.run(setup_of("0.2.0"), "/S", "/PATH=1", "/DESKTOP=0", *in_folder(r"C:\Place")).code == 0
    folder = windows.drive / "Place"
    (folder / "Didar.exe").unlink()
    assert windows.run(setup_of("0.1.0"), "/S").code == 8
    assert windows.run(setup_of("0.2.0"), "/S", *in_folder(r"C:\other")).code == 10
    assert windows.run(setup_of("0.2.0"), "/S").code == 0
    assert tell(windows, folder)[0]["version"] == "0.2.0"
    assert versions(folder) == ["0.2.0-2"]
    assert value(windows, r"Software\Didar", "CommandLine") == "0x1"
    assert not list(windows.drive.rglob("Desktop/دیدار.lnk"))
    assert not (windows.local / "Programs").exists()
    uninstall(windows, folder)
    assert not folder.exists()


def test_a_folder_may_be_named_in_another_way(windows, setup_of):
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\x\..\Place\.\Didar")).code == 0
    assert value(windows, r"Software\Didar", "InstallDir") == r"C:\Place\Didar"
    assert windows.run(setup_of("0.2.0"), "/S", *in_folder(r"C:\Place\y\..\Didar\\")).code == 0
    assert versions(windows.drive / "Place" / "Didar") == ["0.2.0-2"]
    uninstall(windows, windows.drive / "Place" / "Didar")
    assert not (windows.drive / "Place").exists()


def test_a_first_setup_that_did_not_come_to_its_end_leaves_no_folder_behind_the_removal(windows, setup_of):
    first = windows.start(setup_of("0.1.0"), "/S", *in_folder(r"C:\The\Place\Didar"))
    folder = windows.drive / "The" / "Place" / "Didar"
    wait_for((folder / "0.1.0-1.part").exists, every=0.001)
    first.kill()
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\The\Place\Didar")).code == 0
    assert tell(windows, folder)[0]["version"] == "0.1.0"
    uninstall(windows, folder)
    assert not (windows.drive / "The").exists()


def test_where_the_folder_is_gone_didar_is_installed_anew(windows, setup_of):
    assert windows.run(setup_of("0.2.0"), "/S", *in_folder(r"C:\Place")).code == 0
    shutil.rmtree(windows.drive / "Place")
    assert windows.run(setup_of("0.1.0"), "/S").code == 0
    assert versions(windows.local / "Programs" / "Didar") == ["0.1.0-1"]


def test_the_usual_folder_too_is_refused_where_didar_lies_in_another_one(windows, setup_of):
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"C:\Place")).code == 0
    usual = wine_path(windows.local / "Programs" / "Didar")
    assert windows.run(setup_of("0.2.0"), "/S", *in_folder(usual)).code == 10
    assert versions(windows.drive / "Place") == ["0.1.0-1"]
    uninstall(windows, windows.drive / "Place")
