"""Makes strips of pictures: of blocks, or of the placeholders of Kitty's graphics."""

from __future__ import annotations

import math
from collections import OrderedDict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rich.color import Color, ColorType
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_reader.article.pictures import PictureRoom
from tui_reader.model.picture import PictureForm, PictureWish, Size
from tui_reader.ui.widgets.kitty_graphics import MOST_CELLS, placeholders

if TYPE_CHECKING:
    from tui_reader.article.lines import PicturePlace
    from tui_reader.model.feed import FeedId
    from tui_reader.model.picture import PictureView
    from tui_reader.ui.widgets.kitty_graphics import KittyGraphics

USUAL_CELL = Size(8, 16)
"""Pixels of a cell where the terminal does not tell."""
_CSS_COLUMN = 8
"""Pixels of an original that a column stands for."""
_MOST_PAINTED = 24
"""More than are wanted at once: else each would push another out."""
_SHARE, _LEAST_ROWS = 0.6, 6
"""Of the pane's height, a picture takes so much at most."""
_UPPER_HALF = "▀"
_QUARTERS = " ▗▖▄▝▐▞▟▘▚▌▙▀▜▛█"
"""Blocks by the quarters that are drawn, as ``pictures.mosaic`` numbers them."""
_CELL = 7
"""Bytes of a cell there."""
_NOTHING = Strip((), 0)

_Key = tuple[str, int, int]


class PictureSource(Protocol):
    """Who has the pictures."""

    def size(self, url: str) -> Size | None:
        """Give the pixels of a picture that was seen before; from any thread."""

    async def view(self, wish: PictureWish, feed_id: FeedId) -> PictureView | None:
        """Give a picture; None where it cannot be had."""


class _Painted(NamedTuple):
    """A picture that can be drawn."""

    view: PictureView
    ground: str
    """What shows through it."""
    number: int
    """Of Kitty's graphics; 0 for blocks."""
    strips: dict[tuple[int, Style], Strip]
    """Its rows on a ground, each made when it is first in sight."""


