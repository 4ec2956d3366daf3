"""SQL about feeds: subscribing, what is due, and the writing of what a fetch brought."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tui_reader.errors import FeedNotFound
from tui_reader.model.feed import Feed, FeedId, FeedInfo, FetchState, Rhythm
from tui_reader.store import entries, folders, search, settings
from tui_reader.store.codec import (
    compact,
    instant,
    micros,
    optional_instant,
    optional_micros,
    pack_authors,
    pack_problem,
    storable,
    unpack_authors,
    unpack_problem,
)
from tui_reader.store.logins import unpack as unpack_login
from tui_reader.urls import canonical

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tui_reader.model.feed import Subscription
    from tui_reader.model.update import Applied, FeedUpdate

_CLOCK_SLACK = timedelta(hours=1)
"""A record that is further in the future was made by a clock that was wrong."""
_LOCAL = ("blogread:", "file:")

_COLUMNS = (
    "f.id, f.url, f.user_title, f.added_at, f.title, f.site_url, f.info, f.etag, "
    "f.last_modified, f.body_hash, f.checked_at, f.changed_at, f.due_at, f.not_before, "
    "f.failures, f.problem, f.moved_to, f.moved_since, f.stopped, c.total, c.unread, "
    "f.good_at, f.moved_from, f.moved_at, f.move_refused, f.login"
)
_FROM = "feed f JOIN feed_count c ON c.feed_id = f.id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """What came of subscribing."""

    added: tuple[FeedId, ...]
    """New ones, and archived ones that came back."""
    already: tuple[FeedId, ...]
    folders: int
    """Folders made."""


def subscribe(
    connection: sqlite3.Connection,
    subscriptions: Sequence[Subscription],
    now: datetime,
) -> Subscribed:
    """Subscribe; an address known before (``urls.canonical``) is that feed, in more folders.

    An archived feed comes back with its entries and marks, and only in the folders named now.
    """
    added: list[FeedId] = []
    already: list[FeedId] = []
    made = 0
    for subscription in subscriptions:
        feed_id, archived = find_url(connection, subscription.url)
        if feed_id is None:
            feed_id = _insert(connection, subscription, now)
            added.append(feed_id)
        elif archived:
            _revive(connection, feed_id, subscription)
            added.append(feed_id)
        elif feed_id not in added and feed_id not in already:
            already.append(feed_id)
        for path in subscription.folders or ((),):
            made += folders.place(connection, feed_id, path)
    return Subscribed(added=tuple(added), already=tuple(already), folders=made)


def find_url(connection: sqlite3.Connection, url: str) -> tuple[FeedId | None, bool]:
    """Give the feed with this address, or one that is equal to it, and whether it is archived."""
    url = storable(url)
    row = connection.execute(
        "SELECT id, archived_at IS NOT NULL FROM feed WHERE url = ? OR url_key = ? "
        "ORDER BY url != ?, archived_at IS NOT NULL, id LIMIT 1",
        (url, canonical(url), url),
    ).fetchone()
    return (None, False) if row is None else (FeedId(row[0]), bool(row[1]))


def _insert(connection: sqlite3.Connection, subscription: Subscription, now: datetime) -> FeedId:
    url = storable(subscription.url)
    cursor = connection.execute(
        "INSERT INTO feed (url, url_key, user_title, added_at, title, site_url) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            url,
            canonical(url),
            storable(subscription.title),
            micros(now),
            storable(subscription.feed_title),
            storable(subscription.site_url),
        ),
    )
    feed_id = FeedId(cursor.lastrowid or 0)
    connection.execute("INSERT INTO feed_count (feed_id) VALUES (?)", (feed_id,))
    return feed_id


def _revive(connection: sqlite3.Connection, feed_id: FeedId, subscription: Subscription) -> None:
    connection.execute("DELETE FROM placement WHERE feed_id = ?", (feed_id,))
    connection.execute(
        "UPDATE feed SET archived_at = NULL, due_at = NULL, stopped = 0, "
        "user_title = CASE WHEN ?1 = '' THEN user_title ELSE ?1 END WHERE id = ?2",
        (storable(subscription.title), feed_id),
    )


def set_archived(
    connection: sqlite3.Connection, feed_ids: Iterable[FeedId], at: datetime | None
) -> None:
    """Archive feeds, or bring them back with ``at=None``; entries, marks and folders stay."""
    connection.executemany(
        "UPDATE feed SET archived_at = ? WHERE id = ?",
        [(optional_micros(at), feed_id) for feed_id in feed_ids],
    )


def get(connection: sqlite3.Connection, feed_id: FeedId) -> Feed:
    """Give one subscription.

    Raises:
        FeedNotFound: There is none with this id, or it is archived.
    """
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE f.id = ? AND f.archived_at IS NULL",  # noqa: S608 - our own column list
        (feed_id,),
    ).fetchone()
    if row is None:
        raise FeedNotFound(str(feed_id))
    return _with_folders(connection, [row])[0]


def several(connection: sqlite3.Connection, feed_ids: Sequence[FeedId]) -> tuple[Feed, ...]:
    """Give those of these feeds that are subscribed, by their ids."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE f.archived_at IS NULL "  # noqa: S608 - our own column list
        "AND f.id IN (SELECT value FROM json_each(?)) ORDER BY f.id",
        (compact(list(feed_ids)),),
    ).fetchall()
    return tuple(_with_folders(connection, rows))


