"""Articles that were written out and laid out lately, kept to be shown at once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.article.galley import Galley
    from tui_reader.article.lines import Layout
    from tui_reader.article.pictures import PictureRoom
    from tui_reader.model.entry import Entry

_MOST_GALLEYS = 6
_MOST_LAYOUTS = 6

_ArticleKey = tuple[int, str, object]
_LayoutKey = tuple[_ArticleKey, int, "PictureRoom | None"]


class Shelf:
    """Keeps the newest few articles and layouts; used from several threads."""

    def __init__(self, hint: str = "") -> None:
        self._hint = hint
        """Which keys lead on from a text that is not all."""
        self.room: PictureRoom | None = None
        """How pictures are laid out now."""
        self._galleys: OrderedDict[_ArticleKey, Galley] = OrderedDict()
        self._layouts: OrderedDict[_LayoutKey, Layout] = OrderedDict()
        self._lock = Lock()

    def layout(self, entry: Entry, width: int) -> Layout | None:
        """Give a layout that is ready."""
        # One without boxes for pictures is the same in every room.
        for room in (self.room, None):
            key = _key(entry), width, room
            with self._lock:
                layout = self._layouts.get(key)
                if layout is not None:
                    self._layouts.move_to_end(key)
                    return layout
        return None

    def make(self, entry: Entry, width: int) -> Layout:
        """Give the layout, made now where it is not ready; slow for a long article."""
        # The first paint needs no HTML parser.
        from tui_reader.article.entry import entry_galley, entry_layout  # noqa: PLC0415

        ready = self.layout(entry, width)
        if ready is not None:
            return ready
        key = _key(entry)
        with self._lock:
            galley = self._galleys.get(key)
        if galley is None:
            galley = entry_galley(entry, hint=self._hint)
        layout = entry_layout(entry, galley, width, pictures=self.room)
        with self._lock:
            self._galleys[key] = galley
            self._layouts[key, width, layout.picture_room] = layout
            while len(self._galleys) > _MOST_GALLEYS:
                self._galleys.popitem(last=False)
            while len(self._layouts) > _MOST_LAYOUTS:
                self._layouts.popitem(last=False)
        return layout


def _key(entry: Entry) -> _ArticleKey:
    page = entry.page
    return entry.id, entry.content.content_hash, page and (page.fetched_at, page.chosen)
