"""The journal of what a person did: changes that can be undone for thirty days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tui_reader.model.change import ChangeId, Field, StatusChange
from tui_reader.model.feed import FeedId
from tui_reader.store import codec

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

KEPT_FOR = timedelta(days=30)
"""How long a change can be undone."""

_MAX_IDS = 1000


def begin(
    connection: sqlite3.Connection, field: Field, scope: str, at: datetime, *, value: bool
) -> ChangeId:
    """Write a change of nothing yet; ``keep`` lets it stand."""
    cursor = connection.execute(
        "INSERT INTO change (field, value, at, scope, count) VALUES (?, ?, ?, ?, 0)",
        (field, value, codec.micros(at), codec.storable(scope)),
    )
    return ChangeId(cursor.lastrowid or 0)


def keep(connection: sqlite3.Connection, change_id: int, count: int) -> None:
    """Let a change stand; what was undone before it can no longer be done again."""
    connection.execute("UPDATE change SET undone = 2 WHERE undone = 1")
    connection.execute("UPDATE change SET count = ? WHERE id = ?", (count, change_id))


def get(connection: sqlite3.Connection, change_id: int) -> StatusChange:
    """Give a change; of its entries no more than a thousand ids."""
    row: tuple[Any, ...] = connection.execute(
        "SELECT field, value, at, scope, count, undone FROM change WHERE id = ?", (change_id,)
    ).fetchone()
    places = connection.execute(
        "SELECT position FROM change_entry WHERE change_id = ? LIMIT ?", (change_id, _MAX_IDS)
    )
    feed_ids = connection.execute(
        "SELECT feed_id FROM change_feed WHERE change_id = ? ORDER BY feed_id", (change_id,)
    )
    return StatusChange(
        id=ChangeId(change_id),
        field=Field(row[0]),
        value=bool(row[1]),
        at=codec.instant(row[2]),
        scope=row[3],
        count=row[4],
        entry_ids=tuple(codec.entry_of(place[0]) for place in places),
        feed_ids=tuple(FeedId(feed[0]) for feed in feed_ids),
        undone=bool(row[5]),
    )


def history(connection: sqlite3.Connection, limit: int) -> tuple[StatusChange, ...]:
    """Give the newest changes first, undone ones included."""
    rows = connection.execute(
        "SELECT id FROM change WHERE count > 0 ORDER BY id DESC LIMIT ?", (limit,)
    )
    return tuple(get(connection, row[0]) for row in rows.fetchall())


def last_change(connection: sqlite3.Connection) -> ChangeId:
    """Give the id of the newest change; 0 where there is none."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
    return ChangeId(row[0])


def has_old(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether ``prune`` would find something."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM change WHERE at < ?)", (codec.micros(now - KEPT_FOR),)
    ).fetchone()
    return bool(row[0])


def prune(connection: sqlite3.Connection, now: datetime) -> int:
    """Forget changes older than ``KEPT_FOR``; give how many."""
    before = codec.micros(now - KEPT_FOR)
    for table in ("change_entry", "change_feed", "change_text"):
        connection.execute(
            f"DELETE FROM {table} WHERE change_id IN (SELECT id FROM change WHERE at < ?)",  # noqa: S608 - tables of ours
            (before,),
        )
    return connection.execute("DELETE FROM change WHERE at < ?", (before,)).rowcount
