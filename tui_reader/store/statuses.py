"""The user's marks and the journal of them: done, undone and done again, across restarts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tui_reader.model.change import ChangeId, Field, StatusChange
from tui_reader.model.entry import EntryId
from tui_reader.model.feed import FeedId
from tui_reader.store import bin as rubbish
from tui_reader.store import codec, counters, feeds, revisions, selection
from tui_reader.store.selection import Walk

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.model.query import EntryQuery
    from tui_reader.store.revisions import Revision

KEPT_FOR = timedelta(days=30)
"""How long a change can be undone."""

_MAX_IDS = 1000
_WORDS = {Field.TITLE, Field.ADDRESS, Field.SETTINGS, Field.FOLDERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """What a person did, before it is known what of it turns anything."""

    field: Field
    value: bool
    scope: str
    at: datetime

    @property
    def table(self) -> str:
        """The table that holds the state."""
        return "starred" if self.field is Field.STARRED else "unread"

    @property
    def present(self) -> bool:
        """Whether the state is a row in that table."""
        return self.value is (self.field is Field.STARRED)


def mark(
    connection: sqlite3.Connection,
    entry_ids: Sequence[EntryId],
    read: bool,
    scope: str,
    now: datetime,
) -> StatusChange | None:
    """Mark entries read or unread; None where all were so already."""
    act = _Act(field=Field.READ, value=read, scope=scope, at=now)
    return _mark_entries(connection, act, entry_ids)


def star(
    connection: sqlite3.Connection,
    entry_ids: Sequence[EntryId],
    starred: bool,
    scope: str,
    now: datetime,
) -> StatusChange | None:
    """Star or unstar entries; None where all were so already."""
    act = _Act(field=Field.STARRED, value=starred, scope=scope, at=now)
    return _mark_entries(connection, act, entry_ids)


def _mark_entries(
    connection: sqlite3.Connection, act: _Act, entry_ids: Sequence[EntryId]
) -> StatusChange | None:
    turns = "NOT EXISTS" if act.present else "EXISTS"
    places = (
        "SELECT ?, e.position, e.feed_id FROM json_each(?) j "  # noqa: S608 - a table of ours
        "CROSS JOIN entry e ON e.id = j.value "
        f"WHERE {turns} (SELECT 1 FROM {act.table} t WHERE t.position = e.position)"
    )
    return _journal(connection, act, places, (codec.compact(list(entry_ids)),))


def mark_all(
    connection: sqlite3.Connection,
    query: EntryQuery,
    up_to: EntryId | None,
    scope: str,
    now: datetime,
) -> StatusChange | None:
    """Mark all unread entries that the query shows read; None where there is none.

    Entries with an id above ``up_to`` are spared.
    """
    wanted = replace(query, unread_only=True, kept_since=None)
    chosen = selection.select(connection, wanted, Walk.UNREAD)
    if chosen is None:
        return None
    spared = "" if up_to is None else f" AND (d.position & {codec.ID_MASK}) <= ?"
    places = f"SELECT ?, d.position, d.feed_id {chosen.sql}{spared} ORDER BY d.position"
    parameters = chosen.parameters if up_to is None else (*chosen.parameters, up_to)
    act = _Act(field=Field.READ, value=True, scope=scope, at=now)
    return _journal(connection, act, places, parameters)


def _journal(
    connection: sqlite3.Connection, act: _Act, places: str, parameters: tuple[object, ...]
) -> StatusChange | None:
    """Write what turns into the journal, and turn it; nothing where nothing turns."""
    change_id = _new_change(connection, act)
    turned = connection.execute(
        f"INSERT OR IGNORE INTO change_entry (change_id, position, feed_id) {places}",
        (change_id, *parameters),
    ).rowcount
    if not turned:
        connection.execute("DELETE FROM change WHERE id = ?", (change_id,))
        return None
    _keep(connection, change_id, turned)
    _turn(connection, change_id, act)
    return _get(connection, change_id)


def _new_change(connection: sqlite3.Connection, act: _Act) -> int:
    cursor = connection.execute(
        "INSERT INTO change (field, value, at, scope, count) VALUES (?, ?, ?, ?, 0)",
        (act.field, act.value, codec.micros(act.at), codec.storable(act.scope)),
    )
    return int(cursor.lastrowid or 0)


def _keep(connection: sqlite3.Connection, change_id: int, count: int) -> None:
    """Let a change stand; what was undone before it can no longer be done again."""
    connection.execute("UPDATE change SET undone = 2 WHERE undone = 1")
    connection.execute("UPDATE change SET count = ? WHERE id = ?", (count, change_id))


def _turn(connection: sqlite3.Connection, change_id: int, act: _Act) -> None:
    """Give what the journal holds of a change its state, and count it."""
    if act.present:
        connection.execute(
            f"INSERT INTO {act.table} (position, feed_id) "  # noqa: S608 - a table of ours
            "SELECT position, feed_id FROM change_entry WHERE change_id = ?",
            (change_id,),
        )
    elif act.field is Field.READ and counters.nothing_left_unread(connection, change_id):
        connection.execute("DELETE FROM unread")
        return
    else:
        connection.execute(
            f"DELETE FROM {act.table} WHERE position IN "  # noqa: S608 - a table of ours
            "(SELECT position FROM change_entry WHERE change_id = ?)",
            (change_id,),
        )
    turn = counters.turn_starred if act.field is Field.STARRED else counters.turn_unread
    turn(connection, change_id, 1 if act.present else -1)


def unsubscribe(
    connection: sqlite3.Connection, feed_ids: Sequence[FeedId], now: datetime
) -> StatusChange | None:
    """Archive feeds; None where none of them is subscribed."""
    asked = codec.compact(list(feed_ids))
    standing = [
        FeedId(row[0])
        for row in connection.execute(
            "SELECT id FROM feed WHERE archived_at IS NULL "
            "AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (asked,),
        )
    ]
    if not standing:
        return None
    scope = feeds.get(connection, standing[0]).title if len(standing) == 1 else ""
    feeds.set_archived(connection, standing, now)
    return journal_feeds(connection, standing, False, scope, now)


def journal_feeds(
    connection: sqlite3.Connection,
    feed_ids: Sequence[FeedId],
    subscribed: bool,
    scope: str,
    now: datetime,
) -> StatusChange:
    """Write a change of subscriptions, that was made, into the journal."""
    act = _Act(field=Field.SUBSCRIBED, value=subscribed, scope=scope, at=now)
    change_id = _new_change(connection, act)
    connection.executemany(
        "INSERT INTO change_feed (change_id, feed_id) VALUES (?, ?)",
        [(change_id, feed_id) for feed_id in feed_ids],
    )
    _keep(connection, change_id, len(feed_ids))
    return _get(connection, change_id)


def journal_words(
    connection: sqlite3.Connection,
    field: Field,
    done: Sequence[Revision],
    scope: str,
    now: datetime,
) -> StatusChange | None:
    """Write words that were set anew into the journal; None where none were."""
    if not done:
        return None
    change_id = _new_change(connection, _Act(field=field, value=True, scope=scope, at=now))
    revisions.record(connection, change_id, done)
    feed_ids = {each.owner_id for each in done if each.of_feed}
    connection.executemany(
        "INSERT INTO change_feed (change_id, feed_id) VALUES (?, ?)",
        [(change_id, feed_id) for feed_id in feed_ids],
    )
    _keep(connection, change_id, len(feed_ids) or 1)
    return _get(connection, change_id)


def purge(
    connection: sqlite3.Connection, feed_id: FeedId, scope: str, now: datetime, limit: int
) -> StatusChange | None:
    """Begin to move the entries of an unsubscribed feed into the bin; None where it has none.

    What is beyond the limit is left to ``purge_on``: each part is whole, and undone with the rest.
    """
    change_id = _new_change(connection, _Act(field=Field.PURGED, value=True, scope=scope, at=now))
    count = rubbish.throw(connection, _entries_of(connection, [feed_id], limit), change_id, now)
    if not count:
        connection.execute("DELETE FROM change WHERE id = ?", (change_id,))
        return None
    connection.execute(
        "INSERT INTO change_feed (change_id, feed_id) VALUES (?, ?)", (change_id, feed_id)
    )
    _keep(connection, change_id, count)
    return _get(connection, change_id)


def purge_on(
    connection: sqlite3.Connection, change_id: ChangeId, now: datetime, limit: int
) -> StatusChange | None:
    """Go on with a purge; None where nothing is left of it, or it has been undone meanwhile."""
    change = _get(connection, change_id)
    ids = [] if change.undone else _entries_of(connection, change.feed_ids, limit)
    if not ids:
        return None
    count = rubbish.throw(connection, ids, change_id, now)
    connection.execute("UPDATE change SET count = count + ? WHERE id = ?", (count, change_id))
    return _get(connection, change_id)


def bring_back(
    connection: sqlite3.Connection, feed_ids: Sequence[FeedId], scope: str, now: datetime
) -> StatusChange | None:
    """Put back all that the bin holds of these feeds; None where it holds nothing.

    In the journal, so that retention leaves them alone as long as this can be undone.
    """
    places = rubbish.put_back_of(connection, feed_ids)
    if not places:
        return None
    change_id = _new_change(connection, _Act(field=Field.PURGED, value=False, scope=scope, at=now))
    connection.execute(
        "INSERT INTO change_entry (change_id, position, feed_id) SELECT ?, e.position, e.feed_id "
        "FROM json_each(?) j CROSS JOIN entry e ON e.position = j.value",
        (change_id, codec.compact(list(places))),
    )
    _keep(connection, change_id, len(places))
    return _get(connection, change_id)


def _turn_purge(
    connection: sqlite3.Connection, change: StatusChange, now: datetime, *, purged: bool
) -> None:
    if not purged:
        # Brought back meanwhile and thrown away again, they lie there under another act.
        if not rubbish.put_back(connection, change.id):
            rubbish.put_back_of(connection, change.feed_ids)
        return
    found = connection.execute(
        "SELECT position FROM change_entry WHERE change_id = ?", (change.id,)
    ).fetchall()
    ids = [codec.entry_of(row[0]) for row in found] or _entries_of(connection, change.feed_ids)
    rubbish.throw(connection, ids, change.id, now)


def _entries_of(
    connection: sqlite3.Connection, feed_ids: Sequence[FeedId], limit: int = -1
) -> list[EntryId]:
    found = connection.execute(
        "SELECT id FROM entry WHERE feed_id IN (SELECT value FROM json_each(?)) ORDER BY position "
        "LIMIT ?",
        (codec.compact(list(feed_ids)), limit),
    )
    return [EntryId(row[0]) for row in found]


def undo(connection: sqlite3.Connection, now: datetime) -> StatusChange | None:
    """Take back the newest change that stands; None where there is none."""
    row = connection.execute(
        "SELECT id FROM change WHERE undone = 0 AND count > 0 ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else _turn_change(connection, row[0], now, undone=True)


def redo(connection: sqlite3.Connection, now: datetime) -> StatusChange | None:
    """Do again what was undone last; None where a newer change came after, or none was."""
    row = connection.execute("SELECT min(id) FROM change WHERE undone = 1 AND count > 0").fetchone()
    return None if row[0] is None else _turn_change(connection, row[0], now, undone=False)


def _turn_change(
    connection: sqlite3.Connection, change_id: int, now: datetime, *, undone: bool
) -> StatusChange:
    change = _get(connection, change_id)
    value = change.value is not undone
    if change.field is Field.SUBSCRIBED:
        feeds.set_archived(connection, change.feed_ids, None if value else now)
    elif change.field is Field.PURGED:
        _turn_purge(connection, change, now, purged=value)
    elif change.field in _WORDS:
        revisions.turn(connection, change_id, undone=undone)
    else:
        act = _Act(field=change.field, value=value, scope=change.scope, at=now)
        _turn(connection, change_id, act)
    connection.execute("UPDATE change SET undone = ? WHERE id = ?", (undone, change_id))
    return replace(change, undone=undone)


def history(connection: sqlite3.Connection, limit: int) -> tuple[StatusChange, ...]:
    """Give the newest changes first, undone ones included."""
    rows = connection.execute(
        "SELECT id FROM change WHERE count > 0 ORDER BY id DESC LIMIT ?", (limit,)
    )
    return tuple(_get(connection, row[0]) for row in rows.fetchall())


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


def _get(connection: sqlite3.Connection, change_id: int) -> StatusChange:
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
