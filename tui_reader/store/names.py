"""Under which names the library knows an entry: its key, keys it had before, aliases.

The names of purged entries stay known, so that they do not come back as new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.model.entry import EntryId
from tui_reader.model.update import Known, KnownEntry
from tui_reader.store import codec
from tui_reader.store.codec import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tui_reader.model.feed import FeedId

FORMER_KEY = "\0key\0"
"""Begins the alias under which a key stays known that an entry had before."""


WIDTH = 8
"""Bytes that name a key in a copy of marks."""
RECENT = 500
"""Entries of a feed that are told by their hashes; few documents hold more."""


def hashes(connection: sqlite3.Connection, feed_id: FeedId) -> dict[str, str]:
    """Give the content hashes of a feed's newest entries, by key."""
    rows = connection.execute(
        "SELECT key, content_hash FROM entry WHERE feed_id = ? ORDER BY position DESC LIMIT ?",
        (feed_id, RECENT),
    )
    return dict(rows.fetchall())


def known(
    connection: sqlite3.Connection,
    feed_id: FeedId,
    keys: Sequence[str],
    aliases: Sequence[str],
) -> Known:
    """Give what the library holds of one feed, as far as these keys and aliases ask.

    A key that an entry had before leads to that entry, unless another has it now.
    """
    row = connection.execute(
        "SELECT total FROM feed_count WHERE feed_id = ?", (feed_id,)
    ).fetchone()
    total = row[0] if row else 0
    by_key: dict[str, KnownEntry] = {}
    for key in keys if total else ():
        row = connection.execute(
            "SELECT id, key, content_hash FROM entry WHERE feed_id = ? AND key = ?",
            (feed_id, storable(key)),
        ).fetchone()
        rows = [row] if row else _aliased(connection, feed_id, FORMER_KEY + storable(key))
        if rows:
            by_key[key] = _known_entry(rows[-1])
    by_alias: dict[str, tuple[KnownEntry, ...]] = {}
    for alias in aliases if total else ():
        rows = _aliased(connection, feed_id, alias)
        if rows:
            by_alias[alias] = tuple(map(_known_entry, rows))
    return Known(
        by_key=by_key,
        by_alias=by_alias,
        total=total,
        purged_keys=_purged(connection, feed_id, {key: key_alias(key) for key in keys}),
        purged_aliases=_purged(connection, feed_id, {each: codec.digest(each) for each in aliases}),
    )


def key_alias(key: str) -> bytes:
    """Give the alias under which a key stays known that an entry had before."""
    return codec.digest(FORMER_KEY + storable(key))


def _purged(
    connection: sqlite3.Connection, feed_id: FeedId, names: Mapping[str, bytes]
) -> dict[str, datetime]:
    """Give which of these names a purged entry had, and when it was purged."""
    any_row = connection.execute("SELECT 1 FROM purged WHERE feed_id = ? LIMIT 1", (feed_id,))
    if any_row.fetchone() is None:
        return {}
    found = {
        name: connection.execute(
            "SELECT at FROM purged WHERE feed_id = ? AND alias = ?", (feed_id, alias)
        ).fetchone()
        for name, alias in names.items()
    }
    return {name: codec.instant(row[0]) for name, row in found.items() if row}


def _aliased(connection: sqlite3.Connection, feed_id: FeedId, alias: str) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT e.id, e.key, e.content_hash FROM entry_alias a JOIN entry e ON e.id = a.entry_id "
        "WHERE a.feed_id = ? AND a.alias = ? ORDER BY e.id",
        (feed_id, codec.digest(alias)),
    ).fetchall()


def _known_entry(row: tuple[Any, ...]) -> KnownEntry:
    return KnownEntry(id=EntryId(row[0]), key=row[1], content_hash=row[2])


def awaited(connection: sqlite3.Connection, feed_id: FeedId) -> dict[bytes, tuple[bool, bool]]:
    """Give the marks that wait for entries of a feed: by the name of a key, read and starred."""
    rows = connection.execute(
        "SELECT alias, read, starred FROM awaited WHERE feed_id = ?", (feed_id,)
    )
    return {alias: (bool(read), bool(starred)) for alias, read, starred in rows}
