"""The full text of entries: which text is read, and for which feeds it is the rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.store import articles as stored
from tui_reader.store import settings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from tui_reader.model.entry import EntryId
    from tui_reader.model.feed import FeedId
    from tui_reader.store.database import Database

_LOOKED_AT = 20


class Articles:
    """The feed's text of an entry, or its page's; fetching a page is ``net``'s."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choose(self, entry_id: EntryId, *, page: bool) -> None:
        """Remember which text of an entry is read."""
        await self._database.write(stored.choose, entry_id, page)

    async def count_chosen(self, feed_id: FeedId) -> int:
        """Count the entries of a feed that are read in full text."""
        return await self._database.read(stored.count_chosen, feed_id)

    async def is_rule(self, feed_id: FeedId) -> bool:
        """Whether the pages of this feed's new entries are fetched: its own rule, or a folder's."""
        return feed_id in await self.rules((feed_id,))

    async def rules(self, feed_ids: Sequence[FeedId]) -> frozenset[FeedId]:
        """Give those of these feeds for which full text is the rule."""
        found = await self._database.read(settings.effective, feed_ids)
        return frozenset(feed_id for feed_id, each in found.items() if each.full_text)

    async def set_rule(self, feed_id: FeedId, *, on: bool) -> None:
        """Have the pages of this feed's new entries fetched, or not."""
        await self._database.write(_set_rule, feed_id, on)

    async def is_complete(self, feed_id: FeedId) -> bool:
        """Whether a feed carries the whole text of each entry, as far as its newest tell."""
        found = await self._database.read(stored.newest, feed_id, _LOOKED_AT)
        # The start of the app needs none of it.
        from tui_reader.article.completeness import is_complete  # noqa: PLC0415

        return bool(found) and all(
            is_complete(content) and not (page and page.words > content.words and page.chosen)
            for content, page in found
        )


def _is_rule(connection: sqlite3.Connection, feed_id: FeedId) -> bool:
    return bool(settings.effective(connection, [feed_id])[feed_id].full_text)


def _set_rule(connection: sqlite3.Connection, feed_id: FeedId, on: bool) -> None:
    """Set it for the feed itself only where its folder says otherwise."""
    own = replace(settings.of_feed(connection, feed_id), full_text=None)
    settings.set_feed(connection, feed_id, own)
    if _is_rule(connection, feed_id) is not on:
        settings.set_feed(connection, feed_id, replace(own, full_text=on))
