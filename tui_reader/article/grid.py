"""Tables at a width: columns that share it, or records of ``header: value`` where they can't."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.article.blocks import Align, Cell, LineBreak, NoteRef, Picture, Run, Table, Weight
from tui_reader.article.lines import Role, Span
from tui_reader.article.lists import BULLET
from tui_reader.article.paragraphs import Flowing, Stretch, flowing, is_rtl
from tui_reader.cells import break_lines, cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_reader.article.blocks import Inlines, Link

_GAP = 2
"""Blanks between columns."""
_LONGEST_WORD = 24
"""A longer word does not widen its column; it is cut."""
_MOST_LINES = 16
"""A cell that would be higher makes the table a list of records."""
_NUMBER = re.compile(
    r"[(+\-−–~≈<>$€£¥#]{0,3}\s?\d[\d,'\u00a0\u202f]*(?:\.\d+)?\s?(?:%|[A-Za-zµ°²³/]{1,4})?\)?"
)


@dataclass(slots=True)
class _Set:
    """A cell, written out and broken."""

    cell: Cell
    flow: Flowing
    natural: int
    least: int
    lines: list[tuple[int, int]]


def table_lines(table: Table, links: Sequence[Link], width: int) -> Iterator[list[Span]]:
    """Give the table's lines, none wider than ``width``."""
    cells = [_write(cell, links) for cell in table.cells]
    widths = None if _is_fact_sheet(table, cells) else _column_widths(table, cells, width)
    if widths is not None:
        _break(cells, widths)
        if max(len(cell.lines) for cell in cells) <= _MOST_LINES:
            return _Drawing(table, cells, widths).lines()
    return _records(table, cells, width)


def _write(cell: Cell, links: Sequence[Link]) -> _Set:
    role, weight = (Role.TABLE_HEAD, Weight.STRONG) if cell.header else (Role.TEXT, Weight.PLAIN)
    flow = flowing(cell.inlines, links, role=role, weight=weight)
    rows = flow.text.split("\n")
    natural = max(map(cell_len, rows))
    least = natural
    if natural > 6:
        least = max((cell_len(word) for row in rows for word in row.split(" ")), default=0)
        least = min(least, _LONGEST_WORD)
        if not flow.text.isascii():
            # Ideographs part anywhere; their "word" is the whole sentence.
            widest = max((end - start for start, end in break_lines(flow.text, 8)), default=0)
            least = min(least, max(8, widest))
    return _Set(cell, flow, natural, least, [])


def _column_widths(table: Table, cells: list[_Set], width: int) -> list[int] | None:
    """Share the width out; None where the columns do not fit."""
    natural = _over_columns(table.columns, cells, natural=True)
    room = width - _GAP * (table.columns - 1)
    if sum(natural) <= room:
        return natural
    least = _over_columns(table.columns, cells, natural=False)
    spare = room - sum(least)
    if spare < 0:
        return None
    widths = list(least)
    # The narrow columns get all they want first, so that one long column takes the rest.
    wanting = sorted(range(table.columns), key=lambda column: natural[column] - least[column])
    for rank, column in enumerate(wanting):
        share = spare // (table.columns - rank)
        more = min(natural[column] - least[column], share)
        widths[column] += more
        spare -= more
    return widths