def every(connection: sqlite3.Connection) -> tuple[Feed, ...]:
    """Give every subscription once, in the order of the sidebar."""
    by_id = {
        feed.id: feed
        for feed in map(
            _feed,
            connection.execute(
                f"SELECT {_COLUMNS} FROM {_FROM} WHERE f.archived_at IS NULL"  # noqa: S608 - our own column list
            ),
        )
    }
    paths = folders.paths(connection)
    rank = {folder_id: index for index, folder_id in enumerate(paths)}
    shown: dict[FeedId, list[int]] = {}
    for folder_id, feed_id in sorted(
        folders.placements(connection), key=lambda item: rank[item[0]]
    ):
        shown.setdefault(feed_id, []).append(folder_id)
    return tuple(
        replace(by_id[feed_id], folders=tuple(paths[folder_id] for folder_id in folder_ids))
        for feed_id, folder_ids in shown.items()
    )


def archived(connection: sqlite3.Connection) -> tuple[Feed, ...]:
    """Give the feeds that were unsubscribed, the last one first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE f.archived_at IS NOT NULL "  # noqa: S608 - our own column list
        "ORDER BY f.archived_at DESC, f.id"
    )
    return tuple(map(_feed, rows))


def due(
    connection: sqlite3.Connection,
    now: datetime,
    feed_ids: Sequence[FeedId] | None,
    by_hand: bool,
) -> tuple[Feed, ...]:
    """Give the feeds to fetch now, local ones first, then those that have waited longest.

    ``not_before`` (Retry-After) is respected always; ``due_at``, ``stopped`` and a pause are not
    where a person asks. What was noted in the future, by a clock that was wrong, binds nobody.
    """
    noted_ahead = "f.checked_at > :ahead"
    conditions = [
        "f.archived_at IS NULL",
        f"(f.not_before IS NULL OR f.not_before <= :now OR {noted_ahead})",
    ]
    if not by_hand:
        conditions += ["NOT f.stopped", f"(f.due_at IS NULL OR f.due_at <= :now OR {noted_ahead})"]
    if feed_ids is not None:
        conditions.append("f.id IN (SELECT value FROM json_each(:ids))")
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE {' AND '.join(conditions)} "  # noqa: S608 - fixed conditions
        "ORDER BY f.due_at IS NOT NULL, f.due_at, f.id",
        {
            "now": micros(now),
            "ahead": micros(now + _CLOCK_SLACK),
            "ids": compact(list(feed_ids or ())),
        },
    ).fetchall()
    found = _with_folders(connection, rows)
    if not by_hand:
        holds = settings.effective(connection, [feed.id for feed in found])
        found = [feed for feed in found if not holds[feed.id].paused]
    return tuple(sorted(found, key=lambda feed: not feed.url.startswith(_LOCAL)))


def apply_all(
    connection: sqlite3.Connection, updates: Sequence[tuple[FeedUpdate, datetime]]
) -> list[Applied]:
    """Do ``apply`` with several updates, and tell the index of all their entries at once.

    Raises:
        FeedNotFound: A feed is not in the library.
    """
    words: list[tuple[int, search.Words]] = []
    done = [apply(connection, update, now, words) for update, now in updates]
    search.add_all(connection, words)
    return done


def apply(
    connection: sqlite3.Connection,
    update: FeedUpdate,
    now: datetime,
    words: list[tuple[int, search.Words]] | None = None,
) -> Applied:
    """Write what a fetch brought; the same update twice is the same as once.

    Args:
        connection: In a transaction.
        update: What to write.
        now: The clock.
        words: As for ``entries.write``.

    Raises:
        FeedNotFound: The feed is not in the library.
    """
    known = connection.execute(
        "SELECT url, title, site_url, info FROM feed WHERE id = ?", (update.feed_id,)
    ).fetchone()
    if known is None:
        raise FeedNotFound(str(update.feed_id))
    if update.asked and update.asked != known[0]:
        # The address was changed while the old one was asked: what that said of itself is moot.
        return entries.write(connection, update, now, words)
    _write_fetch(connection, update.feed_id, update.fetch)
    if update.info is not None:
        _write_info(connection, update.feed_id, update.info, stored=known[1:])
    if update.url and update.url != known[0]:
        _write_url(connection, update.feed_id, update.url, now)
    return entries.write(connection, update, now, words)


def _write_fetch(connection: sqlite3.Connection, feed_id: FeedId, fetch: FetchState) -> None:
    connection.execute(
        "UPDATE feed SET etag = ?, last_modified = ?, body_hash = ?, checked_at = ?, "
        "changed_at = ?, due_at = ?, not_before = ?, failures = ?, problem = ?, moved_to = ?, "
        "moved_since = ?, stopped = ?, good_at = ? WHERE id = ?",
        (
            storable(fetch.etag),
            storable(fetch.last_modified),
            fetch.body_hash,
            optional_micros(fetch.checked_at),
            optional_micros(fetch.changed_at),
            optional_micros(fetch.due_at),
            optional_micros(fetch.not_before),
            fetch.failures,
            pack_problem(fetch.problem),
            storable(fetch.moved_to),
            optional_micros(fetch.moved_since),
            fetch.stopped,
            optional_micros(fetch.good_at),
            feed_id,
        ),
    )


def _write_info(
    connection: sqlite3.Connection, feed_id: FeedId, info: FeedInfo, stored: tuple[str, str, str]
) -> None:
    row = (storable(info.title), storable(info.site_url), _pack_info(info))
    if row != stored:
        connection.execute(
            "UPDATE feed SET title = ?, site_url = ?, info = ? WHERE id = ?", (*row, feed_id)
        )


def _write_url(connection: sqlite3.Connection, feed_id: FeedId, url: str, now: datetime) -> None:
    """Set a feed's new address, unless another feed has it: two feeds stay two."""
    url = storable(url)
    connection.execute(
        "UPDATE feed SET url = ?1, url_key = ?2, moved_from = url, moved_at = ?4 WHERE id = ?3 "
        "AND NOT EXISTS (SELECT 1 FROM feed WHERE url = ?1)",
        (url, canonical(url), feed_id, micros(now)),
    )


