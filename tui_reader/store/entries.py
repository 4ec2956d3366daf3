"""SQL about entries: writing what is new or changed, reading one whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.errors import EntryNotFound
from tui_reader.model.entry import Entry, EntryContent, EntryId, EntryStatus
from tui_reader.model.feed import FeedId, shown_title
from tui_reader.model.update import Applied
from tui_reader.store import as_read, codec, counters, entry_page, names, packing, reading, search
from tui_reader.store.codec import storable
from tui_reader.store.names import FORMER_KEY

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tui_reader.model.entry import PackedEntry
    from tui_reader.model.update import FeedUpdate


_INSERT = (
    "INSERT INTO entry (id, position, feed_id, first_seen_at, key, content_hash, title, url, "
    "authors, categories, published_at, updated_at, words, has_enclosure, excerpt) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_BODY = "INSERT INTO entry_body (entry_id, body) VALUES (?, ?)"
_INSERT_ALIAS = "INSERT OR IGNORE INTO entry_alias (feed_id, alias, entry_id) VALUES (?, ?, ?)"
_INSERT_UNREAD = "INSERT INTO unread (position, feed_id) VALUES (?, ?)"
_INSERT_CATEGORY = "INSERT INTO entry_category (position, category_id) VALUES (?, ?)"
_INSERTS = (_INSERT, _INSERT_BODY, _INSERT_ALIAS, _INSERT_UNREAD, _INSERT_CATEGORY)
"""In the order in which their rows refer to each other."""


def write(
    connection: sqlite3.Connection,
    update: FeedUpdate,
    now: datetime,
    words: list[tuple[int, search.Words]] | None = None,
) -> Applied:
    """Write new and changed entries. What is there with the same hash is not written again.

    Args:
        connection: In a transaction.
        update: What to write.
        now: The clock.
        words: Where given, takes what is to be indexed yet: the caller does it before the end of
            the transaction.
    """
    batch = _Batch(connection, update.feed_id, now, words)
    new = changed = 0
    for content in update.new:
        entry_id = batch.find(content.key)
        if entry_id is None:
            batch.insert(
                content, unread=not update.new_are_read, undated_at=update.undated_at or now
            )
            new += 1
        else:
            changed += batch.rewrite(entry_id, content)
    for entry_id, content in update.changed:
        changed += batch.rewrite(entry_id, content)
    batch.finish()
    return Applied(new=new, changed=changed)


class _Batch:
    """The writing of one feed's entries in one transaction.

    New ones are gathered and written table by table, before anything looks at them.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        feed_id: FeedId,
        now: datetime,
        words: list[tuple[int, search.Words]] | None,
    ) -> None:
        self.tally = counters.Tally(feed_id=feed_id)
        self._connection = connection
        self._feed_id = feed_id
        self._now = now
        self._categories: dict[str, int] = {}
        self._awaited = names.awaited(connection, feed_id)
        self._last_id = _last_id(connection)
        self._is_first = _has_none(connection, feed_id)
        self._new: dict[str, EntryId] = {}
        """Entries of this batch, by key."""
        self._rows: dict[str, list[tuple[Any, ...]]] = {statement: [] for statement in _INSERTS}
        """What is to be written yet, by the statement that does it."""
        self._categorised: list[tuple[int, tuple[str, ...], bool]] = []
        """Entries whose categories are to be written yet: position, names, unread."""
        self._words: list[tuple[int, search.Words]] = [] if words is None else words
        """What is to be indexed yet, by position."""
        self._indexes = words is None

    def finish(self) -> None:
        """Write what was put off."""
        self._write_new(index=self._indexes)
        counters.add(self._connection, self.tally)

    def _write_new(self, *, index: bool) -> None:
        self._write_categories()
        for statement, rows in self._rows.items():
            self._connection.executemany(statement, rows)
            rows.clear()
        if index:
            search.add_all(self._connection, self._words)
            self._words.clear()

    def find(self, key: str) -> EntryId | None:
        """Give the entry that has this key."""
        key = storable(key)
        if self._is_first or key in self._new:
            return self._new.get(key)
        row = self._connection.execute(
            "SELECT id FROM entry WHERE feed_id = ? AND key = ?", (self._feed_id, key)
        ).fetchone()
        return None if row is None else EntryId(row[0])

    def insert(self, content: PackedEntry, *, unread: bool, undated_at: datetime) -> None:
        """Add a new entry; without a date it is sorted at ``undated_at``."""
        entry_id = self._next_id()
        key = storable(content.key)
        self._new[key] = entry_id
        dated_at = content.published_at or content.updated_at or undated_at
        second = codec.sort_second(dated_at, None, self._now)
        place = codec.position(second, entry_id)
        seen_at = codec.micros(self._now)
        self._rows[_INSERT].append(
            (entry_id, place, self._feed_id, seen_at, key, *_narrow(content))
        )
        self._rows[_INSERT_BODY].append((entry_id, content.body))
        self._rows[_INSERT_ALIAS] += self._aliases(entry_id, content.aliases)
        self._words.append((place, packing.words_in(content)))
        unread = not self._take_awaited(content.key, place) and unread
        if unread:
            self._rows[_INSERT_UNREAD].append((place, self._feed_id))
        self.tally.total += 1
        self.tally.unread += unread
        self._categorise(place, content.categories, unread=unread)

    def _next_id(self) -> EntryId:
        """Give the id of the next entry, before its row is there."""
        self._last_id += 1
        if self._last_id > codec.ID_MASK:
            raise OverflowError("the library has had more entries than a position can tell apart")
        return EntryId(self._last_id)

    def _take_awaited(self, key: str, place: int) -> bool:
        """Star a new entry where a copy of marks did; say whether it was read there."""
        alias = names.key_alias(key)[: names.WIDTH] if self._awaited else b""
        read, starred = self._awaited.pop(alias, (False, False))
        if starred:
            self._connection.execute(
                "INSERT INTO starred (position, feed_id) VALUES (?, ?)", (place, self._feed_id)
            )
            self.tally.starred += 1
        if read or starred:
            self._connection.execute(
                "DELETE FROM awaited WHERE feed_id = ? AND alias = ?", (self._feed_id, alias)
            )
        return read

    def rewrite(self, entry_id: EntryId, content: PackedEntry) -> bool:
        """Write an entry anew in its row; marks and first_seen_at stay. Say whether it differed."""
        self._write_new(index=True)  # It may be one of them.
        connection = self._connection
        row = connection.execute(
            "SELECT position, key, content_hash, first_seen_at FROM entry "
            "WHERE id = ? AND feed_id = ?",
            (entry_id, self._feed_id),
        ).fetchone()
        if row is None:
            return False
        old_place, old_key, old_hash, first_seen_at = row
        key = self._rekey(entry_id, old_key, storable(content.key))
        if old_hash == content.content_hash:
            self._name(entry_id, content.aliases if key != old_key else ())
            return False
        old, page = content_of(connection, entry_id), entry_page.get(connection, entry_id)
        second = codec.sort_second(
            content.published_at, content.updated_at, codec.instant(first_seen_at)
        )
        place = codec.position(second, entry_id)
        unread = _holds(connection, "unread", old_place)
        old_words, words = packing.words_of(old, None), packing.words_in(content)
        as_read.note(
            connection,
            entry_id,
            (old_words[2], words[2]),
            known=not unread or _holds(connection, "reading", old_place),
            now=self._now,
        )
        self._uncategorise(old_place, old.categories, unread=unread)
        connection.execute(
            "UPDATE entry SET position = ?, content_hash = ?, title = ?, url = ?, authors = ?, "
            "categories = ?, published_at = ?, updated_at = ?, words = ?, has_enclosure = ?, "
            "excerpt = ? WHERE id = ?",
            (place, *_narrow(content), entry_id),
        )
        connection.execute(
            "UPDATE entry_body SET body = ? WHERE entry_id = ?", (content.body, entry_id)
        )
        self._name(entry_id, content.aliases)
        reindex(
            connection,
            (old_place, packing.with_page(old_words, page)),
            (place, packing.with_page(words, page)),
        )
        if place != old_place:
            _move(connection, old_place, place)
        self._categorise(place, content.categories, unread=unread)
        return True

    def _rekey(self, entry_id: EntryId, old_key: str, key: str) -> str:
        """Give the entry its new key, unless another entry has it; the old one stays known."""
        if key == old_key or self.find(key) is not None:
            return old_key
        self._connection.execute("UPDATE entry SET key = ? WHERE id = ?", (key, entry_id))
        self._name(entry_id, [FORMER_KEY + old_key])
        return key

    def _name(self, entry_id: EntryId, aliases: Iterable[str]) -> None:
        self._connection.executemany(_INSERT_ALIAS, self._aliases(entry_id, aliases))

    def _aliases(self, entry_id: EntryId, aliases: Iterable[str]) -> list[tuple[Any, ...]]:
        return [(self._feed_id, codec.digest(alias), entry_id) for alias in aliases]

    def _categorise(self, place: int, names: Sequence[str], *, unread: bool) -> None:
        self._categorised.append((place, tuple(dict.fromkeys(map(storable, names))), unread))

    def _write_categories(self) -> None:
        """Count the entries into their categories, and have the rows written that say so."""
        self._know({name: None for _, found, _ in self._categorised for name in found})
        for place, found, unread in self._categorised:
            for name in found:
                category_id = self._categories[name]
                self.tally.category(category_id, 1, unread=unread)
                self._rows[_INSERT_CATEGORY].append((place, category_id))
        self._categorised.clear()

    def _uncategorise(self, place: int, names: Sequence[str], *, unread: bool) -> None:
        self._know(dict.fromkeys(names))
        for name in dict.fromkeys(names):
            self.tally.category(self._categories[name], -1, unread=unread)
        self._connection.execute("DELETE FROM entry_category WHERE position = ?", (place,))

    def _know(self, names: Iterable[str]) -> None:
        """Look categories of the feed up, and make those that are missing."""
        unknown = [name for name in names if name not in self._categories]
        self._categories |= counters.category_ids(self._connection, self._feed_id, unknown)


