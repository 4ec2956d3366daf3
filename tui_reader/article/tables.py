"""Tables: data becomes a ``Table``; what only lays out a page is unrolled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui_reader.article.blocks import (
    Align,
    Anchor,
    Blocks,
    Cell,
    Code,
    Inlines,
    LineBreak,
    NoteRef,
    Paragraph,
    Picture,
    Run,
    Table,
    Weight,
)
from tui_reader.article.elements import whole_number
from tui_reader.article.flow import Flow, Handler
from tui_reader.article.flows import anchors_of, flatten
from tui_reader.dom import Element, attr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.article.blocks import Anchors, Block, Inline
    from tui_reader.article.flow import Leave

_LONG_CELL = 400
"""Characters beyond which a cell holds an article's text rather than a datum."""
_MOST_SLOTS = 100_000
_ALIGN_STYLE = re.compile(r"text-align\s*:\s*(left|right|center|start|end)", re.IGNORECASE)
_ALIGN = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "char": Align.RIGHT,
    "center": Align.CENTRE,
    "middle": Align.CENTRE,
}


@dataclass(slots=True)
class OpenCell:
    """A cell before its place in the grid is known."""

    blocks: Blocks
    header: bool
    rows: int
    columns: int
    align: Align | None


@dataclass(slots=True)
class OpenTable:
    """A table in the making."""

    presentation: bool
    nested: bool = False
    """It holds another table."""
    rows: list[list[OpenCell]] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)
    """Which rows stand in ``thead``."""
    in_head: bool = False
    caption: Inlines = ()
    anchors: Anchors = ()
    row_align: Align | None = None
    depth: int = 0
    """Of the flow where its rows belong."""


def align_of(element: Element) -> Align | None:
    """Read ``align`` or ``text-align``."""
    found = _ALIGN_STYLE.search(attr(element, "style")) if "style" in element.attrs else None
    name = found[1] if found else attr(element, "align")
    return _ALIGN.get(name.strip().lower()) if name else None


def _enter_table(flow: Flow, element: Element) -> Leave:
    if flow.tables:
        flow.tables[-1].nested = True
    opened = OpenTable(presentation=attr(element, "role") in {"presentation", "none"})

    def done(flow: Flow, blocks: Blocks) -> None:
        flow.tables.pop()
        flow.out.extend(blocks)
        flow.out.extend(_close(opened))

    flow.flush()
    opened.anchors = flow.take_anchors()
    leave = flow.nest(done)
    if leave is Flow.flush:
        flow.give_back(opened.anchors)
    else:
        opened.depth = flow.depth
        flow.tables.append(opened)
    return leave


def _enter_section(flow: Flow, element: Element) -> Leave:
    flow.flush()
    opened = _own_table(flow)
    if opened is not None:
        opened.in_head = element.tag == "thead"
    return Flow.flush


def _own_table(flow: Flow) -> OpenTable | None:
    """Give the table that is open right here; None where it was too deep to be one."""
    if flow.tables and flow.tables[-1].depth == flow.depth:
        return flow.tables[-1]
    return None


def _enter_row(flow: Flow, element: Element) -> Leave:
    flow.flush()
    opened = _own_table(flow)
    if opened is not None:
        opened.rows.append([])
        opened.heads.append(opened.in_head)
        opened.row_align = align_of(element)
    return Flow.flush


def _enter_cell(flow: Flow, element: Element) -> Leave:
    opened = _own_table(flow)
    if opened is None or not opened.rows:
        flow.flush()
        return Flow.flush
    row = opened.rows[-1]
    row_span = whole_number(attr(element, "rowspan"))
    span = whole_number(attr(element, "colspan"))
    align = align_of(element) or opened.row_align
    # Source: HTML Standard: colspan is 1 to 1000, rowspan 0 (to the end) to 65534.
    columns = min(span, 1000) if span and span > 0 else 1
    rows = 65534 if row_span == 0 else max(1, min(row_span or 1, 65534))

    def done(_flow: Flow, blocks: Blocks) -> None:
        row.append(OpenCell(blocks, element.tag == "th", rows, columns, align))

    return flow.nest(done)


def _enter_caption(flow: Flow, _element: Element) -> Leave:
    opened = _own_table(flow)
    if opened is None:
        flow.flush()
        return Flow.flush

    def done(_flow: Flow, blocks: Blocks) -> None:
        opened.caption = flatten(blocks)
        opened.anchors += anchors_of(blocks)

    return flow.nest(done)


def _close(opened: OpenTable) -> Sequence[Block]:
    spans = any(cell.rows > 1 for row in opened.rows for cell in row)
    kept = [
        (row, head)
        for row, head in zip(opened.rows, opened.heads, strict=True)
        # A row with nothing in it is a line or a gap, for a look that is not kept.
        if row and (spans or any(cell.blocks for cell in row))
    ]
    rows = [row for row, _ in kept]
    heads = [head for _, head in kept]
    if _is_data(opened, rows):
        title = _title(rows) if not opened.caption else ()
        if title:
            opened.caption = title
            opened.anchors += anchors_of(rows[0][0].blocks)
            rows, heads = rows[1:], heads[1:]
        table = _grid(rows, heads, opened)
        if table is not None:
            return [table]
    unrolled: list[Block] = []
    if opened.caption:
        unrolled.append(Paragraph(opened.caption, opened.anchors))
    for row in rows:
        for cell in row:
            unrolled.extend(cell.blocks)
    return unrolled


