"""What is told of strips paints what Textual's own words paint, and says nothing twice."""

from __future__ import annotations

from itertools import product

import pyte
import pytest
from desk import at_desk, two_blogs
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_reader.ui.screens.turns import told

STYLES = [
    None,
    Style.null(),
    Style.parse("bold"),
    Style.parse("bold italic"),
    Style.parse("underline #102030"),
    Style.parse("#102030 on #405060"),
    Style.parse("#708090 on #405060"),
    Style.parse("bold #708090 on #405060"),
    Style.parse("reverse color(123) on color(45)"),
    Style.parse("color(123)"),
    Style.parse("on color(45)"),
    Style.parse("red on bright_blue"),
    Style.parse("bright_red"),
    Style(color=Color.default(), bgcolor=Color.default()),
]


@pytest.mark.parametrize("system", ["truecolor", "256", "standard"])
def test_each_style_after_each_other_is_painted_as_textual_paints_it(system):
    console = Console(color_system=system, force_terminal=True)
    for before, after in product(STYLES, STYLES):
        ours, theirs = (
            Strip([Segment(text, fresh(style)) for text, style in zip("abc", styles, strict=True)])
            for styles in [(before, after, before)] * 2
        )
        assert cells(told([("", ours)], console)) == cells(theirs.render(console))


def test_a_style_that_stays_is_told_once():
    console = Console(color_system="truecolor", force_terminal=True)
    muted = "#102030 on #405060"
    strip = Strip([Segment("a", Style.parse(muted)), Segment("b", Style.parse(f"{muted} "))])
    said = told([("", strip), ("-", strip)], console)
    assert said == "\x1b[38;2;16;32;48;48;2;64;80;96mab-ab\x1b[0m"


def test_a_link_is_told_with_its_text_alone():
    console = Console(color_system="truecolor", force_terminal=True)
    link = Style(bold=True, link="https://example.net/")
    said = told([("", Strip([Segment("a", link), Segment("b", Style.parse("bold"))]))], console)
    assert said == (
        f"\x1b[1m\x1b]8;id={link.link_id};https://example.net/\x1b\\a\x1b]8;;\x1b\\b\x1b[0m"
    )


async def test_a_step_in_the_list_is_one_piece_for_the_terminal(reader, monkeypatch):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        frames = []
        display = desk.app._display

        def displayed(screen, update):
            frames.append(update.render_segments(desk.app.console))
            display(screen, update)

        monkeypatch.setattr(desk.app, "_display", displayed)
        await desk.press("j")
        assert len(frames[0].encode()) < 2048, "Linux hands so many bytes over at a time"


def fresh(style):
    """Give a style without the codes that it keeps of the system that asked first."""
    if style is not None:
        style = style.copy()
        style._ansi = None
    return style


def cells(written):
    """Give the cells that a terminal shows."""
    screen = pyte.Screen(6, 1)
    pyte.Stream(screen).feed(written + "d")
    return [screen.buffer[0][x] for x in range(6)]
