"""The list of parts: whole, true to the lock, of the published schema, with a licence's text for each."""

import dataclasses
import json
import tomllib
from email.message import Message

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from installer import inside, keep, licences, parts, sbom, tools, wheels
from installer.inside import TEXTS
from installer.parts import Stopped, locked, pins
from installer.runtime import BINARY

WHEN = 1_795_744_244
PUT_IN = {"NSIS": "3.08", "mingw-w64": "10.0.0", "libgcc": "12"}


@pytest.fixture(scope="module")
def opened(cache):
    return wheels.opened(parts.fetch_wheels(cache), keep.read())


@pytest.fixture(scope="module")
def listed(fetched, opened):
    return sbom.made("0.1.0", WHEN, fetched, opened, inside.read(), PUT_IN)


def of(part, name):
    return next(inner for inner in part["components"] if inner["name"] == name)


def test_the_list_is_cyclonedx(listed):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(listed.decode()) is None


def test_each_packed_wheel_is_listed_with_the_hash_of_the_lock(listed, opened):
    read = json.loads(listed)
    hashes = {line.sha256[0] for line in locked() if line.name in {wheel.locked.name for wheel in opened}}
    listed_hashes = {part["hashes"][0]["content"] for part in read["components"] if part["name"] != "CPython"}
    assert listed_hashes == hashes
    assert {"oscrypto", "pycparser"}.isdisjoint(part["name"] for part in read["components"]), (
        "nothing of them is packed"
    )


def test_what_is_inside_the_parts_is_listed_too(listed):
    read = json.loads(listed)
    python = of(read, "CPython")
    assert (python["version"], of(python, "OpenSSL")["version"]) == (pins().python, "3.0.15")
    assert [pins().sdists[0].sha256 in python["properties"][0]["value"], len(python["properties"])] == [True, 2]
    assert len(of(python, "SQLite")["hashes"][0]["content"]) == 64
    assert of(of(read, "sqlcipher3"), "SQLCipher")["version"] == "4.19.0"
    own = next(inner for inner in of(read, "cryptography")["components"] if inner.get("version") == "4.0.3")
    assert own["hashes"], "from the wheel's own list"
    assert own["licenses"], "which says none: from ours"
    assert "FriBiDi" not in {inner["name"] for inner in of(read, "pillow")["components"]}, "which is not packed"
    assert of(of(read, "pyside6-essentials"), "HarfBuzz")["version"] == "14.3.0"
    assert of(of(read, "cffi"), "libffi")["version"] == "2.00-beta"


def test_what_the_tools_put_in_is_listed_with_the_versions_that_they_tell(listed):
    ours = {inner["name"]: inner.get("version") for inner in json.loads(listed)["metadata"]["component"]["components"]}
    assert ours == {"Vazirmatn": "33.003", "Fluent UI System Icons": None} | PUT_IN


def test_the_tools_are_asked_for_their_versions(tmp_path, monkeypatch):
    numbers = {"__MINGW64_VERSION_MAJOR": 10, "__MINGW64_VERSION_MINOR": 0, "__MINGW64_VERSION_BUGFIX": 1}
    macros = [f"#define {name} {value}" for name, value in (numbers | {"__VERSION__": '"12-win32"'}).items()]
    for name, says in ((tools.SETUPS, "v3.08-3"), (tools.COMPILER, "\n".join(macros))):
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{says}'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tools.put_in() == {"NSIS": "3.08-3", "mingw-w64": "10.0.1", "libgcc": "12-win32"}
    (tmp_path / tools.SETUPS).unlink()
    with pytest.raises(Stopped, match="makensis not found: apt-get install nsis"):
        tools.put_in()


def all_of(part):
    return [part, *(inner for other in part.get("components", []) for inner in all_of(other))]


def test_every_part_has_its_licence_and_a_name_of_its_own(listed):
    read = json.loads(listed)
    everything = [inner for part in (read["metadata"]["component"], *read["components"]) for inner in all_of(part)]
    assert [part["name"] for part in everything if not part.get("licenses")] == []
    assert len({part["bom-ref"] for part in everything}) == len(everything)


