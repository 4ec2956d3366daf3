"""Text → paragraphs: what stands loose, or is parted by line breaks only, becomes ``p``."""

from __future__ import annotations

from tui_reader.article.extraction.tree import TEXT, Node, measure

_SCORED = frozenset({"section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre"})
_SPLIT = frozenset(
    {"article", "blockquote", "body", "center", "form", "main", "p", "section", "td"}
)


def mark_paragraphs(body: Node) -> list[Node]:
    """Make paragraphs of loose text; give all nodes whose text counts, in document order."""
    measure(body)
    found: list[Node] = []
    stack = [body]
    while stack:
        node = stack.pop()
        if node.gone or node.tag == TEXT:
            continue
        if node.tag == "div":
            node = _division(node)
        elif node.tag in _SPLIT and _has_break(node):
            wrap_runs(node)
        if node.tag in _SCORED:
            found.append(node)
        if node.tag != "pre":
            stack.extend(reversed(node.children))
    return found


def _division(node: Node) -> Node:
    """Make a ``div`` that is one paragraph a ``p``; give what stands in its place."""
    if all(child.inline for child in node.children) and not _has_break(node):
        node.tag = "p"
        return node
    wrap_runs(node)
    children = node.child_elements()
    if len(children) == 1 and children[0].tag == "p" and _is_alone(node, children[0]):
        only = children[0]
        if only.link_density < 0.25:
            # The names stay: a callout is told by them.
            node.attrs = {**node.attrs, **only.attrs}
            node.tag = "p"
            node.children = []
            for child in only.children:
                node.append(child)
            node.linked, node.size = only.linked, only.size
    return node


def _is_alone(node: Node, only: Node) -> bool:
    return all(
        child is only or (child.tag == TEXT and not child.text.strip()) for child in node.children
    )


def _has_break(node: Node) -> bool:
    """Tell whether two line breaks in a row stand directly in it."""
    breaks = 0
    for child in node.children:
        if child.tag == "br":
            breaks += 1
            if breaks == 2:
                return True
        elif not child.is_blank():
            breaks = 0
    return False


def wrap_runs(node: Node) -> None:
    """Put each run of phrasing content into a ``p``; two line breaks end a run."""
    children, node.children = node.children, []
    if node.tag == "p":
        node.tag = "div"
    run: list[Node] = []
    breaks = 0
    for child in children:
        if child.tag == "br":
            breaks += 1
            if breaks == 2:
                _close(node, run)
            elif run:
                run.append(child)
            continue
        if not child.inline:
            _close(node, run)
            node.append(child)
        elif run or not child.is_blank():
            if breaks > 1 and child.is_blank():
                continue
            run.append(child)
        if not child.is_blank():
            breaks = 0
    _close(node, run)


def _close(node: Node, run: list[Node]) -> None:
    """End a paragraph: without the white space and breaks at its end."""
    while run and run[-1].is_blank():
        run.pop()
    if not run:
        return
    paragraph = Node("p", {})
    for child in run:
        paragraph.append(child)
        paragraph.size += child.size
        paragraph.linked += child.linked
        paragraph.commas += child.commas
    run.clear()
    node.append(paragraph)
