"""Where one stopped in a layout, and where that is in another one: at any width, of a newer text.

A place is a block, an offset in it, and how the text goes on there. Where the text has changed,
the words are looked for, near the block first; where they are gone, the block counts; where
that is gone, too, the share of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from tui_reader.article.lines import Role
from tui_reader.model.reading import Stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.article.lines import Layout, Line

_QUOTED = 48
"""Characters of the text that a stop remembers, without white space."""
_LEAST_QUOTED = 12
"""So many of them still tell a place from others."""
_SEARCHED = 1000
"""Lines before and after the block that are searched for the words: a few milliseconds' work."""


def stop_in(layout: Layout, top: int, height: int) -> Stop | None:
    """Say where one is who has ``top`` as the first line in sight; None at the top of the text."""
    lines = layout.lines
    first = _text_from(lines, 0)
    at = _text_from(lines, top)
    if at <= first or at >= len(lines):
        return None
    seen = min(top + height, layout.end)
    return Stop(
        block=lines[at].block,
        offset=lines[at].offset,
        quote=_quote(lines, at),
        percent=max(1, min(99, 100 * seen // max(1, layout.end))),
    )


def line_of(layout: Layout, stop: Stop, height: int) -> int:
    """Find the line at which one stopped.

    Args:
        layout: The article as it is now.
        stop: The place.
        height: Lines in sight, for a place of which only the share of the text is left.
    """
    near = layout.line_at(stop.block, stop.offset)
    if not stop.quote or _goes_on_with(layout.lines, near, stop.quote):
        return near
    found = _line_with(layout.lines, stop.quote, near)
    if found is not None:
        return found
    if layout.lines and layout.lines[-1].block >= stop.block:
        return near
    return max(0, layout.end * stop.percent // 100 - height)


def _text_from(lines: Sequence[Line], number: int) -> int:
    """Find the first line of the text from a line on; the head belongs to no block."""
    total = len(lines)
    while number < total and not (lines[number].block and lines[number].spans):
        number += 1
    return number


def _bare(line: Line) -> str:
    """Give a line's own text without white space and what depends on other places."""
    text = "".join(
        [span.text for span in line.spans[line.fixed :] if span.role is not Role.LINK_NUMBER]
    )
    return "".join(text.split())


def _quote(lines: Sequence[Line], at: int) -> str:
    quote = ""
    while at < len(lines) and len(quote) < _QUOTED:
        quote += _bare(lines[at])
        at += 1
    return quote[:_QUOTED]


def _goes_on_with(lines: Sequence[Line], at: int, quote: str) -> bool:
    """Whether the text goes on with a quote from somewhere in a line on."""
    first = len(_bare(lines[at])) if at < len(lines) else 0
    text = ""
    while at < len(lines) and len(text) < first + len(quote):
        text += _bare(lines[at])
        at += 1
    return 0 <= text.find(quote) < max(1, first)


def _line_with(lines: Sequence[Line], quote: str, near: int) -> int | None:
    """Find the line nearest to another in which a quote begins, or a good part of it."""
    first = max(0, near - _SEARCHED)
    bare = [_bare(lines[number]) for number in range(first, min(len(lines), near + _SEARCHED))]
    text = "".join(bare)
    starts = [0, *accumulate(map(len, bare))]
    half = len(quote) // 2
    parts = (quote, quote[:half], quote[half:]) if half >= _LEAST_QUOTED else (quote,)
    for part in parts:
        at = text.find(part)
        found: list[int] = []
        while at >= 0:
            found.append(first + bisect_right(starts, at) - 1)
            at = text.find(part, at + len(part))
        if found:
            return min(found, key=lambda number: abs(number - near))
    return None
