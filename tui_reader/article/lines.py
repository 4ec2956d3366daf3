"""What layout makes: lines of spans with a role and a weight, never a colour.

``Role`` and ``Weight`` are the contract with whoever draws: the pane's theme, or the terminal
colours of ``blogread render``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.blocks import Weight
from tui_reader.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_reader.article.blocks import Link, Picture
    from tui_reader.article.pictures import PictureRoom

__all__ = [
    "CellPiece",
    "Fold",
    "FoldPlace",
    "HeadingPlace",
    "Layout",
    "Line",
    "LinkPlace",
    "PicturePlace",
    "Role",
    "Span",
    "Weight",
    "blank",
]


class Role(StrEnum):
    """What a span is for."""

    TEXT = auto()
    MUTED = auto()
    TITLE = auto()
    BYLINE = auto()
    HEADING = auto()
    """Level 1 and 2."""
    SUBHEADING = auto()
    """Level 3 and below."""
    QUOTE = auto()
    QUOTE_BAR = auto()
    CALLOUT_BAR = auto()
    CHANGE_BAR = auto()
    MARKER = auto()
    TERM = auto()
    RULE = auto()
    LINK = auto()
    LINK_NUMBER = auto()
    NOTE = auto()
    """The sign of a footnote."""
    PICTURE = auto()
    CAPTION = auto()
    EMBED = auto()
    FORMULA = auto()
    TABLE_RULE = auto()
    TABLE_HEAD = auto()
    TABLE_KEY = auto()
    CODE = auto()
    CODE_KEYWORD = auto()
    CODE_NAME = auto()
    CODE_TYPE = auto()
    CODE_STRING = auto()
    CODE_NUMBER = auto()
    CODE_COMMENT = auto()
    CODE_OPERATOR = auto()
    CODE_INSERTED = auto()
    CODE_DELETED = auto()


class Span(NamedTuple):
    """A piece of a line. A tuple, since an article has them by the ten thousand."""

    text: str
    role: Role = Role.TEXT
    weight: Weight = Weight.PLAIN
    link: int | None = None
    """Index into ``Layout.links``."""


@lru_cache(maxsize=256)
def blank(cells: int) -> Span:
    """Give a span of blanks."""
    return Span(" " * cells)


class CellPiece(NamedTuple):
    """The part of a table's cell that stands in one line, beside those of others."""

    cell: tuple[int, int]
    """Row and column: in the order in which they are read."""
    offset: int
    """Characters of the cell's text before it."""
    first: int
    """Its first span, what is left of the text not counted."""
    end: int
    """The span after its last."""


class Line(NamedTuple):
    """One line. ``block`` and ``offset`` name the same place at any width."""

    spans: tuple[Span, ...]
    block: int = 0
    """Number of the leaf block, in document order."""
    offset: int = 0
    """Characters of the block's text before this line."""
    scrolls: bool = False
    """Wider than the layout: shown from a column on, never wrapped."""
    fixed: int = 0
    """Leading spans that stay when the line scrolls."""
    fill: Role | None = None
    """The ground that the line has up to the layout's edge."""
    pieces: tuple[CellPiece, ...] = ()
    """What stands side by side in a table whose cells go on over lines; else nothing."""

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join([span.text for span in self.spans])


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """One stretch of text that is a link, to step to; it may go on over several lines."""

    link: int
    line: int
    column: int
    """Cells from the left, on its first line."""


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """A heading, for the outline."""

    level: int
    text: str
    line: int
    """Of its first line; where it is folded away, of the line that unfolds it."""
    block: int = 0
    """Number of its leaf block."""


@dataclass(frozen=True, slots=True)
class FoldPlace:
    """A line that folds what follows it, or unfolds it."""

    fold: int
    """Number of the ``details`` in the article; the same at any width and in any state."""
    line: int
    folded: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """What a ``details`` hides when it is folded: leaf blocks, its summary not among them."""

    first: int
    """Number of the first block hidden."""
    last: int
    """Number of the last block hidden; less than ``first`` where there is none."""
    is_open: bool
    """The author wants it shown open."""


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """Where a picture is: in a box of lines kept free for it, or told by its text alone."""

    picture: Picture
    line: int
    """Its first line."""
    column: int = 0
    """Cells left of its box."""
    columns: int = 0
    """Cells of its box across; 0 where it has none."""
    rows: int = 0
    """Lines of its box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A document at one width."""

    width: int
    lines: Sequence[Line]
    links: tuple[Link, ...] = ()
    headings: tuple[HeadingPlace, ...] = ()
    anchors: Mapping[str, int]
    """Line of each anchor; where it is folded away, of the line that unfolds it."""
    hidden_anchors: Mapping[str, int] = field(default_factory=dict)
    """Number of the leaf block of each anchor that is folded away."""
    folds: tuple[FoldPlace, ...] = ()
    """Top down; those inside of one that is folded are not among them."""
    all_folds: tuple[Fold, ...] = ()
    """By number."""
    folded: frozenset[int] = frozenset()
    """Numbers of those that are folded."""
    linked: Sequence[int] | None = None
    """Pairs of lines from which and before which links stand; None where no one looked."""
    pictures: tuple[PicturePlace, ...] = ()
    """Top down."""
    picture_room: PictureRoom | None = None
    """What the boxes of its pictures were made for; None where it has none."""
    changes: tuple[int, ...] = ()
    """First lines of the passages that changed."""
    text_lines: int | None = None
    """Lines of the head and the text; None where nothing follows them."""

    @property
    def end(self) -> int:
        """Where the text ends, before its foot and the list of its links."""
        return len(self.lines) if self.text_lines is None else self.text_lines

    def places(self) -> tuple[LinkPlace, ...]:
        """Find where links stand, top down; one that goes on over lines counts once."""
        if self.linked is None:
            return tuple(_places(self.lines, 0, len(self.lines)))
        ranges = zip(self.linked[::2], self.linked[1::2], strict=True)
        return tuple(place for start, stop in ranges for place in _places(self.lines, start, stop))

    def line_at(self, block: int, offset: int) -> int:
        """Find the line that shows a place in the text, at whatever width it was noted.

        Args:
            block: Number of the leaf block.
            offset: Characters of the block before the place.
        """
        found = bisect_right(self.lines, (block, offset), key=_place_of) - 1
        while found > 0 and not self.lines[found].spans:
            found -= 1
        return max(0, found)

    def folds_over(self, block: int) -> frozenset[int]:
        """Give the folds that must be open for a leaf block to be seen."""
        return frozenset(
            number for number, fold in enumerate(self.all_folds) if fold.first <= block <= fold.last
        )

    def folds_under(self, block: int) -> frozenset[int]:
        """Give the folds of which a leaf block is the summary: those that it turns."""
        return frozenset(
            number for number, fold in enumerate(self.all_folds) if fold.first == block + 1
        )


def _place_of(line: Line) -> tuple[int, int]:
    return line.block, line.offset


def _places(lines: Sequence[Line], start: int, stop: int) -> Iterator[LinkPlace]:
    before: int | None = None
    block = -1
    for number in range(start, stop):
        line = lines[number]
        if line.block != block:
            before, block = None, line.block
        column = 0
        for span in line.spans:
            link = span.link
            if link is not None and link != before:
                yield LinkPlace(link, number, column)
            if link is not None or span.text.strip():
                before = link
            column += cell_len(span.text)
