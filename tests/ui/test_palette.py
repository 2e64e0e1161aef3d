"""Contrast as WCAG 2.2 computes it, for every pair of colours that meet on a screen, light and dark."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibilityHints, QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui import system_colours
from ui.palette import DARK, LIGHT, Theme, Tokens, from_system, qt_palette
from ui.style import Look, look
from ui.this_pc import Settings

GROUNDS = "window surface raised zebra selection_idle"
TEXT = {
    "text": f"{GROUNDS} warning_soft danger_soft success_soft accent_soft",
    "muted": f"{GROUNDS} accent_soft",
    "selection_text": "selection",
    "danger": f"{GROUNDS} selection danger_soft",
    "warning": f"{GROUNDS} selection warning_soft",
    "success": f"{GROUNDS} selection success_soft",
    "accent_text": "accent accent_hover",
    "link": "window surface raised zebra accent_soft",
    "danger_text": "danger",
    "rail_text": "rail",
    "rail_active": "rail rail_active_ground",
    "badge_text": "badge",
}
OUTLINES = {
    "field": "surface window raised",
    "focus": "surface window raised zebra selection",
    "focus_on_accent": "accent",
    "focus_on_rail": "rail rail_active_ground",
    "danger": "surface",
    "accent": "surface window selection",
    "disabled_text": "disabled surface",
}
LEAST = {"text": 4.5, "outline": 3.0}
SPOT_CHECKS = {  # computed elsewhere: the computation itself is right
    ("text", "window"): (13.5, 14.6),
    ("muted", "accent_soft"): (5.4, 5.6),
    ("danger", "selection"): (5.5, 4.5),
    ("field", "raised"): (3.7, 4.0),
    ("rail_text", "rail"): (9.7, 10.6),
}


def luminance(colour: str) -> float:
    parts = [value / 255 for value in QColor(colour).getRgb()[:3]]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pairs() -> Iterator[tuple[str, str, float]]:
    for kind, table in (("text", TEXT), ("outline", OUTLINES)):
        for ink, grounds in table.items():
            for ground in grounds.split():
                yield ink, ground, LEAST[kind]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), list(pairs()))
def test_what_is_written_or_outlined_stands_off_its_ground(tokens: Tokens, ink: str, ground: str, least: float) -> None:
    assert round(contrast(tokens[ink], tokens[ground]), 1) >= least


@pytest.mark.parametrize("pair", SPOT_CHECKS)
def test_contrast_is_computed_as_the_look_does(pair: tuple[str, str]) -> None:
    assert tuple(round(contrast(t[pair[0]], t[pair[1]]), 1) for t in (LIGHT, DARK)) == SPOT_CHECKS[pair]


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_role_is_a_whole_colour_and_qt_gets_them(qapp: QApplication, tokens: Tokens) -> None:
    assert all(len(tokens[role]) == 7 and QColor(tokens[role]).isValid() for role in Tokens.roles())
    palette, group = qt_palette(tokens), QPalette.ColorGroup
    for part, role in (
        (QPalette.ColorRole.PlaceholderText, "muted"),
        (QPalette.ColorRole.ToolTipText, "text"),
        (QPalette.ColorRole.ToolTipBase, "raised"),
        (QPalette.ColorRole.Highlight, "selection"),
    ):
        assert palette.color(group.Active, part).name() == tokens[role].lower()
    assert palette.color(group.Disabled, QPalette.ColorRole.Text).name() == tokens.disabled_text.lower()
    assert palette.color(group.Inactive, QPalette.ColorRole.Highlight).name() == tokens.selection_idle.lower()


WINDOWS: Final = {5: 0x000000, 8: 0x00FFFF, 13: 0x008000, 14: 0xFFFFFF, 26: 0xFFFF80, 17: 0xFFC800}
"""A contrast theme as Windows tells it: blue, green, red."""


@pytest.fixture
def prefers(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Qt.ContrastPreference], None]]:
    """Let the system prefer a contrast from now on, as Qt hears it while the program runs."""
    hints = qapp.styleHints().accessibility()

    def prefer(contrast: Qt.ContrastPreference) -> None:
        monkeypatch.setattr(QAccessibilityHints, "contrastPreference", lambda _hints: contrast)
        hints.contrastPreferenceChanged.emit(contrast)

    monkeypatch.setattr(system_colours, "palette", lambda: system_colours.of_windows(WINDOWS.__getitem__))
    yield prefer
    prefer(Qt.ContrastPreference.NoPreference)


@pytest.mark.parametrize("theme", Theme)
def test_high_contrast_of_the_system_goes_before_the_theme_that_was_chosen(
    prefers: Callable[[Qt.ContrastPreference], None], settings: Settings, theme: Theme
) -> None:
    settings.theme = theme
    made = Look()
    prefers(Qt.ContrastPreference.HighContrast)
    made.choose(settings)
    assert made.tokens == from_system(system_colours.palette())
    prefers(Qt.ContrastPreference.NoPreference)
    made.choose(settings)
    assert made.tokens in (LIGHT, DARK)


def test_high_contrast_that_is_switched_on_while_didar_runs_is_put_on_and_off_again(
    prefers: Callable[[Qt.ContrastPreference], None], qapp: QApplication
) -> None:
    prefers(Qt.ContrastPreference.HighContrast)
    assert look().tokens.contrast
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == "#ffff00"
    prefers(Qt.ContrastPreference.NoPreference)
    assert look().tokens == LIGHT
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == LIGHT.text.lower()


def test_high_contrast_has_the_colours_of_windows_own_contrast_theme() -> None:
    tokens = from_system(system_colours.of_windows(WINDOWS.__getitem__))
    assert (tokens.window, tokens.text, tokens.disabled_text) == ("#000000", "#ffff00", "#00c8ff")
    assert (tokens.selection, tokens.selection_text, tokens.link) == ("#008000", "#ffffff", "#80ffff")
    assert tokens.dark
    assert tokens.contrast


def test_high_contrast_speaks_with_the_systems_own_colours_alone(qapp: QApplication) -> None:
    system = QPalette(QColor("#000000"))
    for part, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#ffffff"),
        (QPalette.ColorRole.Highlight, "#ffff00"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
        (QPalette.ColorRole.Link, "#00ffff"),
    ):
        system.setColor(part, QColor(colour))
    system.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, QColor("#00ff00"))
    tokens = from_system(system)
    own = {"#000000", "#ffffff", "#ffff00", "#00ffff", "#00ff00"}
    assert {tokens[role] for role in Tokens.roles()} <= own
    assert tokens.dark
    for ink, ground, least in pairs():
        if ground != "selection" or ink == "selection_text":  # rows keep no colour of their own there
            assert contrast(tokens[ink], tokens[ground]) >= least, (ink, ground)
