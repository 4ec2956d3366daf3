"""Purging, and bringing back from the bin: in parts, each a transaction, of one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.model.change import Field
from tui_reader.model.entry import EntryId
from tui_reader.store import bin as rubbish
from tui_reader.store import codec, journal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.model.change import ChangeId, StatusChange
    from tui_reader.model.feed import FeedId


def purge(
    connection: sqlite3.Connection, feed_id: FeedId, scope: str, now: datetime, limit: int
) -> StatusChange | None:
    """Begin to move the entries of an unsubscribed feed into the bin; None where it has none.

    What is beyond the limit is left to ``purge_on``: each part is whole, and undone with the rest.
    """
    change_id = journal.begin(connection, Field.PURGED, scope, now, value=True)
    count = rubbish.throw(connection, _entries_of(connection, [feed_id], limit), change_id, now)
    if not count:
        connection.execute("DELETE FROM change WHERE id = ?", (change_id,))
        return None
    connection.execute(
        "INSERT INTO change_feed (change_id, feed_id) VALUES (?, ?)", (change_id, feed_id)
    )
    journal.keep(connection, change_id, count)
    return journal.get(connection, change_id)


def purge_on(
    connection: sqlite3.Connection, change_id: ChangeId, now: datetime, limit: int
) -> StatusChange | None:
    """Go on with a purge; None where nothing is left of it, or it has been undone meanwhile."""
    change = journal.get(connection, change_id)
    ids = [] if change.undone else _entries_of(connection, change.feed_ids, limit)
    if not ids:
        return None
    count = rubbish.throw(connection, ids, change_id, now)
    connection.execute("UPDATE change SET count = count + ? WHERE id = ?", (count, change_id))
    return journal.get(connection, change_id)


def bring_back(
    connection: sqlite3.Connection,
    feed_ids: Sequence[FeedId],
    scope: str,
    now: datetime,
    *,
    limit: int = -1,
    begun: ChangeId | None = None,
) -> StatusChange | None:
    """Put back what the bin holds of these feeds, up to a limit; None where nothing is back.

    In the journal, so that retention leaves them alone as long as this can be undone: in a change
    of its own, or in the one that the part before has ``begun``, unless that was undone meanwhile.
    """
    if begun is not None and journal.get(connection, begun).undone:
        return None
    places = rubbish.put_back_of(connection, feed_ids, limit)
    if not places and begun is None:
        return None
    change_id = begun or journal.begin(connection, Field.PURGED, scope, now, value=False)
    connection.execute(
        "INSERT INTO change_entry (change_id, position, feed_id) SELECT ?, e.position, e.feed_id "
        "FROM json_each(?) j CROSS JOIN entry e ON e.position = j.value",
        (change_id, codec.compact(list(places))),
    )
    before = 0 if begun is None else journal.get(connection, begun).count
    journal.keep(connection, change_id, before + len(places))
    return journal.get(connection, change_id)


def turn(
    connection: sqlite3.Connection, change: StatusChange, now: datetime, limit: int, *, purged: bool
) -> bool:
    """Throw away or put back, up to a limit; tell whether that was all."""
    if not purged:
        if rubbish.holds(connection, change.id):
            rubbish.put_back(connection, change.id, limit)
            return not rubbish.holds(connection, change.id)
        # Brought back meanwhile and thrown away again, they lie there under another act.
        rubbish.put_back_of(connection, change.feed_ids, limit)
        return not rubbish.holds_of(connection, change.feed_ids)
    found = connection.execute(
        "SELECT e.id FROM change_entry ce CROSS JOIN entry e ON e.position = ce.position "
        "WHERE ce.change_id = ? LIMIT ?",
        (change.id, limit),
    ).fetchall()
    ids = [EntryId(row[0]) for row in found] or _entries_of(connection, change.feed_ids, limit)
    return rubbish.throw(connection, ids, change.id, now) != limit


def _entries_of(
    connection: sqlite3.Connection, feed_ids: Sequence[FeedId], limit: int
) -> list[EntryId]:
    found = connection.execute(
        "SELECT id FROM entry WHERE feed_id IN (SELECT value FROM json_each(?)) ORDER BY position "
        "LIMIT ?",
        (codec.compact(list(feed_ids)), limit),
    )
    return [EntryId(row[0]) for row in found]
