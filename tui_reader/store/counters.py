"""The kept counts of feeds and categories; always equal to the rows they count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one transaction adds to the counts of one feed."""

    feed_id: int
    total: int = 0
    unread: int = 0
    starred: int = 0
    categories: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    """By category id: entries and unread entries."""

    def category(self, category_id: int, sign: int, *, unread: bool) -> None:
        """Count an entry into a category, or out of it."""
        delta = self.categories[category_id]
        delta[0] += sign
        delta[1] += sign * unread


def add(connection: sqlite3.Connection, tally: Tally) -> None:
    """Write a tally."""
    if tally.total or tally.unread or tally.starred:
        connection.execute(
            "UPDATE feed_count SET total = total + ?, unread = unread + ?, starred = starred + ? "
            "WHERE feed_id = ?",
            (tally.total, tally.unread, tally.starred, tally.feed_id),
        )
    connection.executemany(
        "UPDATE category SET total = total + ?, unread = unread + ? WHERE id = ?",
        [
            (total, unread, key)
            for key, (total, unread) in tally.categories.items()
            if total or unread
        ],
    )
    connection.executemany(
        "DELETE FROM category WHERE id = ? AND total = 0",
        [(key,) for key, (total, _) in tally.categories.items() if total <= 0],
    )


def category_ids(
    connection: sqlite3.Connection, feed_id: int, names: Collection[str]
) -> dict[str, int]:
    """Give the ids of these categories of a feed by name; those that are missing are made."""
    if not names:
        return {}
    connection.executemany(
        "INSERT OR IGNORE INTO category (feed_id, name) VALUES (?, ?)",
        [(feed_id, name) for name in names],
    )
    rows = connection.execute("SELECT name, id FROM category WHERE feed_id = ?", (feed_id,))
    ids = dict(rows.fetchall())
    return {name: ids[name] for name in names}


def turn_unread(connection: sqlite3.Connection, change_id: int, sign: int) -> None:
    """Count what a change turned unread (1) or read (-1)."""
    by_feed = _by_feed(connection, change_id)
    connection.executemany(
        "UPDATE feed_count SET unread = unread + ? WHERE feed_id = ?",
        [(sign * count, feed_id) for feed_id, count in by_feed],
    )
    by_category = connection.execute(
        "SELECT ec.category_id, count(*) FROM change_entry ce "
        "CROSS JOIN entry_category ec ON ec.position = ce.position "
        "WHERE ce.change_id = ? GROUP BY ec.category_id",
        (change_id,),
    ).fetchall()
    connection.executemany(
        "UPDATE category SET unread = unread + ? WHERE id = ?",
        [(sign * count, category_id) for category_id, count in by_category],
    )


def nothing_left_unread(connection: sqlite3.Connection, change_id: int) -> bool:
    """Whether a change reads all that is unread; if so, every unread count is set to 0.

    The commonest of the large changes, and so four times as cheap as counting each row out.
    """
    row = connection.execute(
        "SELECT (SELECT count(*) FROM unread) = "
        "(SELECT count(*) FROM change_entry WHERE change_id = ?)",
        (change_id,),
    ).fetchone()
    if row[0]:
        connection.execute("UPDATE feed_count SET unread = 0 WHERE unread != 0")
        connection.execute("UPDATE category SET unread = 0 WHERE unread != 0")
    return bool(row[0])


def turn_starred(connection: sqlite3.Connection, change_id: int, sign: int) -> None:
    """Count what a change starred (1) or unstarred (-1)."""
    connection.executemany(
        "UPDATE feed_count SET starred = starred + ? WHERE feed_id = ?",
        [(sign * count, feed_id) for feed_id, count in _by_feed(connection, change_id)],
    )


def _by_feed(connection: sqlite3.Connection, change_id: int) -> list[tuple[int, int]]:
    return connection.execute(
        "SELECT feed_id, count(*) FROM change_entry WHERE change_id = ? GROUP BY feed_id",
        (change_id,),
    ).fetchall()


_CHECKS = {
    "feeds": (
        "SELECT count(*) FROM feed_count c WHERE "
        "c.total != (SELECT count(*) FROM entry WHERE feed_id = c.feed_id) OR "
        "c.unread != (SELECT count(*) FROM unread WHERE feed_id = c.feed_id) OR "
        "c.starred != (SELECT count(*) FROM starred WHERE feed_id = c.feed_id)"
    ),
    "categories": (
        "SELECT count(*) FROM category c WHERE "
        "c.total != (SELECT count(*) FROM entry_category WHERE category_id = c.id) OR "
        "c.unread != (SELECT count(*) FROM entry_category ec JOIN unread USING (position) "
        "WHERE ec.category_id = c.id)"
    ),
    "in progress": (
        "SELECT count(*) FROM reading r WHERE NOT EXISTS "
        "(SELECT 1 FROM entry e WHERE e.position = r.position AND e.feed_id = r.feed_id)"
    ),
}


def wrong(connection: sqlite3.Connection) -> dict[str, int]:
    """Compare every count with its rows; give how many differ, by kind, where any do."""
    found = {name: connection.execute(sql).fetchone()[0] for name, sql in _CHECKS.items()}
    return {name: count for name, count in found.items() if count}
