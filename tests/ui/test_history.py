"""Loading older entries in the app: the list grows, and nothing under the eye moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import subscription
from desk import at_desk
from server import Server, item, rss

from tui_reader.model.feed import HANDBOOK_URL, HEROKU_URL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk import Desk

    from tui_reader.reader import Reader

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINK = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="prev-archive" href="{}"/>'


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


async def a_blog_with_an_archive(reader: Reader, server: Server) -> None:
    """One subscription, of three entries and an older part of forty."""
    for url in (HANDBOOK_URL, HEROKU_URL):
        await reader.feeds.unsubscribe([(await reader.feeds.find(url)).id])
    now = [item(number) for number in (23, 22, 21)]
    server.feed("/feed", rss(now, title="Long Blog", extra=LINK.format("/old")))
    old = [item(number, day=number % 14) for number in range(100, 140)]
    server.feed("/old", rss(old, title="Long Blog"))
    await reader.feeds.subscribe([subscription(server.url("/feed"), title="Long Blog")])
    await reader.net.sync(by_hand=True)


async def go_to_the_blog(desk: Desk) -> None:
    await desk.press("1", "G")
    assert desk.view == "Long Blog"
    await desk.press("2")


async def test_older_entries_join_the_list_while_the_cursor_stays_where_it_is(
    reader: Reader, server: Server
) -> None:
    await a_blog_with_an_archive(reader, server)
    async with at_desk(reader) as desk:
        await go_to_the_blog(desk)
        await desk.press("j")
        row = next(y for y, line in enumerate(desk.lines) if desk.title in line)

        await desk.press("H")
        await desk.until(lambda: "There is nothing older." in desk.flash)

        assert desk.screen.entries.place == (2, 43)
        assert desk.title in desk.lines[row]
        await desk.press("G")
        assert desk.screen.entries.row is not None
        assert desk.screen.entries.row.read


async def test_the_same_key_stops_the_walk(reader: Reader, server: Server) -> None:
    await a_blog_with_an_archive(reader, server)
    server.raw("/old", b"HTTP/1.1 200 OK\r\n", then="hang")
    async with at_desk(reader) as desk:
        await go_to_the_blog(desk)
        await desk.press("H")
        await desk.until(lambda: desk.app.session.older.state)
        await desk.press("H")

        assert "Stopped" in desk.flash
        await desk.until(lambda: not desk.app.session.older.is_running)
        assert desk.app.session.older.state == ""
