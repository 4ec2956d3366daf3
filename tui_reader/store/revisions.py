"""SQL about words that were set anew, as the journal keeps them: a title, an address, settings.

Each is a column of a feed or a folder, with what it held before and after, so that undo and redo
are a copy. The folders that show a feed are taken for one such column.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui_reader.errors import UsageError
from tui_reader.model.feed import FeedId
from tui_reader.store import folders
from tui_reader.store.codec import compact, storable
from tui_reader.urls import canonical, display

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from tui_reader.model.feed import FolderPath


class What(StrEnum):
    """Which column."""

    TITLE = "feed.user_title"
    URL = "feed.url"
    MOVED_FROM = "feed.moved_from"
    MOVE_REFUSED = "feed.move_refused"
    FEED_SETTINGS = "feed.settings"
    FOLDERS = "feed.folders"
    FOLDER_SETTINGS = "folder.settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One column of one row, set anew."""

    what: What
    owner_id: int
    before: str
    after: str

    @property
    def of_feed(self) -> bool:
        """Whether the row is a feed's."""
        return self.what.startswith("feed.")


def revise(
    connection: sqlite3.Connection, owner_id: int, wanted: dict[What, str]
) -> list[Revision]:
    """Set columns of a row; give those that really turned.

    Raises:
        UsageError: Another feed has the address.
    """
    done: list[Revision] = []
    for what, text in wanted.items():
        before, after = _get(connection, what, owner_id), storable(text)
        if before != after:
            _set(connection, what, owner_id, after)
            done.append(Revision(what=what, owner_id=owner_id, before=before, after=after))
    return done


def record(connection: sqlite3.Connection, change_id: int, revisions: Iterable[Revision]) -> None:
    """Keep what was revised in the journal."""
    connection.executemany(
        "INSERT INTO change_text (change_id, what, owner_id, before, after) VALUES (?, ?, ?, ?, ?)",
        [(change_id, each.what, each.owner_id, each.before, each.after) for each in revisions],
    )


def turn(connection: sqlite3.Connection, change_id: int, *, undone: bool) -> None:
    """Put back what a change has revised, or revise it again.

    Raises:
        UsageError: Another feed has the address meanwhile.
    """
    rows = connection.execute(
        "SELECT what, owner_id, before, after FROM change_text WHERE change_id = ?", (change_id,)
    ).fetchall()
    for name, owner_id, before, after in rows:
        what = What(name)
        old, new = (after, before) if undone else (before, after)
        if what in {What.FEED_SETTINGS, What.FOLDER_SETTINGS}:
            new = _merged(_get(connection, what, owner_id), old, new)
        _set(connection, what, owner_id, new)


def pack_folders(paths: Iterable[FolderPath]) -> str:
    """Give the folders of a feed as words, the same for the same folders."""
    return compact(sorted(map(list, paths)) or [[]])


def _merged(now: str, old: str, new: str) -> str:
    """Set what differs between two packed settings in a third, and leave the rest of that."""
    standing, gone, wanted = (json.loads(text) if text else {} for text in (now, old, new))
    kept = {name: value for name, value in standing.items() if name not in gone | wanted}
    for name in gone | wanted:
        source = standing if gone.get(name) == wanted.get(name) else wanted
        if name in source:
            kept[name] = source[name]
    return compact(kept) if kept else ""


def _get(connection: sqlite3.Connection, what: What, owner_id: int) -> str:
    if what is What.FOLDERS:
        return pack_folders(folders.places_of(connection, [FeedId(owner_id)])[FeedId(owner_id)])
    table, _, column = what.partition(".")
    row = connection.execute(
        f"SELECT {column} FROM {table} WHERE id = ?",  # noqa: S608 - names of ours, from the enum
        (owner_id,),
    ).fetchone()
    return str(row[0]) if row else ""


def _set(connection: sqlite3.Connection, what: What, owner_id: int, text: str) -> None:
    if what is What.URL:
        _set_url(connection, owner_id, text)
        return
    if what is What.FOLDERS:
        paths = [tuple(path) for path in json.loads(text)]
        folders.move(connection, FeedId(owner_id), paths)
        return
    table, _, column = what.partition(".")
    connection.execute(
        f"UPDATE {table} SET {column} = ? WHERE id = ?",  # noqa: S608 - names of ours, from the enum
        (text, owner_id),
    )


def _set_url(connection: sqlite3.Connection, feed_id: int, url: str) -> None:
    """Set an address, and forget what the exchanges with the old one have taught."""
    row = connection.execute(
        "SELECT CASE WHEN user_title != '' THEN user_title ELSE title END, archived_at IS NOT NULL "
        "FROM feed WHERE id != ?1 AND (url = ?2 OR (url_key = ?3 AND archived_at IS NULL))",
        (feed_id, url, canonical(url)),
    ).fetchone()
    if row is not None:
        name = row[0] or display(url)
        raise UsageError(
            f"Another feed has this address: {name}.",
            hint="It was unsubscribed; add it again to bring it back."
            if row[1]
            else "Unsubscribe from one of the two.",
        )
    connection.execute(
        "UPDATE feed SET url = ?, url_key = ?, etag = '', last_modified = '', body_hash = '', "
        "due_at = NULL, not_before = NULL, failures = 0, problem = '', moved_to = '', "
        "moved_since = NULL, stopped = 0 WHERE id = ?",
        (url, canonical(url), feed_id),
    )
