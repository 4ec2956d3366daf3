"""From an ``EntryQuery`` to SQL: one table to walk by position, and conditions on each step.

The table is the narrowest that the query allows. Names of tables and columns here are ours;
whatever comes from outside is a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from tui_reader.model.query import AllFeeds, InCategory, InFeed, InFolder
from tui_reader.store import codec, folders, search

if TYPE_CHECKING:
    import sqlite3

    from tui_reader.model.feed import FeedId, FolderPath
    from tui_reader.model.query import EntryQuery


class Walk(StrEnum):
    """The table that a selection walks."""

    ENTRY = "entry"
    UNREAD = "unread"
    STARRED = "starred"
    READING = "reading"
    CATEGORY = "category"
    SEARCH = "search"
    KEPT = "kept"
    """What changes after ``kept_since`` marked read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The SQL between SELECT and ORDER BY."""

    tables: str
    position: str
    """The column to order by, to bound and to fetch."""
    feed: str
    """The column with the feed's id."""
    where: tuple[str, ...]
    parameters: tuple[object, ...]
    distinct: str = ""
    """DISTINCT where the table may hold a position more than once."""

    def for_feed(self, feed_id: FeedId) -> Selection:
        """Give the same for another feed; only of ``InFeed`` on a table that needs no more."""
        return replace(self, parameters=(feed_id, *self.parameters[1:]))

    @property
    def sql(self) -> str:
        """FROM and WHERE."""
        return f"FROM {self.tables} WHERE {' AND '.join(self.where) or 'true'}"


def walk_for(query: EntryQuery) -> Walk:
    """Choose the narrowest table for a query."""
    if query.text:
        return Walk.SEARCH
    if query.in_progress_only:
        return Walk.READING
    if query.starred_only:
        return Walk.STARRED
    if isinstance(query.source, InCategory):
        return Walk.CATEGORY
    return Walk.UNREAD if query.unread_only else Walk.ENTRY


def select(
    connection: sqlite3.Connection, query: EntryQuery, walk: Walk | None = None
) -> Selection | None:
    """Build the selection; None where nothing can match.

    Args:
        connection: To look up folders and categories.
        query: What is asked for.
        walk: Another table than ``walk_for`` chooses.
    """
    if query.text and not search.expression(query.text):
        return None
    walk = walk or walk_for(query)
    selection = _start(query, walk)
    narrowed = _by_source(connection, selection, query, walk)
    if narrowed is None:
        return None
    selection = _by_marks(narrowed, query, walk)
    if query.since is not None:
        first = codec.first_position_at(query.since)
        selection = _and(selection, f"{selection.position} >= ?", first)
    if query.until is not None:
        end = codec.first_position_at(query.until)
        selection = _and(selection, f"{selection.position} < ?", end)
    if query.text and walk is not Walk.SEARCH:
        found = "SELECT rowid FROM search WHERE search MATCH ?"
        words = search.expression(query.text)
        selection = _and(selection, f"{selection.position} IN ({found})", words)
    return selection


def _start(query: EntryQuery, walk: Walk) -> Selection:
    one_feed = isinstance(query.source, InFeed)
    match walk:
        case Walk.ENTRY:
            tables = f"entry d INDEXED BY entry_by_{'feed' if one_feed else 'position'}"
        case Walk.UNREAD | Walk.STARRED | Walk.READING:
            tables = f"{walk} d " + (f"INDEXED BY {walk}_by_feed" if one_feed else "NOT INDEXED")
        case Walk.CATEGORY:
            tables = "entry_category d INDEXED BY entry_category_by_category"
        case Walk.SEARCH:
            return Selection(
                tables="search CROSS JOIN entry d INDEXED BY entry_by_position "
                "ON d.position = search.rowid",
                position="search.rowid",
                feed="d.feed_id",
                where=("search MATCH ?",),
                parameters=(search.expression(query.text),),
            )
        case Walk.KEPT:
            return Selection(
                tables="change_entry d INDEXED BY change_entry_by_position "
                "CROSS JOIN change c ON c.id = d.change_id",
                position="d.position",
                feed="d.feed_id",
                where=("+d.change_id > ?", "c.field = 'read'", "c.value"),
                parameters=(query.kept_since,),
                distinct="DISTINCT",
            )
    return Selection(
        tables=tables, position="d.position", feed="d.feed_id", where=(), parameters=()
    )


