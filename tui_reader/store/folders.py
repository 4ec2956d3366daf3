"""SQL about folders of any depth, and which feeds are shown where."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tui_reader.model.feed import FeedId
from tui_reader.store.codec import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from tui_reader.model.feed import FolderPath

TOP = 0
"""The id of the top level."""


def make(connection: sqlite3.Connection, path: FolderPath) -> tuple[int, int]:
    """Give the id of a folder, made where it is missing, and how many had to be made."""
    folder_id, made = TOP, 0
    for name in map(storable, path):
        row = connection.execute(
            "SELECT id FROM folder WHERE parent_id = ? AND name = ?", (folder_id, name)
        ).fetchone()
        if row is None:
            cursor = connection.execute(
                "INSERT INTO folder (parent_id, name, place) VALUES (?, ?, "
                "(SELECT coalesce(max(place), 0) + 1 FROM folder WHERE parent_id = ?))",
                (folder_id, name, folder_id),
            )
            folder_id = int(cursor.lastrowid or 0)
            made += 1
        else:
            folder_id = int(row[0])
    return folder_id, made


def paths(connection: sqlite3.Connection) -> dict[int, FolderPath]:
    """Give every folder's path by id, the top level first, in the order of the sidebar."""
    children: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for folder_id, parent_id, name in connection.execute(
        "SELECT id, parent_id, name FROM folder WHERE id != 0 ORDER BY parent_id, place, id"
    ):
        children[parent_id].append((folder_id, name))
    found: dict[int, FolderPath] = {}
    waiting: list[tuple[int, FolderPath]] = [(TOP, ())]
    while waiting:
        folder_id, path = waiting.pop()
        found[folder_id] = path
        waiting.extend(
            (child, (*path, name)) for child, name in reversed(children.get(folder_id, ()))
        )
    return found


def place(connection: sqlite3.Connection, feed_id: FeedId, path: FolderPath) -> int:
    """Show a feed at the end of a folder, unless it is there; give how many folders were made."""
    folder_id, made = make(connection, path)
    connection.execute(
        "INSERT OR IGNORE INTO placement (folder_id, feed_id, place) VALUES (?, ?, "
        "(SELECT coalesce(max(place), 0) + 1 FROM placement WHERE folder_id = ?))",
        (folder_id, feed_id, folder_id),
    )
    return made


def move(connection: sqlite3.Connection, feed_id: FeedId, targets: Sequence[FolderPath]) -> None:
    """Show a feed in these folders and nowhere else; where it was already, it keeps its place."""
    wanted = {make(connection, path)[0] for path in targets or ((),)}
    there = {
        row[0]
        for row in connection.execute(
            "SELECT folder_id FROM placement WHERE feed_id = ?", (feed_id,)
        )
    }
    connection.executemany(
        "DELETE FROM placement WHERE folder_id = ? AND feed_id = ?",
        [(folder_id, feed_id) for folder_id in there - wanted],
    )
    for path in targets or ((),):
        place(connection, feed_id, path)


def placements(connection: sqlite3.Connection) -> list[tuple[int, FeedId]]:
    """Give every (folder, feed) of the subscriptions, in the order within each folder."""
    return [
        (folder_id, FeedId(feed_id))
        for folder_id, feed_id in connection.execute(
            "SELECT p.folder_id, p.feed_id FROM placement p JOIN feed f ON f.id = p.feed_id "
            "WHERE f.archived_at IS NULL ORDER BY p.folder_id, p.place, p.feed_id"
        )
    ]


def places_of(
    connection: sqlite3.Connection, feed_ids: Iterable[FeedId]
) -> dict[FeedId, tuple[FolderPath, ...]]:
    """Give the folders of each feed, in the order of the sidebar."""
    order = list(paths(connection).items())
    rank = {folder_id: index for index, (folder_id, _) in enumerate(order)}
    found: dict[FeedId, tuple[FolderPath, ...]] = {}
    for feed_id in feed_ids:
        rows = connection.execute("SELECT folder_id FROM placement WHERE feed_id = ?", (feed_id,))
        ranks = sorted(rank[row[0]] for row in rows)
        found[feed_id] = tuple(order[index][1] for index in ranks) or ((),)
    return found


def feeds_within(connection: sqlite3.Connection, path: FolderPath) -> list[FeedId]:
    """Give the feeds in a folder or beneath it, each once, without the archived ones."""
    folder_id = TOP
    for name in map(storable, path):
        row = connection.execute(
            "SELECT id FROM folder WHERE parent_id = ? AND name = ?", (folder_id, name)
        ).fetchone()
        if row is None:
            return []
        folder_id = row[0]
    rows = connection.execute(
        "WITH RECURSIVE inside (id) AS (SELECT ? UNION ALL "
        "SELECT folder.id FROM folder JOIN inside ON folder.parent_id = inside.id) "
        "SELECT p.feed_id FROM inside CROSS JOIN placement p ON p.folder_id = inside.id "
        "JOIN feed f ON f.id = p.feed_id WHERE f.archived_at IS NULL",
        (folder_id,),
    )
    return [FeedId(feed_id) for feed_id in dict.fromkeys(row[0] for row in rows)]
