"""Feeds: the sidebar, subscriptions, folders, import and export."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.errors import FeedNotFound, UsageError
from tui_reader.model.feed import FeedId, Subscription
from tui_reader.model.report import ImportReport
from tui_reader.reader.sidebar import Sidebar, unfolded_feeds, unfolded_years
from tui_reader.store import feeds as stored
from tui_reader.store import folders, statuses, tree, upkeep
from tui_reader.store.leaves import Leaves
from tui_reader.urls import canonical, display

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from tui_reader.model.change import StatusChange
    from tui_reader.model.feed import Feed, FolderPath
    from tui_reader.model.query import View
    from tui_reader.parse.opml import OpmlDocument
    from tui_reader.reader.news import News
    from tui_reader.store.database import Database


class Feeds:
    """Subscriptions and the tree they are shown in."""

    def __init__(self, database: Database, news: News, now: Callable[[], datetime]) -> None:
        self._database = database
        self._news = news
        self._now = now
        self._leaves = Leaves()
        self._sidebar = Sidebar()
        self._troubles: int | None = None

    async def views(
        self, unfolded: Collection[str] = (), *, hurried: bool = False
    ) -> tuple[View, ...]:
        """Give the sidebar's lines, top down.

        Smart views first (unread, today, in-progress, starred, all), then folders and feeds as
        a tree. Folders are open unless their id is in ``unfolded`` with a leading ``-``; feeds
        show their categories and years only where their id is in ``unfolded``, and years their
        months likewise. Counts are unread; Starred
        and In progress count what is in them.

        Args:
            unfolded: What is open, as above.
            hurried: Tell as many feeds that need attention as the last time, and of a feed whose
                counts have not changed that it unfolds as it did.
        """
        midnight = self._midnight()
        wanted = frozenset(unfolded)
        troubles = self._troubles if hurried else None

        def read(connection: sqlite3.Connection) -> tuple[View, ...]:
            feeds = [FeedId(feed) for feed in unfolded_feeds(wanted)]
            years = [(FeedId(feed), year) for feed, year in unfolded_years(wanted)]
            loaded = tree.load(
                connection, feeds, midnight, years, leaves=self._leaves, troubles=troubles
            )
            self._troubles = loaded.troubles
            return self._sidebar.lines(loaded, wanted, midnight)

        return await self._database.read(read)

    async def all(self) -> tuple[Feed, ...]:
        """Give every subscription, in the sidebar's order, each once."""
        return await self._database.read(stored.every)

    async def get(self, feed_id: FeedId) -> Feed:
        """Give one subscription.

        Raises:
            FeedNotFound: There is none with this id.
        """
        return await self._database.read(stored.get, feed_id)

    async def find(self, wanted: str) -> Feed:
        """Find one by id, address or title (whole, else a unique part of it, without case).

        Raises:
            FeedNotFound: None matches, or several do.
        """
        return find(await self.all(), wanted)

    async def folders(self) -> tuple[FolderPath, ...]:
        """Give every folder, the empty ones too, in the sidebar's order."""
        found = await self._database.read(folders.paths)
        return tuple(path for path in found.values() if path)

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> ImportReport:
        """Subscribe without fetching. One address twice is one feed, in both folders."""
        return await self._subscribe(subscriptions, (), ())

    async def unsubscribe(self, feed_ids: Sequence[FeedId]) -> StatusChange | None:
        """Archive feeds: they and their entries leave the views, and undo brings all back."""
        return self._news.publish(
            await self._database.write(statuses.unsubscribe, feed_ids, self._now())
        )

    async def rename(self, feed_id: FeedId, title: str) -> Feed:
        """Set the user's title; empty gives the feed's own back. Undo takes it back."""
        change = await self._database.write(upkeep.rename, feed_id, clean_line(title), self._now())
        self._news.publish(change)
        return await self.get(feed_id)

    async def move(self, feed_id: FeedId, folders: Sequence[FolderPath]) -> Feed:
        """Show the feed in these folders, made where they are missing. Undo takes it back."""
        change = await self._database.write(upkeep.move, feed_id, folders, self._now())
        self._news.publish(change)
        return await self.get(feed_id)

    async def import_file(self, data: bytes, name: str) -> ImportReport:
        """Import OPML or newsboat's urls, whichever ``data`` is; ``name`` is for messages.

        Raises:
            UsageError: It is neither.
        """
        document = await asyncio.to_thread(_read_list, data, name)
        return await self._subscribe(document.subscriptions, document.folders, document.refused)

    async def export_opml(self) -> str:
        """Give the subscriptions as an OPML 2.0 document."""
        from tui_reader.parse.opml import write_opml  # noqa: PLC0415 - not needed to read

        return await asyncio.to_thread(write_opml, await self._database.read(_document))

    async def _subscribe(
        self,
        subscriptions: Sequence[Subscription],
        paths: Sequence[FolderPath],
        refused: tuple[str, ...],
    ) -> ImportReport:
        done, change = await self._database.write(
            upkeep.subscribe, subscriptions, paths, self._now()
        )
        self._news.publish(change)
        return ImportReport(
            added=len(done.added),
            already=len(done.already),
            folders=done.folders,
            refused=refused,
        )

    def _midnight(self) -> datetime:
        """Give when today began, where the person is."""
        return self._now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def find(feeds: Sequence[Feed], wanted: str) -> Feed:
    """Find one of these by id, address or title.

    Raises:
        FeedNotFound: None matches, or several do.
    """
    wanted = wanted.strip()
    lowered = wanted.casefold()
    address = canonical(wanted)
    for matches in (
        [feed for feed in feeds if str(feed.id) == wanted],
        [feed for feed in feeds if wanted in {feed.url, display(feed.url)}],
        [feed for feed in feeds if canonical(feed.url) == address],
        [feed for feed in feeds if feed.title.casefold() == lowered],
        [feed for feed in feeds if lowered and lowered in feed.title.casefold()],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            break
    raise FeedNotFound(wanted)


def _read_list(data: bytes, name: str) -> OpmlDocument:
    """Read OPML, or newsboat's ``urls`` where nothing in it looks like OPML."""
    from tui_reader.parse.newsboat import parse_urls  # noqa: PLC0415 - not needed to read
    from tui_reader.parse.opml import looks_like_opml, parse_opml  # noqa: PLC0415 - the same

    if looks_like_opml(data):
        return parse_opml(data)
    document = parse_urls(data)
    if not document.subscriptions and not document.refused:
        raise UsageError(
            f"{name} holds no subscriptions.", hint="Give an OPML file or newsboat's urls file."
        )
    return document


def _document(connection: sqlite3.Connection) -> OpmlDocument:
    from tui_reader.parse.opml import OpmlDocument  # noqa: PLC0415 - not needed to read

    return OpmlDocument(
        title="blogread subscriptions",
        subscriptions=tuple(
            Subscription(
                url=feed.url,
                title=feed.user_title,
                feed_title=feed.info.title,
                site_url=feed.info.site_url,
                folders=feed.folders,
            )
            for feed in stored.every(connection)
        ),
        folders=tuple(path for path in folders.paths(connection).values() if path),
    )
