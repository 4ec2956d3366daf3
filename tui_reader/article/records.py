"""Records: what a table's rows become where columns have no room, ``header: value`` by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.lines import Role, Span, Weight, blank
from tui_reader.article.lists import BULLET
from tui_reader.cells import break_lines, cell_len, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_reader.article.paragraphs import Flowing

_INDENT = 2


class Records:
    """Sets records in one width.

    Headers have a column of their own. One that is too long for it stands in the line before
    its value, and so does one whose value needs the width: a list, or a long word.
    """

    def __init__(self, headers: Sequence[str], width: int) -> None:
        self._width = width
        most = width * 2 // 5
        lengths = [cell_len(header) + 1 for header in headers if header]
        self._column = max([length for length in lengths if length <= most], default=0)
        self._room = max(1, width - self._column - 1)

    def entry(self, header: str, value: Flowing, natural: int) -> Iterator[list[Span]]:
        """Give the lines of one ``header: value``.

        Args:
            header: Plain text; empty where there is none.
            value: What it heads.
            natural: Cells of the value's longest line.
        """
        if not header:
            return self._rest(value, 0, 0)
        name = f"{header}:"
        if (
            cell_len(name) > self._column
            or value.text.startswith(BULLET)
            or (natural > self._room and self._room < _longest_word(value) <= self._width - _INDENT)
        ):
            return self._run_in(name, value)
        return self._beside(name, value, natural)

    def _beside(self, name: str, value: Flowing, natural: int) -> Iterator[list[Span]]:
        """Set the value in a column of its own."""
        whole = ((0, len(value.text)),) if natural == len(value.text) <= self._room else None
        margin = blank(self._column + 1)
        for start, end in whole or break_lines(value.text, self._room):
            spans = value.spans(start, end)
            if start == 0:
                gap = blank(self._column + 1 - cell_len(name))
                yield [Span(name, Role.TABLE_KEY, Weight.STRONG), gap, *spans]
            else:
                yield [margin, *spans] if spans else []

    def _run_in(self, name: str, value: Flowing) -> Iterator[list[Span]]:
        """Set the value after its header where its first word has room, else under it."""
        *above, last = wrap(name, self._width)
        yield from ([Span(line, Role.TABLE_KEY, Weight.STRONG)] for line in above)
        spans = [Span(last, Role.TABLE_KEY, Weight.STRONG)]
        room = self._width - cell_len(last) - 1
        done = 0
        word = value.text.split(None, 1)[0]
        if not above and cell_len(word) <= room and not value.text.startswith(BULLET):
            start, done = next(iter(break_lines(value.text, room, 1)))
            spans += [blank(1), *value.spans(start, done)]
        yield spans
        done += len(value.text[done:]) - len(value.text[done:].lstrip(" \n"))
        yield from self._rest(value, done, _INDENT)

    def _rest(self, value: Flowing, start: int, indent: int) -> Iterator[list[Span]]:
        """Set what is left of a value, indented."""
        if start == len(value.text):
            return
        for begin, end in break_lines(value.text[start:], self._width - indent):
            spans = value.spans(start + begin, start + end)
            yield [blank(indent), *spans] if spans and indent else spans


def _longest_word(value: Flowing) -> int:
    return max(map(cell_len, value.text.split()), default=0)
