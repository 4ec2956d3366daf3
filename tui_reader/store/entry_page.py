"""The row of an entry's own page: how the article that was found there is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.model.entry import EntryPage
from tui_reader.store import codec
from tui_reader.store.codec import storable

if TYPE_CHECKING:
    import sqlite3

    from tui_reader.model.entry import EntryId


def get(connection: sqlite3.Connection, entry_id: EntryId) -> EntryPage | None:
    """Give what came of fetching an entry's page; None where that was never tried."""
    row = connection.execute(
        "SELECT body, authors, excerpt, words, chosen, problem, fetched_at FROM entry_page "
        "WHERE entry_id = ?",
        (entry_id,),
    ).fetchone()
    if row is None:
        return None
    body = codec.unpack_body(row[0]) if row[0] is not None else {}
    return EntryPage(
        url=body.get("url", ""),
        html=body.get("html", ""),
        authors=codec.unpack_authors(row[1]),
        published_at=codec.optional_instant(body.get("published")),
        image_url=body.get("image", ""),
        language=body.get("language", ""),
        excerpt=row[2],
        words=row[3],
        chosen=bool(row[4]),
        problem=codec.unpack_problem(row[5]),
        fetched_at=codec.instant(row[6]),
    )


def put(connection: sqlite3.Connection, entry_id: EntryId, page: EntryPage) -> None:
    """Write the row, in place of the one that is there."""
    connection.execute(
        "INSERT OR REPLACE INTO entry_page "
        "(entry_id, body, authors, excerpt, words, chosen, problem, fetched_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry_id,
            _body(page) if page.html else None,
            codec.pack_authors(page.authors),
            storable(page.excerpt),
            page.words,
            page.chosen,
            codec.pack_problem(page.problem),
            codec.micros(page.fetched_at),
        ),
    )


def _body(page: EntryPage) -> bytes:
    return codec.pack_body(
        {
            "url": page.url,
            "html": page.html,
            "published": codec.optional_micros(page.published_at),
            "image": page.image_url,
            "language": page.language,
        }
    )
