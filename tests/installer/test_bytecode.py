"""Byte code is made by the packed Python itself, of nothing but the source: the same everywhere and in every order."""

import pytest

from installer.__main__ import BUILD
from installer.bytecode import Compiler, Source, wine_command
from installer.parts import Stopped

ONE = b"NAMES = {'a', 'b', 'c'}\nif NAMES & {'a', 'x', 'y'}:\n    assert 'a' in {'a', 'q'}\n"
SOURCES = [
    Source("one.py", ONE),
    Source("folder/same.py", ONE),
    Source("folder/two.py", "'''سند'''\ndef add(x, *, y=('a', 1.5)):\n    return x, y\n".encode()),
]


@pytest.fixture
def compiler(fetched, tmp_path):
    """It takes the Wine folder of the last build where there is one, as making one takes a quarter of a minute."""
    if wine_command() is None:
        pytest.skip("Wine is not installed")
    made = Compiler(fetched.binaries, fetched.library, tmp_path / "دفتر من")
    made.home = BUILD / "work" / "wine"
    return made


def test_the_same_source_makes_the_same_byte_code_in_every_order(compiler):
    first = compiler.compiled(SOURCES)
    for kept in compiler.kept.iterdir():
        kept.unlink()
    assert compiler.compiled(SOURCES[::-1]) == first
    assert first["one.py"] != first["folder/same.py"], "tracebacks name the module"
    assert int.from_bytes(first["one.py"][4:8], "little") == 1, "good without a look at the source (PEP 552)"


def test_what_is_kept_is_not_compiled_again(compiler, monkeypatch):
    first = compiler.compiled(SOURCES)
    monkeypatch.setattr("installer.bytecode.wine", None)
    assert compiler.compiled(SOURCES) == first


@pytest.mark.parametrize("left", [0, 40])
def test_what_is_kept_and_not_whole_any_more_is_compiled_again(compiler, left):
    """As a power cut leaves it."""
    first = compiler.compiled(SOURCES)
    for kept in compiler.kept.iterdir():
        kept.write_bytes(kept.read_bytes()[:left])
    assert compiler.compiled(SOURCES) == first


def test_a_release_takes_nothing_that_was_kept(compiler, fetched):
    compiler.compiled(SOURCES)
    Compiler(fetched.binaries, fetched.library, compiler.work, anew=True)
    assert not list(compiler.kept.iterdir())


def test_a_source_that_cannot_be_compiled_stops_the_build_and_is_named(compiler):
    with pytest.raises(Stopped, match=r"broken\.py"):
        compiler.compiled([*SOURCES, Source("broken.py", b"def (:\n")])
