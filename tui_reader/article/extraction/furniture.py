"""What is taken away before anything is scored: the byline, the title, the furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.extraction import hints
from tui_reader.article.extraction.tree import HEADINGS, Node

if TYPE_CHECKING:
    from tui_reader.model.feed import Author

_EMPTY = frozenset({"div", "section", "header", *HEADINGS})
_BYLINE_LENGTH = 100
_BYLINES_SEEN = 20
_HEADINGS_SEEN = 30
_WORD = re.compile(r"\w+")
_TITLES = frozenset({"h1", "h2"})
_PROTECTING = frozenset({"code", "table"})
_NEVER = frozenset({"html", "body", "a", "article", "main", *HEADINGS})


def remove_furniture(
    nodes: list[Node], *, titles: tuple[str, ...], authors: tuple[Author, ...], strict: bool
) -> list[Node]:
    """Take away the repeated title, the byline, and what is named as being no article.

    Args:
        nodes: The page's body and all in it, in document order, measured.
        titles: The article's title, in all forms that are known.
        authors: Who the byline names, as far as known.
        strict: Also what only its name or role speaks against.

    Returns:
        What is left, in document order; it is not measured yet.
    """
    once = _TitleOnce(titles)
    bylines = _Bylines(authors)
    furniture = _Furniture(strict=strict)
    unsettled = {node.parent for node in nodes if node.tag == "noscript"}
    verbatim: set[Node] = set()
    for node in nodes:
        around = node.parent or node
        node.gone = node.gone or around.gone
        if node.gone:
            continue
        if around.tag == "pre" or around in verbatim:
            verbatim.add(node)
            continue
        tag, attrs = node.tag, node.attrs
        if "id" in attrs and _is_named_after_heading(node):
            node.names = f"{attrs.get('class', '').lower()} "
        if (
            (attrs and bylines.tell(node))
            or (tag in _TITLES and once.repeats(node))
            or furniture.tell(node, around)
            or (tag in _EMPTY and not node.size and _holds_nothing(node))
        ):
            node.remove()
        elif node in unsettled and tag != "pre":
            _settle_noscripts(node.elements())
    return [node for node in nodes if not node.gone]


def _is_named_after_heading(node: Node) -> bool:
    """Tell an id that is made of a heading: “related-work” is what the section is about."""
    if node.tag in HEADINGS:
        return True
    first = next((c for c in node.children if isinstance(c, Node) and not c.gone), None)
    if first is None or first.tag not in HEADINGS:
        return False
    words = _WORD.findall(first.content(most=20).lower())
    return "-".join(words) == "-".join(_WORD.findall(node.attrs["id"].lower()))


def _settle_noscripts(siblings: list[Node]) -> None:
    """Let the picture in a ``noscript`` take the place of the one a script would have loaded."""
    before = None
    for node in siblings:
        if node.tag == "noscript":
            if node.images != 1 or node.size:
                node.remove()
                continue
            node.become("span")
            if before is not None and before.images == 1 and not before.size:
                before.remove()
        before = node


class _Bylines:
    """Finds the first byline, and others that name the same authors."""

    def __init__(self, authors: tuple[Author, ...]) -> None:
        self._names = [author.name.casefold() for author in authors]
        self._named = hints.Memory(hints.BYLINE.search)
        self._seen = 0

    def tell(self, node: Node) -> bool:
        """Tell whether the node is such a byline."""
        if self._seen == _BYLINES_SEEN or not self._is_byline(node):
            return False
        self._seen += 1
        if self._seen == 1:
            return True
        text = node.content(most=50).casefold()
        return any(name in text for name in self._names)

    def _is_byline(self, node: Node) -> bool:
        """Tell whether this names the author and says nothing else."""
        if not 0 < node.size < _BYLINE_LENGTH or node.tag in {"body", "html"}:
            return False
        attrs = node.attrs
        return (
            attrs.get("rel") == "author"
            or "author" in attrs.get("itemprop", "")
            or self._named[node.names] is not None
        )


class _Furniture:
    """Finds what names or role say is beside the article."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._named = hints.Memory(hints.is_furniture if strict else hints.is_of_replies)
        self._protected: set[Node] = set()

    def tell(self, node: Node, around: Node) -> bool:
        """Tell whether the node is such a part; asked of what is around it first."""
        if around.tag in _PROTECTING or (self._protected and around in self._protected):
            self._protected.add(node)
            return False
        if not node.attrs or node.tag in _NEVER:
            return False
        if self._strict and node.attrs.get("role") in hints.ROLES:
            return True
        return self._named[node.names]


def _holds_nothing(node: Node) -> bool:
    return all(child.tag in {"br", "hr"} for child in node.elements())


class _TitleOnce:
    """Finds the first heading that only repeats the title."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        self._titles = [set(_WORD.findall(title.lower())) for title in dict.fromkeys(titles)]
        self._found = False
        self._left = _HEADINGS_SEEN

    def repeats(self, node: Node) -> bool:
        """Tell whether the node is that heading."""
        if self._found or node.tag not in _TITLES or not any(self._titles) or node.size > 500:
            return False
        self._left -= 1
        self._found = self._left == 0
        words = _WORD.findall(node.content(most=200).lower())
        if not words:
            return False
        length = sum(len(word) + 1 for word in words)
        for title in self._titles:
            new = sum(len(word) + 1 for word in words if word not in title)
            told = sum(len(word) + 1 for word in title & set(words))
            self._found = self._found or (
                new / length < 0.25 and told > 0.4 * sum(len(word) + 1 for word in title)
            )
        return self._found
