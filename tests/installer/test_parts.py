"""What is packed is what was pinned: nothing else is opened."""

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from installer.parts import HERE, Pins, Sdist, Stopped, fetch_runtime, fetch_wheels, locked, normal

ON_WINDOWS = {"platform_system": "Windows", "sys_platform": "win32", "python_version": "3.13", "extra": ""}


def asked_for():
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def test_the_lock_agrees_with_what_the_project_asks_for_on_windows():
    have = {normal(line.name): Version(line.version) for line in locked()}
    for wanted in asked_for():
        if wanted.marker is None or wanted.marker.evaluate(ON_WINDOWS):
            assert have.get(normal(wanted.name)) in wanted.specifier, f"{wanted}: installer/build --lock"


def test_the_time_zones_are_locked_as_windows_has_none():
    assert "tzdata" in {line.name for line in locked()}


def test_each_locked_wheel_has_one_hash_and_no_registry_is_named():
    assert all(len(line.sha256) == 1 for line in locked())
    assert "://" not in (HERE / "windows.lock").read_text(encoding="utf-8")


def test_a_source_distribution_of_another_hash_stops_the_build_and_is_named(tmp_path):
    (tmp_path / "python.tar.gz").write_bytes(b"something else")
    wanted = Sdist("python", "1", "python.tar.gz", "0" * 64, "data.zip", "", "binaries")
    with pytest.raises(Stopped, match=r"python\.tar\.gz: its SHA-256 is .* pinned is 0{64}"):
        fetch_runtime(tmp_path, Pins("3.13", (wanted,), ()))


def test_a_wheel_of_another_hash_stops_the_build_and_is_named(tmp_path):
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "some_thing-1.0-py3-none-any.whl").write_bytes(b"something else")
    (tmp_path / "lock").write_text(f"some-thing==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(Stopped, match=r"some_thing-1\.0-py3-none-any\.whl: its SHA-256 is"):
        fetch_wheels(tmp_path, tmp_path / "lock")


def test_pip_is_asked_for_wheels_alone_by_their_hashes(tmp_path, monkeypatch):
    """A source distribution would be run to be built, before anybody has held it to anything."""
    asked = []
    monkeypatch.setattr("installer.parts._run", lambda *words: asked.extend(words))
    with pytest.raises(Stopped, match="no wheel"):
        fetch_wheels(tmp_path)
    assert {"download", "--only-binary=:all:", "--no-deps", "--require-hashes"} <= set(asked)
