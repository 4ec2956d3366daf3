"""SQL about what a person does with a feed: subscribes, names, moves, sets it up. Journalled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.errors import UsageError
from tui_reader.model.change import Field
from tui_reader.store import feeds, folders, settings, statuses
from tui_reader.store.revisions import What, pack_folders, revise

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.model.change import StatusChange
    from tui_reader.model.feed import FeedId, FolderPath, Subscription
    from tui_reader.model.settings import Settings
    from tui_reader.store.feeds import Subscribed

_DAY = 1440
"""Minutes: no server may ask for more, so only an interval of the user's is longer."""


def subscribe(
    connection: sqlite3.Connection,
    subscriptions: Sequence[Subscription],
    paths: Sequence[FolderPath],
    now: datetime,
) -> tuple[Subscribed, StatusChange | None]:
    """Subscribe, and make these folders, too; no change where all were there before."""
    made = sum(folders.make(connection, path)[1] for path in paths)
    done = feeds.subscribe(connection, subscriptions, now)
    done = replace(done, folders=done.folders + made)
    if not done.added:
        return done, None
    scope = feeds.get(connection, done.added[0]).title if len(done.added) == 1 else ""
    return done, statuses.journal_feeds(connection, done.added, True, scope, now)


def move(
    connection: sqlite3.Connection, feed_id: FeedId, targets: Sequence[FolderPath], now: datetime
) -> StatusChange | None:
    """Show a feed in these folders and nowhere else; None where that is so.

    Raises:
        FeedNotFound: The feed is not subscribed.
    """
    scope = feeds.get(connection, feed_id).title
    done = revise(connection, feed_id, {What.FOLDERS: pack_folders(targets)})
    return statuses.journal_words(connection, Field.FOLDERS, done, scope, now)


def set_feeds(
    connection: sqlite3.Connection,
    wanted: Sequence[tuple[FeedId, Settings]],
    now: datetime,
) -> StatusChange | None:
    """Set the settings of feeds, in one change; None where they were so.

    Raises:
        FeedNotFound: One of the feeds is not subscribed.
    """
    done = []
    for feed_id, each in wanted:
        feeds.get(connection, feed_id)
        done += revise(connection, feed_id, {What.FEED_SETTINGS: settings.pack(each)})
    turned = [feed_id for feed_id, _ in wanted if feed_id in {each.owner_id for each in done}]
    scope = feeds.get(connection, turned[0]).title if len(turned) == 1 else ""
    change = statuses.journal_words(connection, Field.SETTINGS, done, scope, now)
    _keep_the_schedule_short(connection, turned)
    return change


def set_folder(
    connection: sqlite3.Connection, path: FolderPath, wanted: Settings, now: datetime
) -> StatusChange | None:
    """Set the settings of a folder; None where they were so. ``()`` is the top level.

    Raises:
        UsageError: There is no such folder.
    """
    by_path = {known: folder_id for folder_id, known in folders.paths(connection).items()}
    if path not in by_path:
        raise UsageError(
            f"There is no folder {'/'.join(path)}.", hint="“blogread feeds” lists the folders."
        )
    done = revise(connection, by_path[path], {What.FOLDER_SETTINGS: settings.pack(wanted)})
    scope = path[-1] if path else "all feeds"
    change = statuses.journal_words(connection, Field.SETTINGS, done, scope, now)
    _keep_the_schedule_short(connection, folders.feeds_within(connection, path))
    return change


def rename(
    connection: sqlite3.Connection, feed_id: FeedId, title: str, now: datetime
) -> StatusChange | None:
    """Set the user's title; empty gives the feed's own back.

    Raises:
        FeedNotFound: The feed is not subscribed.
    """
    before = feeds.get(connection, feed_id).title
    done = revise(connection, feed_id, {What.TITLE: title})
    return statuses.journal_words(connection, Field.TITLE, done, before, now)


def set_address(
    connection: sqlite3.Connection, feed_id: FeedId, url: str, now: datetime
) -> StatusChange | None:
    """Give a feed another address by hand; None where it has it.

    Raises:
        FeedNotFound: The feed is not subscribed.
        UsageError: Another feed has the address.
    """
    feed = feeds.get(connection, feed_id)
    wanted = {What.URL: url, What.MOVED_FROM: "", What.MOVE_REFUSED: ""}
    if url == feed.url:
        return None
    done = revise(connection, feed_id, wanted)
    return statuses.journal_words(connection, Field.ADDRESS, done, feed.title, now)


def go_back(connection: sqlite3.Connection, feed_id: FeedId, now: datetime) -> StatusChange | None:
    """Give a feed the address back that it had before a move; that move is not followed again.

    None where it has not moved.

    Raises:
        FeedNotFound: The feed is not subscribed.
        UsageError: Another feed has the old address.
    """
    feed = feeds.get(connection, feed_id)
    if not feed.moved_from:
        return None
    wanted = {What.URL: feed.moved_from, What.MOVED_FROM: "", What.MOVE_REFUSED: feed.url}
    done = revise(connection, feed_id, wanted)
    return statuses.journal_words(connection, Field.ADDRESS, done, feed.title, now)


def _keep_the_schedule_short(connection: sqlite3.Connection, feed_ids: Sequence[FeedId]) -> None:
    """Bring a next fetch near that a long interval, now gone, has put far ahead."""
    for feed_id, holds in settings.effective(connection, feed_ids).items():
        longest = max(holds.interval_minutes or 0, _DAY) * 60_000_000
        connection.execute(
            "UPDATE feed SET due_at = checked_at + ?1 "
            "WHERE id = ?2 AND due_at > checked_at + ?1 * 11 / 10",
            (longest, feed_id),
        )
