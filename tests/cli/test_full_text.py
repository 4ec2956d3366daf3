"""``show --full``, and what ``show`` and ``feeds`` tell of full text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from server import Server, item, rss

from tui_reader.cli import schema
from tui_reader.fetch import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = "<!doctype html><title>A lamp</title><article>{}</article>".format(
    "<p>The keeper climbed the stairs again that night and lit the lamp by hand.</p>" * 20
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(addresses, "has_route", lambda: True)
    with Server() as running:
        items = [item(1, link=running.url("/p"), title="A lamp", body="One sentence […]")]
        running.feed("/feed", rss(items, title="Lamps"))
        running.answer("/p", body=PAGE, content_type="text/html")
        yield running


@pytest.fixture
def lamp(server: Server, blogread: Callable[..., Any]) -> str:
    """The id of an entry of which the feed has one sentence."""
    blogread("add", server.url("/feed"))
    return next(cells[0] for cells in blogread("list", "all").rows if "A lamp" in cells)


def test_show_says_that_the_feed_has_only_a_summary_and_how_to_get_the_rest(
    lamp: str, blogread: Callable[..., Any]
) -> None:
    shown = " ".join(blogread("show", lamp, "--width", "70").out.split())
    assert f"only a summary. “blogread show --full {lamp}” fetches its page." in shown


def test_show_full_fetches_the_page_once_and_says_where_the_text_is_from(
    lamp: str, server: Server, blogread: Callable[..., Any]
) -> None:
    for _ in range(2):
        result = blogread("show", lamp, "--full")
        assert result.code == 0
        assert "lit the lamp by hand" in result.out
        assert "full text from 127.0.0.1" in result.out
        assert "only a summary" not in result.out
    assert len(server.to("/p")) == 1


def test_show_full_as_json_and_as_html(lamp: str, blogread: Callable[..., Any]) -> None:
    page = blogread("show", lamp, "--full", "--json").json["page"]
    assert list(page) == list(schema.PAGE)
    assert "lit the lamp" in page["html"]
    assert page["problem"] is None
    assert "lit the lamp" in blogread("show", lamp, "--full", "--html").out


def test_show_full_tells_why_there_is_none_and_prints_the_feeds_text(
    lamp: str, server: Server, blogread: Callable[..., Any]
) -> None:
    server.answer("/p", status=404)
    result = blogread("show", lamp, "--full", "--width", "70")
    assert result.code == 1
    assert "The full text could not be fetched. The page is not there any more" in result.err
    assert "One sentence" in result.out
    server.answer("/p", body=PAGE, content_type="text/html")
    assert blogread("show", lamp, "--full").code == 0


def test_feeds_tells_for_which_full_text_is_the_rule(
    lamp: str, blogread: Callable[..., Any], on_screen: Callable[..., Any]
) -> None:
    assert "full text" not in on_screen("feeds").out
    blogread("feeds", "Lamps", "--set", "full-text=on")
    assert [cells[7] for cells in blogread("feeds").rows if cells[5] == "Lamps"] == ["full text"]
    assert "full text" in on_screen("feeds").out
    told = blogread("feeds", "Lamps", "Heroku Blog", "--json").json["feeds"]
    assert {feed["title"]: feed["effective"]["full_text"] for feed in told} == {
        "Lamps": True,
        "Heroku Blog": False,
    }
