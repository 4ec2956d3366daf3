"""Pages of rows by keyset, and counts: from the kept ones wherever they can tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tui_reader.model.entry import EntryId, EntryRow
from tui_reader.model.feed import FeedId, shown_title
from tui_reader.model.query import AllFeeds, InCategory, InFeed, InFolder, Page, Sort
from tui_reader.store import codec, folders, selection
from tui_reader.store.selection import Walk

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from tui_reader.model.query import Cursor, EntryQuery
    from tui_reader.store.selection import Selection

_WORDS_A_MINUTE = 230

_MERGED_SHARE = 4
"""A folder with less than a quarter of all entries is merged from its feeds' own orders."""

_ROW = (
    "SELECT e.position, e.feed_id, f.user_title, f.title, f.url, e.title, e.authors, "
    "e.categories, e.words, e.excerpt, e.url, e.has_enclosure, "
    "EXISTS (SELECT 1 FROM unread u WHERE u.position = e.position), "
    "EXISTS (SELECT 1 FROM starred s WHERE s.position = e.position) "
    "FROM json_each(?) j CROSS JOIN entry e ON e.id = j.value "
    "CROSS JOIN feed f ON f.id = e.feed_id WHERE f.archived_at IS NULL"
)


def page(
    connection: sqlite3.Connection,
    query: EntryQuery,
    after: Cursor | None = None,
    before: Cursor | None = None,
    limit: int = 100,
) -> Page:
    """Give up to ``limit`` rows after (or just before) a place, in the query's order."""
    if before is not None:
        return _page(connection, query, _place(before), limit, backward=True)
    return _page(connection, query, None if after is None else _place(after), limit)


def last_page(connection: sqlite3.Connection, query: EntryQuery, limit: int = 100) -> Page:
    """Give the last rows of the query, in its order."""
    return _page(connection, query, None, limit, backward=True)


def _page(
    connection: sqlite3.Connection,
    query: EntryQuery,
    bound: int | None,
    limit: int,
    *,
    backward: bool = False,
) -> Page:
    descending = (query.sort is Sort.NEWEST) is not backward
    found = positions(connection, query, bound, limit + 1, descending=descending)
    more = len(found) > limit
    found = found[:limit]
    if backward:
        found.reverse()
    return Page(rows=rows(connection, [codec.entry_of(place) for place in found]), more=more)


def _place(cursor: Cursor) -> int:
    return codec.position_at(cursor.sort_at, cursor.entry_id)


