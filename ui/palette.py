"""The colours of Didar by their role, light and dark. The style sheet and QPalette are filled from here."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from PySide6.QtGui import QColor, QPalette


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@dataclass(frozen=True)
class Tokens:
    """One theme's colours, as #RRGGBB."""

    window: str
    surface: str
    raised: str
    border: str
    field: str
    text: str
    muted: str
    disabled_text: str
    disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    link: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    danger_text: str
    focus: str
    focus_on_accent: str
    focus_on_rail: str
    selection: str
    selection_text: str
    selection_idle: str
    zebra: str
    rail: str
    rail_text: str
    rail_active: str
    rail_active_ground: str
    badge_text: str
    badge: str
    dark: bool = False
    contrast: bool = False
    """The system's own high contrast: on a selected row nothing keeps a colour of its own."""

    def colour(self, role: str) -> QColor:
        return QColor(getattr(self, role))

    def __getitem__(self, role: str) -> str:
        return str(getattr(self, role))

    @staticmethod
    def roles() -> list[str]:
        return [field.name for field in fields(Tokens) if field.name not in ("dark", "contrast")]


LIGHT: Final = Tokens(
    window="#F3F0E9",
    surface="#FFFFFF",
    raised="#FAF8F3",
    border="#DAD4C7",
    field="#857F73",
    text="#1F2629",
    muted="#575E62",
    disabled_text="#7A7F80",
    disabled="#ECE9E2",
    accent="#0B6069",
    accent_hover="#094E56",
    accent_text="#FFFFFF",
    accent_soft="#DCECEB",
    link="#0A5A63",
    success="#1B6B3C",
    success_soft="#E0F0E4",
    warning="#855000",
    warning_soft="#FBEFD3",
    danger="#A8232B",
    danger_soft="#FBE7E5",
    danger_text="#FFFFFF",
    focus="#0B7C88",
    focus_on_accent="#FFC857",
    focus_on_rail="#FFC857",
    selection="#CFE6E5",
    selection_text="#0E2B2E",
    selection_idle="#E4E1DA",
    zebra="#F8F6F1",
    rail="#12383D",
    rail_text="#D5E4E4",
    rail_active="#FFFFFF",
    rail_active_ground="#0B6069",
    badge_text="#2A1A00",
    badge="#FFC857",
)

DARK: Final = Tokens(
    window="#14191A",
    surface="#1C2223",
    raised="#242B2C",
    border="#374143",
    field="#7C898B",
    text="#ECE9E2",
    muted="#A8B0B0",
    disabled_text="#808989",
    disabled="#262C2D",
    accent="#58BFBF",
    accent_hover="#76D0CF",
    accent_text="#06282B",
    accent_soft="#17393B",
    link="#7AD3D2",
    success="#72CB92",
    success_soft="#17331F",
    warning="#EBBB5A",
    warning_soft="#382B10",
    danger="#FF938B",
    danger_soft="#43201F",
    danger_text="#2B0605",
    focus="#7FDDDA",
    focus_on_accent="#5A2E00",
    focus_on_rail="#FFC857",
    selection="#1E4B4E",
    selection_text="#F2FBFA",
    selection_idle="#303738",
    zebra="#202728",
    rail="#0E1415",
    rail_text="#B9C6C6",
    rail_active="#FFFFFF",
    rail_active_ground="#1E4B4E",
    badge_text="#2A1A00",
    badge="#FFC857",
    dark=True,
)


def qt_palette(tokens: Tokens) -> QPalette:
    """For what the style sheet does not reach: placeholder, tooltip, disabled, links."""
    palette = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for part, colour in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.zebra,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.Light: tokens.raised,
        role.Midlight: tokens.raised,
        role.Mid: tokens.border,
        role.Dark: tokens.field,
        role.Shadow: tokens.field,
        role.Link: tokens.link,
        role.LinkVisited: tokens.link,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.selection_text,
        role.Accent: tokens.accent,
    }.items():
        palette.setColor(part, QColor(colour))
    palette.setColor(group.Inactive, role.Highlight, QColor(tokens.selection_idle))
    palette.setColor(group.Inactive, role.HighlightedText, QColor(tokens.text))
    for part in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        palette.setColor(group.Disabled, part, QColor(tokens.disabled_text))
    for part in (role.Base, role.Button):
        palette.setColor(group.Disabled, part, QColor(tokens.disabled))
    return palette


def from_system(palette: QPalette) -> Tokens:
    """High contrast: every role speaks with the system's own few colours, none of ours."""
    role = QPalette.ColorRole

    def name(part: QPalette.ColorRole) -> str:
        return palette.color(part).name()

    ground, text = name(role.Window), name(role.WindowText)
    chosen, on_chosen = name(role.Highlight), name(role.HighlightedText)
    colours = dict.fromkeys(Tokens.roles(), text)
    grounds = (
        "window",
        "surface",
        "raised",
        "zebra",
        "rail",
        "disabled",
        "selection_idle",
        "accent_soft",
        "rail_active_ground",
    )
    colours |= dict.fromkeys((*grounds, "success_soft", "warning_soft", "danger_soft"), ground)
    colours |= dict.fromkeys(("accent", "accent_hover", "selection", "badge", "rail_active"), chosen)
    colours |= dict.fromkeys(("accent_text", "selection_text", "badge_text"), on_chosen)
    colours |= {"danger_text": ground, "focus_on_accent": on_chosen, "link": name(role.Link)}
    colours["disabled_text"] = palette.color(QPalette.ColorGroup.Disabled, role.WindowText).name()
    return Tokens(**colours, dark=palette.color(role.Window).lightness() < 128, contrast=True)
