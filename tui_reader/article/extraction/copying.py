"""A parsed page → the tree that extraction works on.

The parser's tree stays as it is, so that a second, looser pass can start afresh.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.extraction.figures import add, finish
from tui_reader.article.extraction.tree import Node, text_figures
from tui_reader.dom import Element, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader import dom

_BLOCKS = frozenset(
    {"article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figcaption",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
     "main", "nav", "ol", "p", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
     "ul"}
)  # fmt: skip
"""Blocks, at whose edges white space is nothing."""
_DROPPED = frozenset(
    {"base", "canvas", "head", "link", "meta", "noembed", "noframes", "param", "script", "style",
     "svg", "template", "title"}
)  # fmt: skip
_HIDING = frozenset({"aria-hidden", "aria-modal", "hidden", "style"})
_NO_ATTRIBUTES: dict[str, str] = {}
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def copy(root: Element) -> list[Node]:
    """Copy a parsed page's elements and text, without what never shows.

    This is most of the work on a page, so it is one loop, and each element is measured as soon
    as all in it is there.

    Returns:
        The elements in document order, measured.
    """
    parent = Node(root.tag, _attributes(root))
    nodes = [parent]
    stack: list[tuple[Node, Iterator[dom.Node]]] = []
    rest = iter(root.children)
    at_edge = True  # where a block begins or has ended, white space is nothing
    while True:
        for child in rest:
            if isinstance(child, Text):
                data = child.data
                if not data.isspace():
                    size, commas = text_figures(data)
                    parent.own_size += size
                    parent.own_commas += commas
                elif at_edge:
                    continue  # half of all text is
                parent.children.append(data)
                at_edge = False
            elif isinstance(child, Element):
                tag = child.tag
                if tag in _DROPPED:
                    continue
                attrs = _attributes(child)
                node = Node(tag, attrs)
                if (tag == "dialog" or not _HIDING.isdisjoint(attrs)) and _is_unseen(node):
                    continue
                node.parent = parent
                parent.children.append(node)
                nodes.append(node)
                at_edge = tag in _BLOCKS
                stack.append((parent, rest))
                parent, rest = node, iter(child.children if tag != "iframe" else ())
                break
        else:
            finish(parent)
            if not stack:
                return nodes
            node = parent
            parent, rest = stack.pop()
            add(parent, node)
            at_edge = node.tag in _BLOCKS


def _attributes(element: Element) -> dict[str, str]:
    attrs = element.attrs
    if not attrs:
        return _NO_ATTRIBUTES
    return {
        name: value if value.__class__ is str else " ".join(value or ())
        for name, value in attrs.items()
    }


def _is_unseen(node: Node) -> bool:
    """Tell what a browser would not show, of what has something that may hide it."""
    attrs = node.attrs
    if "style" in attrs and _UNSEEN.search(attrs["style"]):
        return True
    if "hidden" in attrs or (node.tag == "dialog" and "open" not in attrs):
        return True
    if attrs.get("aria-modal") == "true" and attrs.get("role") == "dialog":
        return True
    # Formulas are hidden from screen readers as pictures, and from the eye as MathML.
    return attrs.get("aria-hidden") == "true" and "fallback-image" not in node.names
