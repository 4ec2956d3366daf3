"""SQL about entries that changed after they were read: what they said then.

The first change keeps the text; it stays until the difference was looked at, or is gone because
the feed went back to the old text. So there is at most one row for an entry.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.store import codec, search

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tui_reader.model.entry import EntryContent, EntryId


def note(
    connection: sqlite3.Connection,
    entry_id: EntryId,
    texts: tuple[str, str],
    *,
    known: bool,
    now: datetime,
) -> None:
    """Note that a text is about to be written over; before ``entry_body`` is.

    Args:
        connection: The library.
        entry_id: The entry.
        texts: The text that is stored and the one that comes; differing white space is none.
        known: The person has read the entry, or begun to.
        now: The present.
    """
    stored, coming = map(_bare, texts)
    if stored == coming:
        return
    row = connection.execute(
        "SELECT body FROM entry_as_read WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    if row is not None:
        if _bare(_text(row[0])) == coming:
            forget(connection, entry_id)
    elif known:
        connection.execute(
            "INSERT INTO entry_as_read (entry_id, body, changed_at) "
            "SELECT entry_id, body, ? FROM entry_body WHERE entry_id = ?",
            (codec.micros(now), entry_id),
        )


def get(
    connection: sqlite3.Connection, entry_id: EntryId, content: EntryContent
) -> EntryContent | None:
    """Give the entry's content with the text as it was read; None where that has not changed."""
    row = connection.execute(
        "SELECT body FROM entry_as_read WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    if row is None:
        return None
    body = codec.unpack_body(row[0])
    return replace(
        content,
        html=body.get("html", ""),
        html_base=body.get("base", ""),
        summary_html=body.get("summary", ""),
        enclosures=codec.unpack_enclosures(body.get("enclosures", ())),
    )


def forget(connection: sqlite3.Connection, entry_id: EntryId) -> None:
    """Let the difference go: it was looked at."""
    connection.execute("DELETE FROM entry_as_read WHERE entry_id = ?", (entry_id,))


def _text(packed: bytes) -> str:
    body = codec.unpack_body(packed)
    return search.text_words(body.get("html", ""), body.get("summary", ""))


def _bare(text: str) -> str:
    """Leave white space out: markup that moves words apart changes no word."""
    return "".join(text.split())
