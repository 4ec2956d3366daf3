"""Rows to choose from in a dialog.

Rows are drawn line by line, and only those in sight; 2,000 of them cost no more than 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui_reader.cells import cell_len, pad, truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.events import Click

_MAX_LEAD = 16
_MIN_TEXT = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One row. All its text is clean."""

    id: str
    text: str
    lead: str = ""
    """Before the text, in a column of its own: a key, a number, a mark."""
    side: str = ""
    """At the right edge; left out where the row is narrow."""
    detail: str = ""
    """Shown below the list while the cursor is here."""
    beside: str = ""
    """Words that find the row though it does not show them."""
    muted: bool = False
    heading: bool = False
    """A group's name: never chosen, and gone while a filter is on."""


@dataclass(frozen=True, slots=True)
class Row:
    """A choice as it is listed, with the characters that the filter hit."""

    choice: Choice
    hits: frozenset[int] = frozenset()


class ChoiceRows(ScrollView, can_focus=True):
    """Rows and a cursor. Never more lines high than the screen can give."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--text",
        "rows--muted",
        "rows--lead",
        "rows--hit",
        "rows--heading",
        "rows--cursor",
        "rows--cursor-hit",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("pagedown,ctrl+f,space", "page(1)", show=False),
        Binding("home,g", "first", show=False),
        Binding("end,G", "last", show=False),
        Binding("enter,l", "choose", show=False),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor went to another row, or to none."""

        choice: Choice | None

    @dataclass
    class Chosen(Message):
        """A row was chosen."""

        choice: Choice

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        beside: int = 0,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:
        """Show ``choices``.

        Args:
            choices: The rows.
            beside: Lines in the same box that are not rows, blank ones included.
            empty: What to say where there is no row.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._rows = [Row(choice) for choice in choices]
        self._beside = beside
        self._empty = empty
        self._lead = 0
        self._most = len(self._rows)
        self._cursor = -1
        self._cursor = self._selectable(0, 1)
        self._measure()

    @property
    def chosen(self) -> Choice | None:
        """The choice under the cursor."""
        return self._rows[self._cursor].choice if 0 <= self._cursor < len(self._rows) else None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is listed now."""
        return tuple(row.choice for row in self._rows)

    def show(self, rows: Sequence[Row], *, empty: str = "", at: str = "") -> None:
        """Replace the rows; the cursor goes to the row with the id ``at``, else to the first."""
        self._rows = list(rows)
        self._empty = empty
        self._most = max(self._most, len(self._rows))
        self._cursor = -1
        self._cursor = self._selectable(0, 1)
        for index, row in enumerate(self._rows):
            if at and row.choice.id == at:
                self._cursor = index
        self._measure()
        self.scroll_to(y=0, animate=False)
        self.refresh(layout=True)
        self.call_after_refresh(self._reveal)
        self.post_message(self.Highlighted(self.chosen))

    def show_choices(
        self, choices: Sequence[Choice], *, empty: str = "", at: str = "", steady: bool = False
    ) -> None:
        """Replace the rows by other ones, and take the height they need.

        With ``steady`` the height only grows, so that the dialog does not jump.
        """
        if not steady:
            self._most = 0
        self.show([Row(choice) for choice in choices], empty=empty, at=at)

    def on_mount(self) -> None:
        """Tell the first row, so that its details show."""
        self.post_message(self.Highlighted(self.chosen))

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's signature
        viewport: Size,
        width: int,  # noqa: ARG002 - the same
    ) -> int:
        """As many lines as there were rows at most, within 80 % of the screen.

        It does not shrink while a filter is typed: the dialog would jump.
        """
        share = viewport.height * 4 // 5 if viewport.height >= 20 else viewport.height
        boxes = [node for node in self.ancestors if isinstance(node, Widget) and node.parent]
        frames = sum(box.gutter.height for box in boxes if box is not self.screen)
        return max(1, min(max(self._most, 1), share - frames - self._beside))

    def get_content_width(
        self,
        container: Size,
        viewport: Size,  # noqa: ARG002 - Textual's signature
    ) -> int:
        """Take the width the dialog has."""
        return container.width

    def action_step(self, by: int) -> None:
        """Go ``by`` rows on; headings are stepped over."""
        self._go(self._selectable(self._cursor + by, 1 if by > 0 else -1))

    def action_page(self, by: int) -> None:
        """Go ``by`` pages on."""
        target = self._cursor + by * max(1, self.size.height - 1)
        target = min(max(target, 0), len(self._rows) - 1)
        self._go(self._selectable(target, 1 if by > 0 else -1, turn=True))

    def action_first(self) -> None:
        """Go to the first row."""
        self._go(self._selectable(0, 1))

    def action_last(self) -> None:
        """Go to the last row."""
        self._go(self._selectable(len(self._rows) - 1, -1))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.chosen is not None:
            self.post_message(self.Chosen(self.chosen))

    def pick(self, number: int) -> None:
        """Choose the row of that 1-based number, if there is one."""
        if 1 <= number <= len(self._rows):
            self._go(number - 1)
            self.action_choose()

    def on_click(self, event: Click) -> None:
        """Choose the row that was clicked."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < len(self._rows) and not self._rows[index].choice.heading:
            self._go(index)
            self.action_choose()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if not self._rows and index == 0:
            text = pad(f" {self._empty}", width)
            return Strip([Segment(text, self._style("rows--muted"))], width)
        if index >= len(self._rows):
            return Strip.blank(width, self._style("rows--text"))
        row = self._rows[index]
        if row.choice.heading:
            text = pad(f" {row.choice.text}", width)
            return Strip([Segment(text, self._style("rows--heading"))], width)
        return Strip(self._segments(row, width, cursor=index == self._cursor), width)

    def _segments(self, row: Row, width: int, *, cursor: bool) -> list[Segment]:
        choice = row.choice
        text_style = self._style("rows--muted" if choice.muted else "rows--text")
        muted, lead_style = self._style("rows--muted"), self._style("rows--lead")
        hit = self._style("rows--hit")
        if cursor:
            text_style = muted = lead_style = self._style("rows--cursor")
            hit = self._style("rows--cursor-hit")
        lead = f" {pad(choice.lead, self._lead)}  " if self._lead else " "
        room = width - cell_len(lead) - 1
        side = choice.side
        if side and cell_len(side) + 2 > room - min(_MIN_TEXT, cell_len(choice.text)):
            side = ""
        room -= cell_len(side) + 2 if side else 0
        text = truncate(choice.text, room)
        gap = " " * (room - cell_len(text))
        segments = [Segment(lead, lead_style if not choice.muted or cursor else muted)]
        segments += _with_hits(text, row.hits, text_style, hit)
        segments.append(Segment(f"{gap}  {side} " if side else f"{gap} ", muted))
        return segments

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    def _measure(self) -> None:
        leads = [cell_len(row.choice.lead) for row in self._rows if not row.choice.heading]
        self._lead = min(_MAX_LEAD, max(leads, default=0))
        self.virtual_size = Size(0, len(self._rows))

    def _selectable(self, start: int, step: int, *, turn: bool = False) -> int:
        """Give the nearest row that can be chosen, from ``start`` in steps of ``step``.

        Without one it is the cursor's own row, or with ``turn`` the nearest the other way.
        """
        index = start
        while 0 <= index < len(self._rows):
            if not self._rows[index].choice.heading:
                return index
            index += step
        if turn:
            return self._selectable(start, -step)
        return self._cursor

    def _go(self, index: int) -> None:
        if index == self._cursor:
            self._reveal()
            return
        self._cursor = index
        self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self.chosen))

    def _reveal(self) -> None:
        """Bring the cursor into sight, with the headings right above it."""
        top = max(self._cursor, 0)
        while top > 0 and self._rows[top - 1].choice.heading:
            top -= 1
        height = self._cursor - top + 1
        self.scroll_to_region(Region(0, top, 1, max(height, 1)), animate=False)


def _with_hits(text: str, hits: frozenset[int], style: Style, hit: Style) -> list[Segment]:
    """Cut a text into runs of characters that the filter hit, and those between."""
    if not hits:
        return [Segment(text, style)]
    runs: list[Segment] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (at in hits) != (start in hits):
            runs.append(Segment(text[start:at], hit if start in hits else style))
            start = at
    return runs
