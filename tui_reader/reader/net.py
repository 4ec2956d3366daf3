"""What needs the net: syncing and adding, in this process or in a child of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from tui_reader.model.feed import FeedId, FolderPath
    from tui_reader.model.report import AddResult, SyncProgress, SyncReport


class Net:
    """The door to ``sync``. The app uses the child forms: it never loads an HTTP client."""

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
        """
        raise NotImplementedError

    def sync_in_child(
        self, feed_ids: Sequence[FeedId] | None = None, *, by_hand: bool = False
    ) -> AsyncIterator[SyncProgress]:
        """Start ``blogread sync`` as a child and yield its progress; closing it ends the child.

        Raises:
            SyncHeld: Another process holds the lease.
        """
        raise NotImplementedError

    async def add(
        self, address: str, *, pick: int | None = None, folder: FolderPath = ()
    ) -> AddResult:
        """Find the feed behind an address, subscribe, and fetch it at once, in this process.

        Several candidates and no ``pick`` (1-based) subscribes to none and returns them.

        Raises:
            FeedError: Nothing usable answers there.
            UsageError: There is no feed there, or ``pick`` is out of range.
        """
        raise NotImplementedError

    async def add_in_child(
        self, address: str, *, pick: int | None = None, folder: FolderPath = ()
    ) -> AddResult:
        """Do the same in a child process. Cancelling ends the child.

        Raises:
            BlogreadError: What the child said, in its words.
        """
        raise NotImplementedError
