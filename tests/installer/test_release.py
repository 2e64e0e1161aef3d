"""What goes to offices: built of a commit, not too large to be sent, and readable for every Windows."""

import shutil
import struct

import pytest

from installer import pack, publisher
from installer.__main__ import main as build
from installer.parts import Stopped, locked
from installer.tools import COMPILER, RESOURCES, SETUPS
from installer.tree import list_files

VERSION = "7.31.2"


@pytest.mark.parametrize("committed", [True, False])
def test_a_release_of_what_stands_in_no_commit_is_refused(committed, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("installer.publisher.built_in_keys", dict)
    monkeypatch.setattr("installer.tree.is_committed", lambda: committed)
    monkeypatch.setattr("installer.__main__.BUILD", tmp_path)

    def built(tree, *_parts, release):
        assert release, "of a release all is compiled anew"
        tree.mkdir()

    monkeypatch.setattr("installer.tree.build", built)
    assert build(["build", "--release", "--tree-only"]) == (0 if committed else 1)
    assert ("Stopped: something here stands in no commit" in capsys.readouterr().err) is not committed
    assert (tmp_path / "tree").exists() is committed


@pytest.fixture(scope="module")
def setup(tmp_path_factory):
    """Packed as a release is, but of a single file."""
    if without := [tool for tool in (COMPILER, RESOURCES, SETUPS) if not shutil.which(tool)]:
        pytest.skip(f"not installed: {', '.join(without)}")
    tree = tmp_path_factory.mktemp("tree")
    (tree / "program").mkdir()
    (tree / "program" / "one.txt").write_text("1")
    list_files(tree)
    return pack.setup(tree, VERSION, out=tmp_path_factory.mktemp("out"), say=lambda _: None)


def machine(program):
    data = program.read_bytes()
    at = struct.unpack_from("<I", data, 0x3C)[0]
    assert data[at : at + 4] == b"PE\0\0"
    return struct.unpack_from("<H", data, at + 4)[0]


def test_the_setup_starts_on_a_32_bit_windows_too_to_say_there_that_it_will_not_do(setup):
    assert machine(setup) == 0x14C
    assert machine(setup.parent / "made" / "Didar.exe") == 0x8664


def test_the_publisher_knows_which_version_it_is(setup):
    assert [publisher._says(setup, name) for name in ("ProductName", "ProductVersion")] == ["Didar", VERSION]


@pytest.mark.parametrize("program", ["Didar.exe", "didar-console.exe"])
def test_the_launchers_tell_windows_what_they_know_and_which_version_they_are(setup, program):
    data = (setup.parent / "made" / program).read_bytes()
    for told in (">PerMonitorV2, PerMonitor</dpi", "<longPathAware ", ">true</longPath", ">UTF-8</activeCodePage>"):
        assert told.encode() in data, told
    for name, value in (("FileVersion", VERSION), ("ProductVersion", VERSION), ("FileDescription", "دیدار")):
        key = f"{name}\0".encode("utf-16-le")
        assert data.count(key) == 1
        after = data[data.index(key) + len(key) :][:40].decode("utf-16-le", "replace")
        assert after.lstrip("\0").startswith(f"{value}\0"), name
    numbers = struct.pack("<IHHHH", 0xFEEF04BD, 0, 1, 31, 7)
    assert numbers in data, "what the update and Windows compare"


@pytest.fixture
def packed(monkeypatch, tmp_path):
    """packed(fast=True): a setup of 101 bytes where 100 are the most."""

    def run(*words):
        for word in words:
            if word.startswith("-DOUT="):
                (tmp_path / word.removeprefix("-DOUT=")).write_bytes(bytes(101))

    monkeypatch.setattr(pack, "_run", run)
    monkeypatch.setattr(pack, "need", lambda *_: None)
    monkeypatch.setattr(pack, "LARGEST", 100)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "files.txt").write_text("")
    return lambda **more: pack.setup(tmp_path / "tree", VERSION, out=tmp_path, say=lambda _: None, **more)


def test_a_release_that_is_too_large_to_be_sent_is_refused_by_name_and_size(packed, monkeypatch, tmp_path):
    before = tmp_path / f"DidarSetup-{VERSION}.exe"
    before.write_text("of another build")
    with pytest.raises(Stopped, match=r"DidarSetup-7\.31\.2\.exe has 101 bytes, more than the 100"):
        packed()
    assert not before.exists()
    monkeypatch.setattr(pack, "LARGEST", 101)
    assert packed().exists()


@pytest.mark.parametrize("way", ["fast", "stored"])
def test_one_that_is_packed_to_try_it_may_be_large(packed, way):
    assert packed(**{way: True}).exists()


def test_the_signature_of_the_finished_setup_is_looked_at(packed, osslsigncode, tmp_path):
    """As nobody says what happened to the file after it was signed."""
    signing = pack.Signing(tmp_path / "cert.pem", tmp_path / "key.pem")
    with pytest.raises(Stopped, match=r"DidarSetup-7\.31\.2\.exe: its signature does not hold"):
        packed(fast=True, sign=signing)


def test_sixty_megabytes_are_the_most():
    assert pack.LARGEST == 60_000_000


def test_a_setup_whose_pictures_another_qt_or_pillow_drew_says_so(packed, monkeypatch, capsys):
    """windows.lock pins those that are packed; these two are the building PC's own."""
    monkeypatch.setattr("installer.pack.metadata.version", {"pillow": "1.0", "pyside6-essentials": "2.0"}.get)
    packed(fast=True)
    told = capsys.readouterr().out
    assert "pillow 1.0 draws icon and pictures, not " in told
    assert "pyside6-essentials 2.0 draws" in told
    monkeypatch.setattr("installer.pack.metadata.version", {line.name: line.version for line in locked()}.get)
    packed(fast=True)
    assert "draws" not in capsys.readouterr().out