def positions(
    connection: sqlite3.Connection,
    query: EntryQuery,
    bound: int | None,
    limit: int,
    *,
    descending: bool,
) -> list[int]:
    """Give the first positions past ``bound``, at most ``limit``."""
    way = _Way(bound=bound, limit=limit, descending=descending)
    walk = selection.walk_for(query)
    found = _walk(connection, query, walk, way)
    if walk is Walk.UNREAD and query.kept_since is not None:
        kept = _walk(connection, query, Walk.KEPT, way)
        found = sorted({*found, *kept}, reverse=descending)
    return found[:limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """Where a walk begins, which way it goes and how far."""

    bound: int | None
    limit: int
    descending: bool

    def of(self, chosen: Selection) -> tuple[str, tuple[object, ...]]:
        """Give the statement that walks a selection so, and its parameters."""
        order = "DESC" if self.descending else "ASC"
        past = (
            ""
            if self.bound is None
            else f"AND {chosen.position} {'<' if self.descending else '>'} ?"
        )
        sql = (
            f"SELECT {chosen.distinct} {chosen.position} {chosen.sql} {past} "
            f"ORDER BY {chosen.position} {order} LIMIT ?"
        )
        bounds = () if self.bound is None else (self.bound,)
        return sql, (*chosen.parameters, *bounds, self.limit)


def _walk(connection: sqlite3.Connection, query: EntryQuery, walk: Walk, way: _Way) -> list[int]:
    queries = [query]
    if isinstance(query.source, InFolder) and walk in {Walk.ENTRY, Walk.UNREAD}:
        queries = _by_share(connection, query, query.source, walk)
    found: list[int] = []
    for each in queries:
        chosen = selection.select(connection, each, walk)
        if chosen is not None:
            found += [row[0] for row in connection.execute(*way.of(chosen))]
    if len(queries) > 1:
        found.sort(reverse=way.descending)
    return found[: way.limit]


def _by_share(
    connection: sqlite3.Connection, query: EntryQuery, source: InFolder, walk: Walk
) -> list[EntryQuery]:
    """Split a folder's query by feed where the folder holds a small part of what is walked."""
    feed_ids = folders.feeds_within(connection, source.path)
    column = "unread" if walk is Walk.UNREAD else "total"
    inside = _kept_sum(connection, column, feed_ids)
    if inside * _MERGED_SHARE >= _kept_sum(connection, column, None):
        return [query]
    return selection.per_feed(query, feed_ids)


def rows(connection: sqlite3.Connection, entry_ids: Sequence[EntryId]) -> tuple[EntryRow, ...]:
    """Give rows for these ids, in their order; ids that are gone are left out."""
    if not entry_ids:
        return ()
    asked = codec.compact(list(entry_ids))
    found = {row.id: row for row in map(_row, connection.execute(_ROW, (asked,)))}
    return tuple(found[entry_id] for entry_id in entry_ids if entry_id in found)


def _row(row: tuple[Any, ...]) -> EntryRow:
    words = row[8]
    return EntryRow(
        id=codec.entry_of(row[0]),
        feed_id=FeedId(row[1]),
        feed_title=shown_title(row[2], row[3], row[4]),
        title=row[5],
        authors=codec.unpack_authors(row[6]),
        categories=codec.unpack_names(row[7]),
        sort_at=codec.sort_at_of(row[0]),
        minutes=max(1, round(words / _WORDS_A_MINUTE)) if words else 0,
        excerpt=row[9],
        url=row[10],
        read=not row[12],
        starred=bool(row[13]),
        has_enclosure=bool(row[11]),
    )


def next_unread(
    connection: sqlite3.Connection,
    query: EntryQuery,
    at: Cursor | None,
    forward: bool = True,
) -> EntryRow | None:
    """Give the nearest unread row after (before) a place in the query's order, or None."""
    wanted = replace(query, unread_only=True, kept_since=None)
    found = _page(connection, wanted, None if at is None else _place(at), 1, backward=not forward)
    return found.rows[0] if found.rows else None


def count(connection: sqlite3.Connection, query: EntryQuery) -> int:
    """Count what matches."""
    column = _kept_column(query)
    if column is None:
        return _counted(connection, query)
    match query.source:
        case AllFeeds():
            known = _kept_sum(connection, column, None)
        case InFeed(feed_id=feed_id):
            known = _kept_sum(connection, column, [feed_id])
        case InFolder(path=path):
            known = _kept_sum(connection, column, folders.feeds_within(connection, path))
        case InCategory(feed_id=feed_id, category=name):
            known = _kept_of_category(connection, column, feed_id, name)
    if query.unread_only and query.kept_since is not None:
        known += _read_but_kept(connection, query)
    return known


def _kept_column(query: EntryQuery) -> str | None:
    """Give the kept count that answers the query, or None where the rows must be counted."""
    if query.text or query.since is not None:
        return None
    if query.starred_only:
        if query.unread_only or isinstance(query.source, InCategory):
            return None
        return "starred"
    return "unread" if query.unread_only else "total"


def _kept_sum(
    connection: sqlite3.Connection, column: str, feed_ids: Sequence[FeedId] | None
) -> int:
    among = "" if feed_ids is None else "AND f.id IN (SELECT value FROM json_each(?))"
    row = connection.execute(
        f"SELECT coalesce(sum(c.{column}), 0) FROM feed_count c "  # noqa: S608 - columns of ours
        f"JOIN feed f ON f.id = c.feed_id WHERE f.archived_at IS NULL {among}",
        () if feed_ids is None else (codec.compact(list(feed_ids)),),
    ).fetchone()
    return int(row[0])


def _kept_of_category(
    connection: sqlite3.Connection, column: str, feed_id: FeedId, name: str
) -> int:
    row = connection.execute(
        f"SELECT c.{column} FROM category c JOIN feed f ON f.id = c.feed_id "  # noqa: S608 - columns of ours
        "WHERE c.feed_id = ? AND c.name = ? AND f.archived_at IS NULL",
        (feed_id, codec.storable(name)),
    ).fetchone()
    return int(row[0]) if row else 0


def _read_but_kept(connection: sqlite3.Connection, query: EntryQuery) -> int:
    chosen = selection.select(connection, query, Walk.KEPT)
    if chosen is None:
        return 0
    row = connection.execute(
        f"SELECT count(DISTINCT d.position) {chosen.sql} "  # noqa: S608 - columns of ours
        "AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.position = d.position)",
        chosen.parameters,
    ).fetchone()
    return int(row[0])


def _counted(connection: sqlite3.Connection, query: EntryQuery) -> int:
    walk = selection.walk_for(query)
    chosen = selection.select(connection, query, walk)
    if chosen is None:
        return 0
    row = connection.execute(
        f"SELECT count(*) {chosen.sql}",
        chosen.parameters,
    ).fetchone()
    kept = walk is Walk.UNREAD and query.kept_since is not None
    return int(row[0]) + (_read_but_kept(connection, query) if kept else 0)
