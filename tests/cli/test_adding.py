"""``add`` and ``sync`` on a file, as a person sees them."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from server import Server, rss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def feed_file(tmp_path: Path) -> Path:
    path = tmp_path / "feed.xml"
    path.write_text(
        '<rss version="2.0"><channel><title>Quay &amp;#27;[31m</title>'
        "<item><title>One</title><guid>1</guid></item></channel></rss>"
    )
    return path


def test_add_subscribes_fetches_and_says_so(feed_file: Path, blogread: Callable[..., Any]) -> None:
    result = blogread("add", feed_file, "--folder", "Sea/Land", "--title", "My Quay")
    assert (result.code, result.out) == (0, "")
    assert "Subscribed to My Quay" in result.err
    assert "1 entry fetched." in result.err
    row = blogread("feeds").rows[-1]
    assert row[4:6] == ["Sea/Land", "My Quay"]


def test_add_says_what_is_subscribed_already(feed_file: Path, blogread: Callable[..., Any]) -> None:
    blogread("add", feed_file)
    result = blogread("add", feed_file)
    assert result.code == 0
    assert "Already subscribed: Quay" in result.err


@pytest.fixture
def site() -> Iterator[Server]:
    """A home page with a feed of posts and one of links."""
    page = (
        "<html><head><title>Quay</title>"
        '<link rel="alternate" type="application/rss+xml" href="/posts">'
        '<link rel="alternate" type="application/rss+xml" href="/links">'
        "</head></html>"
    )
    with Server() as server:
        server.answer("/", body=page.encode(), content_type="text/html")
        server.feed("/posts", rss(2, title="Quay posts"))
        server.feed("/links", rss(1, title="Quay links", start=9))
        yield server


def test_add_offers_several_feeds_and_says_how_to_choose(
    site: Server, blogread: Callable[..., Any], on_screen: Callable[..., Any]
) -> None:
    result = blogread("add", site.url("/"))
    assert result.code == 2
    assert [cells[0] for cells in result.rows] == ["1", "2"]
    assert result.rows[0][1] == "Quay posts"
    assert result.rows[1][6] == site.url("/links")
    assert f"blogread add {site.url('/')} --pick 1" in result.err
    assert len(blogread("feeds").rows) == 2
    assert "Quay posts" in on_screen("add", site.url("/")).out


def test_pick_subscribes_to_the_chosen_one(site: Server, blogread: Callable[..., Any]) -> None:
    result = blogread("add", site.url("/"), "--pick", "2")
    assert result.code == 0
    assert "Subscribed to Quay links" in result.err


def test_picking_what_is_not_there_subscribes_to_nothing(
    site: Server, blogread: Callable[..., Any]
) -> None:
    assert blogread("add", site.url("/"), "--pick", "9").code == 2
    assert len(blogread("feeds").rows) == 2


def test_a_password_in_an_address_is_never_printed(
    site: Server, blogread: Callable[..., Any]
) -> None:
    address = site.url("/posts").replace("http://", "http://me:secret@")
    said = ""
    for words in (
        ["add", address],
        ["add", address, "--json"],
        ["feeds"],
        ["feeds", "--json"],
        ["sync", "--force", "--json"],
        ["list", "--json"],
        ["export"],
        ["undo", "--list"],
        ["doctor"],
    ):
        result = blogread(*words)
        said += result.out + result.err
    assert "Quay posts" in said
    assert "secret" not in said


def test_add_goes_on_where_one_address_fails(feed_file: Path, blogread: Callable[..., Any]) -> None:
    result = blogread("add", "gopher://old.example", feed_file)
    assert result.code == 2
    assert "gopher://old.example: " in result.err
    assert "Subscribed to Quay" in result.err


def test_add_does_not_promise_to_try_again_what_was_not_subscribed(
    blogread: Callable[..., Any],
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/feed"
    result = blogread("add", address)
    assert result.code == 1
    assert result.err.startswith(f"{address}: The server cannot be reached")
    assert "Nothing was subscribed." in result.err
    assert len(blogread("feeds").rows) == 2


def test_no_control_of_a_feeds_title_is_printed(
    feed_file: Path, blogread: Callable[..., Any], on_screen: Callable[..., Any]
) -> None:
    said = blogread("add", feed_file).err + on_screen("sync", "Quay").out
    said += blogread("feeds").out + on_screen("feeds").out
    assert "Quay" in said
    assert "\x1b" not in said


def test_a_sync_on_the_screen_names_feeds_with_news(
    feed_file: Path, on_screen: Callable[..., Any], blogread: Callable[..., Any]
) -> None:
    blogread("add", feed_file)
    feed_file.write_text(
        feed_file.read_text().replace(
            "</channel>", "<item><title>Two</title><guid>2</guid></item></channel>"
        )
    )
    result = on_screen("sync", "Quay")
    assert "    1 new  Quay" in result.out
    assert result.err == "1 feed fetched, 1 new entry.\n"


def test_a_sync_into_a_pipe_is_one_summary_line(
    feed_file: Path, blogread: Callable[..., Any]
) -> None:
    blogread("add", feed_file)
    result = blogread("sync", "Quay")
    assert (result.out, result.err) == ("", "1 feed fetched, 0 new entries.\n")


def test_a_quiet_sync_prints_nothing(feed_file: Path, blogread: Callable[..., Any]) -> None:
    blogread("add", feed_file)
    result = blogread("sync", "Quay", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_a_sync_before_its_time_says_that_nothing_is_due(
    feed_file: Path, blogread: Callable[..., Any]
) -> None:
    blogread("remove", "1", "2")
    blogread("add", feed_file)
    assert "No feed is due." in blogread("sync").err