def _last_id(connection: sqlite3.Connection) -> int:
    """Give the highest id that an entry ever had: AUTOINCREMENT's own count."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
    return row[0] if row else 0


def _has_none(connection: sqlite3.Connection, feed_id: FeedId) -> bool:
    """Whether the library has no entry of a feed."""
    row = connection.execute("SELECT 1 FROM entry WHERE feed_id = ? LIMIT 1", (feed_id,))
    return row.fetchone() is None


def _narrow(content: PackedEntry) -> tuple[Any, ...]:
    return (
        content.content_hash,
        storable(content.title),
        storable(content.url),
        codec.pack_authors(content.authors),
        codec.pack_names(content.categories),
        codec.optional_micros(content.published_at),
        codec.optional_micros(content.updated_at),
        content.words,
        content.has_enclosure,
        storable(content.excerpt),
    )


def reindex(
    connection: sqlite3.Connection, old: tuple[int, search.Words], new: tuple[int, search.Words]
) -> None:
    """Replace the words that an entry was indexed with."""
    if old != new:
        search.remove(connection, *old)
        search.add(connection, *new)


def _holds(connection: sqlite3.Connection, table: str, place: int) -> bool:
    row = connection.execute(
        f"SELECT 1 FROM {table} WHERE position = ?",  # noqa: S608 - a table of ours
        (place,),
    ).fetchone()
    return row is not None


def _move(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Carry an entry's marks to its new place in the order."""
    for table in ("unread", "starred", "reading", "change_entry"):
        connection.execute(
            f"UPDATE {table} SET position = ? WHERE position = ?",  # noqa: S608 - tables of ours
            (new, old),
        )


