"""SQL about the full text of entries: keeping what their pages hold, and choosing it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_reader.model.entry import EntryId
from tui_reader.store import codec, entries, entry_page, packing

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tui_reader.model.entry import EntryContent, EntryPage
    from tui_reader.model.feed import FeedId

_NEWEST = 50
"""Entries of a feed that count as new: an archive is not fetched page by page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An unread entry whose page may be worth fetching."""

    entry_id: EntryId
    content: EntryContent
    page: EntryPage | None
    """The failed attempts so far."""
    first_seen_at: datetime


def put(connection: sqlite3.Connection, entry_id: EntryId, page: EntryPage) -> bool:
    """Keep what came of fetching an entry's page; False where the entry is gone.

    An article that is there is not lost by a later failure. A problem keeps the time when the
    first of its kind came.
    """
    row = connection.execute("SELECT position FROM entry WHERE id = ?", (entry_id,)).fetchone()
    if row is None:
        return False
    old = entry_page.get(connection, entry_id)
    if old is not None and not page.html and old.html:
        page = replace(old, problem=page.problem, fetched_at=page.fetched_at)
    if old is not None and old.problem is not None and page.problem is not None:
        page = replace(page, problem=replace(page.problem, since=old.problem.since))
    content = entries.content_of(connection, entry_id)
    entry_page.put(connection, entry_id, page)
    entries.reindex(
        connection,
        (row[0], packing.words_of(content, old)),
        (row[0], packing.words_of(content, page)),
    )
    return True


def choose(connection: sqlite3.Connection, entry_id: EntryId, chosen: bool) -> None:
    """Remember which text of an entry the reader wants."""
    connection.execute("UPDATE entry_page SET chosen = ? WHERE entry_id = ?", (chosen, entry_id))


def count_chosen(connection: sqlite3.Connection, feed_id: FeedId) -> int:
    """Count the entries of a feed that are read in full text."""
    row = connection.execute(
        "SELECT count(*) FROM entry e JOIN entry_page p ON p.entry_id = e.id "
        "WHERE e.feed_id = ? AND p.chosen AND p.body IS NOT NULL",
        (feed_id,),
    ).fetchone()
    return int(row[0])


def newest(
    connection: sqlite3.Connection, feed_id: FeedId, limit: int
) -> list[tuple[EntryContent, EntryPage | None]]:
    """Give what a feed says in its newest entries, and what their pages hold."""
    rows = connection.execute(
        "SELECT id FROM entry WHERE feed_id = ? ORDER BY position DESC LIMIT ?", (feed_id, limit)
    ).fetchall()
    return [
        (entries.content_of(connection, row[0]), entry_page.get(connection, row[0])) for row in rows
    ]


def candidates(connection: sqlite3.Connection, feed_id: FeedId) -> list[Candidate]:
    """Give the unread ones of a feed's newest entries that have no full text, newest first.

    Those whose feed's text was found complete are left out.
    """
    rows = connection.execute(
        "SELECT e.id, e.first_seen_at FROM (SELECT * FROM entry WHERE feed_id = ? "
        "ORDER BY position DESC LIMIT ?) e "
        "JOIN unread u ON u.position = e.position LEFT JOIN entry_page p ON p.entry_id = e.id "
        "WHERE p.entry_id IS NULL OR (p.body IS NULL AND p.problem != '') "
        "ORDER BY e.position DESC",
        (feed_id, _NEWEST),
    ).fetchall()
    return [
        Candidate(
            entry_id=EntryId(entry_id),
            content=entries.content_of(connection, entry_id),
            page=entry_page.get(connection, entry_id),
            first_seen_at=codec.instant(first_seen_at),
        )
        for entry_id, first_seen_at in rows
    ]


def note_complete(connection: sqlite3.Connection, entry_ids: list[EntryId], now: datetime) -> None:
    """Note that these entries' feed carries their whole text, so that it is not asked again."""
    connection.executemany(
        "INSERT OR IGNORE INTO entry_page (entry_id, fetched_at) VALUES (?, ?)",
        [(entry_id, codec.micros(now)) for entry_id in entry_ids],
    )
