"""The pages of entries: fetched by hand or by the rule of their feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from server import item, rss

from tui_reader.errors import StoreLocked
from tui_reader.fetch.client import Limits
from tui_reader.model.entry import EntryId, EntryPage
from tui_reader.model.settings import Settings
from tui_reader.store import articles, entries, upkeep
from tui_reader.sync import pages
from tui_reader.sync import workers as workers_module
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    from conftest import Shelf
    from server import Server

    from tui_reader.model.entry import Entry
    from tui_reader.model.feed import FeedId

pytestmark = pytest.mark.asyncio(loop_scope="session")

HTML = "text/html; charset=utf-8"
TEXT = "The keeper climbed the stairs again that night and lit the lamp by hand. " * 12


def page(text: str = TEXT, *, head: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for _ in range(4))
    return (
        f"<!doctype html><html><head><title>A lamp</title>{head}</head><body><nav>Menu</nav>"
        f"<article><h1>A lamp</h1>{paragraphs}</article></body></html>"
    )


async def follow(shelf: Shelf, server: Server, *paths: str, full_text: bool = False) -> None:
    """Subscribe to a feed of summaries that link to these pages; the last is the newest."""
    items = [
        item(number, link=path if "://" in path else server.url(path), body="One sentence […]")
        for number, path in enumerate(paths, start=1)
    ]
    server.feed("/feed", rss(reversed(items)))
    (feed_id,) = await shelf.subscribe(server.url("/feed"))
    if full_text:
        await make_rule(shelf, feed_id)
    await shelf.sync()


async def make_rule(shelf: Shelf, feed_id: FeedId) -> None:
    wanted = [(feed_id, Settings(full_text=True))]
    await shelf.database.write(upkeep.set_feeds, wanted, shelf.clock())


async def entry(shelf: Shelf, entry_id: int = 1) -> Entry:
    return await shelf.database.read(entries.get, EntryId(entry_id))


async def fetch(
    shelf: Shelf, entry_id: int = 1, *, limits: Limits | None = None, workers: Workers | None = None
) -> EntryPage:
    return await pages.fetch_one(
        shelf.database,
        shelf.config,
        EntryId(entry_id),
        now=shelf.clock,
        limits=limits or shelf.limits,
        workers=workers or shelf.workers,
    )


async def problem(shelf: Shelf) -> str:
    kept = (await entry(shelf)).page
    assert kept is not None
    assert kept.problem is not None
    return kept.problem.message


# By hand


async def test_the_article_of_a_page_is_kept_beside_the_feeds_text(
    server: Server, shelf: Shelf
) -> None:
    told = '<script type="application/ld+json">{"@type":"Article","author":{"@type":"Person",'
    told += '"name":"Ada Quay","jobTitle":"Pilot"},"datePublished":"2026-10-01"}</script>'
    server.answer("/p", body=page(head=told), content_type=HTML)
    await follow(shelf, server, "/p")

    kept = await fetch(shelf)

    assert kept.problem is None
    assert kept == (await entry(shelf)).shown_page
    assert "lit the lamp by hand" in kept.html
    assert "Menu" not in kept.html
    assert kept.url == server.url("/p")
    assert kept.words == 4 * 12 * 14
    assert kept.excerpt.startswith("The keeper climbed")
    assert (kept.authors[0].name, kept.authors[0].role) == ("Ada Quay", "Pilot")
    assert kept.published_at is not None
    assert "One sentence" in (await entry(shelf)).content.html


async def test_a_page_is_asked_for_as_one(server: Server, shelf: Shelf) -> None:
    server.answer("/p", body=page(), content_type=HTML)
    await follow(shelf, server, "/p")

    await fetch(shelf)

    (asked,) = server.to("/p")
    assert asked.headers["accept"].startswith("text/html")
    assert "rss" not in asked.headers["accept"]


async def test_the_charset_of_the_answer_is_heeded(server: Server, shelf: Shelf) -> None:
    body = page("Die Möwen über dem Hafen schrien, und der Wärter hörte sie nicht. " * 12)
    server.answer("/p", body=body.encode("latin-1"), content_type="text/html; charset=ISO-8859-1")
    await follow(shelf, server, "/p")

    assert "Möwen über" in (await fetch(shelf)).html


async def test_a_page_that_brings_no_more_is_kept_and_not_chosen(
    server: Server, shelf: Shelf
) -> None:
    server.answer("/p", body="<p>One sentence and not a word more than that.", content_type=HTML)
    await follow(shelf, server, "/p")

    assert not (await fetch(shelf)).chosen
    assert (await entry(shelf)).shown_page is None


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "refuses to give this page"),
        (404, "not there any more"),
        (500, "The site has trouble (status 500)"),
        (418, "odd answer"),
    ],
)
async def test_a_status_is_said_in_words_for_a_page(
    server: Server, shelf: Shelf, status: int, words: str
) -> None:
    server.answer("/p", status=status)
    await follow(shelf, server, "/p")

    await fetch(shelf)

    assert words in await problem(shelf)


async def test_what_is_no_web_page_is_named(server: Server, shelf: Shelf) -> None:
    server.answer("/p", body=b"%PDF-1.7 \x00\x01", content_type="application/pdf")
    await follow(shelf, server, "/p")

    await fetch(shelf)

    assert await problem(shelf) == "The link leads to a PDF document, not to a web page."


async def test_a_page_without_an_article_says_so(server: Server, shelf: Shelf) -> None:
    server.answer("/p", body="<html><body><nav></nav></body></html>", content_type=HTML)
    await follow(shelf, server, "/p")

    await fetch(shelf)

    assert await problem(shelf) == "The page holds no text."


async def test_a_page_that_is_too_large_is_refused(server: Server, shelf: Shelf) -> None:
    server.answer("/p", body=b"<p>" + b"x" * (2 << 20), content_type=HTML)
    await follow(shelf, server, "/p")

    await fetch(shelf, limits=Limits(body=1 << 20))

    assert await problem(shelf) == "The page is larger than 1 MiB."


async def test_a_silent_site_is_given_up(server: Server, shelf: Shelf) -> None:
    server.raw("/p", b"HTTP/1.1 200 OK\r\n", then="hang")
    await follow(shelf, server, "/p")

    await fetch(shelf, limits=Limits(idle=0.3))

    assert (await problem(shelf)).startswith("The site took too long")


async def test_a_worker_that_chokes_on_a_page_is_ended(
    server: Server, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = workers_module.command
    spins = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"
    server.answer("/p", body=page(), content_type=HTML)
    await follow(shelf, server, "/p")

    monkeypatch.setattr(workers_module, "command", lambda _: (*real("x")[:-2], "-c", spins))
    async with Workers(1) as workers:
        await fetch(shelf, workers=workers)
        assert "takes too" in await problem(shelf)
        monkeypatch.setattr(workers_module, "command", real)
        assert (await fetch(shelf, workers=workers)).problem is None


async def test_a_link_into_a_private_network_is_refused_unless_the_feed_is_there(
    server: Server, shelf: Shelf
) -> None:
    server.answer("/p", body=page(), content_type=HTML)
    await follow(shelf, server, server.url("/p", host="localhost"))

    await fetch(shelf)

    assert "refused" in await problem(shelf)
    assert server.to("/p") == []


async def test_an_entry_without_an_address_has_no_page(server: Server, shelf: Shelf) -> None:
    server.feed("/feed", rss([item(1, link="")]))
    await shelf.sync_one(server.url("/feed"))

    await fetch(shelf)

    assert await problem(shelf) == "The entry names no page of its own."


async def test_a_host_that_asked_to_be_left_alone_is(server: Server, shelf: Shelf) -> None:
    server.answer("/p", status=429, headers=[("Retry-After", "600")])
    await follow(shelf, server, "/p")

    await fetch(shelf)
    await fetch(shelf)

    assert len(server.to("/p")) == 1
    assert "left alone until" in await problem(shelf)
    shelf.clock.advance(minutes=11)
    server.answer("/p", body=page(), content_type=HTML)
    assert (await fetch(shelf)).problem is None


# As the rule of a feed


async def test_the_rule_fetches_the_pages_of_new_entries(server: Server, shelf: Shelf) -> None:
    server.answer("/p", body=page(), content_type=HTML)

    await follow(shelf, server, "/p", full_text=True)

    assert (await entry(shelf)).shown_page is not None


async def test_without_the_rule_no_page_is_fetched(server: Server, shelf: Shelf) -> None:
    server.answer("/p", body=page(), content_type=HTML)

    await follow(shelf, server, "/p")

    assert server.to("/p") == []


async def test_some_pages_are_fetched_newest_first_and_the_rest_the_next_time(
    server: Server, shelf: Shelf
) -> None:
    paths = [f"/p{number}" for number in range(13)]
    for path in paths:
        server.answer(path, body=page(), content_type=HTML)

    await follow(shelf, server, *paths, full_text=True)

    asked = [request.path for request in server.requests if request.path != "/feed"]
    assert asked == paths[:2:-1]
    await shelf.sync()
    asked = [request.path for request in server.requests if request.path != "/feed"]
    assert asked == [*paths[:2:-1], *paths[2::-1]]
    assert server.peak[f"127.0.0.1:{server.port}"] == 1


async def test_an_entry_that_is_whole_is_left_alone(server: Server, shelf: Shelf) -> None:
    whole = "".join(f"&lt;p&gt;{TEXT}&lt;/p&gt;" for _ in range(3))
    server.feed("/feed", rss([item(1, link=server.url("/p"), body=whole)]))
    (feed_id,) = await shelf.subscribe(server.url("/feed"))
    await make_rule(shelf, feed_id)

    await shelf.sync()

    assert server.to("/p") == []
    assert await shelf.database.read(articles.candidates, feed_id) == []


async def test_a_page_that_is_gone_is_not_asked_for_again(server: Server, shelf: Shelf) -> None:
    server.answer("/p", status=404)
    await follow(shelf, server, "/p", full_text=True)

    shelf.clock.advance(days=2)
    await shelf.sync()

    assert len(server.to("/p")) == 1


async def test_a_site_in_trouble_is_asked_again_after_some_hours_and_not_for_ever(
    server: Server, shelf: Shelf
) -> None:
    server.answer("/p", status=500)
    await follow(shelf, server, "/p", full_text=True)

    for hours, times in ((1, 1), (6, 2), (6, 3), (24 * 7, 3)):
        shelf.clock.advance(hours=hours)
        await shelf.sync()
        assert len(server.to("/p")) == times


async def test_a_site_that_fails_to_answer_is_left_for_this_sync(
    server: Server, shelf: Shelf
) -> None:
    for path in ("/p1", "/p2", "/p3"):
        server.raw(path, then="reset")

    await follow(shelf, server, "/p1", "/p2", "/p3", full_text=True)

    assert {request.path for request in server.requests} == {"/feed", "/p3"}


async def test_retry_after_on_a_page_ends_the_pages_of_that_host(
    server: Server, shelf: Shelf
) -> None:
    for path in ("/p1", "/p2"):
        server.answer(path, status=503, headers=[("Retry-After", "60")])

    await follow(shelf, server, "/p1", "/p2", full_text=True)

    assert [request.path for request in server.requests] == ["/feed", "/p2"]


async def test_what_is_kept_stays_when_the_library_gives_out(
    server: Server, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/p1", "/p2"):
        server.answer(path, body=page(), content_type=HTML)
    real = articles.put

    def put(connection: object, entry_id: EntryId, kept: EntryPage) -> bool:
        if entry_id == 1:
            raise StoreLocked(shelf.database.path)
        return real(connection, entry_id, kept)

    monkeypatch.setattr(articles, "put", put)
    with pytest.raises(StoreLocked):
        await follow(shelf, server, "/p1", "/p2", full_text=True)

    assert (await entry(shelf, 2)).shown_page is not None
