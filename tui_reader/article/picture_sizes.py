"""The size of a picture as its markup or its address tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.elements import whole_number
from tui_reader.dom import attr

if TYPE_CHECKING:
    from tui_reader.dom import Element

_MOST_PIXELS = 100_000
_IN_NAME = re.compile(r"[-_](\d{2,4})x(\d{2,4})\.(?:jpe?g|png|gif|webp)(?:[?#]|$)", re.IGNORECASE)
_DIMENSIONS = re.compile(r"(\d{1,5})x(\d{1,5})")
_IN_QUERY = re.compile(r"[?&](?:resize|fit)=(\d{2,4})(?:,|%2C)(\d{2,4})(?:&|$)", re.IGNORECASE)
_IN_STYLE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px\s*(?=;|$)")


def told_size(element: Element, address: str) -> tuple[int, int]:
    """Read the pixels that markup or address tell of a picture; (0, 0) where they do not.

    Both are needed to keep the right room: one of them alone counts for nothing.
    """
    style = dict(_IN_STYLE.findall(attr(element, "style").lower()))
    width = _pixels(element, "width") or int(style.get("width", 0))
    height = _pixels(element, "height") or int(style.get("height", 0))
    if not (width and height):
        dimensions = attr(element, "data-image-dimensions")  # Squarespace
        match = (
            _DIMENSIONS.fullmatch(dimensions)
            or _IN_NAME.search(address)
            or _IN_QUERY.search(address)
        )
        width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if min(width, height) <= 1 or max(width, height) >= _MOST_PIXELS:
        return 0, 0
    return width, height


def _pixels(element: Element, name: str) -> int:
    return 0 if "%" in attr(element, name) else whole_number(attr(element, name)) or 0
