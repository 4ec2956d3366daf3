"""Looking after the library file: a glance at it, an examination, copies, and putting one back."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader.errors import StoreDamaged, StoreForeign, StoreLocked, UsageError, reason
from tui_reader.model.query import EntryQuery
from tui_reader.store import counters, health, lease, meta, opening, pages
from tui_reader.store.codec import instant, optional_instant
from tui_reader.store.trouble import as_store_error

if TYPE_CHECKING:
    from pathlib import Path

_DEAD_MAN_SWITCH = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What the library holds, and its last sync."""

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
    """A living process holds the lease."""


def glance(connection: sqlite3.Connection, now: datetime) -> Glance:
    """Count from the kept counts."""
    feeds, entries, unread, starred = connection.execute(
        "SELECT count(*), coalesce(sum(c.total), 0), "
        "coalesce(sum(c.unread), 0), coalesce(sum(c.starred), 0) "
        "FROM feed f JOIN feed_count c ON c.feed_id = f.id WHERE f.archived_at IS NULL"
    ).fetchone()
    return Glance(
        feeds=feeds,
        failing=len(health.shouted(connection)),
        entries=entries,
        unread=unread,
        starred=starred,
        in_progress=pages.count(connection, EntryQuery(in_progress_only=True)),
        synced_at=_synced_at(connection),
        offline=meta.get(connection, lease.OFFLINE) == "1",
        syncing=lease.current(connection, now) is not None,
    )


def _synced_at(connection: sqlite3.Connection) -> datetime | None:
    """Tell when the library was last brought up to date, by a sync or by adding a feed."""
    finished = meta.get(connection, lease.SYNCED_AT)
    if finished:
        return instant(int(finished))
    row = connection.execute(
        "SELECT max(good_at) FROM feed WHERE archived_at IS NULL AND url NOT LIKE 'blogread:%'"
    ).fetchone()
    return optional_instant(row[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What a thorough look found; everything empty or 0 is well."""

    malformed: tuple[str, ...]
    """SQLite's own findings."""
    orphans: int
    """Rows that refer to nothing."""
    miscounted: int
    """Counts that differ from their rows."""


def examine(connection: sqlite3.Connection) -> Examination:
    """Examine the file; takes time that grows with it."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
    return Examination(
        malformed=() if found == ["ok"] else tuple(found),
        orphans=len(connection.execute("PRAGMA foreign_key_check").fetchall()),
        miscounted=sum(counters.wrong(connection).values()),
    )


def copy_to(connection: sqlite3.Connection, target: Path) -> Path:
    """Copy the library as it stands; only its owner may read the copy.

    Raises:
        UsageError: The target exists, or its folder does not or cannot be written.
    """
    try:
        os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise UsageError(
            f"{target} exists already.", hint="A backup never overwrites; name another file."
        ) from None
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {reason(error)}.") from None
    with ExitStack() as on_failure:
        on_failure.callback(target.unlink)
        with as_store_error(target), closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        on_failure.pop_all()
    return target


def put_back(library: Path, source: Path) -> Path | None:
    """Make a copy of ``source`` the library; the file that was there stays beside it.

    Gives where the old file is now, named for when it was last written; None where there was
    none.

    Raises:
        UsageError: There is no such source, or it is the library itself.
        StoreError: The source is no library of ours, is newer, or is damaged.
        sqlite3.Error: For ``trouble`` to judge.
    """
    if not source.is_file():
        raise UsageError(f"There is no file {source}.")
    if library.exists() and source.samefile(library):
        raise UsageError(f"{source} is the library itself.")
    opening.inspect(source)
    library.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    incoming = library.with_name(f"{library.name}.incoming-{os.getpid()}")
    try:
        _copy_checked(source, incoming)
        see_that_nobody_reads(library)
        aside = move_aside(library)
        incoming.rename(library)
    finally:
        incoming.unlink(missing_ok=True)
    return aside


def see_that_nobody_reads(library: Path) -> None:
    """Refuse where another program has the library open: it would go on writing into the old one.

    Each connection in WAL mode holds a shared lock on this byte of the index of the log.
    Source: os_unix.c of SQLite, “UNIX_SHM_DMS”.

    Raises:
        StoreLocked: One has.
    """
    try:
        with library.with_name(f"{library.name}-shm").open("r+b") as index:
            fcntl.lockf(index, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _DEAD_MAN_SWITCH)
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EAGAIN}:
            raise StoreLocked(library) from error


def _copy_checked(source: Path, incoming: Path) -> None:
    with closing(opening.open_reader(source, patience=opening.PATIENCE)) as origin:
        if not opening.user_version(origin):
            raise StoreForeign(source, "it is empty")
        copy_to(origin, incoming)
    with closing(opening.open_reader(incoming, patience=opening.PATIENCE)) as copy:
        found = examine(copy)
    if found.malformed or found.orphans:
        raise StoreDamaged(source, found.malformed[0] if found.malformed else "rows are missing")


def move_aside(library: Path) -> Path | None:
    """Rename the library, with what SQLite keeps beside it, to a dated name."""
    if not library.exists():
        return None
    written = datetime.fromtimestamp(library.stat().st_mtime, UTC)
    stem = f"{library.name}.replaced-{written:%Y%m%d-%H%M%S}"
    name, number = stem, 1
    while library.with_name(name).exists():
        number += 1
        name = f"{stem}-{number}"
    for suffix in ("-wal", "-shm", "-journal", ""):
        beside = library.with_name(library.name + suffix)
        if beside.exists():
            beside.rename(library.with_name(name + suffix))
    return library.with_name(name)


def file_bytes(library: Path) -> int:
    """Give the bytes that the library takes on the disk."""
    names = (library.name + suffix for suffix in ("", "-wal", "-shm"))
    return sum(path.stat().st_size for path in map(library.with_name, names) if path.exists())
