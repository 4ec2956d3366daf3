"""Every shipped theme can be read, with all colours, with sixteen, and with none."""

from __future__ import annotations

import pytest
from textual.color import Color

from tui_reader.ui.themes import (
    INK,
    PAPER,
    TEXT_CONTRAST,
    THEME_NAMES,
    Colours,
    Ground,
    Ink,
    automatic_theme,
    contrast,
    inks_for,
    theme_named,
    variable_defaults,
)

COLOURED = [name for name in THEME_NAMES if not theme_named(name).ansi]
OURS = {"unread", "starred", "rule", "selection", "measure-bg"}


@pytest.mark.parametrize("name", COLOURED)
def test_text_has_a_contrast_of_4_5_on_every_ground(name: str) -> None:
    inks = inks_for(theme_named(name), Colours.FULL)
    for ground in Ground:
        for ink in set(Ink) - {Ink.SCROLL}:
            style = inks.style(ground, ink)
            front, back = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
            assert contrast(front, back) >= TEXT_CONTRAST, (ground, ink)


@pytest.mark.parametrize("name", COLOURED)
def test_the_cursor_with_the_focus_stands_out(name: str) -> None:
    inks = inks_for(theme_named(name), Colours.FULL)
    backs = [
        Color.from_rich_color(inks.style(ground, Ink.TEXT).bgcolor)
        for ground in (Ground.CURSOR, Ground.BODY)
    ]
    assert contrast(*backs) >= 3


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_theme_has_our_variables(name: str) -> None:
    assert set(variable_defaults(theme_named(name))) >= OURS


def test_the_house_themes_have_the_colours_of_the_design() -> None:
    assert (INK.background, INK.surface, INK.panel) == ("#16161e", "#1a1b26", "#24283b")
    assert (INK.foreground, INK.primary, INK.error) == ("#c0caf5", "#7aa2f7", "#f7768e")
    assert (PAPER.background, PAPER.surface, PAPER.panel) == ("#faf7f0", "#f3efe4", "#e6e0d0")
    assert (PAPER.foreground, PAPER.primary, PAPER.error) == ("#2b2b2b", "#2f5fb3", "#b3261e")
    assert (INK.variables["starred"], PAPER.variables["starred"]) == ("#e0af68", "#8a5a00")


@pytest.mark.parametrize("colours", [Colours.ANSI, Colours.NONE])
def test_few_colours_leave_the_ranks_to_weight_and_reverse(colours: Colours) -> None:
    inks = inks_for(INK, colours)
    assert inks.style(Ground.BODY, Ink.STRONG).bold
    assert not inks.style(Ground.BODY, Ink.QUIET).bold
    assert inks.style(Ground.CURSOR, Ink.TEXT).reverse
    assert inks.style(Ground.RESTING, Ink.TEXT).underline
    assert inks.style(Ground.FOCUSED_HEADER, Ink.KEY).bold


def test_no_colour_at_all_where_none_is_wanted() -> None:
    inks = inks_for(INK, Colours.NONE)
    assert all(style.color is None and style.bgcolor is None for style in inks.styles.values())


@pytest.mark.parametrize(
    ("told", "theme"),
    [("", "ink"), ("15;0", "ink"), ("0;15", "paper"), ("0;default;7", "paper"), ("7;8", "ink")],
)
def test_the_terminals_background_chooses_the_theme(told: str, theme: str) -> None:
    assert automatic_theme({"COLORFGBG": told} if told else {}) == theme
