"""keep.toml against what the program imports: read from the sources, from the program on to all that it reaches.

What is imported at run time alone is tried by walking the screens of the packed program under Wine.
"""

import ast
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import pytest

from installer import keep, parts, runtime
from installer.parts import HERE, pins

ROOT = HERE.parent
KEPT = keep.read()
PROGRAM = ("app/", "db/", "ui/", "resources/")


@dataclass(frozen=True)
class Found:
    place: str
    text: bytes
    kept: bool


def module(name):
    path = PurePosixPath(name.split(".", 1)[0] if name.endswith(".pyd") else name.removesuffix(".py"))
    return ".".join(path.parts).removesuffix(".__init__")


@pytest.fixture(scope="module")
def everything(cache, tmp_path_factory):
    """All modules of the program, the wheels and the library, by name."""
    found = {}
    raw = runtime.of_pins(tmp_path_factory.mktemp("whole"), cache, pins())
    for path in raw.library.rglob("*.py"):
        name = path.relative_to(raw.library).as_posix()
        found[module(name)] = Found(name, path.read_bytes(), KEPT.library(name))
    for path in raw.binaries.glob("*.pyd"):
        found[path.stem] = Found(path.name, b"", path.name in KEPT.runtime)
    for path in parts.fetch_wheels(cache).values():
        with zipfile.ZipFile(path) as wheel:
            for name in wheel.namelist():
                if name.endswith((".py", ".pyd")):
                    text = wheel.read(name) if name.endswith(".py") else b""
                    found.setdefault(module(name), Found(name, text, KEPT.site(name)))
    for room in PROGRAM:
        for path in (ROOT / room).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            found[module(name)] = Found(name, path.read_bytes(), kept=True)
    return found


def named(text):
    """What a source imports when it is imported itself: (level, module, names), of the statements at the margin."""
    for start, names, plain in AT_MARGIN.findall(text.decode()):
        if plain:
            yield from ((0, name.split(" as ")[0].strip(), []) for name in plain.split(","))
        else:
            module = start.lstrip(".")
            yield len(start) - len(module), module, re.findall(r"(\w+)(?: as \w+)?", re.sub(r"#.*", "", names))


AT_MARGIN = re.compile(
    r"^(?:from (\.*[\w.]*) import (\([^)]*\)|[^\r\n(]*(?:\\\r?\n[^\r\n]*)*)|import ([^\r\n#]*))", re.MULTILINE
)


def named_anywhere(text):
    """The same of all statements, those in functions too."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or "", [alias.name for alias in node.names]


def imported(found, name, *, ours):
    package = (name if found.place.endswith("/__init__.py") else name.rpartition(".")[0]).split(".")
    for level, start, names in (named_anywhere if ours else named)(found.text):
        base = ".".join(filter(None, (*(package[: len(package) - level + 1] if level else ()), start)))
        yield from (base, *(f"{base}.{other}" for other in names))


def test_nothing_is_left_out_that_the_program_imports(everything):
    ours = {name for name, found in everything.items() if found.place.startswith(PROGRAM)}
    todo, seen, missing = [(name, "") for name in ours], set(), []
    while todo:
        name, by = todo.pop()
        found = everything.get(name)
        if name in seen or found is None:
            continue
        seen.add(name)
        if not found.kept:
            missing.append(f"{found.place} (imported by {by})")
            continue
        todo.append((name.rpartition(".")[0], name))
        todo.extend((other, name) for other in imported(found, name, ours=name in ours))
    assert missing == []
    assert len(seen) > 1500


def test_no_line_of_the_list_is_idle(everything, cache):
    """A pattern that fits nothing is a slip, or of a part that is no longer packed."""
    library = [found.place for found in everything.values()]
    wheels = [name for path in parts.fetch_wheels(cache).values() for name in zipfile.ZipFile(path).namelist()]
    assert idle(KEPT.library_out, library) == ["test/*"], "but the tests, which a Python of one's own may bring"
    assert idle(KEPT.site_out, wheels) == []
    assert idle((*KEPT.even_so, *KEPT.as_source), wheels) == []
    assert all(map(KEPT.site, (*KEPT.even_so, *KEPT.as_source)))
    for package, patterns in KEPT.only.items():
        assert idle(tuple(f"{package}/{pattern}" for pattern in patterns), wheels) == []


def idle(patterns, names):
    return [pattern for pattern in patterns if not any(keep.matches(name, (pattern,)) for name in names)]
