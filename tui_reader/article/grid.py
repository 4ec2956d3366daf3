"""Tables at a width: columns that share it, or records of ``header: value`` where they can't."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.blocks import Align, Cell, Table, Weight
from tui_reader.article.flows import plain
from tui_reader.article.leaves import Drawn, Leaf
from tui_reader.article.lines import Role, Span, blank
from tui_reader.article.paragraphs import Flowing
from tui_reader.article.records import Records
from tui_reader.bidi import is_rtl
from tui_reader.cells import break_lines, cell_len

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tui_reader.article.leaves import Break
    from tui_reader.article.paragraphs import Writer

    _Measure = Callable[["_Written"], int]

_UNBROKEN = re.compile(r"\[?[^\s\[–—-]+[–—-]?|[\[–—-]+")
_LONGEST_WORD = 24
"""A longer word does not widen its column; it is cut."""
_LONG_NAME = 10
"""Characters of a name that is cut before others are."""
_ROW_NAME = 18
"""Cells that the first column gets before others get more than they need: it names the rows."""
_ROOMY = 60
"""Cells from which on columns stand two blanks apart."""
_SIGNS = re.compile(r"[^/?&=_.:;,#%+|\\)\]}-]+[/?&=_.:;,#%+|\\)\]}-]*|[/?&=_.:;,#%+|\\)\]}-]+")
"""Finds the parts of a name, each with the signs at its end; they are those of ``cells``."""
_MOST_LINES = 12
"""A cell that would be higher makes the table a list of records, unless that is longer still."""
_PATIENCE = 1.25
"""How much longer than records columns may be: they are easier to compare."""
_NUMBER = re.compile(
    r"[(+\-−–~≈<>$€£¥#]{0,3}\s?\d[\d,'\u00a0\u202f]*(?:\.\d+)?\s?(?:%|[A-Za-zµ°²³/]{1,4})?\)?"
)


class _Written(NamedTuple):
    """A cell, written out."""

    cell: Cell
    flow: Flowing
    natural: int
    """Cells of its longest line."""
    least: int
    """Cells that it needs for its words to stay whole."""
    tight: int
    """Cells that it needs with long names cut, after a sign in them."""


class _Set(NamedTuple):
    """A cell, broken into lines."""

    cell: Cell
    flow: Flowing
    lines: list[Break]


@dataclass(frozen=True, slots=True)
class Grid(Leaf):
    """A table, its cells written out."""

    table: Table
    cells: tuple[_Written, ...]
    has_links: bool
    """Whether any of it leads somewhere."""

    @classmethod
    def of(cls, table: Table, writer: Writer) -> Grid:
        """Write a table out."""
        cells = tuple(_write(cell, writer) for cell in table.cells)
        return cls(table, cells, any(item.flow.leads_on for item in cells))

    def set_in(self, room: int) -> Drawn:
        """Draw the table, no line wider than the room."""
        return Drawn(tuple(map(tuple, self._lines(room))) or ((),), self.has_links)

    def _lines(self, room: int) -> Iterable[list[Span]]:
        table, cells = self.table, self.cells
        if not _is_fact_sheet(table, cells):
            for least_of, gap in _WAYS if room >= _ROOMY else _NARROW_WAYS:
                widths = _column_widths(
                    table, cells, room - gap * (table.columns - 1), gap, least_of
                )
                if widths is None:
                    continue
                columns = _Columns(widths, gap)
                broken = [
                    _Set(
                        item.cell,
                        item.flow,
                        list(break_lines(item.flow.text, columns.across(item.cell))),
                    )
                    for item in cells
                ]
                lines = _Drawing(table, broken, columns).lines()
                if max(len(item.lines) for item in broken) <= _MOST_LINES:
                    return lines
                drawn, records = list(lines), list(_records(table, cells, room))
                return drawn if len(drawn) <= _PATIENCE * len(records) else records
        return _records(table, cells, room)


@dataclass(slots=True)
class _Columns:
    """How wide the columns are, and how far apart."""

    widths: list[int]
    gap: int

    @property
    def total(self) -> int:
        return sum(self.widths) + self.gap * (len(self.widths) - 1)

    def across(self, cell: Cell) -> int:
        """Give the width of a cell, the gaps inside it included."""
        widths = self.widths[cell.column : cell.column + cell.columns]
        return sum(widths) + self.gap * (cell.columns - 1)


def _write(cell: Cell, writer: Writer) -> _Written:
    role, weight = (Role.TABLE_HEAD, Weight.STRONG) if cell.header else (Role.TEXT, Weight.PLAIN)
    flow = Flowing(*writer.flowing(cell.inlines, role=role, weight=weight))
    text = flow.text
    natural = max(map(cell_len, text.split("\n")))
    if natural <= 6:
        return _Written(cell, flow, natural, natural, natural)
    words = _UNBROKEN.findall(text)
    least = min(max(map(cell_len, words), default=0), _LONGEST_WORD)
    tight = max((cell_len(part) for word in words for part in _parts(word)), default=0)
    if not text.isascii():
        # Ideographs part anywhere; their "word" is the whole sentence.
        widest = max((end - start for start, end in break_lines(text, 8)), default=0)
        least = min(least, max(8, widest))
    return _Written(cell, flow, natural, least, min(tight, least))


def _parts(word: str) -> list[str]:
    """Cut a long name where a line may end in it when there is no other way."""
    return _SIGNS.findall(word) if len(word) > _LONG_NAME else [word]


def _whole(item: _Written) -> int:
    return item.least


def _cut(item: _Written) -> int:
    return item.tight


def _natural(item: _Written) -> int:
    return item.natural


_WAYS: tuple[tuple[_Measure, int], ...] = ((_whole, 2), (_whole, 1), (_cut, 1))
"""How columns are tried: what a cell needs at least, and the blanks between columns."""
_NARROW_WAYS: tuple[tuple[_Measure, int], ...] = ((_natural, 2), (_whole, 1), (_cut, 1))
"""The same where every cell counts: only what is not wrapped stands far apart."""


def _column_widths(
    table: Table, cells: Sequence[_Written], room: int, gap: int, least_of: _Measure
) -> list[int] | None:
    """Share the room out; None where the columns do not fit."""
    natural = _over_columns(table.columns, cells, gap, _natural)
    if sum(natural) <= room:
        return natural
    least = _over_columns(table.columns, cells, gap, least_of)
    spare = room - sum(least)
    if spare < 0:
        return None
    widths = list(least)
    name = max(0, min(natural[0] - least[0], _ROW_NAME - least[0], spare))
    widths[0] += name
    spare -= name
    # The narrow columns get all they want first, so that one long column takes the rest.
    wanting = sorted(range(table.columns), key=lambda column: natural[column] - widths[column])
    for rank, column in enumerate(wanting):
        share = spare // (table.columns - rank)
        more = min(natural[column] - widths[column], share)
        widths[column] += more
        spare -= more
    return widths


def _over_columns(
    columns: int, cells: Sequence[_Written], gap: int, wanted_of: _Measure
) -> list[int]:
    """Give each column's width by its cells; wider cells widen all the columns they span."""
    widths = [1] * columns
    for item in cells:
        if item.cell.columns == 1:
            widths[item.cell.column] = max(widths[item.cell.column], wanted_of(item))
    for item in cells:
        span = item.cell.columns
        if span > 1:
            start = item.cell.column
            missing = wanted_of(item) - sum(widths[start : start + span]) - gap * (span - 1)
            for offset in range(span):
                if missing > 0:
                    more = -(-missing // (span - offset))
                    widths[start + offset] += more
                    missing -= more
    return widths


class _Drawing:
    """Draws the cells in their columns."""

    def __init__(self, table: Table, cells: list[_Set], columns: _Columns) -> None:
        self.table = table
        self.columns = columns
        self.heights = _row_heights(table.rows, cells)
        self.aligns = _column_aligns(table, cells)
        self.at: dict[tuple[int, int], _Set] = {}
        for item in cells:
            for row in range(item.cell.row, item.cell.row + item.cell.rows):
                self.at[row, item.cell.column] = item

    def lines(self) -> Iterator[list[Span]]:
        """Give all lines, with light rules under the header and around rows of several lines."""
        head, heights = self.table.head_rows, self.heights
        total = self.columns.total
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
        while column < self.table.columns:
            item = self.at.get((row, column))
            if item is None:
                owed += self.columns.widths[column]
                column += 1
            else:
                above = sum(self.heights[item.cell.row : row])
                owed = self._cell(item, above + line, spans, owed)
                column += item.cell.columns
            owed += self.columns.gap
        return spans

    def _cell(self, item: _Set, line: int, spans: list[Span], owed: int) -> int:
        """Add one line of a cell; returns the blanks owed after it."""
        wide = self.columns.across(item.cell)
        start, end = item.lines[line] if line < len(item.lines) else (0, 0)
        if start == end:
            return owed + wide
        rest = wide - cell_len(item.flow.text[start:end])
        side = item.cell.align or (
            Align.RIGHT if is_rtl(item.flow.text) else self.aligns[item.cell.column]
        )
        left = {Align.LEFT: 0, Align.RIGHT: rest, Align.CENTRE: rest // 2}[side]
        if owed + left:
            spans.append(blank(owed + left))
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
    names = [0] * table.columns
    """1 for a column whose first cell is none: its header, which nobody marked."""
    for item in cells:
        cell = item.cell
        if cell.row < table.head_rows or cell.columns > 1 or not item.flow.text:
            continue
        if cell.align is not None:
            said[cell.column] = cell.align
        if _NUMBER.fullmatch(item.flow.text):
            numbers[cell.column] += 1
        elif numbers[cell.column] or others[cell.column] or table.head_rows:
            others[cell.column] += 1
        else:
            names[cell.column] = 1  # perhaps its header, which nobody marked as one
    return [
        side or (Align.RIGHT if count > name and not other else Align.LEFT)
        for side, count, name, other in zip(said, numbers, names, others, strict=True)
    ]


def _is_fact_sheet(table: Table, cells: Sequence[_Written]) -> bool:
    """Tell a box of facts with lists among them: columns would put the lists out of sight."""
    if table.head_rows or table.columns != 2:
        return False
    named = sum(item.cell.header and item.cell.column == 0 for item in cells)
    longest = max(item.flow.text.count("\n") for item in cells)
    return longest >= 3 and named * 2 >= table.rows


def _records(table: Table, cells: Sequence[_Written], width: int) -> Iterator[list[Span]]:
    """Give each row as lines of ``header: value``; without a header, of values."""
    head = table.head_rows or _likely_head(table, cells)
    keys = _keys(table, cells, head)
    rows: list[list[_Written]] = [[] for _ in range(table.rows)]
    for item in cells:
        for number in range(max(head, item.cell.row), item.cell.row + item.cell.rows):
            rows[number].append(item)
    names = [_row_name(row) if not head else "" for row in rows]
    records = Records((*keys, *names), width)
    spaced = head > 0 or table.columns > 2
    first = True
    for entries_of, name in zip(rows, names, strict=True):
        if entries_of and not first and spaced:
            yield []
        first = first and not entries_of
        entries = sorted(entries_of, key=_column_of)
        for number, item in enumerate(entries[1:] if name else entries):
            if item.flow.text.strip():
                key = keys[item.cell.column] or (name if number == 0 else "")
                yield from records.entry(key, item.flow, item.natural)


def _column_of(item: _Written) -> int:
    return item.cell.column


def _row_name(row: list[_Written]) -> str:
    """Give the header of a row that has one of its own."""
    if len(row) < 2:
        return ""
    first = min(row, key=_column_of)
    return plain(first.cell.inlines) if first.cell.header else ""


def _likely_head(table: Table, cells: Sequence[_Written]) -> int:
    """Count 1 where the first row reads like a header that nobody marked as one."""
    if table.rows < 3 or table.columns < 3:
        return 0
    first = [item for item in cells if item.cell.row == 0]
    texts = {item.flow.text for item in first}
    return int(
        len(first) == table.columns == len(texts)
        and all(0 < len(text) <= 60 and not _NUMBER.fullmatch(text) for text in texts)
        and not any(item.flow.leads_on for item in first)
    )


def _keys(table: Table, cells: Sequence[_Written], head: int) -> list[str]:
    """Give each column's header as one line; several header rows are joined."""
    keys: list[list[str]] = [[] for _ in range(table.columns)]
    for item in cells:
        cell = item.cell
        if cell.row < head:
            text = plain(cell.inlines)
            for column in range(cell.column, cell.column + cell.columns):
                if text and text not in keys[column]:
                    keys[column].append(text)
    return [" · ".join(parts) for parts in keys]
