"""Every screen is readable at every size: no page wider than its window, no word cut whose whole is nowhere."""

from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.robots.room import watching, without_room
from tests.screens import render
from ui.style import look

SIZES = ((1366, 768), (1093, 543))
"""Logical pixels: the usual screen, and what 125 % leaves on it."""
TEXTS = (1.0, 1.5)
USUAL = (1.0,)
SCREENS = {
    "queue": TEXTS,
    "followup": TEXTS,
    "bookings": TEXTS,
    "board": TEXTS,
    "settings": TEXTS,
    "verify": TEXTS,
    "closing": USUAL,
}
"""Of tests/screens: a morning's ways, and what has many words; the others are looked at in their pictures."""


@pytest.mark.parametrize("screen", SCREENS)
def test_every_word_has_room(qapp, screen, tmp_path, monkeypatch):
    faults: list[str] = []

    ways = [(size, factor) for size in SIZES for factor in SCREENS[screen]]

    def look_at(window: QWidget, picture: Path) -> None:
        for size, factor in ways:
            _show(qapp, window, size, factor, render.settings(tmp_path))
            faults.extend(f"{picture.stem} {size} {factor}: {said}" for said in without_room(window))

    monkeypatch.setattr(render, "shoot", look_at)
    with watching(monkeypatch):
        import_module(f"tests.screens.{screen}").pictures(tmp_path, "light")
    look().choose(render.settings(tmp_path))
    look().put_on(qapp)
    assert not faults, "\n".join(sorted(set(faults)))


def _show(qapp, window: QWidget, size: tuple[int, int], factor: float, settings) -> None:
    """Dressed once for the whole step: to dress anew what is dressed so already would be most of this test's time."""
    worn = look().factor, look().compact
    look().factor, look().caps = factor, factor < 1.4
    look().fit(*size, settings)
    if (look().factor, look().compact) != worn:
        look().put_on(qapp)
    window.resize(*size)
    for _time in range(3):
        qapp.processEvents()
