"""The footer: keys by rank at the left, the state of the sync at the right, whole items only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.cells import cell_len
from tui_reader.clean import clean_line
from tui_reader.ui.themes import Ground, Ink
from tui_reader.ui.widgets.glyphs import UNICODE, Glyphs
from tui_reader.ui.widgets.line_widget import LineWidget
from tui_reader.ui.widgets.lines import BETWEEN, fit, line_width, spread, strip_of, whole_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip
    from textual.timer import Timer

    from tui_reader.ui.themes import Inks
    from tui_reader.ui.widgets.lines import Line, Span

FLASH_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """A sentence that stands in for the keys for a moment."""

    text: str
    hint: str = ""
    """What to press next: “u undo”. Goes first where there is no room."""
    is_error: bool = False


def compose_status(
    width: int, items: Sequence[tuple[str, str]], state: str, flash: Flash | None
) -> Line:
    """Set the footer in ``width`` cells.

    Args:
        width: Cells, one of margin at either side included.
        items: Keys and labels, by rank; the first is never dropped.
        state: The right side; goes before the first item would.
        flash: In place of the items.
    """
    room = max(0, width - 2)
    left: tuple[Span, ...]
    if flash is not None:
        left = _flash_spans(flash, room)
        if line_width(left) + BETWEEN + cell_len(state) > room:
            state = ""
    else:
        needed = cell_len(state) + BETWEEN if state else 0
        left = whole_items(items, room - needed)
        if not left:
            state, left = "", whole_items(items, room)
    right: tuple[Span, ...] = ((state, Ink.MUTED),) if state else ()
    return ((" ", Ink.TEXT), *spread(left, right, room))


def _flash_spans(flash: Flash, room: int) -> tuple[Span, ...]:
    text = clean_line(flash.text)
    ink = Ink.ERROR if flash.is_error else Ink.TEXT
    hint = f" · {flash.hint}" if flash.hint else ""
    if cell_len(text) + cell_len(hint) <= room:
        return (text, ink), (hint, Ink.MUTED)
    return ((whole_words(text, room), ink),)


def whole_words(text: str, room: int) -> str:
    """Cut a sentence between words, with an ellipsis; a single long word where it must be."""
    if cell_len(text) <= room:
        return text
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words) + " …"
        if cell_len(shorter) <= room:
            return shorter
    return "".join(part for part, _ in fit(((text, Ink.TEXT),), room))


class StatusLine(LineWidget):
    """Shows the footer; a flash passes by itself."""

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._items: tuple[tuple[str, str], ...] = ()
        self._state = ""
        self._target = ""
        self._flash: Flash | None = None
        self._timer: Timer | None = None

    def show_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Change the keys."""
        items = tuple((self._glyphs.plain(key), label) for key, label in items)
        if items != self._items:
            self._items = items
            self.redraw()

    def show_state(self, state: str) -> None:
        """Change the right side."""
        if state != self._state:
            self._state = state
            self.redraw()

    def show_target(self, target: str) -> None:
        """Show where the chosen link leads, until it is empty."""
        if target != self._target:
            self._target = target
            self.redraw()

    def flash(self, flash: Flash) -> None:
        """Show a sentence for three seconds."""
        self._flash = flash
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(FLASH_SECONDS, self._pass)
        self.redraw()

    @property
    def shown_flash(self) -> str:
        """The sentence that is being shown."""
        return self._flash.text if self._flash else ""

    @property
    def state(self) -> str:
        """What the right side says."""
        return self._state

    def _pass(self) -> None:
        self._flash = None
        self.redraw()

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the one row."""
        flash = self._flash
        if flash is None and self._target:
            flash = Flash(text=self._target)
        line = tuple(
            (self._glyphs.plain(text), ink)
            for text, ink in compose_status(width, self._items, self._state, flash)
        )
        return [strip_of(line, width, Ground.FOOTER, inks)] * height
