"""A damaged library: what can be read of it becomes a new one; the old file stays as it was."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tui_reader.errors import StoreDamaged, StoreTooNew, UsageError
from tui_reader.store import care, codec, entries, entry_page, opening, packing, schema, search
from tui_reader.store.findings import Findings, columns_of, read
from tui_reader.store.pagefile import Far

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tui_reader.model.entry import EntryId

_EARLIEST = codec.micros(datetime(1, 1, 2, tzinfo=UTC))
_LATEST = codec.micros(datetime(9999, 12, 30, tzinfo=UTC))
_ODD = (AttributeError, KeyError, TypeError, ValueError)
"""What values raise that were packed by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What was saved, and what was not."""

    kept: Path
    """Where the damaged file is now."""
    feeds: int
    entries: int
    starred: int
    unread: int
    without_text: int
    """Entries whose text is lost; the next fetch may bring it again."""
    lost: int
    """Entries that something still tells of, and that could not be read."""
    flaws: int
    """Pages and rows that could not be read."""


def recover(library: Path, now: datetime) -> Recovered:
    """Save what can be read into a new library, in the old one's place.

    Raises:
        UsageError: There is no library.
        StoreLocked: Another program has it open.
        StoreDamaged: Nothing of it can be read; it stays where it is.
        sqlite3.Error: For ``trouble`` to judge.
    """
    if not library.is_file():
        raise UsageError(f"There is no library {library}.")
    care.see_that_nobody_reads(library)
    _refuse_newer(library)
    found = read(library)
    if not found.rows["feed"] and not found.rows["entry"]:
        raise StoreDamaged(library, "nothing of it can be read")
    incoming = library.with_name(f"{library.name}.incoming-{os.getpid()}")
    try:
        connection, _ = opening.open_writer(incoming, now=now, seed=None, patience=opening.PATIENCE)
        with closing(connection):
            with opening.transaction(connection):
                without_text = _fill(connection, found, now)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
            told = _tell(connection, found)
            examined = care.examine(connection)
        if examined.malformed or examined.orphans or examined.miscounted:
            raise StoreDamaged(library, "what was read does not fit together")
        kept = care.move_aside(library)
        incoming.rename(library)
    finally:
        for suffix in ("", "-wal", "-shm"):
            incoming.with_name(incoming.name + suffix).unlink(missing_ok=True)
    return Recovered(kept=kept or library, without_text=without_text, flaws=found.flaws, **told)


def _refuse_newer(library: Path) -> None:
    with library.open("rb") as file:
        header = file.read(100)
    version = int.from_bytes(header[60:64])
    is_ours = int.from_bytes(header[68:72]) == schema.APPLICATION_ID
    # A number beyond all reason is damage, too.
    if is_ours and schema.VERSION < version < 1000:
        raise StoreTooNew(library, found=version, known=schema.VERSION)


def _tell(connection: sqlite3.Connection, found: Findings) -> dict[str, int]:
    counts = {
        name: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - tables of ours
        for name, table in (("feeds", "feed"), ("entries", "entry"), ("starred", "starred"))
    }
    counts["unread"] = int(connection.execute("SELECT count(*) FROM unread").fetchone()[0])
    saved = {row[0] for row in connection.execute("SELECT id FROM entry")}
    counts["lost"] = len(found.told_of() - saved)
    return counts


def _fill(connection: sqlite3.Connection, found: Findings, now: datetime) -> int:
    """Write all rows that fit; give how many entries have lost their text."""
    _write(connection, "meta", found.rows["meta"].values())
    _write_folders(connection, found)
    _write(connection, "feed", found.rows["feed"].values())
    _make_missing_feeds(connection, found, now)
    _place_feeds(connection, found)
    _write_entries(connection, found)
    without_text = _write_bodies(connection, found)
    _write_marks(connection, found)
    for table in ("bin", "purged", "awaited"):
        _write(connection, table, found.rows[table].values(), feed_id="feed")
    _write_journal(connection, found)
    _count(connection)
    _index(connection)
    _go_on_counting(connection, found)
    return without_text


def _write(
    connection: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]], **owners: str
) -> None:
    """Write rows that break no rule of the table and whose owners are there."""
    names = columns_of(connection, table)
    ids = {
        column: {row[0] for row in connection.execute(f"SELECT id FROM {owner}")}  # noqa: S608 - tables of ours
        for column, owner in owners.items()
    }
    sql = (
        f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) "  # noqa: S608 - names of ours
        f"VALUES ({', '.join('?' * len(names))})"
    )
    for row in rows:
        if all(row[column] in known for column, known in ids.items()):
            with contextlib.suppress(sqlite3.IntegrityError):
                connection.execute(sql, [_here(row[name]) for name in names])


def _write_folders(connection: sqlite3.Connection, found: Findings) -> None:
    """Write folders from the top down; one that has lost its parent goes to the top."""
    rows = {key: row for key, row in found.rows["folder"].items() if key != 0}
    there = {0}
    while rows:
        ready = [key for key, row in rows.items() if row["parent_id"] in there] or [min(rows)]
        for key in ready:
            row = rows.pop(key)
            parent = row["parent_id"] if row["parent_id"] in there else 0
            _write(connection, "folder", [row | {"parent_id": parent}])
            there.add(key)
    top = found.rows["folder"].get(0)
    if top is not None:
        connection.execute("UPDATE folder SET settings = ? WHERE id = 0", (top["settings"],))


def _make_missing_feeds(connection: sqlite3.Connection, found: Findings, now: datetime) -> None:
    """Make a stopped feed for entries whose feed is lost."""
    there = {row[0] for row in connection.execute("SELECT id FROM feed")}
    for feed_id in sorted({row["feed_id"] for row in found.rows["entry"].values()} - there):
        connection.execute(
            "INSERT INTO feed (id, url, url_key, title, added_at, stopped) "
            "VALUES (?, ?, ?, ?, ?, 1)",
            (
                feed_id,
                f"blogread:recovered-{feed_id}",
                f"recovered-{feed_id}",
                f"Recovered feed {feed_id}",
                codec.micros(now),
            ),
        )


def _place_feeds(connection: sqlite3.Connection, found: Findings) -> None:
    connection.execute("INSERT INTO feed_count (feed_id) SELECT id FROM feed")
    placements = found.rows["placement"].values()
    _write(connection, "placement", placements, folder_id="folder", feed_id="feed")
    connection.execute(
        "INSERT INTO placement (folder_id, feed_id, place) SELECT 0, id, id FROM feed "
        "WHERE id NOT IN (SELECT feed_id FROM placement)"
    )


def _write_entries(connection: sqlite3.Connection, found: Findings) -> None:
    rows = [
        row
        for key, row in found.rows["entry"].items()
        if 0 < key <= codec.ID_MASK and codec.entry_of(row["position"]) == key and _is_timed(row)
    ]
    _write(connection, "entry", rows, feed_id="feed")


def _is_timed(row: dict[str, Any]) -> bool:
    """Whether an entry's place in the order is a time; its other dates are made so."""
    for name in ("published_at", "updated_at", "first_seen_at"):
        if row[name] is not None and not _EARLIEST < row[name] < _LATEST:
            row[name] = 0 if name == "first_seen_at" else None
    second: int = row["position"] >> codec.ID_BITS
    return _EARLIEST < second * 1_000_000 < _LATEST


