"""SQL about which feeds need attention: few of many, found without reading the others whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.model.feed import FeedId
from tui_reader.model.health import (
    SILENT_BASIS,
    SILENT_LEAST,
    TOLD_FOR,
    Ailment,
    Trouble,
    is_shouted,
    of_problem,
    of_silence,
)
from tui_reader.store import codec, feeds, settings
from tui_reader.urls import display, without_userinfo

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tui_reader.model.feed import Feed

_ORDER = tuple(Ailment)


def shouted(connection: sqlite3.Connection) -> frozenset[FeedId]:
    """Give the feeds whose failures are worth telling in the sidebar and the footer."""
    rows = connection.execute(
        "SELECT id, problem, failures, stopped FROM feed "
        "WHERE problem != '' AND archived_at IS NULL"
    )
    return frozenset(
        FeedId(row[0])
        for row in rows
        if is_shouted(codec.unpack_problem(row[1]), row[2], stopped=bool(row[3]))
    )


def troubles(connection: sqlite3.Connection, now: datetime) -> tuple[Trouble, ...]:
    """Give the feeds that need attention, the worst first. Paused ones are left in peace."""
    candidates = _candidates(connection, now)
    holds = settings.effective(connection, candidates)
    found = [
        trouble
        for feed in feeds.several(connection, candidates)
        if not holds[feed.id].paused and (trouble := _trouble(connection, feed, now)) is not None
    ]
    return tuple(
        sorted(found, key=lambda each: (_ORDER.index(each.kind), each.feed.title.casefold()))
    )


def _candidates(connection: sqlite3.Connection, now: datetime) -> list[FeedId]:
    """Give the feeds that a closer look may find unwell."""
    rows = connection.execute(
        "SELECT id FROM feed f WHERE archived_at IS NULL AND (problem != '' OR moved_to != '' "
        "OR moved_at > :lately OR (url NOT LIKE 'blogread:%' AND url NOT LIKE 'file:%' AND "
        "(SELECT max(position) FROM entry WHERE feed_id = f.id) < :old)) ORDER BY id",
        {
            "lately": codec.micros(now - TOLD_FOR),
            "old": codec.first_position_at(now - SILENT_LEAST),
        },
    )
    return [FeedId(row[0]) for row in rows]


def _trouble(connection: sqlite3.Connection, feed: Feed, now: datetime) -> Trouble | None:
    return (
        of_problem(feed)
        or _stayed(connection, feed, now)
        or _moved(feed, now)
        or _silence(connection, feed, now)
    )


def _stayed(connection: sqlite3.Connection, feed: Feed, now: datetime) -> Trouble | None:
    """Say why a move that has held for long is not followed."""
    target, since = feed.fetch.moved_to, feed.fetch.moved_since
    if since is None or now - since < TOLD_FOR or target == feed.move_refused:
        return None
    other, archived = feeds.find_url(connection, target)
    if other not in {None, feed.id}:
        if archived or other is None:
            return None
        title = feeds.get(connection, other).title
        why, advice = f"you read that already: {title}", "Unsubscribe from this one."
    elif feed.login is not None or without_userinfo(feed.url) != feed.url:
        why = "its login is for the old address"
        advice = "Use the new address if you trust it, and give the login again."
    else:
        return None
    return Trouble(
        feed=feed,
        kind=Ailment.STAYED,
        message=f"It has moved to {display(target)}, but {why}.",
        advice=advice,
        since=since,
    )


def _moved(feed: Feed, now: datetime) -> Trouble | None:
    if not feed.moved_from or feed.moved_at is None or now - feed.moved_at > TOLD_FOR:
        return None
    return Trouble(
        feed=feed,
        kind=Ailment.MOVED,
        message=f"It has moved here from {display(feed.moved_from)}.",
        advice="Nothing is to be done, unless it is not the same blog: then go back.",
        since=feed.moved_at,
    )


def _silence(connection: sqlite3.Connection, feed: Feed, now: datetime) -> Trouble | None:
    if feed.fetch.problem is not None:
        return None
    rows = connection.execute(
        "SELECT position FROM entry WHERE feed_id = ? ORDER BY position DESC LIMIT ?",
        (feed.id, SILENT_BASIS),
    )
    return of_silence(feed, [codec.sort_at_of(row[0]) for row in rows], now)
