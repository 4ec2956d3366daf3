"""A list with a cursor over items of any height, drawn by the line: the feeds and the entries.

It never asks how high all items together are: the view is anchored at an item and a line of
it, so that a step costs the same in a list of a hundred and of a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events, on
from textual.geometry import Region
from textual.strip import Strip

from tui_reader.ui.themes import Ground, Ink
from tui_reader.ui.widgets.line_widget import LineWidget
from tui_reader.ui.widgets.lines import strip_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from tui_reader.ui.themes import Inks
    from tui_reader.ui.widgets.lines import Line

_WHEEL = 3
_CACHED_STRIPS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What one item draws: its lines, and blank ones around them that no cursor covers."""

    lines: tuple[Line, ...]
    before: int = 0
    after: int = 0

    @property
    def height(self) -> int:
        """Lines in all."""
        return self.before + len(self.lines) + self.after


class CursorList(LineWidget, can_focus=True):
    """Moves a cursor over items and keeps it in sight."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.cursor = 0
        self._top = 0
        self._skip = 0
        self._strips: dict[tuple[Hashable, Ground], list[Strip]] = {}
        self._strips_for: tuple[int, Inks] | None = None
        self._follow = True
        self._drawn: dict[int, tuple[Hashable, int, Region]] = {}
        """By index, what the last frame showed of an item: its look, its height, and where."""
        self._drawn_of = 0
        """How many items there were."""

    # What a list of something says of it.

    def item_count(self) -> int:
        """Count the items at hand."""
        raise NotImplementedError

    def item(self, index: int, width: int) -> Item:
        """Lay one item out."""
        raise NotImplementedError

    def item_key(self, index: int) -> Hashable:
        """Give what the look of an item depends on, besides width and theme."""
        raise NotImplementedError

    def extent(self) -> tuple[int, int]:
        """Give how many items precede those at hand, and how many there are in all."""
        return 0, self.item_count()

    def moved(self, *, cursor: bool) -> None:
        """Learn that the view, or with it the cursor, was moved to other items."""

    # Moving.

    def move(self, command_id: str) -> bool:
        """Move by a ``move.*`` command; False where there is nowhere to go."""
        count = self.item_count()
        if not count:
            return False
        page = max(1, self.size.height)
        targets: dict[str, Callable[[], int]] = {
            "move.down": lambda: self.cursor + 1,
            "move.up": lambda: self.cursor - 1,
            "move.half-down": lambda: self._away(self.cursor, page // 2),
            "move.half-up": lambda: self._away(self.cursor, -(page // 2)),
            "move.page-down": lambda: self._away(self.cursor, page),
            "move.page-up": lambda: self._away(self.cursor, -page),
            "move.top": lambda: 0,
            "move.bottom": lambda: count - 1,
        }
        target = targets.get(command_id)
        return False if target is None else self.go_to(target())

    def go_to(self, index: int) -> bool:
        """Put the cursor on an item; False where it was there already."""
        index = max(0, min(index, self.item_count() - 1))
        was = self.cursor
        self._follow = True
        if index == was:
            if not self._in_sight(index):
                self.redraw()
            return False
        top, skip = self._top, self._skip
        before = self._region_of(was)
        self.cursor = index
        self._bring_into_sight()
        if (top, skip) == (self._top, self._skip) and before:
            after = self._region_of(index)
            self.redraw(*(region for region in (before, after) if region))
        else:
            self.redraw()
        self.moved(cursor=True)
        return True

    def _away(self, index: int, lines: int) -> int:
        """Find the item so many lines from another, at least one further."""
        step = 1 if lines > 0 else -1
        room, count = abs(lines), self.item_count()
        width = self._item_width()
        at = index
        while 0 <= at + step < count:
            room -= self.item(at + step, width).height
            if room < 0 and at != index:
                break
            at += step
            if room <= 0:
                break
        return at

    def _bring_into_sight(self) -> None:
        """Scroll as little as shows the whole item under the cursor."""
        width, height = self._item_width(), self.size.height
        if height <= 0 or not self.item_count():
            return
        if self.cursor < self._top or (self.cursor == self._top and self._skip):
            self._top, self._skip = self.cursor, 0
            return
        # From the cursor upwards: how far does the view reach?
        at, room = self.cursor, height - self._core_height(self.cursor, width)
        while at > self._top and room >= 0:
            at -= 1
            room -= self.item(at, width).height
        if at > self._top or room + self._skip < 0:
            self._top, self._skip = at, max(0, -room)

    def _core_height(self, index: int, width: int) -> int:
        item = self.item(index, width)
        return min(item.before + len(item.lines), max(1, self.size.height))

    def scroll_lines(self, lines: int) -> None:
        """Scroll without moving the cursor."""
        width, count = self._item_width(), self.item_count()
        if not count:
            return
        self._follow = False
        top, skip = self._top, self._skip + lines
        while skip < 0 and top > 0:
            top -= 1
            skip += self.item(top, width).height
        skip = max(0, skip)
        while top < count - 1 and skip >= self.item(top, width).height:
            skip -= self.item(top, width).height
            top += 1
        self._top, self._skip = self._not_past_end(top, skip, width)
        self.redraw()
        self.moved(cursor=False)

    def _not_past_end(self, top: int, skip: int, width: int) -> tuple[int, int]:
        """Keep the last line at the foot of the view, as far as there are lines."""
        height, count = self.size.height, self.item_count()
        below = -skip
        for index in range(top, count):
            below += self.item(index, width).height
            if below >= height:
                return top, skip
        missing = height - below
        skip -= missing
        while skip < 0 and top > 0:
            top -= 1
            skip += self.item(top, width).height
        return top, max(0, skip)

    def shift(self, by: int) -> None:
        """Follow items that were put in (or dropped, below zero) before those at hand."""
        self.cursor = max(0, self.cursor + by)
        self._top = max(0, self._top + by)

    def forget_look(self) -> None:
        """Lay everything out anew: density, ages or words have changed."""
        self._strips.clear()
        self.redraw()

    # Drawing.

    def _item_width(self) -> int:
        return max(1, self.size.width - 1)

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the items in sight, and the scrollbar."""
        if self._strips_for != (width, inks):
            self._strips.clear()
            self._strips_for = (width, inks)
            if self._follow:
                self._bring_into_sight()
        count = self.item_count()
        self.cursor = max(0, min(self.cursor, count - 1))
        self._top = max(0, min(self._top, count - 1))
        body = max(1, width - 1)
        strips: list[Strip] = []
        index, skip = self._top, self._skip
        self._drawn.clear()
        self._drawn_of = count
        while index < count and len(strips) < height:
            above = len(strips)
            whole = self._item_strips(index, body, inks)
            strips.extend(whole[skip:])
            region = Region(0, above, width, min(len(strips), height) - above)
            self._drawn[index] = (self.item_key(index), len(whole), region)
            index, skip = index + 1, 0
        shown = index - self._top
        blank = Strip.blank(body, inks.style(Ground.BODY, Ink.TEXT))
        strips = strips[:height] + [blank] * max(0, height - len(strips))
        return self._with_scrollbar(strips, shown, height, inks)

    @property
    def drawn(self) -> Sequence[int]:
        """The items of which the last frame showed something."""
        return tuple(self._drawn)

    def redraw_changed(self) -> None:
        """Draw anew the items in sight that look different; the others may stay as they are."""
        if self.item_count() != self._drawn_of or self._top not in self._drawn:
            self.redraw()
            return
        changed: list[Region] = []
        for at, (key, height, region) in self._drawn.items():
            if key == self.item_key(at):
                continue
            if self.item(at, self._item_width()).height != height:
                self.redraw()
                return
            changed.append(region)
        if changed:
            self.redraw(*changed)

    def _item_strips(self, index: int, width: int, inks: Inks) -> list[Strip]:
        ground = Ground.BODY
        if index == self.cursor:
            ground = Ground.CURSOR if self.has_focus else Ground.RESTING
        key = (self.item_key(index), ground)
        strips = self._strips.get(key)
        if strips is None:
            if len(self._strips) > _CACHED_STRIPS:
                self._strips.clear()
            item = self.item(index, width)
            blank = Strip.blank(width, inks.style(Ground.BODY, Ink.TEXT))
            strips = [
                *[blank] * item.before,
                *(strip_of(line, width, ground, inks) for line in item.lines),
                *[blank] * item.after,
            ]
            self._strips[key] = strips
        return strips

    def _with_scrollbar(
        self, strips: list[Strip], shown: int, height: int, inks: Inks
    ) -> list[Strip]:
        before, total = self.extent()
        plain = Segment(" ", inks.style(Ground.BODY, Ink.TEXT))
        start = size = 0
        if total > shown or self._skip or self._top:
            size = max(1, round(height * min(1.0, shown / max(1, total))))
            place = (before + self._top) / max(1, total - shown)
            start = round(min(1.0, place) * (height - size))
        thumb = Segment(" ", inks.style(Ground.BODY, Ink.SCROLL))
        return [
            Strip([*strip, thumb if start <= y < start + size else plain], strip.cell_length + 1)
            for y, strip in enumerate(strips)
        ]

    def _region_of(self, index: int) -> Region | None:
        """Give where an item is drawn, None where it is not in sight."""
        y = -self._skip
        width = self._item_width()
        for at in range(self._top, self.item_count()):
            item = self.item(at, width)
            if at == index:
                return Region(0, max(0, y), self.size.width, item.height + min(0, y))
            y += item.height
            if y >= self.size.height:
                break
        return None

    def _in_sight(self, index: int) -> bool:
        return self._region_of(index) is not None

    # Mouse and focus.

    def index_at(self, y: int) -> int | None:
        """Give the item that is drawn at a row of the widget."""
        line = -self._skip
        for at in range(self._top, self.item_count()):
            line += self.item(at, self._item_width()).height
            if y < line:
                return at
            if line >= self.size.height:
                break
        return None

    @on(events.MouseScrollDown)
    def _wheel_down(self, event: events.MouseScrollDown) -> None:
        """Scroll; the wheel moves no cursor and marks nothing."""
        event.stop()
        self.scroll_lines(_WHEEL)

    @on(events.MouseScrollUp)
    def _wheel_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.scroll_lines(-_WHEEL)

    @on(events.Focus)
    @on(events.Blur)
    def _show_focus(self) -> None:
        """Show the cursor as the one that keys move, or at rest."""
        self.redraw()

    @on(events.Resize)
    def _resized(self) -> None:
        """Keep the cursor's item in sight."""
        if self._follow:
            self._bring_into_sight()
        self.redraw()
