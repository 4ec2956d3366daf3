"""Entries: what a document says of one, the user's side of it, and what a list row needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NewType

from tui_reader.model.record import record

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.model.feed import Author, FeedId, Problem
    from tui_reader.model.reading import Stop

EntryId = NewType("EntryId", int)


@record
class Enclosure:
    """An attached file (RSS ``enclosure``, Atom ``rel=enclosure``, JSON Feed ``attachments``)."""

    url: str
    media_type: str = ""
    size: int | None = None
    """Bytes, where the feed tells."""
    title: str = ""


@record
class Stripped:
    """The text of HTML without its tags, kept so that it is not sought twice."""

    html: str
    """What it is the text of."""
    utf8: bytes
    """The same as bytes."""
    text: bytes
    """UTF-8; a tag, each of them a whole one, is a blank there."""
    beyond: str
    """The characters of the text that are not ASCII."""


@record
class EntryContent:
    """What a document says of one entry, and what is derived from it once, when it is parsed."""

    key: str
    """The identity inside the feed: the guid, else a stand-in made by ``parse.identity``."""
    aliases: tuple[str, ...] = ()
    """Other names of the same entry, for when its guid, scheme or link changes."""
    title: str
    """One clean line; a stand-in from the text or the date where the feed has none."""
    url: str = ""
    """The permalink, absolute, http(s); empty where there is none."""
    comments_url: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    html: str = ""
    """The fullest text the feed has, as it came. Never show it but through ``article.build``."""
    html_base: str = ""
    """The base URL for links in ``html`` and ``summary_html``."""
    summary_html: str = ""
    """The feed's own summary where it differs from ``html``; else empty."""
    language: str = ""
    image_url: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    excerpt: str = ""
    """Plain text up to the fold; paragraphs parted by one newline, a picture as ``▨ alt``."""
    words: int = 0
    """Words of the text; CJK characters count as half a word each."""
    content_hash: str = ""
    """Over all that a reader sees; equal means that there is nothing to write."""
    stripped: Stripped | None = field(default=None, compare=False, repr=False)
    """Of ``html``, where the parser has it at hand and nobody can doubt what is a tag there."""


@record
class PackedEntry:
    """An entry on its way into the library: what is compared and listed, and the rest packed.

    Made of an ``EntryContent`` by ``store.packing``; the names they share mean the same.
    """

    key: str
    aliases: tuple[str, ...] = ()
    title: str
    url: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    has_enclosure: bool = False
    excerpt: str = ""
    words: int = 0
    content_hash: str = ""
    body: bytes
    """What only the open article needs, as it is stored."""
    text: bytes
    """The text of its HTML, UTF-8, as the search index takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStatus:
    """The user's side of an entry."""

    read: bool
    starred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """The article of an entry's own page, kept beside the feed's text; or why there is none."""

    url: str = ""
    """Where it came from at last, after redirects; its links are absolute."""
    html: str = ""
    """Never show it but through ``article.build``. Empty where there is no article."""
    authors: tuple[Author, ...] = ()
    published_at: datetime | None = None
    image_url: str = ""
    language: str = ""
    excerpt: str = ""
    words: int = 0
    chosen: bool = True
    """The reader wants it in place of the feed's text."""
    problem: Problem | None = None
    """Why the last attempt brought none."""
    fetched_at: datetime
    """When the last attempt was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One stored entry, whole."""

    id: EntryId
    feed_id: FeedId
    feed_title: str
    content: EntryContent
    status: EntryStatus
    first_seen_at: datetime
    sort_at: datetime
    """min(published, first seen + 1 day); published missing: updated, else first seen."""
    stop: Stop | None = None
    """Where the reader stopped; None where it is not in progress."""
    as_read: EntryContent | None = None
    """What it said before; set where the difference is to be shown, and only there."""
    page: EntryPage | None = None
    """What came of fetching the entry's own page; None where that was never tried."""

    @property
    def shown_page(self) -> EntryPage | None:
        """The page's article, where it is to be shown in place of the feed's text."""
        page = self.page
        return page if page is not None and page.chosen and page.html else None


@record
class EntryRow:
    """What one list row needs; never carries HTML."""

    id: EntryId
    feed_id: FeedId
    feed_title: str
    title: str
    authors: tuple[Author, ...]
    categories: tuple[str, ...]
    sort_at: datetime
    minutes: int
    """Reading time at 230 words a minute, at least 1; 0 where there is no text."""
    excerpt: str
    url: str
    read: bool
    starred: bool
    has_enclosure: bool
    progress: int = 0
    """Percent of the text that was read, 1 to 99; 0 where it is not in progress."""
    changed: bool = False
    """The text is another one than when it was read."""