def _write_bodies(connection: sqlite3.Connection, found: Findings) -> int:
    """Write texts with the names in them; an entry that has lost its own keeps its excerpt."""
    without_text = 0
    for entry_id, feed_id in connection.execute("SELECT id, feed_id FROM entry").fetchall():
        row = found.rows["entry_body"].get(entry_id)
        fields = _unpacked(row["body"]) if row else None
        if fields is None:
            without_text += 1
            fields = {}
            # Another hash than any: the next document that holds the entry writes it anew.
            connection.execute("UPDATE entry SET content_hash = '' WHERE id = ?", (entry_id,))
        connection.execute(
            "INSERT INTO entry_body (entry_id, body) VALUES (?, ?)",
            (entry_id, codec.pack_body(fields)),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO entry_alias (feed_id, alias, entry_id) VALUES (?, ?, ?)",
            [(feed_id, codec.digest(alias), entry_id) for alias in fields.get("aliases", ())],
        )
    owners = {"feed_id": "feed", "entry_id": "entry"}
    _write(connection, "entry_alias", found.rows["entry_alias"].values(), **owners)
    for table in ("entry_page", "entry_as_read"):
        whole = [
            row
            for row in found.rows[table].values()
            if row["body"] is None or _unpacked(row["body"]) is not None
        ]
        _write(connection, table, whole, entry_id="entry")
    return without_text


