"""``Document`` × width → ``Layout``: blocks become lines of spans, measured in cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from tui_reader.article.blocks import (
    Block,
    Blocks,
    Callout,
    Code,
    DefinitionList,
    Details,
    Document,
    Embed,
    Figure,
    Footnotes,
    Formula,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    Task,
    Weight,
)
from tui_reader.article.grid import table_lines
from tui_reader.article.highlight import highlighted, uncoloured
from tui_reader.article.lines import HeadingPlace, Layout, Line, Role, Span
from tui_reader.article.paragraphs import Flowing, flowing, lines_of
from tui_reader.cells import cell_len, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.article.blocks import Anchors, Inlines

RULE_LENGTH = 8
_LEAST = 8
"""Cells of text below which nesting no longer indents."""
_TASKS = {Task.OPEN: "☐", Task.DONE: "☑"}


@dataclass(slots=True)
class _Edge:
    """What stands left of a container's lines."""

    first: Span
    rest: Span
    cells: int
    used: bool = False


def lay_out(
    document: Document, width: int, *, head: Iterable[Line] = (), beginning: bool = False
) -> Layout:
    """Lay a document out.

    Args:
        document: What to show.
        width: Cells, at least 1; no line is wider but those that scroll.
        head: Lines to put first: the entry's header.
        beginning: More of the article follows: leave out the list of links, and the colours of
            code, which take longest. Lines are the same.
    """
    setter = _Setter(document, max(1, width), coloured=not beginning)
    setter.lines.extend(head)
    setter.blocks(document.blocks)
    if not beginning:
        setter.link_list()
    while setter.lines and not setter.lines[-1].spans:
        setter.lines.pop()
    lines = tuple(setter.lines)
    return Layout(
        width=width,
        lines=lines,
        links=document.links,
        headings=tuple(setter.headings),
        anchors=setter.anchors,
    )


