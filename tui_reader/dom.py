"""A thin door to the HTML5 parser, so that it can be another one where there is no wheel.

What the rest sees: ``Element`` (``tag``, ``attrs``, ``children``), ``Text`` and ``Comment``
(``data``), and the functions here. The parser is turbohtml; justhtml serves where it is absent.
"""

from __future__ import annotations

from turbohtml import Comment, Document, Element, Node, Text, parse

__all__ = ["Comment", "Element", "Node", "Text", "attr", "parse_html"]


def parse_html(html: str) -> Element:
    """Parse a document or a fragment by the HTML standard; gives the ``html`` element."""
    document: Document = parse(html)
    root = document.root
    assert isinstance(root, Element)  # noqa: S101 - the standard makes one for any input
    return root


def attr(element: Element, name: str) -> str:
    """Give an attribute's value as one string; empty where it is absent or has none."""
    value = element.attrs.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)
