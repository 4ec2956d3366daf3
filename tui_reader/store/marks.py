"""A copy of what cannot be fetched again: subscriptions, folders, settings, read marks and stars.

A read mark is eight bytes of the key's digest, so the copy of a large library stays small. What
is applied only adds: feeds that are missing, marks that are missing. A mark whose entry is not
here yet waits for it in ``awaited``.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui_reader.model.entry import EntryId
from tui_reader.model.feed import FeedId, Subscription
from tui_reader.store import feeds, folders, names, settings, statuses
from tui_reader.store.names import WIDTH
from tui_reader.urls import display

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tui_reader.model.feed import Feed

VERSION = 1
KIND = "blogread marks"
Copy = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksApplied:
    """What came of applying a copy."""

    subscribed: int
    read: int
    starred: int
    awaited: int
    """Marks of entries that are not in the library yet."""


def gather(connection: sqlite3.Connection, now: datetime) -> Copy:
    """Copy subscriptions and marks; what it gives can be written as JSON."""
    paths = folders.paths(connection)
    packed = connection.execute("SELECT id, settings FROM folder WHERE settings != ''")
    return {
        "kind": KIND,
        "version": VERSION,
        "made_at": now.isoformat(),
        "folders": [{"path": list(paths[key]), "settings": text} for key, text in packed],
        "feeds": [_feed(connection, feed) for feed in feeds.every(connection)],
    }


def _feed(connection: sqlite3.Connection, feed: Feed) -> Copy:
    read = connection.execute(
        "SELECT key FROM entry e WHERE feed_id = ? "
        "AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.position = e.position)",
        (feed.id,),
    )
    aliases = {names.key_alias(row[0])[:WIDTH] for row in read}
    purged = connection.execute("SELECT alias FROM purged WHERE feed_id = ?", (feed.id,))
    aliases |= {row[0][:WIDTH] for row in purged}
    starred = connection.execute(
        "SELECT e.key, e.title, e.url FROM starred s JOIN entry e ON e.position = s.position "
        "WHERE s.feed_id = ? ORDER BY s.position",
        (feed.id,),
    )
    return {
        "url": display(feed.url),
        "title": feed.user_title,
        "feed_title": feed.info.title,
        "site_url": feed.info.site_url,
        "folders": [list(path) for path in feed.folders],
        "settings": settings.pack(settings.of_feed(connection, feed.id)),
        "read": base64.b64encode(b"".join(sorted(aliases))).decode("ascii"),
        "starred": [{"key": key, "title": title, "url": url} for key, title, url in starred],
    }


def apply(connection: sqlite3.Connection, copy: Copy, now: datetime) -> MarksApplied:
    """Subscribe to what is missing, and set the marks of a copy; none is taken away.

    Raises:
        ValueError, KeyError, TypeError: The copy is not what ``gather`` gives.
    """
    wanted = [_subscription(told) for told in copy["feeds"]]
    here = _by_shown_url(connection)
    missing = [each for each in wanted if _find(connection, here, each.url) not in here.values()]
    added = feeds.subscribe(connection, missing, now).added
    here = _by_shown_url(connection)
    _set_settings(connection, copy, added)
    read: list[EntryId] = []
    starred: list[EntryId] = []
    awaited = 0
    for told, subscription in zip(copy["feeds"], wanted, strict=True):
        feed_id = _find(connection, here, subscription.url)
        if feed_id is None:
            raise ValueError(subscription.url)
        known = _by_alias(connection, feed_id)
        stars = {names.key_alias(each["key"])[:WIDTH] for each in told["starred"]}
        marks = _parted(base64.b64decode(told["read"], validate=True))
        read += [known[alias] for alias in marks if alias in known]
        starred += [known[alias] for alias in stars if alias in known]
        awaited += _await(connection, feed_id, marks - known.keys(), stars - known.keys())
    done = statuses.mark(connection, read, True, "", now)
    given = statuses.star(connection, starred, True, "", now)
    return MarksApplied(
        subscribed=len(added),
        read=done.count if done else 0,
        starred=given.count if given else 0,
        awaited=awaited,
    )


def _subscription(told: Mapping[str, Any]) -> Subscription:
    return Subscription(
        url=str(told["url"]),
        title=str(told["title"]),
        feed_title=str(told["feed_title"]),
        site_url=str(told["site_url"]),
        folders=tuple(tuple(map(str, path)) for path in told["folders"]) or ((),),
    )


def _by_shown_url(connection: sqlite3.Connection) -> dict[str, FeedId]:
    """Give the subscriptions by what a copy has of their addresses: no secret."""
    return {display(feed.url): feed.id for feed in feeds.every(connection)}


def _find(connection: sqlite3.Connection, here: Mapping[str, FeedId], url: str) -> FeedId | None:
    return here[url] if url in here else feeds.find_url(connection, url)[0]


def _set_settings(connection: sqlite3.Connection, copy: Copy, added: Iterable[FeedId]) -> None:
    """Give new feeds their settings, and folders those that have none."""
    new = set(added)
    for told in copy["feeds"]:
        feed_id, _ = feeds.find_url(connection, told["url"])
        if feed_id in new:
            packed = settings.pack(settings.unpack(told["settings"]))
            connection.execute("UPDATE feed SET settings = ? WHERE id = ?", (packed, feed_id))
    by_path = {path: key for key, path in folders.paths(connection).items()}
    for told in copy["folders"]:
        packed = settings.pack(settings.unpack(told["settings"]))
        connection.execute(
            "UPDATE folder SET settings = ? WHERE id = ? AND settings = ''",
            (packed, by_path.get(tuple(told["path"]))),
        )


def _by_alias(connection: sqlite3.Connection, feed_id: FeedId) -> dict[bytes, EntryId]:
    rows = connection.execute("SELECT key, id FROM entry WHERE feed_id = ?", (feed_id,))
    return {names.key_alias(key)[:WIDTH]: EntryId(entry_id) for key, entry_id in rows}


def _parted(joined: bytes) -> set[bytes]:
    return {joined[at : at + WIDTH] for at in range(0, len(joined), WIDTH)}


def _await(
    connection: sqlite3.Connection, feed_id: FeedId, read: set[bytes], starred: set[bytes]
) -> int:
    aliases = read | starred
    connection.executemany(
        "INSERT OR REPLACE INTO awaited (feed_id, alias, read, starred) VALUES (?, ?, ?, ?)",
        [(feed_id, alias, alias in read, alias in starred) for alias in aliases],
    )
    return len(aliases)