def _over_columns(columns: int, cells: list[_Set], *, natural: bool) -> list[int]:
    """Give each column's width by its cells; wider cells widen all the columns they span."""
    widths = [1] * columns
    for item in cells:
        if item.cell.columns == 1:
            wanted = item.natural if natural else item.least
            widths[item.cell.column] = max(widths[item.cell.column], wanted)
    for item in cells:
        span = item.cell.columns
        if span > 1:
            start = item.cell.column
            wanted = item.natural if natural else item.least
            missing = wanted - sum(widths[start : start + span]) - _GAP * (span - 1)
            for offset in range(span):
                if missing > 0:
                    more = -(-missing // (span - offset))
                    widths[start + offset] += more
                    missing -= more
    return widths


def _span_width(cell: Cell, widths: list[int]) -> int:
    return sum(widths[cell.column : cell.column + cell.columns]) + _GAP * (cell.columns - 1)


def _break(cells: list[_Set], widths: list[int]) -> None:
    for item in cells:
        item.lines = list(break_lines(item.flow.text, _span_width(item.cell, widths)))


class _Drawing:
    """Draws the cells in their columns."""

    def __init__(self, table: Table, cells: list[_Set], widths: list[int]) -> None:
        self.table = table
        self.widths = widths
        self.heights = _row_heights(table.rows, cells)
        self.aligns = _column_aligns(table, cells)
        self.at: dict[tuple[int, int], _Set] = {}
        for item in cells:
            for row in range(item.cell.row, item.cell.row + item.cell.rows):
                self.at[row, item.cell.column] = item

    def lines(self) -> Iterator[list[Span]]:
        """Give all lines, with light rules under the header and around rows of several lines."""
        head, heights = self.table.head_rows, self.heights
        total = sum(self.widths) + _GAP * (self.table.columns - 1)
        for row in range(self.table.rows):
            for line in range(heights[row]):
                yield self._line(row, line)
            if row < self.table.rows - 1 and (
                row == head - 1 or (row >= head and max(heights[row], heights[row + 1]) > 1)
            ):
                yield [Span("─" * total, Role.TABLE_RULE)]

    def _line(self, row: int, line: int) -> list[Span]:
        spans: list[Span] = []
        owed = 0  # blanks before the next text
        column = 0
        while column < len(self.widths):
            item = self.at.get((row, column))
            if item is None:
                owed += self.widths[column]
                column += 1
            else:
                above = sum(self.heights[item.cell.row : row])
                owed = self._cell(item, above + line, spans, owed)
                column += item.cell.columns
            owed += _GAP
        return spans

    def _cell(self, item: _Set, line: int, spans: list[Span], owed: int) -> int:
        """Add one line of a cell; returns the blanks owed after it."""
        wide = _span_width(item.cell, self.widths)
        start, end = item.lines[line] if line < len(item.lines) else (0, 0)
        if start == end:
            return owed + wide
        rest = wide - cell_len(item.flow.text[start:end])
        side = item.cell.align or (
            Align.RIGHT if is_rtl(item.flow.text) else self.aligns[item.cell.column]
        )
        left = {Align.LEFT: 0, Align.RIGHT: rest, Align.CENTRE: rest // 2}[side]
        if owed + left:
            spans.append(Span(" " * (owed + left)))
        spans.extend(item.flow.spans(start, end))
        return rest - left


def _row_heights(rows: int, cells: list[_Set]) -> list[int]:
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


def _column_aligns(table: Table, cells: list[_Set]) -> list[Align]:
    """Give each column's side: as its cells say, right where they are numbers."""
    said: list[Align | None] = [None] * table.columns
    numbers = [0] * table.columns
    others = [0] * table.columns
    for item in cells:
        cell = item.cell
        if cell.row < table.head_rows or cell.columns > 1 or not item.flow.text:
            continue
        if cell.align is not None:
            said[cell.column] = cell.align
        if _NUMBER.fullmatch(item.flow.text):
            numbers[cell.column] += 1
        else:
            others[cell.column] += 1
    return [
        side or (Align.RIGHT if count and not other else Align.LEFT)
        for side, count, other in zip(said, numbers, others, strict=True)
    ]


def _is_fact_sheet(table: Table, cells: list[_Set]) -> bool:
    """Tell a box of facts with lists among them: columns would put the lists out of sight."""
    if table.head_rows or table.columns != 2:
        return False
    named = sum(item.cell.header and item.cell.column == 0 for item in cells)
    longest = max(item.flow.text.count("\n") for item in cells)
    return longest >= 3 and named * 2 >= table.rows


def _records(table: Table, cells: list[_Set], width: int) -> Iterator[list[Span]]:
    """Give each row as lines of ``header: value``; without a header, of values."""
    head = table.head_rows or _likely_head(table, cells)
    keys = _keys(table, cells, head)
    rows: list[list[_Set]] = [[] for _ in range(table.rows)]
    for item in cells:
        for row in range(max(head, item.cell.row), item.cell.row + item.cell.rows):
            rows[row].append(item)
    spaced = head > 0 or table.columns > 2
    for number, row_cells in enumerate(filter(None, rows)):
        if number and spaced:
            yield []
        entries = sorted(row_cells, key=lambda item: item.cell.column)
        name = ""
        if not head and len(entries) > 1 and entries[0].cell.header:
            # The row has its own header, and the columns have none.
            name = _plain(entries[0].cell.inlines)
            del entries[0]
        for item in entries:
            if item.flow.text.strip():
                yield from _record_line(keys[item.cell.column] or name, item.flow, width)
                name = ""


def _likely_head(table: Table, cells: list[_Set]) -> int:
    """Count 1 where the first row reads like a header that nobody marked as one."""
    if table.rows < 3 or table.columns < 3:
        return 0
    first = [item for item in cells if item.cell.row == 0]
    texts = {item.flow.text for item in first}
    return int(
        len(first) == table.columns == len(texts)
        and all(0 < len(text) <= 60 and not _NUMBER.fullmatch(text) for text in texts)
        and not any(stretch.link is not None for item in first for stretch in item.flow.stretches)
    )


def _record_line(key: str, value: Flowing, width: int) -> Iterator[list[Span]]:
    """Give one ``header: value``; what does not fit on the line goes on below, indented."""
    indent = "  " if width > 12 and key else ""
    flow = _after_key(key, value) if key else value
    start = 0
    for begin, end in break_lines(flow.text, width, 1):
        yield flow.spans(begin, end) if end > begin else []
        start = end
    rest = flow.text[start:].lstrip(" \n")
    start = len(flow.text) - len(rest)
    if rest:
        for begin, end in break_lines(rest, width - len(indent)):
            yield [Span(indent), *flow.spans(start + begin, start + end)] if end > begin else []


def _after_key(key: str, value: Flowing) -> Flowing:
    """Put the header before a value; a list begins on a line of its own."""
    lead = f"{key}:\n" if value.text.startswith(BULLET) else f"{key}: "
    shifted = (part._replace(start=part.start + len(lead)) for part in value.stretches)
    return Flowing(lead + value.text, (Stretch(0, Role.TABLE_KEY, Weight.STRONG, None), *shifted))


def _keys(table: Table, cells: list[_Set], head: int) -> list[str]:
    """Give each column's header as one line; several header rows are joined."""
    keys: list[list[str]] = [[] for _ in range(table.columns)]
    for item in cells:
        cell = item.cell
        if cell.row < head:
            text = _plain(cell.inlines)
            for column in range(cell.column, cell.column + cell.columns):
                if text and text not in keys[column]:
                    keys[column].append(text)
    return [" · ".join(parts) for parts in keys]


def _plain(inlines: Inlines) -> str:
    parts: list[str] = []
    for item in inlines:
        match item:
            case Run(text):
                parts.append(text)
            case Picture(alt):
                parts.append(alt)
            case NoteRef(label):
                parts.append(label)
            case LineBreak():
                parts.append(" ")
    return "".join(parts).strip()
