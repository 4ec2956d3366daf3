"""Small questions about elements, asked by several handlers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.dom import Element, Text, attr

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

_NOT_SHOWN = re.compile(
    r"(?:^|\s)(?:sr-only|screen-reader-text|(?:v6-)?visually-?hidden|feedflare)(?:$|\s)"
)
"""Finds the usual names of what is for screen readers alone, and FeedBurner's row of buttons."""


def classes(element: Element) -> frozenset[str]:
    """Give the class names, lower case."""
    return frozenset(attr(element, "class").lower().split())


def is_hidden(element: Element) -> bool:
    """Tell whether the element is not to be shown, mostly as in a browser."""
    attrs = element.attrs
    if "hidden" in attrs:
        return True
    if "class" in attrs and _NOT_SHOWN.search(attr(element, "class")):
        return True
    return "style" in attrs and _HIDDEN_STYLE.search(attr(element, "style")) is not None


def child_elements(element: Element) -> Iterator[Element]:
    """Give the children that are elements."""
    for child in element.children:
        if isinstance(child, Element):
            yield child


def text_of(element: Element, limit: int = 100_000) -> str:
    """Give all text in it, without any rule but document order; at most ``limit`` characters."""
    out: list[str] = []
    size = 0
    for node in element.descendants:
        if isinstance(node, Text):
            data = node.data
            out.append(data)
            size += len(data)
            if size > limit:
                break
    return "".join(out)[:limit]


def whole_number(text: str) -> int | None:
    """Read an attribute's integer by HTML's rules (leading blanks, sign, digits); else None.

    Source: HTML Standard, rules for parsing integers.
    """
    match = re.match(r"\s*([+-]?\d{1,9})", text)
    return int(match[1]) if match else None
