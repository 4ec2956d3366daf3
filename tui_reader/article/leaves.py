"""Leaf blocks: characters and looks that are known, and how they make lines at a width.

A leaf is made once for an article. At a width it tells where its lines begin and end, which is
cheap; a line's spans are made only when the line is looked at.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar

from tui_reader.article.blocks import Weight
from tui_reader.article.lines import Role, Span, blank
from tui_reader.article.paragraphs import Flowing
from tui_reader.bidi import is_rtl
from tui_reader.cells import break_lines, cell_len, is_single

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.article.blocks import Link
    from tui_reader.article.lines import CellPiece

LEAST_ROOM = 8
"""Cells of text below which nothing is indented."""
_RULE_LENGTH = 8
_FORMULA_INDENT = 2
_LEAST_INDENTED = 17
"""Cells from which on a formula is indented."""
_LEAST_PADDED = 3
"""Cells from which on code has a blank before it."""
_PADDING = Span(" ", Role.CODE)
_ENDS = ("/", "?&#", "=,;:+", "-_%", ".")
"""What ends the parts of an address, the longer parts first."""
_WIDEST = 256
"""Cells of a line beyond which a text is broken anew; up to it, Python has its numbers at hand."""

Break = tuple[int, int]
"""The first character of a line and the one after its last."""


class Leaf(ABC):
    """A block that holds no blocks."""

    __slots__ = ()

    fill: ClassVar[Role | None] = None
    """The ground that its lines have up to the edge; such lines are never wrapped."""
    fixed: ClassVar[int] = 0
    """Spans at the beginning of its lines that are no part of the text."""

    @property
    def has_links(self) -> bool:
        """Whether any of it leads somewhere."""
        return False

    @abstractmethod
    def set_in(self, room: int) -> SetLeaf:
        """Give what can be broken and drawn in ``room`` cells."""


class SetLeaf(Leaf):
    """A leaf whose lines can be found and drawn."""

    __slots__ = ()

    def set_in(self, _room: int) -> SetLeaf:
        """Give itself."""
        return self

    @abstractmethod
    def breaks(self, room: int) -> Iterable[Break]:
        """Give where the lines begin and end; there is one at least."""

    @abstractmethod
    def draw(self, start: int, end: int, room: int) -> Sequence[Span]:
        """Give the spans of the line between two breaks."""

    def line_of(self, offset: int, starts: Sequence[int]) -> int:
        """Give the number of the line that has an anchor, by the offset at which each starts."""
        return sum(start <= offset for start in starts[1:])

    def pieces(self, _start: int) -> tuple[CellPiece, ...]:
        """Give what stands side by side in the line that begins at a break."""
        return ()


@dataclass(frozen=True, slots=True)
class Text(Flowing, SetLeaf):
    """Flowing text, broken at blanks."""

    cells: int
    """Of text that takes one line wherever it has so much room; -1 where that is not sure."""

    @classmethod
    def of(cls, text: str, marks: array[int]) -> Text:
        """Make the leaf of a flow's text and marks."""
        cells = cell_len(text) if "\n" not in text and text == text.strip(" ") else -1
        kind = TextFromRight if is_rtl(text) else cls
        return kind(text, marks, cells if cells <= _WIDEST else -1)

    @property
    def has_links(self) -> bool:
        """Whether any of it leads somewhere."""
        return self.leads_on

    def breaks(self, room: int) -> Iterable[Break]:
        """Break the text."""
        if 0 <= self.cells <= room:
            return ((0, len(self.text)),)
        return break_lines(self.text, room)

    def draw(self, start: int, end: int, _room: int) -> Sequence[Span]:
        """Give the characters in their looks."""
        return self.spans(start, end)


@dataclass(frozen=True, slots=True)
class TextFromRight(Text):
    """Text that is written from right to left, and stands at the right edge."""

    def draw(self, start: int, end: int, room: int) -> Sequence[Span]:
        """Give the characters after as many blanks as there is room for."""
        gap = room - cell_len(self.text[start:end])
        spans = self.spans(start, end)
        return (blank(gap), *spans) if gap > 0 and spans else spans


@dataclass(frozen=True, slots=True)
class Verbatim(Flowing, SetLeaf):
    """Code: its lines are the author's."""

    fill = Role.CODE

    @property
    def has_links(self) -> bool:
        """Whether any of it leads somewhere."""
        return self.leads_on

    def breaks(self, _room: int) -> Iterable[Break]:
        """Break where the author did."""
        start = 0
        for line in self.text.split("\n"):
            yield start, start + len(line)
            start += len(line) + 1

    def draw(self, start: int, end: int, room: int) -> Sequence[Span]:
        """Give a line, a blank before it where there is room."""
        spans = self.spans(start, end)
        return (_PADDING, *spans) if room >= _LEAST_PADDED else spans