class Painter:
    """Keeps the pictures that were seen lately, ready to be drawn."""

    def __init__(
        self,
        source: PictureSource,
        *,
        cell: Size = USUAL_CELL,
        kitty: KittyGraphics | None = None,
        quarters: bool = False,
    ) -> None:
        """Begin.

        Args:
            source: Who has the pictures.
            cell: Pixels of a cell of the terminal.
            kitty: Its graphics; None draws in blocks.
            quarters: Quarter blocks, not half blocks.
        """
        self._source = source
        self._cell = cell
        self._kitty = kitty
        self._quarters = quarters
        self._painted: OrderedDict[_Key, _Painted] = OrderedDict()
        self._failed: set[str] = set()
        self._learned = 0
        """Sizes that became known after room had been kept without them."""

    def room(self, height: int) -> PictureRoom:
        """Give the room for pictures in a pane of so many rows."""
        return PictureRoom(
            most_rows=min(MOST_CELLS, max(_LEAST_ROWS, int(height * _SHARE))),
            tall=self._cell.height / self._cell.width,
            learned=self._learned,
            lost=frozenset(self._failed),
            natural=self._source.size,
        )

    def is_wanted(self, place: PicturePlace, ground: str) -> bool:
        """Whether this picture is to be painted."""
        if place.picture.url in self._failed:
            return False
        painted = self._painted.get(_key(place))
        return painted is None or not (painted.view.opaque or painted.ground == ground)

    def forgive(self) -> None:
        """Try again what failed: an article was opened."""
        self._failed.clear()

    async def paint(self, place: PicturePlace, feed_id: FeedId, ground: str) -> bool:
        """Get a picture to be drawn in a place; False where it cannot be had.

        Args:
            place: Where it is to be drawn.
            feed_id: Whose entry it is in.
            ground: What shows through, as six hexadecimal digits.
        """
        is_new = self._source.size(place.picture.url) is None
        view = await self._source.view(self._wish(place, ground), feed_id)
        if view is None:
            self._failed.add(place.picture.url)
            return False
        self._learned += is_new
        number = 0
        if self._kitty is not None:
            number = self._kitty.send(view.data, *self._cells(view.size))
        self._drop(_key(place))
        self._painted[_key(place)] = _Painted(view, ground, number, {})
        while len(self._painted) > _MOST_PAINTED:
            self._drop(next(iter(self._painted)))
        return True

    def adopt(self, place: PicturePlace) -> None:
        """Draw in a place what was painted for another box of its picture, if it fills this one."""
        key = _key(place)
        if key in self._painted:
            return
        for other in [each for each in self._painted if each[0] == key[0]]:
            columns, rows = self._drawn(self._painted[other])
            if (columns == place.columns and rows <= place.rows) or (
                rows == place.rows and columns <= place.columns
            ):
                self._painted[key] = self._painted.pop(other)._replace(strips={})
                return

    def row(self, place: PicturePlace, row: int, plain: Style) -> Strip | None:
        """Give a row of a place's box; None where its picture is not there yet."""
        painted = self._painted.get(_key(place))
        if painted is None:
            return None
        strip = painted.strips.get((row, plain))
        if strip is None:
            if painted.number:
                drawn = self._placeholders(painted, row)
            elif self._quarters:
                drawn = _quarter_blocks(painted.view, row)
            else:
                drawn = _half_blocks(painted.view, row, plain)
            used = drawn.cell_length
            rest = Segment(" " * (place.columns - used), plain)
            strip = painted.strips[row, plain] = Strip([*drawn, rest], place.columns)
        return strip

    def clear(self) -> None:
        """Let all pictures go, those that the terminal keeps as well."""
        for key in tuple(self._painted):
            self._drop(key)

    def _drop(self, key: _Key) -> None:
        painted = self._painted.pop(key, None)
        if painted is not None and painted.number and self._kitty is not None:
            self._kitty.take_away(painted.number)

    def _wish(self, place: PicturePlace, ground: str) -> PictureWish:
        cell = self._cell
        if self._kitty is not None:
            return PictureWish(
                url=place.picture.url,
                width=place.columns * cell.width,
                height=place.rows * cell.height,
                density=cell.width / _CSS_COLUMN,
                form=PictureForm.PNG,
                ground=ground,
            )
        across = 2 if self._quarters else 1
        return PictureWish(
            url=place.picture.url,
            width=place.columns * across,
            height=place.rows * 2,
            density=across / _CSS_COLUMN,
            stretch=cell.height / 2 / (cell.width / across),
            form=PictureForm.CELLS if self._quarters else PictureForm.PIXELS,
            ground=ground,
        )

    def _cells(self, size: Size) -> tuple[int, int]:
        """Give the cells that a picture for Kitty takes."""
        return math.ceil(size.width / self._cell.width), math.ceil(size.height / self._cell.height)

    def _drawn(self, painted: _Painted) -> tuple[int, int]:
        """Give the cells that a picture is drawn in."""
        width, height = painted.view.size
        if painted.number:
            return self._cells(painted.view.size)
        return width // 2 if self._quarters else width, (height + 1) // 2

    def _placeholders(self, painted: _Painted, row: int) -> Strip:
        columns, rows = self._cells(painted.view.size)
        if row >= rows:
            return _NOTHING
        red, rest = divmod(painted.number, 0x10000)
        style = Style(color=Color.from_rgb(red, *divmod(rest, 0x100)))
        return Strip([Segment(placeholders(row, columns), style)], columns)


def _key(place: PicturePlace) -> _Key:
    return place.picture.url, place.columns, place.rows


def _colour(pixel: bytes) -> Color:
    """Give a colour without the name that rich would write for each, with most of its work."""
    return Color("", ColorType.TRUECOLOR, None, ColorTriplet(*pixel))


def _quarter_blocks(view: PictureView, row: int) -> Strip:
    """Draw two rows of pixels as one row of cells, each of two colours."""
    width = view.size.width // 2
    if 2 * row >= view.size.height:
        return _NOTHING
    start = row * width * _CELL
    cells = (view.data[at : at + _CELL] for at in range(start, start + width * _CELL, _CELL))
    segments: list[Segment] = []
    for colours, alike in groupby(cells, key=lambda cell: cell[1:]):
        style = Style.from_color(_colour(colours[:3]), _colour(colours[3:]))
        segments.append(Segment("".join([_QUARTERS[cell[0]] for cell in alike]), style))
    return Strip(segments, width)


def _half_blocks(view: PictureView, row: int, plain: Style) -> Strip:
    """Draw two rows of pixels as one row of cells."""
    width, height = view.size
    if 2 * row >= height:
        return _NOTHING
    data, start = view.data, 2 * row * width * 3
    upper = [data[at : at + 3] for at in range(start, start + 3 * width, 3)]
    start += 3 * width
    lower: list[bytes | None] = [None] * width
    if 2 * row + 1 < height:
        lower = [data[at : at + 3] for at in range(start, start + 3 * width, 3)]
    segments: list[Segment] = []
    for (above, below), cells in groupby(zip(upper, lower, strict=True)):
        ground = _colour(below) if below is not None else plain.bgcolor
        style = Style.from_color(_colour(above), ground)
        segments.append(Segment(_UPPER_HALF * sum(1 for _ in cells), style))
    return Strip(segments, width)
