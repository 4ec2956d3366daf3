"""Care of the library: status, doctor, backup, restore; what the machine offers to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStatus:
    """One glance at the library."""

    path: Path
    feeds: int
    failing: int
    entries: int
    unread: int
    starred: int
    synced_at: datetime | None
    """When the last sync finished."""
    offline: bool
    """The last sync found no network."""
    syncing: bool
    """A process holds the lease now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the doctor."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Importable:
    """A file on this machine that holds subscriptions."""

    path: Path
    kind: str
    """“newsboat” or “OPML”."""
    feeds: int


class Care:
    """The library as a file that must never be lost."""

    async def status(self) -> LibraryStatus:
        """Count, and tell the last sync."""
        raise NotImplementedError

    async def changed_elsewhere(self) -> bool:
        """Whether another process has written since the last call (PRAGMA data_version)."""
        raise NotImplementedError

    async def check(self) -> tuple[Check, ...]:
        """Examine the library: integrity, schema, counters against the rows, free space."""
        raise NotImplementedError

    async def backup(self, target: Path) -> Path:
        """Copy the whole library by SQLite's backup API; never overwrites.

        Raises:
            UsageError: The target exists or its folder does not.
        """
        raise NotImplementedError

    async def importable(self) -> tuple[Importable, ...]:
        """Look where other readers keep their lists: newsboat's urls, OPML in Downloads."""
        raise NotImplementedError
