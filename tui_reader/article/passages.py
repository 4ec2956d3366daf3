"""The lines of an article, each made when it is looked at.

An article of a book's length has tens of thousands of lines, of which a screen shows forty.
Kept are only where each line begins and ends in the text of its leaf block.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, overload

from tui_reader.article.lines import Line
from tui_reader.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui_reader.article.leaves import SetLeaf
    from tui_reader.article.lines import Span

Edges = tuple["Span", ...]
"""What stands left of a line: bars, markers, indents."""


class Passage(NamedTuple):
    """The lines of one leaf block, and the blank one before them."""

    leaf: SetLeaf
    room: int
    blank: Edges | None
    """Edges of a blank line above; None where there is none."""
    first: Edges
    rest: Edges
    """Of all lines but the first."""

    def line(self, block: int, number: int, start: int, end: int) -> Line:
        """Make a line.

        Args:
            block: The leaf block's number.
            number: The line's, from the passage's first.
            start: Its break, as the leaf gave it.
            end: The same.
        """
        if self.blank is not None:
            if not number:
                return Line(self.blank, block)
            number -= 1
        edges = self.rest if number else self.first
        spans = self.leaf.draw(start, end, self.room)
        fill = self.leaf.fill
        scrolls = fill is not None and sum([cell_len(span.text) for span in spans]) > self.room
        fixed = len(edges) + self.leaf.fixed
        pieces = self.leaf.pieces(start)
        return Line((*edges, *spans), block, start, scrolls, fixed, fill, pieces)


class Passages(Sequence[Line]):
    """Lines, top down: those that were given first, then those of the passages."""

    def __init__(self, head: Iterable[Line]) -> None:
        self._head = tuple(head)
        self._passages: list[Passage] = []
        self._blocks = array("I")
        """The number of each passage's leaf block."""
        self._starts = array("I")
        """Lines before each passage, the head's not counted."""
        self._breaks = array("I")
        """Two numbers for each line of the passages."""
        self._cut = 0
        """Lines left out at the end."""

    def add(self, block: int, passage: Passage) -> tuple[int, int]:
        """Put the passage of a leaf block under the others.

        Returns:
            Its first line, and the one after its last.
        """
        breaks = self._breaks
        before = len(breaks) >> 1
        if passage.blank is not None:
            breaks.extend((0, 0))
        breaks.extend(chain.from_iterable(passage.leaf.breaks(passage.room)))
        self._starts.append(before)
        self._blocks.append(block)
        self._passages.append(passage)
        return len(self._head) + before, len(self)

    def starts_of(self, line: int) -> list[int]:
        """Give the offset of each line from this one on."""
        return self._breaks[2 * (line - len(self._head)) :: 2].tolist()

    def trim(self) -> None:
        """Leave blank lines at the end out."""
        while len(self) and not self[-1].spans:
            self._cut += 1

    def __len__(self) -> int:
        return len(self._head) + (len(self._breaks) >> 1) - self._cut

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        numbers = range(len(self))
        if isinstance(index, slice):
            return tuple([self._line(number) for number in numbers[index]])
        return self._line(numbers[index])

    def __iter__(self) -> Iterator[Line]:
        return map(self._line, range(len(self)))

    def _line(self, number: int) -> Line:
        number -= len(self._head)
        if number < 0:
            return self._head[number]
        at = bisect_right(self._starts, number) - 1
        start, end = self._breaks[2 * number : 2 * number + 2]
        block, first = self._blocks[at], self._starts[at]
        return self._passages[at].line(block, number - first, start, end)
