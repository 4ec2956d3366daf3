"""Where the picture really is: pages put a stand-in into ``src`` and the address elsewhere."""

from __future__ import annotations

import re

from tui_reader.article.extraction.tree import Node
from tui_reader.article.media import best_of

_STAND_IN = re.compile(
    r"(?:blank|spacer|placeholder|transparent|lazy[-_]?load(?:ing|er)?|1x1|pixel|loading|"
    r"grey|empty)[\w-]{0,40}\.(?:gif|png|svg|jpe?g|webp)",
    re.IGNORECASE,
)
_SMALL_DATA = re.compile(r"data:(?!image/[\w+.-]+[;,].{400})", re.IGNORECASE | re.DOTALL)
_IMAGE = re.compile(r"\s*\S+\.(?:jpe?g|png|webp|avif|gif)(?:[?#&]\S*)?\s*", re.IGNORECASE)
_SET = re.compile(r"\S+\s+\d+(?:\.\d+)?[wx]\s*(?:,|$)")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-actualsrc", "data-url", "data-image")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_LONGEST = 4000
_PIXEL = frozenset({"0", "0px", "1", "1px"})


def address(image: Node) -> str:
    """Give the address of the real picture; empty where there is none."""
    attrs = image.attrs
    source = attrs.get("src", "").strip()
    if source and not _is_stand_in(source) and "lazy" not in image.names:
        return source
    return _lazy_address(attrs) or _picture_source(image) or source


def _is_stand_in(source: str) -> bool:
    # The dot spares a long picture in the address itself, which has none, the second search.
    return _SMALL_DATA.match(source) is not None or (
        "." in source and _STAND_IN.search(source) is not None
    )


def _lazy_address(attrs: dict[str, str]) -> str:
    for name in _LAZY:
        value = attrs.get(name, "").strip()
        if value and not value.startswith(("data:", "{", "[")):
            return value
    for name in _SETS:
        if attrs.get(name):
            best = best_of(attrs[name])
            if best:
                return best
    for name, value in attrs.items():
        if name in {"src", "alt", "title"} or len(value) > _LONGEST:
            continue
        if _IMAGE.fullmatch(value):
            return value.strip()
        if _SET.match(value):
            return best_of(value)
    return ""


def _picture_source(image: Node) -> str:
    parent = image.parent
    if parent is None or parent.tag != "picture":
        return ""
    for sibling in parent.elements():
        if sibling.tag == "source":
            best = best_of(sibling.attrs.get("srcset") or sibling.attrs.get("data-srcset", ""))
            if best:
                return best
    return ""


def restore(figure: Node) -> None:
    """Give a figure without a picture the one that its attributes name."""
    found = _lazy_address(figure.attrs)
    if found:
        image = Node("img", {"src": found})
        image.stale = figure.stale = True
        image.parent = figure
        figure.children.insert(0, image)


def frame_address(frame: Node) -> str:
    """Give where a frame, a video or a sound is."""
    source = frame.attrs.get("src", "").strip()
    if source and not source.startswith("about:"):
        return source
    for name in ("data-src", "data-lazy-src", "data-litespeed-src"):
        if frame.attrs.get(name, "").strip():
            return frame.attrs[name].strip()
    return ""


def is_pixel(image: Node) -> bool:
    """Tell a picture that is there to count readers."""
    sizes = [image.attrs[name].strip() for name in ("width", "height") if name in image.attrs]
    return bool(sizes) and all(size in _PIXEL for size in sizes)
