"""The one widget for every “nothing here”: what is so, why, and the key to press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.cells import cell_len, wrap
from tui_reader.clean import clean_line
from tui_reader.ui.themes import Ground, Ink
from tui_reader.ui.widgets.glyphs import UNICODE, Glyphs
from tui_reader.ui.widgets.line_widget import LineWidget
from tui_reader.ui.widgets.lines import strip_of

if TYPE_CHECKING:
    from textual.strip import Strip

    from tui_reader.ui.themes import Inks
    from tui_reader.ui.widgets.lines import Line

MOST_CELLS = 44
_KEY_CELLS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What an empty place says."""

    what: str
    why: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    """Keys in the form for people, and what each does."""
    after: str = ""
    """A last muted remark."""


def notice_lines(notice: Notice, width: int, glyphs: Glyphs = UNICODE) -> list[Line]:
    """Set a notice in at most ``width`` cells; every line starts at the same column."""
    lines: list[Line] = [
        ((line, Ink.STRONG),) for line in wrap(glyphs.plain(clean_line(notice.what)), width)
    ]
    for text in filter(None, (notice.why,)):
        lines.append(())
        lines += [((line, Ink.MUTED),) for line in wrap(glyphs.plain(clean_line(text)), width)]
    if notice.keys:
        lines.append(())
    column = max([_KEY_CELLS, *(cell_len(key) + 2 for key, _ in notice.keys)])
    for key, text in notice.keys:
        first, *rest = wrap(glyphs.plain(clean_line(text)), max(1, width - column)) or [""]
        lines.append(
            ((key, Ink.KEY), (" " * (column - cell_len(key)), Ink.TEXT), (first, Ink.TEXT))
        )
        lines += [((" " * column, Ink.TEXT), (line, Ink.TEXT)) for line in rest]
    if notice.after:
        lines.append(())
        lines += [
            ((line, Ink.MUTED),) for line in wrap(glyphs.plain(clean_line(notice.after)), width)
        ]
    return lines


class EmptyState(LineWidget):
    """Shows a notice in the middle of where there is nothing else."""

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self.display = False
        self._glyphs = glyphs
        self.notice: Notice | None = None

    def say(self, notice: Notice | None) -> None:
        """Show a notice; None hides the widget."""
        if notice != self.notice:
            self.notice = notice
            self.redraw()
        self.display = notice is not None

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the notice: a third of the free rows above it, left-aligned in a centred block."""
        if self.notice is None:
            return []
        lines = notice_lines(self.notice, max(1, min(MOST_CELLS, width - 4)), self._glyphs)
        block = max((sum(cell_len(text) for text, _ in line) for line in lines), default=0)
        left = " " * max(1, (width - block) // 2)
        above = max(0, (height - len(lines)) // 3)
        blank: Line = ()
        placed = [*[blank] * above, *(((left, Ink.TEXT), *line) for line in lines)][:height]
        placed += [blank] * (height - len(placed))
        return [strip_of(line, width, Ground.BODY, inks) for line in placed]
