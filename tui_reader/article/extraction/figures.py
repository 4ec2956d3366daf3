"""The figures of a tree: lengths, links, commas, counts; summed up from the leaves.

Most elements stay as they are from one measuring to the next, and so do their figures: only what
is stale is summed up anew, with what is around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.extraction import hints
from tui_reader.article.extraction.tree import FRAMES, HEADINGS, INLINE, Node

if TYPE_CHECKING:
    from collections.abc import Callable

_HOLDS_TEXT = frozenset(
    {
        "blockquote",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "span",
        "summary",
        "table",
        "td",
        "th",
        "ul",
        *HEADINGS,
    }
)
_SHOWS = frozenset({"audio", "hr", "img", "math", "picture", "video", *FRAMES})
_LISTS = frozenset({"ol", "ul"})
_COUNTED = _SHOWS | _LISTS | HEADINGS | {"a", "input", "li", "p", "pre", "table"}
"""Tags that are counted themselves."""


def measure(
    nodes: list[Node],
    remove: Callable[[Node], bool] | None = None,
    asked: frozenset[str] = frozenset(),
) -> None:
    """Bring the figures up to date; take what is gone out of the tree.

    Args:
        nodes: A tree's elements in document order.
        remove: Asked of elements after those in them; what it names is gone and does not count
            for what is around it, but that inputs count for their parent.
        asked: The tags of those that are asked; all with names are.
    """
    for node in reversed(nodes):
        stale = node.stale
        if stale:
            _sum_up(node)
        if remove is not None and (node.names != " " or node.tag in asked) and remove(node):
            node.gone = stale = True
        if stale and node.parent is not None:
            node.parent.stale = True


def _sum_up(node: Node) -> None:
    """Start from the element's own text, and add the figures of its children."""
    node.size = node.commas = 0
    node.linked = 0.0
    node.inline = node.tag in INLINE
    node.shows = node.textual = node.holds_kept = lost = False
    node.cut = node.headed = node.listed = node.paragraphs = node.items = node.inputs = 0
    node.images = node.frames = node.players = 0
    for child in node.children:
        if not isinstance(child, Node):
            continue
        if child.gone:
            lost = True
            node.cut += child.size
            node.inputs += child.tag == "input" and child.attrs.get("type") != "checkbox"
        else:
            node.cut += child.cut
            add(node, child)
    if lost:
        node.children = [c for c in node.children if isinstance(c, str) or not c.gone]
    finish(node)
    node.stale = lost  # the next time, nothing will have been cut


def add(node: Node, child: Node) -> None:
    """Add the figures of a child, which are complete."""
    if child.size:
        node.size += child.size
        node.commas += child.commas
        node.linked += child.linked
        if child.textual or child.tag in _HOLDS_TEXT:
            node.textual = True
    if child.shows:
        node.shows = True
        node.images += child.images
        node.frames += child.frames
        node.players += child.players
    if child.inputs:
        node.inputs += child.inputs
    if not child.inline:  # phrasing content has none of these
        node.inline = False
        node.headed += child.headed
        node.listed += child.listed
        node.paragraphs += child.paragraphs
        node.items += child.items
        node.holds_kept = node.holds_kept or child.holds_kept


def finish(node: Node) -> None:
    """Add the element's own text, after all that is in it, and count it as what it is."""
    node.size += node.own_size
    node.commas += node.own_commas
    if node.tag in _COUNTED:
        _count_itself(node)


def _count_itself(node: Node) -> None:
    tag = node.tag
    if tag in _SHOWS:
        node.shows = True
        node.images += tag == "img"
        if tag in FRAMES:
            player = is_player(node)
            node.players += player
            node.frames += not player
    elif tag == "a":
        href = node.attrs.get("href", "")
        # A link within the page is a footnote or a table of contents rather than a way out.
        node.linked = node.size * (0.3 if href.startswith("#") and len(href) > 1 else 1.0)
    elif tag == "p":
        node.paragraphs += 1
    elif tag == "li":
        node.items += 1
    elif tag in HEADINGS:
        node.headed = node.size
    elif tag in _LISTS:
        node.listed = node.size
    elif tag == "input" and node.attrs.get("type") != "checkbox":
        node.inputs += 1
    elif (tag == "table" and node.kept) or (tag == "pre" and node.size):
        node.holds_kept = True


def is_player(node: Node) -> bool:
    """Tell a frame that shows something to the reader."""
    return any(hints.PLAYERS.search(value) for value in node.attrs.values())
