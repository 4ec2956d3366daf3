"""Themes: the house themes, the readable forms of Textual's own, and the inks lines are drawn with.

An ink is what a piece of text is for (title, byline, star …), a ground what it stands on
(the body, a cursor bar …). ``Inks`` holds one ready style for each pair, so that drawing a
line is a look-up. No other module names a colour.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import BLACK, WHITE, Color
from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT_CONTRAST = 4.5
"""WCAG 2 AA for text."""

MUTED = 0.65
"""Share of the foreground in muted text."""

INK = Theme(
    name="ink",
    primary="#7aa2f7",
    secondary="#7aa2f7",
    accent="#e0af68",
    warning="#e0af68",
    error="#f7768e",
    success="#7aa2f7",
    foreground="#c0caf5",
    background="#16161e",
    surface="#1a1b26",
    panel="#24283b",
    dark=True,
    variables={
        "unread": "#7aa2f7",
        "starred": "#e0af68",
        "rule": "#3b4261",
        "selection": "#24283b",
        "measure-bg": "#16161e",
    },
)

PAPER = Theme(
    name="paper",
    primary="#2f5fb3",
    secondary="#2f5fb3",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#2f5fb3",
    foreground="#2b2b2b",
    background="#faf7f0",
    surface="#f3efe4",
    panel="#e6e0d0",
    dark=False,
    variables={
        "unread": "#2f5fb3",
        "starred": "#8a5a00",
        "rule": "#c9c1ac",
        "selection": "#e6e0d0",
        "measure-bg": "#faf7f0",
    },
)

HOUSE_THEMES = {theme.name: theme for theme in (INK, PAPER)}
THEME_NAMES: tuple[str, ...] = (*HOUSE_THEMES, *BUILTIN_THEMES)
"""In the order in which ``T`` goes through them."""


class Ink(Enum):
    """What a piece of text is for."""

    TEXT = auto()
    STRONG = auto()
    """An unread title."""
    MUTED = auto()
    QUIET = auto()
    """A read title: muted, but one step above the byline where there is room for a step."""
    KEY = auto()
    """A key's name, a heading, a focused title: primary and bold."""
    UNREAD = auto()
    STAR = auto()
    ERROR = auto()
    HIT = auto()
    """A word that was searched for."""
    SCROLL = auto()
    """The scrollbar's thumb."""


class Ground(Enum):
    """What a piece of text stands on."""

    BODY = auto()
    RESTING = auto()
    """The cursor of a pane without the focus."""
    CURSOR = auto()
    HEADER = auto()
    FOCUSED_HEADER = auto()
    FOOTER = auto()


class Colours(Enum):
    """How many the terminal shows."""

    FULL = auto()
    ANSI = auto()
    """The terminal's own sixteen."""
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Inks:
    """A style for every ink on every ground."""

    styles: Mapping[tuple[Ground, Ink], Style]

    def style(self, ground: Ground, ink: Ink) -> Style:
        """Give the style of an ink on a ground."""
        return self.styles[ground, ink]


def contrast(one: Color, other: Color) -> float:
    """Give the WCAG 2 contrast of two opaque colours, 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def readable(colour: Color, *grounds: Color) -> Color:
    """Move a colour towards white or black until it can be read on each ground."""
    pole = max((WHITE, BLACK), key=lambda end: min(contrast(end, ground) for ground in grounds))
    for step in range(21):
        moved = colour.blend(pole, step / 20)
        if all(contrast(moved, ground) >= TEXT_CONTRAST for ground in grounds):
            return moved
    return pole


def muted_on(ground: Color, colour: Color, share: float = MUTED) -> Color:
    """Mix a text colour into its ground, no further than it stays readable."""
    while share < 1:
        mixed = ground.blend(colour, share)
        if contrast(mixed, ground) >= TEXT_CONTRAST:
            return mixed
        share += 0.05
    return readable(colour, ground)


@lru_cache(maxsize=64)
def theme_named(name: str) -> Theme:
    """Give a theme by name, moved as far as its text has to be to be read.

    Raises:
        KeyError: There is none with this name.
    """
    if name in HOUSE_THEMES:
        return HOUSE_THEMES[name]
    theme = BUILTIN_THEMES[name]
    if theme.ansi:
        return theme
    base = _base_colours(theme)
    grounds = (base["background"], base["surface"], base["panel"])
    header = base["surface"].blend(base["primary"], 0.18)
    return replace(
        theme,
        foreground=readable(base["foreground"], *grounds, header).hex,
        primary=readable(base["primary"], *grounds[:2]).hex,
        accent=readable(base["accent"], *grounds[:2]).hex,
        error=readable(base["error"], *grounds[:2]).hex,
    )


def _base_colours(theme: Theme) -> dict[str, Color]:
    generated = theme.to_color_system().generate()
    names = ("foreground", "background", "surface", "panel", "primary", "accent", "error")
    background = Color.parse(generated["background"])
    return {name: _opaque(Color.parse(generated[name]), background) for name in names}


def _opaque(colour: Color, ground: Color) -> Color:
    return (ground + colour) if colour.a < 1 else colour


def variable_defaults(theme: Theme) -> dict[str, str]:
    """Give the variables beyond Textual's that our styles use, for any theme."""
    if theme.ansi:
        return {
            "unread": theme.primary,
            "starred": "ansi_yellow",
            "rule": "ansi_bright_black",
            "selection": "ansi_bright_black",
            "measure-bg": "ansi_default",
            "muted": "ansi_default",
        }
    base = _base_colours(theme)
    background, foreground = base["background"], base["foreground"]
    return {
        "unread": base["primary"].hex,
        "starred": base["accent"].hex,
        "rule": background.blend(foreground, 0.25).hex,
        "selection": base["panel"].hex,
        "measure-bg": background.hex,
        "muted": muted_on(background, foreground).hex,
    }