def test_somebody_has_looked_what_is_inside_of_each_wheel_with_binaries(opened):
    told = inside.read()
    looked = {key.partition("==")[0] for key in told.parts} | set(told.nothing)
    assert {wheel.name for wheel in opened if any(name.endswith(BINARY) for name in wheel.files)} <= looked
    assert set(told.nothing).isdisjoint(key.partition("==")[0] for key in told.parts)


def test_the_list_of_a_tree_says_by_which_tools_it_was_made(whole_tree):
    ours = json.loads((whole_tree / sbom.NAME).read_text(encoding="utf-8"))["metadata"]["component"]
    assert all(of(ours, name)["version"] for name in PUT_IN)


def test_each_binary_of_the_tree_is_of_a_listed_part(whole_tree, opened):
    listed = {f"runtime/{name}" for name in keep.read().runtime}
    listed |= {f"site/{name}" for wheel in opened for name in wheel.files}
    binaries = {path.relative_to(whole_tree).as_posix() for end in BINARY for path in whole_tree.rglob(f"*{end}")}
    assert "site/PySide6/Qt6Core.dll" in binaries
    assert binaries <= listed


def test_the_same_parts_make_the_same_list(listed, fetched, opened):
    assert sbom.made("0.1.0", WHEN, fetched, opened, inside.read(), PUT_IN) == listed


def test_another_version_of_a_part_with_something_inside_stops_the_build():
    told = inside.read()
    with pytest.raises(Stopped, match=r"lxml==6\.1\.3, but 7\.0 is packed: look"):
        told.of("lxml", "7.0")
    assert told.of("httpx", "1.0") is None


def test_what_is_written_of_parts_is_of_parts_that_are_locked():
    told = inside.read()
    have = {f"{parts.normal(line.name)}=={line.version}" for line in locked()} | {f"cpython=={pins().python}", "didar"}
    assert set(told.parts) <= have
    names = {parts.normal(line.name) for line in locked()} | {"cpython", "didar"}
    assert set(told.licences) | set(told.texts) | set(told.nothing) | set(told.lists_too_much) <= names


def test_an_own_python_of_which_nothing_is_written_stops_the_build(fetched, opened):
    with pytest.raises(Stopped, match=r"cpython==3\.13\.2, but 3\.13\.99 is packed"):
        sbom.made("0.1.0", WHEN, dataclasses.replace(fetched, python="3.13.99"), opened, inside.read(), PUT_IN)


def test_each_part_ships_its_licences_text(fetched, opened):
    texts = licences.gathered(fetched, opened, inside.read())
    assert {place.partition("/")[0] for place in texts} >= {wheel.name for wheel in opened} | {"cpython", "didar"}
    assert b"SIL OPEN FONT LICENSE" in texts["vazirmatn/OFL.txt"].upper()
    assert b"LESSER GENERAL PUBLIC LICENSE" in texts["pyside6-essentials/LGPL-3.0.txt"]
    assert b"Special exception for LZMA compression module" in texts["didar/NSIS.txt"]
    assert b"Wintab API" in texts["pyside6-essentials/Qt-parts.txt"]
    assert not any("Commercial" in place for place in texts)
    used = {name for names in inside.read().texts.values() for name in names}
    assert used == {path.name for path in TEXTS.iterdir()}


def test_a_wheel_without_a_licence_stops_the_build(fetched, opened):
    bare = dataclasses.replace(next(wheel for wheel in opened if wheel.name == "httpx"), licences={})
    with pytest.raises(Stopped, match="httpx: it brings no licence"):
        licences.gathered(fetched, [bare], inside.read())


@pytest.mark.parametrize("said", ["", "MIT, BSD", "Copyright\nall of it"])
def test_a_licence_that_is_no_expression_is_written_down_by_us(opened, said):
    bare = dataclasses.replace(next(wheel for wheel in opened if wheel.name == "httpx"), about=Message())
    bare.about["License"] = said
    with pytest.raises(Stopped, match="httpx: its licence is not plain"):
        sbom.licence(bare, inside.read())


def test_our_own_licence_is_the_one_that_the_project_names():
    project = tomllib.loads((licences.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "GPL-3.0-or-later"
    assert "GNU GENERAL PUBLIC LICENSE" in (licences.ROOT / "LICENSE").read_text(encoding="utf-8")
