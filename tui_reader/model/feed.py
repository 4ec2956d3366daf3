"""Subscriptions: what a feed says of itself, what its exchanges taught us, what the user chose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NewType

from tui_reader.model.record import record

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tui_reader.model.login import Login

FeedId = NewType("FeedId", int)

FolderPath = tuple[str, ...]
"""The names from the top folder down; ``()`` is the top level itself."""

HANDBOOK_URL = "blogread:handbook"
"""The address of the blog that ships inside the package."""

HEROKU_URL = "https://www.heroku.com/blog/feed/"
"""The second subscription of a fresh library."""


@record
class Author:
    """A byline. ``role`` is the job (“Software Architect, Data”) where the source tells it."""

    name: str
    role: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a feed asks to be fetched (RSS 2.0 ttl, skipHours, skipDays; mod_syndication)."""

    interval: timedelta | None = None
    """The longest of ``ttl`` and ``sy:updatePeriod / sy:updateFrequency``."""
    skip_hours: frozenset[int] = frozenset()
    """Hours 0–23, GMT."""
    skip_days: frozenset[int] = frozenset()
    """Weekdays, Monday is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInfo:
    """What a feed document says about itself."""

    title: str = ""
    site_url: str = ""
    description: str = ""
    language: str = ""
    """A BCP 47 tag as the feed wrote it, lower case, or empty."""
    authors: tuple[Author, ...] = ()
    icon_url: str = ""
    rhythm: Rhythm = field(default_factory=Rhythm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a feed could not be fetched; a stored ``FeedError``."""

    kind: str
    """``FeedError.kind``: timeout, unreachable, certificate, http, too-large, not-a-feed …"""
    message: str
    hint: str = ""
    status: int = 0
    """The HTTP status, or 0."""
    since: datetime
    """When this row of failures began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchState:
    """What the last exchanges taught us."""

    etag: str = ""
    """The ETag byte for byte, quotes and ``W/`` included (RFC 9110 §8.8.3)."""
    last_modified: str = ""
    """The Last-Modified value byte for byte."""
    body_hash: str = ""
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    """When a fetch last brought a new or changed entry."""
    due_at: datetime | None = None
    """Not to be fetched by schedule before this; None is now."""
    not_before: datetime | None = None
    """Not even by hand before this (Retry-After)."""
    failures: int = 0
    """In a row."""
    problem: Problem | None = None
    moved_to: str = ""
    """Where a permanent redirect points, while it is being watched."""
    moved_since: datetime | None = None
    good_at: datetime | None = None
    """The last fetch that succeeded."""
    stopped: bool = False
    """The site said 410: no more fetches by schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A subscription."""

    id: FeedId
    url: str
    """As subscribed; may hold userinfo, so show ``urls.display`` of it."""
    user_title: str = ""
    folders: tuple[FolderPath, ...] = ((),)
    """Every folder that shows it, at least one."""
    added_at: datetime
    info: FeedInfo
    fetch: FetchState
    total: int = 0
    unread: int = 0
    moved_from: str = ""
    """The address before the last move that was followed, for its undo; empty where none was."""
    moved_at: datetime | None = None
    """When that was."""
    move_refused: str = ""
    """Where a move led that the user took back: it is not followed again."""
    login: Login | None = None

    @property
    def title(self) -> str:
        """The user's title, else the feed's own, else the host."""
        return shown_title(self.user_title, self.info.title, self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed to subscribe to: what an OPML outline or the user names."""

    url: str
    title: str = ""
    """The user's own title; empty means the feed's."""
    feed_title: str = ""
    """The feed's title as the outline tells it, shown until the first fetch."""
    site_url: str = ""
    folders: tuple[FolderPath, ...] = ((),)


def shown_title(user_title: str, title: str, url: str) -> str:
    """Give what a feed is called: the user's title, else the feed's own, else the host."""
    return user_title or title or _host(url)


def _host(url: str) -> str:
    rest = url.partition("://")[2] or url
    return rest.rpartition("@")[2].partition("/")[0] or url
