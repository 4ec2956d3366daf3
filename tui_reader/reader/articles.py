"""The full text of entries: which text is read, and which feeds have all of it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.store import articles as stored

if TYPE_CHECKING:
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

    async def is_complete(self, feed_id: FeedId) -> bool:
        """Whether a feed carries the whole text of each entry, as far as its newest tell."""
        found = await self._database.read(stored.newest, feed_id, _LOOKED_AT)
        from tui_reader.article.completeness import is_complete  # noqa: PLC0415 - no need of it at the start

        return bool(found) and all(
            is_complete(content) and not (page and page.words > content.words and page.chosen)
            for content, page in found
        )
