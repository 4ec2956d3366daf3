"""How much room a picture is given before anything of it is there. Pure."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.leaves import SetLeaf, Text
from tui_reader.article.lines import PicturePlace, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tui_reader.article.blocks import Picture
    from tui_reader.article.leaves import Break

MOST_BOXES = 200
"""Pictures of an article that are given room; further ones stay their text."""
COLUMN = 8
"""CSS pixels that a column of the terminal stands for."""
_LEAST_ROWS, _LEAST_COLUMNS = 3, 4
"""What is smaller is a rule, a button or an icon, and tells more as its text."""
_WIDE = 16 / 9
"""The shape of a picture of which nothing is known."""


class Box(NamedTuple):
    """Cells that are kept free for a picture."""

    columns: int
    rows: int


Held = frozenset[tuple[str, Box]]
"""Boxes, by the addresses of their pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRoom:
    """What decides how much room pictures are given."""

    most_rows: int
    tall: float = 2.0
    """How many times as tall as wide a cell is."""
    learned: int = 0
    """Grows when the size of a picture becomes known: boxes made before may be wrong."""
    lost: frozenset[str] = frozenset()
    """Addresses of pictures that cannot be had: they have no box."""
    held: Held = frozenset()
    """Boxes that stay as they are, whatever became known: they are in sight."""
    natural: Callable[[str], tuple[int, int] | None] = field(compare=False)
    """Gives the pixels of a picture that was seen before, by its address."""

    def box(self, picture: Picture, room: int) -> Box | None:
        """Give a picture's box inside so many columns; None where its text serves better."""
        if not picture.url.startswith(("http://", "https://")) or room < COLUMN:
            return None
        if self.held:
            held = dict(self.held).get(picture.url)
            if held is not None:
                return held
        if picture.url in self.lost:
            return None
        known = self.natural(picture.url)
        width, height = picture.width, picture.height
        if known is not None:
            # The author says how wide it is to be, the file itself how high that makes it.
            width = width or known[0]
            height = max(1, round(width * known[1] / known[0]))
        if not (width and height):
            return self._fitted(room, _WIDE, room)
        return self._fitted(math.ceil(width / COLUMN), width / height, room)

    def _fitted(self, columns: int, shape: float, room: int) -> Box | None:
        columns = max(1, min(columns, room))
        rows = math.ceil(columns / shape / self.tall - 0.25)
        if rows > self.most_rows:
            rows = self.most_rows
            columns = max(1, min(columns, round(rows * self.tall * shape)))
        fits = rows >= _LEAST_ROWS and columns >= _LEAST_COLUMNS
        return Box(columns, rows) if fits else None


class Pictures(NamedTuple):
    """The pictures in a leaf block."""

    pictures: tuple[Picture, ...]
    starts: tuple[int, ...]
    """Characters of the block before each."""
    alone: bool
    """It is one picture on lines of its own."""


@dataclass(frozen=True, slots=True)
class Boxed(SetLeaf):
    """Lines kept free for a picture; they hold its text until it is there."""

    text: Text
    box: Box
    link: int | None

    @property
    def has_links(self) -> bool:
        """Whether the picture leads somewhere."""
        return self.text.has_links

    def breaks(self, _room: int) -> Iterable[Break]:
        """Break the text, then count the free lines after it."""
        after = len(self.text.text)
        free = ((number, number) for number in range(after, after + self.box.rows))
        return islice(chain(self.text.breaks(self.box.columns), free), self.box.rows)

    def draw(self, start: int, end: int, _room: int) -> Sequence[Span]:
        """Give a line of text, or one that is free and leads where the picture does."""
        if end > start:
            return self.text.draw(start, end, self.box.columns)
        return (Span(" " * self.box.columns, link=self.link),)


class PictureSetter:
    """Gives the pictures of a layout their room, and notes where they are."""

    def __init__(self, room: PictureRoom | None) -> None:
        self.places: list[PicturePlace] = []
        self._room = room
        self.boxes = 0

    def leaf(self, found: Pictures, leaf: SetLeaf, room: int) -> SetLeaf:
        """Give the leaf to be set in so many cells: a box, or the text that it was."""
        if self._room is None or not found.alone or not isinstance(leaf, Text):
            return leaf
        (picture,) = found.pictures
        box = self._room.box(picture, room) if self.boxes < MOST_BOXES else None
        if box is None:
            return leaf
        self.boxes += 1
        return Boxed(leaf, box, picture.link)

    def note(
        self, found: Pictures, leaf: SetLeaf, first: int, starts: Sequence[int], column: int
    ) -> None:
        """Note the places of a leaf's pictures.

        Args:
            found: Its pictures.
            leaf: What was set.
            first: Its first line.
            starts: The offset of each line from there on.
            column: Cells left of it.
        """
        if isinstance(leaf, Boxed):
            (picture,) = found.pictures
            self.places.append(PicturePlace(picture, first, column, *leaf.box))
            return
        for picture, start in zip(found.pictures, found.starts, strict=True):
            line = first + max(0, bisect_right(starts, start) - 1)
            self.places.append(PicturePlace(picture, line))
