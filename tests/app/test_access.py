"""Who may read and write files on this PC, where modes and owners say it (tests/installer has the Windows side)."""

import os

import pytest

from app import access
from app.access import administrators_alone_write, keep_private, names_another_pc, others_can_read
from app.files import write_new


def test_a_private_folder_is_its_owners_alone(tmp_path):
    folder = tmp_path / "دفتر من"
    folder.mkdir(mode=0o755)
    keep_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_private_file_is_its_owners_alone(tmp_path):
    file = tmp_path / "file"
    file.touch(mode=0o644)
    keep_private(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert not others_can_read(file)


@pytest.mark.parametrize(("mode", "open_to_others"), [(0o600, False), (0o640, True), (0o604, True), (0o622, False)])
def test_whether_others_can_read_a_file_is_told(tmp_path, mode, open_to_others):
    file = tmp_path / "file"
    file.touch()
    file.chmod(mode)
    assert others_can_read(file) is open_to_others


def test_what_is_no_file_is_nobodys_to_read(tmp_path):
    tmp_path.chmod(0o755)
    assert not others_can_read(tmp_path)


def test_where_no_rights_are_taken_a_file_is_written_all_the_same(tmp_path, monkeypatch):
    def refused(path):
        raise PermissionError(path)

    monkeypatch.setattr("app.files.keep_private", refused)
    write_new(tmp_path / "report.pdf", b"%PDF")
    assert (tmp_path / "report.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_stick_or_the_share_says_itself_who_reads_what_is_written_there(tmp_path, monkeypatch, elsewhere):
    kept = []
    monkeypatch.setattr("app.files.keep_private", kept.append)
    monkeypatch.setattr("app.files.goes_elsewhere", lambda folder: elsewhere and folder == tmp_path)
    write_new(tmp_path / "report.pdf", b"%PDF")
    assert bool(kept) is not elsewhere


@pytest.mark.parametrize(
    "path",
    [
        r"\\server\share\x.dll",
        "//server/share/x.dll",
        r"\/server/share/x.dll",
        r"/\server\share\x.dll",
        r"\\?\UNC\server\share\x.dll",
        r"\/?\UNC\server\share\x.dll",
        r"\\.\UNC\server\share\x.dll",
        r"\??\UNC\server\share\x.dll",
        r"\\?\GLOBALROOT\Device\Mup\server\share\x.dll",
    ],
)
def test_another_pc_is_known_by_the_letters_of_a_path(path):
    """As Windows would take them: by then it has sent the user's name and the hash of his password there."""
    assert names_another_pc(path)


@pytest.mark.parametrize(
    "path", ["C:\\x.dll", "C:/x.dll", "/usr/lib/x.so", "x.so", "..\\x.dll", r"C:\a\\b.dll", "", "?/x"]
)
def test_a_file_of_this_pc_is_none_of_anothers(path):
    assert not names_another_pc(path)


@pytest.fixture
def of_root(tmp_path, monkeypatch):
    """Its paths are as an installer leaves them, except where a test says otherwise: {path: (owner, mode)}."""
    told = {}
    real = access.Path.stat

    def stat(path, **words):
        found = list(real(path, **words))
        owner, mode = told.get(path, (0, found[0] & ~0o022))
        return os.stat_result([mode, *found[1:4], owner, *found[5:]])

    monkeypatch.setattr(access.Path, "stat", stat)
    return told


def test_what_administrators_alone_wrote_is_known_all_folders_up(tmp_path, of_root):
    file = tmp_path / "preset.toml"
    file.touch()
    assert administrators_alone_write(file)


@pytest.mark.parametrize("which", ["the file", "its folder", "a folder above"])
@pytest.mark.parametrize("rights", [(1000, 0o755), (0, 0o775), (0, 0o757), (0, 0o1777)])
def test_what_another_could_have_put_there_is_not_administrators(tmp_path, of_root, which, rights):
    file = tmp_path / "preset.toml"
    file.touch()
    of_root[{"the file": file, "its folder": tmp_path, "a folder above": tmp_path.parent}[which]] = rights
    assert not administrators_alone_write(file)


def test_a_link_in_a_folder_of_another_is_not_administrators(tmp_path, of_root):
    (tmp_path / "theirs").touch()
    (tmp_path / "open").mkdir()
    link = tmp_path / "open" / "preset.toml"
    link.symlink_to(tmp_path / "theirs")
    assert administrators_alone_write(link)
    of_root[tmp_path / "open"] = (1000, 0o755)
    assert not administrators_alone_write(link)


def test_a_link_into_a_folder_of_another_is_not_administrators_either(tmp_path, of_root):
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "theirs").touch()
    link = tmp_path / "preset.toml"
    link.symlink_to(tmp_path / "open" / "theirs")
    assert administrators_alone_write(link)
    of_root[tmp_path / "open"] = (1000, 0o755)
    assert not administrators_alone_write(link)


def test_what_is_not_there_is_not_administrators(tmp_path):
    assert not administrators_alone_write(tmp_path / "missing")