def newest(connection: sqlite3.Connection) -> EntryId | None:
    """Give the id of the entry that arrived last."""
    row = connection.execute("SELECT max(id) FROM entry").fetchone()
    return None if row[0] is None else EntryId(row[0])


def get(connection: sqlite3.Connection, entry_id: EntryId) -> Entry:
    """Give one entry whole.

    Raises:
        EntryNotFound: There is none with this id, or its feed is archived.
    """
    row = connection.execute(
        "SELECT e.position, e.feed_id, e.first_seen_at, f.user_title, f.title, f.url, "
        "EXISTS (SELECT 1 FROM unread u WHERE u.position = e.position), "
        "EXISTS (SELECT 1 FROM starred s WHERE s.position = e.position) "
        "FROM entry e JOIN feed f ON f.id = e.feed_id "
        "WHERE e.id = ? AND f.archived_at IS NULL",
        (entry_id,),
    ).fetchone()
    if row is None:
        raise EntryNotFound(str(entry_id))
    return Entry(
        id=entry_id,
        feed_id=FeedId(row[1]),
        feed_title=shown_title(row[3], row[4], row[5]),
        content=content_of(connection, entry_id),
        status=EntryStatus(read=not row[6], starred=bool(row[7])),
        stop=reading.stop_of(connection, row[0]),
        first_seen_at=codec.instant(row[2]),
        sort_at=codec.sort_at_of(row[0]),
        page=entry_page.get(connection, entry_id),
    )


def as_it_was_read(connection: sqlite3.Connection, entry_id: EntryId) -> EntryContent | None:
    """Give what an entry said when it was read; None where it says so still."""
    return as_read.get(connection, entry_id, content_of(connection, entry_id))


def has_hash(connection: sqlite3.Connection, entry_id: EntryId, content_hash: str) -> bool:
    """Whether an entry is as it was when it had this hash; also where it is gone."""
    row = connection.execute("SELECT content_hash FROM entry WHERE id = ?", (entry_id,)).fetchone()
    return row is None or bool(row[0] == content_hash)


def content_of(connection: sqlite3.Connection, entry_id: EntryId) -> EntryContent:
    """Give what the feed said of an entry that is there."""
    row = connection.execute(
        "SELECT e.key, e.content_hash, e.title, e.url, e.authors, e.categories, e.published_at, "
        "e.updated_at, e.words, e.excerpt, b.body "
        "FROM entry e JOIN entry_body b ON b.entry_id = e.id WHERE e.id = ?",
        (entry_id,),
    ).fetchone()
    body = codec.unpack_body(row[10])
    return EntryContent(
        key=row[0],
        aliases=tuple(body.get("aliases", ())),
        title=row[2],
        url=row[3],
        comments_url=body.get("comments", ""),
        authors=codec.unpack_authors(row[4]),
        categories=codec.unpack_names(row[5]),
        published_at=codec.optional_instant(row[6]),
        updated_at=codec.optional_instant(row[7]),
        html=body.get("html", ""),
        html_base=body.get("base", ""),
        summary_html=body.get("summary", ""),
        language=body.get("language", ""),
        image_url=body.get("image", ""),
        enclosures=codec.unpack_enclosures(body.get("enclosures", ())),
        excerpt=row[9],
        words=row[8],
        content_hash=row[1],
    )
