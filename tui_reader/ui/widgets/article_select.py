"""Text of a layout selected with the mouse: copied unwrapped, shown in reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Offset
from textual.strip import Strip

from tui_reader.article.direction import read_between
from tui_reader.cells import cell_len
from tui_reader.ui.widgets.article_lines import copied, cut
from tui_reader.ui.widgets.layout_view import LayoutView

if TYPE_CHECKING:
    from textual.selection import Selection

    from tui_reader.article.lines import Line
    from tui_reader.ui.widgets.article_inks import ArticleInks
    from tui_reader.ui.widgets.article_lines import Place


class SelectView(LayoutView):
    """Shows a layout of which the mouse can select text."""

    ALLOW_SELECT = True

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the selected text, unwrapped."""
        left, lines = self._left, self._layout.lines
        start = selection.start or Offset(0, 0)
        end = selection.end or Offset(10_000, max(0, len(lines) - 1))
        first = self._unscrolled(start.y, max(0, start.x - left))
        last = self._unscrolled(end.y, max(0, end.x - left))
        if self.orders_text and lines:
            first, last = self._as_read((start.y, first), (min(end.y, len(lines) - 1), last))
        return copied(self._layout, (start.y, first), (end.y, last)), "\n"

    def _unscrolled(self, number: int, at: int) -> int:
        """Turn a character of a line, as drawn, into that of the whole line."""
        if not self._side or number >= len(self._layout.lines):
            return at
        line = self._layout.lines[number]
        edge = sum(len(span.text) for span in line.spans[: line.fixed])
        if not line.scrolls or at < edge:
            return at
        left_out = cut(line.spans[line.fixed :], 0, self._side)
        return at + sum(len(span.text) for span in left_out)

    def _as_read(self, start: Place, end: Place) -> tuple[int, int]:
        """Turn characters of the first and the last line, as drawn, into those that are read."""
        if start[0] == end[0]:
            return read_between(self._layout, start[0], start[1], end[1])
        first, _ = read_between(self._layout, start[0], start[1], 10_000)
        _, last = read_between(self._layout, end[0], 0, end[1])
        return first, last

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's form
        """Show what is selected now."""
        self.forget_strips()

    def render_line(self, y: int) -> Strip:
        """Give one strip that tells the place of each character: of what is under the mouse.

        Only here: to note it in every line that is drawn took longer than to draw them.
        """
        strip, number = super().render_line(y), self._top + y
        cells = self._selectable(number)
        if not cells:
            return strip
        text = strip.crop(0, cells).apply_offsets(0, number)
        return Strip.join((text, strip.crop(cells, strip.cell_length)))

    def _selectable(self, number: int) -> int:
        """Give the cells of a line, as drawn, in which text can be selected."""
        return max(0, self.size.width - 1) if number < len(self._layout.lines) else 0

    def _strip(self, line: Line, number: int, width: int, look: ArticleInks) -> Strip:
        return self._selected(super()._strip(line, number, width, look), number)

    def _selected(self, strip: Strip, number: int) -> Strip:
        """Show the part of a line that is selected in reverse."""
        selection = self.text_selection
        span = selection.get_span(number) if selection is not None else None
        if span is None:
            return strip
        text = strip.text.rstrip()
        start = max(span[0], self._left)
        end = len(text) if span[1] < 0 else min(span[1], len(text))
        if start >= end:
            return strip
        cuts = [cell_len(text[:start]), cell_len(text[:end]), strip.cell_length]
        before, inside, after = strip.divide(cuts)
        return Strip.join((before, inside.apply_style(Style(reverse=True)), after))
