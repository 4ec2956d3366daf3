"""Tables at a width: columns that share it, or records of ``header: value`` where they can't."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.blocks import Cell, Table, Weight
from tui_reader.article.columns import BELOW_INDENT, NUMBER, Columns, Drawing, SetCell
from tui_reader.article.flows import plain
from tui_reader.article.leaves import Drawn, Leaf
from tui_reader.article.lines import Role, Span
from tui_reader.article.paragraphs import Flowing, joined
from tui_reader.article.records import Records
from tui_reader.bidi import is_rtl
from tui_reader.cells import break_lines, cell_len

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
_ORNAMENTS = " \xa0:—–-─=_*·•"
"""What surrounds a header for a look that a record does not have."""
_SHORTER = 0.85
"""How much lower a table must be for its columns to be shared out by what they lack."""
_GLANCE = 12
"""Cells of a column that is not wrapped for the sake of longer ones."""
_SHORT = 20
"""Cells of a value up to which it shares a line of a record with others of the same header."""
_MOST_LINES = 12
"""A cell that would be higher makes the table a list of records, unless that is longer still."""
_PATIENCE = 1.25
"""How much longer than records columns may be: they are easier to compare."""


class _Written(NamedTuple):
    """A cell, written out."""

    cell: Cell
    """Without its inlines where it cannot name a row or a column."""
    flow: Flowing
    natural: int
    """Cells of its longest line."""
    least: int
    """Cells that it needs for its words to stay whole."""
    tight: int
    """Cells that it needs with long names cut, after a sign in them."""


@dataclass(frozen=True, slots=True)
class Grid(Leaf):
    """A table, its cells written out."""

    table: Table
    """Its shape: the cells are those that follow."""
    cells: tuple[_Written, ...]
    has_links: bool
    """Whether any of it leads somewhere."""

    @classmethod
    def of(cls, table: Table, writer: Writer) -> Grid:
        """Write a table out."""
        head = max(1, table.head_rows)
        cells = tuple(_write(cell, writer, is_name=cell.row < head) for cell in table.cells)
        has_links = any(item.flow.leads_on for item in cells)
        return cls(replace(table, cells=()), cells, has_links)

    def set_in(self, room: int) -> Drawn:
        """Draw the table, no line wider than the room."""
        table, cells = self.table, self.cells
        if _is_fact_sheet(table, cells):
            return self._records(room)
        columns = _columns(table, cells, room)
        drawn, highest = self._drawn(table, cells, columns) if columns is not None else (None, 0)
        if drawn is not None and highest <= _MOST_LINES:
            return drawn
        records = self._records(room)
        if drawn is not None and len(drawn.lines) <= _PATIENCE * len(records.lines):
            return drawn
        drawn = self._with_text_below(room)
        return drawn if drawn is not None and len(drawn.lines) < len(records.lines) else records

    def _drawn(
        self,
        table: Table,
        cells: Sequence[_Written],
        columns: Columns,
        below: Mapping[int, SetCell] | None = None,
    ) -> tuple[Drawn, int]:
        """Draw cells in columns; returns the lines of the highest as well."""
        broken = [_set(item, columns.across(item.cell)) for item in cells]
        drawn = Drawing(table, broken, columns, below or {}).drawn(has_links=self.has_links)
        return drawn, max(len(item.lines) for item in broken)

    def _with_text_below(self, room: int) -> Drawn | None:
        """Draw the last column, where it holds more than a line, under each row of the others."""
        last = self.table.columns - 1
        if last < 2 or any(item.cell.columns > 1 or item.cell.rows > 1 for item in self.cells):
            return None
        texts = [item for item in self.cells if item.cell.column == last and item.flow.text.strip()]
        head = max(1, self.table.head_rows)
        longest = max((item.natural for item in texts if item.cell.row >= head), default=0)
        if longest <= room or any(is_rtl(item.flow.text) for item in texts):
            return None
        others = [item for item in self.cells if item.cell.column < last]
        table = replace(self.table, columns=last)
        columns = _columns(table, others, room)
        if columns is None:
            return None
        below = {item.cell.row: _set(item, room - BELOW_INDENT) for item in texts}
        drawn, highest = self._drawn(table, others, columns, below)
        return drawn if highest <= _MOST_LINES else None

    def _records(self, room: int) -> Drawn:
        lines: list[tuple[Span, ...]] = []
        starts: list[int] = []
        for row in _records(self.table, self.cells, room):
            starts.append(len(lines) + bool(row and not row[0]))
            lines.extend(map(tuple, row))
        return Drawn(tuple(lines) or ((),), self.has_links, rows=starts)


def _set(item: _Written, width: int) -> SetCell:
    return SetCell(item.cell, item.flow, list(break_lines(item.flow.text, width)))


def _columns(table: Table, cells: Sequence[_Written], room: int) -> Columns | None:
    """Find columns that fit; None where none do."""
    for least_of, gap in _WAYS if room >= _ROOMY else _NARROW_WAYS:
        wide = room - gap * (table.columns - 1)
        widths = _column_widths(table, cells, wide, gap, least_of)
        if widths is not None:
            return Columns(widths, gap)
    return None


def _write(cell: Cell, writer: Writer, *, is_name: bool) -> _Written:
    role, weight = (Role.TABLE_HEAD, Weight.STRONG) if cell.header else (Role.TEXT, Weight.PLAIN)
    flow = Flowing(*writer.flowing(cell.inlines, role=role, weight=weight))
    text = flow.text
    if not (is_name or cell.header):
        cell = replace(cell, inlines=())
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
    even = _shared_evenly(natural, least, spare)
    if not spare:
        return even
    # Where a few columns hold most of the text, they make the rows high.
    height = _height(table, cells, even)
    ways = (_shared_by_need(natural, least, spare, root=root) for root in (False, True))
    best = min(ways, key=lambda widths: _height(table, cells, widths))
    return best if _height(table, cells, best) <= _SHORTER * height else even


def _shared_by_need(
    natural: Sequence[int], least: Sequence[int], spare: int, *, root: bool
) -> list[int]:
    """Share by how much each column lacks, as browsers do, or by the square root of that.

    Short ones get all they want first: dates and numbers are read at a glance, or not.
    """
    widths = list(least)
    for column, wanted in enumerate(natural):
        if wanted <= _GLANCE and wanted - widths[column] <= spare // 2:
            spare -= wanted - widths[column]
            widths[column] = wanted
    lacks = [most - some for most, some in zip(natural, widths, strict=True)]
    shares = [math.sqrt(lack) if root else lack for lack in lacks]
    total = sum(shares) or 1
    more = [int(spare * share / total) for share in shares]
    more[shares.index(max(shares))] += spare - sum(more)
    return [some + each for some, each in zip(widths, more, strict=True)]


def _height(table: Table, cells: Sequence[_Written], widths: Sequence[int]) -> int:
    """Estimate the lines of the table; cells over several rows or columns do not count."""
    heights = [1] * table.rows
    for item in cells:
        cell = item.cell
        if cell.columns == cell.rows == 1 and item.natural > widths[cell.column]:
            text = item.flow.text
            lines = text.count("\n") - (-max(item.natural, len(text)) // widths[cell.column])
            heights[cell.row] = max(heights[cell.row], lines)
    return sum(heights)


def _shared_evenly(natural: Sequence[int], least: Sequence[int], spare: int) -> list[int]:
    """Share so that the column that names the rows, and narrow ones, get what they want first."""
    widths = list(least)
    name = max(0, min(natural[0] - least[0], _ROW_NAME - least[0], spare))
    widths[0] += name
    spare -= name
    # The narrow columns get all they want first, so that one long column takes the rest.
    wanting = sorted(range(len(widths)), key=lambda column: natural[column] - widths[column])
    for rank, column in enumerate(wanting):
        share = spare // (len(widths) - rank)
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


def _is_fact_sheet(table: Table, cells: Sequence[_Written]) -> bool:
    """Tell a box of facts with lists among them: columns would put the lists out of sight."""
    if table.head_rows or table.columns != 2:
        return False
    named = sum(item.cell.header and item.cell.column == 0 for item in cells)
    longest = max(item.flow.text.count("\n") for item in cells)
    return longest >= 3 and named * 2 >= table.rows


def _records(table: Table, cells: Sequence[_Written], width: int) -> Iterator[list[list[Span]]]:
    """Give the lines of each row, of ``header: value``; without a header, of values."""
    head = table.head_rows or _likely_head(table, cells)
    keys = _keys(table, cells, head)
    rows: list[list[_Written]] = [[] for _ in range(table.rows)]
    for item in cells:
        for number in range(max(head, item.cell.row), item.cell.row + item.cell.rows):
            rows[number].append(item)
    names = [_row_name(row) if not head else "" for row in rows]
    records = Records((*keys, *names), width)
    told = [[*_record(row, name, keys, records)] for row, name in zip(rows, names, strict=True)]
    spaced = (head > 0 or table.columns > 2) and max(map(len, told), default=0) > 1
    first = True
    for lines in told:
        yield [[], *lines] if lines and not first and spaced else lines
        first = first and not lines


def _record(
    row: list[_Written], name: str, keys: Sequence[str], records: Records
) -> Iterator[list[Span]]:
    """Give the lines of one record; its name heads the first value, where no header does."""
    entries = sorted(row, key=_column_of)
    if name and not any(item.flow.text.strip() for item in entries[1:]):
        name = ""
    told = [item for item in (entries[1:] if name else entries) if item.flow.text.strip()]
    for key, group in groupby(told, key=lambda item: keys[item.cell.column]):
        values = list(group)
        if all(item.natural <= _SHORT and "\n" not in item.flow.text for item in values):
            value = joined([item.flow for item in values])
            yield from records.entry(key or name, value, cell_len(value.text))
            name = ""
            continue
        for item in values:
            yield from records.entry(key or name, item.flow, item.natural)
            name = ""


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
        and all(0 < len(text) <= 60 and not NUMBER.fullmatch(text) for text in texts)
        and not any(item.flow.leads_on for item in first)
    )


def _keys(table: Table, cells: Sequence[_Written], head: int) -> list[str]:
    """Give each column's header as one line; several header rows are joined."""
    keys: list[list[str]] = [[] for _ in range(table.columns)]
    for item in cells:
        cell = item.cell
        if cell.row < head:
            text = plain(cell.inlines).strip(_ORNAMENTS)
            for column in range(cell.column, cell.column + cell.columns):
                if text and text not in keys[column]:
                    keys[column].append(text)
    return [" · ".join(parts) for parts in keys]
