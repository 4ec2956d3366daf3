"""How the library file is opened: looked at first, made or migrated only when it is ours."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import ExitStack, closing, contextmanager
from stat import S_ISREG
from typing import TYPE_CHECKING
from urllib.parse import quote

from tui_reader.errors import StoreDamaged, StoreForeign, StoreReadOnly, StoreTooNew, reason
from tui_reader.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    Seed = Callable[[sqlite3.Connection], None]

PATIENCE = 10.0
"""Seconds to wait for another process that writes, before it is an error."""

PAGE = 8192
"""Bytes of a page of a library that is made now; older ones have SQLite's own 4096.

A packed text has some 3 KB, of which a page of 4096 holds one. With pages twice as large a sync
writes for a sixth less of processor time, and the file is an eighth smaller; 16384 gain no more.
"""
_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_CACHE_KIB = 4096
_WRITING_CACHE_KIB = 16384
"""The same for a sync: merging parts of the search index reads pages that it has just written."""
_LOG_BYTES = 16 << 20
"""What the write-ahead log is cut back to after a large transaction."""
_STATEMENTS = 256


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the write lock from the first moment; commit, or roll all of it back."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def open_writer(
    path: Path, *, now: datetime, seed: Seed | None, patience: float
) -> tuple[sqlite3.Connection, bool]:
    """Open the writing connection; say whether the library was made just now.

    Raises:
        StoreError: Nothing was changed.
        sqlite3.Error: For ``trouble`` to judge.
    """
    _prepare(path)
    inspect(path)
    with ExitStack() as on_failure:
        connection = _connect(path, "rw", patience)
        on_failure.callback(connection.close)
        # Only a file that is empty takes it.
        connection.execute(f"PRAGMA page_size = {PAGE}")
        fresh = _bring_up_to_date(connection, path, now=now, seed=seed)
        _switch_to_wal(connection, patience)
        connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        connection.execute("PRAGMA synchronous = FULL")
        on_failure.pop_all()
    return connection, fresh


def open_reader(path: Path, *, patience: float) -> sqlite3.Connection:
    """Open a connection that cannot write."""
    connection = _connect(path, "ro", patience)
    connection.execute("PRAGMA query_only = ON")
    return connection


def keep_more(connection: sqlite3.Connection) -> None:
    """Let a connection that writes for long keep more of the file in memory."""
    connection.execute(f"PRAGMA cache_size = -{_WRITING_CACHE_KIB}")


def close_writer(connection: sqlite3.Connection) -> None:
    """Let the planner look at what has grown, and close."""
    try:
        connection.execute("PRAGMA analysis_limit = 400")
        connection.execute("PRAGMA optimize")
    except sqlite3.DatabaseError:
        # Statistics are worth no error: another process may be writing, the disk be full, or
        # the file so damaged that this was told before.
        pass
    connection.close()


def inspect(path: Path) -> None:
    """Look at a file's header without SQLite, which would write beside it.

    Source: the database file format, sqlite.org/fileformat2.html §1.3.

    Raises:
        StoreForeign, StoreTooNew, StoreDamaged: It must not be opened.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER)
        size = file.seek(0, os.SEEK_END)
    if not header:
        return
    if not header.startswith(_MAGIC):
        raise StoreForeign(path, "it is no SQLite database")
    if len(header) < _HEADER:
        raise StoreDamaged(path, "it is cut off")
    if int.from_bytes(header[68:72]) != schema.APPLICATION_ID:
        raise StoreForeign(path, "it is the database of another program")
    version = int.from_bytes(header[60:64])
    if version > schema.VERSION:
        raise StoreTooNew(path, found=version, known=schema.VERSION)
    if not _has_journal(path):
        _inspect_pages(path, header, size)


def _inspect_pages(path: Path, header: bytes, size: int) -> None:
    """Look for a file that was cut off, or whose first pages cannot be read."""
    page = int.from_bytes(header[16:18])
    page = 65536 if page == 1 else page
    if size < page * int.from_bytes(header[28:32]):
        raise StoreDamaged(path, "it is cut off")
    uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _has_journal(path: Path) -> bool:
    """Whether the truth may lie beside the file: another process at work, or one that died."""
    for suffix in ("-wal", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists() and beside.stat().st_size:
            return True
    return False


def _prepare(path: Path) -> None:
    """See that there is a file we may write, empty where there was none; only ours to read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        regular = S_ISREG(path.stat().st_mode)
    except IsADirectoryError:
        raise StoreForeign(path, "it is a folder") from None
    except OSError as error:
        raise StoreReadOnly(path, reason(error)) from error
    if not regular:
        raise StoreForeign(path, "it is no regular file")
    effective = os.access in os.supports_effective_ids
    if not os.access(path.parent, os.W_OK, effective_ids=effective):
        raise StoreReadOnly(path, "its folder does not allow it")


def _connect(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _bring_up_to_date(
    connection: sqlite3.Connection, path: Path, *, now: datetime, seed: Seed | None
) -> bool:
    version = user_version(connection)
    if version > schema.VERSION:
        raise StoreTooNew(path, found=version, known=schema.VERSION)
    if version == schema.VERSION:
        return False
    if version:
        copy_before_migration(connection, path, version, now)
    fresh = False
    while (version := user_version(connection)) < schema.VERSION:
        fresh |= _migrate_one(connection, seed)
    if not fresh:
        # So that an older program finds the new version in the header, without opening it.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return fresh


def _migrate_one(connection: sqlite3.Connection, seed: Seed | None) -> bool:
    """Take one step, unless another process has just taken it; say whether it made the file."""
    with transaction(connection):
        version = user_version(connection)
        if version >= schema.VERSION:
            return False
        schema.MIGRATIONS[version](connection)
        connection.execute(f"PRAGMA user_version = {version + 1}")
        if version:
            return False
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        if seed is not None:
            seed(connection)
        return True


def user_version(connection: sqlite3.Connection) -> int:
    """Give the schema version that the file holds."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def copy_before_migration(
    connection: sqlite3.Connection, path: Path, version: int, now: datetime
) -> Path:
    """Copy the library beside itself before its shape changes; the copy is never removed."""
    stamp = now.strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.name}.before-{version}-{stamp}")
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
    target.chmod(0o600)
    return target


def _switch_to_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch the journal to WAL; SQLite does not itself wait for the lock that this takes."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
