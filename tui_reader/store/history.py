"""How far the archive of a feed was walked, kept with the entries that the walk brought."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tui_reader.model.history import UNWALKED, History
from tui_reader.model.update import Applied
from tui_reader.store import bin as rubbish
from tui_reader.store import codec, entries, names

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tui_reader.model.feed import FeedId
    from tui_reader.model.update import FeedUpdate


def get(connection: sqlite3.Connection, feed_id: FeedId) -> History:
    """Give how far a feed's archive was walked."""
    row = connection.execute("SELECT history FROM feed WHERE id = ?", (feed_id,)).fetchone()
    if row is None or not row[0]:
        return UNWALKED
    next_url, page, pages, ended, seen = json.loads(row[0])
    return History(next_url=next_url, page=page, pages=pages, ended=ended, seen=tuple(seen))


def put(connection: sqlite3.Connection, feed_id: FeedId, history: History) -> None:
    """Keep how far it was walked."""
    packed = codec.compact(
        [history.next_url, history.page, history.pages, history.ended, list(history.seen)]
    )
    connection.execute(
        "UPDATE feed SET history = ? WHERE id = ?", (codec.storable(packed), feed_id)
    )


def add(
    connection: sqlite3.Connection, update: FeedUpdate, history: History | None, now: datetime
) -> Applied:
    """Write entries of an older part; with the last of them, that it was read."""
    applied = entries.write(connection, update, now) if update.new else Applied()
    for content in update.new:
        named = [names.key_alias(content.key), *map(codec.digest, content.aliases)]
        rubbish.forget(connection, update.feed_id, named)
    if history is not None:
        put(connection, update.feed_id, history)
    return applied


def oldest(connection: sqlite3.Connection, feed_id: FeedId) -> datetime | None:
    """Give the sort date of a feed's oldest entry; None where it has none."""
    row = connection.execute(
        "SELECT min(position) FROM entry WHERE feed_id = ?", (feed_id,)
    ).fetchone()
    return None if row[0] is None else codec.sort_at_of(row[0])
