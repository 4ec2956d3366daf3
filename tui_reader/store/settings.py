"""SQL about what the user set for feeds and folders, and what holds for a feed in the end."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING

from tui_reader.model.feed import FeedId
from tui_reader.model.settings import INHERITED, Settings
from tui_reader.store import folders
from tui_reader.store.codec import compact, storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from tui_reader.model.feed import FolderPath

_NAMES = frozenset(each.name for each in fields(Settings))


def pack(settings: Settings) -> str:
    """Give settings as compact JSON; empty where nothing is set."""
    kept = {name: value for name, value in asdict(settings).items() if value is not None}
    return storable(compact(kept)) if kept else ""


def unpack(text: str) -> Settings:
    """Give the settings back; what a newer program has set is left out."""
    if not text:
        return INHERITED
    return Settings(**{name: each for name, each in json.loads(text).items() if name in _NAMES})


def of_feed(connection: sqlite3.Connection, feed_id: FeedId) -> Settings:
    """Give what is set for the feed itself."""
    row = connection.execute("SELECT settings FROM feed WHERE id = ?", (feed_id,)).fetchone()
    return unpack(row[0]) if row else INHERITED


def of_folder(connection: sqlite3.Connection, path: FolderPath) -> Settings:
    """Give what is set for the folder itself; nothing where there is no such folder."""
    for folder_id, known in folders.paths(connection).items():
        if known == path:
            return _of_folder_id(connection, folder_id)
    return INHERITED


def set_feed(connection: sqlite3.Connection, feed_id: FeedId, settings: Settings) -> None:
    """Replace what is set for a feed."""
    connection.execute("UPDATE feed SET settings = ? WHERE id = ?", (pack(settings), feed_id))


def set_folder(connection: sqlite3.Connection, path: FolderPath, settings: Settings) -> None:
    """Replace what is set for a folder, which is made where it is missing."""
    folder_id, _ = folders.make(connection, path)
    connection.execute("UPDATE folder SET settings = ? WHERE id = ?", (pack(settings), folder_id))


def effective(connection: sqlite3.Connection, feed_ids: Iterable[FeedId]) -> dict[FeedId, Settings]:
    """Give what holds for feeds: their own, else their first folder's, else that one's parent's.

    The top level's settings hold for every feed; the config is not looked at.
    """
    by_path = {
        path: _of_folder_id(connection, folder_id)
        for folder_id, path in folders.paths(connection).items()
    }
    wanted = list(feed_ids)
    places = folders.places_of(connection, wanted)
    found: dict[FeedId, Settings] = {}
    for feed_id in wanted:
        settings = of_feed(connection, feed_id)
        path = next(iter(places[feed_id]), ())
        for depth in range(len(path), -1, -1):
            settings = settings.over(by_path.get(path[:depth], INHERITED))
        found[feed_id] = settings
    return found


def measures(connection: sqlite3.Connection) -> dict[FeedId, int]:
    """Give the measures of the feeds for which one is set, be it by a folder."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM feed WHERE instr(settings, '\"measure\"')) "
        "OR EXISTS (SELECT 1 FROM folder WHERE instr(settings, '\"measure\"'))"
    ).fetchone()
    if not row[0]:
        return {}
    rows = connection.execute("SELECT id FROM feed WHERE archived_at IS NULL").fetchall()
    found = effective(connection, [FeedId(row[0]) for row in rows])
    return {key: each.measure for key, each in found.items() if each.measure is not None}


def set_measure(connection: sqlite3.Connection, feed_id: FeedId, measure: int | None) -> None:
    """Set a feed's own measure, and leave what else is set for it."""
    set_feed(connection, feed_id, replace(of_feed(connection, feed_id), measure=measure))


def _of_folder_id(connection: sqlite3.Connection, folder_id: int) -> Settings:
    row = connection.execute("SELECT settings FROM folder WHERE id = ?", (folder_id,)).fetchone()
    return unpack(row[0]) if row else INHERITED
