"""A program for one user is his alone to change, wherever he has it put."""

import os
import shutil
from pathlib import Path

import pytest

from tests.installer.test_folders import looked
from tests.installer.test_setup import in_folder, tell, uninstall, versions


@pytest.fixture
def open_drive(windows):
    """A second drive: into its root, and into what is made there, every user may write."""
    before = os.umask(0)
    folder, letter = windows.folder / "second", windows.folder / "prefix" / "dosdevices" / "d:"
    folder.mkdir()
    letter.symlink_to(folder)
    yield folder
    os.umask(before)
    letter.unlink()
    folder.rmdir()


def others_may_write(path):
    return bool(path.stat().st_mode & 0o002)


def test_elsewhere_than_in_the_profile_other_users_cannot_change_it(windows, setup_of, open_drive):
    folder = open_drive / "Didar"
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\Didar")).code == 0
    assert not others_may_write(folder)
    folder.chmod(0o777)  # as setups before this one left it
    assert windows.run(setup_of("0.2.0"), "/S").code == 0
    assert not others_may_write(folder)
    assert tell(windows, folder)[0]["version"] == "0.2.0"
    uninstall(windows, folder)
    windows.wait()
    assert not folder.exists()


def test_neither_can_they_put_another_one_of_its_name_in_its_place(windows, setup_of, open_drive):
    folder = open_drive / "programs" / "Didar"
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\programs\Didar")).code == 0
    assert not others_may_write(folder.parent)
    uninstall(windows, folder)
    windows.wait()


def test_a_half_space_in_a_name_makes_no_difference(windows, setup_of, open_drive):
    folder = open_drive / "برنامه‌های اداره" / "Didar"
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(rf"D:\{folder.parent.name}\Didar")).code == 0
    assert list(open_drive.iterdir()) == [folder.parent]
    assert not others_may_write(folder.parent)
    uninstall(windows, folder)
    windows.wait()
    assert not list(open_drive.iterdir())


def test_what_others_could_move_away_from_above_it_is_refused(windows, setup_of, open_drive, tmp_path):
    (open_drive / "A" / "B").mkdir(parents=True)
    (open_drive / "A" / "B").chmod(0o755)
    helper = Path(shutil.copy(setup_of("0.1.0").parent / "made" / "helper.exe", tmp_path))
    assert looked(windows, helper, r"D:\A\B\Didar") == (10, "own"), "as long as another one can be chosen"
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\A\B\Didar")).code == 10
    assert not list((open_drive / "A" / "B").iterdir())
    (open_drive / "A").chmod(0o755)
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\A\B\Didar")).code == 0
    uninstall(windows, open_drive / "A" / "B" / "Didar")
    windows.wait()
    (open_drive / "A" / "B").rmdir()
    (open_drive / "A").rmdir()


def test_what_else_lies_there_keeps_its_rights_and_is_refused_where_others_may_write(windows, setup_of, open_drive):
    letters = open_drive / "letters"
    (letters / "1405-07").mkdir(parents=True)  # named as a version is
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\letters")).code == 10
    assert others_may_write(letters)
    letters.chmod(0o755)
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\letters")).code == 0
    assert letters.stat().st_mode & 0o777 == 0o755
    uninstall(windows, letters)
    windows.wait()
    (letters / "1405-07").rmdir()
    letters.rmdir()


def test_an_empty_folder_that_somebody_left_there_is_made_his_own(windows, setup_of, open_drive):
    folder = open_drive / "Didar"
    folder.mkdir(mode=0o777)
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\Didar")).code == 0
    assert not others_may_write(folder)
    uninstall(windows, folder)
    windows.wait()
    folder.exists() and folder.rmdir()  # it was there before


def test_where_that_cannot_be_it_is_refused_but_an_upgrade_goes_on(windows, broken_setup, setup_of, open_drive):
    setup = broken_setup("own", "return 10;")
    assert windows.run(setup, "/S", *in_folder(r"D:\Didar")).code == 10
    assert not (open_drive / "Didar").exists()
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\Didar")).code == 0
    assert windows.run(setup, "/S").code == 0
    assert versions(open_drive / "Didar") == ["0.2.0-2"]
    uninstall(windows, open_drive / "Didar")
    windows.wait()


def test_the_folders_of_the_profile_stay_as_they_are(windows, setup_of, open_drive):
    assert windows.run(setup_of("0.1.0"), "/S").code == 0
    assert others_may_write(windows.local / "Programs")


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives folders away")
def test_a_folder_that_another_user_laid_there_is_refused(windows, setup_of, open_drive):
    """Whoever owns it may write into it again whenever he likes."""
    for path in (open_drive / "Didar", open_drive / "A"):
        path.mkdir(mode=0o755)
        os.chown(path, 12345, 12345)
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\Didar")).code == 10
    assert windows.run(setup_of("0.1.0"), "/S", *in_folder(r"D:\A\Didar")).code == 10
    for path in (open_drive / "Didar", open_drive / "A"):
        assert not list(path.iterdir())
        path.rmdir()
