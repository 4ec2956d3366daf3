"""The folds of an article: turned at their line, and opened by whatever leads into them."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from tui_reader.ui.widgets.article_headings import top_over
from tui_reader.ui.widgets.article_place import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.article.lines import Layout
    from tui_reader.model.reading import Stop


class FoldView(PlaceView):
    """Shows a text parts of which are folded away; the line of a fold is a link that turns it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._wanted: Callable[[Layout], int] | None = None
        """Finds the line to go to in the layout that is being made."""
        self._turned_link = -1
        """The link that turned a fold, chosen again when the text is laid out."""
        self._revealed_heading = -1
        """The heading gone to in a fold, the one that is read when the text is laid out."""

    @abstractmethod
    def _turn_folds(self, folds: frozenset[int]) -> None:
        """Have the text laid out with these folds turned, the place in it kept."""

    def reveal(self, block: int) -> bool:
        """Go to a leaf block, and unfold whatever hides it.

        Returns:
            Whether something is unfolded first; the text moves when that is done.
        """
        folds = self._layout.folded & self._layout.folds_over(block)
        self._unfold(folds, lambda layout: layout.line_at(block, 0))
        return bool(folds)

    @property
    def is_unfolding(self) -> bool:
        """Whether the text will move once something is unfolded."""
        return self._wanted is not None

    def go_to_heading(self, index: int) -> None:
        """Bring a heading to the top, unfolding whatever hides it."""
        if self.is_unfolding:
            return
        folds = self._folds_over_heading(index)
        if not folds:
            super().go_to_heading(index)
            return
        self._revealed_heading = index
        self._unfold(folds, lambda layout: top_over(layout, index))

    def _is_reached(self, index: int) -> bool:
        if not self._folds_over_heading(index):
            return super()._is_reached(index)
        return self.headings[index].line < self._top  # the way on from its fold leads into it

    def _folds_over_heading(self, index: int) -> frozenset[int]:
        layout = self._layout
        return layout.folded & layout.folds_over(layout.headings[index].block)

    def find(self, text: str, *, start: int) -> None:
        """Mark what is looked for, in what is folded as well, which is unfolded for good."""
        super().find(text, start=start)
        if text.strip() and self._layout.folded:
            self._start = start  # what is unfolded is searched anew
            self._turn_folds(self._layout.folded)

    def _unfold(self, folds: frozenset[int], wanted: Callable[[Layout], int]) -> None:
        if folds:
            self._wanted = wanted
            self._turn_folds(folds)
        else:
            self._go_to(wanted(self._layout))

    def _follow_link(self, index: int) -> None:
        """Turn a fold, jump into one, or do what links do."""
        layout = self._layout
        link = layout.links[index]
        line = layout.anchors.get(link.fragment) if link.fragment else None
        if link.fold >= 0:
            self._turned_link = index
            self._turn_folds(frozenset({link.fold}))
        elif line is not None:
            block = layout.hidden_anchors.get(link.fragment, layout.lines[line].block)
            folds = layout.folded & (layout.folds_over(block) | layout.folds_under(block))
            self._unfold(folds, lambda layout: layout.anchors[link.fragment])
        else:
            super()._follow_link(index)

    def _begin_at(self, stop: Stop | None) -> None:
        super()._begin_at(stop)
        self._wanted, self._turned_link, self._revealed_heading = None, -1, -1

    def _take_due_top(self, layout: Layout) -> int | None:
        wanted, self._wanted = self._wanted, None
        due = super()._take_due_top(layout)
        return due if wanted is None else wanted(layout)

    def _text_changed(self) -> None:
        super()._text_changed()
        heading, self._revealed_heading = self._revealed_heading, -1
        if 0 <= heading < len(self.headings):
            self._went_to = heading, self._top
        link, self._turned_link = self._turned_link, -1
        if link >= 0:
            places = enumerate(self._link_places)
            index = next((index for index, place in places if place.link == link), -1)
            if index >= 0:
                self._choose(index)
