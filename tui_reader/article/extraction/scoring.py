"""Which part of a page is the article: text scores for what is around it, links against it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.extraction.paragraphs import mark_paragraphs
from tui_reader.article.extraction.tree import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_START = {
    "div": 5, "pre": 3, "td": 3, "blockquote": 3, "address": -3, "ol": -3, "ul": -3, "dl": -3,
    "dd": -3, "dt": -3, "li": -3, "form": -3, "th": -5, **dict.fromkeys(
        ("h1", "h2", "h3", "h4", "h5", "h6"), -5),
}  # fmt: skip
_SHORTEST = 25
_DIVISORS = (1, 2, 6, 9, 12)
"""By how far around the paragraph: what is nearer gets more of its points."""
_CANDIDATES = 5
_SENTENCE_END = re.compile(r"[.!?。！？](?:\s|$)")
_KEPT_TAGS = frozenset({"div", "article", "section", "p", "ol", "ul"})


def find_article(nodes: list[Node], *, weight: Callable[[str], int]) -> Node:
    """Give a new ``div`` with the parts of the page that are the article.

    Args:
        nodes: The page's body and all that is left in it, in document order; they are moved.
        weight: What class names and ids count.
    """
    body = nodes[0]
    paragraphs = mark_paragraphs(nodes)
    candidates = _candidates(_score(paragraphs, body, weight))
    article = Node("div", {})
    if not candidates or candidates[0] in (body, body.parent):
        for child in body.take_children():
            article.append(child)
        return article
    best = _widen(candidates, body, weight)
    for part in _with_siblings(best):
        if part.tag not in _KEPT_TAGS:
            part.become("div")
        article.append(part)
    return article


def _score(paragraphs: Iterable[Node], body: Node, weight: Callable[[str], int]) -> list[Node]:
    """Let each paragraph count for what is around it, the nearer the more."""
    scored: list[Node] = []
    for paragraph in paragraphs:
        if paragraph.size < _SHORTEST:
            continue
        points = 2 + paragraph.commas + min(paragraph.size // 100, 3)
        for level, around in enumerate(paragraph.ancestors(len(_DIVISORS))):
            if around is body.parent:
                break
            if around.score is None:
                scored.append(around)
            around.score = _begin(around, weight) + points / _DIVISORS[level]
    return scored


def _begin(node: Node, weight: Callable[[str], int]) -> float:
    """Give the node's score; where it has none yet, what its tag and names are worth."""
    if node.score is None:
        node.score = _START.get(node.tag, 0) + weight(node.names)
    return node.score


def _candidates(scored: list[Node]) -> list[Node]:
    """Discount links; give the best few, the best first."""
    for node in scored:
        node.score = (node.score or 0.0) * (1 - node.link_density)
    return sorted(scored, key=_points, reverse=True)[:_CANDIDATES]


def _points(node: Node) -> float:
    return node.score or 0.0


def _widen(candidates: list[Node], body: Node, weight: Callable[[str], int]) -> Node:
    """Go up from the best candidate as long as there is more of the article around it."""
    best = _shared(candidates, body) or candidates[0]
    last = _begin(best, weight)
    least = last / 3
    for around in best.ancestors():
        if around is body or around is body.parent:
            break
        if around.score is None:
            continue
        if around.score < least:
            break
        if around.score > last:
            best = around
            break
        last = around.score
    while best.parent is not None and best.parent is not body and len(best.parent.elements()) == 1:
        best = best.parent
    _begin(best, weight)
    return best


def _shared(candidates: list[Node], body: Node) -> Node | None:
    """Give the nearest node around the best candidate that holds three other good ones."""
    best = candidates[0]
    others = [node for node in candidates[1:] if _points(node) >= 0.75 * _points(best)]
    if len(others) < 3:
        return None
    around = [set(map(id, node.ancestors())) for node in others]
    for node in best.ancestors():
        if node is body or node is body.parent:
            return None
        if sum(id(node) in ancestors for ancestors in around) >= 3:
            return node
    return None


def _with_siblings(best: Node) -> list[Node]:
    """Give the article and those beside it that belong to it: text, or of the same make."""
    parent = best.parent
    if parent is None:
        return [best]
    top = _points(best)
    least = max(10.0, top * 0.2)
    names = best.attrs.get("class", "")
    parts = []
    for node in parent.elements():
        bonus = top * 0.2 if names and node.attrs.get("class", "") == names else 0.0
        if (
            node is best
            or (node.score is not None and node.score + bonus >= least)
            or (node.tag == "p" and _is_text(node))
        ):
            parts.append(node)
    return parts


def _is_text(node: Node) -> bool:
    if node.size > 80:
        return node.link_density < 0.25
    return node.size > 0 and node.linked == 0 and _SENTENCE_END.search(node.content()) is not None
