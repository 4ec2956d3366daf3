"""Text → paragraphs: what stands loose, or is parted by line breaks only, becomes ``p``."""

from __future__ import annotations

from tui_reader.article.extraction.figures import measure
from tui_reader.article.extraction.tree import Node, is_blank

_SCORED = frozenset({"section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre"})
_SPLIT = frozenset(
    {"article", "blockquote", "body", "center", "form", "main", "p", "section", "td"}
)


def mark_paragraphs(nodes: list[Node]) -> list[Node]:
    """Make paragraphs of loose text; give all elements whose text counts, in document order.

    Args:
        nodes: A tree's elements in document order. Its lengths, links and commas are right
            afterwards, the other figures not yet.
    """
    measure(nodes)
    found: list[Node] = []
    stack = [nodes[0]]
    while stack:
        node = stack.pop()
        if node.tag == "div":
            _settle_division(node)
        elif node.tag in _SPLIT and _has_gap(node):
            _wrap_runs(node)
        if node.tag in _SCORED and not _is_column(node):
            found.append(node)
        if node.tag != "pre":  # nor is there a block in phrasing content
            stack += [c for c in node.children[::-1] if isinstance(c, Node) and not c.inline]
    return found


def _settle_division(node: Node) -> None:
    """Make a ``div`` that is one paragraph a ``p``; put loose text of others into some."""
    if all(child.inline for child in node.elements()) and not _has_gap(node):
        node.become("p")
        return
    _wrap_runs(node)
    elements = node.elements()
    if len(elements) != 1 or elements[0].tag != "p" or elements[0].link_density >= 0.25:
        return
    if all(child is elements[0] or is_blank(child) for child in node.children):
        # The names stay: a callout is told by them.
        only = elements[0]
        node.attrs = {**node.attrs, **only.attrs}
        node.become("p")
        node.take_children()
        for child in only.take_children():
            node.append(child)


def _is_column(node: Node) -> bool:
    """Tell a cell that holds paragraphs: it arranges them, and they count for it."""
    return node.tag == "td" and any(child.tag == "p" for child in node.elements())


def _has_gap(node: Node) -> bool:
    """Tell whether two line breaks in a row stand directly in it."""
    breaks = 0
    for child in node.children:
        if isinstance(child, Node) and child.tag == "br":
            breaks += 1
            if breaks == 2:
                return True
        elif not is_blank(child):
            breaks = 0
    return False


def _wrap_runs(node: Node) -> None:
    """Put each run of phrasing content into a ``p``; two line breaks end a run."""
    if node.tag == "p":
        node.become("div")
    run: list[Node | str] = []
    breaks = 0
    for child in node.take_children():
        blank = is_blank(child)
        if isinstance(child, Node) and not child.inline:
            _close(node, run)
            node.append(child)
        elif not blank or run:
            run.append(child)
        breaks = breaks + (not isinstance(child, str)) if blank else 0
        if breaks > 1:
            _close(node, run)
    _close(node, run)


def _close(node: Node, run: list[Node | str]) -> None:
    """End a paragraph: without the white space and breaks at its end."""
    while run and is_blank(run[-1]):
        run.pop()
    if not run:
        return
    paragraph = Node("p", {})
    for child in run:
        paragraph.append(child)
    run.clear()
    measure([paragraph])
    node.append(paragraph)
