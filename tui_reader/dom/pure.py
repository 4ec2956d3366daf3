"""The tree that justhtml parses, as the few classes that the door offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import justhtml

if TYPE_CHECKING:
    from collections.abc import Iterator


class Node:
    """Anything in a tree."""

    __slots__ = ("_place", "parent")

    def __init__(self, parent: Element | None, place: int) -> None:
        self.parent = parent
        self._place = place

    @property
    def children(self) -> list[Node]:
        """Nothing: only elements have children."""
        return []

    @property
    def next_sibling(self) -> Node | None:
        """What comes after it in its parent."""
        siblings = self.parent.children if self.parent is not None else []
        return siblings[self._place + 1] if self._place + 1 < len(siblings) else None


class Text(Node):
    """Characters."""

    __slots__ = ("data",)

    def __init__(self, parent: Element | None, place: int, data: str) -> None:
        super().__init__(parent, place)
        self.data = data


class Comment(Node):
    """A comment: no text, in the standard as here."""

    __slots__ = ("data",)

    def __init__(self, parent: Element | None, place: int, data: str) -> None:
        super().__init__(parent, place)
        self.data = data


class Element(Node):
    """An element."""

    __slots__ = ("_children", "attrs", "tag")

    def __init__(
        self, parent: Element | None, place: int, tag: str, attrs: dict[str, str | None]
    ) -> None:
        super().__init__(parent, place)
        self.tag = tag
        self.attrs = attrs
        self._children: list[Node] = []

    @property
    def children(self) -> list[Node]:
        """The nodes in it, in order."""
        return self._children

    @property
    def descendants(self) -> Iterator[Node]:
        """All nodes in it, in document order."""
        stack: list[Node] = list(reversed(self._children))
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def iter_elements(self, tag: str | None = None) -> Iterator[Element]:
        """The elements in it, all or those of one name."""
        for node in self.descendants:
            if isinstance(node, Element) and (tag is None or node.tag == tag):
                yield node

    def find(self, tag: str) -> Element | None:
        """Give the first element of a name in it."""
        return next(self.iter_elements(tag), None)


def parse(html: str) -> Element:
    """Parse, and give the ``html`` element."""
    parsed = justhtml.JustHTML(html, sanitize=False, scripting_enabled=False)
    source = next(node for node in parsed.root.children or () if node.name == "html")
    root = Element(None, 0, "html", _attributes(source))
    stack = [(source, root)]
    while stack:
        old, new = stack.pop()
        if new.tag == "template":
            continue  # its content belongs to another document
        for child in old.children or ():
            place = len(new.children)
            if child.name == "#text":
                new.children.append(Text(new, place, child.data or ""))
            elif child.name == "#comment":
                new.children.append(Comment(new, place, child.data or ""))
            elif not child.name.startswith(("#", "!")):
                element = Element(new, place, child.name, _attributes(child))
                new.children.append(element)
                stack.append((child, element))
    return root


def _attributes(source: justhtml.Element) -> dict[str, str | None]:
    """Copy attributes; one without a value has the empty string, as in the standard's tree."""
    return {name: value if value is not None else "" for name, value in source.attrs.items()}
