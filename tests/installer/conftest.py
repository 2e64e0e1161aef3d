"""The runtime as it was fetched, and a Windows for the setup: skipped where nobody has fetched or installed them."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from installer import keep, pack, runtime, tree
from installer.__main__ import BUILD
from installer.parts import pins
from installer.wine import prefix
from tests.installer import small


@pytest.fixture(scope="session")
def cache():
    if not all((BUILD / "cache" / part.file).exists() for part in pins().sdists):
        pytest.skip("the runtime is not fetched: installer/build fetches it")
    return BUILD / "cache"


@pytest.fixture(scope="session")
def osslsigncode():
    return shutil.which("osslsigncode") or pytest.skip("osslsigncode is not installed")


@pytest.fixture(scope="session")
def fetched(tmp_path_factory, cache):
    """The runtime, laid out and pruned; tests copy it before they touch it."""
    raw = runtime.of_pins(tmp_path_factory.mktemp("runtime"), cache, pins())
    runtime.prune(raw, keep.read().library)
    return raw


@pytest.fixture(scope="session")
def built_tree():
    """The tree that was built last, maybe of other sources: for its runtime alone."""
    if not (BUILD / "tree" / "files.txt").exists():
        pytest.skip("the tree is not built: installer/build --tree-only")
    return BUILD / "tree"


@pytest.fixture(scope="session")
def whole_tree(built_tree):
    """The tree as it is shipped; one that was built of other sources would tell nothing of these."""
    if not tree.is_of_now(built_tree):
        pytest.skip("the tree is of another day: installer/build --tree-only makes it anew")
    return built_tree


@pytest.fixture(scope="session")
def wine_tools():
    if without := prefix.missing():
        pytest.skip(f"not installed: {', '.join(without)}")


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A folder that all workers of the run see, and a way to make something in it once."""
    base = tmp_path_factory.getbasetemp()
    return Shared(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def display(wine_tools):
    with prefix.screen() as name:
        yield name


@pytest.fixture(scope="session")
def blank(shared, display, tmp_path_factory):
    """A fresh Windows of this worker: copied, as making one takes twenty seconds."""
    made = shared.once("windows", lambda folder: prefix.make(folder, display))
    copy = prefix.Prefix(made, display).copy(tmp_path_factory.mktemp("wine") / "home")
    yield copy
    copy.stop()
    shutil.rmtree(copy.folder, ignore_errors=True)  # 700 MB


@pytest.fixture
def windows(blank):
    """That Windows, as nobody had touched it."""
    blank.stop()
    for hive in ("system.reg", "user.reg", "userdef.reg"):
        kept = blank.folder / f"{hive}.kept"
        if not kept.exists():
            shutil.copy(blank.folder / "prefix" / hive, kept)
        shutil.copy(kept, blank.folder / "prefix" / hive)
    for link in blank.drive.rglob("دیدار.lnk"):
        link.unlink()
    for left in (blank.drive / "windows" / "temp").iterdir():
        remove(left)
    for name in ("Programs", "Didar", "opened.txt"):
        remove(blank.local / name)
    remove(blank.drive / "Program Files" / "Didar")
    yield blank
    blank.stop()


def remove(path):
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def setup_of(shared, built_tree, wine_tools):
    """setup_of("0.1.0"): the small setup of that version; further words go to installer.pack."""

    def made(version, **more):
        name = "-".join(["setup", version, *map(str, more)])
        folder = shared.once(name, lambda folder: small.make_setup(folder, built_tree, version, **more))
        (found,) = folder.glob("DidarSetup-*.exe")
        return found

    return made


@pytest.fixture
def installed(windows, setup_of):
    """The folder of the small program's version 0.1.0."""
    assert windows.run(setup_of("0.1.0"), "/S").code == 0
    return windows.local / "Programs" / "Didar"


@pytest.fixture
def broken_setup(built_tree, setup_of, tmp_path, monkeypatch):
    """broken_setup("busy", "return 1;"): the setup of 0.2.0 with this body for a function of its helper."""
    compiled, kept = pack._run, setup_of("0.2.0").parent / "made"
    monkeypatch.setattr(pack, "_launcher", lambda made, program, _version: shutil.copy(kept / program, made))

    def made(function, body):
        source = tmp_path / f"{function}.c"
        source.write_text(f"#include <windows.h>\nint __wrap_{function}(const wchar_t *to)\n{{ (void)to; {body} }}\n")

        def spoilt(*command):
            helper = any(word.endswith("helper.c") for word in command)
            compiled(*command, *((str(source), f"-Wl,--wrap={function}") if helper else ()))

        monkeypatch.setattr(pack, "_run", spoilt)
        return small.make_setup(tmp_path / function, built_tree, "0.2.0")

    return made


@pytest.fixture
def pictures(tmp_path):
    """Where screenshots go: the folder that installer/test names, to be looked at."""
    folder = Path(os.environ.get("DIDAR_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Shared:
    def __init__(self, folder):
        self.folder = folder

    def once(self, name, make):
        folder = self.folder / name
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (done := self.folder / f"{name}.done").exists():
                shutil.rmtree(folder, ignore_errors=True)  # what a try that failed left
                make(folder)
                done.touch()
        return folder
