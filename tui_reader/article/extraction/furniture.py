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
_NEVER = frozenset({"html", "body", "a", "article", "main"})


def remove_furniture(
    body: Node, *, titles: tuple[str, ...], authors: tuple[Author, ...], strict: bool
) -> None:
    """Take away the repeated title, the byline, and what is named as being no article.

    Args:
        body: The page's body, measured.
        titles: The article's title, in all forms that are known.
        authors: Who the byline names, as far as known.
        strict: Also what only its name or role speaks against.
    """
    once = _TitleOnce(titles)
    bylines = _Bylines(authors)
    stack = [(body, False)]
    while stack:
        node, protected = stack.pop()
        if "id" in node.attrs and _is_named_after_heading(node):
            node.names = f"{node.attrs.get('class', '').lower()} "
        if (
            bylines.tell(node)
            or once.repeats(node)
            or (not protected and is_furniture(node, strict=strict))
            or (node.tag in _EMPTY and not node.size and _holds_nothing(node))
        ):
            node.gone = True
        elif node.tag != "pre":
            elements = node.elements()
            _settle_noscripts(elements)
            protected = protected or node.tag in {"table", "code"}
            stack.extend((child, protected) for child in reversed(elements) if not child.gone)


def _is_named_after_heading(node: Node) -> bool:
    """Tell an id that is made of a heading: “related-work” is what the section is about."""
    if node.tag in HEADINGS:
        return True
    first = next(iter(node.elements()), None)
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
                node.gone = True
                continue
            node.tag = "span"
            if before is not None and before.images == 1 and not before.size:
                before.gone = True
        before = node


class _Bylines:
    """Finds the first byline, and others that name the same authors."""

    def __init__(self, authors: tuple[Author, ...]) -> None:
        self._names = [author.name.casefold() for author in authors]
        self._seen = 0

    def tell(self, node: Node) -> bool:
        """Tell whether the node is such a byline."""
        if self._seen == _BYLINES_SEEN or not _is_byline(node):
            return False
        self._seen += 1
        if self._seen == 1:
            return True
        text = node.content(most=50).casefold()
        return any(name in text for name in self._names)


def _is_byline(node: Node) -> bool:
    """Tell whether this names the author and says nothing else."""
    if not 0 < node.size < _BYLINE_LENGTH or node.tag in {"body", "html"}:
        return False
    return (
        node.attrs.get("rel") == "author"
        or "author" in node.attrs.get("itemprop", "")
        or hints.BYLINE.search(node.names) is not None
    )


def is_furniture(node: Node, *, strict: bool) -> bool:
    """Tell whether names or role say that this is beside the article."""
    if node.tag in _NEVER or node.tag in HEADINGS:
        return False
    if not strict:
        return hints.REPLIES.search(node.names) is not None
    if node.attrs.get("role") in hints.ROLES:
        return True
    return (
        node.names != " "
        and hints.FURNITURE.search(node.names) is not None
        and hints.PERHAPS_ARTICLE.search(node.names) is None
    )


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
        if self._found or node.tag not in {"h1", "h2"} or not any(self._titles) or node.size > 500:
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
