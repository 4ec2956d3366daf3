"""Arithmetic on a layout's lines: places, the part of a wide line in sight, copied text. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.lines import Role, Span
from tui_reader.cells import cell_len, graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_reader.article.lines import Layout, Line

_RULES = frozenset({Role.RULE, Role.TABLE_RULE})
Place = tuple[int, int]
"""A line and a character of it, what stands left of the text included."""


def scrolled(line: Line, side: int, width: int) -> tuple[Span, ...]:
    """Give what a wide line shows from cell ``side`` on, an ellipsis where it is cut."""
    fixed = line.spans[: line.fixed]
    rest = line.spans[line.fixed :]
    room = width - sum(cell_len(span.text) for span in fixed)
    total = sum(cell_len(span.text) for span in rest)
    start, end = side, min(total, side + room)
    before = (Span("…", Role.CODE),) if 0 < start < total else ()
    after = (Span("…", Role.CODE),) if end < total else ()
    return (*fixed, *before, *cut(rest, start + len(before), end - len(after)), *after)


def cut(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """Give the cells from ``start`` to ``end``; half a wide character is a blank."""
    at = 0
    for span in spans:
        if at >= end:
            return
        cells = cell_len(span.text)
        if at >= start and at + cells <= end:
            yield span
        elif at + cells > start:
            yield span._replace(text=_cells(span.text, start - at, end - at))
        at += cells


def _cells(text: str, start: int, end: int) -> str:
    out: list[str] = []
    at = 0
    for piece, cells in graphemes(text):
        if start <= at and at + cells <= end:
            out.append(piece)
        elif at < end and at + cells > start:
            out.append(" ")
        at += cells
    return "".join(out)


def copied(layout: Layout, start: Place, end: Place) -> str:
    """Give selected text as it was written: unwrapped, without bars and indents.

    Lines of one paragraph are joined by a blank (by nothing between ideographs), lines of code
    stay lines, and blocks are parted by a blank line.
    """
    out: list[str] = []
    last: Line | None = None
    for number in range(start[0], min(end[0] + 1, len(layout.lines))):
        line = layout.lines[number]
        if line.spans[line.fixed :] and all(span.role in _RULES for span in line.spans):
            continue
        edge = sum(len(span.text) for span in line.spans[: line.fixed])
        text = line.text
        first = max(edge, start[1]) if number == start[0] else edge
        until = end[1] if number == end[0] else len(text)
        part = text[first:until]
        if line.fill is not None:
            part = part[1:] if first == edge and part.startswith(" ") else part
        else:
            part = part.strip()
        if last is not None and (part or line.fill is not None):
            out.append(_between(last, line, out[-1] if out else "", part))
        if part or line.fill is not None:
            out.append(part)
            last = line
    return "".join(out).strip("\n")


def _written(line: Line) -> int:
    """Count the characters of a line, without what pads it at its left."""
    text = "".join([span.text for span in line.spans[line.fixed :]])
    if line.fill is not None:
        return len(text) - text.startswith(" ")
    return len(text.lstrip())


def _between(last: Line, line: Line, before: str, after: str) -> str:
    if last.block != line.block:
        return "\n\n"
    if line.block and line.offset == last.offset + _written(last):
        return ""  # a long word or a line of code, cut where the line was full
    if line.fill is not None or line.block == 0 or line.offset == last.offset + 1:
        return "\n"  # code, the head, the rows of a table
    wide = bool(before and after) and cell_len(before[-1]) == 2 == cell_len(after[0])
    return "" if wide else " "
