"""Where one stopped: kept as one reads, at most once a second, and when a text is left.

What was told by the article and is not written yet counts before what the library holds.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.errors import StoreError, StoreFull, StoreLocked
from tui_reader.ui.bindings import first_key

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui_reader.model.entry import Entry, EntryId
    from tui_reader.model.reading import Stop
    from tui_reader.ui.actions.session import Session

PAUSE = 1.0
"""Seconds between a movement and its writing."""


class Stops:
    """The places that one session leaves behind."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._timer: Timer | None = None
        self._unsaved: dict[EntryId, Stop | None] = {}
        """None: the entry is in progress no more."""
        self._reads = 0
        self._just_saved: dict[EntryId, Stop | None] = {}
        """Written while the library was read: that read may not have seen it."""
        self._begun: set[EntryId] = set()
        """Entries in progress, as far as they were shown."""
        self._stale: set[EntryId] = set()
        """Entries whose row tells an older progress."""
        self._miscounted = False
        """The sidebar counts what is in progress wrongly."""

    async def fetch(self, entry_id: EntryId) -> Entry:
        """Read an entry of the library, with the newest stop that was told of it.

        Raises:
            EntryNotFound: it is not in the library any more.
        """
        self._reads += 1
        try:
            entry = await self._session.reader.entries.get(entry_id)
            return self._with_newest_stop(entry)
        finally:
            self._reads -= 1
            if not self._reads:
                self._just_saved.clear()

    def begin(self, entry: Entry) -> None:
        """Note of an entry that is shown now whether it is in progress."""
        if entry.stop is not None:
            self._begun.add(entry.id)
        else:
            self._begun.discard(entry.id)

    def _with_newest_stop(self, entry: Entry) -> Entry:
        for told in (self._unsaved, self._just_saved):
            if entry.id in told:
                return replace(entry, stop=told[entry.id])
        return entry

    def read_to(self, entry_id: EntryId, stop: Stop | None) -> None:
        """Note where one is in an entry; without a stop it is at its top, or finished."""
        if (stop is not None) is not (entry_id in self._begun):
            self._miscounted = True
        elif stop is None:
            return
        if stop is not None:
            self._begun.add(entry_id)
        else:
            self._begun.discard(entry_id)
        self._unsaved[entry_id] = stop
        self._stale.add(entry_id)
        self._save_soon()

    def tell(self, entry_id: EntryId) -> None:
        """Say of an entry that is opened that it is not shown from its top."""
        screen = self._session.screen
        percent = screen.article.resumed_at
        if percent and screen.article.entry_id == entry_id:
            key = first_key(screen.keys, "move.top")
            self._session.flash(f"Resumed at {percent} %", f"{key} top" if key else "")

    def leave(self) -> None:
        """Bring list and sidebar up to date with what was read of the text that is left."""
        if self._stale:
            self._session.screen.app.run_worker(self._leave(), group="stops", exit_on_error=False)

    async def save(self) -> None:
        """Write what is not written; where the library cannot take it now, it waits."""
        with suppress(StoreLocked, StoreFull):
            for entry_id, stop in list(self._unsaved.items()):
                await self._write(entry_id, stop)
                if entry_id in self._unsaved and self._unsaved[entry_id] is stop:
                    self._unsaved.pop(entry_id)
                if self._reads:
                    self._just_saved[entry_id] = stop

    async def save_last(self) -> None:
        """Write what is not written, the last movement included, when the app has ended."""
        told = self._session.screen.article.read_to
        if told is not None and (told[1] is not None or told[0] in self._begun):
            self._unsaved[told[0]] = told[1]
        with suppress(StoreError):  # nobody is there any more to be told of it
            await self.save()

    async def _write(self, entry_id: EntryId, stop: Stop | None) -> None:
        reading = self._session.reader.reading
        if stop is None:
            await reading.finish(entry_id)
        else:
            await reading.stop_at(entry_id, stop)

    def _save_soon(self) -> None:
        if self._timer is None:
            self._timer = self._session.screen.set_timer(PAUSE, self._begin_save)

    def _begin_save(self) -> None:
        self._timer = None
        self._session.screen.app.run_worker(self._save(), group="stops", exit_on_error=False)

    async def _save(self) -> None:
        await self.save()
        if self._unsaved:
            self._save_soon()

    async def _leave(self) -> None:
        await self.save()
        session = self._session
        stale, self._stale = tuple(self._stale), set()
        await session.screen.entries.refresh_rows(stale)
        if self._miscounted:
            self._miscounted = False
            await session.refresh_views()
            session.describe()
