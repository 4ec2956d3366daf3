"""What is taken out of the article that was found: forms, frames, bars and boxes of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.extraction import hints
from tui_reader.article.extraction.tree import FRAMES, Node, is_player, measure, prune

if TYPE_CHECKING:
    from collections.abc import Callable

_FIELDS = frozenset({"button", "input", "select", "textarea"})
_SHARE_BAR = 500
_COMMAS_OF_PROSE = 10


def clean(article: Node, *, weigh: bool, conditionally: bool) -> None:
    """Take out what is no part of the text.

    Args:
        article: What ``find_article`` gave.
        weigh: Let class names and ids count.
        conditionally: Also lists, tables and divisions that look like furniture.
    """

    def suspects(*tags: str) -> None:
        if conditionally:
            _remove(article, lambda node: node.tag in tags and _is_suspect(node, weigh=weigh))

    _mark_kept(article)
    suspects("form", "fieldset")
    _remove(article, _is_foreign)
    _remove(article, lambda node: node.tag in _FIELDS or _is_poor_heading(node, weigh=weigh))
    suspects("table", "ul")
    suspects("div")
    _remove(article, _is_empty)


def _remove(article: Node, test: Callable[[Node], bool]) -> None:
    measure(article, lambda node: node is not article and test(node))
    prune(article)


def _is_foreign(node: Node) -> bool:
    """Tell a frame that is no player, an aside, a bar of share buttons."""
    if node.tag in FRAMES:
        return not is_player(node)
    if node.tag in {"aside", "footer", "nav"}:
        return hints.NOTES.search(node.names) is None and not node.within("blockquote", 3)
    return node.size < _SHARE_BAR and hints.SHARE.search(node.names) is not None


def _is_poor_heading(node: Node, *, weigh: bool) -> bool:
    return weigh and node.tag in {"h1", "h2"} and hints.weight(node.names) < 0


def _is_empty(node: Node) -> bool:
    """Tell a paragraph without anything to see."""
    return node.tag == "p" and not node.size and not node.shows


def _mark_kept(article: Node) -> None:
    """Mark what is in a table of data, in code or in a figure: none of it is furniture."""
    stack = [(article, False)]
    while stack:
        node, kept = stack.pop()
        node.kept = kept
        kept = kept or node.tag in {"code", "pre"} or (node.tag == "table" and _is_data(node))
        if node.tag == "table" and kept:
            node.kept = True
        stack.extend((child, kept) for child in node.children)


def _is_data(table: Node) -> bool:
    """Tell a table of data from one that only arranges."""
    if table.attrs.get("role") == "presentation" or table.attrs.get("datatable") == "0":
        return False
    if table.attrs.get("summary"):
        return True
    rows = columns = 0
    nested = False
    for node in table.walk():
        tag = node.tag
        if tag in {"col", "colgroup", "tfoot", "thead", "th"} or (
            tag == "caption" and node.children
        ):
            return True
        if tag == "table" and node is not table:
            nested = True
        elif tag == "tr":
            rows += span(node, "rowspan")
            cells = sum(span(cell, "colspan") for cell in node.children if cell.tag == "td")
            columns = max(columns, cells)
    if nested or rows == 1 or columns == 1:
        return False
    return rows >= 10 or columns > 4 or rows * columns > 10


def span(node: Node, name: str) -> int:
    """Read ``rowspan`` or ``colspan``: 1 to 1000."""
    text = node.attrs.get(name, "").strip()
    return max(1, min(int(text), 1000)) if text.isdecimal() and len(text) < 5 else 1


def _is_suspect(node: Node, *, weigh: bool) -> bool:
    """Tell whether a block looks like furniture rather than text."""
    if node.kept or node.holds_kept or node.within("code", 3):
        return False
    weight = hints.weight(node.names) if weigh else 0
    if weight < 0:
        return True
    if node.commas >= _COMMAS_OF_PROSE or node.players:
        return False
    if node.size <= 30 and hints.AD_LABEL.fullmatch(node.content()):
        return True
    return _looks_bad(node, weight) and not _is_gallery(node)


def _looks_bad(node: Node, weight: int) -> bool:
    size, images = node.size, node.images
    is_list = node.tag in {"ul", "ol"} or (size > 0 and node.listed / size > 0.9)
    in_figure = node.within("figure", 4)
    density = node.link_density
    return (
        (not in_figure and images > 1 and node.paragraphs / images < 0.5)
        or (not is_list and node.items - 100 > node.paragraphs)
        or node.inputs > node.paragraphs // 3
        or (
            not is_list
            and not in_figure
            and size < 25
            and node.headed < 0.9 * size
            and (images == 0 or images > 2)
            and density > 0
        )
        or (not is_list and weight < 25 and density > 0.2)
        or (weight >= 25 and density > 0.5)
        or node.frames > 1
        or (node.frames == 1 and size < 75)
        or (images == 0 and not node.textual)
    )


def _is_gallery(node: Node) -> bool:
    """Tell a list that holds nothing but one picture each."""
    if node.tag not in {"ul", "ol"} or node.images != node.items:
        return False
    return all(len(child.child_elements()) <= 1 for child in node.child_elements())
