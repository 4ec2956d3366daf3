"""Syncing from the screen: the child process, its progress in the footer, the schedule."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from typing import TYPE_CHECKING

from tui_reader.errors import BlogreadError, SyncHeld
from tui_reader.model.report import OutcomeKind
from tui_reader.ui.actions.arrivals import APART, TICK
from tui_reader.wording.ages import ago

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.worker import Worker

    from tui_reader.model.feed import FeedId
    from tui_reader.model.report import SyncProgress
    from tui_reader.reader.care import LibraryStatus
    from tui_reader.ui.actions.session import Session

SCHEDULE = 300.0
"""Seconds between two looks for feeds that are due."""
ELSEWHERE = 2.0
"""Seconds between two looks for what other processes wrote."""


class Syncing:
    """At most one sync at a time, begun by a person or by the schedule."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._worker: Worker[None] | None = None
        self._wishes: list[tuple[Sequence[FeedId] | None, bool]] = []
        """Which feeds, and whether by hand."""
        self._running: asyncio.Task[None] | None = None
        self._by_hand = False
        self._ids: Sequence[FeedId] = ()
        self._gives_way = False
        """The running sync was cancelled for a person's wish, not with the worker."""
        self._progress: SyncProgress | None = None
        self._said_at = 0.0
        """When the progress was painted last, on the monotonic clock."""
        self._held = False

    def start_timers(self) -> None:
        """Begin the schedule and the looks at what others write."""
        screen = self._session.screen
        screen.set_interval(ELSEWHERE, self._session.arrivals.look)
        screen.set_interval(30.0, self.show_state)
        screen.set_interval(TICK, self._tick)
        if self._session.config.sync.on_start:
            screen.set_interval(SCHEDULE, self.start)

    @property
    def is_running(self) -> bool:
        """Whether a sync of ours runs, or is about to."""
        return self._worker is not None and not self._worker.is_finished

    @property
    def fetching(self) -> frozenset[FeedId]:
        """The feeds that a person asked for and that are being fetched."""
        return frozenset(self._ids) if self.is_running else frozenset()

    def start(self, feed_ids: Sequence[FeedId] | None = None, *, by_hand: bool = False) -> None:
        """Sync these feeds, or all that are due.

        A person goes before the schedule: a scheduled sync that runs is stopped, and taken
        up again afterwards. Two wishes of a person follow one another.
        """
        wish = (feed_ids, by_hand)
        if not self.is_running:
            self._wishes = [wish]
            self._session.screen.feeds.syncing = True
            self._worker = self._session.screen.app.run_worker(
                self._work(), group="sync", exit_on_error=False
            )
        elif by_hand:
            self._wishes.append(wish)
            if not self._by_hand and self._running is not None:
                self._wishes.append((None, False))
                self._gives_way = True
                self._running.cancel()

    def stop(self) -> None:
        """End the sync; what it has written stays."""
        self._wishes.clear()
        if self._worker is not None:
            self._worker.cancel()

    async def _work(self) -> None:
        """Carry out the wishes, one sync at a time."""
        while self._wishes:
            feed_ids, self._by_hand = self._wishes.pop(0)
            self._ids = feed_ids or ()
            self._running = asyncio.create_task(self._run(feed_ids, by_hand=self._by_hand))
            try:
                await self._running
            except asyncio.CancelledError:
                if not self._gives_way:
                    raise
                self._gives_way = False

    async def _run(self, feed_ids: Sequence[FeedId] | None, *, by_hand: bool) -> None:
        session = self._session
        self._held, self._progress = False, None
        session.screen.feeds.syncing = True
        try:
            await self._follow(feed_ids, by_hand=by_hand)
        except SyncHeld as held:
            self._held = True
            if by_hand:
                session.flash(held.message)
        except BlogreadError as error:
            session.flash(error.message, is_error=True)
        finally:
            session.screen.feeds.syncing = False
            self._progress = None
        await session.refresh_after_sync()
        self.show_state()

    async def _follow(self, feed_ids: Sequence[FeedId] | None, *, by_hand: bool) -> None:
        lines = self._session.reader.net.sync_in_child(feed_ids, by_hand=by_hand)
        async with aclosing(lines) as progress:
            async for line in progress:
                self._progress = line
                if line.outcome is not None and line.outcome.kind is not OutcomeKind.UNCHANGED:
                    self._session.arrivals.note()

    def _tick(self) -> None:
        self._session.arrivals.tick()
        if self._progress is not None:
            waited = time.monotonic() - self._said_at
            if waited >= APART or self._session.arrivals.keys_rest():
                self._said_at = time.monotonic()
                self.show_state()

    def show_state(self) -> None:
        """Say in the footer how the sync stands."""
        self._session.screen.status.show_state(self._state())

    def _state(self) -> str:
        if self._session.older.state:
            return self._session.older.state
        progress, status = self._progress, self._session.status
        if progress is not None and progress.total:
            failed = f" · {progress.failed} failed" if progress.failed else ""
            return f"syncing {progress.done}/{progress.total}{failed}"
        if status is None:
            return ""
        is_first = status.synced_at is None and self._session.screen.feeds.syncing
        if self._held or is_first or (status.syncing and not self.is_running):
            return "syncing"
        return _resting(status, self._session.now())


def _resting(status: LibraryStatus, now: datetime) -> str:
    """Say how things stand while nothing is fetched."""
    if status.offline:
        return "offline"
    if status.failing:
        return f"{status.failing} feed{'s' if status.failing > 1 else ''} failing"
    if status.synced_at is None:
        return "never synced"
    return f"synced {ago(now - status.synced_at)}"
