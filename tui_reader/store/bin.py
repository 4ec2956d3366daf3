"""The bin: what was purged lies here whole, for thirty days, and can be put back as it was.

A purged entry's names stay known (table ``purged``), so that a document which still holds it
does not bring it in as new.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tui_reader.model.feed import FeedId, shown_title
from tui_reader.store import codec, counters, entries, entry_page, names, packing, search

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tui_reader.model.entry import EntryId

KEPT_FOR = timedelta(days=30)

RETENTION = 0
"""The act of what was purged for its age; every other act is a change's id."""

_BY_ID = ("entry_body", "entry_page", "entry_as_read")
_BY_PLACE = ("unread", "starred", "reading")

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """What the bin holds of one feed."""

    feed_id: FeedId
    title: str
    entries: int
    purged_at: datetime
    """The last of them."""


def throw(
    connection: sqlite3.Connection, entry_ids: Iterable[EntryId], act: int, now: datetime
) -> int:
    """Move entries with all that belongs to them into the bin; give how many there were."""
    tallies: dict[int, counters.Tally] = {}
    count = 0
    for entry_id in entry_ids:
        row = _first(connection, "entry", "id", entry_id)
        if row is None:
            continue
        feed_id = row["feed_id"]
        tally = tallies.setdefault(feed_id, counters.Tally(feed_id=feed_id))
        packed = _take_out(connection, row, tally, act, now)
        connection.execute(
            "INSERT INTO bin (feed_id, purged_at, act, body) VALUES (?, ?, ?, ?)",
            (feed_id, codec.micros(now), act, packed),
        )
        count += 1
    for tally in tallies.values():
        counters.add(connection, tally)
    return count


def _take_out(
    connection: sqlite3.Connection, row: _Row, tally: counters.Tally, act: int, now: datetime
) -> bytes:
    """Remove an entry everywhere; give all of it."""
    entry_id, place = row["id"], row["position"]
    whole: dict[str, Any] = {"entry": row}
    content, page = entries.content_of(connection, entry_id), entry_page.get(connection, entry_id)
    search.remove(connection, place, packing.words_of(content, page))
    for table in _BY_ID:
        whole[table] = _first(connection, table, "entry_id", entry_id)
    for table in _BY_PLACE:
        whole[table] = _first(connection, table, "position", place)
    found = connection.execute("SELECT alias FROM entry_alias WHERE entry_id = ?", (entry_id,))
    whole["aliases"] = [alias for (alias,) in found]
    unread = whole["unread"] is not None
    for (category_id,) in connection.execute(
        "SELECT category_id FROM entry_category WHERE position = ?", (place,)
    ):
        tally.category(category_id, -1, unread=unread)
    tally.total -= 1
    tally.unread -= unread
    tally.starred -= whole["starred"] is not None
    whole["changes"] = _leave_journal(connection, place, act)
    _bury(connection, row, whole["aliases"], now)
    for table in (*_BY_PLACE, "entry_category"):
        connection.execute(f"DELETE FROM {table} WHERE position = ?", (place,))  # noqa: S608 - tables of ours
    for table in (*_BY_ID, "entry_alias"):
        connection.execute(f"DELETE FROM {table} WHERE entry_id = ?", (entry_id,))  # noqa: S608 - the same
    connection.execute("DELETE FROM entry WHERE id = ?", (entry_id,))
    return _pack(whole)


def _leave_journal(connection: sqlite3.Connection, place: int, act: int) -> list[int]:
    """Take an entry out of the changes that turned it, but for the purge; give their ids."""
    changes = [
        change_id
        for (change_id,) in connection.execute(
            "SELECT change_id FROM change_entry WHERE position = ? AND change_id != ?", (place, act)
        ).fetchall()
    ]
    for change_id in changes:
        connection.execute(
            "DELETE FROM change_entry WHERE change_id = ? AND position = ?", (change_id, place)
        )
        connection.execute("UPDATE change SET count = count - 1 WHERE id = ?", (change_id,))
    return changes


def _bury(
    connection: sqlite3.Connection, row: _Row, aliases: Sequence[bytes], now: datetime
) -> None:
    buried = [names.key_alias(row["key"]), *aliases]
    connection.executemany(
        "INSERT OR REPLACE INTO purged (feed_id, alias, at) VALUES (?, ?, ?)",
        [(row["feed_id"], alias, codec.micros(now)) for alias in buried],
    )


def put_back(connection: sqlite3.Connection, act: int, limit: int = -1) -> None:
    """Put back what an act threw away, at most so much."""
    rows = connection.execute(
        "SELECT id, body FROM bin WHERE act = ? ORDER BY id LIMIT ?", (act, limit)
    )
    _put_back(connection, rows.fetchall())


def holds(connection: sqlite3.Connection, act: int) -> bool:
    """Whether the bin holds anything of an act."""
    row = connection.execute("SELECT EXISTS (SELECT 1 FROM bin WHERE act = ?)", (act,)).fetchone()
    return bool(row[0])


