"""Rows to choose from in a dialog.

They are drawn line by line, and only those in sight; 2,000 of them cost no more than 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import on
from textual.binding import Binding, BindingType
from textual.events import MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_reader.cells import cell_len, pad
from tui_reader.ui.themes import Ground, Ink
from tui_reader.ui.widgets.line_widget import LineWidget
from tui_reader.ui.widgets.lines import Line, Span, fit, line_width, strip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click
    from textual.geometry import Size

    from tui_reader.ui.themes import Inks
    from tui_reader.ui.widgets.glyphs import Glyphs

_MAX_LEAD = 16
_MIN_TEXT = 18
"""Cells of text that are worth more than what stands at the right edge."""
_WHEEL = 3


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
    """A choice as it is listed, with the places of the characters that the filter hit."""

    choice: Choice
    hits: frozenset[int] = frozenset()


class ChoiceRows(LineWidget, can_focus=True):
    """Rows and a cursor. Never more lines high than the screen can give."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("pagedown,ctrl+f,space", "page(1)", show=False),
        Binding("home,g", "edge(-1)", show=False),
        Binding("end,G", "edge(1)", show=False),
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

    def __init__(self, choices: Sequence[Choice] = (), *, beside: int = 0, empty: str = "") -> None:
        """Show ``choices``.

        Args:
            choices: The rows.
            beside: Lines in the same box that are not rows, blank ones included.
            empty: What to say where there is no row.
        """
        super().__init__()
        self._rows: list[Row] = [Row(choice) for choice in choices]
        self._beside = beside
        self._empty = empty
        self._most = len(self._rows)
        self._top = 0
        self._cursor = self._nearest(0, 1, -1)

    @property
    def chosen(self) -> Choice | None:
        """The choice under the cursor."""
        return self._rows[self._cursor].choice if 0 <= self._cursor < len(self._rows) else None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is listed now."""
        return tuple(row.choice for row in self._rows)

    def show(
        self, rows: Sequence[Row], *, empty: str = "", at: str = "", steady: bool = True
    ) -> None:
        """Replace the rows.

        Args:
            rows: The new ones.
            empty: What to say where there is none.
            at: The id of the row that gets the cursor; else it is the first.
            steady: The height only grows, so that the dialog does not jump while one types.
        """
        self._rows = list(rows)
        self._empty = empty
        self._most = max(self._most if steady else 0, len(self._rows))
        self._top = 0
        self._cursor = self._nearest(0, 1, -1)
        for index, row in enumerate(self._rows):
            if at and row.choice.id == at:
                self._cursor = index
        if self.size.height:
            self._reveal()
        self.redraw()
        self.refresh(layout=True)
        self.post_message(self.Highlighted(self.chosen))

    def show_choices(
        self, choices: Sequence[Choice], *, empty: str = "", steady: bool = False
    ) -> None:
        """Replace the rows by plain choices, by default at the height these need."""
        self.show([Row(choice) for choice in choices], empty=empty, steady=steady)

    def on_mount(self) -> None:
        """Tell the first row, so that its details show."""
        self.post_message(self.Highlighted(self.chosen))

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's signature
        viewport: Size,
        width: int,  # noqa: ARG002 - the same
    ) -> int:
        """As many lines as there were rows at most, within 80 % of the screen."""
        share = viewport.height * 4 // 5 if viewport.height >= 20 else viewport.height
        boxes = [node for node in self.ancestors if isinstance(node, Widget)]
        frames = sum(box.gutter.height for box in boxes if box is not self.screen)
        return max(1, min(max(self._most, 1), share - frames - self._beside))

    def action_step(self, by: int) -> None:
        """Go ``by`` rows on; headings are stepped over."""
        self._go(self._nearest(self._cursor + by, 1 if by > 0 else -1, self._cursor))

    def action_page(self, by: int) -> None:
        """Go ``by`` pages on."""
        last = len(self._rows) - 1
        target = min(max(self._cursor + by * max(1, self.size.height - 1), 0), last)
        step = 1 if by > 0 else -1
        self._go(self._nearest(target, step, self._nearest(target, -step, self._cursor)))

    def action_edge(self, direction: int) -> None:
        """Go to the first row, or to the last."""
        start = 0 if direction < 0 else len(self._rows) - 1
        self._go(self._nearest(start, -direction, self._cursor))

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
        index = event.y + self._top
        if 0 <= index < len(self._rows) and not self._rows[index].choice.heading:
            self._go(index)
            self.action_choose()

    @on(MouseScrollDown)
    @on(MouseScrollUp)
    def _wheel(self, event: MouseScrollDown | MouseScrollUp) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        down = isinstance(event, MouseScrollDown)
        self._top += _WHEEL if down else -_WHEEL
        self._top = max(0, min(self._top, len(self._rows) - self.size.height))
        self.redraw()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._reveal()
        self.redraw()

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the rows in sight, and the scrollbar where there are more."""
        body = width - 1
        if not self._rows:
            blank = strip_of((), width, Ground.BODY, inks)
            empty = self.signs.plain(self._empty)
            said = strip_of(((f" {empty}", Ink.MUTED),), width, Ground.BODY, inks)
            return [said, *[blank] * (height - 1)][:height]
        lead, signs = self._lead_width(), self.signs
        strips = []
        for index in range(self._top, self._top + height):
            ground = Ground.CURSOR if index == self._cursor else Ground.BODY
            line = _line(self._rows[index], body, lead, signs) if index < len(self._rows) else ()
            strips.append(strip_of(line, body, ground, inks))
        return self._with_scrollbar(strips, height, inks)

    def _with_scrollbar(self, strips: list[Strip], height: int, inks: Inks) -> list[Strip]:
        size = start = 0
        hidden = len(self._rows) - height
        if hidden > 0:
            size = max(1, height * height // len(self._rows))
            start = (height - size) * self._top // hidden
        plain = Segment(" ", inks.style(Ground.BODY, Ink.TEXT))
        thumb = Segment(" ", inks.style(Ground.BODY, Ink.SCROLL))
        return [
            Strip([*strip, thumb if start <= y < start + size else plain], strip.cell_length + 1)
            for y, strip in enumerate(strips)
        ]

    def _lead_width(self) -> int:
        signs = self.signs
        leads = (
            cell_len(signs.plain(row.choice.lead)) for row in self._rows if not row.choice.heading
        )
        return min(_MAX_LEAD, max(leads, default=0))

    def _nearest(self, start: int, step: int, otherwise: int) -> int:
        """Give the nearest row that can be chosen, from ``start`` in steps of ``step``."""
        index = start
        while 0 <= index < len(self._rows):
            if not self._rows[index].choice.heading:
                return index
            index += step
        return otherwise

    def _go(self, index: int) -> None:
        moved = index != self._cursor
        self._cursor = index
        self._reveal()
        self.redraw()
        if moved:
            self.post_message(self.Highlighted(self.chosen))

    def _reveal(self) -> None:
        """Bring the cursor into sight, with the headings right above it."""
        height = max(1, self.size.height)
        first = max(self._cursor, 0)
        while first > 0 and self._rows[first - 1].choice.heading:
            first -= 1
        top = max(self._top, self._cursor - height + 1)
        top = min(top, max(first, self._cursor - height + 1))
        self._top = max(0, min(top, len(self._rows) - height))


def _line(row: Row, width: int, lead_width: int, signs: Glyphs) -> Line:
    """Set lead, text and side of a row; the side goes where it would crowd the text."""
    choice = row.choice
    if choice.heading:
        return ((" ", Ink.TEXT), (choice.text, Ink.KEY))
    text_ink, lead_ink = (Ink.MUTED, Ink.MUTED) if choice.muted else (Ink.TEXT, Ink.KEY)
    lead = f" {pad(signs.plain(choice.lead), lead_width)}  " if lead_width else " "
    room = width - cell_len(lead) - 1
    side = signs.plain(choice.side)
    if side and cell_len(side) + 2 > room - min(_MIN_TEXT, cell_len(choice.text)):
        side = ""
    room -= cell_len(side) + 2 if side else 0
    text = fit(_with_hits(choice.text, row.hits, text_ink), room, signs.cut)
    gap = " " * (room - line_width(text) + 2 if side else 0)
    return ((lead, lead_ink), *text, (gap, Ink.TEXT), (side, Ink.MUTED))


def _with_hits(text: str, hits: frozenset[int], ink: Ink) -> list[Span]:
    """Cut a text into runs of characters that the filter hit, and those between."""
    if not hits:
        return [(text, ink)]
    runs: list[Span] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (at in hits) != (start in hits):
            runs.append((text[start:at], Ink.HIT if start in hits else ink))
            start = at
    return runs