def _is_data(opened: OpenTable, rows: list[list[OpenCell]]) -> bool:
    """Tell data from layout by what the cells hold, as assistive technology does."""
    if opened.presentation or opened.nested or len(rows) < 2:
        return False
    if max(sum(cell.columns for cell in row) for row in rows) < 2 or max(map(len, rows)) < 2:
        return False
    return not any(
        isinstance(block, Code) or _length(cell.blocks) > _LONG_CELL
        for row in rows
        for cell in row
        for block in cell.blocks
    )


def _title(rows: list[list[OpenCell]]) -> Inlines:
    """Give the text of a first row that is one cell over all columns: what a caption would say."""
    (cell, *others), *below = rows
    columns = max(sum(each.columns for each in row) for row in below)
    if others or len(below) < 2 or cell.columns < columns or cell.rows > 1:
        return ()
    text = flatten(cell.blocks, lines=True)
    return text if all(isinstance(item, Run) for item in text) else ()


def _length(blocks: Blocks) -> int:
    size = 0
    for item in flatten(blocks):
        match item:
            case Run(text):
                size += len(text)
            case Picture(alt):
                size += len(alt)
            case NoteRef() | LineBreak():
                size += 1
    return size


def _grid(rows: list[list[OpenCell]], heads: list[bool], opened: OpenTable) -> Table | None:
    """Place the cells; None where the spans make it absurdly large.

    Source: HTML Standard, “forming a table”.
    """
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    width = 0
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            high = min(cell.rows, len(rows) - y)
            wide = 1
            while wide < cell.columns and (y, x + wide) not in taken:
                wide += 1
            if high * wide + len(taken) > _MOST_SLOTS:
                return None
            taken.update((y + dy, x + dx) for dy in range(high) for dx in range(wide))
            inlines = flatten(cell.blocks, lines=True)
            if x:
                inlines = _stripped(inlines)
            cells.append(Cell(inlines, y, x, high, wide, cell.header or heads[y], cell.align))
            x += wide
            width = max(width, x)
    anchors = (
        Anchor(anchor.name, y)
        for y, row in enumerate(rows)
        for cell in row
        for anchor in anchors_of(cell.blocks)
    )
    return Table(
        tuple(cells),
        len(rows),
        width,
        _head_rows(rows, heads, width),
        opened.caption,
        (*opened.anchors, *anchors),
    )


def _stripped(inlines: Inlines) -> Inlines:
    """Drop fixed blanks at both ends, with which numbers were pushed into their place.

    In the first column they may stand for the level of a row.
    """
    edges = {0, len(inlines) - 1}
    out: list[Inline] = []
    for index, item in enumerate(inlines):
        if index in edges and isinstance(item, Run):
            text = item.text.lstrip("\xa0 ") if index == 0 else item.text
            text = text.rstrip("\xa0 ") if index == len(inlines) - 1 else text
            if text:
                out.append(Run(text, item.weight, item.link))
        else:
            out.append(item)
    return tuple(out)


def _head_rows(rows: list[list[OpenCell]], heads: list[bool], width: int) -> int:
    """Count the leading rows that are the header: ``thead``, else rows of ``th`` alone.

    A first row set in bold counts too; one cell over all columns is a title, not a header.
    """
    count = 0
    for row, head in zip(rows, heads, strict=True):
        is_title = len(row) == 1 and row[0].columns >= width
        if is_title or not (head or all(cell.header for cell in row)):
            break
        count += 1
    if count == 0 and _is_bold(rows[0]) and not _is_bold(rows[1]):
        count = 1
    return count if count < len(rows) else 0


def _is_bold(row: list[OpenCell]) -> bool:
    """Tell a row of several cells in which all that is written is bold, or a bold one's italics."""
    weights = [
        [
            item.weight
            for item in flatten(cell.blocks)
            if isinstance(item, Run) and item.text.strip()
        ]
        for cell in row
    ]
    written = [cell for cell in weights if cell]
    return (
        len(row) > 1
        and bool(written)
        and all(any(Weight.STRONG in weight for weight in cell) for cell in written)
        and all(weight & (Weight.STRONG | Weight.EMPHASIS) for cell in written for weight in cell)
    )


HANDLERS: dict[str, Handler] = {
    "table": _enter_table,
    "thead": _enter_section,
    "tbody": _enter_section,
    "tfoot": _enter_section,
    "tr": _enter_row,
    "td": _enter_cell,
    "th": _enter_cell,
    "caption": _enter_caption,
}
