"""Adding a blog: a real child process, a real server on loopback."""

from datetime import timedelta

import pytest
from builders import NOON
from dialog_host import opened
from server import Server

from tui_reader.ui.screens.subscribe import SubscribeScreen
from tui_reader.ui.widgets.text_field import TextField


def rss(title, *posts):
    items = "".join(
        f"<item><guid>{post}</guid><title>{post}</title>"
        f"<pubDate>Sat, 21 Nov 2026 10:00:00 +0000</pubDate></item>"
        for post in posts
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


PAGE = """\
<html><head>
<link rel="alternate" type="application/rss+xml" title="Posts" href="/posts">
<link rel="alternate" type="application/rss+xml" title="Notes" href="/notes">
</head><body>A home page.</body></html>
"""


@pytest.fixture
def server():
    with Server() as running:
        running.feed("/posts", rss("Posts of A [/]", "On tides", "On knots"))
        running.feed("/notes", rss("Notes of A", "A note"))
        running.answer("/", body=PAGE, content_type="text/html")
        running.answer("/empty", body="<html><p>Nothing.</p></html>", content_type="text/html")
        yield running


async def titles(reader):
    return {feed.title for feed in await reader.feeds.all()}


async def test_a_feed_is_added_into_a_new_folder(reader, server):
    async with opened(SubscribeScreen(reader)) as dialog:
        await dialog.type(server.url("/notes"))
        await dialog.press("tab")
        await dialog.type("Tech/Sea")
        await dialog.press("enter")
    assert dialog.results[0].title == "Notes of A"
    feed = await reader.feeds.get(dialog.results[0].feed_id)
    assert (feed.folders, feed.total) == ((("Tech", "Sea"),), 1)


async def test_several_feeds_are_offered_with_their_freshness_and_picked_by_number(reader, server):
    now = NOON + timedelta(days=1)
    async with opened(SubscribeScreen(reader, lambda: now), (120, 36)) as dialog:
        await dialog.type(server.url("/"))
        await dialog.press("enter")
        assert "2 feeds found. Which one?" in dialog.text
        assert "Posts of A [/]" in dialog.text
        assert "RSS 2.0 · newest 4 days ago · 2 entries" in dialog.words
        assert "• On tides" in dialog.text
        await dialog.press("2")
    assert dialog.results[0].title == "Notes of A"
    assert "Posts of A [/]" not in await titles(reader)


async def test_the_feed_picked_is_one_of_the_address_that_was_looked_at(reader, server):
    async with opened(SubscribeScreen(reader), (120, 36)) as dialog:
        await dialog.type(server.url("/"))
        await dialog.pilot.press("enter", "x", "y")
        await dialog.settle()
        await dialog.press("2")
    assert dialog.results[0].title == "Notes of A"


async def test_escape_goes_back_from_the_offer_to_the_address(reader, server):
    before = await titles(reader)
    async with opened(SubscribeScreen(reader), (120, 36)) as dialog:
        await dialog.type(server.url("/"))
        await dialog.press("enter")
        await dialog.press("escape")
        assert dialog.screen.query_one("#address", TextField).has_focus
        assert "Which one?" not in dialog.text
        await dialog.press("escape")
    assert dialog.results == [None]
    assert await titles(reader) == before


async def test_a_feed_that_is_there_already_is_said_kindly_and_given_back(reader, server):
    async with opened(SubscribeScreen(reader)) as first:
        await first.type(server.url("/notes"))
        await first.press("enter")
    async with opened(SubscribeScreen(reader)) as again:
        await again.type(server.url("/notes"))
        await again.press("enter")
        assert "You read this one already: Notes of A" in again.words
        await again.press("enter")
    assert again.results[0].already
    assert again.results[0].feed_id == first.results[0].feed_id


async def test_a_page_without_a_feed_is_said_in_words_and_the_address_stays(reader, server):
    async with opened(SubscribeScreen(reader), (120, 36)) as dialog:
        await dialog.type(server.url("/empty"))
        await dialog.press("enter")
        assert dialog.screen.query_one(".status").has_class("-said")
        assert "/empty" in dialog.screen.query_one("#address", TextField).value
        assert "Traceback" not in dialog.text
        await dialog.press("escape")
    assert dialog.results == [None]


async def test_escape_stops_a_server_that_does_not_answer(reader, server):
    server.raw("/slow", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", then="hang")
    before = await titles(reader)
    async with opened(SubscribeScreen(reader), (120, 36)) as dialog:
        await dialog.type(server.url("/slow"))
        await dialog.pilot.press("enter")
        await dialog.pilot.pause()
        assert "Looking at 127.0.0.1 …" in dialog.text
        await dialog.pilot.press("escape")
        await dialog.pilot.pause()
        assert "Stopped." in dialog.text
        await dialog.press("escape")
    assert dialog.results == [None]
    assert await titles(reader) == before


async def test_enter_on_nothing_asks_for_an_address(reader):
    async with opened(SubscribeScreen(reader)) as dialog:
        await dialog.press("enter")
        assert "Paste or type an address first." in dialog.text
    assert dialog.results == []


async def test_the_folder_is_completed_from_those_there_are(reader):
    feeds = await reader.feeds.all()
    await reader.feeds.move(feeds[0].id, (("Engineering", "Blogs"),))
    async with opened(SubscribeScreen(reader)) as dialog:
        folder = dialog.screen.query_one("#folder", TextField)
        await dialog.until(lambda: folder.suggester)
        await dialog.press("tab", "e", "n")
        await dialog.until(lambda: folder._suggestion)
        await dialog.press("right")
        assert folder.value == "Engineering"


@pytest.mark.parametrize("size", [(50, 24), (40, 16)])
async def test_the_offer_fits_a_small_screen(reader, server, size):
    async with opened(SubscribeScreen(reader), size) as dialog:
        await dialog.type(server.url("/"))
        await dialog.press("enter")
        assert "Posts of A" in dialog.text
        assert "Esc back" in dialog.words