def inks_for(theme: Theme, colours: Colours) -> Inks:
    """Give the styles of a theme on a terminal with so many colours."""
    if theme.ansi and colours is Colours.FULL:
        colours = Colours.ANSI
    return _inks(theme.name, colours)


@lru_cache(maxsize=32)
def _inks(name: str, colours: Colours) -> Inks:
    if colours is not Colours.FULL:
        return Inks(_plain_styles(with_hues=colours is Colours.ANSI))
    return Inks(_full_styles(theme_named(name)))


def _full_styles(theme: Theme) -> dict[tuple[Ground, Ink], Style]:
    base = _base_colours(theme)
    variables = {**variable_defaults(theme), **theme.variables}
    primary = base["primary"]
    grounds = {
        Ground.BODY: base["background"],
        Ground.RESTING: base["panel"],
        Ground.CURSOR: primary,
        Ground.HEADER: base["surface"],
        Ground.FOCUSED_HEADER: base["surface"].blend(primary, 0.18),
        Ground.FOOTER: base["surface"],
    }
    rule = Color.parse(variables["rule"])
    styles: dict[tuple[Ground, Ink], Style] = {}
    for ground, back in grounds.items():
        if ground is Ground.CURSOR:
            text = max((base["background"], WHITE, BLACK), key=lambda each: contrast(each, primary))
            hues = dict.fromkeys((Ink.KEY, Ink.UNREAD, Ink.STAR, Ink.ERROR, Ink.HIT), text)
        else:
            text = readable(base["foreground"], back)
            hues = {
                Ink.KEY: readable(primary, back),
                Ink.UNREAD: readable(Color.parse(variables["unread"]), back),
                Ink.STAR: readable(Color.parse(variables["starred"]), back),
                Ink.ERROR: readable(base["error"], back),
                Ink.HIT: text,
            }
        fronts = {
            **hues,
            Ink.TEXT: text,
            Ink.STRONG: text,
            Ink.MUTED: muted_on(back, text, 0.85 if ground is Ground.CURSOR else MUTED),
            Ink.QUIET: muted_on(back, text, 0.9 if ground is Ground.CURSOR else 0.75),
        }
        for ink, front in fronts.items():
            styles[ground, ink] = Style.from_color(front.rich_color, back.rich_color) + Style.parse(
                _WEIGHTS.get(ink, "none")
            )
        styles[ground, Ink.SCROLL] = Style.from_color(rule.rich_color, rule.rich_color)
    return styles


_WEIGHTS = {Ink.STRONG: "bold", Ink.KEY: "bold", Ink.STAR: "bold", Ink.HIT: "bold underline"}


def _plain_styles(*, with_hues: bool) -> dict[tuple[Ground, Ink], Style]:
    """Tell everything by weight, underline and reverse; hues, where there are, only add."""
    base = {
        Ink.TEXT: "none",
        Ink.STRONG: "bold",
        Ink.MUTED: "dim",
        Ink.QUIET: "none",
        Ink.KEY: "bold",
        Ink.UNREAD: "bold",
        Ink.STAR: "bold",
        Ink.ERROR: "bold",
        Ink.HIT: "bold underline",
        Ink.SCROLL: "reverse",
    }
    hues = {Ink.KEY: "blue", Ink.UNREAD: "blue", Ink.STAR: "yellow", Ink.ERROR: "red"}
    styles: dict[tuple[Ground, Ink], Style] = {}
    for ground in Ground:
        for ink, weight in base.items():
            style = Style.parse(weight)
            if with_hues and ink in hues and ground is not Ground.CURSOR:
                style += Style.parse(hues[ink])
            if ground in (Ground.CURSOR, Ground.FOCUSED_HEADER) and ink is not Ink.SCROLL:
                # Dim text in reverse is unreadable on many terminals.
                style = Style(bold=style.bold, underline=style.underline, reverse=True)
            if ground is Ground.RESTING:
                style += Style(underline=True, dim=False)
            styles[ground, ink] = style
    return styles


def automatic_theme(environ: Mapping[str, str]) -> str:
    """Choose ink, or paper where the terminal says that its background is light.

    Source: COLORFGBG is ``foreground;background`` in the sixteen ANSI colours (rxvt, Konsole).
    """
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    light = background.isdigit() and (background == "7" or 9 <= int(background) <= 15)
    return PAPER.name if light else INK.name
