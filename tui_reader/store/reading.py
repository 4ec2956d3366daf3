"""SQL about where the reader stopped: a row is an entry in progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.model.reading import Stop
from tui_reader.store import codec

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tui_reader.model.entry import EntryId


def stop_at(connection: sqlite3.Connection, entry_id: EntryId, stop: Stop, now: datetime) -> None:
    """Keep where the reader stopped; nothing where the entry is gone."""
    connection.execute(
        "INSERT OR REPLACE INTO reading "
        "(position, feed_id, block, char_offset, quote, percent, at) "
        "SELECT position, feed_id, ?, ?, ?, ?, ? FROM entry WHERE id = ?",
        (
            stop.block,
            stop.offset,
            codec.storable(stop.quote),
            stop.percent,
            codec.micros(now),
            entry_id,
        ),
    )


def finish(connection: sqlite3.Connection, entry_id: EntryId) -> None:
    """Forget where the reader stopped: the entry is in progress no more."""
    connection.execute(
        "DELETE FROM reading WHERE position = (SELECT position FROM entry WHERE id = ?)",
        (entry_id,),
    )


def stop_of(connection: sqlite3.Connection, position: int) -> Stop | None:
    """Give where the reader stopped in the entry at a position; None where it is not begun."""
    row = connection.execute(
        "SELECT block, char_offset, quote, percent FROM reading WHERE position = ?", (position,)
    ).fetchone()
    if row is None:
        return None
    return Stop(block=row[0], offset=row[1], quote=row[2], percent=row[3])
