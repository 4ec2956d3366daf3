"""What goes from a fetched document into the library: parsed, then planned, then applied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tui_reader.model.entry import EntryContent, EntryId, PackedEntry
    from tui_reader.model.feed import Author, FeedId, FeedInfo, FetchState


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """What a document says beside its entries."""

    info: FeedInfo
    format: str
    """“RSS 2.0”, “Atom 1.0”, “JSON Feed 1.1” …"""
    unchanged: tuple[str, ...] = ()
    """Keys of what the document holds beside ``entries``: the library has it, word for word."""
    complaints: tuple[str, ...] = ()
    """What was wrong with the document, in plain words; what could be read was kept."""
    older_url: str = ""
    """Where the document says that its older part is; absolute, http(s)."""
    is_wordpress: bool = False
    """WordPress made it: its older parts are numbered pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed(FeedDocument):
    """A document, read."""

    entries: tuple[EntryContent, ...]
    """In document order; each key once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFeed(FeedDocument):
    """A document, read, and its entries made ready for the library."""

    entries: tuple[PackedEntry, ...]
    """In document order; each key once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPage:
    """An entry's own web page, read; what it does not tell is empty or None."""

    html: str = ""
    """Its article; links are absolute."""
    authors: tuple[Author, ...] = ()
    published_at: datetime | None = None
    image_url: str = ""
    language: str = ""
    excerpt: str = ""
    words: int = 0
    reason: str = ""
    """Where ``html`` is empty: why, as a sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """What the library holds of an entry, for the plan."""

    id: EntryId
    key: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the library holds of one feed, as far as one document asks."""

    by_key: Mapping[str, KnownEntry]
    by_alias: Mapping[str, tuple[KnownEntry, ...]]
    total: int
    """Entries stored of the feed, in all."""
    purged_keys: Mapping[str, datetime] = field(default_factory=dict)
    """Keys of entries that were purged, and when."""
    purged_aliases: Mapping[str, datetime] = field(default_factory=dict)
    """Their other names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedUpdate:
    """What to write for one feed; the only thing ``store`` takes from ``sync``."""

    feed_id: FeedId
    fetch: FetchState
    info: FeedInfo | None = None
    """None leaves what is stored."""
    new: tuple[PackedEntry, ...] = ()
    new_are_read: bool = False
    """They are old posts, of an archive or published anew: they must not come in unread."""
    undated_at: datetime | None = None
    """Where new entries without a date are sorted; None is by first sight."""
    changed: tuple[tuple[EntryId, PackedEntry], ...] = ()
    """Entries that stay the same row, with a new key where that changed; marks stay."""
    asked: str = ""
    """The address that was fetched. Where the feed has another one by now, only entries are
    written; empty is not checked."""
    url: str = ""
    """The feed's new address after a permanent redirect was trusted; empty keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was written."""

    new: int = 0
    changed: int = 0
