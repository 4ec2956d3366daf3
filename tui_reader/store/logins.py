"""SQL about how feeds log in: where a secret is kept, never the secret."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from tui_reader.model.login import Kind, Login, Place
from tui_reader.store.codec import compact, storable
from tui_reader.urls import canonical, without_userinfo

if TYPE_CHECKING:
    import sqlite3

    from tui_reader.model.feed import FeedId


def pack(login: Login | None) -> str:
    """Give a login as compact JSON; empty for none."""
    return "" if login is None else storable(compact(asdict(login)))


def unpack(text: str) -> Login | None:
    """Give the login back; one that a newer program has written is none that we can use."""
    if not text:
        return None
    told = json.loads(text)
    try:
        kind = told["kind"]
        return Login(
            place=Place(told["place"]),
            kind=None if kind is None else Kind(kind),
            origin=told["origin"],
            name=told["name"],
        )
    except (KeyError, ValueError):
        return None


def keep(connection: sqlite3.Connection, feed_id: FeedId, login: Login | None) -> None:
    """Note how a feed logs in from now on; what the old way has taught about it is no more so."""
    connection.execute(
        "UPDATE feed SET login = ?, etag = '', last_modified = '', body_hash = '', "
        "due_at = NULL WHERE id = ?",
        (pack(login), feed_id),
    )


def cut_userinfo(connection: sqlite3.Connection, feed_id: FeedId, url: str, login: Login) -> bool:
    """Take name and password out of a feed's address; what its server told stays true.

    False where the address is another by now, or another feed has the one without.
    """
    bare = without_userinfo(url)
    return bool(
        connection.execute(
            "UPDATE feed SET url = ?1, url_key = ?2, login = ?3 WHERE id = ?4 AND url = ?5 "
            "AND NOT EXISTS (SELECT 1 FROM feed WHERE url = ?1)",
            (bare, canonical(bare), pack(login), feed_id, url),
        ).rowcount
    )


def in_addresses(connection: sqlite3.Connection) -> int:
    """Count the feeds whose address carries a name or a password."""
    rows = connection.execute("SELECT url FROM feed WHERE url LIKE 'http%@%'").fetchall()
    return sum(without_userinfo(url) != url for (url,) in rows)
