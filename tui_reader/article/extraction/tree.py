"""A tree that can be changed and measured: the copy of a page that extraction works on.

The parser's tree stays as it is, so that a second, looser pass can start afresh. Every walk is
a loop, and figures are summed up from the leaves, so that any page costs what its size costs.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, cast

from tui_reader import dom
from tui_reader.article.extraction import hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

INLINE = frozenset(
    {"a", "abbr", "audio", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
     "em", "embed", "font", "i", "img", "ins", "kbd", "label", "mark", "math", "meter", "nobr",
     "object", "output", "picture", "progress", "q", "ruby", "s", "samp", "small", "source",
     "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)  # fmt: skip
"""Tags of phrasing content; one of them that holds a block counts as a block."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
FRAMES = frozenset({"embed", "iframe", "object"})
_BLOCKS = frozenset(
    {"article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figcaption",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
     "main", "nav", "ol", "p", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
     "ul"}
)  # fmt: skip
"""Blocks, at whose edges white space is nothing."""
_DROPPED = frozenset(
    {"base", "canvas", "head", "link", "meta", "noembed", "noframes", "param", "script", "style",
     "svg", "template", "title"}
)  # fmt: skip
_HIDING = frozenset({"aria-hidden", "aria-modal", "hidden", "style"})
_HOLDS_TEXT = frozenset(
    {
        "blockquote",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "span",
        "summary",
        "table",
        "td",
        "th",
        "ul",
        *HEADINGS,
    }
)
_SHOWS = frozenset({"audio", "hr", "img", "math", "picture", "video", *FRAMES})
_LISTS = frozenset({"ol", "ul"})
_COUNTED = _SHOWS | _LISTS | HEADINGS | {"a", "input", "li", "p", "pre", "table"}
"""Tags that are counted themselves."""
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_COMMA = re.compile("[,\u060c\u3001\ufe10\ufe11\ufe50\uff0c\uff64]")


class Node:
    """An element. Its children are elements and text, in order.

    The figures hold for the element with all that is in it, as ``measure`` found it. Lengths
    are characters, white space counted once.
    """

    __slots__ = (
        "attrs", "children", "commas", "cut", "frames", "gone", "headed", "holds_kept", "images",
        "inline", "inputs", "items", "kept", "linked", "listed", "names", "own_commas",
        "own_size", "paragraphs", "parent", "players", "score", "shows", "size", "tag", "textual",
    )  # fmt: skip

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
    textual: bool
    """Whether a block with text is in it."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag = tag
        self.attrs = attrs
        self.children: list[Node | str] = []
        self.parent: Node | None = None
        self.gone = False
        self.kept = False
        self.names = " "
        if "class" in attrs or "id" in attrs:
            self.names = f"{attrs.get('class', '')} {attrs.get('id', '')}".lower()
        self.score: float | None = None
        self.own_size = self.own_commas = 0

    @property
    def link_density(self) -> float:
        """The share of the text that is links, 0 to 1."""
        return self.linked / self.size if self.size else 0.0

    def append(self, child: Node | str) -> None:
        """Move an element or text to the end of this one."""
        self.children.append(child)
        if isinstance(child, Node):
            child.parent = self
        else:
            size, commas = text_figures(child)
            self.own_size += size
            self.own_commas += commas

    def take_children(self) -> list[Node | str]:
        """Give the children away."""
        children, self.children = self.children, []
        self.own_size = self.own_commas = 0
        return children

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
        return any(node.tag == tag for node in self.ancestors(most))

    def walk(self) -> Iterator[Node | str]:
        """The element and all in it in document order; what is gone is left out."""
        stack: list[Node | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                yield node
            elif not node.gone:
                yield node
                stack.extend(reversed(node.children))

    def content(self, *, most: int = 0) -> str:
        """Give the text in it with white space collapsed; of the first ``most`` nodes only."""
        parts: list[str] = []
        for node in islice(self.walk(), most or None):
            if isinstance(node, str):
                parts.append(node)
            elif not node.inline or node.tag == "br":
                parts.append(" ")
        return " ".join("".join(parts).split())

    def elements(self) -> list[Node]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Node) and not child.gone]


def is_blank(child: Node | str) -> bool:
    """Tell white space and line breaks."""
    return not child.strip() if isinstance(child, str) else child.tag == "br"


def copy(root: dom.Element) -> Node:
    """Copy a parsed page's elements and text, without what never shows."""
    top = Node(root.tag, _attributes(root))
    stack: list[tuple[Iterable[dom.Node], Node]] = [(root.children, top)]
    while stack:
        children, parent = stack.pop()
        for child in children:
            if isinstance(child, dom.Text):
                data = child.data
                if data.isspace():  # half of all text is; it has no figures
                    if _parts(parent):
                        parent.children.append(data)
                else:
                    parent.children.append(data)
                    size, commas = text_figures(data)
                    parent.own_size += size
                    parent.own_commas += commas
            elif isinstance(child, dom.Element) and child.tag not in _DROPPED:
                node = Node(child.tag, _attributes(child))
                if node.attrs and _is_unseen(node):
                    continue
                node.parent = parent
                parent.children.append(node)
                inner = child.children
                if inner and node.tag != "iframe":
                    stack.append((inner, node))
    return top