def holds_of(connection: sqlite3.Connection, feed_ids: Sequence[FeedId]) -> bool:
    """Whether the bin holds anything of these feeds."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM bin WHERE feed_id IN (SELECT value FROM json_each(?)))",
        (codec.compact(list(feed_ids)),),
    ).fetchone()
    return bool(row[0])


def put_back_of(
    connection: sqlite3.Connection, feed_ids: Sequence[FeedId], limit: int = -1
) -> tuple[int, ...]:
    """Put back what the bin holds of some feeds, at most so much.

    Gives the positions of what is back: not of an entry that had come back another way.
    """
    rows = connection.execute(
        "SELECT id, body FROM bin WHERE feed_id IN (SELECT value FROM json_each(?)) ORDER BY id "
        "LIMIT ?",
        (codec.compact(list(feed_ids)), limit),
    )
    return _put_back(connection, rows.fetchall())


def _put_back(connection: sqlite3.Connection, rows: Sequence[tuple[int, bytes]]) -> tuple[int, ...]:
    places = []
    for bin_id, packed in rows:
        place = _revive(connection, _unpack(packed))
        places += [] if place is None else [place]
        connection.execute("DELETE FROM bin WHERE id = ?", (bin_id,))
    return tuple(places)


def _revive(connection: sqlite3.Connection, whole: dict[str, Any]) -> int | None:
    """Bring an entry back; None where it has come back another way, and now has its star."""
    row = whole["entry"]
    feed_id, place, entry_id = row["feed_id"], row["position"], row["id"]
    tally = counters.Tally(feed_id=feed_id)
    other = connection.execute(
        "SELECT position FROM entry WHERE feed_id = ? AND key = ?", (feed_id, row["key"])
    ).fetchone()
    if other is not None:
        if whole["starred"] is not None:
            tally.starred = connection.execute(
                "INSERT OR IGNORE INTO starred (position, feed_id) VALUES (?, ?)",
                (other[0], feed_id),
            ).rowcount
            counters.add(connection, tally)
        return None
    _insert(connection, "entry", row)
    for table in (*_BY_ID, *_BY_PLACE):
        if whole[table] is not None:
            _insert(connection, table, whole[table])
    connection.executemany(
        "INSERT OR IGNORE INTO entry_alias (feed_id, alias, entry_id) VALUES (?, ?, ?)",
        [(feed_id, alias, entry_id) for alias in whole["aliases"]],
    )
    unread = whole["unread"] is not None
    tally.total, tally.unread = 1, int(unread)
    tally.starred = int(whole["starred"] is not None)
    names_of = dict.fromkeys(codec.unpack_names(row["categories"]))
    for category_id in counters.category_ids(connection, feed_id, names_of).values():
        connection.execute(
            "INSERT INTO entry_category (position, category_id) VALUES (?, ?)",
            (place, category_id),
        )
        tally.category(category_id, 1, unread=unread)
    counters.add(connection, tally)
    content, page = entries.content_of(connection, entry_id), entry_page.get(connection, entry_id)
    search.add(connection, place, packing.words_of(content, page))
    _join_journal(connection, whole["changes"], place, feed_id)
    forget(connection, feed_id, [names.key_alias(row["key"]), *whole["aliases"]])
    return int(place)


def _join_journal(
    connection: sqlite3.Connection, changes: Sequence[int], place: int, feed_id: int
) -> None:
    """Put an entry back into the changes that still stand in the journal."""
    for change_id in changes:
        there = connection.execute("SELECT 1 FROM change WHERE id = ?", (change_id,)).fetchone()
        if there:
            connection.execute(
                "INSERT INTO change_entry (change_id, position, feed_id) VALUES (?, ?, ?)",
                (change_id, place, feed_id),
            )
            connection.execute("UPDATE change SET count = count + 1 WHERE id = ?", (change_id,))


def forget(connection: sqlite3.Connection, feed_id: int, aliases: Iterable[bytes]) -> None:
    """Let entries of these names come in again."""
    connection.executemany(
        "DELETE FROM purged WHERE feed_id = ? AND alias = ?",
        [(feed_id, alias) for alias in aliases],
    )


def contents(connection: sqlite3.Connection) -> tuple[Binned, ...]:
    """Give what the bin holds, feed by feed, what was purged last first."""
    rows = connection.execute(
        "SELECT b.feed_id, f.user_title, f.title, f.url, count(*), max(b.purged_at) FROM bin b "
        "JOIN feed f ON f.id = b.feed_id GROUP BY b.feed_id ORDER BY max(b.purged_at) DESC"
    )
    return tuple(
        Binned(
            feed_id=FeedId(row[0]),
            title=shown_title(row[1], row[2], row[3]),
            entries=row[4],
            purged_at=codec.instant(row[5]),
        )
        for row in rows
    )


def expire(connection: sqlite3.Connection, now: datetime, limit: int) -> int:
    """Drop what has lain here for longer than ``KEPT_FOR``, at most so much; give how much."""
    return connection.execute(
        "DELETE FROM bin WHERE id IN "
        "(SELECT id FROM bin WHERE purged_at < ? ORDER BY purged_at LIMIT ?)",
        (codec.micros(now - KEPT_FOR), limit),
    ).rowcount


def _first(connection: sqlite3.Connection, table: str, column: str, value: int) -> _Row | None:
    """Give a row with the names of its columns."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,))  # noqa: S608 - names of ours
    row = cursor.fetchone()
    return None if row is None else dict(zip((c[0] for c in cursor.description), row, strict=True))


def _insert(connection: sqlite3.Connection, table: str, row: _Row) -> None:
    """Write a row; a column that is no more is left out."""
    cursor = connection.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - a table of ours
    known = [column[0] for column in cursor.description if column[0] in row]
    connection.execute(
        f"INSERT INTO {table} ({', '.join(known)}) VALUES ({', '.join('?' * len(known))})",  # noqa: S608 - the same
        [row[name] for name in known],
    )


def _pack(whole: dict[str, Any]) -> bytes:
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=_blob)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _blob(value: object) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise TypeError(value)
    return {"b64": base64.b64encode(value).decode("ascii")}


def _unpack(packed: bytes) -> dict[str, Any]:
    text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
    whole: dict[str, Any] = json.loads(text, object_hook=_unblob)
    return whole


def _unblob(value: dict[str, Any]) -> object:
    return base64.b64decode(value["b64"]) if value.keys() == {"b64"} else value
