"""Makers of model values for tests: say only what the test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import count

from tui_reader.model.entry import EntryContent
from tui_reader.model.feed import FeedId, FeedInfo, FetchState, Subscription
from tui_reader.model.update import FeedUpdate
from tui_reader.store.packing import packed

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""Where the fake clock starts."""

_numbers = count(1)


def subscription(url: str = "https://example.org/feed", **fields: object) -> Subscription:
    """A feed to subscribe to."""
    return Subscription(url=url, **fields)


def feed_info(**fields: object) -> FeedInfo:
    """What a feed says of itself."""
    return FeedInfo(**{"title": "Example Blog", "site_url": "https://example.org/", **fields})


def entry(key: str = "", **fields: object) -> EntryContent:
    """One entry's content, with a hash over all that was given unless one is given."""
    key = key or f"urn:entry:{next(_numbers)}"
    content = EntryContent(
        **{
            "key": key,
            "title": f"On {key}",
            "url": f"https://example.org/{key}",
            "published_at": NOON - timedelta(hours=1),
            "html": f"<p>The text of {key}.</p>",
            "excerpt": f"The text of {key}.",
            "words": 4,
            **fields,
        }
    )
    if content.content_hash:
        return content
    return replace(content, content_hash=blake2b(repr(content).encode(), digest_size=8).hexdigest())


def update(feed_id: int, *new: EntryContent, **fields: object) -> FeedUpdate:
    """What a fetch brought; ``changed`` takes pairs of an id and a content."""
    changed = tuple((entry_id, packed(content)) for entry_id, content in fields.pop("changed", ()))
    return FeedUpdate(
        **{
            "feed_id": FeedId(feed_id),
            "fetch": FetchState(),
            "new": tuple(map(packed, new)),
            "changed": changed,
            **fields,
        }
    )
