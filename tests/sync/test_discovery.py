"""What ``add ANYTHING`` finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from server import item, rss

from tui_reader.errors import FeedError, Forbidden, HttpStatus, Unreachable, UsageError
from tui_reader.fetch.client import Limits
from tui_reader.model.report import AddResult, OutcomeKind
from tui_reader.store import statuses
from tui_reader.sync import discovery

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Shelf
    from server import Server

    from tui_reader.model.feed import FolderPath

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Adder:
    """``add`` in one line."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    async def __call__(
        self, address: str, *, pick: int | None = None, folder: FolderPath = ()
    ) -> AddResult:
        return await discovery.add(
            self.shelf.database,
            self.shelf.config,
            address,
            now=self.shelf.clock,
            pick=pick,
            folder=folder,
            limits=self.shelf.limits,
            workers=self.shelf.workers,
        )


@pytest_asyncio.fixture(loop_scope="session")
async def add(shelf: Shelf) -> Adder:
    return Adder(shelf)


def page(*feeds: str, body: str = "") -> str:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds
    )
    return (
        f"<!doctype html><html><head><title>A blog</title>{links}</head><body>{body}</body></html>"
    )


def serve_page(server: Server, path: str, *feeds: str, body: str = "") -> None:
    server.answer(path, body=page(*feeds, body=body), content_type="text/html")


