"""The list of entries: a cursor over a window of rows, whatever their number."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on

from tui_reader.model.query import EntryQuery, InCategory, InFeed
from tui_reader.ui.messages import EntryChosen, EntryHighlighted
from tui_reader.ui.widgets.cursor_list import CursorList
from tui_reader.ui.widgets.entry_window import EntryWindow
from tui_reader.ui.widgets.rows import Look, lay_out, search_words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
    from datetime import datetime

    from textual.worker import Worker

    from tui_reader.model.entry import EntryId, EntryRow
    from tui_reader.ui.widgets.cursor_list import Item
    from tui_reader.ui.widgets.entry_window import Pages
    from tui_reader.ui.widgets.glyphs import Glyphs
    from tui_reader.ui.widgets.rows import Density

    Snippets = Callable[[Sequence[EntryId], str], Awaitable[Mapping[EntryId, str]]]

_CACHED_ITEMS = 1500


class EntryList(CursorList):
    """Shows one query's rows and says which one the cursor is on."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        density: Density,
        glyphs: Glyphs,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._now = now
        self._glyphs = glyphs
        self.pages: Pages | None = None
        """Where rows come from."""
        self.snippets: Snippets | None = None
        """Where the passages of a search come from."""
        self._window: EntryWindow | None = None
        self.density: Density = density
        """How much of an entry is shown; set by ``set_density``."""
        self._look = Look(now=now(), density=density, glyphs=glyphs)
        self._items: dict[tuple[Hashable, int], Item] = {}
        self._snippets: dict[EntryId, str] = {}
        """Of a search: the passage with the hit, empty where title and excerpt show it."""
        self._without_snippet: set[EntryId] = set()
        """Rows that are drawn, and whose passages are yet to be found."""
        self._lock = asyncio.Lock()

    # The rows.

    async def show(
        self, query: EntryQuery, *, at: EntryRow | None = None, still: bool = False
    ) -> None:
        """Show a query from its start, or around a row of it.

        Where it is to keep ``still``, no line moves; while the cursor is out of sight, nothing
        is read at all.
        """
        if self.pages is None:
            return
        if still and self.row is not None:
            async with self._lock:
                await self._renew(self.pages, query)
            return
        async with self._lock:
            window = EntryWindow(self.pages, query)
            self._snippets.clear()
            self.cursor = await window.open(at)
            self._window = window
            self._top, self._skip = self.cursor, 0
            self._new_look()
            if at is not None:
                self._centre()
        self._tell()

    async def refresh_rows(
        self, entry_ids: tuple[EntryId, ...] | None = None, *, only_in_sight: bool = False
    ) -> None:
        """Take fresh marks for these entries, or for all at hand or in sight, in place."""
        if self._window is None:
            return
        if only_in_sight:
            rows = self._rows
            entry_ids = tuple(rows[at].id for at in self.drawn if at < len(rows))
        async with self._lock:
            changed = await self._window.refresh(entry_ids)
        if changed:
            self.redraw_changed()

    @property
    def row(self) -> EntryRow | None:
        """The entry under the cursor."""
        rows = self._rows
        return rows[self.cursor] if 0 <= self.cursor < len(rows) else None

    @property
    def scope(self) -> EntryQuery | None:
        """The query whose rows are shown."""
        return self._window.query if self._window else None

    @property
    def place(self) -> tuple[int, int]:
        """The cursor's place in the view, from 1, and how many entries that has; 0 of 0."""
        if self._window is None or not self._rows:
            return 0, 0
        return self._window.before + self.cursor + 1, self._window.total

    @property
    def _rows(self) -> list[EntryRow]:
        return self._window.rows if self._window else []

    def neighbours(self) -> list[EntryRow]:
        """Give the rows after and before the cursor, the likelier first."""
        rows = self._rows
        return [rows[at] for at in (self.cursor + 1, self.cursor - 1) if 0 <= at < len(rows)]

    async def go_to_row(self, row: EntryRow) -> None:
        """Put the cursor on an entry of the query, wherever it is."""
        index = self._window.index_of(row.id) if self._window else None
        if index is not None:
            self.go_to(index)
        elif self._window is not None:
            await self.show(self._window.query, at=row)

    async def _renew(self, pages: Pages, query: EntryQuery) -> None:
        """Read the rows anew around the cursor, wherever it has gone when they are here."""
        while (row := self.row) is not None:
            window = EntryWindow(pages, query)
            at = await window.open(row)
            region = self._region_of(self.cursor)
            if region is None:
                return
            if self.row is row:
                offset = -self._skip if self.cursor == self._top else region.y
                self._window, self.cursor = window, at
                self._keep_offset(offset)
                return

    # The look.

    def set_density(self, density: Density) -> None:
        """Show more or less of each entry."""
        self.density = density
        self._new_look()
        self._centre()

    def tick(self) -> None:
        """Let the ages grow."""
        self._new_look()

    def _new_look(self) -> None:
        query = self.scope or EntryQuery()
        self._look = Look(
            now=self._now(),
            density=self.density,
            with_feed=not isinstance(query.source, InFeed | InCategory),
            words=search_words(query.text),
            glyphs=self._glyphs,
        )
        self._items.clear()
        self.forget_look()

    # What the cursor list asks.

    def item_count(self) -> int:
        """Count the rows at hand."""
        return len(self._rows)

    def item_key(self, index: int) -> Hashable:
        """Give the row: it is frozen, and says all that its look depends on."""
        row = self._rows[index]
        snippet = self._snippets.get(row.id, "")
        return row.id, row.read, row.starred, row.progress, row.changed, row.title, snippet

    def item(self, index: int, width: int) -> Item:
        """Lay a row out, or take it from those laid out before."""
        key = (self.item_key(index), width)
        item = self._items.get(key)
        if item is None:
            if len(self._items) > _CACHED_ITEMS:
                self._items.clear()
            row = self._rows[index]
            if self._look.words and row.id not in self._snippets:
                self._find_snippet(row.id)
            snippet = self._snippets.get(row.id, "")
            shown = replace(row, excerpt=snippet) if snippet else row
            item = self._items[key] = lay_out(shown, width, self._look)
        return item

    def _find_snippet(self, entry_id: EntryId) -> None:
        """Have the passage of a row found, together with those of the rows drawn with it."""
        if not self._without_snippet:
            _: Worker[None] = self.app.run_worker(
                self._find_snippets, group="rows", exit_on_error=False
            )
        self._without_snippet.add(entry_id)

    async def _find_snippets(self) -> None:
        wanted, self._without_snippet = tuple(self._without_snippet), set()
        query = self.scope
        if self.snippets is None or query is None:
            return
        found = await self.snippets(wanted, query.text)
        if self.scope is query:
            self._snippets |= dict.fromkeys(wanted, "") | dict(found)
            self.redraw_changed()

    def extent(self) -> tuple[int, int]:
        """Give the rows before those at hand, and all of them."""
        return (self._window.before, self._window.total) if self._window else (0, 0)

    def moved(self, *, cursor: bool) -> None:
        """Tell which entry the cursor is on, and fetch rows before they are missed."""
        if cursor:
            self._tell()
        first, last = min(self._top, self.cursor), max(self._top + self.size.height, self.cursor)
        if self._window is not None and self._window.wants(first, last):
            self.app.run_worker(self._grow(), group="rows", exit_on_error=False)

    def _tell(self) -> None:
        self.post_message(EntryHighlighted(self.row))

    async def _grow(self) -> None:
        async with self._lock:
            window = self._window
            if window is None:
                return
            first = min(self._top, self.cursor)
            last = max(self._top + self.size.height, self.cursor)
            moved = await window.grow(first, last)
            if window is self._window:
                self.shift(moved)
                self.redraw()

    async def jump(self, command_id: str) -> bool:
        """Go to an end that lies outside the rows at hand; False where ``move`` will do."""
        window = self._window
        if window is None:
            return False
        if command_id == "move.top" and window.before:
            await self._jump(to_end=False)
            return True
        if command_id == "move.bottom" and window.before + len(window.rows) < window.total:
            await self._jump(to_end=True)
            return True
        return False

    async def _jump(self, *, to_end: bool) -> None:
        async with self._lock:
            window = self._window
            if window is None:
                return
            if to_end:
                await window.to_end()
            else:
                await window.to_start()
            self.cursor = len(window.rows) - 1 if to_end else 0
            self._top, self._skip = self.cursor, 0
            self._centre()
            self.redraw()
        self._tell()

    # Keeping the eye where it is.

    def _keep_offset(self, offset: int) -> None:
        self._top, self._skip = self.cursor, 0
        self.scroll_lines(-offset)
        self._follow = True

    def _centre(self) -> None:
        """Show the cursor's entry with some of its neighbours above it."""
        self._keep_offset(self.size.height // 3)

    @on(events.Click)
    def _clicked(self, event: events.Click) -> None:
        """Put the cursor where the click was; the second click opens."""
        index = self.index_at(event.y)
        if index is None:
            return
        self.go_to(index)
        row = self.row
        if event.chain == 2 and row is not None:
            self.post_message(EntryChosen(row))
