"""Articles that were built and laid out lately, kept to be shown at once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.article.blocks import Document
    from tui_reader.article.lines import Layout
    from tui_reader.model.entry import Entry

_MOST_DOCUMENTS = 6
_MOST_LAYOUTS = 6

_DocumentKey = tuple[int, str]


class Shelf:
    """Keeps the newest few documents and layouts; used from several threads."""

    def __init__(self) -> None:
        self._documents: OrderedDict[_DocumentKey, Document] = OrderedDict()
        self._layouts: OrderedDict[tuple[_DocumentKey, int], Layout] = OrderedDict()
        self._lock = Lock()

    def layout(self, entry: Entry, width: int) -> Layout | None:
        """Give a layout that is ready."""
        with self._lock:
            layout = self._layouts.get((_key(entry), width))
            if layout is not None:
                self._layouts.move_to_end((_key(entry), width))
            return layout

    def make(self, entry: Entry, width: int) -> Layout:
        """Give the layout, made now where it is not ready; slow for a long article."""
        # The first paint needs no HTML parser.
        from tui_reader.article.entry import entry_document, entry_layout  # noqa: PLC0415

        ready = self.layout(entry, width)
        if ready is not None:
            return ready
        key = _key(entry)
        with self._lock:
            document = self._documents.get(key)
        if document is None:
            document = entry_document(entry.content)
        layout = entry_layout(entry, document, width)
        with self._lock:
            self._documents[key] = document
            self._layouts[key, width] = layout
            while len(self._documents) > _MOST_DOCUMENTS:
                self._documents.popitem(last=False)
            while len(self._layouts) > _MOST_LAYOUTS:
                self._layouts.popitem(last=False)
        return layout


def _key(entry: Entry) -> _DocumentKey:
    return entry.id, entry.content.content_hash