class _Setter:
    """Sets blocks one under the other."""

    def __init__(self, document: Document, width: int, *, coloured: bool) -> None:
        self.coloured = coloured
        self.links = document.links
        self.width = width
        self.lines: list[Line] = []
        self.headings: list[HeadingPlace] = []
        self.anchors: dict[str, int] = {}
        self.edges: list[_Edge] = []
        self.room = width
        self.leaf = 0
        self.role = Role.TEXT
        self.gap_due = False

    # Lines

    def emit(
        self,
        spans: Iterable[Span],
        offset: int = 0,
        *,
        scrolls: bool = False,
        fill: Role | None = None,
    ) -> None:
        """Add a line inside the open containers."""
        if self.gap_due and self.lines:
            self._blank()
        self.gap_due = False
        if not self.edges:
            self.lines.append(Line(tuple(spans), self.leaf, offset, scrolls, 0, fill))
            return
        edges = [self._edge_span(edge) for edge in self.edges]
        self.lines.append(Line((*edges, *spans), self.leaf, offset, scrolls, len(edges), fill))

    def _edge_span(self, edge: _Edge) -> Span:
        if edge.used:
            return edge.rest
        edge.used = True
        return edge.first

    def _blank(self) -> None:
        edges: list[Span] = []
        for edge in self.edges:
            if not edge.used:
                break
            edges.append(edge.rest)
        while edges and not edges[-1].text.strip():
            edges.pop()
        self.lines.append(Line(tuple(edges), self.leaf))

    def _mark(self, anchors: Anchors, starts: list[int] | None = None) -> None:
        """Note the lines of a block's anchors; the block's next line is the first."""
        first = len(self.lines) + (1 if self.gap_due and self.lines else 0)
        for anchor in anchors:
            line = first
            if starts and anchor.offset:
                line += sum(start <= anchor.offset for start in starts[1:])
            self.anchors.setdefault(anchor.name, line)

    # Blocks

    def blocks(self, blocks: Blocks, *, tight: bool = False) -> None:
        """Set blocks with a blank line between, or without."""
        for index, block in enumerate(blocks):
            if index and not tight:
                self.gap_due = True
            self.block(block)

    def block(self, block: Block) -> None:  # noqa: C901, PLR0912 - one arm for each type of the union
        """Set one block."""
        match block:
            case Paragraph():
                self.paragraph(block.inlines, block.anchors, role=self.role)
            case Heading():
                self._heading(block)
            case Quote():
                self._within(Span("▎ ", Role.QUOTE_BAR), block.blocks, role=Role.QUOTE)
            case ListBlock():
                self._list(block)
            case DefinitionList():
                self._definitions(block)
            case Code():
                self._code(block)
            case Formula():
                self._formula(block)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Rule():
                self._line([Span("─" * min(RULE_LENGTH, self.room), Role.RULE)])
            case Embed():
                self._embed(block)
            case Details():
                self._details(block)
            case Callout():
                self._within(Span("▎ ", Role.CALLOUT_BAR), block.blocks, role=self.role)
            case Footnotes():
                self._line([Span("─" * min(RULE_LENGTH, self.room), Role.RULE)])
                self.gap_due = True
                self.blocks(block.blocks)
            case _:
                assert_never(block)

    def _line(self, spans: list[Span]) -> None:
        """Set a block of one line."""
        self.leaf += 1
        self.emit(spans)

    def paragraph(
        self,
        inlines: Inlines,
        anchors: Anchors = (),
        *,
        role: Role,
        weight: Weight = Weight.PLAIN,
        numbered: bool = True,
    ) -> None:
        """Set flowing text."""
        self.flowing(
            flowing(inlines, self.links, role=role, weight=weight, numbered=numbered), anchors
        )

    def flowing(self, flow: Flowing, anchors: Anchors = ()) -> None:
        """Set text that is written out already."""
        self.leaf += 1
        broken = lines_of(flow, self.room)
        if anchors:
            self._mark(anchors, [start for _, start in broken])
        for spans, start in broken:
            self.emit(spans, start)

    def _heading(self, block: Heading) -> None:
        role = Role.HEADING if block.level <= 2 else Role.SUBHEADING
        flow = flowing(block.inlines, self.links, role=role, weight=Weight.STRONG)
        line = len(self.lines) + (1 if self.gap_due and self.lines else 0)
        plain = "".join(item.text for item in block.inlines if isinstance(item, Run))
        self.headings.append(HeadingPlace(block.level, plain, line))
        self.flowing(flow, block.anchors)

    def _within(self, edge: Span, blocks: Blocks, *, role: Role) -> None:
        """Set blocks right of a bar."""
        before, self.role = self.role, role
        with_edge = self._push(edge, edge)
        self.blocks(blocks)
        self._pop(with_edge)
        self.role = before

    def _push(self, first: Span, rest: Span) -> int:
        """Indent what follows; returns what to give to ``_pop``."""
        cells = cell_len(first.text)
        if self.room - cells < _LEAST:
            return 0
        if self.gap_due and self.lines:
            self._blank()
            self.gap_due = False
        self.edges.append(_Edge(first, rest, cells))
        self.room -= cells
        return cells

    def _pop(self, pushed: int) -> None:
        if pushed:
            self.edges.pop()
            self.room += pushed

    def _list(self, block: ListBlock) -> None:
        markers = [self._marker(item) for item in block.items]
        widest = max(cell_len(marker) for marker in markers)
        for index, (item, marker) in enumerate(zip(block.items, markers, strict=True)):
            if index and not block.tight:
                self.gap_due = True
            text = " " * (widest - cell_len(marker)) + marker + " "
            pushed = self._push(
                Span(text, Role.MARKER if marker else Role.TEXT), Span(" " * (widest + 1))
            )
            if item.blocks:
                self.blocks(item.blocks, tight=block.tight)
            else:
                self._line([])
            self._pop(pushed)

    def _marker(self, item: ListItem) -> str:
        return _TASKS[item.task] if item.task else item.marker

    def _definitions(self, block: DefinitionList) -> None:
        for index, item in enumerate(block.items):
            if index and item.terms:
                self.gap_due = True
            for term in item.terms:
                self.paragraph(term.inlines, term.anchors, role=Role.TERM, weight=Weight.STRONG)
            pushed = self._push(Span("  "), Span("  "))
            self.blocks(item.blocks)
            self._pop(pushed)

    def _code(self, block: Code) -> None:
        self.leaf += 1
        self._mark(block.anchors)
        offset = 0
        for spans in (highlighted if self.coloured else uncoloured)(block.text, block.language):
            text = "".join([span.text for span in spans])
            pad = [Span(" ", Role.CODE)] if self.room > 2 else []
            self.emit(
                [*pad, *spans],
                offset,
                scrolls=len(pad) + cell_len(text) > self.room,
                fill=Role.CODE,
            )
            offset += len(text) + 1

    def _formula(self, block: Formula) -> None:
        self.leaf += 1
        self._mark(block.anchors)
        indent = 2 if self.room > 2 * _LEAST else 0
        for line in wrap(block.text, self.room - indent):
            self.emit([Span(" " * indent + line, Role.FORMULA)])

    def _table(self, block: Table) -> None:
        self._mark(block.anchors)
        if block.caption:
            self.paragraph(block.caption, role=Role.CAPTION, weight=Weight.STRONG)
        self.leaf += 1
        for number, spans in enumerate(table_lines(block, self.links, self.room)):
            self.emit(spans, number)

    def _figure(self, block: Figure) -> None:
        self._mark(block.anchors)
        for picture in block.pictures:
            self.paragraph((picture,), role=Role.PICTURE)
        if block.caption:
            self.paragraph(block.caption, role=Role.CAPTION)

    def _embed(self, block: Embed) -> None:
        text = f"▸ {block.kind}" + (f": {block.title}" if block.title else "")
        flow = flowing((Run(text, Weight.PLAIN, block.link),), self.links, role=Role.EMBED)
        self.flowing(flow, block.anchors)

    def _details(self, block: Details) -> None:
        pushed = self._push(Span("▾ ", Role.MARKER), Span("  "))
        summary = block.summary or (Run("Details"),)
        self.paragraph(summary, role=self.role, weight=Weight.STRONG)
        self.gap_due = True
        self.blocks(block.blocks)
        self._pop(pushed)

    def link_list(self) -> None:
        """Close the article with the list of its numbered links."""
        listed = [(index, link) for index, link in enumerate(self.links) if link.number]
        if not listed:
            return
        self.gap_due = True
        self.flowing(flowing((Run("Links"),), (), role=Role.SUBHEADING, weight=Weight.STRONG))
        self.gap_due = True
        widest = len(f"[{listed[-1][1].number}]")
        for index, link in listed:
            label = f"[{link.number}]".rjust(widest) + " "
            pushed = self._push(Span(label, Role.LINK_NUMBER), Span(" " * len(label)))
            run = Run(link.shown, Weight.PLAIN, index if link.url else None)
            self.paragraph((run,), role=Role.MUTED, numbered=False)
            self._pop(pushed)