def _by_source(
    connection: sqlite3.Connection, selection: Selection, query: EntryQuery, walk: Walk
) -> Selection | None:
    match query.source:
        case AllFeeds():
            return _by_standing(connection, selection)
        case InFolder(path=path):
            return _by_folder(connection, selection, path)
        case InFeed(feed_id=feed_id):
            if _is_archived(connection, feed_id):
                return None
            return _and(selection, f"{selection.feed} = ?", feed_id)
        case InCategory():
            return _by_category(connection, selection, query.source, walk)


def _by_standing(connection: sqlite3.Connection, selection: Selection) -> Selection:
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM feed WHERE archived_at IS NOT NULL)"
    ).fetchone()
    if not row[0]:
        return selection
    archived = "SELECT id FROM feed WHERE archived_at IS NOT NULL"
    return _and(selection, f"{selection.feed} NOT IN ({archived})")


def _by_folder(
    connection: sqlite3.Connection, selection: Selection, path: FolderPath
) -> Selection | None:
    feed_ids = folders.feeds_within(connection, path)
    if not feed_ids:
        return None
    # The plus keeps the planner from walking feed by feed, and sorting all of it.
    among = f"+{selection.feed} IN (SELECT value FROM json_each(?))"  # noqa: S608 - a column of ours
    return _and(selection, among, codec.compact(feed_ids))


def _by_category(
    connection: sqlite3.Connection, selection: Selection, source: InCategory, walk: Walk
) -> Selection | None:
    row = connection.execute(
        "SELECT c.id FROM category c JOIN feed f ON f.id = c.feed_id "
        "WHERE c.feed_id = ? AND c.name = ? AND f.archived_at IS NULL",
        (source.feed_id, codec.storable(source.category)),
    ).fetchone()
    if row is None:
        return None
    if walk is Walk.CATEGORY:
        return _and(selection, "d.category_id = ?", row[0])
    holds = (
        "EXISTS (SELECT 1 FROM entry_category ec "  # noqa: S608 - a column of ours
        f"WHERE ec.position = {selection.position} AND ec.category_id = ?)"
    )
    return _and(selection, holds, row[0])


def _by_marks(selection: Selection, query: EntryQuery, walk: Walk) -> Selection:
    position = selection.position
    if query.starred_only and walk is not Walk.STARRED:
        selection = _and(
            selection,
            _is_in("starred", position),
        )
    if query.in_progress_only and walk is not Walk.READING:
        selection = _and(
            selection,
            _is_in("reading", position),
        )
    if not query.unread_only or walk in {Walk.UNREAD, Walk.KEPT}:
        return selection
    unread = _is_in("unread", position)
    if query.kept_since is None:
        return _and(selection, unread)
    kept = (
        "EXISTS (SELECT 1 FROM change_entry k JOIN change c ON c.id = k.change_id "  # noqa: S608 - a column of ours
        f"WHERE k.position = {position} AND k.change_id > ? AND c.field = 'read' AND c.value)"
    )
    return _and(selection, f"({unread} OR {kept})", query.kept_since)


def _is_in(table: Literal["starred", "reading", "unread"], position: str) -> str:
    """Whether an entry is in one of the tables that list entries."""
    return f"EXISTS (SELECT 1 FROM {table} t WHERE t.position = {position})"  # noqa: S608 - names of ours


def _and(selection: Selection, condition: str, *parameters: object) -> Selection:
    return replace(
        selection,
        where=(*selection.where, condition),
        parameters=(*selection.parameters, *parameters),
    )


def _is_archived(connection: sqlite3.Connection, feed_id: FeedId) -> bool:
    row = connection.execute(
        "SELECT archived_at IS NOT NULL FROM feed WHERE id = ?", (feed_id,)
    ).fetchone()
    return row is not None and bool(row[0])
