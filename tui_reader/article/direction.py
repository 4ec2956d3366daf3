"""The spans of a line in the order of the cells, for terminals that do not reorder text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.lines import Role, Span
from tui_reader.bidi import has_rtl, is_rtl, visual
from tui_reader.cells import cell_len, graphemes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_reader.article.lines import Layout, Line

_WALLS = {Role.TABLE_RULE, Role.QUOTE_BAR, Role.CALLOUT_BAR, Role.CHANGE_BAR, Role.MARKER}
_OTHER_SIDE = {"▎": "▕"}
_BETWEEN_FACTS = " · "
_FAR = 200
"""Lines to look back for the beginning of a paragraph."""


class _Piece(NamedTuple):
    """A stretch of a line in reading order."""

    text: str
    span: Span
    begin: int
    """Characters of the line before it."""


class _Field(NamedTuple):
    """A text of its own within a line."""

    pieces: tuple[_Piece, ...]
    is_wall: bool

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.pieces])


def in_cell_order(layout: Layout, number: int) -> tuple[Span, ...]:
    """Give the spans of a line as the cells show them, from the left.

    What is on both sides of a bar, of a rule, of the gap between two columns or of a dot in a
    byline is a text of its own. Code runs from left to right whatever it holds. Where a
    paragraph runs from right to left, the bars and markers before it stand at its right.
    """
    line = layout.lines[number]
    if not has_rtl(line.text):
        return line.spans
    drawn = _drawn(layout, number)
    return tuple(
        span._replace(text="".join([piece.text for piece in run]))
        for span, run in groupby(drawn, lambda piece: piece.span)
    )


def read_between(layout: Layout, number: int, start: int, end: int) -> tuple[int, int]:
    """Give the characters of a line, in reading order, that two places in the cells enclose.

    Args:
        layout: The article.
        number: The line.
        start: Characters of the line, as drawn, before the first place.
        end: The same before the second.
    """
    if not has_rtl(layout.lines[number].text):
        return start, end
    seen = 0
    within: list[_Piece] = []
    for piece in _drawn(layout, number):
        after = seen + len(piece.text)
        if seen < end and after > start and piece.begin >= 0:
            within.append(piece)
        seen = after
    if not within:
        return start, start
    last = max(within, key=lambda piece: piece.begin)
    return min(piece.begin for piece in within), last.begin + len(last.text)


def cells_of(layout: Layout, number: int, start: int, end: int) -> list[tuple[int, int]]:
    """Give the stretches of cells that show some characters of a line, as it is drawn.

    Args:
        layout: The article.
        number: The line.
        start: Characters of the line, in reading order, before the first.
        end: The same after the last.
    """
    found: list[tuple[int, int]] = []
    at = 0
    for piece in _drawn(layout, number):
        cells = cell_len(piece.text)
        first, last = max(start, piece.begin), min(end, piece.begin + len(piece.text))
        if piece.begin >= 0 and first < last:
            left = at + cell_len(piece.text[: first - piece.begin])
            right = at + cell_len(piece.text[: last - piece.begin])
            if found and found[-1][1] == left:
                left = found.pop()[0]
            found.append((left, right))
        at += cells
    return found


def _drawn(layout: Layout, number: int) -> list[_Piece]:
    """Give the clusters of a line from the left; what only fills it begins at -1."""
    line = layout.lines[number]
    fields = list(_fields(line))
    edges, body = fields[: line.fixed], fields[line.fixed :]
    rtl = line.fill is None and _is_rtl_paragraph(layout, number)
    drawn = [
        piece for field in body for piece in _ordered(field, rtl=_runs_to_left(line, field, rtl))
    ]
    if not rtl:
        return [*(piece for edge in edges for piece in edge.pieces), *drawn]
    if line.block == 0:
        gap = layout.width - cell_len(line.text)
        return [_Piece(" " * gap, Span(""), -1), *drawn] if gap > 0 else drawn
    return [*drawn, *(_turned(edge.pieces[0]) for edge in reversed(edges))]


def _turned(edge: _Piece) -> _Piece:
    text = "".join([_OTHER_SIDE.get(cluster, cluster) for cluster, _ in graphemes(edge.text)][::-1])
    return edge._replace(text=text)


def _fields(line: Line) -> Iterator[_Field]:
    """Part a line at its walls; each is a field of its own."""
    waiting: list[_Piece] = []
    at = 0
    for index, span in enumerate(line.spans):
        for piece in _cut_at_dots(_Piece(span.text, span, at)):
            blank = not piece.text.strip()
            is_wall = (
                index < line.fixed
                or span.role in _WALLS
                or piece.text == _BETWEEN_FACTS
                # A single blank parts words, but before the first it is the gap to the edge.
                or (blank and (index == line.fixed or len(piece.text) > 1))
            )
            if is_wall:
                if waiting:
                    yield _Field(tuple(waiting), is_wall=False)
                    waiting = []
                yield _Field((piece,), is_wall=True)
            else:
                waiting.append(piece)
        at += len(span.text)
    if waiting:
        yield _Field(tuple(waiting), is_wall=False)


def _cut_at_dots(piece: _Piece) -> Iterable[_Piece]:
    if piece.span.role is not Role.BYLINE:
        return (piece,)
    out: list[_Piece] = []
    at = piece.begin
    for index, fact in enumerate(piece.text.split(_BETWEEN_FACTS)):
        if index:
            out.append(_Piece(_BETWEEN_FACTS, piece.span, at))
            at += len(_BETWEEN_FACTS)
        out.append(_Piece(fact, piece.span, at))
        at += len(fact)
    return out


def _ordered(field: _Field, *, rtl: bool) -> Iterable[_Piece]:
    text = field.text
    if field.is_wall or not has_rtl(text):
        return field.pieces
    clusters = [piece for each in field.pieces for piece in _clusters(each)]
    # By the clusters of each piece: a joiner or a mark may stand where two pieces meet.
    drawn = visual([(piece.text, at) for at, piece in enumerate(clusters)], rtl=rtl)
    return [clusters[at]._replace(text=shape) for shape, at in drawn]


def _clusters(piece: _Piece) -> Iterator[_Piece]:
    at = piece.begin
    for cluster, _ in graphemes(piece.text):
        yield _Piece(cluster, piece.span, at)
        at += len(cluster)


def _runs_to_left(line: Line, field: _Field, paragraph: bool) -> bool:
    """Tell the direction of a field; that of its paragraph where it is all of it."""
    if line.fill is not None:
        return False
    return paragraph or is_rtl(field.text)


def _is_rtl_paragraph(layout: Layout, number: int) -> bool:
    """Tell whether a line is of one text, and that runs from right to left."""
    if len(_texts(layout.lines[number])) != 1:
        return False
    texts = _texts(_first_line(layout, number))
    return len(texts) == 1 and is_rtl(texts[0])


def _texts(line: Line) -> Sequence[str]:
    return [field.text for field in _fields(line) if not field.is_wall]


def _first_line(layout: Layout, number: int) -> Line:
    """Find where a line's paragraph begins; the head has no blocks to go by."""
    line = layout.lines[number]
    first = line
    if line.block == 0:
        return first
    for before in range(number - 1, max(-1, number - _FAR), -1):
        above = layout.lines[before]
        if above.block != line.block or not above.spans:
            break
        first = above
    return first