@dataclass(frozen=True, slots=True)
class Display(SetLeaf):
    """A formula on lines of its own."""

    text: str

    def breaks(self, room: int) -> Iterable[Break]:
        """Break as text."""
        return break_lines(self.text, room - _indent(room))

    def draw(self, start: int, end: int, room: int) -> Sequence[Span]:
        """Give the characters, indented where there is room."""
        return (Span(" " * _indent(room) + self.text[start:end], Role.FORMULA),)


def _indent(room: int) -> int:
    return _FORMULA_INDENT if room >= _LEAST_INDENTED else 0


@dataclass(frozen=True, slots=True)
class Drawn(SetLeaf):
    """Lines that were made for one width; a break is the line's number, twice."""

    lines: tuple[Sequence[Span], ...]
    has_links: bool = False
    """Whether any of it leads somewhere."""
    side_by_side: tuple[tuple[CellPiece, ...], ...] = ()
    """The pieces of each line; empty where none has any."""
    rows: Sequence[int] = ()
    """The line at which each row of a table begins."""

    def breaks(self, _room: int) -> Iterable[Break]:
        """Count the lines."""
        return ((number, number) for number in range(len(self.lines)))

    def draw(self, start: int, _end: int, _room: int) -> Sequence[Span]:
        """Give a line."""
        return self.lines[start]

    def line_of(self, offset: int, _starts: Sequence[int]) -> int:
        """Give the line of a row."""
        return self.rows[offset] if self.rows else 0

    def pieces(self, start: int) -> tuple[CellPiece, ...]:
        """Give the pieces of a line."""
        return self.side_by_side[start] if self.side_by_side else ()


class LinkList(SetLeaf):
    """The addresses of an article's links, one under the other, each after its number."""

    __slots__ = ("_indexes", "_label", "_links", "_starts", "_text")

    fixed = 1
    has_links = True

    def __init__(self, links: Sequence[tuple[int, Link]]) -> None:
        """Write the list.

        Args:
            links: Numbered links, each with its index; there is one at least.
        """
        self._indexes = array("I", [index for index, _ in links])
        self._links = tuple([link for _, link in links])
        self._text = "\n".join([link.shown for _, link in links])
        self._label = len(f"[{links[-1][1].number}] ")
        lengths = (len(link.shown) + 1 for _, link in links)
        self._starts = array("i", accumulate(lengths, initial=0))

    def breaks(self, room: int) -> Iterable[Break]:
        """Break the addresses, where their parts end."""
        room -= self._indent(room)
        start = 0
        for address in self._text.split("\n"):
            stop = start + len(address)
            if is_single(address):
                yield from _address_breaks(self._text, start, stop, room)
            else:
                yield from ((start + at, start + end) for at, end in break_lines(address, room))
            start = stop + 1

    def _indent(self, room: int) -> int:
        return self._label if room - self._label >= LEAST_ROOM else 0

    def draw(self, start: int, end: int, room: int) -> Sequence[Span]:
        """Give a line; only the first of an address has its number."""
        row = bisect_right(self._starts, start) - 1
        index, link = self._indexes[row], self._links[row]
        text = f"[{link.number}] " if self._starts[row] == start else ""
        label = Span(text.rjust(self._label)[-self._indent(room) :], Role.LINK_NUMBER)
        number = index if link.url else None
        return label, Span(self._text[start:end], Role.MUTED, Weight.PLAIN, number)


def _address_breaks(text: str, start: int, stop: int, room: int) -> Iterable[Break]:
    while stop - start > room:
        full = start + room
        # No earlier than where the rest needs a line more.
        first = max(start + room // 2, full - (start - stop) % room - 1)
        ends = (max([text.rfind(sign, first, full) for sign in signs]) for signs in _ENDS)
        cut = next((end + 1 for end in ends if end >= 0), full)
        yield start, cut
        start = cut
    yield start, stop


class Divider(Leaf):
    """A short rule."""

    __slots__ = ()

    def set_in(self, room: int) -> Drawn:
        """Draw it, no longer than the room."""
        return Drawn(((Span("─" * min(_RULE_LENGTH, room), Role.RULE),),))
