"""The user's marks: done, undone and done again by the journal, across restarts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_reader.model.change import ChangeId, Field, StatusChange
from tui_reader.model.feed import FeedId
from tui_reader.store import codec, counters, feeds, journal, purging, revisions, selection
from tui_reader.store.selection import Walk

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.model.entry import EntryId
    from tui_reader.model.query import EntryQuery
    from tui_reader.store.revisions import Revision

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
    change_id = journal.begin(connection, act.field, act.scope, act.at, value=act.value)
    turned = connection.execute(
        f"INSERT OR IGNORE INTO change_entry (change_id, position, feed_id) {places}",
        (change_id, *parameters),
    ).rowcount
    if not turned:
        connection.execute("DELETE FROM change WHERE id = ?", (change_id,))
        return None
    journal.keep(connection, change_id, turned)
    _turn(connection, change_id, act)
    return journal.get(connection, change_id)


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
    change_id = journal.begin(connection, act.field, act.scope, act.at, value=act.value)
    connection.executemany(
        "INSERT INTO change_feed (change_id, feed_id) VALUES (?, ?)",
        [(change_id, feed_id) for feed_id in feed_ids],
    )
    journal.keep(connection, change_id, len(feed_ids))
    return journal.get(connection, change_id)


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
    change_id = journal.begin(connection, field, scope, now, value=True)
    revisions.record(connection, change_id, done)
    feed_ids = {each.owner_id for each in done if each.of_feed}
    connection.executemany(
        "INSERT INTO change_feed (change_id, feed_id) VALUES (?, ?)",
        [(change_id, feed_id) for feed_id in feed_ids],
    )
    journal.keep(connection, change_id, len(feed_ids) or 1)
    return journal.get(connection, change_id)


def undo(connection: sqlite3.Connection, now: datetime, limit: int = -1) -> StatusChange | None:
    """Take back the newest change that stands; None where there is none.

    Of a purge no more entries than ``limit`` at once: it stands until ``turn_on`` has come to
    its end, and undone again after a crash it goes on from there.
    """
    row = connection.execute(
        "SELECT id FROM change WHERE undone = 0 AND count > 0 ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else _turn_change(connection, row[0], now, limit, undone=True)


def redo(connection: sqlite3.Connection, now: datetime, limit: int = -1) -> StatusChange | None:
    """Do again what was undone last; None where a newer change came after, or none was.

    A purge in parts, as with ``undo``.
    """
    row = connection.execute("SELECT min(id) FROM change WHERE undone = 1 AND count > 0").fetchone()
    return None if row[0] is None else _turn_change(connection, row[0], now, limit, undone=False)


def turn_on(
    connection: sqlite3.Connection, change_id: ChangeId, now: datetime, limit: int, undone: bool
) -> StatusChange:
    """Go on with the undoing, or doing again, of a purge."""
    return _turn_change(connection, change_id, now, limit, undone=undone)


def _turn_change(
    connection: sqlite3.Connection, change_id: int, now: datetime, limit: int, *, undone: bool
) -> StatusChange:
    change = journal.get(connection, change_id)
    if change.undone is undone:
        # Another program has come to the end of it.
        return change
    value = change.value is not undone
    if change.field is Field.SUBSCRIBED:
        feeds.set_archived(connection, change.feed_ids, None if value else now)
    elif change.field is Field.PURGED:
        if not purging.turn(connection, change, now, limit, purged=value):
            return change
    elif change.field in _WORDS:
        revisions.turn(connection, change_id, undone=undone)
    else:
        act = _Act(field=change.field, value=value, scope=change.scope, at=now)
        _turn(connection, change_id, act)
    connection.execute("UPDATE change SET undone = ? WHERE id = ?", (undone, change_id))
    return replace(change, undone=undone)
