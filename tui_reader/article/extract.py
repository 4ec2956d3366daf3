"""A whole page → the article in it, as HTML. Pure; any page gives an answer, never an error.

The approach is the one that Arc90's Readability made known: text scores for what is around it,
links score against it, names are hints; where a strict pass finds too little, a looser one
follows. The cost is linear in the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.article.blocks import Run
from tui_reader.article.extraction import (
    bylines,
    cleaning,
    datelines,
    furniture,
    hints,
    markup,
    metadata,
    scoring,
)
from tui_reader.article.extraction.copying import copy
from tui_reader.article.extraction.tree import Node
from tui_reader.article.flows import count_words
from tui_reader.dom import attr, parse_html

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.article.extraction.metadata import Metadata
    from tui_reader.dom import Element
    from tui_reader.model.feed import Author

_ENOUGH = 500
"""Characters that end the search; with less, looser rules are tried."""
_FEW_WORDS = 15
_PASSES = (
    (True, True, True),
    (False, True, True),
    (False, False, True),
    (False, False, False),
)
"""Without furniture? Do names count? Is the article cleaned of what looks like furniture?"""
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|activate|requires?|turn on|without)\s+java\s?script|javascript\s+(?:is\s+)?"
    r"(?:disabled|required|aktivieren)|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"checking your browser",
    re.IGNORECASE,
)

_SHOWN = re.compile(r"<(?:img|iframe|video|audio|object|embed|math)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The article of a page. Text is clean; what the page does not tell is empty or None."""

    title: str = ""
    html: str = ""
    """The article's own markup without the title; addresses are absolute. Well-formed, without
    scripts and forms, but not safe to print: it passes ``article.build`` like any feed's."""
    authors: tuple[Author, ...] = ()
    published_at: datetime | None = None
    image_url: str = ""
    language: str = ""
    """A language tag, lower case."""
    site_name: str = ""
    words: int = 0
    reason: str = ""
    """Where ``html`` is empty: why, as a sentence for people."""


def extract(html: str, *, url: str) -> Extracted:
    """Find the article in a page.

    Args:
        html: The page, of any size and depth.
        url: Where it came from; relative addresses start there, or from its ``base``.
    """
    root = parse_html(html)
    base = _base_of(root, urls.without_userinfo(url))
    told = metadata.read(root, base=base)
    article, authors, around = _find(root, told)
    found = Extracted(
        title=told.title,
        authors=authors,
        published_at=told.published_at,
        image_url=told.image_url,
        language=told.language,
        site_name=told.site_name,
    )
    written, text = markup.write(article, base=base)
    words = count_words((Run(text),))
    reason = _refusal(article, written, words, around)
    if reason:
        return replace(found, reason=reason)
    return replace(found, html=written, words=words)


def _base_of(root: Element, url: str) -> str:
    element = root.find("base")
    href = attr(element, "href") if element is not None else ""
    return (urls.resolve(url, href) or url) if href else url


def _find(root: Element, told: Metadata) -> tuple[Node, tuple[Author, ...], int]:
    """Try one pass after another until there is enough, else take the longest.

    Returns:
        The article, its authors, and the length of the text that it was chosen from.
    """
    best, around = Node("div", {}), 0
    authors = told.authors
    titles = (told.title, *told.headings)
    weights = hints.Memory(hints.weight).__getitem__
    for number, (strict, weigh, conditionally) in enumerate(_PASSES):
        nodes = copy(root)
        if not number:
            authors = _authors(nodes, authors)
        body = next((node for node in nodes[0].elements() if node.tag == "body"), nodes[0])
        left = furniture.remove_furniture(
            nodes[nodes.index(body) :], titles=titles, authors=authors, strict=strict
        )
        weight = weights if weigh else hints.no_weight
        article = scoring.find_article(left, weight=weight)
        cleaning.clean(article, weight=weight, conditionally=conditionally)
        datelines.trim_start(article, authors)
        if not number or article.size > best.size:
            best, around = article, body.size
        if article.size >= _ENOUGH:
            break
    return best, authors, around


def _authors(nodes: list[Node], told: tuple[Author, ...]) -> tuple[Author, ...]:
    """Add to what the metadata tells what only the visible byline does: names, roles."""
    if not told:
        return bylines.find(nodes)
    if any(author.role for author in told):
        return told
    return bylines.with_roles(nodes, told)


def _refusal(article: Node, html: str, words: int, around: int) -> str:
    """Give the reason why this is no article; empty where it is one."""
    if words < 100 and _NEEDS_SCRIPT.search(html):
        return "The page shows its text only to a browser that runs its scripts."
    if not words and not _SHOWN.search(html):
        return "The page holds no text."
    if article.link_density > 0.75 and article.size > 300 and not article.images:
        return "The page holds lists of links, but no article."
    if words < _FEW_WORDS and article.size * 10 < around and not _SHOWN.search(html):
        return "The page holds no article: too few of its words belong together."
    return ""
