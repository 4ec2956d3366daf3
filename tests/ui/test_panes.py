"""The sliding window: which panes are seen, where the focus is, and that nothing overflows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk import at_desk, fill, post, two_blogs
from rest import resize
from rich.cells import cell_len

from tui_reader.commands import Pane
from tui_reader.config import Config, SyncConfig, UiConfig
from tui_reader.model.feed import Author
from tui_reader.ui.screens import main

if TYPE_CHECKING:
    from desk import Desk

    from tui_reader.reader import Reader

MAIN_STYLES = Path(main.__file__).with_suffix(".tcss")
SIZES = ((50, 24), (80, 24), (120, 36), (200, 60))
NASTY = (
    "日本語の長い題名がここにあり、幅を正しく数えなければならない、さもないと溢れる",
    "مرحبا بالعالم هذا عنوان طويل جدا يكتب من اليمين إلى اليسار",
    "Family 👨‍👩‍👧‍👦 and flags 🇩🇪🇫🇷 and hearts ❤️ in one headline, again and again 👩🏽‍🚀",
    "Z͑a͓l̈g͛o̐ t̵e̷x̸t̶ and a word-without-any-break-" + "x" * 90,
    "[b]markup[/] [@click=app.quit]is text[/] [/]",
)


def seen(desk: Desk) -> list[Pane]:
    """The panes on the screen, from the left."""
    return [place for place in Pane if desk.screen.pane(place).display]


@pytest.mark.parametrize(
    ("size", "panes"), [((50, 24), 1), ((80, 24), 2), ((120, 36), 3), ((200, 60), 3)]
)
async def test_the_width_says_how_many_panes_are_seen(
    reader: Reader, size: tuple[int, int], panes: int
) -> None:
    await two_blogs(reader)
    async with at_desk(reader, size=size) as desk:
        assert len(seen(desk)) == panes
        assert desk.screen.place is Pane.ENTRIES


def test_what_the_stylesheet_says_of_places_concerns_panes_alone() -> None:
    """``MainScreen`` applies it to them, and to nothing in them."""
    text = re.sub(r"/\*.*?\*/", "", MAIN_STYLES.read_text(), flags=re.DOTALL)
    selectors = [
        each.strip() for part in re.findall(r"([^{}]+)\{", text) for each in part.split(",")
    ]
    of_places = [each for each in selectors if "-at-" in each or "-right" in each]
    assert len(of_places) >= 8
    assert [each for each in of_places if not re.search(r" #\w+-pane$", each)] == []


async def test_two_panes_slide_no_further_than_they_must(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader, size=(80, 24)) as desk:
        assert seen(desk) == [Pane.FEEDS, Pane.ENTRIES]
        await desk.press("enter")
        assert seen(desk) == [Pane.ENTRIES, Pane.ARTICLE]
        await desk.press("escape")
        assert seen(desk) == [Pane.ENTRIES, Pane.ARTICLE]
        await desk.press("escape")
        assert seen(desk) == [Pane.FEEDS, Pane.ENTRIES]


async def test_one_pane_goes_with_the_focus_and_its_header_leads_back(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader, size=(50, 24)) as desk:
        assert desk.lines[0].startswith(" ‹ Unread")
        await desk.press("enter")
        assert seen(desk) == [Pane.ARTICLE]
        assert "1 of 6" in desk.lines[0]
        await desk.press("escape", "escape")
        assert seen(desk) == [Pane.FEEDS]
        assert desk.lines[0].startswith(" blogread")


async def test_zoom_gives_the_article_the_screen_and_takes_it_back(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("z")
        assert seen(desk) == [Pane.ARTICLE]
        await desk.press("z")
        assert len(seen(desk)) == 3


@pytest.mark.parametrize(
    ("rows", "footer", "panes"), [(16, True, 3), (15, False, 3), (10, False, 3), (9, False, 1)]
)
async def test_a_low_terminal_gives_up_the_footer_then_the_other_panes(
    reader: Reader, rows: int, footer: bool, panes: int
) -> None:
    await two_blogs(reader)
    async with at_desk(reader, size=(120, rows)) as desk:
        assert desk.screen.status.display is footer
        assert len(seen(desk)) == panes


@pytest.mark.parametrize("size", [(29, 24), (120, 7)])
async def test_too_small_is_said_in_one_line(reader: Reader, size: tuple[int, int]) -> None:
    async with at_desk(reader, size=size) as desk:
        assert desk.text.strip() == "too small"


async def test_tab_and_digits_move_the_focus(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("1")
        assert desk.screen.place is Pane.FEEDS
        await desk.press("tab", "tab")
        assert desk.screen.place is Pane.ARTICLE
        await desk.press("2")
        assert desk.screen.place is Pane.ENTRIES
        await desk.press("shift+tab")
        assert desk.screen.place is Pane.FEEDS


@pytest.mark.parametrize("size", SIZES)
async def test_no_row_is_wider_than_its_pane_whatever_the_script(
    reader: Reader, size: tuple[int, int]
) -> None:
    await two_blogs(reader)
    posts = [
        post(title, hours=0.1 * n, excerpt=title * 3, authors=(Author(name=title[:30]),))
        for n, title in enumerate(NASTY)
    ]
    await fill(reader, "https://n.example/feed", NASTY[0], *posts, folder=(NASTY[2][:20],))
    async with at_desk(reader, size=size) as desk:
        await desk.press("j", "v", "v", "v")
        assert {cell_len(line) for line in desk.lines} == {size[0]}


async def test_resize_keeps_the_cursor_and_shows_it(reader: Reader) -> None:
    await fill(
        reader,
        "https://m.example/feed",
        "Many",
        *[post(f"Post {n:03}", hours=n) for n in range(150)],
    )
    async with at_desk(reader) as desk:
        await desk.press(*["ctrl+f"] * 6)
        title = desk.title
        for size in (*SIZES, (30, 10), (120, 36)):
            await resize(desk.pilot, *size)
            await desk.settle()
            assert desk.title == title
            assert title in desk.text


async def test_the_cursor_changes_no_glyph(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader, size=(80, 24)) as desk:
        before = [line[:79] for line in desk.lines[1:-1]]
        await desk.press("j")
        assert [line[:79] for line in desk.lines[1:-1]] == before


async def test_ages_and_right_edges_stand_in_one_column(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader, size=(80, 24)) as desk:
        bylines = [line for line in desk.lines if " h" not in line and "Ada Quay" in line]
        ends = {len(line.rstrip()) for line in [desk.lines[0], *bylines]}
        assert len(bylines) >= 3
        assert ends == {78}


async def test_ascii_draws_no_sign_of_ours_that_is_not_ascii(reader: Reader) -> None:
    await two_blogs(reader)
    config = Config(ui=UiConfig(ascii=True), sync=SyncConfig(on_start=False))
    async with at_desk(reader, size=(80, 24), config=config, fresh=True) as desk:
        assert desk.text.isascii()
        await desk.press("A", "apostrophe")
        assert desk.text.isascii()
        await desk.press("t", "enter")
        assert desk.text.replace("\N{NO-BREAK SPACE}", " ").isascii()
        await desk.press("2", "slash")
        assert desk.lines[1].startswith(" | ")
