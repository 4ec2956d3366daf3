"""A table in columns: where each cell's lines stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.blocks import Align
from tui_reader.article.leaves import Drawn
from tui_reader.article.lines import CellPiece, Role, Span, blank
from tui_reader.bidi import is_rtl
from tui_reader.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui_reader.article.blocks import Cell, Table
    from tui_reader.article.leaves import Break
    from tui_reader.article.paragraphs import Flowing

NUMBER = re.compile(
    r"[(+\-−–~≈<>$€£¥#]{0,3}\s?\d[\d,'\u00a0\u202f]*(?:\.\d+)?\s?(?:%|[A-Za-zµ°²³/]{1,4})?\)?"
)


BELOW_INDENT = 2
"""Cells before what stands under a row."""


class SetCell(NamedTuple):
    """A cell, broken into lines."""

    cell: Cell
    flow: Flowing
    lines: list[Break]


@dataclass(slots=True)
class Columns:
    """How wide the columns are, and how far apart."""

    widths: list[int]
    gap: int

    @property
    def total(self) -> int:
        """Give the width of the table."""
        return sum(self.widths) + self.gap * (len(self.widths) - 1)

    def across(self, cell: Cell) -> int:
        """Give the width of a cell, the gaps inside it included."""
        widths = self.widths[cell.column : cell.column + cell.columns]
        return sum(widths) + self.gap * (cell.columns - 1)


_NOTHING_BELOW: Mapping[int, SetCell] = MappingProxyType({})


class Drawing:
    """Draws the cells in their columns."""

    def __init__(
        self,
        table: Table,
        cells: list[SetCell],
        columns: Columns,
        below: Mapping[int, SetCell] = _NOTHING_BELOW,
    ) -> None:
        """Begin.

        Args:
            table: Its shape.
            cells: What stands in columns.
            columns: Those.
            below: By row, what stands under it, over all columns.
        """
        self.table = table
        self.columns = columns
        self.below = below
        self.heights = _row_heights(table.rows, cells)
        self.aligns = _column_aligns(table, cells)
        self.at: dict[tuple[int, int], SetCell] = {}
        self.pieces: list[tuple[CellPiece, ...]] = []
        """Of each line that was drawn."""
        self.starts: list[int] = []
        """The first line of each row."""
        for item in cells:
            for row in range(item.cell.row, item.cell.row + item.cell.rows):
                self.at[row, item.cell.column] = item

    def drawn(self, *, has_links: bool) -> Drawn:
        """Draw the table; whether anything in it leads somewhere is known already."""
        lines = tuple(map(tuple, self._lines()))
        is_wrapped = (
            max(self.heights) > 1
            or bool(self.below)
            or any(item.cell.rows > 1 for item in self.at.values())
        )
        pieces = tuple(self.pieces) if is_wrapped else ()
        return Drawn(lines or ((),), has_links, pieces, self.starts)

    def _lines(self) -> Iterator[list[Span]]:
        """Give all lines, with light rules under the header and around rows of several lines."""
        head, heights = self.table.head_rows, self.heights
        total = self.columns.total
        for row in range(self.table.rows):
            self.starts.append(len(self.pieces))
            for line in range(heights[row]):
                yield self._line(row, line)
            yield from self._lines_below(row)
            if row < self.table.rows - 1 and (
                row == head - 1
                or (row >= head and (self.below or max(heights[row], heights[row + 1]) > 1))
            ):
                self.pieces.append(())
                yield [Span("─" * total, Role.TABLE_RULE)]

    def _lines_below(self, row: int) -> Iterator[list[Span]]:
        item = self.below.get(row)
        if item is None:
            return
        for start, end in item.lines:
            spans = [blank(BELOW_INDENT), *item.flow.spans(start, end)]
            place = row, self.table.columns
            self.pieces.append((CellPiece(place, start, 1, len(spans)),))
            yield spans

    def _line(self, row: int, line: int) -> list[Span]:
        spans: list[Span] = []
        pieces: list[CellPiece] = []
        owed = 0  # blanks before the next text
        column = 0
        while column < self.table.columns:
            item = self.at.get((row, column))
            if item is None:
                owed += self.columns.widths[column]
                column += 1
            else:
                above = sum(self.heights[item.cell.row : row])
                start, end = item.lines[above + line] if above + line < len(item.lines) else (0, 0)
                if start < end:
                    owed = self._indent(item, start, end, spans, owed)
                    place = item.cell.row, item.cell.column
                    first = len(spans)
                    spans.extend(item.flow.spans(start, end))
                    pieces.append(CellPiece(place, start, first, len(spans)))
                else:
                    owed += self.columns.across(item.cell)
                column += item.cell.columns
            owed += self.columns.gap
        self.pieces.append(tuple(pieces))
        return spans

    def _indent(self, item: SetCell, start: int, end: int, spans: list[Span], owed: int) -> int:
        """Add the blanks before one line of a cell; returns those owed after it."""
        rest = self.columns.across(item.cell) - cell_len(item.flow.text[start:end])
        side = item.cell.align or (
            Align.RIGHT if is_rtl(item.flow.text) else self.aligns[item.cell.column]
        )
        left = {Align.LEFT: 0, Align.RIGHT: rest, Align.CENTRE: rest // 2}[side]
        if owed + left:
            spans.append(blank(owed + left))
        return rest - left


def _row_heights(rows: int, cells: list[SetCell]) -> list[int]:
    heights = [1] * rows
    for item in cells:
        if item.cell.rows == 1:
            heights[item.cell.row] = max(heights[item.cell.row], len(item.lines))
    for item in cells:
        start, span = item.cell.row, item.cell.rows
        if span > 1:
            missing = len(item.lines) - sum(heights[start : start + span])
            heights[start + span - 1] += max(0, missing)
    return heights


def _column_aligns(table: Table, cells: list[SetCell]) -> list[Align]:
    """Give each column's side: as its cells say, right where they are numbers."""
    said: list[Align | None] = [None] * table.columns
    numbers = [0] * table.columns
    others = [0] * table.columns
    names = [0] * table.columns
    """1 for a column whose first cell is none: its header, which nobody marked."""
    for item in cells:
        cell = item.cell
        if cell.row < table.head_rows or cell.columns > 1 or not item.flow.text:
            continue
        if cell.align is not None:
            said[cell.column] = cell.align
        if NUMBER.fullmatch(item.flow.text):
            numbers[cell.column] += 1
        elif numbers[cell.column] or others[cell.column] or table.head_rows:
            others[cell.column] += 1
        else:
            names[cell.column] = 1  # perhaps its header, which nobody marked as one
    return [
        side or (Align.RIGHT if count > name and not other else Align.LEFT)
        for side, count, name, other in zip(said, numbers, names, others, strict=True)
    ]
