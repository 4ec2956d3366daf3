"""A widget that shows a layout: draws its lines, scrolls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.message import Message
from textual.strip import Strip

from tui_reader.article.direction import cells_of, in_cell_order
from tui_reader.article.lines import Layout
from tui_reader.bidi import has_rtl
from tui_reader.cells import cell_len
from tui_reader.ui.widgets.article_inks import ArticleInks
from tui_reader.ui.widgets.article_lines import scrolled
from tui_reader.ui.widgets.article_signs import in_ascii
from tui_reader.ui.widgets.glyphs import ASCII
from tui_reader.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.article.lines import Line, Span
    from tui_reader.ui.themes import Inks

GUTTER = 2
"""Blank cells at both sides of the text, at least."""
_WHEEL = 3
NOTHING = Layout(width=1, lines=(), anchors={})


class Chosen(NamedTuple):
    """The link that is chosen, and the lines on which it is."""

    link: int
    first: int
    last: int


class Overlay(NamedTuple):
    """Cells of a line that look otherwise, or show other text, for the moment."""

    start: int
    """Cells as drawn from where the text begins, as if nothing were scrolled sideways."""
    end: int
    style: Style
    text: str = ""
    """In place of what is there, and as wide; empty leaves it."""


class LayoutView(LineWidget):
    """Shows one layout, as wide as it is, in the middle."""

    @dataclass
    class Moved(Message):
        """Another part of the text is in sight, or another text."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._layout = NOTHING
        self._top = 0
        self._side = 0
        self._chosen: Chosen | None = None
        self._look: ArticleInks | None = None
        self._look_for: Inks | None = None
        self._strips: dict[tuple[int, bool], Strip] = {}
        """Lines as they were drawn, by number and whether beside the scrollbar's thumb."""

    # Size.

    @property
    def _left(self) -> int:
        """Blank cells before the text."""
        room = self.size.width - 1
        return max(0, min(room, max(GUTTER, (room - self._layout.width) // 2)))

    @property
    def _last_top(self) -> int:
        return max(0, len(self._layout.lines) - self.size.height)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._top >= self._last_top

    @property
    def at_top(self) -> bool:
        """Whether the first line is in sight."""
        return self._top == 0

    @property
    def progress(self) -> tuple[int, int]:
        """The last line in sight, and how many there are."""
        total = len(self._layout.lines)
        return min(total, self._top + self.size.height), total

    @property
    def layout_shown(self) -> Layout:
        """What is shown."""
        return self._layout

    @property
    def percent(self) -> int | None:
        """How much of the text was in sight, its links not counted; None where all of it is."""
        end, height = self._layout.end, self.size.height
        if end <= height:
            return None
        return min(100, (self._top + height) * 100 // end)

    # Scrolling.

    def page_down(self) -> bool:
        """Go a page on, a line of it kept in sight; False at the end."""
        return self._go_to(self._top + max(1, self.size.height - 1))

    def page_up(self) -> bool:
        """Go a page back; False at the top."""
        return self._go_to(self._top - max(1, self.size.height - 1))

    def _move(self, command_id: str) -> bool:
        """Carry out a ``move.*`` command; False where nothing came of it."""
        half = max(1, self.size.height // 2)
        targets = {
            "move.down": self._top + 1,
            "move.up": self._top - 1,
            "move.half-down": self._top + half,
            "move.half-up": self._top - half,
            "move.top": 0,
            "move.bottom": self._last_top,
        }
        if command_id in targets:
            return self._go_to(targets[command_id])
        if command_id in {"move.left", "move.right"}:
            return self._go_sideways(8 if command_id == "move.right" else -8)
        if command_id == "move.page-down":
            return self.page_down()
        return self.page_up() if command_id == "move.page-up" else False

    def _go_to(self, top: int) -> bool:
        top = max(0, min(top, self._last_top))
        moved = top != self._top
        if moved:
            self._top = top
            self._left_behind()
            self.redraw()
        self._scrolled()
        return moved

    def _scrolled(self) -> None:
        """Learn that the view was moved, or could not be."""

    def _left_behind(self) -> None:
        """Learn that other lines are in sight, or other cells of them."""
        self._tell_moved()

    def _text_changed(self) -> None:
        """Learn that another layout is shown."""
        self._tell_moved()

    def _text_grew(self) -> None:
        """Learn that more of the same text is shown below."""
        self._tell_moved()

    def _tell_moved(self) -> None:
        # To the app at once: through every container above, it would cost more than the step.
        self.app.post_message(self.Moved())

    def _go_sideways(self, cells: int) -> bool:
        """Move wide code; never further than the widest line in sight needs."""
        lines = self._layout.lines[self._top : self._top + self.size.height]
        over = [cell_len(line.text) - self._layout.width for line in lines if line.scrolls]
        side = max(0, min(self._side + cells, max(over, default=-1) + 1))
        if side == self._side:
            return False
        self._side = side
        self._left_behind()
        self.forget_strips()
        return True

    def _show_cells(self, number: int, start: int, end: int) -> None:
        """Move wide code so that these cells of a line are in sight."""
        line = self._layout.lines[number]
        if not line.scrolls:
            return
        fixed = sum(cell_len(span.text) for span in line.spans[: line.fixed])
        room = max(1, self._layout.width - fixed - 2)
        at = start - fixed
        if not self._side < at + 1 <= end - fixed <= self._side + room:
            self._side = 0 if end - fixed <= room else max(0, at - room // 3)
            self._left_behind()
            self.forget_strips()

    @on(events.MouseScrollDown)
    def _wheel_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._go_to(self._top + _WHEEL)

    @on(events.MouseScrollUp)
    def _wheel_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._go_to(self._top - _WHEEL)

    # Drawing.

    def in_order(self, frame: list[Strip]) -> list[Strip]:
        """Give the frame as it is: each line was put in order when it was drawn."""
        return frame

    def forget_strips(self) -> None:
        """Draw every line anew."""
        self._strips.clear()
        self.redraw()

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the lines in sight, and the scrollbar."""
        if self._look is None or self._look_for is not inks:
            self._look, self._look_for = ArticleInks(inks), inks
            self._strips.clear()
        look = self._look
        total = len(self._layout.lines)
        start = size = 0
        if total > height:
            size = max(1, round(height * height / total))
            start = round(self._top / max(1, self._last_top) * (height - size))
        return [
            self._edged(self._top + y, width, look, on_thumb=start <= y < start + size)
            for y in range(height)
        ]

    def _edged(self, number: int, width: int, look: ArticleInks, *, on_thumb: bool) -> Strip:
        """Give a line and the cell of the scrollbar beside it.

        What Textual works out for a strip it keeps with it: so a line that is drawn again is
        the same strip.
        """
        strip = self._strips.get((number, on_thumb))
        if strip is not None:
            return strip
        room = max(0, width - 1)
        drawn = self._strips.get((number, not on_thumb))
        lines = self._layout.lines
        if drawn is not None:
            body = drawn.crop(0, room)
        elif number < len(lines):
            body = self._strip(lines[number], number, room, look)
        else:
            body = Strip.blank(room, look.plain)
        edge = Segment(" ", look.thumb if on_thumb else look.plain)
        strip = self._strips[number, on_thumb] = Strip([*body, edge], body.cell_length + 1)
        return strip

    def _strip(self, line: Line, number: int, width: int, look: ArticleInks) -> Strip:
        used = self._left
        segments = [Segment(" " * used, look.plain)]
        edge = min(width, used + self._layout.width)
        spans = self._shown(number)
        if self.signs is ASCII:
            spans = tuple(map(in_ascii, spans))
        for span in spans:
            segments.append(Segment(span.text, self._style(span, number, look)))
            used += cell_len(span.text)
        if line.fill is not None and used < edge:
            segments.append(Segment(" " * (edge - used), look.code))
            used = edge
        if used < width:
            segments.append(Segment(" " * (width - used), look.plain))
        strip = Strip(segments, max(used, width))
        strip = strip if used <= width else strip.crop(0, width)
        for overlay in self._overlays(number, look):
            strip = self._laid_over(strip, overlay, number)
        return strip

    def _shown(self, number: int) -> tuple[Span, ...]:
        """Give a line as it is drawn: in the order of the cells, the part in sight."""
        line = self._layout.lines[number]
        if self.orders_text:
            line = line._replace(spans=in_cell_order(self._layout, number))
        return scrolled(line, self._side, self._layout.width) if line.scrolls else line.spans

    def _overlays(self, number: int, look: ArticleInks) -> Iterable[Overlay]:  # noqa: ARG002 - for those who have any
        """Give what looks otherwise on a line, in the order in which it is laid on."""
        return ()

    def _cells_of(self, number: int, start: int, end: int) -> list[tuple[int, int]]:
        """Give the stretches of cells in which some characters of a line are drawn."""
        text = self._layout.lines[number].text
        if self.orders_text and has_rtl(text):
            return cells_of(self._layout, number, start, end)
        return [(cell_len(text[:start]), cell_len(text[:end]))]

    def _shown_column(self, number: int, column: int) -> int:
        """Give the cell of the widget that shows a cell of a line; -1 where none does."""
        line = self._layout.lines[number]
        if line.scrolls and self._side:
            fixed = sum(cell_len(span.text) for span in line.spans[: line.fixed])
            if column >= fixed:
                column -= self._side
                if column < fixed:
                    return -1
        return self._left + column if column < self._layout.width else -1

    def _laid_over(self, strip: Strip, overlay: Overlay, number: int) -> Strip:
        shown = [
            at
            for column in range(overlay.start, overlay.end)
            if (at := self._shown_column(number, column)) >= 0
        ]
        if not shown:
            return strip
        start, end = shown[0], min(shown[-1] + 1, strip.cell_length)
        before, inside, after = strip.divide([start, end, strip.cell_length])
        if overlay.text:
            inside = Strip([Segment(overlay.text[: end - start], overlay.style)], end - start)
        else:
            styled = (
                Segment(each.text, (each.style or Style.null()) + overlay.style) for each in inside
            )
            inside = Strip(styled, inside.cell_length)
        return Strip.join((before, inside, after))

    def _style(self, span: Span, number: int, look: ArticleInks) -> Style:
        style = look.style(span.role, span.weight, linked=span.link is not None)
        if span.link is None:
            return style
        chosen = self._chosen
        if (
            chosen is not None
            and chosen.link == span.link
            and chosen.first <= number <= chosen.last
        ):
            style += Style(reverse=True)
        url = self._layout.links[span.link].hyperlink
        return style + Style(link=url) if url else style
