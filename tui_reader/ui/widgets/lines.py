"""Lines of inked text, and the cutting and filling of them to a width. Pure: knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui_reader.cells import cell_len, truncate
from tui_reader.ui.themes import Ground, Ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.ui.themes import Inks

Span = tuple[str, Ink]
Line = tuple[Span, ...]

BETWEEN = 2
"""Cells between two keys of a row of them."""


def line_width(line: Sequence[Span]) -> int:
    """Count a line's cells."""
    return sum(cell_len(text) for text, _ in line)


def fit(line: Sequence[Span], width: int, cut: str = "…") -> Line:
    """Cut a line to at most ``width`` cells."""
    room = width
    out: list[Span] = []
    for text, ink in line:
        cells = cell_len(text)
        if cells > room:
            text = truncate(text, room, cut)  # noqa: PLW2901 - the cut form of the same text
            if text:
                out.append((text, ink))
            break
        out.append((text, ink))
        room -= cells
    return tuple(out)


def spread(left: Sequence[Span], right: Sequence[Span], width: int, cut: str = "…") -> Line:
    """Set one part at the left edge and one at the right, a blank at least between them.

    Where both do not fit, the left part is cut; the right one only where it fills the line.
    """
    right = fit(right, width, cut)
    right_width = line_width(right)
    if not right:
        return fit(left, width, cut)
    left = fit(left, max(0, width - right_width - 1), cut)
    gap = width - line_width(left) - right_width
    return (*left, (" " * gap, Ink.TEXT), *right)


def whole_items(items: Sequence[tuple[str, str]], room: int) -> Line:
    """Set keys and what they do side by side, as many whole ones as there is room for."""
    spans: list[Span] = []
    used = 0
    for key, label in items:
        cells = cell_len(key) + 1 + cell_len(label) + (BETWEEN if spans else 0)
        if used + cells > room:
            break
        if spans:
            spans.append((" " * BETWEEN, Ink.TEXT))
        spans += [(key, Ink.KEY), (f" {label}", Ink.MUTED)]
        used += cells
    return tuple(spans)


def strip_of(line: Sequence[Span], width: int, ground: Ground, inks: Inks) -> Strip:
    """Make a strip of exactly ``width`` cells."""
    line = fit(line, width)
    segments = [Segment(text, inks.style(ground, ink)) for text, ink in line if text]
    rest = width - line_width(line)
    if rest > 0:
        segments.append(Segment(" " * rest, inks.style(ground, Ink.TEXT)))
    return Strip(segments, width)
