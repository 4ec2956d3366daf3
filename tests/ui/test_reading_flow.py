"""Reading: opening, paging on, going on across entries and blogs, and back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from desk import LONG, OFFLINE, at_desk, fill, post, two_blogs, write

from tui_reader.commands import Pane
from tui_reader.config import Config, ReaderConfig, SyncConfig
from tui_reader.ui.actions import feeds
from tui_reader.ui.screens.main import MainScreen

if TYPE_CHECKING:
    from tui_reader.reader import Reader


async def test_moving_shows_the_article_beside_and_marks_nothing(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("j")
        assert desk.title == "Tide 2"
        assert "The text of Tide 2." in desk.text
        assert desk.screen.entries.row is not None
        assert not desk.screen.entries.row.read


async def test_enter_opens_and_marks_read(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("enter")
        assert desk.screen.place is Pane.ARTICLE
        assert desk.screen.entries.row is not None
        assert desk.screen.entries.row.read
        assert (await reader.care.status()).unread == 5


async def test_what_was_read_before_is_not_painted_when_another_is_opened(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_blogs(reader)
    async with at_desk(reader, size=(60, 24)) as desk:
        await desk.press("enter", "escape", "j")
        shown: list[str] = []

        def go(place: Pane) -> None:
            lines = desk.screen.article.layout_shown.lines
            shown.append("\n".join(line.text for line in lines))
            MainScreen.go(desk.screen, place)

        monkeypatch.setattr(desk.screen, "go", go)
        await desk.press("enter")
        assert shown == [""]
        assert "The text of Tide 2." in desk.text


async def test_what_was_read_stays_in_the_unread_view_until_it_is_cleaned_up(
    reader: Reader,
) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("enter", "escape")
        assert desk.screen.entries.place[1] == 6
        await desk.press("apostrophe")
        assert desk.screen.entries.place[1] == 5
        assert desk.title == "Tide 2"


async def test_space_pages_and_then_goes_on_to_the_next_unread(reader: Reader) -> None:
    await two_blogs(reader)
    long = post("Long one", hours=0.5, html=LONG)
    await fill(reader, "https://c.example/feed", "Long Blog", long)
    async with at_desk(reader) as desk:
        assert desk.title == "Long one"
        await desk.press("space")
        assert "Paragraph 0 " not in desk.text
        assert desk.screen.place is Pane.ENTRIES
        while desk.title == "Long one":
            await desk.press("space")
        assert desk.title == "Tide 1"
        assert (await reader.care.status()).unread == 5


async def test_space_goes_from_a_view_that_is_done_to_the_next_one(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        port = next(v for v in desk.screen.feeds.views if v.title == "Port")
        await desk.app.session.select_view(port)
        await desk.settle()
        await desk.press("space", "space", "space")
        assert desk.view == "Quay"
        assert desk.title == "Crane 1"
        assert desk.flash == "Port done, next: Quay (3)"


async def test_back_goes_across_the_same_seams(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        port = next(v for v in desk.screen.feeds.views if v.title == "Port")
        await desk.app.session.select_view(port)
        await desk.settle()
        await desk.press("space", "space", "space", "b")
        assert (desk.view, desk.title) == ("Port", "Tide 3")
        await desk.press("b")
        assert desk.title == "Tide 2"


async def test_all_read_says_so(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("A", "n")
        assert desk.flash == "Nothing is left unread."


async def test_the_end_of_the_list_wraps_to_what_is_unread_above(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("G", "n")
        assert desk.title == "Tide 1"


@pytest.mark.parametrize(("policy", "read"), [("never", False), ("open", True), ("end", True)])
async def test_the_policy_decides_when_an_entry_becomes_read(
    reader: Reader, policy: str, read: bool
) -> None:
    await two_blogs(reader)
    config = Config(reader=ReaderConfig(mark_read=policy), sync=SyncConfig(on_start=False))
    async with at_desk(reader, config=config) as desk:
        await desk.press("enter")
        assert desk.screen.entries.row is not None
        assert desk.screen.entries.row.read is read


async def test_next_and_previous_entry_work_from_the_article(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("enter", "J", "J")
        assert desk.title == "Tide 3"
        await desk.press("K")
        assert desk.title == "Tide 2"
        assert "The text of Tide 2." in desk.text


async def test_what_arrives_moves_neither_cursor_nor_text(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader, config=OFFLINE) as desk:
        await desk.press("j")
        feed = await reader.feeds.find("https://a.example/feed")
        new = [post(f"Arrival {n}", hours=0.1 * n) for n in range(12)]
        await write(reader, feed.id, *new, title="Harbour Log")
        await desk.app.session.refresh_after_sync()
        await desk.settle()
        assert desk.title == "Tide 2"
        assert "Unread · 12 new" in desk.lines[0]
        assert "Arrival" not in desk.text
        await desk.press("full_stop")
        assert desk.title == "Arrival 0"
        assert "new" not in desk.lines[0]


async def test_an_empty_list_fills_by_itself(reader: Reader) -> None:
    async with at_desk(reader) as desk:
        assert desk.screen.entries.place[1] == 0
        feed = (await reader.feeds.all())[0]
        await write(reader, feed.id, post("First", hours=1), title="blogread Handbook")
        await desk.app.session.refresh_after_sync()
        await desk.settle()
        assert desk.title == "First"


async def test_a_second_wish_at_once_stops_the_sync_and_starts_none(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        session = desk.app.session
        await feeds.sync_all(session)
        assert session.syncing.is_running
        await asyncio.sleep(0)
        await feeds.sync_all(session)
        await desk.until(lambda: not session.syncing.is_running)
        assert "Sync stopped" in desk.flash


async def test_a_library_that_was_never_fetched_says_that_it_is_being_fetched(
    reader: Reader,
) -> None:
    async with at_desk(reader, config=Config(sync=SyncConfig(on_start=True))) as desk:
        assert "Fetching …" in desk.text
        assert "never synced" not in desk.text
        desk.app.session.syncing.stop()
        await desk.until(lambda: not desk.app.session.syncing.is_running)
