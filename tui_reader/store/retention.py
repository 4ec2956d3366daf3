"""Retention: entries that are old, read, and kept for no reason, go into the bin.

Old is what both was published and came in before the time to keep. Unread, starred and begun
entries stay whatever their age, and so does one whose mark can still be undone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader.model.entry import EntryId
from tui_reader.model.feed import HANDBOOK_URL, FeedId
from tui_reader.store import bin as rubbish
from tui_reader.store import codec, meta, settings

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

LOOKED_AT = "retention_at"
"""Key in ``meta``: when retention looked last, microseconds since 1970."""
LEAP = timedelta(days=31)
"""A clock that has gone on by more since the last look is believed at the next look only."""


def may_purge(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether the clock can be believed, as far as the last look tells; remember this look.

    One that went back, or leapt ahead, may be wrong: nothing is purged by it at once.
    """
    text = meta.get(connection, LOOKED_AT)
    meta.put(connection, LOOKED_AT, str(codec.micros(now)))
    if not text:
        return True
    return timedelta() <= now - codec.instant(int(text)) <= LEAP


def keep_days(connection: sqlite3.Connection, default: int) -> dict[FeedId, int]:
    """Give the subscriptions that do not keep everything, and for how many days they do."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM feed WHERE instr(settings, '\"keep_days\"')) "
        "OR EXISTS (SELECT 1 FROM folder WHERE instr(settings, '\"keep_days\"'))"
    ).fetchone()
    if not default and not row[0]:
        return {}
    rows = connection.execute(
        "SELECT id FROM feed WHERE archived_at IS NULL AND url != ?", (HANDBOOK_URL,)
    ).fetchall()
    held = settings.effective(connection, [FeedId(row[0]) for row in rows])
    days = {
        feed_id: default if each.keep_days is None else each.keep_days
        for feed_id, each in held.items()
    }
    return {feed_id: count for feed_id, count in days.items() if count > 0}


def purge(
    connection: sqlite3.Connection, feed_id: FeedId, days: int, now: datetime, limit: int
) -> int:
    """Purge the oldest entries of a feed that nothing keeps, at most so many; give how many."""
    before = now - timedelta(days=days)
    found = connection.execute(
        "SELECT e.id FROM entry e INDEXED BY entry_by_feed "
        "WHERE e.feed_id = ? AND e.position < ? AND e.first_seen_at < ? "
        "AND NOT EXISTS (SELECT 1 FROM unread WHERE position = e.position) "
        "AND NOT EXISTS (SELECT 1 FROM starred WHERE position = e.position) "
        "AND NOT EXISTS (SELECT 1 FROM reading WHERE position = e.position) "
        "AND NOT EXISTS (SELECT 1 FROM change_entry WHERE position = e.position) "
        "ORDER BY e.position LIMIT ?",
        (feed_id, codec.first_position_at(before), codec.micros(before), limit),
    ).fetchall()
    return rubbish.throw(connection, [EntryId(row[0]) for row in found], rubbish.RETENTION, now)
