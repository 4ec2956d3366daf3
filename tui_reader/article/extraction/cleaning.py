"""What is taken out of the article that was found: forms, frames, bars and boxes of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.extraction import boxes, hints, pictures
from tui_reader.article.extraction.figures import is_player, measure
from tui_reader.article.extraction.tree import FRAMES, Node, in_order

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMS = frozenset({"fieldset", "form"})
_FIELDS = frozenset({"button", "input", "select", "textarea"})
_FOREIGN = FRAMES | {"aside", "footer", "img", "nav"}
_TITLES = frozenset({"h1", "h2"})
_SHARE_BAR = 500
_SMALL_FORM = 500
_COMMAS_OF_PROSE = 10
_SUSPECTS = frozenset({"div", "table", "ul"})
_NO_TEXT = _FORMS | _FIELDS | _FOREIGN
"""What may be no text by its tag; all else by its names only."""
_CODE = frozenset({"code", "pre"})
_BOXES = boxes.LABELLED | _SUSPECTS
_TABLE_HEADS = frozenset({"caption", "col", "colgroup", "tfoot", "th", "thead"})


def clean(article: Node, *, weight: Callable[[str], int], conditionally: bool) -> None:
    """Take out what is no part of the text.

    Args:
        article: What ``find_article`` gave.
        weight: What class names and ids count.
        conditionally: Also forms, lists, tables and divisions that look like furniture.
    """
    nodes = _prepare(article)
    shares = hints.Memory(hints.SHARE.search)

    def is_no_text(node: Node) -> bool:
        tag = node.tag
        if tag in _FORMS:
            return node.size < _SMALL_FORM or (conditionally and _is_suspect(node, weight))
        if tag in _FOREIGN:
            return _is_foreign(node)
        if tag in _FIELDS and _is_field(node):
            return True
        if node.size < _SHARE_BAR and shares[node.names] is not None:
            return True
        return tag in _TITLES and weight(node.names) < 0  # names speak against it

    measure(nodes, is_no_text, _NO_TEXT)
    is_box = boxes.finder(article)

    def is_suspect(node: Node) -> bool:
        if node is article:
            return False
        return is_box(node) or (node.tag in _SUSPECTS and _is_suspect(node, weight))

    measure([n for n in nodes if not n.gone], is_suspect if conditionally else None, _BOXES)
    boxes.cut_labelled(article)
    boxes.trim_end(article)


def _is_field(node: Node) -> bool:
    """Tell a form's field; the box of a task is none, nor a button around a picture."""
    if node.tag == "input":
        return node.attrs.get("type", "").lower() != "checkbox" or not node.within("li", 3)
    return not node.shows


def _is_foreign(node: Node) -> bool:
    """Tell a frame that is no player, an aside, a counting pixel."""
    if node.tag in FRAMES:
        return not is_player(node)
    if node.tag == "img":
        return pictures.is_pixel(node)
    return hints.NOTES.search(node.names) is None and not node.within("blockquote", 3)


def _prepare(article: Node) -> list[Node]:
    """Mark what is in a table of data or in code: none of it is furniture.

    Figures whose picture a script would have made get it.

    Returns:
        The elements in document order.
    """
    nodes = in_order(article)
    tags = {node.tag for node in nodes}
    if "figure" in tags:
        for node in nodes:
            if node.tag == "figure" and not node.images:
                pictures.restore(node)
        nodes = in_order(article)
    data = _data_tables(nodes) if "table" in tags else set()
    if data or not tags.isdisjoint(_CODE):
        for node in nodes:
            around = node.parent
            if node in data:
                node.kept = node.stale = True
            elif around is not None and (around.kept or around.tag in _CODE):
                node.kept = True
                node.stale = node.stale or node.tag == "table"
    return nodes


class _Grid:
    """What a table shows of its make."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.headed = False
        self.nested = False


def _data_tables(nodes: list[Node]) -> set[Node]:
    """Give the tables of data; the others only arrange."""
    grids: dict[Node, _Grid] = {}
    inside: dict[Node | None, _Grid] = {}
    for node in nodes:
        grid = inside.get(node.parent)
        if node.tag == "table":
            if grid is not None:
                grid.nested = True
            grid = grids[node] = _Grid()
        if grid is None:
            continue
        inside[node] = grid
        if node.tag == "tr":
            cells = [span(cell, "colspan") for cell in node.elements() if cell.tag == "td"]
            grid.rows += span(node, "rowspan")
            grid.columns = max(grid.columns, sum(cells))
        elif node.tag in _TABLE_HEADS and (node.tag != "caption" or node.children):
            grid.headed = True
    return {table for table, grid in grids.items() if _is_data(table, grid)}


def _is_data(table: Node, grid: _Grid) -> bool:
    if table.attrs.get("role") == "presentation" or table.attrs.get("datatable") == "0":
        return False
    if table.attrs.get("summary") or grid.headed:
        return True
    if grid.nested or grid.rows == 1 or grid.columns == 1:
        return False
    return grid.rows >= 10 or grid.columns > 4 or grid.rows * grid.columns > 10


def span(node: Node, name: str) -> int:
    """Read ``rowspan`` or ``colspan``: 1 to 1000."""
    text = node.attrs.get(name, "").strip()
    return max(1, min(int(text), 1000)) if text.isdecimal() and len(text) < 5 else 1


def _is_suspect(node: Node, weight: Callable[[str], int]) -> bool:
    """Tell whether a block looks like furniture rather than text."""
    if node.kept or node.holds_kept or node.within("code", 3):
        return False
    weighs = weight(node.names)
    if weighs < 0 or (node.cut and not node.images and node.size <= node.headed * 1.1):
        return True  # a heading is no use without what stood below it
    if node.commas >= _COMMAS_OF_PROSE or node.players:
        return False
    if node.size <= 30 and hints.AD_LABEL.fullmatch(node.content(most=40)):
        return True
    return _looks_bad(node, weighs) and not _is_gallery(node)


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
        or (not is_list and weight < 25 and density > (0.6 if _is_caption(node) else 0.2))
        or (weight >= 25 and density > 0.5)
        or node.frames > 1
        or (node.frames == 1 and size < 75)
        or (images == 0 and not node.textual)
    )


def _is_caption(node: Node) -> bool:
    """Tell a line about a picture; some of its words may be links."""
    return "caption" in node.names or (0 < node.images < 3 and node.size < 200)


def _is_gallery(node: Node) -> bool:
    """Tell a list that holds nothing but one picture each."""
    if node.tag not in {"ul", "ol"} or node.images != node.items:
        return False
    return all(len(child.elements()) <= 1 for child in node.elements())
