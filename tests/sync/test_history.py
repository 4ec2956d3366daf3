"""Walking the archive of a blog back, on a real server."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from server import Answer, item, rss

from tui_reader.model.report import OutcomeKind
from tui_reader.store import history as stored
from tui_reader.sync import history

if TYPE_CHECKING:
    from conftest import Shelf
    from server import Request, Server

    from tui_reader.model.report import FeedOutcome, SyncProgress

pytestmark = pytest.mark.asyncio(loop_scope="session")

ATOM_LINK = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="{}" href="{}"/>'


async def older(shelf: Shelf, address: str, **options: object) -> FeedOutcome:
    await shelf.subscribe(address)
    feed = await shelf.feed(address)
    report = await history.load_older(
        shelf.database,
        shelf.config,
        [feed.id],
        now=shelf.clock,
        limits=shelf.limits,
        workers=shelf.workers,
        pause=0,
        **options,
    )
    return report.outcomes[0]


def part(numbers: range, *, link: str = "", rel: str = "prev-archive", extra: str = "") -> str:
    extra += ATOM_LINK.format(rel, link) if link else ""
    return rss([item(number) for number in numbers], title="Blog", extra=extra)


def serve_parts(server: Server, *, rel: str = "prev-archive", parts: int = 3) -> str:
    """Serve a feed of two entries, with older parts of two each behind it."""
    for at in range(parts + 1):
        link = f"/part{at + 1}" if at < parts else ""
        first = 2 * (parts - at) + 1
        path = f"/part{at}" if at else "/feed"
        server.feed(path, part(range(first, first + 2), link=link, rel=rel))
    return server.url("/feed")


@pytest.mark.parametrize("rel", ["prev-archive", "next"])
async def test_linked_parts_are_walked_to_the_oldest_and_come_in_read(
    server: Server, shelf: Shelf, rel: str
) -> None:
    url = serve_parts(server, rel=rel)

    outcome = await older(shelf, url)

    assert (outcome.kind, outcome.new) == (OutcomeKind.UPDATED, 6)
    assert outcome.note == "6 older entries came in as read. There is nothing older."
    assert len(await shelf.titles()) == 8
    assert await shelf.unread() == 2


async def test_json_feed_is_walked_by_its_next_url(server: Server, shelf: Shelf) -> None:
    for at, path in enumerate(("/feed.json", "/two.json")):
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Blog",
            "items": [{"id": str(at), "title": f"Post {at}", "content_text": f"Text {at}"}],
        }
        document |= {} if at else {"next_url": server.url("/two.json")}
        server.answer(
            path, body=json.dumps(document).encode(), content_type="application/feed+json"
        )

    outcome = await older(shelf, server.url("/feed.json"))

    assert outcome.new == 1
    assert await shelf.titles() == ["Post 0", "Post 1"]


def serve_wordpress(server: Server, *, last: int, generator: bool = True, path: str = "/x") -> str:
    def answer(request: Request) -> Answer:
        _, _, page = request.path.partition("paged=")
        number = int(page or 1)
        if number > last:
            return Answer(status=404)
        first = 2 * (last - number) + 1
        told = "<generator>https://wordpress.org/?v=6.7</generator>" if generator else ""
        return Answer(body=part(range(first, first + 2), extra=told).encode())

    for number in range(1, last + 2):
        server.route(path if number == 1 else f"{path}?paged={number}", answer)
    return server.url(path)


async def test_wordpress_is_walked_by_page_numbers_until_a_page_is_missing(
    server: Server, shelf: Shelf
) -> None:
    outcome = await older(shelf, serve_wordpress(server, last=4))

    assert outcome.note == "6 older entries came in as read. There is nothing older."
    assert [request.path for request in server.requests][1:] == [
        f"/x?paged={number}" for number in (2, 3, 4, 5)
    ]


async def test_a_feed_that_names_no_generator_is_probed_only_at_wordpress_like_addresses(
    server: Server, shelf: Shelf
) -> None:
    probed = await older(shelf, serve_wordpress(server, last=2, generator=False, path="/feed/"))
    other = await older(shelf, serve_wordpress(server, last=2, generator=False, path="/rss.xml"))

    assert (probed.new, other.new) == (2, 0)


async def test_a_server_that_ignores_the_page_number_is_asked_once(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss(3))
    server.feed("/feed?paged=2", rss(3))

    outcome = await older(shelf, server.url("/feed"))

    assert outcome.note == "No older entries came. There is nothing older."
    assert len(server.requests) == 2


async def test_parts_that_lead_in_a_circle_end_the_walk(server: Server, shelf: Shelf) -> None:
    server.feed("/feed", part(range(3, 5), link="/old"))
    server.feed("/old", part(range(1, 3), link="/feed"))

    outcome = await older(shelf, server.url("/feed"))

    assert outcome.new == 2
    assert len(server.requests) == 2


async def test_a_walk_stops_after_so_many_parts_and_the_next_goes_on_there(
    server: Server, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_PAGES", 2)
    url = serve_parts(server, parts=3)

    first = await older(shelf, url)
    asked = len(server.requests)
    second = await older(shelf, url)

    assert first.note == "4 older entries came in as read. There is more."
    assert second.note == "2 older entries came in as read. There is nothing older."
    assert [request.path for request in server.requests[asked:]] == ["/part3"]


async def test_a_walk_that_is_cancelled_keeps_its_parts_and_goes_on_there(
    server: Server, shelf: Shelf
) -> None:
    url = serve_parts(server, parts=3)
    walk: asyncio.Task[FeedOutcome]

    def stop(progress: SyncProgress) -> None:
        if progress.done == 1:
            walk.cancel()

    walk = asyncio.create_task(older(shelf, url, report=stop))
    with pytest.raises(asyncio.CancelledError):
        await walk
    kept = len(await shelf.titles())
    rest = await older(shelf, url)

    assert kept == 4
    assert rest.new == 4
    assert [request.path for request in server.requests].count("/part1") == 1


async def test_what_a_newer_document_said_of_an_entry_wins_over_the_archive(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", part(range(2, 4), link="/old"))
    stale = part(range(1, 3)).replace("Post 2", "Post 2, first draft")
    server.feed("/old", stale)

    outcome = await older(shelf, server.url("/feed"))

    assert outcome.new == 1
    assert sorted(await shelf.titles()) == ["Post 1", "Post 2", "Post 3"]


async def test_entries_without_a_date_are_placed_below_the_oldest(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", part(range(2, 4), link="/old"))
    server.feed("/old", rss(["<item><guid>u</guid><title>Undated</title></item>"]))

    await older(shelf, server.url("/feed"))

    lowest = await shelf.rows("SELECT title FROM entry ORDER BY position LIMIT 1")
    assert lowest == [("Undated",)]


async def test_a_site_that_asks_for_a_pause_is_left_alone_and_the_place_is_kept(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", part(range(3, 5), link="/old"))
    server.answer("/old", status=429, headers=(("Retry-After", "600"),))
    url = server.url("/feed")

    failed = await older(shelf, url)
    asked = len(server.requests)
    waiting = await older(shelf, url)

    assert (failed.kind, waiting.kind) == (OutcomeKind.FAILED, OutcomeKind.SKIPPED)
    assert "asked to be left alone" in waiting.note
    assert len(server.requests) == asked
    feed = await shelf.feed(url)
    assert (await shelf.database.read(stored.get, feed.id)).next_url == server.url("/old")
    assert feed.fetch.problem is None


async def test_a_link_into_a_private_network_is_not_followed(server: Server, shelf: Shelf) -> None:
    server.feed("/feed", part(range(3, 5), link=f"http://127.0.0.2:{server.port}/old"))
    server.feed("/old", part(range(1, 3)))

    outcome = await older(shelf, server.url("/feed"))

    assert outcome.kind is OutcomeKind.FAILED
    assert [request.path for request in server.requests] == ["/feed"]


async def test_when_all_was_read_the_site_is_not_asked_again(server: Server, shelf: Shelf) -> None:
    url = serve_parts(server, parts=1)
    await older(shelf, url)
    asked = len(server.requests)

    again = await older(shelf, url)
    afresh = await older(shelf, url, afresh=True)

    assert again.note == "There is nothing older."
    assert len(server.requests) == asked + 2
    assert afresh.new == 0
