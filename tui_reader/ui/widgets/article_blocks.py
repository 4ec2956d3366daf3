"""The blocks of a layout as text to be taken along: the paragraphs and the code in sight. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_reader.article.lines import Role
from tui_reader.ui.widgets.article_lines import copied

if TYPE_CHECKING:
    from tui_reader.article.lines import Layout

_LEFT_OUT = frozenset({Role.LINK_NUMBER, Role.NOTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A paragraph, a heading, a table or a block of code."""

    block: int
    text: str
    is_code: bool


def blocks_between(layout: Layout, first: int, last: int) -> list[TextBlock]:
    """Give each block of which a line is between two lines, whole, top down."""
    found: list[TextBlock] = []
    number = first
    while number < min(last, layout.end):
        line = layout.lines[number]
        number += 1
        if not line.block or not line.text.strip():
            continue
        if not found or found[-1].block != line.block:
            text = _text_of(layout, number - 1)
            if text:
                is_code = line.fill is not None
                found.append(TextBlock(block=line.block, text=text, is_code=is_code))
    return found


def plain_text(layout: Layout) -> str:
    """Give a whole article as text, without the numbers of its links and the list of them."""
    return _written(layout, 0, layout.end)


def _text_of(layout: Layout, number: int) -> str:
    """Give the text of the block that a line is of."""
    block = layout.lines[number].block
    start, end = number, number + 1
    while start > 0 and layout.lines[start - 1].block == block:
        start -= 1
    while end < layout.end and layout.lines[end].block == block:
        end += 1
    return _written(layout, start, end)


def _written(layout: Layout, start: int, end: int) -> str:
    lines = tuple(
        line._replace(spans=tuple(span for span in line.spans if span.role not in _LEFT_OUT))
        for line in layout.lines[start:end]
    )
    longest = max((len(line.text) for line in lines), default=0)
    return copied(replace(layout, lines=lines), (0, 0), (len(lines) - 1, longest))
