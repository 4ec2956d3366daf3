"""The article beside the list: its head at once, its text when the cursor rests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui_reader.commands import Pane
from tui_reader.errors import EntryNotFound

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from tui_reader.model.entry import EntryId, EntryRow
    from tui_reader.reader import Reader
    from tui_reader.ui.actions.stops import Stops
    from tui_reader.ui.screens.main import MainScreen

PAUSE = 0.08
"""Seconds the cursor rests on an entry before its text is fetched."""
_LOAD_AFTER = 0.3
"""Seconds from the first list on until the HTML parser and what goes with it are loaded."""


class Showing:
    """Brings one entry's text into the article pane; the newest wish wins."""

    def __init__(self, reader: Reader, screen: MainScreen, stops: Stops) -> None:
        self._reader = reader
        self._screen = screen
        self._stops = stops
        self._timer: Timer | None = None
        self._wanted: EntryId | None = None

    def follow(self, row: EntryRow | None) -> None:
        """Show what the cursor came to, where the article can be seen."""
        self._stop()
        self._wanted = row.id if row else None
        if row is None:
            self._screen.article.clear()
            return
        if not self._screen.article_is_visible or row.id == self._screen.article.entry_id:
            return
        self._screen.pane(Pane.ARTICLE).show_notice(None)
        self._screen.article.show_row(row)
        self._timer = self._screen.set_timer(PAUSE, lambda: self._fetch_soon(row))

    def _fetch_soon(self, row: EntryRow) -> None:
        # The function, not its coroutine: the next text may take its place before that has begun.
        _: Worker[None] = self._screen.app.run_worker(
            partial(self._show_rested, row), group="article", exclusive=True, exit_on_error=False
        )

    async def _show_rested(self, row: EntryRow) -> None:
        """Show what the cursor rests on; it may have gone on since the timer fired."""
        if self._wanted == row.id:
            await self.show(row)

    @property
    def waits(self) -> bool:
        """Whether a text is to be fetched as soon as the cursor has rested."""
        return self._timer is not None

    async def show(self, row: EntryRow) -> None:
        """Show an entry's text from where it was left; nothing where it is shown already."""
        self._stop()
        self._wanted = row.id
        if self._screen.article.entry_id == row.id:
            return
        try:
            entry = await self._stops.fetch(row.id)
        except EntryNotFound:
            return
        if self._wanted != row.id:
            # The cursor went on while the library was read.
            return
        self._screen.pane(Pane.ARTICLE).show_notice(None)
        self._stops.begin(entry)
        self._screen.article.show(entry)

    def load_soon(self) -> None:
        """Get ready for the first article while the list is looked at."""
        self._screen.set_timer(_LOAD_AFTER, self._load)

    def _load(self) -> None:
        _: Worker[None] = self._screen.app.run_worker(_warm_up, group="load", thread=True)

    async def prefetch(self) -> None:
        """Have the neighbours of the entry that is shown laid out ahead of time."""
        for row in self._screen.entries.neighbours():
            try:
                self._screen.article.prefetch(await self._reader.entries.get(row.id))
            except EntryNotFound:
                continue

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def _warm_up() -> None:
    from tui_reader.article.warming import warm_up  # noqa: PLC0415 - the first paint needs no HTML parser

    warm_up()
