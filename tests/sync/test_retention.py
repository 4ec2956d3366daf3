"""Retention after a sync: what is purged stays away while the feed still holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from server import item, rss

from tui_reader.config import SyncConfig
from tui_reader.reader import tidying
from tui_reader.store import bin as rubbish
from tui_reader.store import journal
from tui_reader.sync import history

if TYPE_CHECKING:
    from conftest import Shelf
    from server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

MONTH = SyncConfig(keep_days=30)
LINK = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="prev-archive" href="{}"/>'


async def read_and_wait(shelf: Shelf, days: int) -> None:
    """Mark all read, and let time go by until that can no longer be undone."""
    await shelf.read_everything()
    await wait(shelf, days)
    await shelf.database.write(journal.prune, shelf.clock())


async def wait(shelf: Shelf, days: int) -> None:
    """Let days go by, and retention look each of them."""
    for _ in range(days):
        shelf.clock.advance(days=1)
        await tidying.after_sync(shelf.database, SyncConfig(), shelf.clock)


async def test_what_was_purged_does_not_come_back_while_the_feed_still_holds_it(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss(3))
    await shelf.sync_one(server.url("/feed"))
    await read_and_wait(shelf, 61)

    await tidying.after_sync(shelf.database, MONTH, shelf.clock)
    purged = await shelf.titles()
    server.feed("/feed", rss([item(4), item(3), item(2), item(1, title="Post 1, corrected")]))
    outcome = await shelf.sync_one(server.url("/feed"))

    assert purged == []
    assert outcome.new == 1
    assert await shelf.titles() == ["Post 4"]


async def test_an_entry_that_takes_the_link_of_a_purged_one_is_new(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss([item(1, link="http://example.org/weekly")]))
    await shelf.sync_one(server.url("/feed"))
    await read_and_wait(shelf, 61)
    await tidying.after_sync(shelf.database, MONTH, shelf.clock)
    fresh = item(2, link="http://example.org/weekly").replace("Oct 2026", "Jul 2027")
    renamed = item(1, guid="other", link="http://example.org/weekly")

    server.feed("/feed", rss([fresh]))
    assert (await shelf.sync_one(server.url("/feed"))).new == 1
    server.feed("/feed", rss([renamed]))
    assert (await shelf.sync_one(server.url("/feed"))).new == 0


async def test_loading_older_brings_purged_entries_back_for_as_long_as_others_stay(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss([item(3)], extra=LINK.format("/old")))
    server.feed("/old", rss([item(1), item(2)]))
    url = server.url("/feed")

    async def older() -> int:
        feed = await shelf.feed(url)
        report = await history.load_older(
            *(shelf.database, shelf.config, [feed.id]),
            now=shelf.clock,
            afresh=True,
            workers=shelf.workers,
            pause=0,
        )
        return report.new

    await shelf.sync_one(url)
    assert await older() == 2
    await read_and_wait(shelf, 61)
    await tidying.after_sync(shelf.database, MONTH, shelf.clock)
    assert await shelf.titles() == []

    assert await older() == 2
    await tidying.after_sync(shelf.database, MONTH, shelf.clock)
    assert sorted(await shelf.titles()) == ["Post 1", "Post 2"]


async def test_the_bin_is_emptied_when_thirty_days_have_gone_by_and_not_when_a_clock_leaps(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss(3))
    await shelf.sync_one(server.url("/feed"))
    await read_and_wait(shelf, 61)
    await tidying.after_sync(shelf.database, MONTH, shelf.clock)

    async def held() -> int:
        return sum(each.entries for each in await shelf.database.read(rubbish.contents))

    noon = shelf.clock()
    shelf.clock.advance(days=4000)
    await tidying.after_sync(shelf.database, MONTH, shelf.clock)
    assert await held() == 3
    shelf.clock.now = noon
    await tidying.after_sync(shelf.database, MONTH, shelf.clock)
    assert await held() == 3
    await wait(shelf, 31)
    assert await held() == 0