def _here(value: Any) -> Any:  # noqa: ANN401 - a value of a row, as sqlite3 takes them
    return value.read() if isinstance(value, Far) else value


def _unpacked(body: bytes | Far) -> dict[str, Any] | None:
    try:
        return codec.unpack_body(_here(body))
    except (ValueError, OSError):
        return None


def _write_marks(connection: sqlite3.Connection, found: Findings) -> None:
    places = dict(connection.execute("SELECT position, feed_id FROM entry"))
    for table in ("unread", "starred", "reading"):
        rows = [
            row for place, row in found.rows[table].items() if places.get(place) == row["feed_id"]
        ]
        _write(connection, table, rows)


def _write_journal(connection: sqlite3.Connection, found: Findings) -> None:
    _write(connection, "change", found.rows["change"].values())
    places = {row[0] for row in connection.execute("SELECT position FROM entry")}
    turned = [row for row in found.rows["change_entry"].values() if row["position"] in places]
    _write(connection, "change_entry", turned, change_id="change", feed_id="feed")
    of_feeds = found.rows["change_feed"].values()
    _write(connection, "change_feed", of_feeds, change_id="change", feed_id="feed")
    _write(connection, "change_text", found.rows["change_text"].values(), change_id="change")
    if found.journal_is_whole:
        return
    # What is left of a change cannot be undone as a whole.
    connection.execute("UPDATE change SET undone = 2")


def _count(connection: sqlite3.Connection) -> None:
    """Make categories and every count anew from the entries."""
    for place, feed_id, packed in connection.execute(
        "SELECT position, feed_id, categories FROM entry WHERE categories != ''"
    ).fetchall():
        for name in dict.fromkeys(_names(packed)):
            connection.execute(
                "INSERT OR IGNORE INTO category (feed_id, name) VALUES (?, ?)", (feed_id, name)
            )
            connection.execute(
                "INSERT INTO entry_category (position, category_id) "
                "SELECT ?, id FROM category WHERE feed_id = ? AND name = ?",
                (place, feed_id, name),
            )
    connection.execute(
        "UPDATE category SET "
        "total = (SELECT count(*) FROM entry_category c WHERE c.category_id = category.id), "
        "unread = (SELECT count(*) FROM entry_category c JOIN unread USING (position) "
        "WHERE c.category_id = category.id)"
    )
    connection.execute(
        "UPDATE feed_count SET "
        "total = (SELECT count(*) FROM entry e WHERE e.feed_id = feed_count.feed_id), "
        "unread = (SELECT count(*) FROM unread u WHERE u.feed_id = feed_count.feed_id), "
        "starred = (SELECT count(*) FROM starred s WHERE s.feed_id = feed_count.feed_id)"
    )


def _names(packed: str) -> tuple[str, ...]:
    return tuple(name for name in json.loads(packed) if isinstance(name, str))


def _index(connection: sqlite3.Connection) -> None:
    for entry_id, place in connection.execute("SELECT id, position FROM entry").fetchall():
        try:
            words = _words(connection, entry_id)
        except _ODD:
            _empty(connection, entry_id)
            words = _words(connection, entry_id)
        search.add(connection, place, words)


def _words(connection: sqlite3.Connection, entry_id: EntryId) -> search.Words:
    content = entries.content_of(connection, entry_id)
    return packing.words_of(content, entry_page.get(connection, entry_id))


def _empty(connection: sqlite3.Connection, entry_id: EntryId) -> None:
    """Keep of an entry what its row says in plain columns; the next fetch brings the rest."""
    connection.execute("UPDATE entry SET authors = '', content_hash = '' WHERE id = ?", (entry_id,))
    connection.execute(
        "UPDATE entry_body SET body = ? WHERE entry_id = ?", (codec.pack_body({}), entry_id)
    )
    connection.execute("DELETE FROM entry_page WHERE entry_id = ?", (entry_id,))


def _go_on_counting(connection: sqlite3.Connection, found: Findings) -> None:
    """Give no number of an entry, feed or change out again that the old file knew."""
    for table, number in found.last_numbers().items():
        row = connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
        ).fetchone()
        if row is None:
            connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, number))
        elif row[0] < number:
            connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (number, table))
