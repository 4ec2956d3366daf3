"""A thin door to the HTML5 parser, so that it can be another one where there is no wheel.

What the rest sees: ``Element`` (``tag``, ``attrs``, ``children``, ``parent``, ``next_sibling``,
``descendants``, ``find``, ``iter_elements``), ``Text`` and ``Comment`` (``data``), and the
functions here; ``unescape`` gives what ``html.unescape`` gives, without a call for each entity.
The parser is turbohtml; where it has no wheel, justhtml builds the same tree in ``pure``, some
forty times slower. ``TUI_READER_PURE_HTML=1`` chooses that one anywhere.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

IS_PURE = bool(os.environ.get("TUI_READER_PURE_HTML")) or find_spec("turbohtml") is None

if TYPE_CHECKING:
    from turbohtml import Comment, Element, Node, Text, unescape
elif IS_PURE:
    from html import unescape

    from tui_reader.dom.pure import Comment, Element, Node, Text
else:
    from turbohtml import Comment, Element, Node, Text, unescape

__all__ = ["Comment", "Element", "Node", "Text", "attr", "parse_html", "unescape"]


def parse_html(html: str) -> Element:
    """Parse a document or a fragment by the HTML standard; gives the ``html`` element."""
    if IS_PURE:
        from tui_reader.dom import pure  # noqa: PLC0415 - only where it is the parser

        return pure.parse(html)  # type: ignore[return-value]  # the same interface, other classes
    from turbohtml import parse  # noqa: PLC0415 - absent where the other one serves

    root = parse(html).root
    assert isinstance(root, Element)  # noqa: S101 - the standard makes one for any input
    return root


def attr(element: Element, name: str) -> str:
    """Give an attribute's value as one string; empty where it is absent or has none."""
    value = element.attrs.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)
