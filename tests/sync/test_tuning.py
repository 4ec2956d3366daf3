"""A sync does as the feed's settings say."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from server import Answer, rss

from tui_reader.model.settings import Settings
from tui_reader.store import statuses, upkeep

if TYPE_CHECKING:
    from conftest import Shelf
    from server import Request, Server

    from tui_reader.model.feed import FeedId

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def tuned(shelf: Shelf, address: str, **wanted: object) -> FeedId:
    (feed_id,) = await shelf.subscribe(address)
    await shelf.database.write(upkeep.set_feeds, [(feed_id, Settings(**wanted))], shelf.clock())
    return feed_id


async def test_the_server_is_told_the_name_that_was_set(server: Server, shelf: Shelf) -> None:
    server.redirect("/old", "/feed")
    server.feed("/feed", rss(1))
    server.feed("/plain", rss(1))
    await tuned(shelf, server.url("/old"), user_agent="Mosaic/1")
    await shelf.subscribe(server.url("/plain"))

    await shelf.sync()

    names = {request.path: request.headers["user-agent"] for request in server.requests}
    assert names["/old"] == names["/feed"] == "Mosaic/1"
    assert names["/plain"].startswith("blogread/")


async def test_a_paused_feed_waits_for_a_person(server: Server, shelf: Shelf) -> None:
    server.feed("/feed", rss(1))
    await tuned(shelf, server.url("/feed"), paused=True)

    await shelf.sync(by_hand=False)
    assert server.requests == []
    await shelf.sync(by_hand=True)
    assert len(server.requests) == 1


@pytest.mark.parametrize("minutes", [120, 3 * 1440])
async def test_the_next_fetch_keeps_the_interval_of_the_feed(
    server: Server, shelf: Shelf, minutes: int
) -> None:
    server.feed("/feed", rss(1))
    await tuned(shelf, server.url("/feed"), interval_minutes=minutes)

    await shelf.sync()

    due = (await shelf.feed(server.url("/feed"))).fetch.due_at
    assert due is not None
    assert minutes <= (due - shelf.clock()) / timedelta(minutes=1) <= max(minutes * 1.1, 180)


async def test_an_address_changed_during_its_fetch_stays_and_learns_nothing(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/new", rss(1))
    (feed_id,) = await shelf.subscribe(server.url("/old"))

    def answer(request: Request) -> Answer:
        with closing(sqlite3.connect(shelf.database.path)) as other, other:
            upkeep.set_address(other, feed_id, server.url("/new"), shelf.clock())
        return Answer(body=rss(2).encode(), headers=(("ETag", '"old"'),))

    server.route("/old", answer)

    await shelf.sync()

    feed = await shelf.feed(server.url("/new"))
    assert (feed.id, feed.fetch.etag, feed.total) == (feed_id, "", 2)


async def test_a_move_that_was_taken_back_is_not_followed_again(
    server: Server, shelf: Shelf
) -> None:
    server.redirect("/old", "/new", status=301)
    server.feed("/new", rss(1))
    old, new = server.url("/old"), server.url("/new")
    await shelf.sync_one(old)
    shelf.clock.advance(days=8)
    await shelf.sync()
    feed = await shelf.feed(new)

    await shelf.database.write(upkeep.go_back, feed.id, shelf.clock())
    for _ in range(3):
        shelf.clock.advance(days=8)
        await shelf.sync()

    assert (await shelf.feed(old)).id == feed.id
    await shelf.database.write(statuses.undo, shelf.clock())
    assert (await shelf.feed(new)).moved_from == old
