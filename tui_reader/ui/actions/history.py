"""Loading older entries from the screen: the walk in a child process, and its progress."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from tui_reader.errors import BlogreadError, SyncHeld
from tui_reader.model.query import InCategory, InFeed
from tui_reader.ui.bindings import first_key

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui_reader.model.feed import FeedId
    from tui_reader.model.report import SyncProgress
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session

COMMAND = "feed.older"
WAIT = 2.0
"""Seconds between two attempts while a sync runs."""
_ATTEMPTS = 60


class LoadingOlder:
    """At most one walk through an archive at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._worker: Worker[None] | None = None
        self.state = ""
        """How the walk stands, for the footer; empty while there is none."""

    @property
    def is_running(self) -> bool:
        """Whether a walk goes on."""
        return self._worker is not None and not self._worker.is_finished

    def start(self, feed_id: FeedId) -> None:
        """Walk on through the archive of a feed."""
        self._say("looking for older entries")
        self._worker = self._session.screen.app.run_worker(
            self._work(feed_id), group="sync", exit_on_error=False
        )

    def stop(self) -> None:
        """End the walk; what came in stays."""
        if self._worker is not None:
            self._worker.cancel()

    async def _work(self, feed_id: FeedId) -> None:
        try:
            await self._when_free(feed_id)
        except BlogreadError as error:
            self._session.flash(error.message, error.hint, is_error=True)
        finally:
            self._say("")

    async def _when_free(self, feed_id: FeedId) -> None:
        """Walk; while a sync runs, wait for its end."""
        for attempt in range(_ATTEMPTS):
            try:
                await self._follow(feed_id)
            except SyncHeld:
                if attempt == _ATTEMPTS - 1:
                    raise
                self._say("older entries: waiting for the sync")
                await asyncio.sleep(WAIT)
            else:
                return

    async def _follow(self, feed_id: FeedId) -> None:
        session = self._session
        lines = session.reader.net.load_older_in_child(feed_id)
        seen = 0
        async with aclosing(lines) as progress:
            async for line in progress:
                if line.new != seen:
                    seen = line.new
                    await _take_in(session)
                self._tell(line)

    def _tell(self, line: SyncProgress) -> None:
        outcome = line.outcome
        if outcome is None:
            pages = "1 page" if line.done == 1 else f"{line.done} pages"
            self._say(f"loading older: {pages} · {line.new:,}")
        elif outcome.problem is not None:
            said = f"{outcome.title}: {outcome.problem.message}"
            self._session.flash(said, outcome.note, is_error=True)
        else:
            key = first_key(self._session.screen.keys, COMMAND)
            more = f"{key} loads more" if key and outcome.note.endswith("more.") else ""
            self._session.flash(f"{outcome.title}: {outcome.note}", more)

    def _say(self, text: str) -> None:
        self.state = text
        self._session.syncing.show_state()


def load_older(session: Session) -> None:
    """Load what the selected blog published before; pressed again, stop."""
    older = session.older
    if older.is_running:
        older.stop()
        session.flash("Stopped; the older entries that came in are kept.")
        return
    feed_id = _selected(session)
    if feed_id is None:
        session.flash("Choose a blog; then its older entries can be loaded.")
        return
    older.start(feed_id)


async def _take_in(session: Session) -> None:
    """Let the list grow, moving neither cursor nor text."""
    await session.refresh_views()
    entries = session.screen.entries
    if entries.scope is not None:
        session.last_seen = await session.reader.entries.newest()
        await entries.show(entries.scope, still=True)
        shown = entries.place[1]
        session.arrived = max(0, await session.reader.entries.count(entries.scope) - shown)
    session.describe()


def _selected(session: Session) -> FeedId | None:
    """Give the blog under the cursor; in the list, the one that is listed, else the entry's."""
    if session.screen.in_feeds or session.view is None:
        return session.feed_id()
    source = session.view.query.source
    return source.feed_id if isinstance(source, InFeed | InCategory) else session.feed_id()


HANDLERS: dict[str, Handler] = {COMMAND: load_older}
