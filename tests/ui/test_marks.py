"""Marks, stars, undo: what is stored, and what the screen says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import at_desk, fill, post, two_blogs, write

if TYPE_CHECKING:
    from tui_reader.reader import Reader


async def test_m_turns_the_mark_of_the_entry(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("m")
        assert (await reader.care.status()).unread == 5
        await desk.press("m")
        assert (await reader.care.status()).unread == 6


async def test_counts_in_the_sidebar_follow_a_mark(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("m")
        counts = {view.title: view.count for view in desk.screen.feeds.views}
        assert counts["Unread"] == 5
        assert counts["Harbour Log"] == 2


async def test_all_in_view_are_marked_and_undone_in_one_step(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("A")
        assert (await reader.care.status()).unread == 0
        assert desk.flash == "Marked 6 read in Unread"
        assert "u undo" in desk.lines[-1]
        await desk.press("u")
        assert (await reader.care.status()).unread == 6
        assert desk.flash == "Undone: Marked 6 read in Unread"
        await desk.press("U")
        assert (await reader.care.status()).unread == 0


async def test_marking_all_spares_what_arrived_meanwhile(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        feed = await reader.feeds.find("https://a.example/feed")
        await write(reader, feed.id, post("Late", hours=5), title="Harbour Log")
        await desk.press("A")
        assert (await reader.care.status()).unread == 1


async def test_a_star_is_drawn_and_counted(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("s")
        assert "★ Tide 1" in desk.text
        assert (await reader.care.status()).starred == 1


async def test_undo_with_nothing_to_undo_says_so(reader: Reader) -> None:
    async with at_desk(reader) as desk:
        await desk.press("u")
        assert desk.flash == "There is nothing to undo."


async def test_a_mark_made_elsewhere_shows_in_place(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        assert desk.screen.entries.row is not None
        await reader.entries.mark([desk.screen.entries.row.id], read=True)
        await desk.app.session.refresh_after_sync()
        await desk.settle()
        assert desk.title == "Tide 1"
        assert desk.screen.entries.row.read


async def test_unsubscribing_asks_first_and_undo_brings_the_feed_back(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "D")
        await desk.until(lambda: len(desk.app.screen_stack) == 2)
        await desk.press("y")
        await desk.until(lambda: "Unsubscribed" in desk.flash)
        await desk.settle()
        assert [feed.title for feed in await reader.feeds.all()] == ["Harbour Log"]
        await desk.press("u")
        assert len(await reader.feeds.all()) == 2


async def test_an_undone_subscription_leaves_its_empty_list(reader: Reader) -> None:
    await two_blogs(reader)
    await fill(reader, "https://c.example/feed", "Empty Bay", folder=("Zone",))
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "2", "d")
        await desk.until(lambda: "─ Feed " in desk.text)
        await desk.press("escape", "u")
        assert desk.screen.feeds.index_of("folder:Zone") is not None
        assert "Empty Bay" not in desk.text.replace("Undone: Subscribed to “Empty Bay”", "")
