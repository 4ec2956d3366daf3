"""A tree that can be changed and measured: the copy of a page that extraction works on.

Every walk is a loop, so that any page costs what its size costs. Who changes an element says so
(``stale``), and ``figures.measure`` sums up anew what is stale and what is around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

INLINE = frozenset(
    {"a", "abbr", "audio", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
     "em", "embed", "font", "i", "img", "ins", "kbd", "label", "mark", "math", "meter", "nobr",
     "object", "output", "picture", "progress", "q", "ruby", "s", "samp", "small", "source",
     "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)  # fmt: skip
"""Tags of phrasing content; one of them that holds a block counts as a block."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
FRAMES = frozenset({"embed", "iframe", "object"})
_COMMAS = ",\u060c\u3001\ufe10\ufe11\ufe50\uff0c\uff64"


class Node:
    """An element. Its children are elements and text, in order.

    The figures hold for the element with all that is in it, as ``copy`` or ``measure`` found it.
    Lengths are characters, white space counted once.
    """

    __slots__ = (
        "attrs", "children", "commas", "cut", "frames", "gone", "headed", "holds_kept", "images",
        "inline", "inputs", "items", "kept", "linked", "listed", "names", "own_commas",
        "own_size", "paragraphs", "parent", "players", "score", "shows", "size", "stale", "tag",
        "textual",
    )  # fmt: skip

    attrs: dict[str, str]
    """Replaced as a whole where they change."""
    commas: int
    """Commas, of any script."""
    cut: int
    """Length of what the last ``measure`` took out of it."""
    frames: int
    """Embedded documents that are no players."""
    headed: int
    """Length of the headings."""
    holds_kept: bool
    """Whether a table of data or preformatted text is in it."""
    images: int
    inline: bool
    """Whether it is phrasing content."""
    inputs: int
    items: int
    """List items."""
    linked: float
    """Length of the links; those within the page count a third."""
    listed: int
    """Length of the lists."""
    paragraphs: int
    players: int
    """Embedded videos, sounds, posts."""
    shows: bool
    """Whether there is something to see besides text."""
    size: int
    stale: bool
    """Whether the figures are those from before a change: of its tag, its children, ``kept``."""
    textual: bool
    """Whether a block with text is in it."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag = tag
        self.attrs = attrs
        self.children: list[Node | str] = []
        self.parent: Node | None = None
        self.gone = self.kept = self.stale = False
        self.names = " "
        if "class" in attrs or "id" in attrs:
            self.names = f"{attrs.get('class', '')} {attrs.get('id', '')}".lower()
        self.score: float | None = None
        self.own_size = self.own_commas = self.size = self.commas = 0
        self.linked = 0.0
        self.inline = tag in INLINE
        self.shows = self.textual = self.holds_kept = False
        self.cut = self.headed = self.listed = self.paragraphs = self.items = self.inputs = 0
        self.images = self.frames = self.players = 0

    @property
    def link_density(self) -> float:
        """The share of the text that is links, 0 to 1."""
        return self.linked / self.size if self.size else 0.0

    def append(self, child: Node | str) -> None:
        """Move an element or text to the end of this one."""
        self.stale = True
        self.children.append(child)
        if isinstance(child, Node):
            child.parent = self
        else:
            size, commas = text_figures(child)
            self.own_size += size
            self.own_commas += commas

    def take_children(self) -> list[Node | str]:
        """Give the children away."""
        self.stale = True
        children, self.children = self.children, []
        self.own_size = self.own_commas = 0
        return children

    def become(self, tag: str) -> None:
        """Change what it is."""
        self.stale = True
        self.tag = tag

    def remove(self) -> None:
        """Mark it as gone; the next ``measure`` takes it out."""
        self.gone = True
        if self.parent is not None:
            self.parent.stale = True

    def ancestors(self, most: int = 0) -> Iterator[Node]:
        """The elements around it from the nearest on, all or so many."""
        node = self.parent
        while node is not None:
            yield node
            most -= 1
            if not most:
                return
            node = node.parent

    def within(self, tag: str, most: int) -> bool:
        """Tell whether one of the nearest so many ancestors has this tag."""
        node = self.parent
        while node is not None and most:
            if node.tag == tag:
                return True
            node = node.parent
            most -= 1
        return False

    def walk(self, *, most: int = 0) -> list[Node | str]:
        """The element and all in it in document order, all or so many; without what is gone."""
        found: list[Node | str] = []
        stack: list[Node | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, Node):
                if node.gone:
                    continue
                stack += node.children[::-1]
            found.append(node)
            if len(found) == most:
                break
        return found

    def content(self, *, most: int = 0) -> str:
        """Give the text in it with white space collapsed; of the first ``most`` nodes only."""
        parts: list[str] = []
        stack: list[Node | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(node)
            elif node.gone:
                continue
            else:
                stack += node.children[::-1]
                if not node.inline or node.tag == "br":
                    parts.append(" ")
            most -= 1
            if not most:
                break
        return " ".join("".join(parts).split())

    def elements(self) -> list[Node]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Node) and not child.gone]


def is_blank(child: Node | str) -> bool:
    """Tell white space and line breaks."""
    return not child.strip() if isinstance(child, str) else child.tag == "br"


def in_order(root: Node) -> list[Node]:
    """Give the element and those in it in document order."""
    nodes: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        nodes.append(node)
        stack += [c for c in node.children[::-1] if isinstance(c, Node) and not c.gone]
    return nodes


def text_figures(text: str) -> tuple[int, int]:
    """Give the length and the commas of some text."""
    # A blank at the end parts it from its neighbour and counts once.
    if text.isprintable() and "  " not in text:  # the only white space are single blanks
        size = len(text) - text.startswith(" ")
    else:
        size = len(" ".join(text.split()))
        size += size > 0 and text[-1].isspace()
    return size, text.count(",") if text.isascii() else sum(map(text.count, _COMMAS))
