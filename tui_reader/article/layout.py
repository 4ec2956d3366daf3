"""``Galley`` × width → ``Layout``: leaf blocks become lines, measured in cells."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.article.galley import FOLDED_SIGN, compose
from tui_reader.article.leaves import LEAST_ROOM
from tui_reader.article.lines import FoldPlace, HeadingPlace, Layout
from tui_reader.article.passages import Passage, Passages
from tui_reader.article.pictures import PictureSetter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tui_reader.article.blocks import Document
    from tui_reader.article.galley import Frame, Galley, Item
    from tui_reader.article.leaves import SetLeaf
    from tui_reader.article.lines import Line, Span
    from tui_reader.article.passages import Edges
    from tui_reader.article.pictures import PictureRoom


def lay_out(
    document: Document,
    width: int,
    *,
    head: Iterable[Line] = (),
    beginning: bool = False,
    pictures: PictureRoom | None = None,
) -> Layout:
    """Lay a document out, nothing of it folded.

    Args:
        document: What to show.
        width: Cells, at least 1; no line is wider but those that scroll.
        head: Lines to put first: the entry's header.
        beginning: More of the article follows, as in ``compose``.
        pictures: The room for pictures; None shows the text of each.
    """
    galley = compose(document, beginning=beginning)
    return set_lines(galley, width, head=head, pictures=pictures)


def set_lines(
    galley: Galley,
    width: int,
    *,
    head: Iterable[Line] = (),
    folded: Collection[int] = (),
    pictures: PictureRoom | None = None,
) -> Layout:
    """Set an article in lines.

    Args:
        galley: What to show.
        width: Cells, at least 1; no line is wider but those that scroll.
        head: Lines to put first: the entry's header.
        folded: Numbers of the folds of which only the summary is shown.
        pictures: The room for pictures; None shows the text of each.
    """
    setter = _Setter(galley, max(1, width), head, frozenset(folded), pictures)
    setter.set_all()
    return Layout(
        width=width,
        lines=setter.lines,
        links=galley.links,
        headings=tuple(setter.headings),
        anchors=setter.anchors,
        hidden_anchors=setter.hidden_anchors,
        folds=tuple(setter.folds),
        all_folds=galley.folds,
        folded=frozenset(folded),
        linked=setter.linked,
        pictures=tuple(setter.pictures.places),
        picture_room=pictures if setter.pictures.boxes else None,
        changes=tuple(setter.changes),
        text_lines=setter.text_lines,
    )


@dataclass(slots=True)
class _Edge:
    """A frame at the width."""

    outer: _Edge | None
    first: Span
    rest: Edges
    """Of every line in it but the first."""
    room: int
    """Cells for what it holds."""
    is_used: bool = False
    """It has a line."""

    def first_edges(self) -> Edges:
        """Give what stands left of the next line in it; the markers are for that one alone."""
        if self.is_used or self.outer is None:
            return self.rest
        self.is_used = True
        return (*self.outer.first_edges(), self.first)

    def blank_edges(self) -> Edges:
        """Give what stands left of a blank line: bars go through it."""
        if not self.is_used and self.outer is not None:
            return self.outer.blank_edges()
        edges = self.rest
        while edges and not edges[-1].text.strip():
            edges = edges[:-1]
        return edges


class _Setter:
    """Sets leaf blocks one under the other."""

    def __init__(
        self,
        galley: Galley,
        width: int,
        head: Iterable[Line],
        folded: frozenset[int],
        pictures: PictureRoom | None,
    ) -> None:
        self.lines = Passages(head)
        self.headings: list[HeadingPlace] = []
        self.anchors: dict[str, int] = {}
        self.hidden_anchors: dict[str, int] = {}
        self.folds: list[FoldPlace] = []
        self.linked = array("I")
        self.changes: list[int] = []
        self.text_lines: int | None = None
        self.pictures = PictureSetter(pictures)
        self._galley = galley
        self._width = width
        self._folded = folded
        self._edges: dict[int, _Edge] = {}
        self._alike: dict[Edges, Edges] = {}
        """What stands left of lines, each only once: a list has the same at every item."""

    def set_all(self) -> None:
        """Set the article."""
        items = self._galley.items
        hidden_to = 0
        for block, item in enumerate(items, 1):
            if block == self._galley.text + 1:
                self.text_lines = len(self.lines)
            if block <= hidden_to:
                self._hide(item, block)
                continue
            self._set(item, block)
            if item.fold in self._folded:
                hidden_to = self._galley.folds[item.fold].last
        self.lines.trim()

    def _set(self, item: Item, block: int) -> None:
        edge = self._edge(item.frame)
        leaf = item.leaf.set_in(edge.room)
        if item.pictures:
            leaf = self.pictures.leaf(item.pictures, leaf, edge.room)
        blank = None
        if item.gap is not None and len(self.lines):
            blank = self._edge(item.gap).blank_edges()
        first_edges = edge.first_edges()
        first_edges = self._alike.setdefault(first_edges, first_edges)
        passage = Passage(leaf, edge.room, blank, first_edges, edge.rest)
        start, end = self.lines.add(block, passage)
        first = start + (blank is not None)
        if leaf.has_links:
            self.linked.extend((first, end))
        if item.change:
            self.changes.append(first)
        if item.heading:
            self.headings.append(HeadingPlace(*item.heading, first, block))
        if item.fold >= 0:
            self.folds.append(FoldPlace(item.fold, first, item.fold in self._folded))
        if item.anchors:
            self._mark(item, leaf, first)
        if item.pictures:
            starts = self.lines.starts_of(first)
            column = self._width - edge.room
            self.pictures.note(item.pictures, leaf, first, starts, column)

    def _mark(self, item: Item, leaf: SetLeaf, first: int) -> None:
        """Note the lines of a block's anchors."""
        starts: list[int] = []
        for anchor in item.anchors:
            line = first
            if anchor.offset:
                starts = starts or self.lines.starts_of(first)
                line += leaf.line_of(anchor.offset, starts)
            self.anchors.setdefault(anchor.name, line)

    def _hide(self, item: Item, block: int) -> None:
        """Note what is folded away at the line that unfolds it."""
        line = self.folds[-1].line
        if item.heading:
            self.headings.append(HeadingPlace(*item.heading, line, block))
        for anchor in item.anchors:
            if self.anchors.setdefault(anchor.name, line) == line:
                self.hidden_anchors.setdefault(anchor.name, block)

    def _edge(self, frame: Frame) -> _Edge:
        """Give a frame at this width; too deep inside, it is the one around it."""
        edge = self._edges.get(id(frame))
        if edge is None:
            if frame.outer is None:
                edge = _Edge(None, frame.first, (), self._width)
            else:
                edge = self._edge(frame.outer)
                room = edge.room - frame.cells
                if room >= LEAST_ROOM:
                    first = frame.first
                    if frame.fold in self._folded:
                        first = first._replace(text=FOLDED_SIGN)
                    rest = (*edge.rest, frame.rest)
                    edge = _Edge(edge, first, self._alike.setdefault(rest, rest), room)
            self._edges[id(frame)] = edge
        return edge