def _parts(parent: Node) -> bool:
    """Tell whether white space at the end of an element may part words."""
    last = parent.children[-1] if parent.children else parent
    return not (isinstance(last, Node) and last.tag in _BLOCKS)


def _attributes(element: dom.Element) -> dict[str, str]:
    attrs = element.attrs
    if not attrs:
        return {}
    # Copied whole, since nearly all are text; the few that are not are made so below.
    copied = cast("dict[str, str]", dict(attrs))
    for name, value in attrs.items():
        if value.__class__ is not str:
            copied[name] = " ".join(value or ())
    return copied


def _is_unseen(node: Node) -> bool:
    """Tell what a browser would not show."""
    attrs = node.attrs
    if _HIDING.isdisjoint(attrs) and node.tag != "dialog":
        return False
    if "style" in attrs and _UNSEEN.search(attrs["style"]):
        return True
    if "hidden" in attrs or (node.tag == "dialog" and "open" not in attrs):
        return True
    if attrs.get("aria-modal") == "true" and attrs.get("role") == "dialog":
        return True
    # Formulas are hidden from screen readers as pictures, and from the eye as MathML.
    return attrs.get("aria-hidden") == "true" and "fallback-image" not in node.names


def measure(root: Node, remove: Callable[[Node], bool] | None = None) -> list[Node]:
    """Sum up the figures of every element; give the elements in document order.

    Args:
        root: Where to begin. What was marked as gone is taken out of the tree.
        remove: Asked of each element after those in it; what it names is marked as gone and
            does not count for what is around it, but that inputs count for their parent.
    """
    nodes = []
    stack = [root]
    while stack:
        node = stack.pop()
        nodes.append(node)
        stack += [c for c in reversed(node.children) if isinstance(c, Node) and not c.gone]
    for node in reversed(nodes):
        _sum_up(node)
        if remove is not None and remove(node):
            node.gone = True
    return nodes


def _sum_up(node: Node) -> None:
    """Start from the element's own text, and add the figures of its children.

    This is most of the work on a page, so it is written out in one piece.
    """
    tag = node.tag
    size, commas, linked = node.own_size, node.own_commas, 0.0
    cut = headed = listed = paragraphs = items = inputs = 0
    textual = holds_kept = lost = False
    inline = tag in INLINE
    node.images = node.frames = node.players = 0
    node.shows = False
    for child in node.children:
        if child.__class__ is str or not isinstance(child, Node):
            continue
        if child.gone:
            lost = True
            cut += child.size
            inputs += child.tag == "input" and child.attrs.get("type") != "checkbox"
            continue
        if child.size:
            size += child.size
            commas += child.commas
            linked += child.linked
            headed += child.headed
            listed += child.listed
            textual = textual or child.textual or child.tag in _HOLDS_TEXT
        if child.shows:
            _add_shows(node, child)
        paragraphs += child.paragraphs
        items += child.items
        cut += child.cut
        inputs += child.inputs
        holds_kept = holds_kept or child.holds_kept
        inline = inline and child.inline
    node.size, node.commas, node.linked, node.cut = size, commas, linked, cut
    node.headed, node.listed, node.paragraphs, node.items = headed, listed, paragraphs, items
    node.inputs, node.textual, node.holds_kept, node.inline = inputs, textual, holds_kept, inline
    if lost:
        node.children = [c for c in node.children if isinstance(c, str) or not c.gone]
    if tag in _COUNTED:
        _count_itself(node)


def _add_shows(node: Node, child: Node) -> None:
    node.shows = True
    node.images += child.images
    node.frames += child.frames
    node.players += child.players


def _count_itself(node: Node) -> None:
    """Count the element as what it is."""
    tag = node.tag
    if tag in _SHOWS:
        node.shows = True
        node.images += tag == "img"
        if tag in FRAMES:
            player = is_player(node)
            node.players += player
            node.frames += not player
    elif tag == "a":
        href = node.attrs.get("href", "")
        # A link within the page is a footnote or a table of contents rather than a way out.
        node.linked = node.size * (0.3 if href.startswith("#") and len(href) > 1 else 1.0)
    elif tag == "p":
        node.paragraphs += 1
    elif tag == "li":
        node.items += 1
    elif tag in HEADINGS:
        node.headed = node.size
    elif tag in _LISTS:
        node.listed = node.size
    elif tag == "input" and node.attrs.get("type") != "checkbox":
        node.inputs += 1
    elif (tag == "table" and node.kept) or (tag == "pre" and node.size):
        node.holds_kept = True


def is_player(node: Node) -> bool:
    """Tell a frame that shows something to the reader."""
    return any(hints.PLAYERS.search(value) for value in node.attrs.values())


def text_figures(text: str) -> tuple[int, int]:
    """Give the length and the commas of some text."""
    size = len(" ".join(text.split()))
    if not size:
        return 0, 0
    commas = text.count(",") if text.isascii() else len(_COMMA.findall(text))
    # A blank at the end parts it from its neighbour and counts once.
    return size + text[-1].isspace(), commas
