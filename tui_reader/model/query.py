"""Which entries, in which order, and slices of them by keyset."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tui_reader.model.feed import FeedId

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.model.entry import EntryId, EntryRow
    from tui_reader.model.feed import FolderPath


@dataclass(frozen=True, slots=True, kw_only=True)
class AllFeeds:
    """Every subscription."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InFolder:
    """Every feed in a folder or beneath it, once."""

    path: FolderPath


@dataclass(frozen=True, slots=True, kw_only=True)
class InFeed:
    """One feed."""

    feed_id: FeedId


@dataclass(frozen=True, slots=True, kw_only=True)
class InCategory:
    """One category of one feed, by its name as the feed writes it."""

    feed_id: FeedId
    category: str


Source = AllFeeds | InFolder | InFeed | InCategory


class Sort(StrEnum):
    """Order by ``Entry.sort_at``, ties by id."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryQuery:
    """Which entries, in which order. All conditions hold together."""

    source: Source = field(default_factory=AllFeeds)
    unread_only: bool = False
    kept_since: int | None = None
    """With ``unread_only``: entries that changes after this id marked read still belong, so
    what was read while a view is open stays in it. None keeps none."""
    starred_only: bool = False
    in_progress_only: bool = False
    """Only entries that were begun and not read to their end."""
    since: datetime | None = None
    """Only entries with ``sort_at`` at or after this."""
    until: datetime | None = None
    """Only entries with ``sort_at`` before this."""
    text: str = ""
    """Full-text words (FTS5, quoted by us); empty is no condition."""
    sort: Sort = Sort.NEWEST


NOTHING = EntryQuery(source=InFeed(feed_id=FeedId(0)))
"""No entry: ids of feeds begin at 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place in an order: just before or after this entry."""

    sort_at: datetime
    entry_id: EntryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A slice of a query, in the query's order."""

    rows: tuple[EntryRow, ...]
    more: bool
    """Whether there are rows past this page in the direction it was read."""


ATTENTION = "attention"
"""The id of the view of feeds that need attention; it has no entries."""


class ViewKind(StrEnum):
    """What a line of the sidebar is."""

    SMART = "smart"
    FOLDER = "folder"
    FEED = "feed"
    CATEGORY = "category"
    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A line of the sidebar: Unread, In progress, All, a folder, a feed, a category."""

    id: str
    """Stable: ``unread``, ``folder:Tech/Ops``, ``feed:12``, ``category:12:news``,
    ``year:12:2019``, ``month:12:2019-07``."""
    kind: ViewKind
    title: str
    query: EntryQuery
    depth: int = 0
    """0 for smart views and what is at the top level."""
    count: int = 0
    """What the line shows: unread; for Starred and In progress, how many there are; 0 for a
    year or month."""
    total: int = 0
    """All its entries: what a year or month shows."""
    problem: bool = False
    """The feed fails, or one in the folder does."""
    expandable: bool = False
