"""A run of a query's rows, moved over any number of them by keyset.

It holds a few pages around the eye, knows how many rows there are in all and how many come
before its first, and never asks the library for a place by number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from tui_reader.model.query import Cursor, EntryQuery, Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.model.entry import EntryId, EntryRow
    from tui_reader.model.query import Page

PAGE = 100
MOST = 5 * PAGE
"""Rows kept; what is furthest from the eye goes first."""


class Pages(Protocol):
    """What the window asks of the library."""

    async def page(
        self,
        query: EntryQuery,
        *,
        after: Cursor | None = None,
        before: Cursor | None = None,
        limit: int = 100,
    ) -> Page:
        """Give rows after or before a place."""

    async def last_page(self, query: EntryQuery, *, limit: int = 100) -> Page:
        """Give the last rows."""

    async def count(self, query: EntryQuery) -> int:
        """Count what matches."""

    async def rows(self, entry_ids: Sequence[EntryId]) -> tuple[EntryRow, ...]:
        """Give fresh rows."""


def place_of(row: EntryRow) -> Cursor:
    """Give a row's place in an order."""
    return Cursor(sort_at=row.sort_at, entry_id=row.id)


class EntryWindow:
    """The rows at hand. Every method that changes them leaves a whole window behind."""

    def __init__(self, pages: Pages, query: EntryQuery) -> None:
        self._pages = pages
        self.query = query
        self.rows: list[EntryRow] = []
        self.before = 0
        """Rows of the query before the first one at hand."""
        self.total = 0
        self._more_above = False
        self._more_below = False

    async def open(self, around: EntryRow | None = None) -> int:
        """Fill the window from the start, or around a row; give the index to stand on.

        Where the row is no longer in the query, that is the index of its neighbour.
        """
        self.total = await self._pages.count(self.query)
        if around is None:
            await self.to_start()
            return 0
        place = place_of(around)
        above = await self._pages.page(self.query, before=place, limit=PAGE)
        below = await self._pages.page(self.query, after=place, limit=PAGE)
        itself = await self._if_member(around, above)
        self.rows = [*above.rows, *itself, *below.rows]
        self._more_above, self._more_below = above.more, below.more
        self.before = await self._count_before(above) if above.more else 0
        if not itself and not below.rows:
            return max(0, len(self.rows) - 1)
        return len(above.rows)

    async def _if_member(self, row: EntryRow, above: Page) -> tuple[EntryRow, ...]:
        """Give the row itself where the query still holds it."""
        start = place_of(above.rows[-1]) if above.rows else None
        page = await self._pages.page(self.query, after=start, limit=1)
        if page.rows and page.rows[0].id == row.id:
            return page.rows
        return ()

    async def _count_before(self, above: Page) -> int:
        """Count the rows before a page by the time of its first.

        Rows of the very same instant may put it off by a few, which no one sees in a list
        that is longer than a page.
        """
        first = above.rows[0]
        since = first.sort_at
        if self.query.since is not None:
            since = max(since, self.query.since)
        newer = await self._pages.count(replace(self.query, since=since))
        before = newer - 1 if self.query.sort is Sort.NEWEST else self.total - newer
        return max(0, min(before, self.total - len(above.rows)))

    async def to_start(self) -> None:
        """Go to the first rows."""
        page = await self._pages.page(self.query, limit=PAGE)
        self.rows = list(page.rows)
        self.before = 0
        self._more_above, self._more_below = False, page.more
        if not page.more:
            self.total = len(self.rows)

    async def to_end(self) -> None:
        """Go to the last rows."""
        if not self._more_below:
            return
        page = await self._pages.last_page(self.query, limit=PAGE)
        self.rows = list(page.rows)
        self.before = max(0, self.total - len(self.rows))
        self._more_above, self._more_below = page.more, False

    def wants(self, first: int, last: int) -> bool:
        """Tell whether rows are missing soon for a view from one index to another."""
        return (self._more_below and last > len(self.rows) - PAGE // 2) or (
            self._more_above and first < PAGE // 2
        )

    async def grow(self, first: int, last: int) -> int:
        """Fetch what a view from one index to another wants; give how far indices moved.

        Rows are changed only after the last await, so that no frame sees half of it.
        """
        below = above = None
        if self._more_below and self.rows and last > len(self.rows) - PAGE // 2:
            below = await self._pages.page(self.query, after=place_of(self.rows[-1]), limit=PAGE)
        if self._more_above and self.rows and first < PAGE // 2:
            above = await self._pages.page(self.query, before=place_of(self.rows[0]), limit=PAGE)
        moved = 0
        if below is not None:
            self.rows.extend(below.rows)
            self._more_below = below.more
        if above is not None:
            self.rows[:0] = above.rows
            self._more_above = above.more
            self.before = max(0, self.before - len(above.rows)) if above.more else 0
            moved = len(above.rows)
        drop = max(0, len(self.rows) - MOST)
        if drop and above is not None:
            del self.rows[MOST:]
            self._more_below = True
        elif drop:
            del self.rows[:drop]
            self.before += drop
            self._more_above = True
            moved -= drop
        return moved

    def index_of(self, entry_id: EntryId) -> int | None:
        """Find a row at hand."""
        return next((at for at, row in enumerate(self.rows) if row.id == entry_id), None)

    async def refresh(self, entry_ids: Sequence[EntryId] | None = None) -> bool:
        """Take fresh rows for these ids, or for all at hand; tell whether one differs."""
        wanted = set(entry_ids) if entry_ids is not None else None
        ids = [row.id for row in self.rows if wanted is None or row.id in wanted]
        if not ids:
            return False
        fresh = {row.id: row for row in await self._pages.rows(ids)}
        changed = False
        for at, row in enumerate(self.rows):
            new = fresh.get(row.id)
            if new is not None and new != row:
                self.rows[at] = new
                changed = True
        return changed
