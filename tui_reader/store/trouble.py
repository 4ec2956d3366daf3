"""What SQLite says about its surroundings, as ``StoreError``. A mistake in our SQL stays loud."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui_reader.errors import (
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
)
from tui_reader.store.codec import Garbled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SPARE = 1 << 20
"""With less than a mebibyte free, a failed write means a full disk."""


@contextmanager
def as_store_error(path: Path) -> Iterator[None]:
    """Turn environmental errors inside the block into ``StoreError``; let all others pass."""
    try:
        yield
    except Garbled as error:
        raise StoreDamaged(path, str(error)) from error
    except sqlite3.Error as error:
        found = store_error(error, path)
        if found is None:
            raise
        raise found from error


def store_error(error: sqlite3.Error, path: Path) -> StoreError | None:
    """Give what a person should know of this error, or None where it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    found: StoreError | None = None
    match code & 0xFF:  # the low byte is the primary code: sqlite.org/rescode.html
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            found = StoreLocked(path)
        case sqlite3.SQLITE_FULL:
            found = StoreFull(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            found = StoreReadOnly(path, str(error))
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            found = StoreDamaged(path, str(error))
        case sqlite3.SQLITE_IOERR:
            found = _io_error(error, path)
    return found


def _io_error(error: sqlite3.Error, path: Path) -> StoreError:
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        free = _SPARE
    if free < _SPARE:
        return StoreFull(path)
    return StoreError(
        f"The library {path} cannot be read or written: {error}.",
        path=path,
        hint="Everything saved before is safe. Check the disk, then try again.",
    )
