"""Articles that were written out and laid out lately, kept to be shown at once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.article.galley import Galley
    from tui_reader.article.lines import Layout
    from tui_reader.article.pictures import PictureRoom
    from tui_reader.ui.widgets.article_held import ArticleKey, HeldEntry

Folds = frozenset[int]
"""Numbers of folds."""
_MOST_GALLEYS = 6
_MOST_LAYOUTS = 6
_MOST_TURNED = 200
NO_FOLDS: Folds = frozenset()

_LayoutKey = tuple["ArticleKey", Folds, int, "PictureRoom | None"]


class Shelf:
    """Keeps the newest few articles and layouts, and which folds of them were turned.

    Used from several threads.
    """

    def __init__(self, hint: str = "") -> None:
        self._hint = hint
        """Which keys lead on from a text that is not all."""
        self.room: PictureRoom | None = None
        """How pictures are laid out now."""
        self.sight: PictureRoom | None = None
        """The same of the article that is shown, where boxes in sight were held."""
        self._galleys: OrderedDict[ArticleKey, Galley] = OrderedDict()
        self._layouts: OrderedDict[_LayoutKey, Layout] = OrderedDict()
        self._turned: OrderedDict[ArticleKey, Folds] = OrderedDict()
        self._lock = Lock()

    def layout(self, held: HeldEntry, width: int) -> Layout | None:
        """Give a layout that is ready."""
        # One without boxes for pictures is the same in every room.
        for room in dict.fromkeys((self.sight or self.room, self.room, None)):
            with self._lock:
                key = held.key, self._turned.get(held.key, NO_FOLDS), width, room
                layout = self._layouts.get(key)
                if layout is not None:
                    self._layouts.move_to_end(key)
                    return layout
        return None

    def turn(self, held: HeldEntry, folds: Folds) -> None:
        """Fold what is open of these, and unfold what is folded, in every layout from now on."""
        key = held.key
        with self._lock:
            self._turned[key] = self._turned.pop(key, NO_FOLDS) ^ folds
            while len(self._turned) > _MOST_TURNED:
                self._turned.popitem(last=False)

    def make(
        self,
        held: HeldEntry,
        width: int,
        room: PictureRoom | None,
        *,
        first: Callable[[Layout], None] | None = None,
    ) -> Layout:
        """Give the layout in a room for pictures, made now where it is not ready.

        Slow for a long article, or one with code: ``first`` is told what it begins with.
        """
        from tui_reader.article.entry import entry_layout  # noqa: PLC0415 - the first paint needs no HTML parser

        key = held.key
        with self._lock:
            turned = self._turned.get(key, NO_FOLDS)
            ready = self._layouts.get((key, turned, width, room)) or self._layouts.get(
                (key, turned, width, None)
            )
            galley = self._galleys.get(key)
        if ready is not None:
            return ready

        def laid(galley: Galley) -> Layout:
            folds = frozenset(range(len(galley.folds)))
            folded = galley.folded ^ (turned & folds)
            return entry_layout(held.head, galley, width, folded=folded, pictures=room)

        if galley is None:
            galley = self._galley(held, first and (lambda galley: first(laid(galley))))
        layout = laid(galley)
        with self._lock:
            self._galleys[key] = galley
            self._layouts[key, turned, width, layout.picture_room] = layout
            while len(self._galleys) > _MOST_GALLEYS:
                self._galleys.popitem(last=False)
            while len(self._layouts) > _MOST_LAYOUTS:
                self._layouts.popitem(last=False)
        return layout

    def _galley(self, held: HeldEntry, first: Callable[[Galley], None] | None) -> Galley:
        from tui_reader.article.entry import entry_galley, entry_galleys  # noqa: PLC0415 - the first paint needs no HTML parser

        if first is None:
            return entry_galley(held.whole(), hint=self._hint)
        galleys = entry_galleys(held.whole(), hint=self._hint)
        while not (galley := next(galleys)).is_whole:
            first(galley)
        return galley
