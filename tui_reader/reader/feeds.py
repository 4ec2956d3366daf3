"""Feeds: the sidebar, subscriptions, folders, import and export."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tui_reader.model.change import StatusChange
    from tui_reader.model.feed import Feed, FeedId, FolderPath, Subscription
    from tui_reader.model.query import View
    from tui_reader.model.report import ImportReport


class Feeds:
    """Subscriptions and the tree they are shown in."""

    async def views(self, unfolded: Collection[str] = ()) -> tuple[View, ...]:
        """Give the sidebar's lines, top down.

        Smart views first (unread, today, starred, all), then folders and feeds as a tree.
        Folders are open unless their id is in ``unfolded`` with a leading ``-``; feeds show
        their categories only where their id is in ``unfolded``. Counts are unread; Starred
        counts stars.
        """
        raise NotImplementedError

    async def all(self) -> tuple[Feed, ...]:
        """Give every subscription, in the sidebar's order, each once."""
        raise NotImplementedError

    async def get(self, feed_id: FeedId) -> Feed:
        """Give one subscription.

        Raises:
            FeedNotFound: There is none with this id.
        """
        raise NotImplementedError

    async def find(self, wanted: str) -> Feed:
        """Find one by id, address or title (whole, else a unique part of it, without case).

        Raises:
            FeedNotFound: None matches, or several do.
        """
        raise NotImplementedError

    async def folders(self) -> tuple[FolderPath, ...]:
        """Give every folder, the empty ones too, in the sidebar's order."""
        raise NotImplementedError

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> ImportReport:
        """Subscribe without fetching. One address twice is one feed, in both folders."""
        raise NotImplementedError

    async def unsubscribe(self, feed_ids: Sequence[FeedId]) -> StatusChange | None:
        """Archive feeds: they and their entries leave the views, and undo brings all back."""
        raise NotImplementedError

    async def rename(self, feed_id: FeedId, title: str) -> Feed:
        """Set the user's title; empty gives the feed's own back."""
        raise NotImplementedError

    async def move(self, feed_id: FeedId, folders: Sequence[FolderPath]) -> Feed:
        """Show the feed in these folders, made where they are missing."""
        raise NotImplementedError

    async def import_file(self, data: bytes, name: str) -> ImportReport:
        """Import OPML or newsboat's urls, whichever ``data`` is; ``name`` is for messages.

        Raises:
            UsageError: It is neither.
        """
        raise NotImplementedError

    async def export_opml(self) -> str:
        """Give the subscriptions as an OPML 2.0 document."""
        raise NotImplementedError
