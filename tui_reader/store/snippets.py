"""The passage of a text in which a search has hit: for the few entries that are looked at.

The index holds no text, so it is taken from the entry itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.store import codec, entries, entry_page, search
from tui_reader.store.search import MAX_TERMS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from tui_reader.model.entry import EntryId

LENGTH = 320
"""Characters of a passage, but for the sign of what is before it: two lines of the widest list."""
_BEFORE = 60
"""Characters that lead up to the hit, at most."""
_LOOKED_AT = 1 << 20
"""Characters of HTML beyond which no hit is looked for."""


def snippets(
    connection: sqlite3.Connection, entry_ids: Sequence[EntryId], text: str
) -> dict[EntryId, str]:
    """Give the passage around the first word of ``text`` that title and excerpt do not show.

    Entries whose title and excerpt show all words are left out, and those of which the words stand
    where no passage can be found: in the names of authors, beyond a mebibyte of text.
    """
    words = [word.casefold() for word in re.findall(r"\w+", text) if len(word) > 1][:MAX_TERMS]
    found: dict[EntryId, str] = {}
    if not words:
        return found
    there = connection.execute(
        "SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?))",
        (codec.compact(list(entry_ids)),),
    ).fetchall()
    for (entry_id,) in there:
        content = entries.content_of(connection, entry_id)
        shown = f"{content.title} {content.excerpt}".casefold()
        missing = [word for word in words if word not in shown]
        if not missing:
            continue
        page = entry_page.get(connection, entry_id)
        for html in (page.html if page else "", content.html, content.summary_html):
            passage = _passage(html, missing)
            if passage:
                found[entry_id] = passage
                break
    return found


def _passage(html: str, words: Sequence[str]) -> str:
    text = " ".join(search.text_of(html[:_LOOKED_AT]).split())
    hit = re.search("|".join(rf"\b{re.escape(word)}" for word in words), text, re.IGNORECASE)
    if hit is None:
        return ""
    start = text.rfind(" ", 0, max(0, hit.start() - _BEFORE)) + 1
    end = text.rfind(" ", hit.end(), start + LENGTH) if len(text) > start + LENGTH else len(text)
    return ("… " if start else "") + clean_line(text[start : max(end, hit.end())])
