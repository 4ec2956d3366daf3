"""Keys typed faster than the screen follows go where the keys before them have led."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from desk import LONG, at_desk, fill, post, two_blogs
from textual import events
from textual.widgets import Input

from tui_reader.commands import Pane
from tui_reader.ui import typing_ahead
from tui_reader.ui.app import ReaderApp

if TYPE_CHECKING:
    from desk import Desk

    from tui_reader.reader import Reader


def type_at_once(desk: Desk, *keys: str) -> None:
    """Put keys into the app's queue as one read of a terminal does."""
    for key in keys:
        desk.app.post_message(events.Key(key, key if len(key) == 1 else None))


def typed(desk: Desk) -> str | None:
    """Give what stands in the input that has the focus."""
    focused = desk.app.focused
    return focused.value if isinstance(focused, Input) else None


async def test_a_key_behind_a_change_of_pane_goes_to_the_new_pane(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("1", "G")
        for key in ("2", "g", "j"):
            desk.app.simulate_key(key)
        await desk.settle()
        assert desk.screen.place is Pane.ENTRIES
        assert desk.view == "Crane Watch"
        assert desk.title == "Crane 2"


@pytest.mark.parametrize("opener", ["slash", "a", "colon", "question_mark"])
async def test_words_behind_the_key_that_opens_an_input_go_into_it(
    opener: str, reader: Reader
) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        type_at_once(desk, opener, *"queuemq")
        await desk.until(lambda: typed(desk) == "queuemq")
        assert desk.app.is_running
        assert await unread(reader) == 6


async def test_words_behind_find_go_into_its_line(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("enter")
        type_at_once(desk, "slash", *"mqs")
        await desk.until(lambda: typed(desk) == "mqs")


async def test_words_behind_rename_go_behind_the_title(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("1", "G")
        type_at_once(desk, "e", *"mq")
        await desk.until(lambda: typed(desk) == "Crane Watchmq")


async def test_words_behind_the_contents_go_into_their_filter(reader: Reader) -> None:
    html = f"<h2>First part</h2>{LONG}<h2>Second part</h2>{LONG}"
    await two_blogs(reader)
    await fill(reader, "https://c.example/feed", "Long", post("Long", hours=0.5, html=html))
    async with at_desk(reader) as desk:
        await desk.press("enter")
        await desk.until(lambda: desk.screen.article.headings)
        type_at_once(desk, "C", *"second")
        await desk.until(lambda: typed(desk) == "second")


async def test_what_is_pasted_behind_the_key_goes_into_the_input(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        type_at_once(desk, "a", "x")
        desk.app.post_message(events.Paste("https://d.example"))
        type_at_once(desk, "y")
        await desk.until(lambda: typed(desk) == "xhttps://d.exampley")


async def test_keys_behind_one_that_opens_nothing_are_commands(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("enter")
        type_at_once(desk, "C", "2", "j")
        await desk.until(lambda: desk.title == "Tide 2")
        assert desk.screen.place is Pane.ENTRIES


async def test_keys_are_not_held_for_ever(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """An input that does not come takes what was meant for it along; the next key works."""
    monkeypatch.setattr(typing_ahead, "LONGEST", 0.01)
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        never = asyncio.Event()
        monkeypatch.setattr(desk.app.session, "ask", lambda _: never.wait())
        type_at_once(desk, "a", "m")
        await desk.until(lambda: "not taken" in desk.flash)
        assert await unread(reader) == 6
        await desk.press("j")
        assert desk.title == "Tide 2"


async def test_enter_behind_words_runs_what_they_find(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        type_at_once(desk, "colon", *"density", "enter")
        await desk.until(lambda: desk.screen.entries.density == "two")
        assert desk.app.screen is desk.screen


async def test_backspace_takes_the_letter_before_it(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        type_at_once(desk, "a", "x", "y", "backspace", "z")
        await desk.until(lambda: typed(desk) == "xz")


async def test_a_key_behind_escape_goes_to_the_pane(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        type_at_once(desk, "a", "x", "escape", "j")
        await desk.until(lambda: desk.title == "Tide 2")


async def test_a_key_behind_a_search_goes_to_its_results(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        type_at_once(desk, "slash", *"crane", "enter", "j")
        await desk.until(lambda: desk.title == "Crane 2")
        assert desk.screen.place is Pane.ENTRIES


async def test_words_behind_a_chosen_command_go_into_what_it_opens(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        type_at_once(desk, "colon", *"add a blog", "enter", *"msq")
        await desk.until(lambda: typed(desk) == "msq")


async def unread(reader: Reader) -> int:
    """Count what is unread."""
    return (await reader.feeds.views())[0].count


async def test_a_pause_that_ended_as_the_cursor_went_on_shows_nothing(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader, size=(120, 36)) as desk:
        await desk.press("g")
        showing, row = desk.app.session.showing, desk.screen.entries.row
        await desk.press("j")
        # What a timer's message does that was under way when the next key came.
        showing._fetch_soon(row)
        await desk.settle()
        assert desk.screen.article.entry_id == desk.screen.entries.row.id


async def test_what_is_typed_before_the_screen_is_filled_waits_for_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = ReaderApp.on_ready

    async def after_keys(app: ReaderApp) -> None:
        for key in ("1", "g", "j"):
            await app.on_event(events.Key(key, key))
        await ready(app)

    monkeypatch.setattr(ReaderApp, "on_ready", after_keys)
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.until(lambda: desk.view == "Today")
        assert desk.screen.place is Pane.FEEDS
