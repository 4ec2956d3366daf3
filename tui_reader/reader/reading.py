"""Reading: where one stopped, what changed since, how wide lines are, where a search has hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.store import as_read, entries, reading, settings, snippets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tui_reader.model.entry import EntryContent, EntryId
    from tui_reader.model.feed import FeedId
    from tui_reader.model.reading import Stop
    from tui_reader.store.database import Database


class Reading:
    """What a reader leaves behind in a text; none of it is journalled."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def stop_at(self, entry_id: EntryId, stop: Stop) -> None:
        """Keep where the reader stopped: the entry is in progress."""
        await self._database.write_soon(reading.stop_at, entry_id, stop, self._now())

    async def finish(self, entry_id: EntryId) -> None:
        """Forget it: the entry was read to its end, or is back at its top."""
        await self._database.write_soon(reading.finish, entry_id)

    async def as_read(self, entry_id: EntryId) -> EntryContent | None:
        """Give what an entry said when it was read; None where it says so still."""
        return await self._database.read(entries.as_it_was_read, entry_id)

    async def dismiss_changes(self, entry_id: EntryId) -> None:
        """Let the difference go: it was looked at."""
        await self._database.write_soon(as_read.forget, entry_id)

    async def is_current(self, entry_id: EntryId, content_hash: str) -> bool:
        """Whether the library still holds an entry as it was when it had this hash."""
        return await self._database.read(entries.has_hash, entry_id, content_hash)

    async def measures(self) -> Mapping[FeedId, int]:
        """Give the cells of a line for the feeds that have a measure of their own."""
        return await self._database.read(settings.measures)

    async def set_measure(self, feed_id: FeedId, measure: int | None) -> None:
        """Give a feed a measure of its own; None takes it away."""
        await self._database.write(settings.set_measure, feed_id, measure)

    async def snippets(self, entry_ids: Sequence[EntryId], text: str) -> Mapping[EntryId, str]:
        """Give the passages with what was searched for that titles and excerpts do not show."""
        return await self._database.read(snippets.snippets, entry_ids, text)
