"""Libraries for tests that need no threads: a connection in memory, with the real schema."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui_reader.store import counters, schema

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def library_in_memory(version: int = schema.VERSION) -> Iterator[sqlite3.Connection]:
    """Give an empty library, and see at the end that its counts and references hold."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        for migration in schema.MIGRATIONS[:version]:
            migration(connection)
        yield connection
        assert counters.wrong(connection) == {}
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()
