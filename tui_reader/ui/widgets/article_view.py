"""The article pane: shows a layout, scrolls it, steps through its links.

Nothing here looks at HTML: documents are built and laid out in a worker thread by
``article``, and what arrives are lines of spans with roles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.worker import get_current_worker

from tui_reader.article.entry import entry_beginning
from tui_reader.article.header import row_header
from tui_reader.article.lines import Layout, Line, LinkPlace, Role, Span, Weight
from tui_reader.cells import cell_len
from tui_reader.ui.widgets.article_inks import ArticleInks
from tui_reader.ui.widgets.article_shelf import Shelf
from tui_reader.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual import events

    from tui_reader.model.entry import Entry, EntryId, EntryRow
    from tui_reader.ui.themes import Inks

_WHEEL = 3
_GUTTER = 2
"""Blank cells at both sides of the text, at least."""
_SIDE_STEP = 8
_EMPTY = Layout(width=1, lines=(), anchors={})


class ArticleView(LineWidget, can_focus=True):
    """Shows one article."""

    measure: reactive[int] = reactive(72, repaint=False)
    """Cells that a line has at most."""

    @dataclass
    class LinkFocused(Message):
        """A link was stepped to; empty where none is chosen any more."""

        url: str

    @dataclass
    class LinkChosen(Message):
        """A link was followed that leads out of the article."""

        url: str

    @dataclass
    class ReachedEnd(Message):
        """The last line came into sight; once for each time the entry is shown."""

        entry_id: EntryId

    @dataclass
    class Rendered(Message):
        """The text is on the screen."""

        entry_id: EntryId

    def __init__(
        self,
        *,
        measure: int = 72,
        now: Callable[[], datetime] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(ArticleView.measure, measure)
        self.now = now
        self._shelf = Shelf()
        self._entry: Entry | None = None
        self._row: EntryRow | None = None
        self._layout = _EMPTY
        self._top = 0
        self._side = 0
        self._places: tuple[LinkPlace, ...] | None = None
        self._place = -1
        """Index of the chosen link in ``places``."""
        self._ended = False
        self._is_beginning = False
        """Only the first screens are laid out yet."""
        self._inks: ArticleInks | None = None
        self._inks_from: Inks | None = None
        self._strips: dict[int, Strip] = {}

    # What is shown.

    @property
    def entry_id(self) -> EntryId | None:
        """The entry whose text is shown, or is being laid out."""
        return self._entry.id if self._entry else None

    def show_row(self, row: EntryRow) -> None:
        """Show an entry's head at once; its text comes with ``show``."""
        if self._entry is not None and self._entry.id == row.id:
            return
        self._entry, self._row = None, row
        self._swap(self._row_layout(row), top=0)

    def show(self, entry: Entry) -> None:
        """Show an entry. The same entry again, changed, keeps its place on the screen."""
        same = self._entry is not None and self._entry.id == entry.id
        if not same:
            self._ended = False
        self._entry, self._row = entry, None
        width = self._text_width
        ready = self._shelf.layout(entry, width)
        if ready is not None:
            self._take(entry, ready, keep_place=same)
        elif self.size.width:
            self._lay_out(entry, width, keep_place=same)

    def prefetch(self, entry: Entry) -> None:
        """Lay an entry out that may be shown next."""
        if self.size.width and self._shelf.layout(entry, self._text_width) is None:
            self._lay_out_ahead(entry, self._text_width)

    def clear(self) -> None:
        """Show nothing."""
        self._entry = self._row = None
        self._swap(_EMPTY, top=0)

    @work(group="article", exclusive=True, exit_on_error=False, thread=True)
    def _lay_out(self, entry: Entry, width: int, *, keep_place: bool) -> None:
        worker = get_current_worker()
        beginning = None if keep_place else entry_beginning(entry, width)
        if beginning is not None and not worker.is_cancelled:
            self.app.call_from_thread(self._take_beginning, entry, beginning)
        layout = self._shelf.make(entry, width)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, entry, layout, keep_place=keep_place)

    @work(group="article-ahead", exit_on_error=False, thread=True)
    def _lay_out_ahead(self, entry: Entry, width: int) -> None:
        self._shelf.make(entry, width)

    def _take(self, entry: Entry, layout: Layout, *, keep_place: bool) -> None:
        """Show a layout that is ready, if it is still wanted."""
        if self._entry is None or self._entry.id != entry.id:
            return
        if layout.width != self._text_width:
            self._lay_out(entry, self._text_width, keep_place=keep_place)
            return
        if self._is_beginning:
            # The whole goes on below the lines that may be read already.
            self._is_beginning = False
            self._layout, self._places = layout, None
            self._strips.clear()
            self.redraw()
        else:
            top = _line_at(layout, *self._anchor) if keep_place else 0
            self._swap(layout, top=top)
        self.post_message(self.Rendered(entry.id))
        self.call_after_refresh(self._tell_end)

    def _take_beginning(self, entry: Entry, layout: Layout) -> None:
        """Show the first screens of a long article while the rest is being laid out."""
        if self._entry is not None and self._entry.id == entry.id:
            if layout.width == self._text_width:
                self._swap(layout, top=0)
                self._is_beginning = True

    def _swap(self, layout: Layout, *, top: int) -> None:
        had_link = self._place >= 0
        self._layout = layout
        self._is_beginning = False
        self._strips.clear()
        self._side = 0
        self._place, self._places = -1, None
        self._top = max(0, min(top, self._last_top))
        self.redraw()
        if had_link:
            self.post_message(self.LinkFocused(""))

    def _row_layout(self, row: EntryRow) -> Layout:
        width = self._text_width
        waiting = Line((Span("…", Role.MUTED),))
        return Layout(width=width, lines=(*row_header(row, width), waiting), anchors={})

    # Measure and size.

    @property
    def _text_width(self) -> int:
        return max(1, min(self.measure, self.size.width - 2 * _GUTTER))

    @property
    def _left(self) -> int:
        """Blank cells before the text."""
        room = self.size.width - 1
        return max(0, min(room, max(_GUTTER, (room - self._text_width) // 2)))

    @property
    def _last_top(self) -> int:
        return max(0, len(self._layout.lines) - self.size.height)

    @property
    def _anchor(self) -> tuple[int, int]:
        """Block and offset of the first line in sight; negative in the head."""
        lines = self._layout.lines
        if not lines or self._top >= len(lines):
            return 0, 0
        line = lines[self._top]
        return (line.block, line.offset) if line.block else (-self._top, 0)

    def watch_measure(self) -> None:
        """Wrap the text anew around the line that is read."""
        self._wrap_anew()

    def on_resize(self) -> None:
        """Wrap the text anew where the pane's width asks for it."""
        if self._layout.width != self._text_width or not self._layout.lines:
            self._wrap_anew()
        else:
            self._top = min(self._top, self._last_top)
            self._strips.clear()
            self.redraw()

    def _wrap_anew(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        if self._row is not None:
            self._swap(self._row_layout(self._row), top=0)
        elif self._entry is not None:
            self.show(self._entry)

    # Moving.

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._top >= self._last_top and not self._is_beginning

    @property
    def progress(self) -> tuple[int, int]:
        """The last line in sight, and how many there are."""
        total = len(self._layout.lines)
        return min(total, self._top + self.size.height), total

    @property
    def places(self) -> tuple[LinkPlace, ...]:
        """Where links stand; looked for when the first is wanted."""
        if self._places is None:
            self._places = self._layout.places()
        return self._places

    @property
    def focused_link(self) -> str:
        """The address of the chosen link; empty where none is."""
        places = self.places
        if self._place < 0:
            return ""
        link = self._layout.links[places[self._place].link]
        return link.url or link.shown

    def page_down(self) -> bool:
        """Go a page on, a line of it kept in sight; False at the end."""
        return self._go_to(self._top + max(1, self.size.height - 1))

    def page_up(self) -> bool:
        """Go a page back; False at the top."""
        return self._go_to(self._top - max(1, self.size.height - 1))

    def move(self, command_id: str) -> bool:
        """Carry out a ``move.*`` or ``link.*`` command; False where nothing came of it."""
        height = max(1, self.size.height)
        moves: dict[str, Callable[[], bool]] = {
            "move.down": lambda: self._go_to(self._top + 1),
            "move.up": lambda: self._go_to(self._top - 1),
            "move.half-down": lambda: self._go_to(self._top + height // 2),
            "move.half-up": lambda: self._go_to(self._top - height // 2),
            "move.page-down": self.page_down,
            "move.page-up": self.page_up,
            "move.top": lambda: self._go_to(0),
            "move.bottom": lambda: self._go_to(self._last_top),
            "move.left": lambda: self._scroll_sideways(-_SIDE_STEP),
            "move.right": lambda: self._scroll_sideways(_SIDE_STEP),
            "link.next": lambda: self._step_link(1),
            "link.previous": lambda: self._step_link(-1),
            "link.open": self._follow,
        }
        act = moves.get(command_id)
        return act() if act else False

    def _go_to(self, top: int) -> bool:
        top = max(0, min(top, self._last_top))
        if top == self._top:
            self._tell_end()
            return False
        self._top = top
        self.redraw()
        self._tell_end()
        return True

    def _scroll_sideways(self, cells: int) -> bool:
        """Move wide code and tables; never further than the widest line in sight."""
        lines = self._layout.lines[self._top : self._top + self.size.height]
        wide = max(
            (cell_len(line.text) - self._layout.width for line in lines if line.scrolls), default=0
        )
        side = max(0, min(self._side + cells, wide + 1 if wide > 0 else 0))
        if side == self._side:
            return False
        self._side = side
        self._strips.clear()
        self.redraw()
        return True

    def _tell_end(self) -> None:
        if self._entry is None or self._ended or self._is_beginning or not self._layout.lines:
            return
        if self.at_end:
            self._ended = True
            self.post_message(self.ReachedEnd(self._entry.id))

    # Links.

    def _step_link(self, step: int) -> bool:
        """Choose the next link from the one chosen, else from what is in sight."""
        places = self.places
        bottom = self._top + self.size.height
        if self._place >= 0 and self._top <= places[self._place].line < bottom:
            index = self._place + step
        elif step > 0:
            index = next((i for i, p in enumerate(places) if p.line >= self._top), len(places))
        else:
            index = max((i for i, p in enumerate(places) if p.line < bottom), default=-1)
        if not 0 <= index < len(places):
            return False
        self._choose(index)
        return True

    def _choose(self, index: int) -> None:
        self._place = index
        self._strips.clear()
        line = self.places[index].line
        if not self._top <= line < self._top + self.size.height:
            self._top = max(0, min(line - self.size.height // 3, self._last_top))
        self.redraw()
        self._tell_end()
        self.post_message(self.LinkFocused(self.focused_link))

    def _follow(self) -> bool:
        places = self.places
        if self._place < 0:
            return False
        self._follow_link(places[self._place].link)
        return True

    def _follow_link(self, index: int) -> None:
        """Jump inside the article, or ask for the link to be opened."""
        link = self._layout.links[index]
        line = self._layout.anchors.get(link.fragment) if link.fragment else None
        if line is not None:
            self._go_to(line)
        elif link.url or link.shown:
            self.post_message(self.LinkChosen(link.url or link.shown))

    # Mouse.

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on."""
        event.stop()
        self._go_to(self._top + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self._go_to(self._top - _WHEEL)

    def on_click(self, event: events.Click) -> None:
        """Choose the link that was clicked; a second click follows it."""
        span = self._span_at(event.x, event.y)
        if span is None or span.link is None:
            return
        event.stop()
        line = self._top + event.y
        places = self.places
        near = [i for i, p in enumerate(places) if p.link == span.link and p.line <= line]
        if near and near[-1] != self._place:
            self._choose(near[-1])
        else:
            self._follow_link(span.link)

    def _span_at(self, x: int, y: int) -> Span | None:
        number = self._top + y
        if number >= len(self._layout.lines):
            return None
        line = self._layout.lines[number]
        at = self._left
        for index, span in enumerate(line.spans):
            if line.scrolls and index == line.fixed:
                at -= self._side
            at += cell_len(span.text)
            if x < at:
                return span if x >= self._left else None
        return None

    # Drawing.

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the lines in sight, and the scrollbar."""
        if self._inks is None or self._inks_from is not inks:
            self._inks, self._inks_from = ArticleInks(inks), inks
            self._strips.clear()
        look = self._inks
        body = max(0, width - 1)
        lines = self._layout.lines
        blank = Strip.blank(body, look.plain)
        strips: list[Strip] = []
        for number in range(self._top, self._top + height):
            if number >= len(lines):
                strips.append(blank)
                continue
            strip = self._strips.get(number)
            if strip is None:
                strip = self._strips[number] = self._strip(lines[number], number, body, look)
            strips.append(strip)
        return self._with_scrollbar(strips, height, look)

    def _with_scrollbar(self, strips: list[Strip], height: int, look: ArticleInks) -> list[Strip]:
        total = len(self._layout.lines)
        start = size = 0
        if total > height:
            size = max(1, round(height * height / total))
            start = round(self._top / max(1, self._last_top) * (height - size))
        thumb, plain = Segment(" ", look.thumb), Segment(" ", look.plain)
        return [
            Strip([*strip, thumb if start <= y < start + size else plain], strip.cell_length + 1)
            for y, strip in enumerate(strips)
        ]

    def _strip(self, line: Line, number: int, width: int, look: ArticleInks) -> Strip:
        left = self._left
        segments = [Segment(" " * left, look.plain)]
        used = left
        spans: Sequence[Span] = line.spans
        edge = min(width, left + self._layout.width)
        if line.scrolls:
            spans = _scrolled(line, self._side, self._layout.width)
        for span in spans:
            segments.append(Segment(span.text, self._style(span, number, look)))
            used += cell_len(span.text)
        if line.fill is not None and used < edge:
            segments.append(Segment(" " * (edge - used), look.code))
            used = edge
        if used < width:
            segments.append(Segment(" " * (width - used), look.plain))
            used = width
        strip = Strip(segments, used)
        return strip if used == width else strip.crop(0, width)

    def _style(self, span: Span, number: int, look: ArticleInks) -> Style:
        style = look.style(span.role, span.weight, linked=span.link is not None)
        if span.link is None:
            return style
        if self._is_chosen(span.link, number):
            style += Style(reverse=True)
        url = self._layout.links[span.link].url
        return style + Style(link=url) if url else style

    def _is_chosen(self, link: int, number: int) -> bool:
        """Tell whether a link's span on this line belongs to the chosen stretch."""
        if self._place < 0 or self.places[self._place].link != link:
            return False
        places = self.places
        start = places[self._place].line
        following = next(
            (p.line for p in places[self._place + 1 :] if p.link == link), start + 1000
        )
        return start <= number <= start + 8 and (number < following or number == start)


def _line_at(layout: Layout, block: int, offset: int) -> int:
    """Find the line that shows a place, at whatever width it was noted."""
    if block <= 0:
        return -block
    found = 0
    for number, line in enumerate(layout.lines):
        if line.block > block or (line.block == block and line.offset > offset):
            break
        if line.spans:
            found = number
    return found


def _scrolled(line: Line, side: int, width: int) -> list[Span]:
    """Give what a wide line shows from cell ``side`` on, with an ellipsis where it is cut."""
    fixed = line.spans[: line.fixed]
    room = width - sum(cell_len(span.text) for span in fixed)
    strip = Strip(
        [Segment(span.text, None) for span in line.spans[line.fixed :]],
    )
    total = strip.cell_length
    out: list[Span] = list(fixed)
    start = side
    end = min(total, side + room)
    if start > 0 and start < total:
        out.append(Span("…", Role.CODE, Weight.PLAIN))
        start += 1
    cut = end < total
    if cut:
        end -= 1
    at = 0
    for span in line.spans[line.fixed :]:
        cells = cell_len(span.text)
        piece = Strip([Segment(span.text, None)], cells).crop(
            max(0, start - at), max(0, min(cells, end - at))
        )
        if piece.text and start < end:
            out.append(span._replace(text=piece.text))
        at += cells
    if cut:
        out.append(Span("…", Role.CODE, Weight.PLAIN))
    return out
