"""A tree that can be changed and measured: the copy of a page that extraction works on.

The parser's tree stays as it is, so that a second, looser pass can start afresh. Every walk is
a loop, and every figure is summed up once from the leaves: the cost is linear in the page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader import dom
from tui_reader.article.extraction import hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TEXT = "#text"
INLINE = frozenset(
    {"a", "abbr", "audio", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
     "em", "embed", "font", "i", "img", "ins", "kbd", "label", "mark", "math", "meter", "nobr",
     "object", "output", "picture", "progress", "q", "ruby", "s", "samp", "small", "source",
     "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", TEXT}
)  # fmt: skip
"""Tags of phrasing content; one of them that holds a block counts as a block."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
FRAMES = frozenset({"embed", "iframe", "object"})
_DROPPED = frozenset(
    {"base", "canvas", "dialog", "head", "link", "meta", "noembed", "noframes", "param", "script",
     "style", "svg", "template", "title"}
)  # fmt: skip
_HOLDS_TEXT = frozenset(
    {"blockquote", "dl", "div", "img", "li", "ol", "p", "pre", "span", "table", "td", "ul"}
)
_SHOWS = frozenset({"img", "picture", "video", "audio", "math", "svg", "hr", *FRAMES})
_COMMA = re.compile("[,\u060c\u3001\ufe10\ufe11\ufe50\uff0c\uff64]")


class Node:
    """An element, or a run of text (then ``tag`` is ``TEXT``).

    The figures hold for what is under the node, as ``measure`` found it. Lengths are characters
    with white space counted once.
    """

    __slots__ = (
        "attrs", "children", "commas", "frames", "gone", "headed", "holds_kept", "images",
        "inline", "inputs", "items", "kept", "linked", "listed", "names", "paragraphs", "parent",
        "players", "score", "shows", "size", "tag", "text", "textual",
    )  # fmt: skip

    def __init__(self, tag: str, attrs: dict[str, str], text: str = "") -> None:
        self.tag = tag
        self.attrs = attrs
        self.text = text
        self.children: list[Node] = []
        self.parent: Node | None = None
        self.gone = False
        self.names = f"{attrs.get('class', '')} {attrs.get('id', '')}".lower() if attrs else ""
        self.score: float | None = None
        self.kept = False
        self._forget()

    def _forget(self) -> None:
        self.size = self.commas = self.headed = self.listed = self.players = 0
        self.linked = 0.0
        self.paragraphs = self.images = self.items = self.inputs = self.frames = 0
        self.textual = self.shows = self.holds_kept = False
        self.inline = self.tag in INLINE

    @property
    def link_density(self) -> float:
        """The share of the text that is links, 0 to 1."""
        return self.linked / self.size if self.size else 0.0

    def append(self, child: Node) -> None:
        """Move a node to the end of this one."""
        child.parent = self
        self.children.append(child)

    def ancestors(self, most: int = 0) -> Iterator[Node]:
        """The nodes around it from the nearest on, all or so many."""
        node = self.parent
        while node is not None:
            yield node
            most -= 1
            if not most:
                return
            node = node.parent

    def within(self, tag: str, most: int) -> bool:
        """Tell whether one of the nearest so many ancestors has this tag."""
        return any(node.tag == tag for node in self.ancestors(most))

    def walk(self) -> Iterator[Node]:
        """The node and all under it in document order; what is gone is left out."""
        stack = [self]
        while stack:
            node = stack.pop()
            if node.gone:
                continue
            yield node
            if node.children:
                stack.extend(reversed(node.children))

    def elements(self, *tags: str) -> Iterator[Node]:
        """The elements under it that have one of these tags."""
        for node in self.walk():
            if node.tag in tags and node is not self:
                yield node

    def content(self, most: int = 1_000_000) -> str:
        """Give the text in it with white space collapsed, about ``most`` characters of it."""
        parts: list[str] = []
        size = 0
        for node in self.walk():
            if node.tag == TEXT:
                parts.append(node.text)
                size += len(node.text)
                if size > most:
                    break
            elif not node.inline or node.tag == "br":
                parts.append(" ")
        return " ".join("".join(parts).split())

    def child_elements(self) -> list[Node]:
        """The children that are elements."""
        return [child for child in self.children if child.tag != TEXT and not child.gone]

    def is_blank(self) -> bool:
        """Tell whether it is white space or a line break."""
        return self.tag == "br" or (self.tag == TEXT and not self.text.strip())


