"""The entry that is shown; the texts of a long one are packed once it is laid out."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.model.entry import Entry

LONG = 50_000
"""Characters from which on texts are packed: a text may take four bytes for each."""
_LEVEL = 1

_NO_TEXTS = ("", "", "", "", "")
ArticleKey = tuple[int, str, object, bool]
"""What tells one text of an entry from another."""


class _Packed(NamedTuple):
    """Texts, and what else the entry has."""

    head: Entry
    lengths: tuple[int, ...]
    data: bytes


class HeldEntry:
    """One entry, whole when it is asked for. Used from several threads."""

    def __init__(self, entry: Entry) -> None:
        self.id = entry.id
        self.feed_id = entry.feed_id
        self.shows_page = entry.shown_page is not None
        self.shows_changes = entry.as_read is not None
        page = entry.page
        page_key = page and (page.fetched_at, page.chosen)
        self.key: ArticleKey = (
            entry.id,
            entry.content.content_hash,
            page_key,
            self.shows_changes,
        )
        self._entry: Entry | _Packed = entry

    @property
    def head(self) -> Entry:
        """The entry, perhaps without its texts."""
        held = self._entry
        return held.head if isinstance(held, _Packed) else held

    def whole(self) -> Entry:
        """Give the entry with its texts; some milliseconds for a book."""
        held = self._entry
        if not isinstance(held, _Packed):
            return held
        text = zlib.decompress(held.data).decode("utf-8", "surrogatepass")
        texts: list[str] = []
        for length in held.lengths:
            texts.append(text[:length])
            text = text[length:]
        return _with_texts(held.head, texts)

    @property
    def is_long(self) -> bool:
        """Whether there is something to pack."""
        held = self._entry
        return not isinstance(held, _Packed) and sum(map(len, _texts_of(held))) >= LONG

    def pack(self) -> None:
        """Keep the texts, if they are long, in a tenth of their room."""
        held = self._entry
        if isinstance(held, _Packed) or not self.is_long:
            return
        texts = _texts_of(held)
        data = "".join(texts).encode("utf-8", "surrogatepass")
        lengths = tuple(map(len, texts))
        self._entry = _Packed(_with_texts(held, _NO_TEXTS), lengths, zlib.compress(data, _LEVEL))


def _texts_of(entry: Entry) -> tuple[str, ...]:
    content, page, before = entry.content, entry.page, entry.as_read
    return (
        content.html,
        content.summary_html,
        page.html if page is not None else "",
        before.html if before is not None else "",
        before.summary_html if before is not None else "",
    )


def _with_texts(entry: Entry, texts: Sequence[str]) -> Entry:
    html, summary, of_page, before, summary_before = texts
    page, as_read = entry.page, entry.as_read
    return replace(
        entry,
        content=replace(entry.content, html=html, summary_html=summary),
        page=page and replace(page, html=of_page),
        as_read=as_read and replace(as_read, html=before, summary_html=summary_before),
    )
