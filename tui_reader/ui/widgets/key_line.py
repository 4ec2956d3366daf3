"""The line at the foot of a dialog that names its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.themes import Ground, Ink
from tui_reader.ui.widgets.line_widget import LineWidget
from tui_reader.ui.widgets.lines import Line, line_width, strip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size
    from textual.strip import Strip

    from tui_reader.ui.themes import Inks

_GAP = 2


class KeyLine(LineWidget):
    """Keys and what they do; goes on in a second line rather than cut a word."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._items = _items(pairs)

    def name_keys(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Name other keys."""
        self._items = _items(pairs)
        self.redraw()
        self.refresh(layout=True)

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - Textual's signature
        viewport: Size,  # noqa: ARG002 - the same
        width: int,
    ) -> int:
        """As many lines as the items need."""
        return len(_lines(self._written(), width))

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the items, whole ones in each line."""
        lines = [*_lines(self._written(), width), *[()] * height][:height]
        return [strip_of(line, width, Ground.BODY, inks) for line in lines]

    def _written(self) -> Sequence[Line]:
        """Give the items in the signs that may be drawn."""
        signs = self.signs
        return [tuple((signs.plain(text), ink) for text, ink in item) for item in self._items]


def _items(pairs: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
    return tuple(((key, Ink.KEY), (f" {label}", Ink.MUTED)) for key, label in pairs)


def _lines(items: Sequence[Line], width: int) -> list[Line]:
    lines: list[Line] = [()]
    for item in items:
        if not lines[-1]:
            lines[-1] = item
        elif line_width(lines[-1]) + _GAP + line_width(item) <= width:
            lines[-1] = (*lines[-1], (" " * _GAP, Ink.MUTED), *item)
        else:
            lines.append(item)
    return lines
