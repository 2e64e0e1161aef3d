"""Presets of the tests' own: what an administrator would write, taken as if it lay where he alone can write."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from app import presets
from app.preset_sources import Places
from app.presets import Preset

NOW = dt.datetime(2026, 9, 13, 6, tzinfo=dt.UTC)

Lays = Callable[[str], Preset]


def places(file: Path | None = None, policy=None, *elsewhere: Path, trusted=lambda _path: True) -> Places:
    return Places(lambda: policy, file, elsewhere, trusted)


def of(text: str, folder: Path) -> Preset:
    """What is read of a file with this text, in this folder."""
    path = folder / "didar-preset.ini"
    path.write_text(text, encoding="utf-8")
    return presets.read(places(path), NOW)


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lays:
    """Lay a preset for this PC, as from its next start on."""

    def laid(text: str) -> Preset:
        made = of(text, tmp_path)
        monkeypatch.setattr(presets, "of_this_pc", lambda: made)
        return made

    return laid
