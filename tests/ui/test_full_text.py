"""``x`` and ``X``: the page's article in place of the feed's text, through the real child."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from builders import NOON
from desk import at_desk, fill, post
from server import Server

from tui_reader.model.entry import EntryId, EntryPage
from tui_reader.model.feed import HANDBOOK_URL, HEROKU_URL, Problem
from tui_reader.store import articles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from desk import Desk

    from tui_reader.model.feed import FeedId
    from tui_reader.reader import Reader

PAGE = "<!doctype html><title>A lamp</title><article>{}</article>".format(
    "<p>The keeper climbed the stairs again that night and lit the lamp by hand.</p>" * 60
)
SUMMARY = "<p>Of a lamp that was lit […]</p>"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.answer("/p", body=PAGE, content_type="text/html")
        yield running


class Lamps:
    """A desk with one feed of summaries open."""

    def __init__(self, desk: Desk, feed_id: FeedId) -> None:
        self.desk = desk
        self.feed_id = feed_id

    @property
    def shows_page(self) -> bool:
        return "lit the lamp by hand" in self.desk.text

    @property
    def article(self) -> str:
        """What the right pane says, in one line."""
        return " ".join(" ".join(line.rpartition("▕")[2] for line in self.desk.lines).split())

    async def page(self, entry_id: int = 1) -> EntryPage | None:
        reader = self.desk.app.session.reader
        return (await reader.entries.get(EntryId(entry_id))).page

    async def fetch(self) -> None:
        """Press x, and wait for the child."""
        await self.desk.press("x")
        await self.desk.until(lambda: not self.desk.app.session.full_text.is_fetching)
        await self.desk.settle()

    async def keep(self, page: EntryPage, entry_id: int = 1) -> None:
        """Let an earlier session have kept a page."""
        database = self.desk.app.session.reader._database
        await database.write(articles.put, EntryId(entry_id), page)


@asynccontextmanager
async def lamps(reader: Reader, url: str, *, html: str = SUMMARY) -> AsyncIterator[Lamps]:
    for known in (HANDBOOK_URL, HEROKU_URL):
        await reader.feeds.unsubscribe([(await reader.feeds.find(known)).id])
    told = {"url": url, "html": html, "words": len(html.split())}
    posts = [post(f"Lamp {n}", hours=n, **told) for n in (4, 3, 2, 1)]
    feed_id = await fill(reader, "http://127.0.0.1/feed", "Lamps", *posts)
    async with at_desk(reader, size=(120, 30)) as desk:
        await desk.press("G")
        yield Lamps(desk, feed_id)


def kept(**fields: object) -> EntryPage:
    html = "<p>The keeper lit the lamp by hand.</p>" * 40
    return EntryPage(**{"url": "https://e.example/p", "html": html, "words": 280, **fields})


async def test_a_text_that_is_cut_says_so_and_names_the_keys(reader: Reader) -> None:
    async with lamps(reader, "https://e.example/p") as there:
        assert "summary. x fetch the full page · o open in browser" in there.article


async def test_a_text_that_is_whole_says_nothing(reader: Reader) -> None:
    whole = "<p>Of a lamp that was lit.</p><p>It burned.</p><p>Then it was out.</p>"
    async with lamps(reader, "https://e.example/p", html=whole) as there:
        assert "Then it was out." in there.desk.text
        assert "summary" not in there.desk.text


async def test_x_fetches_the_page_and_x_again_shows_the_feeds_text_at_once(
    reader: Reader, server: Server
) -> None:
    async with lamps(reader, server.url("/p")) as there:
        await there.fetch()
        assert there.shows_page
        assert "full text from 127.0.0.1" in there.desk.text
        assert "4 min" in there.desk.text

        await there.desk.press("x")
        assert not there.shows_page
        assert "Of a lamp that was lit" in there.desk.text
        await there.desk.press("x")
        assert there.shows_page
        assert len(server.to("/p")) == 1


async def test_x_works_in_the_article_too(reader: Reader, server: Server) -> None:
    async with lamps(reader, server.url("/p")) as there:
        await there.desk.press("3")
        await there.fetch()
        assert there.shows_page


async def test_the_choice_of_text_is_still_there_when_one_comes_back(reader: Reader) -> None:
    async with lamps(reader, "https://e.example/p") as there:
        await there.keep(kept(fetched_at=NOON))
        await there.desk.press("k", "j")
        await there.desk.until(lambda: there.shows_page)
        await there.desk.press("x", "k", "j")
        await there.desk.until(lambda: not there.shows_page)


async def test_a_failure_is_said_under_the_text_and_x_again_tries_again(
    reader: Reader, server: Server
) -> None:
    server.answer("/p", status=404)
    async with lamps(reader, server.url("/p")) as there:
        await there.fetch()
        assert there.desk.flash == "No full text. The page is not there any more (status 404)."
        assert "The full text could not be fetched. The page is not there" in there.article
        assert "Of a lamp that was lit" in there.desk.text

        server.answer("/p", body=PAGE, content_type="text/html")
        await there.fetch()
        assert there.shows_page


async def test_a_remembered_failure_is_told_first(reader: Reader, server: Server) -> None:
    async with lamps(reader, server.url("/p")) as there:
        failure = Problem(kind="timeout", message="The site took too long.", since=NOON)
        await there.keep(EntryPage(problem=failure, fetched_at=NOON))
        await there.desk.press("x")
        assert there.desk.flash == "No full text. The site took too long."
        assert server.requests == []
        await there.fetch()
        assert there.shows_page


async def test_a_page_that_brings_no_more_leaves_the_feeds_text(
    reader: Reader, server: Server
) -> None:
    server.answer("/p", body="<p>Of a lamp that was lit by hand.", content_type="text/html")
    async with lamps(reader, server.url("/p")) as there:
        await there.fetch()
        assert there.desk.flash == "The feed’s text is complete: the page brings no more."
        assert "[…]" in there.desk.text
        page = await there.page()
        assert page is not None
        assert not page.chosen


async def test_a_text_that_is_being_read_is_not_swapped(reader: Reader, server: Server) -> None:
    long = "".join(f"<p>Line {n} of the feed.</p>" for n in range(60))
    async with lamps(reader, server.url("/p"), html=long) as there:
        await there.desk.press("3", "x", "pagedown")
        await there.desk.until(lambda: not there.desk.app.session.full_text.is_fetching)
        await there.desk.settle()
        assert there.desk.flash == "Full text is here"
        assert not there.shows_page
        await there.desk.press("x")
        assert there.shows_page


async def test_a_page_that_comes_when_one_has_gone_on_is_announced(
    reader: Reader, server: Server
) -> None:
    async with lamps(reader, server.url("/p")) as there:
        await there.desk.press("x", "k")
        await there.desk.until(lambda: not there.desk.app.session.full_text.is_fetching)
        assert there.desk.flash == "The full text of “Lamp 4” is here."
        assert not there.shows_page
        await there.desk.press("j")
        assert there.shows_page


async def test_x_while_the_page_is_being_fetched_stops_that(reader: Reader, server: Server) -> None:
    server.raw("/p", b"HTTP/1.1 200 OK\r\n", then="hang")
    async with lamps(reader, server.url("/p")) as there:
        await there.desk.press("x")
        await server.asked()
        await there.desk.press("x")
        assert there.desk.flash.startswith("Stopped.")
        await there.desk.until(lambda: not there.desk.app.session.full_text.is_fetching)
        assert await there.page() is None


async def test_an_entry_without_an_address_says_so(reader: Reader) -> None:
    async with lamps(reader, "") as there:
        await there.desk.press("x")
        assert there.desk.flash == "This entry names no page of its own."


async def test_the_third_time_by_hand_suggests_the_rule(reader: Reader, server: Server) -> None:
    async with lamps(reader, server.url("/p")) as there:
        await there.keep(kept(fetched_at=NOON), 2)
        await there.keep(kept(fetched_at=NOON), 3)
        await there.fetch()
        assert there.desk.screen.status._flash is not None
        assert there.desk.screen.status._flash.hint == "always for this feed? X"


async def test_capital_x_makes_it_the_rule_and_takes_it_back(
    reader: Reader, server: Server
) -> None:
    async with lamps(reader, server.url("/p")) as there:
        there.desk.app.session.syncing.start = lambda *args, **_: asked.append(args)
        asked: list[object] = []
        await there.desk.press("X")
        assert there.desk.flash == "Full text is the rule for Lamps"
        tuning = (await reader.upkeep.tunings((there.feed_id,)))[there.feed_id]
        assert tuning.own.full_text is True
        assert asked == [((there.feed_id,),)]

        await there.desk.press("X")
        assert there.desk.flash == "Full text is no longer the rule for Lamps"
        tuning = (await reader.upkeep.tunings((there.feed_id,)))[there.feed_id]
        assert tuning.own.full_text is None


async def test_a_rule_of_the_folder_is_taken_back_for_the_feed_alone(reader: Reader) -> None:
    async with lamps(reader, "https://e.example/p") as there:
        await reader.upkeep.tune_folder((), {"full_text": True})
        await there.desk.press("X")
        tuning = (await reader.upkeep.tunings((there.feed_id,)))[there.feed_id]
        assert tuning.own.full_text is False


async def test_no_rule_is_made_for_a_feed_of_whole_texts(reader: Reader) -> None:
    whole = "<p>Of a lamp.</p><p>It burned.</p><p>Then it was out.</p>"
    async with lamps(reader, "https://e.example/p", html=whole) as there:
        await there.desk.press("X")
        assert there.desk.flash == "Lamps carries whole texts; there is nothing to fetch."
        tuning = (await reader.upkeep.tunings((there.feed_id,)))[there.feed_id]
        assert not tuning.effective.full_text
