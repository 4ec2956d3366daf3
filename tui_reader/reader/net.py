"""What needs the net: syncing and adding, in this process or in a child of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader import paths
from tui_reader.sync import child

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from tui_reader.config import Config
    from tui_reader.model.entry import EntryId, EntryPage
    from tui_reader.model.feed import FeedId, FolderPath
    from tui_reader.model.login import Kind
    from tui_reader.model.report import AddResult, Candidate, SyncProgress, SyncReport
    from tui_reader.store.database import Database
    from tui_reader.sync.credentials.keeper import Keeper


class Net:
    """The door to ``sync``. The app uses the child forms: it never loads an HTTP client."""

    def __init__(
        self,
        database: Database,
        config: Config,
        *,
        now: Callable[[], datetime],
        library: Path,
        config_path: Path | None,
    ) -> None:
        self._database = database
        self._config = config
        self._now = now
        self._library = library
        self._config_path = config_path

    async def sync(
        self,
        feed_ids: Sequence[FeedId] | None = None,
        *,
        by_hand: bool = False,
        report: Callable[[SyncProgress], None] | None = None,
    ) -> SyncReport:
        """Sync in this process, holding the lease.

        Args:
            feed_ids: Only these; None is every feed that is due.
            by_hand: Go before the schedule, though never before Retry-After.
            report: Called after each feed.

        Raises:
            SyncHeld: Another process holds the lease.
            StoreError: The library cannot serve; what was committed before stays.
        """
        from tui_reader.reader import tidying  # noqa: PLC0415 - only who syncs tidies
        from tui_reader.sync import engine  # noqa: PLC0415 - the app must not load HTTP

        with child.tied() as is_beside_the_app:
            done = await engine.sync(
                self._database,
                self._config.sync,
                now=self._now,
                feed_ids=feed_ids,
                by_hand=by_hand,
                is_alone=not is_beside_the_app,
                report=report,
                keeper=self._keeper(),
            )
            await tidying.after_sync(self._database, self._config.sync, self._now)
        return done

    def sync_in_child(
        self, feed_ids: Sequence[FeedId] | None = None, *, by_hand: bool = False
    ) -> AsyncGenerator[SyncProgress, None]:
        """Start ``blogread sync`` as a child and yield its progress; closing it ends the child.

        Raises:
            SyncHeld: Another process holds the lease.
            BlogreadError: What else the child said, in its words.
        """
        force = ("--force",) if by_hand else ()
        ids = [str(feed_id) for feed_id in feed_ids or ()]
        return child.sync([*self._files(), "sync", "--json", *force, *ids])

    async def load_older(
        self,
        feed_ids: Sequence[FeedId],
        *,
        afresh: bool = False,
        report: Callable[[SyncProgress], None] | None = None,
    ) -> SyncReport:
        """Walk the archives of feeds back in this process, as far as one go leads.

        Args:
            feed_ids: Whose archives.
            afresh: Begin at the feed's own document, wherever the last walk stopped.
            report: Called after each part and after each feed.

        Raises:
            SyncHeld: Another process holds the lease.
            StoreError: The library cannot serve; what was committed before stays.
        """
        from tui_reader.sync import history  # noqa: PLC0415 - the app must not load HTTP

        with child.tied():
            return await history.load_older(
                self._database,
                self._config.sync,
                feed_ids,
                now=self._now,
                afresh=afresh,
                report=report,
                keeper=self._keeper(),
            )

    def load_older_in_child(self, feed_id: FeedId) -> AsyncGenerator[SyncProgress, None]:
        """Do the same for one feed in a child process; closing it ends the child.

        Raises:
            SyncHeld: Another process holds the lease.
            BlogreadError: What else the child said, in its words.
        """
        return child.sync([*self._files(), "sync", "--json", "--older", str(feed_id)])

    async def add(
        self,
        address: str,
        *,
        pick: int | None = None,
        folder: FolderPath = (),
        look: bool = False,
    ) -> AddResult:
        """Find the feed behind an address, subscribe, and fetch it at once, in this process.

        Several candidates and no ``pick`` (1-based) subscribes to none and returns them, and so
        does ``look``.

        Raises:
            FeedError: Nothing usable answers there.
            UsageError: There is no feed there, or ``pick`` is out of range.
        """
        from tui_reader.sync import discovery  # noqa: PLC0415 - the app must not load HTTP

        with child.tied():
            return await discovery.add(
                self._database,
                self._config.sync,
                address,
                now=self._now,
                pick=pick,
                folder=folder,
                look=look,
                keeper=self._keeper(),
            )

    async def add_in_child(
        self, address: str, *, pick: int | None = None, folder: FolderPath = ()
    ) -> AddResult:
        """Do the same in a child process. Cancelling ends the child.

        Raises:
            BlogreadError: What the child said, in its words.
        """
        options = [f"--pick={pick}"] if pick is not None else []
        if folder:
            options.append(f"--folder={'/'.join(folder)}")
        return await child.add([*self._files(), "add", "--json", *options, "--", address])

    async def look_in_child(self, address: str) -> tuple[Candidate, ...]:
        """Look which feeds there are behind an address, in a child process.

        Raises:
            BlogreadError: What the child said, in its words.
        """
        result = await child.add([*self._files(), "add", "--json", "--look", "--", address])
        return result.candidates

    async def full_text(self, entry_id: EntryId) -> EntryPage:
        """Fetch an entry's own page and keep its article, in this process.

        Where that fails the page carries the problem, and so does the entry from then on.

        Raises:
            EntryNotFound: There is no such entry.
            StoreError: The library cannot serve.
        """
        from tui_reader.sync import pages  # noqa: PLC0415 - the app must not load HTTP

        with child.tied():
            return await pages.fetch_one(
                self._database,
                self._config.sync,
                entry_id,
                now=self._now,
                keeper=self._keeper(),
            )

    async def full_text_in_child(self, entry_id: EntryId) -> None:
        """Do the same in a child process; cancelling ends it. What came of it is in the library.

        Raises:
            BlogreadError: What the child said, in its words.
        """
        await child.run([*self._files(), "show", "--full", "--json", str(entry_id)])

    async def log_in(self, feed_id: FeedId, kind: Kind, said: str) -> str:
        """Keep a feed's login, in this process; give where, in words.

        Args:
            feed_id: Whose.
            kind: What ``said`` is.
            said: ``NAME:PASSWORD``, a token, ``Header: value``, or a cookie.

        Raises:
            FeedNotFound: There is no such feed.
            UsageError: It cannot be that, or can be kept nowhere.
        """
        from tui_reader.sync.credentials import desk  # noqa: PLC0415 - few ever log in

        return await desk.log_in(self._database, self._keeper(), feed_id, kind, said)

    async def log_in_by_command(self, feed_id: FeedId) -> str:
        """Let ``credentials.command`` tell a feed's login; give that in words.

        Raises:
            FeedNotFound: There is no such feed.
            UsageError: There is no such command.
        """
        from tui_reader.sync.credentials import desk  # noqa: PLC0415 - few ever log in

        return await desk.log_in_by_command(self._database, self._keeper(), feed_id)

    async def log_out(self, feed_id: FeedId) -> bool:
        """Forget a feed's login; False where it has none.

        Raises:
            FeedNotFound: There is no such feed.
            UsageError: It could not be dropped from where it is.
        """
        from tui_reader.sync.credentials import desk  # noqa: PLC0415 - few ever log in

        return await desk.log_out(self._database, self._keeper(), feed_id)

    @property
    def has_login_command(self) -> bool:
        """Whether ``credentials.command`` is set."""
        return bool(self._config.credentials.command)

    def _keeper(self) -> Keeper:
        from tui_reader.sync.credentials.keeper import Keeper  # noqa: PLC0415 - few ever log in

        return Keeper(self._config.credentials, paths.credentials_file(self._config_path))

    def _files(self) -> list[str]:
        """Name the files that this process uses: the child is to use the same."""
        files = [f"--library={self._library}"]
        if self._config_path is not None and self._config_path.exists():
            files.append(f"--config={self._config_path}")
        return files
