"""What the library has is not read again, and the rest of the document is as if it were."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_reader.parse.feed import parse_feed

FEEDS = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://feeds.example.org/feed.xml"
LONG = "The same words, long enough to be taken for one and the same entry. " * 8


def rss(*items: str) -> bytes:
    inside = "".join(f"<item>{inside}</item>" for inside in items)
    return f"<rss version='2.0'><channel><title>T</title>{inside}</channel></rss>".encode()


def post(number: int, *, title: str = "", link: str = "", text: str = "Text.") -> str:
    return (
        f"<guid isPermaLink='false'>g{number}</guid><title>{title or f'Post {number}'}</title>"
        f"<link>{link or f'https://example.org/{number}'}</link><description>{text}</description>"
    )


@pytest.mark.parametrize("name", ["atom.xml", "feed.json", "heroku-wordpress.xml", "rss10.rdf"])
def test_a_known_entry_is_told_by_its_key_alone(name: str) -> None:
    body = (FEEDS / name).read_bytes()
    every = parse_feed(body, url=URL).entries
    known = {entry.key: entry.content_hash for entry in every[1:]}

    parsed = parse_feed(body, url=URL, known=known)

    assert parsed.entries == every[:1]
    assert parsed.unchanged == tuple(known)


def test_an_entry_that_has_changed_is_read_whole() -> None:
    known = {entry.key: entry.content_hash for entry in parse_feed(rss(post(1)), url=URL).entries}

    parsed = parse_feed(rss(post(1, text="Other.")), url=URL, known=known)

    assert [(entry.key, entry.excerpt) for entry in parsed.entries] == [("g1", "Other.")]
    assert parsed.unchanged == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (post(1, link="https://example.org/all"), post(2, link="https://example.org/all")),
        (post(1, title="Same", text=LONG), post(2, title="same!", text=LONG)),
        (post(1, title="…", text=LONG), post(2, title="-", text=LONG)),
        (post(1, title="…", text=LONG), post(2, text=LONG).replace("Post 2", "")),
    ],
)
def test_a_name_that_a_known_entry_shares_names_nothing(old: str, new: str) -> None:
    both = parse_feed(rss(new, old), url=URL).entries

    parsed = parse_feed(rss(new, old), url=URL, known={"g1": both[1].content_hash})

    assert parsed.entries == both[:1]
    alone = parse_feed(rss(new), url=URL).entries[0]
    assert set(parsed.entries[0].aliases) < set(alone.aliases)
