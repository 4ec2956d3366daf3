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

Layer = tuple["FolderPath", Settings]
"""A folder's path, and what is set for it."""

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
    return _by_path(connection).get(path, INHERITED)


def layers(
    connection: sqlite3.Connection, feed_ids: Iterable[FeedId]
) -> dict[FeedId, tuple[Layer, ...]]:
    """Give what is set for the first folder of each feed and for those above it, nearest first."""
    by_path = _by_path(connection)
    wanted = list(feed_ids)
    places = folders.places_of(connection, wanted)
    return {feed_id: _above(by_path, next(iter(places[feed_id]), ())) for feed_id in wanted}


def folder_layers(connection: sqlite3.Connection, path: FolderPath) -> tuple[Layer, ...]:
    """Give what is set for a folder and for those above it, the nearest first."""
    return _above(_by_path(connection), path)


def effective(connection: sqlite3.Connection, feed_ids: Iterable[FeedId]) -> dict[FeedId, Settings]:
    """Give what holds for feeds: their own, else their first folder's, else that one's parent's.

    The top level's settings hold for every feed; the config is not looked at.
    """
    found: dict[FeedId, Settings] = {}
    for feed_id, above in layers(connection, feed_ids).items():
        settings = of_feed(connection, feed_id)
        for _, layer in above:
            settings = settings.over(layer)
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
    """Set a feed's own measure, as reading goes: no journal, and what else is set stays."""
    wanted = replace(of_feed(connection, feed_id), measure=measure)
    connection.execute("UPDATE feed SET settings = ? WHERE id = ?", (pack(wanted), feed_id))


def _by_path(connection: sqlite3.Connection) -> dict[FolderPath, Settings]:
    packed = dict(connection.execute("SELECT id, settings FROM folder").fetchall())
    return {path: unpack(packed[key]) for key, path in folders.paths(connection).items()}


def _above(by_path: dict[FolderPath, Settings], path: FolderPath) -> tuple[Layer, ...]:
    above = (path[:depth] for depth in range(len(path), -1, -1))
    return tuple((each, by_path[each]) for each in above if each in by_path)