def _with_folders(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> list[Feed]:
    places = folders.places_of(connection, [FeedId(row[0]) for row in rows])
    return [replace(feed, folders=places[feed.id]) for feed in map(_feed, rows)]


def _feed(row: tuple[Any, ...]) -> Feed:
    return Feed(
        id=FeedId(row[0]),
        url=row[1],
        user_title=row[2],
        added_at=instant(row[3]),
        info=_unpack_info(row[4], row[5], row[6]),
        fetch=FetchState(
            etag=row[7],
            last_modified=row[8],
            body_hash=row[9],
            checked_at=optional_instant(row[10]),
            changed_at=optional_instant(row[11]),
            due_at=optional_instant(row[12]),
            not_before=optional_instant(row[13]),
            failures=row[14],
            problem=unpack_problem(row[15]),
            moved_to=row[16],
            moved_since=optional_instant(row[17]),
            stopped=bool(row[18]),
            good_at=optional_instant(row[21]),
        ),
        total=row[19],
        unread=row[20],
        moved_from=row[22],
        moved_at=optional_instant(row[23]),
        move_refused=row[24],
        login=unpack_login(row[25]),
    )


def _pack_info(info: FeedInfo) -> str:
    """Pack what has no column of its own; empty where there is nothing."""
    rhythm = info.rhythm
    fields = {
        "description": info.description,
        "language": info.language,
        "authors": pack_authors(info.authors),
        "icon_url": info.icon_url,
        "interval": None if rhythm.interval is None else rhythm.interval.total_seconds(),
        "skip_hours": sorted(rhythm.skip_hours),
        "skip_days": sorted(rhythm.skip_days),
    }
    kept = {name: value for name, value in fields.items() if value or value == 0}
    return storable(compact(kept)) if kept else ""


def _unpack_info(title: str, site_url: str, packed: str) -> FeedInfo:
    fields = json.loads(packed) if packed else {}
    interval = fields.get("interval")
    return FeedInfo(
        title=title,
        site_url=site_url,
        description=fields.get("description", ""),
        language=fields.get("language", ""),
        authors=unpack_authors(fields.get("authors", "")),
        icon_url=fields.get("icon_url", ""),
        rhythm=Rhythm(
            interval=None if interval is None else timedelta(seconds=interval),
            skip_hours=frozenset(fields.get("skip_hours", ())),
            skip_days=frozenset(fields.get("skip_days", ())),
        ),
    )
