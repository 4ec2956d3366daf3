"""What a document changes in the library. Pure: no clock, no file, no net.

An entry that the library has under another name must stay the same row with its marks; and
two entries must never become one. Where the two conflict, the second rule wins: a doublet is a
nuisance, a lost entry is a loss.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_reader.model.update import FeedUpdate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tui_reader.model.entry import EntryId, PackedEntry
    from tui_reader.model.feed import Feed, FeedInfo, FetchState
    from tui_reader.model.update import Known, KnownEntry, PackedFeed

    _Changed = tuple[EntryId, PackedEntry]

CHUNK = 100
"""New entries in one transaction, some 20 ms: no key waits longer for the library."""
LONE_CHUNK = 300
"""The same for a sync that does not run beside the app.

For each transaction the search index writes a part of its own. With 300 entries in one the writer
takes a quarter less than with 100; with 600, no less than with 300.
"""
_CHANGED = 6
"""A changed entry costs as much as so many new ones: its old words go out of the index first."""
_LONG = 16 * 1024
"""Bytes of packed texts for which an entry counts once more; an ordinary one has half of it."""
_REPUBLISHED_SHARE = 0.8
_REPUBLISHED_LEAST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write, and what to say of it."""

    new: tuple[PackedEntry, ...]
    """Last of the document first: feeds list the newest first, and ids grow with time."""
    changed: tuple[_Changed, ...]
    info: FeedInfo | None
    republished: bool

    def updates(
        self, feed: Feed, state: FetchState, url: str, *, most: int = CHUNK
    ) -> Iterator[FeedUpdate]:
        """Yield it in chunks of ``most``; only the last one carries the feed's new record.

        Whatever ends the sync between two chunks, the document is then fetched once more.
        """
        *others, (new, changed) = self._parts(most)
        for some, some_changed in others:
            yield FeedUpdate(
                feed_id=feed.id,
                fetch=feed.fetch,
                asked=feed.url,
                new=some,
                changed=some_changed,
                new_are_read=self.republished,
            )
        yield FeedUpdate(
            feed_id=feed.id,
            fetch=state,
            asked=feed.url,
            info=self.info,
            new=new,
            new_are_read=self.republished,
            changed=changed,
            url=url,
        )

    def _parts(self, most: int) -> Iterator[tuple[tuple[PackedEntry, ...], tuple[_Changed, ...]]]:
        """Yield what one transaction takes each; the last part, which may be empty, as well."""
        new: list[PackedEntry] = []
        changed: list[_Changed] = []
        filled = 0
        for entry_id, entry in (*((None, entry) for entry in self.new), *self.changed):
            cost = _cost(entry) * (1 if entry_id is None else _CHANGED)
            if filled and filled + cost > most:
                yield tuple(new), tuple(changed)
                new, changed, filled = [], [], 0
            filled += cost
            if entry_id is None:
                new.append(entry)
            else:
                changed.append((entry_id, entry))
        yield tuple(new), tuple(changed)


def weight(update: FeedUpdate) -> int:
    """Tell how much of a transaction an update fills, in new entries of an ordinary length."""
    changed = sum(_cost(entry) for _, entry in update.changed)
    return sum(map(_cost, update.new)) + _CHANGED * changed


def _cost(entry: PackedEntry) -> int:
    return 1 + (len(entry.body) + len(entry.text)) // _LONG


def plan(feed: Feed, parsed: PackedFeed, known: Known, newest_at: datetime | None) -> Plan:
    """Compare a document with what the library holds of its feed.

    Args:
        feed: As stored.
        parsed: The document.
        known: What is stored under the document's keys and aliases.
        newest_at: The sort date of the newest stored entry.
    """
    rows = _match(parsed, known)
    new = tuple(
        entry
        for entry in reversed(parsed.entries)
        if entry.key not in rows and not _was_purged(entry, known)
    )
    changed = tuple(
        (row.id, entry)
        for entry in parsed.entries
        if (row := rows.get(entry.key)) is not None
        and (row.key != entry.key or row.content_hash != entry.content_hash)
    )
    return Plan(
        new=new,
        changed=changed,
        info=_info(feed.info, parsed.info),
        republished=_republished(
            feed, len(parsed.entries) + len(parsed.unchanged), new, known, newest_at
        ),
    )


