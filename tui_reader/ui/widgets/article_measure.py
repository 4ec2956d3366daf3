"""How wide the lines of an article are: a measure for all, and those of blogs that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from tui_reader.ui.widgets.article_folds import FoldView
from tui_reader.ui.widgets.layout_view import GUTTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_reader.model.feed import FeedId


class MeasureView(FoldView):
    """Shows a text as wide as its blog's lines are to be."""

    measure: reactive[int] = reactive(72, repaint=False)
    """Cells that a line has at most, in blogs without a measure of their own."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.measures: Mapping[FeedId, int] = {}
        """By feed, where it has one of its own; set by ``set_measures``."""

    def measure_of(self, feed_id: FeedId) -> int:
        """Give the cells that a line of a feed's articles has at most."""
        return self.measures.get(feed_id, self.measure)

    def set_measures(self, measures: Mapping[FeedId, int]) -> None:
        """Take the measures that feeds have of their own, around the line that is read."""
        before = self._text_width
        self.measures = measures
        if self._text_width != before:
            self._wrap_anew()

    def watch_measure(self) -> None:
        """Wrap the text anew around the line that is read."""
        self._wrap_anew()

    @property
    def _shown_feed(self) -> FeedId | None:
        """Whose article is shown; None where there is none."""
        return None

    def _wrap_anew(self) -> None:
        """Lay what is shown out for another width."""

    @property
    def _text_width(self) -> int:
        return self._width_for(self._shown_feed)

    def _width_for(self, feed_id: FeedId | None) -> int:
        measure = self.measure if feed_id is None else self.measure_of(feed_id)
        return max(1, min(measure, self.size.width - 2 * GUTTER))