async def test_a_feed_address_is_subscribed_and_its_entries_are_there(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    server.feed("/feed", rss(3, title="Blog"), etag='"1"')

    result = await add(server.url("/feed"), folder=("Tech", "Ops"))

    assert (result.title, result.url, result.already) == ("Blog", server.url("/feed"), False)
    assert result.outcome is not None
    assert (result.outcome.kind, result.outcome.new) == (OutcomeKind.UPDATED, 3)
    feed = await shelf.feed(server.url("/feed"))
    assert feed.folders == (("Tech", "Ops"),)
    assert feed.fetch.etag == '"1"'
    assert len(server.requests) == 1
    undone = await shelf.database.write(statuses.undo, shelf.clock())
    assert undone.summary == "Subscribed to “Blog”"


async def test_a_login_in_the_address_is_kept_and_not_shown(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    server.feed("/feed", rss(1))
    address = server.url("/feed", host="ann:topsecret@127.0.0.1")

    first, again = await add(address), await add(address)

    assert first.url == again.url == server.url("/feed")
    assert (await shelf.feed(address)).url == address
    assert "authorization" in server.requests[0].headers


async def test_a_page_cannot_log_us_in(server: Server, shelf: Shelf, add: Adder) -> None:
    serve_page(server, "/", server.url("/evil", host="eve:pw@127.0.0.1"), "/feed")
    server.feed("/feed", rss(1))

    assert (await add(server.url("/"))).url == server.url("/feed")
    assert server.to("/evil") == []


async def test_a_page_leads_to_the_feed_it_declares(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    serve_page(server, "/post/1", "/feed")
    server.feed("/feed", rss(1))

    assert (await add(server.url("/post/1"))).url == server.url("/feed")


async def test_several_feeds_are_offered_with_what_helps_to_choose(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    serve_page(server, "/", "/comments/feed", "/a", "/b")
    server.feed("/a", rss(5, title="Main"))
    server.feed("/b", rss(2, title="Links", start=20))
    server.feed("/comments/feed", rss([item(1, title="By Bob")], title="Comments"))

    result = await add(server.url("/"))

    assert result.feed_id is None
    titles = [candidate.title for candidate in result.candidates]
    assert titles == ["Main", "Links", "Comments"]
    main = result.candidates[0]
    assert (main.kind, main.entries, main.is_comments) == ("RSS 2.0", 5, False)
    assert main.recent_titles == ("Post 5", "Post 4", "Post 3")
    assert main.newest_at is not None
    assert result.candidates[2].is_comments
    assert await shelf.rows("SELECT * FROM feed") == []


async def test_one_of_several_can_be_picked(server: Server, shelf: Shelf, add: Adder) -> None:
    serve_page(server, "/", "/a", "/b")
    server.feed("/a", rss(1))
    server.feed("/b", rss(2, start=20))

    result = await add(server.url("/"), pick=2)

    assert result.url == server.url("/b")
    assert (await add(server.url("/"))).candidates[1].subscribed


@pytest.mark.parametrize("pick", [0, 3])
async def test_a_pick_out_of_range_is_said(
    server: Server, shelf: Shelf, add: Adder, pick: int
) -> None:
    serve_page(server, "/", "/a", "/b")
    server.feed("/a", rss(1))
    server.feed("/b", rss(2, start=20))

    with pytest.raises(UsageError, match=f"no candidate {pick}"):
        await add(server.url("/"), pick=pick)


async def test_comment_feeds_do_not_stand_in_the_way_of_the_main_feed(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    serve_page(server, "/", "/feed", "/comments/feed", "/post/comments/feed")
    server.feed("/feed", rss(2))
    server.feed("/comments/feed", rss([item(1, title="By Bob")]))
    server.feed("/post/comments/feed", rss([item(2, title="By Eve")]))

    assert (await add(server.url("/"))).url == server.url("/feed")


async def test_one_feed_in_several_formats_is_one(server: Server, shelf: Shelf, add: Adder) -> None:
    serve_page(server, "/", "/rss", "/copy")
    server.feed("/rss", rss(3))
    server.feed("/copy", rss(3))

    assert (await add(server.url("/"))).url == server.url("/rss")


async def test_a_link_in_the_text_leads_there_too(server: Server, shelf: Shelf, add: Adder) -> None:
    serve_page(server, "/", body='<a href="/blog/rss.xml">RSS</a>')
    server.feed("/blog/rss.xml", rss(1))

    assert (await add(server.url("/"))).url == server.url("/blog/rss.xml")


async def test_a_page_without_a_word_of_feeds_is_guessed_and_the_first_hit_ends_it(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    serve_page(server, "/")
    server.feed("/feed.xml", rss(1))

    assert (await add(server.url("/"))).url == server.url("/feed.xml")
    assert len(server.requests) <= 4


async def test_guessing_is_bounded_and_its_failure_is_said(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    serve_page(server, "/a/b/c/d")

    with pytest.raises(UsageError, match="No feed was found"):
        await add(server.url("/a/b/c/d"))

    assert len(server.requests) <= 1 + discovery.MOST_GUESSES
    assert {request.connection for request in server.requests} == {1}


async def test_a_page_of_countless_links_is_asked_for_a_few(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    serve_page(server, "/", *[f"/feed{n}" for n in range(1000)])
    for n in range(1000):
        server.feed(f"/feed{n}", rss(1, start=n + 1))

    result = await add(server.url("/"))

    assert len(result.candidates) == discovery.MOST_LINKS
    assert len(server.requests) == 1 + discovery.MOST_LINKS


async def test_a_page_does_not_lead_into_a_private_network(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    serve_page(server, "/", server.url("/secret", host="127.0.0.2"), "/feed")
    server.feed("/feed", rss(1))
    server.feed("/secret", rss(1))

    assert (await add(server.url("/"))).url == server.url("/feed")
    assert server.to("/secret") == []


@pytest.mark.parametrize("form", ["{}", "{}/", "<{}>", "{}?utm_source=x"])
async def test_a_subscription_that_is_there_is_said_and_not_fetched(
    server: Server, shelf: Shelf, add: Adder, form: str
) -> None:
    server.feed("/feed", rss(1, title="Blog"))
    await add(server.url("/feed"))

    result = await add(form.format(server.url("/feed")))

    assert (result.already, result.title) == (True, "Blog")
    assert len(server.requests) == 1


async def test_a_page_of_a_subscription_that_is_there_says_so(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    serve_page(server, "/", "/feed")
    server.feed("/feed", rss(1))
    await add(server.url("/feed"))

    assert (await add(server.url("/"))).already


async def test_an_unsubscribed_feed_comes_back_with_its_entries(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    server.feed("/feed", rss(2))
    first = await add(server.url("/feed"))
    assert first.feed_id is not None
    await shelf.database.write(statuses.unsubscribe, [first.feed_id], shelf.clock())
    server.feed("/feed", rss(3))

    again = await add(server.url("/feed"))

    assert (again.feed_id, again.already) == (first.feed_id, False)
    assert again.outcome is not None
    assert again.outcome.new == 1


async def test_a_permanent_redirect_is_watched_from_the_first_day(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    server.redirect("/old", "/new", status=301)
    server.feed("/new", rss(1))

    assert (await add(server.url("/old"))).url == server.url("/old")
    feed = await shelf.feed(server.url("/old"))
    assert feed.fetch.moved_to == server.url("/new")


async def test_an_address_that_redirects_to_a_subscription_is_that_subscription(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    server.redirect("/old", "/new")
    server.feed("/new", rss(1))
    await add(server.url("/new"))

    assert (await add(server.url("/old"))).already


async def test_a_file_is_a_feed_too(shelf: Shelf, add: Adder, tmp_path: Path) -> None:
    file = tmp_path / "my feed.xml"
    file.write_text(rss(2))

    result = await add(str(file))

    assert result.url == file.as_uri()
    assert result.outcome is not None
    assert result.outcome.new == 2


async def test_a_file_that_is_not_there_is_said(shelf: Shelf, add: Adder) -> None:
    with pytest.raises(UsageError, match=r"no file \./nothing\.xml"):
        await add("./nothing.xml")


async def test_a_list_of_subscriptions_is_said_to_be_one(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    server.answer("/subs", body='<opml version="2.0"><body><outline text="x"/></body></opml>')

    with pytest.raises(UsageError, match="OPML") as caught:
        await add(server.url("/subs"))

    assert "import" in caught.value.hint


@pytest.mark.parametrize(
    ("status", "error"), [(404, HttpStatus), (401, HttpStatus), (500, HttpStatus)]
)
async def test_an_address_that_answers_with_an_error_is_said(
    server: Server, shelf: Shelf, add: Adder, status: int, error: type[FeedError]
) -> None:
    server.answer("/", status=status)

    with pytest.raises(error):
        await add(server.url("/"))


async def test_a_host_that_wants_to_be_left_alone_is(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    server.answer("/a", status=429, headers=[("Retry-After", "120")])
    server.feed("/b", rss(1))
    with pytest.raises(HttpStatus):
        await add(server.url("/a"))

    with pytest.raises(HttpStatus) as caught:
        await add(server.url("/b"))

    assert caught.value.retry_after == 120
    assert server.to("/b") == []


@pytest.mark.parametrize("address", ["", "   ", "javascript:alert(1)", "ftp://x/", "\0"])
async def test_what_is_no_address_is_said(shelf: Shelf, add: Adder, address: str) -> None:
    with pytest.raises((UsageError, Forbidden, Unreachable)):
        await add(address)


async def test_a_bare_domain_falls_back_to_plain_http(
    server: Server, shelf: Shelf, add: Adder
) -> None:
    shelf.limits = Limits(connect=2)
    server.feed("/feed", rss(1))

    result = await add(f"127.0.0.1:{server.port}/feed")

    assert result.url == server.url("/feed")