def copy(root: dom.Element) -> Node:
    """Copy a parsed page's elements and text, without what never shows."""
    top = Node(root.tag, attributes(root))
    stack: list[tuple[Iterable[dom.Node], Node]] = [(root.children, top)]
    while stack:
        children, parent = stack.pop()
        for child in children:
            if isinstance(child, dom.Text):
                node = Node(TEXT, {}, child.data)
            elif isinstance(child, dom.Element):
                tag = child.tag
                if tag in _DROPPED:
                    continue
                node = Node(tag, attributes(child))
                inner = child.children
                if inner and tag != "iframe":
                    stack.append((inner, node))
            else:
                continue
            node.parent = parent
            parent.children.append(node)
    return top


def attributes(element: dom.Element) -> dict[str, str]:
    """Give an element's attributes as text."""
    attrs = element.attrs
    if not attrs:
        return {}
    return {
        name: value if isinstance(value, str) else " ".join(value or ())
        for name, value in attrs.items()
    }


def prune(root: Node) -> None:
    """Take out of the tree all that was marked as gone."""
    for node in root.walk():
        if any(child.gone for child in node.children):
            node.children = [child for child in node.children if not child.gone]


def measure(root: Node, remove: Callable[[Node], bool] | None = None) -> list[Node]:
    """Sum up the figures of every node; give the nodes in document order.

    Args:
        root: Where to begin.
        remove: Asked of each element after those in it; what it names is marked as gone and
            does not count for what is around it.
    """
    nodes = list(root.walk())
    for node in nodes:
        node._forget()  # noqa: SLF001 - the tree's own part
        if node.tag == TEXT:
            _measure_text(node)
    for node in reversed(nodes):
        if node.tag != TEXT:
            _measure_element(node)
            if remove is not None and remove(node):
                node.gone = True
                continue
        if node.parent is not None and node is not root:
            _add(node, node.parent)
    return nodes


def is_player(node: Node) -> bool:
    """Tell a frame that shows something to the reader."""
    return any(hints.PLAYERS.search(value) for value in node.attrs.values())


def _measure_text(node: Node) -> None:
    text = node.text
    words = text.split()
    if words:
        # A blank at an end parts it from its neighbour and counts once.
        node.size = sum(map(len, words)) + len(words) - 1 + text[-1].isspace()
        node.commas = len(_COMMA.findall(text))


def _measure_element(node: Node) -> None:
    """Add what an element is to what is in it."""
    tag = node.tag
    if tag == "a":
        href = node.attrs.get("href", "")
        # A link within the page is a footnote or a table of contents rather than a way out.
        node.linked = node.size * (0.3 if href.startswith("#") and len(href) > 1 else 1.0)
    elif tag in HEADINGS:
        node.headed = node.size
    elif tag in {"ul", "ol"}:
        node.listed = node.size
    elif tag in FRAMES:
        node.players = int(is_player(node))
        node.frames = 1 - node.players


def _add(node: Node, parent: Node) -> None:
    tag = node.tag
    if tag == TEXT:
        parent.size += node.size
        parent.commas += node.commas
        return
    parent.size += node.size
    parent.commas += node.commas
    parent.linked += node.linked
    parent.headed += node.headed
    parent.listed += node.listed
    parent.frames += node.frames
    parent.players += node.players
    parent.paragraphs += node.paragraphs + (tag == "p")
    parent.images += node.images + (tag == "img")
    parent.items += node.items + (tag == "li")
    parent.inputs += node.inputs + (tag == "input")
    parent.textual = parent.textual or node.textual or (tag in _HOLDS_TEXT and node.size > 0)
    parent.shows = parent.shows or node.shows or tag in _SHOWS
    parent.inline = parent.inline and node.inline
    parent.holds_kept = parent.holds_kept or node.holds_kept or (tag == "table" and node.kept)
