"""From parts to a tree: the same parts make the same bytes, and the commit's time is told or asked for."""

import hashlib
import random
import subprocess

import pytest

from installer import keep, parts, tree, wheels
from installer.parts import Stopped
from installer.tree import commit_time, list_files, pack_program, pack_runtime, pack_site, set_times

KEPT = keep.read()


class Pretended:
    """In the compiler's place: byte code that tells which source it is of."""

    def compiled(self, sources):
        return {source.name: hashlib.sha256(source.text).digest() for source in sources}


def test_two_trees_of_the_same_parts_are_equal_byte_for_byte(fetched, cache, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795744244")
    opened = wheels.opened(parts.fetch_wheels(cache), KEPT)
    for name in ("one", "two"):
        random.shuffle(opened)
        pack_runtime(fetched, tmp_path / name / "runtime", Pretended(), KEPT)
        pack_site(opened, tmp_path / name / "site", Pretended(), KEPT)
        pack_program(tree.ROOT, tmp_path / name / "program", Pretended())
        set_times(tmp_path / name, commit_time())
        list_files(tmp_path / name)
    one, two = ((tmp_path / name / "files.txt").read_text(encoding="utf-8") for name in ("one", "two"))
    assert one == two
    assert "runtime\\python313.zip" in one


def test_a_catalogue_without_its_texts_is_not_packed(tmp_path):
    """One of a language that is gone lies on in a folder in use, where git does not tell of it."""
    for name in ("fa/didar.po", "fa/didar.mo", "en/didar.mo"):
        path = tmp_path / "root" / "resources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    pack_program(tmp_path / "root", tmp_path / "program", Pretended())
    packed = [path for path in (tmp_path / "program" / "resources").rglob("*") if path.is_file()]
    assert packed == [tmp_path / "program/resources/fa/didar.mo"]


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """The program in small, committed, with what git is told to ignore beside it."""
    root = tmp_path / "root"
    written(root, "app/gate.py", "resources/fa/didar.po")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "-c", "user.name=a", "-c", "user.email=a", "commit", "--quiet", "--message", "One")
    (root / ".git" / "info" / "exclude").write_text("*.orig\n*.mo\nbuild/\n")
    written(root, "app/build/__init__.py", "app/gate.py.orig", "resources/en/didar.mo", "resources/fa/didar.mo")
    monkeypatch.setattr(tree, "ROOT", root)
    monkeypatch.setattr(tree, "version", lambda: "0.1.0")
    return root


def written(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("1")


def git(root, *words):
    subprocess.run(("git", "-C", root, *words), check=True)


def packed_of(root, folder):
    pack_program(root, folder, Pretended())
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in files if "dist-info" not in name}


COMMITTED = {"app/gate.py", "app/__pycache__/gate.cpython-313.pyc", "resources/fa/didar.mo"}


def test_what_git_does_not_track_is_not_packed(clone, tmp_path):
    """A clone of the commit has none of it, so nobody could build the same again."""
    assert tree.is_committed()
    assert packed_of(clone, tmp_path / "one") == COMMITTED
    of = tree.sources()
    written(clone, "app/new.py")
    assert packed_of(clone, tmp_path / "two") == COMMITTED
    assert tree.sources() == of
    assert not tree.is_committed()
    git(clone, "add", "app/new.py")
    assert packed_of(clone, tmp_path / "three") >= {*COMMITTED, "app/new.py"}
    assert not tree.is_committed()
    (clone / "app" / "gate.py").unlink()
    assert "app/gate.py" not in packed_of(clone, tmp_path / "four")


def test_where_git_knows_nothing_all_is_packed_and_nothing_is_committed(clone, tmp_path):
    """As in an archive of the sources, which may be unpacked where another project's git ignores it."""
    git(clone, "rm", "-r", "--quiet", "--cached", ".")
    git(clone, "-c", "user.name=a", "-c", "user.email=a", "commit", "--quiet", "--message", "None")
    (clone / ".git" / "info" / "exclude").write_text("*")
    assert not tree.is_committed()
    assert packed_of(clone, tmp_path / "program") >= {*COMMITTED, "app/build/__init__.py"}


def test_the_time_is_the_commits_or_the_one_that_is_given(monkeypatch, tmp_path):
    assert commit_time() > 1_795_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12345")
    assert commit_time() == 12345
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(Stopped, match="yesterday"):
        commit_time()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(Stopped, match="SOURCE_DATE_EPOCH"):
        commit_time()
    assert not tree.is_committed()


def test_a_tree_of_other_sources_is_known_as_such(monkeypatch, tmp_path):
    """Else the tests would install and walk through what was built last week."""
    for name in ("app/one.py", "resources/fa.mo", "installer/keep.toml", "installer/setup/didar.nsi"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    built = tmp_path / "build" / "tree"
    built.mkdir(parents=True)
    assert not tree.is_of_now(built)
    tree.mark(built, tree.sources())
    assert tree.is_of_now(built)
    for name, other in (("resources/fa.mo", False), ("installer/setup/didar.nsi", False), ("app/two.py", True)):
        (tmp_path / name).write_text("2")
        assert tree.is_of_now(built) is not other, name
    (tmp_path / "app/two.py").unlink()
    assert tree.is_of_now(built)
    (tmp_path / "installer/keep.toml").write_text("2")
    assert not tree.is_of_now(built)
