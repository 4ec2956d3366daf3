"""Whether a feed carries the whole text of an entry."""

from __future__ import annotations

import pytest
from builders import entry

from tui_reader.article.completeness import is_complete
from tui_reader.model.entry import Enclosure

WORDS = "All the boats were out that day and none came home before the lamp was lit. "
LONG = "".join(f"<p>{WORDS}</p>" for _ in range(20))


def complete(html: str, **fields: object) -> bool:
    words = len(html.split())
    return is_complete(entry(html=html, title="A day at sea", **{"words": words, **fields}))


@pytest.mark.parametrize(
    "html",
    [
        "<p>All the boats were out that day […]</p>",
        "<p>All the boats were out [&#8230;]</p>",
        "<p>All the boats were out that day [...]</p>",
        "<p>All the boats were out that day…</p>",
        "<p>All the boats were out. <a href='/x'>Continue reading</a></p>",
        "<p>Alle Boote waren draußen. <a href='/x'>Weiterlesen →</a></p>",
        "<p>船はみな出ていた。</p><p><a href='/x'>続きを読む</a></p>",
        "<p>Boats […]</p><p>The post <a>Boats</a> appeared first on <a>Harbour</a>.</p>",
        "A summary of the article, in one sentence and without any markup.",
        f"{LONG}<p>And so [&hellip;]</p>",
        f"{LONG}<p><a href='https://example.org/own'>Read more</a></p>",
    ],
)
def test_a_text_that_says_so_is_cut(html: str) -> None:
    assert not complete(html, url="https://example.org/own")


@pytest.mark.parametrize(
    "html",
    [
        LONG,
        f"{LONG}<p>And so it went on…</p>",
        f"{LONG}<p>To read more about boats, <a href='https://other.example/'>go here</a>.</p>",
        "<p>A day at sea is a day at sea, as we say.</p>",
        "<p>I like <a href='https://other.example/'>these boats</a>.</p>",
        "<ul><li>Boats<li>Ships</ul>",
        "<img src=boat.jpg>",
        "<p>The address: boats.example/?page=1&utm…</p><p>A <a href=/y>note</a>.</p>",
    ],
)
def test_a_text_without_a_sign_of_a_cut_is_whole(html: str) -> None:
    assert complete(html)


def test_no_text_at_all_is_not_whole() -> None:
    assert not complete("", words=0)


def test_the_notes_to_a_podcast_are_short_and_whole() -> None:
    sound = (Enclosure(url="https://example.org/a.mp3", media_type="audio/mpeg"),)
    assert complete("<p>Ada talks to a pilot.</p>", enclosures=sound)


def test_the_summary_is_judged_where_the_feed_has_no_content() -> None:
    assert not complete("", summary_html="<p>Boats […]</p>", words=2)
