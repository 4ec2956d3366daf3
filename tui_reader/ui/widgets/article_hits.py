"""Where words stand in a layout, whatever its line breaks: pure, without a widget.

The lines of a paragraph are read as one, and so are those of a table's cell; case (unless a
capital is typed), accents, the kind and number of blanks, the numbers of links and the signs of
footnotes do not count.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.lines import Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_reader.article.lines import Layout, Line

_UNREAD = frozenset({Role.LINK_NUMBER, Role.NOTE})
"""What stands inside a text and is not of it."""
_PAD = Span(" ", Role.CODE)
_END = "\0"
"""Between blocks: no hit goes from one into another."""
_UNSPACED = "\u0e00"
"""Letters from here on may follow one another without a blank between words."""


class HitPart(NamedTuple):
    """Characters of one line, what stands left of its text counted."""

    line: int
    start: int
    end: int


class _Piece(NamedTuple):
    """A run of characters that stands in one line without a gap."""

    at: int
    """Where it begins in the whole text."""
    line: int
    start: int
    """Where it begins in its line."""
    length: int


class Finder:
    """The text of one layout, made ready to be searched many times."""

    def __init__(self, layout: Layout) -> None:
        self._parts: list[str] = []
        self._pieces: list[_Piece] = []
        self._length = 0
        self._line_starts: list[int] = []
        before: Line | None = None
        number = 0
        for row in _rows(layout.lines):
            self._put(_between(before, row[0]))
            self._line_starts.extend([self._length] * len(row))
            if row[0].pieces:
                self._read_cells(number, row)
            else:
                self._read(number, row[0])
            number += len(row)
            before = row[-1]
        self._starts = [piece.at for piece in self._pieces]
        self._exact, self._places = fold("".join(self._parts))
        self._lower = self._exact.lower()

    def find(self, text: str) -> Hits:
        """Find a text; its blanks stand for any white space, also for the end of a line."""
        text = text.replace(_END, " ")
        exact = any(char.isupper() for char in text)
        folded = fold(text)[0] if exact else fold(text)[0].lower()
        pattern = r"\s+".join(map(re.escape, folded.split()))
        return self._hits(pattern, self._exact if exact else self._lower)

    def find_words(self, text: str) -> Hits:
        """Find each word, the last also as the beginning of one, as a search of the library does.

        A word with signs in it, such as ``north-east``, is found as the words between them.
        """
        typed = text.split()
        patterns = (_word_pattern(word, open_ended=word is typed[-1]) for word in typed)
        return self._hits("|".join(filter(None, patterns)), self._lower)

    def parts(self, start: int, end: int) -> Iterator[HitPart]:
        """Give the places in the lines of some characters of the whole text."""
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._pieces) and self._pieces[index].at < end:
            at, line, first, length = self._pieces[index]
            index += 1
            begin, until = max(start, at) - at, min(end, at + length) - at
            if begin < until:
                yield HitPart(line, first + begin, first + until)

    def span(self, line: int) -> tuple[int, int]:
        """Give the characters of the whole text that stand in a line.

        Lines of a table that share cells share all the characters of these.
        """
        starts = self._line_starts
        after = bisect_right(starts, starts[line], line)
        return starts[line], starts[after] if after < len(starts) else self._length

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _read(self, number: int, line: Line) -> None:
        at = 0
        for index, span in enumerate(line.spans):
            if index >= line.fixed + _pads(line) and span.role not in _UNREAD:
                self._pieces.append(_Piece(self._length, number, at, len(span.text)))
                self._put(span.text)
            at += len(span.text)

    def _read_cells(self, number: int, row: Sequence[Line]) -> None:
        """Read lines that share cells, cell by cell."""
        found = sorted(
            (piece.cell, index, piece) for index, line in enumerate(row) for piece in line.pieces
        )
        last, end = None, 0
        for cell, index, piece in found:
            line = row[index]
            first = line.fixed + piece.first
            at = sum([len(span.text) for span in line.spans[:first]])
            if last is not None and (cell != last or piece.offset != end):
                self._put("\n")
            last, end = cell, piece.offset
            for span in line.spans[first : line.fixed + piece.end]:
                if span.role not in _UNREAD:
                    self._pieces.append(_Piece(self._length, number + index, at, len(span.text)))
                    self._put(span.text)
                at += len(span.text)
                end += len(span.text)

    def _hits(self, pattern: str, text: str) -> Hits:
        spans = [found.span() for found in re.finditer(pattern, text)] if pattern else []
        places = self._places
        if places is not None:
            # A mark that was dropped belongs to the letter before it.
            ends = [*places, self._length]
            spans = [(places[a], max(places[b - 1] + 1, ends[b])) for a, b in spans]
        return Hits(self, spans)


class Hits:
    """What was found, top down."""

    def __init__(self, finder: Finder, spans: list[tuple[int, int]]) -> None:
        self._finder = finder
        self._spans = spans

    def __len__(self) -> int:
        """Count them."""
        return len(self._spans)

    def line(self, index: int) -> int:
        """Give the line on which a hit begins."""
        return next(self._finder.parts(*self._spans[index])).line

    def first_from(self, line: int) -> int:
        """Give the first hit from a line on; the very first where none follows."""
        at = bisect_left(self._spans, (self._finder.span(line)[0], 0))
        while at < len(self._spans) and self.line(at) < line:
            at += 1  # it is in the same row of a table, further up
        return at if at < len(self._spans) else 0

    def on_line(self, line: int) -> Iterator[tuple[int, HitPart]]:
        """Give the hits that a line shows, or the part of them that it does."""
        start, end = self._finder.span(line)
        index = max(0, bisect_left(self._spans, (start, 0)) - 1)
        while index < len(self._spans) and self._spans[index][0] < end:
            for part in self._finder.parts(*self._spans[index]):
                if part.line == line:
                    yield index, part
            index += 1


def fold(text: str) -> tuple[str, list[int] | None]:
    """Drop accents, and what else makes forms of one letter different.

    Returns:
        The folded text, and for each of its characters which one of ``text`` it comes from; None
        where it is the one at the same place.
    """
    if text.isascii():
        return text, None
    table = {char: _folded_char(char) for char in set(text)}
    odd = [char for char, folded in table.items() if len(folded) != 1]
    signs = str.maketrans(table)
    if not odd:
        return text.translate(signs), None
    places: list[int] = []
    done = 0
    for found in re.finditer(f"[{re.escape(''.join(odd))}]", text):
        at = found.start()
        places.extend(range(done, at))
        places.extend([at] * len(table[text[at]]))
        done = at + 1
    places.extend(range(done, len(text)))
    return text.translate(signs), places


def _folded_char(char: str) -> str:
    if char.isspace() or char == _END:
        return char
    return "".join(
        each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each)
    )


def _rows(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Give each line, but together those of a table that show the same cells."""
    row: list[Line] = []
    after: list[Line] = []
    """Rules under the row, or through it where one of its cells goes on below."""
    last = 0  # the table's row at which it ends, as far as known
    for line in lines:
        if not (row or line.pieces):
            yield [line]
            continue
        rows = [piece.cell[0] for piece in line.pieces]
        if row and row[0].block == line.block and min(rows, default=last) <= last:
            after.append(line)
            if rows:
                row += after
                after = []
        else:
            yield from filter(None, (row, *([each] for each in after)))
            if not rows:
                yield [line]
            row, after, last = [line] if rows else [], [], 0
        last = max([last, *rows])
    yield from filter(None, (row, *([each] for each in after)))


def _between(before: Line | None, line: Line) -> str:
    """Give what was between the end of one line and the start of the next when it was written."""
    if before is None or before.block != line.block:
        return _END
    if line.pieces:
        return "\n"
    length = sum(len(span.text) for span in before.spans[before.fixed + _pads(before) :])
    return "" if line.block and line.offset == before.offset + length else "\n"


def _pads(line: Line) -> int:
    """Count the spans of code that only keep it from the edge of its ground."""
    return int(line.fill is not None and line.spans[line.fixed : line.fixed + 1] == (_PAD,))


def _word_pattern(word: str, *, open_ended: bool) -> str:
    tokens = re.findall(r"[^\W_]+", fold(word)[0].lower())
    if not tokens:
        return ""
    pattern = r"[\W_]+".join(map(re.escape, tokens))
    starts = r"(?<![^\W_])" if tokens[0][0] < _UNSPACED else ""
    ends = r"(?![^\W_])" if tokens[-1][-1] < _UNSPACED and not open_ended else ""
    return f"{starts}{pattern}{ends}"
