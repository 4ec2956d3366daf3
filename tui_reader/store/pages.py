"""Pages of rows by keyset, and counts: from the kept ones wherever they can tell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tui_reader.model.entry import EntryId, EntryRow
from tui_reader.model.feed import FeedId, shown_title
from tui_reader.model.query import AllFeeds, InCategory, InFeed, InFolder, Page, Sort
from tui_reader.store import codec, folders, selection
from tui_reader.store.selection import Walk

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from tui_reader.model.query import Cursor, EntryQuery
    from tui_reader.store.selection import Selection

_WORDS_A_MINUTE = 230

_MERGED_FEEDS = 500
"""A folder of so many feeds is merged from their own orders; a larger one is most of the library,
and picked out of the order of all."""

_ROW = (
    "SELECT e.position, e.feed_id, f.user_title, f.title, f.url, e.title, "
    "iif(e.authors = '', coalesce(p.authors, ''), e.authors), e.categories, "
    "iif(p.chosen AND p.words, p.words, e.words), "
    "iif(e.excerpt = '', coalesce(p.excerpt, ''), e.excerpt), e.url, e.has_enclosure, "
    "EXISTS (SELECT 1 FROM unread u WHERE u.position = e.position), "
    "EXISTS (SELECT 1 FROM starred s WHERE s.position = e.position), "
    "coalesce((SELECT r.percent FROM reading r WHERE r.position = e.position), 0), "
    "EXISTS (SELECT 1 FROM entry_as_read a WHERE a.entry_id = e.id) "
    "FROM json_each(?) j CROSS JOIN entry e ON e.id = j.value "
    "CROSS JOIN feed f ON f.id = e.feed_id LEFT JOIN entry_page p ON p.entry_id = e.id "
    "WHERE f.archived_at IS NULL"
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
    found = _Slice(limit=limit, descending=descending)
    if bound is not None:
        found.start_past(bound)
    for chosen in _selections(connection, query):
        found.take(connection, chosen)
    return found.places


def _selections(connection: sqlite3.Connection, query: EntryQuery) -> Iterator[Selection]:
    """Give what has to be walked: one table, or the one's part of each feed of a folder."""
    walk = selection.walk_for(query)
    if isinstance(query.source, InFolder) and walk in {Walk.ENTRY, Walk.UNREAD}:
        yield from _by_feed(connection, query, query.source, walk)
    elif chosen := selection.select(connection, query, walk):
        yield chosen
    if query.kept_since is not None and walk is Walk.UNREAD:
        kept = selection.select(connection, query, Walk.KEPT)
        if kept is not None:
            yield kept


def _by_feed(
    connection: sqlite3.Connection, query: EntryQuery, source: InFolder, walk: Walk
) -> Iterator[Selection]:
    feed_ids = folders.feeds_within(connection, source.path)
    if not feed_ids:
        return
    if len(feed_ids) > _MERGED_FEEDS:
        chosen = selection.select(connection, query, walk)
        if chosen is not None:
            yield chosen
        return
    first = selection.select(connection, replace(query, source=InFeed(feed_id=feed_ids[0])), walk)
    if first is not None:
        for feed_id in feed_ids:
            yield first.for_feed(feed_id)


@dataclass(slots=True, kw_only=True)
class _Slice:
    """The best positions of several walks, and how much better one must be to count."""

    limit: int
    descending: bool
    low: int = codec.FIRST_POSITION
    high: int = codec.LAST_POSITION
    """Positions strictly between these count."""
    places: list[int] = field(default_factory=list)

    def start_past(self, bound: int) -> None:
        """Leave out the bound, and all that is before it in the order."""
        if self.descending:
            self.high = bound
        else:
            self.low = bound

    def take(self, connection: sqlite3.Connection, chosen: Selection) -> None:
        """Walk a selection as far as it can better what was found."""
        sql = (
            f"SELECT {chosen.distinct} {chosen.position} {chosen.sql} "
            f"AND {chosen.position} > ? AND {chosen.position} < ? "
            f"ORDER BY {chosen.position} {'DESC' if self.descending else 'ASC'} LIMIT ?"
        )
        parameters = (*chosen.parameters, self.low, self.high, self.limit)
        new = {row[0] for row in connection.execute(sql, parameters)}
        if not new:
            return
        self.places = sorted(new.union(self.places), reverse=self.descending)[: self.limit]
        if len(self.places) < self.limit:
            return
        if self.descending:
            self.low = self.places[-1]
        else:
            self.high = self.places[-1]


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
        progress=row[14],
        changed=bool(row[15]),
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
    bounded = query.since is not None or query.until is not None
    if query.text or bounded or query.in_progress_only:
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
