"""The feeds as the sidebar shows them; in a hurry, only those that changed are read whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.model.feed import FeedId, shown_title
from tui_reader.store import health, periods

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    _Row = tuple[int, str, str, str, int, int]

_COLUMNS = "f.id, f.user_title, f.title, f.url, c.total, c.unread"
_FEEDS = "FROM feed f JOIN feed_count c ON c.feed_id = f.id WHERE f.archived_at IS NULL"
_LOOK = f"SELECT {_COLUMNS} {_FEEDS}"
_WHOLE = (
    f"SELECT {_COLUMNS}, EXISTS (SELECT 1 FROM category WHERE feed_id = f.id) "  # noqa: S608 - SQL of ours
    f"OR ({periods.SPANS_YEARS}) {_FEEDS}"
)
_OF_THESE = " AND f.id IN (SELECT value FROM json_each(?))"


class Leaf(NamedTuple):
    """A feed, as the sidebar shows it. A tuple: a thousand are made and compared at a time."""

    id: FeedId
    title: str
    total: int
    unread: int
    problem: bool
    """It fails, and not just once."""
    unfolds: bool
    """It has categories, or years."""


class Leaves:
    """Reads them, and remembers what it read. May be used from any thread."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[_Row, Leaf]] = {}

    def load(self, connection: sqlite3.Connection, *, hurried: bool) -> dict[FeedId, Leaf]:
        """Give every feed.

        Hurried, one whose titles and counts are those of the last time unfolds as it did then:
        to look whether it has categories or years takes longer than all else together.
        """
        failing = health.shouted(connection)
        before = self._read if hurried else {}
        read: dict[int, tuple[_Row, Leaf]] = {}
        changed: list[int] | None = [] if before else None
        if changed is not None:
            for row in connection.execute(_LOOK):
                feed = row[0]
                known = before.get(feed)
                if known and known[0] == row and known[1].problem is (feed in failing):
                    read[feed] = known
                else:
                    changed.append(feed)
        for row, unfolds in _whole(connection, changed):
            feed, user_title, title, url, total, unread = row
            name = shown_title(user_title, title, url)
            leaf = Leaf(FeedId(feed), name, total, unread, feed in failing, unfolds)
            read[feed] = row, leaf
        self._read = read
        return {leaf.id: leaf for _, leaf in read.values()}


def _whole(connection: sqlite3.Connection, feeds: list[int] | None) -> Iterator[tuple[_Row, bool]]:
    """Read these feeds, or all, each with whether it unfolds."""
    if feeds is None:
        rows = connection.execute(_WHOLE)
    elif feeds:
        rows = connection.execute(_WHOLE + _OF_THESE, (json.dumps(feeds),))
    else:
        return
    for row in rows:
        yield row[:-1], bool(row[-1])
