"""Care of the library: status, doctor, backup, restore; what the machine offers to import."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.reader.importable import Importable, find_importable
from tui_reader.store import care as stored
from tui_reader.store import meta
from tui_reader.store.trouble import as_store_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from tui_reader.store.database import Database
    from tui_reader.store.recovery import Recovered

__all__ = ["Care", "Check", "Importable", "LibraryStatus", "restore"]

_REPAIR = "“blogread restore --recover” saves what can be read; the file is kept."
_TIGHT = 100 << 20
"""Bytes of free space below which the doctor warns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStatus:
    """One glance at the library."""

    path: Path
    feeds: int
    failing: int
    """Those whose failure is worth telling: a single one that may pass is not."""
    entries: int
    unread: int
    starred: int
    in_progress: int
    synced_at: datetime | None
    """When the last sync finished; before the first one, when a feed was last fetched."""
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


class Care:
    """The library as a file that must never be lost."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._seen_version: int | None = None

    async def status(self) -> LibraryStatus:
        """Count, and tell the last sync."""
        found = await self._database.read(stored.glance, self._now())
        return LibraryStatus(
            path=self._database.path,
            feeds=found.feeds,
            failing=found.failing,
            entries=found.entries,
            unread=found.unread,
            starred=found.starred,
            in_progress=found.in_progress,
            synced_at=found.synced_at,
            offline=found.offline,
            syncing=found.syncing,
        )

    async def changed_elsewhere(self) -> bool:
        """Whether another process has written since the last call, or since the opening."""
        version = await self._database.data_version()
        seen, self._seen_version = self._seen_version, version
        return seen is not None and seen != version

    async def check(self) -> tuple[Check, ...]:
        """Examine the library: integrity, schema, counters against the rows, free space."""
        return (
            *_examined(await self._database.read(stored.examine)),
            _size(self._database.path),
            _space(self._database.path),
        )

    async def backup(self, target: Path) -> Path:
        """Copy the whole library by SQLite's backup API; never overwrites.

        Raises:
            UsageError: The target exists or its folder does not.
        """
        return await self._database.read(stored.copy_to, target)

    async def remember(self, key: str, value: str) -> None:
        """Keep a small fact beside the entries: a choice made on the screen."""
        await self._database.write(meta.put, key, value)

    async def recall(self, key: str) -> str:
        """Give a kept fact; empty where there is none."""
        return await self._database.read(meta.get, key)

    async def importable(self) -> tuple[Importable, ...]:
        """Look where other readers keep their lists: newsboat's urls, OPML in Downloads."""
        return await asyncio.to_thread(find_importable)


async def restore(library: Path, source: Path) -> Path | None:
    """Make a copy of a backup the library; the file that was there is kept beside it.

    Nothing may have the library open in this process. Gives where the old file is now, or
    None where there was none.

    Raises:
        UsageError: There is no such backup.
        StoreError: The backup is no library of ours, is newer, or is damaged.
    """

    def put_back() -> Path | None:
        with as_store_error(source):
            return stored.put_back(library, source)

    return await asyncio.to_thread(put_back)


async def recover(library: Path, now: datetime) -> Recovered:
    """Save what can be read of a damaged library into a new one; the old file is kept beside it.

    Nothing may have the library open in this process.

    Raises:
        UsageError: There is no library.
        StoreError: It is open elsewhere, newer, or nothing of it can be read; it was not touched.
    """

    def save() -> Recovered:
        from tui_reader.store import recovery  # noqa: PLC0415 - only who needs it loads it

        with as_store_error(library):
            return recovery.recover(library, now)

    return await asyncio.to_thread(save)


def _examined(found: stored.Examination) -> tuple[Check, ...]:
    return (
        Check(
            name="integrity",
            ok=not found.malformed,
            detail=found.malformed[0] if found.malformed else "SQLite finds no fault",
            hint=_REPAIR if found.malformed else "",
        ),
        Check(
            name="references",
            ok=not found.orphans,
            detail=f"{found.orphans} rows refer to nothing" if found.orphans else "complete",
            hint="Please report this; no entry is lost." if found.orphans else "",
        ),
        Check(
            name="counts",
            ok=not found.miscounted,
            detail=f"{found.miscounted} counts are wrong" if found.miscounted else "correct",
            hint="Please report this; no entry is lost." if found.miscounted else "",
        ),
    )


def _size(library: Path) -> Check:
    size = stored.file_bytes(library)
    return Check(name="library", ok=True, detail=f"{library}, {size / (1 << 20):,.1f} MiB")


def _space(library: Path) -> Check:
    free = shutil.disk_usage(library.parent).free
    return Check(
        name="free space",
        ok=free >= _TIGHT,
        detail=f"{free / (1 << 20):,.0f} MiB",
        hint="" if free >= _TIGHT else "Free some space; the library needs room to write.",
    )
