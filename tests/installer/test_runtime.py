"""A release engineer's own Python: taken when its hash is pinned and its sources are there."""

import dataclasses
import io
import tarfile
import zipfile
from contextlib import nullcontext

import pytest

from installer import keep, runtime, tree
from installer.__main__ import main as build
from installer.parts import Own, Pins, Stopped, pins, sha256
from installer.proof import prove
from installer.signatures import Verifier

NOTHING = Pins("3.13.2", (), ())


def pinned(path):
    return dataclasses.replace(NOTHING, own=(Own(path.name, "3.13.2", sha256(path)),))


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as made:
        for name in files:
            made.writestr(name, b"")
    return path


def test_a_python_that_is_not_pinned_is_refused_with_its_hash_and_what_to_do(tmp_path):
    path = zipped(tmp_path / "python.zip", ["python.exe", "Lib/os.py"])
    with pytest.raises(Stopped, match=f'not pinned.*python.org(.|\n)*sha256 = "{sha256(path)}"'):
        runtime.of_zip(tmp_path / "work", path, NOTHING)


@pytest.mark.parametrize("words", [["--runtime", "none.zip"], ["--sign", "cert.pem", "key.pem"]])
def test_a_file_that_is_not_there_is_named_before_anything_is_built(words, capsys):
    assert build(["build", *words]) == 1
    assert f"Stopped: {words[1]}: there is no such file" in capsys.readouterr().err


def test_an_embeddable_zip_is_refused_as_its_byte_code_cannot_be_proven(tmp_path):
    path = zipped(tmp_path / "python.zip", ["python.exe", "python313.zip", "python.cat"])
    with pytest.raises(Stopped, match="no library sources"):
        runtime.of_zip(tmp_path / "work", path, pinned(path))


def test_what_is_no_python_is_refused(tmp_path):
    path = zipped(tmp_path / "python.zip", ["readme.txt"])
    with pytest.raises(Stopped, match=r"no python\.exe"):
        runtime.of_zip(tmp_path / "work", path, pinned(path))
    path.write_bytes(b"no zip")
    with pytest.raises(Stopped, match="no zip"):
        runtime.of_zip(tmp_path / "work", path, pinned(path))


def test_a_zip_that_leads_out_of_its_folder_is_refused(tmp_path):
    path = zipped(tmp_path / "python.zip", ["python.exe", "Lib/os.py", "DLLs/../../evil.dll"])
    with pytest.raises(Stopped, match="leads out"):
        runtime.of_zip(tmp_path / "work", path, pinned(path))


def parts_of(cache):
    """All files of both source distributions, by their place in an installation."""
    for part in pins().sdists:
        with tarfile.open(cache / part.file) as tar:
            inner = zipfile.ZipFile(io.BytesIO(tar.extractfile(part.inner).read()))
        names = (name for name in inner.namelist() if not name.endswith("/"))
        yield from ((name.removeprefix(part.folder), inner.read(name)) for name in names)


@pytest.fixture
def own(tmp_path, cache):
    """A full Python in one zip, as python.org packs it, and with a file by which it is known from the pinned one."""
    path = tmp_path / "python-3.13.2-amd64.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, data in dict(parts_of(cache)).items():
            if not name.startswith(("Scripts", "tcl", "include")):
                made.writestr(name, data)
        made.writestr("own.dll", b"")
    return path


def test_a_full_python_of_ones_own_is_laid_out_and_proven(tmp_path, own, osslsigncode):
    raw = runtime.of_zip(tmp_path / "work", own, pinned(own))
    runtime.prune(raw, keep.read().library)
    with Verifier(osslsigncode) as verifier:
        prove(raw, keep.read().runtime, verifier)


def as_it_is(files):
    return files


def replaced(name, other):
    return lambda files: files | {f"Lib/{name}": files[f"Lib/{other}"]}


def without(name):
    return lambda files: {each: data for each, data in files.items() if each != f"Lib/{name}"}


def without_its_own_catalogue(change):
    return lambda files: {name: data for name, data in change(files).items() if name != "DLLs/python_lib.cat"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (as_it_is, None),
        (without("secrets.py"), r"python_lib\.cat names 1 file\(s\) that are not in Lib"),
        (without("pdb.py"), r"python_lib\.cat names 1 file\(s\) that are not in Lib"),
        (replaced("json/decoder.py", "json/encoder.py"), r"json/decoder\.py: another file of Lib is the very same"),
        (replaced("sitecustomize.py", "pdb.py"), r"sitecustomize\.py: another file of Lib is the very same"),
        (replaced("hmac.py", "idlelib/run.py"), r"hmac\.py: the signed catalogue does not name it"),
        # python.cat alone names tests and headers too, so it cannot tell what is missing
        (without_its_own_catalogue(as_it_is), None),
        (without_its_own_catalogue(replaced("hmac.py", "idlelib/run.py")), r"hmac\.py: another file of Lib is"),
    ],
)
def test_a_library_with_other_names_than_the_signed_ones_is_refused(tmp_path, cache, osslsigncode, change, named):
    path = tmp_path / "python-3.13.2-amd64.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, data in change(dict(parts_of(cache))).items():
            made.writestr(name, data)
    raw = runtime.of_zip(tmp_path / "work", path, pinned(path))
    runtime.prune(raw, keep.read().library)
    with Verifier(osslsigncode) as verifier, pytest.raises(Stopped, match=named) if named else nullcontext():
        prove(raw, (), verifier)


class Reached(Exception):
    """The build is where something of the runtime would be run."""


@pytest.fixture
def build_of(monkeypatch, tmp_path, cache, osslsigncode):
    """build_of(zip): a build of that zip, until something of the runtime would be run."""

    def reach(binaries, *_more, **_named):
        raise Reached(binaries)

    def built(path):
        both = dataclasses.replace(pins(), own=pinned(path).own)  # the pinned runtime is at hand as well
        monkeypatch.setattr("installer.parts.pins", lambda: both)
        tree.build(tmp_path / "tree", tmp_path / "work", cache, lambda _: None, path)

    monkeypatch.setattr("installer.tree.Compiler", reach)
    monkeypatch.setattr("installer.bytecode.wine", reach)
    monkeypatch.setattr("installer.tools.put_in", dict)
    return built


def test_a_build_takes_ones_own_python_and_runs_it(build_of, own):
    with pytest.raises(Reached) as reached:
        build_of(own)
    (binaries,) = reached.value.args
    assert (binaries / "own.dll").is_file()


@pytest.mark.parametrize("name", ["python.exe", "Lib/json/decoder.py"])
def test_a_build_runs_nothing_of_ones_own_python_before_all_of_it_is_proven(build_of, own, tmp_path, name):
    other = tmp_path / "other" / own.name
    other.parent.mkdir()
    with zipfile.ZipFile(own) as whole, zipfile.ZipFile(other, "w") as made:
        for inner in whole.namelist():
            data = bytearray(whole.read(inner))
            if inner == name:
                data[300] ^= 1
            made.writestr(inner, bytes(data))
    assert sha256(other) != sha256(own)
    with pytest.raises(Stopped, match=name.removeprefix("Lib/")):
        build_of(other)
