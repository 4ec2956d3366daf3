"""HTML → ``Document``: the single gate between a feed's markup and the screen.

Only elements named in the handlers mean anything; others are transparent, and what can hold
no text for a reader (scripts, styles, form fields) is left out. The walk is a loop over an
explicit stack, so that neither size nor depth of the input can break it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.article import (
    code,
    embeds,
    headings,
    inlines,
    lists,
    maths,
    media,
    sections,
    tables,
)
from tui_reader.article.blocks import Document, Rule
from tui_reader.article.elements import is_hidden
from tui_reader.article.flow import SKIP, Flow
from tui_reader.clean import clean_line
from tui_reader.dom import Element, Text, attr, parse_html

if TYPE_CHECKING:
    from tui_reader.article.blocks import Block, Blocks
    from tui_reader.article.flow import Handler, Skip

__all__ = ["build"]


def _leave_out(_flow: Flow, _element: Element) -> Skip:
    return SKIP


_LEFT_OUT = frozenset(
    {"style", "template", "title", "meta", "link", "base", "select", "textarea", "button",
     "canvas", "map", "noframes", "noembed", "datalist", "param", "track", "area"}
)  # fmt: skip

_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_LEFT_OUT, _leave_out),
    **sections.HANDLERS,
    **headings.HANDLERS,
    **inlines.HANDLERS,
    **lists.HANDLERS,
    **tables.HANDLERS,
    **code.HANDLERS,
    **media.HANDLERS,
    **embeds.HANDLERS,
    **maths.HANDLERS,
}
_USUAL_WORDS = 30
"""Of a block."""
_APART = frozenset(
    {*sections.HANDLERS, *headings.HANDLERS, *lists.HANDLERS, *tables.HANDLERS, "pre", "figure",
     "figcaption"}
) - {"html", "noscript", "input"}  # fmt: skip
"""Elements that end the paragraph before them."""


def build(html: str, *, base: str = "", most: int = 0) -> Document:
    """Read an article.

    Args:
        html: A document or a fragment, as it came; of any size and depth.
        base: The address that relative links are resolved against.
        most: Stop after about so many blocks, or that many with so many words as blocks usually
            have: the beginning of a long article; 0 is all.
    """
    root = parse_html(html)
    flow = Flow(_base_of(root, base))
    _walk(flow, root, most or sys.maxsize)
    flow.flush()
    return Document(
        blocks=_without_outer_rules(flow.out, whole=not most),
        links=tuple(flow.links),
        words=flow.words,
        language=flow.language,
    )


def _without_outer_rules(blocks: list[Block], *, whole: bool) -> Blocks:
    """Leave out rules that part nothing: before the first block, and after the last."""
    start = len(blocks) > 1 and isinstance(blocks[0], Rule)
    end = len(blocks) - (whole and len(blocks) > start + 1 and isinstance(blocks[-1], Rule))
    return tuple(blocks[start:end])


def _base_of(root: Element, base: str) -> str:
    """Honour the document's own ``base`` element, resolved against where it came from."""
    element = root.find("base")
    href = attr(element, "href") if element is not None else ""
    if not href:
        return base
    return urls.resolve(base, href) or base


def _walk(flow: Flow, root: Element, most: int) -> None:
    stack: list[object] = [root]
    words = most * _USUAL_WORDS
    while stack and (flow.depth or (len(flow.out) < most and flow.words < words)):
        node = stack.pop()
        if isinstance(node, Text):
            data = node.data
            if "$" in data or "\\" in data:
                maths.text_with_maths(flow, data)
            else:
                flow.text(data)
        elif isinstance(node, Element):
            _enter(flow, node, stack)
        elif callable(node):
            node(flow)


def _enter(flow: Flow, element: Element, stack: list[object]) -> None:
    """Put what comes next on the stack: the children, and after them the way out."""
    attrs = element.attrs
    if attrs:
        if is_hidden(element):
            return
        if "id" in attrs:
            if element.tag in _APART:
                flow.flush()  # it does not name the end of the text before it
            flow.anchor(clean_line(attr(element, "id")))
    handler = _HANDLERS.get(element.tag)
    if handler is not None:
        leave = handler(flow, element)
        if leave is SKIP:
            return
        if leave is not None:
            stack.append(leave)
    stack.extend(reversed(element.children))
