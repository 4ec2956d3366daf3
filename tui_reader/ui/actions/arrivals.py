"""What others write into the library, brought to the screen between the keys."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui_reader.ui.actions.session import Session

TICK = 0.2
"""Seconds between two looks whether there is something to paint."""
APART = 1.0
"""Seconds between two takings in while feeds go on arriving."""
STILL = 0.15
"""Seconds since the last key after which the next is not expected at once."""
BEHIND_A_KEY = 2.0
"""Seconds after the last taking in at which keys that go on coming delay the next no longer: it
begins as soon as one is painted, when it is longest until another comes."""
AT_LATEST = 3.0
"""The same, where none is painted at once."""


class Arrivals:
    """Takes in what a sync of ours or another process has written."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting = False
        self._keyed_at = 0.0
        self._taken_in_at = 0.0
        self._worker: Worker[None] | None = None
        self._looking = False

    def keyed(self) -> None:
        """Learn that a key came."""
        self._keyed_at = monotonic()

    def keys_rest(self) -> bool:
        """Tell whether no key is expected at once, so that there is time to paint."""
        return monotonic() - self._keyed_at >= STILL

    def painted(self) -> None:
        """Learn that a key was carried out, and what it changed painted."""
        if self._waiting and monotonic() - self._taken_in_at >= BEHIND_A_KEY:
            self._begin()

    def note(self) -> None:
        """Take in soon what was written just now."""
        self._waiting = True

    async def look(self) -> None:
        """Look whether another process has written."""
        if self._looking:
            # The last look waits for a write of ours, which waits for the other process's.
            return
        self._looking = True
        try:
            self._waiting |= await self._session.reader.care.changed_elsewhere()
        finally:
            self._looking = False

    def tick(self) -> None:
        """Begin to take in what waits, if now is a time for it."""
        if self._waiting and self._is_time():
            self._begin()

    def _begin(self) -> None:
        if self._worker is not None and not self._worker.is_finished:
            return
        self._waiting = False
        self._worker = self._session.screen.app.run_worker(
            self._take_in, group="arrivals", exit_on_error=False
        )

    def _is_time(self) -> bool:
        since = monotonic() - self._taken_in_at
        if not self._session.screen.entries.place[1]:
            # An empty list fills while one looks.
            return since >= 2 * TICK
        return since >= AT_LATEST or (since >= APART and self.keys_rest())

    async def _take_in(self) -> None:
        session = self._session
        try:
            await session.refresh_after_sync(hurried=session.syncing.is_running)
        finally:
            self._taken_in_at = monotonic()
        session.syncing.show_state()