def _was_purged(entry: PackedEntry, known: Known) -> bool:
    """Whether it is an entry that was purged, and must not come back as new.

    One that shares no more than another name with a purged entry is that entry only where it
    was published before the purge.
    """
    if entry.key in known.purged_keys:
        return True
    date = entry.published_at or entry.updated_at
    return date is not None and any(
        alias in known.purged_aliases and date < known.purged_aliases[alias]
        for alias in entry.aliases
    )


def _match(parsed: PackedFeed, known: Known) -> dict[str, KnownEntry]:
    """Find the stored row of each entry, by its key: first by key, then by other names."""
    entries = parsed.entries
    keys = {*parsed.unchanged, *(entry.key for entry in entries)}
    rows = {
        entry.key: row
        for entry in entries
        if (row := known.by_key.get(entry.key)) is not None and row.key == entry.key
    }
    # A row whose own key is in this document belongs to that entry and to no other.
    free = _Free(taken={row.id for row in rows.values()}, keys=keys)
    _settle(
        rows,
        free,
        {
            entry.key: row
            for entry in entries
            if entry.key not in rows
            and (row := known.by_key.get(entry.key)) is not None
            and free.has(row)
        },
    )
    if not known.by_alias:
        return rows
    uses = Counter(alias for entry in entries for alias in entry.aliases)
    wanted = {
        entry.key: row
        for entry in entries
        if entry.key not in rows and (row := _by_alias(entry, known, free, uses)) is not None
    }
    _settle(rows, free, wanted)
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Free:
    """Which stored rows may still be claimed."""

    taken: set[EntryId]
    keys: set[str]

    def has(self, row: KnownEntry) -> bool:
        return row.id not in self.taken and row.key not in self.keys


def _settle(rows: dict[str, KnownEntry], free: _Free, wanted: Mapping[str, KnownEntry]) -> None:
    """Grant the claims; a row that several entries claim is granted to none of them."""
    claims = Counter(row.id for row in wanted.values())
    for key, row in wanted.items():
        if claims[row.id] == 1:
            rows[key] = row
            free.taken.add(row.id)


def _by_alias(
    entry: PackedEntry, known: Known, free: _Free, uses: Mapping[str, int]
) -> KnownEntry | None:
    """Find the one row that an entry's other names agree on.

    A name that several entries of the document or several rows share decides nothing alone;
    two of different kinds (link and content) that share exactly one row do.
    """
    candidates = [
        {row.id: row for row in known.by_alias.get(alias, ()) if free.has(row)}
        for alias in entry.aliases
    ]
    sure = {
        row_id: row
        for alias, rows in zip(entry.aliases, candidates, strict=True)
        if len(rows) == 1 and uses[alias] == 1
        for row_id, row in rows.items()
    }
    if len(sure) == 1:
        return next(iter(sure.values()))
    shared = [rows for rows in candidates if rows]
    if sure or len(shared) < 2:
        return None
    agreed = set.intersection(*(set(rows) for rows in shared))
    return shared[0][agreed.pop()] if len(agreed) == 1 else None


def _republished(
    feed: Feed,
    total: int,
    new: tuple[PackedEntry, ...],
    known: Known,
    newest_at: datetime | None,
) -> bool:
    """Whether the “new” entries are the old ones under names that nothing connects to them.

    Only a feed that was read whole before can be re-published: a first fetch that was
    interrupted looks the same.
    """
    return (
        feed.fetch.checked_at is not None
        and newest_at is not None
        and known.total >= _REPUBLISHED_LEAST
        and len(new) >= _REPUBLISHED_LEAST
        and len(new) > total * _REPUBLISHED_SHARE
        and all(
            (date := entry.published_at or entry.updated_at) is not None and date <= newest_at
            for entry in new
        )
    )


def _info(stored: FeedInfo, said: FeedInfo) -> FeedInfo | None:
    """Give what to store of the feed; a title or site that went missing is kept."""
    info = replace(
        said, title=said.title or stored.title, site_url=said.site_url or stored.site_url
    )
    return None if info == stored else info
