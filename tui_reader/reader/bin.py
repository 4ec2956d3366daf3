"""The bin: purging what is no longer subscribed, and bringing back what was purged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui_reader.errors import FeedNotFound
from tui_reader.reader.feeds import find
from tui_reader.store import bin as stored
from tui_reader.store import feeds, purging
from tui_reader.store.bin import Binned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tui_reader.model.change import StatusChange
    from tui_reader.model.feed import Feed, FeedId
    from tui_reader.reader.news import News
    from tui_reader.store.database import Database

__all__ = ["Bin", "Binned"]

CHUNK = 100
"""Entries that are moved in one transaction: it takes a twentieth of a second."""
GAP = 0.02
"""Seconds between two of them."""


class Bin:
    """What is purged lies here for thirty days."""

    def __init__(self, database: Database, news: News, now: Callable[[], datetime]) -> None:
        self._database = database
        self._news = news
        self._now = now

    async def contents(self) -> tuple[Binned, ...]:
        """Give what lies in the bin, feed by feed, what was purged last first."""
        return await self._database.read(stored.contents)

    async def find_unsubscribed(self, wanted: str) -> Feed:
        """Find a feed that was unsubscribed, by id, address or title.

        Raises:
            FeedNotFound: None matches, or several do.
        """
        return find(await self._database.read(feeds.archived), wanted)

    async def find_binned(self, wanted: str) -> Binned:
        """Find a feed of which the bin holds something, by id or title.

        Raises:
            FeedNotFound: None matches, or several do.
        """
        held = await self.contents()
        lowered = wanted.strip().casefold()
        for matches in (
            [each for each in held if str(each.feed_id) == lowered],
            [each for each in held if each.title.casefold() == lowered],
            [each for each in held if lowered and lowered in each.title.casefold()],
        ):
            if len(matches) == 1:
                return matches[0]
        raise FeedNotFound(wanted)

    async def purge(self, feed: Feed) -> StatusChange | None:
        """Move all entries of an unsubscribed feed into the bin; None where it has none.

        Part by part, so that no other program waits long for the library. Where that ends half
        way, what was moved can be undone, and the next purge moves the rest.
        """
        write, now = self._database.write, self._now()
        done = part = await write(purging.purge, feed.id, feed.title, now, CHUNK)
        while part is not None:
            done = part
            # Who waits for the library asks again and again: let it be free when it asks.
            await asyncio.sleep(GAP)
            part = await write(purging.purge_on, part.id, now, CHUNK)
        return self._news.publish(done)

    async def bring_back(self, feed_ids: Sequence[FeedId], scope: str = "") -> StatusChange | None:
        """Put back all that the bin holds of these feeds; None where it holds nothing.

        Part by part, as with ``purge``.
        """
        now = self._now()
        done: StatusChange | None = None
        while await self._database.read(stored.holds_of, feed_ids):
            begun = done.id if done else None
            part = await self._database.write(
                purging.bring_back, feed_ids, scope, now, limit=CHUNK, begun=begun
            )
            if part is None and done is not None:
                break
            done = part
            await asyncio.sleep(GAP)
        return self._news.publish(done)
