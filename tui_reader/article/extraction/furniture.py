"""What is taken away before anything is scored: the unseen, the byline, the furniture."""

from __future__ import annotations

import re

from tui_reader.article.extraction import hints
from tui_reader.article.extraction.tree import HEADINGS, TEXT, Node, prune

_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_EMPTY = frozenset({"div", "section", "header", *HEADINGS})
_BYLINE_LENGTH = 100
_WORD = re.compile(r"\w+")
_NEVER = frozenset({"html", "body", "a", "article", "main"})


def remove_unseen(root: Node) -> None:
    """Take away what a browser would not show, and the stand-ins of lazy pictures."""
    for node in root.walk():
        if node.tag == "noscript":
            _settle_noscript(node)
        elif node.attrs and _is_unseen(node):
            node.gone = True
    prune(root)


def _is_unseen(node: Node) -> bool:
    attrs = node.attrs
    if "style" in attrs and _UNSEEN.search(attrs["style"]):
        return True
    if "hidden" in attrs:
        return True
    if attrs.get("aria-modal") == "true" and attrs.get("role") == "dialog":
        return True
    # Formulas are hidden from screen readers as pictures, and from the eye as MathML.
    return attrs.get("aria-hidden") == "true" and "fallback-image" not in node.names


def _settle_noscript(node: Node) -> None:
    """Let the picture in a ``noscript`` take the place of the one a script would have loaded."""
    images = list(node.elements("img"))
    if len(images) != 1 or node.content(200):
        node.gone = True
        return
    before = _image_before(node)
    if before is not None:
        before.gone = True
    node.tag = "span"


def _image_before(node: Node) -> Node | None:
    if node.parent is None:
        return None
    found = None
    for sibling in node.parent.children:
        if sibling is node:
            break
        if sibling.tag != TEXT:
            found = sibling
        elif sibling.text.strip():
            found = None
    if found is None:
        return None
    if found.tag == "img":
        return found
    return found if _is_one_image(found) else None


def _is_one_image(node: Node) -> bool:
    images = 0
    for part in node.walk():
        images += part.tag == "img"
        if images > 1 or (part.tag == TEXT and part.text.strip()):
            return False
    return images == 1


def remove_furniture(body: Node, *, titles: tuple[str, ...], strict: bool) -> None:
    """Take away the repeated title, the byline, and what is named as being no article.

    Args:
        body: The page's body, measured.
        titles: The article's title, in all forms that are known.
        strict: Also what only its name or role speaks against.
    """
    once = _TitleOnce(titles)
    byline_seen = False
    stack = [(body, False)]
    while stack:
        node, protected = stack.pop()
        if node.tag == TEXT:
            continue
        if not byline_seen and is_byline(node):
            node.gone = byline_seen = True
        elif (
            once.repeats(node)
            or (strict and not protected and is_furniture(node))
            or (node.tag in _EMPTY and not node.size and _holds_nothing(node))
        ):
            node.gone = True
        elif node.tag != "pre":
            protected = protected or node.tag in {"table", "code"}
            stack.extend((child, protected) for child in reversed(node.children))
    prune(body)


def is_byline(node: Node) -> bool:
    """Tell whether this names the author and says nothing else."""
    if not 0 < node.size < _BYLINE_LENGTH or node.tag in {"body", "html"}:
        return False
    return (
        node.attrs.get("rel") == "author"
        or "author" in node.attrs.get("itemprop", "")
        or hints.BYLINE.search(node.names) is not None
    )


def is_furniture(node: Node) -> bool:
    """Tell whether names or role say that this is beside the article."""
    if node.attrs.get("role") in hints.ROLES:
        return True
    return (
        node.names not in {"", " "}
        and node.tag not in _NEVER
        and hints.FURNITURE.search(node.names) is not None
        and hints.PERHAPS_ARTICLE.search(node.names) is None
    )


def _holds_nothing(node: Node) -> bool:
    return all(child.tag in {"br", "hr", TEXT} for child in node.children)


class _TitleOnce:
    """Finds the first heading that only repeats the title."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        self._titles = [set(_WORD.findall(title.lower())) for title in dict.fromkeys(titles)]
        self._found = False

    def repeats(self, node: Node) -> bool:
        """Tell whether the node is that heading."""
        if self._found or node.tag not in {"h1", "h2"} or not any(self._titles) or node.size > 500:
            return False
        words = _WORD.findall(node.content(1000).lower())
        if not words:
            return False
        length = sum(len(word) + 1 for word in words)
        for title in self._titles:
            new = sum(len(word) + 1 for word in words if word not in title)
            self._found = self._found or new / length < 0.25
        return self._found
