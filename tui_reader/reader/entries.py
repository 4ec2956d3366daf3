"""Entries: pages of rows, one entry whole, marks, stars, undo."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui_reader.store import entries as stored
from tui_reader.store import journal, pages, statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tui_reader.model.change import ChangeId, StatusChange
    from tui_reader.model.entry import Entry, EntryId, EntryRow
    from tui_reader.model.query import Cursor, EntryQuery, Page
    from tui_reader.reader.news import News
    from tui_reader.store.database import Database

PART = 100
"""Entries of a purge that are put back, or thrown away again, in one transaction."""
GAP = 0.02
"""Seconds between two of them."""


class Entries:
    """Reads by keyset; every change of state is journalled, published and undoable."""

    def __init__(self, database: Database, news: News, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._news = news

    async def page(
        self,
        query: EntryQuery,
        *,
        after: Cursor | None = None,
        before: Cursor | None = None,
        limit: int = 100,
    ) -> Page:
        """Give up to ``limit`` rows after (or just before) a place; from the start without one.

        A page read backwards still comes in the query's order.
        """
        return await self._database.read(pages.page, query, after, before, limit)

    async def last_page(self, query: EntryQuery, *, limit: int = 100) -> Page:
        """Give the last rows of the query, in its order; ``more`` says whether some precede."""
        return await self._database.read(pages.last_page, query, limit)

    async def count(self, query: EntryQuery) -> int:
        """Count what matches; from kept counters wherever they can tell."""
        return await self._database.read(pages.count, query)

    async def rows(self, entry_ids: Sequence[EntryId]) -> tuple[EntryRow, ...]:
        """Give fresh rows for these ids, in their order; ids that are gone are left out."""
        return await self._database.read(pages.rows, entry_ids)

    async def get(self, entry_id: EntryId) -> Entry:
        """Give one entry whole.

        Raises:
            EntryNotFound: There is none with this id.
        """
        return await self._database.read(stored.get, entry_id)

    async def next_unread(
        self, query: EntryQuery, *, at: Cursor | None, forward: bool = True
    ) -> EntryRow | None:
        """Give the nearest unread row after (before) a place in the query's order, or None."""
        return await self._database.read(pages.next_unread, query, at, forward)

    async def mark(
        self, entry_ids: Sequence[EntryId], *, read: bool, scope: str = ""
    ) -> StatusChange | None:
        """Mark entries read or unread; None where all were so already."""
        return self._news.publish(
            await self._database.write(statuses.mark, entry_ids, read, scope, self._now())
        )

    async def mark_all(
        self, query: EntryQuery, *, up_to: EntryId | None = None, scope: str = ""
    ) -> StatusChange | None:
        """Mark all that the query shows read; None where nothing was unread.

        Args:
            query: The scope is what is on the screen, never more.
            up_to: Spare entries with a greater id: they arrived after the person looked.
            scope: For the journal: the view's title.
        """
        return self._news.publish(
            await self._database.write(statuses.mark_all, query, up_to, scope, self._now())
        )

    async def star(
        self, entry_ids: Sequence[EntryId], *, starred: bool, scope: str = ""
    ) -> StatusChange | None:
        """Star or unstar entries; None where all were so already."""
        return self._news.publish(
            await self._database.write(statuses.star, entry_ids, starred, scope, self._now())
        )

    async def undo(self) -> StatusChange | None:
        """Take back the newest change that stands; None where there is none."""
        change = await self._database.write(statuses.undo, self._now(), PART)
        return self._news.publish(await self._turned(change, undone=True))

    async def redo(self) -> StatusChange | None:
        """Do again what was undone last; None where a newer change came after, or none was."""
        change = await self._database.write(statuses.redo, self._now(), PART)
        return self._news.publish(await self._turned(change, undone=False))

    async def _turned(self, change: StatusChange | None, *, undone: bool) -> StatusChange | None:
        """Bring a change that is turned in parts to its end."""
        while change is not None and change.undone is not undone:
            # Who waits for the library asks again and again: let it be free when it asks.
            await asyncio.sleep(GAP)
            change = await self._database.write(
                statuses.turn_on, change.id, self._now(), PART, undone
            )
        return change

    async def history(self, limit: int = 50) -> tuple[StatusChange, ...]:
        """Give the newest changes first, undone ones included."""
        return await self._database.read(journal.history, limit)

    async def newest(self) -> EntryId | None:
        """Give the id of the entry that arrived last (``mark_all(up_to=…)``)."""
        return await self._database.read(stored.newest)

    async def last_change(self) -> ChangeId:
        """Give the id of the newest change, 0 where there is none (``EntryQuery.kept_since``)."""
        return await self._database.read(journal.last_change)

    def observe(self, callback: Callable[[StatusChange], None]) -> None:
        """Call back, on the event loop, after each change made through this reader."""
        self._news.observe(callback)
