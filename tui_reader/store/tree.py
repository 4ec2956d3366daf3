"""What the sidebar needs of the library, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.model.query import EntryQuery
from tui_reader.store import folders, health, pages, periods

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from tui_reader.model.feed import FeedId, FolderPath
    from tui_reader.store.leaves import Leaf, Leaves
    from tui_reader.store.periods import Period

MAX_CATEGORIES = 200
"""Of one feed, shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A category's name and counts."""

    name: str
    total: int
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Folders in order, feeds in each, and what the smart views count."""

    paths: Mapping[int, FolderPath]
    """By folder id, the top level first; a folder comes before what is in it."""
    members: Mapping[int, tuple[FeedId, ...]]
    feeds: Mapping[FeedId, Leaf]
    categories: Mapping[FeedId, tuple[Count, ...]]
    """Only of the feeds asked for."""
    years: Mapping[FeedId, tuple[Period, ...]]
    """The same."""
    months: Mapping[tuple[FeedId, int], tuple[Period, ...]]
    """By feed and year, only of the years asked for."""
    starred: int
    in_progress: int
    today: int
    today_unread: int
    troubles: int
    """Feeds that need attention."""


def load(
    connection: sqlite3.Connection,
    unfolded: Collection[FeedId],
    midnight: datetime,
    unfolded_years: Collection[tuple[FeedId, int]] = (),
    *,
    leaves: Leaves,
    troubles: int | None = None,
) -> Tree:
    """Read the tree.

    Args:
        connection: The library.
        unfolded: The feeds whose categories and years are wanted.
        midnight: When today began.
        unfolded_years: The years whose months are wanted.
        leaves: What was read of the feeds the last time.
        troubles: In a hurry, how many feeds needed attention then; counting takes a look at each.
    """
    members: dict[int, list[FeedId]] = {}
    for folder_id, feed_id in folders.placements(connection):
        members.setdefault(folder_id, []).append(feed_id)
    today = EntryQuery(since=midnight)
    return Tree(
        paths=folders.paths(connection),
        members={folder_id: tuple(feed_ids) for folder_id, feed_ids in members.items()},
        feeds=leaves.load(connection, hurried=troubles is not None),
        categories={feed_id: categories(connection, feed_id) for feed_id in unfolded},
        years={feed_id: periods.years(connection, feed_id) for feed_id in unfolded},
        months={
            (feed_id, year): periods.months(connection, feed_id, year)
            for feed_id, year in unfolded_years
        },
        starred=pages.count(connection, EntryQuery(starred_only=True)),
        in_progress=pages.count(connection, EntryQuery(in_progress_only=True)),
        today=pages.count(connection, today),
        today_unread=pages.count(connection, EntryQuery(since=midnight, unread_only=True)),
        troubles=len(health.troubles(connection, midnight)) if troubles is None else troubles,
    )


def categories(connection: sqlite3.Connection, feed_id: FeedId) -> tuple[Count, ...]:
    """Give a feed's categories, most unread first, at most ``MAX_CATEGORIES``."""
    rows = connection.execute(
        "SELECT name, total, unread FROM category WHERE feed_id = ? AND total > 0 "
        "ORDER BY unread DESC, name COLLATE NOCASE, name LIMIT ?",
        (feed_id, MAX_CATEGORIES),
    )
    return tuple(Count(name=row[0], total=row[1], unread=row[2]) for row in rows)
